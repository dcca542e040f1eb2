//! The days that a period is fairly compared with.

mod basis;
mod matching;

use jiff::{ToSpan, civil::Date};

use crate::{Grain, Period};
use matching::Matching;

pub use basis::{Basis, UnknownBasis};

/// Days in 52 weeks: so far back, the same weekday.
const YEAR_OF_WEEKS: i32 = 364;

/// A period, as far as it has come, and the days that it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    basis: Basis,
    period: Period,
    is_to_date: bool,
    base: Vec<Period>,
    /// The match of each day, where it is not found by counting.
    matches: Vec<Date>,
}

impl Comparison {
    /// Compares the days of a period up to `last_day`, the last of which anything is known: a month that is not over is
    /// compared with as many days of the other. `None` when the period begins after that day, and where the calendar
    /// has no days to compare with.
    pub fn new(basis: Basis, whole: Period, last_day: Date) -> Option<Self> {
        let period = Period::new(whole.first(), whole.last().min(last_day)).ok()?;
        let mut matches = Vec::new();
        let base = match basis {
            Basis::Previous => vec![previous(whole, period)?],
            Basis::SameWeekdays => {
                vec![Period::new(weeks_back(period.first())?, weeks_back(period.last())?).ok()?]
            }
            Basis::SameDates => {
                vec![Period::new(year_back(period.first())?, year_back(period.last())?).ok()?]
            }
            Basis::MatchedHolidays => {
                let matching = Matching::around(period);
                matches = period.days().map(|day| matching.of(day)).collect::<Option<_>>()?;
                let mut days = matches.clone();
                days.sort_unstable();
                runs(&days)
            }
        };
        Some(Self { basis, period, is_to_date: period != whole, base, matches })
    }

    /// What is compared with what.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The days that are compared.
    pub fn period(&self) -> Period {
        self.period
    }

    /// Whether the period asked for was not over.
    pub fn is_to_date(&self) -> bool {
        self.is_to_date
    }

    /// The days that they are compared with, in order, as few runs as they make; at least one.
    ///
    /// They are as many as those of the period, but on [`Basis::Previous`], where months have different lengths, and on
    /// [`Basis::SameDates`], where one of the two runs may have a 29 February.
    pub fn base(&self) -> &[Period] {
        &self.base
    }

    /// From the first to the last of these days.
    pub fn base_span(&self) -> Period {
        let (first, last) = (self.base.first(), self.base.last());
        // There is at least one run.
        first.zip(last).map_or(self.period, |(first, last)| Period::between(first.first(), last.last()))
    }

    /// The day that one of the period is compared with; none where the runs have no common order of days, as months of
    /// different lengths.
    pub fn of(&self, day: Date) -> Option<Date> {
        if !self.period.contains(day) {
            return None;
        }
        let place = (day - self.period.first()).get_days();
        match self.basis {
            Basis::Previous => {
                let base = self.base.first()?;
                base.first().checked_add(place.days()).ok().filter(|day| base.contains(*day))
            }
            Basis::SameWeekdays => weeks_back(day),
            Basis::SameDates => year_back(day),
            Basis::MatchedHolidays => self.matches.get(usize::try_from(place).ok()?).copied(),
        }
    }
}

fn weeks_back(day: Date) -> Option<Date> {
    day.checked_sub(YEAR_OF_WEEKS.days()).ok()
}

/// The same date a year before; 28 February for the 29th.
fn year_back(day: Date) -> Option<Date> {
    day.checked_sub(1.year()).ok()
}

/// The run before a whole one, as far as this one has come.
fn previous(whole: Period, period: Period) -> Option<Period> {
    let is_whole = |grain: &Grain| grain.period_of(whole.first()) == whole;
    let before = match Grain::ALL.into_iter().rev().find(is_whole) {
        Some(grain) => grain.period_of(whole.first().yesterday().ok()?),
        None => whole.before()?,
    };
    if period == whole {
        Some(before)
    } else {
        before.intersection(Period::starting_on(before.first(), period.len()))
    }
}

