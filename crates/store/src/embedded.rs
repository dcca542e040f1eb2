//! The embedded side: SQLite in this process, one writer, many readers.

mod migrations;

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use rusqlite::{Connection, OpenFlags, limits::Limit};

use crate::{Database, Outcome, Rows, Statement, StoreError, Value};

/// How long a writer waits for another process before it says that the database is busy.
const BUSY_TIME: Duration = Duration::from_secs(5);

/// How long one reading statement may run.
pub(crate) const READ_TIME: Duration = Duration::from_mins(1);

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS_BETWEEN_CHECKS: i32 = 100_000;

/// A SQLite file opened in this process.
pub struct Embedded {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Embedded {
    /// Opens the file, makes it when it is not there, and brings its schema up to date.
    ///
    /// # Errors
    /// When the path cannot be opened, is not a SQLite database, or was written by a newer program.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let opened = |source| open_error(path, source);
        let mut writer = Connection::open(path).map_err(opened)?;
        writer.busy_timeout(BUSY_TIME).map_err(opened)?;
        writer.pragma_update(None, "journal_mode", "wal").map_err(opened)?;
        writer.pragma_update(None, "synchronous", "normal").map_err(opened)?;
        writer.pragma_update(None, "foreign_keys", true).map_err(opened)?;
        migrations::run(&mut writer)?;
        writer.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0).map_err(opened)?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::default() })
    }

    /// The writing connection, waited for.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic while writing leaves an open transaction at worst, which the next `begin` would refuse: end it.
        self.writer.lock().unwrap_or_else(|poisoned| {
            let writer = poisoned.into_inner();
            let _ = writer.execute_batch("rollback");
            writer
        })
    }

    /// Lends a read-only connection to `work`, stopped after [`READ_TIME`].
    pub(crate) fn reading<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = match idle {
            Some(reader) => reader,
            None => self.open_reader()?,
        };
        let deadline = Instant::now() + READ_TIME;
        reader.progress_handler(STEPS_BETWEEN_CHECKS, Some(move || Instant::now() > deadline))?;
        let answer = work(&reader);
        if reader.is_autocommit() {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
        answer
    }

    fn open_reader(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let reader = Connection::open_with_flags(&self.path, flags)
            .map_err(|source| open_error(&self.path, source))?;
        reader.busy_timeout(BUSY_TIME)?;
        reader.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        Ok(reader)
    }
}

impl Database for Embedded {
    fn query_up_to(&self, sql: &str, args: &[Value], limit: usize) -> Result<Rows, StoreError> {
        self.reading(|reader| {
            let outcome = run(reader, sql, args, limit, |statement| {
                if statement.readonly() { Ok(()) } else { Err(StoreError::ReadOnly) }
            })?;
            Ok(outcome.rows)
        })
    }

    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError> {
        let mut writer = self.writer();
        let transaction = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let outcomes = statements
            .iter()
            .map(|statement| run(&transaction, &statement.sql, &statement.args, usize::MAX, |_| Ok(())))
            .collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(outcomes)
    }

    fn address(&self) -> String {
        self.path.display().to_string()
    }
}

/// Runs one statement after `check` has looked at it; at most `limit` rows.
pub(crate) fn run(
    connection: &Connection,
    sql: &str,
    args: &[Value],
    limit: usize,
    check: impl FnOnce(&rusqlite::Statement<'_>) -> Result<(), StoreError>,
) -> Result<Outcome, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    check(&statement)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let changes_before = connection.total_changes();
    let mut rows = Vec::new();
    let mut answer = statement.query(rusqlite::params_from_iter(args))?;
    while let Some(row) = answer.next()? {
        if rows.len() == limit {
            return Err(StoreError::TooManyRows { limit });
        }
        rows.push((0..columns.len()).map(|at| row.get_ref(at).map(Value::from)).collect::<Result<_, _>>()?);
    }
    drop(answer);
    let wrote = !statement.readonly() && connection.total_changes() > changes_before;
    let affected = if wrote { connection.changes() } else { 0 };
    Ok(Outcome { rows: Rows { columns, rows }, affected })
}

fn open_error(path: &Path, source: rusqlite::Error) -> StoreError {
    match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => StoreError::NotADatabase { path: path.to_owned() },
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => StoreError::Busy,
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
