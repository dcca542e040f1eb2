//! Whether the service is well, what it is, and a copy of what it keeps.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::{
    Service,
    access::Client,
    answer::{self, DATA_VERSION},
    streamed::{gone, streamed},
};
use crate::{
    Database, Draft, StoreError,
    embedded::{Deadline, STATEMENT_TIME},
};

/// The protocols spoken here.
const PROTOCOLS: [&str; 2] = ["hrana-2", "hrana-3"];

/// Ready when the schema is migrated and the file can be written.
pub(super) async fn health(State(service): State<Arc<Service>>) -> Response {
    match service.health.ask(&service.database).await {
        Ok(version) => {
            let body = Json(json!({ "status": "ok", "data_version": version }));
            ([(DATA_VERSION, version)], body).into_response()
        }
        Err(error) => {
            let mut body = json!({ "status": "failing", "reason": error.message });
            // As an error on the wire too, which our own client knows again.
            if let (Some(body), Ok(serde_json::Value::Object(error))) =
                (body.as_object_mut(), serde_json::to_value(error.as_ref()))
            {
                body.extend(error);
            }
            let body = Json(body);
            answer::come_back((StatusCode::SERVICE_UNAVAILABLE, body).into_response())
        }
    }
}

/// What this is.
pub(super) async fn version() -> Response {
    Json(json!({
        "name": "comptoir",
        "version": env!("CARGO_PKG_VERSION"),
        "sqlite": rusqlite::version(),
        "protocols": PROTOCOLS,
    }))
    .into_response()
}

/// A copy of the whole database, as it is at this moment. It holds the hashes of the tokens: it takes a token with
/// write scope.
pub(super) async fn backup(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
) -> Response {
    if let Err(error) = client.must_write() {
        return answer::failed(&error);
    }
    let database = Arc::clone(&service.database);
    let mut response =
        streamed(&service, "application/vnd.sqlite3", Deadline::of(STATEMENT_TIME), move |body, _| {
            let failed = |source| StoreError::File { path: database.path().to_owned(), source };
            // Beside the database: the folder for temporary files may be too small for it.
            let draft = Draft::within(database.folder()).map_err(failed)?;
            let copy = draft.path("backup.db");
            database.backup(&copy)?;
            let mut file = std::fs::File::open(&copy).map_err(failed)?;
            std::io::copy(&mut file, body).map(|_| ()).map_err(gone)
        })
        .await;
    if response.status().is_success() {
        let name = axum::http::HeaderValue::from_static("attachment; filename=\"comptoir.db\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
