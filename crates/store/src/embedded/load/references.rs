//! Checks the references of a load's rows once at its end: SQLite would look each one up.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{OptionalExtension, Transaction, types::ValueRef};

use super::shape::{Shape, quoted};
use crate::StoreError;

/// How many of the ids seen last are recognised at little cost; a power of two.
const RECENT: usize = 4_096;

/// Up to how many ids a column may refer to before SQLite checks the whole table instead: memory is bounded.
const IDS_LIMIT: usize = 1 << 20;

/// Which ids the columns of a load refer to.
#[derive(Default)]
pub(super) struct References {
    columns: Vec<Column>,
    /// Tables with references that only SQLite can check.
    doubtful: BTreeSet<String>,
}

struct Column {
    table: String,
    name: String,
    target: String,
    key: String,
    ids: HashSet<i64>,
    /// Ids that are surely among those, each at the place that its lowest bits say.
    recent: Vec<Option<i64>>,
}

impl References {
    /// Prepares for rows of a table; the place of its first column among all.
    pub(super) fn open(&mut self, shape: &Shape) -> usize {
        if shape.has_other_references {
            self.doubtful.insert(shape.table.clone());
        }
        let first = self.columns.len();
        self.columns.extend(shape.references.iter().map(|reference| Column {
            table: shape.table.clone(),
            name: shape.columns[reference.at].clone(),
            target: reference.target.clone(),
            key: reference.key.clone(),
            ids: HashSet::new(),
            recent: vec![None; RECENT],
        }));
        first
    }

    /// A row refers to that value in that column.
    #[inline]
    pub(super) fn note(&mut self, column: usize, value: ValueRef<'_>) {
        match value {
            ValueRef::Null => {}
            ValueRef::Integer(id) => {
                let column = &mut self.columns[column];
                let place = id as usize % RECENT;
                if column.recent[place] != Some(id) {
                    column.recent[place] = Some(id);
                    column.ids.insert(id);
                    if column.ids.len() > IDS_LIMIT {
                        column.ids.clear();
                        self.doubtful.insert(column.table.clone());
                    }
                }
            }
            // SQLite may turn it into a whole number.
            _ => {
                self.doubtful.insert(self.columns[column].table.clone());
            }
        }
    }

    /// Looks all of them up.
    ///
    /// # Errors
    /// [`StoreError::NoSuchReference`] for one that is not there.
    pub(super) fn check(&self, transaction: &Transaction<'_>) -> Result<(), StoreError> {
        for column in &self.columns {
            let sql = format!("select 1 from {} where {} = ?1", quoted(&column.target), quoted(&column.key));
            let mut find = transaction.prepare_cached(&sql)?;
            let mut ids: Vec<&i64> = column.ids.iter().collect();
            ids.sort_unstable();
            for id in ids {
                if find.query_row([id], |_| Ok(())).optional()?.is_none() {
                    let (table, name) = (column.table.clone(), column.name.clone());
                    return Err(StoreError::NoSuchReference { table, column: name, value: id.to_string() });
                }
            }
        }
        self.doubtful.iter().try_for_each(|table| check_table(transaction, table))
    }
}

/// Has SQLite look up what every row of a table refers to.
fn check_table(transaction: &Transaction<'_>, table: &str) -> Result<(), StoreError> {
    let sql = r#"select c.rowid, group_concat(l."from", ', '), group_concat('"' || l."from" || '"', ', ')
                 from (select "rowid", fkid from pragma_foreign_key_check(?1) limit 1) c
                 join pragma_foreign_key_list(?1) l on l.id = c.fkid group by 1"#;
    let found: Option<(Option<i64>, String, String)> =
        transaction.query_row(sql, [table], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((rowid, column, columns)) = found else { return Ok(()) };
    let sql = format!("select concat_ws(', ', {columns}) from {} where rowid = ?1", quoted(table));
    let value = match rowid {
        Some(rowid) => transaction.query_row(&sql, [rowid], |row| row.get(0)).optional()?,
        None => None,
    };
    Err(StoreError::NoSuchReference { table: table.to_owned(), column, value: value.unwrap_or_default() })
}
