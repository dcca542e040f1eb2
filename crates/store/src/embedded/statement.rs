//! One statement, its arguments bound, its rows taken one by one.

use rusqlite::{Connection, Statement as Prepared};

use super::{fit_values, is_blank, pragmas::statement_for};
use crate::{StoreError, Value, cause::NO_VALUE, rows::TakeRows};

/// A statement with its arguments by position and by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) sql: String,
    pub(crate) args: Vec<Value>,
    /// Names with or without their `:`, `@` or `$`.
    pub(crate) named: Vec<(String, Value)>,
}

/// Runs the statement; the number of rows that it inserted, changed or deleted.
pub(crate) fn run(
    connection: &Connection,
    asked: &Asked,
    take: &mut dyn TakeRows,
) -> Result<u64, StoreError> {
    super::check_references(&asked.sql)?;
    let mut statement = prepared(connection, &asked.sql)?;
    bind(&mut statement, asked)?;
    let changes_before = connection.total_changes();
    take_rows(&mut statement, take)?;
    let wrote = !statement.readonly() && connection.total_changes() > changes_before;
    Ok(if wrote { connection.changes() } else { 0 })
}

/// The statement of a text that has one and no more.
pub(crate) fn prepared<'a>(
    connection: &'a Connection,
    sql: &str,
) -> Result<rusqlite::CachedStatement<'a>, StoreError> {
    if is_blank(sql) {
        return Err(StoreError::NoStatement);
    }
    let sql = statement_for(sql);
    fit_values(connection, sql)?;
    Ok(connection.prepare_cached(sql)?)
}

/// Runs a statement whose arguments are bound.
pub(crate) fn take_rows(statement: &mut Prepared<'_>, take: &mut dyn TakeRows) -> Result<(), StoreError> {
    take.begin(statement)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        take.row(row)?;
    }
    Ok(())
}

/// Gives every parameter its value.
///
/// # Errors
/// [`StoreError::Arguments`] for a parameter without a value and for a value without a parameter.
fn bind(statement: &mut Prepared<'_>, asked: &Asked) -> Result<(), StoreError> {
    let wrong = |reason: String| Err(StoreError::Arguments { reason });
    let count = statement.parameter_count();
    if asked.args.len() > count {
        return wrong(format!("{} arguments for {count} parameters", asked.args.len()));
    }
    let mut named_used = 0;
    for at in 1..=count {
        let name = statement.parameter_name(at).map(str::to_owned);
        let by_name = name.as_deref().and_then(|name| {
            let bare = name.trim_start_matches([':', '@', '$']);
            asked.named.iter().find(|(given, _)| given == name || given == bare)
        });
        named_used += usize::from(by_name.is_some());
        let Some(value) = by_name.map(|(_, value)| value).or_else(|| asked.args.get(at - 1)) else {
            return wrong(format!("{NO_VALUE}{}", name.unwrap_or_else(|| format!("?{at}"))));
        };
        statement.raw_bind_parameter(at, value)?;
    }
    if named_used < asked.named.len() {
        let known = |given: &str| {
            (1..=count).any(|at| statement.parameter_name(at).is_some_and(|name| name.ends_with(given)))
        };
        let stray =
            asked.named.iter().find(|(given, _)| !known(given)).map_or("", |(given, _)| given.as_str());
        return wrong(format!("no parameter is named {stray:?}"));
    }
    Ok(())
}
