//! The embedded side: SQLite in this process, one writer at a time, many readers.

mod authorizer;
mod backup;
mod deadline;
pub(crate) mod free_space;
mod functions;
mod identity;
mod inspection;
mod limits;
mod load;
mod migrations;
mod pool;
mod pragmas;
mod reject_spools;
mod repair;
mod schema;
mod secrets;
mod sql_text;
mod statement;
mod tokens;
mod undo;
mod write_lock;

use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};

use crate::{
    Cause, Database, Fault, Limits, Load, Loaded, Outcome, Record, Rows, Statement, StoreError, Take, Undone,
    Value, batches::Batches, rows::TakeRows, soundness,
};
pub(crate) use authorizer::check_references;
pub(crate) use deadline::Deadline;
use identity::FileIdentity;
use inspection::Inspected;
pub(crate) use load::ENDS_OF_IDS;
pub(crate) use pragmas::question_for;
pub(crate) use reject_spools::REJECT_BYTES_KEPT;
pub use reject_spools::REJECTS_KEPT;
use reject_spools::RejectSpools;
pub use reject_spools::SpooledRejects;
pub(crate) use schema::{Object, own_objects};
use secrets::Secrets;
pub(crate) use secrets::Stamp;
pub(crate) use sql_text::{begins_reading, begins_transaction, is_blank, may_insert};
pub(crate) use statement::{Asked, prepared, run, take_rows};
pub(crate) use tokens::hash_of;
pub(crate) use write_lock::{WriteGuard, WriteLock};
pub use {
    backup::{Restored, restore},
    repair::{PutBack, Repaired},
    secrets::Exposed,
    tokens::{Keys, Scope, Token},
};

/// How long a transaction over several requests may keep others from writing.
pub(crate) const WRITE_HOLD: Duration = Duration::from_secs(5);

/// How long a writer waits for the others of this process before it says that the database is busy: several forgotten
/// transactions end in that time.
const WRITE_WAIT: Duration = Duration::from_secs(20);

/// How many writers wait at most; more are refused at once, so that the one that writes finds a thread to go on.
const WRITERS_WAITING: usize = 128;

/// How long SQLite waits for another program that uses the file: longer than a service holds it.
const BUSY_TIME: Duration = Duration::from_secs(10);

/// How long one statement of a reader may run.
pub(crate) const STATEMENT_TIME: Duration = Duration::from_mins(1);

pub(crate) use limits::{LONGEST as VALUE_LIMIT, SQL_LIMIT, fit_values};

/// The size from which the write-ahead log is cut, in bytes; below, SQLite reuses it by itself.
const LOG_LIMIT: u64 = 32 << 20;

/// The size of a page of a new file.
const PAGE_BYTES: i64 = 16 << 10;

/// How long cutting the log waits for readers of its older pages.
const CUT_TIME: Duration = Duration::from_millis(200);

/// A SQLite file opened in this process.
pub struct Embedded {
    path: PathBuf,
    /// The file that was opened; nothing is asked of another one that has come to its path.
    identity: OnceLock<FileIdentity>,
    /// Where its secrets are kept; a draft has none.
    secrets: Option<Secrets>,
    /// An idle connection: as long as it is open, SQLite keeps the files beside the database that reading needs too,
    /// and that could not be made any more once the disk is full.
    keeper: Mutex<Option<Connection>>,
    write_lock: Arc<WriteLock>,
    writers: pool::Pool,
    readers: pool::Pool,
}

