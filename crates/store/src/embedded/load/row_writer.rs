//! Rows into one table, with statements that are made once.

use rusqlite::{Transaction, types::ValueRef};

use super::{
    before::Before,
    bindings::Bindings,
    block::{BLOCK, Block, Inserted},
    cells::{BatchRow, Cells, Column, whole},
    row_sql::RowSql,
    shape::{Shape, quoted},
    tally::{Tally, parts_of},
};
use crate::{Clash, LoadedTable, Mode, StoreError};

/// How many changed rows are named.
const CHANGED_NAMED: usize = 20;

/// How many bytes of a key that clashes are kept.
const KEY_BYTES: usize = 300;

/// Ids that the store gives lie above this one, so that a later file's own ids never meet them.
const LAST_FOREIGN_ID: i64 = 1_000_000_000;

/// Ids of files or of SQL from here on are not counted on from: the largest that there is has no next one.
pub(crate) const ENDS_OF_IDS: i64 = 9_000_000_000_000_000_000;

/// Writes rows of one table.
pub(super) struct RowWriter<'a> {
    shape: &'a Shape,
    mode: Mode,
    insert: Bindings<'a>,
    block: Block<'a>,
    /// One for each key.
    find: Vec<Bindings<'a>>,
    update: Option<Bindings<'a>>,
    before: Before<'a>,
    next_id: i64,
    /// The columns that have values in this batch.
    filled: Vec<usize>,
    /// Whether the row before was known: then this one is looked for before it is inserted.
    was_known: bool,
    /// The place of the first column that refers to something, among those of the whole load.
    first_reference: usize,
    is_of_sales: bool,
    /// Where the amount and the day of a sale stand.
    amount: Option<usize>,
    day: Option<usize>,
}

/// A row that is there already.
struct Kept {
    rowid: i64,
    is_same: bool,
    is_of_this_import: bool,
    /// For sales.
    amount: Option<f64>,
    is_other_sale: bool,
}

impl<'a> RowWriter<'a> {
    pub(super) fn new(
        transaction: &'a Transaction<'_>,
        shape: &'a Shape,
        mode: Mode,
        import: (Option<i64>, bool),
        tally: &mut Tally,
    ) -> Result<Self, StoreError> {
        let (import_id, keeps_amounts) = import;
        let sql = RowSql::of(shape, import_id.is_some(), mode == Mode::New, keeps_amounts);
        let make = |text: &String| Bindings::new(transaction, text);
        let of_sales = |name: &str| if shape.table == "sales" { shape.place(name) } else { None };
        let mut writer = Self {
            shape,
            mode,
            insert: make(&sql.insert)?,
            block: Block::new(transaction, shape, import_id)?,
            find: sql.find.iter().map(make).collect::<Result<_, _>>()?,
            update: sql.update.as_ref().map(make).transpose()?,
            before: Before::new(transaction, shape, import_id)?,
            next_id: if shape.gives_ids { next_id(transaction, &shape.table)? } else { 0 },
            filled: Vec::new(),
            was_known: false,
            first_reference: tally.references.open(shape),
            is_of_sales: shape.table == "sales",
            amount: of_sales("amount"),
            day: of_sales("sale_date"),
        };
        writer.bind_import(import_id)?;
        writer.begin(|_| false)?;
        Ok(writer)
    }

    /// The import is the same for all rows.
    fn bind_import(&mut self, import_id: Option<i64>) -> Result<(), StoreError> {
        let (count, import_id) =
            (self.shape.columns.len(), import_id.map_or(ValueRef::Null, ValueRef::Integer));
        self.insert.bind(count + 1, import_id)?;
        self.find.iter_mut().try_for_each(|find| find.bind(count, import_id))?;
        self.update.as_mut().map_or(Ok(()), |update| update.bind(count + 1, import_id))
    }

    /// Prepares for rows in which those columns are empty: they are bound once.
    pub(super) fn begin(&mut self, is_empty: impl Fn(usize) -> bool) -> Result<(), StoreError> {
        self.block.begin(&is_empty)?;
        let (empty, filled) = self.shape.places().partition(|at| is_empty(*at) && Some(*at) != self.shape.id);
        self.filled = filled;
        let empty: Vec<usize> = empty;
        for at in empty {
            self.insert.bind(at, ValueRef::Null)?;
            self.find.iter_mut().try_for_each(|find| find.bind(at, ValueRef::Null))?;
            self.update.as_mut().map_or(Ok(()), |update| update.bind(at, ValueRef::Null))?;
        }
        Ok(())
    }

