//! The ledger of imports, as it is read: what each import did, and the lines that it refused.
//!
//! The table `imports` is written by loads and by undoing them; above the store it is read here alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Database, Limits, StoreError, Value};

/// One import.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImportRecord {
    /// Its number; later imports have greater ones.
    pub id: i64,
    /// The path, URL or `-` that was imported, as the user named it.
    pub source: String,
    /// `products`, `stores`, `sales` or `targets`.
    pub table: String,
    /// `new`, `upsert` or `replace`.
    pub mode: String,
    /// Lines read, good or bad.
    pub lines: i64,
    /// Lines that were new.
    pub added: i64,
    /// Lines that were in the database already.
    pub known: i64,
    /// Lines known under the same id with another content.
    pub changed: i64,
    /// Lines refused.
    pub rejected: i64,
    /// Days of a store that were left as they were.
    pub held_back: i64,
    /// By how much the revenue moved, in the currency of the database.
    pub revenue: f64,
    /// The first day of its sales, `YYYY-MM-DD`.
    pub first_day: Option<String>,
    /// The last day of its sales.
    pub last_day: Option<String>,
    /// Of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// ISO 8601, UTC.
    pub imported_at: String,
    /// The same, where the import was undone.
    pub undone_at: Option<String>,
    /// The header of the column in which each field was found.
    pub columns: BTreeMap<String, String>,
}

/// The columns of `imports` that a record is read from, in this order.
const COLUMNS: &str = "id, source, table_name, mode, lines, added, known, changed, rejected, held_back, revenue, \
                       first_day, last_day, sha256, imported_at, undone_at, mapping";

/// Of the mapping of an import, what is shown of it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Mapping {
    columns: BTreeMap<String, String>,
}

impl ImportRecord {
    fn of(row: &[Value]) -> Self {
        let integer = |at: usize| row.get(at).and_then(Value::as_integer).unwrap_or_default();
        let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        let mapping = row.get(16).and_then(Value::as_text);
        let mapping: Mapping = mapping.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        Self {
            id: integer(0),
            source: text(1).unwrap_or_default(),
            table: text(2).unwrap_or_default(),
            mode: text(3).unwrap_or_default(),
            lines: integer(4),
            added: integer(5),
            known: integer(6),
            changed: integer(7),
            rejected: integer(8),
            held_back: integer(9),
            revenue: row.get(10).and_then(Value::as_number).unwrap_or_default(),
            first_day: text(11),
            last_day: text(12),
            sha256: text(13),
            imported_at: text(14).unwrap_or_default(),
            undone_at: text(15),
            columns: mapping.columns,
        }
    }
}

/// The imports, the latest first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub fn imports(database: &dyn Database, limit: usize) -> Result<Vec<ImportRecord>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = format!("select {COLUMNS} from imports order by id desc limit ?1");
    let rows = database.query(&sql, &[Value::Integer(limit)])?.rows;
    Ok(rows.iter().map(|row| ImportRecord::of(row)).collect())
}

/// One import.
///
/// # Errors
/// [`StoreError::NoSuchImport`], and when the database cannot be read.
pub fn import(database: &dyn Database, import_id: i64) -> Result<ImportRecord, StoreError> {
    let sql = format!("select {COLUMNS} from imports where id = ?1");
    let rows = database.query(&sql, &[Value::Integer(import_id)])?.rows;
    rows.first().map(|row| ImportRecord::of(row)).ok_or(StoreError::NoSuchImport { import_id })
}

/// The latest import of a source that was not undone.
///
/// # Errors
/// When the database cannot be read.
pub fn latest_of(database: &dyn Database, source: &str) -> Result<Option<ImportRecord>, StoreError> {
    let sql = format!(
        "select {COLUMNS} from imports where source = ?1 and undone_at is null order by id desc limit 1"
    );
    let rows = database.query(&sql, &[source.into()])?.rows;
    Ok(rows.first().map(|row| ImportRecord::of(row)))
}

