//! A stream: one client's statements in order, on one connection at a time, with its transaction.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use rusqlite::{Batch, Connection, MAIN_DB, TransactionState, fallible_iterator::FallibleIterator};

use super::{
    Service,
    access::{Client, Identity},
};
use crate::{
    Cause, Database, Scope, StoreError,
    embedded::{
        Asked, Deadline, Embedded, Reading, STATEMENT_TIME, WRITE_HOLD, WriteGuard, begins_reading,
        begins_transaction, check_references, fit_values, may_insert, prepared, question_for, run, take_rows,
    },
    hrana::{Col, DescribeParam, DescribeResult, SqlText},
    rows::TakeRows,
};

/// How many texts a stream may store.
const STORED_LIMIT: usize = 1_000;

/// How many bytes of SQL the streams of all clients may store.
const STORED_BYTES: usize = 32 << 20;

/// It reads on a read-only connection until a statement has to write, and then goes on on one that writes.
/// Dropping it undoes what it has not committed.
pub(super) struct Stream {
    service: Arc<Service>,
    client: Client,
    reader: Option<Connection>,
    writer: Option<Connection>,
    write_guard: Option<WriteGuard>,
    stored: HashMap<i32, String>,
}

/// The outcome of a statement, besides its rows.
pub(super) struct Done {
    pub(super) affected: u64,
    /// Of a statement that inserts.
    pub(super) last_insert_rowid: Option<i64>,
}

impl Stream {
    pub(super) fn new(service: Arc<Service>, client: Client) -> Self {
        Self { service, client, reader: None, writer: None, write_guard: None, stored: HashMap::new() }
    }

    /// The client that opened it.
    pub(super) fn identity(&self) -> Identity {
        self.client.identity
    }

    /// From now on it may do what this request's client may.
    pub(super) fn serve(&mut self, client: Client) {
        self.client = client;
        [&mut self.reader, &mut self.writer].into_iter().flatten().for_each(Deadline::forget);
    }

    /// For how long it has kept others from writing.
    pub(super) fn holds_writer_for(&self) -> Option<Duration> {
        self.write_guard.as_ref().map(WriteGuard::held_for)
    }

    pub(super) fn is_autocommit(&self) -> bool {
        [&self.reader, &self.writer].into_iter().flatten().all(Connection::is_autocommit)
    }

    /// The deadline of one statement: a transaction that earlier requests began must end in time.
    pub(super) fn deadline(&self) -> Arc<Deadline> {
        let left = self.holds_writer_for().map(|held| WRITE_HOLD.saturating_sub(held));
        Deadline::of(left.unwrap_or(STATEMENT_TIME))
    }

    /// The text itself, or the one stored under its number.
    pub(super) fn text(&self, text: &SqlText) -> Result<String, StoreError> {
        let wrong = |reason: String| Err(StoreError::Arguments { reason });
        match (&text.sql, text.sql_id) {
            (Some(sql), None) => Ok(sql.clone()),
            (None, Some(id)) => match self.stored.get(&id) {
                Some(sql) => Ok(sql.clone()),
                None => wrong(format!("no SQL is stored under {id}")),
            },
            _ => wrong("either sql or sql_id is needed".into()),
        }
    }

    pub(super) fn store(&mut self, id: i32, sql: String) -> Result<(), StoreError> {
        let wrong = |reason: String| Err(StoreError::Arguments { reason });
        if self.stored.contains_key(&id) {
            return wrong(format!("SQL is stored under {id} already"));
        }
        if self.stored.len() == STORED_LIMIT {
            return wrong(format!("{STORED_LIMIT} texts are stored already"));
        }
        let (all, own) = (&self.service.streams.stored_bytes, sql.len());
        if own.saturating_add(all.load(Relaxed)) > STORED_BYTES {
            return Err(StoreError::Overloaded { reason: Cause::MuchStored });
        }
        all.fetch_add(own, Relaxed);
        self.stored.insert(id, sql);
        Ok(())
    }

    pub(super) fn forget(&mut self, id: i32) {
        let bytes = self.stored.remove(&id).map_or(0, |sql| sql.len());
        self.service.streams.stored_bytes.fetch_sub(bytes, Relaxed);
    }

