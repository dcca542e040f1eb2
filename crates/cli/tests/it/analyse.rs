//! `comptoir analyse` and `comptoir forecast`: figures kept and printed.

use crate::program::Desk;

#[test]
fn every_figure_of_the_brief_is_kept_with_one_time_for_the_run() {
    let desk = Desk::with_demo();
    assert_eq!(desk.run(&["analyse"]).code, 0);
    let kinds = "select analysis_type, count(*), count(distinct created_at) from analysis_results group by 1 order by 1";
    let expected = ["daily_revenue,30,1", "sales_by_product,8,1", "sales_by_region,7,1", "total_revenue,1,1"];
    assert_eq!(desk.rows(kinds), expected);
    assert_eq!(desk.rows("select count(distinct created_at) from analysis_results"), ["1"]);
    let total = "select result_value, json_valid(result_details) from analysis_results where analysis_type = 'total_revenue'";
    assert_eq!(desk.rows(total), ["1245678,1"]);
    let share = "select round(result_details ->> 'share', 3) from analysis_results
                 where result_details ->> 'region' = 'Île-de-France'";
    assert_eq!(desk.rows(share), ["0.361"]);
}

#[test]
fn a_grouping_and_a_period_are_answered_without_keeping() {
    let desk = Desk::with_demo();
    let run = desk.run(&["analyse", "--by", "city", "--from", "2023-11-01", "--to", "2023-11-01", "--json"]);
    let document = run.json();
    assert_eq!(document["total"], 39_195.18);
    assert_eq!(desk.rows("select count(*) from analysis_results"), ["0"]);
}

#[test]
fn a_period_upside_down_and_a_shop_without_sales_are_told() {
    let desk = Desk::with_demo();
    let run = desk.run(&["analyse", "--from", "2023-11-30", "--to", "2023-11-01"]);
    assert!(run.code == 2 && run.err.contains("avant son début"), "{}", run.err);
    for verb in ["analyse", "forecast"] {
        let run = Desk::new().run(&[verb]);
        assert!(run.code == 1 && run.err.contains("comptoir import FICHIER"), "{}", run.err);
    }
}

#[test]
fn a_forecast_is_kept_with_the_version_of_its_data() {
    let desk = Desk::with_demo();
    assert_eq!(desk.run(&["forecast", "--model", "arima(5,1,0)", "--horizon", "3"]).code, 0);
    let kept = "select model, series, last_day, count(*), min(day), max(day) from forecasts group by run_id";
    assert_eq!(desk.rows(kept), ["\"arima(5,1,0)\",total,2023-11-30,3,2023-12-01,2023-12-03"]);
}
