//! A series checked, and brought to differences of about one, so that its unit does not matter to the optimiser.

use crate::{ArimaOrder, ForecastError, LevelStart};

/// The largest absolute value accepted in a series: its square, summed, stays well inside floating point.
pub const MAX_MAGNITUDE: f64 = 1e100;

/// Differences within this many roundings of the largest value are taken as zero.
const ROUNDINGS: f64 = 16.0;

/// `values = (series - offset) / scale`.
pub(crate) struct Scaled {
    pub(crate) values: Vec<f64>,
    /// The same with each gap between two values bridged by a straight line and the gaps at both ends cut off.
    pub(crate) bridged: Vec<f64>,
    pub(crate) offset: f64,
    pub(crate) scale: f64,
    /// Whether every difference of the order's degree is zero.
    pub(crate) flat: bool,
}

impl Scaled {
    /// Checks and scales a series. The offset moves with the series only where the model does not care for its level.
    pub(crate) fn new(order: ArimaOrder, series: &[f64], start: LevelStart) -> Result<Self, ForecastError> {
        let observed = check(series)?;
        if observed < order.shortest_series() {
            return Err(ForecastError::SeriesTooShort { needed: order.shortest_series(), observed });
        }
        let first = series.iter().copied().find(|value| !value.is_nan()).unwrap_or(0.0);
        let offset = if order.d() > 0 && start == LevelStart::Diffuse { first } else { 0.0 };
        let mut bridged = bridge(series);
        let differences = difference(bridged.clone(), order.d());
        let largest = bridged.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let largest_difference = differences.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        // Without differencing nothing is lost to rounding: only zeros are flat.
        let rounding = if order.d() > 0 { ROUNDINGS * f64::EPSILON * largest } else { 0.0 };
        let flat = largest_difference <= rounding;
        let mean = differences.iter().map(|value| value.abs()).sum::<f64>() / differences.len() as f64;
        let scale = if flat || mean < f64::MIN_POSITIVE { 1.0 } else { mean };
        for value in &mut bridged {
            *value = (*value - offset) / scale;
        }
        let values = series.iter().map(|value| (value - offset) / scale).collect();
        Ok(Self { values, bridged, offset, scale, flat })
    }
}

/// Counts the values present.
fn check(series: &[f64]) -> Result<usize, ForecastError> {
    for (position, &value) in series.iter().enumerate() {
        if value.is_infinite() {
            return Err(ForecastError::ValueInfinite { position });
        }
        if value.abs() > MAX_MAGNITUDE {
            return Err(ForecastError::ValueTooLarge { position, value });
        }
    }
    Ok(series.iter().filter(|value| !value.is_nan()).count())
}

fn bridge(series: &[f64]) -> Vec<f64> {
    let mut bridged: Vec<f64> = Vec::with_capacity(series.len());
    let mut gap = 0;
    for &value in series.iter().skip_while(|value| value.is_nan()) {
        if value.is_nan() {
            gap += 1;
            continue;
        }
        if let Some(&last) = bridged.last() {
            let step = (value - last) / f64::from(gap + 1);
            bridged.extend((1..=gap).map(|index| last + step * f64::from(index)));
        }
        bridged.push(value);
        gap = 0;
    }
    bridged
}

/// The `times`-fold differences of a series.
pub(crate) fn difference(mut series: Vec<f64>, times: usize) -> Vec<f64> {
    for _ in 0..times {
        series = series.windows(2).map(|pair| pair[1] - pair[0]).collect();
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_bridged_by_a_straight_line() {
        assert_eq!(bridge(&[f64::NAN, 1.0, f64::NAN, f64::NAN, 4.0, f64::NAN]), [1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn a_straight_line_is_flat_after_two_differences_and_not_after_one() {
        let line: Vec<f64> = (0..20).map(|day| 0.1 * f64::from(day)).collect();
        let flat =
            |d| Scaled::new(ArimaOrder::new(0, d, 0).unwrap(), &line, LevelStart::Diffuse).unwrap().flat;
        assert!(flat(2));
        assert!(!flat(1));
    }

    #[test]
    fn an_infinite_value_is_named_by_its_position() {
        let result = Scaled::new(ArimaOrder::BRIEF, &[1.0, f64::NEG_INFINITY], LevelStart::Diffuse);
        assert_eq!(result.err(), Some(ForecastError::ValueInfinite { position: 1 }));
    }
}
