//! The likelihood of an ARIMA model, and the coefficients where it is highest.
//!
//! The variance of the disturbance is concentrated out of the likelihood (Harvey 1989, section 3.4.2) where the levels
//! start diffuse. Where they start from a variance of their own it cannot be, and its logarithm joins the parameters.

use std::f64::consts::TAU;

use crate::kalman::{Filtered, Start, filter};
use crate::minimise::minimise;
use crate::scaled::{Scaled, difference};
use crate::state_space::StateSpace;
use crate::transform::{ar_to_free, free_to_ar, free_to_ma, ma_to_free};
use crate::{ArimaOrder, ForecastError, LevelStart, guess};

/// The variance of a series forecast without error, in its scaled unit: its logarithm must stay a number.
const LEAST_VARIANCE: f64 = 1e-300;

/// Entries of covariances that a search may move, about a second or two: bounds the time of the largest models.
const MOST_WORK: usize = 150_000_000;
/// Points that a search may try whatever their work, a few iterations of the largest model.
const FEWEST_POINTS: usize = 1_000;
/// Points that a search may try however small their work, several times what the hardest case seen took.
const MOST_POINTS: usize = 20_000;

/// Coefficients and variance of a model of a scaled series.
#[derive(Debug, Clone)]
pub(crate) struct Parameters {
    pub(crate) ar: Vec<f64>,
    pub(crate) ma: Vec<f64>,
    /// `None`: the variance that makes the likelihood highest.
    pub(crate) variance: Option<f64>,
}

/// A model run over a scaled series.
pub(crate) struct Run {
    pub(crate) filtered: Filtered,
    pub(crate) variance: f64,
    pub(crate) log_likelihood: f64,
}

/// The parameters where the likelihood of a scaled series is highest.
pub(crate) fn fit(
    order: ArimaOrder,
    scaled: &Scaled,
    start: LevelStart,
) -> Result<Parameters, ForecastError> {
    let read = |free: &[f64]| read_free(order, free);
    let cost = |free: &[f64]| match run(order, scaled, start, &read(free), None) {
        Some(run) => -run.log_likelihood / run.filtered.count as f64,
        None => f64::NAN,
    };
    let size = order.d() + order.p().max(order.q() + 1);
    let most_points = MOST_WORK / (scaled.values.len() * size * size).max(1);
    let most_points = most_points.clamp(FEWEST_POINTS, MOST_POINTS);
    let minimum = minimise(&cost, &starts(order, scaled, start), most_points)
        .ok_or(ForecastError::LikelihoodUndefined)?;
    Ok(read(&minimum.point))
}

/// Runs a model over a scaled series. `errors` receives the prediction errors, as [`filter`] says.
pub(crate) fn run(
    order: ArimaOrder,
    scaled: &Scaled,
    start: LevelStart,
    parameters: &Parameters,
    errors: Option<&mut Vec<f64>>,
) -> Option<Run> {
    let model = StateSpace::new(order, &parameters.ar, &parameters.ma);
    let start = match (start, parameters.variance) {
        (LevelStart::Diffuse, _) => Start::Diffuse,
        (LevelStart::Normal { variance: level }, Some(variance)) => {
            Start::Variance(level / scaled.scale / scaled.scale / variance)
        }
        (LevelStart::Normal { .. }, None) => return None,
    };
    let filtered = filter(&model, &scaled.values, start, errors)?;
    let count = filtered.count as f64;
    let best = (filtered.sum_square / count).max(LEAST_VARIANCE);
    let variance = parameters.variance.unwrap_or(best);
    let squares = if parameters.variance.is_some() { filtered.sum_square / variance } else { count };
    let log_likelihood = -0.5 * (count * (TAU * variance).ln() + filtered.sum_log_variance + squares);
    log_likelihood.is_finite().then_some(Run { filtered, variance, log_likelihood })
}

/// Free numbers: the autoregressive part, the moving average, then the logarithm of the variance where it is needed.
fn read_free(order: ArimaOrder, free: &[f64]) -> Parameters {
    let (ar, rest) = free.split_at(order.p());
    let (ma, variance) = rest.split_at(order.q());
    Parameters { ar: free_to_ar(ar), ma: free_to_ma(ma), variance: variance.first().map(|log| log.exp()) }
}

/// Least squares, and zeros.
fn starts(order: ArimaOrder, scaled: &Scaled, start: LevelStart) -> Vec<Vec<f64>> {
    let differences = difference(scaled.bridged.clone(), order.d());
    let (ar, ma) = guess::guess(order, &differences);
    let mut starts = vec![[ar_to_free(&ar), ma_to_free(&ma)].concat()];
    if starts[0].iter().any(|&free| free != 0.0) {
        starts.push(vec![0.0; order.p() + order.q()]);
    }
    if start != LevelStart::Diffuse {
        let square: f64 = differences.iter().map(|value| value * value).sum();
        let log_variance = (square / differences.len() as f64).max(LEAST_VARIANCE).ln();
        for free in &mut starts {
            free.push(log_variance);
        }
    }
    starts
}
