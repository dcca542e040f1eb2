//! Forecasts and their intervals.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::state_space::StateSpace;
use crate::{Arima, ForecastError};

/// The longest horizon, in periods: beyond any use, short of any harm.
pub const MAX_HORIZON: usize = 100_000;

/// What a model expects of the periods after the last of its series. All vectors have the length of the horizon, the
/// next period first, in units of the series.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The expected value.
    pub mean: Vec<f64>,
    /// The standard deviation of the error, the model being taken as known: the coefficients' own error is left out.
    pub standard_error: Vec<f64>,
    /// One interval for each level asked for, in the order asked.
    pub intervals: Vec<Interval>,
}

/// Normal intervals of one level, symmetric around the mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// How often the value should fall inside, in percent, such as 80.
    pub level: f64,
    /// The lower bounds, in units of the series.
    pub lower: Vec<f64>,
    /// The upper bounds, in units of the series.
    pub upper: Vec<f64>,
}

impl Arima {
    /// Forecasts the next `horizon` periods, with an interval for each of `levels` (percent, strictly between 0 and
    /// 100; none is allowed).
    ///
    /// # Errors
    ///
    /// [`ForecastError::HorizonZero`], [`ForecastError::HorizonTooLong`] above [`MAX_HORIZON`], and
    /// [`ForecastError::LevelOutOfRange`].
    pub fn forecast(&self, horizon: usize, levels: &[f64]) -> Result<Forecast, ForecastError> {
        match horizon {
            0 => return Err(ForecastError::HorizonZero),
            1..=MAX_HORIZON => {}
            _ => return Err(ForecastError::HorizonTooLong { horizon, limit: MAX_HORIZON }),
        }
        let widths =
            levels.iter().map(|&level| half_width(level)).collect::<Result<Vec<f64>, ForecastError>>()?;
        let (mean, standard_error) = self.project(horizon);
        let intervals = levels.iter().zip(widths).map(|(&level, width)| {
            let bound = |side: f64| {
                mean.iter().zip(&standard_error).map(|(mean, error)| mean + side * error).collect()
            };
            Interval { level, lower: bound(-width), upper: bound(width) }
        });
        let intervals = intervals.collect();
        Ok(Forecast { mean, standard_error, intervals })
    }

    /// Means and standard errors (Durbin and Koopman 2012, section 4.11).
    fn project(&self, horizon: usize) -> (Vec<f64>, Vec<f64>) {
        let model = StateSpace::new(self.order(), self.ar(), self.ma());
        let tail = &self.tail;
        let (mut state, mut covariance) = (tail.state.clone(), tail.covariance.clone());
        let mut mean = Vec::with_capacity(horizon);
        let mut standard_error = Vec::with_capacity(horizon);
        for _ in 0..horizon {
            mean.push(tail.offset + tail.scale * model.observe(&state));
            let rows: Vec<f64> =
                covariance.chunks_exact(model.size()).map(|row| model.observe(row)).collect();
            let variance = tail.variance * model.observe(&rows);
            standard_error.push(tail.scale * variance.max(0.0).sqrt());
            model.advance(&mut state);
            model.advance_covariance(&mut covariance);
            model.add_disturbance(&mut covariance);
        }
        (mean, standard_error)
    }
}

/// Half the width of an interval, in standard errors.
fn half_width(level: f64) -> Result<f64, ForecastError> {
    if !(level > 0.0 && level < 100.0) {
        return Err(ForecastError::LevelOutOfRange { level });
    }
    // By the lower tail, where a level close to 100 keeps its digits.
    Ok(-Normal::standard().inverse_cdf((100.0 - level) / 200.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_widths_are_those_of_the_tables() {
        /// The digits printed in tables of the normal distribution.
        const TABLE: f64 = 1e-6;
        assert!((half_width(95.0).unwrap() - 1.959_964).abs() < TABLE);
        assert!((half_width(80.0).unwrap() - 1.281_552).abs() < TABLE);
    }

    #[test]
    fn a_level_outside_is_refused() {
        for level in [0.0, 100.0, -5.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(half_width(level), Err(ForecastError::LevelOutOfRange { .. })), "{level}");
        }
    }
}
