//! Our likelihoods, fits and forecasts beside those of statsmodels 0.15.
//!
//! Its levels do not start diffuse but from `N(0, 1e6)`, or from `N(0, 1e6 sigma2)` where it concentrates the scale. The
//! first is compared with [`LevelStart::Normal`]; the second is as good as diffuse and is compared with our default.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use comptoir_forecast::{Arima, ArimaOrder, Forecast, LevelStart};
use serde::Deserialize;

/// Two exact computations of one likelihood differ by rounding only.
const SAME_LIKELIHOOD: f64 = 1e-6;
/// An optimiser may stop this much below the other's optimum: far below what tells two models apart.
const SHORTFALL: f64 = 1e-3;
/// Likelihoods this close belong to one optimum, found twice.
const ONE_OPTIMUM: f64 = 1e-4;
/// Around one optimum the likelihood is flat, and forecasts differ by more than it does.
const SAME_FORECAST: f64 = 1e-3;

const STATSMODELS: LevelStart = LevelStart::Normal { variance: 1e6 };

#[derive(Deserialize)]
struct References {
    series: BTreeMap<String, Series>,
}

#[derive(Deserialize)]
struct Series {
    y: Vec<Option<f64>>,
    #[serde(default)]
    y_missing: Option<Vec<Option<f64>>>,
    models: BTreeMap<String, Model>,
    #[serde(rename = "fixed_ARIMA510")]
    fixed_brief: Fixed,
    #[serde(rename = "fixed_ARIMA201c")]
    fixed_mixed: Fixed,
}

#[derive(Deserialize)]
struct Fixed {
    params: Vec<f64>,
    loglike: f64,
}

#[derive(Deserialize)]
struct Model {
    loglike: f64,
    #[serde(default)]
    params: BTreeMap<String, f64>,
    forecast_mean: Vec<f64>,
    lo80: Vec<f64>,
    hi80: Vec<f64>,
    lo95: Vec<f64>,
    hi95: Vec<f64>,
}

#[test]
fn the_classics_agree_with_statsmodels() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/arima_golden.json");
    check_file(&path);
}

#[test]
fn the_reference_folder_agrees_with_statsmodels() {
    let Some(folder) = std::env::var_os("COMPTOIR_FORECAST_REFERENCES") else {
        println!("not run: COMPTOIR_FORECAST_REFERENCES does not name the folder of arima_refs_dev.json");
        return;
    };
    check_file(&Path::new(&folder).join("arima_refs_dev.json"));
}

fn check_file(path: &Path) {
    let references: References = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!references.series.is_empty());
    for (name, series) in &references.series {
        let values = numbers(&series.y);
        check_fixed(name, &values, series);
        check_missing(name, series);
        check_fit(name, &values, &series.models["ARIMA(5,1,0)"], STATSMODELS);
        check_fit(name, &values, &series.models["ARIMA(5,1,0) concentrate_scale"], LevelStart::Diffuse);
        check_as_statsmodels(name, &values, &series.models["ARIMA(5,1,0)"]);
    }
}

fn numbers(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn less(values: &[f64], constant: f64) -> Vec<f64> {
    values.iter().map(|value| value - constant).collect()
}

fn check_fixed(name: &str, values: &[f64], series: &Series) {
    let [ar @ .., sigma2] = series.fixed_brief.params.as_slice() else { panic!("{name}: no parameters") };
    let model = Arima::with_parameters(ArimaOrder::BRIEF, values, (ar, &[], *sigma2), STATSMODELS).unwrap();
    assert_close(
        &format!("{name} fixed"),
        model.log_likelihood(),
        series.fixed_brief.loglike,
        SAME_LIKELIHOOD,
    );

    let [constant, ar1, ar2, ma1, sigma2] = series.fixed_mixed.params[..] else {
        panic!("{name}: no parameters")
    };
    let order = ArimaOrder::new(2, 0, 1).unwrap();
    let likelihood =
        Arima::log_likelihood_at(order, &less(values, constant), &[ar1, ar2], &[ma1], sigma2).unwrap();
    assert_close(&format!("{name} mixed"), likelihood, series.fixed_mixed.loglike, SAME_LIKELIHOOD);
}

fn check_missing(name: &str, series: &Series) {
    let model = series.models.get("ARIMA(1,0,1)+mean on y_missing");
    let (Some(values), Some(model)) = (&series.y_missing, model) else { return };
    let constant = model.params["const"];
    let values = less(&numbers(values), constant);
    let (ar, ma) = ([model.params["ar.L1"]], [model.params["ma.L1"]]);
    let parameters = (ar.as_slice(), ma.as_slice(), model.params["sigma2"]);
    let order = ArimaOrder::new(1, 0, 1).unwrap();
    let ours = Arima::with_parameters(order, &values, parameters, LevelStart::Diffuse).unwrap();
    assert_close(&format!("{name} missing"), ours.log_likelihood(), model.loglike, SAME_LIKELIHOOD);
    let mut forecast = ours.forecast(model.forecast_mean.len(), &[80.0, 95.0]).unwrap();
    let Forecast { mean, intervals, .. } = &mut forecast;
    let bounds = intervals.iter_mut().flat_map(|interval| [&mut interval.lower, &mut interval.upper]);
    bounds.chain([mean]).flatten().for_each(|value| *value += constant);
    check_forecast(&format!("{name} missing"), &forecast, model);
}

fn check_fit(name: &str, values: &[f64], model: &Model, start: LevelStart) {
    let clock = Instant::now();
    let ours = Arima::fit_from(ArimaOrder::BRIEF, values, start).unwrap();
    let elapsed = clock.elapsed();
    let gain = ours.log_likelihood() - model.loglike;
    println!(
        "{name}, {start:?}: {} against {} ({gain:+.6}) in {elapsed:?}",
        ours.log_likelihood(),
        model.loglike
    );
    assert!(gain > -SHORTFALL, "{name}, {start:?}: {gain} below");
    if gain.abs() < ONE_OPTIMUM {
        println!("{name}, {start:?}: forecasts compared");
        let forecast = ours.forecast(model.forecast_mean.len(), &[80.0, 95.0]).unwrap();
        check_forecast(&format!("{name}, {start:?}"), &forecast, model);
    }
}

fn check_as_statsmodels(name: &str, values: &[f64], model: &Model) {
    let ours = Arima::fit_as_statsmodels(ArimaOrder::BRIEF, values).unwrap();
    let forecast = ours.forecast(model.forecast_mean.len(), &[80.0, 95.0]).unwrap();
    check_forecast(&format!("{name} as statsmodels"), &forecast, model);
}

fn check_forecast(name: &str, forecast: &Forecast, model: &Model) {
    let [inner, outer] = forecast.intervals.as_slice() else {
        panic!("{name}: two intervals were asked for")
    };
    let pairs = [
        (&forecast.mean, &model.forecast_mean),
        (&inner.lower, &model.lo80),
        (&inner.upper, &model.hi80),
        (&outer.lower, &model.lo95),
        (&outer.upper, &model.hi95),
    ];
    // Bounds cross zero: they are measured beside the size of the forecast.
    let size = model.forecast_mean.iter().fold(0.0, |size: f64, value| size.max(value.abs()));
    for (ours, theirs) in pairs {
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert!((ours - theirs).abs() <= SAME_FORECAST * size, "{name}: {ours} is not {theirs}");
        }
    }
}

fn assert_close(name: &str, ours: f64, theirs: f64, relative: f64) {
    assert!((ours - theirs).abs() <= relative * theirs.abs(), "{name}: {ours} is not {theirs}");
}
