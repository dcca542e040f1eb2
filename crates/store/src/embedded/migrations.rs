//! Numbered changes of the schema, each applied once, in a transaction, when a file is opened.

use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Secrets, Token, backup};
use crate::StoreError;

/// All migrations in order; the schema's number, kept in `user_version`, is how many of them a file has had.
const MIGRATIONS: [&str; 17] = [
    include_str!("../../migrations/0001_sales.sql"),
    include_str!("../../migrations/0002_tokens.sql"),
    include_str!("../../migrations/0003_imports.sql"),
    include_str!("../../migrations/0004_calendar.sql"),
    include_str!("../../migrations/0005_targets.sql"),
    include_str!("../../migrations/0006_forecasts.sql"),
    include_str!("../../migrations/0007_rejects.sql"),
    include_str!("../../migrations/0008_folded_names.sql"),
    include_str!("../../migrations/0009_protection.sql"),
    include_str!("../../migrations/0010_held.sql"),
    include_str!("../../migrations/0011_replaced.sql"),
    include_str!("../../migrations/0012_places.sql"),
    include_str!("../../migrations/0013_sales_version.sql"),
    include_str!("../../migrations/0014_forecast_totals.sql"),
    include_str!("../../migrations/0015_returned.sql"),
    include_str!("../../migrations/0016_error_correlation.sql"),
    include_str!("../../migrations/0017_values.sql"),
];

/// The migration after which the database has no tokens any more: they are in the file of secrets.
const SECRETS_APART: i64 = 9;

/// The newest schema that this program knows.
pub(super) const fn known() -> i64 {
    MIGRATIONS.len() as i64
}

/// Applies what the file has not had yet, all of it or nothing. A database with data is first copied beside itself, and the
/// copy checked. Tokens that an older schema kept inside go to the file of secrets or, without one, away.
pub(super) fn bring_up_to_date(
    connection: &mut Connection,
    path: &Path,
    secrets: Option<&Secrets>,
) -> Result<(), StoreError> {
    if schema_of(connection)? == known() {
        settle(secrets);
        return Ok(());
    }
    // What goes is overwritten, not only let go.
    connection.pragma_update(None, "secure_delete", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again: another process may have migrated while this one waited for the lock.
    let found = schema_of(&transaction)?;
    if found == known() {
        return Ok(());
    }
    if found > 0 && has_data(&transaction)? {
        // Nobody writes meanwhile: this transaction holds the lock.
        backup::beside(&transaction, path, &format!(".before-{:04}", found + 1))?;
    }
    if let Some(secrets) = secrets
        && (2..SECRETS_APART).contains(&found)
    {
        let tokens = tokens_inside(&transaction)?;
        if !tokens.is_empty() {
            secrets.take_over(&tokens)?;
        }
    }
    apply_missing(&transaction, found)?;
    transaction.commit()?;
    // Pages of the log still hold what was overwritten in the file.
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    settle(secrets);
    Ok(())
}

/// Notes that the tokens have moved. What cannot be noted now is noted when the file is opened next; a file of secrets that
/// cannot be read is reported to those who need it.
fn settle(secrets: Option<&Secrets>) {
    if let Some(Err(error)) = secrets.map(Secrets::settle) {
        tracing::debug!(%error, "the file of secrets is as it was");
    }
}

/// Applies all migrations that a database with schema `found` has not had.
fn apply_missing(transaction: &Transaction<'_>, found: i64) -> Result<(), StoreError> {
    let missing = usize::try_from(found)
        .ok()
        .and_then(|had| MIGRATIONS.get(had..))
        .ok_or(StoreError::TooNew { found, known: known() })?;
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known())?;
    Ok(())
}

/// Whether any table has rows, besides what a new database has.
fn has_data(transaction: &Transaction<'_>) -> Result<bool, StoreError> {
    let counts = backup::counts(transaction)?;
    Ok(counts.iter().any(|(table, count)| table != "data_version" && *count > 0))
}

/// The tokens of a schema that keeps them inside.
fn tokens_inside(transaction: &Transaction<'_>) -> Result<Vec<Token>, StoreError> {
    let mut statement =
        transaction.prepare("select id, name, scope, created_at, hash from tokens order by id")?;
    Ok(statement.query_map([], Token::from_row)?.collect::<Result<_, _>>()?)
}

fn schema_of(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(connection: &mut Connection) -> Result<(), StoreError> {
        bring_up_to_date(connection, "in memory".as_ref(), None)
    }

    #[test]
    fn the_tables_of_the_brief_have_its_columns_first() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        let columns = |table: &str| {
            let mut statement =
                connection.prepare("select name || ' ' || type from pragma_table_info(?1)").unwrap();
            let names = statement.query_map([table], |row| row.get::<_, String>(0)).unwrap();
            names.map(Result::unwrap).collect::<Vec<_>>()
        };
        assert_eq!(columns("products")[..4], ["id INTEGER", "name TEXT", "price REAL", "category TEXT"]);
        assert_eq!(columns("stores")[..4], ["id INTEGER", "city TEXT", "region TEXT", "address TEXT"]);
        assert_eq!(
            columns("sales")[..6],
            [
                "id INTEGER",
                "product_id INTEGER",
                "store_id INTEGER",
                "sale_date TEXT",
                "quantity INTEGER",
                "amount REAL"
            ]
        );
        assert_eq!(
            columns("analysis_results"),
            [
                "id INTEGER",
                "analysis_type TEXT",
                "result_value REAL",
                "result_details TEXT",
                "created_at TEXT"
            ]
        );
    }

    #[test]
    fn a_file_is_migrated_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        assert_eq!(schema_of(&connection).unwrap(), MIGRATIONS.len() as i64);
    }

    #[test]
    fn the_days_of_sales_that_are_there_already_get_their_place_in_the_calendar() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.db");
        let mut connection = Connection::open(&path).unwrap();
        for migration in &MIGRATIONS[..3] {
            connection.execute_batch(migration).unwrap();
        }
        connection.pragma_update(None, "user_version", 3).unwrap();
        connection
            .execute_batch(
                "insert into products (id, name) values (1, 'Pain');
                 insert into stores (id, city) values (1, 'Paris');
                 insert into sales (product_id, store_id, sale_date, quantity, amount) values
                     (1, 1, '2024-12-30', 1, 1), (1, 1, '2024-12-30', 1, 1), (1, 1, '2023-02-30', 1, 1)",
            )
            .unwrap();
        bring_up_to_date(&mut connection, &path, None).unwrap();
        assert!(folder.path().join("shop.db.before-0004").exists());
        let sql = "select day, weekday, week, month, quarter, year from calendar_days order by day";
        let mut statement = connection.prepare(sql).unwrap();
        let days = statement.query_map([], |row| {
            let texts = (
                row.get::<_, String>(0)?,
                row.get::<_, Option<String>>(2)?,
                row.get::<_, Option<String>>(4)?,
            );
            Ok((texts, row.get::<_, Option<i64>>(1)?))
        });
        let days: Vec<_> = days.unwrap().map(Result::unwrap).collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            days,
            [
                // There is no such day: nothing is said of it.
                (("2023-02-30".to_owned(), None, None), None),
                (("2024-12-30".to_owned(), text("2025-W01"), text("2024-Q4")), Some(1)),
            ]
        );
    }

    #[test]
    fn a_file_from_a_newer_program_is_refused() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 999).unwrap();
        assert!(matches!(run(&mut connection), Err(StoreError::TooNew { found: 999, .. })));
    }
}
