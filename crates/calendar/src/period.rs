//! A run of days, both ends included.

use jiff::{Span, ToSpan, civil::Date};

/// The days of the whole calendar; no run is longer.
const CALENDAR_DAYS: u32 = 7_304_484;

/// A run of civil days, both ends included; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    first: Date,
    last: Date,
}

/// A period whose end lies before its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the period ends on {last}, before its first day {first}")]
pub struct PeriodError {
    /// The first day asked for.
    pub first: Date,
    /// The last day asked for.
    pub last: Date,
}

impl Period {
    /// The days from `first` to `last`, both included.
    ///
    /// # Errors
    /// When `last` lies before `first`.
    pub fn new(first: Date, last: Date) -> Result<Self, PeriodError> {
        if last < first { Err(PeriodError { first, last }) } else { Ok(Self { first, last }) }
    }

    /// The days from one to another, in whichever order they are given.
    pub fn between(one: Date, other: Date) -> Self {
        Self { first: one.min(other), last: one.max(other) }
    }

    /// The `days` days that end on `last`; at least one day, and none before the first day of the calendar.
    pub fn ending_on(last: Date, days: u32) -> Self {
        let first = last.saturating_sub(steps(days));
        Self { first, last }
    }

    /// The `days` days from `first` on; at least one day, and none after the last day of the calendar.
    pub fn starting_on(first: Date, days: u32) -> Self {
        let last = first.saturating_add(steps(days));
        Self { first, last }
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.last
    }

    /// How many days it has; at least one.
    #[expect(clippy::len_without_is_empty, reason = "a period is never empty")]
    pub fn len(self) -> u32 {
        // The calendar has seven million days, and the last is not before the first.
        (self.last - self.first).get_days().unsigned_abs() + 1
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// The days that lie in both; `None` when there are none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(self.first.max(other.first), self.last.min(other.last)).ok()
    }

    /// The same number of days just before it; fewer, or `None`, at the beginning of the calendar.
    pub fn before(self) -> Option<Self> {
        let last = self.first.yesterday().ok()?;
        Some(Self::ending_on(last, self.len()))
    }

    /// How many Mondays, Tuesdays … Sundays it has.
    pub fn weekday_counts(self) -> [u32; 7] {
        let mut counts = [self.len() / 7; 7];
        let first = self.first.weekday().to_monday_zero_offset();
        // An offset from Monday is 0 to 6.
        for extra in 0..self.len() % 7 {
            counts[((u32::from(first.unsigned_abs()) + extra) % 7) as usize] += 1;
        }
        counts
    }

    /// Every day in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.first.series(1.day()).take_while(move |day| *day <= self.last)
    }
}

/// From the first of so many days to the last: a span of more days than the calendar has would panic.
fn steps(days: u32) -> Span {
    i64::from(days.clamp(1, CALENDAR_DAYS) - 1).days()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::from_unix_days;

    fn periods() -> impl Strategy<Value = Period> {
        let day = || (-20_000_i32..40_000).prop_map(|day| from_unix_days(day).unwrap());
        (day(), 0_i64..800)
            .prop_map(|(first, days)| Period::between(first, first.saturating_add(days.days())))
    }

    proptest! {
        #[test]
        fn counts_are_those_of_the_days_one_by_one(period in periods()) {
            prop_assert_eq!(period.len() as usize, period.days().count());
            let mut counts = [0; 7];
            period.days().for_each(|day| counts[day.weekday().to_monday_zero_offset() as usize] += 1);
            prop_assert_eq!(period.weekday_counts(), counts);
        }

        #[test]
        fn what_lies_in_both_lies_in_each(one in periods(), other in periods()) {
            let both = one.days().filter(|day| other.contains(*day)).count();
            prop_assert_eq!(one.intersection(other).map_or(0, Period::len) as usize, both);
        }

        #[test]
        fn the_days_before_are_as_many_and_end_where_it_begins(period in periods()) {
            let before = period.before().unwrap();
            prop_assert_eq!(before.len(), period.len());
            prop_assert_eq!(before.last().tomorrow().unwrap(), period.first());
        }
    }

    #[test]
    fn thirty_days_ending_on_the_last_of_november_are_november() {
        let period = Period::ending_on(Date::constant(2023, 11, 30), 30);
        assert_eq!(period.first(), Date::constant(2023, 11, 1));
        assert_eq!(period.days().count(), 30);
    }

    #[test]
    fn a_period_never_ends_before_it_starts() {
        let error = Period::new(Date::constant(2023, 12, 1), Date::constant(2023, 11, 1)).unwrap_err();
        assert_eq!(error.to_string(), "the period ends on 2023-11-01, before its first day 2023-12-01");
    }

    #[test]
    fn a_period_at_the_edge_of_the_calendar_does_not_panic() {
        assert_eq!(Period::ending_on(Date::MIN, 30).days().count(), 1);
        assert_eq!(Period::ending_on(Date::MAX, 2).days().count(), 2);
        assert_eq!(Period::between(Date::MIN, Date::MIN).before(), None);
    }

    #[test]
    fn no_period_is_longer_than_the_calendar() {
        let whole = Period::between(Date::MIN, Date::MAX);
        assert_eq!(whole.len(), CALENDAR_DAYS);
        assert_eq!(Period::ending_on(Date::MAX, u32::MAX), whole);
        assert_eq!(Period::starting_on(Date::MIN, u32::MAX), whole);
        assert_eq!(Period::starting_on(Date::MAX, 0), Period::between(Date::MAX, Date::MAX));
    }
}
