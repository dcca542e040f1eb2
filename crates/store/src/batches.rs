//! Rows into Arrow batches and back into values.
//!
//! SQLite types each value, Arrow each column. A column takes its type from the values of the first batch: whole
//! numbers are `Int64`, numbers `Float64`, text `Utf8`, bytes `Binary`; a column of nulls alone goes by its declared
//! type. A later value that does not fit is an error, never a loss.

mod building;

use std::sync::Arc;

use arrow_array::{
    Array, RecordBatch, RecordBatchOptions,
    cast::AsArray,
    types::{
        Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
        UInt8Type, UInt16Type, UInt32Type,
    },
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_calendar::from_unix_days;

use crate::{StoreError, Value, embedded::size_of, rows::TakeRows};
use building::Building;

/// Rows in one batch.
pub(crate) const BATCH_ROWS: usize = 8_192;

/// From how many bytes on a batch is handed on though it has fewer rows.
const BATCH_BYTES: usize = 4 << 20;

/// What takes the batches of a scan.
pub type Take<'a> = dyn FnMut(RecordBatch) -> Result<(), StoreError> + 'a;

/// Gathers rows and hands them on, batch by batch; at least one batch, which may have no rows.
pub(crate) struct Batches<'a> {
    take: &'a mut Take<'a>,
    names: Vec<String>,
    declared: Vec<DataType>,
    columns: Vec<Building>,
    /// The rows since the last batch, and the bytes of their values.
    rows: usize,
    bytes: usize,
    /// Known once a batch has been handed on.
    schema: Option<SchemaRef>,
}

impl<'a> Batches<'a> {
    pub(crate) fn new(take: &'a mut Take<'a>) -> Self {
        Self { take, names: vec![], declared: vec![], columns: vec![], rows: 0, bytes: 0, schema: None }
    }

    /// Hands on what is left.
    pub(crate) fn finish(mut self) -> Result<(), StoreError> {
        if self.schema.is_none() || self.rows > 0 { self.hand_on() } else { Ok(()) }
    }

    fn hand_on(&mut self) -> Result<(), StoreError> {
        self.bytes = 0;
        let schema = self.schema.take().unwrap_or_else(|| self.fix_schema());
        self.schema = Some(Arc::clone(&schema));
        let columns = self.columns.iter_mut().map(Building::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(std::mem::take(&mut self.rows)));
        let batch = RecordBatch::try_new_with_options(schema, columns, &options);
        // The columns were built to the fields' types, and all have as many rows.
        (self.take)(batch.map_err(|error| StoreError::Arguments { reason: error.to_string() })?)
    }

    /// The types that the columns keep from now on; those without a value take the declared one.
    fn fix_schema(&mut self) -> SchemaRef {
        for (column, declared) in self.columns.iter_mut().zip(&self.declared) {
            column.settle(declared);
        }
        let kinds = self.names.iter().zip(&self.columns);
        Arc::new(Schema::new(
            kinds.map(|(name, column)| Field::new(name, column.kind(), true)).collect::<Vec<_>>(),
        ))
    }
}

impl TakeRows for Batches<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        let columns = statement.columns();
        let (names, declared): (Vec<_>, Vec<_>) =
            columns.map(|column| (column.name().to_owned(), declared_type(column.decl_type()))).unzip();
        self.columns = names.iter().map(|_| Building::Nulls(0)).collect();
        (self.names, self.declared) = (names, declared);
        Ok(())
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        let is_first = self.schema.is_none();
        for (at, column) in self.columns.iter_mut().enumerate() {
            let value = row.get_ref(at)?;
            self.bytes += size_of(value);
            let pushed =
                if is_first { column.push_first(value, &self.declared[at]) } else { column.push(value) };
            pushed.map_err(|misfit| StoreError::MixedTypes {
                column: self.names[at].clone(),
                expected: misfit.expected.into(),
                found: misfit.found.into(),
            })?;
        }
        self.rows += 1;
        if self.rows == BATCH_ROWS || self.bytes >= BATCH_BYTES { self.hand_on() } else { Ok(()) }
    }
}

