//! Measures of forecast accuracy.
//!
//! `y` is the actual value, `f` the forecast, `l` and `u` the bounds, over the periods forecast from one origin. A
//! period without value counts nowhere; without any the measure is NaN.

use crate::statistics::mean;
use crate::transform::season::Season;
use crate::{ForecastError, Interval};

/// The unit of scaled errors: the mean size of the change from one season to the next in the values before the origin,
/// `mean |y[t] - y[t - m]|^power` (R. J. Hyndman, A. B. Koehler, "Another look at measures of forecast accuracy",
/// International Journal of Forecasting 22 (2006), equation 5, with the season of M4). Where the season never changes
/// or the past is shorter, the change from one period to the next. NaN where that never changes either.
pub fn scale(past: &[f64], season: usize, power: i32) -> f64 {
    let of = |lag: usize| {
        let changes = past.iter().zip(past.get(lag..).unwrap_or_default());
        mean(changes.map(|(old, new)| (new - old).abs().powi(power)))
    };
    [season.max(1), 1].into_iter().map(of).find(|scale| *scale > 0.0).unwrap_or(f64::NAN)
}

/// The mean absolute error, in units of the series: `mean |y - f|`.
pub fn mae(actual: &[f64], forecast: &[f64]) -> f64 {
    mean(actual.iter().zip(forecast).map(|(actual, forecast)| (actual - forecast).abs()))
}

/// The mean absolute scaled error: `mean |y - f|` over [`scale`] with power 1 (Hyndman and Koehler 2006, section 3).
pub fn mase(past: &[f64], season: usize, actual: &[f64], forecast: &[f64]) -> f64 {
    mae(actual, forecast) / scale(past, season, 1)
}

/// The root mean squared scaled error: the root of `mean (y - f)^2` over [`scale`] with power 2 (S. Makridakis,
/// E. Spiliotis, V. Assimakopoulos, "M5 accuracy competition", International Journal of Forecasting 38 (2022), equation
/// 1, with the season as in [`mase`]).
pub fn rmsse(past: &[f64], season: usize, actual: &[f64], forecast: &[f64]) -> f64 {
    let square = mean(actual.iter().zip(forecast).map(|(actual, forecast)| (actual - forecast).powi(2)));
    (square / scale(past, season, 2)).sqrt()
}

/// The symmetric mean absolute percentage error, from 0 to 200: `mean 200 |y - f| / (|y| + |f|)`, zero where both are
/// (S. Makridakis, E. Spiliotis, V. Assimakopoulos, "The M4 Competition", International Journal of Forecasting 36
/// (2020), equation 1).
pub fn smape(actual: &[f64], forecast: &[f64]) -> f64 {
    mean(actual.iter().zip(forecast).map(|(actual, forecast)| {
        let sum = actual.abs() + forecast.abs();
        // Not `sum > 0`: NaN has to stay NaN.
        if sum == 0.0 { 0.0 } else { 200.0 * (actual - forecast).abs() / sum }
    }))
}

/// The overall weighted average of M4 (the same, equation 3): the mean of what sMAPE and MASE are of those of
/// [`naive2`]. Below 1 a forecast is worth making.
pub fn owa((smape, mase): (f64, f64), (naive_smape, naive_mase): (f64, f64)) -> f64 {
    f64::midpoint(smape / naive_smape, mase / naive_mase)
}

/// The forecast that [`owa`] compares with: the last value, its season taken out before and put back after by classical
/// decomposition where the series shows one (M4, "Naïve 2").
///
/// # Errors
///
/// [`ForecastError::SeriesTooShort`] without any value.
pub fn naive2(past: &[f64], season: usize, horizon: usize) -> Result<Vec<f64>, ForecastError> {
    let last = past.iter().rposition(|value| !value.is_nan());
    let last = last.ok_or(ForecastError::SeriesTooShort { needed: 1, observed: 0 })?;
    let season = Season::of(past, season);
    let ahead = (past.len()..past.len() + horizon).map(|period| match &season {
        Some(season) => season.into(period, season.out_of(last, past[last])),
        None => past[last],
    });
    Ok(ahead.collect())
}

