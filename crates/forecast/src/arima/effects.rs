//! How much of a series regressors explain.

use super::LevelStart;
use super::fit::{Search, fit};
use super::process::Process;
use super::regression::{regress, standard_errors};
use super::scaled::Scaled;
use super::whiten::White;
use crate::{ArimaOrder, Belief, ForecastError, Regressors};

/// A weight less than this many standard errors from zero may come by chance.
const BEYOND_CHANCE: f64 = 2.5;
/// A regressor seen in fewer periods than this may stand for anything.
const FEWEST_PERIODS: usize = 2;
/// However much of an effect has been seen, its next days may differ from it by this part of what shops differ by.
const UNSEEN: f64 = 0.5;

/// What a regressor counts for, and how far that may be off.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Effect {
    /// The effect of a one, in units of the series.
    pub(crate) weight: f64,
    /// Its standard deviation where something was believed of it, else zero.
    pub(crate) deviation: f64,
}

impl From<Belief> for Effect {
    fn from(belief: Belief) -> Self {
        Self { weight: belief.effect, deviation: belief.deviation }
    }
}

/// The effect of each regressor, none where chance would explain it, beside a level and a season that move: regression
/// with errors of ARIMA(0,1,1)(0,1,1) (G. E. P. Box, G. C. Tiao, "Intervention analysis", Journal of the American
/// Statistical Association 70 (1975)). The least certain regressor is left out, one after the other, until all are beyond
/// chance; those of which something is believed stay. A belief counts as one more observation of its effect alone (H.
/// Theil, A. S. Goldberger, "On pure and mixed statistical estimation in economics", International Economic Review 2
/// (1961)).
pub(crate) fn effects(
    series: &[f64],
    season: usize,
    regressors: &Regressors,
    beliefs: &[Option<Effect>],
) -> Result<Vec<Effect>, ForecastError> {
    let mut effects = vec![Effect::default(); regressors.len()];
    let seasonal = if season > 1 { (0, 1, 1) } else { (0, 0, 0) };
    let order = ArimaOrder::new(0, 1, 1)?.seasonal(seasonal, season)?;
    let start = LevelStart::Diffuse;
    let scaled = Scaled::new(order, series, regressors, start)?;
    let Some(differences) = scaled.differences.as_ref().filter(|_| !scaled.flat) else { return Ok(effects) };
    let found = fit(order, &scaled, start, Search::Close)?;
    let mut white = White::default();
    let process = Process::new(order, &found.parameters.coefficients);
    white.run(&process, differences).ok_or(ForecastError::LikelihoodUndefined)?;
    // Of one in a column, in units of the series.
    let unit = |place: usize| scaled.scale / scaled.sizes[place];
    let is_kept = |place: &usize| {
        let seen = scaled.columns[place + 1].iter().filter(|value| **value != 0.0).count();
        seen >= FEWEST_PERIODS || beliefs[*place].is_some()
    };
    let mut kept: Vec<usize> = (0..regressors.len()).filter(is_kept).collect();
    let Some(error) = error_of(&chosen(&white.errors, &kept)) else { return Ok(effects) };
    while !kept.is_empty() {
        let mut columns = chosen(&white.errors, &kept);
        for (row, place) in kept.iter().enumerate() {
            let Some(belief) = beliefs[*place] else { continue };
            let sureness = error * unit(*place) / belief.deviation;
            for column in &mut columns {
                column.push(0.0);
            }
            let last = columns[0].len() - 1;
            columns[row + 1][last] = sureness;
            columns[0][last] = sureness * belief.weight / unit(*place);
        }
        let Some((found, square)) = regress(&columns) else { break };
        let Some(errors) = standard_errors(&columns, square) else { break };
        let sure = kept.iter().zip(&found).zip(&errors).map(|((place, weight), error)| {
            if beliefs[*place].is_some() { f64::INFINITY } else { (weight / error).abs() }
        });
        let least = sure.enumerate().min_by(|one, other| one.1.total_cmp(&other.1));
        match least {
            Some((place, sure)) if sure < BEYOND_CHANCE => _ = kept.remove(place),
            _ => {
                for ((place, weight), error) in kept.iter().zip(found).zip(errors) {
                    let deviation = beliefs[*place]
                        .map_or(0.0, |belief| (error * unit(*place)).max(UNSEEN * belief.deviation));
                    effects[*place] = Effect { weight: weight * unit(*place), deviation };
                }
                break;
            }
        }
    }
    Ok(effects)
}

/// The series and some of its regressors.
fn chosen(white: &[Vec<f64>], places: &[usize]) -> Vec<Vec<f64>> {
    white.iter().take(1).chain(places.iter().map(|place| &white[place + 1])).cloned().collect()
}

/// The standard deviation of what the columns after the first leave of it.
fn error_of(columns: &[Vec<f64>]) -> Option<f64> {
    let (_, square) = regress(columns)?;
    let spare = (columns[0].len() + 1).checked_sub(columns.len()).filter(|spare| *spare > 0)?;
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