impl Embedded {
    /// Opens the file, makes it when it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When the path cannot be opened, is no database of this program, is empty, is damaged, cannot be written, or was written
    /// by a newer program. The file is as it was then.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, true, Some(Secrets::beside(path)))
    }

    /// Opens the file as [`open`](Self::open) does, and makes none.
    ///
    /// # Errors
    /// [`StoreError::NoDatabase`] when there is none, and those of [`open`](Self::open).
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, false, Some(Secrets::beside(path)))
    }

    /// Brings a draft up to date, which has no secrets: those that an older schema kept inside are dropped.
    fn open_draft(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, false, None)
    }

    fn open_with(path: &Path, may_make: bool, secrets: Option<Secrets>) -> Result<Self, StoreError> {
        let found = inspection::inspect(path)?;
        let is_made = !path.exists();
        match found {
            Inspected::Nothing if !may_make => return Err(StoreError::NoDatabase { path: path.to_owned() }),
            Inspected::Ours { has_log: true } => inspection::check_after_crash(path)?,
            Inspected::Nothing | Inspected::Ours { .. } => {}
        }
        crate::remove_abandoned_drafts(folder_of(path));
        let database = Self {
            path: path.to_owned(),
            identity: OnceLock::new(),
            secrets,
            keeper: Mutex::default(),
            write_lock: Arc::default(),
            writers: pool::Pool::default(),
            readers: pool::Pool::default(),
        };
        let first = database.open_first().inspect_err(|_| {
            // What could not even be begun, on a full disk, is no emptied database the next time.
            if is_made && std::fs::metadata(path).is_ok_and(|file| file.len() == 0) {
                let _ = std::fs::remove_file(path);
            }
        })?;
        // Nobody else sets it.
        let _ = database.identity.set(FileIdentity::of(path)?);
        RejectSpools::beside(path).clean();
        *database.keeper.lock() = Some(first);
        Ok(database)
    }

    /// The first connection, which makes the file where it is not there, and brings its schema up to date.
    fn open_first(&self) -> Result<Connection, StoreError> {
        let making = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut first = self.for_own_use(self.open_connection(making)?)?;
        if first.is_readonly("main")? {
            return Err(StoreError::FileReadOnly { path: self.path.clone() });
        }
        migrations::bring_up_to_date(&mut first, &self.path, self.secrets.as_ref())
            .map_err(|error| self.explain(error))?;
        Ok(first)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of the file.
    pub(crate) fn folder(&self) -> &Path {
        folder_of(&self.path)
    }

    /// The right to write, waited for.
    pub(crate) fn acquire_write_lock(&self) -> Result<WriteGuard, StoreError> {
        if self.write_lock.waiting() >= WRITERS_WAITING {
            return Err(StoreError::Overloaded { reason: Cause::ManyWriters });
        }
        self.write_lock.acquire(WRITE_WAIT)
    }

    /// The write lock, for the metrics.
    pub(crate) fn write_lock(&self) -> &WriteLock {
        &self.write_lock
    }

    /// A connection under the authorizer that can only read; to be given back.
    pub(crate) fn take_reader(&self) -> Result<Connection, StoreError> {
        self.check_identity()?;
        self.readers.take().map_or_else(|| self.open_guarded(OpenFlags::SQLITE_OPEN_READ_ONLY), Ok)
    }

    /// A connection under the authorizer that can write, for a holder of the write lock; to be given back.
    pub(crate) fn take_writer(&self) -> Result<Connection, StoreError> {
        self.check_identity()?;
        self.writers.take().map_or_else(|| self.open_guarded(OpenFlags::SQLITE_OPEN_READ_WRITE), Ok)
    }

    /// Takes a reader back.
    pub(crate) fn give_reader(&self, reader: Connection) {
        self.readers.give_back(reader, true);
    }

    /// Takes a writer back.
    pub(crate) fn give_writer(&self, writer: Connection) {
        self.writers.give_back(writer, false);
    }

    /// Lends a read-only connection to `work`, until the deadline.
    pub(crate) fn reading<T>(
        &self,
        deadline: &Arc<Deadline>,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = self.take_reader()?;
        deadline.watch(&mut reader)?;
        let answer = work(&reader);
        self.give_reader(reader);
        answer
    }

    /// Cuts the write-ahead log when it has grown large, which needs the write lock: readers that never cease
    /// would otherwise keep SQLite from ever starting it anew.
    pub(crate) fn cut_log(&self, _write_guard: &WriteGuard) {
        if self.log_size() <= LOG_LIMIT {
            return;
        }
        // The authorizer of the others refuses it.
        let cut = self.open_own().and_then(|own| {
            own.busy_timeout(CUT_TIME)?;
            Ok(own.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, bool>(0))?)
        });
        match cut {
            Ok(false) => {}
            // Somebody reads older pages still: the next write tries again.
            Ok(true) => tracing::debug!("the write-ahead log is in use"),
            Err(error) => tracing::warn!(%error, "the write-ahead log cannot be cut"),
        }
    }

    /// The size of the write-ahead log, in bytes.
    pub(crate) fn log_size(&self) -> u64 {
        inspection::log_bytes(&self.path)
    }

    /// Ends politely: what the planner has learnt is kept, the write-ahead log goes into the file.
    ///
    /// # Errors
    /// What SQLite says; every committed row is safe all the same.
    pub fn close(&self) -> Result<(), StoreError> {
        self.readers.empty();
        self.writers.empty();
        *self.keeper.lock() = None;
        if let Some(identity) = self.identity.get() {
            identity.set_log_aside(&self.path);
        }
        // The transaction that is being written ends in that time.
        let _write_guard = self.write_lock.acquire(2 * WRITE_HOLD)?;
        let own = self.open_own()?;
        let ended = own
            .execute_batch("pragma optimize")
            .and_then(|()| own.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())));
        ended.map_err(|error| self.explain(error.into()))
    }

    /// A connection for this program's own statements: no authorizer, everything allowed.
    fn open_own(&self) -> Result<Connection, StoreError> {
        self.for_own_use(self.open_connection(OpenFlags::SQLITE_OPEN_READ_WRITE)?)
    }

    fn for_own_use(&self, own: Connection) -> Result<Connection, StoreError> {
        let opened = |source| open_error(&self.path, source);
        // Of a file that is new: sales are read and written in long runs, and larger pages make these shorter.
        own.pragma_update(None, "page_size", PAGE_BYTES).map_err(opened)?;
        own.pragma_update(None, "journal_mode", "wal").map_err(opened)?;
        Ok(own)
    }

    /// Refuses to go on when another file, or none, is at the path by now.
    fn check_identity(&self) -> Result<(), StoreError> {
        self.identity.get().map_or(Ok(()), |identity| identity.check(&self.path))
    }

    /// An error as it is reported: a full disk is named, whatever first failed for it, with the room that is left; so
    /// is a disk that has become read-only, as a failing one does.
    pub(crate) fn explain(&self, error: StoreError) -> StoreError {
        let kind = match &error {
            StoreError::DiskFull { free_bytes: None } => Some(ErrorKind::StorageFull),
            StoreError::File { source, .. } if is_about_handles(source) => return too_many_files(),
            StoreError::File { source, .. } => Some(source.kind()),
            // SQLite needs room beside the file too, and says less when it finds none there.
            StoreError::Open { .. } | StoreError::DiskFailed { .. } | StoreError::ReadOnly => {
                match write_beside(&self.path) {
                    Err(error) if is_about_handles(&error) => return too_many_files(),
                    written => written.err().map(|error| error.kind()),
                }
            }
            _ => None,
        };
        match kind {
            Some(kind) if is_about_room(kind) => {
                // SQLite sorts in the folder for temporary files, which may lie on another disk.
                let disks = [self.folder(), &std::env::temp_dir()].map(free_space::free_bytes);
                StoreError::DiskFull { free_bytes: disks.into_iter().flatten().min() }
            }
            Some(ErrorKind::ReadOnlyFilesystem) => StoreError::FileReadOnly { path: self.path.clone() },
            _ => error,
        }
    }

    fn open_guarded(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        let mut connection = self.open_connection(flags)?;
        authorizer::install(&mut connection)?;
        Ok(connection)
    }

    fn open_connection(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        self.check_identity()?;
        let opened = |source| open_error(&self.path, source);
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(opened)?;
        connection.busy_timeout(BUSY_TIME).map_err(opened)?;
        connection.set_prepared_statement_cache_capacity(64);
        // Full: what was reported as committed survives a power cut.
        connection.pragma_update(None, "synchronous", "full").map_err(opened)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(opened)?;
        Ok(connection)
    }
}

