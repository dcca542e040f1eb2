//! The Kalman filter with exact diffuse start and missing values (Durbin and Koopman 2012, sections 4.3, 4.10 and 5.2).
//!
//! Once the covariance no longer moves, the gain is held and a step costs one pass over the state; a missing value
//! sets it moving again.

use crate::state_space::StateSpace;

/// The covariance is taken as settled when no entry moves by more than this part of its largest.
const SETTLED: f64 = 1e-14;
/// Diffuse variances start at 1; below this they are the rounding of a zero.
const DIFFUSE_ZERO: f64 = 1e-9;

/// What the filter believes of the levels at the start, in units of the variance of the disturbance.
#[derive(Clone, Copy)]
pub(crate) enum Start {
    Diffuse,
    Variance(f64),
}

/// What the filter says of a whole series, in units of the variance of the disturbance.
#[derive(Debug, Clone)]
pub(crate) struct Filtered {
    /// The sum of the logarithms of the variances of the prediction errors, diffuse ones included.
    pub(crate) sum_log_variance: f64,
    /// The sum of the squared prediction errors, each over its variance.
    pub(crate) sum_square: f64,
    /// How many prediction errors are in `sum_square`.
    pub(crate) count: usize,
    /// The expected state of the period after the last.
    pub(crate) state: Vec<f64>,
    /// Its covariance, by rows.
    pub(crate) covariance: Vec<f64>,
}

struct Filter<'a> {
    model: &'a StateSpace,
    state: Vec<f64>,
    covariance: Vec<f64>,
    previous: Vec<f64>,
    /// The diffuse part of the covariance, until every level is known.
    diffuse: Option<Vec<f64>>,
    /// Levels still unknown (diffuse), or values still left out of the likelihood.
    unknown: usize,
    /// Covariance of the state with the value observed, over its variance.
    gain: Vec<f64>,
    /// The variance of the prediction error while the covariance is settled.
    settled: Option<f64>,
    sum_log_variance: f64,
    sum_square: f64,
    count: usize,
}

/// Runs the filter over `series`, where NaN is a missing value.
///
/// `errors`, where given, receives one prediction error a value: NaN where the value is missing or is spent on finding
/// a level. `None` where a variance leaves the range of floating point.
pub(crate) fn filter(
    model: &StateSpace,
    series: &[f64],
    start: Start,
    mut errors: Option<&mut Vec<f64>>,
) -> Option<Filtered> {
    let mut filter = Filter::new(model, start)?;
    for &value in series {
        let error = if value.is_nan() {
            filter.predict();
            f64::NAN
        } else {
            filter.step(value)?
        };
        if let Some(errors) = errors.as_deref_mut() {
            errors.push(error);
        }
    }
    filter.finish()
}

impl<'a> Filter<'a> {
    fn new(model: &'a StateSpace, start: Start) -> Option<Self> {
        let size = model.size();
        let (level_variance, diffuse) = match start {
            Start::Diffuse => (0.0, (model.levels > 0).then(|| diffuse_start(model))),
            Start::Variance(variance) => (variance, None),
        };
        Some(Self {
            model,
            state: vec![0.0; size],
            covariance: model.start(level_variance)?,
            previous: vec![0.0; size * size],
            diffuse,
            unknown: model.levels,
            gain: vec![0.0; size],
            settled: None,
            sum_log_variance: 0.0,
            sum_square: 0.0,
            count: 0,
        })
    }

    /// Takes in one value and moves to the next period. Gives the prediction error.
    fn step(&mut self, value: f64) -> Option<f64> {
        let error = value - self.model.observe(&self.state);
        if let Some(variance) = self.settled {
            self.count_error(error, variance);
            self.correct_state(error);
            self.model.advance(&mut self.state);
            return Some(error);
        }
        if self.diffuse.is_some() && self.step_diffuse(error)? {
            return Some(f64::NAN);
        }
        let variance = self.find_gain()?;
        self.correct_state(error);
        subtract_square(&mut self.covariance, &self.gain, variance);
        let counted = self.diffuse.is_some() || self.unknown == 0;
        if counted {
            self.count_error(error, variance);
        } else {
            self.unknown -= 1;
        }
        self.previous.clone_from(&self.covariance);
        self.predict();
        self.settle();
        Some(if counted { error } else { f64::NAN })
    }

    fn count_error(&mut self, error: f64, variance: f64) {
        self.sum_log_variance += variance.ln();
        self.sum_square += error * error / variance;
        self.count += 1;
    }

    fn correct_state(&mut self, error: f64) {
        for (entry, gain) in self.state.iter_mut().zip(&self.gain) {
            *entry += gain * error;
        }
    }