/// The type by SQLite's rules of affinity (<https://sqlite.org/datatype3.html>, 3.1).
fn declared_type(declared: Option<&str>) -> DataType {
    let Some(declared) = declared.map(str::to_ascii_uppercase) else { return DataType::Null };
    let has = |part: &str| declared.contains(part);
    if has("INT") {
        DataType::Int64
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        DataType::Utf8
    } else if has("BLOB") {
        DataType::Binary
    } else {
        DataType::Float64
    }
}

/// Why a value of a column is none of SQLite's.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UnfitValue {
    #[error("{text} is no number")]
    Number { text: String },
    #[error("there is no day {days}")]
    Day { days: i32 },
    #[error("the type {data_type} is not taken")]
    Type { data_type: DataType },
}

/// One value of a column, in one of SQLite's five kinds.
///
/// # Errors
/// A type that is not taken, a day or a number out of range.
pub(crate) fn value_at(column: &dyn Array, row: usize) -> Result<Value, UnfitValue> {
    if column.is_null(row) {
        return Ok(Value::Null);
    }
    macro_rules! integer {
        ($kind:ty) => {
            Value::Integer(i64::from(column.as_primitive::<$kind>().value(row)))
        };
    }
    Ok(match column.data_type() {
        DataType::Null => Value::Null,
        DataType::Boolean => Value::Integer(column.as_boolean().value(row).into()),
        DataType::Int8 => integer!(Int8Type),
        DataType::Int16 => integer!(Int16Type),
        DataType::Int32 => integer!(Int32Type),
        DataType::Int64 => integer!(Int64Type),
        DataType::UInt8 => integer!(UInt8Type),
        DataType::UInt16 => integer!(UInt16Type),
        DataType::UInt32 => integer!(UInt32Type),
        DataType::Float32 => Value::Real(f64::from(column.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => Value::Real(column.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal128(..) => {
            let text = column.as_primitive::<Decimal128Type>().value_as_string(row);
            match text.parse() {
                Ok(number) => Value::Real(number),
                Err(_) => return Err(UnfitValue::Number { text }),
            }
        }
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            let day = from_unix_days(days).ok_or(UnfitValue::Day { days })?;
            Value::Text(day.to_string())
        }
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Value::Text(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Value::Text(column.as_string_view().value(row).to_owned()),
        DataType::Binary => Value::Blob(column.as_binary::<i32>().value(row).to_vec()),
        DataType::LargeBinary => Value::Blob(column.as_binary::<i64>().value(row).to_vec()),
        other => return Err(UnfitValue::Type { data_type: other.clone() }),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;
    use rusqlite::types::ValueRef;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            (-1e9..1e9).prop_map(Value::Real),
            ".*".prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Blob),
        ]
    }

    fn built(values: &[Value]) -> Result<Building, building::Misfit> {
        let mut column = Building::Nulls(0);
        let pushed = values.iter().try_for_each(|value| column.push_first(as_sqlite(value), &DataType::Null));
        pushed.map(|()| column)
    }

    fn as_sqlite(value: &Value) -> ValueRef<'_> {
        match value {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }
    }

    proptest! {
        #[test]
        fn a_column_comes_back_as_it_was_or_is_refused(values in prop::collection::vec(value(), 0..20)) {
            let Ok(mut column) = built(&values) else {
                let some = values.iter().filter(|value| **value != Value::Null);
                let kinds: HashSet<_> = some.map(std::mem::discriminant).collect();
                prop_assert!(kinds.len() > 1, "{values:?}");
                return Ok(());
            };
            let column = column.finish();
            for (row, value) in values.iter().enumerate() {
                let back = value_at(&column, row).unwrap();
                // Whole numbers in a column with fractions become floats too.
                let as_float = value.as_number().is_some() && value.as_number() == back.as_number();
                prop_assert!(*value == back || as_float, "{value:?} {back:?}");
            }
        }
    }

    #[test]
    fn a_number_among_texts_is_told() {
        let misfit = built(&["a".into(), 1.into()]).err().map(|misfit| (misfit.expected, misfit.found));
        assert_eq!(misfit, Some(("text", "whole number")));
    }
}
