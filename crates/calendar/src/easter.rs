//! Easter.

use jiff::civil::Date;

/// Easter Sunday of a year of the Gregorian calendar; `None` before 1583, when there was none, and after 9999.
///
/// The anonymous algorithm of *Nature*, 20 April 1876, in the form of J. Meeus, *Astronomical Algorithms*, 2nd ed.
/// (1998), ch. 8.
pub fn easter(year: i16) -> Option<Date> {
    if year < 1_583 {
        return None;
    }
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let (century, of_century) = (year_number / 100, year_number % 100);
    let moon_correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - century / 4 - moon_correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - moon - of_century % 4) % 7;
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let month_and_day = moon + weekday - 7 * late + 114;
    let (month, day) = (month_and_day / 31, month_and_day % 31 + 1);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_the_sunday_that_almanacs_name() {
        // Years of the earliest, the latest and the corrected dates among them.
        for day in [
            "1598-03-22",
            "1818-03-22",
            "1886-04-25",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2038-04-25",
            "2285-03-22",
        ] {
            let day: Date = day.parse().unwrap();
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn easter_lies_on_a_sunday_between_22_march_and_25_april() {
        for year in 1_583..=9_999 {
            let day = easter(year).unwrap();
            assert_eq!(day.weekday(), jiff::civil::Weekday::Sunday);
            assert!(((3, 22)..=(4, 25)).contains(&(day.month(), day.day())), "{day}");
        }
        for outside in [i16::MIN, 0, 1_582, 10_000, i16::MAX] {
            assert_eq!(easter(outside), None);
        }
    }
}
