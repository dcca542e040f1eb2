//! Taking an import back.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};

use super::{Service, access::Client, answer};
use crate::Database;

pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    Path(import_id): Path<i64>,
) -> Response {
    if let Err(error) = client.must_write() {
        return answer::failed(&error);
    }
    let undone = answer::blocking(move || {
        let undone = service.database.undo(import_id)?;
        answer::document(&undone, service.database.data_version()?)
    });
    undone.await.unwrap_or_else(|error| answer::failed(&error))
}
