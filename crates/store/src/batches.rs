//! Rows into Arrow batches and back into values.
//!
//! SQLite types each value, Arrow each column. A column takes its type from the values of the first batch: whole
//! numbers are `Int64`, numbers `Float64`, text `Utf8`, bytes `Binary`; a column of nulls alone goes by its declared
//! type. A later value that does not fit is an error, never a loss.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BinaryArray, Float64Array, Int64Array, NullArray, RecordBatch, RecordBatchOptions,
    StringArray,
    cast::AsArray,
    types::{
        Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
        UInt8Type, UInt16Type, UInt32Type,
    },
};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_calendar::from_unix_days;

use crate::{StoreError, Value, rows::TakeRows};

/// Rows in one batch.
pub(crate) const BATCH_ROWS: usize = 8_192;

/// What takes the batches of a scan.
pub type Take<'a> = dyn FnMut(RecordBatch) -> Result<(), StoreError> + 'a;

/// Gathers rows and hands them on, batch by batch; at least one batch, which may have no rows.
pub(crate) struct Batches<'a> {
    take: &'a mut Take<'a>,
    names: Vec<String>,
    declared: Vec<DataType>,
    columns: Vec<Vec<Value>>,
    schema: Option<SchemaRef>,
}

impl<'a> Batches<'a> {
    pub(crate) fn new(take: &'a mut Take<'a>) -> Self {
        Self { take, names: vec![], declared: vec![], columns: vec![], schema: None }
    }

    /// Hands on what is left.
    pub(crate) fn finish(mut self) -> Result<(), StoreError> {
        if self.schema.is_none() || self.rows() > 0 { self.hand_on() } else { Ok(()) }
    }

    fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    fn hand_on(&mut self) -> Result<(), StoreError> {
        let rows = self.rows();
        let schema = match &self.schema {
            Some(schema) => Arc::clone(schema),
            None => Arc::clone(self.schema.insert(self.first_schema())),
        };
        let columns =
            self.columns.iter_mut().map(|values| std::mem::replace(values, Vec::with_capacity(BATCH_ROWS)));
        let arrays = schema.fields().iter().zip(columns).map(|(field, values)| array(field, values));
        let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(schema, arrays, &options);
        // The arrays were made to the fields' types, and all have as many rows.
        (self.take)(batch.map_err(|error| StoreError::Arguments { reason: error.to_string() })?)
    }

    fn first_schema(&self) -> SchemaRef {
        let types =
            self.columns.iter().zip(&self.declared).map(|(values, declared)| type_of(values, declared));
        let fields = self.names.iter().zip(types).map(|(name, kind)| Field::new(name, kind, true));
        Arc::new(Schema::new(fields.collect::<Vec<_>>()))
    }
}

impl TakeRows for Batches<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        let columns = statement.columns();
        let (names, declared): (Vec<_>, Vec<_>) =
            columns.map(|column| (column.name().to_owned(), declared_type(column.decl_type()))).unzip();
        self.columns = names.iter().map(|_| Vec::new()).collect();
        (self.names, self.declared) = (names, declared);
        Ok(())
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        for (at, values) in self.columns.iter_mut().enumerate() {
            values.push(Value::from(row.get_ref(at)?));
        }
        if self.rows() == BATCH_ROWS { self.hand_on() } else { Ok(()) }
    }
}

/// The type by SQLite's rules of affinity (<https://sqlite.org/datatype3.html>, 3.1).
fn declared_type(declared: Option<&str>) -> DataType {
    let Some(declared) = declared.map(str::to_ascii_uppercase) else { return DataType::Null };
    let has = |part: &str| declared.contains(part);
    match () {
        () if has("INT") => DataType::Int64,
        () if has("CHAR") || has("CLOB") || has("TEXT") => DataType::Utf8,
        () if has("BLOB") => DataType::Binary,
        () => DataType::Float64,
    }
}

