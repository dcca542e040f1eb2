//! Sales of which others are a part: the payments by card of the tickets that a till has exported, the orders of a web shop that
//! its till has as well, the takings of days whose lines are kept.
//!
//! Each sale of the one is a line, or a ticket, of the other on its day. What is sold on most days says nothing: only quantities
//! and amounts that the other has on half of their days or fewer are looked at.

use rusqlite::{Transaction, params};

use super::twins::{IS_UNNAMED, is_unnamed};
use crate::{LedgerLine, StoreError};

/// How many such sales must be found, and how many different ones among them.
const SALES: i64 = 12;
const DIFFERENT: i64 = 5;

/// Of ten of them, how many must be found.
const FOUND_OF_TEN: i64 = 9;

/// How many store-days must be shared by takings and what was sold.
const DAYS: i64 = 3;

/// The sales that are compared: an import, a day, a store and what distinguishes them.
struct Units {
    /// Those of the file.
    staged: &'static str,
    /// Those of the imports.
    kept: &'static str,
}

/// Single lines, by their quantity and amount.
const LINES: Units = Units {
    staged: "select d.import_id, f.sale_date, f.store_id, f.quantity || ' ' || round(f.amount, 2) as content
             from temp.twin_days d join temp.fresh f using (sale_date, store_id)",
    kept: "select import_id, sale_date, store_id, quantity || ' ' || round(amount, 2) as content
           from temp.others",
};

/// Single lines, by their amount alone.
const AMOUNTS: Units = Units {
    staged: "select d.import_id, f.sale_date, f.store_id, round(f.amount, 2) as content
             from temp.twin_days d join temp.fresh f using (sale_date, store_id)",
    kept: "select import_id, sale_date, store_id, round(amount, 2) as content from temp.others",
};

/// Tickets, by what they come to.
const TICKETS: Units = Units {
    staged: "select d.import_id, f.sale_date, f.store_id, round(sum(f.amount), 2) as content
             from temp.twin_days d join temp.fresh f using (sale_date, store_id)
             where f.ticket is not null group by 1, 2, 3, f.ticket",
    kept: "select import_id, sale_date, store_id, round(sum(amount), 2) as content
           from temp.others where ticket is not null group by 1, 2, 3, ticket",
};

/// Notes in `temp.parts` the imports whose sales seem to be a part of those of the file, or the other way round. Tills that
/// the user has named are others.
pub(super) fn find(transaction: &Transaction<'_>, line: &LedgerLine) -> Result<(), StoreError> {
    transaction.execute_batch(
        "drop table if exists temp.parts; create temp table parts (import_id integer primary key);",
    )?;
    if !is_unnamed(&line.source) {
        return Ok(());
    }
    find_takings(transaction, line)?;
    for (part, whole) in [(&LINES, &LINES), (&AMOUNTS, &TICKETS)] {
        compare(transaction, part.staged, whole.kept)?;
        compare(transaction, part.kept, whole.staged)?;
    }
    Ok(())
}

/// Takings by themselves, and what was sold on the same days: of the file and an import, one has no products.
fn find_takings(transaction: &Transaction<'_>, line: &LedgerLine) -> Result<(), StoreError> {
    let Some((_, mapping)) = &line.mapping else { return Ok(()) };
    let are_takings = |mapping: &str| {
        let is_null = |field: &str| format!("json_extract({mapping}, '$.columns.{field}') is null");
        ["product", "name", "category"].map(is_null).join(" and ")
    };
    let sql = format!(
        "insert or ignore into temp.parts
         select d.import_id from temp.twin_days d join imports i on i.id = d.import_id
         where i.mapping is not null and {IS_UNNAMED} and ({}) <> ({})
         group by 1 having count(*) >= {DAYS}",
        are_takings("?1"),
        are_takings("i.mapping"),
    );
    transaction.execute(&sql, params![mapping])?;
    Ok(())
}

/// Notes the imports where the ones are a part of the others.
fn compare(transaction: &Transaction<'_>, part: &str, whole: &str) -> Result<(), StoreError> {
    // A content that comes twice on a day is found twice only where the whole has it twice.
    transaction.execute_batch(&format!(
        "drop table if exists temp.part; create temp table part as {part};
         drop table if exists temp.whole; create temp table whole as {whole};
         create index temp.whole_content on whole (import_id, content, sale_date, store_id);
         insert or ignore into temp.parts
         with shared as (
             select import_id, count(*) as days from temp.twin_days group by 1
         ), spread as (
             select import_id, content, count(distinct sale_date || ' ' || store_id) as days from temp.whole group by 1, 2
         ), judged as (
             select p.import_id, p.content, row_number() over (
                     partition by p.import_id, p.sale_date, p.store_id, p.content
                 ) <= (
                     select count(*) from temp.whole w
                     where (w.import_id, w.content, w.sale_date, w.store_id)
                         = (p.import_id, p.content, p.sale_date, p.store_id)
                 ) as is_found
             from temp.part p join shared using (import_id)
                 left join spread s on s.import_id = p.import_id and s.content = p.content
             where s.days is null or 2 * s.days <= shared.days
         )
         select j.import_id from judged j join imports i on i.id = j.import_id
         where {IS_UNNAMED}
         group by 1
         having sum(is_found) >= {SALES} and {FOUND_OF_TEN} * count(*) <= 10 * sum(is_found)
             and count(distinct case when is_found then content end) >= {DIFFERENT};
         drop table temp.part; drop table temp.whole;",
    ))?;
    Ok(())
}
