//! Keeping what an import pours in, and telling it what is known, on either side of the seam.

mod products;
mod sales;
mod stores;

use std::sync::Arc;

use comptoir_sales::{Lines, NewImport, Poured, Product, Reject, SaleSink, SalesBook, Store, Table, Told};
use serde_json::{Value as Json, json};

use crate::{Database, Outcome, Statement, StoreError, Value};

/// How many lines travel in one argument.
const LINES_A_STATEMENT: usize = 20_000;

/// How many changed lines are named.
const CHANGED_NAMED: usize = 20;

/// The records of a database, as an import sees them.
pub struct Book {
    database: Arc<dyn Database>,
}

impl Book {
    /// The records of that database.
    pub fn new(database: Arc<dyn Database>) -> Self {
        Self { database }
    }
}

impl SaleSink for Book {
    fn pour(&self, import: &NewImport) -> Result<Poured, Box<dyn Told>> {
        let outcomes = self.database.write(&transaction(import)).map_err(told)?;
        Ok(poured(import, &outcomes))
    }
}

impl SalesBook for Book {
    fn products(&self) -> Result<Vec<Product>, Box<dyn Told>> {
        products::all(self.database.as_ref()).map_err(told)
    }

    fn stores(&self) -> Result<Vec<Store>, Box<dyn Told>> {
        stores::all(self.database.as_ref()).map_err(told)
    }
}

fn told(error: StoreError) -> Box<dyn Told> {
    Box::new(error)
}

/// How the lines of one table are written. `?1` is a JSON array of lines, each an array of columns.
struct LineSql {
    /// Names the known lines whose content differs.
    changed: &'static str,
    /// Inserts the lines that are not known.
    insert: &'static str,
}

/// The transaction of an import: its line in the ledger; for each chunk of lines, what has changed and the insert;
/// the rejects; and the counts of the ledger.
fn transaction(import: &NewImport) -> Vec<Statement> {
    let (lines, sql): (Vec<Json>, LineSql) = match &import.lines {
        Lines::Products(products) => (products.iter().map(products::line).collect(), products::SQL),
        Lines::Stores(stores) => (stores.iter().map(stores::line).collect(), stores::SQL),
        Lines::Sales(sales) => (sales.iter().map(sales::line).collect(), sales::SQL),
    };
    let mut statements = vec![open_ledger(import)];
    for chunk in lines.chunks(LINES_A_STATEMENT) {
        let chunk = json!(chunk).to_string();
        statements.push(Statement::new(sql.changed, vec![chunk.as_str().into()]));
        statements.push(Statement::new(sql.insert, vec![chunk.into()]));
    }
    statements.push(keep_rejects(&import.rejects));
    statements.push(close_ledger(import.lines.table(), import.lines.len()));
    statements
}

fn open_ledger(import: &NewImport) -> Statement {
    let sql = "insert into imports (source, table_name, added, known, rejected, imported_at)
               values (?1, ?2, 0, 0, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";
    let table = import.lines.table().name();
    let rejected = import.rejects.len() as i64;
    Statement::new(sql, vec![import.source.as_str().into(), table.into(), rejected.into()])
}

fn keep_rejects(rejects: &[Reject]) -> Statement {
    let lines: Vec<Json> =
        rejects.iter().map(|reject| json!([reject.line, reject.column, reject.value, reject.code])).collect();
    let sql = r#"insert into rejects (import_id, line, "column", value, code)
                 select (select max(id) from imports),
                        line.value ->> 0, line.value ->> 1, line.value ->> 2, line.value ->> 3
                 from json_each(?1) as line"#;
    Statement::new(sql, vec![json!(lines).to_string().into()])
}

fn close_ledger(table: Table, lines: usize) -> Statement {
    let added = format!("(select count(*) from {} where import_id = imports.id)", table.name());
    let sql = format!(
        "update imports set added = {added}, known = ?1 - {added}
         where id = (select max(id) from imports)
         returning id, added, known"
    );
    Statement::new(sql, vec![(lines as i64).into()])
}

/// Reads the counts off what [`transaction`] did.
fn poured(import: &NewImport, outcomes: &[Outcome]) -> Poured {
    let chunks = import.lines.len().div_ceil(LINES_A_STATEMENT);
    let changed = outcomes.iter().skip(1).step_by(2).take(chunks).flat_map(|outcome| &outcome.rows.rows);
    let changed: Vec<String> = changed.filter_map(|row| Some(row.first()?.as_text()?.to_owned())).collect();
    let ledger = outcomes.last().and_then(|outcome| outcome.rows.rows.first());
    let number = |column: usize| ledger.and_then(|row| row.get(column)).and_then(Value::as_integer);
    Poured {
        import_id: number(0).unwrap_or_default(),
        added: number(1).unwrap_or_default().unsigned_abs(),
        known: number(2).unwrap_or_default().unsigned_abs(),
        changed_count: changed.len() as u64,
        changed: changed.into_iter().take(CHANGED_NAMED).collect(),
    }
}