fn type_of(values: &[Value], declared: &DataType) -> DataType {
    let found = values.iter().fold(DataType::Null, |so_far, value| match (so_far, value) {
        (DataType::Null, Value::Integer(_)) => DataType::Int64,
        (DataType::Null | DataType::Int64, Value::Real(_)) => DataType::Float64,
        (DataType::Null, Value::Text(_)) => DataType::Utf8,
        (DataType::Null, Value::Blob(_)) => DataType::Binary,
        // A value that does not fit is told by `array`.
        (so_far, _) => so_far,
    });
    match (found, declared) {
        (DataType::Null, declared) => declared.clone(),
        // A column declared a number may go on with fractions after whole ones.
        (DataType::Int64, DataType::Float64) => DataType::Float64,
        (found, _) => found,
    }
}

fn array(field: &Field, values: Vec<Value>) -> Result<ArrayRef, StoreError> {
    let mixed = |expected: &'static str, found: &Value| StoreError::MixedTypes {
        column: field.name().clone(),
        expected,
        found: found.type_name(),
    };
    macro_rules! gathered {
        ($array:ty, $expected:literal, $($from:pat => $to:expr),+) => {{
            let one = |value: Value| match value {
                Value::Null => Ok(None),
                $($from => Ok(Some($to)),)+
                #[allow(unreachable_patterns)]
                other => Err(mixed($expected, &other)),
            };
            let all: Vec<Option<_>> = values.into_iter().map(one).collect::<Result<_, _>>()?;
            Arc::new(<$array>::from_iter(all)) as ArrayRef
        }};
    }
    Ok(match field.data_type() {
        DataType::Int64 => gathered!(Int64Array, "whole number", Value::Integer(number) => number),
        DataType::Float64 => {
            gathered!(Float64Array, "number", Value::Real(number) => number, Value::Integer(number) => number as f64)
        }
        DataType::Utf8 => gathered!(StringArray, "text", Value::Text(text) => text),
        DataType::Binary => gathered!(BinaryArray, "blob", Value::Blob(bytes) => bytes),
        _ => match values.iter().find(|value| **value != Value::Null) {
            Some(found) => return Err(mixed("null", found)),
            None => Arc::new(NullArray::new(values.len())),
        },
    })
}

/// One value of a column, in one of SQLite's five kinds.
///
/// # Errors
/// The name of a type that is not taken.
pub(crate) fn value_at(column: &dyn Array, row: usize) -> Result<Value, String> {
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
            Value::Real(text.parse().map_err(|_| format!("{text} is no number"))?)
        }
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>().value(row);
            let day = from_unix_days(days).ok_or_else(|| format!("there is no day {days}"))?;
            Value::Text(day.to_string())
        }
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Value::Text(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Value::Text(column.as_string_view().value(row).to_owned()),
        DataType::Binary => Value::Blob(column.as_binary::<i32>().value(row).to_vec()),
        DataType::LargeBinary => Value::Blob(column.as_binary::<i64>().value(row).to_vec()),
        other => return Err(format!("the type {other} is not taken")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(Value::Integer),
            (-1e9..1e9).prop_map(Value::Real),
            ".*".prop_map(Value::Text),
            any::<Vec<u8>>().prop_map(Value::Blob),
        ]
    }

    proptest! {
        #[test]
        fn a_column_comes_back_as_it_was_or_is_refused(values in prop::collection::vec(value(), 0..20)) {
            let field = Field::new("x", type_of(&values, &DataType::Null), true);
            let Ok(column) = array(&field, values.clone()) else {
                let kinds: std::collections::BTreeSet<_> =
                    values.iter().filter(|value| **value != Value::Null).map(Value::type_name).collect();
                prop_assert!(kinds.len() > 1, "{values:?}");
                return Ok(());
            };
            for (row, value) in values.iter().enumerate() {
                let back = value_at(&column, row).unwrap();
                // Whole numbers in a column with fractions become floats too.
                let as_float = value.as_number().is_some() && value.as_number() == back.as_number();
                prop_assert!(*value == back || as_float, "{value:?} {back:?}");
            }
        }
    }

    #[test]
    fn a_number_among_texts_is_told_with_its_column() {
        let field = Field::new("code", DataType::Utf8, true);
        let error = array(&field, vec!["a".into(), 1.into()]).unwrap_err();
        assert_eq!(error.to_string(), "column code holds a whole number where text came before");
    }
}
