//! Cursors: the answer to a batch, row by row, as it is found.

use std::{io::Write, sync::Arc};

use axum::{Extension, extract::State, http::StatusCode, response::Response};
use serde::Serialize;

use super::{
    Service,
    access::Client,
    answer,
    body::Document,
    outlet::Outlet,
    pipeline::{misuse_of_conditions, no_stream, too_many_statements},
    stream::{Stream, columns},
    streamed::{gone, streamed},
    streams::new_baton,
};
use crate::{
    StoreError, Value,
    embedded::Patience,
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
    let patience = stream.patience();
    let streams = Arc::clone(&service.streams);
    streamed(&service, "application/x-ndjson", patience, move |outlet, patience| {
        let baton = new_baton()?;
        line(outlet, &CursorResponse { baton: Some(baton.clone()), base_url: None })?;
        batch(&mut stream, request.batch, patience, outlet)?;
        outlet.hand_on().map_err(gone)?;
        // The body ends after this: its reader finds the stream waiting.
        streams.park(stream, baton);
        Ok(())
    })
    .await
}

fn batch(
    stream: &mut Stream,
    batch: Batch,
    patience: &Arc<Patience>,
    outlet: &mut Outlet,
) -> Result<(), StoreError> {
    // Conditions ask whether a step went well: its rows are not kept for that.
    let mut so_far = BatchResult::default();
    for (step, asked) in batch.steps.into_iter().enumerate() {
        let due = asked.condition.is_none_or(|condition| condition.holds(&so_far, stream.is_autocommit()));
        let outcome = due.then(|| execute(stream, step, asked.stmt, patience, outlet));
        let failed = match &outcome {
            Some(Err(error)) if patience.is_given_up() => {
                return Err(StoreError::internal(error));
            }
            Some(Err(error)) => Some(WireError::from(error)),
            _ => None,
        };
        if let Some(error) = &failed {
            line(outlet, &CursorEntry::StepError { step, error: error.clone() })?;
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
    patience: &Arc<Patience>,
    outlet: &mut Outlet,
) -> Result<(), StoreError> {
    let sql = stream.text(&stmt.text)?;
    let mut lines = Lines { step, wanted: stmt.wants_rows(), columns: 0, outlet };
    let done = stream.execute(&stmt.asked(sql)?, &mut lines, patience)?;
    let last_insert_rowid = done.last_insert_rowid.map(|id| id.to_string());
    line(lines.outlet, &CursorEntry::StepEnd { affected_row_count: done.affected, last_insert_rowid })
}

/// Writes rows as lines.
struct Lines<'a> {
    step: usize,
    wanted: bool,
    columns: usize,
    outlet: &'a mut Outlet,
}

impl TakeRows for Lines<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.columns = statement.column_count();
        line(self.outlet, &CursorEntry::StepBegin { step: self.step, cols: columns(statement) })
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        if !self.wanted {
            return Ok(());
        }
        let value = |at| Ok(WireValue::from(&Value::from(row.get_ref(at)?)));
        let row = (0..self.columns).map(value).collect::<Result<_, StoreError>>()?;
        line(self.outlet, &CursorEntry::Row { row })
    }
}

fn line(outlet: &mut Outlet, entry: &impl Serialize) -> Result<(), StoreError> {
    serde_json::to_writer(&mut *outlet, entry).map_err(gone)?;
    outlet.write_all(b"\n").map_err(gone)
}
