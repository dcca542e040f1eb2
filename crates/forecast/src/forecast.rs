//! Forecasts and their intervals.

use std::ops::Range;

use statrs::distribution::{ContinuousCDF, Normal};

use crate::ForecastError;
use crate::model::FittedModel;

/// The longest horizon, in periods: beyond any use, short of any harm.
pub const MAX_HORIZON: usize = 100_000;

/// The most levels of intervals that one forecast may have.
pub const MAX_LEVELS: usize = 20;
/// Paths drawn for a model without formula for its errors.
const PATHS: usize = 1_000;
/// The most periods whose errors are compared.
const AGREEING: usize = 120;
/// Where the drawing starts: the same model always gives the same intervals.
const SEED: u64 = 0x00C0_4707;

/// A forecast of the periods after the last of a series. All vectors have the length of the horizon, the
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

impl Forecast {
    /// The sums over groups of periods, such as the days of weeks: the mean of a sum is the sum of the means,
    /// whatever the errors. Its width is that of errors any two of which correlate by r, `error_correlation`, from 0
    /// (independent) to 1 (all wrong the same way): `sqrt((1 - r) sum w^2 + r (sum w)^2)`. Periods
    /// beyond the horizon count as nothing.
    #[must_use]
    pub fn summed(&self, groups: &[Range<usize>], error_correlation: f64) -> Self {
        let part = |values: &[f64], group: &Range<usize>| -> Vec<f64> {
            let end = group.end.min(values.len());
            values[group.start.min(end)..end].to_vec()
        };
        let width = |widths: &[f64]| {
            let (sum, square) =
                (widths.iter().sum::<f64>(), widths.iter().map(|width| width * width).sum::<f64>());
            ((1.0 - error_correlation) * square + error_correlation * sum * sum).max(0.0).sqrt()
        };
        let mean: Vec<f64> = groups.iter().map(|group| part(&self.mean, group).iter().sum()).collect();
        let intervals = self.intervals.iter().map(|interval| {
            let bounds = |bounds: &[f64], side: f64| -> Vec<f64> {
                let widths: Vec<f64> =
                    bounds.iter().zip(&self.mean).map(|(bound, mean)| side * (bound - mean)).collect();
                groups
                    .iter()
                    .zip(&mean)
                    .map(|(group, mean)| mean + side * width(&part(&widths, group)))
                    .collect()
            };
            let (lower, upper) = (bounds(&interval.lower, -1.0), bounds(&interval.upper, 1.0));
            Interval { level: interval.level, lower, upper }
        });
        let intervals = intervals.collect();
        let standard_error = groups.iter().map(|group| width(&part(&self.standard_error, group))).collect();
        Self { mean, standard_error, intervals }
    }

    /// Itself where all of it is numbers: a curve may grow beyond them, and a square sooner.
    pub(crate) fn checked(self) -> Result<Self, ForecastError> {
        let bounds = self.intervals.iter().flat_map(|interval| interval.lower.iter().chain(&interval.upper));
        let mut values = self.mean.iter().chain(&self.standard_error).chain(bounds);
        if values.all(|value| value.is_finite()) { Ok(self) } else { Err(ForecastError::ForecastUndefined) }
    }

    /// Nothing below `floor`: neither means nor bounds.
    pub fn keep_above(&mut self, floor: f64) {
        let bounds =
            self.intervals.iter_mut().flat_map(|interval| [&mut interval.lower, &mut interval.upper]);
        for value in bounds.chain([&mut self.mean]).flatten() {
            *value = value.max(floor);
        }
    }
}

/// The bounds of one level.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// How often the value should fall inside, in percent, such as 80.
    pub level: f64,
    /// The lower bounds, in units of the series.
    pub lower: Vec<f64>,
    /// The upper bounds, in units of the series.
    pub upper: Vec<f64>,
}

