//! Forecasts of many related series at once.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use crate::model::FittedModel;
use crate::{ErrorDistribution, Forecast, ForecastError, PooledErrors};

/// A forecast of one of many series.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchForecast {
    /// The forecast of the series.
    pub forecast: Forecast,
    /// How far the errors of different periods go together, see [`Forecast::summed`].
    pub error_correlation: f64,
    error_distribution: Option<ErrorDistribution>,
    doubted: Vec<usize>,
}

/// Fits a model to each of many related series by `fit` and forecasts it, on all processors; `report` is called with
/// how many are done.
///
/// Where the model learns its intervals from past errors, all series learn together how errors spread around their
/// usual size: one alone has too few. Bounds may then lie where no value can: a caller that knows of a limit cuts
/// them by [`Forecast::keep_above`].
pub fn forecast_all<T: Sync>(
    series: &[T],
    horizon: usize,
    levels: &[f64],
    fit: impl Fn(&T) -> Result<Box<dyn FittedModel>, ForecastError> + Sync,
    report: impl Fn(usize) + Sync,
) -> Vec<Result<BatchForecast, ForecastError>> {
    let done = AtomicUsize::new(0);
    let make = |series: &T| {
        let made = fit(series).and_then(|fitted| made(fitted.as_ref(), horizon, levels));
        report(done.fetch_add(1, Relaxed) + 1);
        made
    };
    let mut all: Vec<Result<BatchForecast, ForecastError>> = series.par_iter().map(make).collect();
    let pooled = PooledErrors::of(all.iter().flatten().filter_map(|made| made.error_distribution.as_ref()));
    for made in all.iter_mut().flatten() {
        if let Some(error_distribution) = &made.error_distribution {
            error_distribution.widen(&mut made.forecast, &pooled, &made.doubted);
        }
    }
    all
}

fn made(fitted: &dyn FittedModel, horizon: usize, levels: &[f64]) -> Result<BatchForecast, ForecastError> {
    Ok(BatchForecast {
        forecast: fitted.forecast(horizon, levels)?,
        error_correlation: fitted.error_correlation(horizon),
        error_distribution: fitted.error_distribution().cloned(),
        doubted: fitted.doubted(horizon),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;

    fn series(seed: u64, days: usize) -> Vec<f64> {
        let mut random = fastrand::Rng::with_seed(seed);
        (0..days).map(|day| 50.0 + 10.0 * (day % 7) as f64 + 8.0 * random.f64()).collect()
    }

    #[expect(clippy::ptr_arg, reason = "what is forecast is a vector")]
    fn auto(series: &Vec<f64>) -> Result<Box<dyn FittedModel>, ForecastError> {
        Model::Auto.fit(series, 7, 5)
    }

    #[test]
    fn each_series_has_its_forecast_in_order_and_progress_is_told() {
        let told = AtomicUsize::new(0);
        let series = [series(1, 60), vec![], series(2, 25)];
        let all = forecast_all(&series, 5, &[80.0], auto, |done| _ = told.fetch_max(done, Relaxed));
        assert_eq!(told.load(Relaxed), 3);
        assert_eq!(all[1], Err(ForecastError::SeriesTooShort { needed: 1, observed: 0 }));
        for made in [&all[0], &all[2]] {
            assert_eq!(made.as_ref().unwrap().forecast.mean.len(), 5);
        }
    }

    #[test]
    fn series_forecast_together_have_widths_in_proportion_to_their_own() {
        let series: Vec<Vec<f64>> = (0..6).map(|seed| series(seed, 40)).collect();
        let width = |made: &BatchForecast| made.forecast.intervals[0].upper[0] - made.forecast.mean[0];
        let alone: Vec<f64> = series
            .iter()
            .map(|series| width(&made(auto(series).unwrap().as_ref(), 5, &[80.0]).unwrap()))
            .collect();
        let all = forecast_all(&series, 5, &[80.0], auto, |_| ());
        for (made, alone) in all.into_iter().zip(alone) {
            let together = width(&made.unwrap());
            assert!(together > 0.3 * alone && together < 3.0 * alone, "{together} {alone}");
        }
    }
}
