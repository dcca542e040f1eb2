//! The soldes: the weeks in which shops may sell at a loss, winter and summer.
//!
//! Code de commerce, art. L310-3 and D310-15-2 and -3. The dates are the national ones: border departments, Corsica and
//! overseas have dates of their own by decree.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::Period;

/// The first year covered: from then on each lasted six weeks, and four from 2020 on.
const FIRST_YEAR: i16 = 2_015;
const FOUR_WEEKS_FROM: i16 = 2_020;

/// Which soldes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Season {
    Winter,
    Summer,
}

/// What decrees moved in 2020 and 2021: season, first and last day.
const MOVED: [(Season, Date, Date); 3] = [
    (Season::Summer, Date::constant(2020, 7, 15), Date::constant(2020, 8, 11)),
    (Season::Winter, Date::constant(2021, 1, 20), Date::constant(2021, 3, 2)),
    (Season::Summer, Date::constant(2021, 6, 30), Date::constant(2021, 7, 27)),
];

/// The soldes of a season; `None` before 2015.
///
/// Winter: the second Wednesday of January, the first one if the second falls after the 12th. Summer: the last
/// Wednesday of June, the one before if it falls after the 28th. Decrees moved those of summer 2020 and of both
/// seasons of 2021, and gave those of winter 2021 six weeks.
pub fn soldes(year: i16, season: Season) -> Option<Period> {
    if year < FIRST_YEAR {
        return None;
    }
    if let Some((_, first, last)) = MOVED.iter().find(|(of, day, _)| *of == season && day.year() == year) {
        return Some(Period::between(*first, *last));
    }
    let wednesday = |month: i8, nth: i8| {
        Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, Weekday::Wednesday).ok()
    };
    let first = match season {
        Season::Winter => wednesday(1, 2).filter(|day| day.day() <= 12).or_else(|| wednesday(1, 1)),
        Season::Summer => {
            let last = wednesday(6, -1)?;
            if last.day() > 28 { last.checked_sub(1.week()).ok() } else { Some(last) }
        }
    }?;
    let weeks = if year < FOUR_WEEKS_FROM { 6 } else { 4 };
    Some(Period::between(first, first.checked_add((weeks * 7 - 1).days()).ok()?))
}

/// The soldes that a day lies in.
pub fn soldes_on(day: Date) -> Option<Season> {
    let within = |season: &Season| soldes(day.year(), *season).is_some_and(|period| period.contains(day));
    [Season::Winter, Season::Summer].into_iter().find(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soldes_were_when_the_papers_said() {
        for (season, first, last) in [
            (Season::Summer, "2016-06-22", "2016-08-02"),
            (Season::Summer, "2017-06-28", "2017-08-08"),
            (Season::Winter, "2018-01-10", "2018-02-20"),
            (Season::Winter, "2019-01-09", "2019-02-19"),
            (Season::Winter, "2020-01-08", "2020-02-04"),
            (Season::Summer, "2020-07-15", "2020-08-11"),
            (Season::Winter, "2021-01-20", "2021-03-02"),
            (Season::Summer, "2021-06-30", "2021-07-27"),
            (Season::Winter, "2022-01-12", "2022-02-08"),
            (Season::Summer, "2022-06-22", "2022-07-19"),
            (Season::Winter, "2024-01-10", "2024-02-06"),
            (Season::Summer, "2024-06-26", "2024-07-23"),
            (Season::Winter, "2025-01-08", "2025-02-04"),
        ] {
            let (first, last): (Date, Date) = (first.parse().unwrap(), last.parse().unwrap());
            assert_eq!(soldes(first.year(), season), Some(Period::new(first, last).unwrap()));
            assert_eq!(soldes_on(last), Some(season));
        }
    }

    #[test]
    fn they_begin_on_a_wednesday_in_their_weeks() {
        for year in (2_015..=9_999).filter(|year| ![2_020, 2_021].contains(year)) {
            let winter = soldes(year, Season::Winter).unwrap().first();
            assert!(winter.weekday() == Weekday::Wednesday && (6..=12).contains(&winter.day()), "{winter}");
            let summer = soldes(year, Season::Summer).unwrap().first();
            assert!(summer.weekday() == Weekday::Wednesday && (22..=28).contains(&summer.day()), "{summer}");
        }
        assert_eq!(soldes(2_014, Season::Winter), None);
    }
}
