//! The likelihood of an ARIMA model, and the coefficients where it is highest.
//!
//! The variance of the disturbance is concentrated out of the likelihood (Harvey 1989, section 3.4.2) where the levels
//! start diffuse, and so are the weights of constant and regressors: for any coefficients they are those of generalised
//! least squares. Where the levels start from a variance of their own it cannot be, and its logarithm joins the
//! parameters.

use std::cell::RefCell;
use std::f64::consts::TAU;

use super::autoregression::Products;
use super::conditional;
use super::hannan_rissanen;
use super::kalman::{Filtered, Start, filter};
use super::process::{Coefficients, Process};
use super::regression::regress;
use super::scaled::Scaled;
use super::state_space::StateSpace;
use super::transform::{ar_to_free, free_to_ar, free_to_ma, ma_to_free};
use super::whiten::White;
use crate::optimise::Minimum;
use crate::optimise::minimise::{minimise, minimise_closely};
use crate::{ArimaOrder, ForecastError, LevelStart};

/// The variance of a series forecast without error, in its scaled unit: its logarithm must stay a number.
const LEAST_VARIANCE: f64 = 1e-300;

/// Entries of covariances that a search may move, about a second or two: bounds the time of the largest models.
pub(super) const MOST_WORK: usize = 120_000_000;
/// With fewer points than this there is one start, and it had better be near.
const FEWEST_POINTS: usize = 1_000;
/// With fewer slopes, each two points a coefficient, a search gets nowhere from where a close one ended.
const FEWEST_SLOPES: usize = 10;
/// The steps of a close search, and the fewest however dear they are.
const STEPS: (usize, usize) = (2, 40);
/// Points that a search may try however small their work, several times what the hardest case seen took.
const MOST_POINTS: usize = 20_000;

/// The estimates, for a scaled series.
#[derive(Debug, Clone)]
pub(crate) struct Parameters {
    pub(crate) coefficients: Coefficients,
    /// `None`: the variance that makes the likelihood highest.
    pub(crate) variance: Option<f64>,
    /// Of the constant and the regressors. `None`: those that make the likelihood highest.
    pub(crate) weights: Option<Vec<f64>>,
}

/// How closely the highest likelihood is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// As closely as floating point allows, from several starts. Where a point is dear, as closely as a second or two
    /// allows.
    Exact,
    /// To about the sixth digit of the likelihood of a value, from conditional least squares.
    Close,
    /// Nowhere but where conditional least squares put it.
    Conditional,
}

/// A model run over a scaled series.
pub(crate) struct Run {
    pub(crate) filtered: Filtered,
    pub(crate) weights: Vec<f64>,
    pub(crate) variance: f64,
    pub(crate) log_likelihood: f64,
    pub(crate) count: usize,
}

/// The highest likelihood found, and where.
pub(crate) struct Fit {
    pub(crate) parameters: Parameters,
    pub(crate) log_likelihood: f64,
    pub(crate) count: usize,
}

/// The parameters where the likelihood of a scaled series is highest.
pub(crate) fn fit(
    order: ArimaOrder,
    scaled: &Scaled,
    start: LevelStart,
    search: Search,
) -> Result<Fit, ForecastError> {
    let complete = scaled.differences.as_ref().filter(|_| start == LevelStart::Diffuse);
    let autoregressive = order.highest_ma() == 0 && scaled.columns.len() == 1;
    let products = complete
        .filter(|_| autoregressive)
        .and_then(|differences| Products::new(&differences[0], order.highest_ar()));
    let white = RefCell::new(White::default());
    let log_likelihood = |free: &[f64]| {
        let parameters = read_free(order, free);
        let Some(differences) = complete else {
            let run = run(order, &scaled.columns, start.over(scaled.scale), &parameters)?;
            return Some((run.log_likelihood, run.count));
        };
        let process = Process::new(order, &parameters.coefficients);
        let (square, sum_log_variance) = if let Some(products) = &products {
            products.squares(process.ar())?
        } else {
            let mut white = white.borrow_mut();
            white.run(&process, differences)?;
            (regress(&white.errors)?.1, white.sum_log_variance)
        };
        let count = differences[0].len();
        Some((likelihood(count, square, sum_log_variance, None).1, count))
    };
    let cost = |free: &[f64]| log_likelihood(free).map_or(f64::NAN, |(log, count)| -log / count as f64);
    let minimum = minimum(order, scaled, start, search, &cost).ok_or(ForecastError::LikelihoodUndefined)?;
    let (log_likelihood, count) = log_likelihood(&minimum.point).ok_or(ForecastError::LikelihoodUndefined)?;
    Ok(Fit { parameters: read_free(order, &minimum.point), log_likelihood, count })
}

