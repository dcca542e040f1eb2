//! A load: many rows into tables, in one transaction.
//!
//! The triggers that move the version of the data with each row are off on the connection of a load; the version
//! moves once, in the same transaction. What the rows refer to is looked up once, at the end.

mod absent;
mod before;
mod bindings;
mod block;
mod cells;
mod known;
mod ledger;
mod moves;
mod parts;
mod references;
mod renamed;
mod renumbered;
mod reread;
mod row_sql;
mod row_writer;
mod shape;
mod staging;
mod store_days;
mod tally;
mod twins;
mod values;

use arrow_array::RecordBatch;
use rusqlite::{
    Connection, Transaction, TransactionBehavior,
    config::DbConfig,
    params,
    types::{ToSqlOutput, ValueRef},
};

use super::reject_spools::{self, Placed, REJECT_BYTES_KEPT, REJECTS_KEPT, RejectSpool, RejectSpools};
use crate::{HeldBack, LedgerLine, Load, Loaded, LoadedTable, Mode, StoreError, TableLoad, Value};
use cells::{Column, UnfitColumn};
pub(crate) use row_writer::ENDS_OF_IDS;
use row_writer::RowWriter;
use shape::{MOVES, Shape, quoted};
use store_days::StoreDays;
use tally::{Days, Tally};
use values::ValueChecks;

/// The tables that figures are made of.
const SOURCES_OF_FIGURES: [&str; 4] = ["products", "stores", "sales", "targets"];

/// From how many lines on the numbers of other sales are no corrections, where most known lines have such.
const REUSED: u64 = 3;

/// Pages that a load keeps in memory, in KiB.
const CACHE_KIB: i64 = 32 << 10;

/// Writes all of the load or, on error, nothing.
pub(super) fn run(
    connection: &mut Connection,
    load: Load<'_>,
    spools: &RejectSpools,
) -> Result<Loaded, StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    // Rows that are only added can break nothing but what they refer to themselves, which is looked up at the end.
    connection.pragma_update(None, "foreign_keys", load.mode != Mode::New)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "file")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let is_dry_run = load.dry_run;
    let (mut loaded, spool) = write(&transaction, load, spools)?;
    if is_dry_run {
        transaction.rollback()?;
        loaded.import_id = None;
    } else {
        transaction.commit()?;
        spool.into_iter().for_each(Placed::keep);
    }
    Ok(loaded)
}

fn write(
    transaction: &Transaction<'_>,
    load: Load<'_>,
    spools: &RejectSpools,
) -> Result<(Loaded, Option<Placed>), StoreError> {
    let Load { ledger, mode, tables, dry_run } = load;
    let ledger = ledger.as_ref();
    let import_id = ledger.map(|line| ledger::open(transaction, line, mode)).transpose()?;
    let import = ledger.zip(import_id).map(|(line, id)| Import { line, id });
    let keeps_all_rejects = !dry_run && ledger.is_some_and(|line| !line.rejects_elsewhere);
    let mut under_way = UnderWay {
        transaction,
        mode,
        import,
        tally: Tally::default(),
        held_back: HeldBack::default(),
        spools: keeps_all_rejects.then_some(spools),
        spool: None,
    };
    let mut done = under_way.same_as(tables.is_empty())?;
    for table in tables {
        done.push(under_way.load_table(table)?);
    }
    let UnderWay { tally, held_back, spool, .. } = under_way;
    tally.references.check(transaction)?;
    let loaded = Loaded { import_id, tables: done, revenue_parts: tally.revenue_parts, held_back };
    let has_currency = match import {
        Some(Import { line: LedgerLine { currency: Some(currency), .. }, id }) => {
            ledger::keep_currency(transaction, currency, id)?
        }
        _ => false,
    };
    move_version(transaction, &loaded, has_currency)?;
    note_days(transaction, &tally.days)?;
    if let Some(Import { line, id }) = import {
        ledger::close(transaction, line, id, &loaded, tally)?;
    }
    let spool = spool.map(RejectSpool::place).transpose()?;
    Ok((loaded, spool))
}

/// What the table of refused lines still takes of an import.
struct RejectRoom {
    lines: usize,
    bytes: u64,
}

impl Default for RejectRoom {
    fn default() -> Self {
        Self { lines: REJECTS_KEPT, bytes: REJECT_BYTES_KEPT }
    }
}

impl RejectRoom {
    /// Takes as many lines of a batch as there is room for: how many.
    fn take(&mut self, batch: &RecordBatch) -> Result<usize, UnfitColumn> {
        let columns = Column::all(batch)?;
        for row in 0..batch.num_rows() {
            if self.lines == 0 || self.bytes == 0 {
                return Ok(row);
            }
            let bytes = columns.iter().map(|column| match column.value(row) {
                ValueRef::Text(text) => text.len() as u64,
                _ => 0,
            });
            self.lines -= 1;
            self.bytes = self.bytes.saturating_sub(bytes.sum());
        }
        Ok(batch.num_rows())
    }
}

