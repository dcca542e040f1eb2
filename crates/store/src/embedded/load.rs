//! A load: many rows into tables, in one transaction.
//!
//! The triggers that move the version of the data with each row are off on the connection of a load; the version
//! moves once, in the same transaction.

use arrow_array::RecordBatch;
use rusqlite::{CachedStatement, Connection, Transaction, TransactionBehavior, config::DbConfig, params};

use super::guard::SECRET_TABLE;
use crate::{LedgerLine, Load, Loaded, LoadedTable, Mode, StoreError, TableLoad, Value, batches::value_at};

/// How many changed rows are named.
const CHANGED_NAMED: usize = 20;

/// Ids that the store gives lie above this one, so that a later file's own ids never meet them.
const LAST_FOREIGN_ID: i64 = 1_000_000_000;

/// The tables that figures are made of.
const SOURCES_OF_FIGURES: [&str; 3] = ["products", "stores", "sales"];

/// Tables that only the store itself writes.
const KEPT_BY_THE_STORE: [&str; 3] = ["imports", "data_version", SECRET_TABLE];

/// Writes all of the load or, on error, nothing.
pub(super) fn run(connection: &mut Connection, load: Load<'_>) -> Result<Loaded, StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let import_id = load.ledger.as_ref().map(|line| open_ledger(&transaction, line)).transpose()?;
    let mut loaded = Loaded { import_id, tables: vec![] };
    for table in load.tables {
        loaded.tables.push(load_table(&transaction, table, load.mode, import_id)?);
    }
    if let Some(line) = &load.ledger {
        close_ledger(&transaction, line, &loaded)?;
    }
    move_version(&transaction, &loaded)?;
    transaction.commit()?;
    Ok(loaded)
}

fn open_ledger(transaction: &Transaction<'_>, line: &LedgerLine) -> Result<i64, StoreError> {
    let sql = "insert into imports (source, table_name, added, known, rejected, imported_at)
               values (?1, ?2, 0, 0, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";
    transaction.execute(sql, params![line.source, line.table, line.rejected as i64])?;
    Ok(transaction.last_insert_rowid())
}

fn close_ledger(transaction: &Transaction<'_>, line: &LedgerLine, loaded: &Loaded) -> Result<(), StoreError> {
    let counted = loaded.tables.iter().filter(|table| table.table.eq_ignore_ascii_case(&line.table));
    let (added, known) =
        counted.fold((0, 0), |(added, known), table| (added + table.added, known + table.known));
    transaction.execute(
        "update imports set added = ?1, known = ?2 where id = ?3",
        params![added as i64, known as i64, loaded.import_id],
    )?;
    Ok(())
}

/// Moves the version when figures may have moved, and the count of rewrites when they did so by anything but sales
/// that an import appended.
fn move_version(transaction: &Transaction<'_>, loaded: &Loaded) -> Result<(), StoreError> {
    let (mut moved, mut rewritten) = (false, false);
    for table in &loaded.tables {
        if !SOURCES_OF_FIGURES.contains(&table.table.as_str()) {
            continue;
        }
        let written = table.added + table.written_again + table.removed;
        moved |= written > 0;
        let appended_sales = table.table == "sales" && loaded.import_id.is_some() && written == table.added;
        rewritten |= written > 0 && !appended_sales;
    }
    if moved {
        transaction.execute(
            "update data_version set version = version + 1, rewrites = rewrites + ?1",
            [rewritten],
        )?;
    }
    Ok(())
}

fn load_table(
    transaction: &Transaction<'_>,
    load: TableLoad<'_>,
    mode: Mode,
    import_id: Option<i64>,
) -> Result<LoadedTable, StoreError> {
    let names: Vec<&str> = load.schema.fields().iter().map(|field| field.name().as_str()).collect();
    let shape = Shape::of(transaction, &load.table, &names)?;
    let mut done = LoadedTable { table: shape.table.clone(), ..LoadedTable::default() };
    if mode == Mode::Replace {
        done.removed = transaction.execute(&format!("delete from {}", quoted(&shape.table)), [])? as u64;
    }
    let mut writer = RowWriter::new(transaction, &shape, import_id)?;
    for batch in load.batches {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            writer.write(&batch, row, mode, &mut done).map_err(|error| named(&shape.table, &done, error))?;
        }
    }
    Ok(done)
}

/// Says at which row of which table SQLite refused.
fn named(table: &str, done: &LoadedTable, error: StoreError) -> StoreError {
    match error {
        StoreError::Sql { message, .. } => StoreError::Load {
            table: table.to_owned(),
            reason: format!("row {}: {message}", done.added + done.known + 1),
        },
        other => other,
    }
}

