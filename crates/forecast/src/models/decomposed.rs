//! Seasons taken out by MSTL, and any model on the rest.

use crate::ForecastError;
use crate::model::{FittedModel, Likelihood};
use crate::series::check;
use crate::transform::decomposition::Decomposition;

/// The seasons of a series, each going on as it was in its last turn, and a model of what is left.
#[derive(Debug)]
pub struct DecomposedModel {
    decomposition: Decomposition,
    inner: Box<dyn FittedModel>,
    fitted: Vec<f64>,
}

impl DecomposedModel {
    /// Takes the seasons of a series' `periods` out and fits a model of the rest by `fit`.
    ///
    /// # Errors
    ///
    /// [`ForecastError::ValueInfinite`], [`ForecastError::ValueTooLarge`], and those of `fit`.
    pub fn fit(
        series: &[f64],
        periods: &[usize],
        fit: impl FnOnce(&[f64]) -> Result<Box<dyn FittedModel>, ForecastError>,
    ) -> Result<Self, ForecastError> {
        check(series)?;
        let decomposition = Decomposition::new(series, periods, 0);
        let inner = fit(&rest(series, &decomposition))?;
        Ok(Self::new(decomposition, inner))
    }

    fn new(decomposition: Decomposition, inner: Box<dyn FittedModel>) -> Self {
        let seasonal = decomposition.seasonal();
        let fitted = inner.fitted().iter().zip(seasonal).map(|(fitted, season)| fitted + season).collect();
        Self { decomposition, inner, fitted }
    }

    fn with_seasons(&self, mut ahead: Vec<f64>) -> Vec<f64> {
        let seasons = self.decomposition.seasonal_ahead(ahead.len());
        for (value, season) in ahead.iter_mut().zip(seasons) {
            *value += season;
        }
        ahead
    }
}

fn rest(series: &[f64], decomposition: &Decomposition) -> Vec<f64> {
    series.iter().zip(decomposition.seasonal()).map(|(value, season)| value - season).collect()
}

impl FittedModel for DecomposedModel {
    fn name(&self) -> String {
        format!("mstl({})", self.inner.name())
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.with_seasons(self.inner.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.with_seasons(self.inner.path(shocks))
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        self.inner.standard_errors(horizon)
    }

    fn likelihood(&self) -> Option<Likelihood> {
        self.inner.likelihood()
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        self.inner.parameters()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let periods: Vec<usize> = self.decomposition.seasons.iter().map(|season| season.period).collect();
        let decomposition = Decomposition::new(series, &periods, 0);
        let inner = self.inner.carried_to(&rest(series, &decomposition));
        Box::new(Self::new(decomposition, inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Simple, SimpleForm};

    #[test]
    fn two_seasons_and_a_line_go_on() {
        let value =
            |day: usize| 100.0 + day as f64 + [5.0, 0.0, -5.0][day % 3] + [8.0, 2.0, -4.0, -6.0][day % 4];
        let series: Vec<f64> = (0..120).map(value).collect();
        let drift = |rest: &[f64]| {
            Simple::fit(SimpleForm::Drift, rest, 1).map(|model| Box::new(model) as Box<dyn FittedModel>)
        };
        let model = DecomposedModel::fit(&series, &[3, 4], drift).unwrap();
        assert_eq!(model.name(), "mstl(drift)");
        for (ahead, mean) in model.mean(12).into_iter().enumerate() {
            assert!((mean - value(120 + ahead)).abs() < 1.0, "{ahead}: {mean}");
        }
    }
}
