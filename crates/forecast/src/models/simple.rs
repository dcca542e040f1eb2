//! The forecasts that any other has to beat (R. J. Hyndman, G. Athanasopoulos, *Forecasting: Principles and Practice*,
//! 3rd edition, section 5.2; errors: section 5.5 and table 5.2).

use std::f64::consts::TAU;
use std::fmt;

use crate::ForecastError;
use crate::model::{FittedModel, Likelihood};
use crate::series::{check, present};

/// One of the simple forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SimpleForm {
    /// The last value.
    Naive,
    /// The last value of the same period of the season: for daily sales, that of the same weekday.
    SeasonalNaive,
    /// The last value, and the line from the first to it.
    Drift,
    /// The mean of all values.
    Mean,
}

impl SimpleForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Naive, Self::SeasonalNaive, Self::Drift, Self::Mean];
}

impl fmt::Display for SimpleForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal-naive",
            Self::Drift => "drift",
            Self::Mean => "mean",
        })
    }
}

/// A simple forecast of one series.
#[derive(Debug, Clone)]
pub struct Simple {
    form: SimpleForm,
    past: Past,
    length: usize,
    fitted: Vec<f64>,
    sigma: f64,
    count: usize,
}

/// The state of a simple forecast after the values so far.
#[derive(Debug, Clone)]
struct Past {
    /// The last value of each period of the season, that of the first value first; of the whole series without season.
    last: Vec<Option<f64>>,
    /// The first value and its period.
    first: Option<(usize, f64)>,
    /// The last value and its period.
    newest: Option<(usize, f64)>,
    sum: f64,
    count: usize,
}

impl Simple {
    /// Fits one of the forms; `season` is the number of periods in one and matters to the seasonal form alone.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`] and
    /// [`ForecastError::ValueTooLarge`].
    pub fn fit(form: SimpleForm, series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let observed = check(series)?;
        if observed == 0 {
            return Err(ForecastError::SeriesTooShort { needed: 1, observed });
        }
        let season = if form == SimpleForm::SeasonalNaive { season.max(1) } else { 1 };
        Ok(Self::run(form, series, season))
    }

    fn run(form: SimpleForm, series: &[f64], season: usize) -> Self {
        let mut past = Past { last: vec![None; season], first: None, newest: None, sum: 0.0, count: 0 };
        let mut fitted = Vec::with_capacity(series.len());
        for (period, &value) in series.iter().enumerate() {
            fitted.push(past.expected(form, period).unwrap_or(f64::NAN));
            if !value.is_nan() {
                past.take(period, value);
            }
        }
        let errors: Vec<f64> = series.iter().zip(&fitted).map(|(value, fitted)| value - fitted).collect();
        let count = present(&errors).count();
        let square: f64 = present(&errors).map(|error| error * error).sum();
        let spent = usize::from(matches!(form, SimpleForm::Drift | SimpleForm::Mean));
        let sigma = (square / count.saturating_sub(spent).max(1) as f64).sqrt();
        Self { form, past, length: series.len(), fitted, sigma, count }
    }

    /// The form.
    pub fn form(&self) -> SimpleForm {
        self.form
    }
}

impl Past {
    fn take(&mut self, period: usize, value: f64) {
        let season = self.last.len();
        self.last[period % season] = Some(value);
        self.first = self.first.or(Some((period, value)));
        self.newest = Some((period, value));
        self.sum += value;
        self.count += 1;
    }

    fn expected(&self, form: SimpleForm, period: usize) -> Option<f64> {
        let (newest_period, newest) = self.newest?;
        match form {
            SimpleForm::Naive => Some(newest),
            // A period of the season never seen is expected to be like the newest one.
            SimpleForm::SeasonalNaive => self.last[period % self.last.len()].or(Some(newest)),
            SimpleForm::Mean => Some(self.sum / self.count as f64),
            SimpleForm::Drift => {
                let (first_period, first) = self.first?;
                let span = (newest_period - first_period).max(1) as f64;
                Some(newest + (newest - first) / span * (period - newest_period) as f64)
            }
        }
    }
}

