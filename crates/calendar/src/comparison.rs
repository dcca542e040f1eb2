//! The days that a period is fairly compared with.

mod basis;
mod matching;

use jiff::{ToSpan, civil::Date};

use crate::{Grain, Period};
use matching::Matching;

pub use basis::{Basis, UnknownBasis};

/// Days in 52 weeks: so far back, the same weekday.
const YEAR_OF_WEEKS: i32 = 364;

/// A period with fewer than one in this many of its days comparable is not compared: the change would be of other days
/// than the figure beside it.
const LEAST_PART: u32 = 3;

/// A period, as far as it has come, which of its days are compared, and the days that these are compared with.
///
/// Only days whose match is known are compared. Where all are, the whole period stands beside the whole base, also
/// where one of them is a day longer; where some are not, it is day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    basis: Basis,
    period: Period,
    is_to_date: bool,
    /// The first day that each day of the period is placed from, for [`Basis::Previous`].
    origin: Date,
    days: Vec<Period>,
    base: Vec<Period>,
    /// The match of each day of the period, where it is not found by counting days.
    matches: Vec<Date>,
}

/// Too few days of a period have a match that is known for the two to be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("only {comparable} of {days} days can be compared")]
pub struct NotComparable {
    /// The days that could be compared.
    pub comparable: u32,
    /// All days of the period, as far as it has come.
    pub days: u32,
}

impl Comparison {
    /// Compares the days of a period, of which `known` says what there are data of: a month that is not over is
    /// compared with as many days of the other, and only days are compared whose match is known.
    ///
    /// # Errors
    /// [`NotComparable`] when less than a third of the days have a match that is known; none has when the period begins
    /// after the known days.
    pub fn new(basis: Basis, whole: Period, known: Period) -> Result<Self, NotComparable> {
        let nothing = NotComparable { comparable: 0, days: whole.len() };
        let all = Self::of_all(basis, whole, known).ok_or(nothing)?;
        all.only(|_, base| known.contains(base))
    }

    /// The comparison of all days, whether or not their matches are known.
    fn of_all(basis: Basis, whole: Period, known: Period) -> Option<Self> {
        let period = whole.intersection(known)?;
        let mut matches = Vec::new();
        let base = match basis {
            Basis::Previous => vec![previous(whole, period)?],
            Basis::SameWeekdays => {
                vec![Period::new(weeks_back(period.first())?, weeks_back(period.last())?).ok()?]
            }
            Basis::SameDates => {
                vec![Period::new(year_back(period.first())?, year_back(period.last())?).ok()?]
            }
            Basis::MatchedHolidays | Basis::MovedFeasts => {
                let matching = Matching::around(period, basis == Basis::MatchedHolidays);
                matches = period.days().map(|day| matching.of(day)).collect::<Option<_>>()?;
                let mut days = matches.clone();
                days.sort_unstable();
                runs(&days)
            }
        };
        let origin = base.first().map_or(period.first(), |base| base.first());
        if basis == Basis::Previous && is_year(whole) {
            matches = period.days().map(year_back).collect::<Option<_>>()?;
        }
        Some(Self {
            basis,
            period,
            is_to_date: period.last() != whole.last(),
            origin,
            days: vec![period],
            base,
            matches,
        })
    }

    /// The same for only those of its days that `keep` lets through, given with their matches. Where it leaves out
    /// any, days without a match are left out as well.
    ///
    /// # Errors
    /// [`NotComparable`] when less than a third of the period's days are left.
    pub fn only(self, keep: impl Fn(Date, Date) -> bool) -> Result<Self, NotComparable> {
        let pairs: Vec<(Date, Date)> = self.pairs().collect();
        let kept: Vec<(Date, Date)> = pairs.iter().copied().filter(|(day, base)| keep(*day, *base)).collect();
        let compared = if kept.len() == pairs.len() {
            self
        } else {
            let days: Vec<Date> = kept.iter().map(|(day, _)| *day).collect();
            let mut base: Vec<Date> = kept.iter().map(|(_, base)| *base).collect();
            base.sort_unstable();
            base.dedup();
            Self { days: runs(&days), base: runs(&base), ..self }
        };
        let (comparable, days) = (compared.compared_days(), compared.period.len());
        if kept.is_empty() || comparable.saturating_mul(LEAST_PART) < days {
            return Err(NotComparable { comparable: if kept.is_empty() { 0 } else { comparable }, days });
        }
        Ok(compared)
    }