    /// Finds the gain for the covariance as it stands, and gives the variance of the prediction error.
    fn find_gain(&mut self) -> Option<f64> {
        let variance = observe_covariance(self.model, &self.covariance, &mut self.gain);
        if !(variance.is_finite() && variance > 0.0) {
            return None;
        }
        divide(&mut self.gain, variance);
        Some(variance)
    }

    /// The update while a level is unknown. Gives whether the value went into finding one.
    fn step_diffuse(&mut self, error: f64) -> Option<bool> {
        let Some(mut diffuse) = self.diffuse.take() else { return Some(false) };
        let diffuse_variance = observe_covariance(self.model, &diffuse, &mut self.gain);
        if !diffuse_variance.is_finite() {
            return None;
        }
        if diffuse_variance < DIFFUSE_ZERO {
            self.diffuse = Some(diffuse);
            return Some(false);
        }
        divide(&mut self.gain, diffuse_variance);
        let mut proper = vec![0.0; self.gain.len()];
        let variance = observe_covariance(self.model, &self.covariance, &mut proper);
        correct_diffuse(&mut self.covariance, &self.gain, &proper, variance);
        self.correct_state(error);
        self.sum_log_variance += diffuse_variance.ln();
        self.unknown -= 1;
        if self.unknown > 0 {
            subtract_square(&mut diffuse, &self.gain, diffuse_variance);
            self.diffuse = Some(diffuse);
        }
        self.predict();
        Some(true)
    }

    /// Moves state and covariances one period ahead.
    fn predict(&mut self) {
        self.settled = None;
        self.model.advance(&mut self.state);
        self.model.advance_covariance(&mut self.covariance);
        self.model.add_disturbance(&mut self.covariance);
        if let Some(diffuse) = &mut self.diffuse {
            self.model.advance_covariance(diffuse);
        }
    }

    /// Holds the gain if a full step has left the covariance where it was.
    fn settle(&mut self) {
        if self.diffuse.is_some() || self.unknown > 0 {
            return;
        }
        let mut gain = vec![0.0; self.gain.len()];
        let variance = observe_covariance(self.model, &self.covariance, &mut gain);
        if !(variance.is_finite() && variance > 0.0) {
            return;
        }
        divide(&mut gain, variance);
        // Settled when the next correction would lead back to the covariance corrected last.
        let mut largest: f64 = 0.0;
        let mut moved: f64 = 0.0;
        let size = gain.len();
        for row in 0..size {
            for column in 0..=row {
                let entry = self.covariance[row * size + column];
                let corrected = entry - gain[row] * gain[column] * variance;
                largest = largest.max(entry.abs());
                moved = moved.max((corrected - self.previous[row * size + column]).abs());
            }
        }
        if moved <= SETTLED * largest {
            self.gain = gain;
            self.settled = Some(variance);
        }
    }

    fn finish(self) -> Option<Filtered> {
        let sound = self.sum_log_variance.is_finite() && self.sum_square.is_finite() && self.count > 0;
        sound.then_some(Filtered {
            sum_log_variance: self.sum_log_variance,
            sum_square: self.sum_square,
            count: self.count,
            state: self.state,
            covariance: self.covariance,
        })
    }
}

fn diffuse_start(model: &StateSpace) -> Vec<f64> {
    let size = model.size();
    let mut diffuse = vec![0.0; size * size];
    for level in 0..model.levels {
        diffuse[level * size + level] = 1.0;
    }
    diffuse
}

/// Fills `cross` with the covariance of each state with the value observed, and gives the variance of the latter.
fn observe_covariance(model: &StateSpace, covariance: &[f64], cross: &mut [f64]) -> f64 {
    for (entry, row) in cross.iter_mut().zip(covariance.chunks_exact(model.size())) {
        *entry = model.observe(row);
    }
    model.observe(cross)
}

fn divide(cross: &mut [f64], variance: f64) {
    for entry in cross {
        *entry /= variance;
    }
}

fn subtract_square(covariance: &mut [f64], gain: &[f64], variance: f64) {
    for (row, first) in covariance.chunks_exact_mut(gain.len()).zip(gain) {
        for (entry, second) in row.iter_mut().zip(gain) {
            *entry -= first * second * variance;
        }
    }
}

/// The proper part of the covariance after a value that finds a level (Durbin and Koopman 2012, equation 5.14).
fn correct_diffuse(covariance: &mut [f64], gain: &[f64], proper: &[f64], variance: f64) {
    for (row, (first, first_proper)) in covariance.chunks_exact_mut(gain.len()).zip(gain.iter().zip(proper)) {
        for (entry, (second, second_proper)) in row.iter_mut().zip(gain.iter().zip(proper)) {
            *entry += first * second * variance - first_proper * second - first * second_proper;
        }
    }
}
