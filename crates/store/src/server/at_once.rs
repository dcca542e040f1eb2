//! The short cut: a pipeline of a few small questions is answered where it arrives.
//!
//! Handing work to another thread and back costs more than reading a row. What arrives as a whole stream (no baton, a
//! `close` at its end) is tried here, on a read-only connection, with a budget of SQLite's own steps. When anything is
//! not as expected (it writes, it fails, it is too much) nothing has happened, and the ordinary way starts afresh.

use std::sync::Arc;

use axum::response::Response;

use super::{Service, access::Client, answer, execute::execute_stmt, stream::Stream};
use crate::{
    Scope,
    embedded::Patience,
    hrana::{PipelineRequest, PipelineResponse, StreamRequest, StreamResponse, StreamResult},
};

/// The most requests that are tried.
const REQUESTS: usize = 4;

/// The largest answer, in bytes.
const ROOM: usize = 64 << 10;

/// The answer, when it is there at once.
pub(super) fn answer(service: &Arc<Service>, client: Client, request: &PipelineRequest) -> Option<Response> {
    let requests = &request.requests;
    let is_whole = request.baton.is_none() && matches!(requests.last(), Some(StreamRequest::Close));
    if !is_whole || requests.len() > REQUESTS {
        return None;
    }
    let patience = Patience::for_a_moment();
    let mut stream = Stream::new(Arc::clone(service), Client { scope: Scope::Read, ..client });
    let mut room = ROOM;
    let mut results = Vec::with_capacity(requests.len());
    for request in requests {
        let response = match request {
            StreamRequest::Execute { stmt } => {
                let result = execute_stmt(&mut stream, stmt.clone(), &patience, &mut room).ok()?;
                StreamResponse::Execute { result }
            }
            StreamRequest::Close => StreamResponse::Close,
            _ => return None,
        };
        results.push(StreamResult::Ok { response });
    }
    let version = stream.data_version().ok()?;
    answer::document(&PipelineResponse { baton: None, base_url: None, results }, version).ok()
}