impl Drop for Embedded {
    /// The last connection to close puts the write-ahead log into the file and takes it away, which a reader cannot.
    fn drop(&mut self) {
        self.readers.empty();
        *self.keeper.lock() = None;
        if inspection::has_log(&self.path) {
            // When it cannot be opened, the log stays beside the file and is read from there.
            let _ = self.open_own();
        }
    }
}

impl Database for Embedded {
    fn query_within(&self, sql: &str, args: &[Value], limits: &Limits) -> Result<Rows, StoreError> {
        let asked = Asked { sql: sql.to_owned(), args: args.to_vec(), named: vec![] };
        self.reading(&Deadline::of_request(STATEMENT_TIME, limits.cancel.clone()), |reader| {
            let mut rows = Collected::within(limits);
            run(reader, &asked, &mut Reading(&mut rows))?;
            Ok(rows.rows)
        })
    }

    fn scan(&self, sql: &str, args: &[Value], take: &mut Take<'_>) -> Result<(), StoreError> {
        let asked = Asked { sql: sql.to_owned(), args: args.to_vec(), named: vec![] };
        self.reading(&Deadline::of(STATEMENT_TIME), |reader| {
            let mut batches = Batches::new(take);
            run(reader, &asked, &mut Reading(&mut batches))?;
            batches.finish()
        })
    }

    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError> {
        self.write_all(statements).map_err(|error| self.explain(error))
    }

