//! Refused lines as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StringArray};
use arrow_schema::DataType;
use comptoir_sales::Reject;

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("line", DataType::Int64),
    ("column", DataType::Utf8),
    ("value", DataType::Utf8),
    ("code", DataType::Utf8),
];

pub(super) fn arrays(rejects: &[Reject]) -> Vec<ArrayRef> {
    vec![
        Arc::new(rejects.iter().map(|reject| Some(reject.line as i64)).collect::<Int64Array>()),
        Arc::new(rejects.iter().map(|reject| reject.column.as_deref()).collect::<StringArray>()),
        Arc::new(rejects.iter().map(|reject| reject.value.as_deref()).collect::<StringArray>()),
        Arc::new(rejects.iter().map(|reject| Some(reject.code)).collect::<StringArray>()),
    ]
}
