//! Scores of past forecasts against the actual revenue.

use std::collections::BTreeMap;

use comptoir_calendar::Period;
use comptoir_forecast::metrics::mae;

use super::past::{Pasts, WEEK};
use super::{ForecastTarget, Kept, LEVELS, RevenueForecast, kept_forecasts};
use crate::{AnalysisError, Sales};

/// How many forecasts are scored: the newest.
const SCORED: usize = 1_000;

/// A kept forecast against the actual revenue, on its days that are past.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastScore {
    /// The forecast's number.
    pub id: Option<i64>,
    /// Its model.
    pub model: String,
    /// What it is of.
    pub target: ForecastTarget,
    /// When it was made: ISO 8601, UTC.
    pub made_at: String,
    /// The days that have come.
    pub days: usize,
    /// The revenue expected on them, in euros.
    pub expected: f64,
    /// The actual revenue, in euros.
    pub actual: f64,
    /// The mean absolute error of a day, in euros.
    pub error: f64,
    /// The error of "as on the same weekday of the last week known", in euros; NaN where that week is not known.
    pub last_week_error: f64,
    /// On how many of the days revenue lay inside the bounds of 80 and of 95 %.
    pub inside: [usize; 2],
}

/// Scores the newest kept forecasts of which a day is past and complete, the newest first.
///
/// # Errors
/// What the database says.
pub fn score_forecasts(sales: &Sales<'_>) -> Result<Vec<ForecastScore>, AnalysisError> {
    let kept = kept_forecasts(sales.database(), &Kept::newest(SCORED))?;
    let mut by_level: BTreeMap<&str, Pasts> = BTreeMap::new();
    let mut scores = vec![];
    for forecast in &kept {
        let level = forecast.target.level_name();
        if !by_level.contains_key(level) {
            by_level.insert(level, Pasts::of(sales, &[], forecast.target.level)?);
        }
        scores.extend(by_level.get(level).and_then(|pasts| score(forecast, pasts)));
    }
    Ok(scores)
}

/// `None` where no day is past, or the target no longer exists.
fn score(forecast: &RevenueForecast, pasts: &Pasts) -> Option<ForecastScore> {
    let told_to = pasts.complete()?.last();
    let target = pasts.place_of(&forecast.target)?;
    let past: Vec<_> = forecast.days.iter().filter(|day| day.day <= told_to).collect();
    let period = Period::between(past.first()?.day, past.last()?.day);
    let actual = pasts.actual(target, period);
    let means: Vec<f64> = past.iter().map(|day| day.mean).collect();
    let week = pasts.actual(target, Period::ending_on(forecast.last_day, WEEK as u32));
    let last_week: Vec<f64> =
        (0..actual.len()).map(|day| week.get(day % WEEK).copied().unwrap_or(f64::NAN)).collect();
    let known = || actual.iter().enumerate().filter(|(_, actual)| !actual.is_nan());
    let asked = forecast.levels.len();
    let inside = |level: usize| {
        let is_inside = |(at, actual): &(usize, &f64)| {
            past[*at].bounds.get(asked + level).is_some_and(|(lower, upper)| (lower..=upper).contains(actual))
        };
        known().filter(is_inside).count()
    };
    Some(ForecastScore {
        id: forecast.id,
        model: forecast.model.clone(),
        target: forecast.target.clone(),
        made_at: forecast.made_at.clone(),
        days: known().count(),
        expected: known().map(|(at, _)| means[at]).sum(),
        actual: known().map(|(_, actual)| actual).sum(),
        error: mae(&actual, &means),
        last_week_error: mae(&actual, &last_week),
        inside: [inside(0), inside(LEVELS.len() - 1)],
    })
    .filter(|score| score.days > 0)
}
