//! A shop that any bytes can be imported into, and what must hold of every import; questions that any bytes ask of a
//! model.

pub mod question;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Mutex, Once},
};

use comptoir_import::{Options, Prepared, Source};
use comptoir_sales::{
    Chunk, ImportMode, NewImport, NextIds, ImportOutcome, Product, SaleSink, SalesBook, Store, Diagnostic,
};

/// Imports bytes as a file of that name. Ends the process when the import panics or loses a line.
pub fn import(name: &str, bytes: &[u8]) {
    // Readers of other people's formats may panic inside, which is caught there; libFuzzer would take that for a find.
    static QUIET: Once = Once::new();
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let source = Source::Bytes { name: name.to_owned(), bytes: bytes.to_vec().into() };
    let options = Options { mode: ImportMode::New, ..Options::default() };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let shop = Shop::default();
        let Ok(prepared) = Prepared::read(&source, &options, &shop) else { return true };
        let Ok(report) = prepared.import(&options, &shop, &()) else { return true };
        let poured = shop.0.lock().expect("nobody panicked with it");
        let lines = match report.table.name() {
            "products" => poured.products.len(),
            "stores" => poured.stores.len(),
            "targets" => poured.targets.len(),
            _ => poured.sales.len(),
        };
        report.lines == lines as u64 + report.reject_count
    }));
    match outcome {
        Ok(true) => {}
        Ok(false) => stop("a line was lost"),
        Err(_) => stop("the import panicked"),
    }
}

fn stop(why: &str) -> ! {
    eprintln!("{why}");
    std::process::abort()
}

#[derive(Default)]
struct Shop(Mutex<Chunk>);

impl SalesBook for Shop {
    fn products(&self) -> Result<Vec<Product>, Box<dyn Diagnostic>> {
        let name = "Pain".to_owned();
        Ok(vec![Product { id: Some(1), code: None, name, price: "2.5".parse().ok(), category: None }])
    }

    fn stores(&self) -> Result<Vec<Store>, Box<dyn Diagnostic>> {
        let city = Some("Lyon".to_owned());
        let store =
            Store { id: Some(1), code: None, name: None, city, region: None, address: None, postcode: None };
        Ok(vec![store])
    }

    fn mapping(&self, _: &str) -> Result<Option<String>, Box<dyn Diagnostic>> {
        Ok(None)
    }

    fn currency(&self) -> Result<Option<String>, Box<dyn Diagnostic>> {
        Ok(None)
    }

    fn same_import(&self, _: &str, _: &str) -> Result<Option<i64>, Box<dyn Diagnostic>> {
        Ok(None)
    }

    fn next_ids(&self) -> Result<NextIds, Box<dyn Diagnostic>> {
        Ok(NextIds { product: 1_000_000_001, store: 1_000_000_001 })
    }
}

impl SaleSink for Shop {
    fn load(&self, import: NewImport<'_>) -> Result<ImportOutcome, Box<dyn Diagnostic>> {
        let mut whole = Chunk::default();
        for chunk in import.chunks {
            let chunk = chunk?;
            whole.products.extend(chunk.products);
            whole.stores.extend(chunk.stores);
            whole.sales.extend(chunk.sales);
            whole.targets.extend(chunk.targets);
        }
        *self.0.lock().expect("nobody panicked with it") = whole;
        Ok(ImportOutcome::default())
    }
}
