//! Public holidays of France, of Alsace-Moselle and of the overseas territories.
//!
//! Sources: Code du travail, art. L3133-1 and L3134-13 (Alsace-Moselle), L3422-2 (overseas departments, days of the
//! abolition of slavery); Code du travail of the Pacific territories.

use jiff::{ToSpan, civil::Date};

use crate::easter;

/// A part of France with holidays of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Territory {
    /// Everywhere else.
    #[default]
    Metropolitan,
    /// Bas-Rhin, Haut-Rhin and Moselle.
    AlsaceMoselle,
    /// 971.
    Guadeloupe,
    /// 972.
    Martinique,
    /// 973.
    Guyane,
    /// 974.
    Reunion,
    /// 976.
    Mayotte,
    /// 977.
    SaintBarthelemy,
    /// 978.
    SaintMartin,
    /// 986.
    WallisFutuna,
    /// 987.
    Polynesia,
    /// 988.
    NewCaledonia,
}

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
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Metropolitan,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::WallisFutuna,
        Self::Polynesia,
        Self::NewCaledonia,
    ];

    /// The territory of a postcode, by its first two or three digits.
    pub fn of_postcode(postcode: &str) -> Self {
        match postcode.get(..3) {
            // Saint-Barthélemy and Saint-Martin have postcodes of Guadeloupe.
            Some("971") if postcode == "97133" => Self::SaintBarthelemy,
            Some("971") if postcode == "97150" => Self::SaintMartin,
            Some("971") => Self::Guadeloupe,
            Some("972") => Self::Martinique,
            Some("973") => Self::Guyane,
            Some("974") => Self::Reunion,
            Some("976") => Self::Mayotte,
            Some("977") => Self::SaintBarthelemy,
            Some("978") => Self::SaintMartin,
            Some("986") => Self::WallisFutuna,
            Some("987") => Self::Polynesia,
            Some("988") => Self::NewCaledonia,
            _ if ["57", "67", "68"].iter().any(|department| postcode.starts_with(department)) => {
                Self::AlsaceMoselle
            }
            _ => Self::Metropolitan,
        }
    }

    /// The territory of a whole region, by its INSEE code: where only a part has holidays of its own (Grand Est), that
    /// of the rest.
    pub fn of_region(insee_code: &str) -> Self {
        match insee_code {
            "01" => Self::Guadeloupe,
            "02" => Self::Martinique,
            "03" => Self::Guyane,
            "04" => Self::Reunion,
            "06" => Self::Mayotte,
            _ => Self::Metropolitan,
        }
    }

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
/// They are those of today's law: it is not older than 1982 for the youngest of them.
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

/// The public holiday on a day; of two, the one that is everywhere and on a fixed date first.
pub fn holiday_on(day: Date, territory: Territory) -> Option<Holiday> {
    holidays(day.year(), territory).into_iter().find(|(on, _)| *on == day).map(|(_, holiday)| holiday)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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

    #[test]
    fn from_2015_to_2030_the_holidays_are_those_of_the_list_and_no_others() {
        let mut listed: BTreeSet<(Date, String)> = BTreeSet::new();
        for line in TRUTH.lines().skip(1) {
            let fields: Vec<&str> = line.split(',').collect();
            let day: Date = fields[0].parse().unwrap();
            for territory in territories(fields[2]) {
                listed.insert((day, format!("{territory:?}")));
            }
        }
        let mut ours = BTreeSet::new();
        for territory in Territory::ALL {
            for year in 2_015..=2_030 {
                ours.extend(
                    holidays(year, territory).into_iter().map(|(day, _)| (day, format!("{territory:?}"))),
                );
            }
        }
        assert_eq!(ours.symmetric_difference(&listed).collect::<Vec<_>>(), Vec::<&(Date, String)>::new());
    }

    #[test]
    fn a_postcode_tells_the_territory() {
        for (postcode, territory) in [
            ("75001", Territory::Metropolitan),
            ("67000", Territory::AlsaceMoselle),
            ("57000", Territory::AlsaceMoselle),
            ("54000", Territory::Metropolitan),
            ("97133", Territory::SaintBarthelemy),
            ("97110", Territory::Guadeloupe),
            ("97400", Territory::Reunion),
            ("", Territory::Metropolitan),
            ("é", Territory::Metropolitan),
        ] {
            assert_eq!(Territory::of_postcode(postcode), territory, "{postcode}");
        }
    }

    #[test]
    fn there_are_holidays_at_the_edge_of_the_calendar_too() {
        assert_eq!(holidays(9_999, Territory::Metropolitan).len(), 11);
        assert_eq!(holidays(-9_999, Territory::Metropolitan), []);
        assert_eq!(holiday_on(Date::constant(2024, 4, 1), Territory::Metropolitan), Some(EasterMonday));
    }
}