/// The columns of a table that a load fills, and its keys.
struct Shape {
    table: String,
    /// Columns of the load, in its order.
    columns: Vec<String>,
    /// Where the primary key `id` stands among them.
    id: Option<usize>,
    /// Whether the store gives an id to rows without one.
    gives_ids: bool,
    /// Whether the table says by which import a row came.
    has_import_id: bool,
    /// Keys, primary and unique, as positions among the columns.
    keys: Vec<Vec<usize>>,
}

impl Shape {
    fn of(transaction: &Transaction<'_>, table: &str, names: &[&str]) -> Result<Self, StoreError> {
        let wrong = |reason: String| StoreError::Load { table: table.to_owned(), reason };
        let known: Option<String> = transaction
            .prepare("select name from sqlite_schema where type = 'table' and name = ?1 collate nocase")?
            .query_row([table], |row| row.get(0))
            .ok();
        let is_kept =
            |name: &String| KEPT_BY_THE_STORE.contains(&name.as_str()) || name.starts_with("sqlite_");
        let table_name = known
            .filter(|name| !is_kept(name))
            .ok_or_else(|| wrong("there is no such table to load".into()))?;
        let mut columns = Vec::new();
        let mut primary = Vec::new();
        let mut statement = transaction.prepare("select name, pk from pragma_table_info(?1)")?;
        let mut rows = statement.query([&table_name])?;
        while let Some(row) = rows.next()? {
            let (name, pk): (String, i64) = (row.get(0)?, row.get(1)?);
            if pk > 0 {
                primary.push((pk, name.clone()));
            }
            columns.push(name);
        }
        let at = |name: &str| names.iter().position(|given| given.eq_ignore_ascii_case(name));
        for (position, name) in names.iter().enumerate() {
            if !columns.iter().any(|column| column.eq_ignore_ascii_case(name)) {
                return Err(wrong(format!("there is no column {name:?}; there are {}", columns.join(", "))));
            }
            if at(name) != Some(position) {
                return Err(wrong(format!("the column {name:?} comes twice")));
            }
        }
        primary.sort();
        let mut keys: Vec<Vec<String>> = vec![primary.iter().map(|(_, name)| name.clone()).collect()];
        keys.extend(unique_indexes(transaction, &table_name)?);
        let positions = |key: &Vec<String>| key.iter().map(|name| at(name)).collect::<Option<Vec<_>>>();
        let has_import_id = columns.iter().any(|name| name == "import_id") && at("import_id").is_none();
        Ok(Self {
            gives_ids: SOURCES_OF_FIGURES.contains(&table_name.as_str()),
            id: if primary.len() == 1 { at(&primary[0].1) } else { None },
            keys: keys.iter().filter(|key| !key.is_empty()).filter_map(positions).collect(),
            columns: names.iter().map(|name| (*name).to_owned()).collect(),
            table: table_name,
            has_import_id,
        })
    }
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

/// Writes rows of one table with statements that are made once.
struct RowWriter<'a> {
    shape: &'a Shape,
    import_id: Option<i64>,
    insert: CachedStatement<'a>,
    /// Finds the row of the same key and tells whether its content is the same; `None` for a table without keys.
    find: Option<CachedStatement<'a>>,
    update: Option<CachedStatement<'a>>,
    next_id: i64,
    values: Vec<Value>,
}

impl<'a> RowWriter<'a> {
    fn new(
        transaction: &'a Transaction<'_>,
        shape: &'a Shape,
        import_id: Option<i64>,
    ) -> Result<Self, StoreError> {
        let table = quoted(&shape.table);
        let mut columns: Vec<String> = shape.columns.iter().map(|name| quoted(name)).collect();
        let adds_id = shape.gives_ids && shape.id.is_none();
        let content: Vec<usize> = (0..columns.len()).filter(|at| Some(*at) != shape.id).collect();
        let same = content.iter().map(|at| format!("{} is ?{}", columns[*at], at + 1)).collect::<Vec<_>>();
        let key = |key: &Vec<usize>| {
            let parts = key.iter().map(|at| format!("{} = ?{}", columns[*at], at + 1));
            format!("({})", parts.collect::<Vec<_>>().join(" and "))
        };
        let keys = shape.keys.iter().map(key).collect::<Vec<_>>().join(" or ");
        // A given id that is not the kept row's is other content too, whichever key found the row.
        let same_id = shape.id.map(|at| format!("(?{0} is null or {1} is ?{0})", at + 1, columns[at]));
        let same = same.into_iter().chain(same_id).collect::<Vec<_>>().join(" and ");
        let sets = content.iter().map(|at| format!("{} = ?{}", columns[*at], at + 1)).collect::<Vec<_>>();
        let find =
            format!("select rowid, {} from {table} where {keys}", if same.is_empty() { "1" } else { &same });
        let update = format!("update {table} set {} where rowid = ?{}", sets.join(", "), columns.len() + 1);
        if adds_id {
            columns.push("id".into());
        }
        if shape.has_import_id {
            columns.push("import_id".into());
        }
        let marks: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        let insert = if columns.is_empty() {
            format!("insert into {table} default values")
        } else {
            format!(
                "insert into {table} ({}) values ({}) on conflict do nothing",
                columns.join(", "),
                marks.join(", ")
            )
        };
        let has_keys = !shape.keys.is_empty();
        let next_id = if shape.gives_ids {
            let sql = format!("select max({LAST_FOREIGN_ID}, coalesce(max(id), 0)) + 1 from {table}");
            transaction.query_row(&sql, [], |row| row.get(0))?
        } else {
            0
        };
        Ok(Self {
            shape,
            import_id,
            insert: transaction.prepare_cached(&insert)?,
            find: has_keys.then(|| transaction.prepare_cached(&find)).transpose()?,
            update: (has_keys && !sets.is_empty())
                .then(|| transaction.prepare_cached(&update))
                .transpose()?,
            next_id,
            values: vec![],
        })
    }

