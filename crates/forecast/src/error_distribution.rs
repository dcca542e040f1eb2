//! The distribution of past forecast errors, and the prediction intervals made of it.
//!
//! Split conformal prediction (V. Vovk, A. Gammerman, G. Shafer, *Algorithmic Learning in a Random World*, 2005) on the
//! errors of rolling origins: errors over their own size at each horizon, pooled over horizons and related series. Later
//! ones count for more, as sizes may drift (R. F. Barber, E. J. Candès, A. Ramdas, R. J. Tibshirani, "Conformal prediction
//! beyond exchangeability", The Annals of Statistics 51 (2023)).

use crate::ForecastError;
use crate::forecast::{Forecast, Interval, half_width};
use crate::series::present;
use crate::statistics::median;

/// The growth of errors with the horizon, as a power of it: none for a stable level, a half for a random walk, more for
/// a trend that turns.
const GROWTH: (f64, f64) = (0.0, 0.9);
/// Fewer errors than this say too little of how they spread.
const FEWEST: usize = 8;
/// The size of errors is the square of the mean of their roots: one day out of all proportion moves it little.
const POWER: f64 = 0.5;
/// For the size, an error counts for no more than this many times the median one: what is beyond is out of all proportion.
const LARGEST: f64 = 16.0;
/// The standard deviation of normal errors over that size: the inverse of `(2^(1/4) gamma(3/4) / sqrt(pi))^2`.
const NORMAL: f64 = 1.479_338;
/// An origin half as far back as the first counts half as much as the last: a shop is as uncertain as it was lately.
const HALF_LIFE: f64 = 0.5;

/// The errors of past forecasts: their size by horizon, and their distribution around it.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorDistribution {
    /// The size of an error one period ahead, in units of the series.
    size: f64,
    /// The power of the horizon with which it grows.
    growth: f64,
    /// Absolute errors over their expected size, each measured by the others.
    relative: Relative,
    /// How far the errors of one origin go together, see [`Forecast::summed`].
    error_correlation: f64,
}

/// How the errors of related series spread around their sizes, all together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PooledErrors {
    /// Absolute errors over their expected size.
    relative: Relative,
}

/// Absolute errors over their expected size, the smallest first.
#[derive(Debug, Clone, Default, PartialEq)]
struct Relative(Vec<Error>);

#[derive(Debug, Clone, Copy, PartialEq)]
struct Error {
    size: f64,
    /// How much it counts.
    weight: f64,
    /// How much it counts together with all that are smaller.
    reached: f64,
}

impl Relative {
    /// From sizes and how much each counts.
    fn of(errors: impl Iterator<Item = (f64, f64)>) -> Self {
        let mut errors: Vec<Error> =
            errors.map(|(size, weight)| Error { size, weight, reached: 0.0 }).collect();
        errors.sort_unstable_by(|one, other| one.size.total_cmp(&other.size));
        let mut reached = 0.0;
        for error in &mut errors {
            reached += error.weight;
            error.reached = reached;
        }
        Self(errors)
    }

    /// The size that a share of the errors does not go beyond; `None` with too few errors.
    fn quantile(&self, share: f64) -> Option<f64> {
        let last = self.0.last().filter(|_| self.0.len() >= FEWEST)?;
        let within = self.0.partition_point(|error| error.reached < share * last.reached);
        Some(self.0.get(within).unwrap_or(last).size)
    }
}

impl PooledErrors {
    /// Puts the errors of series together.
    pub fn of<'a>(related: impl IntoIterator<Item = &'a ErrorDistribution>) -> Self {
        let all = related.into_iter().flat_map(|spread| &spread.relative.0);
        Self { relative: Relative::of(all.map(|error| (error.size, error.weight))) }
    }

    /// How wide an interval has to be, in sizes of the errors; `None` with too few of them.
    fn width(&self, level: f64) -> Option<f64> {
        self.relative.quantile(level / 100.0)
    }
}

