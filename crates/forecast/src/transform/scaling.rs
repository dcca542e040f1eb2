//! A series in a unit of its own, so that models need not know whether it counts cents or millions.

use crate::ForecastError;
use crate::series::{check, present};

/// A series over the mean of its absolute values.
#[derive(Debug, Clone)]
pub(crate) struct ScaledSeries {
    pub(crate) values: Vec<f64>,
    /// What one of the values is worth in the unit of the series.
    pub(crate) scale: f64,
}

impl ScaledSeries {
    /// Checks a series, which must hold a value, and divides it.
    pub(crate) fn new(series: &[f64]) -> Result<Self, ForecastError> {
        let observed = check(series)?;
        if observed == 0 {
            return Err(ForecastError::SeriesTooShort { needed: 1, observed });
        }
        let sum: f64 = present(series).map(f64::abs).sum();
        // A mean so small that a quotient would overflow is as good as nothing.
        let mean = sum / observed as f64;
        Ok(Self::by(series, if mean > f64::MIN_POSITIVE { mean } else { 1.0 }))
    }

    /// Divides a series by a scale that is known.
    pub(crate) fn by(series: &[f64], scale: f64) -> Self {
        Self { values: series.iter().map(|value| value / scale).collect(), scale }
    }

    /// How many values are present.
    pub(crate) fn count(&self) -> usize {
        present(&self.values).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_the_mean_of_the_sizes() {
        let series = ScaledSeries::new(&[2.0, f64::NAN, -6.0]).unwrap();
        assert_eq!(series.count(), 2);
        assert!((series.scale - 4.0).abs() < f64::EPSILON);
        assert!((series.values[2] + 1.5).abs() < f64::EPSILON);
    }

    #[test]
    fn zeros_keep_their_unit_and_an_empty_series_has_none() {
        assert!((ScaledSeries::new(&[0.0, 0.0]).unwrap().scale - 1.0).abs() < f64::EPSILON);
        assert_eq!(
            ScaledSeries::new(&[f64::NAN]).unwrap_err(),
            ForecastError::SeriesTooShort { needed: 1, observed: 0 }
        );
    }
}
