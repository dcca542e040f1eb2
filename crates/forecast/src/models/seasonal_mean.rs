//! The mean of each period of the season: where a level comes back to.

use crate::ForecastError;
use crate::model::{FittedModel, Likelihood};
use crate::series::{check, present};

/// How many turns of the season are remembered: a year of weeks.
const TURNS: usize = 52;

/// The mean of the same period of the season over its last 52 turns. It follows no trend, and errs less than what
/// follows the last days where a level comes back to where it was.
#[derive(Debug, Clone)]
pub struct SeasonalMean {
    season: usize,
    means: Vec<f64>,
    length: usize,
    fitted: Vec<f64>,
    sigma: f64,
}

impl SeasonalMean {
    /// Takes the means; `season` is the number of periods in one, 1 for none.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`] and
    /// [`ForecastError::ValueTooLarge`].
    pub fn fit(series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let observed = check(series)?;
        if observed == 0 {
            return Err(ForecastError::SeriesTooShort { needed: 1, observed });
        }
        Ok(Self::run(series, season.max(1)))
    }

    fn run(series: &[f64], season: usize) -> Self {
        let mut turns: Vec<Turns> = vec![Turns::default(); season];
        let mut whole = Turns::default();
        let mut fitted = Vec::with_capacity(series.len());
        for (period, &value) in series.iter().enumerate() {
            let turns = &mut turns[period % season];
            fitted.push(turns.mean().or(whole.mean()).unwrap_or(f64::NAN));
            if !value.is_nan() {
                turns.take(value, TURNS);
                whole.take(value, TURNS * season);
            }
        }
        let means = turns.iter().map(|turns| turns.mean().or(whole.mean()).unwrap_or(0.0)).collect();
        let errors: Vec<f64> = series.iter().zip(&fitted).map(|(value, fitted)| value - fitted).collect();
        let square: f64 = present(&errors).map(|error| error * error).sum();
        let sigma = (square / present(&errors).count().max(1) as f64).sqrt();
        Self { season, means, length: series.len(), fitted, sigma }
    }
}

/// The last values of a period of the season.
#[derive(Debug, Clone, Default)]
struct Turns {
    values: std::collections::VecDeque<f64>,
    sum: f64,
}

impl Turns {
    fn take(&mut self, value: f64, most: usize) {
        self.values.push_back(value);
        self.sum += value;
        if self.values.len() > most {
            self.sum -= self.values.pop_front().unwrap_or(0.0);
        }
    }

    fn mean(&self) -> Option<f64> {
        (!self.values.is_empty()).then(|| self.sum / self.values.len() as f64)
    }
}

impl FittedModel for SeasonalMean {
    fn name(&self) -> String {
        "seasonal-mean".to_owned()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        (self.length..self.length + horizon).map(|period| self.means[period % self.season]).collect()
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        let mean = self.mean(shocks.len());
        mean.into_iter().zip(shocks).map(|(mean, shock)| mean + shock * self.sigma).collect()
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        Some(vec![self.sigma; horizon])
    }

    fn likelihood(&self) -> Option<Likelihood> {
        None
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        vec![("sigma".to_owned(), self.sigma)]
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(Self::run(series, self.season))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_period_has_its_mean() {
        let model = SeasonalMean::fit(&[1.0, 10.0, 3.0, f64::NAN, 2.0], 2).unwrap();
        assert_eq!(model.mean(3), [10.0, 2.0, 10.0]);
    }

    #[test]
    fn turns_long_ago_are_forgotten() {
        let series: Vec<f64> = (0..200).map(|day| if day < 100 { 5.0 } else { 7.0 }).collect();
        assert!((SeasonalMean::fit(&series, 1).unwrap().mean(1)[0] - 7.0).abs() < 1e-9);
    }
}