    /// The pairs of days compared.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The period that the figures are of, as far as it has come.
    pub fn period(&self) -> Period {
        self.period
    }

    /// Whether the period asked for was not over.
    pub fn is_to_date(&self) -> bool {
        self.is_to_date
    }

    /// The days of the period that are compared, in order, as few runs as they make; at least one.
    pub fn days(&self) -> &[Period] {
        &self.days
    }

    /// How many they are.
    pub fn compared_days(&self) -> u32 {
        self.days.iter().map(|run| run.len()).sum()
    }

    /// Whether all days of the period are compared.
    pub fn is_complete(&self) -> bool {
        self.days == [self.period]
    }

    /// The last day compared, where the days compared are the period's up to that day, and not all of them.
    pub fn through(&self) -> Option<Date> {
        match self.days.as_slice() {
            [run] if run.first() == self.period.first() && run.last() < self.period.last() => {
                Some(run.last())
            }
            _ => None,
        }
    }

    /// The days that they are compared with, in order, as few runs as they make; at least one.
    ///
    /// They are as many as those compared, but on [`Basis::Previous`], where months have different lengths, and on
    /// [`Basis::SameDates`], where one of the two runs may have a 29 February.
    pub fn base(&self) -> &[Period] {
        &self.base
    }

    /// From the first to the last of these days.
    pub fn base_span(&self) -> Period {
        span(&self.base).unwrap_or(self.period)
    }

    /// The day that one of the days compared is compared with; none where the runs have no common order of days, as
    /// months of different lengths.
    pub fn of(&self, day: Date) -> Option<Date> {
        let base = self.days.iter().any(|run| run.contains(day)).then(|| self.match_of(day))??;
        self.base.iter().any(|run| run.contains(base)).then_some(base)
    }

    /// Each day compared that has a match, with it.
    pub fn pairs(&self) -> impl Iterator<Item = (Date, Date)> {
        self.days.iter().copied().flat_map(Period::days).filter_map(|day| Some((day, self.of(day)?)))
    }

    fn match_of(&self, day: Date) -> Option<Date> {
        let place = (day - self.period.first()).get_days();
        match self.basis {
            Basis::Previous if self.matches.is_empty() => self.origin.checked_add(place.days()).ok(),
            Basis::SameWeekdays => weeks_back(day),
            Basis::SameDates => year_back(day),
            Basis::Previous | Basis::MatchedHolidays | Basis::MovedFeasts => {
                self.matches.get(usize::try_from(place).ok()?).copied()
            }
        }
    }
}

/// From the first to the last of some runs in order.
fn span(runs: &[Period]) -> Option<Period> {
    Some(Period::between(runs.first()?.first(), runs.last()?.last()))
}

fn weeks_back(day: Date) -> Option<Date> {
    day.checked_sub(YEAR_OF_WEEKS.days()).ok()
}

/// The same date a year before; 28 February for the 29th.
fn year_back(day: Date) -> Option<Date> {
    day.checked_sub(1.year()).ok()
}

/// Whether these are the days of a calendar year.
fn is_year(whole: Period) -> bool {
    Grain::Year.period_of(whole.first()) == whole
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
    } else if is_year(whole) {
        // To date, and so by date: counted in days it would end a day too early or late beside a leap year.
        Period::new(year_back(period.first())?, year_back(period.last())?).ok()
    } else {
        before.intersection(Period::starting_on(before.first(), period.len()))
    }
}

