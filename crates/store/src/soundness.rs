//! Whether a database is sound: its pages, its references, the schema that it must have, and the rows that its ledger
//! promises.

use rusqlite::Connection;

use crate::{
    Fault, Rows, StoreError, Value,
    embedded::{Object, REJECT_BYTES_KEPT, REJECTS_KEPT, own_objects},
};

/// How many faults a check names.
const FAULTS_NAMED: usize = 100;

/// How many faults of its pages SQLite is asked for: those of a client's virtual tables are among them.
const PAGE_FAULTS: usize = 10_000;

/// The tables whose rows the ledger counts.
const COUNTED: [&str; 4] = ["sales", "products", "stores", "targets"];

/// Answers a reading statement, on either side of the seam.
pub(crate) type Ask<'a> = &'a dyn Fn(&str) -> Result<Rows, StoreError>;

/// Rows of an import that are gone, though nothing says who took them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostRows {
    /// The number of the import.
    pub import_id: i64,
    /// The file, as its user named it.
    pub source: String,
    /// The table that the rows were in.
    pub table: String,
    /// How many are gone.
    pub rows: i64,
}

/// The faults of the database; none when it is sound.
pub(crate) fn faults(ask: Ask<'_>) -> Result<Vec<Fault>, StoreError> {
    let mut faults = broken_pages(ask)?;
    if faults.is_empty() {
        faults.extend(orphans(ask)?);
        let of_schema = schema_faults(ask)?;
        // The rest asks tables and columns that must be there first.
        let may_count = of_schema.is_empty();
        faults.extend(of_schema);
        if may_count {
            faults.extend(bookkeeping_faults(ask)?);
        }
    }
    faults.truncate(FAULTS_NAMED);
    Ok(faults)
}

fn broken_pages(ask: Ask<'_>) -> Result<Vec<Fault>, StoreError> {
    let rows = ask(&format!("pragma integrity_check({PAGE_FAULTS})"))?;
    let faults = rows.rows.iter().map(|row| text(row, 0)).filter(|fault| is_page_fault(fault));
    Ok(faults.take(FAULTS_NAMED).map(|words| Fault::Page { words }).collect())
}

/// The first fault that `pragma` finds (`integrity_check` or `quick_check`).
pub(crate) fn first_page_fault(connection: &Connection, pragma: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare(&format!("pragma {pragma}({PAGE_FAULTS})"))?;
    let mut faults = statement.query_map([], |row| row.get::<_, String>(0))?;
    faults.find(|fault| fault.as_ref().map_or(true, |fault| is_page_fault(fault))).transpose()
}

/// Whether a line of SQLite's check names a fault of the file. Of a virtual table that a client has made it says whether that
/// one's own parts fit each other, which keeps nobody from a backup or a start; `fts4` over a table of ours never does.
fn is_page_fault(line: &str) -> bool {
    const OF_VIRTUAL_TABLES: [&str; 3] =
        ["unable to validate the inverted index for FTS", "malformed inverted index for FTS", "In RTree "];
    line != "ok" && !OF_VIRTUAL_TABLES.iter().any(|start| line.starts_with(start))
}

