//! How much of a series regressors explain.

use super::LevelStart;
use super::fit::{Search, fit};
use super::process::Process;
use super::regression::{regress, standard_errors};
use super::scaled::Scaled;
use super::whiten::White;
use crate::{ArimaOrder, ForecastError, Prior, Regressors};

/// A weight less than this many standard errors from zero may come by chance.
const BEYOND_CHANCE: f64 = 2.5;
/// A regressor seen in fewer periods than this may stand for anything.
const FEWEST_PERIODS: usize = 2;
/// However much of an effect has been seen, its next days may differ from it by this part of what shops differ by.
const UNSEEN: f64 = 0.5;

/// The weight of a regressor and its standard deviation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Effect {
    /// The effect of a one, in units of the series.
    pub(crate) weight: f64,
    /// Its standard deviation, zero where only the past was asked.
    pub(crate) deviation: f64,
}

impl From<Prior> for Effect {
    fn from(prior: Prior) -> Self {
        Self { weight: prior.effect, deviation: prior.deviation }
    }
}

/// The effect of each regressor, none where chance would explain it, beside a level and a season that move: regression
/// with errors of ARIMA(0,1,1)(0,1,1) (G. E. P. Box, G. C. Tiao, "Intervention analysis", Journal of the American
/// Statistical Association 70 (1975)). The least certain regressor is left out, one after the other, until all are
/// beyond chance; those with a prior stay. A prior counts as one more observation of its effect alone (H. Theil, A.
/// S. Goldberger, "On pure and mixed statistical estimation in economics", International Economic Review 2 (1961)).
pub(crate) fn effects(
    series: &[f64],
    season: usize,
    regressors: &Regressors,
    priors: &[Option<Effect>],
) -> Result<Vec<Effect>, ForecastError> {
    let seasonal = if season > 1 { (0, 1, 1) } else { (0, 0, 0) };
    let order = ArimaOrder::new(0, 1, 1)?.seasonal(seasonal, season)?;
    let start = LevelStart::Diffuse;
    let scaled = Scaled::new(order, series, regressors, start)?;
    let Some(differences) = scaled.differences.as_ref().filter(|_| !scaled.flat) else {
        return Ok(vec![Effect::default(); regressors.len()]);
    };
    let found = fit(order, &scaled, start, Search::Close)?;
    let mut white = White::default();
    let process = Process::new(order, &found.parameters.coefficients);
    // Whitening turns generalised least squares into ordinary ones: series and regressors go through the same
    // filter.
    white.run(&process, differences).ok_or(ForecastError::LikelihoodUndefined)?;
    let seen = scaled.columns.iter().skip(1).zip(priors).zip(&scaled.sizes).zip(white.errors.split_off(1));
    let candidates = seen.enumerate().filter_map(|(place, (((column, prior), size), white))| {
        let periods = column.iter().filter(|value| **value != 0.0).count();
        let unit = scaled.scale / size;
        (periods >= FEWEST_PERIODS || prior.is_some()).then_some(Candidate {
            place,
            unit,
            white,
            prior: *prior,
        })
    });
    let mut kept: Vec<Candidate> = candidates.collect();
    let target = white.errors.remove(0);
    let error = error_of(&target, &kept).ok_or(ForecastError::LikelihoodUndefined)?;
    let mut effects = vec![Effect::default(); regressors.len()];
    while !kept.is_empty() {
        let found = estimated(&target, &kept, error).ok_or(ForecastError::LikelihoodUndefined)?;
        let sure = kept.iter().zip(&found).map(|(candidate, effect)| match candidate.prior {
            // What is believed beforehand is not asked to prove itself.
            Some(_) => f64::INFINITY,
            None => (effect.weight / effect.deviation).abs(),
        });
        let least = sure.enumerate().min_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((row, _)) = least.filter(|(_, sure)| *sure < BEYOND_CHANCE) {
            kept.remove(row);
            continue;
        }
        for (candidate, Effect { weight, deviation }) in kept.iter().zip(found) {
            let deviation = candidate.prior.map_or(0.0, |prior| deviation.max(UNSEEN * prior.deviation));
            effects[candidate.place] = Effect { weight, deviation };
        }
        break;
    }
    Ok(effects)
}

/// A regressor that may have an effect.
struct Candidate {
    place: usize,
    /// A weight of one in units of the series.
    unit: f64,
    /// Its whitened column.
    white: Vec<f64>,
    prior: Option<Effect>,
}

/// The effects of some regressors by least squares, with their standard errors, each belief a row of its own that is as
/// sure as its deviation says beside the standard deviation of an `error`.
fn estimated(target: &[f64], candidates: &[Candidate], error: f64) -> Option<Vec<Effect>> {
    let mut columns = columns(target, candidates);
    for (row, candidate) in candidates.iter().enumerate() {
        let Some(prior) = candidate.prior else { continue };
        // A row `weight / deviation = prior / deviation`, in units of the error: as one more observation of
        // this effect alone.
        let sureness = error * candidate.unit / prior.deviation;
        for (place, column) in columns.iter_mut().enumerate() {
            column.push(match place {
                0 => sureness * prior.weight / candidate.unit,
                _ if place == row + 1 => sureness,
                _ => 0.0,
            });
        }
    }
    let (weights, square) = regress(&columns)?;
    let errors = standard_errors(&columns, square)?;
    let found = candidates.iter().zip(weights).zip(errors);
    let effect = |((candidate, weight), error): ((&Candidate, f64), f64)| Effect {
        weight: weight * candidate.unit,
        deviation: error * candidate.unit,
    };
    Some(found.map(effect).collect())
}

fn columns(target: &[f64], candidates: &[Candidate]) -> Vec<Vec<f64>> {
    let others = candidates.iter().map(|candidate| candidate.white.clone());
    std::iter::once(target.to_vec()).chain(others).collect()
}

/// The standard deviation of what regressors leave unexplained.
fn error_of(target: &[f64], candidates: &[Candidate]) -> Option<f64> {
    let (_, square) = regress(&columns(target, candidates))?;
    let spare = target.len().checked_sub(candidates.len()).filter(|spare| *spare > 0)?;
    Some((square / spare as f64).sqrt())
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
        let effects = effects(&series, 7, &regressors, &[None; 2]).unwrap();
        assert!((effects[0].weight + 30.0).abs() < 2.0, "{effects:?}");
        assert_eq!(effects[1], Effect::default());
    }

    #[test]
    fn what_is_believed_holds_until_the_past_shows_more() {
        let mut random = fastrand::Rng::with_seed(8);
        let believed = Effect { weight: 20.0, deviation: 10.0 };
        let mut after = |seen: usize| {
            let column: Vec<f64> = (0..200).map(|day| f64::from(day >= 200 - seen)).collect();
            let series: Vec<f64> = (0..200)
                .map(|day| 100.0 + 5.0 * (day % 7) as f64 + 8.0 * random.f64() - 30.0 * column[day])
                .collect();
            let regressors = Regressors::none().with("rise", column).unwrap();
            effects(&series, 7, &regressors, &[Some(believed)]).unwrap()[0]
        };
        let (none, some) = (after(0), after(7));
        assert!((none.weight - 20.0).abs() < 0.1 && (none.deviation - 10.0).abs() < 1.0, "{none:?}");
        assert!((some.weight + 30.0).abs() < 6.0 && some.deviation <= 5.0, "{some:?}");
    }
}
