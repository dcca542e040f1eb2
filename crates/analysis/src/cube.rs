//! The sales as plain columns in memory, ordered by day: every question in one pass.
//!
//! A cube gives the very figures that the question's SQL gives, to the last ten-thousandth. It is of one version of the
//! data; [`Cube::follow`] makes the next one. Where the data are such that it could not answer as SQL does (a day that
//! is no day, amounts whose sum leaves 64 bits), there is no cube, and questions go to SQL.

mod arrange;
mod axis;
mod build;
mod columns;
mod dimension;
mod kernels;
mod pass;
mod reading;
mod sums;
mod tickets;

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use comptoir_calendar::{Date, Period, from_unix_days};

use parking_lot::Mutex;

use crate::{Answer, AnswerRow, Completeness, Group, Question, shared_names::SharedNames};
use arrange::arrange;
pub use build::Followed;
use columns::{Codes, Magnitude, Parts};
use dimension::Dimension;
use pass::Pass;
use sums::Sums;
use tickets::TicketKeys;

/// The sales of one version of the data.
#[derive(Debug)]
pub struct Cube {
    stamp: Stamp,
    /// The first day, in days since 1970-01-01.
    first_day: i32,
    /// For each day from the first to the last, where its sales start; then how many sales there are.
    day_starts: Vec<usize>,
    days: Dimension,
    products: Dimension,
    stores: Dimension,
    /// For each sale, ordered by day: the places of its product and its store, amount and quantity in ten-thousandths.
    product: Codes,
    store: Codes,
    amount: Parts,
    quantity: Parts,
    amounts: Magnitude,
    quantities: Magnitude,
    /// The keys of the sales' tickets, those of one ticket side by side; 0 without a ticket. Empty where no sale has
    /// one.
    tickets: Vec<u64>,
    ticket_keys: TicketKeys,
    /// What has arrived from each store, once somebody has asked, as seen on a day.
    completeness: KeptCompleteness,
    /// The names that several products or stores have, once somebody has asked.
    shared_names: OnceLock<Arc<SharedNames>>,
}

/// The version of the data that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stamp {
    version: i64,
    /// Counts the changes that were more than sales that an import added.
    rewrites: i64,
    last_import: i64,
}

/// What has arrived from each store, and the day that it was looked at on.
pub(crate) type KeptCompleteness = Mutex<Option<(Option<Date>, Arc<Completeness>)>>;

impl Cube {
    /// The completeness of each store, found out once for a version of the data.
    pub(crate) fn completeness(&self) -> &KeptCompleteness {
        &self.completeness
    }

    /// The names that several products or stores have, found out once for a version of the data.
    pub(crate) fn shared_names(&self) -> &OnceLock<Arc<SharedNames>> {
        &self.shared_names
    }

    /// The version of the data that it holds.
    pub fn data_version(&self) -> i64 {
        self.stamp.version
    }

    /// How many sales it holds.
    pub fn len(&self) -> usize {
        self.amount.len()
    }

    /// Whether there are no sales.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes in memory for the sales themselves.
    pub fn bytes(&self) -> usize {
        let own = std::mem::size_of_val(self.day_starts.as_slice())
            + std::mem::size_of_val(self.tickets.as_slice());
        own + self.product.bytes() + self.store.bytes() + self.amount.bytes() + self.quantity.bytes()
    }

    /// From the first to the last day that has sales.
    pub fn period(&self) -> Option<Period> {
        let last = i32::try_from(self.day_starts.len()).ok()?.checked_sub(2)?;
        Period::new(from_unix_days(self.first_day)?, from_unix_days(self.first_day.checked_add(last)?)?).ok()
    }

    /// Whether pieces came back with any sale of a period.
    pub(crate) fn has_returns(&self, period: Option<Period>) -> bool {
        self.sales_of(self.days_of(period)).any(|sale| self.quantity.at(sale) < 0)
    }

    /// Answers a question as [`Question::ask`] does.
    pub fn answer(&self, question: &Question) -> Answer {
        self.answer_all(std::slice::from_ref(question)).pop().unwrap_or_default()
    }

    /// Answers several questions in one pass over the sales.
    pub fn answer_all(&self, questions: &[Question]) -> Vec<Answer> {
        // What is left out of a question is asked for too, and taken from it.
        let parts: Vec<(Question, Vec<Question>)> = questions.iter().map(Question::in_parts).collect();
        let all: Vec<&Question> =
            parts.iter().flat_map(|(whole, out)| std::iter::once(whole).chain(out)).collect();
        // One pass answers all: reading the columns costs more than the sums.
        let passes: Vec<Pass<'_>> = all.iter().map(|question| Pass::of(self, question)).collect();
        let mut rows = passes.iter().zip(pass::run(self, &passes)).map(|(pass, sums)| rows(pass, &sums));
        let answers = questions.iter().zip(&parts).map(|(question, (_, out))| {
            let whole = rows.next().unwrap_or_default();
            let left = rows
                .by_ref()
                .take(out.len())
                .flatten()
                .fold(Left::new(whole), |left, out| left.without(&out));
            // SQL has no row for a group without sales, however its sums cancel out.
            let sold = left.rows.into_iter().filter(|row| row.figures.sales > 0);
            Answer::of(arrange(question, sold.collect()))
        });
        answers.collect()
    }

    /// The days from `first` on whose sales are asked for, as places in [`Cube::day_starts`].
    fn days_of(&self, period: Option<Period>) -> Range<usize> {
        let days = self.day_starts.len().saturating_sub(1);
        let Some(period) = period else { return 0..days };
        let place = |date: Date| i64::from(unix_days(date)) - i64::from(self.first_day);
        let within = |place: i64| usize::try_from(place.max(0)).unwrap_or(usize::MAX).min(days);
        // In 64 bits: a period may lie outside of the days that 32 bits count from the first.
        let (first, end) = (within(place(period.first())), within(place(period.last()) + 1));
        first..end.max(first)
    }

    /// The places of the sales of those days.
    fn sales_of(&self, days: Range<usize>) -> Range<usize> {
        let start = |day: usize| self.day_starts.get(day).copied().unwrap_or_default();
        start(days.start)..start(days.end)
    }
}

/// The rows of the sums of a question, in no order.
fn rows(pass: &Pass<'_>, sums: &Sums) -> Vec<AnswerRow> {
    let row =
        |(cell, figures)| Some(AnswerRow { groups: pass.groups(cell)?, figures, ..AnswerRow::default() });
    sums.filled().filter_map(row).collect()
}

/// Takes sales that do not count off an answer's rows.
#[derive(Default)]
struct Left {
    rows: Vec<AnswerRow>,
    places: HashMap<Vec<Group>, usize>,
}

impl Left {
    fn new(rows: Vec<AnswerRow>) -> Self {
        Self { rows, places: HashMap::new() }
    }

    /// The same without these sales; a group without any has no row.
    fn without(mut self, out: &AnswerRow) -> Self {
        if self.places.is_empty() {
            let places = self.rows.iter().enumerate().map(|(at, row)| (row.groups.clone(), at));
            self.places = places.collect();
        }
        if let Some(row) = self.places.get(&out.groups).and_then(|at| self.rows.get_mut(*at)) {
            row.figures = row.figures.less(out.figures);
        }
        self
    }
}

/// Days since 1970-01-01.
fn unix_days(date: Date) -> i32 {
    // Both lie within the calendar's years, whose days fit.
    (date - Date::constant(1970, 1, 1)).get_days()
}
