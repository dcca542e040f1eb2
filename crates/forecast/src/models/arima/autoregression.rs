//! The exact likelihood of a pure autoregression, in time that does not depend on the length of the series (G. E. P. Box,
//! G. M. Jenkins, G. C. Reinsel, *Time Series Analysis*, 3rd edition, 1994, appendix A7.5).
//!
//! Its sum of squares is a quadratic form `S = sum d_ij a_i a_j` of `a = (1, -ar)`, where
//! `d_ij = w_i w_j + w_(i+1) w_(j+1) + ... + w_(n+1-j) w_(n+1-i)` is computed once; the determinant of the covariance
//! follows from the partial autocorrelations `r_k` as the product of `(1 - r_k^2)^-k`.

use super::transform::coefficients_to_partials;

/// The sums of products of a complete series.
#[derive(Debug, Clone)]
pub(crate) struct Products {
    /// `d_ij` for `i` and `j` from 1 to `highest + 1`, by rows.
    sums: Vec<f64>,
    highest: usize,
}

impl Products {
    /// For autoregressions up to lag `highest`; `None` for a series that is not longer than twice that.
    pub(crate) fn new(series: &[f64], highest: usize) -> Option<Self> {
        let (count, size) = (series.len(), highest + 1);
        if count <= 2 * highest {
            return None;
        }
        let mut sums = vec![0.0; size * size];
        for lag in 0..size {
            // d_(i, i + lag), i from 0: all products but the first i and the last i ones that reach beyond.
            let mut sum: f64 = series.iter().zip(&series[lag..]).map(|(one, other)| one * other).sum();
            for first in 0..size - lag {
                sums[first * size + first + lag] = sum;
                sums[(first + lag) * size + first] = sum;
                let (front, back) = (first, count - 1 - lag - first);
                if front < back {
                    sum -= series[front] * series[front + lag] + series[back] * series[back + lag];
                }
            }
        }
        Some(Self { sums, highest })
    }

    /// The sum of the squares of the errors over their variances, and of the logarithms of the variances, for
    /// coefficients up to the highest lag. `None` where they are not stationary.
    pub(crate) fn squares(&self, ar: &[f64]) -> Option<(f64, f64)> {
        let partials = coefficients_to_partials(ar)?;
        let size = self.highest + 1;
        let weight = |index: usize| if index == 0 { 1.0 } else { -ar[index - 1] };
        let mut square = 0.0;
        for (row, sums) in self.sums.chunks_exact(size).enumerate() {
            let inner: f64 = sums.iter().enumerate().map(|(column, sum)| weight(column) * sum).sum();
            square += weight(row) * inner;
        }
        let log: f64 =
            (1..).zip(&partials).map(|(lag, partial)| -f64::from(lag) * (-partial * partial).ln_1p()).sum();
        (square.is_finite() && log.is_finite()).then_some((square, log))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ArimaOrder;
    use crate::models::arima::process::{Coefficients, Process};
    use crate::models::arima::whiten::White;

    #[test]
    fn it_is_the_likelihood_of_the_filter() {
        let series: Vec<f64> = (0..30).map(|day| f64::sin(f64::from(day * day)) + 0.3).collect();
        let ar = [0.5, -0.3, 0.2];
        let order = ArimaOrder::new(3, 0, 0).unwrap();
        let process = Process::new(order, &Coefficients { ar: ar.to_vec(), ..Coefficients::zeros(order) });
        let mut white = White::default();
        white.run(&process, std::slice::from_ref(&series)).unwrap();
        let filtered: f64 = white.errors[0].iter().map(|error| error * error).sum();
        let (square, log) = Products::new(&series, 3).unwrap().squares(&ar).unwrap();
        assert!((square - filtered).abs() < 1e-9, "{square} and {filtered}");
        assert!((log - white.sum_log_variance).abs() < 1e-9, "{log} and {}", white.sum_log_variance);
    }
}
