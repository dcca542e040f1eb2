//! A season of fixed factors, and whether a series has one.

use statrs::distribution::{ContinuousCDF, Normal};

use crate::mode::Mode;

/// A season is accepted where it would come by chance less often than this (Fiorucci et al. 2016, section 3.1).
const CHANCE: f64 = 0.1;

/// A season of fixed factors, for the period of the series' first value first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Season {
    pub(crate) mode: Mode,
    pub(crate) factors: Vec<f64>,
}

impl Season {
    /// The season of a series, by product where all its values are above zero, `None` where it shows none.
    pub(crate) fn of(series: &[f64], length: usize) -> Option<Self> {
        let known = series.iter().filter(|value| !value.is_nan()).count();
        if length < 2
            || known < 2 * length + 1
            || series.len() < 2 * length + 1
            || !is_seasonal(series, length)
        {
            return None;
        }
        let positive = series.iter().all(|value| value.is_nan() || *value > 0.0);
        let mode = if positive { Mode::Multiplicative } else { Mode::Additive };
        Some(Self { mode, factors: factors(series, length, mode)? })
    }

    pub(crate) fn factor(&self, index: usize) -> f64 {
        self.factors[index % self.factors.len()]
    }

    /// Takes the season out of the value of a period.
    pub(crate) fn out_of(&self, index: usize, value: f64) -> f64 {
        match self.mode {
            Mode::Additive => value - self.factor(index),
            Mode::Multiplicative => value / self.factor(index),
        }
    }

    /// Puts the season back.
    pub(crate) fn into(&self, index: usize, value: f64) -> f64 {
        match self.mode {
            Mode::Additive => value + self.factor(index),
            Mode::Multiplicative => value * self.factor(index),
        }
    }
}

/// Whether the autocorrelation one season back is beyond chance, by Bartlett's limits.
fn is_seasonal(series: &[f64], length: usize) -> bool {
    let present: Vec<f64> = series.iter().copied().filter(|value| !value.is_nan()).collect();
    let mean = present.iter().sum::<f64>() / present.len() as f64;
    let distance = |index: usize| if series[index].is_nan() { 0.0 } else { series[index] - mean };
    let square: f64 = (0..series.len()).map(|index| distance(index).powi(2)).sum();
    if square <= 0.0 {
        return false;
    }
    let correlation = |lag: usize| {
        (lag..series.len()).map(|index| distance(index) * distance(index - lag)).sum::<f64>() / square
    };
    let before: f64 = (1..length).map(|lag| correlation(lag).powi(2)).sum();
    let limit = Normal::standard().inverse_cdf(1.0 - CHANCE / 2.0);
    correlation(length).abs() > limit * ((1.0 + 2.0 * before) / present.len() as f64).sqrt()
}

/// What each period of a season adds, from the period of the first value; they sum to zero. `None` where a period has
/// no value with a season around it.
pub(crate) fn additive_factors(series: &[f64], length: usize) -> Option<Vec<f64>> {
    factors(series, length, Mode::Additive)
}

/// Classical decomposition: the mean distance (or share) of each period's values from the moving mean around them.
fn factors(series: &[f64], length: usize, mode: Mode) -> Option<Vec<f64>> {
    let half = length / 2;
    let mut sums = vec![(0.0, 0_usize); length];
    for index in half..series.len().saturating_sub(half) {
        let window = &series[index - half..=index + half];
        let weight =
            |at: usize| if length.is_multiple_of(2) && (at == 0 || at == length) { 0.5 } else { 1.0 };
        let (mut sum, mut weights) = (0.0, 0.0);
        for (at, value) in window.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            sum += weight(at) * value;
            weights += weight(at);
        }
        let around = sum / weights;
        let factor = if mode == Mode::Additive { series[index] - around } else { series[index] / around };
        if factor.is_finite() {
            let (sum, count) = &mut sums[index % length];
            *sum += factor;
            *count += 1;
        }
    }
    if sums.iter().any(|(_, count)| *count == 0) {
        return None;
    }
    let mut factors: Vec<f64> = sums.into_iter().map(|(sum, count)| sum / count as f64).collect();
    let mean = factors.iter().sum::<f64>() / length as f64;
    for factor in &mut factors {
        match mode {
            Mode::Additive => *factor -= mean,
            Mode::Multiplicative => *factor /= mean,
        }
    }
    let sound = mode == Mode::Additive || factors.iter().all(|factor| *factor > 1e-3);
    sound.then_some(factors)
}
