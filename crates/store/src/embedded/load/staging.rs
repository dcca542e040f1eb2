//! Rows that wait in a temporary table until it is known which of them may be written.

use rusqlite::Transaction;

use super::{
    bindings::Bindings,
    block::BLOCK,
    cells::{BatchRow, Cells, Column},
    shape::{Shape, quoted},
    values::ValueChecks,
};
use crate::{StoreError, TableLoad};

/// Puts the rows of a load into `temp.staged`, in their order.
pub(super) fn stage(
    transaction: &Transaction<'_>,
    shape: &Shape,
    load: TableLoad<'_>,
) -> Result<(), StoreError> {
    // Each column has the type of the table's own: SQLite compares columns of different types without an index.
    let columns: Vec<String> = (0..shape.columns.len()).map(|at| column(shape, at)).collect();
    transaction.execute_batch(&format!(
        "drop table if exists temp.staged; create temp table staged as select {} from sales where 0",
        columns.join(", ")
    ))?;
    let mut checks = ValueChecks::of(shape);
    let mut staging = Staging::new(transaction, columns.len())?;
    for batch in load.batches {
        let batch = batch?;
        staging.take(&checks.columns(&batch)?, batch.num_rows())?;
    }
    Ok(())
}

/// A column of the staged table: the table's, or the number of a line.
fn column(shape: &Shape, at: usize) -> String {
    let name = quoted(&shape.columns[at]);
    if shape.places().all(|place| place != at) { format!("cast(null as integer) as {name}") } else { name }
}

/// Writes staged rows, a block of them in one statement.
struct Staging<'a> {
    width: usize,
    row: Bindings<'a>,
    block: Bindings<'a>,
    /// The columns that are bound to nothing in all rows of the block.
    is_empty: Vec<bool>,
}

impl<'a> Staging<'a> {
    fn new(transaction: &'a Transaction<'_>, width: usize) -> Result<Self, StoreError> {
        let row = format!("({})", vec!["?"; width].join(", "));
        let insert = |rows: usize| {
            let sql = format!("insert into temp.staged values {}", vec![row.as_str(); rows].join(", "));
            Bindings::new(transaction, &sql)
        };
        Ok(Self { width, row: insert(1)?, block: insert(BLOCK)?, is_empty: vec![true; width] })
    }

    fn take(&mut self, columns: &[Column<'_>], rows: usize) -> Result<(), StoreError> {
        let whole = rows / BLOCK * BLOCK;
        for first in (0..whole).step_by(BLOCK) {
            self.bind(columns, first)?;
            self.block.run()?;
        }
        for row in whole..rows {
            let row = BatchRow { columns, row };
            (0..columns.len()).try_for_each(|at| self.row.bind(at, row.value(at)))?;
            self.row.run()?;
        }
        Ok(())
    }

    fn bind(&mut self, columns: &[Column<'_>], first: usize) -> Result<(), StoreError> {
        for (at, column) in columns.iter().enumerate() {
            // Parameters hold nothing before they are bound.
            if std::mem::replace(&mut self.is_empty[at], column.is_empty()) && column.is_empty() {
                continue;
            }
            let (mut place, mut bound) = (at, Ok(()));
            column.each(first..first + BLOCK, |value| {
                if let Err(error) = self.block.bind(place, value) {
                    bound = Err(error);
                }
                place += self.width;
            });
            bound?;
        }
        Ok(())
    }
}
