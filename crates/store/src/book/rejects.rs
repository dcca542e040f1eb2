//! Refused lines as columns.

use std::{collections::BTreeMap, sync::Arc};

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_sales::Reject;
use serde_json::json;

use crate::{StoreError, Value};

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("line", DataType::Int64),
    ("column", DataType::Utf8),
    ("value", DataType::Utf8),
    ("code", DataType::Utf8),
    ("original", DataType::Utf8),
    ("facts", DataType::Utf8),
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
        Arc::new(rejects.iter().map(facts).collect::<StringArray>()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(StoreError::internal)
}

/// The facts of the reason besides column and value, as JSON.
fn facts(reject: &Reject) -> Option<String> {
    let facts: BTreeMap<&str, &str> =
        reject.facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    // Maps of texts always have a form in JSON.
    (!facts.is_empty()).then(|| serde_json::to_string(&facts).unwrap_or_default())
}

/// What stands in the file, for lines that the load itself has refused.
pub(super) fn details(import_id: i64, rejects: &[Reject]) -> Vec<Value> {
    let line =
        |reject: &Reject| json!([reject.line, reject.column, reject.value, reject.original, facts(reject)]);
    let lines: Vec<serde_json::Value> = rejects.iter().map(line).collect();
    vec![Value::Integer(import_id), json!(lines).to_string().into()]
}