    fn record(&self, record: Record, args: &[Vec<Value>]) -> Result<Vec<Option<i64>>, StoreError> {
        self.record_all(record, args).map_err(|error| self.explain(error))
    }

    fn load(&self, load: Load<'_>) -> Result<Loaded, StoreError> {
        self.load_all(load).map_err(|error| self.explain(error))
    }

    fn undo(&self, import_id: i64) -> Result<Undone, StoreError> {
        self.undo_all(import_id).map_err(|error| self.explain(error))
    }

    fn spooled_rejects(&self, import_id: i64) -> Result<Option<SpooledRejects>, StoreError> {
        let connection = self.open_connection(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        RejectSpools::beside(&self.path).open(&connection, import_id)
    }

    fn backup(&self, target: &Path) -> Result<(), StoreError> {
        backup::backup(&self.open_connection(OpenFlags::SQLITE_OPEN_READ_ONLY)?, target)
            .map_err(|error| backup::explain(target, error))
    }

    fn check(&self) -> Result<Vec<Fault>, StoreError> {
        let connection = self.open_connection(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        soundness::faults(&|sql| repair::rows_of(&connection, sql))
    }

    fn ready(&self) -> Result<i64, StoreError> {
        match self.write_lock.acquire(Duration::ZERO) {
            // Somebody is writing: that is work, not sickness.
            Err(StoreError::Busy) => {}
            write_guard => {
                let _write_guard = write_guard?;
                let own = self.open_own()?;
                own.busy_timeout(Duration::from_millis(100))?;
                match own.execute_batch("begin immediate; rollback").map_err(StoreError::from) {
                    Ok(()) | Err(StoreError::Busy) => {}
                    Err(error) => return Err(self.explain(error)),
                }
            }
        }
        // A lock is not room: only writing shows that there is some.
        write_beside(&self.path)
            .map_err(|source| self.explain(StoreError::File { path: self.path.clone(), source }))?;
        self.data_version()
    }

    fn address(&self) -> String {
        self.path.display().to_string()
    }
}

impl Embedded {
    /// Makes the schema whole again and derives anew what follows from the sales, after a copy of the database beside
    /// it. Products, stores and imports that others refer to and that are gone come back under their numbers, called as
    /// `name` says of each.
    ///
    /// # Errors
    /// When its pages are damaged or the copy cannot be made; what SQLite says. The database is as it was then.
    pub fn repair(&self, name: &dyn Fn(&PutBack) -> String) -> Result<Repaired, StoreError> {
        let _write_guard = self.acquire_write_lock()?;
        let is_protected = self.secrets.as_ref().is_none_or(Secrets::exists);
        let repaired = repair::run(&mut self.open_own()?, &self.path, is_protected, name);
        repaired.map_err(|error| self.explain(error))
    }

    fn write_all(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError> {
        let write_guard = self.acquire_write_lock()?;
        let mut writer = self.take_writer()?;
        let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let limits = Limits::rows(usize::MAX);
        let outcome = |statement: &Statement| {
            let asked = Asked { sql: statement.sql.clone(), args: statement.args.clone(), named: vec![] };
            let mut rows = Collected::within(&limits);
            let affected = run(&transaction, &asked, &mut rows)?;
            Ok(Outcome { rows: rows.rows, affected })
        };
        let outcomes = statements.iter().map(outcome).collect::<Result<_, StoreError>>()?;
        transaction.commit()?;
        self.cut_log(&write_guard);
        self.give_writer(writer);
        Ok(outcomes)
    }

    fn record_all(&self, record: Record, args: &[Vec<Value>]) -> Result<Vec<Option<i64>>, StoreError> {
        let write_guard = self.acquire_write_lock()?;
        let mut own = self.open_own()?;
        let transaction = own.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let limits = Limits::rows(usize::MAX);
        let mut numbers = Vec::with_capacity(args.len());
        for args in args {
            let mut rows = Collected::within(&limits);
            run(
                &transaction,
                &Asked { sql: record.sql().to_owned(), args: args.clone(), named: vec![] },
                &mut rows,
            )?;
            let last = rows.rows.rows.last().and_then(|row| row.first());
            numbers.push(last.and_then(Value::as_integer));
        }
        transaction.commit()?;
        self.cut_log(&write_guard);
        Ok(numbers)
    }

    fn load_all(&self, load: Load<'_>) -> Result<Loaded, StoreError> {
        let write_guard = self.acquire_write_lock()?;
        let mut own = self.open_own()?;
        let loaded = load::run(&mut own, load, &RejectSpools::beside(&self.path))?;
        // What the planner knows of the tables follows their growth.
        own.execute_batch("pragma optimize")?;
        self.cut_log(&write_guard);
        Ok(loaded)
    }

    fn undo_all(&self, import_id: i64) -> Result<Undone, StoreError> {
        let write_guard = self.acquire_write_lock()?;
        let mut own = self.open_own()?;
        let undone = undo::run(&mut own, import_id)?;
        RejectSpools::beside(&self.path).forget(&own, import_id);
        self.cut_log(&write_guard);
        Ok(undone)
    }
}

/// Rows kept in memory, within limits.
struct Collected<'a> {
    rows: Rows,
    limits: &'a Limits,
    /// What the limits leave.
    bytes: usize,
}

impl<'a> Collected<'a> {
    fn within(limits: &'a Limits) -> Self {
        Self { rows: Rows::default(), limits, bytes: limits.bytes }
    }
}

impl TakeRows for Collected<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        self.rows.columns = statement.column_names().map(str::to_owned).collect();
        Ok(())
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        if self.rows.rows.len() == self.limits.rows {
            return Err(StoreError::TooManyRows { limit: self.limits.rows });
        }
        let too_large = StoreError::TooLarge { limit: self.limits.bytes };
        let mut values = Vec::with_capacity(self.rows.columns.len());
        for at in 0..self.rows.columns.len() {
            let value = row.get_ref(at)?;
            // Before it is copied: it may be as large as SQLite makes them.
            let Some(left) = self.bytes.checked_sub(size_of(value)) else { return Err(too_large) };
            self.bytes = left;
            values.push(Value::from(value));
        }
        self.rows.rows.push(values);
        Ok(())
    }
}

