//! The minimiser that scipy's `fmin_l_bfgs_b` is without bounds, step for step: L-BFGS with the line search of Moré and
//! Thuente, set up as L-BFGS-B 3.0 sets it up (Byrd, Lu, Nocedal and Zhu 1995; Morales and Nocedal 2011).
//!
//! Where it stops matters here as much as where the minimum is; [`crate::minimise`] looks for the minimum itself.

use std::collections::VecDeque;

use argmin::core::{CostFunction, Error, Executor, Gradient, LineSearch, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;

/// Pairs of steps and changes of the gradient that are remembered.
const MEMORY: usize = 10;
const MOST_ITERATIONS: usize = 50;
/// The forward step of the differences that give the gradient.
const DIFFERENCE_STEP: f64 = 1e-5;
/// A gradient whose largest part is this small ends the search.
const FLAT: f64 = 1e-5;
/// A step that gains less than this part of the cost ends the search: `factr` times the rounding of a float.
const NO_GAIN: f64 = 1e7 * f64::EPSILON;
/// Sufficient decrease, curvature and width of the line search.
const DECREASE: f64 = 1e-3;
const CURVATURE: f64 = 0.9;
const WIDTH: f64 = 0.1;
const LONGEST_STEP: f64 = 1e10;
const MOST_TRIALS: u64 = 20;
/// Stands for a cost that is not a number.
const FORBIDDEN: f64 = 1e10;

/// The point where the search from `start` stops; `None` where `start` has no finite cost.
pub(crate) fn minimise_lbfgsb(cost: &dyn Fn(&[f64]) -> f64, start: Vec<f64>) -> Option<Vec<f64>> {
    if !cost(&start).is_finite() {
        return None;
    }
    let slope = Slope { cost };
    let mut here = slope.place(start);
    let mut memory = Memory::default();
    for iteration in 0..MOST_ITERATIONS {
        if largest(&here.gradient) <= FLAT {
            break;
        }
        let direction = memory.direction(&here.gradient);
        let first_step = if iteration == 0 { 1.0 / norm(&direction) } else { 1.0 };
        let Some(next) = slope.search(&here, &direction, first_step) else {
            // A search that fails forgets the past and tries once more straight down.
            if memory.is_empty() {
                break;
            }
            memory = Memory::default();
            continue;
        };
        memory.learn(&here, &next);
        let gain = here.cost - next.cost;
        let unit = here.cost.abs().max(next.cost.abs()).max(1.0);
        here = next;
        if gain <= NO_GAIN * unit {
            break;
        }
    }
    Some(here.point)
}

/// A point with its cost and its gradient.
struct Place {
    point: Vec<f64>,
    cost: f64,
    gradient: Vec<f64>,
}

struct Slope<'a> {
    cost: &'a dyn Fn(&[f64]) -> f64,
}

impl Slope<'_> {
    fn cost_at(&self, point: &[f64]) -> f64 {
        let cost = (self.cost)(point);
        if cost.is_finite() { cost } else { FORBIDDEN }
    }

    fn place(&self, point: Vec<f64>) -> Place {
        let cost = self.cost_at(&point);
        let mut moved = point.clone();
        let mut gradient = Vec::with_capacity(point.len());
        for index in 0..point.len() {
            moved[index] = point[index] + DIFFERENCE_STEP;
            gradient.push((self.cost_at(&moved) - cost) / (moved[index] - point[index]));
            moved[index] = point[index];
        }
        Place { point, cost, gradient }
    }

    /// A point along `direction` that the line search accepts.
    fn search(&self, from: &Place, direction: &[f64], first_step: f64) -> Option<Place> {
        let mut search = MoreThuenteLineSearch::new()
            .with_c(DECREASE, CURVATURE)
            .and_then(|search| search.with_bounds(0.0, LONGEST_STEP))
            .and_then(|search| search.with_width_tolerance(WIDTH))
            .ok()?;
        search.search_direction(direction.to_vec());
        search.initial_step_length(first_step).ok()?;
        let executor = Executor::new(Self { cost: self.cost }, search).configure(|state| {
            state
                .param(from.point.clone())
                .cost(from.cost)
                .gradient(from.gradient.clone())
                .max_iters(MOST_TRIALS)
        });
        let found = executor.run().ok()?;
        let next = self.place(found.state().get_best_param()?.clone());
        (next.cost < from.cost).then_some(next)
    }
}

impl CostFunction for Slope<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        Ok(self.cost_at(point))
    }
}

impl Gradient for Slope<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok(self.place(point.clone()).gradient)
    }
}

/// The last steps `s` and changes of the gradient `y` (Nocedal and Wright 2006, algorithm 7.4).
#[derive(Default)]
struct Memory {
    pairs: VecDeque<(Vec<f64>, Vec<f64>)>,
}

impl Memory {
    fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn learn(&mut self, from: &Place, to: &Place) {
        let step = minus(&to.point, &from.point);
        let change = minus(&to.gradient, &from.gradient);
        // Without curvature along the step the pair would spoil the next direction.
        if dot(&step, &change) <= -f64::EPSILON * dot(&from.gradient, &step) {
            return;
        }
        if self.pairs.len() == MEMORY {
            self.pairs.pop_front();
        }
        self.pairs.push_back((step, change));
    }

    /// Downhill, turned by the curvature seen so far.
    fn direction(&self, gradient: &[f64]) -> Vec<f64> {
        let mut direction: Vec<f64> = gradient.iter().map(|part| -part).collect();
        let mut weights = Vec::with_capacity(self.pairs.len());
        for (step, change) in self.pairs.iter().rev() {
            let weight = dot(step, &direction) / dot(step, change);
            add(&mut direction, -weight, change);
            weights.push(weight);
        }
        if let Some((step, change)) = self.pairs.back() {
            let scale = dot(step, change) / dot(change, change);
            for part in &mut direction {
                *part *= scale;
            }
        }
        for ((step, change), weight) in self.pairs.iter().zip(weights.into_iter().rev()) {
            let back = dot(change, &direction) / dot(step, change);
            add(&mut direction, weight - back, step);
        }
        direction
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

fn largest(vector: &[f64]) -> f64 {
    vector.iter().fold(0.0, |largest: f64, part| largest.max(part.abs()))
}

fn minus(one: &[f64], other: &[f64]) -> Vec<f64> {
    one.iter().zip(other).map(|(a, b)| a - b).collect()
}

fn add(sum: &mut [f64], weight: f64, vector: &[f64]) {
    for (part, other) in sum.iter_mut().zip(vector) {
        *part += weight * other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bottom_of_a_curved_valley_is_found() {
        let valley = |x: &[f64]| (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2);
        let found = minimise_lbfgsb(&valley, vec![-1.2, 1.0]).unwrap();
        // Forward differences of 1e-5 bend a valley of curvature 1000 by about this much.
        assert!(found.iter().all(|x| (x - 1.0).abs() < 1e-2), "{found:?}");
    }

    #[test]
    fn a_start_without_a_cost_is_refused() {
        assert!(minimise_lbfgsb(&|_| f64::NAN, vec![0.0]).is_none());
    }
}
