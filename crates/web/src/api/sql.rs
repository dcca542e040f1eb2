//! `GET /sql?sql=…`: one reading statement, passed to the database.

use axum::{Json, extract::State};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use comptoir_store::{Rows, Value};
use serde::Serialize;
use serde_json::{Value as JsonValue, json};
use utoipa::ToSchema;

use crate::{params::Params, problem::Problem, service::Service};

/// The most rows an answer holds.
const ROW_LIMIT: usize = 10_000;

#[derive(Default, Serialize, ToSchema)]
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<JsonValue>>,
}

/// One reading statement, passed to the database.
#[utoipa::path(
    get,
    path = "/sql",
    params(("sql" = String, Query, description = "The statement, in the SQL of SQLite", example = "select count(*) from sales")),
    responses((status = 200, description = "The rows, at most 10 000; bytes as base64", body = Table)),
)]
pub(super) async fn sql(State(service): State<Service>, params: Params) -> Result<Json<Table>, Problem> {
    let sql = params.get("sql").ok_or_else(|| Problem::input("sql", ""))?.to_owned();
    let answer = service.ask(move |database| database.query_up_to(&sql, &[], ROW_LIMIT)).await?;
    Ok(Json(answer.into()))
}

impl From<Rows> for Table {
    fn from(answer: Rows) -> Self {
        let rows = answer.rows.iter().map(|row| row.iter().map(cell).collect());
        Self { rows: rows.collect(), columns: answer.columns }
    }
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
