//! The line of the ledger that an import leaves.

use rusqlite::{OptionalExtension, Transaction, params};

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

/// Fills the line with what was done, and keeps what is to be remembered.
pub(super) fn close(
    transaction: &Transaction<'_>,
    line: &LedgerLine,
    import_id: i64,
    loaded: &mut Loaded,
) -> Result<(), StoreError> {
    if let Some(same) = line.same_as {
        loaded.tables.push(of_same(transaction, same, &line.table)?);
    }
    let of_table = |name: &str| loaded.tables.iter().find(|table| table.table.eq_ignore_ascii_case(name));
    let counts = of_table(&line.table).cloned().unwrap_or_default();
    let clashes: usize = loaded.tables.iter().map(|table| table.clashes.len()).sum();
    let rejected = of_table("rejects").map_or(0, |table| table.added) + clashes as u64;
    let lines = counts.added + counts.known + rejected + loaded.held_back.rows;
    transaction.execute(
        "update imports set added = ?1, known = ?2, changed = ?3, rejected = ?4, lines = ?5, held_back = ?6, revenue = ?7,
             mapping = ?8, rewrites = (select rewrites from data_version) where id = ?9",
        params![
            counts.added as i64,
            counts.known as i64,
            counts.changed as i64,
            rejected as i64,
            lines as i64,
            loaded.held_back.store_days as i64,
            loaded.revenue_parts as f64 / 10_000.0,
            line.mapping.as_ref().map(|(_, mapping)| mapping),
            import_id,
        ],
    )?;
    if line.table == "sales" && counts.added + counts.written_again > 0 {
        transaction.execute(
            "update imports set (first_day, last_day) =
                 (select min(sale_date), max(sale_date) from sales where import_id = ?1) where id = ?1",
            [import_id],
        )?;
    }
    if let Some((signature, mapping)) = &line.mapping {
        transaction.execute(
            "insert into mappings (signature, mapping, used_at) values (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
             on conflict do update set mapping = excluded.mapping, used_at = excluded.used_at",
            [signature, mapping],
        )?;
    }
    line.currency.as_deref().map_or(Ok(()), |currency| keep_currency(transaction, currency))
}

/// The counts of an import of the same bytes that still stands: all its lines are known.
fn of_same(transaction: &Transaction<'_>, same: i64, table: &str) -> Result<LoadedTable, StoreError> {
    let sql = "select added + known from imports where id = ?1 and undone_at is null and changed = 0 and rejected = 0
                   and held_back = 0 and rewrites = (select rewrites from data_version)";
    let known: Option<i64> = transaction.query_row(sql, [same], |row| row.get(0)).optional()?;
    let known = known.ok_or(StoreError::Moved)?;
    Ok(LoadedTable { table: table.to_owned(), known: known as u64, ..LoadedTable::default() })
}

/// Amounts are kept in one currency, that of the first.
fn keep_currency(transaction: &Transaction<'_>, currency: &str) -> Result<(), StoreError> {
    let sql = "select value from settings where name = 'currency'";
    let kept: Option<String> = transaction.query_row(sql, [], |row| row.get(0)).optional()?;
    match kept {
        Some(kept) if kept == currency => Ok(()),
        Some(kept) => Err(StoreError::OtherCurrency { found: currency.to_owned(), kept }),
        None => {
            transaction.execute("insert into settings (name, value) values ('currency', ?1)", [currency])?;
            Ok(())
        }
    }
}
