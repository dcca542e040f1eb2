//! Ugly files, each with what it must be read as, or the reason for which it must be refused: `tests/corpus/`.
//!
//! The files of each folder stand in its `cases.json`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use comptoir_calendar::Date;
use comptoir_import::{Field, HiddenProof, ImportError, Options, Prepared, Report, SetAside, Source};
use comptoir_sales::{Diagnostic, Money, Quantity, Region, SalesBook};
use serde::Deserialize;

use crate::shop::Shop;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    file: String,
    date_order: Option<String>,
    decimal: Option<String>,
    time_zone: Option<String>,
    table: Option<String>,
    /// Roles of columns, as the user answers.
    #[serde(default)]
    map: Vec<(String, String)>,
    /// Columns that the user does not want used.
    #[serde(default)]
    ignore: Vec<String>,
    currency: Option<String>,
    /// What the user says of words.
    #[serde(default)]
    words: BTreeMap<String, String>,
    #[serde(default)]
    dates_once: bool,
    /// What columns side by side are of, as the user answers.
    side_by_side: Option<String>,
    reads: Option<Reading>,
    refused: Option<String>,
    /// The words that are asked about.
    #[serde(default)]
    questions: Vec<String>,
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
    /// What columns are used as, or why they are not.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    regions: Option<Vec<String>>,
    /// The names of the products that are sold, in the order of the alphabet.
    products: Option<Vec<String>>,
    /// What each sale is.
    kinds: Option<Vec<String>>,
    /// How many products and stores a file of sales brings.
    created_products: Option<usize>,
    created_stores: Option<usize>,
    /// The names of the stores that a file brings, in the order of the alphabet.
    store_names: Option<Vec<String>>,
    /// The names of the products that a file brings, and the codes of those that have one.
    product_names: Option<Vec<String>>,
    product_codes: Option<Vec<String>>,
    /// ISO 4217.
    currency: Option<String>,
    /// Lines that are no data.
    #[serde(default)]
    aside: Vec<(u64, String)>,
    /// What became of the lines of each class: how many, what they state, what they are counted as.
    account: Option<BTreeMap<String, (u64, String, String)>>,
    /// Totals of the file that are sums of its lines, and the lines of those that are not.
    confirmed: Option<u64>,
    #[serde(default)]
    contradicted: Vec<u64>,
    /// Columns that are filled from the line above.
    #[serde(default)]
    filled: Vec<String>,
    sheets_read: Option<Vec<String>>,
    sheets_aside: Option<Vec<String>>,
    sheets_hidden: Option<Vec<String>>,
    /// Lines with a note beside the table, and what it says.
    #[serde(default)]
    notes: Vec<(u64, String)>,
    /// Hidden lines that are counted, filtered ones first, each with their money, and hidden columns that are used.
    hidden: Option<(u64, String, u64, String, Vec<String>)>,
    /// Lines that are refused, with the reason's code.
    #[serde(default)]
    rejects: Vec<(u64, String)>,
}

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// The folders of the corpus: its root and those below it that have cases of their own.
fn folders() -> Vec<PathBuf> {
    let below = std::fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = below.filter(|path| path.join("cases.json").exists()).collect();
    folders.sort();
    folders.insert(0, corpus());
    folders
}

