//! The bases of comparison: what a period may be compared with.

use std::{fmt, str::FromStr};

/// The basis of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The run before: of a whole week, month, quarter or year the one before, else as many days just before.
    Previous,
    /// The year before on the same weekdays: 364 days back.
    #[default]
    SameWeekdays,
    /// As on the same weekdays, but Easter is compared with Easter, Ascension with Ascension, Whitsun with Whitsun, and
    /// the holidays of fixed dates with themselves.
    MatchedHolidays,
    /// As on the same weekdays, but Easter, Ascension and Whitsun with themselves; holidays of fixed dates stay on
    /// their weekdays. No question names it: it says what feasts changed that moved by weeks.
    MovedFeasts,
    /// The same dates of the year before, 28 February for the 29th: from the date of the first day to that of the
    /// last, with a 29 February where one lies between.
    SameDates,
}

/// A name that no basis has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no comparison is called {0}")]
pub struct UnknownBasis(pub String);

impl Basis {
    /// All that a question may name.
    pub const ALL: [Self; 4] = [Self::Previous, Self::SameWeekdays, Self::MatchedHolidays, Self::SameDates];

    /// The name on the command line and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::SameWeekdays => "n-1",
            Self::MatchedHolidays => "n-1-holidays",
            Self::MovedFeasts => "n-1-feasts",
            Self::SameDates => "n-1-dates",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Basis {
    type Err = UnknownBasis;

    fn from_str(name: &str) -> Result<Self, UnknownBasis> {
        let found = Self::ALL.into_iter().find(|basis| basis.name() == name);
        found.ok_or_else(|| UnknownBasis(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for basis in Basis::ALL {
            assert_eq!(basis.name().parse(), Ok(basis));
        }
        assert_eq!("n-2".parse::<Basis>(), Err(UnknownBasis("n-2".into())));
    }
}
