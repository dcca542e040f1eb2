//! Takes out of a past what is no pattern: days closed, days missing, and days unlike any other.

use crate::series::{around, bridged, filled, present};
use crate::statistics::median;

/// How many of the last turns decide whether a period of the season is closed, and which share of them has to be zero.
const TURNS: usize = 8;
const CLOSED_SHARE: f64 = 0.75;
/// Zeros on open days are closures out of turn while they are rarer than this; more often they are days without sales.
const RARE_ZEROS: f64 = 0.1;
/// A season this short comes round while the level holds still: values a season apart can be compared.
const SHORT_SEASON: usize = 10;
/// With fewer values around it than these a value is unlike none.
const FEWEST_AROUND: usize = 3;
/// Values farther from the median of their neighbours than this many standard deviations (by the median distance) are
/// unlike any other.
const OUTLYING: f64 = 5.0;
/// One week unlike the others may be Christmas; after two the series has moved.
const MOVED_TURNS: usize = 2;
/// The standard deviation of normal values over their median distance.
const NORMAL: f64 = 1.4826;

/// A series made ready for models.
#[derive(Debug, Clone)]
pub(crate) struct Cleaned {
    /// Complete: what is missing, closed or unlike any other is replaced by the median of its neighbours a season
    /// apart.
    pub(crate) values: Vec<f64>,
    /// The series as it was, NaN where it is missing or closed: what forecasts are measured by.
    pub(crate) measured: Vec<f64>,
    /// For each period of the season, from that of the first value: whether it is closed.
    pub(crate) closed: Vec<bool>,
    /// The share of zeros among open periods.
    pub(crate) zeros: f64,
}

impl Cleaned {
    pub(crate) fn new(series: &[f64], season: usize) -> Self {
        let season = season.max(1);
        let closed = closed(series, season);
        let measured: Vec<f64> = series
            .iter()
            .enumerate()
            .map(|(index, &value)| if closed[index % season] { f64::NAN } else { value })
            .collect();
        let open = present(&measured).count().max(1) as f64;
        let zeros = present(&measured).filter(|value| *value == 0.0).count() as f64 / open;
        let mut values = measured.clone();
        if (2..=SHORT_SEASON).contains(&season) {
            if zeros < RARE_ZEROS {
                for value in values.iter_mut().filter(|value| **value == 0.0) {
                    *value = f64::NAN;
                }
            }
            forget_outliers(&mut values, season);
            values = filled(&values, season);
        }
        Self { values: bridged(&values), measured, closed, zeros }
    }
}

/// The periods of the season that are closed; none where most would be, which is a series that rarely sells.
fn closed(series: &[f64], season: usize) -> Vec<bool> {
    let none = vec![false; season];
    if season < 2 {
        return none;
    }
    let is_closed = |place: usize| {
        let turns = series.iter().skip(place).step_by(season).rev().filter(|value| !value.is_nan());
        let last: Vec<f64> = turns.take(TURNS).copied().collect();
        let zeros = last.iter().filter(|value| **value == 0.0).count();
        last.len() >= 2 && zeros as f64 >= CLOSED_SHARE * last.len() as f64
    };
    let closed: Vec<bool> = (0..season).map(is_closed).collect();
    if 2 * closed.iter().filter(|closed| **closed).count() > season { none } else { closed }
}

/// Replaces values unlike their neighbours by their neighbours' median. Where most of the last seasons are
/// unlike those before, the series has moved, and they are left as they are.
fn forget_outliers(values: &mut [f64], season: usize) {
    let medians: Vec<f64> = (0..values.len())
        .map(|at| {
            let mut around = around(values, season, at);
            if around.len() < FEWEST_AROUND { f64::NAN } else { median(&mut around) }
        })
        .collect();
    let mut distances: Vec<f64> = values
        .iter()
        .zip(&medians)
        .map(|(value, median)| (value - median).abs())
        .filter(|distance| !distance.is_nan())
        .collect();
    let limit = OUTLYING * NORMAL * median(&mut distances);
    // NaN where nothing can be compared.
    if limit.is_nan() || limit <= 0.0 {
        return;
    }
    let is_out = |at: usize| (values[at] - medians[at]).abs() > limit;
    let out: Vec<usize> = (0..values.len()).filter(|&at| is_out(at)).collect();
    let last = values.len().saturating_sub(MOVED_TURNS * season);
    let moved = 2 * out.iter().filter(|at| **at >= last).count() > MOVED_TURNS * season;
    for at in out {
        if !(moved && at >= last) {
            values[at] = medians[at];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(count: usize) -> Vec<f64> {
        (0..7 * count)
            .map(|day| {
                [100.0, 90.0, 95.0, 105.0, 140.0, 180.0, 0.0][day % 7]
                    + (day % 5) as f64 * if day % 7 == 6 { 0.0 } else { 1.0 }
            })
            .collect()
    }

    #[test]
    fn a_weekday_that_never_sells_is_closed() {
        let cleaned = Cleaned::new(&weeks(10), 7);
        assert_eq!(cleaned.closed, [false, false, false, false, false, false, true]);
        assert!(cleaned.measured[6].is_nan() && cleaned.values.iter().all(|value| *value > 0.0));
    }

    #[test]
    fn a_holiday_and_a_monstrous_day_are_as_their_weekdays_are() {
        let mut series = weeks(10);
        series[30] = 0.0;
        series[40] = 1e9;
        let cleaned = Cleaned::new(&series, 7);
        assert!((cleaned.values[30] - 97.0).abs() < 5.0, "{}", cleaned.values[30]);
        assert!(cleaned.values[40] < 190.0, "{}", cleaned.values[40]);
        assert!((cleaned.measured[40] - 1e9).abs() < 1.0);
    }

    #[test]
    fn a_product_that_rarely_sells_is_not_closed() {
        let series: Vec<f64> = (0..70).map(|day| if day % 11 == 0 { 5.0 } else { 0.0 }).collect();
        let cleaned = Cleaned::new(&series, 7);
        assert!(cleaned.closed.iter().all(|closed| !closed));
        assert!(cleaned.zeros > 0.8);
    }

    #[test]
    fn weeks_on_another_level_are_kept_and_a_week_is_not() {
        for (since, kept) in [(56, true), (63, false)] {
            let mut series = weeks(10);
            for value in &mut series[since..] {
                *value *= 3.0;
            }
            assert_eq!(Cleaned::new(&series, 7).values[64] > 250.0, kept, "since {since}");
        }
    }
}
