//! An ARIMA model as a state space (Harvey 1989, sections 3.3 and 4.1).
//!
//! The state holds the `d` levels carried from the period before (the value, then its difference), then the ARMA
//! process in Harvey's form, of length `r = max(p, q + 1)`. The value observed is the sum of the first `d + 1` entries.
//! The transition is a companion matrix, never built: [`StateSpace::advance`] applies it in one pass. All variances
//! are in units of the variance of the disturbance.

use nalgebra::{DMatrix, DVector};

use crate::ArimaOrder;

/// The model at given coefficients.
pub(crate) struct StateSpace {
    /// `d`: the number of levels.
    pub(crate) levels: usize,
    /// The autoregressive coefficients, filled with zeros to the length `r`.
    ar: Vec<f64>,
    /// How the disturbance enters the ARMA states: 1, then the moving-average coefficients, filled to `r`.
    load: Vec<f64>,
}

impl StateSpace {
    /// `ar` has length `p` and `ma` has length `q`.
    pub(crate) fn new(order: ArimaOrder, ar: &[f64], ma: &[f64]) -> Self {
        let length = order.p().max(order.q() + 1);
        let mut ar = ar.to_vec();
        ar.resize(length, 0.0);
        let mut load = vec![1.0];
        load.extend_from_slice(ma);
        load.resize(length, 0.0);
        Self { levels: order.d(), ar, load }
    }

    /// The length of the state.
    pub(crate) fn size(&self) -> usize {
        self.levels + self.ar.len()
    }

    /// The value that a state says is observed.
    pub(crate) fn observe(&self, state: &[f64]) -> f64 {
        state[..=self.levels].iter().sum()
    }

    /// Moves a state one period ahead, without its disturbance.
    pub(crate) fn advance(&self, state: &mut [f64]) {
        let (levels, process) = state.split_at_mut(self.levels);
        let now = process[0];
        match levels {
            [value] => *value += now,
            [value, slope] => {
                *value += *slope + now;
                *slope += now;
            }
            _ => {}
        }
        for index in 0..self.ar.len() {
            let next = process.get(index + 1).copied().unwrap_or(0.0);
            process[index] = self.ar[index] * now + next;
        }
    }

    /// Moves a covariance (by rows, symmetric) one period ahead, without the disturbance.
    pub(crate) fn advance_covariance(&self, covariance: &mut [f64]) {
        let size = self.size();
        for _ in 0..2 {
            for row in covariance.chunks_exact_mut(size) {
                self.advance(row);
            }
            transpose(covariance, size);
        }
    }

    /// Adds the disturbance of one period to a covariance, its variance being 1.
    pub(crate) fn add_disturbance(&self, covariance: &mut [f64]) {
        let size = self.size();
        for (index, first) in self.load.iter().enumerate() {
            let start = (self.levels + index) * size + self.levels;
            for (entry, second) in covariance[start..].iter_mut().zip(&self.load) {
                *entry += first * second;
            }
        }
    }

    /// The covariance of the whole state before the first value: `level_variance` for each level, and the stationary
    /// covariance of the ARMA part. `None` where the process has no finite variance.
    pub(crate) fn start(&self, level_variance: f64) -> Option<Vec<f64>> {
        let (size, length) = (self.size(), self.ar.len());
        let first_row = self.stationary_first_row()?;
        let mut covariance = vec![0.0; size * size];
        for level in 0..self.levels {
            covariance[level * size + level] = level_variance;
        }
        // From P = T P T' + R R', read along each diagonal from its end.
        for row in (0..length).rev() {
            for column in (row..length).rev() {
                let ahead = |index: usize| first_row.get(index + 1).copied().unwrap_or(0.0);
                let beyond = if column + 1 < length {
                    covariance[(self.levels + row + 1) * size + self.levels + column + 1]
                } else {
                    0.0
                };
                let entry = self.ar[row] * self.ar[column] * first_row[0]
                    + self.ar[row] * ahead(column)
                    + self.ar[column] * ahead(row)
                    + beyond
                    + self.load[row] * self.load[column];
                covariance[(self.levels + row) * size + self.levels + column] = entry;
                covariance[(self.levels + column) * size + self.levels + row] = entry;
            }
        }
        Some(covariance)
    }

    /// The first row of the stationary covariance `P` of the ARMA part.
    ///
    /// With the companion transition, `P[i][j] = a_i a_j P[0][0] + a_i P[0][j+1] + a_j P[0][i+1] + P[i+1][j+1] + r_i r_j`.
    /// Unrolled along the diagonal this is linear in the first row alone: `r` equations instead of `r * r`.
    fn stationary_first_row(&self) -> Option<Vec<f64>> {
        let length = self.ar.len();
        let mut system = DMatrix::<f64>::identity(length, length);
        let mut constant = DVector::<f64>::zeros(length);
        for column in 0..length {
            for (step, shifted) in (column..length).enumerate() {
                system[(column, 0)] -= self.ar[step] * self.ar[shifted];
                if shifted + 1 < length {
                    system[(column, shifted + 1)] -= self.ar[step];
                }
                if step + 1 < length {
                    system[(column, step + 1)] -= self.ar[shifted];
                }
                constant[column] += self.load[step] * self.load[shifted];
            }
        }
        let row = system.lu().solve(&constant)?;
        let sound = row.iter().all(|entry| entry.is_finite()) && row[0] > 0.0;
        sound.then(|| row.iter().copied().collect())
    }
}

fn transpose(matrix: &mut [f64], size: usize) {
    for row in 0..size {
        for column in 0..row {
            matrix.swap(row * size + column, column * size + row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding of a handful of products.
    const ROUNDING: f64 = 1e-12;

    #[test]
    fn the_variance_of_an_arma_1_1_is_the_textbook_one() {
        let (ar, ma) = (0.6, 0.3);
        let model = StateSpace::new(ArimaOrder::new(1, 0, 1).unwrap(), &[ar], &[ma]);
        let expected = (1.0 + 2.0 * ar * ma + ma * ma) / (1.0 - ar * ar);
        assert!((model.start(0.0).unwrap()[0] - expected).abs() < ROUNDING);
    }

    #[test]
    fn the_stationary_covariance_stays_itself_one_period_ahead() {
        let order = ArimaOrder::new(3, 0, 4).unwrap();
        let model = StateSpace::new(order, &[0.5, -0.3, 0.2], &[0.4, 0.1, -0.7, 0.3]);
        let before = model.start(0.0).unwrap();
        let mut after = before.clone();
        model.advance_covariance(&mut after);
        model.add_disturbance(&mut after);
        for (first, second) in before.iter().zip(&after) {
            assert!((first - second).abs() < ROUNDING, "{first} became {second}");
        }
    }
}
