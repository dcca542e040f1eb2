//! What only all lines of a file together show: money that stands there twice, and names that are never sold.

use crate::{
    columns::Columns, figures::Stated, judge::TakenOut, record::Record, repeats::Repeats, repeats::Suspect,
};

/// Watches lines as they are taken, where the first ones alone were weighed.
pub(crate) struct Suspicions {
    repeats: Repeats,
    taken_out: TakenOut,
    date: Option<usize>,
    product: Option<usize>,
    has_quantities: bool,
}

impl Suspicions {
    pub(crate) fn of(columns: &Columns, product: Option<usize>) -> Self {
        use crate::Field::{Date, Quantity};
        Self {
            repeats: Repeats::of(columns),
            taken_out: TakenOut::default(),
            date: columns.place(Date),
            product,
            has_quantities: columns.place(Quantity).is_some(),
        }
    }

    /// Takes in a line that is kept, with what it states and what it is counted as.
    pub(crate) fn learn(&mut self, record: &Record, stated: Stated, counted: i64) {
        let day = self.date.map(|place| record.cell(place).as_str()).unwrap_or_default();
        self.repeats.learn(record, day.get(..10).unwrap_or(day), counted);
        if let Some(place) = self.product {
            self.taken_out.learn(record.cell(place).as_str(), stated, self.has_quantities);
        }
    }

    /// Whether there is something to ask about.
    pub(crate) fn is_any(&self) -> bool {
        let found: Vec<Suspect> = self.repeats.found(self.date);
        !found.is_empty() || self.product.is_some() && !self.taken_out.words().is_empty()
    }
}
