//! The order of the lines of a wide file says nothing: products, stores and sales are the same in any order.

use std::collections::HashMap;

use comptoir_import::{Options, Prepared, Source};
use comptoir_sales::Diagnostic;
use proptest::{collection::vec, prelude::*, sample::select};

use crate::shop::Shop;

const HEADER: &str = "Date;SKU;Désignation;Catégorie;Magasin;Ville;Code postal;Qté;Montant";

/// What a file brings, without the ids that the order of its lines gives.
#[derive(Debug, PartialEq)]
struct Brought {
    products: Vec<String>,
    stores: Vec<String>,
    sales: Vec<String>,
    rejects: usize,
}

/// What the lines bring, or the code of what they leave open.
fn import(lines: &[String]) -> Result<Brought, &'static str> {
    let mut shop = Shop::default();
    shop.is_empty = true;
    let text = format!("{HEADER}\n{}\n", lines.join("\n"));
    let source = Source::Bytes { name: "ventes.csv".into(), bytes: text.into_bytes().into() };
    let read = Prepared::read(&source, &Options::default(), &shop);
    let report = read
        .and_then(|prepared| prepared.import(&Options::default(), &shop, &()))
        .map_err(|error| error.code())?;
    let (products, stores) = (shop.products_poured(), shop.stores_poured());
    let own_id = |id: Option<i64>| id.filter(|id| *id < 1_000_000_000);
    let product = |product: &comptoir_sales::Product| {
        format!("{:?} {:?} {} {:?}", own_id(product.id), product.code, product.name, product.category)
    };
    let store = |store: &comptoir_sales::Store| {
        format!("{:?} {:?} {:?} {:?} {:?}", store.code, store.name, store.city, store.postcode, store.region)
    };
    let named: HashMap<_, _> = products.iter().map(|sold| (sold.id, product(sold))).collect();
    let placed: HashMap<_, _> = stores.iter().map(|shop| (shop.id, store(shop))).collect();
    let sale = |sale: comptoir_sales::Sale| {
        let (product, store) = (&named[&Some(sale.product_id)], &placed[&Some(sale.store_id)]);
        format!("{product} {store} {} {} {} {:?}", sale.date, sale.quantity, sale.amount, sale.kind)
    };
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words
    };
    Ok(Brought {
        products: sorted(products.iter().map(product).collect()),
        stores: sorted(stores.iter().map(store).collect()),
        sales: sorted(shop.sales().into_iter().map(sale).collect()),
        rejects: report.rejects.len(),
    })
}

fn line() -> impl Strategy<Value = String> {
    let words = |words: &'static [&'static str]| select(words);
    (
        1..28,
        words(&["A1", "A2", "0123", "123", "B7", ""]),
        words(&["Pâte", "Pâté", "pâte", "Frais de port", "Savon", ""]),
        words(&["Frais", "Sec", ""]),
        words(&["Halles", "Gare", "Centre", ""]),
        words(&["Annecy", "Chambéry", ""]),
        words(&["74000", "73000", ""]),
        1..5,
        100..900,
    )
        .prop_map(|(day, sku, name, category, store, city, postcode, quantity, cents)| {
            let amount = f64::from(cents) / 100.0;
            format!(
                "2025-10-{day:02};{sku};{name};{category};{store};{city};{postcode};{quantity};{amount:.2}"
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_permutation_of_the_lines_brings_the_same_sales_products_and_stores(
        (lines, permuted) in vec(line(), 1..40).prop_flat_map(|lines| (Just(lines.clone()), Just(lines).prop_shuffle()))
    ) {
        prop_assert_eq!(import(&lines), import(&permuted));
    }
}

#[test]
fn a_currency_named_on_a_late_line_is_that_of_the_whole_file() {
    let line = |at: i32| format!("2025-10-{:02};Pain;1;2.50", at % 28 + 1);
    let mut lines: Vec<String> = (0..3_000).map(line).collect();
    lines.push("2025-10-28;Pain;1;CHF 2.50".to_owned());
    let text = format!("Date;Produit;Qté;Montant\n{}\n", lines.join("\n"));
    let source = Source::Bytes { name: "ventes.csv".into(), bytes: text.into_bytes().into() };
    let shop = Shop::default();
    let report = Prepared::read(&source, &Options::default(), &shop)
        .unwrap()
        .import(&Options::default(), &shop, &())
        .unwrap();
    assert_eq!((report.proof.currency.as_deref(), report.reject_count), (Some("CHF"), 0));
}
