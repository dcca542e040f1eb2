//! Starting values for the optimiser, by least squares (Hannan and Rissanen 1982).

use super::process::Coefficients;
use super::regression::regress;
use crate::ArimaOrder;

/// Coefficients for differences already taken; zeros where the series is too short to say.
///
/// A long autoregression gives the disturbances; the differences are then regressed on their own past and on that of
/// the disturbances, at the lags of the order and those a season apart. Without moving average the first step is left
/// out.
pub(crate) fn hannan_rissanen(order: ArimaOrder, differences: &[f64]) -> Coefficients {
    found(order, differences).unwrap_or_else(|| Coefficients::zeros(order))
}

fn found(order: ArimaOrder, differences: &[f64]) -> Option<Coefficients> {
    let moving = order.q() + order.seasonal_q() > 0;
    let (disturbances, known_from) = if moving { disturbances(order, differences)? } else { (Vec::new(), 0) };
    let season = order.season();
    let lags = |within: usize, apart: usize| (1..=within).chain((1..=apart).map(move |lag| lag * season));
    let ar = lags(order.p(), order.seasonal_p()).map(|lag| (differences, lag));
    let ma = lags(order.q(), order.seasonal_q()).map(|lag| (disturbances.as_slice(), lag));
    let columns: Vec<(&[f64], usize)> = ar.chain(ma).collect();
    let from = order.p().max(season * order.seasonal_p());
    let from = from.max(if moving { known_from + order.q().max(season * order.seasonal_q()) } else { 0 });
    let mut weights = lagged(differences, &columns, from)?.into_iter();
    let mut take = |count: usize| weights.by_ref().take(count).collect::<Vec<f64>>();
    let (ar, seasonal_ar) = (take(order.p()), take(order.seasonal_p()));
    let (ma, seasonal_ma) = (take(order.q()), take(order.seasonal_q()));
    Some(Coefficients { ar, ma, seasonal_ar, seasonal_ma })
}

/// The residuals of a long autoregression, and the index from which they are known.
fn disturbances(order: ArimaOrder, differences: &[f64]) -> Option<(Vec<f64>, usize)> {
    let length = differences.len();
    let highest = order.p().max(order.q());
    // Long enough that its residuals are near the disturbances; a quarter of the values at most leaves some
    // to estimate it from.
    let wished = highest + (2.0 * (length as f64).ln()) as usize;
    let lags = wished.min(length / 4).max(1);
    let columns: Vec<(&[f64], usize)> = (1..=lags).map(|lag| (differences, lag)).collect();
    let coefficients = lagged(differences, &columns, lags)?;
    let residuals = (0..length).map(|index| {
        if index < lags {
            return 0.0;
        }
        let expected: f64 =
            (1..).zip(&coefficients).map(|(lag, value)| value * differences[index - lag]).sum();
        differences[index] - expected
    });
    Some((residuals.collect(), lags))
}

/// Regresses `target[from..]` on lagged columns, each a series and its lag (at most `from`).
fn lagged(target: &[f64], columns: &[(&[f64], usize)], from: usize) -> Option<Vec<f64>> {
    let rows = target.len().checked_sub(from)?;
    if rows <= columns.len() {
        return None;
    }
    let others = columns.iter().map(|(series, lag)| series[from - lag..from - lag + rows].to_vec());
    let all: Vec<Vec<f64>> = std::iter::once(target[from..].to_vec()).chain(others).collect();
    regress(&all).map(|found| found.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_autoregression_is_found() {
        let mut series = vec![1.0, -2.0];
        for index in 2..12 {
            series.push(0.5 * series[index - 1] - 0.8 * series[index - 2]);
        }
        let Coefficients { ar, .. } = hannan_rissanen(ArimaOrder::new(2, 0, 0).unwrap(), &series);
        // The ridge bends the solution by about its own size.
        let tolerance = 1e-6;
        assert!((ar[0] - 0.5).abs() < tolerance && (ar[1] + 0.8).abs() < tolerance, "{ar:?}");
    }

    #[test]
    fn a_series_too_short_to_say_gives_zeros() {
        let order = ArimaOrder::new(2, 0, 1).unwrap();
        assert_eq!(hannan_rissanen(order, &[1.0, 2.0]), Coefficients::zeros(order));
    }
}
