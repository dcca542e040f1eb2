//! `GET /sql?sql=…`: one reading statement, passed to the database.

use axum::{extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use comptoir_store::{Cancel, Limits, Rows, Value};
use serde::{Serialize, Serializer};
use serde_json::{Value as JsonValue, json};
use utoipa::ToSchema;

use super::asked::AsFile;
use crate::{
    lanes::Load,
    params::Params,
    problem::Problem,
    service::Service,
    sheet::{self, Cell, Delivery, Kind, Sheet},
};

/// The most rows an answer holds; a file to take away holds [`sheet::ROW_LIMIT`]. More are refused.
const ROW_LIMIT: usize = 10_000;

/// The most memory that the values of an answer take, and those of a file to take away, in bytes.
const BYTE_LIMIT: usize = 16 << 20;
const FILE_BYTE_LIMIT: usize = 32 << 20;

/// Cancels a statement when nobody waits for its answer any more.
struct Asker(Cancel);

impl Drop for Asker {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[derive(Default, Serialize, ToSchema)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    #[serde(serialize_with = "cells")]
    pub(super) rows: Vec<Vec<Value>>,
}

/// One reading statement, passed to the database.
#[utoipa::path(
    get,
    path = "/sql",
    params(("sql" = String, Query, description = "The statement, in the SQL of SQLite", example = "select count(*) from sales"), AsFile),
    responses((status = 200, description = "The rows, at most 10 000 and 16 MiB; bytes as base64", body = Table)),
)]
pub(super) async fn sql(
    State(service): State<Service>,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let sql = params.get("sql").ok_or_else(|| Problem::input("sql", ""))?.to_owned();
    let (load, rows, bytes) = if delivery.is_download() {
        (Load::File, sheet::ROW_LIMIT, FILE_BYTE_LIMIT)
    } else {
        (Load::Screen, ROW_LIMIT, BYTE_LIMIT)
    };
    let lane = service.lane(load).await?;
    let asker = Asker(Cancel::default());
    let limits = Limits { rows, bytes, cancel: asker.0.clone() };
    let answer = service.ask(move |database| {
        let table = Table::from(database.query_within(&sql, &[], &limits).map_err(Problem::from)?);
        delivery.answer(&table, |table, words| {
            let with = |sheet: Sheet, header: &String| sheet.with_column(header.clone(), Kind::Plain);
            table.fill(table.columns.iter().fold(Sheet::new("sql", words), with))
        })
    });
    Ok(lane.hold(answer.await?))
}

impl Table {
    /// The rows in a sheet that has their columns.
    pub(super) fn fill(&self, mut sheet: Sheet) -> Sheet {
        self.rows.iter().for_each(|row| sheet.push(row.iter().map(Cell::from).collect()));
        sheet
    }
}

impl From<Rows> for Table {
    fn from(answer: Rows) -> Self {
        Self { columns: answer.columns, rows: answer.rows }
    }
}

fn cells<S: Serializer>(rows: &[Vec<Value>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>()))
}

/// Bytes have no place in JSON: they travel as base64.
fn cell(value: &Value) -> JsonValue {
    match value {
        Value::Null => JsonValue::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Blob(bytes) => json!(BASE64.encode(bytes)),
    }
}
