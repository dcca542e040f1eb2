//! Repeated exports: the kept sales that are missing from a file within the days that it covers.
//!
//! Rows are staged in a table of their own first. A store and day of which sales of earlier imports of the same origin
//! are missing is left as it is, or, in mode replace, loses those sales.

use rusqlite::{Transaction, params, types::ValueRef};

use super::{
    before::keep_where,
    bindings::Bindings,
    known, renamed, reread,
    shape::{Shape, quoted},
    staging,
    tally::Tally,
    twins::{Twins, is_unnamed},
};
use crate::{HeldBack, LedgerLine, LoadedTable, MissingSale, Mode, StoreError, TableLoad};

/// How many missing sales are named.
const MISSING_NAMED: usize = 20;

/// Whether a sale of the table aliased `s` lies in a store-day that is held back.
pub(super) const IS_HELD: &str =
    "exists (select 1 from temp.held h where h.sale_date = s.sale_date and h.store_id = s.store_id)";

/// Whether the sale `s` is of an earlier import of the same till; the arguments are the till and the import.
const OF_THE_TILL: &str =
    "s.import_id in (select id from imports where origin = ?1 and undone_at is null and id <> ?2)";

/// The columns that rows are known by.
fn keys(shape: &Shape) -> impl Iterator<Item = &'static str> {
    ["id", "source_key"].into_iter().filter(|key| shape.place(key).is_some())
}

/// Whether a staged row has a key of the sale `s`.
pub(super) fn is_staged(shape: &Shape) -> String {
    let staged =
        keys(shape).map(|key| format!("exists (select 1 from temp.staged t where t.{key} = s.{key})"));
    let staged: Vec<String> = staged.collect();
    if staged.is_empty() { "0".to_owned() } else { staged.join(" or ") }
}

/// Lets staged rows be found by their keys.
pub(super) fn index_keys(transaction: &Transaction<'_>, shape: &Shape) -> Result<(), StoreError> {
    let index = |key: &str| {
        format!("create index if not exists temp.staged_{key} on staged ({key}) where {key} is not null;")
    };
    Ok(transaction.execute_batch(&keys(shape).map(index).collect::<String>())?)
}

/// An import of sales whose rows wait until it is known which of them may be written.
pub(super) struct StoreDays<'a> {
    transaction: &'a Transaction<'a>,
    shape: &'a Shape,
    line: &'a LedgerLine,
    mode: Mode,
    import_id: i64,
}

