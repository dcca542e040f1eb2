//! School holidays, by the zone of a region.
//!
//! Data: ministère de l'Éducation nationale (Licence Ouverte), through the Python package `vacances-scolaires-france`
//! (MIT), from Christmas 2014 to the summer of 2028.
//!
//! A holiday goes here from the first day without school to the last. The data say as the ministry does: from a day after
//! class, which is a Saturday, without class in most schools, or in some years the last day of class itself. The long
//! weekend of Ascension is computed: all zones have it every year, the data in some years only, and not with the same days.

use std::{ops::RangeInclusive, sync::LazyLock};

use jiff::civil::{Date, Weekday};

use crate::{Period, easter, parse_iso};

const DATA: &str = include_str!("../data/school_holidays.csv");

static HOLIDAYS: LazyLock<Vec<(Zone, SchoolHoliday, Period)>> =
    LazyLock::new(|| lines().filter(|(_, holiday, _)| *holiday != SchoolHoliday::Ascension).collect());

/// From Thursday to Sunday, in days after Easter.
const ASCENSION_WEEKEND: RangeInclusive<i32> = 39..=42;

/// A group of regions that has its school holidays together. Corsica and the overseas regions have calendars of their
/// own, which are not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "they have no other name")]
pub enum Zone {
    A,
    B,
    C,
}

/// Which holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum SchoolHoliday {
    AllSaints,
    Christmas,
    Winter,
    Spring,
    Ascension,
    Summer,
}

impl Zone {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Its letter.
    pub fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// The zone of a region, by its INSEE code. It was so from autumn 2015 on: before, the zones cut across the regions.
    pub fn of_region(insee_code: &str) -> Option<Self> {
        match insee_code {
            "27" | "75" | "84" => Some(Self::A),
            "24" | "28" | "32" | "44" | "52" | "53" | "93" => Some(Self::B),
            "11" | "76" => Some(Self::C),
            _ => None,
        }
    }
}

impl SchoolHoliday {
    /// A stable name, for catalogues and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::AllSaints => "school-all-saints",
            Self::Christmas => "school-christmas",
            Self::Winter => "school-winter",
            Self::Spring => "school-spring",
            Self::Ascension => "school-ascension",
            Self::Summer => "school-summer",
        }
    }
}

/// The school holiday that a day lies in; `None` on school days, and where [`school_days_known`] says no.
pub fn school_holiday_on(day: Date, zone: Zone) -> Option<SchoolHoliday> {
    let listed = HOLIDAYS.iter().find(|(of, _, period)| *of == zone && period.contains(day));
    let ascension = || is_ascension_weekend(day) && school_days_known().contains(day);
    listed.map(|(_, holiday, _)| *holiday).or_else(|| ascension().then_some(SchoolHoliday::Ascension))
}

/// From the first to the last day of which it is known whether it is a school day.
pub fn school_days_known() -> Period {
    let days = || HOLIDAYS.iter().map(|(_, _, period)| *period);
    let first = days().map(Period::first).min().unwrap_or(Date::ZERO);
    Period::between(first, days().map(Period::last).max().unwrap_or(first))
}

fn is_ascension_weekend(day: Date) -> bool {
    easter(day.year()).is_some_and(|sunday| ASCENSION_WEEKEND.contains(&(day - sunday).get_days()))
}

fn lines() -> impl Iterator<Item = (Zone, SchoolHoliday, Period)> {
    DATA.lines().skip(1).filter_map(parsed)
}

fn parsed(line: &str) -> Option<(Zone, SchoolHoliday, Period)> {
    let mut fields = line.split(',');
    let zone = match fields.next()? {
        "A" => Zone::A,
        "B" => Zone::B,
        "C" => Zone::C,
        _ => return None,
    };
    let holiday = match fields.next()? {
        "Vacances de la Toussaint" => SchoolHoliday::AllSaints,
        "Vacances de Noël" => SchoolHoliday::Christmas,
        "Vacances d'hiver" => SchoolHoliday::Winter,
        "Vacances de printemps" => SchoolHoliday::Spring,
        "Pont de l'Ascension" => SchoolHoliday::Ascension,
        "Vacances d'été" => SchoolHoliday::Summer,
        _ => return None,
    };
    let (begins, last) = (parse_iso(fields.next()?)?, parse_iso(fields.next()?)?);
    let first = if begins.weekday() == Weekday::Saturday { begins } else { begins.tomorrow().ok()? };
    Some((zone, holiday, Period::new(first, last).ok()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_of_the_data_is_read() {
        assert_eq!(lines().count(), DATA.lines().count() - 1);
        let known = school_days_known();
        assert_eq!(
            (known.first(), known.last()),
            (Date::constant(2014, 12, 20), Date::constant(2028, 8, 31))
        );
    }

    #[test]
    fn holidays_begin_on_a_saturday_or_after_the_last_class_of_a_week() {
        let firsts: BTreeSet<String> = HOLIDAYS
            .iter()
            .map(|(_, _, period)| period.first())
            .filter(|first| first.weekday() != Weekday::Saturday)
            .map(|first| first.to_string())
            .collect();
        let after_class = ["2016-07-06", "2016-10-20", "2021-07-07", "2022-07-08", "2028-07-05"];
        assert_eq!(firsts, after_class.map(String::from).into());
    }

    #[test]
    fn the_holidays_of_a_zone_are_one_after_another() {
        for zone in [Zone::A, Zone::B, Zone::C] {
            let of: Vec<Period> = HOLIDAYS.iter().filter(|line| line.0 == zone).map(|line| line.2).collect();
            assert!(of.windows(2).all(|two| two[0].last() < two[1].first()), "{zone:?}");
        }
    }

    #[test]
    fn ascension_is_a_long_weekend_every_year_that_is_known() {
        for (day, expected) in [
            ("2014-05-30", None),
            ("2021-05-13", Some(SchoolHoliday::Ascension)),
            ("2021-05-16", Some(SchoolHoliday::Ascension)),
            ("2021-05-17", None),
            ("2024-05-10", Some(SchoolHoliday::Ascension)),
            ("2028-05-25", Some(SchoolHoliday::Ascension)),
            ("2029-05-11", None),
        ] {
            for zone in [Zone::A, Zone::B, Zone::C] {
                assert_eq!(school_holiday_on(day.parse().unwrap(), zone), expected, "{day}");
            }
        }
    }

    #[test]
    fn a_zone_has_its_winter_holidays_when_the_others_work() {
        let day = Date::constant(2024, 2, 12);
        assert_eq!(school_holiday_on(day, Zone::C), Some(SchoolHoliday::Winter));
        assert_eq!(school_holiday_on(day, Zone::A), None);
        assert_eq!(school_holiday_on(Date::constant(2024, 8, 1), Zone::B), Some(SchoolHoliday::Summer));
    }

    #[test]
    fn regions_of_metropolitan_france_but_corsica_have_a_zone() {
        let with = ["11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93"];
        assert!(with.iter().all(|code| Zone::of_region(code).is_some()));
        assert!(["94", "01", "04", ""].iter().all(|code| Zone::of_region(code).is_none()));
    }
}
