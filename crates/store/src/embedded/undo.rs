//! Taking one import back, exactly.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, config::DbConfig, params};

use crate::{StoreError, Undone};

/// The tables that imports fill, those that refer to others first.
const TABLES: [&str; 4] = ["sales", "targets", "stores", "products"];

/// Takes the import back, or says what depends on it.
pub(super) fn run(connection: &mut Connection, import_id: i64) -> Result<Undone, StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "defer_foreign_keys", true)?;
    let undone_at: Option<Option<String>> = transaction
        .query_row("select undone_at from imports where id = ?1", [import_id], |row| row.get(0))
        .optional()?;
    match undone_at {
        None => return Err(StoreError::NoSuchImport { import_id }),
        Some(Some(_)) => return Err(StoreError::UndoneBefore { import_id }),
        Some(None) => {}
    }
    let dependents = dependents(&transaction, import_id)?;
    if !dependents.is_empty() {
        return Err(StoreError::DependedOn { import_id, dependents: dependents.join("; ") });
    }
    hand_over(&transaction, import_id)?;
    let before = revenue_parts(&transaction, import_id)?;
    let mut undone = Undone::default();
    for table in ["store_moves", "utc_sales"] {
        transaction.execute(&format!("delete from {table} where import_id = ?1"), [import_id])?;
    }
    let mut has_sales = false;
    for table in TABLES {
        let removed = added(&transaction, table, import_id)?;
        has_sales |= table == "sales" && removed > 0;
        undone.removed += removed;
        transaction.execute(&format!("delete from {table} where import_id = ?1"), [import_id])?;
    }
    for table in TABLES {
        let restored = restore(&transaction, table, import_id)?;
        has_sales |= ["sales", "stores"].contains(&table) && restored > 0;
        undone.restored += restored;
    }
    undone.revenue_parts = restored_parts(&transaction, import_id)? - before;
    transaction.execute("delete from import_changes where import_id = ?1", [import_id])?;
    transaction.execute(
        "update imports set undone_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') where id = ?1",
        [import_id],
    )?;
    forget_currency(&transaction, import_id)?;
    let moved = "update data_version set version = version + 1, rewrites = rewrites + 1,
                     sales_version = iif(?1, version + 1, sales_version)";
    transaction.execute(moved, [has_sales])?;
    transaction.commit()?;
    Ok(undone)
}