impl<'a> StoreDays<'a> {
    /// `None` when rows need not wait: no earlier import may have covered the same days, or had the same sales under
    /// another identity.
    pub(super) fn of(
        transaction: &'a Transaction<'a>,
        shape: &'a Shape,
        mode: Mode,
        line: &'a LedgerLine,
        import_id: i64,
    ) -> Result<Option<Self>, StoreError> {
        let has_days = ["store_id", "sale_date"].iter().all(|name| shape.place(name).is_some());
        if shape.table != "sales" || !has_days {
            return Ok(None);
        }
        let sql = "select exists (select 1 from imports
                       where origin = ?1 and table_name = 'sales' and undone_at is null and id <> ?2)";
        let has_earlier: bool = (mode == Mode::Replace || line.covers_days)
            && transaction.query_row(sql, params![line.source, import_id], |row| row.get(0))?;
        let waits = has_earlier || Twins::may_exist(transaction, line, import_id)?;
        Ok(waits.then_some(Self { transaction, shape, line, mode, import_id }))
    }

    /// Stages the rows.
    pub(super) fn stage(&self, load: TableLoad<'_>) -> Result<(), StoreError> {
        staging::stage(self.transaction, self.shape, load)
    }

    /// Finds out which store-days are held back, and in mode replace takes the missing sales of the others out; by how
    /// much that moves the revenue, in ten-thousandths.
    pub(super) fn compare(
        &self,
        done: &mut LoadedTable,
        tally: &mut Tally,
    ) -> Result<(HeldBack, i64), StoreError> {
        self.find_kept()?;
        done.former_products = self.recognise_former_products()?;
        self.twins().settle(done, tally)?;
        renamed::settle(self.transaction, self.line, self.mode, done)?;
        if done.known == 0 {
            reread::refuse(self.transaction, self.shape, self.line, self.mode, self.import_id)?;
        }
        self.find_held()?;
        known::settle(self.transaction, done, tally)?;
        let moved = if self.mode == Mode::Replace { self.take_out(done)? } else { 0 };
        Ok((report(self.transaction)?, moved))
    }

    fn twins(&self) -> Twins<'a> {
        let Self { transaction, shape, line, mode, import_id } = *self;
        Twins { transaction, shape, line, mode, import_id }
    }

    /// The rows that may be written, in the order of the file.
    pub(super) fn to_write(&self) -> String {
        let columns: Vec<String> = self.shape.columns.iter().map(|name| quoted(name)).collect();
        format!(
            "select {} from temp.staged s
             where not {IS_HELD} and not exists (select 1 from temp.same k where k.place = s.rowid)
             order by s.rowid",
            columns.join(", ")
        )
    }

    /// Forgets what was staged.
    pub(super) fn clear(&self) -> Result<(), StoreError> {
        let tables = ["staged", "covered", "kept", "held_twins", "days", "held", "same"];
        let drop = tables.map(|table| format!("drop table temp.{table};"));
        Ok(self.transaction.execute_batch(&drop.concat())?)
    }

    /// Gathers the kept sales of the same origin in the store-days that the file covers.
    fn find_kept(&self) -> Result<(), StoreError> {
        let is_keyed = self.shape.place("source_key").is_some();
        let days = self.day_columns().join(", ");
        self.transaction.execute_batch(&format!(
            "create index temp.staged_day on staged ({days});
             drop table if exists temp.covered;
             create temp table covered as
                 select store_id, sale_date, count(*) as sales from staged group by 2, 1;
             create unique index temp.covered_day on covered (sale_date, store_id);
             drop table if exists temp.kept;
             create temp table kept (id integer primary key, store_id integer, sale_date text, is_missing integer,
                 is_twin integer default 0, place integer, is_same integer default 0);
             drop table if exists temp.held_twins;
             create temp table held_twins (sale_date text, store_id integer, is_cut_off integer);"
        ))?;
        let arguments = params![self.line.source, self.import_id];
        if self.line.covers_days && is_keyed {
            self.transaction.execute(&self.matched_sql(), arguments)?;
            self.find_on_other_days()?;
        } else if self.line.covers_days || self.mode == Mode::Replace {
            // A file with ids need not have all lines of a day.
            index_keys(self.transaction, self.shape)?;
            self.transaction.execute(&self.kept_sql(), arguments)?;
        }
        Ok(())
    }

    /// The day, the store and the key of a staged row; and its content, so that rows in no order need not be looked up
    /// where their days are.
    fn day_columns(&self) -> Vec<String> {
        const FIRST: [&str; 3] = ["sale_date", "store_id", "source_key"];
        let places = self.shape.places().chain(self.shape.former_product);
        let content = places.map(|at| self.shape.columns[at].as_str()).filter(|name| !FIRST.contains(name));
        let first = FIRST.into_iter().filter(|name| self.shape.place(name).is_some());
        first.chain(content).map(quoted).collect()
    }

    /// Sales known by their content, each beside the row of its day that has its key.
    fn matched_sql(&self) -> String {
        let is_same = known::is_same(self.shape, self.mode, self.line.keeps_amounts);
        format!(
            "insert or ignore into temp.kept (id, store_id, sale_date, is_missing, place, is_same)
             select s.id, s.store_id, s.sale_date, t.rowid is null, t.rowid, t.rowid is not null and {is_same}
             from temp.covered c cross join sales s left join temp.staged t on t.sale_date = s.sale_date
                 and t.store_id = s.store_id and t.source_key = s.source_key
             where s.sale_date = c.sale_date and s.store_id = c.store_id and s.source_key is not null and {OF_THE_TILL}"
        )
    }

    /// A row may count on another day, or in another store, than the sale that has its key.
    fn find_on_other_days(&self) -> Result<(), StoreError> {
        let sql = "select exists (select 1 from temp.kept where is_missing)";
        if !self.transaction.query_row(sql, [], |row| row.get(0))? {
            return Ok(());
        }
        index_keys(self.transaction, self.shape)?;
        let is_staged = is_staged(self.shape);
        self.transaction.execute_batch(&format!(
            "update temp.kept as k set is_missing = 0
             where is_missing and exists (select 1 from sales s where s.id = k.id and ({is_staged}))"
        ))?;
        Ok(())
    }

    fn has_former_products(&self) -> Result<bool, StoreError> {
        let sql = "select exists (select 1 from temp.staged where former_product_id is not null)";
        Ok(self.transaction.query_row(sql, [], |row| row.get(0))?)
    }

    /// Takes new lines for missing sales that are the same but for the product, which an earlier version took for
    /// another: such a line keeps the key and the product of the kept sale. One line is one sale. How many are known
    /// so.
    fn recognise_former_products(&self) -> Result<u64, StoreError> {
        if self.mode == Mode::Replace || self.shape.former_product.is_none() || !self.has_former_products()? {
            return Ok(0);
        }
        self.transaction.execute_batch(
            "create temp table former as
                 with missing as (
                     select s.id, s.source_key, s.store_id, s.sale_date, s.product_id, s.quantity, s.amount, s.ticket,
                            row_number() over (
                                partition by s.store_id, s.sale_date, s.product_id, s.quantity, s.amount, s.ticket
                                order by s.id
                            ) as occurrence
                     from temp.kept k join sales s on s.id = k.id
                     where k.is_missing
                 ), new as (
                     select t.rowid as place, t.store_id, t.sale_date, t.former_product_id as product_id, t.quantity,
                            t.amount, t.ticket,
                            row_number() over (
                                partition by t.store_id, t.sale_date, t.former_product_id, t.quantity, t.amount, t.ticket
                                order by t.rowid
                            ) as occurrence
                     from temp.staged t
                     where t.former_product_id is not null
                         and not exists (select 1 from sales k where k.source_key = t.source_key)
                 )
                 select n.place, m.id, m.source_key, m.product_id
                 from new n join missing m on (m.store_id, m.sale_date, m.product_id, m.quantity, m.amount, m.occurrence)
                     = (n.store_id, n.sale_date, n.product_id, n.quantity, n.amount, n.occurrence) and m.ticket is n.ticket;
             create unique index temp.former_place on former (place);
             update temp.staged set source_key = f.source_key, product_id = f.product_id
                 from temp.former f where staged.rowid = f.place;
             update temp.kept set is_missing = 0 where id in (select id from temp.former);",
        )?;
        let count: i64 =
            self.transaction.query_row("select count(*) from temp.former", [], |row| row.get(0))?;
        self.transaction.execute_batch("drop table temp.former")?;
        Ok(count as u64)
    }

    /// Sales that need not have a key: they have no index by their days, and all are read once.
    fn kept_sql(&self) -> String {
        format!(
            "insert into temp.kept (id, store_id, sale_date, is_missing)
             select s.id, s.store_id, s.sale_date, not ({}) from sales s cross join temp.covered c
             where s.sale_date = c.sale_date and s.store_id = c.store_id and {OF_THE_TILL}",
            is_staged(self.shape)
        )
    }

    /// Of the days with missing sales, those of which nothing is written. In mode replace that is the file's first or
    /// last day when it has become smaller, which the export may have cut off, unless the user says that it has not.
    ///
    /// A file without most of what is kept, and with other sales instead, may be of another till: nothing of it is
    /// written until the user says so, or that it is the same.
    fn find_held(&self) -> Result<(), StoreError> {
        let is_held = match self.mode {
            Mode::Replace if self.line.partial_days => "0",
            Mode::Replace => "is_cut_off",
            Mode::New | Mode::Upsert if self.line.same_till => "0",
            Mode::New | Mode::Upsert => "1",
        };
        self.transaction.execute_batch(&format!(
            "drop table if exists temp.days;
             create temp table days as {};
             drop table if exists temp.held;
             create temp table held as select * from days where {is_held} union select * from held_twins;
             create unique index temp.held_day on held (sale_date, store_id);",
            Self::days_sql()
        ))?;
        if self.may_be_another_till()? {
            self.transaction.execute_batch(
                "insert or ignore into temp.held select sale_date, store_id, 0 from temp.covered",
            )?;
        }
        Ok(())
    }

    fn may_be_another_till(&self) -> Result<bool, StoreError> {
        let is_settled = self.mode == Mode::Replace || self.line.same_till || !is_unnamed(&self.line.source);
        if is_settled || !self.twins().has_lost_most()? {
            return Ok(false);
        }
        let sql = "select exists (
                       select 1 from temp.staged t join temp.days d
                           on d.sale_date = t.sale_date and d.store_id = t.store_id
                       where not exists (select 1 from sales k where k.source_key = t.source_key))";
        Ok(self.transaction.query_row(sql, [], |row| row.get(0))?)
    }

    /// The store-days with missing sales.
    fn days_sql() -> &'static str {
        "select k.sale_date, k.store_id, count(*) > c.sales and k.sale_date in
             ((select min(sale_date) from covered), (select max(sale_date) from covered)) as is_cut_off
         from kept k cross join covered c on c.sale_date = k.sale_date and c.store_id = k.store_id
         where (k.sale_date, k.store_id) in (select sale_date, store_id from kept where is_missing)
         group by k.sale_date, k.store_id"
    }

    fn take_out(&self, done: &mut LoadedTable) -> Result<i64, StoreError> {
        let taken = format!("select s.id from temp.kept s where s.is_missing and not {IS_HELD}");
        let condition = format!("id in ({taken})");
        let sql = format!(
            "select coalesce(sum(cast(round(amount * 10000) as integer)), 0) from sales where {condition}"
        );
        let parts: i64 = self.transaction.query_row(&sql, [], |row| row.get(0))?;
        let mut keep = Bindings::new(self.transaction, &keep_where(self.shape, true, &condition))?;
        keep.bind(0, ValueRef::Integer(self.import_id))?;
        keep.run()?;
        done.removed = self.transaction.execute(&format!("delete from sales where {condition}"), [])? as u64;
        Ok(-parts)
    }
}

