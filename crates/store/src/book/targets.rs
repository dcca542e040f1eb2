//! Targets as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_sales::{Aim, Lined, Region, Target};

use crate::StoreError;

const COLUMNS: &[(&str, DataType)] = &[
    ("code", DataType::Utf8),
    ("month", DataType::Utf8),
    ("store_id", DataType::Int64),
    ("region", DataType::Utf8),
    ("amount", DataType::Float64),
    ("line", DataType::Int64),
];

pub(super) fn schema() -> SchemaRef {
    let fields = COLUMNS.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Lines as a batch of columns.
pub(super) fn batch(targets: &[Lined<Target>]) -> Result<RecordBatch, StoreError> {
    let text = |of: &dyn Fn(&Target) -> Option<String>| -> ArrayRef {
        Arc::new(targets.iter().map(|(_, target)| of(target)).collect::<StringArray>())
    };
    let store = |target: &Target| if let Aim::Store(id) = target.of { Some(id) } else { None };
    let region = |target: &Target| if let Aim::Region(region) = target.of { Some(region) } else { None };
    let columns: Vec<ArrayRef> = vec![
        text(&|target| Some(target.code())),
        text(&|target| Some(target.month.clone())),
        Arc::new(targets.iter().map(|(_, target)| store(target)).collect::<Int64Array>()),
        text(&|target| region(target).map(Region::name).map(str::to_owned)),
        Arc::new(targets.iter().map(|(_, target)| Some(target.amount.to_f64())).collect::<Float64Array>()),
        Arc::new(targets.iter().map(|(line, _)| Some(*line as i64)).collect::<Int64Array>()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(StoreError::internal)
}
