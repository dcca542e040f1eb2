//! Values of rows on their way into a table, without a copy where they can be lent.

use std::ops::Range;

use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use rusqlite::{Row, types::ValueRef};

use crate::{
    Value,
    batches::{UnfitValue, value_at},
};

/// A row that lends its values.
pub(super) trait Cells {
    /// The value at that place.
    fn value(&self, at: usize) -> ValueRef<'_>;
}

/// A column with a value that is none of SQLite's.
#[derive(Debug, thiserror::Error)]
#[error("column {column}: {source}")]
pub(super) struct UnfitColumn {
    column: String,
    source: UnfitValue,
}

/// A column of a batch.
pub(super) enum Column<'a> {
    /// Without any value.
    Empty,
    /// Whole numbers.
    Integers(&'a Int64Array),
    /// Numbers.
    Numbers(&'a Float64Array),
    /// Texts.
    Texts(&'a StringArray),
    /// Of another type, made into values.
    Values(Vec<Value>),
}

impl<'a> Column<'a> {
    /// The columns of a batch.
    ///
    /// # Errors
    /// Which column is of a type that is not taken.
    pub(super) fn all(batch: &'a RecordBatch) -> Result<Vec<Self>, UnfitColumn> {
        let columns = batch.columns().iter().zip(batch.schema_ref().fields());
        let named = |source, column: &str| UnfitColumn { column: column.to_owned(), source };
        columns.map(|(array, field)| Self::of(array).map_err(|source| named(source, field.name()))).collect()
    }

    fn of(array: &'a ArrayRef) -> Result<Self, UnfitValue> {
        let any = array.as_any();
        if array.null_count() == array.len() {
            return Ok(Self::Empty);
        }
        if let Some(integers) = any.downcast_ref() {
            return Ok(Self::Integers(integers));
        }
        if let Some(numbers) = any.downcast_ref() {
            return Ok(Self::Numbers(numbers));
        }
        if let Some(texts) = any.downcast_ref() {
            return Ok(Self::Texts(texts));
        }
        (0..array.len()).map(|row| value_at(array, row)).collect::<Result<_, _>>().map(Self::Values)
    }

    /// Whether no row of the batch has a value there.
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// Hands the values of rows over, one after the other.
    #[inline]
    pub(super) fn each(&self, rows: Range<usize>, mut take: impl FnMut(ValueRef<'_>)) {
        // Without a question to each value, where there is one in every row.
        match self {
            Self::Integers(array) if array.null_count() == 0 => {
                array.values()[rows].iter().for_each(|number| take(ValueRef::Integer(*number)));
            }
            Self::Numbers(array) if array.null_count() == 0 => {
                array.values()[rows].iter().for_each(|number| take(ValueRef::Real(*number)));
            }
            _ => rows.for_each(|row| take(self.value(row))),
        }
    }

    /// The value of that row.
    #[inline]
    pub(super) fn value(&self, row: usize) -> ValueRef<'_> {
        match self {
            Self::Integers(array) if array.is_valid(row) => ValueRef::Integer(array.value(row)),
            Self::Numbers(array) if array.is_valid(row) => ValueRef::Real(array.value(row)),
            Self::Texts(array) if array.is_valid(row) => ValueRef::Text(array.value(row).as_bytes()),
            Self::Values(values) => values.get(row).map_or(ValueRef::Null, value_ref),
            _ => ValueRef::Null,
        }
    }
}

fn value_ref(value: &Value) -> ValueRef<'_> {
    match value {
        Value::Null => ValueRef::Null,
        Value::Integer(number) => ValueRef::Integer(*number),
        Value::Real(number) => ValueRef::Real(*number),
        Value::Text(text) => ValueRef::Text(text.as_bytes()),
        Value::Blob(bytes) => ValueRef::Blob(bytes),
    }
}

/// A row of a batch.
pub(super) struct BatchRow<'a> {
    pub(super) columns: &'a [Column<'a>],
    pub(super) row: usize,
}

impl Cells for BatchRow<'_> {
    #[inline]
    fn value(&self, at: usize) -> ValueRef<'_> {
        self.columns.get(at).map_or(ValueRef::Null, |column| column.value(self.row))
    }
}

impl Cells for Row<'_> {
    fn value(&self, at: usize) -> ValueRef<'_> {
        self.get_ref(at).unwrap_or(ValueRef::Null)
    }
}

/// A whole number as such, where the column keeps it so: SQLite need not turn it into one.
#[inline]
pub(super) fn whole(value: ValueRef<'_>, is_integer: bool) -> ValueRef<'_> {
    const EXACT: f64 = (1_i64 << 53) as f64;
    match value {
        ValueRef::Real(number) if is_integer && number.fract() == 0.0 && number.abs() < EXACT => {
            ValueRef::Integer(number as i64)
        }
        other => other,
    }
}
