//! The seam: what everything above asks of a database, wherever it is.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use crate::{Fault, Load, Loaded, Record, Rows, SpooledRejects, StoreError, Take, Undone, Value};

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

/// Cancels a statement whose answer nobody waits for any more.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Stops the statement soon.
    pub fn cancel(&self) {
        self.0.store(true, Relaxed);
    }

    /// Whether it is to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Relaxed)
    }
}

/// The limits of an answer, and its cancellation.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Rows.
    pub rows: usize,
    /// Bytes of memory that its values take.
    pub bytes: usize,
    /// Stops it.
    pub cancel: Cancel,
}

impl Limits {
    /// Up to so many rows of any size.
    pub fn rows(rows: usize) -> Self {
        Self { rows, bytes: usize::MAX, cancel: Cancel::default() }
    }
}

/// A database of sales: a file in this process, or a Database Service.
pub trait Database: Send + Sync {
    /// Answers one reading statement; one that writes is refused.
    ///
    /// # Errors
    /// [`StoreError::TooManyRows`] and [`StoreError::TooLarge`] when the answer is beyond the limits; what SQLite or
    /// the network says.
    fn query_within(&self, sql: &str, args: &[Value], limits: &Limits) -> Result<Rows, StoreError>;

    /// Answers one reading statement of up to `limit` rows.
    ///
    /// # Errors
    /// [`StoreError::TooManyRows`] when the answer has more than `limit` rows; what SQLite or the network says.
    fn query_up_to(&self, sql: &str, args: &[Value], limit: usize) -> Result<Rows, StoreError> {
        self.query_within(sql, args, &Limits::rows(limit))
    }

    /// Answers one reading statement in Arrow batches, however many rows it has; memory holds one batch at a time.
    /// There is at least one batch, which may have no rows.
    ///
    /// # Errors
    /// [`StoreError::MixedTypes`] when a column has no single type; what `take`, SQLite or the network says.
    fn scan(&self, sql: &str, args: &[Value], take: &mut Take<'_>) -> Result<(), StoreError>;

    /// Runs the statements in one transaction: all of them or, on error, none.
    fn write(&self, statements: &[Statement]) -> Result<Vec<Outcome>, StoreError>;

    /// Runs a statement of this program's own once for each list of arguments, in one transaction; what each run
    /// answers with.
    ///
    /// # Errors
    /// What SQLite or the network says; nothing is changed then.
    fn record(&self, record: Record, args: &[Vec<Value>]) -> Result<Vec<Option<i64>>, StoreError>;

    /// Writes many rows in one transaction: all of them or, on error, none.
    ///
    /// # Errors
    /// [`StoreError::Load`] when the rows do not fit a table; what the batches, SQLite or the network say.
    fn load(&self, load: Load<'_>) -> Result<Loaded, StoreError>;

    /// Takes one import back exactly: its rows go, what it wrote over or took out comes back.
    ///
    /// # Errors
    /// [`StoreError::NoSuchImport`], [`StoreError::UndoneBefore`], and [`StoreError::DependedOn`] when a later import
    /// or plain SQL touched its rows or refers to them. Nothing is changed then.
    fn undo(&self, import_id: i64) -> Result<Undone, StoreError>;

    /// The refused lines of an import beyond those of the table `rejects`, which has the first 100 000; `None` when
    /// there were none or they are no longer kept. They are kept until they were read to the end, or for thirty days.
    ///
    /// # Errors
    /// [`StoreError::NoSuchImport`]; what the system or the network says.
    fn spooled_rejects(&self, import_id: i64) -> Result<Option<SpooledRejects>, StoreError>;

    /// Whether the refused lines of an import beyond those of the table `rejects` are kept.
    ///
    /// # Errors
    /// As for [`Database::spooled_rejects`].
    fn has_spooled_rejects(&self, import_id: i64) -> Result<bool, StoreError> {
        self.spooled_rejects(import_id).map(|rejects| rejects.is_some())
    }

    /// Writes a copy of the whole database, as it is at this moment, to the file `target`; writers go on.
    fn backup(&self, target: &Path) -> Result<(), StoreError>;

    /// The faults of the database: broken pages, rows that refer to nothing, a schema that is not what it must be, rows
    /// that the ledger promises and are not there. Nothing, when it is sound.
    fn check(&self) -> Result<Vec<Fault>, StoreError>;

    /// Whether the database answers and can be written at this moment; the version of the data.
    ///
    /// # Errors
    /// Why it is not.
    fn ready(&self) -> Result<i64, StoreError>;

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

    /// The data version at which sales last changed, or what is known of the days of stores: what a forecast is made
    /// of.
    fn sales_version(&self) -> Result<i64, StoreError> {
        let rows = self.query("select sales_version from data_version", &[])?;
        Ok(rows.single().and_then(Value::as_integer).unwrap_or_default())
    }
}
