//! The lowest point of a smooth cost, from several starts: L-BFGS, then Nelder-Mead where its line search gives up.
//!
//! The solvers are those of `argmin`. Every point they try is seen here first: costs that are not numbers never reach
//! them, the best point is kept whatever becomes of a run, and a run that tries too many points is stopped.

use std::cell::{Cell, RefCell};

use argmin::core::{CostFunction, Error, Executor, Gradient};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::neldermead::NelderMead;
use argmin::solver::quasinewton::LBFGS;

use crate::optimise::Minimum;
use crate::optimise::descent::{Stop, descend};

/// Stands for a cost that is not a number: above any other, yet one that a line search can compute with.
const FORBIDDEN: f64 = 1e10;
/// The step of the central differences, near the cube root of the rounding of a cost (Nocedal and Wright 2006, 8.1).
const DIFFERENCE_STEP: f64 = 1e-5;
/// The step of forward differences, near the square root of that rounding.
const FORWARD_STEP: f64 = 1e-7;
/// A gradient this small is a flat one: the cost is per value of the series, of the order of one.
const FLAT: f64 = 1e-7;
/// A gradient left above this after L-BFGS calls for Nelder-Mead.
const NOT_FLAT: f64 = 1e-4;
/// A step that gains less than this ends a run.
const NO_GAIN: f64 = 1e-13;
/// Pairs of steps and gradients kept by L-BFGS.
const MEMORY: usize = 12;
/// Most iterations of one L-BFGS run.
const MOST_ITERATIONS: u64 = 200;
/// Nelder-Mead iterations for each dimension.
const SIMPLEX_ITERATIONS: u64 = 100;
/// The side of the first simplex.
const SIMPLEX_SIDE: f64 = 0.1;
/// The same where nothing better is known of the start.
const COARSE_SIDE: f64 = 0.5;
/// A simplex whose costs differ less than this has found its place, for a cost that is itself an estimate.
const SLIGHT_GAIN: f64 = 1e-8;

/// The lowest point found from any of `starts`, all of one length. `None` where no start has a finite cost.
///
/// From each start about `most_points` are tried at most, and the best so far is the answer then: a line search without
/// end, or a cost too dear for its dimension, is stopped there.
pub(crate) fn minimise(
    cost: &dyn Fn(&[f64]) -> f64,
    starts: &[Vec<f64>],
    most_points: usize,
) -> Option<Minimum> {
    let found = starts.iter().filter_map(|start| minimise_from(cost, start, most_points));
    found.min_by(|first, second| first.cost.total_cmp(&second.cost))
}

/// The lowest point that Nelder and Mead's simplex finds from a start: for costs of few numbers with edges that slopes
/// know nothing of. `None` where the start has no finite cost.
pub(crate) fn nelder_mead_from(
    cost: &dyn Fn(&[f64]) -> f64,
    start: &[f64],
    most_points: usize,
) -> Option<Minimum> {
    let search = Search::new(cost, start, most_points)?;
    search.nelder_mead(COARSE_SIDE, SLIGHT_GAIN);
    Some(search.best())
}

/// The lowest point found from `start` by forward differences, until a step gains less than a millionth, or after so
/// many steps.
pub(crate) fn minimise_closely(cost: &dyn Fn(&[f64]) -> f64, start: &[f64], steps: u64) -> Option<Minimum> {
    if start.is_empty() {
        return Some(Minimum { point: Vec::new(), cost: cost(start) });
    }
    let mut moved = start.to_vec();
    let mut with_slope = |point: &[f64], slope: &mut [f64]| {
        let here = cost(point);
        moved.copy_from_slice(point);
        for (index, part) in slope.iter_mut().enumerate() {
            moved[index] += FORWARD_STEP;
            *part = (cost(&moved) - here) / FORWARD_STEP;
            moved[index] = point[index];
        }
        here
    };
    descend(&mut with_slope, start.to_vec(), Stop { flat: 1e-4, gain: 1e-6, steps })
}

fn minimise_from(cost: &dyn Fn(&[f64]) -> f64, start: &[f64], most_points: usize) -> Option<Minimum> {
    let search = Search::new(cost, start, most_points)?;
    if start.is_empty() {
        return Some(search.best());
    }
    search.descend();
    if search.is_steep() {
        // A fresh memory often gets the line search going again.
        search.descend();
    }
    if search.is_steep() {
        search.nelder_mead(SIMPLEX_SIDE, NO_GAIN);
        search.descend();
    }
    Some(search.best())
}

struct Search<'a> {
    cost: &'a dyn Fn(&[f64]) -> f64,
    best: RefCell<Minimum>,
    points_left: Cell<usize>,
}

impl<'a> Search<'a> {
    fn new(cost: &'a dyn Fn(&[f64]) -> f64, start: &[f64], most_points: usize) -> Option<Self> {
        let best = Minimum { point: start.to_vec(), cost: cost(start) };
        best.cost.is_finite().then(|| Self {
            cost,
            best: RefCell::new(best),
            points_left: Cell::new(most_points),
        })
    }

    fn best(&self) -> Minimum {
        self.best.borrow().clone()
    }

