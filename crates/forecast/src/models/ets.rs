//! Exponential smoothing as a state space: errors, trend and season (R. J. Hyndman, A. B. Koehler, J. K. Ord, R. D.
//! Snyder, *Forecasting with Exponential Smoothing*, 2008).

mod fit;
mod form;
mod recursion;
mod start;

use std::f64::consts::TAU;

pub use form::{EtsForm, Trend};

use crate::ForecastError;
use crate::mode::Mode;
use crate::model::{FittedModel, Likelihood};
use crate::transform::scaling::ScaledSeries;
use fit::{allows_products, fit, fit_from};
use recursion::{Form, Smoothing, States, Tape};

/// Steps of a search that is to be exact.
const STEPS: u64 = 120;
/// Longer seasons have more states at their start than a series can estimate.
const LONGEST_SEASON: usize = 24;

/// An exponential smoothing model of one series.
#[derive(Debug, Clone)]
pub struct Ets {
    form: EtsForm,
    smoothing: Smoothing,
    /// Before the first value, scaled.
    first: States,
    /// After the last value, scaled.
    last: States,
    scale: f64,
    sigma: f64,
    fitted: Vec<f64>,
    pub(crate) likelihood: Likelihood,
}

impl Ets {
    /// The form of the lowest AICc among those that the series allows. `season` is the number of periods in one, below
    /// 2 or above 24 there is none.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`] and
    /// [`ForecastError::ValueTooLarge`].
    pub fn auto(series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let mut models = Self::all(series, season)?;
        models.sort_by(|one, other| one.likelihood.aicc().total_cmp(&other.likelihood.aicc()));
        models.into_iter().next().ok_or(ForecastError::LikelihoodUndefined)
    }

    /// One model for each form that the series allows.
    pub fn all(series: &[f64], season: usize) -> Result<Vec<Self>, ForecastError> {
        let scaled = ScaledSeries::new(series)?;
        let count = scaled.count();
        let seasonal = (2..=LONGEST_SEASON).contains(&season) && count >= 2 * season;
        let mut tape = Tape::default();
        let forms = EtsForm::allowed(allows_products(&scaled.values), seasonal);
        let models = forms.into_iter().filter_map(|form| {
            let found = fit(form, &scaled.values, season, STEPS, &mut tape)?;
            Self::new(form, &scaled, found.smoothing, found.states, season)
        });
        Ok(models.collect())
    }

    /// Fits one form. Multiplied parts need values above zero, and a season two turns of it.
    ///
    /// # Errors
    ///
    /// Those of [`Self::auto`], and [`ForecastError::NotForSeries`] where the series does not allow the form.
    pub fn fit(form: EtsForm, series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let scaled = ScaledSeries::new(series)?;
        let refused = || ForecastError::NotForSeries { model: form.to_string() };
        let seasonal = (2..=LONGEST_SEASON).contains(&season) && scaled.count() >= 2 * season;
        if !EtsForm::allowed(allows_products(&scaled.values), seasonal).contains(&form) {
            return Err(refused());
        }
        let found = fit(form, &scaled.values, season, STEPS, &mut Tape::default()).ok_or_else(refused)?;
        Self::new(form, &scaled, found.smoothing, found.states, season).ok_or_else(refused)
    }

    fn new(
        form: EtsForm,
        scaled: &ScaledSeries,
        smoothing: Smoothing,
        first: States,
        season: usize,
    ) -> Option<Self> {
        let mut last = first.clone();
        let mut fitted = Vec::with_capacity(scaled.values.len());
        let (mut square, mut log, mut count) = (0.0, 0.0, 0_usize);
        let relative = form.error == Mode::Multiplicative;
        Form { form, series: &scaled.values }.run(smoothing, &mut last, |expected, error| {
            fitted.push(expected * scaled.scale);
            if !error.is_nan() {
                let error = if relative { error / expected } else { error };
                square += error * error;
                log += if relative { expected.ln() } else { 0.0 };
                count += 1;
            }
        })?;
        let parameters = form.parameters(season);
        let counted = count as f64;
        let variance = (square / counted).max(f64::MIN_POSITIVE);
        // log L = -n/2 (ln(2 pi s^2) + 1) - sum ln|r|, where r is the expectation under multiplicative errors and 1
        // otherwise; the last term turns the density of the scaled series into that of the series.
        let log = -0.5 * counted * ((TAU * variance).ln() + 1.0) - log - counted * scaled.scale.ln();
        // The variance is among the parameters and costs no degree of freedom.
        let spare = counted - (parameters as f64 - 1.0);
        let sigma = if spare > 0.0 { (square / spare).sqrt() } else { variance.sqrt() };
        let likelihood = Likelihood { log, parameters, count };
        Some(Self { form, smoothing, first, last, scale: scaled.scale, sigma, fitted, likelihood })
    }

