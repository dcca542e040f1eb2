//! Finds the season of a series where none is given.

use crate::series::bridged;
use crate::statistics::median;

/// The longest season looked for, in periods.
const LONGEST: usize = 400;
/// A season has to be seen this often.
const TURNS: usize = 3;
/// An autocorrelation this many times its standard deviation is no chance, though the highest of hundreds.
const BEYOND_CHANCE: f64 = 6.0;
/// Differences are cut at this many standard deviations, by their median size.
const OUTLYING: f64 = 5.0 * 1.4826;

/// The season that a series shows of itself, in periods: the lag at which the autocorrelation of its differences peaks
/// highest, if that is beyond chance. 1 where it shows none.
pub(crate) fn season_of(series: &[f64]) -> usize {
    let whole = bridged(series);
    let mut differences: Vec<f64> = whole.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let count = differences.len();
    let longest = (count / TURNS).min(LONGEST);
    if longest < 3 {
        return 1;
    }
    let mean = differences.iter().sum::<f64>() / count as f64;
    for value in &mut differences {
        *value -= mean;
    }
    let limit = OUTLYING * median(&mut differences.iter().map(|value| value.abs()).collect::<Vec<f64>>());
    if limit > 0.0 {
        for value in &mut differences {
            *value = value.clamp(-limit, limit);
        }
    }
    let square: f64 = differences.iter().map(|value| value * value).sum();
    if !(square > 0.0 && square.is_finite()) {
        return 1;
    }
    let correlation = |lag: usize| {
        differences.iter().zip(&differences[lag..]).map(|(one, other)| one * other).sum::<f64>() / square
    };
    let correlations: Vec<f64> = (0..=longest).map(correlation).collect();
    let peaks = (2..longest).filter(|&lag| {
        correlations[lag] > correlations[lag - 1] && correlations[lag] > correlations[lag + 1]
    });
    let best = peaks.max_by(|&one, &other| correlations[one].total_cmp(&correlations[other]));
    match best {
        Some(lag) if correlations[lag] * ((count - lag) as f64).sqrt() > BEYOND_CHANCE => lag,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_weeks_is_found_under_noise_and_trend() {
        let mut random = fastrand::Rng::with_seed(5);
        let series: Vec<f64> = (0..260)
            .map(|week| {
                let year = f64::from(week % 52) / 52.0 * std::f64::consts::TAU;
                50.0 * year.sin() + 20.0 * (3.0 * year).cos() + 0.3 * f64::from(week) + 3.0 * random.f64()
            })
            .collect();
        assert_eq!(season_of(&series), 52);
    }

    #[test]
    fn noise_and_constants_show_none() {
        let mut random = fastrand::Rng::with_seed(6);
        let noise: Vec<f64> = (0..300).map(|_| random.f64()).collect();
        assert_eq!(season_of(&noise), 1);
        assert_eq!(season_of(&[4.0; 90]), 1);
        assert_eq!(season_of(&[1.0, 2.0]), 1);
    }
}
