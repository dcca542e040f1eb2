//! The seam: what everything above asks of a database, wherever it is.

use crate::{Rows, StoreError, Value};

/// A statement with its arguments, in the order of `?1`, `?2`, ….
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The text, one statement.
    pub sql: String,
    /// The arguments.
    pub args: Vec<Value>,
}

impl Statement {
    /// A statement with arguments.
    pub fn new(sql: impl Into<String>, args: Vec<Value>) -> Self {
        Self { sql: sql.into(), args }
    }
}

/// What one statement of a write did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// The rows it answered with.
    pub rows: Rows,
    /// How many rows it inserted, changed or deleted.
    pub affected: u64,
}

/// A database of sales: a file in this process, or a Database Service.
pub trait Database: Send + Sync {
    /// Answers one reading statement; one that writes is refused.
    ///
    /// # Errors
    /// [`StoreError::TooManyRows`] when the answer has more than `limit` rows; what SQLite or the network says.
    fn query_up_to(&self, sql: &str, args: &[Value], limit: usize) -> Result<Rows, StoreError>;

    /// Runs the statements in one transaction: all of them or, on error, none.
    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError>;

    /// Where it is, for messages.
    fn address(&self) -> String;

    /// Answers one reading statement, however many rows it has.
    fn query(&self, sql: &str, args: &[Value]) -> Result<Rows, StoreError> {
        self.query_up_to(sql, args, usize::MAX)
    }

    /// The number that moves with every change to what figures are made of.
    fn data_version(&self) -> Result<i64, StoreError> {
        let rows = self.query("select version from data_version", &[])?;
        Ok(rows.single().and_then(Value::as_integer).unwrap_or_default())
    }
}
