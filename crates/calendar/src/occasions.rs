//! The occasions of a day: what makes it special for a shop.

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::{
    Holiday, Period, SchoolHoliday, Season, Territory, Zone, easter, holiday_on, school_holiday_on, soldes_on,
};

/// Something that moves what a shop sells on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// A public holiday.
    Holiday(Holiday),
    /// A working day between a holiday and a weekend: the Friday after a Thursday, the Monday before a Tuesday.
    Bridge,
    /// A day of school holidays.
    School(SchoolHoliday),
    /// A day of the soldes.
    Soldes(Season),
    /// The Friday after the fourth Thursday of November.
    BlackFriday,
    /// 14 February.
    Valentine,
    /// The last Sunday of May; the first of June when that is Whit Sunday (Code de l'action sociale, art. D215-1).
    MothersDay,
    /// The third Sunday of June.
    FathersDay,
    /// 24 December.
    ChristmasEve,
    /// 31 December.
    NewYearsEve,
}

impl Occasion {
    /// A stable name, for catalogues and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Holiday(holiday) => holiday.code(),
            Self::Bridge => "bridge",
            Self::School(holiday) => holiday.code(),
            Self::Soldes(Season::Winter) => "soldes-winter",
            Self::Soldes(Season::Summer) => "soldes-summer",
            Self::BlackFriday => "black-friday",
            Self::Valentine => "valentine",
            Self::MothersDay => "mothers-day",
            Self::FathersDay => "fathers-day",
            Self::ChristmasEve => "christmas-eve",
            Self::NewYearsEve => "new-years-eve",
        }
    }

    /// A stable name of what it is: a holiday, a bridge, school holidays, soldes, or a day on which trade does more.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Holiday(_) => "holiday",
            Self::Bridge => "bridge",
            Self::School(_) => "school",
            Self::Soldes(_) => "soldes",
            Self::BlackFriday
            | Self::Valentine
            | Self::MothersDay
            | Self::FathersDay
            | Self::ChristmasEve
            | Self::NewYearsEve => "commercial",
        }
    }
}

/// The occasions of a period, each from its first day to its last as far as they lie in the period, in the order of
/// their first days.
pub fn occasions_during(period: Period, territory: Territory, zone: Option<Zone>) -> Vec<(Occasion, Period)> {
    let mut spans: Vec<(Occasion, Period)> = Vec::new();
    // Those that last: where they stand in the list.
    let mut open: Vec<usize> = Vec::new();
    for day in period.days() {
        let mut today = Vec::new();
        for occasion in occasions_on(day, territory, zone) {
            let place = open.iter().copied().find(|at| spans[*at].0 == occasion).unwrap_or(spans.len());
            match spans.get_mut(place) {
                Some((_, span)) => *span = Period::between(span.first(), day),
                None => spans.push((occasion, Period::between(day, day))),
            }
            today.push(place);
        }
        open = today;
    }
    spans
}

