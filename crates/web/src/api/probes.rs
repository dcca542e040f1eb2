//! `GET /health` and `GET /version`, for monitoring.

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{problem::Problem, service::Service};

/// Whether the database answers and can be written.
#[utoipa::path(
    get,
    path = "/health",
    responses((status = 200, description = "It does", body = serde_json::Value, example = json!({ "status": "ok", "data_version": 3 }))),
)]
pub(super) async fn health(State(service): State<Service>) -> Result<Json<Value>, Problem> {
    let data_version = service.health().await.map_err(Problem::of_health)?;
    Ok(Json(json!({ "status": "ok", "data_version": data_version })))
}

/// The version of the program.
#[utoipa::path(
    get,
    path = "/version",
    responses((status = 200, description = "The version", body = serde_json::Value, example = json!({ "version": "0.1.0" }))),
)]
pub(super) async fn version() -> Json<Value> {
    Json(json!({ "version": env!("CARGO_PKG_VERSION") }))
}
