//! The embedded side: SQLite in this process, one writer at a time, many readers.

mod backup;
mod functions;
mod gate;
mod guard;
mod limits;
mod load;
mod migrations;
mod patience;
mod pool;
mod pragmas;
mod sql_text;
mod statement;
mod tokens;
mod undo;

use std::{
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags};

use crate::{
    Database, Limits, Load, Loaded, Outcome, Rows, Statement, StoreError, Take, Undone, Value,
    batches::Batches, rows::TakeRows,
};
pub(crate) use gate::{Gate, Turn};
pub(crate) use patience::Patience;
pub(crate) use pragmas::question_for;
pub(crate) use sql_text::{begins_reading, begins_transaction, is_blank, may_insert};
pub(crate) use statement::{Asked, prepared, run, take_rows};
pub(crate) use tokens::hash_of;
pub use {
    backup::{Restored, restore},
    tokens::{Scope, Token},
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

/// How this program's own connections are opened.
const FOR_OWN_USE: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_CREATE);

/// How long cutting the log waits for readers of its older pages.
const CUT_TIME: Duration = Duration::from_millis(200);

/// A SQLite file opened in this process.
pub struct Embedded {
    path: PathBuf,
    gate: Arc<Gate>,
    writers: pool::Pool,
    readers: pool::Pool,
}

impl Embedded {
    /// Opens the file, makes it when it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When the path cannot be opened, is not a SQLite database, cannot be written, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        // A device or a folder: SQLite would try, and speak of the disk.
        if std::fs::metadata(path).is_ok_and(|file| !file.is_file()) {
            return Err(StoreError::NotADatabase { path: path.to_owned() });
        }
        let database = Self {
            path: path.to_owned(),
            gate: Arc::default(),
            writers: pool::Pool::default(),
            readers: pool::Pool::default(),
        };
        // Nothing is changed in a file that a newer program has written.
        migrations::refuse_newer(&database.open_connection(FOR_OWN_USE)?, path)?;
        let mut first = database.open_own()?;
        if first.is_readonly("main")? {
            return Err(StoreError::FileReadOnly { path: path.to_owned() });
        }
        migrations::run(&mut first)?;
        Ok(database)
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
    pub(crate) fn turn_to_write(&self) -> Result<Turn, StoreError> {
        if self.gate.waiting() >= WRITERS_WAITING {
            return Err(StoreError::Overloaded { reason: format!("{WRITERS_WAITING} writers are waiting") });
        }
        self.gate.enter(WRITE_WAIT)
    }

    /// The writer's gate, to be measured.
    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    /// A guarded connection that can only read; to be given back.
    pub(crate) fn take_reader(&self) -> Result<Connection, StoreError> {
        self.readers.take().map_or_else(|| self.open_guarded(OpenFlags::SQLITE_OPEN_READ_ONLY), Ok)
    }