/// Notes the days of the sales: questions find there what a day belongs to.
fn note_days(transaction: &Transaction<'_>, days: &Days) -> Result<(), StoreError> {
    let mut note = transaction.prepare_cached("insert or ignore into calendar_days (day) values (?1)")?;
    for day in days.all() {
        note.execute([ToSqlOutput::Borrowed(day)])?;
    }
    Ok(())
}

/// Moves the version when figures may have moved, or the currency that they are in has become known; the count of rewrites
/// when figures did so by anything but sales that an import appended; the version of sales when these did.
fn move_version(
    transaction: &Transaction<'_>,
    loaded: &Loaded,
    has_currency: bool,
) -> Result<(), StoreError> {
    let (mut is_moved, mut is_rewritten, mut has_sales) = (has_currency, false, false);
    for table in &loaded.tables {
        if !SOURCES_OF_FIGURES.contains(&table.table.as_str()) {
            continue;
        }
        let written = table.added + table.written_again + table.removed;
        is_moved |= written > 0;
        let is_append = table.table == "sales" && loaded.import_id.is_some() && written == table.added;
        is_rewritten |= written > 0 && !is_append;
        // A new store has no sales yet; products and targets are nothing that sales are summed by over time.
        has_sales |= match table.table.as_str() {
            "sales" => written > 0,
            "stores" => table.written_again + table.removed > 0,
            _ => false,
        };
    }
    if is_moved {
        transaction.execute(
            "update data_version set version = version + 1, rewrites = rewrites + ?1,
                 sales_version = iif(?2, version + 1, sales_version)",
            [is_rewritten, has_sales],
        )?;
    }
    Ok(())
}

/// The line of the ledger that a load writes, and its number.
#[derive(Clone, Copy)]
struct Import<'a> {
    line: &'a LedgerLine,
    id: i64,
}

/// A load on its way.
struct UnderWay<'a> {
    transaction: &'a Transaction<'a>,
    mode: Mode,
    import: Option<Import<'a>>,
    tally: Tally,
    held_back: HeldBack,
    /// Where refused lines go of which there are too many for the table; `None` when they are not wanted.
    spools: Option<&'a RejectSpools>,
    spool: Option<RejectSpool>,
}

