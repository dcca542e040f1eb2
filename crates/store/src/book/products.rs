//! Products as columns and rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_sales::{Lined, Money, Product};

use crate::{Database, StoreError, Value};

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("id", DataType::Int64),
    ("name", DataType::Utf8),
    ("price", DataType::Float64),
    ("category", DataType::Utf8),
    ("code", DataType::Utf8),
    ("line", DataType::Int64),
];

pub(super) fn schema() -> SchemaRef {
    let fields = COLUMNS.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Lines as a batch of columns.
pub(super) fn batch(products: &[Lined<Product>]) -> Result<RecordBatch, StoreError> {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(products.iter().map(|(_, product)| product.id).collect::<Int64Array>()),
        Arc::new(products.iter().map(|(_, product)| Some(product.name.as_str())).collect::<StringArray>()),
        Arc::new(
            products.iter().map(|(_, product)| product.price.map(Money::to_f64)).collect::<Float64Array>(),
        ),
        Arc::new(products.iter().map(|(_, product)| product.category.as_deref()).collect::<StringArray>()),
        Arc::new(products.iter().map(|(_, product)| product.code.as_deref()).collect::<StringArray>()),
        Arc::new(products.iter().map(|(line, _)| Some(*line as i64)).collect::<Int64Array>()),
    ];
    RecordBatch::try_new(schema(), columns).map_err(StoreError::internal)
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