/// Days in order, each once, as the fewest runs of days.
pub fn runs(days: &[Date]) -> Vec<Period> {
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

    /// All days up to one.
    fn to(last: Date) -> Period {
        Period::between(Date::MIN, last)
    }

    fn told(basis: Basis, first: &str, last: &str, known: &str) -> (String, bool) {
        let whole = Period::new(first.parse().unwrap(), last.parse().unwrap()).unwrap();
        let comparison = Comparison::new(basis, whole, to(known.parse().unwrap())).unwrap();
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
            (Basis::MovedFeasts, "2024-03-30", "2024-03-30", "2023-04-08..2023-04-08"),
            // 1 November 2024 was a Friday: so is 3 November 2023.
            (Basis::MovedFeasts, "2024-11-01", "2024-11-30", "2023-11-03..2023-12-02"),
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
        // A year to date ends on the same date, whichever of the two years has a 29 February.
        for (first, last, known, base) in [
            ("2025-01-01", "2025-12-31", "2025-11-28", "2024-01-01..2024-11-28"),
            ("2024-01-01", "2024-12-31", "2024-11-28", "2023-01-01..2023-11-28"),
            ("2024-01-01", "2024-12-31", "2024-02-29", "2023-01-01..2023-02-28"),
            ("2025-01-01", "2025-12-31", "2025-02-28", "2024-01-01..2024-02-28"),
        ] {
            assert_eq!(told(Basis::Previous, first, last, known), (base.to_owned(), true), "{known}");
        }
        // 30 days of March, but February has 29.
        assert_eq!(
            told(Basis::Previous, "2024-03-01", "2024-03-31", "2024-03-30").0,
            "2024-02-01..2024-02-29"
        );
        let future = Period::between(Date::constant(2025, 1, 1), Date::constant(2025, 1, 31));
        assert!(Comparison::new(Basis::Previous, future, to(Date::constant(2024, 12, 31))).is_err());
    }

    #[test]
    fn days_before_the_first_known_one_are_none_of_the_period() {
        let known = Period::between(Date::constant(2023, 12, 1), Date::constant(2025, 11, 28));
        let asked = Period::between(Date::constant(2020, 1, 1), Date::constant(2026, 12, 31));
        let comparison = Comparison::new(Basis::SameWeekdays, asked, known).unwrap();
        assert_eq!((comparison.period(), comparison.is_to_date()), (known, true));
        assert_eq!(comparison.days()[0].first(), Date::constant(2024, 11, 29));
    }

    #[test]
    fn the_days_of_a_year_match_those_of_the_same_date() {
        let year = Grain::Year.period_of(Date::constant(2025, 6, 1));
        let comparison = Comparison::new(Basis::Previous, year, to(Date::constant(2025, 11, 28))).unwrap();
        assert_eq!(comparison.of(Date::constant(2025, 3, 1)), Some(Date::constant(2024, 3, 1)));
        assert_eq!(comparison.of(Date::constant(2025, 11, 28)), Some(Date::constant(2024, 11, 28)));
        // 29 February 2024 is no day's match, and belongs to the days before all the same.
        assert_eq!(comparison.base()[0].len(), comparison.compared_days() + 1);
    }

    #[test]
    fn at_the_edge_of_the_calendar_there_is_nothing_to_compare_with() {
        let first = Period::between(Date::MIN, Date::MIN);
        for basis in Basis::ALL {
            assert!(Comparison::new(basis, first, to(Date::MAX)).is_err(), "{basis}");
        }
    }

    #[test]
    fn only_days_whose_match_is_known_are_compared() {
        // The data begin on 1 December 2010: ten of thirty days have a match.
        let known = Period::between(Date::constant(2010, 12, 1), Date::constant(2011, 12, 9));
        let period = Period::between(Date::constant(2011, 11, 10), Date::constant(2011, 12, 9));
        let comparison = Comparison::new(Basis::SameWeekdays, period, known).unwrap();
        assert_eq!((comparison.compared_days(), comparison.period()), (10, period));
        assert_eq!(
            comparison.days(),
            [Period::between(Date::constant(2011, 11, 30), Date::constant(2011, 12, 9))]
        );
        assert_eq!(
            comparison.base(),
            [Period::between(Date::constant(2010, 12, 1), Date::constant(2010, 12, 10))]
        );
        assert_eq!(comparison.of(Date::constant(2011, 11, 29)), None);
    }

    #[test]
    fn under_a_third_of_the_days_nothing_is_compared() {
        let known = Period::between(Date::constant(2023, 12, 1), Date::constant(2024, 12, 31));
        let whole = |first, last| Period::between(first, last);
        let november = whole(Date::constant(2024, 11, 1), Date::constant(2024, 11, 30));
        let year = whole(Date::constant(2024, 1, 1), Date::constant(2024, 12, 31));
        for (basis, period, comparable, days) in [
            (Basis::SameWeekdays, november, 2, 30),
            (Basis::Previous, year, 31, 366),
            (Basis::SameDates, known, 31, 397),
        ] {
            let error = NotComparable { comparable, days };
            assert_eq!(Comparison::new(basis, period, known), Err(error), "{basis}");
        }
    }

    #[test]
    fn days_that_are_left_out_take_their_matches_along() {
        let known = to(Date::constant(2024, 12, 31));
        let october = Period::between(Date::constant(2024, 10, 1), Date::constant(2024, 10, 31));
        let whole = Comparison::new(Basis::Previous, october, known).unwrap();
        assert!(whole.is_complete() && whole.through().is_none());
        let third = Date::constant(2024, 10, 3);
        let without = whole.only(|day, _| day != third).unwrap();
        // The 31st has no match in September, and leaves with it.
        assert_eq!(without.compared_days(), 29);
        assert_eq!(without.base().iter().map(|run| run.len()).collect::<Vec<_>>(), [2, 27]);
        let to_the_27th = without.only(|day, _| day <= Date::constant(2024, 10, 2)).unwrap_err();
        assert_eq!(to_the_27th, NotComparable { comparable: 2, days: 31 });
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
                let comparison = Comparison::new(basis, period, to(Date::MAX)).unwrap();
                let base: HashSet<Date> = comparison.base().iter().copied().flat_map(Period::days).collect();
                prop_assert_eq!(base.len(), period.len() as usize);
                let matches: HashSet<Date> = period.days().filter_map(|day| comparison.of(day)).collect();
                prop_assert_eq!(matches, base);
            }
        }

        #[test]
        fn the_match_of_a_day_does_not_depend_on_the_days_around_it(period in periods()) {
            for basis in [Basis::SameWeekdays, Basis::MatchedHolidays, Basis::SameDates] {
                let comparison = Comparison::new(basis, period, to(Date::MAX)).unwrap();
                for day in [period.first(), period.last()] {
                    let alone = Comparison::new(basis, Period::between(day, day), to(Date::MAX)).unwrap();
                    prop_assert_eq!(alone.of(day), comparison.of(day));
                }
            }
        }

        #[test]
        fn runs_are_in_order_and_do_not_touch(period in periods()) {
            let comparison = Comparison::new(Basis::MatchedHolidays, period, to(Date::MAX)).unwrap();
            let apart = |two: &[Period]| two[0].last().tomorrow().unwrap() < two[1].first();
            prop_assert!(comparison.base().windows(2).all(apart));
            let span = comparison.base_span();
            prop_assert!(comparison.base().iter().all(|run| span.intersection(*run) == Some(*run)));
        }

        #[test]
        fn what_is_whole_follows_directly_on_the_one_before(period in periods()) {
            let wholes = Grain::ALL.map(|grain| grain.period_of(period.first()));
            for whole in wholes.into_iter().chain([period]) {
                let comparison = Comparison::new(Basis::Previous, whole, to(Date::MAX)).unwrap();
                prop_assert_eq!(comparison.base_span().last().tomorrow().unwrap(), whole.first());
            }
        }

        #[test]
        fn to_date_nothing_is_compared_that_is_not_known(period in periods(), known in 0_u32..420) {
            let last = Period::starting_on(period.first(), known + 1).last();
            for basis in Basis::ALL {
                let comparison = Comparison::new(basis, period, to(last)).unwrap();
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