fn orphans(ask: Ask<'_>) -> Result<Vec<Fault>, StoreError> {
    let rows =
        ask("select \"table\", parent, count(*), coalesce(min(\"rowid\"), 0) from pragma_foreign_key_check
                    group by 1, 2 order by 1, 2")?;
    let fault = |row: &Vec<Value>| Fault::NoSuchRows {
        table: text(row, 0),
        parent: text(row, 1),
        rows: integer(row, 2),
        first: integer(row, 3),
    };
    Ok(rows.rows.iter().take(FAULTS_NAMED).map(fault).collect())
}

/// The objects of the database as its schema has them.
pub(crate) fn objects(ask: Ask<'_>) -> Result<Vec<Object>, StoreError> {
    let rows = ask(
        "select type, name, tbl_name, sql from sqlite_schema where sql is not null and name not like 'sqlite_%'",
    )?;
    let object = |row: &Vec<Value>| Object {
        kind: text(row, 0),
        name: text(row, 1),
        table: text(row, 2),
        sql: text(row, 3),
    };
    Ok(rows.rows.iter().map(object).collect())
}

/// Missing or changed parts of this program's schema, and what others have put on its tables.
fn schema_faults(ask: Ask<'_>) -> Result<Vec<Fault>, StoreError> {
    let found = objects(ask)?;
    let mut faults = Vec::new();
    for own in own_objects() {
        let (kind, name) = (own.kind.clone(), own.name.clone());
        match found.iter().find(|object| object.takes_the_place_of(own)) {
            None => faults.push(Fault::Missing { kind, name }),
            Some(object) if object != own => faults.push(Fault::Changed { kind, name }),
            Some(_) => {}
        }
    }
    faults.extend(strangers(&found).map(|object| Fault::Stranger {
        kind: object.kind.clone(),
        name: object.name.clone(),
        table: object.table.clone(),
    }));
    Ok(faults)
}

/// Triggers and indexes of others on tables of this program.
pub(crate) fn strangers(found: &[Object]) -> impl Iterator<Item = &Object> {
    let is_own = |name: &str| own_objects().iter().any(|own| own.name.eq_ignore_ascii_case(name));
    let is_own_table = |name: &str| {
        own_objects().iter().any(|own| own.kind == "table" && own.name.eq_ignore_ascii_case(name))
    };
    found.iter().filter(move |object| {
        matches!(object.kind.as_str(), "trigger" | "index")
            && is_own_table(&object.table)
            && !is_own(&object.name)
    })
}

/// Rows that the ledger promises and the tables do not hold.
fn bookkeeping_faults(ask: Ask<'_>) -> Result<Vec<Fault>, StoreError> {
    let count = |sql: &str| -> Result<i64, StoreError> {
        Ok(ask(sql)?.single().and_then(Value::as_integer).unwrap_or_default())
    };
    let mut faults = Vec::new();
    if count("select count(*) from data_version")? != 1 {
        faults.push(Fault::NoVersion);
    }
    let days = count(
        "select count(*) from (select distinct sale_date from sales) where sale_date not in (select day from calendar_days)",
    )?;
    if days > 0 {
        faults.push(Fault::MissingDays { days });
    }
    faults.extend(unusable_values(ask)?);
    faults.extend(lost_rows(ask)?.into_iter().map(Fault::Lost));
    Ok(faults)
}

/// Values of sales that no figure can be made of: SQL could write such ones before version 0.2.
fn unusable_values(ask: Ask<'_>) -> Result<Vec<Fault>, StoreError> {
    let sql = format!(
        "select id, fault, quote(substr(case fault when 'sale_date' then sale_date when 'amount' then amount else quantity end, 1, 40))
         from (select *, case when not coalesce(
                     sale_date glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date(sale_date, '+0 days') = sale_date
                     and sale_date between '1970-01-01' and '2199-12-31', false)
                 then 'sale_date'
                 when typeof(amount) <> 'real' or amount not between -1e12 and 1e12
                 then 'amount'
                 when typeof(quantity) not in ('integer', 'real') or quantity not between -1e12 and 1e12
                 then 'quantity' end as fault from sales)
         where fault is not null order by id limit {FAULTS_NAMED}"
    );
    let fault =
        |row: &Vec<Value>| Fault::Value { id: integer(row, 0), column: text(row, 1), value: text(row, 2) };
    Ok(ask(&sql)?.rows.iter().map(fault).collect())
}

/// Rows that the ledger says an import added and that are neither there, nor written over by a later import, nor
/// changed by SQL. Imports that wrote over rows themselves are not counted: their rows cannot be distinguished by
/// number.
pub(crate) fn lost_rows(ask: Ask<'_>) -> Result<Vec<LostRows>, StoreError> {
    let mut lost = Vec::new();
    for table in COUNTED {
        let sql = format!(
            "select i.id, i.source, i.added - coalesce(present.n, 0) - coalesce(later.n, 0) - coalesce(hand.n, 0) as missing
             from imports i
             left join (select import_id, count(*) as n from {table} group by 1) present on present.import_id = i.id
             left join (select json_extract(before, '$.import_id') as import_id, count(distinct row_id) as n
                        from import_changes where table_name = '{table}' group by 1) later on later.import_id = i.id
             left join (select import_id, count(*) as n from hand_changes h where table_name = '{table}'
                            and not exists (select 1 from {table} t where t.id = h.row_id and t.import_id = h.import_id)
                        group by 1) hand on hand.import_id = i.id
             where i.table_name = '{table}' and i.undone_at is null
                 and not exists (select 1 from import_changes c where c.import_id = i.id)
                 and missing > 0 order by 1"
        );
        lost.extend(ask(&sql)?.rows.iter().map(|row| LostRows {
            import_id: integer(row, 0),
            source: text(row, 1),
            table: table.to_owned(),
            rows: integer(row, 2),
        }));
    }
    let rejects = format!(
        "select i.id, i.source, min(i.rejected, {REJECTS_KEPT}) - count(r.id) as missing,
                 total(octet_length(r.\"column\")) + total(octet_length(r.value)) + total(octet_length(r.code))
                     + total(octet_length(r.facts)) + total(octet_length(r.original)) as bytes
         from imports i left join rejects r on r.import_id = i.id
         where i.undone_at is null and i.rejected > 0 group by i.id
         having missing > 0 and bytes < {REJECT_BYTES_KEPT} order by 1"
    );
    lost.extend(ask(&rejects)?.rows.iter().map(|row| LostRows {
        import_id: integer(row, 0),
        source: text(row, 1),
        table: "rejects".to_owned(),
        rows: integer(row, 2),
    }));
    Ok(lost)
}

fn text(row: &[Value], at: usize) -> String {
    row.get(at).and_then(Value::as_text).unwrap_or_default().to_owned()
}

fn integer(row: &[Value], at: usize) -> i64 {
    row.get(at).and_then(Value::as_integer).unwrap_or_default()
}
