//! Imports as a test has them at hand.

use std::sync::Arc;

use comptoir_calendar::Date;
use comptoir_sales::{
    Chunk, Diagnostic, ImportMode, ImportOutcome, Lined, NewImport, Product, Reject, Sale, SaleKind,
    SaleSink, Store, Table,
};
use comptoir_store::{Book, Database};

/// The lines of one table.
#[derive(Clone)]
pub(crate) enum Lines {
    Products(Vec<Product>),
    Stores(Vec<Store>),
    Sales(Vec<Sale>),
}

/// An import, with what most have in common.
#[derive(Clone)]
pub(crate) struct Pour {
    pub(crate) name: &'static str,
    pub(crate) source: &'static str,
    pub(crate) lines: Lines,
    pub(crate) products: Vec<Product>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) mode: ImportMode,
    pub(crate) covers_days: bool,
    pub(crate) same_as: Option<i64>,
    pub(crate) currency: Option<&'static str>,
    pub(crate) dry_run: bool,
    pub(crate) abort_on_reject: bool,
}

impl Pour {
    pub(crate) fn of(lines: Lines) -> Self {
        Self {
            name: "f.csv",
            source: "till",
            lines,
            products: vec![],
            rejects: vec![],
            mode: ImportMode::New,
            covers_days: false,
            same_as: None,
            currency: None,
            dry_run: false,
            abort_on_reject: false,
        }
    }

    pub(crate) fn sales(sales: Vec<Sale>) -> Self {
        Self::of(Lines::Sales(sales))
    }

    pub(crate) fn into(self, database: &Arc<dyn Database>) -> Result<ImportOutcome, Box<dyn Diagnostic>> {
        let mut chunk = Chunk { products: lined(self.products), rejects: self.rejects, ..Chunk::default() };
        let table = match self.lines {
            Lines::Products(products) => {
                chunk.products = lined(products);
                Table::Products
            }
            Lines::Stores(stores) => {
                chunk.stores = lined(stores);
                Table::Stores
            }
            Lines::Sales(sales) => {
                chunk.sales = lined(sales);
                Table::Sales
            }
        };
        let chunks = if self.same_as.is_some() { vec![] } else { vec![Ok(chunk)] };
        Book::new(Arc::clone(database)).load(NewImport {
            name: self.name.into(),
            table,
            source: self.source.into(),
            sha256: format!("hash of {}", self.name),
            reading: "the usual".into(),
            mode: self.mode,
            covers_days: self.covers_days,
            keeps_amounts: false,
            same_till: false,
            knows_twins: false,
            mapping: None,
            currency: self.currency.map(str::to_owned),
            same_as: self.same_as,
            dry_run: self.dry_run,
            abort_on_reject: self.abort_on_reject,
            rejects_elsewhere: false,
            chunks: Box::new(chunks.into_iter()),
        })
    }
}

/// Records with the lines of a file whose header is the first.
fn lined<T>(records: Vec<T>) -> Vec<Lined<T>> {
    (2..).zip(records).collect()
}

pub(crate) fn product(id: Option<i64>, code: Option<&str>, name: &str) -> Product {
    Product {
        id,
        code: code.map(str::to_owned),
        name: name.into(),
        price: "2.50".parse().ok(),
        category: None,
    }
}

pub(crate) fn store(id: i64) -> Store {
    let city = Some("Lyon".to_owned());
    Store { id: Some(id), code: None, name: None, city, region: None, address: None, postcode: None }
}

pub(crate) fn sale(id: Option<i64>, key: Option<&str>, amount: &str) -> Sale {
    Sale {
        id,
        source_key: key.map(str::to_owned),
        product_id: 1,
        former_product_id: None,
        store_id: 1,
        date: Date::constant(2023, 11, 1),
        quantity: "1.5".parse().unwrap(),
        amount: amount.parse().unwrap(),
        kind: SaleKind::Sale,
        discount: None,
        tax: None,
        ticket: None,
    }
}

/// A sale without an id, on that day of November.
pub(crate) fn keyed(key: &str, day: i8, amount: &str) -> Sale {
    Sale { date: Date::constant(2023, 11, day), ..sale(None, Some(key), amount) }
}

/// One product and one store, both of number 1.
pub(crate) fn with_shop(database: &Arc<dyn Database>) {
    Pour::of(Lines::Products(vec![product(Some(1), None, "Pain")])).into(database).unwrap();
    Pour::of(Lines::Stores(vec![store(1)])).into(database).unwrap();
}
