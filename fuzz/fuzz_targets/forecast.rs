//! Series that nobody thought of, and every model. Whatever the series, a model refuses it or forecasts numbers.
//!
//!     cargo +nightly fuzz run --dev -s none forecast fuzz/corpus/forecast -- -max_total_time=60

#![no_main]

use std::sync::Arc;

use comptoir_forecast::{
    Prior, Calendar, FittedModel, Forecast, ForecastError, MAX_MAGNITUDE, Plan, Regressors, backtest,
    forecast_all, metrics, reconcile,
};
use comptoir_fuzz::question::{Question, series};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

/// Rounding of a few sums, beside the largest of their terms.
const ROUNDING: f64 = 1e-9;

fuzz_target!(|bytes: &[u8]| {
    // Bytes that end too early ask nothing.
    let _ = ask(&mut Unstructured::new(bytes));
});

fn ask(bytes: &mut Unstructured<'_>) -> Result<()> {
    let kind = bytes.int_in_range(0..=9)?;
    let question = Question::read(bytes)?;
    match kind {
        0..=4 => alone(&question),
        5..=6 => on_a_calendar(&question, &calendar(bytes)?),
        7 => together(&question, &[series(bytes)?, series(bytes)?]),
        8 => in_the_past(&question),
        _ => measured(&question, &series(bytes)?),
    }
    Ok(())
}

fn alone(question: &Question) {
    let Question { series, season, horizon, levels, .. } = question;
    let Some(fitted) = fitted(question, question.model().fit(series, *season, *horizon)) else { return };
    check_model(question, fitted.as_ref());
    let half = &series[..series.len() / 2];
    for other in [fitted.carried_to(half), fitted.refitted(half), fitted.refitted(series)] {
        if let Ok(forecast) = other.forecast(*horizon, levels) {
            check(question, &forecast);
        }
    }
    let origins: Vec<usize> = (1..=series.len()).step_by(9).collect();
    for rolled in fitted.rolled(series, &origins, *horizon) {
        assert_eq!(rolled.len(), *horizon);
    }
}

fn on_a_calendar(question: &Question, calendar: &Arc<Calendar>) {
    let Question { series, season, horizon, .. } = question;
    let model = question.model().fit_on(series, *season, *horizon, calendar);
    if let Some(fitted) = fitted(question, model) {
        check_model(question, fitted.as_ref());
    }
}

fn together(question: &Question, parts: &[Vec<f64>]) {
    let Question { season, horizon, levels, .. } = question;
    let all: Vec<&[f64]> = [&question.series].into_iter().chain(parts).map(Vec::as_slice).collect();
    let made = forecast_all(
        &all,
        *horizon,
        levels,
        |series| question.model().fit(series, *season, *horizon),
        |_| (),
    );
    let made: Vec<Forecast> = made.into_iter().flatten().map(|made| made.forecast).collect();
    for forecast in &made {
        check(question, forecast);
    }
    let Some((group, parts)) = made.split_first() else { return };
    if parts.is_empty() {
        return;
    }
    let (before, mut parts) = (parts, parts.to_vec());
    let floors = vec![f64::NEG_INFINITY; parts.len()];
    reconcile(&group.mean, &mut parts, &floors);
    for forecast in &parts {
        check(question, forecast);
    }
    for (ahead, total) in group.mean.iter().enumerate() {
        let sum: f64 = parts.iter().map(|part| part.mean[ahead]).sum();
        let means = parts.iter().chain(before).map(|part| part.mean[ahead].abs());
        let most = means.fold(total.abs(), f64::max);
        assert!((total - sum).abs() <= ROUNDING * most, "{question:?}: no sum of its parts");
    }
}

fn in_the_past(question: &Question) {
    let Question { series, season, horizon, levels, .. } = question;
    let plan = Plan { horizon: *horizon, origins: 3, step: 7, fewest: 1 };
    let model = question.model();
    let backtest = backtest(series, *season, plan, levels, |past| model.fit(past, *season, *horizon));
    let Ok(backtest) = backtest else { return };
    for forecast in &backtest.forecasts {
        check(question, forecast);
    }
    for (_, covered, _) in backtest.scores.intervals {
        assert!(covered.is_nan() || (0.0..=1.0).contains(&covered), "{question:?}: covers {covered}");
    }
}

/// Measures of values that came beside a forecast of nothing sure.
fn measured(question: &Question, came: &[f64]) {
    let Question { series, season, horizon, .. } = question;
    let Ok(naive) = metrics::naive2(series, *season, *horizon) else { return };
    let measures = [
        metrics::mae(came, &naive),
        metrics::mase(series, *season, came, &naive),
        metrics::rmsse(series, *season, came, &naive),
        metrics::smape(came, &naive),
    ];
    // NaN where there is nothing to measure.
    assert!(measures.iter().all(|measure| !(*measure < 0.0)), "{question:?}: {measures:?}");
    assert!(!(measures[3] > 200.0 + ROUNDING), "{question:?}: sMAPE {}", measures[3]);
}

/// Most days are open, some closed, and some may be.
fn chance_closed(bytes: &mut Unstructured<'_>) -> Result<f64> {
    Ok(f64::from(bytes.int_in_range(0..=11u8)?.saturating_sub(9)) / 2.0)
}

