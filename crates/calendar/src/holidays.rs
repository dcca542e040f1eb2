//! Public holidays of France, of Alsace-Moselle and of the overseas territories.
//!
//! Sources: Code du travail, art. L3133-1 and L3134-13 (Alsace-Moselle), L3422-2 (overseas departments, days of the
//! abolition of slavery); Code du travail of the Pacific territories.

use jiff::{ToSpan, civil::Date};

use crate::{Territory, easter};

/// A public holiday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Holiday {
    NewYear,
    MidLent,
    GoodFriday,
    EasterMonday,
    LabourDay,
    Victory,
    Ascension,
    WhitMonday,
    NationalDay,
    Assumption,
    AllSaints,
    Armistice,
    Christmas,
    SaintStephen,
    AbolitionOfSlavery,
    VictorSchoelcher,
    Citizenship,
    Gospel,
    Autonomy,
    Matarii,
    PeterChanel,
    PeterAndPaul,
    TerritoryDay,
}

/// When a holiday is.
#[derive(Clone, Copy)]
enum When {
    /// Month and day.
    On(i8, i8),
    /// Days after Easter Sunday.
    Easter(i8),
}

use Holiday::{
    AbolitionOfSlavery, AllSaints, Armistice, Ascension, Assumption, Autonomy, Christmas, Citizenship,
    EasterMonday, GoodFriday, Gospel, LabourDay, Matarii, MidLent, NationalDay, NewYear, PeterAndPaul,
    PeterChanel, SaintStephen, TerritoryDay, VictorSchoelcher, Victory, WhitMonday,
};
use When::{Easter, On};

/// Where in France all have the holiday.
const EVERYWHERE: [(Holiday, When); 11] = [
    (NewYear, On(1, 1)),
    (EasterMonday, Easter(1)),
    (LabourDay, On(5, 1)),
    (Victory, On(5, 8)),
    (Ascension, Easter(39)),
    (WhitMonday, Easter(50)),
    (NationalDay, On(7, 14)),
    (Assumption, On(8, 15)),
    (AllSaints, On(11, 1)),
    (Armistice, On(11, 11)),
    (Christmas, On(12, 25)),
];

/// The first year of Matari'i, that takes the place of the day of autonomy.
const MATARII_FROM: i16 = 2_025;

impl Territory {
    /// The holidays that it has besides those of everywhere.
    fn own(self, year: i16) -> Vec<(Holiday, When)> {
        match self {
            Self::Metropolitan => vec![],
            Self::AlsaceMoselle => vec![(GoodFriday, Easter(-2)), (SaintStephen, On(12, 26))],
            Self::Guadeloupe => vec![
                (MidLent, Easter(-24)),
                (GoodFriday, Easter(-2)),
                (AbolitionOfSlavery, On(5, 27)),
                (VictorSchoelcher, On(7, 21)),
            ],
            Self::Martinique => vec![(AbolitionOfSlavery, On(5, 22)), (VictorSchoelcher, On(7, 21))],
            Self::Guyane => vec![(AbolitionOfSlavery, On(6, 10))],
            Self::Reunion => vec![(AbolitionOfSlavery, On(12, 20))],
            Self::Mayotte => vec![(AbolitionOfSlavery, On(4, 27))],
            Self::SaintBarthelemy => vec![(AbolitionOfSlavery, On(10, 9))],
            Self::SaintMartin => vec![(AbolitionOfSlavery, On(5, 28)), (VictorSchoelcher, On(7, 21))],
            Self::WallisFutuna => {
                vec![(PeterChanel, On(4, 28)), (PeterAndPaul, On(6, 29)), (TerritoryDay, On(7, 29))]
            }
            Self::Polynesia => vec![
                (Gospel, On(3, 5)),
                (GoodFriday, Easter(-2)),
                if year < MATARII_FROM { (Autonomy, On(6, 29)) } else { (Matarii, On(11, 20)) },
            ],
            Self::NewCaledonia => vec![(Citizenship, On(9, 24))],
        }
    }
}

impl Holiday {
    /// A stable name, for catalogues and files.
    pub fn code(self) -> &'static str {
        match self {
            NewYear => "new-year",
            MidLent => "mid-lent",
            GoodFriday => "good-friday",
            EasterMonday => "easter-monday",
            LabourDay => "labour-day",
            Victory => "victory",
            Ascension => "ascension",
            WhitMonday => "whit-monday",
            NationalDay => "national-day",
            Assumption => "assumption",
            AllSaints => "all-saints",
            Armistice => "armistice",
            Christmas => "christmas",
            SaintStephen => "saint-stephen",
            AbolitionOfSlavery => "abolition-of-slavery",
            VictorSchoelcher => "victor-schoelcher",
            Citizenship => "citizenship",
            Gospel => "gospel",
            Autonomy => "autonomy",
            Matarii => "matarii",
            PeterChanel => "peter-chanel",
            PeterAndPaul => "peter-and-paul",
            TerritoryDay => "territory-day",
        }
    }
}

