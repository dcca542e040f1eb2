//! A series taken apart into seasons, trend and remainder.

mod loess;
mod stl;

pub use stl::{Parts, Stl};

use crate::series::bridged;

/// Seasonal windows of the first to the last season (Bandara, Hyndman, Bergmeir 2021, section 2.2): 11, 15, 19 …
fn seasonal_window(rank: usize) -> usize {
    7 + 4 * (rank + 1)
}

/// How often every season is found again beside the others.
const ROUNDS: usize = 2;

/// A series taken apart, missing values having been bridged.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// What moves slowly.
    pub trend: Vec<f64>,
    /// What repeats, one for each period that the series holds at least twice, the shortest first.
    pub seasons: Vec<Season>,
    /// The remainder; NaN where the value is missing.
    pub remainder: Vec<f64>,
}

/// What repeats every `period` periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// The length of the season.
    pub period: usize,
    /// One value for each of the series.
    pub values: Vec<f64>,
}

impl Decomposition {
    /// Takes a series apart by MSTL (K. Bandara, R. J. Hyndman, C. Bergmeir, "MSTL: a seasonal-trend decomposition
    /// algorithm for time series with multiple seasonal patterns", arXiv 2107.13462). `outer` passes take weight from
    /// outliers; 0 lets them keep it.
    ///
    /// Periods below 2 and those that the series does not hold twice are left out. Without any the trend is the
    /// series itself.
    pub fn new(series: &[f64], periods: &[usize], outer: usize) -> Self {
        let mut periods: Vec<usize> =
            periods.iter().copied().filter(|period| *period >= 2 && series.len() >= 2 * period).collect();
        periods.sort_unstable();
        periods.dedup();
        let mut rest = bridged(series);
        let mut trend = rest.clone();
        let mut seasons: Vec<Season> =
            periods.iter().map(|&period| Season { period, values: vec![0.0; series.len()] }).collect();
        let rounds = if periods.len() > 1 { ROUNDS } else { 1 };
        for _ in 0..rounds {
            for (rank, season) in seasons.iter_mut().enumerate() {
                add(&mut rest, &season.values, 1.0);
                let stl = Stl::new(season.period, seasonal_window(rank)).passes(2, outer);
                let parts = stl.decompose(&rest);
                season.values = parts.season;
                trend = parts.trend;
                add(&mut rest, &season.values, -1.0);
            }
        }
        let remainder = (0..series.len())
            .map(|index| if series[index].is_nan() { f64::NAN } else { rest[index] - trend[index] })
            .collect();
        Self { trend, seasons, remainder }
    }

    /// The sum of the seasons, one value for each of the series.
    pub fn seasonal(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.trend.len()];
        for season in &self.seasons {
            add(&mut sum, &season.values, 1.0);
        }
        sum
    }

    /// The seasons after the last value, each going on as it was in its last turn.
    pub fn seasonal_ahead(&self, horizon: usize) -> Vec<f64> {
        let mut sum = vec![0.0; horizon];
        for Season { period, values } in &self.seasons {
            let last = &values[values.len() - period..];
            for (sum, value) in sum.iter_mut().zip(last.iter().cycle()) {
                *sum += value;
            }
        }
        sum
    }

    /// How much of what is not trend the season of a rank explains, 0 to 1 (R. J. Hyndman, G. Athanasopoulos,
    /// *Forecasting: Principles and Practice*, 3rd edition, section 4.3).
    pub fn seasonal_strength(&self, rank: usize) -> f64 {
        let Some(season) = self.seasons.get(rank) else { return 0.0 };
        strength(&self.remainder, &season.values)
    }

    /// How much of what is not season the trend explains, 0 to 1, as there.
    pub fn trend_strength(&self) -> f64 {
        strength(&self.remainder, &self.trend)
    }
}

fn strength(remainder: &[f64], part: &[f64]) -> f64 {
    let both = || remainder.iter().zip(part).map(|(left, part)| left + part);
    let whole = variance(both());
    if whole > 0.0 { (1.0 - variance(remainder.iter().copied()) / whole).max(0.0) } else { 0.0 }
}

fn variance(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let present = values.filter(|value| !value.is_nan());
    let count = present.clone().count().max(1) as f64;
    let mean = present.clone().sum::<f64>() / count;
    present.map(|value| (value - mean).powi(2)).sum::<f64>() / count
}

fn add(sum: &mut [f64], values: &[f64], times: f64) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += times * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_and_a_line_are_told_apart() {
        let season = [4.0, -1.0, -3.0];
        let series: Vec<f64> = (0..60).map(|index| 10.0 + 0.5 * index as f64 + season[index % 3]).collect();
        let parts = Decomposition::new(&series, &[3], 0);
        for (index, value) in parts.seasons[0].values.iter().enumerate() {
            assert!((value - season[index % 3]).abs() < 1e-6, "{index}: {value}");
        }
        assert!(parts.seasonal_strength(0) > 0.999);
        assert_eq!(parts.seasonal_ahead(2).len(), 2);
    }
}
