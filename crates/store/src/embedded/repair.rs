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
    /// Rows that others refer to, with nothing but a number and a name: what else they said is lost.
    pub put_back: Vec<PutBack>,
    /// How many days of sales have got their place in the calendar.
    pub days: u64,
    /// Rows of imports that are lost: the files can be imported again.
    pub lost: Vec<LostRows>,
}

/// A row that was gone, and is there again because others refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutBack {
    /// `products`, `stores` or `imports`.
    pub table: String,
    /// Its number.
    pub id: i64,
}

/// Repairs the database after a checked copy of it; `is_protected` is recorded where the record is missing, and `name` is what a
/// row is called that comes back.
pub(super) fn run(
    connection: &mut Connection,
    path: &std::path::Path,
    is_protected: bool,
    name: &dyn Fn(&PutBack) -> String,
) -> Result<Repaired, StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.pragma_update(None, "foreign_keys", false)?;
    // A table that is put aside takes no reference with it.
    connection.pragma_update(None, "legacy_alter_table", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let kept = backup::beside(&transaction, path, ".before-repair")?;
    let mut repaired = Repaired {
        kept,
        made: vec![],
        put_aside: vec![],
        removed: vec![],
        put_back: vec![],
        days: 0,
        lost: vec![],
    };
    remove_strangers(&transaction, &mut repaired)?;
    make_tables(&transaction, &mut repaired)?;
    make_others(&transaction, &mut repaired)?;
    put_back(&transaction, name, &mut repaired)?;
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

/// Puts back what rows refer to and is gone: no sale may be without its product, its store or the import that brought it.
fn put_back(
    transaction: &Transaction<'_>,
    name: &dyn Fn(&PutBack) -> String,
    repaired: &mut Repaired,
) -> Result<(), StoreError> {
    for own in own_objects().iter().filter(|own| own.kind == "table") {
        for (column, parent, insert) in references(transaction, &own.name)? {
            let gone = format!(
                "select distinct {column} from {0}
                 where {column} is not null and {column} not in (select id from {parent}) order by 1",
                quoted(&own.name)
            );
            let gone: Vec<i64> =
                transaction.prepare(&gone)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for id in gone {
                let row = PutBack { table: parent.clone(), id };
                transaction.execute(insert, (id, name(&row)))?;
                repaired.put_back.push(row);
            }
        }
    }
    complete_imports(transaction, &repaired.put_back)
}

/// The columns of a table that refer to tables whose rows can be put back, with these and the statement that does so.
fn references(
    transaction: &Transaction<'_>,
    table: &str,
) -> Result<Vec<(String, String, &'static str)>, StoreError> {
    let mut statement =
        transaction.prepare("select \"from\", \"table\" from pragma_foreign_key_list(?1) order by 1")?;
    let found = statement.query_map([table], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))?;
    let mut references = vec![];
    for reference in found {
        let (column, parent) = reference?;
        // The till is not known: as for one that nobody has named, the next export is asked about where it has the same sales.
        let insert = match parent.as_str() {
            "products" => "insert into products (id, name) values (?1, ?2)",
            "stores" => "insert into stores (id, name) values (?1, ?2)",
            "imports" => {
                "insert into imports (id, source, table_name, added, known, rejected, imported_at, origin)
                 values (?1, ?2, 'sales', 0, 0, 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), printf('%032d', 0))"
            }
            _ => continue,
        };
        references.push((column, parent, insert));
    }
    Ok(references)
}

/// What the rows of an import say of it.
fn complete_imports(transaction: &Transaction<'_>, put_back: &[PutBack]) -> Result<(), StoreError> {
    let of_sales = "update imports set (added, lines, revenue, first_day, last_day, first_id, last_id) =
            (select count(*), count(*), total(amount), min(sale_date), max(sale_date), min(id), max(id)
             from sales where import_id = imports.id),
        rejected = (select count(*) from rejects where import_id = imports.id), rewrites = (select rewrites from data_version)
        where id = ?1";
    for row in put_back.iter().filter(|row| row.table == "imports") {
        transaction.execute(of_sales, [row.id])?;
        for table in ["products", "stores", "targets"] {
            let of_others = format!(
                "update imports set table_name = '{table}', lines = n, added = n
                 from (select count(*) as n from {table} where import_id = ?1) where id = ?1 and added = 0 and n > 0"
            );
            transaction.execute(&of_others, [row.id])?;
        }
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
