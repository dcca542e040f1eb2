//! Parameters of a statement that runs again and again: what they hold stays from one run to the next.

use rusqlite::{
    CachedStatement, Row, Transaction,
    types::{ToSqlOutput, ValueRef},
};

use crate::StoreError;

/// A statement and what its parameters hold. Most rows share days, kinds and what is empty with the row before, and
/// binding a text is a copy.
pub(super) struct Bindings<'a> {
    statement: CachedStatement<'a>,
    held: Vec<Held>,
}

impl<'a> Bindings<'a> {
    pub(super) fn new(transaction: &'a Transaction<'_>, sql: &str) -> Result<Self, StoreError> {
        let statement = transaction.prepare_cached(sql)?;
        let held = (0..statement.parameter_count()).map(|_| Held::Unknown).collect();
        Ok(Self { statement, held })
    }

    /// Binds a parameter, counted from 0, unless it holds that value; one that the statement lacks is passed over.
    #[inline]
    pub(super) fn bind(&mut self, at: usize, value: ValueRef<'_>) -> Result<(), StoreError> {
        let Some(held) = self.held.get_mut(at) else { return Ok(()) };
        if held.is(value) {
            return Ok(());
        }
        self.statement.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(value))?;
        held.take(value);
        Ok(())
    }

    /// Runs the statement; how many rows it wrote.
    #[inline]
    pub(super) fn run(&mut self) -> Result<usize, StoreError> {
        Ok(self.statement.raw_execute()?)
    }

    /// The first row of the answer.
    pub(super) fn first<T>(
        &mut self,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.statement.raw_query();
        Ok(rows.next()?.map(read).transpose()?)
    }
}

/// What a parameter holds.
enum Held {
    Unknown,
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
}

impl Held {
    #[inline]
    fn is(&self, value: ValueRef<'_>) -> bool {
        match (self, value) {
            (Self::Null, ValueRef::Null) => true,
            (Self::Integer(held), ValueRef::Integer(value)) => *held == value,
            (Self::Real(held), ValueRef::Real(value)) => held.to_bits() == value.to_bits(),
            (Self::Text(held), ValueRef::Text(value)) => held == value,
            _ => false,
        }
    }

    #[inline]
    fn take(&mut self, value: ValueRef<'_>) {
        match (&mut *self, value) {
            (Self::Text(held), ValueRef::Text(text)) => {
                held.clear();
                held.extend_from_slice(text);
            }
            (held, ValueRef::Null) => *held = Self::Null,
            (held, ValueRef::Integer(number)) => *held = Self::Integer(number),
            (held, ValueRef::Real(number)) => *held = Self::Real(number),
            (held, ValueRef::Text(text)) => *held = Self::Text(text.to_vec()),
            (held, ValueRef::Blob(_)) => *held = Self::Unknown,
        }
    }
}
