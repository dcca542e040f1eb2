//! How often a series has to be differenced before its level stays where it is.

use crate::transform::decomposition::Decomposition;

/// The 5 % value of the test's statistic (Kwiatkowski et al. 1992, table 1).
const LEVEL_MOVES: f64 = 0.463;
/// A season stronger than this moves on (R. J. Hyndman, G. Athanasopoulos, *Forecasting: Principles and Practice*, 3rd
/// edition, section 9.1).
const SEASON_MOVES: f64 = 0.64;

/// Whether the level of a complete series moves: the test of Kwiatkowski, Phillips, Schmidt and Shin, "Testing the null
/// hypothesis of stationarity against the alternative of a unit root", Journal of Econometrics 54 (1992).
pub(crate) fn level_moves(series: &[f64]) -> bool {
    let count = series.len() as f64;
    let mean = series.iter().sum::<f64>() / count;
    let (mut sum, mut square, mut partial_squares) = (0.0, 0.0, 0.0);
    for value in series {
        sum += value - mean;
        square += (value - mean).powi(2);
        partial_squares += sum * sum;
    }
    // The long-run variance by Bartlett's window, as long as R's `ndiffs` has it.
    let lags = (3.0 * count.sqrt() / 13.0) as usize;
    let mut variance = square;
    for lag in 1..=lags {
        let weight = 1.0 - lag as f64 / (lags + 1) as f64;
        let products = series.iter().zip(series.get(lag..).unwrap_or_default());
        let covariance: f64 = products.map(|(one, other)| (one - mean) * (other - mean)).sum();
        variance += 2.0 * weight * covariance;
    }
    variance > 0.0 && partial_squares / (count * variance) > LEVEL_MOVES
}

/// Whether the season of a complete series is strong enough to be differenced away.
pub(crate) fn season_moves(series: &[f64], season: usize) -> bool {
    season > 1
        && series.len() >= 3 * season
        && Decomposition::new(series, &[season], 0).seasonal_strength(0) > SEASON_MOVES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_moves_and_noise_does_not() {
        let mut random = fastrand::Rng::with_seed(1);
        let noise: Vec<f64> = (0..200).map(|_| random.f64() - 0.5).collect();
        let walk: Vec<f64> = noise
            .iter()
            .scan(0.0, |sum, step| {
                *sum += step;
                Some(*sum)
            })
            .collect();
        assert!(!level_moves(&noise));
        assert!(level_moves(&walk));
    }

    #[test]
    fn a_constant_does_not_move() {
        assert!(!level_moves(&[5.0; 20]));
        assert!(!season_moves(&[5.0; 20], 7));
    }
}
