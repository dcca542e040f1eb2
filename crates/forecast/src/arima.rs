//! A fitted ARIMA model: its coefficients, its likelihood, and the state from which it forecasts.

use crate::fit::{Parameters, Run, fit, run};
use crate::level_start::check_variance;
use crate::scaled::Scaled;
use crate::transform::coefficients_to_partials;
use crate::{ArimaOrder, ForecastError, LevelStart};

/// An ARIMA model of one series, without constant: after `d` differences,
/// `w[t] = ar[0] w[t-1] + ... + e[t] + ma[0] e[t-1] + ...`, where `e` is normal noise of variance `sigma2`.
///
/// A series whose `d`-th differences are all zero (a constant for `d = 1`, a straight line for `d = 2`, zeros for
/// `d = 0`) has no likelihood to maximise. It is not refused: the model is then [deterministic](Self::is_deterministic),
/// with zero coefficients and variance, infinite log-likelihood, and forecasts that carry the constant or the line on
/// with intervals of no width.
#[derive(Debug, Clone)]
pub struct Arima {
    order: ArimaOrder,
    ar: Vec<f64>,
    ma: Vec<f64>,
    sigma2: f64,
    log_likelihood: f64,
    count: usize,
    residuals: Vec<f64>,
    pub(crate) tail: Tail,
}

/// Where the series ends, in its scaled unit.
#[derive(Debug, Clone)]
pub(crate) struct Tail {
    pub(crate) state: Vec<f64>,
    pub(crate) covariance: Vec<f64>,
    pub(crate) variance: f64,
    pub(crate) offset: f64,
    pub(crate) scale: f64,
}

impl Arima {
    /// Fits a model to equally spaced values, oldest first, by maximum exact likelihood, [`f64::NAN`] being a missing
    /// value. The levels start diffuse; the ARMA part starts from its stationary distribution.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] below [`ArimaOrder::shortest_series`] values present,
    /// [`ForecastError::ValueInfinite`], [`ForecastError::ValueTooLarge`], and
    /// [`ForecastError::LikelihoodUndefined`] where floating point does not suffice.
    pub fn fit(order: ArimaOrder, series: &[f64]) -> Result<Self, ForecastError> {
        Self::fit_from(order, series, LevelStart::Diffuse)
    }

