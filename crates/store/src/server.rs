//! The Database Service: SQL over HTTP to one embedded database.

mod pipeline;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};

use crate::{
    Database, Embedded, StoreError,
    hrana::{PIPELINE_PATH, PipelineRequest, READ_ONLY_HEADER, WireError},
};

/// The largest request the service reads: an import of some million lines.
const BODY_LIMIT: usize = 1 << 30;

struct Service {
    database: Embedded,
    token: Option<String>,
}

/// The routes of the Database Service on an open database; with a token, SQL wants it as a bearer.
pub fn router(database: Embedded, token: Option<String>) -> Router {
    let service = Arc::new(Service { database, token });
    Router::new()
        .route("/v3", get(|| async { StatusCode::OK }))
        .route(PIPELINE_PATH, post(pipeline))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&service), authorise))
        .route("/health", get(health))
        .route(
            "/version",
            get(|| async { Json(serde_json::json!({ "version": env!("CARGO_PKG_VERSION") })) }),
        )
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(service)
}

async fn authorise(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).map(axum::http::HeaderValue::as_bytes);
    match &service.token {
        Some(token) if !same(given.unwrap_or_default(), format!("Bearer {token}").as_bytes()) => {
            let error = WireError { message: "a bearer token is needed".into(), code: Some("AUTH".into()) };
            (StatusCode::UNAUTHORIZED, Json(error)).into_response()
        }
        _ => next.run(request).await,
    }
}

/// Whether two secrets are the same, in a time that tells nothing of where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

/// Runs a pipeline on a thread of its own: SQLite blocks.
///
/// The body must call itself JSON: a web page cannot send that to another origin without asking first, so no page
/// reaches a service that listens on its reader's machine.
async fn pipeline(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    Json(request): Json<PipelineRequest>,
) -> Response {
    let read_only = headers.contains_key(READ_ONLY_HEADER);
    if request.baton.is_some() {
        let error = WireError { message: "no such stream".into(), code: Some("BATON_INVALID".into()) };
        return (StatusCode::BAD_REQUEST, Json(error)).into_response();
    }
    let work = tokio::task::spawn_blocking(move || pipeline::run(&service.database, request, read_only));
    match work.await {
        Ok(Ok(response)) => Json(response).into_response(),
        Ok(Err(error)) => {
            (StatusCode::INTERNAL_SERVER_ERROR, Json(pipeline::wire_error(&error))).into_response()
        }
        Err(panicked) => {
            tracing::error!(%panicked, "a pipeline stopped half way");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Ready when the schema is migrated and the file can be written.
async fn health(State(service): State<Arc<Service>>) -> Response {
    let check = tokio::task::spawn_blocking(move || -> Result<i64, StoreError> {
        // An immediate transaction takes the write lock, and an empty write changes nothing.
        service.database.write(&[])?;
        service.database.data_version()
    });
    match check.await {
        Ok(Ok(version)) => {
            Json(serde_json::json!({ "status": "ok", "data_version": version })).into_response()
        }
        // Somebody else is writing: that is work, not sickness.
        Ok(Err(StoreError::Busy)) => Json(serde_json::json!({ "status": "ok" })).into_response(),
        Ok(Err(error)) => {
            let body = serde_json::json!({ "status": "failing", "reason": error.to_string() });
            (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response()
        }
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
