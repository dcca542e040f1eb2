//! Exports that come again: what a file of sales lacks of the days that it covers.
//!
//! Rows are staged in a table of their own first. A store and day of which sales of earlier imports of the same origin
//! are missing is left as it is, or, in mode replace, loses those sales.

use rusqlite::{Transaction, params, types::ToSqlOutput};

use super::{
    before::Before,
    cells::{BatchRow, Cells, Column},
    shape::{Shape, quoted},
};
use crate::{HeldBack, LedgerLine, LoadedTable, MissingSale, Mode, StoreError, TableLoad};

/// How many missing sales are named.
const MISSING_NAMED: usize = 20;

/// Whether rows have to be staged: an earlier import of the same origin may have covered the same days.
pub(super) fn must_stage(
    transaction: &Transaction<'_>,
    shape: &Shape,
    mode: Mode,
    line: &LedgerLine,
    import_id: i64,
) -> Result<bool, StoreError> {
    let has = |name: &str| shape.columns.iter().any(|column| column == name);
    let is_of_sales =
        shape.table == "sales" && ["id", "source_key", "store_id", "sale_date"].into_iter().all(has);
    if !is_of_sales || (mode != Mode::Replace && !line.covers_days) {
        return Ok(false);
    }
    let sql = "select exists (select 1 from imports
               where origin = ?1 and table_name = 'sales' and undone_at is null and id <> ?2)";
    Ok(transaction.query_row(sql, params![line.source, import_id], |row| row.get(0))?)
}

/// Makes the table that rows are staged in.
pub(super) fn stage(transaction: &Transaction<'_>, shape: &Shape) -> Result<(), StoreError> {
    let columns: Vec<String> = shape.columns.iter().map(|name| quoted(name)).collect();
    transaction.execute_batch(&format!(
        "drop table if exists temp.staged; create temp table staged ({})",
        columns.join(", ")
    ))?;
    Ok(())
}

/// Puts the rows of a load into that table.
pub(super) fn fill(
    transaction: &Transaction<'_>,
    shape: &Shape,
    load: TableLoad<'_>,
) -> Result<(), StoreError> {
    let marks: Vec<String> = (1..=shape.columns.len()).map(|at| format!("?{at}")).collect();
    let mut insert = transaction.prepare(&format!("insert into staged values ({})", marks.join(", ")))?;
    for batch in load.batches {
        let batch = batch?;
        let columns =
            Column::all(&batch).map_err(|reason| StoreError::Load { table: shape.table.clone(), reason })?;
        for row in 0..batch.num_rows() {
            let row = BatchRow { columns: &columns, row };
            for at in 0..shape.columns.len() {
                insert.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(row.value(at)))?;
            }
            insert.raw_execute()?;
        }
    }
    Ok(())
}

/// Finds out which store-days are held back, and in mode replace takes the missing sales of the others out.
pub(super) fn compare(
    transaction: &Transaction<'_>,
    shape: &Shape,
    mode: Mode,
    line: &LedgerLine,
    import_id: i64,
    done: &mut LoadedTable,
    revenue_parts: &mut i64,
) -> Result<HeldBack, StoreError> {
    transaction.execute_batch(
        "create index temp.staged_key on staged (source_key);
         create index temp.staged_id on staged (id);
         drop table if exists temp.covered;
         create temp table covered as
             select store_id, sale_date, count(*) as staged_rows, 0 as kept_rows from staged group by 1, 2;
         create unique index temp.covered_day on covered (sale_date, store_id);
         drop table if exists temp.missing;
         create temp table missing (id integer primary key, store_id, sale_date);",
    )?;
    // With the condition on the key the days are found by their index; ids have none, and all sales are read.
    let keyed = if line.covers_days { "and s.source_key is not null" } else { "" };
    let same_origin =
        "s.import_id in (select id from imports where origin = ?1 and undone_at is null and id <> ?2)";
    let absent = "not exists (select 1 from staged t where t.source_key = s.source_key)
                  and not exists (select 1 from staged t where t.id = s.id)";
    transaction.execute(
        &format!(
            "insert into missing select s.id, s.store_id, s.sale_date from covered c
             cross join sales s on s.sale_date = c.sale_date and s.store_id = c.store_id {keyed}
             where {same_origin} and {absent}"
        ),
        params![line.source, import_id],
    )?;
    transaction.execute(
        &format!(
            "update covered set kept_rows = (select count(*) from sales s
                 where s.sale_date = covered.sale_date and s.store_id = covered.store_id {keyed} and {same_origin})
             where (sale_date, store_id) in (select sale_date, store_id from missing)"
        ),
        params![line.source, import_id],
    )?;
    let is_cut_off = "c.kept_rows > c.staged_rows
        and c.sale_date in ((select min(sale_date) from staged), (select max(sale_date) from staged))";
    let held = match mode {
        Mode::Replace if line.partial_days => "0",
        Mode::Replace => is_cut_off,
        _ => "1",
    };
    transaction.execute_batch(&format!(
        "drop table if exists temp.held;
         create temp table held as select distinct c.sale_date, c.store_id, ({is_cut_off}) as is_cut_off
             from covered c join missing m on m.sale_date = c.sale_date and m.store_id = c.store_id where {held};
         create unique index temp.held_day on held (sale_date, store_id);"
    ))?;
    if mode == Mode::Replace {
        take_out(transaction, shape, import_id, done, revenue_parts)?;
    }
    report(transaction)
}

