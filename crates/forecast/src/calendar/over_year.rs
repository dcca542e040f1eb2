//! A model of what is left of a series of days when its level over the year is taken out.

use crate::calendar::yearly_level::YearlyLevel;
use crate::forecast::half_width;
use crate::model::{FittedModel, Likelihood};
use crate::{ErrorDistribution, Forecast, ForecastError, Interval};

/// A model, and the level over the year that is put back into all that it expects.
#[derive(Debug)]
pub(crate) struct OverYear {
    level: YearlyLevel,
    inner: Box<dyn FittedModel>,
    fitted: Vec<f64>,
}

impl OverYear {
    /// A model that was fitted to what [`YearlyLevel::out_of`] leaves of a series.
    pub(crate) fn new(level: YearlyLevel, inner: Box<dyn FittedModel>) -> Self {
        let mut fitted = inner.fitted().to_vec();
        level.put_into(&mut fitted, 0);
        Self { level, inner, fitted }
    }

    fn ahead(&self, mut values: Vec<f64>) -> Vec<f64> {
        self.level.put_into(&mut values, self.fitted.len());
        values
    }

    /// Adds how far the level may be off where no error of the past shows it, independent of all else.
    fn widen(&self, forecast: &mut Forecast) -> Result<(), ForecastError> {
        let first = self.fitted.len();
        let unsure = || {
            let deviations =
                forecast.mean.iter().zip(first..).map(|(mean, at)| (mean, self.level.deviation_at(at)));
            deviations.enumerate().filter(|(_, (_, off))| *off > 0.0)
        };
        for (at, (mean, off)) in unsure() {
            forecast.standard_error[at] = forecast.standard_error[at].hypot(mean * off);
        }
        for Interval { level, lower, upper } in &mut forecast.intervals {
            let width = half_width(*level)?;
            for (at, (mean, off)) in unsure() {
                // A series with a level is never below zero.
                lower[at] = (mean - (mean - lower[at]).hypot(mean * (-width * off).exp_m1())).max(0.0);
                upper[at] = mean + (upper[at] - mean).hypot(mean * (width * off).exp_m1());
            }
        }
        Ok(())
    }
}

impl FittedModel for OverYear {
    fn name(&self) -> String {
        self.inner.name()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.ahead(self.inner.mean(horizon))
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        self.ahead(self.inner.path(shocks))
    }

    fn forecast(&self, horizon: usize, levels: &[f64]) -> Result<Forecast, ForecastError> {
        let mut forecast = self.inner.forecast(horizon, levels)?;
        forecast.mean = self.ahead(forecast.mean);
        forecast.standard_error = self.ahead(forecast.standard_error);
        for interval in &mut forecast.intervals {
            interval.lower = self.ahead(std::mem::take(&mut interval.lower));
            interval.upper = self.ahead(std::mem::take(&mut interval.upper));
        }
        self.widen(&mut forecast)?;
        forecast.checked()
    }

    fn error_distribution(&self) -> Option<&ErrorDistribution> {
        self.inner.error_distribution()
    }

    fn doubted(&self, horizon: usize) -> Vec<usize> {
        self.inner.doubted(horizon)
    }

    fn error_correlation(&self, horizon: usize) -> f64 {
        self.inner.error_correlation(horizon)
    }

    fn likelihood(&self) -> Option<Likelihood> {
        self.inner.likelihood()
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        self.inner.parameters()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let inner = self.inner.carried_to(&self.level.out_of(series));
        Box::new(Self::new(self.level.clone(), inner))
    }

    /// The level is learned anew too: a shorter past knows nothing of the years after it.
    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        match self.level.relearned(series) {
            Some(level) => {
                let inner = self.inner.refitted(&level.out_of(series));
                Box::new(Self::new(level, inner))
            }
            None => self.inner.refitted(series),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Model;

    /// A shop that sells 1.75 times as much from the 335th day of each year to the 358th.
    fn shop(days: usize) -> Vec<f64> {
        let mut random = fastrand::Rng::with_seed(4);
        let december = |day: usize| if (334..358).contains(&(day % 365)) { 1.75 } else { 1.0 };
        (0..days).map(|day| 100.0 * (0.95 + 0.1 * random.f64()) * december(day)).collect()
    }

    #[test]
    fn a_december_that_comes_again_is_forecast() {
        let past = shop(2 * 365 + 331);
        let fitted = Model::Auto.fit(&past, 7, 27).unwrap();
        let forecast = fitted.forecast(27, &[80.0]).unwrap();
        let sum: f64 = forecast.mean[3..].iter().sum();
        assert!((sum / (24.0 * 175.0) - 1.0).abs() < 0.05, "{sum}");
        let (lower, upper) = (&forecast.intervals[0].lower, &forecast.intervals[0].upper);
        assert!((3..27).all(|day| lower[day] < forecast.mean[day] && forecast.mean[day] < upper[day]));
    }

    #[test]
    fn a_second_december_is_forecast_from_the_first_with_room_around_it() {
        let past = &shop(2 * 365 + 331)[300..];
        let fitted = Model::Auto.fit(&past[..400], 7, 27).unwrap();
        let forecast = fitted.forecast(300, &[80.0]).unwrap();
        // The second December begins on day 334 + 365 of the shop, 399 of this past.
        let sum: f64 = forecast.mean[..20].iter().sum();
        assert!((sum / (20.0 * 175.0) - 1.0).abs() < 0.08, "{sum}");
        let (lower, upper) = (&forecast.intervals[0].lower, &forecast.intervals[0].upper);
        assert!((0..300).all(|day| 0.0 <= lower[day] && lower[day] < forecast.mean[day]));
        assert!((0..20).all(|day| upper[day] - lower[day] > 0.1 * forecast.mean[day]));
    }

    #[test]
    fn fitted_to_a_shorter_past_it_knows_nothing_of_the_years_after_it() {
        let series = shop(3 * 365);
        let short = &series[..600];
        let again = Model::Auto.fit(&series, 7, 28).unwrap().refitted(short);
        let mut later = series.clone();
        later[700..].fill(50.0);
        let other = Model::Auto.fit(&later, 7, 28).unwrap().refitted(short);
        let rise = |model: &dyn crate::FittedModel| {
            let mean = model.mean(130);
            mean[110] / mean[60]
        };
        assert!((rise(again.as_ref()) / rise(other.as_ref()) - 1.0).abs() < 0.1);
    }
}
