//! Stores that an export calls by another name than the one before: their sales would count twice.
//!
//! Days of a store of the file of which no sale is kept yet are taken for those of one that is kept and that the file no
//! longer has, when nine of ten of them have the same number of sales, of the same goods, in the same quantities and for
//! the same amounts: all days of a store that is new, or those that went by another code before.

use rusqlite::Transaction;

use super::twins::is_unnamed;
use crate::{LedgerLine, LoadedTable, Mode, StoreError};

/// How many store-days at least must be the same.
const DAYS: i64 = 2;

/// How many sales these must have together.
const SALES: i64 = 6;

/// The sums of a store's day that are compared.
const CONTENT: &str =
    "count(*) as sales, round(sum(quantity), 4) as quantity, round(sum(amount), 4) as amount,
     round(sum(product_id * (quantity + 1)), 4) as goods";

/// Asks about stores of the staged rows that seem to be kept under another name. Where the user has said that the
/// sales are those of the same till, each counts once: the rows are known, or, in mode replace, take the place of the
/// kept ones.
///
/// # Errors
/// [`StoreError::SameSales`].
pub(super) fn settle(
    transaction: &Transaction<'_>,
    line: &LedgerLine,
    mode: Mode,
    done: &mut LoadedTable,
) -> Result<(), StoreError> {
    let is_answered = line.same_till || line.knows_twins;
    if !is_answered && !is_unnamed(&line.source) {
        return Ok(());
    }
    if !find_new_days(transaction)? {
        return transaction
            .execute_batch("drop table temp.new_days; drop table temp.absent_stores")
            .map_err(Into::into);
    }
    find_renamed(transaction)?;
    let sql =
        "select r.import_id, i.source, sum(r.sales) from temp.renamed r join imports i on i.id = r.import_id
               group by 1 order by 1";
    let mut found = transaction.prepare(sql)?;
    let found: Vec<(i64, String, i64)> =
        found.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    if let (Some((import_id, ..)), false) = (found.first(), is_answered) {
        return Err(StoreError::SameSales {
            import_id: *import_id,
            imports: found
                .iter()
                .map(|(id, source, _)| format!("{id} ({source})"))
                .collect::<Vec<_>>()
                .join(", "),
            sales: found.iter().map(|(.., sales)| sales).sum::<i64>().unsigned_abs(),
        });
    }
    if !found.is_empty() {
        done.known += take_out(transaction, mode)?;
    }
    Ok(transaction
        .execute_batch("drop table temp.renamed; drop table temp.new_days; drop table temp.absent_stores")?)
}

/// The days of stores of the file of which no sale is kept, where a store that is not in the file has sales; whether there are
/// any.
fn find_new_days(transaction: &Transaction<'_>) -> Result<bool, StoreError> {
    let span = "sale_date between (select min(sale_date) from temp.covered) and (select max(sale_date) from temp.covered)";
    // By the stores, which are few: most files have all of them, and need no look at the sales.
    transaction.execute_batch(&format!(
        "drop table if exists temp.absent_stores;
         create temp table absent_stores as
             select id as store_id from stores where id not in (select store_id from temp.covered)
                 and exists (select 1 from sales where store_id = stores.id and {span});
         drop table if exists temp.new_days;
         create temp table new_days as
             select store_id, sale_date from temp.covered where exists (select 1 from temp.absent_stores)
             except select store_id, sale_date from sales
             where exists (select 1 from temp.absent_stores) and {span};"
    ))?;
    Ok(transaction.query_row("select exists (select 1 from temp.new_days)", [], |row| row.get(0))?)
}

/// The days of such stores that are those of a store that is not in the file, where nine of ten of them are.
fn find_renamed(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    Ok(transaction.execute_batch(&format!(
        "drop table if exists temp.renamed;
         create temp table renamed as
             with staged_days as (
                 select store_id, sale_date, {CONTENT} from temp.staged
                 where (store_id, sale_date) in (select store_id, sale_date from temp.new_days) group by 1, 2
             ), kept_days as (
                 select store_id, sale_date, min(import_id) as import_id, {CONTENT} from sales
                 where sale_date between (select min(sale_date) from temp.covered)
                         and (select max(sale_date) from temp.covered)
                     and store_id in (select store_id from temp.absent_stores)
                     and import_id is not null
                 group by 1, 2
             ), pairs as (
                 select n.store_id, k.store_id as kept_id, n.sale_date, k.import_id, n.sales
                 from staged_days n join kept_days k using (sale_date)
                 where n.sales = k.sales and n.quantity = k.quantity and abs(n.amount - k.amount) < 0.005
                     and n.goods = k.goods
             ), alike as (
                 select store_id, kept_id from pairs group by 1, 2
                 having 10 * count(*) >= 9 * (
                     select count(*) from staged_days n where n.store_id = pairs.store_id
                         and n.sale_date between (select min(sale_date) from kept_days k where k.store_id = pairs.kept_id)
                             and (select max(sale_date) from kept_days k where k.store_id = pairs.kept_id))
             )
             select pairs.* from pairs join alike using (store_id, kept_id);
         delete from temp.renamed
             where (select count(*) < {DAYS} or sum(sales) < {SALES} from temp.renamed);"
    ))?)
}

/// Takes the rows of those days out, or in mode replace notes the kept sales as missing; how many rows are known.
fn take_out(transaction: &Transaction<'_>, mode: Mode) -> Result<u64, StoreError> {
    if mode == Mode::Replace {
        transaction.execute_batch(
            "insert or ignore into temp.kept (id, store_id, sale_date, is_missing, is_twin)
                 select s.id, s.store_id, s.sale_date, 1, 1 from temp.renamed r cross join sales s
                 where s.sale_date = r.sale_date and s.store_id = r.kept_id",
        )?;
        return Ok(0);
    }
    let known = transaction.execute(
        "delete from temp.staged where (store_id, sale_date) in (select store_id, sale_date from temp.renamed)",
        [],
    )?;
    Ok(known as u64)
}