/// All that is special about a day, in a territory and, where it is known, a school zone.
pub fn occasions_on(day: Date, territory: Territory, zone: Option<Zone>) -> Vec<Occasion> {
    let holiday = holiday_on(day, territory);
    let school = zone.and_then(|zone| school_holiday_on(day, zone));
    let on_date = match (day.month(), day.day()) {
        (2, 14) => Some(Occasion::Valentine),
        (12, 24) => Some(Occasion::ChristmasEve),
        (12, 31) => Some(Occasion::NewYearsEve),
        _ => None,
    };
    let is = |found: bool, occasion: Occasion| found.then_some(occasion);
    [
        holiday.map(Occasion::Holiday),
        is(holiday.is_none() && is_bridge(day, territory), Occasion::Bridge),
        school.map(Occasion::School),
        soldes_on(day).map(Occasion::Soldes),
        is(Some(day) == black_friday(day.year()), Occasion::BlackFriday),
        is(Some(day) == mothers_day(day.year()), Occasion::MothersDay),
        is(Some(day) == nth(day.year(), 6, 3, Weekday::Sunday), Occasion::FathersDay),
        on_date,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_bridge(day: Date, territory: Territory) -> bool {
    let neighbour = match day.weekday() {
        Weekday::Friday => day.yesterday(),
        Weekday::Monday => day.tomorrow(),
        _ => return false,
    };
    neighbour.is_ok_and(|day| holiday_on(day, territory).is_some())
}

fn nth(year: i16, month: i8, which: i8, weekday: Weekday) -> Option<Date> {
    Date::new(year, month, 1).ok()?.nth_weekday_of_month(which, weekday).ok()
}

fn black_friday(year: i16) -> Option<Date> {
    nth(year, 11, 4, Weekday::Thursday)?.tomorrow().ok()
}

fn mothers_day(year: i16) -> Option<Date> {
    let whit_sunday = easter(year)?.checked_add(49.days()).ok()?;
    nth(year, 5, -1, Weekday::Sunday)
        .filter(|day| *day != whit_sunday)
        .or_else(|| nth(year, 6, 1, Weekday::Sunday))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(day: &str) -> Vec<&'static str> {
        let of = occasions_on(day.parse().unwrap(), Territory::Metropolitan, Some(Zone::C));
        of.into_iter().map(Occasion::code).collect()
    }

    #[test]
    fn a_day_has_all_its_occasions() {
        for (day, expected) in [
            ("2024-05-10", vec!["bridge", "school-ascension"]),
            ("2024-05-09", vec!["ascension", "school-ascension"]),
            ("2024-11-29", vec!["black-friday"]),
            ("2023-11-24", vec!["black-friday"]),
            ("2024-05-26", vec!["mothers-day"]),
            // In 2023 the last Sunday of May was Whit Sunday.
            ("2023-05-28", vec![]),
            ("2023-06-04", vec!["mothers-day"]),
            ("2024-06-16", vec!["fathers-day"]),
            ("2024-02-14", vec!["school-winter", "valentine"]),
            ("2024-12-31", vec!["school-christmas", "new-years-eve"]),
            ("2022-10-31", vec!["bridge", "school-all-saints"]),
            ("2024-07-01", vec!["soldes-summer"]),
            ("2024-10-15", vec![]),
        ] {
            assert_eq!(codes(day), expected, "{day}");
        }
    }

    #[test]
    fn mothers_day_is_a_sunday_and_never_whitsun() {
        for year in 1_583..=9_999 {
            let day = mothers_day(year).unwrap();
            assert_eq!(day.weekday(), Weekday::Sunday);
            assert!(((5, 25)..=(6, 7)).contains(&(day.month(), day.day())), "{day}");
            assert_ne!((day - easter(year).unwrap()).get_days(), 49);
        }
    }

    #[test]
    fn a_bridge_is_a_working_day_between_a_holiday_and_a_weekend() {
        for (day, is_bridge) in [
            ("2023-08-14", true),
            ("2023-07-15", false),
            ("2024-08-16", true),
            ("2026-12-24", false),
            ("2023-05-01", false),
            ("2023-12-26", false),
        ] {
            assert_eq!(codes(day).contains(&"bridge"), is_bridge, "{day}");
        }
        // Good Friday is a holiday in Alsace: nothing is bridged there.
        let friday = Date::constant(2026, 4, 3);
        let in_alsace = occasions_on(friday, Territory::AlsaceMoselle, Some(Zone::B));
        assert_eq!(in_alsace, [Occasion::Holiday(Holiday::GoodFriday)]);
    }

    #[test]
    fn what_lasts_is_one_span_even_where_another_occasion_lies_within() {
        let may = Period::new("2024-05-06".parse().unwrap(), "2024-05-13".parse().unwrap()).unwrap();
        let spans = occasions_during(may, Territory::Metropolitan, Some(Zone::C));
        let told = spans.iter().map(|(occasion, span)| {
            format!("{} {} {}..{}", occasion.kind(), occasion.code(), span.first(), span.last())
        });
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "holiday victory 2024-05-08..2024-05-08",
                "holiday ascension 2024-05-09..2024-05-09",
                "school school-ascension 2024-05-09..2024-05-12",
                "bridge bridge 2024-05-10..2024-05-10",
            ]
        );
    }

    #[test]
    fn a_span_ends_where_the_period_does() {
        let days = Period::new("2024-07-01".parse().unwrap(), "2024-07-02".parse().unwrap()).unwrap();
        let spans = occasions_during(days, Territory::Metropolitan, None);
        assert_eq!(spans, [(Occasion::Soldes(Season::Summer), days)]);
    }

    #[test]
    fn no_day_is_out_of_reach() {
        for day in [Date::MIN, Date::MAX, Date::constant(1500, 1, 1)] {
            let _ = occasions_on(day, Territory::AlsaceMoselle, Some(Zone::B));
        }
    }
}
