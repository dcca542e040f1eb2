//! Pipelines: requests to one stream, answered in order.

use std::sync::Arc;

use axum::{Extension, extract::State, http::StatusCode, response::Response};

use super::{
    Service,
    access::Client,
    answer,
    body::Document,
    execute::execute_stmt,
    room::{self, Room},
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
pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    Document(request): Document<PipelineRequest>,
) -> Response {
    if let Some(refusal) = misuse(&request) {
        return answer::refused(StatusCode::BAD_REQUEST, &refusal);
    }
    let stream = match service.streams.take(&service, request.baton.as_deref(), client) {
        Ok(stream) => stream,
        Err(reason) => return no_stream(reason),
    };
    let gone = Gone(stream.patience());
    let asked = Arc::clone(&service);
    let response = answer::quickly(&service, Arc::clone(&gone.0), move |patience| {
        let mut room = asked.large.room();
        let (response, version) = run(&asked, stream, request, patience, &mut room)?;
        let response = answer::document_of(&response, version, room.used())?;
        Ok(room::hold_place(response, &room.place()))
    });
    response.await.unwrap_or_else(|error| answer::failed(&error))
}

/// Why a pipeline is refused before anything of it has run.
fn misuse(request: &PipelineRequest) -> Option<WireError> {
    let requests = &request.requests;
    let closes_early = requests
        .iter()
        .position(|request| matches!(request, StreamRequest::Close))
        .is_some_and(|at| at + 1 < requests.len());
    if closes_early {
        let error = WireError::new("PROTOCOL", "a request follows the close of its stream");
        return Some(error.with_remedy("close the stream last"));
    }
    requests.iter().find_map(|request| match request {
        StreamRequest::Batch { batch } => misuse_of_conditions(batch),
        _ => None,
    })
}

/// Why a batch is refused whose conditions cannot be known in time.
pub(super) fn misuse_of_conditions(batch: &Batch) -> Option<WireError> {
    let error = || {
        WireError::new("PROTOCOL", "a condition of the batch asks about its own step or a later one")
            .with_remedy("number steps from 0, and ask about earlier ones alone")
    };
    (!batch.looks_back_alone()).then(error)
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
    room: &mut Room,
) -> Result<(PipelineResponse, i64), StoreError> {
    let mut closed = false;
    let mut results = Vec::with_capacity(request.requests.len());
    for request in request.requests {
        closed |= matches!(request, StreamRequest::Close);
        results.push(match respond(&mut stream, request, patience, room) {
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
    room: &mut Room,
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

fn batch(stream: &mut Stream, batch: Batch, patience: &Arc<Patience>, room: &mut Room) -> BatchResult {
    let mut result = BatchResult::default();
    for step in batch.steps {
        let due = step.condition.is_none_or(|condition| condition.holds(&result, stream.is_autocommit()));
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
