//! Parameters of a statement that runs again and again: what they hold stays from one run to the next.

use rusqlite::{
    CachedStatement, ErrorCode, Row, ToSql, Transaction,
    types::{ToSqlOutput, ValueRef},
};

use crate::StoreError;

/// A statement and the texts that its parameters hold. Binding a text is a copy, and most rows share days and kinds
/// with the row before.
pub(super) struct Bindings<'a> {
    statement: CachedStatement<'a>,
    texts: Vec<Option<Vec<u8>>>,
}

impl<'a> Bindings<'a> {
    pub(super) fn new(transaction: &'a Transaction<'_>, sql: &str) -> Result<Self, StoreError> {
        let statement = transaction.prepare_cached(sql)?;
        let texts = vec![None; statement.parameter_count()];
        Ok(Self { statement, texts })
    }

    /// Binds a parameter, counted from 0; one that the statement does not have is skipped.
    #[inline]
    pub(super) fn bind(&mut self, at: usize, value: ValueRef<'_>) -> Result<(), StoreError> {
        match value {
            ValueRef::Text(text) => self.bind_text(at, text),
            ValueRef::Integer(number) => self.bind_other(at, number),
            ValueRef::Real(number) => self.bind_other(at, number),
            other => self.bind_other(at, ToSqlOutput::Borrowed(other)),
        }
    }

    #[inline]
    fn bind_other(&mut self, at: usize, value: impl ToSql) -> Result<(), StoreError> {
        let Some(held) = self.texts.get_mut(at) else { return Ok(()) };
        *held = None;
        Ok(self.statement.raw_bind_parameter(at + 1, value)?)
    }

    #[inline]
    fn bind_text(&mut self, at: usize, text: &[u8]) -> Result<(), StoreError> {
        let Some(held) = self.texts.get_mut(at) else { return Ok(()) };
        if held.as_deref() == Some(text) {
            return Ok(());
        }
        self.statement.raw_bind_parameter(at + 1, ToSqlOutput::Borrowed(ValueRef::Text(text)))?;
        match held {
            Some(held) => {
                held.clear();
                held.extend_from_slice(text);
            }
            None => *held = Some(text.to_vec()),
        }
        Ok(())
    }

    /// Runs the statement; how many rows it wrote.
    #[inline]
    pub(super) fn run(&mut self) -> Result<usize, StoreError> {
        Ok(self.statement.raw_execute()?)
    }

    /// Runs the statement as far as no constraint is against a row; how many rows it wrote.
    pub(super) fn run_until_refused(&mut self, transaction: &Transaction<'_>) -> Result<usize, StoreError> {
        match self.statement.raw_execute() {
            Ok(count) => Ok(count),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                // `or fail` keeps the rows before the one refused, and these are counted.
                Ok(transaction.changes() as usize)
            }
            Err(error) => Err(error.into()),
        }
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
