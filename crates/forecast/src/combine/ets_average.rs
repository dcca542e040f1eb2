//! All forms together, each by how well its criterion speaks for it.

use crate::ForecastError;
use crate::combine::combination::{average, standard_errors};
use crate::model::{FittedModel, Likelihood};
use crate::models::ets::Ets;

/// A form that weighs less than this beside the best is left out.
const LEAST_WEIGHT: f64 = 0.005;

/// The forms of exponential smoothing that a series allows, averaged by Akaike weights (K. P. Burnham, D. R. Anderson,
/// *Model Selection and Multimodel Inference*, 2nd edition, 2002, section 2.9): `exp(-AICc / 2)`, over their sum.
///
/// Forms that explain a series about as well differ in what they expect of the far future. Their average errs less than
/// the best of them.
#[derive(Debug, Clone)]
pub struct EtsAverage {
    /// The best first.
    members: Vec<(f64, Ets)>,
    fitted: Vec<f64>,
}

impl EtsAverage {
    /// Fits all forms, see [`Ets::all`].
    ///
    /// # Errors
    ///
    /// Those of [`Ets::all`].
    pub fn fit(series: &[f64], season: usize) -> Result<Self, ForecastError> {
        Self::of(Ets::all(series, season)?).ok_or(ForecastError::LikelihoodUndefined)
    }

    fn of(models: Vec<Ets>) -> Option<Self> {
        let criteria: Vec<f64> = models.iter().map(|model| model.likelihood.aicc()).collect();
        let best = criteria.iter().copied().fold(f64::INFINITY, f64::min);
        // Too short a series has no criterion: its simplest form is the first.
        let weight = |criterion: f64| if best.is_finite() { (-0.5 * (criterion - best)).exp() } else { 1.0 };
        let mut members: Vec<(f64, Ets)> =
            criteria.iter().map(|criterion| weight(*criterion)).zip(models).collect();
        if !best.is_finite() {
            members.truncate(1);
        }
        members.retain(|(weight, _)| *weight >= LEAST_WEIGHT);
        members.sort_by(|one, other| other.0.total_cmp(&one.0));
        let sum: f64 = members.iter().map(|(weight, _)| weight).sum();
        for (weight, _) in &mut members {
            *weight /= sum;
        }
        let fitted = average(members.iter().map(|(weight, model)| (*weight, model.fitted().to_vec())))?;
        Some(Self { members, fitted })
    }

    /// The weights, which sum to one, and the models, the best first.
    pub fn members(&self) -> &[(f64, Ets)] {
        &self.members
    }

    fn each(&self, of: impl Fn(&Ets) -> Vec<f64>) -> Vec<f64> {
        average(self.members.iter().map(|(weight, model)| (*weight, of(model)))).unwrap_or_default()
    }

    /// The weights are kept.
    fn carried(&self, series: &[f64]) -> Self {
        let members: Vec<(f64, Ets)> =
            self.members.iter().map(|(weight, model)| (*weight, model.carried(series))).collect();
        let fitted = average(members.iter().map(|(weight, model)| (*weight, model.fitted().to_vec())));
        Self { fitted: fitted.unwrap_or_default(), members }
    }
}

impl FittedModel for EtsAverage {
    fn name(&self) -> String {
        "ets".to_owned()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.each(|model| model.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.each(|model| model.path(shocks))
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        standard_errors(
            self.members.iter().map(|(weight, model)| (*weight, model as &dyn FittedModel)),
            horizon,
        )
    }

    fn likelihood(&self) -> Option<Likelihood> {
        self.members.first().map(|(_, model)| model.likelihood)
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        self.members.iter().map(|(weight, model)| (model.name(), *weight)).collect()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(self.carried(series))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let again: Option<Vec<Ets>> =
            self.members.iter().map(|(_, model)| model.fitted_again(series)).collect();
        Box::new(again.and_then(Self::of).unwrap_or_else(|| self.carried(series)))
    }
}
