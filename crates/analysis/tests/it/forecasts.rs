//! Forecasts of a shop's revenue.

use comptoir_analysis::{
    AnalysisError, Filter, Grouping, Kept, RevenueForecast, Wanted, backtest_revenue, forecast_revenue,
    kept_forecasts, make_forecasts, score_forecasts,
};
use comptoir_calendar::Grain;
use comptoir_forecast::{ArimaOrder, Model};

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

/// Ten weeks of two products, never sold on Sundays: the last sales are of Saturday 11 November.
fn weeks() -> Shop {
    let monday = comptoir_calendar::Period::starting_on("2023-09-04".parse().unwrap(), 70);
    let days: Vec<String> = monday.days().map(|day| day.to_string()).collect();
    let open = days.iter().enumerate().filter(|(at, _)| at % 7 != 6);
    let sales: Vec<_> = open
        .flat_map(|(at, day)| {
            let wave = f64::from((at * 37 % 11) as u32);
            let weekday = 20.0 * f64::from((at % 7) as u32);
            [(1, 1, day.as_str(), 1.0, 100.0 + weekday + wave), (2, 1, day.as_str(), 1.0, 50.0 + wave)]
        })
        .collect();
    Shop::with(&sales)
}

fn the_briefs(horizon: usize) -> Wanted {
    Wanted { model: Model::Arima(ArimaOrder::BRIEF), horizon, ..Wanted::default() }
}

fn total(shop: &Shop, wanted: &Wanted) -> RevenueForecast {
    forecast_revenue(&shop.sales(), wanted, |_, _| ()).unwrap().remove(0)
}

#[test]
fn the_days_after_the_last_sale_are_forecast() {
    let forecast = total(&steady(), &the_briefs(7));
    let days: Vec<String> = forecast.days.iter().map(|day| day.day.to_string()).collect();
    assert_eq!((days.len(), days[0].as_str(), days[6].as_str()), (7, "2023-11-21", "2023-11-27"));
}

#[test]
fn the_wide_interval_holds_the_narrow_one_and_neither_falls_below_zero() {
    for wanted in [the_briefs(30), Wanted { horizon: 30, ..Wanted::default() }] {
        for day in &total(&steady(), &wanted).days {
            let (narrow, wide) = (day.bounds[0], day.bounds[1]);
            assert!(wide.0 <= narrow.0 && narrow.0 <= day.mean, "{day:?}");
            assert!(day.mean <= narrow.1 && narrow.1 <= wide.1, "{day:?}");
            assert!(wide.0 >= 0.0, "{day:?}");
        }
    }
}

#[test]
fn a_day_of_rest_is_forecast_as_zero() {
    for model in ["auto", "ets", "arima(1,0,1)"] {
        let wanted = Wanted { model: model.parse().unwrap(), horizon: 14, ..Wanted::default() };
        for (at, day) in total(&weeks(), &wanted).days.iter().enumerate() {
            assert_eq!(day.mean == 0.0, at % 7 == 0, "{model}: {day:?}");
        }
    }
}

#[test]
fn the_products_sum_to_the_total_and_the_days_to_the_weeks() {
    let shop = weeks();
    let wanted = Wanted { by: Some(Grouping::Product), horizon: 21, ..Wanted::default() };
    let forecasts = forecast_revenue(&shop.sales(), &wanted, |_, _| ()).unwrap();
    let (total, parts) = forecasts.split_first().unwrap();
    assert_eq!(parts.len(), 2);
    for (at, day) in total.days.iter().enumerate() {
        let sum: f64 = parts.iter().map(|part| part.days[at].mean).sum();
        assert!((day.mean - sum).abs() < 1e-6, "{day:?} {sum}");
    }
    let sum: f64 = total.days[1..8].iter().map(|day| day.mean).sum();
    let week = &total.by(Grain::Week).days[1];
    assert!((week.mean - sum).abs() < 1e-6 && week.days == 7, "{week:?}");
    let widths: f64 = total.days[1..8].iter().map(|day| day.bounds[0].1 - day.mean).sum();
    assert!(week.bounds[0].1 - week.mean <= widths + 1e-6, "{week:?}");
}

#[test]
fn forecasts_are_of_days_and_not_by_them() {
    for by in [Grouping::Day, Grouping::Month] {
        let wanted = Wanted { by: Some(by), ..Wanted::default() };
        let refused = forecast_revenue(&weeks().sales(), &wanted, |_, _| ()).unwrap_err();
        assert!(matches!(refused, AnalysisError::NotForecastBy(named) if named == by), "{refused}");
    }
}

fn made(shop: &Shop, wanted: &Wanted, at: &str) -> Vec<RevenueForecast> {
    make_forecasts(&shop.sales(), wanted, at, |_, _| ()).unwrap()
}

fn kept(shop: &Shop, wanted: &Kept) -> Vec<RevenueForecast> {
    kept_forecasts(shop.database(), wanted).unwrap()
}

fn totals(limit: usize) -> Kept {
    Kept { series: Some("total".to_owned()), ..Kept::newest(limit) }
}