impl ErrorDistribution {
    /// From the errors of rolling origins, oldest first: one vector an origin, the next period first, NaN where there is
    /// nothing to compare. They are measured by one another in `parts` that follow each other: as many as there are
    /// horizons in the time they come from, for errors of the same days are no witnesses of each other.
    pub fn of(errors: &[Vec<f64>], parts: usize) -> Self {
        let half_life = HALF_LIFE * errors.len() as f64;
        let weights = (1..=errors.len()).rev().map(|back| 0.5_f64.powf((back - 1) as f64 / half_life));
        let in_proportion = in_proportion(errors);
        let weighted: Vec<(f64, &[f64])> = weights.zip(in_proportion.iter().map(Vec::as_slice)).collect();
        let whole = fitted(weighted.iter());
        let parts = parts.clamp(2, errors.len().max(2));
        let ends = |part: usize| errors.len() * part / parts;
        let mut relative = Vec::new();
        for part in 0..parts {
            let (from, to) = (ends(part), ends(part + 1));
            let rest = fitted(weighted[..from].iter().chain(&weighted[to..]));
            // Where the others have no errors at all there is nothing else to measure by.
            let (size, growth) = if rest.0 > 0.0 { rest } else { whole };
            for ((weight, _), errors) in weighted[from..to].iter().zip(&errors[from..to]) {
                for (ahead, error) in (1..).zip(errors).filter(|(_, error)| !error.is_nan()) {
                    let expected = size * f64::from(ahead).powf(growth);
                    if expected > 0.0 {
                        relative.push((error.abs() / expected, *weight));
                    }
                }
            }
        }
        let (size, growth) = whole;
        let relative = Relative::of(relative.into_iter());
        Self { size, growth, relative, error_correlation: error_correlation(errors, growth) }
    }

    /// How far the errors of one origin go together, from 0 to 1.
    pub fn error_correlation(&self) -> f64 {
        self.error_correlation
    }

    /// How wide an interval has to be, in sizes of the errors.
    ///
    /// # Errors
    ///
    /// [`ForecastError::LevelOutOfRange`].
    pub(crate) fn width(&self, level: f64) -> Result<f64, ForecastError> {
        let by_normal = NORMAL * half_width(level)?;
        Ok(self.relative.quantile(level / 100.0).unwrap_or(by_normal))
    }

    /// Widens or narrows intervals that were made by this distribution to what the errors of related series ask for, in
    /// sizes of its own errors; except for the periods in `but_for` (the next one is 0), whose width is determined elsewhere.
    pub fn widen(&self, forecast: &mut Forecast, pooled: &PooledErrors, but_for: &[usize]) {
        for interval in &mut forecast.intervals {
            let widths = (self.width(interval.level), pooled.width(interval.level));
            let (Ok(own), Some(pooled)) = widths else { continue };
            let change = if own > 0.0 { pooled / own } else { 1.0 };
            let bounds = interval.lower.iter_mut().zip(&mut interval.upper);
            let bounds = bounds.zip(&forecast.mean).enumerate().filter(|(ahead, _)| !but_for.contains(ahead));
            for (_, ((lower, upper), mean)) in bounds {
                let above = *upper - mean;
                // A lower bound on zero has been cut there; it was about as far away as the upper one.
                let below = if *lower == 0.0 { above } else { mean - *lower };
                (*lower, *upper) = (mean - change * below, mean + change * above);
            }
        }
    }