/// Days closed or maybe closed, and a holiday of which something may be believed, over the series and half of the horizon.
fn calendar(bytes: &mut Unstructured<'_>) -> Result<Arc<Calendar>> {
    let length = bytes.int_in_range(0..=80)?;
    let closed = (0..length).map(|_| chance_closed(bytes)).collect::<Result<Vec<f64>>>()?;
    let mut regressors = Regressors::none();
    for name in ["holiday", "weather"].into_iter().take(bytes.int_in_range(0..=2)?) {
        let values =
            (0..length).map(|_| Ok(f64::from(bytes.arbitrary::<u8>()? / 64))).collect::<Result<_>>()?;
        let with = match bytes.ratio(1, 2)? {
            true => regressors.with_prior(name, values, prior(bytes)?),
            false => regressors.with(name, values),
        };
        regressors = with.expect("its numbers are finite");
    }
    let days_of_year = bytes.arbitrary_iter::<u16>()?.take(2_000).collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Calendar { closed, regressors, days_of_year: days_of_year.into() }))
}

/// Mostly what a shop may be, now and then anything.
fn prior(bytes: &mut Unstructured<'_>) -> Result<Prior> {
    if bytes.ratio(1, 8)? {
        return Ok(Prior {
            effect: bytes.arbitrary()?,
            deviation: bytes.arbitrary()?,
            is_yearly: bytes.arbitrary()?,
        });
    }
    let effect = f64::from(bytes.arbitrary::<i8>()?) / 64.0;
    let deviation = f64::from(bytes.arbitrary::<u8>()?) / 128.0;
    Ok(Prior { effect, deviation, is_yearly: bytes.arbitrary()? })
}

/// The model, or nothing where it refuses the series. What is beyond numbers is always refused.
fn fitted(
    question: &Question,
    model: std::result::Result<Box<dyn FittedModel>, ForecastError>,
) -> Option<Box<dyn FittedModel>> {
    let beyond = question.series.iter().any(|value| value.abs() > MAX_MAGNITUDE);
    assert!(!beyond || model.is_err(), "{question:?}: accepted");
    model.ok()
}

fn check_model(question: &Question, fitted: &dyn FittedModel) {
    let Question { series, horizon, levels, .. } = question;
    assert_eq!(fitted.fitted().len(), series.len(), "{question:?}");
    let forecast = match fitted.forecast(*horizon, levels) {
        Ok(forecast) => forecast,
        Err(ForecastError::LevelOutOfRange { level }) => {
            assert!(!(level > 0.0 && level < 100.0), "{question:?}");
            return;
        }
        Err(error) => {
            assert!(error == ForecastError::ForecastUndefined, "{question:?}: {error}");
            return;
        }
    };
    check(question, &forecast);
    if question.model == "auto" && series.iter().all(|value| value.is_nan() || *value >= 0.0) {
        let bounds =
            forecast.intervals.iter().flat_map(|interval| interval.lower.iter().chain(&interval.upper));
        assert!(forecast.mean.iter().chain(bounds).all(|value| *value >= 0.0), "{question:?}: {forecast:?}");
    }
    let error_correlation = fitted.error_correlation(*horizon);
    assert!((0.0..=1.0).contains(&error_correlation), "{question:?}: error_correlation {error_correlation}");
    check_order(question, &forecast.summed(&[0..2, 2..*horizon], error_correlation));
    assert!(!fitted.name().is_empty());
    fitted.parameters();
    fitted.likelihood();
}

/// Numbers, and intervals that hold one another.
fn check(question: &Question, forecast: &Forecast) {
    assert_eq!(forecast.mean.len(), question.horizon);
    check_order(question, forecast);
    // Elsewhere bounds are those of drawn paths, and a mean need not lie between two that are close together.
    if question.model == "auto" {
        for interval in &forecast.intervals {
            let inside = |at: usize| {
                interval.lower[at] <= forecast.mean[at] && forecast.mean[at] <= interval.upper[at]
            };
            assert!((0..question.horizon).all(inside), "{question:?}: {forecast:?}");
        }
    }
}

fn check_order(question: &Question, forecast: &Forecast) {
    let bounds = forecast.intervals.iter().flat_map(|interval| interval.lower.iter().chain(&interval.upper));
    let mut values = forecast.mean.iter().chain(&forecast.standard_error).chain(bounds);
    assert!(values.all(|value| value.is_finite()), "{question:?}: {forecast:?}");
    assert!(forecast.standard_error.iter().all(|error| *error >= 0.0), "{question:?}: {forecast:?}");
    for one in &forecast.intervals {
        for at in 0..forecast.mean.len() {
            let room = ROUNDING * one.lower[at].abs().max(one.upper[at].abs());
            assert!(one.lower[at] <= one.upper[at], "{question:?}: {forecast:?}");
            for other in forecast.intervals.iter().filter(|other| other.level > one.level) {
                let inside =
                    other.lower[at] <= one.lower[at] + room && one.upper[at] <= other.upper[at] + room;
                assert!(inside, "{question:?}: {forecast:?}");
            }
        }
    }
}
