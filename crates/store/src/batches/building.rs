//! One column of a batch while its rows come in.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, NullArray,
    builder::{BinaryBuilder, Float64Builder, Int64Builder, StringBuilder},
};
use arrow_schema::DataType;
use rusqlite::types::ValueRef;

use super::BATCH_ROWS;

/// The values so far, all of one type.
pub(super) enum Building {
    /// So many nulls, and nothing else.
    Nulls(usize),
    Whole(Int64Builder),
    Number(Float64Builder),
    Text(StringBuilder),
    Blob(BinaryBuilder),
}

/// A value that has no place in a column of its type.
#[derive(Debug)]
pub(super) struct Misfit {
    /// The type of the column.
    pub(super) expected: &'static str,
    /// The type of the value.
    pub(super) found: &'static str,
}

impl Building {
    /// An empty column of a type.
    pub(super) fn of(kind: &DataType) -> Self {
        match kind {
            DataType::Int64 => Self::Whole(Int64Builder::with_capacity(BATCH_ROWS)),
            DataType::Float64 => Self::Number(Float64Builder::with_capacity(BATCH_ROWS)),
            DataType::Utf8 => Self::Text(StringBuilder::new()),
            DataType::Binary => Self::Blob(BinaryBuilder::new()),
            _ => Self::Nulls(0),
        }
    }

    /// The type of its values.
    pub(super) fn kind(&self) -> DataType {
        match self {
            Self::Nulls(_) => DataType::Null,
            Self::Whole(_) => DataType::Int64,
            Self::Number(_) => DataType::Float64,
            Self::Text(_) => DataType::Utf8,
            Self::Blob(_) => DataType::Binary,
        }
    }

    /// Takes the declared type where no value has given one.
    pub(super) fn settle(&mut self, declared: &DataType) {
        if let Self::Nulls(nulls) = *self {
            *self = Self::of(declared);
            self.push_nulls(nulls);
        }
    }

    /// Takes a value of its type.
    #[inline]
    pub(super) fn push(&mut self, value: ValueRef<'_>) -> Result<(), Misfit> {
        match (&mut *self, value) {
            (Self::Whole(values), ValueRef::Integer(number)) => values.append_value(number),
            (Self::Number(values), ValueRef::Real(number)) => values.append_value(number),
            (Self::Number(values), ValueRef::Integer(number)) => values.append_value(number as f64),
            (Self::Text(values), ValueRef::Text(text)) => match std::str::from_utf8(text) {
                Ok(text) => values.append_value(text),
                Err(_) => values.append_value(String::from_utf8_lossy(text)),
            },
            (Self::Blob(values), ValueRef::Blob(bytes)) => values.append_value(bytes),
            (_, ValueRef::Null) => self.push_nulls(1),
            (_, value) => return Err(Misfit { expected: self.name(), found: name_of(value) }),
        }
        Ok(())
    }

    /// Takes a value, and where the column has no type yet that of the value; whole numbers become numbers when a
    /// fraction comes, or at once where the column is declared so.
    pub(super) fn push_first(&mut self, value: ValueRef<'_>, declared: &DataType) -> Result<(), Misfit> {
        match (&mut *self, value) {
            (Self::Nulls(nulls), value) if value != ValueRef::Null => {
                let nulls = *nulls;
                *self = Self::of(&match (value, declared) {
                    (ValueRef::Integer(_), DataType::Float64) | (ValueRef::Real(_), _) => DataType::Float64,
                    (ValueRef::Integer(_), _) => DataType::Int64,
                    (ValueRef::Text(_), _) => DataType::Utf8,
                    _ => DataType::Binary,
                });
                self.push_nulls(nulls);
            }
            (Self::Whole(values), ValueRef::Real(_)) => {
                let whole = values.finish();
                let numbers = whole.iter().map(|number| number.map(|number| number as f64));
                *self = Self::Number(numbers.fold(Float64Builder::new(), |mut all, number| {
                    all.append_option(number);
                    all
                }));
            }
            _ => {}
        }
        self.push(value)
    }

    fn push_nulls(&mut self, count: usize) {
        match self {
            Self::Nulls(nulls) => *nulls += count,
            Self::Whole(values) => values.append_nulls(count),
            Self::Number(values) => values.append_nulls(count),
            Self::Text(values) => (0..count).for_each(|_| values.append_null()),
            Self::Blob(values) => (0..count).for_each(|_| values.append_null()),
        }
    }

    /// The column; what comes next starts anew with its type.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Nulls(count) => Arc::new(NullArray::new(std::mem::take(count))),
            Self::Whole(values) => Arc::new(values.finish()),
            Self::Number(values) => Arc::new(values.finish()),
            Self::Text(values) => Arc::new(values.finish()),
            Self::Blob(values) => Arc::new(values.finish()),
        }
    }

    /// What it holds, in words.
    fn name(&self) -> &'static str {
        match self {
            Self::Nulls(_) => "null",
            Self::Whole(_) => "whole number",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::Blob(_) => "blob",
        }
    }
}

fn name_of(value: ValueRef<'_>) -> &'static str {
    match value {
        ValueRef::Null => "null",
        ValueRef::Integer(_) => "whole number",
        ValueRef::Real(_) => "number",
        ValueRef::Text(_) => "text",
        ValueRef::Blob(_) => "blob",
    }
}