    /// A forecast around some means, with an interval for each of `levels`. `sizes` are those of errors on each period
    /// beside usual ones, by which the errors of this distribution were divided.
    ///
    /// # Errors
    ///
    /// [`ForecastError::LevelOutOfRange`].
    pub(crate) fn around(
        &self,
        mean: Vec<f64>,
        sizes: &[f64],
        levels: &[f64],
    ) -> Result<Forecast, ForecastError> {
        let errors: Vec<f64> = (1..)
            .zip(sizes)
            .map(|(ahead, size)| size * self.size * f64::from(ahead).powf(self.growth))
            .collect();
        let intervals: Result<Vec<Interval>, ForecastError> = levels
            .iter()
            .map(|&level| {
                let width = self.width(level)?;
                let bound = |side: f64| {
                    mean.iter().zip(&errors).map(|(mean, error)| mean + side * width * error).collect()
                };
                Ok(Interval { level, lower: bound(-1.0), upper: bound(1.0) })
            })
            .collect();
        let standard_error = errors.iter().map(|error| NORMAL * error).collect();
        Ok(Forecast { standard_error, intervals: intervals?, mean })
    }
}

/// Sizes of errors, those out of all proportion as large as any in it.
fn in_proportion(errors: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut all: Vec<f64> = errors.iter().flat_map(|errors| present(errors)).map(f64::abs).collect();
    let largest = match LARGEST * median(&mut all) {
        largest if largest > 0.0 => largest,
        // Most are zero, or there is none.
        _ => f64::INFINITY,
    };
    let cut = |size: f64| if size > largest { largest } else { size };
    errors.iter().map(|errors| errors.iter().map(|error| cut(error.abs())).collect()).collect()
}

/// The mean correlation of errors of one origin, over their expected sizes.
fn error_correlation(errors: &[Vec<f64>], growth: f64) -> f64 {
    let (mut products, mut pairs, mut squares, mut count) = (0.0, 0.0, 0.0, 0.0);
    for errors in errors {
        let relative = (1..).zip(errors).map(|(ahead, error)| error / f64::from(ahead).powf(growth));
        let known: Vec<f64> = relative.filter(|error| !error.is_nan()).collect();
        let (sum, length) = (known.iter().sum::<f64>(), known.len() as f64);
        let square: f64 = known.iter().map(|error| error * error).sum();
        // The sum over all pairs of an origin, without forming them.
        products += sum * sum - square;
        pairs += length * length - length;
        squares += square;
        count += length;
    }
    let correlation = products / pairs / (squares / count);
    if correlation.is_finite() { correlation.clamp(0.0, 1.0) } else { 0.0 }
}

