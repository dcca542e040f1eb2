//! Sales that go with a store that has moved.

use rusqlite::{Transaction, params};

use super::{before::keep_where, shape::Shape};
use crate::StoreError;

/// Gives the kept sales of stores that the import says have moved, from the day of the move on, to the record of the
/// new place.
pub(super) fn move_sales(transaction: &Transaction<'_>, import_id: i64) -> Result<(), StoreError> {
    let shape = Shape::of(transaction, "sales", &["id"], true)?;
    let mut moves = transaction.prepare(
        "select store_id, from_day, moved_to from store_moves where import_id = ?1 order by rowid",
    )?;
    let moves = moves.query_map([import_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (store_id, from_day, moved_to) in moves.collect::<Result<Vec<(i64, String, i64)>, _>>()? {
        // Also where it was between an earlier move and this one.
        let of_store = "store_id in (select ?2 union select moved_to from store_moves where store_id = ?2)
            and store_id <> ?4 and sale_date >= ?3";
        let kept = params![import_id, store_id, from_day, moved_to];
        transaction.execute(&keep_where(&shape, true, of_store), kept)?;
        transaction.execute(
            &format!("update sales set store_id = ?4, import_id = ?1 where {of_store}"),
            params![import_id, store_id, from_day, moved_to],
        )?;
    }
    Ok(())
}
