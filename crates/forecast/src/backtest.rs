//! Forecasts that a model would have made in the past, against the actual values (L. J. Tashman, "Out-of-sample tests
//! of forecasting accuracy", International Journal of Forecasting 16 (2000): rolling origins).

use crate::metrics::{coverage, mae, mase, msis, naive2, owa, rmsse, smape};
use crate::model::FittedModel;
use crate::statistics::mean;
use crate::{Forecast, ForecastError};

/// From when and how far forecasts are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The periods forecast from each origin.
    pub horizon: usize,
    /// How many origins, at most.
    pub origins: usize,
    /// The periods between one origin and the next.
    pub step: usize,
    /// No origin has fewer values before it.
    pub fewest: usize,
}

impl Plan {
    /// The numbers of values before each origin of a series, the first origin first; the last leaves one horizon.
    pub fn origins(&self, length: usize) -> Vec<usize> {
        let last = length.saturating_sub(self.horizon.max(1));
        let origins = (0..self.origins).map_while(|back| last.checked_sub(back * self.step.max(1)));
        let mut origins: Vec<usize> = origins.take_while(|origin| *origin >= self.fewest.max(1)).collect();
        origins.reverse();
        origins
    }
}

/// The means of the measures over origins, see [`metrics`](crate::metrics). NaN where a measure has no value.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// The mean absolute error, in units of the series.
    pub mae: f64,
    /// The mean absolute scaled error.
    pub mase: f64,
    /// The root mean squared scaled error.
    pub rmsse: f64,
    /// The symmetric mean absolute percentage error, from 0 to 200.
    pub smape: f64,
    /// The overall weighted average against Naïve 2.
    pub owa: f64,
    /// For each level, in the order asked: the level in percent, the share of values inside, and the mean scaled
    /// interval score.
    pub intervals: Vec<(f64, f64, f64)>,
}

/// Forecasts made in the past.
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// How many values each forecast has seen.
    pub origins: Vec<usize>,
    /// One for each origin.
    pub forecasts: Vec<Forecast>,
    /// Their errors against the actual values.
    pub scores: Scores,
}

/// Fits a model to the values before each origin by `fit`, forecasts from it, and scores the forecasts.
///
/// # Errors
///
/// [`ForecastError::SeriesTooShort`] where no origin has enough values before it, and those of `fit` and of
/// [`FittedModel::forecast`].
pub fn backtest(
    series: &[f64],
    season: usize,
    plan: Plan,
    levels: &[f64],
    fit: impl Fn(&[f64]) -> Result<Box<dyn FittedModel>, ForecastError>,
) -> Result<Backtest, ForecastError> {
    let origins = plan.origins(series.len());
    if origins.is_empty() {
        let needed = plan.fewest.max(1) + plan.horizon;
        return Err(ForecastError::SeriesTooShort { needed, observed: series.len() });
    }
    let forecasts: Vec<Forecast> = origins
        .iter()
        .map(|&origin| fit(&series[..origin])?.forecast(plan.horizon, levels))
        .collect::<Result<_, _>>()?;
    let scores = scores(series, season, &origins, &forecasts)?;
    Ok(Backtest { origins, forecasts, scores })
}

/// Scores forecasts that were made from some origins of a series.
///
/// # Errors
///
/// [`ForecastError::SeriesTooShort`] where no value lies before an origin.
pub fn scores(
    series: &[f64],
    season: usize,
    origins: &[usize],
    forecasts: &[Forecast],
) -> Result<Scores, ForecastError> {
    let mut points: Vec<[f64; 6]> = Vec::with_capacity(origins.len());
    let mut bounds: Vec<Vec<(f64, f64, f64)>> = Vec::with_capacity(origins.len());
    for (&origin, forecast) in origins.iter().zip(forecasts) {
        let (past, actual) = series.split_at(origin.min(series.len()));
        let (ours, naive) = (&forecast.mean, naive2(past, season, forecast.mean.len())?);
        points.push([
            mae(actual, ours),
            mase(past, season, actual, ours),
            rmsse(past, season, actual, ours),
            smape(actual, ours),
            mase(past, season, actual, &naive),
            smape(actual, &naive),
        ]);
        let intervals = forecast.intervals.iter();
        bounds.push(
            intervals
                .map(|interval| {
                    (interval.level, coverage(actual, interval), msis(past, season, actual, interval))
                })
                .collect(),
        );
    }
    let [error, scaled, root, percentage, naive_scaled, naive_percentage] =
        std::array::from_fn(|measure| mean(points.iter().map(|point| point[measure])));
    let levels = bounds.first().cloned().unwrap_or_default().into_iter().enumerate();
    let over = |place: usize, of: fn(&(f64, f64, f64)) -> f64| {
        mean(bounds.iter().filter_map(|bounds| bounds.get(place)).map(of))
    };
    let intervals = levels
        .map(|(place, (level, ..))| (level, over(place, |bound| bound.1), over(place, |bound| bound.2)));
    Ok(Scores {
        mae: error,
        mase: scaled,
        rmsse: root,
        smape: percentage,
        // A ratio of means, as in the M4 competition, not a mean of ratios: an origin where Naïve 2 is nearly exact
        // would outweigh all others.
        owa: owa((percentage, scaled), (naive_percentage, naive_scaled)),
        intervals: intervals.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;

    fn plan(origins: usize, step: usize) -> Plan {
        Plan { horizon: 7, origins, step, fewest: 14 }
    }

    #[test]
    fn origins_go_back_from_the_last_horizon() {
        assert_eq!(plan(3, 7).origins(35), [14, 21, 28]);
        assert_eq!(plan(9, 2).origins(26), [15, 17, 19]);
        assert!(plan(3, 7).origins(20).is_empty());
    }

    #[test]
    fn a_season_that_repeats_is_forecast_without_error_and_naive_is_not() {
        let series: Vec<f64> = (0..70).map(|day| 10.0 + f64::from(day % 7) + 0.01 * f64::from(day)).collect();
        let score = |text: &str| {
            let model: Model = text.parse().unwrap();
            backtest(&series, 7, plan(4, 7), &[80.0], |past| model.fit(past, 7, 7)).unwrap()
        };
        let (season, naive) = (score("seasonal-naive"), score("naive"));
        assert_eq!(season.origins, [42, 49, 56, 63]);
        assert!((season.scores.mase - 1.0).abs() < 1e-9, "{:?}", season.scores);
        assert!(naive.scores.mae > 1.0 && naive.scores.owa > season.scores.owa);
        let (level, covered, _) = season.scores.intervals[0];
        assert!((level - 80.0).abs() < f64::EPSILON && covered > 0.9);
    }

    #[test]
    fn a_past_too_short_says_what_it_takes() {
        let error = backtest(&[1.0; 10], 7, plan(3, 7), &[], |past| Model::Auto.fit(past, 7, 7)).unwrap_err();
        assert_eq!(error, ForecastError::SeriesTooShort { needed: 21, observed: 10 });
    }
}
