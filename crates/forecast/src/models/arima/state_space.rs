//! An ARIMA model as a state space (Harvey 1989, sections 3.3 and 4.1).
//!
//! The state holds the `d` levels carried from the period before (the value, then its difference), the last `s D` of the
//! `d`-times differenced values, the newest first, then the ARMA process in Harvey's form. The transition is a
//! companion matrix, never built: [`StateSpace::advance`] applies it in one pass. All variances are in units of the
//! variance of the disturbance.

use super::process::Process;
use crate::ArimaOrder;

/// The model at given coefficients.
pub(crate) struct StateSpace {
    /// `d`: the number of levels.
    levels: usize,
    /// `s`, and `D`.
    season: (usize, usize),
    pub(crate) process: Process,
}

impl StateSpace {
    pub(crate) fn new(order: ArimaOrder, process: Process) -> Self {
        Self { levels: order.d(), season: (order.season(), order.seasonal_d()), process }
    }

    /// How many entries of the state differencing leaves unknown.
    pub(crate) fn unknown(&self) -> usize {
        self.levels + self.season.0 * self.season.1
    }

    /// The length of the state.
    pub(crate) fn size(&self) -> usize {
        self.unknown() + self.process.length()
    }

    /// The `d`-times differenced value that a state expects.
    fn differenced(&self, state: &[f64]) -> f64 {
        let (season, times) = self.season;
        let now = state[self.unknown()];
        let back = |seasons: usize| state[self.levels + seasons * season - 1];
        match times {
            0 => now,
            1 => now + back(1),
            _ => now + 2.0 * back(1) - back(2),
        }
    }

    /// The value that a state says is observed.
    pub(crate) fn observe(&self, state: &[f64]) -> f64 {
        self.differenced(state) + state[..self.levels].iter().sum::<f64>()
    }

    /// Moves a state one period ahead, without its disturbance.
    pub(crate) fn advance(&self, state: &mut [f64]) {
        let unknown = self.unknown();
        let now = self.differenced(state);
        let (before, process) = state.split_at_mut(unknown);
        let (levels, past) = before.split_at_mut(self.levels);
        match levels {
            [value] => *value += now,
            [value, slope] => {
                *value += *slope + now;
                *slope += now;
            }
            _ => {}
        }
        if let Some(last) = past.len().checked_sub(1) {
            past.copy_within(..last, 1);
            past[0] = now;
        }
        self.process.advance(process);
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
        let (size, unknown) = (self.size(), self.unknown());
        let load = self.process.load();
        for (index, first) in load.iter().enumerate() {
            let start = (unknown + index) * size + unknown;
            for (entry, second) in covariance[start..].iter_mut().zip(load) {
                *entry += first * second;
            }
        }
    }

    /// The covariance of the whole state before the first value: `level_variance` for each entry that differencing leaves
    /// unknown, and the stationary covariance of the ARMA part. `None` where the process has no finite variance.
    pub(crate) fn start(&self, level_variance: f64) -> Option<Vec<f64>> {
        let (size, unknown) = (self.size(), self.unknown());
        let stationary = self.process.covariance()?;
        let mut covariance = vec![0.0; size * size];
        for level in 0..unknown {
            covariance[level * size + level] = level_variance;
        }
        for (index, row) in stationary.chunks_exact(self.process.length()).enumerate() {
            let start = (unknown + index) * size + unknown;
            covariance[start..start + row.len()].copy_from_slice(row);
        }
        Some(covariance)
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
    use crate::models::arima::process::Coefficients;

    /// Rounding of a handful of products.
    const ROUNDING: f64 = 1e-12;

    fn model(order: ArimaOrder, ar: &[f64], ma: &[f64]) -> StateSpace {
        let coefficients = Coefficients { ar: ar.to_vec(), ma: ma.to_vec(), ..Coefficients::zeros(order) };
        StateSpace::new(order, Process::new(order, &coefficients))
    }

    #[test]
    fn the_variance_of_an_arma_1_1_is_the_textbook_one() {
        let (ar, ma) = (0.6, 0.3);
        let model = model(ArimaOrder::new(1, 0, 1).unwrap(), &[ar], &[ma]);
        let expected = (1.0 + 2.0 * ar * ma + ma * ma) / (1.0 - ar * ar);
        assert!((model.start(0.0).unwrap()[0] - expected).abs() < ROUNDING);
    }

    #[test]
    fn the_stationary_covariance_stays_itself_one_period_ahead() {
        let order = ArimaOrder::new(3, 0, 4).unwrap();
        let model = model(order, &[0.5, -0.3, 0.2], &[0.4, 0.1, -0.7, 0.3]);
        let before = model.start(0.0).unwrap();
        let mut after = before.clone();
        model.advance_covariance(&mut after);
        model.add_disturbance(&mut after);
        for (first, second) in before.iter().zip(&after) {
            assert!((first - second).abs() < ROUNDING, "{first} became {second}");
        }
    }

    #[test]
    fn levels_and_seasons_carry_a_value_on() {
        // Without disturbance, y[t] = y[t-1] + y[t-3] - y[t-4].
        let order = ArimaOrder::new(0, 1, 0).unwrap().seasonal((0, 1, 0), 3).unwrap();
        let model = model(order, &[], &[]);
        // Value 10, the last differences 1 (newest), 2, 3.
        let mut state = vec![10.0, 1.0, 2.0, 3.0, 0.0];
        let mut ahead = Vec::new();
        for _ in 0..4 {
            ahead.push(model.observe(&state));
            model.advance(&mut state);
        }
        assert_eq!(ahead, [13.0, 15.0, 16.0, 19.0]);
    }
}
