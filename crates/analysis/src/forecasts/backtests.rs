//! Models tried on this shop's own past.

use comptoir_calendar::{Date, Period};
use comptoir_forecast::metrics::mae;
use comptoir_forecast::{Forecast, ForecastError, Model, Plan, Scores, SimpleForm, scores};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::LEVELS;
use super::past::{Past, Pasts, WEEK};
use crate::{AnalysisError, Filter, Sales};

/// A model has to see two weeks before it is asked.
const FEWEST_DAYS: usize = 2 * WEEK;

/// A model on trial.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its name.
    pub model: String,
    /// How it would have done; the reason where it could not be asked.
    pub scores: Result<Scores, ForecastError>,
    /// Its mean absolute error over that of "same weekday last week": below 1 it is worth having.
    pub against_last_week: Option<f64>,
    /// Its mean absolute error in parts of the mean size of a day's revenue.
    pub error_share: Option<f64>,
}

/// What models would have forecast of a shop's past.
#[derive(Clone, Debug)]
pub struct RevenueBacktest {
    /// How many days each forecast looks ahead.
    pub horizon: usize,
    /// The last day that each forecast has seen, the first one first.
    pub origins: Vec<Date>,
    /// The days that were forecast.
    pub period: Period,
    /// The models, the one that errs least first; those that could not be asked last.
    pub candidates: Vec<Candidate>,
    /// The version of the data.
    pub data_version: i64,
}

impl RevenueBacktest {
    /// The model that errs least, if any could be asked.
    pub fn winner(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|candidate| candidate.scores.is_ok())
    }
}

/// Asks models from several days of the past for the days after each, with what was known then, and compares with what
/// came. "Same weekday last week" is always among them. `report` is called with how many of how many forecasts are
/// made.
///
/// # Errors
/// When there are no sales, or not two weeks before the days to forecast.
pub fn backtest_revenue(
    sales: &Sales<'_>,
    filters: &[Filter],
    models: &[Model],
    (horizon, origins): (usize, usize),
    report: impl Fn(usize, usize) + Sync,
) -> Result<RevenueBacktest, AnalysisError> {
    let last_week = Model::Simple(SimpleForm::SeasonalNaive);
    let mut models = models.to_vec();
    if !models.contains(&last_week) {
        models.insert(0, last_week.clone());
    }
    let pasts = Pasts::of(sales, filters, None)?;
    let period = pasts.complete().ok_or(AnalysisError::NoSales)?;
    let series = pasts.actual(0, period);
    let plan = Plan { horizon, origins, step: horizon.max(1), fewest: FEWEST_DAYS };
    let seen = plan.origins(series.len());
    if horizon == 0 {
        return Err(ForecastError::HorizonZero.into());
    }
    let (Some(first), Some(newest)) = (seen.first(), seen.last()) else {
        let needed = FEWEST_DAYS + horizon;
        return Err(ForecastError::SeriesTooShort { needed, observed: series.len() }.into());
    };
    let day = |seen: usize| Period::starting_on(period.first(), seen as u32).last();
    let known: Vec<Past> = seen
        .iter()
        .filter_map(|seen| pasts.up_to(0, &pasts.known_on(day(*seen)), horizon).transpose())
        .collect::<Result<_, _>>()?;
    let tasks: Vec<(&Model, &Past)> =
        models.iter().flat_map(|model| known.iter().map(move |past| (model, past))).collect();
    let done = AtomicUsize::new(0);
    let forecasts: Vec<Result<Forecast, ForecastError>> = tasks
        .par_iter()
        .map(|(model, past)| {
            let mut forecast = past.fit(model, horizon)?.forecast(horizon, &LEVELS)?;
            forecast.keep_above(past.floor());
            report(done.fetch_add(1, Relaxed) + 1, tasks.len());
            Ok(forecast)
        })
        .collect();
    let actual = &series[*first..newest + horizon];
    let zeros = vec![0.0; actual.len()];
    let mean = mae(actual, &zeros);
    let mut by_model = forecasts.chunks(known.len().max(1));
    let mut candidates: Vec<Candidate> = models
        .iter()
        .map(|model| {
            let forecasts: Result<Vec<Forecast>, ForecastError> =
                by_model.next().unwrap_or_default().iter().cloned().collect();
            let scores = forecasts.and_then(|forecasts| scores(&series, WEEK, &seen, &forecasts));
            let error_share =
                scores.as_ref().ok().map(|scores| scores.mae / mean).filter(|share| share.is_finite());
            Candidate { model: model.to_string(), scores, against_last_week: None, error_share }
        })
        .collect();
    let name = last_week.to_string();
    let error = |candidate: &Candidate| candidate.scores.as_ref().map_or(f64::INFINITY, |scores| scores.mae);
    let last_week = candidates.iter().find(|candidate| candidate.model == name).map_or(f64::NAN, error);
    for candidate in &mut candidates {
        let ratio = error(candidate) / last_week;
        candidate.against_last_week = ratio.is_finite().then_some(ratio);
    }
    candidates.sort_by(|one, other| error(one).total_cmp(&error(other)));
    Ok(RevenueBacktest {
        horizon,
        origins: seen.iter().map(|seen| day(*seen)).collect(),
        period: Period::between(day(first + 1), day(newest + horizon)),
        candidates,
        data_version: sales.data_version(),
    })
}
