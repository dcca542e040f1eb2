//! Sales of a till whose lines have numbers, which come again under new ones: an export that numbers its lines anew each time.
//! None of them is known by its number, and all would count twice.

use rusqlite::{Transaction, params};

use super::tally::Ids;
use crate::{LedgerLine, LoadedTable, StoreError};

/// How many store-days, and how many sales, must be the same at least: fewer may be alike by chance.
const STORE_DAYS: i64 = 3;
const SALES: i64 = 10;

/// Of ten store-days of an import, how many must be in the file whole.
const SAME_OF_TEN: i64 = 9;

/// Whether the till has other imports; the arguments are those of the whole question.
const HAS_EARLIER: &str = "select ?3 <= ?4 and exists (
        select 1 from imports where origin = ?1 and table_name = 'sales' and undone_at is null and id <> ?2)";

/// Whether one of them has a day of those that were added.
const SHARES_DAYS: &str = "select exists (
        select 1 from imports i join (
            select min(sale_date) as first_day, max(sale_date) as last_day
            from sales where id between ?3 and ?4 and import_id = ?2
        ) added on i.first_day <= added.last_day and i.last_day >= added.first_day
        where i.origin = ?1 and i.table_name = 'sales' and i.undone_at is null and i.id <> ?2)";

/// Refuses rows that were added under new numbers although an import of the same till has the same sales of the same days.
///
/// Looks only where the numbers of hardly any row were known, so that an export that grows costs nothing.
///
/// # Errors
/// [`StoreError::SameSales`].
pub(super) fn refuse(
    transaction: &Transaction<'_>,
    line: &LedgerLine,
    import_id: i64,
    done: &LoadedTable,
    added: Ids,
) -> Result<(), StoreError> {
    let is_answered = line.covers_days || line.same_till || line.knows_twins;
    let (Some(first), Some(last)) = added.span() else { return Ok(()) };
    if is_answered || done.known * 10 > done.added {
        return Ok(());
    }
    let arguments = params![line.source, import_id, first, last];
    for rare in [HAS_EARLIER, SHARES_DAYS] {
        if !transaction.query_row(rare, arguments, |row| row.get(0))? {
            return Ok(());
        }
    }
    let sql = format!(
        "with mine as materialized (
             select store_id, sale_date, product_id, quantity, amount, count(*) as sales
             from sales where id between ?3 and ?4 and import_id = ?2 group by 1, 2, 3, 4, 5
         ), theirs as materialized (
             select s.import_id, s.store_id, s.sale_date, s.product_id, s.quantity, s.amount, count(*) as sales
             from imports i cross join sales s on s.id between i.first_id and i.last_id and s.import_id = i.id
             where i.origin = ?1 and i.table_name = 'sales' and i.undone_at is null and i.id <> ?2
                 and i.first_day <= (select max(sale_date) from mine)
                 and i.last_day >= (select min(sale_date) from mine)
                 and (s.store_id, s.sale_date) in (select store_id, sale_date from mine)
             group by 1, 2, 3, 4, 5, 6
         ), store_days as (
             select t.import_id, t.store_id, t.sale_date, sum(t.sales) as sales,
                 sum(min(t.sales, coalesce(m.sales, 0))) as found
             from theirs t left join mine m using (store_id, sale_date, product_id, quantity, amount)
             group by 1, 2, 3
         )
         select d.import_id, i.source, sum(d.sales) from store_days d join imports i on i.id = d.import_id
         group by 1
         having count(*) >= {STORE_DAYS} and sum(d.sales) >= {SALES}
             and 10 * sum(d.found = d.sales) >= {SAME_OF_TEN} * count(*)
         order by 1"
    );
    let mut same = transaction.prepare(&sql)?;
    let same = same.query_map(arguments, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let same: Vec<(i64, String, i64)> = same.collect::<Result<_, _>>()?;
    let Some((first_import, ..)) = same.first() else { return Ok(()) };
    let named = |(id, source, _): &(i64, String, i64)| format!("{id} ({source})");
    Err(StoreError::SameSales {
        import_id: *first_import,
        imports: same.iter().map(named).collect::<Vec<_>>().join(", "),
        sales: same.iter().map(|(.., sales)| sales.unsigned_abs()).sum(),
    })
}
