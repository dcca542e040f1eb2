//! Numbered changes of the schema, each applied once, in a transaction, when a file is opened.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// All migrations in order; the schema's number, kept in `user_version`, is how many of them a file has had.
const MIGRATIONS: [&str; 8] = [
    include_str!("../../migrations/0001_sales.sql"),
    include_str!("../../migrations/0002_tokens.sql"),
    include_str!("../../migrations/0003_imports.sql"),
    include_str!("../../migrations/0004_calendar.sql"),
    include_str!("../../migrations/0005_targets.sql"),
    include_str!("../../migrations/0006_forecasts.sql"),
    include_str!("../../migrations/0007_rejects.sql"),
    include_str!("../../migrations/0008_folded_names.sql"),
];

/// Applies what the file has not had yet.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    if schema_of(connection)? == MIGRATIONS.len() as i64 {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read again: another process may have migrated while this one waited for the lock.
    let found = schema_of(&transaction)?;
    let known = MIGRATIONS.len() as i64;
    let missing = usize::try_from(found)
        .ok()
        .and_then(|had| MIGRATIONS.get(had..))
        .ok_or(StoreError::TooNew { found, known })?;
    for migration in missing {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// Refuses a file that a newer program has written.
pub(super) fn refuse_newer(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = connection.pragma_query_value(None, "user_version", |row| row.get(0));
    let (found, known): (i64, i64) =
        (found.map_err(|source| super::open_error(path, source))?, MIGRATIONS.len() as i64);
    if found > known { Err(StoreError::TooNew { found, known }) } else { Ok(()) }
}

/// Whether a file is a database that this program can bring up to date.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let (found, known) = (schema_of(connection)?, MIGRATIONS.len() as i64);
    match found {
        found if found > known => Err(StoreError::TooNew { found, known }),
        1.. => Ok(()),
        _ => Err(StoreError::NotADatabase { path: path.to_owned() }),
    }
}

fn schema_of(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut connection = Connection::open_in_memory().unwrap();
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
        run(&mut connection).unwrap();
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
