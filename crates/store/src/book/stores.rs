//! Stores as columns and rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_sales::{Lined, Region, Store};

use crate::{Database, StoreError, Value};

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("id", DataType::Int64),
    ("city", DataType::Utf8),
    ("region", DataType::Utf8),
    ("address", DataType::Utf8),
    ("code", DataType::Utf8),
    ("name", DataType::Utf8),
    ("postcode", DataType::Utf8),
    ("line", DataType::Int64),
];

pub(super) fn schema() -> SchemaRef {
    let fields = COLUMNS.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Lines as a batch of columns.
pub(super) fn batch(stores: &[Lined<Store>]) -> Result<RecordBatch, StoreError> {
    let text = |of: fn(&Store) -> Option<&str>| -> ArrayRef {
        Arc::new(stores.iter().map(|(_, store)| of(store)).collect::<StringArray>())
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(stores.iter().map(|(_, store)| store.id).collect::<Int64Array>()),
        text(|store| store.city.as_deref()),
        text(|store| store.region.map(Region::name)),
        text(|store| store.address.as_deref()),
        text(|store| store.code.as_deref()),
        text(|store| store.name.as_deref()),
        text(|store| store.postcode.as_deref()),
        Arc::new(stores.iter().map(|(line, _)| Some(*line as i64)).collect::<Int64Array>()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(StoreError::internal)
}

pub(super) fn all(database: &dyn Database) -> Result<Vec<Store>, StoreError> {
    let rows =
        database.query("select id, city, region, address, code, name, postcode from stores", &[])?.rows;
    Ok(rows.iter().map(|row| store(row)).collect())
}

fn store(row: &[Value]) -> Store {
    let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
    Store {
        id: row.first().and_then(Value::as_integer),
        city: text(1),
        region: text(2).as_deref().and_then(Region::from_name),
        address: text(3),
        code: text(4),
        name: text(5),
        postcode: text(6),
    }
}
