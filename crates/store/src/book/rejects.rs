//! Refused lines as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_sales::Reject;

use crate::StoreError;

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("line", DataType::Int64),
    ("column", DataType::Utf8),
    ("value", DataType::Utf8),
    ("code", DataType::Utf8),
    ("original", DataType::Utf8),
];

pub(super) fn schema() -> SchemaRef {
    let fields = COLUMNS.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Lines as a batch of columns.
pub(super) fn batch(rejects: &[Reject]) -> Result<RecordBatch, StoreError> {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(rejects.iter().map(|reject| Some(reject.line as i64)).collect::<Int64Array>()),
        Arc::new(rejects.iter().map(|reject| reject.column.as_deref()).collect::<StringArray>()),
        Arc::new(rejects.iter().map(|reject| reject.value.as_deref()).collect::<StringArray>()),
        Arc::new(rejects.iter().map(|reject| Some(reject.code)).collect::<StringArray>()),
        Arc::new(rejects.iter().map(|reject| Some(reject.original.as_str())).collect::<StringArray>()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(StoreError::internal)
}
