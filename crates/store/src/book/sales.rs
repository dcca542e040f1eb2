//! Sales as lines.

use comptoir_sales::Sale;
use serde_json::{Value as Json, json};

use super::LineSql;

pub(super) const SQL: LineSql =
    LineSql { changed: include_str!("sales_changed.sql"), insert: include_str!("sales_insert.sql") };

/// Columns: id, product, store, day, quantity, amount, kind, ticket, source key.
pub(super) fn line(sale: &Sale) -> Json {
    json!([
        sale.id,
        sale.product_id,
        sale.store_id,
        sale.date.to_string(),
        sale.quantity.to_f64(),
        sale.amount.to_f64(),
        sale.kind.name(),
        sale.ticket,
        sale.source_key,
    ])
}
