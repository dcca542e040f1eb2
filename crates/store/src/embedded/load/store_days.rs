//! Exports that come again: what a file of sales lacks of the days that it covers.
//!
//! Rows are staged in a table of their own first. A store and day of which sales of earlier imports of the same origin
//! are missing is left as it is, or, in mode replace, loses those sales.

use rusqlite::{Transaction, params, types::ValueRef};

use super::{
    before::keep_where,
    bindings::Bindings,
    cells::{BatchRow, Cells, Column},
    shape::{Shape, quoted},
};
use crate::{HeldBack, LedgerLine, LoadedTable, MissingSale, Mode, StoreError, TableLoad};

/// How many missing sales are named.
const MISSING_NAMED: usize = 20;

/// Whether a sale of the table aliased `s` lies in a store-day that is held back.
const IS_HELD: &str =
    "exists (select 1 from temp.held h where h.sale_date = s.sale_date and h.store_id = s.store_id)";

/// An import of sales whose rows wait until it is known which of them may be written.
pub(super) struct StoreDays<'a> {
    transaction: &'a Transaction<'a>,
    shape: &'a Shape,
    line: &'a LedgerLine,
    mode: Mode,
    import_id: i64,
}

impl<'a> StoreDays<'a> {
    /// `None` when rows need not wait: no earlier import of the same origin may have covered the same days, or the
    /// lines of this one do not tell all of a day.
    pub(super) fn of(
        transaction: &'a Transaction<'a>,
        shape: &'a Shape,
        mode: Mode,
        line: &'a LedgerLine,
        import_id: i64,
    ) -> Result<Option<Self>, StoreError> {
        let has_days = ["store_id", "sale_date"].iter().all(|name| shape.place(name).is_some());
        if shape.table != "sales" || !has_days || (mode != Mode::Replace && !line.covers_days) {
            return Ok(None);
        }
        let sql = "select exists (select 1 from imports
                       where origin = ?1 and table_name = 'sales' and undone_at is null and id <> ?2)";
        let has_earlier: bool =
            transaction.query_row(sql, params![line.source, import_id], |row| row.get(0))?;
        Ok(has_earlier.then_some(Self { transaction, shape, line, mode, import_id }))
    }

    /// Stages the rows.
    pub(super) fn stage(&self, load: TableLoad<'_>) -> Result<(), StoreError> {
        let columns: Vec<String> = self.shape.columns.iter().map(|name| quoted(name)).collect();
        self.transaction.execute_batch(&format!(
            "drop table if exists temp.staged; create temp table staged ({})",
            columns.join(", ")
        ))?;
        let marks: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        let sql = format!("insert into temp.staged values ({})", marks.join(", "));
        let mut insert = Bindings::new(self.transaction, &sql)?;
        for batch in load.batches {
            let batch = batch?;
            let columns = Column::all(&batch)
                .map_err(|reason| StoreError::Load { table: self.shape.table.clone(), reason })?;
            for row in 0..batch.num_rows() {
                let row = BatchRow { columns: &columns, row };
                (0..columns.len()).try_for_each(|at| insert.bind(at, row.value(at)))?;
                insert.run()?;
            }
        }
        Ok(())
    }

    /// Finds out which store-days are held back, and in mode replace takes the missing sales of the others out; by how
    /// much that moves the revenue, in ten-thousandths.
    pub(super) fn compare(&self, done: &mut LoadedTable) -> Result<(HeldBack, i64), StoreError> {
        self.find_kept()?;
        self.find_held()?;
        let moved = if self.mode == Mode::Replace { self.take_out(done)? } else { 0 };
        Ok((report(self.transaction)?, moved))
    }

    /// The rows that may be written, in the order of the file.
    pub(super) fn to_write(&self) -> String {
        let columns: Vec<String> = self.shape.columns.iter().map(|name| quoted(name)).collect();
        format!("select {} from temp.staged s where not {IS_HELD} order by s.rowid", columns.join(", "))
    }

    /// Forgets what was staged.
    pub(super) fn clear(&self) -> Result<(), StoreError> {
        let tables = ["staged", "covered", "kept", "days", "held"];
        let drop = tables.map(|table| format!("drop table temp.{table};"));
        Ok(self.transaction.execute_batch(&drop.concat())?)
    }

    /// Gathers the kept sales of the same origin in the store-days that the file covers.
    fn find_kept(&self) -> Result<(), StoreError> {
        let keys = ["id", "source_key"].into_iter().filter(|key| self.shape.place(key).is_some());
        let keys: Vec<&str> = keys.collect();
        let indexes = keys.iter().map(|key| format!("create index temp.staged_{key} on staged ({key});"));
        self.transaction.execute_batch(&format!(
            "{}
             drop table if exists temp.covered;
             create temp table covered as
                 select store_id, sale_date, count(*) as sales from staged group by 1, 2;
             create unique index temp.covered_day on covered (sale_date, store_id);
             drop table if exists temp.kept;
             create temp table kept (id integer primary key, store_id, sale_date, is_missing);",
            indexes.collect::<String>()
        ))?;
        let staged =
            keys.iter().map(|key| format!("exists (select 1 from temp.staged t where t.{key} = s.{key})"));
        let is_staged = staged.collect::<Vec<_>>().join(" or ");
        let is_missing = if keys.is_empty() { "1".to_owned() } else { format!("not ({is_staged})") };
        // Sales known by their content are found by their days; others have no index, and all are read once.
        let (tables, condition) = if self.line.covers_days {
            ("temp.covered c cross join sales s", "s.source_key is not null")
        } else {
            ("sales s cross join temp.covered c", "1")
        };
        self.transaction.execute(
            &format!(
                "insert into temp.kept select s.id, s.store_id, s.sale_date, {is_missing} from {tables}
                 where s.sale_date = c.sale_date and s.store_id = c.store_id and {condition} and s.import_id in
                     (select id from imports where origin = ?1 and undone_at is null and id <> ?2)"
            ),
            params![self.line.source, self.import_id],
        )?;
        Ok(())
    }

    /// Of the days with missing sales, those of which nothing is written. In mode replace that is the file's first or
    /// last day when it has become smaller, which the export may have cut off, unless the user says that it has not.
    fn find_held(&self) -> Result<(), StoreError> {
        let is_held = match self.mode {
            Mode::Replace if self.line.partial_days => "0",
            Mode::Replace => "is_cut_off",
            Mode::New | Mode::Upsert => "1",
        };
        Ok(self.transaction.execute_batch(&format!(
            "drop table if exists temp.days;
             create temp table days as
                 select k.sale_date, k.store_id, count(*) > c.sales and k.sale_date in
                     ((select min(sale_date) from covered), (select max(sale_date) from covered)) as is_cut_off
                 from kept k join covered c on c.sale_date = k.sale_date and c.store_id = k.store_id
                 group by k.sale_date, k.store_id having max(k.is_missing);
             drop table if exists temp.held;
             create temp table held as select * from days where {is_held};
             create unique index temp.held_day on held (sale_date, store_id);"
        ))?)
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

fn first_missing(transaction: &Transaction<'_>, missing: &str) -> Result<Vec<MissingSale>, StoreError> {
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
