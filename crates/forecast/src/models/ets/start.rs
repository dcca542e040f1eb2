//! States to start from, read off the first seasons (Hyndman et al. 2008, section 2.6.1).

use super::form::{EtsForm, Trend};
use super::recursion::States;
use crate::mode::Mode;

/// The first seasonal states are estimated from at most this many seasons.
const SEASONS: usize = 6;
/// How many values the first level and slope are estimated from.
const VALUES: usize = 10;

/// States for the first period of `series`, which has a value above zero wherever `form` multiplies.
pub(crate) fn start(form: EtsForm, series: &[f64], season: usize) -> States {
    let factors = match form.season {
        Some(mode) => seasonal_factors(mode, series, season),
        None => Vec::new(),
    };
    let adjusted = |index: usize, value: f64| match form.season {
        None => value,
        Some(Mode::Additive) => value - factors[index % season],
        Some(Mode::Multiplicative) => value / factors[index % season],
    };
    let first = VALUES.max(2 * factors.len()).min(series.len());
    let points = series[..first]
        .iter()
        .enumerate()
        .filter(|(_, value)| !value.is_nan())
        .map(|(index, &value)| ((index + 1) as f64, adjusted(index, value)));
    let (level, slope) = line(points, form.trend != Trend::None);
    let mut states = States { level, slope, season: factors };
    if form.has_product() && level + slope.min(0.0) <= 0.0 {
        states.slope = 0.0;
        states.level = level.max(mean(series.iter().copied()));
    }
    states
}

/// The level at time zero and the slope of the line nearest to some points; the mean, and no slope, where a line is not
/// asked for or cannot be estimated.
fn line(points: impl Iterator<Item = (f64, f64)> + Clone, sloped: bool) -> (f64, f64) {
    let count = points.clone().count() as f64;
    let time = mean(points.clone().map(|point| point.0));
    let value = mean(points.clone().map(|point| point.1));
    let spread: f64 = points.clone().map(|point| (point.0 - time).powi(2)).sum();
    if !sloped || count < 3.0 || spread <= 0.0 {
        return (value, 0.0);
    }
    let slope = points.map(|point| (point.0 - time) * (point.1 - value)).sum::<f64>() / spread;
    (value - slope * time, slope)
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) =
        values.filter(|value| !value.is_nan()).fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    if count > 0 { sum / f64::from(count) } else { 0.0 }
}

/// One factor a period: the mean distance (or share) of its values from the moving mean of a season around them.
/// They sum to zero, or to the length of the season.
fn seasonal_factors(mode: Mode, series: &[f64], season: usize) -> Vec<f64> {
    let series = &series[..series.len().min(SEASONS * season)];
    let neutral = if mode == Mode::Additive { 0.0 } else { 1.0 };
    let whole = mean(series.iter().copied());
    let mut sums = vec![(0.0, 0_usize); season];
    for (index, &value) in series.iter().enumerate() {
        let around = centred_mean(series, season, index).unwrap_or(whole);
        let factor = if mode == Mode::Additive { value - around } else { value / around };
        if factor.is_finite() {
            let (sum, count) = &mut sums[index % season];
            *sum += factor;
            *count += 1;
        }
    }
    let mut factors: Vec<f64> =
        sums.into_iter().map(|(sum, count)| if count > 0 { sum / count as f64 } else { neutral }).collect();
    let excess = factors.iter().sum::<f64>() / season as f64;
    for factor in &mut factors {
        match mode {
            Mode::Additive => *factor -= excess,
            Mode::Multiplicative => *factor = (*factor / excess).max(0.01),
        }
    }
    factors
}

/// The mean of the season around a period, half of both ends where its length is even; `None` near the ends.
fn centred_mean(series: &[f64], season: usize, index: usize) -> Option<f64> {
    let half = season / 2;
    let window = series.get(index.checked_sub(half)?..=index + half)?;
    let ends = if season.is_multiple_of(2) { 0.5 * (window[0] + window[season]) } else { 0.0 };
    let inner = if season.is_multiple_of(2) { &window[1..season] } else { window };
    let mean = (inner.iter().sum::<f64>() + ends) / season as f64;
    mean.is_finite().then_some(mean)
}