/// The public holidays of a year, in order; two may fall on one day (Ascension on 1 or 8 May). None before 1583.
///
/// They are those of today's law, whatever the year: 8 May has been one of them since 1982 only, the days of the abolition
/// since 1983.
pub fn holidays(year: i16, territory: Territory) -> Vec<(Date, Holiday)> {
    let Some(sunday) = easter(year) else { return vec![] };
    let day = |when: When| match when {
        On(month, day) => Date::new(year, month, day).ok(),
        Easter(days) => sunday.checked_add(days.days()).ok(),
    };
    let all = EVERYWHERE.into_iter().chain(territory.own(year));
    let mut holidays: Vec<_> = all.filter_map(|(holiday, when)| Some((day(when)?, holiday))).collect();
    holidays.sort_unstable();
    holidays
}

/// The public holiday on a day; of two the one that is everywhere, and of two such the one on a fixed date.
pub fn holiday_on(day: Date, territory: Territory) -> Option<Holiday> {
    holidays(day.year(), territory).into_iter().find(|(on, _)| *on == day).map(|(_, holiday)| holiday)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const TRUTH: &str = include_str!("../tests/data/public_holidays_2015_2030.csv");

    fn territories(zone: &str) -> Vec<Territory> {
        match zone {
            "FR" => Territory::ALL.to_vec(),
            // The two codes together are Alsace and Moselle.
            "57" | "6AE" => vec![Territory::AlsaceMoselle],
            "BL" => vec![Territory::SaintBarthelemy],
            "MF" => vec![Territory::SaintMartin],
            "WF" => vec![Territory::WallisFutuna],
            "PF" => vec![Territory::Polynesia],
            "NC" => vec![Territory::NewCaledonia],
            code => vec![Territory::of_postcode(code)],
        }
    }

    fn named(name: &str) -> Holiday {
        match name {
            "Jour de l'an" => NewYear,
            "Mi-Carême" => MidLent,
            "Vendredi saint" => GoodFriday,
            "Lundi de Pâques" => EasterMonday,
            "Fête du Travail" => LabourDay,
            "Fête de la Victoire" => Victory,
            "Ascension" => Ascension,
            "Lundi de Pentecôte" => WhitMonday,
            "Fête nationale" => NationalDay,
            "Assomption" => Assumption,
            "Toussaint" => AllSaints,
            "Armistice" => Armistice,
            "Noël" => Christmas,
            "Saint-Étienne" => SaintStephen,
            "Abolition de l'esclavage" => AbolitionOfSlavery,
            "Fête de Victor Schoelcher" => VictorSchoelcher,
            "Fête de la Citoyenneté" => Citizenship,
            "Arrivée de l'Évangile" => Gospel,
            "Fête de l'autonomie" => Autonomy,
            "Matāri'i" => Matarii,
            "Saint Pierre Chanel" => PeterChanel,
            "Saints Pierre et Paul" => PeterAndPaul,
            "Fête du Territoire" => TerritoryDay,
            other => panic!("{other} is not known"),
        }
    }

    #[test]
    fn from_2015_to_2030_the_holidays_are_those_of_the_list_and_no_others() {
        let mut listed = HashSet::new();
        for line in TRUTH.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let day: Date = fields[0].parse().unwrap();
            listed.extend(territories(fields[2]).into_iter().map(|of| (day, of, named(fields[1]))));
        }
        let mut ours = HashSet::new();
        for territory in Territory::ALL {
            for mut year in (2_015..=2_030).map(|year| holidays(year, territory)) {
                // In 2019 and 2030 the day of Guyane is Whit Monday: the list, as `holiday_on`, has one name a day.
                year.dedup_by_key(|(day, _)| *day);
                assert!(year.iter().all(|(day, holiday)| holiday_on(*day, territory) == Some(*holiday)));
                ours.extend(year.into_iter().map(|(day, holiday)| (day, territory, holiday)));
            }
        }
        assert_eq!(ours.symmetric_difference(&listed).collect::<Vec<_>>(), Vec::<&_>::new());
    }

    #[test]
    fn of_two_holidays_on_a_day_both_are_in_the_year() {
        let twice = Date::constant(2019, 6, 10);
        let of_day: Vec<_> =
            holidays(2_019, Territory::Guyane).into_iter().filter(|(day, _)| *day == twice).collect();
        assert_eq!(of_day, [(twice, WhitMonday), (twice, AbolitionOfSlavery)]);
    }

    #[test]
    fn there_are_holidays_at_the_edge_of_the_calendar_too() {
        assert_eq!(holidays(9_999, Territory::Metropolitan).len(), 11);
        assert_eq!(holidays(-9_999, Territory::Metropolitan), []);
        assert_eq!(holiday_on(Date::constant(2024, 4, 1), Territory::Metropolitan), Some(EasterMonday));
    }
}
