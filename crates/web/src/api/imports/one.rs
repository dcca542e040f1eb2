//! `GET /imports/{id}`: everything that the ledger has of one import.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, State},
};
use comptoir_store::{StoreError, Value};
use serde_json::{Value as Document, json};

use super::rejects::kept;
use crate::{problem::Problem, redact::without_password, service::Service};

/// The facts of an import, in the order of the columns.
const COLUMNS: [&str; 17] = [
    "id",
    "source",
    "table_name",
    "lines",
    "added",
    "known",
    "changed",
    "rejected",
    "held_back",
    "revenue",
    "mode",
    "first_day",
    "last_day",
    "sha256",
    "imported_at",
    "undone_at",
    "mapping",
];

/// Everything that the ledger has of one import.
#[utoipa::path(
    get,
    path = "/imports/{id}",
    params(("id" = i64, Path, description = "Its number in the ledger")),
    responses((status = 200, description = "Its counts, its days, how its columns were read", body = serde_json::Value)),
)]
pub(in crate::api) async fn one(
    State(service): State<Service>,
    Path(import_id): Path<i64>,
) -> Result<Json<Document>, Problem> {
    let sql = format!("select {} from imports where id = ?1", COLUMNS.join(", "));
    let (row, kept) = service
        .ask(move |database| {
            let rows = database.query(&sql, &[Value::Integer(import_id)])?;
            let row = rows.rows.into_iter().next().ok_or(StoreError::NoSuchImport { import_id })?;
            let rejected = row[7].as_integer().unwrap_or_default().unsigned_abs();
            kept(database, import_id, rejected).map(|kept| (row, kept))
        })
        .await?;
    let mut import: BTreeMap<&str, Document> = COLUMNS.into_iter().zip(row.iter().map(document)).collect();
    if let Some(source) = import["source"].as_str().map(without_password) {
        import.insert("source", json!(source));
    }
    // As everywhere in the API.
    if let Some(table) = import.remove("table_name") {
        import.insert("table", table);
    }
    import.insert("rejects_kept", json!(kept));
    let mapping = import.remove("mapping").unwrap_or_default();
    let mapping: Document =
        mapping.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    import.insert("columns", mapping["columns"].clone());
    Ok(Json(json!(import)))
}

fn document(value: &Value) -> Document {
    match value {
        Value::Null | Value::Blob(_) => Document::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
    }
}