/// How the file of an import was read, as JSON; `None` where it is not remembered.
///
/// # Errors
/// When the database cannot be read.
pub fn mapping_of(database: &dyn Database, import_id: i64) -> Result<Option<String>, StoreError> {
    let sql = "select mapping from imports where id = ?1";
    let rows = database.query(sql, &[Value::Integer(import_id)])?;
    Ok(rows.single().and_then(Value::as_text).map(str::to_owned))
}

/// A line that an import refused.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RejectedLine {
    /// Its number in the file, from 1.
    pub line: u64,
    /// The code of the error.
    pub code: String,
    /// The header of the column that could not be read.
    pub column: Option<String>,
    /// What stood in that column.
    pub value: Option<String>,
    /// What else the sentence of the error says.
    #[serde(skip)]
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// The line as it stood in the file.
    pub original: String,
}

impl RejectedLine {
    /// Of a row of [`Database::spooled_rejects`]: line, column, value, code, facts, original.
    pub fn of(row: &[Value]) -> Self {
        let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        Self {
            line: row.first().and_then(Value::as_integer).unwrap_or_default().max(0).unsigned_abs(),
            column: text(1),
            value: text(2),
            code: text(3).unwrap_or_default(),
            facts: text(4).and_then(|facts| serde_json::from_str(&facts).ok()).unwrap_or_default(),
            original: text(5).unwrap_or_default(),
        }
    }
}

/// How many refused lines are asked for at once, and the most memory that they take; larger ones come one by one.
const PAGE: i64 = 500;
const PAGE_BYTES: usize = 8 << 20;

/// Up to [`PAGE`] refused lines of an import after one of them, with the place of the last to go on from; `None` at
/// the end.
///
/// # Errors
/// When the database cannot be read.
fn page(
    database: &dyn Database,
    import_id: i64,
    after: i64,
) -> Result<Option<(i64, Vec<RejectedLine>)>, StoreError> {
    let sql = "select id, line, \"column\", value, code, facts, original
               from rejects where import_id = ?1 and id > ?2 order by id limit ?3";
    let ask = |count: i64| {
        let args = [Value::Integer(import_id), Value::Integer(after), Value::Integer(count)];
        let limits = Limits { bytes: PAGE_BYTES, ..Limits::rows(usize::MAX) };
        database.query_within(sql, &args, &limits)
    };
    let rows = match ask(PAGE) {
        Err(StoreError::TooLarge { .. }) => ask(1),
        rows => rows,
    }?
    .rows;
    let last = rows.last().and_then(|row| row.first()).and_then(Value::as_integer);
    Ok(last.map(|last| (last, rows.iter().map(|row| RejectedLine::of(&row[1..])).collect())))
}

/// Hands the refused lines of an import that the database keeps to `take`, in the order of the file, until it fails.
///
/// # Errors
/// Those of `take`, and when the database cannot be read.
pub fn each_rejected_line<E: From<StoreError>>(
    database: &dyn Database,
    import_id: i64,
    mut take: impl FnMut(RejectedLine) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = 0;
    while let Some((last, lines)) = page(database, import_id, after)? {
        lines.into_iter().try_for_each(&mut take)?;
        after = last;
    }
    Ok(())
}

/// How many of the refused lines of an import are still kept: the database has the first of them, a file beside it the
/// others until they were fetched.
///
/// # Errors
/// When the database cannot be read.
pub fn rejects_kept(database: &dyn Database, record: &ImportRecord) -> Result<u64, StoreError> {
    let rejected = record.rejected.unsigned_abs();
    if rejected == 0 {
        return Ok(0);
    }
    let sql = "select count(*) from rejects where import_id = ?1";
    let rows = database.query(sql, &[Value::Integer(record.id)])?;
    let of_the_table = rows.single().and_then(Value::as_integer).unwrap_or_default().unsigned_abs();
    let is_whole = of_the_table >= rejected || database.has_spooled_rejects(record.id)?;
    Ok(if is_whole { rejected } else { of_the_table })
}
