#![doc = include_str!("../README.md")]

mod comparison;
mod easter;
mod grain;
mod holidays;
mod occasions;
mod period;
mod school;
mod soldes;
mod territory;

pub use comparison::{Basis, Comparison, NotComparable, UnknownBasis, runs};
pub use easter::easter;
pub use grain::Grain;
pub use holidays::{Holiday, holiday_on, holidays};
pub use jiff::civil::{Date, Weekday};
pub use occasions::{Occasion, occasions_during, occasions_on};
pub use period::{Period, PeriodError};
pub use school::{SchoolHoliday, Zone, school_days_known, school_holiday_on};
pub use soldes::{Season, soldes, soldes_on};
pub use territory::Territory;

/// Reads a day written `YYYY-MM-DD`; anything else, and days that do not exist, give `None`.
pub fn parse_iso(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if shaped { text.parse().ok() } else { None }
}

/// The day that many days after 1970-01-01; `None` beyond the calendar's years.
pub fn from_unix_days(days: i32) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(from_unix_days(0), Some(Date::constant(1970, 1, 1)));
        assert_eq!(from_unix_days(19_692), Some(Date::constant(2023, 12, 1)));
        assert_eq!(from_unix_days(i32::MAX), None);
    }

    #[test]
    fn only_days_that_exist_are_read() {
        assert_eq!(parse_iso("2024-02-29"), Some(Date::constant(2024, 2, 29)));
        for wrong in
            ["2023-02-29", "2023-13-01", "2023-1-1", "20230101", "2023-01-01T10:00", "", "+023-01-01"]
        {
            assert_eq!(parse_iso(wrong), None, "{wrong}");
        }
    }
}
