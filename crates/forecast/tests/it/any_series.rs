//! Sparse, short, constant, all zero, negative, huge, tiny, with gaps, with one monstrous day, one observation, none: a
//! model refuses a series by one of a few errors, or forecasts numbers.

use std::sync::Arc;

use comptoir_forecast::{Calendar, Forecast, ForecastError, Model, Prior, Regressors};
use proptest::prelude::*;

/// Rounding of a handful of sums, beside the largest of their terms.
const ROUNDING: f64 = 1e-9;
/// Where a search of parameters ends, beside the value that it should find.
const NEAR: f64 = 1e-3;
const HORIZON: usize = 10;
const LEVELS: [f64; 3] = [80.0, 95.0, 50.0];

/// Those that forecast whatever holds a value.
const ALWAYS: [&str; 18] = [
    "auto",
    "naive",
    "seasonal-naive",
    "drift",
    "mean",
    "seasonal-mean",
    "ets",
    "ets-average",
    "ets(A,N,N)",
    "theta",
    "dynamic-optimised-theta",
    "ces",
    "croston",
    "sba",
    "tsb",
    "adida",
    "imapa",
    "median-of(naive,mean,theta)",
];
/// Those that ask for more values, for values above zero, or for two seasons.
const SOMETIMES: [&str; 18] = [
    "arima(5,1,0)",
    "arima(0,2,1)",
    "arima(1,0,1)+mean",
    "arima(1,1,1)(0,1,1)[7]",
    "arima(1,0,0)(1,0,0)[7]+mean",
    "auto-arima",
    "ets(A,Ad,A)",
    "ets(M,A,M)",
    "ets(M,N,N)",
    "ces(N)",
    "ces(S)",
    "ces(P)",
    "ces(F)",
    "mstl(ets)",
    "log(theta)",
    "log(arima(1,1,0))",
    "mstl(log(drift))",
    "mean-of(auto,ets(M,N,M))",
];

fn forecast(text: &str, series: &[f64], season: usize) -> Result<Forecast, ForecastError> {
    forecast_on(text, series, season, &Arc::default())
}

fn forecast_on(
    text: &str,
    series: &[f64],
    season: usize,
    calendar: &Arc<Calendar>,
) -> Result<Forecast, ForecastError> {
    text.parse::<Model>().unwrap().fit_on(series, season, HORIZON, calendar)?.forecast(HORIZON, &LEVELS)
}

/// An occasion that the past ends in, and that goes on ahead; what is believed of it is far from sure. Before its end and
/// after, every fifth day may be closed.
fn occasion(past: usize) -> Arc<Calendar> {
    let column = (0..past + HORIZON).map(|day| f64::from(day + 3 >= past)).collect();
    let prior = Prior { effect: 0.5, deviation: 1.0, is_yearly: false };
    let regressors = Regressors::none().with_prior("occasion", column, prior).unwrap();
    let closed = (0..past + HORIZON).map(|day| if day % 5 == 3 && day + 9 > past { 0.7 } else { 0.0 });
    Arc::new(Calendar { closed: closed.collect(), regressors, ..Calendar::default() })
}

/// What is wrong with a forecast.
fn fault(forecast: &Forecast) -> Option<&'static str> {
    let bounds =
        || forecast.intervals.iter().flat_map(|interval| interval.lower.iter().chain(&interval.upper));
    if !forecast.mean.iter().chain(&forecast.standard_error).chain(bounds()).all(|value| value.is_finite()) {
        return Some("a number is none");
    }
    if forecast.mean.len() != HORIZON || forecast.standard_error.iter().any(|error| *error < 0.0) {
        return Some("a length or an error is wrong");
    }
    let [middle, wide, narrow] = forecast.intervals.as_slice() else { return Some("an interval is missing") };
    for at in 0..HORIZON {
        let room = ROUNDING * wide.lower[at].abs().max(wide.upper[at].abs());
        let bounds = [wide, middle, narrow].map(|interval| (interval.lower[at], interval.upper[at]));
        if bounds.iter().any(|(lower, upper)| lower > upper) {
            return Some("bounds are upside down");
        }
        if bounds.windows(2).any(|pair| pair[0].0 > pair[1].0 + room || pair[1].1 > pair[0].1 + room) {
            return Some("an interval does not hold a narrower one");
        }
    }
    None
}