    /// The cost of a point, kept where it is the best so far.
    fn try_point(&self, point: &[f64]) -> f64 {
        self.points_left.set(self.points_left.get().saturating_sub(1));
        // Counted and kept before the solver hears of it, whatever it does with the answer.
        let cost = (self.cost)(point);
        if !cost.is_finite() {
            return FORBIDDEN;
        }
        if cost < self.best.borrow().cost {
            self.best.replace(Minimum { point: point.to_vec(), cost });
        }
        // A cost above the forbidden one would make leaving the allowed region look like a gain.
        cost.min(FORBIDDEN)
    }

    fn slope(&self, point: &[f64]) -> Vec<f64> {
        let mut moved = point.to_vec();
        let mut slope = Vec::with_capacity(point.len());
        for (index, &middle) in point.iter().enumerate() {
            let step = DIFFERENCE_STEP * middle.abs().max(1.0);
            moved[index] = middle + step;
            let above = self.try_point(&moved);
            moved[index] = middle - step;
            let below = self.try_point(&moved);
            moved[index] = middle;
            slope.push((above - below) / (2.0 * step));
        }
        slope
    }

    /// Whether there is somewhere to go from the best point, and points left to go there.
    fn is_steep(&self) -> bool {
        let slope = || self.slope(&self.best().point);
        self.points_left.get() > 0 && slope().iter().any(|part| part.abs() > NOT_FLAT)
    }

    fn check_points_left(&self) -> Result<(), Error> {
        if self.points_left.get() == 0 { Err(Error::msg("too many points tried")) } else { Ok(()) }
    }

    fn descend(&self) {
        let start = self.best().point;
        let solver = LBFGS::new(MoreThuenteLineSearch::new(), MEMORY)
            .with_tolerance_grad(FLAT)
            .and_then(|solver| solver.with_tolerance_cost(NO_GAIN));
        if let Ok(solver) = solver {
            let executor = Executor::new(Problem(self), solver);
            // However the run ends, what it found is in `best`.
            let _ =
                executor.configure(|state| state.param(start).max_iters(MOST_ITERATIONS)).timer(false).run();
        }
    }

    fn nelder_mead(&self, side: f64, gain: f64) {
        let start = self.best().point;
        // The solver panics if a corner of its first simplex has no cost.
        if self.points_left.get() <= start.len() + 1 {
            return;
        }
        let mut simplex = vec![start.clone(); start.len() + 1];
        for (index, corner) in simplex.iter_mut().skip(1).enumerate() {
            corner[index] += side;
        }
        if let Ok(solver) = NelderMead::new(simplex).with_sd_tolerance(gain) {
            let iterations = SIMPLEX_ITERATIONS * start.len() as u64;
            let executor =
                Executor::new(Problem(self), solver).configure(|state| state.max_iters(iterations));
            let _ = executor.timer(false).run();
        }
    }
}

struct Problem<'a>(&'a Search<'a>);

impl CostFunction for Problem<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, point: &Vec<f64>) -> Result<f64, Error> {
        self.0.check_points_left()?;
        Ok(self.0.try_point(point))
    }
}

impl Gradient for Problem<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, point: &Vec<f64>) -> Result<Vec<f64>, Error> {
        self.0.check_points_left()?;
        Ok(self.0.slope(point))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The valley of Rosenbrock is flat along its floor: the point is known to about the square root of the cost.
    const VALLEY: f64 = 1e-4;

    const ENOUGH: usize = 10_000;

    fn rosenbrock(point: &[f64]) -> f64 {
        (1.0 - point[0]).powi(2) + 100.0 * (point[1] - point[0] * point[0]).powi(2)
    }

    #[test]
    fn the_bottom_of_a_curved_valley_is_found() {
        let found = minimise(&rosenbrock, &[vec![-1.2, 1.0]], ENOUGH).unwrap();
        assert!((found.point[0] - 1.0).abs() < VALLEY && (found.point[1] - 1.0).abs() < VALLEY, "{found:?}");
    }

    #[test]
    fn the_better_of_two_starts_wins() {
        let two_wells = |point: &[f64]| (point[0] * point[0] - 1.0).powi(2) + 0.3 * point[0];
        assert!(minimise(&two_wells, &[vec![1.0], vec![-1.0]], ENOUGH).unwrap().point[0] < 0.0);
    }

    #[test]
    fn a_cost_that_is_not_a_number_is_stepped_around() {
        let walled = |point: &[f64]| if point[0] < 0.5 { f64::NAN } else { (point[0] - 0.6).powi(2) };
        let found = minimise(&walled, &[vec![3.0]], ENOUGH).unwrap();
        assert!((found.point[0] - 0.6).abs() < VALLEY, "{found:?}");
        assert!(minimise(&walled, &[vec![0.0]], ENOUGH).is_none());
    }

    #[test]
    fn a_kink_that_stops_the_line_search_is_crawled_over() {
        let kinked = |point: &[f64]| (point[0] - 1.0).abs() + 10.0 * (point[1] - point[0]).abs();
        let found = minimise(&kinked, &[vec![-2.0, 3.0]], ENOUGH).unwrap();
        assert!(found.cost < 0.1, "{found:?}");
    }
}
