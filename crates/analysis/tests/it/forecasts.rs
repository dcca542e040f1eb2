//! Forecasts of a shop's revenue.

use comptoir_analysis::{AnalysisError, forecast_revenue, kept_forecasts};
use comptoir_forecast::ArimaOrder;

use crate::shop::Shop;

/// A shop that sells for twenty days, closed on the fifth.
fn steady() -> Shop {
    let days: Vec<String> = (1..=20).filter(|day| *day != 5).map(|day| format!("2023-11-{day:02}")).collect();
    let sales: Vec<_> = days
        .iter()
        .enumerate()
        .map(|(at, day)| (1, 1, day.as_str(), 1.0, 100.0 + f64::from((at * 37 % 11) as u32)))
        .collect();
    Shop::with(&sales)
}

#[test]
fn the_days_after_the_last_sale_are_forecast() {
    let forecast = forecast_revenue(&steady().sales(), ArimaOrder::BRIEF, 7).unwrap();
    let days: Vec<String> = forecast.days.iter().map(|day| day.day.to_string()).collect();
    assert_eq!((days.len(), days[0].as_str(), days[6].as_str()), (7, "2023-11-21", "2023-11-27"));
}

#[test]
fn the_wide_interval_holds_the_narrow_one_and_neither_falls_below_zero() {
    let forecast = forecast_revenue(&steady().sales(), ArimaOrder::BRIEF, 30).unwrap();
    for day in &forecast.days {
        assert!(day.interval_95.0 <= day.interval_80.0 && day.interval_80.0 <= day.mean, "{day:?}");
        assert!(day.mean <= day.interval_80.1 && day.interval_80.1 <= day.interval_95.1, "{day:?}");
        assert!(day.interval_95.0 >= 0.0, "{day:?}");
    }
}

#[test]
fn a_kept_forecast_is_read_back_as_it_was_the_newest_first() {
    let shop = steady();
    let mut first = forecast_revenue(&shop.sales(), ArimaOrder::BRIEF, 3).unwrap();
    first.keep(shop.database(), "2023-11-21T08:00:00Z").unwrap();
    let mut second = forecast_revenue(&shop.sales(), "arima(1,0,0)".parse().unwrap(), 2).unwrap();
    second.keep(shop.database(), "2023-11-21T09:00:00Z").unwrap();
    assert_eq!(kept_forecasts(shop.database(), 10).unwrap(), [second.clone(), first]);
    assert_eq!(kept_forecasts(shop.database(), 1).unwrap(), [second]);
}

#[test]
fn too_short_a_past_is_said() {
    let error = forecast_revenue(&Shop::small().sales(), ArimaOrder::BRIEF, 7).unwrap_err();
    assert!(matches!(error, AnalysisError::Forecast(_)));
}