#[test]
fn a_kept_forecast_is_read_back_as_it_was_the_newest_first() {
    let shop = weeks();
    let first = made(&shop, &the_briefs(3), "2023-11-21T08:00:00Z");
    shop.sell(&[(1, 1, "2023-11-13", 1.0, 150.0)]);
    let wanted = Wanted { by: Some(Grouping::Product), levels: vec![90.0], ..Wanted::default() };
    let second = made(&shop, &wanted, "2023-11-21T09:00:00Z");
    let newest: Vec<_> = second.iter().rev().chain(&first).cloned().collect();
    assert_eq!(kept(&shop, &Kept::newest(10)), newest);
    assert_eq!(kept(&shop, &Kept::newest(1)), newest[..1]);
    // Its groups do not crowd the total out.
    assert_eq!(kept(&shop, &totals(1)), second[..1]);
    assert!(second[1..].iter().all(|part| part.total_id == second[0].id), "{second:?}");
}

#[test]
fn parts_are_parts_of_the_total_that_stands_and_change_nothing_of_it() {
    let shop = weeks();
    let wanted = |by, horizon| Wanted { by, horizon, ..Wanted::default() };
    let total = made(&shop, &wanted(None, 21), "2023-11-21T08:00:00Z").remove(0);
    for (by, horizon) in [(Grouping::Store, 21), (Grouping::Product, 7), (Grouping::Region, 21)] {
        let set = made(&shop, &wanted(Some(by), horizon), "2023-11-21T09:00:00Z");
        assert_eq!((set[0].id, &set[0].made_at, set[0].days.len()), (total.id, &total.made_at, horizon));
        assert_eq!(set[0].days, total.days[..horizon]);
        for (at, day) in set[0].days.iter().enumerate() {
            let cents = |amount: f64| (amount * 100.0).round() as i64;
            let parts: i64 = set[1..].iter().map(|part| cents(part.days[at].mean)).sum();
            assert_eq!(parts, cents(day.mean), "{by}: {day:?}");
        }
        assert!(set[1..].iter().all(|part| part.total_id == total.id));
    }
    assert_eq!(kept(&shop, &totals(10)), [total]);
}

#[test]
fn parts_by_stores_and_by_regions_agree_in_whatever_order_they_are_made() {
    let places = [Grouping::Store, Grouping::City, Grouping::Region];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
        // Three stores, two of them in one region, that sell differently.
        let shop = weeks();
        shop.by_hand(
            "insert into stores (id, city, region) values (3, 'Meaux', 'Île-de-France'), (4, 'Lyon', null)",
        );
        let days = comptoir_calendar::Period::starting_on("2023-09-04".parse().unwrap(), 70);
        let days: Vec<String> = days.days().map(|day| day.to_string()).collect();
        let other = |at: usize, store: i64, factor: f64| {
            (2, store, days[at].as_str(), 1.0, factor * (20.0 + (at * 53 % 17) as f64))
        };
        let sales = (0..70).flat_map(|at| [other(at, 3, 2.0), other(at, 4, 3.5)]);
        shop.sell(&sales.collect::<Vec<_>>());
        let wanted = |by| Wanted { by, horizon: 7, ..Wanted::default() };
        made(&shop, &wanted(None), "2023-11-21T08:00:00Z");
        let mut sets = std::collections::BTreeMap::new();
        for (minute, at) in order.into_iter().enumerate() {
            let set = made(&shop, &wanted(Some(places[at])), &format!("2023-11-21T09:0{minute}:00Z"));
            sets.insert(at, set);
        }
        let cents = |set: &[RevenueForecast], names: &[Option<&str>], day: usize| -> i64 {
            let of = set[1..].iter().filter(|part| names.contains(&part.target.name()));
            of.map(|part| (part.days[day].mean * 100.0).round() as i64).sum()
        };
        for day in 0..7 {
            let stores = cents(&sets[&0], &[Some("Paris"), Some("Meaux")], day);
            assert_eq!(stores, cents(&sets[&2], &[Some("Île-de-France")], day), "{order:?} {day}");
            assert_eq!(stores, cents(&sets[&1], &[Some("Paris"), Some("Meaux")], day), "{order:?} {day}");
            let rest = cents(&sets[&0], &[Some("Lyon")], day);
            assert_eq!(rest, cents(&sets[&1], &[Some("Lyon")], day), "{order:?} {day}");
            let whole = (sets[&0][0].days[day].mean * 100.0).round() as i64;
            assert_eq!(stores + rest, whole, "{order:?} {day}");
        }
        // Once more is the same.
        let again = made(&shop, &wanted(Some(Grouping::Store)), "2023-11-21T09:30:00Z");
        let means = |set: &[RevenueForecast]| -> Vec<Vec<f64>> {
            set.iter().map(|part| part.days.iter().map(|day| day.mean).collect()).collect()
        };
        assert_eq!(means(&again), means(&sets[&0]), "{order:?}");
    }
}

