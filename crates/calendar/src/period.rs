//! A run of days, both ends included.

use jiff::{ToSpan, civil::Date};

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

    /// The `days` days that end on `last`; at least one day, and none before the first day of the calendar.
    pub fn ending_on(last: Date, days: u32) -> Self {
        let first = last.saturating_sub((i64::from(days.max(1)) - 1).days());
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

    /// Every day in order.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.first.series(1.day()).take_while(move |day| *day <= self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    }
}
