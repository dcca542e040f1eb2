//! A pipeline of statements, run in order on one connection.

use rusqlite::Connection;

use crate::{
    Embedded, Outcome, StoreError, Value,
    embedded::run as run_statement,
    hrana::{
        Batch, BatchCond, BatchResult, PipelineRequest, PipelineResponse, Stmt, StmtResult, StreamRequest,
        StreamResponse, StreamResult, WireError,
    },
};

/// The most rows one statement may answer with over the wire.
const ROW_LIMIT: usize = 1_000_000;

/// Answers a whole pipeline; a transaction that it leaves open is rolled back.
pub(super) fn run(
    database: &Embedded,
    request: PipelineRequest,
    read_only: bool,
) -> Result<PipelineResponse, StoreError> {
    if read_only || database.reading(|reader| Ok(only_reads(reader, &request)))? {
        return database.reading(|reader| Ok(answer(reader, request, true)));
    }
    let writer = database.writer();
    let response = answer(&writer, request, false);
    if !writer.is_autocommit() {
        writer.execute_batch("rollback")?;
    }
    Ok(response)
}

/// Whether every statement reads; one that cannot be judged (its table may be made earlier on) counts as writing.
fn only_reads(reader: &Connection, request: &PipelineRequest) -> bool {
    let reads = |stmt: &Stmt| reader.prepare_cached(&stmt.sql).is_ok_and(|prepared| prepared.readonly());
    request.requests.iter().all(|request| match request {
        StreamRequest::Execute { stmt } => reads(stmt),
        StreamRequest::Batch { batch } => batch.steps.iter().all(|step| reads(&step.stmt)),
        StreamRequest::Close => true,
    })
}

fn answer(connection: &Connection, request: PipelineRequest, read_only: bool) -> PipelineResponse {
    let results = request.requests.into_iter().map(|request| {
        let response = match request {
            StreamRequest::Execute { stmt } => {
                execute(connection, stmt, read_only).map(|result| StreamResponse::Execute { result })
            }
            StreamRequest::Batch { batch: steps } => {
                Ok(StreamResponse::Batch { result: batch(connection, steps, read_only) })
            }
            StreamRequest::Close => Ok(StreamResponse::Close),
        };
        match response {
            Ok(response) => StreamResult::Ok { response },
            Err(error) => StreamResult::Error { error },
        }
    });
    PipelineResponse { baton: None, base_url: None, results: results.collect() }
}

fn execute(connection: &Connection, stmt: Stmt, read_only: bool) -> Result<StmtResult, WireError> {
    if let Some(named) = stmt.named_args.first() {
        let message = format!("named arguments are not taken here: {}", named.name);
        return Err(WireError { message, code: Some("ARGS_INVALID".into()) });
    }
    let args = stmt.args.into_iter().map(Value::try_from).collect::<Result<Vec<_>, _>>();
    let args = args.map_err(|message| WireError { message, code: Some("ARGS_INVALID".into()) })?;
    let outcome: Outcome = run_statement(connection, &stmt.sql, &args, ROW_LIMIT, |statement| {
        if read_only && !statement.readonly() { Err(StoreError::ReadOnly) } else { Ok(()) }
    })
    .map_err(|error| wire_error(&error))?;
    Ok(StmtResult::new(&outcome, connection.last_insert_rowid(), stmt.want_rows))
}

fn batch(connection: &Connection, batch: Batch, read_only: bool) -> BatchResult {
    let mut result = BatchResult::default();
    for step in batch.steps {
        let due = step.condition.is_none_or(|condition| holds(&condition, &result, connection));
        let outcome = due.then(|| execute(connection, step.stmt, read_only));
        let (done, failed) = match outcome {
            None => (None, None),
            Some(Ok(done)) => (Some(done), None),
            Some(Err(failed)) => (None, Some(failed)),
        };
        result.step_results.push(done);
        result.step_errors.push(failed);
    }
    result
}

/// Whether a step's condition holds; steps that have not run are neither ok nor failed.
fn holds(condition: &BatchCond, so_far: &BatchResult, connection: &Connection) -> bool {
    let holds_too = |condition: &BatchCond| holds(condition, so_far, connection);
    match condition {
        BatchCond::Ok { step } => so_far.step_results.get(*step).is_some_and(Option::is_some),
        BatchCond::Error { step } => so_far.step_errors.get(*step).is_some_and(Option::is_some),
        BatchCond::Not { cond } => !holds_too(cond),
        BatchCond::And { conds } => conds.iter().all(holds_too),
        BatchCond::Or { conds } => conds.iter().any(holds_too),
        BatchCond::IsAutocommit => connection.is_autocommit(),
    }
}

/// An error with its name, so that the other side of the wire knows it again.
pub(super) fn wire_error(error: &StoreError) -> WireError {
    let code = match error {
        StoreError::Sql { sqlite_code, .. } => sqlite_code.clone(),
        StoreError::Busy => "SQLITE_BUSY".into(),
        StoreError::ReadOnly => "SQLITE_READONLY".into(),
        StoreError::TooSlow { .. } => "SQLITE_INTERRUPT".into(),
        StoreError::TooManyRows { .. } => "RESPONSE_TOO_LARGE".into(),
        _ => "INTERNAL".into(),
    };
    WireError { message: error.to_string(), code: Some(code) }
}