/// Days in order as runs of days.
fn runs(days: &[Date]) -> Vec<Period> {
    let mut runs: Vec<Period> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some(run) if run.last().tomorrow().is_ok_and(|next| next == day) => {
                *run = Period::between(run.first(), day);
            }
            _ => runs.push(Period::between(day, day)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::from_unix_days;

    fn told(basis: Basis, first: &str, last: &str, known: &str) -> (String, bool) {
        let whole = Period::new(first.parse().unwrap(), last.parse().unwrap()).unwrap();
        let comparison = Comparison::new(basis, whole, known.parse().unwrap()).unwrap();
        let run = |run: &Period| format!("{}..{}", run.first(), run.last());
        (comparison.base().iter().map(run).collect::<Vec<_>>().join(" "), comparison.is_to_date())
    }

    #[test]
    fn a_period_is_compared_with_the_days_that_its_basis_says() {
        const KNOWN: &str = "2024-12-31";
        for (basis, first, last, base) in [
            (Basis::Previous, "2024-11-01", "2024-11-30", "2024-10-01..2024-10-31"),
            (Basis::Previous, "2024-11-04", "2024-11-10", "2024-10-28..2024-11-03"),
            (Basis::Previous, "2024-10-01", "2024-12-31", "2024-07-01..2024-09-30"),
            (Basis::Previous, "2024-01-01", "2024-12-31", "2023-01-01..2023-12-31"),
            (Basis::Previous, "2024-11-02", "2024-11-06", "2024-10-28..2024-11-01"),
            (Basis::SameWeekdays, "2024-11-01", "2024-11-30", "2023-11-03..2023-12-02"),
            (Basis::SameDates, "2024-02-29", "2024-03-01", "2023-02-28..2023-03-01"),
            // Easter was on 31 March in 2024 and on 9 April in 2023.
            (Basis::MatchedHolidays, "2024-03-30", "2024-03-30", "2023-04-08..2023-04-08"),
            (Basis::MatchedHolidays, "2024-04-06", "2024-04-06", "2023-04-01..2023-04-01"),
            (Basis::MatchedHolidays, "2024-12-25", "2024-12-25", "2023-12-25..2023-12-25"),
            (Basis::MatchedHolidays, "2024-06-10", "2024-06-16", "2023-06-12..2023-06-18"),
        ] {
            assert_eq!(told(basis, first, last, KNOWN), (base.to_owned(), false), "{basis} {first}");
        }
    }

    #[test]
    fn what_is_not_over_is_compared_to_date() {
        for (basis, base) in [
            (Basis::Previous, "2024-10-01..2024-10-12"),
            (Basis::SameWeekdays, "2023-11-03..2023-11-14"),
            (Basis::SameDates, "2023-11-01..2023-11-12"),
        ] {
            assert_eq!(told(basis, "2024-11-01", "2024-11-30", "2024-11-12"), (base.to_owned(), true));
        }
        // 30 days of March, but February has 29.
        assert_eq!(
            told(Basis::Previous, "2024-03-01", "2024-03-31", "2024-03-30").0,
            "2024-02-01..2024-02-29"
        );
        let future = Period::between(Date::constant(2025, 1, 1), Date::constant(2025, 1, 31));
        assert_eq!(Comparison::new(Basis::Previous, future, Date::constant(2024, 12, 31)), None);
    }

    #[test]
    fn at_the_edge_of_the_calendar_there_is_nothing_to_compare_with() {
        let first = Period::between(Date::MIN, Date::MIN);
        for basis in Basis::ALL {
            assert_eq!(Comparison::new(basis, first, Date::MAX), None, "{basis}");
        }
    }

    /// Runs of days in 400 years, after which the calendar repeats.
    fn periods() -> impl Strategy<Value = Period> {
        (0_i32..146_097, 1_u32..420)
            .prop_map(|(day, days)| Period::starting_on(from_unix_days(day - 40_000).unwrap(), days))
    }

    proptest! {
        #[test]
        fn every_day_is_compared_with_one_of_its_own(period in periods()) {
            for basis in [Basis::SameWeekdays, Basis::MatchedHolidays] {
                let comparison = Comparison::new(basis, period, Date::MAX).unwrap();
                let base: HashSet<Date> = comparison.base().iter().copied().flat_map(Period::days).collect();
                prop_assert_eq!(base.len(), period.len() as usize);
                let matches: HashSet<Date> = period.days().filter_map(|day| comparison.of(day)).collect();
                prop_assert_eq!(matches, base);
            }
        }

        #[test]
        fn the_match_of_a_day_does_not_depend_on_the_days_around_it(period in periods()) {
            for basis in [Basis::SameWeekdays, Basis::MatchedHolidays, Basis::SameDates] {
                let comparison = Comparison::new(basis, period, Date::MAX).unwrap();
                for day in [period.first(), period.last()] {
                    let alone = Comparison::new(basis, Period::between(day, day), Date::MAX).unwrap();
                    prop_assert_eq!(alone.of(day), comparison.of(day));
                }
            }
        }

        #[test]
        fn runs_are_in_order_and_do_not_touch(period in periods()) {
            let comparison = Comparison::new(Basis::MatchedHolidays, period, Date::MAX).unwrap();
            let apart = |two: &[Period]| two[0].last().tomorrow().unwrap() < two[1].first();
            prop_assert!(comparison.base().windows(2).all(apart));
            let span = comparison.base_span();
            prop_assert!(comparison.base().iter().all(|run| span.intersection(*run) == Some(*run)));
        }

        #[test]
        fn what_is_whole_follows_directly_on_the_one_before(period in periods()) {
            let wholes = Grain::ALL.map(|grain| grain.period_of(period.first()));
            for whole in wholes.into_iter().chain([period]) {
                let comparison = Comparison::new(Basis::Previous, whole, Date::MAX).unwrap();
                prop_assert_eq!(comparison.base_span().last().tomorrow().unwrap(), whole.first());
            }
        }

        #[test]
        fn to_date_nothing_is_compared_that_is_not_known(period in periods(), known in 0_u32..420) {
            let last = Period::starting_on(period.first(), known + 1).last();
            for basis in Basis::ALL {
                let comparison = Comparison::new(basis, period, last).unwrap();
                prop_assert_eq!(comparison.period().last(), last.min(period.last()));
                prop_assert_eq!(comparison.is_to_date(), last < period.last());
                // The 30th of March has none in the February before.
                if basis != Basis::Previous {
                    prop_assert!(comparison.period().days().all(|day| comparison.of(day).is_some()));
                }
            }
        }
    }
}
