//! `GET /sources`: the addresses that the service was started with, and what the last import of each brought.

use axum::{Json, extract::State};
use comptoir_store::{Database, StoreError, ledger};
use comptoir_words::{FluentValue, Words};
use serde::Serialize;
use serde_json::{Value as Document, json};

use crate::{params::Reader, problem::Problem, redact::without_password, service::Service};

#[derive(Serialize)]
struct Source {
    /// Without the password in it.
    url: String,
    /// After so many seconds it is imported again; null when it was read at the start alone.
    every_seconds: Option<u64>,
    last: Option<Last>,
}

/// The last import that stands.
#[derive(Serialize)]
struct Last {
    id: i64,
    /// ISO 8601, UTC.
    imported_at: String,
    message: String,
}

/// The sources of the service: addresses that it imported, and when they were last imported.
#[utoipa::path(
    get,
    path = "/sources",
    responses((status = 200, description = "`sources`; passwords in addresses are hidden", body = serde_json::Value)),
)]
pub(super) async fn sources(
    State(service): State<Service>,
    Reader(lang): Reader,
) -> Result<Json<Document>, Problem> {
    let named = service.sources();
    let sources: Vec<Source> = service
        .ask(move |database| {
            let words = Words::new(lang);
            let source = |url: &String| {
                let last = last(database, &words, url)?;
                let every_seconds = named.every.map(|every| every.as_secs());
                Ok::<_, StoreError>(Source { url: without_password(url), every_seconds, last })
            };
            named.urls.iter().map(source).collect::<Result<_, _>>()
        })
        .await?;
    Ok(Json(json!({ "sources": sources })))
}

fn last(database: &dyn Database, words: &Words, url: &str) -> Result<Option<Last>, StoreError> {
    Ok(ledger::latest_of(database, url)?.map(|import| {
        let values = [
            ("count", FluentValue::from(import.added.to_string())),
            ("table", FluentValue::from(import.table)),
        ];
        let message = if import.added == 0 { "import-nothing" } else { "import-added" };
        Last { id: import.id, imported_at: import.imported_at, message: words.say(message, &values) }
    }))
}
