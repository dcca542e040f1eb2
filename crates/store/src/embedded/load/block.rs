//! Many new rows in one statement: SQLite takes longer to start a statement than to write a row.

use rusqlite::{Transaction, types::ValueRef};

use super::{
    bindings::Bindings,
    cells::{Column, whole},
    row_sql::{RowSql, width},
    shape::Shape,
};
use crate::StoreError;

/// How many rows are inserted by one statement.
pub(super) const BLOCK: usize = 50;

/// How many parameters SQLite takes in a statement.
const PARAMETERS_LIMIT: usize = 32_766;

/// Inserts blocks of rows into one table.
pub(super) struct Block<'a> {
    transaction: &'a Transaction<'a>,
    shape: &'a Shape,
    import_id: Option<i64>,
    /// The columns that the statement fills.
    filled: Vec<usize>,
    /// None where it would have too many parameters, or nothing to fill.
    insert: Option<Bindings<'a>>,
}

impl<'a> Block<'a> {
    pub(super) fn new(
        transaction: &'a Transaction<'a>,
        shape: &'a Shape,
        import_id: Option<i64>,
    ) -> Result<Self, StoreError> {
        let mut block = Self { transaction, shape, import_id, filled: vec![], insert: None };
        block.prepare(shape.places().collect())?;
        Ok(block)
    }

    /// Prepares for rows in which those columns are empty: they are left out.
    pub(super) fn begin(&mut self, is_empty: impl Fn(usize) -> bool) -> Result<(), StoreError> {
        let shape = self.shape;
        let stays = |at: &usize| shape.has_default[*at] || Some(*at) == shape.id || !is_empty(*at);
        let filled: Vec<usize> = shape.places().filter(stays).collect();
        if filled == self.filled { Ok(()) } else { self.prepare(filled) }
    }

    fn prepare(&mut self, filled: Vec<usize>) -> Result<(), StoreError> {
        let parameters = BLOCK * width(self.shape) + 1;
        let sql = RowSql::insert(self.shape, &filled, BLOCK).filter(|_| parameters <= PARAMETERS_LIMIT);
        self.insert = sql.map(|sql| Bindings::new(self.transaction, &sql)).transpose()?;
        self.filled = filled;
        let import_id = self.import_id.map_or(ValueRef::Null, ValueRef::Integer);
        self.insert.as_mut().map_or(Ok(()), |insert| insert.bind(parameters - 1, import_id))
    }

    /// Inserts the rows from the first one on, and gives ids from `next_id` on to those without; the next id then.
    /// `None` when nothing is inserted: SQLite refuses one of them, by its key or otherwise.
    pub(super) fn insert(
        &mut self,
        columns: &[Column<'_>],
        first: usize,
        mut next_id: i64,
    ) -> Result<Option<i64>, StoreError> {
        let (shape, width) = (self.shape, width(self.shape));
        let Some(insert) = &mut self.insert else { return Ok(None) };
        for &at in &self.filled {
            let is_integer = shape.is_integer[at];
            let (mut place, mut bound) = (at, Ok(()));
            columns[at].each(first..first + BLOCK, |value| {
                if let Err(error) = insert.bind(place, whole(value, is_integer)) {
                    bound = Err(error);
                }
                place += width;
            });
            bound?;
        }
        if shape.gives_ids {
            let place = shape.id.unwrap_or(shape.columns.len());
            for row in 0..BLOCK {
                if shape.id.is_none_or(|at| columns[at].value(first + row) == ValueRef::Null) {
                    insert.bind(row * width + place, ValueRef::Integer(next_id))?;
                    next_id += 1;
                }
            }
        }
        Ok(insert.run_unless_refused()?.then_some(next_id))
    }
}
