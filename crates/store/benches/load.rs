//! How fast sales come into an empty database, in rows a second.
//!
//!     cargo bench -p comptoir-store --bench load -- --rows 1000000 --times 3 --only load,pour
//!
//! Three ways: SQLite alone, one prepared insert a row with the numbers at hand; a load of Arrow batches; and an import
//! poured into a [`Book`], chunks and all. Each includes the commit and writing the log into the file.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at what it did not expect"
)]

use std::{path::Path, sync::Arc, time::Instant};

use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use comptoir_calendar::from_unix_days;
use comptoir_sales::{Chunk, ImportMode, Money, NewImport, Quantity, Sale, SaleKind, SaleSink, Table};
use comptoir_store::{Book, Database, Embedded, Load, Mode, Statement, TableLoad};
use rusqlite::{Connection, params};

const BATCH: i64 = 4_096;
const PRODUCTS: i64 = 500;
const STORES: i64 = 20;
const SALES_A_DAY: i64 = 2_000;

fn main() {
    let option = |name: &str, default: i64| {
        let mut args = std::env::args().skip_while(|arg| arg != name);
        args.nth(1).and_then(|value| value.parse().ok()).unwrap_or(default)
    };
    let (rows, times) = (option("--rows", 1_000_000), option("--times", 3));
    let only = std::env::args().skip_while(|arg| arg != "--only").nth(1).unwrap_or_default();
    for _ in 0..times {
        for (name, way) in [("bare", bare as fn(&Path, i64)), ("load", load), ("pour", pour)] {
            if !only.is_empty() && !only.contains(name) {
                continue;
            }
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("shop.db");
            let database = Embedded::open(&path).unwrap();
            references(&database);
            let start = Instant::now();
            way(&path, rows);
            database.close().unwrap();
            let seconds = start.elapsed().as_secs_f64();
            println!("{name}: {:.0} thousand rows a second", rows as f64 / seconds / 1e3);
        }
    }
}

fn references(database: &Embedded) {
    let product =
        |id: i64| Statement::new("insert into products (id, name) values (?1, 'p' || ?1)", vec![id.into()]);
    let store =
        |id: i64| Statement::new("insert into stores (id, city) values (?1, 'Lyon')", vec![id.into()]);
    let all: Vec<_> = (1..=PRODUCTS).map(product).chain((1..=STORES).map(store)).collect();
    database.write(&all).unwrap();
}

/// Product, store, day since 1970, quantity, amount in hundredths.
fn sale(id: i64) -> (i64, i64, i64, i64, i64) {
    let mixed = id.wrapping_mul(0x9E37_79B9).unsigned_abs() as i64 >> 8;
    (1 + mixed % PRODUCTS, 1 + mixed % STORES, 18_000 + id / SALES_A_DAY, 1 + mixed % 5, mixed % 100_000)
}

fn day(days: i64) -> String {
    from_unix_days(days as i32).unwrap().to_string()
}

fn bare(path: &Path, rows: i64) {
    let mut connection = Connection::open(path).unwrap();
    connection
        .execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = off;
             drop trigger sales_inserted",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    let mut insert = transaction
        .prepare(
            "insert into sales (id, product_id, store_id, sale_date, quantity, amount, kind)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .unwrap();
    let (mut last, mut text) = (0, String::new());
    for id in 1..=rows {
        let (product, store, days, quantity, hundredths) = sale(id);
        if days != last {
            (last, text) = (days, day(days));
        }
        insert
            .execute(params![id, product, store, text, quantity, hundredths as f64 / 100.0, "sale"])
            .unwrap();
    }
    drop(insert);
    transaction.commit().unwrap();
}

fn load(path: &Path, rows: i64) {
    let (sender, receiver) = std::sync::mpsc::sync_channel(4);
    let schema = batch(1..=1).schema();
    let maker = std::thread::spawn(move || {
        for first in (1..=rows).step_by(BATCH as usize) {
            sender.send(Ok(batch(first..=(first + BATCH - 1).min(rows)))).unwrap();
        }
    });
    let table = TableLoad { table: "sales".into(), schema, batches: Box::new(receiver.into_iter()) };
    let load = Load { ledger: None, mode: Mode::New, dry_run: false, tables: vec![table] };
    Embedded::open(path).unwrap().load(load).unwrap();
    maker.join().unwrap();
}

fn batch(ids: std::ops::RangeInclusive<i64>) -> RecordBatch {
    let sales: Vec<_> = ids.clone().map(sale).collect();
    let of = |one: fn(&(i64, i64, i64, i64, i64)) -> i64| -> ArrayRef {
        Arc::new(sales.iter().map(one).collect::<Int64Array>())
    };
    let count = sales.len();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(ids.collect::<Int64Array>())),
        ("product_id", of(|sale| sale.0)),
        ("store_id", of(|sale| sale.1)),
        ("sale_date", Arc::new(sales.iter().map(|sale| Some(day(sale.2))).collect::<StringArray>())),
        ("quantity", Arc::new(sales.iter().map(|sale| sale.3 as f64).collect::<Float64Array>())),
        ("amount", Arc::new(sales.iter().map(|sale| sale.4 as f64 / 100.0).collect::<Float64Array>())),
        ("kind", Arc::new(StringArray::from(vec!["sale"; count]))),
        ("ticket", Arc::new(StringArray::new_null(count))),
        ("discount", Arc::new(Float64Array::new_null(count))),
        ("tax", Arc::new(Float64Array::new_null(count))),
        ("source_key", Arc::new(StringArray::new_null(count))),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
}

fn pour(path: &Path, rows: i64) {
    let chunks = (1..=rows).step_by(BATCH as usize).map(move |first| {
        let sales = (first..=(first + BATCH - 1).min(rows)).map(lined);
        Ok(Chunk { sales: sales.collect(), ..Chunk::default() })
    });
    let import = NewImport {
        name: "sales.csv".into(),
        table: Table::Sales,
        source: "till".into(),
        sha256: String::new(),
        reading: String::new(),
        mode: ImportMode::New,
        covers_days: false,
        keeps_amounts: false,
        same_till: false,
        knows_twins: false,
        mapping: None,
        currency: None,
        same_as: None,
        dry_run: false,
        abort_on_reject: false,
        rejects_elsewhere: false,
        chunks: Box::new(chunks),
    };
    let book = Book::new(Arc::new(Embedded::open(path).unwrap()));
    assert_eq!(book.load(import).unwrap().added, rows as u64);
}

fn lined(id: i64) -> (u64, Sale) {
    let (product_id, store_id, days, quantity, hundredths) = sale(id);
    let sale = Sale {
        id: Some(id),
        source_key: None,
        product_id,
        former_product_id: None,
        store_id,
        date: from_unix_days(days as i32).unwrap(),
        quantity: Quantity::from_parts(quantity * 10_000),
        amount: Money::from_parts(hundredths * 100),
        kind: SaleKind::Sale,
        discount: None,
        tax: None,
        ticket: None,
    };
    (id as u64, sale)
}