/// Forecasts with intervals for each of `levels`: normal around the mean where the model has a formula for its errors,
/// the shares of drawn paths elsewhere.
pub(crate) fn forecast<M: FittedModel + ?Sized>(
    model: &M,
    horizon: usize,
    levels: &[f64],
) -> Result<Forecast, ForecastError> {
    check_horizon(horizon)?;
    let widths =
        levels.iter().map(|&level| half_width(level)).collect::<Result<Vec<f64>, ForecastError>>()?;
    let mean = model.mean(horizon);
    let Some(standard_error) = model.standard_errors(horizon) else {
        return drawn(model, mean, levels).checked();
    };
    let intervals = levels.iter().zip(widths).map(|(&level, width)| {
        let bound =
            |side: f64| mean.iter().zip(&standard_error).map(|(mean, error)| mean + side * error).collect();
        Interval { level, lower: bound(-width), upper: bound(width) }
    });
    let intervals = intervals.collect();
    Forecast { mean, standard_error, intervals }.checked()
}

/// Whether a horizon and levels can be asked for, whatever the series.
///
/// # Errors
///
/// Those of [`FittedModel::forecast`]; [`ForecastError::TooManyLevels`] above [`MAX_LEVELS`].
pub fn check_wanted(horizon: usize, levels: &[f64]) -> Result<(), ForecastError> {
    if levels.len() > MAX_LEVELS {
        return Err(ForecastError::TooManyLevels { levels: levels.len(), limit: MAX_LEVELS });
    }
    levels.iter().try_for_each(|&level| half_width(level).map(|_| ()))?;
    check_horizon(horizon)
}

pub(crate) fn check_horizon(horizon: usize) -> Result<(), ForecastError> {
    match horizon {
        0 => Err(ForecastError::HorizonZero),
        1..=MAX_HORIZON => Ok(()),
        _ => Err(ForecastError::HorizonTooLong { horizon, limit: MAX_HORIZON }),
    }
}

/// The standard deviations of the errors of a model whose paths are linear in their shocks: the root of the sum of the
/// squares of what each shock does to a period. `None` where so many shocks are dearer than drawn paths.
pub(crate) fn errors_of_linear<M: FittedModel + ?Sized>(model: &M, horizon: usize) -> Option<Vec<f64>> {
    if horizon > PATHS {
        return None;
    }
    let (squares, _) = moved_by_shocks(model, horizon);
    Some(squares.into_iter().map(f64::sqrt).collect())
}

/// What each shock alone does to the periods from the next one on: the sums of the squares by period, and the sum of
/// the squares of all periods together.
fn moved_by_shocks<M: FittedModel + ?Sized>(model: &M, horizon: usize) -> (Vec<f64>, f64) {
    let mean = model.mean(horizon);
    let mut shocks = vec![0.0; horizon];
    let (mut squares, mut of_sum) = (vec![0.0; horizon], 0.0);
    for at in 0..horizon {
        shocks[at] = 1.0;
        let moved = model.path(&shocks).into_iter().zip(&mean).map(|(path, mean)| path - mean);
        let moved: Vec<f64> = moved.collect();
        shocks[at] = 0.0;
        of_sum += moved.iter().sum::<f64>().powi(2);
        for (square, moved) in squares.iter_mut().zip(moved) {
            *square += moved * moved;
        }
    }
    (squares, of_sum)
}

/// How far a model's errors go together: what each shock does to all periods, as if the model were linear. Only so many
/// periods are looked at.
pub(crate) fn error_correlation<M: FittedModel + ?Sized>(model: &M, horizon: usize) -> f64 {
    let (squares, of_sum) = moved_by_shocks(model, horizon.min(AGREEING));
    let independent: f64 = squares.iter().sum();
    let together = squares.iter().map(|square| square.sqrt()).sum::<f64>().powi(2);
    let error_correlation = (of_sum - independent) / (together - independent);
    if error_correlation.is_finite() { error_correlation.clamp(0.0, 1.0) } else { 0.0 }
}