/// The share of values inside the bounds, from 0 to 1.
pub fn coverage(actual: &[f64], interval: &Interval) -> f64 {
    mean(bounded(actual, interval).map(|(actual, lower, upper)| {
        if actual.is_nan() { f64::NAN } else { f64::from((lower..=upper).contains(&actual)) }
    }))
}

/// The mean scaled interval score, lower being better: `mean ((u - l) + 2/a (l - y)+ + 2/a (y - u)+)` over [`scale`]
/// with power 1, `a` being the share that may lie outside (T. Gneiting, A. E. Raftery, "Strictly proper scoring rules",
/// Journal of the American Statistical Association 102 (2007), equation 43; scaled in M4, equation 4).
pub fn msis(past: &[f64], season: usize, actual: &[f64], interval: &Interval) -> f64 {
    let outside = 2.0 / (1.0 - interval.level / 100.0);
    let score = mean(bounded(actual, interval).map(|(actual, lower, upper)| {
        // `max` would turn NaN into zero.
        let missed = if actual < lower {
            lower - actual
        } else if actual > upper {
            actual - upper
        } else {
            0.0 * actual
        };
        upper - lower + outside * missed
    }));
    score / scale(past, season, 1)
}

fn bounded<'a>(actual: &'a [f64], interval: &'a Interval) -> impl Iterator<Item = (f64, f64, f64)> + 'a {
    let bounds = interval.lower.iter().zip(&interval.upper);
    actual.iter().zip(bounds).map(|(actual, (lower, upper))| (*actual, *lower, *upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-12
    }

    #[test]
    fn the_measures_are_those_worked_by_hand() {
        let past = [1.0, 4.0, 2.0, 6.0];
        let (actual, forecast) = ([3.0, NAN, 5.0], [2.0, 9.0, 8.0]);
        // Changes over two periods: 1 and 2.
        assert!(near(scale(&past, 2, 1), 1.5) && near(scale(&past, 2, 2), 2.5));
        assert!(near(mae(&actual, &forecast), 2.0) && near(mase(&past, 2, &actual, &forecast), 2.0 / 1.5));
        assert!(near(rmsse(&past, 2, &actual, &forecast), (5.0_f64 / 2.5).sqrt()));
        assert!(near(smape(&actual, &forecast), f64::midpoint(200.0 / 5.0, 600.0 / 13.0)));
        assert!(near(owa((10.0, 1.0), (20.0, 2.0)), 0.5));
        let interval = Interval { level: 80.0, lower: vec![1.0; 3], upper: vec![4.0; 3] };
        assert!(near(coverage(&actual, &interval), 0.5));
        assert!(near(msis(&past, 2, &actual, &interval), f64::midpoint(3.0, 3.0 + 10.0) / 1.5));
    }

    #[test]
    fn a_past_that_never_changes_has_no_scale() {
        assert!(scale(&[5.0; 9], 7, 1).is_nan() && scale(&[], 7, 1).is_nan());
        assert!(near(scale(&[1.0, 2.0, 1.0, 2.0], 2, 1), 1.0));
        assert!(smape(&[0.0], &[0.0]).abs() < f64::EPSILON && mae(&[NAN], &[1.0]).is_nan());
    }

    #[test]
    fn naive2_repeats_the_season_on_the_last_level() {
        let past: Vec<f64> = (0..28).map(|day| [10.0, 20.0, 30.0, 40.0][day % 4]).collect();
        let ahead = naive2(&past, 4, 4).unwrap();
        for (ahead, expected) in ahead.iter().zip([10.0, 20.0, 30.0, 40.0]) {
            assert!((ahead - expected).abs() < 1e-9, "{ahead}");
        }
        assert_eq!(naive2(&[1.0, 3.0, NAN], 4, 2).unwrap(), [3.0, 3.0]);
        assert!(naive2(&[NAN], 1, 1).is_err());
    }
}
