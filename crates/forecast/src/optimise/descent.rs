//! The lowest point of a smooth cost whose slope is known, by L-BFGS.
//!
//! The solver is that of `argmin`, which asks for cost and slope apart; they are computed together here and kept for
//! the second question. The best point seen is the answer however a run ends.

use std::cell::RefCell;

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;

use crate::optimise::Minimum;

/// Stands for a cost that is not a number: above any other, yet one that a line search can compute with.
const FORBIDDEN: f64 = 1e10;
/// Pairs of steps and slopes kept.
const MEMORY: usize = 8;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stop {
    /// A slope this small is flat.
    pub(crate) flat: f64,
    /// A step that gains less than this is the last.
    pub(crate) gain: f64,
    /// The most steps.
    pub(crate) steps: u64,
}

/// Goes down from `start`. `cost` gives the cost of a point and writes its slope. `None` where the start has no cost.
pub(crate) fn descend(
    cost: &mut dyn FnMut(&[f64], &mut [f64]) -> f64,
    start: Vec<f64>,
    stop: Stop,
) -> Option<Minimum> {
    let problem = Problem(RefCell::new(Seen::new(cost, start.clone())?));
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY)
        .with_tolerance_grad(stop.flat)
        .and_then(|solver| solver.with_tolerance_cost(stop.gain));
    if let Ok(solver) = solver {
        let executor = Executor::new(&problem, solver);
        // However the run ends, the best point seen is kept.
        let _ = executor.configure(|state| state.param(start).max_iters(stop.steps)).timer(false).run();
    }
    Some(problem.0.into_inner().best)
}

struct Seen<'a> {
    cost: &'a mut dyn FnMut(&[f64], &mut [f64]) -> f64,
    point: Vec<f64>,
    value: f64,
    slope: Vec<f64>,
    best: Minimum,
}

impl<'a> Seen<'a> {
    fn new(cost: &'a mut dyn FnMut(&[f64], &mut [f64]) -> f64, start: Vec<f64>) -> Option<Self> {
        let mut slope = vec![0.0; start.len()];
        let value = cost(&start, &mut slope);
        let best = Minimum { point: start.clone(), cost: value };
        value.is_finite().then_some(Self { cost, point: start, value, slope, best })
    }

    fn look(&mut self, point: &[f64]) {
        if self.point == point {
            return;
        }
        self.point.clear();
        self.point.extend_from_slice(point);
        self.value = (self.cost)(point, &mut self.slope);
        if !self.value.is_finite() || self.slope.iter().any(|part| !part.is_finite()) {
            // No slope there: the line search halves its step until it is back where costs are numbers.
            self.value = FORBIDDEN;
            self.slope.fill(0.0);
        }
        if self.value < self.best.cost {
            self.best = Minimum { point: self.point.clone(), cost: self.value };
        }
    }
}

struct Problem<'a>(RefCell<Seen<'a>>);

impl CostFunction for &Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        let mut seen = self.0.borrow_mut();
        seen.look(point);
        Ok(seen.value)
    }
}

impl Gradient for &Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        let mut seen = self.0.borrow_mut();
        seen.look(point);
        Ok(seen.slope.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOP: Stop = Stop { flat: 1e-8, gain: 1e-14, steps: 200 };

    #[test]
    fn the_bottom_of_a_curved_valley_is_found() {
        let mut valley = |x: &[f64], slope: &mut [f64]| {
            let wall = x[1] - x[0] * x[0];
            slope[0] = -2.0 * (1.0 - x[0]) - 400.0 * wall * x[0];
            slope[1] = 200.0 * wall;
            (1.0 - x[0]).powi(2) + 100.0 * wall * wall
        };
        let found = descend(&mut valley, vec![-1.2, 1.0], STOP).unwrap();
        assert!(found.point.iter().all(|x| (x - 1.0).abs() < 1e-5), "{found:?}");
    }

    #[test]
    fn a_cost_that_is_not_a_number_is_stepped_around() {
        let mut walled = |x: &[f64], slope: &mut [f64]| {
            slope[0] = 2.0 * (x[0] - 0.6);
            if x[0] < 0.5 { f64::NAN } else { (x[0] - 0.6).powi(2) }
        };
        assert!((descend(&mut walled, vec![3.0], STOP).unwrap().point[0] - 0.6).abs() < 0.1);
        assert!(descend(&mut walled, vec![0.0], STOP).is_none());
    }
}
