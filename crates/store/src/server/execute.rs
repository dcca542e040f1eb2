//! One statement of a stream, its rows kept as they go on the wire.

use std::sync::Arc;

use rusqlite::types::ValueRef;

use super::{
    room::Room,
    stream::{Stream, columns},
};
use crate::{
    StoreError, Value,
    embedded::{self, Asked, Deadline},
    hrana::{Col, Stmt, StmtResult, WireValue},
    rows::TakeRows,
};

/// The most rows of a statement in a pipeline.
const ROW_LIMIT: usize = 500_000;

/// Runs one statement; its rows, when wanted, are kept as they go on the wire.
pub(super) fn execute(
    stream: &mut Stream,
    asked: &Asked,
    wants_rows: bool,
    deadline: &Arc<Deadline>,
    room: &mut Room,
) -> Result<StmtResult, StoreError> {
    let mut rows = WireRows { cols: vec![], rows: vec![], wanted: wants_rows, room, deadline };
    let done = stream.execute(asked, &mut rows, deadline)?;
    Ok(StmtResult {
        cols: rows.cols,
        rows: rows.rows,
        affected_row_count: done.affected,
        last_insert_rowid: done.last_insert_rowid.map(|id| id.to_string()),
    })
}

/// Runs one statement of the wire.
pub(super) fn execute_stmt(
    stream: &mut Stream,
    stmt: Stmt,
    deadline: &Arc<Deadline>,
    room: &mut Room,
) -> Result<StmtResult, StoreError> {
    let (sql, wants_rows) = (stream.text(&stmt.text)?, stmt.wants_rows());
    execute(stream, &stmt.asked(sql)?, wants_rows, deadline, room)
}

/// Rows for the wire, as long as there is room.
struct WireRows<'a> {
    cols: Vec<Col>,
    rows: Vec<Vec<WireValue>>,
    wanted: bool,
    room: &'a mut Room,
    deadline: &'a Deadline,
}

impl TakeRows for WireRows<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.cols = columns(statement);
        self.room.take(self.cols.iter().map(Col::size).sum(), self.deadline)
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        if !self.wanted {
            return Ok(());
        }
        if self.rows.len() == ROW_LIMIT {
            return Err(StoreError::TooManyRows { limit: ROW_LIMIT });
        }
        let mut values = Vec::with_capacity(self.cols.len());
        for at in 0..self.cols.len() {
            let value = row.get_ref(at)?;
            // Before it is copied; bytes take a third more on the wire.
            let raw = embedded::size_of(value);
            let blob = if matches!(value, ValueRef::Blob(_)) { raw / 3 } else { 0 };
            self.room.take(size_of::<WireValue>() + raw + blob, self.deadline)?;
            values.push(WireValue::from(&Value::from(value)));
        }
        self.rows.push(values);
        Ok(())
    }
}
