//! The Kalman filter with exact diffuse start and missing values (Durbin and Koopman 2012, sections 4.3, 4.10 and 5.2).
//!
//! Once the covariance no longer moves, the gain is held and a step costs one pass over the state; a missing value
//! sets it moving again.

use super::state_space::StateSpace;

/// The covariance is taken as settled when no entry moves by more than this part of its largest.
const SETTLED: f64 = 1e-14;
/// Diffuse variances start at 1; below this they are the rounding of a zero.
const DIFFUSE_ZERO: f64 = 1e-9;

/// The filter's prior of the levels at the start, in units of the variance of the disturbance.
#[derive(Clone, Copy)]
pub(crate) enum Start {
    Diffuse,
    Variance(f64),
}

/// The sums of the filter over a whole series, in units of the variance of the disturbance.
#[derive(Debug, Clone)]
pub(crate) struct Filtered {
    /// The sum of the logarithms of the variances of the prediction errors, diffuse ones included.
    pub(crate) sum_log_variance: f64,
    /// One for each series: its prediction errors over their standard deviation; NaN where the first series is missing
    /// or its value is spent on finding a level.
    pub(crate) errors: Vec<Vec<f64>>,
    /// The standard deviations of the prediction errors of each period, NaN where there is none.
    pub(crate) deviations: Vec<f64>,
    /// The expected state of the period after the last, one for each series.
    pub(crate) states: Vec<Vec<f64>>,
    /// Its covariance, by rows.
    pub(crate) covariance: Vec<f64>,
}

struct Filter<'a> {
    model: &'a StateSpace,
    series: &'a [Vec<f64>],
    covariance: Vec<f64>,
    previous: Vec<f64>,
    /// The diffuse part of the covariance, until every level is known.
    diffuse: Option<Vec<f64>>,
    /// Levels still unknown (diffuse), or periods still left out of the likelihood.
    unknown: usize,
    /// Covariance of the state with the value observed, over its variance.
    gain: Vec<f64>,
    /// The variance of the prediction error while the covariance is settled.
    settled: Option<f64>,
    said: Filtered,
}

/// Runs the filter over series of one length, the first of which may miss values (NaN). The gain is that of the first;
/// the others go through the same filter. `None` where a variance leaves the range of floating point.
pub(crate) fn filter(model: &StateSpace, series: &[Vec<f64>], start: Start) -> Option<Filtered> {
    let mut filter = Filter::new(model, series, start)?;
    for at in 0..series.first().map_or(0, Vec::len) {
        filter.step(at)?;
    }
    filter
        .said
        .sum_log_variance
        .is_finite()
        .then_some(Filtered { covariance: filter.covariance, ..filter.said })
}

/// The expected states after each of `origins`, which are numbers of values in rising order.
pub(crate) fn states(
    model: &StateSpace,
    series: &[f64],
    start: Start,
    origins: &[usize],
) -> Option<Vec<Vec<f64>>> {
    let series = [series.to_vec()];
    let mut filter = Filter::new(model, &series, start)?;
    let mut states = Vec::with_capacity(origins.len());
    let mut combined = 0;
    for &origin in origins {
        for at in combined..origin {
            filter.step(at)?;
        }
        combined = combined.max(origin);
        states.push(filter.said.states[0].clone());
    }
    Some(states)
}

impl<'a> Filter<'a> {
    fn new(model: &'a StateSpace, series: &'a [Vec<f64>], start: Start) -> Option<Self> {
        let (size, unknown) = (model.size(), model.unknown());
        let (level_variance, diffuse) = match start {
            Start::Diffuse => (0.0, (unknown > 0).then(|| diffuse_start(model))),
            Start::Variance(variance) => (variance, None),
        };
        let length = series.first().map_or(0, Vec::len);
        let said = Filtered {
            sum_log_variance: 0.0,
            errors: vec![vec![f64::NAN; length]; series.len()],
            deviations: vec![f64::NAN; length],
            states: vec![vec![0.0; size]; series.len()],
            covariance: Vec::new(),
        };
        Some(Self {
            model,
            series,
            covariance: model.start(level_variance)?,
            previous: vec![0.0; size * size],
            diffuse,
            unknown,
            gain: vec![0.0; size],
            settled: None,
            said,
        })
    }

    /// Takes in the values of a period and moves to the next.
    fn step(&mut self, at: usize) -> Option<()> {
        if self.series[0][at].is_nan() {
            // Without a value the state moves on, and so does its uncertainty.
            if self.diffuse.is_none() {
                self.unknown = self.unknown.saturating_sub(1);
            }
            self.predict();
            return Some(());
        }
        if let Some(variance) = self.settled {
            // Gain and variance no longer change: only the states move.
            self.correct(at, Some(variance));
            for state in &mut self.said.states {
                self.model.advance(state);
            }
            return Some(());
        }
        if self.diffuse.is_some() && self.step_diffuse(at)? {
            return Some(());
        }
        let variance = self.find_gain()?;
        // `P - K F K'`: what the value has said of the state.
        subtract_square(&mut self.covariance, &self.gain, variance);
        // With a proper prior, as many values as there are levels are spent on them: statsmodels leaves these
        // out of its likelihood.
        let counted = self.diffuse.is_some() || self.unknown == 0;
        if !counted {
            self.unknown -= 1;
        }
        self.correct(at, counted.then_some(variance));
        self.previous.clone_from(&self.covariance);
        self.predict();
        self.settle();
        Some(())
    }

    /// Moves the states by their errors, which are kept where their `variance` is given.
    fn correct(&mut self, at: usize, variance: Option<f64>) {
        let deviation = variance.map(f64::sqrt);
        for ((values, errors), state) in
            self.series.iter().zip(&mut self.said.errors).zip(&mut self.said.states)
        {
            let error = values[at] - self.model.observe(state);
            if let Some(deviation) = deviation {
                errors[at] = error / deviation;
            }
            for (entry, gain) in state.iter_mut().zip(&self.gain) {
                *entry += gain * error;
            }
        }
        if let Some(deviation) = deviation {
            self.said.deviations[at] = deviation;
            self.said.sum_log_variance += 2.0 * deviation.ln();
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
    fn step_diffuse(&mut self, at: usize) -> Option<bool> {
        let Some(mut diffuse) = self.diffuse.take() else { return Some(false) };
        let diffuse_variance = observe_covariance(self.model, &diffuse, &mut self.gain);
        if !diffuse_variance.is_finite() {
            return None;
        }
        // The value depends on no unknown level: an ordinary step, the levels staying unknown.
        if diffuse_variance < DIFFUSE_ZERO {
            self.diffuse = Some(diffuse);
            return Some(false);
        }
        divide(&mut self.gain, diffuse_variance);
        let mut proper = vec![0.0; self.gain.len()];
        let variance = observe_covariance(self.model, &self.covariance, &mut proper);
        correct_diffuse(&mut self.covariance, &self.gain, &proper, variance);
        self.correct(at, None);
        // The diffuse likelihood counts the variance of the level found, and no error: any value would have
        // fitted.
        self.said.sum_log_variance += diffuse_variance.ln();
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
        for state in &mut self.said.states {
            self.model.advance(state);
        }
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
}

fn diffuse_start(model: &StateSpace) -> Vec<f64> {
    let size = model.size();
    let mut diffuse = vec![0.0; size * size];
    for level in 0..model.unknown() {
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
