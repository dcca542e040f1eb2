//! What whole columns say of how they are to be read.

use std::collections::HashMap;

use crate::{
    DateOrder, DecimalMark, Field, ImportError,
    columns::Columns,
    dates::{DateReader, Orders},
    numbers::{Marks, NumberReader},
    record::{Cell, Record},
};

/// What the user, a remembered mapping or a neighbour has settled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settled {
    /// The user's word for all columns of numbers.
    pub(crate) decimal: Option<DecimalMark>,
    /// The user's word for dates.
    pub(crate) date_order: Option<DateOrder>,
    /// What has held before, by field: it helps where the values leave a doubt.
    pub(crate) decimals_before: HashMap<Field, DecimalMark>,
    /// The same for dates.
    pub(crate) date_order_before: Option<DateOrder>,
}

/// What the values seen so far say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey {
    numbers: HashMap<Field, Marks>,
    dates: Orders,
    integer_ids: usize,
    ids: usize,
}

impl Survey {
    /// What one more row says.
    pub(crate) fn learn(&mut self, columns: &Columns, record: &Record) {
        for (field, place) in columns.roles() {
            let cell = record.cell(place);
            match field {
                Field::Date => self.dates.learn(cell),
                Field::Id if cell != Cell::Empty => {
                    self.ids += 1;
                    self.integer_ids += usize::from(cell.as_str().parse::<i64>().is_ok());
                }
                field if field.is_decimal() => self.numbers.entry(field).or_default().learn(cell),
                _ => {}
            }
        }
    }

    /// Whether some column may be read in two ways, as far as was seen.
    pub(crate) fn has_questions(&self, settled: &Settled) -> bool {
        let marks =
            |(field, marks): (&Field, &Marks)| Self::number_question(*field, marks, settled).is_some();
        self.date_question(settled).is_some() || self.numbers.iter().any(marks)
    }

    fn number_question<'a>(field: Field, marks: &'a Marks, settled: &Settled) -> Option<&'a str> {
        let known = settled.decimal.is_some()
            || marks.contradiction.is_none() && settled.decimals_before.contains_key(&field);
        marks.question().filter(|_| !known)
    }

    fn date_question(&self, settled: &Settled) -> Option<&str> {
        let known = settled.date_order.is_some()
            || self.dates.contradiction.is_none() && settled.date_order_before.is_some();
        self.dates.question().filter(|_| !known)
    }

    /// Asks about the first column that may be read in two ways.
    ///
    /// # Errors
    /// The question.
    pub(crate) fn ask(
        &self,
        columns: &Columns,
        settled: &Settled,
        name: &str,
        header: &[String],
    ) -> Result<(), ImportError> {
        for (field, place) in columns.roles() {
            let column = || header.get(place).cloned().unwrap_or_default();
            let source_name = || name.to_owned();
            let of_numbers =
                self.numbers.get(&field).and_then(|marks| Self::number_question(field, marks, settled));
            if let Some(value) = of_numbers {
                let (source_name, column) = (source_name(), column());
                return Err(ImportError::AmbiguousNumbers { source_name, column, value: value.to_owned() });
            }
            if let (Field::Date, Some(value)) = (field, self.date_question(settled)) {
                let (source_name, column) = (source_name(), column());
                return Err(ImportError::AmbiguousDates { source_name, column, value: value.to_owned() });
            }
        }
        Ok(())
    }

    /// The order of the dates, where it is decided.
    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.dates.decided
    }

    /// The reader of a column of numbers.
    pub(crate) fn number_reader(&self, field: Field, settled: &Settled) -> NumberReader {
        let mut marks = self.numbers.get(&field).cloned().unwrap_or_default();
        marks.decided =
            settled.decimal.or(marks.decided).or_else(|| settled.decimals_before.get(&field).copied());
        NumberReader::new(&marks, settled.decimal.is_some())
    }

    /// The reader of the dates.
    pub(crate) fn date_reader(&self, settled: &Settled) -> DateReader {
        let mut orders = self.dates.clone();
        orders.decided = settled.date_order.or(orders.decided).or(settled.date_order_before);
        DateReader::new(&orders, settled.date_order.is_some())
    }

    /// Whether the column of ids holds whole numbers: as most of its values do.
    pub(crate) fn has_integer_ids(&self) -> bool {
        self.ids > 0 && self.integer_ids * 2 >= self.ids
    }
}
