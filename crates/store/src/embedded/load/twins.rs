//! Sales that seem to be kept already, under another identity: an export that has since got numbers, tickets, times or
//! other columns, or another name of its till. Its lines have other keys than those that are kept, and would all count
//! twice.
//!
//! The sales of an import are taken for the same when nine of ten of its store-days that the file covers stand in the
//! file whole, line by line, or come to the same sum, or are the same goods in the same quantities: then their
//! amounts were read from another column; or are the same quantities for the same amounts: then their products were.
//! So are sales of which those of the file are a part, or that are a part of these ([`parts`]).

use rusqlite::{Transaction, params};

use super::{
    parts,
    shape::Shape,
    store_days::{index_keys, is_staged},
    tally::Tally,
};
use crate::{LedgerLine, LoadedTable, Mode, StoreError};

/// Of ten store-days of an import, how many must be the same.
const SAME_OF_TEN: i64 = 9;

/// How many store-days must agree where only their sums or their goods do.
const SUMS: i64 = 3;

/// How many different quantities and amounts must agree where the products do not: two tills hardly sell that alike.
const AMOUNTS: i64 = 5;

/// Whether an origin was not named by the user: then it is a hash of columns.
pub(super) fn is_unnamed(origin: &str) -> bool {
    origin.len() == 32 && origin.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// That expression for the import `i`.
pub(super) const IS_UNNAMED: &str = "(length(i.origin) = 32 and i.origin not glob '*[^0-9a-f]*')";

/// The staged rows of an import, beside what others have kept.
pub(super) struct Twins<'a> {
    pub(super) transaction: &'a Transaction<'a>,
    pub(super) shape: &'a Shape,
    pub(super) line: &'a LedgerLine,
    pub(super) mode: Mode,
    pub(super) import_id: i64,
}

/// An import whose sales seem to be those of the file.
struct Twin {
    import_id: i64,
    source: String,
    sales: i64,
    /// Whether it is of the same columns, and each of its sales of those days stands in the file.
    is_own_whole: bool,
}

/// How many sales at least must be the same, one by one, for an export of the same columns to be taken for the same in
/// another format without a question.
const SURELY: i64 = 10;