impl FittedModel for Simple {
    fn name(&self) -> String {
        self.form.to_string()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        let expected = |ahead| self.past.expected(self.form, self.length + ahead).unwrap_or(0.0);
        (0..horizon).map(expected).collect()
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        let mut past = self.past.clone();
        let drift = self.form == SimpleForm::Drift;
        let slope = if drift { self.mean(2) } else { vec![0.0, 0.0] };
        let values = (self.length..).zip(shocks).map(|(period, shock)| {
            let expected = match (drift, past.newest) {
                (true, Some((at, newest))) => newest + (slope[1] - slope[0]) * (period - at) as f64,
                _ => past.expected(self.form, period).unwrap_or(0.0),
            };
            let value = expected + shock * self.sigma;
            // The mean is that of what was, not of what is drawn.
            if self.form != SimpleForm::Mean {
                past.take(period, value);
            }
            value
        });
        values.collect()
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        let count = self.past.count.max(2) as f64;
        let errors = (1..=horizon).map(|ahead| {
            let steps = ahead as f64;
            let variance = match self.form {
                SimpleForm::Naive => steps,
                SimpleForm::SeasonalNaive => ahead.div_ceil(self.past.last.len()) as f64,
                SimpleForm::Drift => steps * (1.0 + steps / (count - 1.0)),
                SimpleForm::Mean => 1.0 + 1.0 / count,
            };
            self.sigma * variance.sqrt()
        });
        Some(errors.collect())
    }

    fn likelihood(&self) -> Option<Likelihood> {
        let count = self.count as f64;
        let square = self.sigma * self.sigma;
        let parameters = 1 + usize::from(matches!(self.form, SimpleForm::Drift | SimpleForm::Mean));
        let log = -0.5 * count * ((TAU * square).ln() + 1.0);
        (self.count > 0 && square > 0.0).then_some(Likelihood { log, parameters, count: self.count })
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        vec![("sigma".to_owned(), self.sigma)]
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(Self::run(self.form, series, self.past.last.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: f64 = f64::NAN;

    fn ahead(form: SimpleForm, series: &[f64], season: usize) -> Vec<f64> {
        Simple::fit(form, series, season).unwrap().mean(4)
    }

    #[test]
    fn each_form_goes_on_as_its_name_says() {
        let series = [1.0, 5.0, 3.0, 2.0, 6.0];
        assert_eq!(ahead(SimpleForm::Naive, &series, 3), [6.0; 4]);
        assert_eq!(ahead(SimpleForm::SeasonalNaive, &series, 3), [3.0, 2.0, 6.0, 3.0]);
        assert_eq!(ahead(SimpleForm::Drift, &series, 3), [7.25, 8.5, 9.75, 11.0]);
        assert_eq!(ahead(SimpleForm::Mean, &series, 3), [3.4; 4]);
    }

    #[test]
    fn missing_values_are_looked_past() {
        assert_eq!(ahead(SimpleForm::SeasonalNaive, &[1.0, 2.0, GAP, 4.0], 2), [1.0, 4.0, 1.0, 4.0]);
        assert_eq!(ahead(SimpleForm::Drift, &[1.0, 2.0, GAP], 1), [4.0, 5.0, 6.0, 7.0]);
        assert!(Simple::fit(SimpleForm::Naive, &[GAP], 1).is_err());
    }

    #[test]
    fn a_path_without_shocks_is_the_mean() {
        let series = [1.0, 5.0, 3.0, 2.0, 6.0, GAP];
        for form in SimpleForm::ALL {
            let model = Simple::fit(form, &series, 2).unwrap();
            for (path, mean) in model.path(&[0.0; 5]).iter().zip(model.mean(5)) {
                assert!((path - mean).abs() < 1e-12, "{form}");
            }
        }
    }

    #[test]
    fn the_errors_of_a_walk_grow_as_the_root() {
        let errors =
            Simple::fit(SimpleForm::Naive, &[1.0, 2.0, 4.0, 3.0], 1).unwrap().standard_errors(4).unwrap();
        assert!((errors[3] - 2.0 * errors[0]).abs() < 1e-12);
    }
}
