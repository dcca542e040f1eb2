//! What every model asks of a series before it looks at it, and the ways around missing values.

use crate::ForecastError;
use crate::statistics::median;

/// The largest absolute value accepted, far beyond any revenue: the squares of a longer one leave floating point.
pub const MAX_MAGNITUDE: f64 = 1e100;

/// Checks a series and counts the values present.
pub(crate) fn check(series: &[f64]) -> Result<usize, ForecastError> {
    for (position, &value) in series.iter().enumerate() {
        if value.is_infinite() {
            return Err(ForecastError::ValueInfinite { position });
        }
        if value.abs() > MAX_MAGNITUDE {
            return Err(ForecastError::ValueTooLarge { position, value });
        }
    }
    Ok(present(series).count())
}

/// The values that are not missing.
pub(crate) fn present(series: &[f64]) -> impl Iterator<Item = f64> + Clone + '_ {
    series.iter().copied().filter(|value| !value.is_nan())
}

/// Missing values by straight lines between their neighbours, those at the ends as the nearest one present. Zeros where
/// none is present.
pub(crate) fn bridged(series: &[f64]) -> Vec<f64> {
    let mut whole = series.to_vec();
    let mut known: Option<usize> = None;
    for index in 0..whole.len() {
        if whole[index].is_nan() {
            continue;
        }
        let (from, first) = known.map_or((0, whole[index]), |before| (before + 1, whole[before]));
        let step = known.map_or(0.0, |before| (whole[index] - first) / (index - before) as f64);
        for (ahead, gap) in whole[from..index].iter_mut().enumerate() {
            *gap = first + step * (ahead + 1) as f64;
        }
        known = Some(index);
    }
    let last = known.map_or(0.0, |index| whole[index]);
    for value in whole.iter_mut().filter(|value| value.is_nan()) {
        *value = last;
    }
    whole
}

/// How many seasons before and after a missing value it is estimated from.
const SEASONS_AROUND: usize = 3;

/// The values a few seasons before and after a place, itself and missing ones left out.
pub(crate) fn around(values: &[f64], season: usize, at: usize) -> Vec<f64> {
    let apart = (1..=SEASONS_AROUND).map(|turn| turn * season.max(1));
    let places = apart.flat_map(|apart| [at.checked_sub(apart), Some(at + apart)]).flatten();
    places.filter_map(|place| values.get(place).copied()).filter(|value| !value.is_nan()).collect()
}

/// Missing values by the median of those a few seasons around, bridged where there are none.
pub(crate) fn filled(series: &[f64], season: usize) -> Vec<f64> {
    let mut whole = bridged(series);
    for (at, value) in whole.iter_mut().enumerate().filter(|(at, _)| series[*at].is_nan()) {
        let mut around = around(series, season, at);
        if !around.is_empty() {
            *value = median(&mut around);
        }
    }
    whole
}

/// Differences of values `lag` apart, `times` over; each time the series loses its first `lag` values.
pub(crate) fn differenced(mut series: Vec<f64>, lag: usize, times: usize) -> Vec<f64> {
    for _ in 0..times {
        series =
            series.iter().zip(series.get(lag..).unwrap_or_default()).map(|(old, new)| new - old).collect();
    }
    series
}

/// How many sums are taken side by side: an addition takes longer than the time until the next may begin.
const SIDE_BY_SIDE: usize = 8;

/// The sum of the products of two series, as far as both go.
pub(crate) fn product(one: &[f64], other: &[f64]) -> f64 {
    let count = one.len().min(other.len());
    let (one, other) = (one[..count].chunks_exact(SIDE_BY_SIDE), other[..count].chunks_exact(SIDE_BY_SIDE));
    let rest: f64 = one.remainder().iter().zip(other.remainder()).map(|(one, other)| one * other).sum();
    let mut sums = [0.0; SIDE_BY_SIDE];
    for (one, other) in one.zip(other) {
        for (sum, (one, other)) in sums.iter_mut().zip(one.iter().zip(other)) {
            *sum += one * other;
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_bridged_by_lines_and_ends_by_their_neighbours() {
        let gap = f64::NAN;
        assert_eq!(bridged(&[gap, 1.0, gap, gap, 4.0, gap]), [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]);
    }

    #[test]
    fn gaps_are_filled_by_what_is_around_a_season_apart() {
        let series = [1.0, 5.0, 2.0, f64::NAN, 3.0, 9.0, f64::NAN, f64::NAN];
        assert_eq!(filled(&series, 2), [1.0, 5.0, 2.0, 7.0, 3.0, 9.0, 2.0, 7.0]);
        // Nothing is three seasons apart.
        assert_eq!(filled(&[4.0, f64::NAN, 6.0], 7), [4.0, 5.0, 6.0]);
    }

    #[test]
    fn differences_of_a_season_and_of_a_short_series() {
        assert_eq!(differenced(vec![1.0, 2.0, 4.0, 7.0], 2, 1), [3.0, 5.0]);
        assert!(differenced(vec![1.0], 7, 1).is_empty());
    }

    #[test]
    fn products_are_summed_as_far_as_both_series_go() {
        let rising: Vec<f64> = (1..=21).map(f64::from).collect();
        assert!((product(&rising, &[2.0; 19]) - 380.0).abs() < 1e-9);
        assert!(product(&rising, &[]).abs() < 1e-9);
    }

    #[test]
    fn an_infinite_value_is_named_by_its_position() {
        assert_eq!(check(&[1.0, f64::NEG_INFINITY]), Err(ForecastError::ValueInfinite { position: 1 }));
        assert_eq!(check(&[1.0, f64::NAN]), Ok(1));
    }
}