/// Sales that a later import held too become that import's, with the products and stores that the import brought for
/// them.
fn hand_over(transaction: &Transaction<'_>, import_id: i64) -> Result<(), StoreError> {
    let mut ranges = transaction.prepare(
        "select h.import_id, h.first_sale, h.last_sale from import_held h join imports i on i.id = h.import_id
         where h.import_id > ?1 and i.undone_at is null order by 1, 2",
    )?;
    let ranges = ranges.query_map([import_id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let ranges = ranges.collect::<Result<Vec<(i64, i64, i64)>, _>>()?;
    // What the import wrote over goes back to what it was before.
    let mut hand_over = transaction.prepare(
        "update sales set import_id = ?2 where id between ?3 and ?4 and import_id = ?1 and id not in
             (select row_id from import_changes where import_id = ?1 and table_name = 'sales')",
    )?;
    for (later, first, last) in ranges {
        hand_over.execute(params![import_id, later, first, last])?;
    }
    for (table, column) in [("products", "product_id"), ("stores", "store_id")] {
        transaction.execute(
            &format!(
                "update {table} set import_id =
                     (select min(s.import_id) from sales s where s.{column} = {table}.id and s.import_id is not ?1)
                 where import_id = ?1
                     and id not in (select row_id from import_changes where import_id = ?1 and table_name = '{table}')
                     and exists (select 1 from sales s where s.{column} = {table}.id and s.import_id is not ?1)"
            ),
            [import_id],
        )?;
    }
    Ok(())
}

/// The later changes that depend on the import, each in words that need no translation: tables, numbers, `SQL`.
fn dependents(transaction: &Transaction<'_>, import_id: i64) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    let mut ask = |sql: &str| -> Result<(), StoreError> {
        let mut statement = transaction.prepare(sql)?;
        let rows = statement.query_map([import_id], |row| {
            let (by, table, count, some): (Option<i64>, String, i64, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let by = by.map_or_else(|| "SQL".to_owned(), |id| format!("import {id}"));
            Ok(format!("{by}: {table} ×{count} ({some})"))
        })?;
        for row in rows {
            found.push(row?);
        }
        Ok(())
    };
    let some = |ids: &str| format!("min({ids}) || case when count(*) > 1 then '…' || max({ids}) else '' end");
    ask(&format!(
        "select null, table_name, count(*), {} from hand_changes where import_id = ?1 group by 2",
        some("row_id")
    ))?;
    ask(&format!(
        "select import_id, table_name, count(*), {} from import_changes
         where import_id > ?1 and json_extract(before, '$.import_id') = ?1 group by 1, 2",
        some("row_id")
    ))?;
    // What an import of sales brought goes over to the import that has sales of it; what one wrote over stays, as it
    // was.
    let is_of_sales: bool = transaction.query_row(
        "select table_name = 'sales' from imports where id = ?1",
        [import_id],
        |row| row.get(0),
    )?;
    let references = [
        ("sales", "product_id", "products"),
        ("sales", "store_id", "stores"),
        ("targets", "store_id", "stores"),
    ];
    for (child, column, table) in
        references.into_iter().filter(|(child, ..)| !is_of_sales || *child != "sales")
    {
        ask(&format!(
            "select s.import_id, '{table}', count(*), {} from {child} s
             where s.import_id is not ?1 and s.{column} in (select id from {table} where import_id = ?1)
                 and s.{column} not in (select row_id from import_changes where import_id = ?1 and table_name = '{table}')
             group by 1",
            some(&format!("s.{column}"))
        ))?;
    }
    for table in TABLES {
        let key = if table == "sales" { "source_key" } else { "code" };
        ask(&format!(
            "select t.import_id, '{table}', count(*), {} from import_changes c join {table} t
                 on t.id = c.row_id or t.{key} = json_extract(c.before, '$.{key}')
             where c.import_id = ?1 and c.table_name = '{table}' and t.import_id is not ?1 group by 1",
            some("t.id")
        ))?;
    }
    Ok(found)
}

/// Puts the rows of a table back that the import wrote over or took out; how many.
fn restore(transaction: &Transaction<'_>, table: &str, import_id: i64) -> Result<u64, StoreError> {
    let mut names = transaction.prepare("select name from pragma_table_info(?1)")?;
    let names = names.query_map([table], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let values: Vec<String> = names.iter().map(|name| format!("json_extract(before, '$.{name}')")).collect();
    let sql = format!(
        "insert into {table} ({}) select {} from import_changes where import_id = ?1 and table_name = ?2",
        names.join(", "),
        values.join(", ")
    );
    Ok(transaction.execute(&sql, params![import_id, table])? as u64)
}

/// A currency belongs to the amounts kept: it goes with the import that made it known, unless amounts stay that may
/// have been read in it. One that was set by hand stays.
fn forget_currency(transaction: &Transaction<'_>, import_id: i64) -> Result<(), StoreError> {
    transaction.execute(
        "delete from settings where name = 'currency' and import_id is not null
             and (not exists (select 1 from sales) or import_id = ?1 and not exists
                 (select 1 from imports where id > ?1 and undone_at is null and table_name = 'sales'))",
        [import_id],
    )?;
    Ok(())
}

/// How many rows of a table the import added: those of it that were not there before.
fn added(transaction: &Transaction<'_>, table: &str, import_id: i64) -> Result<u64, StoreError> {
    let sql = format!(
        "select count(*) from {table} t where t.import_id = ?1 and not exists
             (select 1 from import_changes c where c.import_id = ?1 and c.table_name = '{table}' and c.row_id = t.id)"
    );
    Ok(transaction.query_row(&sql, [import_id], |row| row.get::<_, i64>(0))? as u64)
}

/// The revenue of the import's own rows, in ten-thousandths.
fn revenue_parts(transaction: &Transaction<'_>, import_id: i64) -> Result<i64, StoreError> {
    let sql =
        "select coalesce(sum(cast(round(amount * 10000) as integer)), 0) from sales where import_id = ?1";
    Ok(transaction.query_row(sql, [import_id], |row| row.get(0))?)
}

/// The revenue of what comes back.
fn restored_parts(transaction: &Transaction<'_>, import_id: i64) -> Result<i64, StoreError> {
    let sql = "select coalesce(sum(cast(round(json_extract(before, '$.amount') * 10000) as integer)), 0)
               from import_changes where import_id = ?1 and table_name = 'sales'";
    Ok(transaction.query_row(sql, [import_id], |row| row.get(0))?)
}
