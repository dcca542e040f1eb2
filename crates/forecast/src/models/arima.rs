//! A fitted ARIMA model: its coefficients, its likelihood, and the state from which it forecasts.

mod autoregression;
mod conditional;
mod effects;
mod fit;
mod hannan_rissanen;
mod kalman;
mod lbfgsb;
mod level_start;
mod order;
mod process;
mod reference;
mod regression;
mod scaled;
mod selection;
mod state_space;
mod stationarity;
mod transform;
mod whiten;

pub(crate) use effects::{Effect, effects};
pub use level_start::LevelStart;
pub use order::ArimaOrder;
pub use selection::Selection;
pub use transform::{coefficients_to_partials, partials_to_coefficients};

use crate::model::{FittedModel, Likelihood};
use crate::{ForecastError, Regressors};
use fit::{Parameters, Run, Search, fit, run};
use level_start::check_variance;
use process::{Coefficients, Process};
use scaled::{Scaled, constant_at};
use state_space::StateSpace;

/// A seasonal ARIMA model of one series, with or without constant and regressors.
///
/// After `d` differences and `D` seasonal ones of the series less its constant and its regressors' part,
/// `ar(B) seasonal_ar(B^s) w[t] = ma(B) seasonal_ma(B^s) e[t]`, where `e` is normal noise of variance `sigma2`,
/// `ar(B) = 1 - ar[0] B - ...` and `ma(B) = 1 + ma[0] B + ...`.
///
/// A series of which nothing is left after differences, constant and regressors (a constant for `d = 1`, a straight
/// line for `d = 2`, zeros for `d = 0`) has no likelihood to maximise. It is not refused: the model is then
/// [deterministic](Self::is_deterministic), with zero coefficients and variance, and forecasts that carry the series
/// on with intervals of no width.
#[derive(Debug, Clone)]
pub struct Arima {
    order: ArimaOrder,
    coefficients: Coefficients,
    regressors: Regressors,
    /// Of the constant and the regressors, for columns over their sizes and a series over its scale.
    weights: Vec<f64>,
    sizes: Vec<f64>,
    sigma2: f64,
    deterministic: bool,
    likelihood: Likelihood,
    fitted: Vec<f64>,
    residuals: Vec<f64>,
    start: LevelStart,
    tail: Tail,
}

/// Where the series ends, in its scaled unit.
#[derive(Debug, Clone)]
struct Tail {
    state: Vec<f64>,
    covariance: Vec<f64>,
    variance: f64,
    offset: f64,
    scale: f64,
}