impl Twins<'_> {
    /// Whether there are imports at all whose sales may be those of this one under another identity.
    pub(super) fn may_exist(
        transaction: &Transaction<'_>,
        line: &LedgerLine,
        import_id: i64,
    ) -> Result<bool, StoreError> {
        let sql = format!("select exists (select 1 from imports i where {})", candidates(line));
        Ok(transaction.query_row(&sql, params![line.source, import_id], |row| row.get(0))?)
    }

    /// Refuses rows that seem to be kept already, or where the user says that they are, takes those out that are:
    /// they are known. In mode replace the kept ones are noted as missing, so that they go.
    ///
    /// # Errors
    /// [`StoreError::SameSales`].
    pub(super) fn settle(&self, done: &mut LoadedTable, tally: &mut Tally) -> Result<(), StoreError> {
        self.find_others()?;
        if self.is_empty("others")? {
            return self.clear();
        }
        self.find_fresh()?;
        self.find_days()?;
        parts::find(self.transaction, self.line)?;
        let twins = self.twins()?;
        if let Some(first) = twins.first() {
            let is_answered = self.line.same_till || self.line.knows_twins;
            if !is_answered && !twins.iter().all(|twin| twin.is_own_whole) {
                let shown = |twin: &Twin| format!("{} ({})", twin.import_id, twin.source);
                return Err(StoreError::SameSales {
                    import_id: first.import_id,
                    imports: twins.iter().map(shown).collect::<Vec<_>>().join(", "),
                    sales: twins.iter().map(|twin| twin.sales).sum::<i64>().unsigned_abs(),
                });
            }
            self.keep_twins_only(&twins)?;
            if self.mode == Mode::Replace { self.note_missing()? } else { self.take_out_known(done, tally)? }
        }
        self.clear()
    }

    /// The sales of other imports in the store-days that the file covers which no row of it has the key of.
    fn find_others(&self) -> Result<(), StoreError> {
        let is_staged = is_staged(self.shape);
        self.transaction.execute_batch(
            "drop table if exists temp.others;
             create temp table others (id integer primary key, import_id integer, store_id integer, sale_date text,
                 product_id integer, quantity integer, amount real, ticket text, is_own integer);",
        )?;
        let columns =
            "s.id, s.import_id, s.store_id, s.sale_date, s.product_id, s.quantity, s.amount, s.ticket";
        let candidates = format!(
            "{} and i.last_day >= (select min(sale_date) from temp.covered)
                 and i.first_day <= (select max(sale_date) from temp.covered)",
            candidates(self.line)
        );
        let of_day = format!("c.sale_date = s.sale_date and c.store_id = s.store_id and not ({is_staged})");
        // Sales with a key are found by their days; those with a whole number as id by the numbers of their import.
        let keyed = format!(
            "select {columns}, 0 from temp.covered c cross join sales s
             where {of_day} and s.source_key is not null
                 and s.import_id in (select i.id from imports i where {candidates})"
        );
        let numbered = format!(
            "select {columns}, 0 from imports i cross join sales s cross join temp.covered c
             where {candidates} and (i.mapping is null or json_extract(i.mapping, '$.columns.id') is not null)
                 and s.id between i.first_id and i.last_id and s.import_id = i.id and s.source_key is null
                 and {of_day}"
        );
        let arguments = params![self.line.source, self.import_id];
        let exist = format!("select exists (select 1 from imports i where {candidates})");
        if self.transaction.query_row(&exist, arguments, |row| row.get(0))? {
            index_keys(self.transaction, self.shape)?;
            for sales in [keyed, numbered] {
                self.transaction.execute(&format!("insert or ignore into temp.others {sales}"), arguments)?;
            }
        }
        // A named till's own sales are held back where they are missing, which asks as well.
        let asks_of_own = is_unnamed(&self.line.source) || self.line.same_till || self.line.knows_twins;
        if asks_of_own && self.mode != Mode::Replace && self.has_lost_most()? {
            let sql = format!(
                "insert or ignore into temp.others select {columns}, 1
                 from temp.kept k cross join sales s on s.id = k.id where k.is_missing"
            );
            self.transaction.execute(&sql, [])?;
        }
        Ok(())
    }

    /// Whether the file has less than half of what is kept of the same till.
    pub(super) fn has_lost_most(&self) -> Result<bool, StoreError> {
        let sql = "select coalesce(2 * sum(is_missing) >= count(*) and sum(is_missing) > 0, 0)
                   from temp.kept where not is_twin";
        Ok(self.transaction.query_row(sql, [], |row| row.get(0))?)
    }

    /// The rows that would be new in those store-days, by their content.
    fn find_fresh(&self) -> Result<(), StoreError> {
        let keys: Vec<String> = ["id", "source_key"]
            .into_iter()
            .filter(|key| self.shape.place(key).is_some())
            .map(|key| format!("and not exists (select 1 from sales k where k.{key} = t.{key})"))
            .collect();
        let ticket = self.shape.place("ticket").map_or("null", |_| "t.ticket");
        self.transaction.execute_batch(&format!(
            "drop table if exists temp.fresh;
             create temp table fresh as
                 select t.rowid as place, t.store_id, t.sale_date, t.product_id, t.quantity, t.amount, {ticket} as ticket
                 from temp.staged t
                 where (t.store_id, t.sale_date) in (select store_id, sale_date from temp.others) {};
             create index temp.fresh_content on fresh (sale_date, store_id, product_id, quantity, amount);
             create index temp.fresh_amount on fresh (sale_date, store_id, quantity, amount);",
            keys.concat()
        ))?;
        Ok(())
    }

    /// For each import and store-day: how many sales it has, how many of them the file has, and whether both come to
    /// the same sum, or are the same goods, or the same amounts (and how many different ones).
    fn find_days(&self) -> Result<(), StoreError> {
        self.transaction.execute_batch(
            "drop table if exists temp.twin_days;
             create temp table twin_days as
                 with contents as (
                     select import_id, is_own, store_id, sale_date, product_id, quantity, amount, count(*) as sales
                     from temp.others group by 1, 2, 3, 4, 5, 6, 7
                 ), matched as (
                     select c.*, min(c.sales, (
                         select count(*) from temp.fresh f
                         where (f.sale_date, f.store_id, f.product_id, f.quantity, f.amount)
                             = (c.sale_date, c.store_id, c.product_id, c.quantity, c.amount))) as found
                     from contents c
                 ), goods as (
                     select import_id, store_id, sale_date, sum(sales) = (
                             select count(*) from temp.fresh f
                             where f.sale_date = g.sale_date and f.store_id = g.store_id)
                         and min(sales = (
                             select count(*) from temp.fresh f
                             where (f.sale_date, f.store_id, f.product_id, f.quantity)
                                 = (g.sale_date, g.store_id, g.product_id, g.quantity))) as are_same
                     from (select import_id, store_id, sale_date, product_id, quantity, count(*) as sales
                           from temp.others group by 1, 2, 3, 4, 5) g
                     group by 1, 2, 3
                 ), amounts as (
                     select import_id, store_id, sale_date, count(*) as different, sum(sales) = (
                             select count(*) from temp.fresh f
                             where f.sale_date = a.sale_date and f.store_id = a.store_id)
                         and min(sales = (
                             select count(*) from temp.fresh f
                             where (f.sale_date, f.store_id, f.quantity, f.amount)
                                 = (a.sale_date, a.store_id, a.quantity, a.amount))) as are_same
                     from (select import_id, store_id, sale_date, quantity, amount, count(*) as sales
                           from temp.others group by 1, 2, 3, 4, 5) a
                     group by 1, 2, 3
                 )
                 select m.import_id, m.store_id, m.sale_date, sum(m.sales) as sales, sum(m.found) as found,
                     max(m.is_own) as is_own,
                     abs(sum(m.sales * m.amount) - (
                         select coalesce(sum(f.amount), 0) from temp.fresh f
                         where f.sale_date = m.sale_date and f.store_id = m.store_id)) < 0.005 as is_same_sum,
                     max(g.are_same) as are_same_goods,
                     max(case when a.are_same then a.different else 0 end) as same_amounts
                 from matched m join goods g using (import_id, store_id, sale_date)
                     join amounts a using (import_id, store_id, sale_date)
                 group by 1, 2, 3;
             create unique index temp.twin_day on twin_days (import_id, sale_date, store_id);",
        )?;
        Ok(())
    }

    fn twins(&self) -> Result<Vec<Twin>, StoreError> {
        let sql = format!(
            "select d.import_id, i.source || case when {IS_UNNAMED} then '' else ', ' || i.origin end, sum(d.sales),
                 min(d.is_own and d.found = d.sales)
             from temp.twin_days d join imports i on i.id = d.import_id
             group by 1
             having 10 * sum(d.found = d.sales) >= {SAME_OF_TEN} * count(*)
                 or sum(d.is_same_sum) >= {SUMS}
                     and 10 * sum(d.found = d.sales or d.is_same_sum) >= {SAME_OF_TEN} * count(*)
                 or (sum(d.are_same_goods) >= {SUMS} or sum(d.sales) >= {SURELY})
                     and sum(d.sales) >= 2 * count(*)
                     and 10 * sum(d.are_same_goods) >= {SAME_OF_TEN} * count(*)
                 or sum(d.same_amounts) >= {AMOUNTS}
                     and 10 * sum(d.same_amounts > 0) >= {SAME_OF_TEN} * count(*)
                 or d.import_id in (select import_id from temp.parts)
             order by 1"
        );
        let mut twins = self.transaction.prepare(&sql)?;
        let twins = twins.query_map([], |row| {
            let (sales, is_whole): (i64, bool) = (row.get(2)?, row.get(3)?);
            let is_own_whole = is_whole && sales >= SURELY;
            Ok(Twin { import_id: row.get(0)?, source: row.get(1)?, sales, is_own_whole })
        })?;
        Ok(twins.collect::<Result<_, _>>()?)
    }

    fn keep_twins_only(&self, twins: &[Twin]) -> Result<(), StoreError> {
        let ids: Vec<String> = twins.iter().map(|twin| twin.import_id.to_string()).collect();
        let others = format!("import_id not in ({})", ids.join(", "));
        Ok(self.transaction.execute_batch(&format!(
            "delete from temp.others where {others}; delete from temp.twin_days where {others};"
        ))?)
    }

    /// The twins are taken out with the sales of its own till that are missing from the file.
    fn note_missing(&self) -> Result<(), StoreError> {
        self.transaction.execute_batch(
            "insert or ignore into temp.kept (id, store_id, sale_date, is_missing, is_twin)
                 select id, store_id, sale_date, 1, 1 from temp.others",
        )?;
        Ok(())
    }

    /// Rows that are kept already are known, one for one. A store-day of which not all are found is held back: what
    /// differs there may be a correction.
    fn take_out_known(&self, done: &mut LoadedTable, tally: &mut Tally) -> Result<(), StoreError> {
        self.transaction.execute_batch(
            "drop table if exists temp.known_twins;
             create temp table known_twins as
                 with kept as (
                     select o.*, row_number() over (
                         partition by o.sale_date, o.store_id, o.product_id, o.quantity, o.amount order by o.id) as at
                     from temp.others o
                 ), new as (
                     select f.*, row_number() over (
                         partition by f.sale_date, f.store_id, f.product_id, f.quantity, f.amount order by f.place) as at
                     from temp.fresh f
                 )
                 select n.place, k.id, k.sale_date, k.store_id from new n join kept k
                     on (k.sale_date, k.store_id, k.product_id, k.quantity, k.amount, k.at)
                         = (n.sale_date, n.store_id, n.product_id, n.quantity, n.amount, n.at);
             create unique index temp.known_twin on known_twins (place);
             create unique index temp.known_twin_id on known_twins (id);
             update temp.kept set is_missing = 0 where id in (select id from temp.known_twins);
             insert into temp.held_twins
                 select distinct sale_date, store_id, 0 from temp.twin_days
                 where found < sales and (not is_own or is_same_sum or are_same_goods or same_amounts > 0
                     or import_id in (select import_id from temp.parts));
             insert or ignore into temp.kept (id, store_id, sale_date, is_missing, is_twin)
                 select id, store_id, sale_date, 1, 1 from temp.others
                 where (sale_date, store_id) in (select sale_date, store_id from temp.held_twins)
                     and id not in (select id from temp.known_twins);
             delete from temp.known_twins
                 where (sale_date, store_id) in (select sale_date, store_id from temp.held_twins);",
        )?;
        let mut ids = self.transaction.prepare("select id from temp.known_twins order by id")?;
        let mut ids = ids.query([])?;
        while let Some(row) = ids.next()? {
            tally.held.take(row.get(0)?);
        }
        let known = self
            .transaction
            .execute("delete from temp.staged where rowid in (select place from temp.known_twins)", [])?;
        done.known += known as u64;
        Ok(self.transaction.execute_batch("drop table temp.known_twins")?)
    }

    fn is_empty(&self, table: &str) -> Result<bool, StoreError> {
        let sql = format!("select not exists (select 1 from temp.{table})");
        Ok(self.transaction.query_row(&sql, [], |row| row.get(0))?)
    }

    fn clear(&self) -> Result<(), StoreError> {
        let tables = ["others", "fresh", "twin_days", "parts"];
        let drop = tables.map(|table| format!("drop table if exists temp.{table};"));
        Ok(self.transaction.execute_batch(&drop.concat())?)
    }
}

/// The imports `i` that are asked about; `?1` is the origin of this one and `?2` its number. Tills that the user has
/// both named are two. Rows with ids are known by them among those of the same origin, unless these had none, or the
/// user has said that the ids are given anew.
fn candidates(line: &LedgerLine) -> String {
    let is_unnamed = if is_unnamed(&line.source) { "1" } else { "0" };
    let of_own = if line.covers_days {
        "0"
    } else if line.same_till || line.knows_twins {
        "1"
    } else {
        "i.mapping is not null and json_extract(i.mapping, '$.columns.id') is null"
    };
    format!(
        "i.table_name = 'sales' and i.undone_at is null and i.id <> ?2 and i.first_id is not null
         and (i.origin <> ?1 and ({is_unnamed} or {IS_UNNAMED}) or i.origin = ?1 and {of_own})"
    )
}
