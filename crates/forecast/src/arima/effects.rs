//! How much of a series regressors explain.

use super::LevelStart;
use super::fit::{Search, fit};
use super::process::Process;
use super::regression::{regress, standard_errors};
use super::scaled::Scaled;
use super::whiten::White;
use crate::{ArimaOrder, ForecastError, Regressors};

/// A weight less than this many standard errors from zero may come by chance.
const BEYOND_CHANCE: f64 = 2.5;
/// A regressor seen in fewer periods than this may stand for anything.
const FEWEST_PERIODS: usize = 2;

/// The weight of each regressor, zero where chance would explain it, beside a level and a season that move: regression
/// with errors of ARIMA(0,1,1)(0,1,1) (G. E. P. Box, G. C. Tiao, "Intervention analysis", Journal of the American
/// Statistical Association 70 (1975)). The least certain regressor is left out, one after the other, until all are beyond
/// chance.
pub(crate) fn effects(
    series: &[f64],
    season: usize,
    regressors: &Regressors,
) -> Result<Vec<f64>, ForecastError> {
    let mut weights = vec![0.0; regressors.len()];
    let seasonal = if season > 1 { (0, 1, 1) } else { (0, 0, 0) };
    let order = ArimaOrder::new(0, 1, 1)?.seasonal(seasonal, season)?;
    let start = LevelStart::Diffuse;
    let scaled = Scaled::new(order, series, regressors, start)?;
    let Some(differences) = scaled.differences.as_ref().filter(|_| !scaled.flat) else { return Ok(weights) };
    let found = fit(order, &scaled, start, Search::Close)?;
    let mut white = White::default();
    let process = Process::new(order, &found.parameters.coefficients);
    white.run(&process, differences).ok_or(ForecastError::LikelihoodUndefined)?;
    let (target, columns) = white.errors.split_at(1);
    let is_seen = |place: &usize| {
        scaled.columns[place + 1].iter().filter(|value| **value != 0.0).count() >= FEWEST_PERIODS
    };
    let mut kept: Vec<usize> = (0..regressors.len()).filter(is_seen).collect();
    while !kept.is_empty() {
        let chosen: Vec<Vec<f64>> =
            target.iter().chain(kept.iter().map(|place| &columns[*place])).cloned().collect();
        let Some((found, square)) = regress(&chosen) else { break };
        let Some(errors) = standard_errors(&chosen, square) else { break };
        let sure = found.iter().zip(&errors).map(|(weight, error)| (weight / error).abs());
        let least = sure.enumerate().min_by(|one, other| one.1.total_cmp(&other.1));
        match least {
            Some((place, sure)) if sure < BEYOND_CHANCE => _ = kept.remove(place),
            _ => {
                for (place, weight) in kept.iter().zip(found) {
                    weights[*place] = weight / scaled.sizes[*place] * scaled.scale;
                }
                break;
            }
        }
    }
    Ok(weights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holiday_that_counts_is_found_and_one_that_does_not_is_left_out() {
        let mut random = fastrand::Rng::with_seed(8);
        let holiday: Vec<f64> = (0..200).map(|day| f64::from(day % 23 == 5)).collect();
        let other: Vec<f64> = (0..200).map(|day| f64::from(day % 31 == 3)).collect();
        let series: Vec<f64> = (0..200)
            .map(|day| 100.0 + 5.0 * (day % 7) as f64 + 4.0 * random.f64() - 30.0 * holiday[day])
            .collect();
        let regressors = Regressors::none().with("holiday", holiday).unwrap().with("other", other).unwrap();
        let weights = effects(&series, 7, &regressors).unwrap();
        assert!((weights[0] + 30.0).abs() < 2.0, "{weights:?}");
        assert!(weights[1].abs() < f64::EPSILON, "{weights:?}");
    }
}