#[test]
fn the_same_total_is_not_kept_twice_and_another_one_is() {
    let shop = weeks();
    let first = made(&shop, &Wanted::default(), "2023-11-21T08:00:00Z").remove(0);
    let again = made(&shop, &Wanted::default(), "2023-11-21T09:00:00Z").remove(0);
    assert_eq!(first, again);
    shop.sell(&[(1, 1, "2023-11-13", 1.0, 150.0)]);
    let next = made(&shop, &Wanted::default(), "2023-11-21T10:00:00Z").remove(0);
    assert!(next.id > first.id && next.data_version > first.data_version, "{next:?}");
    assert_eq!(kept(&shop, &totals(10)), [next, first]);
}

#[test]
fn a_total_made_for_parts_by_another_model_does_not_stand() {
    let shop = weeks();
    let total = made(&shop, &the_briefs(7), "2023-11-21T08:00:00Z").remove(0);
    let wanted = Wanted { by: Some(Grouping::Product), ..Wanted::default() };
    let aside = made(&shop, &wanted, "2023-11-21T09:00:00Z");
    assert!(aside[0].id != total.id && aside[0].total_id == aside[0].id, "{aside:?}");
    assert_eq!(kept(&shop, &totals(10)), [total]);
    let by_number = Kept { id: aside[0].id, ..Kept::newest(1) };
    assert_eq!(kept(&shop, &by_number), aside[..1]);
}

#[test]
fn what_is_asked_of_one_group_is_its_part_of_the_total_that_stands() {
    let shop = weeks();
    let one = |levels: Vec<f64>| Wanted {
        filters: vec![Filter::named(Grouping::Product, ["Pain"])],
        levels,
        ..Wanted::default()
    };
    assert_eq!(made(&shop, &one(vec![80.0, 95.0]), "2023-11-21T08:00:00Z")[0].id, None);
    let wanted = Wanted { by: Some(Grouping::Product), horizon: 14, ..Wanted::default() };
    let set = made(&shop, &wanted, "2023-11-21T09:00:00Z");
    let part = set.iter().find(|part| part.target.name() == Some("Pain")).unwrap();
    let asked = made(&shop, &one(vec![80.0, 95.0]), "2023-11-21T10:00:00Z").remove(0);
    assert_eq!((asked.id, asked.days.as_slice()), (part.id, &part.days[..7]));
    // Bounds of other levels are not kept.
    assert_eq!(made(&shop, &one(vec![50.0]), "2023-11-21T10:00:00Z")[0].id, None);
}

#[test]
fn a_forecast_is_scored_once_its_days_have_come() {
    let shop = weeks();
    let forecasts = made(&shop, &Wanted::default(), "2023-11-13T08:00:00Z");
    assert!(score_forecasts(&shop.sales()).unwrap().is_empty());
    shop.sell(&[(1, 1, "2023-11-13", 1.0, 150.0), (1, 1, "2023-11-14", 1.0, 170.0)]);
    let scores = score_forecasts(&shop.sales()).unwrap();
    let score = &scores[0];
    // The Sunday between, which was forecast as closed and was, is one of them.
    assert_eq!((scores.len(), score.days), (1, 3));
    let expected: f64 = forecasts[0].days[..3].iter().map(|day| day.mean).sum();
    assert!((score.expected - expected).abs() < 1e-9 && (score.actual - 320.0).abs() < 1e-9, "{score:?}");
    let error =
        forecasts[0].days.iter().zip([0.0, 150.0, 170.0]).map(|(day, actual)| (day.mean - actual).abs());
    assert!((score.error - error.sum::<f64>() / 3.0).abs() < 1e-9, "{score:?}");
}

#[test]
fn models_are_tried_on_the_past_beside_last_week() {
    let models = ["arima(5,1,0)", "auto", "ets(M,A,M)"].map(|text| text.parse().unwrap());
    let trial = backtest_revenue(&weeks().sales(), &[], &models, (7, 4), |_, _| ()).unwrap();
    assert_eq!((trial.origins.len(), trial.period.len()), (4, 28));
    assert_eq!(trial.origins[3].to_string(), "2023-11-04");
    let named = |name: &str| trial.candidates.iter().find(|candidate| candidate.model == name).unwrap();
    assert_eq!(named("seasonal-naive").against_last_week, Some(1.0));
    // It knows nothing of weekdays nor of Sundays.
    assert!(named("arima(5,1,0)").against_last_week > named("auto").against_last_week);
    let errors: Vec<f64> =
        trial.candidates.iter().filter_map(|candidate| Some(candidate.scores.as_ref().ok()?.mae)).collect();
    assert!(errors.is_sorted() && errors.len() >= 3, "{errors:?}");
}

#[test]
fn too_short_a_past_is_said() {
    let error = forecast_revenue(&Shop::small().sales(), &the_briefs(7), |_, _| ()).unwrap_err();
    assert!(matches!(error, AnalysisError::Forecast(_)));
    let models = [Model::Auto];
    let error = backtest_revenue(&steady().sales(), &[], &models, (7, 4), |_, _| ()).unwrap_err();
    assert!(matches!(error, AnalysisError::Forecast(_)), "{error}");
}
