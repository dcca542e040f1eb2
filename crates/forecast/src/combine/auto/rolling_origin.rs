//! How models would have done on the last part of a series.

use super::clean::Cleaned;
use super::pool::{LONGEST_SEASON, Member};
use crate::model::FittedModel;

/// Models see this many values at least, and this many turns of the season.
const FEWEST: usize = 8;
const TURNS: usize = 2;
/// The part of the series that is forecast is this many horizons long, or a third of the series where that is more.
const HORIZONS: usize = 3;
/// The most origins that forecasts are made from.
const MOST_ORIGINS: usize = 16;

/// The origins that forecasts are made from: numbers of values before them, the first being what models are fitted to.
#[derive(Debug, Clone)]
pub(crate) struct RollingOrigin {
    origins: Vec<usize>,
    horizon: usize,
}

/// A model and how it would have done.
pub(crate) struct Evaluation {
    pub(crate) member: Member,
    /// Fitted to the whole series.
    pub(crate) model: Box<dyn FittedModel>,
    /// What it forecast from each origin.
    pub(crate) forecasts: Vec<Vec<f64>>,
    /// Its mean absolute error.
    pub(crate) error: f64,
}

impl RollingOrigin {
    /// Origins in the last third of a series, or in three times the horizon where that is more; `None` where too
    /// little would come before them.
    pub(crate) fn new(length: usize, season: usize, horizon: usize) -> Option<Self> {
        let fewest = FEWEST.max(if season > 1 { TURNS * season + 1 } else { 0 });
        let span = (HORIZONS * horizon).max((length / 3).min(MOST_ORIGINS * horizon));
        let span = span.min(length.checked_sub(fewest)?);
        let count = span.min(MOST_ORIGINS);
        let origins: Vec<usize> = (0..count).map(|index| length - span + index * span / count).collect();
        (count >= 2).then_some(Self { origins, horizon })
    }

    /// The number of values before the first origin.
    pub(crate) fn first(&self) -> usize {
        self.origins[0]
    }

    /// How many horizons fit in the time that is forecast.
    pub(crate) fn horizons(&self, length: usize) -> usize {
        (length - self.first()) / self.horizon
    }

    /// Tries a member; `None` where it does not suit the series, or leaves the range of numbers.
    pub(crate) fn run(
        &self,
        member: Member,
        cleaned: &Cleaned,
        season: usize,
        floor: f64,
    ) -> Option<Evaluation> {
        let values = &cleaned.values;
        let model = member.fit(values, season).ok()?;
        let before = &values[..self.first()];
        // The parameters of the whole series know a little of what they are tried on.
        let tried = if season <= LONGEST_SEASON { model.refitted(before) } else { model.carried_to(before) };
        let mut forecasts = tried.rolled(values, &self.origins, self.horizon);
        for value in forecasts.iter_mut().flatten() {
            if !value.is_finite() {
                return None;
            }
            *value = value.max(floor);
        }
        let error = mean_size(&self.errors(cleaned, &forecasts))?;
        Some(Evaluation { member, model, forecasts, error })
    }

    /// Actual values less the forecast, NaN where a value is missing.
    pub(crate) fn errors(&self, cleaned: &Cleaned, forecasts: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let at = |(&origin, forecast): (&usize, &Vec<f64>)| {
            let actual = cleaned.measured.get(origin..).unwrap_or_default();
            actual.iter().zip(forecast).map(|(value, expected)| value - expected).collect()
        };
        self.origins.iter().zip(forecasts).map(at).collect()
    }

    /// Errors over the size expected of each period.
    pub(crate) fn over(&self, errors: &mut [Vec<f64>], size: impl Fn(usize) -> f64) {
        for (&origin, errors) in self.origins.iter().zip(errors) {
            for (error, period) in errors.iter_mut().zip(origin..) {
                *error /= size(period);
            }
        }
    }
}

/// The mean absolute error, `None` without any.
pub(crate) fn mean_size(errors: &[Vec<f64>]) -> Option<f64> {
    let known = errors.iter().flatten().filter(|error| !error.is_nan());
    let (sum, count) = known.fold((0.0, 0_usize), |(sum, count), error| (sum + error.abs(), count + 1));
    (count > 0).then(|| sum / count as f64)
}
