//! Stores that an export calls by another name than the one before: their sales would count twice.
//!
//! A store of the file of which no sale is kept yet is taken for one that is kept and that the file no longer has,
//! when nine of ten of its days have the same number of sales, of the same goods, in the same quantities and for the
//! same amounts.

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
    if !find_new_stores(transaction)? {
        return transaction.execute_batch("drop table temp.new_stores").map_err(Into::into);
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
    Ok(transaction.execute_batch("drop table temp.renamed; drop table temp.new_stores")?)
}

/// The stores of the file of which no sale is kept; whether there are any.
fn find_new_stores(transaction: &Transaction<'_>) -> Result<bool, StoreError> {
    transaction.execute_batch(
        "drop table if exists temp.new_stores;
         create temp table new_stores as
             select store_id from (select distinct store_id from temp.covered) c
             where not exists (select 1 from sales s where s.store_id = c.store_id);",
    )?;
    Ok(transaction.query_row(
        "select exists (select 1 from temp.new_stores)
             and exists (select 1 from sales where sale_date between
                 (select min(sale_date) from temp.covered) and (select max(sale_date) from temp.covered))",
        [],
        |row| row.get(0),
    )?)
}

/// The days of such stores that are those of a store which the file lacks, where nine of ten of them are.
fn find_renamed(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    Ok(transaction.execute_batch(&format!(
        "drop table if exists temp.renamed;
         create temp table renamed as
             with staged_days as (
                 select store_id, sale_date, {CONTENT} from temp.staged
                 where store_id in (select store_id from temp.new_stores) group by 1, 2
             ), kept_days as (
                 select store_id, sale_date, min(import_id) as import_id, {CONTENT} from sales
                 where sale_date between (select min(sale_date) from temp.covered)
                         and (select max(sale_date) from temp.covered)
                     and store_id not in (select store_id from temp.covered)
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
