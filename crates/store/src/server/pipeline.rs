//! Pipelines: requests to one stream, answered in order.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::Response,
};

use super::{
    Service,
    access::Client,
    answer, at_once,
    execute::{ANSWER_LIMIT, execute_stmt},
    stream::Stream,
    streams::{NoStream, new_baton},
};
use crate::{
    StoreError,
    embedded::Patience,
    hrana::{
        Batch, BatchResult, PipelineRequest, PipelineResponse, StreamRequest, StreamResponse, StreamResult,
        WireError,
    },
};

/// Answers a pipeline.
///
/// The body must call itself JSON: a web page cannot send that to another origin without asking first.
pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    request: Result<Json<PipelineRequest>, JsonRejection>,
) -> Response {
    let request = match read(request) {
        Ok(request) => request,
        Err(refusal) => return refusal,
    };
    if let Some(response) = at_once::answer(&service, client, &request) {
        return response;
    }
    let stream = match service.streams.take(&service, request.baton.as_deref(), client) {
        Ok(stream) => stream,
        Err(reason) => return no_stream(reason),
    };
    let gone = Gone(stream.patience());
    let asked = Arc::clone(&service);
    let response = answer::quickly(&service, Arc::clone(&gone.0), move |patience| {
        let (response, version) = run(&asked, stream, request, patience)?;
        answer::document(&response, version)
    });
    response.await.unwrap_or_else(|error| answer::failed(&error))
}

/// The body, or why it is none.
#[expect(clippy::result_large_err, reason = "the error is the answer")]
pub(super) fn read<T>(request: Result<Json<T>, JsonRejection>) -> Result<T, Response> {
    request.map(|Json(request)| request).map_err(|rejection| {
        let error = WireError::new("PROTOCOL", rejection.body_text());
        // What is JSON of another shape is a bad request too, for clients that know of 400 alone.
        let status = rejection.status();
        let status =
            if status == StatusCode::UNPROCESSABLE_ENTITY { StatusCode::BAD_REQUEST } else { status };
        answer::refused(status, &error)
    })
}

/// Says why a request gets no stream.
pub(super) fn no_stream(reason: NoStream) -> Response {
    match reason {
        NoStream::Unknown => answer::refused(StatusCode::BAD_REQUEST, &reason.into()),
        NoStream::TooMany => {
            answer::come_back(answer::refused(StatusCode::TOO_MANY_REQUESTS, &reason.into()))
        }
    }
}

/// Gives patience up when the client has gone.
pub(super) struct Gone(pub(super) Arc<Patience>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

/// Runs a pipeline; its stream goes on under a new baton unless it was closed. Tells the version of the data, too.
fn run(
    service: &Arc<Service>,
    mut stream: Stream,
    request: PipelineRequest,
    patience: &Arc<Patience>,
) -> Result<(PipelineResponse, i64), StoreError> {
    let mut closed = false;
    let mut room = ANSWER_LIMIT;
    let mut results = Vec::with_capacity(request.requests.len());
    for request in request.requests {
        closed |= matches!(request, StreamRequest::Close);
        let response = if closed && !matches!(request, StreamRequest::Close) {
            Err(StoreError::Arguments { reason: "the stream is closed".into() })
        } else {
            respond(&mut stream, request, patience, &mut room)
        };
        results.push(match response {
            Ok(response) => StreamResult::Ok { response },
            Err(error) => StreamResult::Error { error: WireError::from(&error) },
        });
    }
    let version = stream.data_version()?;
    // A client that has gone never learns the baton.
    closed |= patience.is_given_up();
    let baton = if closed { None } else { Some(new_baton()?) };
    match &baton {
        Some(baton) => service.streams.park(stream, baton.clone()),
        None => drop(stream),
    }
    Ok((PipelineResponse { baton, base_url: None, results }, version))
}

fn respond(
    stream: &mut Stream,
    request: StreamRequest,
    patience: &Arc<Patience>,
    room: &mut usize,
) -> Result<StreamResponse, StoreError> {
    Ok(match request {
        StreamRequest::Close => StreamResponse::Close,
        StreamRequest::Execute { stmt } => {
            StreamResponse::Execute { result: execute_stmt(stream, stmt, patience, room)? }
        }
        StreamRequest::Batch { batch: steps } => {
            StreamResponse::Batch { result: batch(stream, steps, patience, room) }
        }
        StreamRequest::Sequence { text } => {
            stream.sequence(&stream.text(&text)?, patience)?;
            StreamResponse::Sequence
        }
        StreamRequest::Describe { text } => {
            StreamResponse::Describe { result: stream.describe(&stream.text(&text)?)? }
        }
        StreamRequest::StoreSql { sql_id, sql } => {
            stream.store(sql_id, sql)?;
            StreamResponse::StoreSql
        }
        StreamRequest::CloseSql { sql_id } => {
            stream.forget(sql_id);
            StreamResponse::CloseSql
        }
        StreamRequest::GetAutocommit => {
            StreamResponse::GetAutocommit { is_autocommit: stream.is_autocommit() }
        }
    })
}

fn batch(stream: &mut Stream, batch: Batch, patience: &Arc<Patience>, room: &mut usize) -> BatchResult {
    let mut result = BatchResult::default();
    for step in batch.steps {
        let due = step.condition.is_none_or(|condition| stream.holds(&condition, &result));
        let (done, failed) = match due.then(|| execute_stmt(stream, step.stmt, patience, room)) {
            None => (None, None),
            Some(Ok(done)) => (Some(done), None),
            Some(Err(error)) => (None, Some(WireError::from(&error))),
        };
        result.step_results.push(done);
        result.step_errors.push(failed);
    }
    result
}