/// Size and growth nearest to the sizes of errors by horizon, in logarithms, each horizon by the weights of the origins
/// that have seen it.
fn fitted<'a>(errors: impl Iterator<Item = &'a (f64, &'a [f64])> + Clone) -> (f64, f64) {
    let horizon = errors.clone().map(|(_, errors)| errors.len()).max().unwrap_or(0);
    let mut points: Vec<(f64, f64, f64)> = Vec::new();
    let mut all = 0.0;
    for ahead in 0..horizon {
        let at = errors.clone().filter_map(|(weight, errors)| Some((weight, errors.get(ahead)?)));
        let known = at.filter(|(_, error)| !error.is_nan());
        let (sum, weights) = known.fold((0.0, 0.0), |(sum, weights), (weight, error)| {
            (sum + weight * error.abs().powf(POWER), weights + weight)
        });
        all += sum;
        if sum > 0.0 {
            // `size · ahead^growth` is a line in logarithms.
            points.push((((ahead + 1) as f64).ln(), (sum / weights).ln() / POWER, weights));
        }
    }
    if all <= 0.0 || points.is_empty() {
        return (0.0, 0.0);
    }
    let weight: f64 = points.iter().map(|point| point.2).sum();
    let mean = |of: fn(&(f64, f64, f64)) -> f64| {
        points.iter().map(|point| of(point) * point.2).sum::<f64>() / weight
    };
    let (time, height) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|point| point.2 * (point.0 - time).powi(2)).sum();
    let tilt: f64 = points.iter().map(|point| point.2 * (point.0 - time) * (point.1 - height)).sum();
    let growth = if spread > 0.0 { (tilt / spread).clamp(GROWTH.0, GROWTH.1) } else { GROWTH.0 };
    // The size that gives the mean seen, whatever the curve's shape.
    let curve: f64 = errors
        .flat_map(|(weight, errors)| (1..).zip(*errors).map(move |(ahead, error)| (weight, ahead, error)))
        .filter(|(.., error)| !error.is_nan())
        .map(|(weight, ahead, _)| weight * f64::from(ahead).powf(growth * POWER))
        .sum();
    ((all / curve).powf(1.0 / POWER), growth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_growth_of_a_walk_is_found() {
        let errors: Vec<Vec<f64>> = (0..10)
            .map(|origin| {
                let sign = if origin % 2 == 0 { 1.0 } else { -1.0 };
                (1..=16).map(|ahead| sign * 3.0 * f64::from(ahead).sqrt()).collect()
            })
            .collect();
        let spread = ErrorDistribution::of(&errors, 2);
        assert!((spread.growth - 0.5).abs() < 1e-9 && (spread.size - 3.0).abs() < 1e-9, "{spread:?}");
        let forecast = spread.around(vec![10.0; 4], &[1.0; 4], &[80.0]).unwrap();
        assert!((forecast.intervals[0].upper[3] - 16.0).abs() < 1e-6, "{forecast:?}");
    }

    #[test]
    fn late_errors_count_for_more_than_early_ones() {
        let errors = Relative::of((1..=10).map(|size| (f64::from(size), 1.0)));
        assert_eq!((errors.quantile(0.8), errors.quantile(0.95)), (Some(8.0), Some(10.0)));
        let early_large = Relative::of((1..=10).map(|size| (f64::from(size), 1.0 / f64::from(size))));
        assert_eq!(early_large.quantile(0.8), Some(6.0));
        assert_eq!(Relative::default().quantile(0.8), None);
    }

    #[test]
    fn one_monstrous_error_does_not_make_all_errors_large() {
        let mut random = fastrand::Rng::with_seed(3);
        let mut errors: Vec<Vec<f64>> =
            (0..16).map(|_| (0..7).map(|_| random.f64() - 0.5).collect()).collect();
        let usual = ErrorDistribution::of(&errors, 4);
        errors[15][0] = 1e6;
        let monstrous = ErrorDistribution::of(&errors, 4);
        let width = |spread: &ErrorDistribution| spread.size * spread.width(80.0).unwrap();
        assert!((0.8..1.5).contains(&(width(&monstrous) / width(&usual))), "{monstrous:?}");
    }

    #[test]
    fn related_series_widen_each_side_by_its_own_and_one_that_was_cut_by_the_other() {
        let own = ErrorDistribution {
            size: 1.0,
            growth: 0.0,
            relative: Relative::of([(1.0, 1.0); FEWEST].into_iter()),
            error_correlation: 0.0,
        };
        let pooled = PooledErrors { relative: Relative::of([(2.0, 1.0); FEWEST].into_iter()) };
        let interval = Interval { level: 80.0, lower: vec![9.0, 0.0, 0.0], upper: vec![13.0, 13.0, 13.0] };
        let mut forecast =
            Forecast { mean: vec![10.0; 3], standard_error: vec![1.0; 3], intervals: vec![interval] };
        own.widen(&mut forecast, &pooled, &[2]);
        assert_eq!(forecast.intervals[0].lower, [8.0, 4.0, 0.0]);
        assert_eq!(forecast.intervals[0].upper, [16.0, 16.0, 13.0]);
    }

    #[test]
    fn no_errors_are_intervals_of_no_width() {
        let forecast =
            ErrorDistribution::of(&[vec![0.0, f64::NAN]], 2).around(vec![5.0], &[1.0], &[95.0]).unwrap();
        assert_eq!(forecast.intervals[0].lower, [5.0]);
        assert!(ErrorDistribution::of(&[], 2).around(vec![5.0], &[1.0], &[0.0]).is_err());
    }
}