/// What is wrong with a model's answer about a series.
fn answer_fault(text: &str, series: &[f64], season: usize, calendar: &Arc<Calendar>) -> Option<String> {
    let told = |fault: &dyn std::fmt::Debug| format!("{text} of {series:?} with season {season}: {fault:?}");
    let empty = series.iter().all(|value| value.is_nan());
    match forecast_on(text, series, season, calendar) {
        Ok(forecast) if text == "auto" && series.iter().all(|value| value.is_nan() || *value >= 0.0) => {
            let bounds =
                forecast.intervals.iter().flat_map(|interval| interval.lower.iter().chain(&interval.upper));
            let below = forecast.mean.iter().chain(bounds).any(|value| *value < 0.0);
            fault(&forecast).or(below.then_some("it is below zero")).map(|fault| told(&fault))
        }
        Ok(forecast) => fault(&forecast).map(|fault| told(&fault)),
        Err(ForecastError::SeriesTooShort { observed: 0, .. }) if empty => None,
        Err(ForecastError::SeriesTooShort { needed, observed }) if needed > observed => {
            ALWAYS.contains(&text).then(|| told(&"too short"))
        }
        // Logarithms and products may grow beyond numbers.
        Err(ForecastError::NotForSeries { .. } | ForecastError::ForecastUndefined)
            if !ALWAYS.contains(&text) =>
        {
            None
        }
        Err(error) => Some(told(&error)),
    }
}

fn check(series: &[f64]) {
    for text in ALWAYS.into_iter().chain(SOMETIMES) {
        for season in [1, 7] {
            assert_eq!(answer_fault(text, series, season, &Arc::default()), None);
        }
        assert_eq!(answer_fault(text, series, 7, &occasion(series.len())), None);
    }
}

/// Six weeks of a shop, the same every time.
fn weeks() -> Vec<f64> {
    (0..42)
        .map(|day| [100.0, 90.0, 95.0, 105.0, 140.0, 180.0, 60.0][day % 7] + (day * day % 11) as f64)
        .collect()
}

fn means(text: &str, series: &[f64]) -> Vec<f64> {
    forecast(text, series, 7).unwrap().mean
}

#[test]
fn no_observation_has_no_forecast_whatever_the_model() {
    for text in ALWAYS.into_iter().chain(SOMETIMES) {
        for series in [&[][..], &[f64::NAN; 30]] {
            let refused = forecast(text, series, 7);
            assert!(
                matches!(refused, Err(ForecastError::SeriesTooShort { observed: 0, .. })),
                "{text}: {refused:?}"
            );
        }
    }
}

#[test]
fn one_observation_is_carried_on() {
    for series in [&[12.5][..], &[f64::NAN, 12.5], &[12.5, f64::NAN, f64::NAN]] {
        check(series);
        for text in ["auto", "naive", "mean", "ets", "theta", "seasonal-mean"] {
            assert!(
                means(text, series).iter().all(|mean| (mean - 12.5).abs() < NEAR),
                "{text}: {:?}",
                means(text, series)
            );
        }
    }
}

#[test]
fn short_series_are_forecast_or_said_to_be_too_short() {
    for length in [2, 3, 4, 5, 8, 12, 15] {
        check(&weeks()[..length]);
    }
}

#[test]
fn a_constant_is_carried_on() {
    check(&[7.25; 40]);
    for text in ALWAYS.into_iter().filter(|text| !["croston", "sba"].contains(text)) {
        assert!(means(text, &[7.25; 40]).iter().all(|mean| (mean - 7.25).abs() < NEAR), "{text}");
    }
}

#[test]
fn zeros_are_carried_on() {
    check(&[0.0; 40]);
    for text in ALWAYS {
        assert!(means(text, &[0.0; 40]).iter().all(|mean| mean.abs() < ROUNDING), "{text}");
    }
}