/// How many bytes of memory a value takes once it is copied.
pub(crate) fn size_of(value: rusqlite::types::ValueRef<'_>) -> usize {
    use rusqlite::types::ValueRef;
    std::mem::size_of::<Value>()
        + match value {
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.len(),
            _ => 0,
        }
}

/// Takes rows of statements that only read; refuses the others.
pub(crate) struct Reading<'a>(pub(crate) &'a mut dyn TakeRows);

impl TakeRows for Reading<'_> {
    fn begin(&mut self, statement: &rusqlite::Statement<'_>) -> Result<(), StoreError> {
        if statement.readonly() { self.0.begin(statement) } else { Err(StoreError::ReadOnly) }
    }

    fn row(&mut self, row: &rusqlite::Row<'_>) -> Result<(), StoreError> {
        self.0.row(row)
    }
}

/// Bounds the memory of SQLite in this whole process, in bytes: a statement that would take more fails.
///
/// # Errors
/// What SQLite says.
pub fn limit_memory(bytes: u64) -> Result<(), StoreError> {
    let any = Connection::open_in_memory()?;
    any.execute_batch(&format!("pragma soft_heap_limit = {}; pragma hard_heap_limit = {bytes}", bytes / 2))?;
    Ok(())
}

/// The folder that a path lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| ".".as_ref())
}

