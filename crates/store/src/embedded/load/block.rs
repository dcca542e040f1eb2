//! Many new rows in one statement: SQLite takes longer to start a statement than to write a row.

use rusqlite::{Transaction, types::ValueRef};

use super::{
    bindings::Bindings,
    cells::{Column, whole},
    row_sql::{RowSql, width},
    shape::{Shape, quoted},
};
use crate::StoreError;

/// How many rows are inserted by one statement: against one each, 35 % off an import of a million (`bench/RESULTS.md`).
pub(super) const BLOCK: usize = 50;

/// How many parameters SQLite takes in a statement.
/// `SQLITE_MAX_VARIABLE_NUMBER` as the bundled SQLite is built; a wider table is written row by row.
const PARAMETERS_LIMIT: usize = 32_766;

/// What was inserted of a block.
#[derive(Default)]
pub(super) struct Inserted {
    /// How many rows, from the first on: SQLite refuses the next one, by its key or otherwise.
    pub(super) count: usize,
    /// How many of them had no id.
    pub(super) given: i64,
    /// The ids of all rows of the block, where the table has ids.
    pub(super) ids: Option<[i64; BLOCK]>,
}

/// Inserts blocks of rows into one table.
pub(super) struct Block<'a> {
    transaction: &'a Transaction<'a>,
    shape: &'a Shape,
    import_id: Option<i64>,
    /// The columns that the statements fill.
    filled: Vec<usize>,
    /// Inserts rows with their ids; `None` where it would have too many parameters, or nothing to fill.
    insert: Option<Bindings<'a>>,
    /// Inserts rows without: SQLite gives them the ids that follow the largest, and need not look each up.
    append: Option<Bindings<'a>>,
    /// The largest id of the table, where it is known.
    largest: Option<i64>,
}

impl<'a> Block<'a> {
    pub(super) fn new(
        transaction: &'a Transaction<'a>,
        shape: &'a Shape,
        import_id: Option<i64>,
    ) -> Result<Self, StoreError> {
        let filled = shape.places().collect();
        let mut block =
            Self { transaction, shape, import_id, filled, insert: None, append: None, largest: None };
        block.prepare()?;
        Ok(block)
    }

    /// Prepares for rows in which those columns are empty: they are left out.
    pub(super) fn begin(&mut self, is_empty: impl Fn(usize) -> bool) -> Result<(), StoreError> {
        let shape = self.shape;
        // Left out, a column with a default would get that instead of null.
        let stays = |at: &usize| shape.has_default[*at] || Some(*at) == shape.id || !is_empty(*at);
        let filled: Vec<usize> = shape.places().filter(stays).collect();
        if filled == self.filled {
            return Ok(());
        }
        self.filled = filled;
        self.prepare()
    }

    fn prepare(&mut self) -> Result<(), StoreError> {
        let id = self.shape.id;
        let others: Vec<usize> = self.filled.iter().copied().filter(|at| Some(*at) != id).collect();
        self.insert = self.statement(&self.filled, true)?;
        self.append = if self.shape.gives_ids { self.statement(&others, false)? } else { None };
        Ok(())
    }

    fn statement(&self, places: &[usize], names_ids: bool) -> Result<Option<Bindings<'a>>, StoreError> {
        let parameters = BLOCK * width(self.shape) + 1;
        let sql = RowSql::insert(self.shape, places, names_ids, BLOCK);
        let Some(sql) = sql.filter(|_| parameters <= PARAMETERS_LIMIT) else { return Ok(None) };
        let mut statement = Bindings::new(self.transaction, &sql)?;
        statement.bind(parameters - 1, self.import_id.map_or(ValueRef::Null, ValueRef::Integer))?;
        Ok(Some(statement))
    }

    /// Rows were written otherwise.
    pub(super) fn forget_largest(&mut self) {
        self.largest = None;
    }

    /// Inserts the rows from the first one on, until one is refused, and gives ids from `next_id` on to those without.
    pub(super) fn insert(
        &mut self,
        columns: &[Column<'_>],
        first: usize,
        next_id: i64,
    ) -> Result<Inserted, StoreError> {
        let shape = self.shape;
        if !shape.gives_ids {
            let Some(insert) = &mut self.insert else { return Ok(Inserted::default()) };
            bind(insert, shape, &self.filled, columns, first)?;
            let count = insert.run_until_refused(self.transaction)?;
            return Ok(Inserted { count, ..Inserted::default() });
        }
        let Some(ids) = ids(shape, columns, first, next_id) else { return Ok(Inserted::default()) };
        let largest = self.largest()?;
        let follows =
            largest >= 0 && ids.iter().zip(1..).all(|(id, row)| largest.checked_add(row) == Some(*id));
        let Some(insert) = (if follows { &mut self.append } else { &mut self.insert }) else {
            return Ok(Inserted::default());
        };
        bind(insert, shape, &self.filled, columns, first)?;
        if !follows {
            for (row, id) in ids.iter().enumerate() {
                let place = shape.id.unwrap_or(shape.columns.len());
                insert.bind(row * width(shape) + place, ValueRef::Integer(*id))?;
            }
        }
        let count = insert.run_until_refused(self.transaction)?;
        self.largest = Some(ids[..count].iter().copied().fold(largest, i64::max));
        let lacks_id = |row: &usize| own_id(shape, columns, *row) == ValueRef::Null;
        let given = (first..first + count).filter(lacks_id).count() as i64;
        Ok(Inserted { count, given, ids: Some(ids) })
    }

    /// The largest id of the table.
    fn largest(&self) -> Result<i64, StoreError> {
        let sql = || format!("select coalesce(max(id), 0) from {}", quoted(&self.shape.table));
        match self.largest {
            Some(largest) => Ok(largest),
            None => Ok(self.transaction.query_row(&sql(), [], |row| row.get(0))?),
        }
    }
}

/// Binds a block's values, but for the ids where the store gives them.
fn bind(
    insert: &mut Bindings<'_>,
    shape: &Shape,
    filled: &[usize],
    columns: &[Column<'_>],
    first: usize,
) -> Result<(), StoreError> {
    for &at in filled.iter().filter(|at| !shape.gives_ids || Some(**at) != shape.id) {
        let (mut place, mut bound) = (at, Ok(()));
        columns[at].each(first..first + BLOCK, |value| {
            if let Err(error) = insert.bind(place, whole(value, shape.is_integer[at])) {
                bound = Err(error);
            }
            place += width(shape);
        });
        bound?;
    }
    Ok(())
}

/// The id that a row has itself.
fn own_id<'a>(shape: &Shape, columns: &'a [Column<'_>], row: usize) -> ValueRef<'a> {
    shape.id.map_or(ValueRef::Null, |at| columns[at].value(row))
}

/// The ids of a block's rows; rows without get the next ones. `None` where one is no whole number.
fn ids(shape: &Shape, columns: &[Column<'_>], first: usize, mut next_id: i64) -> Option<[i64; BLOCK]> {
    let mut ids = [0; BLOCK];
    for (row, id) in ids.iter_mut().enumerate() {
        *id = match own_id(shape, columns, first + row) {
            ValueRef::Integer(id) => id,
            ValueRef::Null => {
                next_id += 1;
                next_id - 1
            }
            _ => return None,
        };
    }
    Some(ids)
}
