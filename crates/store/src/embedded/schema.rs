//! What belongs to this program in a database: every table, index and trigger, as the migrations make them.

use std::{collections::HashSet, sync::LazyLock};

use rusqlite::Connection;

use super::migrations;
use crate::StoreError;

/// A table, an index or a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Object {
    /// `table`, `index` or `trigger`.
    pub(crate) kind: String,
    pub(crate) name: String,
    /// The table that it belongs to.
    pub(crate) table: String,
    /// The statement that makes it.
    pub(crate) sql: String,
}

impl Object {
    /// Whether it stands where another one must be: triggers have names of their own, tables and indexes share theirs.
    pub(crate) fn takes_the_place_of(&self, own: &Self) -> bool {
        self.name.eq_ignore_ascii_case(&own.name) && (self.kind == "trigger") == (own.kind == "trigger")
    }
}

/// The schema of a new database.
struct Own {
    objects: Vec<Object>,
    /// All names, in lower case.
    names: HashSet<String>,
}

static OWN: LazyLock<Own> = LazyLock::new(|| {
    // In memory, from texts of this program, which its tests have applied.
    let objects = fresh().and_then(|fresh| objects_of(&fresh)).unwrap_or_default();
    let names = objects.iter().map(|object| object.name.to_ascii_lowercase()).collect();
    Own { objects, names }
});

/// The tables, indexes and triggers of this program, in an order in which they can be made.
pub(crate) fn own_objects() -> &'static [Object] {
    &OWN.objects
}

/// Whether a table, an index or a trigger of this program has that name.
pub(super) fn is_own(name: &str) -> bool {
    OWN.names.contains(&name.to_ascii_lowercase())
}

/// A new database in memory.
pub(super) fn fresh() -> Result<Connection, StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    migrations::bring_up_to_date(&mut fresh, "".as_ref(), None)?;
    Ok(fresh)
}

/// What was made by statements: tables first, then indexes, then triggers.
pub(super) fn objects_of(connection: &Connection) -> Result<Vec<Object>, StoreError> {
    let sql = "select type, name, tbl_name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%'
               order by case type when 'table' then 1 when 'index' then 2 when 'trigger' then 3 else 4 end, rowid";
    let mut statement = connection.prepare(sql)?;
    let objects = statement.query_map([], |row| {
        Ok(Object { kind: row.get(0)?, name: row.get(1)?, table: row.get(2)?, sql: row.get(3)? })
    })?;
    Ok(objects.collect::<Result<_, _>>()?)
}