    /// Writes rows of a batch as the mode has it, and counts what was done.
    pub(super) fn write_batch(
        &mut self,
        columns: &[Column<'_>],
        count: usize,
        done: &mut LoadedTable,
        tally: &mut Tally,
    ) -> Result<(), StoreError> {
        let mut first = 0;
        while first < count {
            let next = count.min(first + BLOCK);
            if next - first == BLOCK && !self.was_known {
                first += self.insert_block(columns, first, done, tally)?;
            }
            if first < next {
                self.block.forget_largest();
            }
            for row in first..next {
                self.write(&BatchRow { columns, row }, done, tally)?;
            }
            first = next;
        }
        Ok(())
    }

    /// Inserts a block of rows, as far as SQLite refuses none; how many it inserted.
    fn insert_block(
        &mut self,
        columns: &[Column<'_>],
        first: usize,
        done: &mut LoadedTable,
        tally: &mut Tally,
    ) -> Result<usize, StoreError> {
        let Inserted { count, given, ids } = self.block.insert(columns, first, self.next_id)?;
        self.next_id += given;
        if self.is_of_sales {
            ids.iter().flatten().take(count).for_each(|id| tally.ids.take(*id));
        }
        done.added += count as u64;
        let rows = first..first + count;
        for (slot, reference) in self.shape.references.iter().enumerate() {
            let column = self.first_reference + slot;
            columns[reference.at].each(rows.clone(), |value| tally.references.note(column, value));
        }
        if let Some(at) = self.day {
            columns[at].each(rows.clone(), |day| tally.days.take(day));
        }
        if let Some(at) = self.amount {
            columns[at].each(rows, |amount| tally.revenue_parts += parts_of(amount));
        }
        Ok(count)
    }

    /// Writes a row as the mode has it, and counts what was done.
    #[inline]
    pub(super) fn write(
        &mut self,
        row: &impl Cells,
        done: &mut LoadedTable,
        tally: &mut Tally,
    ) -> Result<(), StoreError> {
        if let Some(at) = self.day {
            tally.days.take(row.value(at));
        }
        if !self.was_known && self.insert(row, tally)? {
            self.count_added(row, done, tally);
            return Ok(());
        }
        if let Some(kept) = self.find(row)? {
            self.was_known = true;
            return self.meet(row, &kept, done, tally);
        }
        // It was looked for first and is not there; or a key over an expression, that cannot be looked for, is.
        let is_new = std::mem::take(&mut self.was_known) && self.insert(row, tally)?;
        if is_new {
            self.count_added(row, done, tally);
        } else {
            done.known += 1;
        }
        Ok(())
    }

    #[inline]
    fn count_added(&self, row: &impl Cells, done: &mut LoadedTable, tally: &mut Tally) {
        done.added += 1;
        self.note(row, tally);
        if let Some(at) = self.amount {
            tally.revenue_parts += parts_of(row.value(at));
        }
    }

    #[inline]
    fn note(&self, row: &impl Cells, tally: &mut Tally) {
        for (slot, reference) in self.shape.references.iter().enumerate() {
            tally.references.note(self.first_reference + slot, row.value(reference.at));
        }
    }

    /// Inserts the row unless its key is there; whether it was inserted.
    #[inline]
    fn insert(&mut self, row: &impl Cells, tally: &mut Tally) -> Result<bool, StoreError> {
        let shape = self.shape;
        for &at in &self.filled {
            self.insert.bind(at, whole(row.value(at), shape.is_integer[at]))?;
        }
        let lacks_id = shape.id.is_none_or(|at| matches!(row.value(at), ValueRef::Null));
        let is_given_id = shape.gives_ids && lacks_id;
        if is_given_id {
            self.insert.bind(shape.id.unwrap_or(shape.columns.len()), ValueRef::Integer(self.next_id))?;
        }
        let is_inserted = self.insert.run()? > 0;
        if is_inserted && self.is_of_sales {
            let own = shape.id.map_or(ValueRef::Null, |at| row.value(at));
            tally.ids.take(if let ValueRef::Integer(id) = own { id } else { self.next_id });
        }
        self.next_id += i64::from(is_inserted && is_given_id);
        Ok(is_inserted)
    }

    /// The row that has one of its keys.
    fn find(&mut self, row: &impl Cells) -> Result<Option<Kept>, StoreError> {
        for (key, find) in self.shape.keys.iter().zip(&mut self.find) {
            if key.iter().any(|at| matches!(row.value(*at), ValueRef::Null)) {
                continue;
            }
            for at in self.filled.iter().copied().chain(self.shape.former_product) {
                find.bind(at, whole(row.value(at), self.shape.is_integer[at]))?;
            }
            let kept = find.first(|kept| {
                Ok(Kept {
                    rowid: kept.get(0)?,
                    is_same: kept.get(1)?,
                    is_of_this_import: kept.get(2)?,
                    amount: kept.get(3)?,
                    is_other_sale: kept.get(4)?,
                })
            })?;
            if kept.is_some() {
                return Ok(kept);
            }
        }
        Ok(None)
    }

    /// A row meets one that has its key: from before, or from the same import.
    fn meet(
        &mut self,
        row: &impl Cells,
        kept: &Kept,
        done: &mut LoadedTable,
        tally: &mut Tally,
    ) -> Result<(), StoreError> {
        if kept.is_of_this_import && !kept.is_same {
            let line = self.shape.line.map_or(0, |at| row.value(at).as_i64().unwrap_or_default());
            let mut key = self.key_in_words(row);
            // As many as are kept of refused lines may wait here: a megabyte is no id.
            key.truncate(key.floor_char_boundary(KEY_BYTES));
            done.clashes.push(Clash { line, key });
            return Ok(());
        }
        done.known += 1;
        done.repeated += u64::from(kept.is_of_this_import);
        if self.is_of_sales && !kept.is_of_this_import {
            tally.held.take(kept.rowid);
        }
        if kept.is_same {
            return Ok(());
        }
        done.changed += 1;
        if kept.is_other_sale {
            tally.other_sales += 1;
            tally.first_of_others.get_or_insert_with(|| self.key_in_words(row));
        }
        if done.changed_keys.len() < CHANGED_NAMED {
            done.changed_keys.push(self.key_in_words(row));
        }
        if self.mode == Mode::New { Ok(()) } else { self.write_over(row, kept, done, tally) }
    }

    fn write_over(
        &mut self,
        row: &impl Cells,
        kept: &Kept,
        done: &mut LoadedTable,
        tally: &mut Tally,
    ) -> Result<(), StoreError> {
        let Some(update) = &mut self.update else { return Ok(()) };
        self.before.keep(kept.rowid)?;
        for &at in self.filled.iter().filter(|at| Some(**at) != self.shape.id) {
            update.bind(at, whole(row.value(at), self.shape.is_integer[at]))?;
        }
        update.bind(self.shape.columns.len(), ValueRef::Integer(kept.rowid))?;
        update.run()?;
        done.written_again += 1;
        self.note(row, tally);
        if let Some(at) = self.amount {
            let before = kept.amount.map_or(ValueRef::Null, ValueRef::Real);
            tally.revenue_parts += parts_of(row.value(at)) - parts_of(before);
        }
        Ok(())
    }

    /// The first key that the row has a value for.
    fn key_in_words(&self, row: &impl Cells) -> String {
        let is_full = |key: &&Vec<usize>| key.iter().all(|at| row.value(*at) != ValueRef::Null);
        let key = self.shape.keys.iter().find(is_full);
        let parts = key.into_iter().flatten().map(|at| match row.value(*at) {
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Real(number) => number.to_string(),
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            ValueRef::Null | ValueRef::Blob(_) => String::new(),
        });
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// The first id that the store would give.
fn next_id(connection: &rusqlite::Connection, table: &str) -> Result<i64, StoreError> {
    let sql = format!(
        "select max({LAST_FOREIGN_ID}, coalesce(max(id), 0)) + 1 from {} where id < {ENDS_OF_IDS}",
        quoted(table)
    );
    Ok(connection.query_row(&sql, [], |row| row.get(0))?)
}
