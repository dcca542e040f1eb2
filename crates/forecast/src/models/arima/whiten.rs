//! The likelihood of an ARMA process without missing values, in time that grows with the length of its state and not
//! with its square: the recursions of Chandrasekhar (M. Morf, G. S. Sidhu, T. Kailath, "Some new algorithms for
//! recursive estimation in constant, linear, discrete-time systems", IEEE Transactions on Automatic Control 19 (1974)).
//!
//! From its stationary start the covariance moves by a matrix of rank one each period, which is all that is kept of it.
//! The gain does not depend on the values, so that several series are whitened at once: a series and its regressors.

use super::process::Process;

/// The covariance has settled when what it still moves by is this small beside the variance of the error.
const SETTLED: f64 = 1e-14;
/// Whether it has is looked at every so many periods.
const LOOKS: usize = 8;

/// Series turned into independent errors of variance one (times that of the disturbance).
#[derive(Debug, Clone, Default)]
pub(crate) struct White {
    /// One for each series.
    pub(crate) errors: Vec<Vec<f64>>,
    /// The sum of the logarithms of the variances that the errors had.
    pub(crate) sum_log_variance: f64,
    states: Vec<Vec<f64>>,
}

impl White {
    /// Whitens series of one length. `None` where a variance leaves the range of floating point.
    pub(crate) fn run(&mut self, process: &Process, series: &[Vec<f64>]) -> Option<()> {
        let length = process.length();
        self.errors.resize(series.len(), Vec::new());
        self.states.resize(series.len(), Vec::new());
        for (errors, state) in self.errors.iter_mut().zip(&mut self.states) {
            errors.clear();
            state.clear();
            state.resize(length, 0.0);
        }
        let mut log = Logarithms::default();
        let mut gain = process.first_row()?;
        let mut variance = gain[0];
        process.advance(&mut gain);
        let mut move_by = gain.clone();
        let mut times = -1.0 / variance;
        let mut settled = false;
        for at in 0..series.first().map_or(0, Vec::len) {
            if !(variance > 0.0 && variance.is_finite()) {
                return None;
            }
            // One division for all series.
            let (root, share) = (1.0 / variance.sqrt(), 1.0 / variance);
            log.add(variance);
            for ((values, errors), state) in series.iter().zip(&mut self.errors).zip(&mut self.states) {
                let error = values[at] - state[0];
                errors.push(error * root);
                process.advance_by(state, &gain, error * share);
            }
            if settled {
                continue;
            }
            // The covariance of the next state less that of this one is `times · move_by · move_by'`:
            // variance, gain and the factor itself follow without the covariance.
            let now = move_by[0];
            let before = variance;
            variance += times * now * now;
            process.advance(&mut move_by);
            let (to_gain, back) = (times * now, now / variance);
            for (gain, entry) in gain.iter_mut().zip(&mut move_by) {
                *gain += to_gain * *entry;
                *entry -= back * *gain;
            }
            times += times * times * now * now / before;
            // To look costs a pass over the state, about as much as a period.
            if at % LOOKS == 0 {
                let largest = move_by.iter().fold(0.0, |largest: f64, entry| largest.max(entry.abs()));
                settled = (times * largest * largest).abs() < SETTLED * variance;
            }
        }
        self.sum_log_variance = log.sum();
        self.sum_log_variance.is_finite().then_some(())
    }
}

/// A sum of logarithms, taken of products.
#[derive(Debug)]
struct Logarithms {
    sum: f64,
    product: f64,
}

impl Default for Logarithms {
    fn default() -> Self {
        Self { sum: 0.0, product: 1.0 }
    }
}

impl Logarithms {
    fn add(&mut self, value: f64) {
        self.product *= value;
        if !(1e-100..1e100).contains(&self.product) {
            self.sum += self.product.ln();
            self.product = 1.0;
        }
    }

    fn sum(self) -> f64 {
        self.sum + self.product.ln()
    }
}
