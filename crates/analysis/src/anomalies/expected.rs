//! The expected revenue of a day, from the days before it.

use crate::seasonality::{DailyRevenue, median};

/// How many known days the level is the median of: four weeks, so that each weekday weighs the same.
const LEVEL_DAYS: usize = 28;
/// Fewer days than these make no level, and nothing is expected.
const MINIMUM_LEVEL_DAYS: usize = 14;
/// Fewer ratios of a weekday than these make no index.
const MINIMUM_RATIOS: usize = 4;
/// Revenue below this part of the expected one, zero and returns included, counts as this part: logarithms need it.
pub(super) const SMALLEST_PART: f64 = 0.01;

/// A day of which something was expected.
pub(super) struct Outcome {
    /// Its place in the series, in days from the first.
    pub(super) at: usize,
    /// What it sold, in euros.
    pub(super) revenue: f64,
    /// The expectation from the days before it, in euros; above zero.
    pub(super) expected: f64,
}

impl Outcome {
    /// The distance of revenue from what was expected: the absolute logarithm of their ratio.
    pub(super) fn score(&self) -> f64 {
        (self.revenue / self.expected).max(SMALLEST_PART).ln().abs()
    }
}

/// The days of which something was expected by the `window` days before them, in order.
pub(super) fn outcomes(revenue: &DailyRevenue, window: usize) -> Vec<Outcome> {
    let past: Vec<PastDay> = revenue.known().map(|(at, euros)| PastDay::of(revenue, at, euros)).collect();
    let mut start = 0;
    let mut outcomes = Vec::new();
    for (number, day) in past.iter().enumerate() {
        while past[start].at.saturating_add(window) < day.at {
            start += 1;
        }
        if let Some(expected) = expected(&past[start..number], day.weekday) {
            outcomes.push(Outcome { at: day.at, revenue: day.revenue, expected });
        }
    }
    outcomes
}

/// A known day as the days after it see it.
struct PastDay {
    at: usize,
    weekday: usize,
    revenue: f64,
    /// To the mean of the seven days that end with it; `None` when too few of them are known.
    ratio: Option<f64>,
}

impl PastDay {
    fn of(days: &DailyRevenue, at: usize, revenue: f64) -> Self {
        let mean = days.week_mean(at.saturating_sub(6), at);
        Self { at, weekday: days.weekday(at), revenue, ratio: mean.map(|mean| revenue / mean) }
    }
}

/// The expectation of a weekday from the days of a window, in euros; `None` when they are too few, or it is not above
/// zero.
fn expected(past: &[PastDay], weekday: usize) -> Option<f64> {
    let mut ratios: [Vec<f64>; 7] = Default::default();
    for day in past {
        ratios[day.weekday].extend(day.ratio);
    }
    let indices = ratios.map(|mut ratios| {
        if ratios.len() < MINIMUM_RATIOS { None } else { median(&mut ratios).filter(|index| *index > 0.0) }
    });
    let levels = past.iter().rev().filter_map(|day| Some(day.revenue / indices[day.weekday]?));
    let mut levels: Vec<f64> = levels.take(LEVEL_DAYS).collect();
    if levels.len() < MINIMUM_LEVEL_DAYS {
        return None;
    }
    Some(median(&mut levels)? * indices[weekday]?).filter(|expected| *expected > 0.0)
}