/// The parameters of a model, in units of its series. Parts that the order does not have are empty or zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArimaParameters {
    /// The autoregressive coefficients, lag 1 first; length `p`.
    pub ar: Vec<f64>,
    /// The moving-average coefficients, lag 1 first; length `q`.
    pub ma: Vec<f64>,
    /// The autoregressive coefficients a season apart; length `P`.
    pub seasonal_ar: Vec<f64>,
    /// The moving-average coefficients a season apart; length `Q`.
    pub seasonal_ma: Vec<f64>,
    /// The mean of the series, or the slope of its line.
    pub constant: f64,
    /// The variance of the disturbance, in squared units of the series.
    pub sigma2: f64,
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
        Self::fit_with(order, series, &Regressors::none())
    }

    /// Fits as [`Self::fit`] does, beside regressors: the model is that of what they do not explain, and their weights
    /// are estimated with it.
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit`]; every regressor asks for one more value.
    pub fn fit_with(
        order: ArimaOrder,
        series: &[f64],
        regressors: &Regressors,
    ) -> Result<Self, ForecastError> {
        Self::search(order, series, regressors, (LevelStart::Diffuse, Search::Exact))
    }

    /// Fits as [`Self::fit`] does, with another prior of the levels before the first value.
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit`], and [`ForecastError::VarianceNotPositive`] for that of `start`.
    pub fn fit_from(order: ArimaOrder, series: &[f64], start: LevelStart) -> Result<Self, ForecastError> {
        start.check()?;
        Self::search(order, series, &Regressors::none(), (start, Search::Exact))
    }

    fn search(
        order: ArimaOrder,
        series: &[f64],
        regressors: &Regressors,
        (start, search): (LevelStart, Search),
    ) -> Result<Self, ForecastError> {
        let scaled = Scaled::new(order, series, regressors, start)?;
        if scaled.flat {
            return Self::deterministic(order, series, &scaled, regressors);
        }
        let parameters = fit(order, &scaled, start, search)?.parameters;
        Self::run(order, series, &scaled, regressors, (start, parameters))
    }

    /// The highest likelihood of an order, `None` where nothing is left to model, and the coefficients it is reached
    /// at.
    fn likelihood_of(
        order: ArimaOrder,
        series: &[f64],
        regressors: &Regressors,
        (start, search): (LevelStart, Search),
    ) -> Result<(Option<Likelihood>, Coefficients), ForecastError> {
        let scaled = Scaled::new(order, series, regressors, start)?;
        if scaled.flat {
            return Ok((None, Coefficients::zeros(order)));
        }
        let found = fit(order, &scaled, start, search)?;
        let likelihood = Likelihood {
            log: found.log_likelihood - found.count as f64 * scaled.scale.ln(),
            parameters: order.parameters() + regressors.len(),
            count: found.count,
        };
        Ok((Some(likelihood), found.parameters.coefficients))
    }

    /// The model of a series at given parameters.
    ///
    /// # Errors
    ///
    /// Those of [`Self::fit_from`], and [`ForecastError::CoefficientCount`], [`ForecastError::CoefficientNotFinite`],
    /// [`ForecastError::NotStationary`], [`ForecastError::VarianceNotPositive`] for the parameters. The moving average
    /// need not be invertible.
    pub fn with_parameters(
        order: ArimaOrder,
        series: &[f64],
        parameters: &ArimaParameters,
        start: LevelStart,
    ) -> Result<Self, ForecastError> {
        start.check()?;
        let ArimaParameters { ar, ma, seasonal_ar, seasonal_ma, constant, sigma2 } = parameters.clone();
        check_coefficients("p", order.p(), &ar)?;
        check_coefficients("q", order.q(), &ma)?;
        check_coefficients("P", order.seasonal_p(), &seasonal_ar)?;
        check_coefficients("Q", order.seasonal_q(), &seasonal_ma)?;
        check_coefficients("constant", 1, &[constant])?;
        check_variance(sigma2)?;
        for coefficients in [&ar, &seasonal_ar] {
            coefficients_to_partials(coefficients).ok_or(ForecastError::NotStationary)?;
        }
        let scaled = Scaled::new(order, series, &Regressors::none(), start)?;
        let moved = constant - if is_mean(order) { scaled.offset } else { 0.0 };
        let weight = order.has_constant().then(|| moved / scaled.scale * scaled.sizes[0]);
        let parameters = Parameters {
            coefficients: Coefficients { ar, ma, seasonal_ar, seasonal_ma },
            variance: Some(sigma2 / scaled.scale / scaled.scale),
            weights: Some(weight.into_iter().collect()),
        };
        Self::run(order, series, &scaled, &Regressors::none(), (start, parameters))
    }

    /// The exact log-likelihood of a series at given parameters, the levels starting diffuse.
    ///
    /// The values that find the levels add no constant of their own: without missing values this is the log-likelihood
    /// of the differenced series.
    ///
    /// # Errors
    ///
    /// Those of [`Self::with_parameters`].
    pub fn log_likelihood_at(
        order: ArimaOrder,
        series: &[f64],
        parameters: &ArimaParameters,
    ) -> Result<f64, ForecastError> {
        Self::with_parameters(order, series, parameters, LevelStart::Diffuse)
            .map(|model| model.likelihood.log)
    }

    fn run(
        order: ArimaOrder,
        series: &[f64],
        scaled: &Scaled,
        regressors: &Regressors,
        (start, parameters): (LevelStart, Parameters),
    ) -> Result<Self, ForecastError> {
        let run = run(order, &scaled.columns, start.over(scaled.scale), &parameters);
        let Run { filtered, weights, variance, log_likelihood, count } =
            run.ok_or(ForecastError::LikelihoodUndefined)?;
        let errors = scaled::rest(&filtered.errors, &weights);
        let residuals: Vec<f64> = errors
            .iter()
            .zip(&filtered.deviations)
            .map(|(error, deviation)| error * deviation * scaled.scale)
            .collect();
        Ok(Self {
            order,
            coefficients: parameters.coefficients,
            regressors: regressors.clone(),
            sizes: scaled.sizes.clone(),
            sigma2: variance * scaled.scale * scaled.scale,
            deterministic: false,
            likelihood: Likelihood {
                log: log_likelihood - count as f64 * scaled.scale.ln(),
                parameters: order.parameters() + regressors.len(),
                count,
            },
            fitted: series.iter().zip(&residuals).map(|(value, residual)| value - residual).collect(),
            residuals,
            start,
            tail: Tail {
                state: scaled::rest(&filtered.states, &weights),
                covariance: filtered.covariance,
                variance,
                offset: scaled.offset,
                scale: scaled.scale,
            },
            weights,
        })
    }

    /// The model of a series of which nothing is left: noise of no size around zero coefficients.
    fn deterministic(
        order: ArimaOrder,
        series: &[f64],
        scaled: &Scaled,
        regressors: &Regressors,
    ) -> Result<Self, ForecastError> {
        let parameters = Parameters {
            coefficients: Coefficients::zeros(order),
            variance: None,
            weights: Some(scaled.explained.clone()),
        };
        let model = Self::run(order, series, scaled, regressors, (LevelStart::Diffuse, parameters))?;
        let zero = |residual: &f64| if residual.is_nan() { f64::NAN } else { 0.0 };
        let residuals: Vec<f64> = model.residuals.iter().map(zero).collect();
        let tail = Tail { variance: 0.0, ..model.tail };
        Ok(Self { sigma2: 0.0, deterministic: true, residuals, tail, ..model })
    }

    /// The order of the model.
    pub fn order(&self) -> ArimaOrder {
        self.order
    }

    /// What was estimated, in units of the series.
    pub fn estimates(&self) -> ArimaParameters {
        let Coefficients { ar, ma, seasonal_ar, seasonal_ma } = self.coefficients.clone();
        let constant = if self.order.has_constant() { self.weights[0] / self.sizes[0] } else { 0.0 };
        let constant = constant * self.tail.scale;
        let constant = constant + if is_mean(self.order) { self.tail.offset } else { 0.0 };
        ArimaParameters { ar, ma, seasonal_ar, seasonal_ma, constant, sigma2: self.sigma2 }
    }

    /// The names and weights of the regressors, in units of the series for one of the regressor.
    pub fn weights(&self) -> impl Iterator<Item = (&str, f64)> {
        let constant = usize::from(self.order.has_constant());
        let weights = self.weights.iter().zip(&self.sizes).skip(constant);
        let weights = weights.map(|(weight, size)| weight / size * self.tail.scale);
        self.regressors.names().zip(weights)
    }

    /// Whether nothing is left of the series to model, and the forecasts are without error.
    pub fn is_deterministic(&self) -> bool {
        self.deterministic
    }

    /// The errors of the forecasts one period ahead, in units of the series, one for each of its values: value less
    /// forecast. NaN where the value is missing, and for the values that find the levels.
    pub fn residuals(&self) -> &[f64] {
        &self.residuals
    }

    fn state_space(&self) -> StateSpace {
        StateSpace::new(self.order, Process::new(self.order, &self.coefficients))
    }

    /// What constant and regressors count for in a period, counted from the first of the series, scaled.
    fn explained(&self, period: usize) -> f64 {
        let constant = self.order.has_constant();
        let value = |at: usize| match at.checked_sub(usize::from(constant)) {
            None => constant_at(self.order, period),
            Some(column) => self.regressors.at(column, period),
        };
        let parts = self.weights.iter().zip(&self.sizes).enumerate();
        parts.map(|(at, (weight, size))| weight * value(at) / size).sum()
    }
}

