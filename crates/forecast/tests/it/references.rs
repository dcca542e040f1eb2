//! Our likelihoods, fits and forecasts beside those of statsmodels 0.15.
//!
//! Its levels do not start diffuse but from `N(0, 1e6)`, or from `N(0, 1e6 sigma2)` where it concentrates the scale. The
//! first is compared with [`LevelStart::Normal`]; the second is as good as diffuse and is compared with our default.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use comptoir_forecast::{Arima, ArimaOrder, ArimaParameters, FittedModel, Forecast, LevelStart};
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
    #[serde(default)]
    forecast_mean: Vec<f64>,
    #[serde(default)]
    lo80: Vec<f64>,
    #[serde(default)]
    hi80: Vec<f64>,
    #[serde(default)]
    lo95: Vec<f64>,
    #[serde(default)]
    hi95: Vec<f64>,
}

impl Model {
    fn horizon(&self) -> usize {
        self.forecast_mean.len()
    }
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
        for (model_name, model) in &series.models {
            let case = Case::new(name, model_name, series, model);
            case.check_at_their_parameters();
            case.check_fit();
        }
        check_as_statsmodels(name, &values, &series.models["ARIMA(5,1,0)"]);
    }
}

fn numbers(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn check_fixed(name: &str, values: &[f64], series: &Series) {
    let [ar @ .., sigma2] = series.fixed_brief.params.as_slice() else { panic!("{name}: no parameters") };
    let parameters = ArimaParameters { ar: ar.to_vec(), sigma2: *sigma2, ..ArimaParameters::default() };
    let model = Arima::with_parameters(ArimaOrder::BRIEF, values, &parameters, STATSMODELS).unwrap();
    let ours = model.likelihood().unwrap().log;
    assert_close(&format!("{name} fixed"), ours, series.fixed_brief.loglike, SAME_LIKELIHOOD);

    let [constant, ar1, ar2, ma1, sigma2] = series.fixed_mixed.params[..] else {
        panic!("{name}: no parameters")
    };
    let order = ArimaOrder::new(2, 0, 1).unwrap().with_constant(true).unwrap();
    let parameters =
        ArimaParameters { ar: vec![ar1, ar2], ma: vec![ma1], constant, sigma2, ..ArimaParameters::default() };
    let likelihood = Arima::log_likelihood_at(order, values, &parameters).unwrap();
    assert_close(&format!("{name} mixed"), likelihood, series.fixed_mixed.loglike, SAME_LIKELIHOOD);
}

/// One of their models.
struct Case<'a> {
    name: String,
    values: Vec<f64>,
    order: ArimaOrder,
    /// What they believe of the levels.
    start: LevelStart,
    model: &'a Model,
}

impl<'a> Case<'a> {
    fn new(name: &str, model_name: &str, series: &Series, model: &'a Model) -> Self {
        let missing = model_name.contains("y_missing");
        let values = if missing { series.y_missing.as_ref().unwrap() } else { &series.y };
        let order = model_name.split(' ').next().unwrap().replace("SARIMAX", "arima");
        // Theirs has the season as the fourth number of the second bracket.
        let order = match order.rsplit_once(',').filter(|_| order.matches(',').count() == 5) {
            Some((terms, season)) => format!("{terms})[{}]", season.trim_end_matches(')')),
            None => order,
        };
        let exact = model_name.contains("concentrate_scale");
        Self {
            name: format!("{name}, {model_name}"),
            values: numbers(values),
            order: order.parse().unwrap(),
            start: if exact { LevelStart::Diffuse } else { STATSMODELS },
            model,
        }
    }

    fn check_at_their_parameters(&self) {
        let at = |name: &str| self.model.params.get(name).copied();
        // One fit has its parameters without variance, and one has none.
        let Some(sigma2) = at("sigma2") else { return };
        let all = |kind: &str| {
            let number = |name: &&String| name[kind.len()..].parse::<usize>().unwrap();
            let mut names: Vec<&String> =
                self.model.params.keys().filter(|name| name.starts_with(kind)).collect();
            names.sort_by_key(number);
            names.into_iter().map(|name| self.model.params[name]).collect::<Vec<f64>>()
        };
        let parameters = ArimaParameters {
            ar: all("ar.L"),
            ma: all("ma.L"),
            seasonal_ar: all("ar.S.L"),
            seasonal_ma: all("ma.S.L"),
            constant: at("const").unwrap_or(0.0),
            sigma2,
        };
        let ours = Arima::with_parameters(self.order, &self.values, &parameters, self.start).unwrap();
        assert_close(&self.name, ours.likelihood().unwrap().log, self.model.loglike, SAME_LIKELIHOOD);
        check_forecast(&self.name, &ours.forecast(self.model.horizon(), &[80.0, 95.0]).unwrap(), self.model);
    }

    fn check_fit(&self) {
        let clock = Instant::now();
        let ours = Arima::fit_from(self.order, &self.values, self.start).unwrap();
        let elapsed = clock.elapsed();
        let log = ours.likelihood().unwrap().log;
        let gain = log - self.model.loglike;
        println!("{}: {log} against {} ({gain:+.6}) in {elapsed:?}", self.name, self.model.loglike);
        assert!(gain > -SHORTFALL, "{}: {gain} below", self.name);
        if gain.abs() < ONE_OPTIMUM && self.model.horizon() > 0 {
            println!("{}: forecasts compared", self.name);
            check_forecast(
                &self.name,
                &ours.forecast(self.model.horizon(), &[80.0, 95.0]).unwrap(),
                self.model,
            );
        }
    }
}

fn check_as_statsmodels(name: &str, values: &[f64], model: &Model) {
    let ours = Arima::fit_as_statsmodels(ArimaOrder::BRIEF, values).unwrap();
    let forecast = ours.forecast(model.horizon(), &[80.0, 95.0]).unwrap();
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