#[test]
fn sparse_series_are_forecast() {
    check(&(0..60).map(|day| if day % 11 == 3 { 2.0 } else { 0.0 }).collect::<Vec<f64>>());
    check(&(0..40).map(|day| f64::from(day == 20)).collect::<Vec<f64>>());
    check(&(0..40).map(|day| f64::from(day == 0)).collect::<Vec<f64>>());
    check(&(0..40).map(|day| f64::from(day == 39)).collect::<Vec<f64>>());
}

#[test]
fn negative_series_are_forecast() {
    check(&weeks().iter().map(|value| -value).collect::<Vec<f64>>());
    check(&weeks().iter().map(|value| value - 110.0).collect::<Vec<f64>>());
}

#[test]
fn huge_and_tiny_series_are_forecast_as_the_same_in_other_units() {
    let plain = means("auto", &weeks());
    for unit in [1e12, 1e99, 1e-9, 1e-300] {
        let series: Vec<f64> = weeks().iter().map(|value| value * unit / 200.0).collect();
        check(&series);
        for (mean, plain) in means("auto", &series).iter().zip(&plain) {
            assert!((mean * 200.0 / unit - plain).abs() < 0.05 * plain, "in {unit}: {mean} for {plain}");
        }
    }
    check(&[f64::from_bits(1); 30]);
}

#[test]
fn gaps_are_looked_past() {
    let with_gaps = |is_gap: fn(usize) -> bool| -> Vec<f64> {
        weeks()
            .into_iter()
            .enumerate()
            .map(|(day, value)| if is_gap(day) { f64::NAN } else { value })
            .collect()
    };
    check(&with_gaps(|day| day % 5 == 2));
    check(&with_gaps(|day| !(10..=35).contains(&day)));
    check(&with_gaps(|day| day % 13 != 0));
}

#[test]
fn one_monstrous_day_leaves_numbers_and_auto_forgets_it() {
    for (monster, day) in [(1e6, 20), (1e12, 0), (1e100, 41), (-1e12, 20)] {
        let mut series = weeks();
        series[day] = monster;
        check(&series);
    }
    let mut series = weeks();
    series[20] = 1e12;
    assert!(means("auto", &series).iter().all(|mean| (50.0..250.0).contains(mean)));
}

#[test]
fn what_is_no_number_is_named_by_its_place() {
    for text in ALWAYS.into_iter().chain(SOMETIMES) {
        let mut series = weeks();
        series[3] = 1e101;
        let refused = forecast(text, &series, 7);
        assert_eq!(refused, Err(ForecastError::ValueTooLarge { position: 3, value: 1e101 }), "{text}");
        series[2] = f64::NEG_INFINITY;
        assert_eq!(forecast(text, &series, 7), Err(ForecastError::ValueInfinite { position: 2 }), "{text}");
    }
}

#[test]
fn no_occasion_makes_more_of_tiny_values_than_a_model_takes() {
    let (tiny, none) = (1e-300, f64::NAN);
    let series = [tiny, 0.0, none, tiny, 0.0, 5.0, none, 0.0, 1.0, none, 1.0, 1.0, 1.0];
    assert_eq!(answer_fault("auto", &series, 6, &occasion(series.len())), None);
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (0..500_u16).prop_map(f64::from),
        2 => -1e4..1e4_f64,
        3 => Just(0.0),
        2 => Just(f64::NAN),
        2 => Just(12.0),
        1 => Just(1e12),
        1 => Just(1e-300),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_series_has_an_answer(
        series in prop::collection::vec(any_value(), 0..40),
        season in 0..14_usize,
        place in 0..ALWAYS.len() + SOMETIMES.len(),
        is_occasion: bool,
    ) {
        let text = ALWAYS.get(place).copied().unwrap_or_else(|| SOMETIMES[place - ALWAYS.len()]);
        let calendar = if is_occasion { occasion(series.len()) } else { Arc::default() };
        let fault = answer_fault(text, &series, season, &calendar);
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
    #[test]
    fn any_series_of_long_seasons_has_an_answer_by_auto(
        series in prop::collection::vec(any_value(), 70..90),
        season in 25..28_usize,
    ) {
        let fault = answer_fault("auto", &series, season, &Arc::default());
        prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
    }
}
