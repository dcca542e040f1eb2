//! What every fitted model can say of its series, of the periods after it, and of itself.

use std::fmt;

use crate::forecast::{self, Forecast};
use crate::{ErrorDistribution, ForecastError, Summary};

/// A model fitted to one series of equally spaced values, oldest first, [`f64::NAN`] being a missing one.
///
/// A missing value moves nothing: the state goes on to the next period as the model expects it to.
pub trait FittedModel: fmt::Debug + Send + Sync {
    /// The model's text form, such as `arima(5,1,0)` or `ets(M,Ad,M)`.
    fn name(&self) -> String;

    /// The model's expectation of each value of its series one period before, in units of the series; NaN where it
    /// had no past to expect from, and in some models where the value is missing.
    fn fitted(&self) -> &[f64];

    /// Each value of the model's series less its expectation, NaN where either is unknown.
    fn residuals_of(&self, series: &[f64]) -> Vec<f64> {
        series.iter().zip(self.fitted()).map(|(value, fitted)| value - fitted).collect()
    }

    /// The model's name, parameters and fit.
    fn summary(&self, series: &[f64]) -> Summary {
        Summary::of(self, series)
    }

    /// The expected values of the next `horizon` periods, in units of the series.
    fn mean(&self, horizon: usize) -> Vec<f64>;

    /// One path that the next periods may take, a value for each shock: shocks are disturbances in units of their
    /// standard deviation. Without any (all zero) it is [`Self::mean`] wherever the model is linear.
    fn path(&self, shocks: &[f64]) -> Vec<f64>;

    /// The standard deviations of the forecasts' errors where the model has a formula for them, in units of the
    /// series. `None`: paths have to be drawn.
    fn standard_errors(&self, _horizon: usize) -> Option<Vec<f64>> {
        None
    }

    /// Forecasts the next `horizon` periods, with an interval for each of `levels` (percent, strictly between 0 and
    /// 100; none is allowed): normal ones where the model has [`Self::standard_errors`], from drawn paths elsewhere.
    ///
    /// # Errors
    ///
    /// [`ForecastError::HorizonZero`], [`ForecastError::HorizonTooLong`] above [`MAX_HORIZON`](crate::MAX_HORIZON), and
    /// [`ForecastError::LevelOutOfRange`].
    fn forecast(&self, horizon: usize, levels: &[f64]) -> Result<Forecast, ForecastError> {
        forecast::forecast(self, horizon, levels)
    }

    /// The errors of past forecasts that give the width of intervals; `None` where the model's own formula
    /// does.
    fn error_distribution(&self) -> Option<&ErrorDistribution> {
        None
    }

    /// Which of the next periods may be closed, the next one being 0: intervals of theirs are not those of errors
    /// alone.
    fn doubted(&self, _horizon: usize) -> Vec<usize> {
        Vec::new()
    }

    /// How far the errors of different periods go together, see [`Forecast::summed`].
    fn error_correlation(&self, horizon: usize) -> f64 {
        forecast::error_correlation(self, horizon)
    }

    /// How well the model explains the series, `None` where it has no likelihood.
    fn likelihood(&self) -> Option<Likelihood>;

    /// What was estimated, by name, for people to read.
    fn parameters(&self) -> Vec<(String, f64)>;

    /// The same model with the same parameters at the end of another series, usually a longer or a shorter past of its
    /// own. Nothing is estimated but what the model holds of the series' start.
    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel>;

    /// The parameters estimated again on another past of the series, what was chosen (the form, the order) being kept.
    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        self.carried_to(series)
    }

    /// The model's forecasts, with its parameters, of the `horizon` periods after each of `origins`: a
    /// number of values from the start of the series, at least one.
    fn rolled(&self, series: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        origins.iter().map(|&origin| self.carried_to(&series[..origin]).mean(horizon)).collect()
    }
}

/// A log-likelihood and what its criteria need to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likelihood {
    /// The natural logarithm of the likelihood. Comparable between models of one family only: families count their
    /// starting values in ways of their own.
    pub log: f64,
    /// How many parameters were estimated, the variance among them.
    pub parameters: usize,
    /// How many values the likelihood counts.
    pub count: usize,
}

impl Likelihood {
    /// Akaike's criterion, lower being better: `2 k - 2 log L`.
    pub fn aic(self) -> f64 {
        2.0 * self.parameters as f64 - 2.0 * self.log
    }

    /// Akaike's criterion corrected for short series (Hurvich and Tsai 1989): `aic + 2 k (k + 1) / (n - k - 1)`.
    /// Infinite where `n` does not exceed `k + 1`.
    pub fn aicc(self) -> f64 {
        let parameters = self.parameters as f64;
        let spare = self.count as f64 - parameters - 1.0;
        if spare > 0.0 { self.aic() + 2.0 * parameters * (parameters + 1.0) / spare } else { f64::INFINITY }
    }

    /// Schwarz's criterion, lower being better: `k log n - 2 log L`.
    pub fn bic(self) -> f64 {
        self.parameters as f64 * (self.count as f64).ln() - 2.0 * self.log
    }
}