    /// A guarded connection that can write, in its turn; to be given back.
    pub(crate) fn take_writer(&self) -> Result<Connection, StoreError> {
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

    /// Lends a read-only connection to `work`, as long as there is patience.
    pub(crate) fn reading<T>(
        &self,
        patience: &Arc<Patience>,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut reader = self.take_reader()?;
        patience.watch(&mut reader)?;
        let answer = work(&reader);
        self.give_reader(reader);
        answer
    }

    /// Cuts the write-ahead log when it has grown large, which needs the writer's turn: readers that never cease
    /// would otherwise keep SQLite from ever starting it anew.
    pub(crate) fn cut_log(&self, _turn: &Turn) {
        if self.log_size() <= LOG_LIMIT {
            return;
        }
        // The guard of the others does not let them.
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
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        std::fs::metadata(log).map_or(0, |file| file.len())
    }

    /// Whether the schema is up to date and the file can be written at this moment; the version of the data.
    ///
    /// # Errors
    /// Why it is not.
    pub fn ready(&self) -> Result<i64, StoreError> {
        match self.gate.enter(Duration::ZERO) {
            // Somebody is writing: that is work, not sickness.
            Err(StoreError::Busy) => {}
            turn => {
                let _turn = turn?;
                let own = self.open_own()?;
                own.busy_timeout(Duration::from_millis(100))?;
                match own.execute_batch("begin immediate; rollback").map_err(StoreError::from) {
                    Ok(()) | Err(StoreError::Busy) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        self.data_version()
    }

    /// Ends politely: what the planner has learnt is kept, the write-ahead log goes into the file.
    ///
    /// # Errors
    /// What SQLite says; every committed row is safe all the same.
    pub fn close(&self) -> Result<(), StoreError> {
        self.readers.empty();
        self.writers.empty();
        // The transaction that is being written ends in that time.
        let _turn = self.gate.enter(2 * WRITE_HOLD)?;
        let own = self.open_own()?;
        own.execute_batch("pragma optimize")?;
        own.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
        Ok(())
    }

    /// A connection for this program's own statements: no guard, everything allowed.
    fn open_own(&self) -> Result<Connection, StoreError> {
        let own = self.open_connection(FOR_OWN_USE)?;
        let opened = |source| open_error(&self.path, source);
        // Of a file that is new: sales are read and written in long runs, and larger pages make these shorter.
        own.pragma_update(None, "page_size", PAGE_BYTES).map_err(opened)?;
        own.pragma_update(None, "journal_mode", "wal").map_err(opened)?;
        Ok(own)
    }

    fn open_guarded(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        let mut connection = self.open_connection(flags)?;
        guard::guard(&mut connection)?;
        Ok(connection)
    }

    fn open_connection(&self, flags: OpenFlags) -> Result<Connection, StoreError> {
        let opened = |source| open_error(&self.path, source);
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(opened)?;
        connection.busy_timeout(BUSY_TIME).map_err(opened)?;
        connection.set_prepared_statement_cache_capacity(64);
        // Full: what a client has been told is committed outlives a power cut.
        connection.pragma_update(None, "synchronous", "full").map_err(opened)?;
        connection.pragma_update(None, "foreign_keys", true).map_err(opened)?;
        Ok(connection)
    }
}

impl Drop for Embedded {
    /// The last connection to close puts the write-ahead log into the file, which a reader cannot.
    fn drop(&mut self) {
        self.readers.empty();
        if self.log_size() > 0 {
            // When it cannot be opened, the log stays beside the file and is read from there.
            let _ = self.open_own();
        }
    }
}

impl Database for Embedded {
    fn query_within(&self, sql: &str, args: &[Value], limits: &Limits) -> Result<Rows, StoreError> {
        let asked = Asked { sql: sql.to_owned(), args: args.to_vec(), named: vec![] };
        self.reading(&Patience::of_request(STATEMENT_TIME, limits.cancel.clone()), |reader| {
            let mut rows = Collected::within(limits);
            run(reader, &asked, &mut Reading(&mut rows))?;
            Ok(rows.rows)
        })
    }

    fn scan(&self, sql: &str, args: &[Value], take: &mut Take<'_>) -> Result<(), StoreError> {
        let asked = Asked { sql: sql.to_owned(), args: args.to_vec(), named: vec![] };
        self.reading(&Patience::of(STATEMENT_TIME), |reader| {
            let mut batches = Batches::new(take);
            run(reader, &asked, &mut Reading(&mut batches))?;
            batches.finish()
        })
    }

    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError> {
        let turn = self.turn_to_write()?;
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
        self.cut_log(&turn);
        self.give_writer(writer);
        Ok(outcomes)
    }

    fn load(&self, load: Load<'_>) -> Result<Loaded, StoreError> {
        let turn = self.turn_to_write()?;
        let mut own = self.open_own()?;
        let loaded = load::run(&mut own, load)?;
        // What the planner knows of the tables follows their growth.
        own.execute_batch("pragma optimize")?;
        self.cut_log(&turn);
        Ok(loaded)
    }

    fn undo(&self, import_id: i64) -> Result<Undone, StoreError> {
        let turn = self.turn_to_write()?;
        let mut own = self.open_own()?;
        let undone = undo::run(&mut own, import_id)?;
        self.cut_log(&turn);
        Ok(undone)
    }

    fn backup(&self, target: &Path) -> Result<(), StoreError> {
        backup::backup(&self.open_connection(OpenFlags::SQLITE_OPEN_READ_ONLY)?, target)
    }

    fn check(&self) -> Result<Vec<String>, StoreError> {
        backup::check(&self.open_connection(OpenFlags::SQLITE_OPEN_READ_ONLY)?)
    }

    fn address(&self) -> String {
        self.path.display().to_string()
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
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| ".".as_ref())
}

/// Tries to write as much as SQLite needs at least beside a file.
fn write_beside(path: &Path) -> std::io::Result<()> {
    tempfile::tempfile_in(folder_of(path))?.write_all(&vec![0; 64 << 10])
}

fn open_error(path: &Path, source: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode;
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { path: path.to_owned() },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::ReadOnly) => StoreError::FileReadOnly { path: path.to_owned() },
        // SQLite writes beside the file, too: what keeps it from that tells more than its own words.
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) if path.is_file() => {
            match write_beside(path).map_err(|error| error.kind()) {
                Err(ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => StoreError::DiskFull,
                Err(_) => StoreError::FileReadOnly { path: path.to_owned() },
                Ok(()) => StoreError::Open { path: path.to_owned(), source },
            }
        }
        Some(ErrorCode::DiskFull) => StoreError::DiskFull,
        Some(ErrorCode::DatabaseCorrupt) => {
            StoreError::Damaged { reason: format!("{}: {source}", path.display()) }
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
