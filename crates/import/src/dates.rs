//! Dates as people write them: `2023-05-27`, `27/05/2023`, `05/27/2023`.
//!
//! Whether day or month comes first is decided for a whole column from all its values.

use std::str::FromStr;

use comptoir_calendar::{Date, parse_iso};

use crate::Cell;

/// The order of day, month and year in dates of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `27/05/2023`
    DayMonthYear,
    /// `05/27/2023`
    MonthDayYear,
    /// `2023/05/27`
    YearMonthDay,
}

impl FromStr for DateOrder {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "dmy" => Ok(Self::DayMonthYear),
            "mdy" => Ok(Self::MonthDayYear),
            "ymd" => Ok(Self::YearMonthDay),
            _ => Err(name.to_owned()),
        }
    }
}

/// What the values of a column say about its order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Orders {
    /// One order fits (or no value needs one).
    Decided(DateOrder),
    /// Two orders fit; one of the values that do not decide, or decide otherwise.
    Ambiguous(String),
}

/// Finds the order from all values of a column. Values that are no date in any order say nothing.
pub(crate) fn order<'a>(cells: impl Iterator<Item = &'a Cell>) -> Orders {
    let mut seen: Option<DateOrder> = None;
    let mut doubtful: Option<&str> = None;
    for cell in cells {
        let text = cell.as_str();
        let day_first = read(cell, DateOrder::DayMonthYear);
        let month_first = read(cell, DateOrder::MonthDayYear);
        let says = match (day_first, month_first) {
            (Some(_), None) => DateOrder::DayMonthYear,
            (None, Some(_)) => DateOrder::MonthDayYear,
            (Some(day_first), Some(month_first)) => {
                if day_first != month_first {
                    doubtful = doubtful.or(Some(text));
                }
                continue;
            }
            (None, None) => continue,
        };
        if seen.is_some_and(|before| before != says) {
            return Orders::Ambiguous(text.to_owned());
        }
        seen = Some(says);
    }
    match (seen, doubtful) {
        (Some(order), _) => Orders::Decided(order),
        (None, Some(text)) => Orders::Ambiguous(text.to_owned()),
        (None, None) => Orders::Decided(DateOrder::DayMonthYear),
    }
}

/// The civil day, or `None` when the value is no date in that order. A year that stands first needs no order; a
/// time behind the date is left aside.
pub(crate) fn read(cell: &Cell, order: DateOrder) -> Option<Date> {
    let text = cell.as_str();
    let day = text.split([' ', 'T']).next()?;
    if let Some(date) = parse_iso(day) {
        return Some(date);
    }
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = match order {
        _ if first.len() == 4 => (*first, *second, *third),
        DateOrder::DayMonthYear => (*third, *second, *first),
        DateOrder::MonthDayYear => (*third, *first, *second),
        DateOrder::YearMonthDay => return None,
    };
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| -> Option<i16> {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        if digits && lengths.contains(&part.len()) { part.parse().ok() } else { None }
    };
    let (month, day) = (number(month, 1..=2)?, number(day, 1..=2)?);
    Date::new(number(year, 4..=4)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order_of(values: &[&str]) -> Orders {
        let cells: Vec<Cell> = values.iter().map(|value| Cell::text(value)).collect();
        order(cells.iter())
    }

    #[test]
    fn one_day_after_the_twelfth_settles_the_column() {
        assert_eq!(order_of(&["01/06/2023", "27/05/2023"]), Orders::Decided(DateOrder::DayMonthYear));
        assert_eq!(order_of(&["01/06/2023", "05/27/2023"]), Orders::Decided(DateOrder::MonthDayYear));
        assert_eq!(order_of(&["2023-05-06", "06/06/2023"]), Orders::Decided(DateOrder::DayMonthYear));
    }

    #[test]
    fn a_column_that_fits_both_orders_is_not_decided() {
        assert_eq!(order_of(&["01/06/2023", "02/06/2023"]), Orders::Ambiguous("01/06/2023".into()));
        assert_eq!(order_of(&["27/05/2023", "05/27/2023"]), Orders::Ambiguous("05/27/2023".into()));
    }

    #[test]
    fn days_that_do_not_exist_are_no_dates() {
        for wrong in
            ["31/02/2023", "2023-02-30", "00/01/2023", "1/1/23", "hier", "1/2", "1/2/3/4", "", "99999/1/1"]
        {
            assert_eq!(read(&Cell::text(wrong), DateOrder::DayMonthYear), None, "{wrong}");
        }
        let expected = Date::new(2023, 5, 27).ok();
        for right in
            ["27/05/2023", "27.5.2023", "27-05-2023 18:30", "2023/05/27", "2023-05-27T23:59:59+02:00"]
        {
            assert_eq!(read(&Cell::text(right), DateOrder::DayMonthYear), expected, "{right}");
        }
    }
}
