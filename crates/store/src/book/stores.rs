//! Stores as columns and rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StringArray};
use arrow_schema::DataType;
use comptoir_sales::{Region, Store};

use crate::{Database, StoreError, Value};

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("id", DataType::Int64),
    ("city", DataType::Utf8),
    ("region", DataType::Utf8),
    ("address", DataType::Utf8),
    ("code", DataType::Utf8),
    ("name", DataType::Utf8),
    ("postcode", DataType::Utf8),
];

pub(super) fn arrays(stores: &[Store]) -> Vec<ArrayRef> {
    let text = |of: fn(&Store) -> Option<&str>| -> ArrayRef {
        Arc::new(stores.iter().map(of).collect::<StringArray>())
    };
    vec![
        Arc::new(stores.iter().map(|store| store.id).collect::<Int64Array>()),
        text(|store| store.city.as_deref()),
        text(|store| store.region.map(Region::name)),
        text(|store| store.address.as_deref()),
        text(|store| store.code.as_deref()),
        text(|store| store.name.as_deref()),
        text(|store| store.postcode.as_deref()),
    ]
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
