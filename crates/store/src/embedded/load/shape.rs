//! The shape of a table that a load fills.

use rusqlite::Transaction;

use super::SOURCES_OF_FIGURES;
use crate::{StoreError, embedded::schema::is_own};

/// The tables of this program that a load fills, besides the refused lines of an import; all the others only the store
/// itself writes.
const LOADED: [&str; 5] = ["analysis_results", "products", "sales", "stores", "targets"];

/// What an import loads besides: the lines that it refuses, stores that have moved, the hours of its sales.
const OF_IMPORTS: [&str; 3] = ["rejects", MOVES, "utc_sales"];

/// The stores that have moved.
pub(super) const MOVES: &str = "store_moves";

/// The column of a load that has the line numbers of the file.
const LINE: &str = "line";

/// The column of a load of sales with the product that an earlier version took the sale's for.
const FORMER_PRODUCT: &str = "former_product_id";

/// The columns of a table that a load fills, and its keys.
pub(super) struct Shape {
    pub(super) table: String,
    /// Columns of the load, in its order.
    pub(super) columns: Vec<String>,
    /// Where the primary key `id` stands among them.
    pub(super) id: Option<usize>,
    /// Whether the store gives an id to rows without one.
    pub(super) gives_ids: bool,
    /// Whether the table says by which import a row came.
    pub(super) has_import_id: bool,
    /// Keys, primary and unique, as positions among the columns.
    pub(super) keys: Vec<Vec<usize>>,
    /// Which columns hold whole numbers where they can.
    pub(super) is_integer: Vec<bool>,
    /// Which columns are not null by themselves where nothing is said of them.
    pub(super) has_default: Vec<bool>,
    /// The column of the load that has the line numbers of the file and is not one of the table.
    pub(super) line: Option<usize>,
    /// The same for the product that an earlier version took a sale's for.
    pub(super) former_product: Option<usize>,
    /// Columns that refer to the primary key of another table.
    pub(super) references: Vec<Reference>,
    /// Whether it has references of another kind: over several columns, or to another key.
    pub(super) has_other_references: bool,
    /// Every column of the table.
    pub(super) all_columns: Vec<String>,
}

/// A column that refers to the primary key of another table.
pub(super) struct Reference {
    /// Its place among the columns of the load.
    pub(super) at: usize,
    /// The table that it refers to.
    pub(super) target: String,
    /// The primary key of that table.
    pub(super) key: String,
}

/// A table's columns as SQLite describes them.
struct Columns {
    names: Vec<String>,
    /// Those that hold whole numbers where they can.
    integers: Vec<String>,
    /// Those with a default.
    with_default: Vec<String>,
    /// Those of the primary key, in its order.
    primary: Vec<String>,
}

impl Shape {
    /// The shape of `table` for a load with columns of those names.
    ///
    /// # Errors
    /// [`StoreError::Load`] when there is no such table to load, or a column that it does not have.
    pub(super) fn of(
        transaction: &Transaction<'_>,
        table: &str,
        names: &[&str],
        is_import: bool,
    ) -> Result<Self, StoreError> {
        let table = table_name(transaction, table, is_import)?;
        if is_own(&table) && names.iter().any(|name| name.eq_ignore_ascii_case("import_id")) {
            return Err(wrong(&table, "the store itself notes by which import a row came".into()));
        }
        let Columns { names: columns, integers, with_default, primary } = columns_of(transaction, &table)?;
        check_names(&table, names, &columns)?;
        let at = |name: &str| names.iter().position(|given| given.eq_ignore_ascii_case(name));
        let mut keys = vec![primary.clone()];
        keys.extend(unique_indexes(transaction, &table)?);
        let positions = |key: &Vec<String>| key.iter().map(|name| at(name)).collect::<Option<Vec<_>>>();
        let mut references = Vec::new();
        let mut has_other_references = false;
        for (column, target, key) in foreign_keys(transaction, &table)? {
            match (at(&column), key) {
                (Some(at), Some(key)) => references.push(Reference { at, target, key }),
                (None, Some(_)) => {}
                (_, None) => has_other_references = true,
            }
        }
        let among = |known: &[String]| -> Vec<bool> {
            names.iter().map(|name| known.iter().any(|known| known.eq_ignore_ascii_case(name))).collect()
        };
        Ok(Self {
            line: place_aside(names, LINE, &columns),
            former_product: place_aside(names, FORMER_PRODUCT, &columns),
            is_integer: among(&integers),
            has_default: among(&with_default),
            references,
            has_other_references,
            gives_ids: SOURCES_OF_FIGURES.contains(&table.as_str()),
            id: if primary.len() == 1 { at(&primary[0]) } else { None },
            keys: keys.iter().filter(|key| !key.is_empty()).filter_map(positions).collect(),
            columns: names.iter().map(|name| (*name).to_owned()).collect(),
            has_import_id: columns.iter().any(|name| name == "import_id") && at("import_id").is_none(),
            all_columns: columns,
            table,
        })
    }

