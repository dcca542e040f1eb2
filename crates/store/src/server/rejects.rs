//! The refused lines of an import beyond those of the table, a JSON list a line.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::{
    Service, answer,
    streamed::{gone, streamed},
};
use crate::{
    Database, StoreError,
    embedded::{Deadline, STATEMENT_TIME},
};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Options {
    /// Whether only to say if there are any.
    peek: bool,
}

/// They are the client's once the last of them is sent: then they may go when room for others is wanted.
pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Path(import_id): Path<i64>,
    Query(options): Query<Options>,
) -> Response {
    let database = Arc::clone(&service.database);
    match answer::blocking(move || database.has_spooled_rejects(import_id)).await {
        Err(error) => return answer::failed(&error),
        Ok(false) => return StatusCode::NO_CONTENT.into_response(),
        Ok(true) if options.peek => return StatusCode::OK.into_response(),
        Ok(true) => {}
    }
    let database = Arc::clone(&service.database);
    let work = move |body: &mut super::body_stream::BodyWriter, _: &Arc<Deadline>| {
        let rejects = database.spooled_rejects(import_id)?;
        let rejects = rejects.ok_or_else(|| StoreError::internal("the refused lines have gone"))?;
        rejects.copy_to(body).map_err(gone)
    };
    streamed(&service, "application/x-ndjson", Deadline::of(STATEMENT_TIME), work).await
}
