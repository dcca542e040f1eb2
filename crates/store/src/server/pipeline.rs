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
    embedded::Deadline,
    hrana::{
        Batch, BatchResult, PipelineRequest, PipelineResponse, StreamRequest, StreamResponse, StreamResult,
        WireError,
    },
};

/// The most statements of a request, and what each takes in its answer besides rows, in bytes.
const STATEMENTS_LIMIT: usize = 100_000;
const STATEMENT_BYTES: usize = 128;

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
    let gone = Gone(stream.deadline());
    let asked = Arc::clone(&service);
    let response = answer::quickly(&service, Arc::clone(&gone.0), move |deadline| {
        let mut room = asked.large.room();
        let (response, version) = run(&asked, stream, request, deadline, &mut room)?;
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
    let statements = requests.iter().map(|request| match request {
        StreamRequest::Batch { batch } => batch.steps.len(),
        _ => 1,
    });
    too_many_statements(statements.sum()).or_else(|| {
        requests.iter().find_map(|request| match request {
            StreamRequest::Batch { batch } => misuse_of_conditions(batch),
            _ => None,
        })
    })
}

/// Why a request of so many statements is refused, if it is: what each leaves is held until the last one has run.
pub(super) fn too_many_statements(count: usize) -> Option<WireError> {
    let error = || {
        WireError::new(
            "REQUEST_TOO_LARGE",
            format!("the request has more than {STATEMENTS_LIMIT} statements"),
        )
        .with_remedy("split the request")
    };
    (count > STATEMENTS_LIMIT).then(error)
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
        NoStream::TooMany(_) => {
            answer::come_back(answer::refused(StatusCode::TOO_MANY_REQUESTS, &reason.into()))
        }
    }
}

/// Cancels the deadline when the client disconnects.
pub(super) struct Gone(pub(super) Arc<Deadline>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Runs a pipeline; its stream goes on under a new baton unless it was closed. The answer has the data version, too.
fn run(
    service: &Arc<Service>,
    mut stream: Stream,
    request: PipelineRequest,
    deadline: &Arc<Deadline>,
    room: &mut Room,
) -> Result<(PipelineResponse, i64), StoreError> {
    let mut closed = false;
    let mut results = Vec::with_capacity(request.requests.len());
    for request in request.requests {
        closed |= matches!(request, StreamRequest::Close);
        let response =
            room.take(STATEMENT_BYTES, deadline).and_then(|()| respond(&mut stream, request, deadline, room));
        results.push(match response {
            Ok(response) => StreamResult::Ok { response },
            Err(error) => StreamResult::Error { error: said(&error, deadline, room) },
        });
    }
    let version = stream.data_version()?;
    // A client that has gone never learns the baton.
    closed |= deadline.is_cancelled();
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
    deadline: &Arc<Deadline>,
    room: &mut Room,
) -> Result<StreamResponse, StoreError> {
    Ok(match request {
        StreamRequest::Close => StreamResponse::Close,
        StreamRequest::Execute { stmt } => {
            StreamResponse::Execute { result: execute_stmt(stream, stmt, deadline, room)? }
        }
        StreamRequest::Batch { batch: steps } => {
            StreamResponse::Batch { result: batch(stream, steps, deadline, room) }
        }
        StreamRequest::Sequence { text } => {
            stream.sequence(&stream.text(&text)?, deadline)?;
            StreamResponse::Sequence
        }
        StreamRequest::Describe { text } => {
            let result = stream.describe(&stream.text(&text)?)?;
            room.take(result.size(), deadline)?;
            StreamResponse::Describe { result }
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

/// An error as it is answered with, where there is room for its words.
fn said(error: &StoreError, deadline: &Deadline, room: &mut Room) -> WireError {
    let said = WireError::from(error);
    match room.take(said.message.len(), deadline) {
        Ok(()) => said,
        Err(full) => WireError::from(&full),
    }
}

fn batch(stream: &mut Stream, batch: Batch, deadline: &Arc<Deadline>, room: &mut Room) -> BatchResult {
    let mut result = BatchResult::default();
    for step in batch.steps {
        let due = step.condition.is_none_or(|condition| condition.holds(&result, stream.is_autocommit()));
        let run = || {
            room.take(STATEMENT_BYTES, deadline)?;
            execute_stmt(stream, step.stmt, deadline, room)
        };
        let (done, failed) = match due.then(run) {
            None => (None, None),
            Some(Ok(done)) => (Some(done), None),
            Some(Err(error)) => (None, Some(said(&error, deadline, room))),
        };
        result.step_results.push(done);
        result.step_errors.push(failed);
    }
    result
}
