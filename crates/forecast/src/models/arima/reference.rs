//! The estimate that the Python library statsmodels prints, for people who come from it and want their figures back.

use super::Arima;
use super::fit::{Parameters, run};
use super::hannan_rissanen;
use super::lbfgsb::minimise_lbfgsb;
use super::process::Coefficients;
use super::scaled::Scaled;
use super::transform::{coefficients_to_partials, free_to_ar, free_to_ma};
use crate::{ArimaOrder, ForecastError, LevelStart, Regressors};

/// What statsmodels believes of the levels, in squared units of the series.
const LEVELS: LevelStart = LevelStart::Normal { variance: 1e6 };

impl Arima {
    /// Fits as statsmodels 0.15 does by `ARIMA(series, order=(p, d, q), trend="n").fit()`.
    ///
    /// The same steps are taken: each level starts from a normal distribution around zero of variance 1e6 in squared
    /// units of the series, and the first `d` values count for nothing in the likelihood; least squares give the
    /// starting values; the coefficients pass through partial autocorrelations and the variance through its square
    /// root; L-BFGS-B as scipy sets it up, with gradients by forward differences of 1e-5, moves all of them together
    /// and stops where a step gains little.
    ///
    /// [`Self::fit`] is the better estimate. On a series of large numbers the variance hardly moves from where it
    /// started, since its square root is thousands of times larger than the other parameters; and the levels' variance
    /// is then small beside the series' own, which pulls the first value towards zero. Two departures: a moving
    /// average starts from this crate's own least squares, and a missing value is bridged for the starting values
    /// rather than left out. Seasonal orders and those with a constant are fitted by [`Self::fit_from`].
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit`].
    pub fn fit_as_statsmodels(order: ArimaOrder, series: &[f64]) -> Result<Self, ForecastError> {
        if order.season() > 1 || order.has_constant() {
            return Self::fit_from(order, series, LEVELS);
        }
        let scaled = Scaled::new(order, series, &Regressors::none(), LEVELS)?;
        let start = LEVELS.over(scaled.scale);
        if scaled.flat {
            return Self::deterministic(order, series, &scaled, &Regressors::none());
        }
        let cost = |free: &[f64]| match run(order, &scaled.columns, start, &read_free(order, &scaled, free)) {
            Some(run) => {
                let in_units = run.log_likelihood - run.count as f64 * scaled.scale.ln();
                -in_units / series.len() as f64
            }
            None => f64::NAN,
        };
        let first = starting_values(order, &scaled);
        let free = minimise_lbfgsb(&cost, first).ok_or(ForecastError::LikelihoodUndefined)?;
        Self::run(order, series, &scaled, &Regressors::none(), (LEVELS, read_free(order, &scaled, &free)))
    }
}

/// Free numbers in statsmodels' order and signs: autoregression, moving average, then the standard deviation in units
/// of the series. Its partial autocorrelations have the opposite sign of ours.
fn read_free(order: ArimaOrder, scaled: &Scaled, free: &[f64]) -> Parameters {
    let (ar, rest) = free.split_at(order.p());
    let (ma, deviation) = rest.split_at(order.q());
    let opposite: Vec<f64> = ar.iter().map(|value| -value).collect();
    let deviation = deviation.first().map(|deviation| deviation / scaled.scale);
    let coefficients =
        Coefficients { ar: free_to_ar(&opposite), ma: free_to_ma(ma), ..Coefficients::zeros(order) };
    let variance = deviation.map(|deviation| (deviation * deviation).max(f64::MIN_POSITIVE));
    Parameters { coefficients, variance, weights: None }
}

/// Least squares, zeros where they are not stationary or not invertible, and the mean square of what they leave.
fn starting_values(order: ArimaOrder, scaled: &Scaled) -> Vec<f64> {
    let Coefficients { ar, ma, .. } = hannan_rissanen::hannan_rissanen(order, &scaled.rest);
    let residuals = residuals(&ar, &ma, &scaled.rest);
    let mean_square =
        residuals.iter().map(|value| value * value).sum::<f64>() / residuals.len().max(1) as f64;
    let turned: Vec<f64> = ma.iter().map(|coefficient| -coefficient).collect();
    let opposite = free(&ar).into_iter().map(|value| -value);
    let deviation = mean_square.sqrt().max(f64::EPSILON) * scaled.scale;
    opposite.chain(free(&turned)).chain([deviation]).collect()
}

/// The free numbers of coefficients; zeros when they are not those of a stationary process.
fn free(coefficients: &[f64]) -> Vec<f64> {
    let partials = coefficients_to_partials(coefficients).unwrap_or_else(|| vec![0.0; coefficients.len()]);
    partials.into_iter().map(|partial| partial / (1.0 - partial * partial).sqrt()).collect()
}

/// What one-step predictions leave, from the first value that has its whole past.
fn residuals(ar: &[f64], ma: &[f64], differences: &[f64]) -> Vec<f64> {
    let mut residuals: Vec<f64> = Vec::new();
    for index in ar.len()..differences.len() {
        let from_values: f64 = (1..).zip(ar).map(|(lag, phi)| phi * differences[index - lag]).sum();
        let from_errors: f64 = residuals.iter().rev().zip(ma).map(|(error, theta)| theta * error).sum();
        residuals.push(differences[index] - from_values - from_errors);
    }
    residuals
}
