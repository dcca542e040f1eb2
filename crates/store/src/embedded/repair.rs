//! Making a damaged schema whole again: parts that are missing are made anew, bookkeeping that follows from the sales
//! is derived from them. No row of the shop is deleted or made up.

use std::path::PathBuf;

use rusqlite::{Connection, Transaction, TransactionBehavior, config::DbConfig};

use super::{
    backup,
    inspection::APPLICATION_ID,
    schema::{Object, objects_of, own_objects},
};
use crate::{
    Rows, StoreError, Value,
    soundness::{LostRows, lost_rows, strangers},
};

/// The table that is made of the days of the sales alone.
const DERIVED: &str = "calendar_days";

/// The outcome of a repair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The database as it was before, beside it.
    pub kept: PathBuf,
    /// Tables, indexes and triggers that were made anew.
    pub made: Vec<String>,
    /// Tables that were not as they must be, kept under these names.
    pub put_aside: Vec<String>,
    /// Triggers and indexes of others that were taken off tables of this program.
    pub removed: Vec<String>,
    /// How many days of sales have got their place in the calendar.
    pub days: u64,
    /// Rows of imports that are lost: the files can be imported again.
    pub lost: Vec<LostRows>,
}

/// Repairs the database after a checked copy of it; `is_protected` is recorded where the record is missing.
pub(super) fn run(
    connection: &mut Connection,
    path: &std::path::Path,
    is_protected: bool,
) -> Result<Repaired, StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    // A table that is put aside takes no reference with it.
    connection.pragma_update(None, "legacy_alter_table", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = backup::beside(&transaction, path, ".before-repair")?;
    let mut repaired =
        Repaired { kept, made: vec![], put_aside: vec![], removed: vec![], days: 0, lost: vec![] };
    remove_strangers(&transaction, &mut repaired)?;
    make_tables(&transaction, &mut repaired)?;
    make_others(&transaction, &mut repaired)?;
    let missing = "insert into data_version (id, version, rewrites, protected) values (1, 0, 0, ?1) on conflict do nothing";
    transaction.execute(missing, [is_protected])?;
    // Whatever is remembered of the figures is of what was there before.
    let moved =
        "update data_version set version = version + 1, rewrites = rewrites + 1, sales_version = version + 1";
    transaction.execute(moved, [])?;
    let days = "insert into calendar_days (day) select distinct sale_date from sales
                where sale_date not in (select day from calendar_days)";
    repaired.days = transaction.execute(days, [])? as u64;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    repaired.lost = lost_rows(&|sql| rows_of(&transaction, sql))?;
    transaction.commit()?;
    Ok(repaired)
}

fn remove_strangers(transaction: &Transaction<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let found = objects_of(transaction)?;
    for object in strangers(&found) {
        transaction.execute_batch(&format!("drop {} {}", object.kind, quoted(&object.name)))?;
        repaired.removed.push(object.name.clone());
    }
    Ok(())
}

/// Makes tables that are missing; those that are not as they must be are put aside, and their rows copied.
fn make_tables(transaction: &Transaction<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let found = objects_of(transaction)?;
    for own in own_objects().iter().filter(|own| own.kind == "table") {
        match found.iter().find(|object| object.takes_the_place_of(own)) {
            Some(object) if object == own => continue,
            None => transaction.execute_batch(&own.sql)?,
            Some(object) if own.name == DERIVED => {
                transaction.execute_batch(&format!("drop {} {}", object.kind, quoted(&object.name)))?;
                transaction.execute_batch(&own.sql)?;
            }
            Some(object) => replace_table(transaction, own, object, &found, repaired)?,
        }
        repaired.made.push(own.name.clone());
    }
    Ok(())
}

fn replace_table(
    transaction: &Transaction<'_>,
    own: &Object,
    object: &Object,
    found: &[Object],
    repaired: &mut Repaired,
) -> Result<(), StoreError> {
    let is_part = |part: &&Object| part.kind != "table" && part.table.eq_ignore_ascii_case(&own.name);
    for part in found.iter().filter(is_part) {
        transaction.execute_batch(&format!("drop {} {}", part.kind, quoted(&part.name)))?;
    }
    let is_taken = |name: &str| found.iter().any(|other| other.name.eq_ignore_ascii_case(name));
    let name = |number: usize| match number {
        0 => format!("{}_before_repair", own.name),
        _ => format!("{}_before_repair_{number}", own.name),
    };
    let mut number = 0;
    while is_taken(&name(number)) {
        number += 1;
    }
    let aside = name(number);
    transaction.execute_batch(&format!(
        "alter table {} rename to {}",
        quoted(&object.name),
        quoted(&aside)
    ))?;
    transaction.execute_batch(&own.sql)?;
    let shared = "select group_concat('\"' || a.name || '\"') from pragma_table_info(?1) a join pragma_table_info(?2) b using (name)";
    let shared: Option<String> = transaction.query_row(shared, [&own.name, &aside], |row| row.get(0))?;
    if let Some(shared) = shared {
        let copy =
            format!("insert into {} ({shared}) select {shared} from {}", quoted(&own.name), quoted(&aside));
        transaction.execute(&copy, [])?;
    }
    repaired.put_aside.push(aside);
    Ok(())
}

/// Makes indexes and triggers that are missing or not as they must be.
fn make_others(transaction: &Transaction<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let found = objects_of(transaction)?;
    for own in own_objects().iter().filter(|own| own.kind != "table") {
        if let Some(object) = found.iter().find(|object| object.takes_the_place_of(own)) {
            if object == own {
                continue;
            }
            transaction.execute_batch(&format!("drop {} {}", object.kind, quoted(&object.name)))?;
        }
        transaction.execute_batch(&own.sql)?;
        repaired.made.push(own.name.clone());
    }
    Ok(())
}

/// The rows of a statement of this program.
pub(super) fn rows_of(connection: &Connection, sql: &str) -> Result<Rows, StoreError> {
    let mut statement = connection.prepare(sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let count = columns.len();
    let rows =
        statement.query_map([], |row| (0..count).map(|at| row.get_ref(at).map(Value::from)).collect())?;
    Ok(Rows { columns, rows: rows.collect::<Result<_, _>>()? })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
