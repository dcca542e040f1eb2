//! `comptoir demo`: the tables of the brief.

use crate::program::{Desk, demo_file};

/// The euros that the brief's forecasts may be off.
const A_EURO: f64 = 1.0;

#[test]
fn the_demonstration_prints_the_tables_of_the_brief() {
    let run = Desk::new().run(&["demo", "--no-serve"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!(run.out);
}

#[test]
fn the_demonstration_speaks_english_when_asked() {
    let run = Desk::new().run(&["demo", "--no-serve", "--lang", "en"]);
    assert!(run.out.contains("Total revenue : €1,245,678"), "{}", run.out);
    assert!(run.out.contains("2802 new records imported into sales."), "{}", run.out);
}

#[test]
fn json_is_one_document_with_the_figures_of_the_brief() {
    let run = Desk::new().run(&["demo", "--no-serve", "--json"]);
    let document = run.json();
    let figures = |key: &str| -> Vec<(String, f64)> {
        let rows = document["analyses"][key].as_array().unwrap();
        let figure = |row: &serde_json::Value| {
            (row["name"].as_str().unwrap().to_owned(), row["revenue"].as_f64().unwrap().round())
        };
        rows.iter().take(5).map(figure).collect()
    };
    let named = |rows: [(&str, f64); 5]| rows.map(|(name, revenue)| (name.to_owned(), revenue));
    assert_eq!(document["analyses"]["total_revenue"], 1_245_678.0);
    let products = [
        ("Pack Premium", 320_450.0),
        ("Suite Business", 285_670.0),
        ("Pack Standard", 210_890.0),
        ("Pack Basique", 185_430.0),
        ("Module Additionnel A", 120_230.0),
    ];
    assert_eq!(figures("sales_by_product"), named(products));
    let regions = [
        ("Île-de-France", 450_230.0),
        ("Auvergne-Rhône-Alpes", 320_150.0),
        ("Nouvelle-Aquitaine", 185_670.0),
        ("Occitanie", 120_450.0),
        ("Hauts-de-France", 89_450.0),
    ];
    assert_eq!(figures("sales_by_region"), named(regions));
    let points = document["forecast"]["points"].as_array().unwrap();
    assert_eq!(points.len(), 7);
    let expected = [("2023-12-01", 28_450.0), ("2023-12-02", 29_120.0), ("2023-12-03", 27_890.0)];
    for (point, (day, euros)) in points.iter().zip(expected) {
        assert_eq!(point["day"], day);
        assert!((point["mean"].as_f64().unwrap() - euros).abs() < A_EURO, "{point}");
    }
}

#[test]
fn an_existing_database_is_never_touched() {
    let desk = Desk::new();
    desk.write("shop.db", "precious");
    let run = desk.run(&["demo", "--no-serve", "--db", "shop.db"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("shop.db existe déjà"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(desk.path("shop.db")).unwrap(), "precious");
}

#[test]
fn one_changed_amount_moves_total_shares_and_forecast() {
    let desk = Desk::new();
    let sales = std::fs::read_to_string(demo_file("sales.csv")).unwrap();
    let last = sales.trim_end().lines().last().unwrap();
    let (before, _) = last.rsplit_once(',').unwrap();
    let sales = desk.write("sales.csv", sales.replace(last, &format!("{before},10000.00")));
    let run = desk.run(&["import", &demo_file("products.csv"), &demo_file("stores.csv"), &sales]);
    assert_eq!(run.code, 0, "{}", run.err);
    let changed = desk.run(&["analyse", "--json"]).json();
    let demo = Desk::with_demo().run(&["analyse", "--json"]).json();
    assert_ne!(changed["total_revenue"], demo["total_revenue"]);
    assert_ne!(changed["sales_by_region"][0]["share"], demo["sales_by_region"][0]["share"]);
    let forecast = desk.run(&["forecast", "--json"]).json();
    let mean = forecast["points"][0]["mean"].as_f64().unwrap();
    assert!((mean - 28_450.0).abs() > A_EURO, "{mean}");
}