    /// Runs one statement.
    pub(super) fn execute(
        &mut self,
        asked: &Asked,
        take: &mut dyn TakeRows,
        deadline: &Arc<Deadline>,
    ) -> Result<Done, StoreError> {
        let question = question_for(&asked.sql).map(|sql| Asked { sql, ..Asked::default() });
        let asked = question.as_ref().unwrap_or(asked);
        if !self.reads(&asked.sql)? {
            return self.write(asked, take, deadline);
        }
        let plain = begins_reading(&asked.sql).then(|| Asked { sql: "begin".into(), ..Asked::default() });
        self.read(plain.as_ref().unwrap_or(asked), take, deadline)
    }

    /// Whether the statement runs on the reader.
    fn reads(&mut self, sql: &str) -> Result<bool, StoreError> {
        if self.writer.is_some() {
            return Ok(false);
        }
        if begins_reading(sql) {
            return Ok(true);
        }
        let may_write = self.client.scope == Scope::Write;
        let reader = self.reader()?;
        let reads = prepared(reader, sql)?.readonly();
        // A transaction may go on to write, which the reader could not.
        Ok(reads && !(may_write && begins_transaction(sql) && reader.is_autocommit()))
    }

    fn read(
        &mut self,
        asked: &Asked,
        take: &mut dyn TakeRows,
        deadline: &Arc<Deadline>,
    ) -> Result<Done, StoreError> {
        let metrics = Arc::clone(&self.service);
        let reader = self.reader()?;
        deadline.watch(reader)?;
        let mut counted = Counted { take, rows: 0 };
        let affected = run(reader, asked, &mut Reading(&mut counted));
        metrics.metrics.rows_read.inc_by(counted.rows);
        Ok(Done { affected: affected?, last_insert_rowid: None })
    }

    fn write(
        &mut self,
        asked: &Asked,
        take: &mut dyn TakeRows,
        deadline: &Arc<Deadline>,
    ) -> Result<Done, StoreError> {
        self.go_on_writing()?;
        let service = Arc::clone(&self.service);
        let Some(writer) = &mut self.writer else { return Err(StoreError::ReadOnly) };
        if self.write_guard.is_none() && !prepared(writer, &asked.sql)?.readonly() {
            self.write_guard = Some(wait_for_write_lock(&service, deadline)?);
        }
        deadline.watch(writer)?;
        let mut counted = Counted { take, rows: 0 };
        let affected = run(writer, asked, &mut counted);
        service.metrics.rows_read.inc_by(counted.rows);
        pass_on(&service, writer, &mut self.write_guard);
        let affected = affected.map_err(|error| service.database.explain(error))?;
        service.metrics.rows_written.inc_by(affected);
        let last_insert_rowid = may_insert(&asked.sql).then(|| writer.last_insert_rowid());
        Ok(Done { affected, last_insert_rowid })
    }

    /// Takes a connection that writes in the place of the reader.
    fn go_on_writing(&mut self) -> Result<(), StoreError> {
        self.client.must_write()?;
        let database = &self.service.database;
        if let Some(reader) = self.reader.take() {
            if !reader.is_autocommit() {
                self.reader = Some(reader);
                return Err(StoreError::ReadOnly);
            }
            database.give_reader(reader);
        }
        if self.writer.is_none() {
            self.writer = Some(database.take_writer()?);
        }
        Ok(())
    }

    fn reader(&mut self) -> Result<&mut Connection, StoreError> {
        match &mut self.reader {
            Some(reader) => Ok(reader),
            empty => Ok(empty.insert(self.service.database.take_reader()?)),
        }
    }

    /// Runs a text of several statements, up to the first that fails.
    pub(super) fn sequence(&mut self, text: &str, deadline: &Arc<Deadline>) -> Result<(), StoreError> {
        if self.client.scope == Scope::Read {
            let reader = self.reader()?;
            deadline.watch(reader)?;
            fit_values(reader, text)?;
            let mut statements = Batch::new(reader, text);
            while let Some(mut statement) = statements.next()? {
                take_rows(&mut statement, &mut Reading(&mut Nothing))?;
            }
            return Ok(());
        }
        let service = Arc::clone(&self.service);
        self.go_on_writing()?;
        let (Some(writer), write_guard) = (&mut self.writer, &mut self.write_guard) else {
            return Err(StoreError::ReadOnly);
        };
        deadline.watch(writer)?;
        fit_values(writer, text)?;
        check_references(text)?;
        let mut statements = Batch::new(writer, text);
        while let Some(mut statement) = statements.next()? {
            if write_guard.is_none() && !statement.readonly() {
                *write_guard = Some(wait_for_write_lock(&service, deadline)?);
            }
            let done = take_rows(&mut statement, &mut Nothing);
            pass_on(&service, writer, write_guard);
            done.map_err(|error| service.database.explain(error))?;
        }
        Ok(())
    }