    fn write(
        &mut self,
        batch: &RecordBatch,
        row: usize,
        mode: Mode,
        done: &mut LoadedTable,
    ) -> Result<(), StoreError> {
        self.read(batch, row)?;
        if self.insert()? {
            done.added += 1;
            return Ok(());
        }
        done.known += 1;
        let Some((rowid, same)) = self.find_known()? else { return Ok(()) };
        if same {
            return Ok(());
        }
        done.changed += 1;
        if done.changed_keys.len() < CHANGED_NAMED {
            done.changed_keys.push(self.key_in_words());
        }
        if let (Mode::Upsert, Some(update)) = (mode, &mut self.update) {
            for (at, value) in self.values.iter().enumerate() {
                if Some(at) != self.shape.id {
                    update.raw_bind_parameter(at + 1, value)?;
                }
            }
            update.raw_bind_parameter(self.values.len() + 1, rowid)?;
            update.raw_execute()?;
            done.written_again += 1;
        }
        Ok(())
    }

    fn read(&mut self, batch: &RecordBatch, row: usize) -> Result<(), StoreError> {
        self.values.clear();
        for (at, column) in batch.columns().iter().enumerate() {
            let value = value_at(column, row).map_err(|reason| StoreError::Load {
                table: self.shape.table.clone(),
                reason: format!("column {}: {reason}", self.shape.columns[at]),
            })?;
            self.values.push(value);
        }
        Ok(())
    }

    /// Inserts the row unless its key is there; whether it was inserted.
    fn insert(&mut self) -> Result<bool, StoreError> {
        let without_id = self.shape.id.is_none_or(|at| self.values[at] == Value::Null);
        let given_id = (self.shape.gives_ids && without_id).then_some(self.next_id);
        for (at, value) in self.values.iter().enumerate() {
            match given_id {
                Some(id) if Some(at) == self.shape.id => self.insert.raw_bind_parameter(at + 1, id)?,
                _ => self.insert.raw_bind_parameter(at + 1, value)?,
            }
        }
        let mut next = self.values.len() + 1;
        if let (Some(id), None) = (given_id, self.shape.id) {
            self.insert.raw_bind_parameter(next, id)?;
            next += 1;
        }
        if self.shape.has_import_id {
            self.insert.raw_bind_parameter(next, self.import_id)?;
        }
        let inserted = self.insert.raw_execute()? > 0;
        if inserted && given_id.is_some() {
            self.next_id += 1;
        }
        Ok(inserted)
    }

    fn find_known(&mut self) -> Result<Option<(i64, bool)>, StoreError> {
        let Some(find) = &mut self.find else { return Ok(None) };
        for (at, value) in self.values.iter().enumerate() {
            if find.parameter_count() > at {
                find.raw_bind_parameter(at + 1, value)?;
            }
        }
        let mut rows = find.raw_query();
        let Some(row) = rows.next()? else { return Ok(None) };
        Ok(Some((row.get(0)?, row.get(1)?)))
    }

    /// The first key that the row has a value for.
    fn key_in_words(&self) -> String {
        let full = |key: &&Vec<usize>| key.iter().all(|at| self.values[*at] != Value::Null);
        let key = self.shape.keys.iter().find(full);
        let parts = key.into_iter().flatten().map(|at| match &self.values[*at] {
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Null | Value::Blob(_) => String::new(),
        });
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// A name as SQL takes it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
