//! `GET /health` and `GET /version`, for whoever watches the service.

use axum::{Json, extract::State};
use comptoir_store::StoreError;
use serde_json::{Value, json};

use crate::{problem::Problem, service::Service};

/// Healthy when the database answers.
pub(super) async fn health(State(service): State<Service>) -> Result<Json<Value>, Problem> {
    let data_version = service.ask(|database| database.data_version() as Result<i64, StoreError>).await?;
    Ok(Json(json!({ "status": "ok", "data_version": data_version })))
}

pub(super) async fn version() -> Json<Value> {
    Json(json!({ "version": env!("CARGO_PKG_VERSION") }))
}