    /// The parameters and columns of a statement, without running it.
    pub(super) fn describe(&mut self, sql: &str) -> Result<DescribeResult, StoreError> {
        let connection = match &mut self.writer {
            Some(writer) => writer,
            None => self.reader()?,
        };
        let statement = prepared(connection, sql)?;
        let name = |at| DescribeParam { name: statement.parameter_name(at).map(str::to_owned) };
        Ok(DescribeResult {
            params: (1..=statement.parameter_count()).map(name).collect(),
            cols: columns(&statement),
            is_explain: statement.is_explain() > 0,
            is_readonly: statement.readonly(),
        })
    }

    /// The version of the data as the stream sees them.
    pub(super) fn data_version(&mut self) -> Result<i64, StoreError> {
        let connection = match &mut self.writer {
            Some(writer) => writer,
            None => self.reader()?,
        };
        // A transaction that has not read yet sees what is there when it does: reading here would fix that moment, and
        // it could not write any more once somebody else has.
        let has_read = connection.transaction_state(Some(MAIN_DB))? != TransactionState::None;
        if !connection.is_autocommit() && !has_read {
            return self.service.database.data_version();
        }
        let mut statement = connection.prepare_cached("select version from data_version")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// Gives its connections back as far as nothing depends on them, before it waits for its next request.
    pub(super) fn rest(&mut self) {
        if let Some(reader) = self.reader.take_if(|reader| reader.is_autocommit()) {
            self.service.database.give_reader(reader);
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let stored = self.stored.values().map(String::len).sum();
        self.service.streams.stored_bytes.fetch_sub(stored, Relaxed);
        let database: &Embedded = &self.service.database;
        if let Some(reader) = self.reader.take() {
            database.give_reader(reader);
        }
        if let Some(writer) = self.writer.take() {
            if !writer.is_autocommit() {
                // When it fails, the pool closes the connection, which undoes the transaction too.
                let _ = writer.execute_batch("rollback");
            }
            database.give_writer(writer);
        }
        // The write lock is released last: nobody writes before this transaction is undone.
        self.write_guard = None;
    }
}

/// The right to write, for a statement whose client still waits.
fn wait_for_write_lock(service: &Service, deadline: &Deadline) -> Result<WriteGuard, StoreError> {
    deadline.let_go();
    let write_guard = service.database.acquire_write_lock()?;
    // Nothing is written for a client that has gone: it may have sent the same elsewhere.
    if deadline.is_over() {
        Err(StoreError::TooSlow { seconds: STATEMENT_TIME.as_secs() })
    } else {
        Ok(write_guard)
    }
}

/// Lets the next one write, unless the connection is within a transaction that has written: a statement that failed
/// before it wrote keeps nobody waiting.
fn pass_on(service: &Service, writer: &Connection, write_guard: &mut Option<WriteGuard>) {
    let is_writing =
        writer.transaction_state(Some(MAIN_DB)).is_ok_and(|state| state == TransactionState::Write);
    if is_writing {
        return;
    }
    if let Some(write_guard) = write_guard.take()
        && writer.is_autocommit()
    {
        service.database.cut_log(&write_guard);
    }
}

/// The columns of an answer, with their declared types.
pub(super) fn columns(statement: &rusqlite::Statement<'_>) -> Vec<Col> {
    let column = |column: rusqlite::Column<'_>| Col {
        name: Some(column.name().to_owned()),
        decltype: column.decl_type().map(str::to_owned),
    };
    statement.columns().map(column).collect()
}

/// Takes rows and counts them.
struct Counted<'a> {
    take: &'a mut dyn TakeRows,
    rows: u64,
}

impl TakeRows for Counted<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.take.begin(statement)
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        self.rows += 1;
        self.take.row(row)
    }
}

/// Discards rows.
pub(super) struct Nothing;

impl TakeRows for Nothing {
    fn begin(&mut self, _: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        Ok(())
    }

    fn row(&mut self, _: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        Ok(())
    }
}
