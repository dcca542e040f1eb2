//! The findings of a load, besides the counts of each table.

use std::collections::HashSet;

use rusqlite::types::ValueRef;

use super::references::References;

/// The findings of a load so far, over all its tables.
#[derive(Default)]
pub(super) struct Tally {
    /// What its rows refer to.
    pub(super) references: References,
    /// By how much it has moved the revenue kept, in ten-thousandths.
    pub(super) revenue_parts: i64,
    /// The days of its sales.
    pub(super) days: Days,
    /// The ids of the sales that it has added.
    pub(super) ids: Ids,
    /// The known sales that its rows met.
    pub(super) held: Ranges,
    /// How many of its sales have the number of another sale, and the first of these numbers.
    pub(super) other_sales: u64,
    pub(super) first_of_others: Option<String>,
}

/// Ids, as ranges of those that follow each other.
#[derive(Default)]
pub(super) struct Ranges {
    all: Vec<(i64, i64)>,
    /// How many there may be before those that meet are put together.
    limit: usize,
}

/// How many ranges are kept as they come at least: 16 MiB.
const RANGES: usize = 1 << 20;

impl Ranges {
    #[inline]
    pub(super) fn take(&mut self, id: i64) {
        match self.all.last_mut() {
            Some((_, last)) if *last + 1 == id => *last = id,
            _ => self.take_all(id, id),
        }
    }

    /// Takes all ids from the first to the last.
    pub(super) fn take_all(&mut self, first: i64, last: i64) {
        if self.all.len() >= self.limit.max(RANGES) {
            self.sort();
            // Twice what is left: ids in no order are sorted a logarithmic number of times.
            self.limit = self.all.len() * 2;
        }
        self.all.push((first, last));
    }

    /// Puts the ranges in order, and those that meet together.
    fn sort(&mut self) {
        self.all.sort_unstable();
        self.all.dedup_by(|(first, last), (_, before)| {
            let meets = *first <= before.saturating_add(1);
            if meets {
                *before = (*before).max(*last);
            }
            meets
        });
    }

    /// The ranges so far, in order, none of which meets another.
    pub(super) fn sorted(&mut self) -> &[(i64, i64)] {
        self.sort();
        &self.all
    }

    /// The ranges in order, none of which meets another.
    pub(super) fn into_sorted(mut self) -> Vec<(i64, i64)> {
        self.sort();
        self.all
    }
}

/// The smallest and the largest of many ids.
#[derive(Clone, Copy, Default)]
pub(super) struct Ids(Option<(i64, i64)>);

impl Ids {
    #[inline]
    pub(super) fn take(&mut self, id: i64) {
        self.0 = Some(self.0.map_or((id, id), |(first, last)| (first.min(id), last.max(id))));
    }

    /// The smallest and the largest; `None` when there was none.
    pub(super) fn span(self) -> (Option<i64>, Option<i64>) {
        self.0.unzip()
    }
}

/// Which days there are among many.
#[derive(Default)]
pub(super) struct Days {
    all: HashSet<Vec<u8>>,
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
        self.seen.clear();
        self.seen.extend_from_slice(day);
        if !self.all.contains(day) {
            self.all.insert(day.to_vec());
        }
    }

    /// Each of them once, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = ValueRef<'_>> {
        self.all.iter().map(|day| ValueRef::Text(day))
    }

    /// The first and the last; `None` when there was none.
    pub(super) fn span(&self) -> Option<(String, String)> {
        let text = |day: &Vec<u8>| String::from_utf8_lossy(day).into_owned();
        self.all.iter().min().map(text).zip(self.all.iter().max().map(text))
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
