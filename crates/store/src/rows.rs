//! The rows of an answer, taken one by one.

use rusqlite::{Row, Statement as Prepared};

use crate::StoreError;

/// What takes the rows of an answer.
pub(crate) trait TakeRows {
    /// Called once, before the first row.
    fn begin(&mut self, statement: &Prepared<'_>) -> Result<(), StoreError>;

    /// Called with each row.
    fn row(&mut self, row: &Row<'_>) -> Result<(), StoreError>;
}