fn minimum(
    order: ArimaOrder,
    scaled: &Scaled,
    start: LevelStart,
    search: Search,
    cost: &dyn Fn(&[f64]) -> f64,
) -> Option<Minimum> {
    let mut starts = starts(order, scaled, start);
    let fast = scaled.differences.is_some() && start == LevelStart::Diffuse;
    let length = scaled.columns[0].len() * scaled.columns.len();
    let work = length * order.state() * if fast { 1 } else { order.state() };
    let points = MOST_WORK / work.max(1);
    // A step takes a slope and a few points along it.
    let steps = (points / (starts[0].len() + 3)).clamp(STEPS.0, STEPS.1);
    let closely = |starts: &[Vec<f64>]| minimise_closely(cost, &starts[0], steps as u64);
    match search {
        Search::Close => return closely(&starts),
        Search::Conditional => {
            let point = starts.swap_remove(0);
            return Some(Minimum { cost: cost(&point), point });
        }
        Search::Exact => {}
    }
    let share = points / starts.len();
    // Points too dear for several starts: one close search, and a thorough one from there where slopes are affordable.
    if share < FEWEST_POINTS {
        let near = closely(&starts)?;
        let has_slopes = points >= FEWEST_SLOPES * 2 * near.point.len();
        return if has_slopes { minimise(cost, &[near.point], points) } else { Some(near) };
    }
    minimise(cost, &starts, share.min(MOST_POINTS))
}

/// Runs a model over the columns of a scaled series; `start` is in its squared units.
pub(crate) fn run(
    order: ArimaOrder,
    columns: &[Vec<f64>],
    start: LevelStart,
    parameters: &Parameters,
) -> Option<Run> {
    let model = StateSpace::new(order, Process::new(order, &parameters.coefficients));
    let start = match (start, parameters.variance) {
        (LevelStart::Diffuse, _) => Start::Diffuse,
        (LevelStart::Normal { variance: level }, Some(variance)) => Start::Variance(level / variance),
        (LevelStart::Normal { .. }, None) => return None,
    };
    let filtered = filter(&model, columns, start)?;
    let (weights, square) = match &parameters.weights {
        None => regress(&filtered.errors)?,
        Some(weights) => {
            let rest = super::scaled::rest(&filtered.errors, weights);
            (weights.clone(), rest.iter().filter(|error| !error.is_nan()).map(|error| error * error).sum())
        }
    };
    let count = filtered.deviations.iter().filter(|deviation| !deviation.is_nan()).count();
    let (variance, log_likelihood) =
        likelihood(count, square, filtered.sum_log_variance, parameters.variance);
    let sound = log_likelihood.is_finite() && count > 0;
    sound.then_some(Run { filtered, weights, variance, log_likelihood, count })
}

/// Variance and log-likelihood of errors whose squares, each over its variance, sum to `square`.
fn likelihood(count: usize, square: f64, sum_log_variance: f64, known: Option<f64>) -> (f64, f64) {
    let count = count as f64;
    // -2 log L = n ln(2 pi s^2) + sum ln f + square / s^2; where s^2 is square / n, its best value, the last term is n.
    let variance = known.unwrap_or((square / count).max(LEAST_VARIANCE));
    let squares = if known.is_some() { square / variance } else { count };
    (variance, -0.5 * (count * (TAU * variance).ln() + sum_log_variance + squares))
}

/// Free numbers: the parts of the coefficients one after the other, then the logarithm of the variance where it is
/// needed.
pub(crate) fn read_free(order: ArimaOrder, free: &[f64]) -> Parameters {
    let mut rest = free;
    let mut take = |count: usize| {
        let (combined, left) = rest.split_at(count);
        rest = left;
        combined
    };
    let coefficients = Coefficients {
        ar: free_to_ar(take(order.p())),
        seasonal_ar: free_to_ar(take(order.seasonal_p())),
        ma: free_to_ma(take(order.q())),
        seasonal_ma: free_to_ma(take(order.seasonal_q())),
    };
    Parameters { coefficients, variance: rest.first().map(|log| log.exp()), weights: None }
}

pub(crate) fn write_free(coefficients: &Coefficients) -> Vec<f64> {
    let Coefficients { ar, ma, seasonal_ar, seasonal_ma } = coefficients;
    [ar_to_free(ar), ar_to_free(seasonal_ar), ma_to_free(ma), ma_to_free(seasonal_ma)].concat()
}

/// Conditional least squares, and zeros.
fn starts(order: ArimaOrder, scaled: &Scaled, start: LevelStart) -> Vec<Vec<f64>> {
    let near =
        conditional::refine(order, &scaled.rest, &hannan_rissanen::hannan_rissanen(order, &scaled.rest));
    let mut starts = vec![write_free(&near)];
    if starts[0].iter().any(|&free| free != 0.0) {
        starts.push(vec![0.0; order.arma_terms()]);
    }
    if start != LevelStart::Diffuse {
        let square: f64 = scaled.rest.iter().map(|value| value * value).sum();
        let log_variance = (square / scaled.rest.len() as f64).max(LEAST_VARIANCE).ln();
        for free in &mut starts {
            free.push(log_variance);
        }
    }
    starts
}
