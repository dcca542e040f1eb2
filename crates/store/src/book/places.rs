//! Moves of stores and sales by the hour, as columns and rows.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_calendar::parse_iso;
use comptoir_sales::{KeptSales, Money, StoreMove, UtcHour};

use crate::{Database, StoreError, Value};

fn schema_of(columns: &[(&str, DataType)]) -> SchemaRef {
    let fields = columns.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

pub(super) fn moves_schema() -> SchemaRef {
    schema_of(&[("store_id", DataType::Int64), ("from_day", DataType::Utf8), ("moved_to", DataType::Int64)])
}

pub(super) fn moves_batch(moves: &[StoreMove]) -> Result<RecordBatch, StoreError> {
    let days = moves.iter().map(|known| known.from.to_string());
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(moves.iter().map(|known| known.store_id))),
        Arc::new(StringArray::from_iter_values(days)),
        Arc::new(Int64Array::from_iter_values(moves.iter().map(|known| known.moved_to))),
    ];
    RecordBatch::try_new(moves_schema(), columns).map_err(StoreError::internal)
}

pub(super) fn hours_schema() -> SchemaRef {
    schema_of(&[
        ("store_id", DataType::Int64),
        ("day", DataType::Utf8),
        ("hour", DataType::Int64),
        ("sales", DataType::Int64),
    ])
}

pub(super) fn hours_batch(hours: &[UtcHour]) -> Result<RecordBatch, StoreError> {
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from_iter_values(hours.iter().map(|hour| hour.store_id))),
        Arc::new(StringArray::from_iter_values(hours.iter().map(|hour| hour.day.to_string()))),
        Arc::new(Int64Array::from_iter_values(hours.iter().map(|hour| hour.hour))),
        Arc::new(Int64Array::from_iter_values(hours.iter().map(|hour| hour.sales as i64))),
    ];
    RecordBatch::try_new(hours_schema(), columns).map_err(StoreError::internal)
}

/// All moves, in the order in which they were recorded.
pub(super) fn moves(database: &dyn Database) -> Result<Vec<StoreMove>, StoreError> {
    let sql = "select store_id, from_day, moved_to from store_moves order by rowid";
    let known = |row: Vec<Value>| {
        Some(StoreMove {
            store_id: row[0].as_integer()?,
            from: parse_iso(row[1].as_text()?)?,
            moved_to: row[2].as_integer()?,
        })
    };
    Ok(database.query(sql, &[])?.rows.into_iter().filter_map(known).collect())
}

/// The sales that are kept of a store.
pub(super) fn kept(database: &dyn Database, store_id: i64) -> Result<KeptSales, StoreError> {
    let sql = "select count(*), coalesce(sum(cast(round(amount * 10000) as integer)), 0), min(sale_date), max(sale_date)
               from sales where store_id = ?1";
    let rows = database.query(sql, &[store_id.into()])?.rows;
    let Some(row) = rows.first() else { return Ok(KeptSales::default()) };
    let day = |at: usize| row[at].as_text().and_then(parse_iso);
    Ok(KeptSales {
        sales: row[0].as_integer().unwrap_or_default().unsigned_abs(),
        revenue: Money::from_parts(row[1].as_integer().unwrap_or_default()),
        days: day(2).zip(day(3)),
    })
}

/// The sales of a store by the hour of UTC, each once however many exports of a till had it, and the files that they
/// stand in.
pub(super) fn hours(
    database: &dyn Database,
    store_id: i64,
) -> Result<(Vec<UtcHour>, Vec<String>), StoreError> {
    let of_store =
        "utc_sales u join imports i on i.id = u.import_id where u.store_id = ?1 and i.undone_at is null";
    // An import may have counted an hour in parts.
    let sql = format!(
        "select day, hour, sum(sales) from
             (select day, hour, origin, max(sales) as sales from
                 (select u.day, u.hour, i.origin, u.import_id, sum(u.sales) as sales from {of_store} group by 1, 2, 3, 4)
             group by 1, 2, 3)
         group by 1, 2 order by 1, 2"
    );
    let hour = |row: Vec<Value>| {
        Some(UtcHour {
            store_id,
            day: parse_iso(row[0].as_text()?)?,
            hour: row[1].as_integer()?,
            sales: row[2].as_integer()?.unsigned_abs(),
        })
    };
    let hours = database.query(&sql, &[store_id.into()])?.rows.into_iter().filter_map(hour).collect();
    let sql = format!("select distinct i.source from {of_store} order by i.id");
    let files = database.query(&sql, &[store_id.into()])?.rows;
    Ok((hours, files.iter().filter_map(|row| row[0].as_text().map(str::to_owned)).collect()))
}