    /// Fits as [`Self::fit`] does, with another belief of the levels before the first value.
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit`], and [`ForecastError::VarianceNotPositive`] for that of `start`.
    pub fn fit_from(order: ArimaOrder, series: &[f64], start: LevelStart) -> Result<Self, ForecastError> {
        start.check()?;
        let scaled = Scaled::new(order, series, start)?;
        if scaled.flat {
            return Ok(Self::deterministic(order, series, &scaled));
        }
        let parameters = fit(order, &scaled, start)?;
        Self::run(order, &scaled, start, parameters)
    }

    /// The model of a series at given coefficients: `phi` of length `p`, `theta` of length `q`, and the variance
    /// `sigma2` of the disturbance in squared units of the series.
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit_from`], and [`ForecastError::CoefficientCount`], [`ForecastError::CoefficientNotFinite`],
    /// [`ForecastError::NotStationary`], [`ForecastError::VarianceNotPositive`] for the parameters. `theta` need not be
    /// invertible.
    pub fn with_parameters(
        order: ArimaOrder,
        series: &[f64],
        (phi, theta, sigma2): (&[f64], &[f64], f64),
        start: LevelStart,
    ) -> Result<Self, ForecastError> {
        start.check()?;
        check_coefficients("p", order.p(), phi)?;
        check_coefficients("q", order.q(), theta)?;
        check_variance(sigma2)?;
        coefficients_to_partials(phi).ok_or(ForecastError::NotStationary)?;
        let scaled = Scaled::new(order, series, start)?;
        let variance = Some(sigma2 / scaled.scale / scaled.scale);
        let parameters = Parameters { ar: phi.to_vec(), ma: theta.to_vec(), variance };
        Self::run(order, &scaled, start, parameters)
    }

    /// The exact log-likelihood of a series at given parameters, the levels starting diffuse.
    ///
    /// The `d` values that find the levels add no constant of their own: without missing values this is the
    /// log-likelihood of the `d`-times differenced series.
    ///
    /// # Errors
    ///
    /// Those of [`Self::with_parameters`].
    pub fn log_likelihood_at(
        order: ArimaOrder,
        series: &[f64],
        phi: &[f64],
        theta: &[f64],
        sigma2: f64,
    ) -> Result<f64, ForecastError> {
        Self::with_parameters(order, series, (phi, theta, sigma2), LevelStart::Diffuse)
            .map(|model| model.log_likelihood)
    }

    pub(crate) fn run(
        order: ArimaOrder,
        scaled: &Scaled,
        start: LevelStart,
        parameters: Parameters,
    ) -> Result<Self, ForecastError> {
        let mut errors = Vec::with_capacity(scaled.values.len());
        let Run { filtered, variance, log_likelihood } =
            run(order, scaled, start, &parameters, Some(&mut errors))
                .ok_or(ForecastError::LikelihoodUndefined)?;
        Ok(Self {
            order,
            ar: parameters.ar,
            ma: parameters.ma,
            sigma2: variance * scaled.scale * scaled.scale,
            log_likelihood: log_likelihood - filtered.count as f64 * scaled.scale.ln(),
            count: filtered.count,
            residuals: errors.into_iter().map(|error| error * scaled.scale).collect(),
            tail: Tail {
                state: filtered.state,
                covariance: filtered.covariance,
                variance,
                offset: scaled.offset,
                scale: scaled.scale,
            },
        })
    }

    pub(crate) fn deterministic(order: ArimaOrder, series: &[f64], scaled: &Scaled) -> Self {
        let size = order.d() + order.p().max(order.q() + 1);
        let mut state = vec![0.0; size];
        // The last value present, and the slope up to it, carried over the missing ones that may follow.
        let (last, before) = match scaled.bridged.as_slice() {
            [.., before, last] => (*last, *before),
            _ => (0.0, 0.0),
        };
        let missing_after = series.iter().rev().take_while(|value| value.is_nan()).count();
        match &mut state[..order.d()] {
            [value] => *value = last,
            [value, slope] => {
                *slope = last - before;
                *value = last + *slope * missing_after as f64;
            }
            _ => {}
        }
        let observed = series.iter().filter(|value| !value.is_nan()).count();
        let tail = Tail {
            state,
            covariance: vec![0.0; size * size],
            variance: 0.0,
            offset: scaled.offset,
            scale: scaled.scale,
        };
        Self {
            order,
            ar: vec![0.0; order.p()],
            ma: vec![0.0; order.q()],
            sigma2: 0.0,
            log_likelihood: f64::INFINITY,
            count: observed - order.d(),
            residuals: residuals_of_zero(series, order.d()),
            tail,
        }
    }

    /// The order of the model.
    pub fn order(&self) -> ArimaOrder {
        self.order
    }

    /// The autoregressive coefficients, lag 1 first; length `p`.
    pub fn ar(&self) -> &[f64] {
        &self.ar
    }

    /// The moving-average coefficients, lag 1 first; length `q`.
    pub fn ma(&self) -> &[f64] {
        &self.ma
    }

    /// The variance of the disturbance, in squared units of the series.
    pub fn sigma2(&self) -> f64 {
        self.sigma2
    }

    /// The exact log-likelihood, as [`Self::log_likelihood_at`] counts it.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }

    /// How many values the likelihood counts: those present, less the `d` that find the levels.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether all differences of the series are zero, and the forecasts without error.
    pub fn is_deterministic(&self) -> bool {
        self.sigma2 == 0.0 && self.log_likelihood == f64::INFINITY
    }

    /// Akaike's criterion, lower being better: `2 k - 2 log L`, where `k = p + q + 1`.
    pub fn aic(&self) -> f64 {
        2.0 * self.order.parameters() as f64 - 2.0 * self.log_likelihood
    }

    /// Akaike's criterion corrected for short series (Hurvich and Tsai 1989): `aic + 2 k (k + 1) / (n - k - 1)`, where
    /// `n` is [`Self::count`]. Infinite where `n` does not exceed `k + 1`.
    pub fn aicc(&self) -> f64 {
        let parameters = self.order.parameters() as f64;
        let spare = self.count as f64 - parameters - 1.0;
        if spare > 0.0 { self.aic() + 2.0 * parameters * (parameters + 1.0) / spare } else { f64::INFINITY }
    }

    /// Schwarz's criterion, lower being better: `k log n - 2 log L`, where `n` is [`Self::count`].
    pub fn bic(&self) -> f64 {
        self.order.parameters() as f64 * (self.count as f64).ln() - 2.0 * self.log_likelihood
    }

    /// The errors of the forecasts one period ahead, in units of the series, one for each of its values: value less
    /// forecast. NaN where the value is missing, and for the `d` values that find the levels.
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }
}

fn residuals_of_zero(series: &[f64], levels: usize) -> Vec<f64> {
    let mut present = 0;
    let residual = |value: &f64| {
        present += usize::from(!value.is_nan());
        if value.is_nan() || present <= levels { f64::NAN } else { 0.0 }
    };
    series.iter().map(residual).collect()
}

fn check_coefficients(part: &'static str, needed: usize, given: &[f64]) -> Result<(), ForecastError> {
    if given.len() != needed {
        return Err(ForecastError::CoefficientCount { part, needed, given: given.len() });
    }
    if given.iter().any(|coefficient| !coefficient.is_finite()) {
        return Err(ForecastError::CoefficientNotFinite { part });
    }
    Ok(())
}