impl UnderWay<'_> {
    /// The counts of an import of the same bytes, where the load is one: it has no rows then.
    fn same_as(&self, is_empty: bool) -> Result<Vec<LoadedTable>, StoreError> {
        let Some(Import { line: LedgerLine { same_as: Some(same), table, .. }, .. }) = self.import else {
            return Ok(vec![]);
        };
        if !is_empty {
            return Err(wrong(table, "an import that is the same as another has no rows".into()));
        }
        Ok(vec![ledger::of_same(self.transaction, *same, table)?])
    }

    fn load_table(&mut self, load: TableLoad<'_>) -> Result<LoadedTable, StoreError> {
        let transaction = self.transaction;
        let names: Vec<&str> = load.schema.fields().iter().map(|field| field.name().as_str()).collect();
        let shape = Shape::of(transaction, &load.table, &names, self.import.is_some())?;
        let mut done = LoadedTable { table: shape.table.clone(), ..LoadedTable::default() };
        let days = match self.import {
            Some(Import { line, id }) => StoreDays::of(transaction, &shape, self.mode, line, id)?,
            // An import never replaces a whole table: it swaps days of sales, and writes over what is known of others.
            None if self.mode == Mode::Replace => {
                done.removed = self.empty(&shape)?;
                None
            }
            None => None,
        };
        match days {
            Some(days) => self.load_days(load, &shape, &days, &mut done)?,
            None => self.load_rows(load, &shape, &mut done)?,
        }
        if let Some(Import { line, id }) = self.import.filter(|_| shape.table == "sales") {
            renumbered::refuse(transaction, line, id, &done, self.tally.ids)?;
            if self.mode != Mode::Replace && !line.covers_days && self.held_back.store_days == 0 {
                let Tally { held, days, .. } = &mut self.tally;
                self.held_back = absent::find(transaction, line, id, held, days)?;
            }
        }
        if let Some(import) = self.import.filter(|_| shape.table == MOVES && done.added > 0) {
            moves::move_sales(transaction, import.id)?;
        }
        self.refuse_reused_numbers(&done)?;
        self.refuse_clashes(&done)?;
        self.reject_clashes(&done)?;
        // What sales bring has ids of its own, given by what was kept when the file was read.
        let is_brought = self.import.is_some_and(|import| import.line.table != done.table) && shape.gives_ids;
        if is_brought && done.known > 0 { Err(StoreError::Moved) } else { Ok(done) }
    }

    /// Empties a table; of how many rows.
    fn empty(&self, shape: &Shape) -> Result<u64, StoreError> {
        if shape.gives_ids {
            self.transaction.execute(&before::keep_where(shape, false, "1"), [None::<i64>])?;
        }
        Ok(self.transaction.execute(&format!("delete from {}", quoted(&shape.table)), [])? as u64)
    }

    fn load_rows(
        &mut self,
        load: TableLoad<'_>,
        shape: &Shape,
        done: &mut LoadedTable,
    ) -> Result<(), StoreError> {
        let mut writer = self.writer(shape)?;
        let mut checks = ValueChecks::of(shape);
        // The lines that an import refuses are counted all, and kept up to a number and a size.
        let mut room = (self.import.is_some() && shape.table == "rejects").then(RejectRoom::default);
        for batch in load.batches {
            let batch = batch?;
            let kept = match &mut room {
                Some(room) => room.take(&batch).map_err(|unfit| wrong(&shape.table, unfit.to_string()))?,
                None => batch.num_rows(),
            };
            done.added += (batch.num_rows() - kept) as u64;
            self.spool_rejects(&batch.slice(kept, batch.num_rows() - kept))?;
            let batch = batch.slice(0, kept);
            let columns = checks.columns(&batch)?;
            writer.begin(|at| columns.get(at).is_some_and(Column::is_empty))?;
            writer
                .write_batch(&columns, batch.num_rows(), done, &mut self.tally)
                .map_err(|error| named(done, error))?;
            self.refuse_clashes(done)?;
        }
        Ok(())
    }

    /// Refused lines beyond those that the table keeps go to a file.
    fn spool_rejects(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        let (Some(spools), Some(Import { id, .. })) = (self.spools, self.import) else { return Ok(()) };
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let spool = match &mut self.spool {
            Some(spool) => spool,
            none => none.insert(spools.begin(self.transaction, id)?),
        };
        let columns = Column::all(batch).map_err(|unfit| wrong("rejects", unfit.to_string()))?;
        let places = reject_spools::COLUMNS.map(|name| batch.schema_ref().index_of(name).ok());
        for row in 0..batch.num_rows() {
            let value = |at: Option<usize>| at.map_or(Value::Null, |at| Value::from(columns[at].value(row)));
            spool.write(&places.map(value))?;
        }
        Ok(())
    }

    /// Sales of which an earlier import may have covered the same days.
    fn load_days(
        &mut self,
        load: TableLoad<'_>,
        shape: &Shape,
        days: &StoreDays<'_>,
        done: &mut LoadedTable,
    ) -> Result<(), StoreError> {
        days.stage(load)?;
        let (held_back, moved) = days.compare(done, &mut self.tally)?;
        self.held_back = held_back;
        self.tally.revenue_parts += moved;
        let mut writer = self.writer(shape)?;
        let mut staged = self.transaction.prepare(&days.to_write())?;
        let mut rows = staged.query([])?;
        while let Some(row) = rows.next()? {
            writer.write(row, done, &mut self.tally).map_err(|error| named(done, error))?;
        }
        drop(rows);
        drop(staged);
        days.clear()
    }

    fn writer<'a>(&mut self, shape: &'a Shape) -> Result<RowWriter<'a>, StoreError>
    where
        Self: 'a,
    {
        let import_id = self.import.map(|import| import.id);
        let keeps_amounts =
            shape.table == "sales" && self.import.is_some_and(|import| import.line.keeps_amounts);
        RowWriter::new(self.transaction, shape, self.mode, (import_id, keeps_amounts), &mut self.tally)
    }

    /// One clash stops the import that wants it so.
    fn refuse_clashes(&self, done: &LoadedTable) -> Result<(), StoreError> {
        match (done.clashes.first(), self.import) {
            (Some(first), Some(import)) if import.line.abort_on_clash => {
                Err(StoreError::Clash { line: first.line, key: first.key.clone() })
            }
            // Each is a refused line that is kept whole: a column of which so many are alike is no id.
            (Some(first), Some(_)) if done.clashes.len() > REJECTS_KEPT => {
                Err(StoreError::ManyClashes { limit: REJECTS_KEPT, line: first.line, key: first.key.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Numbers that begin anew in each export, or in each till, identify no sale: each would stand for one of every export,
    /// and correct the one before.
    fn refuse_reused_numbers(&self, done: &LoadedTable) -> Result<(), StoreError> {
        match (&self.tally.first_of_others, self.tally.other_sales) {
            (Some(number), sales) if self.import.is_some() && sales >= REUSED && sales * 2 > done.known => {
                Err(StoreError::ReusedNumbers { sales, number: number.clone() })
            }
            _ => Ok(()),
        }
    }

    /// Clashes are refused lines like others.
    fn reject_clashes(&self, done: &LoadedTable) -> Result<(), StoreError> {
        let Some(import) = self.import.filter(|_| !done.clashes.is_empty()) else { return Ok(()) };
        let sql = "insert into rejects (import_id, line, value, code) values (?1, ?2, ?3, 'twice')";
        let mut insert = self.transaction.prepare_cached(sql)?;
        for clash in &done.clashes {
            insert.execute(params![import.id, clash.line, clash.key])?;
        }
        Ok(())
    }
}

fn wrong(table: &str, reason: String) -> StoreError {
    StoreError::Load { table: table.to_owned(), reason }
}

/// Says at which row of which table SQLite refused.
#[cold]
fn named(done: &LoadedTable, error: StoreError) -> StoreError {
    match error {
        StoreError::Sql { message, .. } => {
            let row = done.added + done.known + done.clashes.len() as u64 + 1;
            wrong(&done.table, format!("row {row}: {message}"))
        }
        other => other,
    }
}
