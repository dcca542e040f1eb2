//! Starting values for the optimiser, by least squares (Hannan and Rissanen 1982).

use nalgebra::{DMatrix, DVector};

use crate::ArimaOrder;

/// Added to the diagonal of the normal equations, beside squares of about one each: keeps them solvable.
const RIDGE: f64 = 1e-9;

/// Coefficients `(ar, ma)` for differences already taken; zeros where the series is too short to say.
///
/// A long autoregression gives the disturbances; the differences are then regressed on their own past and on that of
/// the disturbances. Without moving average the first step is left out.
pub(crate) fn guess(order: ArimaOrder, differences: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (p, q) = (order.p(), order.q());
    let zeros = || (vec![0.0; p], vec![0.0; q]);
    let disturbances = if q == 0 { Some((Vec::new(), 0)) } else { disturbances(order, differences) };
    let Some((disturbances, known_from)) = disturbances else { return zeros() };
    let columns: Vec<(&[f64], usize)> = (1..=p)
        .map(|lag| (differences, lag))
        .chain((1..=q).map(|lag| (disturbances.as_slice(), lag)))
        .collect();
    match regress(differences, &columns, p.max(known_from + q)) {
        Some(mut coefficients) => {
            let ma = coefficients.split_off(p);
            (coefficients, ma)
        }
        None => zeros(),
    }
}

/// The residuals of a long autoregression, and the index from which they are known.
fn disturbances(order: ArimaOrder, differences: &[f64]) -> Option<(Vec<f64>, usize)> {
    let length = differences.len();
    let wished = order.p().max(order.q()) + (2.0 * (length as f64).ln()) as usize;
    let lags = wished.min(length / 4).max(1);
    let columns: Vec<(&[f64], usize)> = (1..=lags).map(|lag| (differences, lag)).collect();
    let coefficients = regress(differences, &columns, lags)?;
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
fn regress(target: &[f64], columns: &[(&[f64], usize)], from: usize) -> Option<Vec<f64>> {
    let rows = target.len().checked_sub(from)?;
    if rows <= columns.len() {
        return None;
    }
    let past = DMatrix::from_fn(rows, columns.len(), |row, column| {
        let (series, lag) = columns[column];
        series[from + row - lag]
    });
    let present = DVector::from_column_slice(&target[from..]);
    let mut normal = past.tr_mul(&past);
    let ridge = RIDGE * rows as f64;
    for index in 0..columns.len() {
        normal[(index, index)] += ridge;
    }
    let solution = normal.cholesky()?.solve(&past.tr_mul(&present));
    solution.iter().all(|value| value.is_finite()).then(|| solution.iter().copied().collect())
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
        let (ar, _) = guess(ArimaOrder::new(2, 0, 0).unwrap(), &series);
        // The ridge bends the solution by about its own size.
        let tolerance = 1e-6;
        assert!((ar[0] - 0.5).abs() < tolerance && (ar[1] + 0.8).abs() < tolerance, "{ar:?}");
    }

    #[test]
    fn a_series_too_short_to_say_gives_zeros() {
        assert_eq!(guess(ArimaOrder::new(2, 0, 1).unwrap(), &[1.0, 2.0]), (vec![0.0; 2], vec![0.0]));
    }
}
