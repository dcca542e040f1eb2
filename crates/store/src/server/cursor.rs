//! Cursors: the answer to a batch, row by row, as it is found.

use std::{io::Write, sync::Arc};

use axum::{Extension, extract::State, http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    Service,
    access::Client,
    answer,
    body::Document,
    body_stream::BodyWriter,
    pipeline::{misuse_of_conditions, no_stream, too_many_statements},
    stream::{Stream, columns},
    streamed::{gone, streamed},
    streams::new_baton,
};
use crate::{
    StoreError, Value,
    embedded::Deadline,
    hrana::{
        Batch, BatchResult, CursorEntry, CursorRequest, CursorResponse, Stmt, StmtResult, WireError,
        WireValue,
    },
    rows::TakeRows,
};

/// Answers a batch as lines of JSON.
pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    Document(request): Document<CursorRequest>,
) -> Response {
    let too_many = too_many_statements(request.batch.steps.len());
    if let Some(refusal) = too_many.or_else(|| misuse_of_conditions(&request.batch)) {
        return answer::refused(StatusCode::BAD_REQUEST, &refusal);
    }
    let mut stream = match service.streams.take(&service, request.baton.as_deref(), client) {
        Ok(stream) => stream,
        Err(reason) => return no_stream(reason),
    };
    let deadline = stream.deadline();
    let streams = Arc::clone(&service.streams);
    streamed(&service, "application/x-ndjson", deadline, move |body, deadline| {
        let baton = new_baton()?;
        line(body, &CursorResponse { baton: Some(baton.clone()), base_url: None })?;
        batch(&mut stream, request.batch, deadline, body)?;
        body.hand_on().map_err(gone)?;
        // The body ends after this: its reader finds the stream waiting.
        streams.park(stream, baton);
        Ok(())
    })
    .await
}

fn batch(
    stream: &mut Stream,
    batch: Batch,
    deadline: &Arc<Deadline>,
    body: &mut BodyWriter,
) -> Result<(), StoreError> {
    // Conditions ask whether a step went well: its rows are not kept for that.
    let mut so_far = BatchResult::default();
    for (step, asked) in batch.steps.into_iter().enumerate() {
        let due = asked.condition.is_none_or(|condition| condition.holds(&so_far, stream.is_autocommit()));
        let outcome = due.then(|| execute(stream, step, asked.stmt, deadline, body));
        let failed = match &outcome {
            Some(Err(error)) if deadline.is_cancelled() => {
                return Err(StoreError::internal(error));
            }
            Some(Err(error)) => Some(WireError::from(error)),
            _ => None,
        };
        if let Some(error) = &failed {
            line(body, &CursorEntry::StepError { step, error: error.clone() })?;
        }
        so_far.step_results.push(matches!(outcome, Some(Ok(()))).then(StmtResult::default));
        so_far.step_errors.push(failed);
    }
    Ok(())
}

fn execute(
    stream: &mut Stream,
    step: usize,
    stmt: Stmt,
    deadline: &Arc<Deadline>,
    body: &mut BodyWriter,
) -> Result<(), StoreError> {
    let sql = stream.text(&stmt.text)?;
    let mut lines = Lines { step, wanted: stmt.wants_rows(), columns: 0, body };
    let done = stream.execute(&stmt.asked(sql)?, &mut lines, deadline)?;
    let last_insert_rowid = done.last_insert_rowid.map(|id| id.to_string());
    line(lines.body, &CursorEntry::StepEnd { affected_row_count: done.affected, last_insert_rowid })
}

/// Writes rows as lines.
struct Lines<'a> {
    step: usize,
    wanted: bool,
    columns: usize,
    body: &'a mut BodyWriter,
}

impl TakeRows for Lines<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.columns = statement.column_count();
        line(self.body, &CursorEntry::StepBegin { step: self.step, cols: columns(statement) })
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        if !self.wanted {
            return Ok(());
        }
        let value = |at| Ok(WireValue::from(&Value::from(row.get_ref(at)?)));
        let row = (0..self.columns).map(value).collect::<Result<_, StoreError>>()?;
        line(self.body, &CursorEntry::Row { row })
    }
}

fn line(body: &mut BodyWriter, entry: &impl Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *body, entry).map_err(gone)?;
    body.write_all(b"\n").map_err(gone)
}
