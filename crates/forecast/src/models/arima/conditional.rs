//! Conditional least squares: coefficients that leave the smallest errors where the series and its disturbances are
//! taken as zero before the first value (Box, Jenkins, Reinsel 1994, section 7.1.2). A fast way near the highest
//! likelihood: the slope comes from one pass backwards over the errors.

use super::fit::{read_free, write_free};
use super::process::{Coefficients, Process};
use crate::ArimaOrder;
use crate::optimise::descent::{Stop, descend};
use crate::series;

/// The step of the differences through which the slope passes from coefficients to free numbers.
const STEP: f64 = 1e-7;
const STOP: Stop = Stop { flat: 1e-4, gain: 1e-6, steps: 40 };

/// The coefficients found from a start, for differences without mean.
pub(crate) fn refine(order: ArimaOrder, differences: &[f64], start: &Coefficients) -> Coefficients {
    let free = write_free(start);
    if free.is_empty() {
        return start.clone();
    }
    let mut pass = Pass::default();
    let mut moved = free.clone();
    let mut cost = |free: &[f64], slope: &mut [f64]| {
        let process = Process::new(order, &read_free(order, free).coefficients);
        let square = pass.run(&process, order, differences);
        moved.copy_from_slice(free);
        for (index, part) in slope.iter_mut().enumerate() {
            // The chain from free numbers to coefficients is short and smooth: differences do for it, the
            // pass over the errors is exact.
            moved[index] += STEP;
            let other = Process::new(order, &read_free(order, &moved).coefficients);
            moved[index] = free[index];
            *part = pass.slope(&process, &other, order) / STEP / square;
        }
        square.ln()
    };
    match descend(&mut cost, free, STOP) {
        Some(found) => read_free(order, &found.point).coefficients,
        None => start.clone(),
    }
}

/// Errors, and what the sum of their squares owes to each coefficient.
#[derive(Default)]
struct Pass {
    errors: Vec<f64>,
    /// The errors filtered backwards.
    back: Vec<f64>,
    by_ar: Vec<f64>,
    by_ma: Vec<f64>,
}

impl Pass {
    /// The sum of the squares of the errors.
    fn run(&mut self, process: &Process, order: ArimaOrder, values: &[f64]) -> f64 {
        let lags = |coefficients: &[f64]| {
            (1..)
                .zip(coefficients)
                .filter(|(_, value)| **value != 0.0)
                .map(|(lag, value)| (lag, *value))
                .collect()
        };
        let ar: Vec<(usize, f64)> = lags(process.ar());
        let ma: Vec<(usize, f64)> = lags(&process.load()[1..=order.highest_ma()]);
        self.errors.clear();
        self.errors.extend_from_slice(values);
        for (lag, weight) in ar {
            let later = self.errors.get_mut(lag..).unwrap_or_default();
            for (error, value) in later.iter_mut().zip(values) {
                *error -= weight * value;
            }
        }
        undo(&ma, &mut self.errors);
        self.back.clone_from(&self.errors);
        self.back.reverse();
        undo(&ma, &mut self.back);
        self.back.reverse();
        let product = |values: &[f64], lag: usize| {
            -2.0 * series::product(self.back.get(lag..).unwrap_or_default(), values)
        };
        // Lags between the seasons never move: nothing is asked of them.
        let wanted = |lags: &[f64], values: &[f64], within: usize| {
            (1..=lags.len())
                .map(|lag| {
                    let apart = order.season().max(1);
                    let near = lag <= within || lag % apart <= within;
                    if near { product(values, lag) } else { 0.0 }
                })
                .collect::<Vec<f64>>()
        };
        self.by_ar = wanted(process.ar(), values, order.p());
        self.by_ma = wanted(&process.load()[1..=order.highest_ma()], &self.errors, order.q());
        series::product(&self.errors, &self.errors).max(f64::MIN_POSITIVE)
    }

    /// The first-order change of the sum of squares from one process to another close by.
    fn slope(&self, from: &Process, to: &Process, order: ArimaOrder) -> f64 {
        let part = |by: &[f64], from: &[f64], to: &[f64]| {
            by.iter().zip(from.iter().zip(to)).map(|(by, (from, to))| by * (to - from)).sum::<f64>()
        };
        let ma = 1..=order.highest_ma();
        part(&self.by_ar, from.ar(), to.ar()) + part(&self.by_ma, &from.load()[ma.clone()], &to.load()[ma])
    }
}

/// Takes a moving average out of values, its lags rising.
fn undo(ma: &[(usize, f64)], values: &mut [f64]) {
    for at in 0..values.len() {
        // From the farthest: only the nearest has to wait for the value before.
        let far = ma.iter().rev().filter(|(lag, _)| *lag <= at);
        values[at] = far.fold(values[at], |value, (lag, weight)| value - weight * values[at - lag]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::arima::transform::free_to_ma;

    #[test]
    fn the_slope_is_the_one_by_differences() {
        let series: Vec<f64> = (0..60).map(|day| f64::sin(f64::from(day * day))).collect();
        let order = ArimaOrder::new(2, 0, 1).unwrap().seasonal((1, 0, 1), 5).unwrap();
        let free = [0.3, -0.2, 0.1, 0.4, -0.3];
        let process = |free: &[f64]| Process::new(order, &read_free(order, free).coefficients);
        let mut pass = Pass::default();
        pass.run(&process(&free), order, &series);
        for index in 0..free.len() {
            let mut moved = free;
            moved[index] += 1e-6;
            let exact = pass.slope(&process(&free), &process(&moved), order) / 1e-6;
            let above = Pass::default().run(&process(&moved), order, &series);
            moved[index] -= 2e-6;
            let below = Pass::default().run(&process(&moved), order, &series);
            let by_difference = (above - below) / 2e-6;
            assert!((exact - by_difference).abs() < 1e-3, "{index}: {exact} and {by_difference}");
        }
    }

    #[test]
    fn a_moving_average_is_found_again() {
        let mut random = fastrand::Rng::with_seed(3);
        let noise: Vec<f64> = (0..2000).map(|_| random.f64() - 0.5).collect();
        let series: Vec<f64> = noise.windows(2).map(|pair| pair[1] + 0.6 * pair[0]).collect();
        let order = ArimaOrder::new(0, 0, 1).unwrap();
        let start = Coefficients { ma: free_to_ma(&[0.0]), ..Coefficients::zeros(order) };
        let found = refine(order, &series, &start);
        assert!((found.ma[0] - 0.6).abs() < 0.05, "{found:?}");
    }
}
