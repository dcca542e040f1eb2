//! The analyses of the brief and how they are kept.

use comptoir_analysis::{Analyses, AnalysisError};
use comptoir_store::Value;

use crate::shop::Shop;

const KEPT: &str =
    "select analysis_type, result_value, result_details, created_at from analysis_results order by id";

#[test]
fn every_figure_is_one_row_and_a_run_shares_its_time() {
    let shop = Shop::small();
    let analyses = Analyses::run(&shop.sales(), None).unwrap();
    // One total, two products, two regions, three days.
    assert_eq!(analyses.keep(shop.database(), "2023-12-01T08:00:00Z").unwrap(), 8);
    let rows = shop.database().query(KEPT, &[]).unwrap().rows;
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row[3] == Value::from("2023-12-01T08:00:00Z")));
    assert_eq!(rows[0][..2], [Value::from("total_revenue"), Value::from(35.0)]);
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    let shop = Shop::small();
    for time in ["2023-12-01T08:00:00Z", "2023-12-02T08:00:00Z"] {
        Analyses::run(&shop.sales(), None).unwrap().keep(shop.database(), time).unwrap();
    }
    let details = "select distinct result_details from analysis_results";
    assert_eq!(shop.database().query(details, &[]).unwrap().rows.len(), 8);
}

#[test]
fn nothing_to_analyse_is_said() {
    let error = Analyses::run(&Shop::with(&[]).sales(), None).unwrap_err();
    assert!(matches!(error, AnalysisError::NoSales));
}
