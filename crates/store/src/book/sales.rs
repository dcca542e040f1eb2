//! Sales as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, Int64Array, StringArray};
use arrow_schema::DataType;
use comptoir_sales::Sale;

pub(super) const COLUMNS: &[(&str, DataType)] = &[
    ("id", DataType::Int64),
    ("product_id", DataType::Int64),
    ("store_id", DataType::Int64),
    ("sale_date", DataType::Utf8),
    ("quantity", DataType::Float64),
    ("amount", DataType::Float64),
    ("kind", DataType::Utf8),
    ("ticket", DataType::Utf8),
    ("source_key", DataType::Utf8),
];

pub(super) fn arrays(sales: &[Sale]) -> Vec<ArrayRef> {
    vec![
        Arc::new(sales.iter().map(|sale| sale.id).collect::<Int64Array>()),
        Arc::new(sales.iter().map(|sale| Some(sale.product_id)).collect::<Int64Array>()),
        Arc::new(sales.iter().map(|sale| Some(sale.store_id)).collect::<Int64Array>()),
        Arc::new(sales.iter().map(|sale| Some(sale.date.to_string())).collect::<StringArray>()),
        Arc::new(sales.iter().map(|sale| Some(sale.quantity.to_f64())).collect::<Float64Array>()),
        Arc::new(sales.iter().map(|sale| Some(sale.amount.to_f64())).collect::<Float64Array>()),
        Arc::new(sales.iter().map(|sale| Some(sale.kind.name())).collect::<StringArray>()),
        Arc::new(sales.iter().map(|sale| sale.ticket.as_deref()).collect::<StringArray>()),
        Arc::new(sales.iter().map(|sale| sale.source_key.as_deref()).collect::<StringArray>()),
    ]
}
