//! A file of the very same bytes that is read otherwise than before: in another encoding, or with other days. None of its
//! sales is known, and all would count twice.

use rusqlite::{OptionalExtension, Transaction, params};

use super::{shape::Shape, twins::is_unnamed};
use crate::{LedgerLine, Mode, StoreError};

/// Refuses staged rows of which none is known, where an import of the same bytes has sales that are still kept, unless both
/// were named as different tills or these sales are taken out now.
///
/// # Errors
/// [`StoreError::SameFile`].
pub(super) fn refuse(
    transaction: &Transaction<'_>,
    shape: &Shape,
    line: &LedgerLine,
    mode: Mode,
    import_id: i64,
) -> Result<(), StoreError> {
    let Some(sha256) = &line.sha256 else { return Ok(()) };
    let unnamed = is_unnamed(&line.source);
    let sql = "select i.id, i.origin from imports i
               where i.sha256 = ?1 and i.table_name = 'sales' and i.undone_at is null and i.id <> ?2
                   and i.first_id is not null and exists (select 1 from sales s where s.import_id = i.id)
               order by i.id";
    let mut earlier = transaction.prepare(sql)?;
    let earlier: Vec<(i64, String)> = earlier
        .query_map(params![sha256, import_id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let is_meant = |origin: &str| unnamed || origin == line.source || is_unnamed(origin);
    let Some((earlier, _)) = earlier.iter().find(|(_, origin)| is_meant(origin)) else { return Ok(()) };
    let replaces = mode == Mode::Replace
        && transaction
            .query_row("select exists (select 1 from temp.kept where is_missing)", [], |row| row.get(0))?;
    if replaces || knows_some(transaction, shape)? {
        return Ok(());
    }
    let sales: i64 =
        transaction
            .query_row("select count(*) from sales where import_id = ?1", [earlier], |row| row.get(0))?;
    Err(StoreError::SameFile { import_id: *earlier, sales: sales.unsigned_abs() })
}

/// Whether no row is left, or one of them is kept already.
fn knows_some(transaction: &Transaction<'_>, shape: &Shape) -> Result<bool, StoreError> {
    let first: Option<i64> =
        transaction.query_row("select rowid from temp.staged limit 1", [], |row| row.get(0)).optional()?;
    if first.is_none() {
        return Ok(true);
    }
    for key in ["id", "source_key"].into_iter().filter(|key| shape.place(key).is_some()) {
        let sql = format!(
            "select exists (select 1 from temp.staged t where exists (select 1 from sales s where s.{key} = t.{key}))"
        );
        if transaction.query_row(&sql, [], |row| row.get(0))? {
            return Ok(true);
        }
    }
    Ok(false)
}