/// The rows that may be written, in the order of the file.
pub(super) fn to_write(shape: &Shape) -> String {
    let columns: Vec<String> = shape.columns.iter().map(|name| quoted(name)).collect();
    format!(
        "select {} from staged t where not exists
             (select 1 from held h where h.sale_date = t.sale_date and h.store_id = t.store_id) order by t.rowid",
        columns.join(", ")
    )
}

/// Forgets what was staged.
pub(super) fn clear(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.execute_batch(
        "drop table temp.staged; drop table temp.covered; drop table temp.missing; drop table temp.held;",
    )?;
    Ok(())
}

fn take_out(
    transaction: &Transaction<'_>,
    shape: &Shape,
    import_id: i64,
    done: &mut LoadedTable,
    revenue_parts: &mut i64,
) -> Result<(), StoreError> {
    let sql = "select m.id, s.amount from missing m join sales s on s.id = m.id where not exists
                   (select 1 from held h where h.sale_date = m.sale_date and h.store_id = m.store_id)";
    let mut missing = transaction.prepare(sql)?;
    let rows = missing.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, f64>(1)?)))?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let mut before = Before::new(transaction, shape, Some(import_id))?;
    let mut delete = transaction.prepare("delete from sales where id = ?1")?;
    for (id, amount) in rows {
        before.keep(id)?;
        delete.execute([id])?;
        done.removed += 1;
        *revenue_parts -= (amount * 10_000.0).round() as i64;
    }
    Ok(())
}

fn report(transaction: &Transaction<'_>) -> Result<HeldBack, StoreError> {
    let is_held = "exists (select 1 from held h where h.sale_date = m.sale_date and h.store_id = m.store_id)";
    let count = |sql: &str| transaction.query_row(sql, [], |row| row.get::<_, i64>(0));
    let sql = format!(
        "select s.import_id, s.sale_date, coalesce(st.name, st.city, st.code, st.id), p.name,
                cast(round(s.quantity * 10000) as integer), cast(round(s.amount * 10000) as integer)
         from missing m join sales s on s.id = m.id
         join stores st on st.id = s.store_id join products p on p.id = s.product_id
         where {is_held} order by s.sale_date, s.store_id, s.id limit {MISSING_NAMED}"
    );
    let mut named = transaction.prepare(&sql)?;
    let missing = named.query_map([], |row| {
        Ok(MissingSale {
            import_id: row.get(0)?,
            date: row.get(1)?,
            store: row.get::<_, rusqlite::types::Value>(2).map(in_words)?,
            product: row.get(3)?,
            quantity_parts: row.get(4)?,
            amount_parts: row.get(5)?,
        })
    })?;
    Ok(HeldBack {
        store_days: count("select count(*) from held")? as u64,
        rows: count(
            "select coalesce(sum(c.staged_rows), 0) from covered c join held h
                     on h.sale_date = c.sale_date and h.store_id = c.store_id",
        )? as u64,
        missing_count: count(&format!("select count(*) from missing m where {is_held}"))? as u64,
        missing: missing.collect::<Result<_, _>>()?,
        may_be_cut_off: count("select coalesce(max(is_cut_off), 0) from held")? > 0,
    })
}

fn in_words(value: rusqlite::types::Value) -> String {
    match value {
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Integer(number) => number.to_string(),
        _ => String::new(),
    }
}
