//! Sales as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, builder::StringBuilder};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_calendar::Date;
use comptoir_sales::{Lined, Money, Sale};

use crate::StoreError;

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("id", DataType::Int64),
    ("product_id", DataType::Int64),
    ("store_id", DataType::Int64),
    ("sale_date", DataType::Utf8),
    ("quantity", DataType::Float64),
    ("amount", DataType::Float64),
    ("kind", DataType::Utf8),
    ("ticket", DataType::Utf8),
    ("discount", DataType::Float64),
    ("tax", DataType::Float64),
    ("source_key", DataType::Utf8),
    ("former_product_id", DataType::Int64),
    ("line", DataType::Int64),
];

pub(super) fn schema() -> SchemaRef {
    let fields = COLUMNS.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// Lines as a batch of columns.
pub(super) fn batch(sales: &[Lined<Sale>]) -> Result<RecordBatch, StoreError> {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(sales.iter().map(|(_, sale)| sale.id).collect::<Int64Array>()),
        Arc::new(Int64Array::from_iter_values(sales.iter().map(|(_, sale)| sale.product_id))),
        Arc::new(Int64Array::from_iter_values(sales.iter().map(|(_, sale)| sale.store_id))),
        days(sales),
        Arc::new(Float64Array::from_iter_values(sales.iter().map(|(_, sale)| sale.quantity.to_f64()))),
        Arc::new(Float64Array::from_iter_values(sales.iter().map(|(_, sale)| sale.amount.to_f64()))),
        Arc::new(StringArray::from_iter_values(sales.iter().map(|(_, sale)| sale.kind.name()))),
        Arc::new(sales.iter().map(|(_, sale)| sale.ticket.as_deref()).collect::<StringArray>()),
        Arc::new(sales.iter().map(|(_, sale)| sale.discount.map(Money::to_f64)).collect::<Float64Array>()),
        Arc::new(sales.iter().map(|(_, sale)| sale.tax.map(Money::to_f64)).collect::<Float64Array>()),
        Arc::new(sales.iter().map(|(_, sale)| sale.source_key.as_deref()).collect::<StringArray>()),
        Arc::new(sales.iter().map(|(_, sale)| sale.former_product_id).collect::<Int64Array>()),
        Arc::new(Int64Array::from_iter_values(sales.iter().map(|(line, _)| *line as i64))),
    ];
    RecordBatch::try_new(schema(), columns).map_err(StoreError::internal)
}

/// The days as texts; most files have many sales a day, so that the text of the one before serves again.
fn days(sales: &[Lined<Sale>]) -> ArrayRef {
    let mut days = StringBuilder::with_capacity(sales.len(), 10 * sales.len());
    let mut last: Option<(Date, String)> = None;
    for (_, sale) in sales {
        let (_, text) = match last.take() {
            Some((date, text)) if date == sale.date => last.insert((date, text)),
            _ => last.insert((sale.date, sale.date.to_string())),
        };
        days.append_value(text);
    }
    Arc::new(days.finish())
}
