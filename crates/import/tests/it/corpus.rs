//! Ugly files, each with what it must be read as, or the reason for which it must be refused: `tests/corpus/`.

use std::{cell::RefCell, path::PathBuf};

use comptoir_import::{Options, Prepared, Report, Source};
use comptoir_sales::{
    Lines, Money, NewImport, Poured, Product, Quantity, Region, SaleSink, SalesBook, Store, Told,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    date_order: Option<String>,
    decimal: Option<String>,
    reads: Option<Reading>,
    refused: Option<String>,
}

/// What a file is read as; what is not named is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    table: String,
    lines: usize,
    amount: Option<String>,
    quantity: Option<String>,
    /// The first and the last day.
    days: Option<[String; 2]>,
    regions: Option<Vec<String>>,
    /// What each sale is.
    kinds: Option<Vec<String>>,
    /// Lines that are no data.
    #[serde(default)]
    aside: Vec<(u64, String)>,
    /// Lines that are refused, with the reason's code.
    #[serde(default)]
    rejects: Vec<(u64, String)>,
}

/// A shop that knows a few products and stores, and remembers what was poured in.
#[derive(Default)]
struct Shop {
    poured: RefCell<Option<Lines>>,
}

impl SalesBook for Shop {
    fn products(&self) -> Result<Vec<Product>, Box<dyn Told>> {
        let names = ["Pain", "Lait", "Crème brûlée", "Œufs", "Frais de port", "Carte cadeau"];
        let product = |(at, name): (usize, &&str)| Product {
            id: Some(at as i64 + 1),
            code: None,
            name: (*name).to_owned(),
            price: "2.50".parse().ok(),
            category: None,
        };
        Ok(names.iter().enumerate().map(product).collect())
    }

    fn stores(&self) -> Result<Vec<Store>, Box<dyn Told>> {
        let city = Some("Lyon".to_owned());
        Ok(vec![Store {
            id: Some(1),
            code: None,
            name: None,
            city,
            region: None,
            address: None,
            postcode: None,
        }])
    }
}

impl SaleSink for Shop {
    fn pour(&self, import: &NewImport) -> Result<Poured, Box<dyn Told>> {
        *self.poured.borrow_mut() = Some(import.lines.clone());
        Ok(Poured { added: import.lines.len() as u64, ..Poured::default() })
    }
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

fn import(case: &Case, shop: &Shop) -> Result<Report, String> {
    let options = Options {
        date_order: case.date_order.as_ref().map(|order| order.parse().unwrap()),
        decimal: case.decimal.as_ref().map(|mark| mark.parse().unwrap()),
        ..Options::default()
    };
    let code = |error: comptoir_import::ImportError| error.code().to_owned();
    let prepared = Prepared::read(&Source::File(corpus().join(&case.file)), &options).map_err(code)?;
    prepared.import(&options, shop, &|_, _| {}).map_err(code)
}

/// What differs between a reading and what it must be.
fn differences(reading: &Reading, report: &Report, lines: &Lines) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, expected: String, read: String| {
        if expected != read {
            found.push(format!("{what}: expected {expected}, read {read}"));
        }
    };
    compare("table", reading.table.clone(), report.table.name().to_owned());
    compare("lines", reading.lines.to_string(), report.lines.to_string());
    let aside =
        report.aside.iter().map(|aside| (aside.line, aside.kind.name().to_owned())).collect::<Vec<_>>();
    compare("aside", format!("{:?}", reading.aside), format!("{aside:?}"));
    let rejects =
        report.rejects.iter().map(|reject| (reject.line, reject.code.to_owned())).collect::<Vec<_>>();
    compare("rejects", format!("{:?}", reading.rejects), format!("{rejects:?}"));
    if let Lines::Sales(sales) = lines {
        if let Some(amount) = &reading.amount {
            compare(
                "amount",
                amount.parse::<Money>().unwrap().to_string(),
                sales.iter().map(|sale| sale.amount).sum::<Money>().to_string(),
            );
        }
        if let Some(quantity) = &reading.quantity {
            let read = Quantity::from_parts(sales.iter().map(|sale| sale.quantity.parts()).sum());
            compare("quantity", quantity.parse::<Quantity>().unwrap().to_string(), read.to_string());
        }
        if let Some(kinds) = &reading.kinds {
            let read: Vec<_> = sales.iter().map(|sale| sale.kind.name()).collect();
            compare("kinds", format!("{kinds:?}"), format!("{read:?}"));
        }
        if let Some(days) = &reading.days {
            let read = [sales.iter().map(|sale| sale.date).min(), sales.iter().map(|sale| sale.date).max()];
            compare("days", format!("{days:?}"), format!("{:?}", read.map(|day| day.unwrap().to_string())));
        }
    }
    if let (Lines::Stores(stores), Some(regions)) = (lines, &reading.regions) {
        let read: Vec<_> = stores.iter().map(|store| store.region.map_or("", Region::name)).collect();
        compare("regions", format!("{regions:?}"), format!("{read:?}"));
    }
    found
}

#[test]
fn every_file_is_read_right_or_refused_for_the_right_reason() {
    let cases: Vec<Case> =
        serde_json::from_slice(&std::fs::read(corpus().join("cases.json")).unwrap()).unwrap();
    let mut failures = Vec::new();
    for case in &cases {
        let shop = Shop::default();
        let failed = match (import(case, &shop), &case.reads, &case.refused) {
            (Ok(report), Some(reading), None) => {
                let lines = shop.poured.borrow();
                differences(reading, &report, lines.as_ref().unwrap())
            }
            (Err(code), None, Some(expected)) if code == *expected => vec![],
            (outcome, ..) => {
                vec![format!("{:?}", outcome.map(|report| (report.table, report.lines, report.rejects)))]
            }
        };
        failures.extend(failed.into_iter().map(|what| format!("{}: {what}", case.file)));
    }
    assert!(failures.is_empty(), "{} of {} files:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn every_file_of_the_corpus_has_its_case() {
    let cases: Vec<Case> =
        serde_json::from_slice(&std::fs::read(corpus().join("cases.json")).unwrap()).unwrap();
    for file in std::fs::read_dir(corpus()).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(name == "cases.json" || cases.iter().any(|case| case.file == name), "{name}");
    }
}