fn cases(folder: &Path) -> Vec<Case> {
    let path = folder.join("cases.json");
    let cases = serde_json::from_slice(&std::fs::read(&path).unwrap());
    cases.unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn import(folder: &Path, case: &Case, shop: &Shop) -> Result<Report, String> {
    let options = Options {
        date_order: case.date_order.as_ref().map(|order| order.parse().unwrap()),
        decimal: case.decimal.as_ref().map(|mark| mark.parse().unwrap()),
        time_zone: case.time_zone.as_ref().map(|zone| zone.parse().unwrap()),
        today: Date::new(2026, 11, 30).ok(),
        table: case.table.as_ref().map(|table| table.parse().unwrap()),
        map: case.map.iter().map(|(field, column)| (field.parse().unwrap(), column.clone())).collect(),
        ignore: case.ignore.clone(),
        currency: case.currency.clone(),
        words: case.words.iter().map(|(word, meaning)| (word.clone(), meaning.parse().unwrap())).collect(),
        dates_once: case.dates_once,
        side_by_side: case.side_by_side.as_ref().map(|kind| kind.parse().unwrap()),
        ..Options::default()
    };
    let code = |error: ImportError| match error {
        ImportError::UnclearLines { questions, .. } if !case.questions.is_empty() => {
            let words: Vec<_> = questions.into_iter().map(|question| question.word).collect();
            if words == case.questions { "import-unclear-lines".to_owned() } else { format!("{words:?}") }
        }
        error => error.code().to_owned(),
    };
    let prepared = Prepared::read(&Source::File(folder.join(&case.file)), &options, shop).map_err(code)?;
    prepared.import(&options, shop, &()).map_err(code)
}

/// What is hidden, as a proof has it.
fn hidden_parts(
    (folded, of_folded, by_hand, of_hidden, columns): &(u64, String, u64, String, Vec<String>),
) -> HiddenProof {
    let money = |text: &String| text.parse::<Money>().unwrap();
    HiddenProof {
        folded: (*folded, money(of_folded)),
        by_hand: (*by_hand, money(of_hidden)),
        columns: columns.clone(),
    }
}

/// What differs between a reading and what it must be.
fn differences(reading: &Reading, report: &Report, shop: &Shop) -> Vec<String> {
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
    for (header, expected) in &reading.columns {
        let column = report.proof.columns.iter().find(|column| column.header == *header);
        let used =
            column.and_then(|column| column.field.map(Field::name).or(column.aside.map(SetAside::name)));
        compare(header, expected.clone(), used.unwrap_or("nothing").to_owned());
    }
    let parts: BTreeMap<_, _> = report.account.parts().map(|(class, part)| (class.name(), part)).collect();
    for (class, (lines, stated, counted)) in reading.account.iter().flatten() {
        let part = parts.get(class.as_str()).copied().unwrap_or_default();
        let money = |text: &String| text.parse::<Money>().unwrap();
        let expected = (*lines, money(stated), money(counted));
        compare(class, format!("{expected:?}"), format!("{:?}", (part.lines, part.stated, part.counted)));
    }
    if let Some(confirmed) = reading.confirmed {
        compare("confirmed", confirmed.to_string(), report.account.confirmed.to_string());
    }
    let contradicted: Vec<u64> = report.account.contradicted.iter().map(|(line, _)| *line).collect();
    compare("contradicted", format!("{:?}", reading.contradicted), format!("{contradicted:?}"));
    compare("filled", format!("{:?}", reading.filled), format!("{:?}", report.account.filled));
    for (what, expected, read) in [
        ("sheets read", &reading.sheets_read, &report.proof.sheets_read),
        ("sheets aside", &reading.sheets_aside, &report.proof.sheets_aside),
        ("sheets hidden", &reading.sheets_hidden, &report.proof.sheets_hidden),
    ] {
        compare(what, format!("{:?}", expected.as_ref().unwrap_or(read)), format!("{read:?}"));
    }
    compare("notes", format!("{:?}", reading.notes), format!("{:?}", report.proof.notes.first));
    if let Some(hidden) = &reading.hidden {
        compare("hidden", format!("{:?}", hidden_parts(hidden)), format!("{:?}", report.proof.hidden));
    }
    let sales = shop.sales();
    if let Some(amount) = &reading.amount {
        let read = sales.iter().map(|sale| sale.amount).sum::<Money>();
        compare("amount", amount.parse::<Money>().unwrap().to_string(), read.to_string());
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
    if let Some(count) = reading.created_products {
        compare("created products", count.to_string(), shop.products_poured().len().to_string());
    }
    if let Some(count) = reading.created_stores {
        compare("created stores", count.to_string(), shop.stores_poured().len().to_string());
    }
    if let Some(names) = &reading.store_names {
        let mut read: Vec<_> = shop.stores_poured().into_iter().filter_map(|store| store.name).collect();
        read.sort();
        compare("store names", format!("{names:?}"), format!("{read:?}"));
    }
    if let Some(names) = &reading.product_names {
        let mut read: Vec<_> = shop.products_poured().into_iter().map(|product| product.name).collect();
        read.sort();
        compare("product names", format!("{names:?}"), format!("{read:?}"));
    }
    if let Some(codes) = &reading.product_codes {
        let mut read: Vec<_> =
            shop.products_poured().into_iter().filter_map(|product| product.code).collect();
        read.sort();
        compare("product codes", format!("{codes:?}"), format!("{read:?}"));
    }
    if let Some(currency) = &reading.currency {
        compare("currency", currency.clone(), report.proof.currency.clone().unwrap_or_default());
    }
    if let Some(products) = &reading.products {
        let known = shop.products().unwrap().into_iter().chain(shop.products_poured());
        let sold = known.filter(|product| sales.iter().any(|sale| Some(sale.product_id) == product.id));
        let mut names: Vec<String> = sold.map(|product| product.name).collect();
        names.sort();
        compare("products", format!("{products:?}"), format!("{names:?}"));
    }
    if let Some(regions) = &reading.regions {
        let stores = shop.stores_poured();
        let read: Vec<_> = stores.iter().map(|store| store.region.map_or("", Region::name)).collect();
        compare("regions", format!("{regions:?}"), format!("{read:?}"));
    }
    found
}

#[test]
fn every_file_is_read_right_or_refused_for_the_right_reason() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for folder in folders() {
        for case in cases(&folder) {
            let shop = Shop::default();
            let failed = match (import(&folder, &case, &shop), &case.reads, &case.refused) {
                (Ok(report), Some(reading), None) => differences(reading, &report, &shop),
                (Err(code), None, Some(expected)) if code == *expected => vec![],
                (outcome, ..) => {
                    vec![format!("{:?}", outcome.map(|report| (report.table, report.lines, report.rejects)))]
                }
            };
            failures.extend(failed.into_iter().map(|what| format!("{}: {what}", case.file)));
            count += 1;
        }
    }
    assert!(failures.is_empty(), "{} of {count} files:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_file_of_the_corpus_has_its_case() {
    for folder in folders() {
        let cases = cases(&folder);
        for entry in std::fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let is_known = name == "cases.json" || cases.iter().any(|case| case.file == name);
            assert!(is_known || entry.path().join("cases.json").exists(), "{name}");
        }
    }
}
