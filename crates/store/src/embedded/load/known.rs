//! Staged rows that are kept as they are: they need not be written.
//!
//! Rows and sales are matched day by day, in which both are near each other, rather than row by row by their keys, which
//! are in no order.

use rusqlite::Transaction;

use super::{
    shape::{Shape, quoted},
    store_days::IS_HELD,
    tally::Tally,
};
use crate::{LoadedTable, Mode, StoreError};

/// Whether the sale `s` has the content of the staged row `t`; `keeps_amounts` as that of an import.
pub(super) fn is_same(shape: &Shape, mode: Mode, keeps_amounts: bool) -> String {
    let content = shape.places().filter(|at| Some(*at) != shape.id).map(|at| shape.columns[at].as_str());
    // `is`, not `=`: two missing values are the same content.
    let is = |name: &str| format!("s.{0} is t.{0}", quoted(name));
    let same = content.map(|name| match name {
        // An earlier version may have taken its product for another.
        "product_id" if mode == Mode::New && shape.former_product.is_some() => {
            format!("({} or s.product_id is t.former_product_id)", is(name))
        }
        "amount" if keeps_amounts && shape.place("quantity").is_some() => {
            format!("({} or {})", is(name), is("quantity"))
        }
        name => is(name),
    });
    let id = shape.id.map(|_| "(t.id is null or s.id is t.id)".to_owned());
    same.chain(id).collect::<Vec<_>>().join(" and ")
}

/// Counts the rows that are kept as they are, but for those of days that are held back, and notes their places in
/// `temp.same`.
pub(super) fn settle(
    transaction: &Transaction<'_>,
    done: &mut LoadedTable,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let same = format!("from temp.kept s where s.is_same and not {IS_HELD}");
    // In the order of the places, so that the key is only appended to.
    transaction.execute_batch(&format!(
        "drop table if exists temp.same;
         create temp table same (place integer primary key);
         insert into temp.same select s.place {same} order by s.place;"
    ))?;
    let mut kept = transaction.prepare(&format!("select s.id, s.sale_date {same} order by s.id"))?;
    let mut kept = kept.query([])?;
    while let Some(row) = kept.next()? {
        done.known += 1;
        tally.held.take(row.get(0)?);
        tally.days.take(row.get_ref(1)?);
    }
    Ok(())
}
