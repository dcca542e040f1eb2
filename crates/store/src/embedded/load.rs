//! A load: many rows into tables, in one transaction.
//!
//! The triggers that move the version of the data with each row are off on the connection of a load; the version
//! moves once, in the same transaction. Loads that only add rows check themselves what these refer to.

mod before;
mod cells;
mod ledger;
mod references;
mod row_writer;
mod shape;
mod store_days;

use rusqlite::{Connection, Transaction, TransactionBehavior, config::DbConfig};

use crate::{HeldBack, Load, Loaded, LoadedTable, Mode, StoreError, TableLoad};
use cells::{BatchRow, Column};
use references::References;
use row_writer::RowWriter;
use shape::{Shape, quoted};

/// The tables that figures are made of.
const SOURCES_OF_FIGURES: [&str; 3] = ["products", "stores", "sales"];

/// Pages that a load keeps in memory, in KiB.
const CACHE_KIB: i64 = 32 << 10;

/// Writes all of the load or, on error, nothing.
pub(super) fn run(connection: &mut Connection, load: Load<'_>) -> Result<Loaded, StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let checks_itself = load.mode == Mode::New;
    connection.pragma_update(None, "foreign_keys", !checks_itself)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let ledger = load.ledger.as_ref();
    let import_id = ledger.map(|line| ledger::open(&transaction, line, load.mode)).transpose()?;
    let mut under_way = UnderWay {
        transaction: &transaction,
        mode: load.mode,
        ledger,
        import_id,
        references: References::default(),
        revenue_parts: 0,
        held_back: HeldBack::default(),
    };
    let mut tables = Vec::new();
    for table in load.tables {
        tables.push(under_way.load_table(table)?);
    }
    let UnderWay { references, revenue_parts, held_back, .. } = under_way;
    if checks_itself {
        references.check(&transaction)?;
    }
    let mut loaded = Loaded { import_id, tables, revenue_parts, held_back };
    move_version(&transaction, &loaded)?;
    if let (Some(line), Some(import_id)) = (ledger, import_id) {
        ledger::close(&transaction, line, import_id, &mut loaded)?;
    }
    if load.dry_run {
        transaction.rollback()?;
        loaded.import_id = None;
    } else {
        transaction.commit()?;
    }
    Ok(loaded)
}

/// Moves the version when figures may have moved, and the count of rewrites when they did so by anything but sales
/// that an import appended.
fn move_version(transaction: &Transaction<'_>, loaded: &Loaded) -> Result<(), StoreError> {
    let (mut moved, mut rewritten) = (false, false);
    for table in &loaded.tables {
        if !SOURCES_OF_FIGURES.contains(&table.table.as_str()) {
            continue;
        }
        let written = table.added + table.written_again + table.removed;
        moved |= written > 0;
        let appended_sales = table.table == "sales" && loaded.import_id.is_some() && written == table.added;
        rewritten |= written > 0 && !appended_sales;
    }
    if moved {
        transaction.execute(
            "update data_version set version = version + 1, rewrites = rewrites + ?1",
            [rewritten],
        )?;
    }
    Ok(())
}

/// A load on its way.
struct UnderWay<'a> {
    transaction: &'a Transaction<'a>,
    mode: Mode,
    ledger: Option<&'a crate::LedgerLine>,
    import_id: Option<i64>,
    references: References,
    revenue_parts: i64,
    held_back: HeldBack,
}

impl UnderWay<'_> {
    fn load_table(&mut self, load: TableLoad<'_>) -> Result<LoadedTable, StoreError> {
        let names: Vec<&str> = load.schema.fields().iter().map(|field| field.name().as_str()).collect();
        let shape = Shape::of(self.transaction, &load.table, &names)?;
        let mut done = LoadedTable { table: shape.table.clone(), ..LoadedTable::default() };
        // An import never replaces a whole table: of sales it swaps days, of the others it writes over what is known.
        if self.mode == Mode::Replace && self.ledger.is_none() {
            let sql = format!("delete from {}", quoted(&shape.table));
            done.removed = self.transaction.execute(&sql, [])? as u64;
        }
        match (self.ledger, self.import_id) {
            (Some(line), Some(id))
                if store_days::must_stage(self.transaction, &shape, self.mode, line, id)? =>
            {
                self.load_days(load, &shape, line, id, &mut done)?;
            }
            _ => self.load_rows(load, &shape, &mut done)?,
        }
        self.refuse_clashes(&done)?;
        // What sales bring has ids of its own, given by what was kept when the file was read.
        let is_brought = self.ledger.is_some_and(|line| line.table != done.table) && shape.gives_ids;
        if is_brought && done.known > 0 { Err(StoreError::Moved) } else { Ok(done) }
    }

    fn load_rows(
        &mut self,
        load: TableLoad<'_>,
        shape: &Shape,
        done: &mut LoadedTable,
    ) -> Result<(), StoreError> {
        let mut writer = RowWriter::new(self.transaction, shape, self.import_id)?;
        for batch in load.batches {
            let batch = batch?;
            let columns = Column::all(&batch).map_err(|reason| wrong(&shape.table, reason))?;
            for row in 0..batch.num_rows() {
                let row = BatchRow { columns: &columns, row };
                let written =
                    writer.write(&row, self.mode, done, &mut self.references, &mut self.revenue_parts);
                written.map_err(|error| named(&shape.table, done, error))?;
            }
        }
        Ok(())
    }

    /// Sales of which an earlier import may have covered the same days.
    fn load_days(
        &mut self,
        load: TableLoad<'_>,
        shape: &Shape,
        line: &crate::LedgerLine,
        import_id: i64,
        done: &mut LoadedTable,
    ) -> Result<(), StoreError> {
        let transaction = self.transaction;
        store_days::stage(transaction, shape)?;
        store_days::fill(transaction, shape, load)?;
        self.held_back = store_days::compare(
            transaction,
            shape,
            self.mode,
            line,
            import_id,
            done,
            &mut self.revenue_parts,
        )?;
        let mut writer = RowWriter::new(transaction, shape, self.import_id)?;
        let mut staged = transaction.prepare(&store_days::to_write(shape))?;
        let mut rows = staged.query([])?;
        while let Some(row) = rows.next()? {
            let written = writer.write(row, self.mode, done, &mut self.references, &mut self.revenue_parts);
            written.map_err(|error| named(&shape.table, done, error))?;
        }
        drop(rows);
        drop(staged);
        store_days::clear(transaction)
    }

    /// Clashes are refused lines like others, unless one of them is to stop everything.
    fn refuse_clashes(&self, done: &LoadedTable) -> Result<(), StoreError> {
        let Some(first) = done.clashes.first() else { return Ok(()) };
        if self.ledger.is_some_and(|line| line.abort_on_clash) {
            return Err(StoreError::Clash { line: first.line, key: first.key.clone() });
        }
        if let Some(import_id) = self.import_id {
            let sql = "insert into rejects (import_id, line, value, code) values (?1, ?2, ?3, 'twice')";
            let mut insert = self.transaction.prepare_cached(sql)?;
            for clash in &done.clashes {
                insert.execute(rusqlite::params![import_id, clash.line, clash.key])?;
            }
        }
        Ok(())
    }
}

fn wrong(table: &str, reason: String) -> StoreError {
    StoreError::Load { table: table.to_owned(), reason }
}

/// Says at which row of which table SQLite refused.
fn named(table: &str, done: &LoadedTable, error: StoreError) -> StoreError {
    match error {
        StoreError::Sql { message, .. } => {
            wrong(table, format!("row {}: {message}", done.added + done.known + 1))
        }
        other => other,
    }
}