/// Shares of paths drawn at random, each also taken with its shocks turned around.
fn drawn<M: FittedModel + ?Sized>(model: &M, mean: Vec<f64>, levels: &[f64]) -> Forecast {
    let horizon = mean.len();
    let normal = Normal::standard();
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut by_step: Vec<Vec<f64>> = vec![Vec::with_capacity(PATHS); horizon];
    let mut shocks = vec![0.0; horizon];
    for _ in 0..PATHS / 2 {
        for shock in &mut shocks {
            // A draw of exactly zero has no shock.
            *shock = normal.inverse_cdf(random.f64().max(f64::EPSILON));
        }
        for _ in 0..2 {
            for (values, value) in by_step.iter_mut().zip(model.path(&shocks)) {
                values.push(value);
            }
            for shock in &mut shocks {
                *shock = -*shock;
            }
        }
    }
    for values in &mut by_step {
        values.sort_unstable_by(f64::total_cmp);
    }
    let standard_error = by_step.iter().zip(&mean).map(|(values, mean)| {
        let square: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        (square / values.len() as f64).sqrt()
    });
    let standard_error = standard_error.collect();
    let intervals = levels.iter().map(|&level| {
        let bound = |share: f64| by_step.iter().map(|values| quantile(values, share)).collect();
        let outside = (100.0 - level) / 200.0;
        Interval { level, lower: bound(outside), upper: bound(1.0 - outside) }
    });
    let intervals = intervals.collect();
    Forecast { mean, standard_error, intervals }
}

/// The value below which a share of sorted values lies, by straight lines between them (Hyndman and Fan 1996, number
/// 7).
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = sorted[(below + 1).min(last)];
    sorted[below] + (above - sorted[below]) * (place - below as f64)
}

/// Half the width of an interval, in standard errors.
pub(crate) fn half_width(level: f64) -> Result<f64, ForecastError> {
    if !(level > 0.0 && level < 100.0) {
        return Err(ForecastError::LevelOutOfRange { level });
    }
    // By the lower tail, where a level close to 100 keeps its digits.
    Ok(-Normal::standard().inverse_cdf((100.0 - level) / 200.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Simple, SimpleForm};

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

    #[test]
    fn sums_of_independent_errors_are_narrower_than_those_of_errors_that_agree() {
        let interval = Interval { level: 80.0, lower: vec![1.0, 1.0, 1.0], upper: vec![7.0, 8.0, 4.0] };
        let forecast =
            Forecast { mean: vec![4.0; 3], standard_error: vec![3.0, 4.0, 1.0], intervals: vec![interval] };
        let (apart, alike) = (forecast.summed(&[0..2, 2..9], 0.0), forecast.summed(&[0..2, 2..9], 1.0));
        assert_eq!(apart.mean, [8.0, 4.0]);
        assert_eq!(apart.standard_error, [5.0, 1.0]);
        assert_eq!((apart.intervals[0].upper[0], alike.intervals[0].upper[0]), (13.0, 15.0));
        assert_eq!(alike.intervals[0].lower, [2.0, 1.0]);
    }

    #[test]
    fn noise_agrees_with_nothing_and_a_walk_mostly_with_itself() {
        let series = [1.0, 3.0, 2.0, 5.0, 4.0];
        let error_correlation =
            |form: SimpleForm| Simple::fit(form, &series, 1).unwrap().error_correlation(10);
        assert!(error_correlation(SimpleForm::Mean) < 0.2, "{}", error_correlation(SimpleForm::Mean));
        assert!(error_correlation(SimpleForm::Naive) > 0.6, "{}", error_correlation(SimpleForm::Naive));
    }

    #[test]
    fn the_middle_of_sorted_values_is_their_median() {
        assert!((quantile(&[1.0, 2.0, 4.0], 0.5) - 2.0).abs() < f64::EPSILON);
        assert!((quantile(&[1.0, 2.0], 0.5) - 1.5).abs() < f64::EPSILON);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
