//! Least squares.

use nalgebra::{DMatrix, DVector};

use crate::series;

/// Added to the diagonal of the normal equations, as a part of it: keeps them solvable where columns repeat each other.
const RIDGE: f64 = 1e-11;

/// The weights of the columns after the first that bring their sum nearest to the first, and what is left of its
/// squares. Rows where the first column is NaN do not count. `None` where the columns hold nothing that can be solved.
pub(crate) fn regress(columns: &[Vec<f64>]) -> Option<(Vec<f64>, f64)> {
    let (target, others) = columns.split_first()?;
    if others.is_empty() {
        return Some((
            Vec::new(),
            target.iter().filter(|value| !value.is_nan()).map(|value| value * value).sum(),
        ));
    }
    let normal = normal(columns)?;
    let count = others.len();
    let product = |column: &[f64]| product(target, column, target);
    let right = DVector::from_iterator(count, others.iter().map(|column| product(column)));
    let weights = normal.cholesky()?.solve(&right);
    let mut square = 0.0;
    for (row, value) in target.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        let explained: f64 =
            others.iter().zip(weights.iter()).map(|(column, weight)| column[row] * weight).sum();
        square += (value - explained).powi(2);
    }
    (square.is_finite() && weights.iter().all(|weight| weight.is_finite()))
        .then(|| (weights.iter().copied().collect(), square))
}

/// The standard errors of the weights, where what is left of the squares is spread over all rows but one a column.
pub(crate) fn standard_errors(columns: &[Vec<f64>], square: f64) -> Option<Vec<f64>> {
    let rows = columns.first()?.iter().filter(|value| !value.is_nan()).count();
    let spare = (rows + 1).checked_sub(columns.len()).filter(|spare| *spare > 0)?;
    let inverse = normal(columns)?.cholesky()?.inverse();
    let errors: Vec<f64> =
        inverse.diagonal().iter().map(|entry| (entry * square / spare as f64).sqrt()).collect();
    errors.iter().all(|error| error.is_finite()).then_some(errors)
}

/// The products of the columns after the first with each other, over the rows where the first is not NaN.
fn normal(columns: &[Vec<f64>]) -> Option<DMatrix<f64>> {
    let (target, others) = columns.split_first()?;
    let count = others.len();
    let mut normal = DMatrix::zeros(count, count);
    for row in 0..count {
        for column in 0..=row {
            let entry = product(target, &others[row], &others[column]);
            normal[(row, column)] = entry;
            normal[(column, row)] = entry;
        }
        // A column of zeros explains nothing.
        normal[(row, row)] += RIDGE * normal[(row, row)] + f64::MIN_POSITIVE.sqrt();
    }
    Some(normal)
}

/// The sum of the products of two columns, over the rows where `target` is not NaN.
fn product(target: &[f64], one: &[f64], other: &[f64]) -> f64 {
    if !target.iter().any(|value| value.is_nan()) {
        return series::product(one, other);
    }
    let rows = target.iter().zip(one.iter().zip(other));
    rows.filter(|(value, _)| !value.is_nan()).map(|(_, (one, other))| one * other).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_of_columns_is_taken_apart_again() {
        let (one, two) = (vec![1.0, 1.0, 1.0, 1.0], vec![0.0, 1.0, 2.0, 5.0]);
        let mut sum: Vec<f64> = one.iter().zip(&two).map(|(one, two)| 3.0 * one - 2.0 * two).collect();
        sum[2] = f64::NAN;
        let (weights, left) = regress(&[sum, one, two]).unwrap();
        assert!((weights[0] - 3.0).abs() < 1e-6 && (weights[1] + 2.0).abs() < 1e-6, "{weights:?}");
        assert!(left < 1e-9, "{left}");
    }

    #[test]
    fn a_column_of_zeros_and_a_repeated_one_are_borne() {
        let column = vec![1.0, 2.0, 3.0];
        let (weights, _) = regress(&[column.clone(), vec![0.0; 3], column.clone(), column]).unwrap();
        assert!((weights[1] + weights[2] - 1.0).abs() < 1e-6, "{weights:?}");
    }
}
