//! Stores as lines and rows.

use comptoir_sales::{Region, Store};
use serde_json::{Value as Json, json};

use super::LineSql;
use crate::{Database, StoreError, Value};

pub(super) const SQL: LineSql =
    LineSql { changed: include_str!("stores_changed.sql"), insert: include_str!("stores_insert.sql") };

/// Columns: id, city, region, address, code, name, postcode.
pub(super) fn line(store: &Store) -> Json {
    let region = store.region.map(Region::name);
    json!([store.id, store.city, region, store.address, store.code, store.name, store.postcode])
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
