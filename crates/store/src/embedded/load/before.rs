//! Rows as they were before a load changes them: kept, so that an import can be undone.

use rusqlite::{Transaction, types::ValueRef};

use super::{
    bindings::Bindings,
    shape::{Shape, quoted},
};
use crate::StoreError;

/// Keeps rows of one table; nothing for tables that no import fills.
pub(super) struct Before<'a>(Option<Bindings<'a>>);

impl<'a> Before<'a> {
    pub(super) fn new(
        transaction: &'a Transaction<'_>,
        shape: &Shape,
        import_id: Option<i64>,
    ) -> Result<Self, StoreError> {
        if !shape.gives_ids {
            return Ok(Self(None));
        }
        let mut keep = Bindings::new(transaction, &keep_where(shape, import_id.is_some(), "rowid = ?2"))?;
        keep.bind(0, import_id.map_or(ValueRef::Null, ValueRef::Integer))?;
        Ok(Self(Some(keep)))
    }

    /// Keeps the row as it is.
    pub(super) fn keep(&mut self, rowid: i64) -> Result<(), StoreError> {
        let Some(keep) = &mut self.0 else { return Ok(()) };
        keep.bind(1, ValueRef::Integer(rowid))?;
        keep.run()?;
        Ok(())
    }
}

/// What keeps the rows of that condition; `?1` is the import.
///
/// An import keeps their content. A load that is no import leaves nothing to come back to: it is to the imports whose
/// rows it changes what plain SQL is.
pub(super) fn keep_where(shape: &Shape, is_import: bool, condition: &str) -> String {
    let table = quoted(&shape.table);
    if !is_import {
        return format!(
            "insert or ignore into hand_changes (table_name, row_id, import_id)
             select '{}', rowid, import_id from {table} where import_id is not null and ?1 is null and {condition}",
            shape.table
        );
    }
    let pairs: Vec<String> =
        shape.all_columns.iter().map(|name| format!("'{name}', {}", quoted(name))).collect();
    format!(
        "insert into import_changes (import_id, table_name, row_id, before)
         select ?1, '{}', rowid, json_object({}) from {table} where {condition}",
        shape.table,
        pairs.join(", ")
    )
}
