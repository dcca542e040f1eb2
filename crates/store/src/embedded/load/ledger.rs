//! The line of the ledger that an import leaves.

use rusqlite::{OptionalExtension, Transaction, params};

use super::tally::{Ranges, Tally};
use crate::{LedgerLine, Loaded, LoadedTable, Mode, StoreError};

/// Opens the line; its number.
pub(super) fn open(transaction: &Transaction<'_>, line: &LedgerLine, mode: Mode) -> Result<i64, StoreError> {
    transaction.execute(
        "insert into imports (source, table_name, added, known, rejected, imported_at, origin, mode, sha256, reading)
         values (?1, ?2, 0, 0, 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?3, ?4, ?5, ?6)",
        params![line.name, line.table, line.source, mode.name(), line.sha256, line.reading],
    )?;
    Ok(transaction.last_insert_rowid())
}

/// Fills the line with what was done, once the version has moved, and remembers how the file was read.
pub(super) fn close(
    transaction: &Transaction<'_>,
    line: &LedgerLine,
    import_id: i64,
    loaded: &Loaded,
    tally: Tally,
) -> Result<(), StoreError> {
    let of_table = |name: &str| loaded.tables.iter().find(|table| table.table.eq_ignore_ascii_case(name));
    let counts = of_table(&line.table).cloned().unwrap_or_default();
    let clashes: usize = loaded.tables.iter().map(|table| table.clashes.len()).sum();
    let rejected = of_table("rejects").map_or(0, |table| table.added) + clashes as u64;
    let lines = counts.added + counts.known + rejected + loaded.held_back.rows;
    let (first_day, last_day) = tally.days.span().unzip();
    let (first_id, last_id) = tally.ids.span();
    transaction.execute(
        "update imports set added = ?1, known = ?2, changed = ?3, rejected = ?4, lines = ?5, held_back = ?6,
             revenue = ?7, mapping = ?8, first_day = ?9, last_day = ?10,
             first_id = ?11, last_id = ?12, rewrites = (select rewrites from data_version)
         where id = ?13",
        params![
            counts.added as i64,
            counts.known as i64,
            counts.changed as i64,
            rejected as i64,
            lines as i64,
            loaded.held_back.store_days as i64,
            loaded.revenue_parts as f64 / 10_000.0,
            line.mapping.as_ref().map(|(_, mapping)| mapping),
            first_day,
            last_day,
            first_id,
            last_id,
            import_id,
        ],
    )?;
    hold(transaction, tally.held, import_id)?;
    if let Some(same) = line.same_as {
        hold_the_same(transaction, same, import_id)?;
        let days = "(first_day, last_day) = (select first_day, last_day from imports where id = ?1)";
        transaction.execute(&format!("update imports set {days} where id = ?2"), [same, import_id])?;
    }
    line.mapping.as_ref().map_or(Ok(()), |(signature, mapping)| remember(transaction, signature, mapping))
}

/// An import of the same bytes holds what the first one brought and held.
fn hold_the_same(transaction: &Transaction<'_>, same: i64, import_id: i64) -> Result<(), StoreError> {
    let mut held = Ranges::default();
    // Imports of the first programs do not say where their sales are.
    let sql = "select coalesce(first_id, ?2), coalesce(last_id, ?3), added from imports
               where id = ?1 and table_name = 'sales' and added > 0";
    let brought = transaction
        .query_row(sql, [same, i64::MIN, i64::MAX], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let brought: Option<(i64, i64, i64)> = brought.optional()?;
    match brought {
        // Nothing was removed since, or the import were not the same: it has all the ids between its first and its last.
        Some((first, last, added)) if last.checked_sub(first) == Some(added - 1) => {
            held.take_all(first, last);
        }
        Some((first, last, _)) => {
            let sql = "select id from sales where id between ?2 and ?3 and import_id = ?1 order by id";
            let mut ids = transaction.prepare(sql)?;
            let mut ids = ids.query([same, first, last])?;
            while let Some(row) = ids.next()? {
                held.take(row.get(0)?);
            }
        }
        None => {}
    }
    let mut of_same =
        transaction.prepare("select first_sale, last_sale from import_held where import_id = ?1")?;
    let mut of_same = of_same.query([same])?;
    while let Some(row) = of_same.next()? {
        held.take_all(row.get(0)?, row.get(1)?);
    }
    hold(transaction, held, import_id)
}

/// Writes down which known sales an import holds.
fn hold(transaction: &Transaction<'_>, held: Ranges, import_id: i64) -> Result<(), StoreError> {
    let mut insert = transaction.prepare_cached("insert into import_held values (?1, ?2, ?3)")?;
    for (first, last) in held.into_sorted() {
        insert.execute(params![import_id, first, last])?;
    }
    Ok(())
}

fn remember(transaction: &Transaction<'_>, signature: &str, mapping: &str) -> Result<(), StoreError> {
    transaction.execute(
        "insert into mappings (signature, mapping, used_at) values (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
         on conflict do update set mapping = excluded.mapping, used_at = excluded.used_at",
        [signature, mapping],
    )?;
    Ok(())
}

/// The counts of an import of the same bytes: all its lines are known.
///
/// # Errors
/// [`StoreError::Moved`] when they may not stand any more as they did then.
pub(super) fn of_same(
    transaction: &Transaction<'_>,
    same: i64,
    table: &str,
) -> Result<LoadedTable, StoreError> {
    let sql = "select added + known from imports
               where id = ?1 and table_name = ?2 and undone_at is null and changed = 0 and rejected = 0
                   and held_back = 0 and rewrites = (select rewrites from data_version)";
    let known: Option<i64> = transaction.query_row(sql, params![same, table], |row| row.get(0)).optional()?;
    let known = known.ok_or(StoreError::Moved)?;
    Ok(LoadedTable { table: table.to_owned(), known: known as u64, ..LoadedTable::default() })
}

/// Amounts are kept in one currency, that of the first import that names one; whether this is the first.
///
/// # Errors
/// [`StoreError::OtherCurrency`].
pub(super) fn keep_currency(
    transaction: &Transaction<'_>,
    currency: &str,
    import_id: i64,
) -> Result<bool, StoreError> {
    let sql = "select value from settings where name = 'currency'";
    let kept: Option<String> = transaction.query_row(sql, [], |row| row.get(0)).optional()?;
    match kept {
        Some(kept) if kept == currency => Ok(false),
        Some(kept) => Err(StoreError::OtherCurrency { found: currency.to_owned(), kept }),
        None => {
            let sql = "insert into settings (name, value, import_id) values ('currency', ?1, ?2)";
            transaction.execute(sql, params![currency, import_id])?;
            Ok(true)
        }
    }
}