fn report(transaction: &Transaction<'_>) -> Result<HeldBack, StoreError> {
    let count = |sql: &str| transaction.query_row(sql, [], |row| row.get::<_, i64>(0));
    let missing = format!("from temp.kept s where s.is_missing and {IS_HELD}");
    Ok(HeldBack {
        store_days: count("select count(*) from temp.held")? as u64,
        rows: count(
            "select coalesce(sum(c.sales), 0) from temp.covered c join temp.held h
             on h.sale_date = c.sale_date and h.store_id = c.store_id",
        )? as u64,
        missing_count: count(&format!("select count(*) {missing}"))? as u64,
        missing: first_missing(transaction, &missing)?,
        may_be_cut_off: count("select coalesce(max(is_cut_off), 0) from temp.held")? > 0,
    })
}

/// The first sales whose ids are `s.id` of what follows, as people call them.
pub(super) fn first_missing(
    transaction: &Transaction<'_>,
    missing: &str,
) -> Result<Vec<MissingSale>, StoreError> {
    let sql = format!(
        "select k.import_id, k.sale_date, cast(coalesce(st.name, st.city, st.code, k.store_id) as text),
                coalesce(p.name, k.product_id),
                cast(round(k.quantity * 10000) as integer), cast(round(k.amount * 10000) as integer)
         from sales k left join stores st on st.id = k.store_id left join products p on p.id = k.product_id
         where k.id in (select s.id {missing}) order by k.sale_date, k.store_id, k.id limit {MISSING_NAMED}"
    );
    let mut named = transaction.prepare(&sql)?;
    let rows = named.query_map([], |row| {
        Ok(MissingSale {
            import_id: row.get(0)?,
            date: row.get(1)?,
            store: row.get(2)?,
            product: row.get(3)?,
            quantity_parts: row.get(4)?,
            amount_parts: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::embedded::migrations;

    const COLUMNS: [&str; 8] =
        ["id", "product_id", "store_id", "sale_date", "quantity", "amount", "source_key", "line"];

    fn plan(transaction: &Transaction<'_>, sql: &str) -> Vec<String> {
        let mut explain = transaction.prepare(&format!("explain query plan {sql}")).unwrap();
        let unset = vec![None::<i64>; explain.parameter_count()];
        let steps = explain.query_map(rusqlite::params_from_iter(unset), |row| row.get("detail")).unwrap();
        steps.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn staged_and_kept_sales_are_searched_never_scanned_for_each_other() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrations::bring_up_to_date(&mut connection, "".as_ref(), None).unwrap();
        let transaction = connection.transaction().unwrap();
        let shape = Shape::of(&transaction, "sales", &COLUMNS, true).unwrap();
        let line = LedgerLine { covers_days: true, ..LedgerLine::default() };
        let days = StoreDays {
            transaction: &transaction,
            shape: &shape,
            line: &line,
            mode: Mode::New,
            import_id: 1,
        };
        let schema = std::sync::Arc::new(arrow_schema::Schema::empty());
        days.stage(TableLoad { table: "sales".into(), schema, batches: Box::new(std::iter::empty()) })
            .unwrap();
        days.find_kept().unwrap();
        days.find_held().unwrap();
        known::settle(&transaction, &mut LoadedTable::default(), &mut Tally::default()).unwrap();
        index_keys(&transaction, &shape).unwrap();
        for (sql, scanned) in [
            (days.matched_sql(), "SCAN c"),
            (days.kept_sql(), "SCAN s"),
            (days.to_write(), "SCAN s"),
            (StoreDays::days_sql().to_owned(), "SCAN k"),
        ] {
            let plan = plan(&transaction, &sql);
            let scans: Vec<_> = plan.iter().filter(|step| step.starts_with("SCAN ")).collect();
            // The one that leads; the ledger is read once.
            let others =
                scans.iter().filter(|step| !step.starts_with(scanned) && step.as_str() != "SCAN imports");
            assert_eq!(others.count(), 0, "{sql}\n{plan:#?}");
            assert!(!plan.iter().any(|step| step.contains("AUTOMATIC")), "{sql}\n{plan:#?}");
        }
        let matched = plan(&transaction, &days.matched_sql()).join("\n");
        let kept = plan(&transaction, &days.kept_sql()).join("\n");
        for (plan, step) in [
            (&matched, "SEARCH s USING INDEX sales_keyed_day"),
            (
                &matched,
                "SEARCH t USING COVERING INDEX staged_day (sale_date=? AND store_id=? AND source_key=?)",
            ),
            (&kept, "SEARCH t USING COVERING INDEX staged_source_key"),
            (&kept, "SEARCH t USING COVERING INDEX staged_id"),
        ] {
            assert!(plan.contains(step), "{step} is not in\n{plan}");
        }
    }
}
