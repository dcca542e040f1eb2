//! The sales as plain columns in memory, ordered by day: every question in one pass.
//!
//! A cube gives the very figures that the question's SQL gives, to the last ten-thousandth. It is of one version of the
//! data; [`Cube::follow`] makes the next one. Where the data are such that it could not answer as SQL does (a day that
//! is no day, amounts whose sum leaves 64 bits), there is no cube, and questions go to SQL.

mod build;
mod columns;
mod dimension;
mod pass;

pub use build::Followed;
use comptoir_calendar::{Date, Period, from_unix_days};
use comptoir_sales::{Money, Quantity};

use crate::{Answer, AnswerRow, Grouping, Question, question::with_shares};
use columns::{Codes, Parts};
use dimension::Dimension;
use pass::{Pass, Sums};

/// The sales of one version of the data.
#[derive(Debug)]
pub struct Cube {
    stamp: Stamp,
    /// The first day, in days since 1970-01-01.
    first_day: i32,
    /// For each day from the first to the last, where its sales start; then how many sales there are.
    day_starts: Vec<usize>,
    products: Dimension,
    stores: Dimension,
    /// For each sale, ordered by day: the places of its product and its store, amount and quantity in ten-thousandths.
    product: Codes,
    store: Codes,
    amount: Parts,
    quantity: Parts,
}

/// What the data were when they were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Stamp {
    version: i64,
    /// Counts the changes that were more than sales that an import added.
    rewrites: i64,
    last_import: i64,
}

impl Cube {
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
        let days = std::mem::size_of_val(self.day_starts.as_slice());
        days + self.product.bytes() + self.store.bytes() + self.amount.bytes() + self.quantity.bytes()
    }

    /// From the first to the last day that has sales.
    pub fn period(&self) -> Option<Period> {
        let last = i32::try_from(self.day_starts.len()).ok()?.checked_sub(2)?;
        Period::new(from_unix_days(self.first_day)?, from_unix_days(self.first_day.checked_add(last)?)?).ok()
    }

    /// Answers a question as [`Question::ask`] does.
    pub fn answer(&self, question: &Question) -> Answer {
        self.answer_all(std::slice::from_ref(question)).pop().unwrap_or_default()
    }

    /// Answers several questions in one pass over the sales.
    pub fn answer_all(&self, questions: &[Question]) -> Vec<Answer> {
        let passes: Vec<Pass> = questions.iter().map(|question| Pass::of(self, question)).collect();
        let sums = pass::run(self, &passes);
        questions.iter().zip(sums).map(|(question, sums)| self.told(question, &sums)).collect()
    }

    /// The days from `first` on whose sales are asked for, as places in [`Cube::day_starts`].
    fn days_of(&self, period: Option<Period>) -> std::ops::Range<usize> {
        let days = self.day_starts.len().saturating_sub(1);
        let Some(period) = period else { return 0..days };
        let place = |date: Date| i64::from(unix_days(date)) - i64::from(self.first_day);
        let within = |place: i64| usize::try_from(place.max(0)).unwrap_or(usize::MAX).min(days);
        let (first, end) = (within(place(period.first())), within(place(period.last()) + 1));
        first..end.max(first)
    }

    fn told(&self, question: &Question, sums: &Sums) -> Answer {
        let filled = sums.filled();
        let mut rows: Vec<AnswerRow> = filled
            .map(|(group, [revenue, quantity, sales])| {
                let (id, name) = self.group(question.grouping, group);
                AnswerRow {
                    id,
                    name,
                    revenue: Money::from_parts(revenue),
                    quantity: Quantity::from_parts(quantity),
                    sales,
                    share: 0.0,
                }
            })
            .collect();
        if question.grouping != Some(Grouping::Day) {
            rows.sort_by(|one, other| {
                other
                    .revenue
                    .cmp(&one.revenue)
                    .then_with(|| (&one.name, one.id).cmp(&(&other.name, other.id)))
            });
        }
        with_shares(rows)
    }

    /// The id and name of a group, as SQL gives them.
    fn group(&self, grouping: Option<Grouping>, group: usize) -> (Option<i64>, Option<String>) {
        match grouping {
            None => (None, None),
            Some(Grouping::Day) => {
                let day = i32::try_from(group)
                    .ok()
                    .and_then(|day| from_unix_days(self.first_day.checked_add(day)?));
                (None, day.map(|day| day.to_string()))
            }
            Some(grouping @ (Grouping::Product | Grouping::Category)) => self.products.group(grouping, group),
            Some(grouping) => self.stores.group(grouping, group),
        }
    }
}

/// Days since 1970-01-01.
fn unix_days(date: Date) -> i32 {
    // Both lie within the calendar's years, whose days fit.
    (date - Date::constant(1970, 1, 1)).get_days()
}
