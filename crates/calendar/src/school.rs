//! School holidays, by the zone of a region.
//!
//! Data: ministère de l'Éducation nationale (Licence Ouverte), through the Python package `vacances-scolaires-france`
//! (MIT). A holiday goes from the first day without school to the last.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::{Period, parse_iso};

const DATA: &str = include_str!("../data/school_holidays.csv");

static HOLIDAYS: LazyLock<Vec<(Zone, SchoolHoliday, Period)>> =
    LazyLock::new(|| DATA.lines().skip(1).filter_map(parsed).collect());

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
    /// The zone of a region since 2016, by the INSEE code of the region.
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
    HOLIDAYS
        .iter()
        .find(|(of, _, period)| *of == zone && period.contains(day))
        .map(|(_, holiday, _)| *holiday)
}

/// From the first to the last day of which it is known whether it is a school day.
pub fn school_days_known() -> Period {
    let days = || HOLIDAYS.iter().map(|(_, _, period)| *period);
    let first = days().map(Period::first).min().unwrap_or(Date::ZERO);
    Period::between(first, days().map(Period::last).max().unwrap_or(first))
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
    Some((zone, holiday, Period::new(parse_iso(fields.next()?)?, parse_iso(fields.next()?)?).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_data_is_read() {
        assert_eq!(HOLIDAYS.len(), DATA.lines().count() - 1);
        let known = school_days_known();
        assert_eq!((known.first().year(), known.last().year()), (2014, 2028));
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
