//! Reads a file of sales into a shop of one's own, here the revenue of each day:
//! `cargo run -p comptoir-import --example own_shop -- ventes.csv`.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::{collections::BTreeMap, error::Error, sync::Mutex};

use comptoir_calendar::Date;
use comptoir_import::{Options, Prepared, Source};
use comptoir_sales::{
    Diagnostic, ImportOutcome, Money, NewImport, NextIds, Product, SaleSink, SalesBook, Store,
};

/// A shop that knows nothing before, and keeps the revenue of each day.
#[derive(Default)]
struct Days {
    revenue: Mutex<BTreeMap<Date, Vec<Money>>>,
}

/// What the reading of a file asks: what is known already.
impl SalesBook for Days {
    fn products(&self) -> Result<Vec<Product>, Box<dyn Diagnostic>> {
        Ok(vec![])
    }

    fn stores(&self) -> Result<Vec<Store>, Box<dyn Diagnostic>> {
        Ok(vec![])
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
        Ok(NextIds { product: 1, store: 1 })
    }
}

/// Where checked lines go, a few thousand at a time.
impl SaleSink for Days {
    fn load(&self, import: NewImport<'_>) -> Result<ImportOutcome, Box<dyn Diagnostic>> {
        // The file may turn out to need another reading half way: nothing is kept before its end.
        let mut revenue: BTreeMap<Date, Vec<Money>> = BTreeMap::new();
        let mut added = 0;
        for chunk in import.chunks {
            for (_, sale) in chunk?.sales {
                revenue.entry(sale.date).or_default().push(sale.amount);
                added += 1;
            }
        }
        if let Ok(mut kept) = self.revenue.lock() {
            *kept = revenue;
        }
        Ok(ImportOutcome { added, ..ImportOutcome::default() })
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("a file of sales is needed")?;
    let (shop, options) = (Days::default(), Options::default());
    let report = Prepared::read(&Source::parse(&file), &options, &shop)?.import(&options, &shop, &())?;
    for (day, amounts) in shop.revenue.into_inner()? {
        println!("{day}  {:.2}", amounts.into_iter().sum::<Money>().to_f64());
    }
    println!("{} lines read, {} refused", report.lines, report.reject_count);
    Ok(())
}