/// Whether an order has a constant that is the mean of the series.
fn is_mean(order: ArimaOrder) -> bool {
    order.has_constant() && order.levels() == 0
}

impl FittedModel for Arima {
    fn name(&self) -> String {
        self.order.to_string()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        let model = self.state_space();
        let mut state = self.tail.state.clone();
        let next = self.fitted.len();
        let ahead = (next..next + horizon).map(|period| {
            let expected = model.observe(&state) + self.explained(period);
            model.advance(&mut state);
            self.tail.offset + self.tail.scale * expected
        });
        ahead.collect()
    }

    /// By the innovations form, the gain being that of the period after the last.
    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        let model = self.state_space();
        let Tail { covariance, variance, offset, scale, .. } = &self.tail;
        let cross: Vec<f64> = covariance.chunks_exact(model.size()).map(|row| model.observe(row)).collect();
        let own = model.observe(&cross).max(f64::MIN_POSITIVE);
        let deviation = (own * variance).sqrt();
        let mut state = self.tail.state.clone();
        let next = self.fitted.len();
        let values = (next..).zip(shocks).map(|(period, shock)| {
            let error = shock * deviation;
            let value = model.observe(&state) + error + self.explained(period);
            // The gain P z / (z' P z): the state moves as after an observed error of that size.
            for (entry, cross) in state.iter_mut().zip(&cross) {
                *entry += cross / own * error;
            }
            model.advance(&mut state);
            offset + scale * value
        });
        values.collect()
    }

    /// Durbin and Koopman (2012), section 4.11.
    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        let model = self.state_space();
        let mut covariance = self.tail.covariance.clone();
        let errors = (0..horizon).map(|_| {
            let rows: Vec<f64> =
                covariance.chunks_exact(model.size()).map(|row| model.observe(row)).collect();
            let variance = self.tail.variance * model.observe(&rows);
            model.advance_covariance(&mut covariance);
            model.add_disturbance(&mut covariance);
            self.tail.scale * variance.max(0.0).sqrt()
        });
        Some(errors.collect())
    }

    fn likelihood(&self) -> Option<Likelihood> {
        (!self.deterministic).then_some(self.likelihood)
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        let ArimaParameters { ar, ma, seasonal_ar, seasonal_ma, constant, sigma2 } = self.estimates();
        let kinds = [("ar", ar), ("ma", ma), ("seasonal ar", seasonal_ar), ("seasonal ma", seasonal_ma)];
        let mut parameters: Vec<(String, f64)> = Vec::new();
        for (kind, coefficients) in kinds {
            parameters.extend((1..).zip(coefficients).map(|(lag, value)| (format!("{kind} {lag}"), value)));
        }
        if self.order.has_constant() {
            let name = if is_mean(self.order) { "mean" } else { "drift" };
            parameters.push((name.to_owned(), constant));
        }
        parameters.extend(self.weights().map(|(name, weight)| (name.to_owned(), weight)));
        parameters.push(("sigma".to_owned(), sigma2.sqrt()));
        parameters
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let carried = self.carried(series);
        // A series too short to find the levels, or beyond numbers: the model as it is, which had expected nothing
        // there.
        let nothing = vec![f64::NAN; series.len()];
        let unmoved = || Self { fitted: nothing.clone(), residuals: nothing, ..self.clone() };
        Box::new(carried.unwrap_or_else(unmoved))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let fitted = Self::search(self.order, series, &self.regressors, (self.start, Search::Close));
        fitted.map_or_else(|_| self.carried_to(series), |model| Box::new(model))
    }

    /// One pass over the series: the states on the way are all that it takes.
    fn rolled(&self, series: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let model = self.state_space();
        let Tail { offset, scale, .. } = self.tail;
        let ahead = |origin: usize, mut state: Vec<f64>| {
            let expected = (origin..origin + horizon).map(|period| {
                let expected = model.observe(&state) + self.explained(period);
                model.advance(&mut state);
                offset + scale * expected
            });
            expected.collect()
        };
        let states = kalman::states(&model, &self.rest(series), self.filter_start(), origins);
        match states {
            Some(states) => origins.iter().zip(states).map(|(&origin, state)| ahead(origin, state)).collect(),
            None => origins.iter().map(|&origin| self.carried_to(&series[..origin]).mean(horizon)).collect(),
        }
    }
}