    /// The form.
    pub fn form(&self) -> EtsForm {
        self.form
    }

    pub(crate) fn carried(&self, series: &[f64]) -> Self {
        let scaled = ScaledSeries::by(series, self.scale);
        let season = self.first.season.len();
        let carried = Self::new(self.form, &scaled, self.smoothing, self.first.clone(), season);
        carried.unwrap_or_else(|| self.unmoved(series.len()))
    }

    /// The model as it is, at the end of another series that it cannot run over: there it had expected nothing.
    fn unmoved(&self, length: usize) -> Self {
        let mut model = self.clone();
        let period = model.last.season.len();
        if period > 0 {
            let turned = (length + period - self.fitted.len() % period) % period;
            model.last.season.rotate_left(turned);
        }
        model.fitted = vec![f64::NAN; length];
        model
    }

    /// Estimated again from where the search ended before.
    pub(crate) fn fitted_again(&self, series: &[f64]) -> Option<Self> {
        let scaled = ScaledSeries::by(series, self.scale);
        let season = self.first.season.len();
        let (smoothing, first) = (self.smoothing, self.first.clone());
        let found = fit_from(self.form, &scaled.values, smoothing, first, STEPS, &mut Tape::default())?;
        Self::new(self.form, &scaled, found.smoothing, found.states, season)
    }

    /// Goes on from the last states with errors given by `error`, in the form's own unit (a share of the value
    /// expected for multiplicative errors).
    fn go_on(&self, errors: impl Iterator<Item = f64>) -> Vec<f64> {
        let Smoothing { alpha, beta, gamma, phi } = self.smoothing;
        let mut states = self.last.clone();
        let period = states.season.len();
        let mut path = Vec::new();
        for (index, error) in errors.enumerate() {
            let base = states.level + phi * states.slope;
            let at = if period > 0 { index % period } else { 0 };
            let season = states.season.get(at).copied().unwrap_or(0.0);
            let multiplied = self.form.season == Some(Mode::Multiplicative);
            let expected = if multiplied { base * season } else { base + season };
            let error = if self.form.error == Mode::Multiplicative { error * expected } else { error };
            path.push((expected + error) * self.scale);
            // level = base + alpha e / s, slope = phi slope + beta e / s, season = s + gamma e / base; where the season is
            // added, without the quotients.
            let (by_season, by_base) =
                if multiplied { (error / season, error / base) } else { (error, error) };
            states.level = base + alpha * by_season;
            states.slope = phi * states.slope + beta * by_season;
            if period > 0 {
                states.season[at] = season + gamma * by_base;
            }
        }
        path
    }
}

impl FittedModel for Ets {
    fn name(&self) -> String {
        self.form.to_string()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.go_on(std::iter::repeat_n(0.0, horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.go_on(shocks.iter().map(|shock| shock * self.sigma))
    }

    /// Class 1 of Hyndman et al. (2008), section 6.3: all parts additive.
    /// `sigma^2 (1 + sum c_j^2)`, `c_j = alpha + beta (1 + phi + ... + phi^(j-1)) + gamma [j is a multiple of m]`.
    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        if self.form.has_product() {
            return None;
        }
        let Smoothing { alpha, beta, gamma, phi } = self.smoothing;
        let period = self.last.season.len();
        let (mut sum, mut damped, mut power) = (1.0, 0.0, 1.0);
        let errors = (1..=horizon).map(|ahead| {
            let error = self.scale * self.sigma * f64::sqrt(sum);
            damped += power;
            power *= phi;
            let seasonal = if period > 0 && ahead % period == 0 { gamma } else { 0.0 };
            let weight = alpha + beta * damped + seasonal;
            sum += weight * weight;
            error
        });
        Some(errors.collect())
    }

    fn likelihood(&self) -> Option<Likelihood> {
        Some(self.likelihood)
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        let Smoothing { alpha, beta, gamma, phi } = self.smoothing;
        let mut parameters = vec![("alpha".to_owned(), alpha)];
        if self.form.trend != Trend::None {
            parameters.push(("beta".to_owned(), beta));
        }
        if self.form.trend == Trend::Damped {
            parameters.push(("phi".to_owned(), phi));
        }
        if self.form.season.is_some() {
            parameters.push(("gamma".to_owned(), gamma));
        }
        parameters.push(("level".to_owned(), self.last.level * self.scale));
        parameters.push(("sigma".to_owned(), self.sigma));
        parameters
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.carried(series))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.fitted_again(series).unwrap_or_else(|| self.carried(series)))
    }
}
