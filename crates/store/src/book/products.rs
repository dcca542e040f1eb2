//! Products as lines and rows.

use comptoir_sales::{Money, Product};
use serde_json::{Value as Json, json};

use super::LineSql;
use crate::{Database, StoreError, Value};

pub(super) const SQL: LineSql =
    LineSql { changed: include_str!("products_changed.sql"), insert: include_str!("products_insert.sql") };

/// Columns: id, name, price, category, code.
pub(super) fn line(product: &Product) -> Json {
    json!([product.id, product.name, product.price.map(Money::to_f64), product.category, product.code])
}

pub(super) fn all(database: &dyn Database) -> Result<Vec<Product>, StoreError> {
    let sql = "select id, name, cast(round(price * 10000) as bigint), category, code from products";
    let rows = database.query(sql, &[])?.rows;
    Ok(rows.iter().map(|row| product(row)).collect())
}

fn product(row: &[Value]) -> Product {
    let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
    let integer = |at: usize| row.get(at).and_then(Value::as_integer);
    Product {
        id: integer(0),
        name: text(1).unwrap_or_default(),
        price: integer(2).map(Money::from_parts),
        category: text(3),
        code: text(4),
    }
}