impl Arima {
    /// A series scaled, less what constant and regressors count for.
    fn rest(&self, series: &[f64]) -> Vec<f64> {
        let Tail { offset, scale, .. } = self.tail;
        (0..).zip(series).map(|(period, value)| (value - offset) / scale - self.explained(period)).collect()
    }

    fn filter_start(&self) -> kalman::Start {
        match self.start.over(self.tail.scale) {
            LevelStart::Normal { variance } if self.tail.variance > 0.0 => {
                kalman::Start::Variance(variance / self.tail.variance)
            }
            _ => kalman::Start::Diffuse,
        }
    }

    fn carried(&self, series: &[f64]) -> Option<Self> {
        let Tail { offset, scale, variance, .. } = self.tail;
        let rest = self.rest(series);
        let parameters = Parameters {
            coefficients: self.coefficients.clone(),
            variance: (variance > 0.0).then_some(variance),
            weights: Some(Vec::new()),
        };
        let Run { filtered, variance, log_likelihood, count, .. } =
            run(self.order, &[rest], self.start.over(scale), &parameters)?;
        let residuals: Vec<f64> = filtered.errors[0]
            .iter()
            .zip(&filtered.deviations)
            .map(|(error, deviation)| error * deviation * scale)
            .collect();
        let state = filtered.states.into_iter().next()?;
        Some(Self {
            likelihood: Likelihood {
                log: log_likelihood - count as f64 * scale.ln(),
                parameters: self.likelihood.parameters,
                count,
            },
            fitted: series.iter().zip(&residuals).map(|(value, residual)| value - residual).collect(),
            residuals,
            tail: Tail { state, covariance: filtered.covariance, variance, offset, scale },
            ..self.clone()
        })
    }
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