/// Tries to write as much as SQLite needs at least beside a file.
fn write_beside(path: &Path) -> std::io::Result<()> {
    tempfile::tempfile_in(folder_of(path))?.write_all(&vec![0; 64 << 10])
}

/// Whether an error is about room on the disk.
pub(crate) fn is_about_room(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

/// Whether the process has as many files open as it may.
fn is_about_handles(error: &std::io::Error) -> bool {
    Cause::of_io(error) == Cause::TooManyFiles
}

fn too_many_files() -> StoreError {
    StoreError::Overloaded { reason: Cause::TooManyFiles }
}

fn open_error(path: &Path, source: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode;
    let full = || StoreError::DiskFull { free_bytes: free_space::free_bytes(folder_of(path)) };
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { path: path.to_owned() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::ReadOnly) => StoreError::FileReadOnly { path: path.to_owned() },
        // SQLite writes beside the file, too: what keeps it from that says more than its own words.
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) if path.is_file() => {
            match write_beside(path) {
                Err(error) if is_about_room(error.kind()) => full(),
                Err(error) if is_about_handles(&error) => too_many_files(),
                Err(_) => StoreError::FileReadOnly { path: path.to_owned() },
                Ok(()) => StoreError::Open { path: path.to_owned(), source },
            }
        }
        // Of a file that is to be made, what keeps others from being made beside it.
        Some(ErrorCode::CannotOpen) if !path.exists() => match write_beside(path) {
            Err(error) if is_about_room(error.kind()) => full(),
            Err(source) => StoreError::File { path: path.to_owned(), source },
            Ok(()) => StoreError::Open { path: path.to_owned(), source },
        },
        Some(ErrorCode::DiskFull) => full(),
        Some(ErrorCode::OutOfMemory) => StoreError::Overloaded { reason: Cause::NoMemory },
        Some(ErrorCode::DatabaseCorrupt) => {
            StoreError::Damaged { reason: format!("{}: {source}", path.display()).into() }
        }
        _ => StoreError::Open { path: path.to_owned(), source },
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> (tempfile::TempDir, Embedded) {
        let folder = tempfile::tempdir().unwrap();
        let database = Embedded::open(&folder.path().join("shop.db")).unwrap();
        (folder, database)
    }

    fn insert_product(id: i64) -> Statement {
        Statement::new("insert into products (id, name) values (?1, 'Pain')", vec![id.into()])
    }

    fn count(database: &Embedded) -> i64 {
        database.query("select count(*) from products", &[]).unwrap().single().unwrap().as_integer().unwrap()
    }

    #[test]
    fn a_write_is_all_or_nothing() {
        let (_folder, database) = open();
        let twice = [insert_product(1), insert_product(1)];
        assert!(matches!(database.write(&twice), Err(StoreError::Sql { .. })));
        assert_eq!(count(&database), 0);
        assert_eq!(database.write(&[insert_product(1)]).unwrap()[0].affected, 1);
        assert_eq!(count(&database), 1);
    }

    #[test]
    fn a_query_cannot_write_nor_attach() {
        let (folder, database) = open();
        let other = folder.path().join("other.db");
        for sql in
            ["delete from products", "insert into products (name) values ('x')", "pragma user_version = 9"]
        {
            assert!(database.query(sql, &[]).is_err(), "{sql}");
        }
        assert!(database.query(&format!("attach '{}' as other", other.display()), &[]).is_err());
        assert!(!other.exists());
    }

    #[test]
    fn more_rows_than_the_caller_takes_is_an_error() {
        let (_folder, database) = open();
        let sql = "select value from json_each('[1,2,3]')";
        assert_eq!(database.query_up_to(sql, &[], 3).unwrap().rows.len(), 3);
        assert!(matches!(database.query_up_to(sql, &[], 2), Err(StoreError::TooManyRows { limit: 2 })));
    }

    #[test]
    fn the_version_moves_with_sales_and_not_with_results() {
        let (_folder, database) = open();
        database.write(&[insert_product(1)]).unwrap();
        let version = database.data_version().unwrap();
        assert_eq!(version, 1);
        let result = "insert into analysis_results (analysis_type, result_value, result_details, created_at)
                      values ('total_revenue', 1, '{}', '2023-12-01T00:00:00Z')";
        database.write(&[Statement::new(result, vec![])]).unwrap();
        assert_eq!(database.data_version().unwrap(), version);
    }

    #[test]
    fn the_log_stays_bounded_while_somebody_always_reads() {
        let (_folder, database) = open();
        let over = std::sync::atomic::AtomicBool::default();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !over.load(std::sync::atomic::Ordering::Relaxed) {
                        let sql =
                            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
                                   select count(*) from n, (select count(*) from products)";
                        database.query(sql, &[]).unwrap();
                    }
                });
            }
            let megabytes = Statement::new(
                "update products set category = hex(randomblob(2000000)) where id = 1",
                vec![],
            );
            database.write(&[insert_product(1)]).unwrap();
            for _ in 0..60 {
                database.write(std::slice::from_ref(&megabytes)).unwrap();
            }
            over.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        // All that was written is several times as much.
        assert!(database.log_size() < 3 * LOG_LIMIT, "{} bytes", database.log_size());
    }

    #[test]
    fn a_file_that_is_no_database_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        let text = "these are notes, not a database\n".repeat(100);
        std::fs::write(&path, &text).unwrap();
        assert!(matches!(Embedded::open(&path), Err(StoreError::NotADatabase { .. })));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn a_sale_of_an_unknown_product_is_refused_by_the_schema() {
        let (_folder, database) = open();
        let orphan = "insert into sales (product_id, store_id, sale_date, quantity, amount)
                      values (1, 1, '2023-11-01', 1, 1.0)";
        assert!(matches!(database.write(&[Statement::new(orphan, vec![])]), Err(StoreError::Sql { .. })));
    }

    #[test]
    fn fractions_survive_in_the_integer_column_quantity() {
        let (_folder, database) = open();
        let write = [
            insert_product(1),
            Statement::new("insert into stores (id, city) values (1, 'Paris')", vec![]),
            Statement::new(
                "insert into sales (product_id, store_id, sale_date, quantity, amount)
                 values (1, 1, '2023-11-01', 1.25, 3.0), (1, 1, '2023-11-01', 2, 3.0)",
                vec![],
            ),
        ];
        database.write(&write).unwrap();
        let kept = database.query("select quantity from sales order by id", &[]).unwrap();
        assert_eq!(kept.rows, [[Value::Real(1.25)], [Value::Integer(2)]]);
    }
}