    /// The places of the columns that are the table's.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + Clone + use<> {
        let (line, former_product) = (self.line, self.former_product);
        (0..self.columns.len()).filter(move |at| Some(*at) != line && Some(*at) != former_product)
    }

    /// The place of a column in the load.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

/// The table's name as the schema has it.
fn table_name(transaction: &Transaction<'_>, table: &str, is_import: bool) -> Result<String, StoreError> {
    let known: Option<String> = transaction
        .prepare("select name from sqlite_schema where type = 'table' and name = ?1 collate nocase")?
        .query_row([table], |row| row.get(0))
        .ok();
    let is_loaded = |name: &String| {
        let name = name.as_str();
        LOADED.contains(&name)
            || (is_import && OF_IMPORTS.contains(&name))
            || !(is_own(name) || name.starts_with("sqlite_"))
    };
    known.filter(is_loaded).ok_or_else(|| wrong(table, "there is no such table to load".into()))
}

fn columns_of(transaction: &Transaction<'_>, table: &str) -> Result<Columns, StoreError> {
    let (mut names, mut integers) = (Vec::new(), Vec::new());
    let (mut with_default, mut primary) = (Vec::new(), Vec::new());
    let sql = "select name, pk, type, dflt_value is not null from pragma_table_info(?1)";
    let mut statement = transaction.prepare(sql)?;
    let mut rows = statement.query([table])?;
    while let Some(row) = rows.next()? {
        let (name, pk, kind): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if pk > 0 {
            primary.push((pk, name.clone()));
        }
        if kind.to_ascii_uppercase().contains("INT") {
            integers.push(name.clone());
        }
        if row.get(3)? {
            with_default.push(name.clone());
        }
        names.push(name);
    }
    primary.sort();
    Ok(Columns {
        names,
        integers,
        with_default,
        primary: primary.into_iter().map(|(_, name)| name).collect(),
    })
}

/// Refuses columns that the table does not have, or that come twice.
fn check_names(table: &str, names: &[&str], columns: &[String]) -> Result<(), StoreError> {
    for (position, name) in names.iter().enumerate() {
        let is_known = columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        if !is_known && !is_aside(name, columns) {
            let reason = format!("there is no column {name:?}; there are {}", columns.join(", "));
            return Err(wrong(table, reason));
        }
        if names[..position].iter().any(|before| before.eq_ignore_ascii_case(name)) {
            return Err(wrong(table, format!("the column {name:?} comes twice")));
        }
    }
    Ok(())
}

fn wrong(table: &str, reason: String) -> StoreError {
    StoreError::Load { table: table.to_owned(), reason }
}

fn unique_indexes(transaction: &Transaction<'_>, table: &str) -> Result<Vec<Vec<String>>, StoreError> {
    let mut indexes =
        transaction.prepare(r#"select name from pragma_index_list(?1) where "unique" and origin <> 'pk'"#)?;
    let names = indexes.query_map([table], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut columns = transaction.prepare("select name from pragma_index_info(?1) order by seqno")?;
    let mut keys = Vec::new();
    for name in names {
        // An index over an expression has columns without a name: it is no key that a row can be found by.
        let key = columns.query_map([name], |row| row.get::<_, Option<String>>(0))?;
        keys.extend(key.collect::<Result<Option<Vec<_>>, _>>()?);
    }
    Ok(keys)
}
/// The foreign keys of a table: column, table referred to, and its primary key. No key where the reference is over
/// several columns or to another key; then there is a row for each column.
fn foreign_keys(
    transaction: &Transaction<'_>,
    table: &str,
) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    let sql =
        r#"select "from", "table", "to", count(*) over (partition by id) from pragma_foreign_key_list(?1)"#;
    let mut statement = transaction.prepare(sql)?;
    let mut rows = statement.query([table])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        let (column, target): (String, String) = (row.get(0)?, row.get(1)?);
        let (to, parts): (Option<String>, i64) = (row.get(2)?, row.get(3)?);
        let primary = columns_of(transaction, &target)?.primary;
        let is_primary = |key: &String| to.as_ref().is_none_or(|to| to.eq_ignore_ascii_case(key));
        let key = primary.into_iter().next().filter(|key| parts == 1 && is_primary(key));
        keys.push((column, target, key));
    }
    Ok(keys)
}

/// The place of a column of that name that the table does not have.
fn place_aside(names: &[&str], wanted: &str, columns: &[String]) -> Option<usize> {
    names.iter().position(|name| *name == wanted && is_aside(name, columns))
}

/// Whether a column is about the rows of the load and is not one of the table.
fn is_aside(name: &str, columns: &[String]) -> bool {
    [LINE, FORMER_PRODUCT].contains(&name) && !columns.iter().any(|column| column == name)
}

/// A name as SQL takes it, whatever is in it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
