//! A model of the logarithms of a series, for values above zero that grow and vary by shares.

use crate::ForecastError;
use crate::model::{FittedModel, Likelihood};
use crate::series::{check, present};

/// Values below this beside the series' own would have logarithms that say nothing.
const LEAST: f64 = 1e-300;

/// A model of logarithms, whose forecasts are in units of the series: the median, not the mean, of what may come.
#[derive(Debug)]
pub struct LogTransform {
    inner: Box<dyn FittedModel>,
    fitted: Vec<f64>,
    /// The sum of the logarithms, by which the likelihood of the series differs from that of its logarithms.
    sum: f64,
}

impl LogTransform {
    /// Fits a model to the logarithms of a series by `fit`.
    ///
    /// # Errors
    ///
    /// [`ForecastError::NotForSeries`] where a value is not above zero, [`ForecastError::ValueInfinite`],
    /// [`ForecastError::ValueTooLarge`], and those of `fit`.
    pub fn fit(
        series: &[f64],
        fit: impl FnOnce(&[f64]) -> Result<Box<dyn FittedModel>, ForecastError>,
    ) -> Result<Self, ForecastError> {
        check(series)?;
        if series.iter().any(|value| *value < LEAST) {
            return Err(ForecastError::NotForSeries { model: "log".to_owned() });
        }
        let logs = logarithms(series);
        Ok(Self::new(&logs, fit(&logs)?))
    }

    fn new(logs: &[f64], inner: Box<dyn FittedModel>) -> Self {
        let fitted = inner.fitted().iter().map(|value| value.exp()).collect();
        Self { inner, fitted, sum: present(logs).sum() }
    }
}

fn logarithms(series: &[f64]) -> Vec<f64> {
    series
        .iter()
        .map(|value| value.max(LEAST).ln())
        .zip(series)
        .map(|(log, value)| if value.is_nan() { f64::NAN } else { log })
        .collect()
}

fn back(values: Vec<f64>) -> Vec<f64> {
    values.into_iter().map(f64::exp).collect()
}

impl FittedModel for LogTransform {
    fn name(&self) -> String {
        format!("log({})", self.inner.name())
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        back(self.inner.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        back(self.inner.path(shocks))
    }

    fn likelihood(&self) -> Option<Likelihood> {
        self.inner.likelihood().map(|likelihood| Likelihood { log: likelihood.log - self.sum, ..likelihood })
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        self.inner.parameters()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let logs = logarithms(series);
        Box::new(Self::new(&logs, self.inner.carried_to(&logs)))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let logs = logarithms(series);
        Box::new(Self::new(&logs, self.inner.refitted(&logs)))
    }

    fn rolled(&self, series: &[f64], origins: &[usize], horizon: usize) -> Vec<Vec<f64>> {
        let rolled = self.inner.rolled(&logarithms(series), origins, horizon);
        rolled.into_iter().map(back).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Simple, SimpleForm};

    fn drift(series: &[f64]) -> Result<Box<dyn FittedModel>, ForecastError> {
        Ok(Box::new(Simple::fit(SimpleForm::Drift, series, 1)?))
    }

    #[test]
    fn growth_by_shares_goes_on() {
        let model = LogTransform::fit(&[1.0, 2.0, 4.0, 8.0], drift).unwrap();
        assert!((model.mean(2)[1] - 32.0).abs() < 1e-9);
        assert_eq!(model.name(), "log(drift)");
    }

    #[test]
    fn a_value_of_zero_has_no_logarithm() {
        assert!(matches!(LogTransform::fit(&[1.0, 0.0], drift), Err(ForecastError::NotForSeries { .. })));
    }
}
