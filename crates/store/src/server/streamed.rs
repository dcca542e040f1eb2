//! Answers of any size: sent while they are found.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{
    Service, answer,
    body_stream::{BodyWriter, body_stream},
};
use crate::{Database, StoreError, embedded::Deadline};

/// Answers with what `work` writes. An error before the first piece is an answer of its own; a later one breaks the
/// body off, so that half an answer is never taken for a whole one.
pub(super) async fn streamed(
    service: &Arc<Service>,
    media_type: &'static str,
    deadline: Arc<Deadline>,
    work: impl FnOnce(&mut BodyWriter, &Arc<Deadline>) -> Result<(), StoreError> + Send + 'static,
) -> Response {
    let (mut out, mut pieces) = body_stream(Arc::clone(&deadline));
    let (service, asked) = (Arc::clone(service), Arc::clone(service));
    let (send_version, version) = tokio::sync::oneshot::channel();
    let worker = async move {
        let work = move |deadline: &Arc<Deadline>| {
            // The version first: what follows is at least as new, so that a reader never takes old figures for new.
            let _ = send_version.send(service.database.data_version()?);
            let done = work(&mut out, deadline).and_then(|()| out.hand_on().map_err(gone));
            match done {
                Err(error) if out.has_begun() => {
                    out.break_off(&error);
                    Ok(())
                }
                done => done,
            }
        };
        answer::quickly(&asked, deadline, work).await
    };
    let worker = tokio::spawn(worker);
    let Some(first) = pieces.first().await else {
        return match worker.await {
            Ok(Err(error)) => answer::failed(&error),
            _ => ([(header::CONTENT_TYPE, media_type)], ()).into_response(),
        };
    };
    let version: HeaderValue = version.await.unwrap_or_default().into();
    let kind = HeaderValue::from_static(media_type);
    // A small answer has its length.
    let body = match pieces.whole(first).await {
        Ok(whole) => Body::from(whole),
        Err((first, pieces)) => pieces.into_body(first),
    };
    ([(header::CONTENT_TYPE, kind), (answer::DATA_VERSION, version)], body).into_response()
}

/// The reader of an answer has gone, or sleeps.
pub(super) fn gone(error: impl std::fmt::Display) -> StoreError {
    StoreError::internal(format!("the answer cannot be sent: {error}"))
}
