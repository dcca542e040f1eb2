//! Kept sales with ids that an export of the same till no longer has, among others that it has.
//!
//! A file with ids need not have all lines of a day, so nothing is held back for it. But where it has other kept sales of the same
//! store and day, neither its first nor its last, one that is missing there was deleted since: it counts still, and is named.

use rusqlite::{Transaction, params};

use super::{
    store_days::first_missing,
    tally::{Days, Ranges},
};
use crate::{HeldBack, LedgerLine, StoreError};

/// Finds such sales by the gaps between the ids that the file has; they must be fewer than these, for a file that has only a
/// part of the sales (of one way of paying, of what has changed) misses nothing.
pub(super) fn find(
    transaction: &Transaction<'_>,
    line: &LedgerLine,
    import_id: i64,
    held: &mut Ranges,
    days: &Days,
) -> Result<HeldBack, StoreError> {
    let none = HeldBack::default();
    let held = held.sorted();
    let (Some((first_day, last_day)), Some((first, _)), Some((_, last))) =
        (days.span(), held.first(), held.last())
    else {
        return Ok(none);
    };
    let known: i64 = held.iter().map(|(first, last)| last - first + 1).sum();
    // Numbers that a till gives may have gaps of their own: then there is nothing between them.
    let count = "select count(*) from sales where id between ?1 and ?2";
    if held.len() < 2 || transaction.query_row(count, [first, last], |row| row.get::<_, i64>(0))? <= known {
        return Ok(none);
    }
    transaction.execute_batch(
        "drop table if exists temp.gaps; create temp table gaps (first_id integer, last_id integer);",
    )?;
    let mut insert = transaction.prepare("insert into temp.gaps values (?1, ?2)")?;
    for pair in held.windows(2) {
        insert.execute([pair[0].1 + 1, pair[1].0 - 1])?;
    }
    drop(insert);
    transaction.execute(
        "create temp table absent as
             select s.id, s.store_id, s.sale_date from temp.gaps g cross join sales s
             where s.id between g.first_id and g.last_id and s.sale_date > ?3 and s.sale_date < ?4
                 and s.import_id in (select id from imports where origin = ?1 and undone_at is null and id <> ?2)",
        params![line.source, import_id, first_day, last_day],
    )?;
    let found = named(transaction, (*first, *last), known);
    transaction.execute_batch("drop table temp.gaps; drop table temp.absent;")?;
    found
}

/// Those on whose store and day the file has others.
fn named(
    transaction: &Transaction<'_>,
    (first, last): (i64, i64),
    known: i64,
) -> Result<HeldBack, StoreError> {
    let count = || transaction.query_row("select count(*) from temp.absent", [], |row| row.get::<_, i64>(0));
    let is_part = |absent: i64| absent == 0 || absent * 2 > known;
    if is_part(count()?) {
        return Ok(HeldBack::default());
    }
    transaction.execute(
        "delete from temp.absent where (sale_date, store_id) not in (
             select s.sale_date, s.store_id from sales s
             where s.id between ?1 and ?2 and s.sale_date in (select sale_date from temp.absent)
                 and s.id not in (select id from temp.absent))",
        [first, last],
    )?;
    let absent = count()?;
    Ok(HeldBack {
        missing_count: absent.unsigned_abs(),
        missing: first_missing(transaction, "from temp.absent s")?,
        ..HeldBack::default()
    })
}
