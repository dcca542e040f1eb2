//! What a load finds out on its way, besides the counts of each table.

use rusqlite::types::ValueRef;

use super::references::References;

/// What a load has found out so far, over all its tables.
#[derive(Default)]
pub(super) struct Tally {
    /// What its rows refer to.
    pub(super) references: References,
    /// By how much it has moved the revenue kept, in ten-thousandths.
    pub(super) revenue_parts: i64,
    /// The days of its sales.
    pub(super) days: Days,
}

/// The first and last of many days.
#[derive(Default)]
pub(super) struct Days {
    first: Vec<u8>,
    last: Vec<u8>,
    /// The one seen last: many sales in a row have the same.
    seen: Vec<u8>,
}

impl Days {
    /// Takes a day, `YYYY-MM-DD`.
    #[inline]
    pub(super) fn take(&mut self, day: ValueRef<'_>) {
        if let ValueRef::Text(day) = day
            && day != self.seen
        {
            self.take_other(day);
        }
    }

    fn take_other(&mut self, day: &[u8]) {
        self.seen = day.to_vec();
        if self.first.is_empty() || *day < *self.first {
            self.first = day.to_vec();
        }
        if *day > *self.last {
            self.last = day.to_vec();
        }
    }

    /// The first and the last; `None` when there was none.
    pub(super) fn span(&self) -> Option<(String, String)> {
        let text = |day: &[u8]| String::from_utf8_lossy(day).into_owned();
        (!self.last.is_empty()).then(|| (text(&self.first), text(&self.last)))
    }
}

/// Ten-thousandths of an amount.
#[inline]
pub(super) fn parts_of(value: ValueRef<'_>) -> i64 {
    match value {
        ValueRef::Real(amount) => (amount * 10_000.0).round() as i64,
        ValueRef::Integer(amount) => amount.saturating_mul(10_000),
        _ => 0,
    }
}
