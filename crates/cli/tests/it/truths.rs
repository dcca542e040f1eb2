//! Public data whose totals were computed apart from this program, with exact decimals.

use std::path::PathBuf;

use serde_json::Value as Json;

use crate::program::Desk;

fn data(path: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    folder.join(path).display().to_string()
}

fn truth(path: &str) -> Json {
    serde_json::from_str(&std::fs::read_to_string(data(path)).unwrap()).unwrap()
}

/// The pairs of name and amount of a truth, as rows of CSV.
fn pairs(truth: &Json, key: &str) -> Vec<String> {
    let rows = truth[key].as_array().unwrap().iter();
    rows.map(|row| format!("{},{}", row[0].as_str().unwrap(), row[1].as_str().unwrap())).collect()
}

fn text(truth: &Json, key: &str) -> String {
    truth[key].to_string().replace('"', "")
}

#[test]
fn a_supermarket_whose_totals_have_the_tax_inside() {
    let desk = Desk::new();
    let run = desk.run(&["import", &data("supermarket/supermarket_sales.csv")]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("« Total »") && run.err.contains("quantité × prix + taxe"), "{}", run.err);
    let truth = truth("supermarket/supermarket_sales.csv.truth.json");
    let expected =
        ["rows", "total_inc_tax_5pct", "total_ex_tax", "date_min", "date_max"].map(|key| text(&truth, key));
    let totals = "select count(*), printf('%.2f', sum(amount)), printf('%.2f', sum(amount - tax)), min(sale_date), max(sale_date) from sales";
    assert_eq!(desk.rows(totals), [expected.join(",")]);
    let by_city =
        "select city, printf('%.2f', sum(amount - tax)) from sales join stores on stores.id = store_id
                   group by city order by sum(amount - tax) desc";
    assert_eq!(desk.rows(by_city), pairs(&truth, "by_city"));
    let by_line = "select products.name, printf('%.2f', sum(amount - tax)) from sales
                   join products on products.id = product_id group by 1 order by sum(amount - tax) desc";
    assert_eq!(desk.rows(by_line), pairs(&truth, "by_product_line"));
    let again = desk.run(&["import", &data("supermarket/supermarket_sales.csv")]);
    assert_eq!(again.out, "Aucune nouvelle donnée à importer dans sales.\n");
}

#[test]
fn a_superstore_in_parquet() {
    let desk = Desk::new();
    let run = desk.run(&["import", &data("superstore/superstore.parquet")]);
    assert_eq!(run.code, 0, "{}", run.err);
    let truth = truth("superstore/superstore.parquet.truth.json");
    let expected =
        ["rows", "distinct_orders", "total_sales", "date_min", "date_max"].map(|key| text(&truth, key));
    let totals = "select count(*), count(distinct ticket), printf('%.2f', sum(amount)), min(sale_date), max(sale_date) from sales";
    assert_eq!(desk.rows(totals), [expected.join(",")]);
    let top = "select products.name, printf('%.2f', sum(amount)) from sales
               join products on products.id = product_id group by 1 order by sum(amount) desc limit 5";
    assert_eq!(desk.rows(top), pairs(&truth, "top5_products"));
    let proof = desk.run(&["import", "--dry-run", "--json", &data("superstore/superstore.parquet")]).json();
    let columns = proof["imports"][0]["proof"]["columns"].as_array().cloned().unwrap_or_default();
    let form =
        |header: &str| columns.iter().find(|column| column["header"] == header).map(|it| it["form"].clone());
    assert_eq!((form("Row ID"), form("Sales")), (Some("integer".into()), Some("number".into())), "{proof:#}");
    // Nothing of it lies in France: no region is made up.
    assert_eq!(desk.rows("select count(*) from stores where region is not null"), ["0"]);
    assert!(run.err.contains("Région inconnue pour"), "{}", run.err);
}
