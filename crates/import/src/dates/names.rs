//! The names of months and weekdays, French and English, long and short.

use comptoir_sales::fold;

/// The months' names, folded: French, then English. A shorter form is known by its first letters.
const MONTHS: [[&str; 12]; 2] = [
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ],
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
];

/// The weekdays' names from Monday on, folded: French, then English.
const WEEKDAYS: [[&str; 7]; 2] = [
    ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
];

/// The number of a month from its name, or from its first three letters or more where these fit no other month of the
/// language: `jui` may be June or July.
pub(crate) fn month_named(word: &str) -> Option<i8> {
    let folded = fold(word);
    let fits = |name: &&str| folded.len() >= 3 && name.starts_with(folded.as_str());
    let of = |names: &[&str; 12]| {
        let mut found = names.iter().enumerate().filter(|(_, name)| fits(name)).map(|(at, _)| at as i8 + 1);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    // Short forms that leave letters out.
    let special = match folded.as_str() {
        "jul" | "jlt" | "juil" => Some(7),
        "jun" => Some(6),
        "avr" => Some(4),
        "sept" | "sep" => Some(9),
        _ => None,
    };
    special.or_else(|| MONTHS.iter().find_map(of))
}

/// Some weekdays: bit 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Weekdays(u8);

impl Weekdays {
    /// Every day of the week.
    pub(super) const ALL: Self = Self(0x7f);

    /// The weekday that a word names by its first two letters or more; `ma` of `mardi`, `tue` of `tuesday`.
    pub(super) fn named(word: &str) -> Option<Self> {
        let folded = fold(word);
        let fits = |name: &str| folded.len() >= 2 && name.starts_with(folded.as_str());
        let bits = WEEKDAYS.iter().flat_map(|names| names.iter().enumerate()).filter(|(_, name)| fits(name));
        match bits.fold(0, |bits, (at, _)| bits | 1 << at) {
            0 => None,
            bits => Some(Self(bits)),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) fn has(self, weekday: comptoir_calendar::Weekday) -> bool {
        self.0 & 1 << weekday.to_monday_zero_offset() != 0
    }
}

#[cfg(test)]
pub(super) fn french_month(month: i8) -> &'static str {
    MONTHS[0][month as usize - 1]
}

#[cfg(test)]
pub(super) fn weekday_names(date: comptoir_calendar::Date) -> [&'static str; 2] {
    let at = date.weekday().to_monday_zero_offset() as usize;
    [WEEKDAYS[0][at], WEEKDAYS[1][at]]
}
