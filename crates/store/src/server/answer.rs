//! Answers: data, refusals and failures, each with its status.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Request, rejection::QueryRejection},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::Service;
use crate::{StoreError, embedded::Deadline, hrana::WireError};

/// The header that says which version of the data an answer was made from.
pub(super) const DATA_VERSION: HeaderName = HeaderName::from_static("comptoir-data-version");

/// The `Retry-After` of refused requests, in seconds.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// How long work may keep one of the slots for quick work, whatever it does.
const SLOT_TIME: std::time::Duration = std::time::Duration::from_millis(50);

/// Does blocking work on a thread of its own: SQLite blocks.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|panicked| {
        tracing::error!(%panicked, "a request stopped half way");
        Err(StoreError::internal(panicked))
    })
}

/// The same for work that is mostly quick: it takes one of the service's slots, and gives it up when it turns out to be
/// slow.
pub(super) async fn quickly<T: Send + 'static>(
    service: &Service,
    deadline: Arc<Deadline>,
    work: impl FnOnce(&Arc<Deadline>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let slot = Arc::clone(&service.slots).acquire_owned().await.map_err(StoreError::internal)?;
    deadline.keep(slot);
    let watched = Arc::clone(&deadline);
    let mut work = std::pin::pin!(blocking(move || {
        let done = work(&deadline);
        deadline.let_go();
        done
    }));
    tokio::select! {
        done = &mut work => return done,
        // A single step of SQLite may take long, and looks at no clock meanwhile.
        () = tokio::time::sleep(SLOT_TIME) => watched.let_go(),
    }
    work.await
}

/// A JSON document, and the version of the data it was made from.
pub(super) fn document(document: &impl Serialize, version: i64) -> Result<Response, StoreError> {
    document_of(document, version, 0)
}

/// A JSON answer whose values take about so many bytes: a buffer that grows by doubling would take twice what a
/// large answer needs.
pub(super) fn document_of(
    document: &impl Serialize,
    version: i64,
    bytes: usize,
) -> Result<Response, StoreError> {
    let mut body = Vec::with_capacity(bytes + bytes / 16 + 256);
    serde_json::to_writer(&mut body, document).map_err(StoreError::internal)?;
    let json = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, json), (DATA_VERSION, version.into())], body).into_response())
}

/// A refusal.
pub(super) fn refused(status: StatusCode, error: &WireError) -> Response {
    (status, Json(error)).into_response()
}

/// Says in JSON what the router refuses by itself: an address or a method that the service does not have.
pub(super) async fn name_refusals(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_json = |kind: &header::HeaderValue| kind.as_bytes().starts_with(b"application/json");
    if response.headers().get(header::CONTENT_TYPE).is_some_and(is_json) {
        return response;
    }
    let (words, remedy) = match response.status() {
        StatusCode::NOT_FOUND => {
            ("there is nothing at this address", "docs/database-service.md has the addresses")
        }
        StatusCode::BAD_REQUEST => {
            ("a part of this address is not what it must be", "whole numbers, and texts in UTF-8")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ("this address has no such method", "ask with one of the methods of the header Allow")
        }
        _ => return response,
    };
    let error = WireError::new("PROTOCOL", words).with_remedy(remedy);
    let mut answer = refused(response.status(), &error);
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    answer
}

/// Parameters of an address that cannot be read. What the library says begins with its own work.
pub(super) fn unread_query(rejection: &QueryRejection, remedy: &str) -> Response {
    let words = rejection.body_text();
    let words = words.rsplit_once("query string: ").map_or(words.as_str(), |(_, detail)| detail);
    let error =
        WireError::new("PROTOCOL", format!("the parameters of the address: {words}")).with_remedy(remedy);
    refused(StatusCode::BAD_REQUEST, &error)
}

/// An error of the store, with the status that fits.
pub(super) fn failed(error: &StoreError) -> Response {
    let status = match error {
        StoreError::ReadOnly | StoreError::NotAllowed { .. } => StatusCode::FORBIDDEN,
        StoreError::Busy
        | StoreError::Outdated
        | StoreError::Overloaded { .. }
        | StoreError::FileGone { .. }
        | StoreError::FileReplaced { .. }
        | StoreError::Secrets { .. } => StatusCode::SERVICE_UNAVAILABLE,
        StoreError::TooSlow { .. } => StatusCode::REQUEST_TIMEOUT,
        StoreError::TooLarge { .. }
        | StoreError::TooManyRows { .. }
        | StoreError::ValueTooLarge { .. }
        | StoreError::StatementTooLong { .. }
        | StoreError::RequestTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        StoreError::Sql { .. }
        | StoreError::NoStatement
        | StoreError::ManyStatements
        | StoreError::Arguments { .. }
        | StoreError::MixedTypes { .. }
        | StoreError::Clash { .. }
        | StoreError::ManyClashes { .. }
        | StoreError::NoSuchReference { .. }
        | StoreError::Load { .. } => StatusCode::BAD_REQUEST,
        StoreError::NoSuchImport { .. } => StatusCode::NOT_FOUND,
        StoreError::Moved
        | StoreError::OtherCurrency { .. }
        | StoreError::SameSales { .. }
        | StoreError::SameFile { .. }
        | StoreError::ReusedNumbers { .. }
        | StoreError::UndoneBefore { .. }
        | StoreError::DependedOn { .. } => StatusCode::CONFLICT,
        StoreError::DiskFull { .. } | StoreError::RejectsFull { .. } | StoreError::OutOfMemory => {
            StatusCode::INSUFFICIENT_STORAGE
        }
        _ => {
            tracing::error!(error = error as &dyn std::error::Error, "a request failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    let answer = refused(status, &WireError::from(error));
    if status == StatusCode::SERVICE_UNAVAILABLE { come_back(answer) } else { answer }
}

/// Says when to come back.
pub(super) fn come_back(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    answer
}
