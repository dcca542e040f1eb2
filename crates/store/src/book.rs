//! Keeping what an import pours in, and telling it what is known, on either side of the seam.

mod products;
mod rejects;
mod sales;
mod stores;

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use comptoir_sales::{Lines, NewImport, Poured, Product, SaleSink, SalesBook, Store, Told};

use crate::{Database, LedgerLine, Load, Loaded, Mode, StoreError, TableLoad, batches::BATCH_ROWS};

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
        let loaded = self.database.load(load_of(import)).map_err(told)?;
        Ok(poured(&loaded))
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

/// One import: its lines, its rejects and its line in the ledger.
fn load_of(import: &NewImport) -> Load<'_> {
    let lines = match &import.lines {
        Lines::Products(products) => table("products", products::COLUMNS, products, products::arrays),
        Lines::Stores(stores) => table("stores", stores::COLUMNS, stores, stores::arrays),
        Lines::Sales(sales) => table("sales", sales::COLUMNS, sales, sales::arrays),
    };
    let rejects = table("rejects", rejects::COLUMNS, &import.rejects, rejects::arrays);
    let ledger = LedgerLine {
        source: import.source.clone(),
        table: import.lines.table().name().to_owned(),
        rejected: import.rejects.len() as u64,
    };
    Load { ledger: Some(ledger), mode: Mode::New, tables: vec![lines, rejects] }
}

/// Lines as batches of columns.
fn table<'a, Line>(
    name: &str,
    columns: &[(&str, DataType)],
    lines: &'a [Line],
    arrays: fn(&[Line]) -> Vec<ArrayRef>,
) -> TableLoad<'a> {
    let fields = columns.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true));
    let schema: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let batch_schema = Arc::clone(&schema);
    let table = name.to_owned();
    let batches = lines.chunks(BATCH_ROWS).map(move |lines| {
        RecordBatch::try_new(Arc::clone(&batch_schema), arrays(lines))
            .map_err(|error| StoreError::Load { table: table.clone(), reason: error.to_string() })
    });
    TableLoad { table: name.to_owned(), schema, batches: Box::new(batches) }
}

fn poured(loaded: &Loaded) -> Poured {
    let lines = loaded.tables.first().cloned().unwrap_or_default();
    Poured {
        import_id: loaded.import_id.unwrap_or_default(),
        added: lines.added,
        known: lines.known,
        changed_count: lines.changed,
        changed: lines.changed_keys,
    }
}
