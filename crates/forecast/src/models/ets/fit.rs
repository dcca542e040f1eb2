//! The parameters of a form with the highest likelihood (Hyndman et al. 2008, section 5.1), the slope being exact.

use super::form::{EtsForm, Trend};
use super::recursion::{Form, Slopes, Smoothing, States, Tape};
use super::start::start;
use crate::optimise::descent::{Stop, descend};

/// The usual region (section 5.2.1 there), its edges left out: `0 < alpha < 1`, `0 < beta < alpha`,
/// `0 < gamma < 1 - alpha`, and damping as in section 2.3.
const EDGE: (f64, f64) = (1e-4, 1.0 - 1e-4);
const DAMPING: (f64, f64) = (0.8, 0.98);
/// Mean and weight of the prior of alpha, of beta as a part of alpha, and of gamma as a part of what alpha
/// leaves, each through the logistic function. Found on series held back from the benchmarks' training halves, where
/// they take about one percent from the error of the forecasts; on long series they move nothing.
const ALPHA_LEANS: (f64, f64) = (0.0, 0.5);
const BETA_LEANS: (f64, f64) = (-3.0, 1.0);
const GAMMA_LEANS: (f64, f64) = (-2.0, 0.2);
/// Where the search starts.
const FIRST: Smoothing = Smoothing { alpha: 0.25, beta: 0.02, gamma: 0.1, phi: 0.95 };
/// A slope, in units of the series a period, moves by this much where a level moves by one.
const SLOPE_UNIT: f64 = 0.1;

/// A form fitted to a scaled series.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub(crate) smoothing: Smoothing,
    /// Before the first value.
    pub(crate) states: States,
}

/// Fits a form to a series of about one in size. `None` where no start has a likelihood.
pub(crate) fn fit(form: EtsForm, series: &[f64], season: usize, steps: u64, tape: &mut Tape) -> Option<Fit> {
    let first = start(form, series, season);
    fit_from(form, series, FIRST, first, steps, tape)
}

/// The same, from a start of the caller's.
pub(crate) fn fit_from(
    form: EtsForm,
    series: &[f64],
    smoothing: Smoothing,
    first: States,
    steps: u64,
    tape: &mut Tape,
) -> Option<Fit> {
    let problem = Form { form, series };
    let layout = Layout { form, first };
    let start = layout.write(smoothing);
    let mut cost = |free: &[f64], slope: &mut [f64]| {
        let (smoothing, states) = layout.read(free);
        let cost = problem.cost(smoothing, &states, tape);
        layout.slope(free, tape.slopes(), slope);
        cost + layout.lean(free, slope, series.len())
    };
    let stop = Stop { flat: 1e-5, gain: 1e-8, steps };
    let found = descend(&mut cost, start, stop)?;
    let (smoothing, states) = layout.read(&found.point);
    Some(Fit { smoothing, states })
}

/// Where each parameter stands among the free numbers: alpha, level, then beta, slope, phi, gamma and all seasonal
/// states but the last, as far as the form has them. States are given by their distance from the first ones.
struct Layout {
    form: EtsForm,
    first: States,
}

impl Layout {
    fn write(&self, smoothing: Smoothing) -> Vec<f64> {
        let mut free = vec![unbound(smoothing.alpha, EDGE), 0.0];
        if self.form.trend != Trend::None {
            // As parts of alpha, and of what it leaves: the region holds by construction, the search is free.
            free.extend([unbound(smoothing.beta / smoothing.alpha, EDGE), 0.0]);
        }
        if self.form.trend == Trend::Damped {
            free.push(unbound(smoothing.phi, DAMPING));
        }
        if self.form.season.is_some() {
            free.push(unbound(smoothing.gamma / (1.0 - smoothing.alpha), EDGE));
            free.resize(free.len() + self.first.season.len() - 1, 0.0);
        }
        free
    }

    fn read(&self, free: &[f64]) -> (Smoothing, States) {
        let alpha = bound(free[0], EDGE);
        let mut smoothing = Smoothing { alpha, beta: 0.0, gamma: 0.0, phi: 1.0 };
        let mut states = self.first.clone();
        states.level += free[1];
        let mut rest = &free[2..];
        if self.form.trend != Trend::None {
            smoothing.beta = alpha * bound(rest[0], EDGE);
            states.slope += SLOPE_UNIT * rest[1];
            rest = &rest[2..];
        }
        if self.form.trend == Trend::Damped {
            smoothing.phi = bound(rest[0], DAMPING);
            rest = &rest[1..];
        }
        if self.form.season.is_some() {
            smoothing.gamma = (1.0 - alpha) * bound(rest[0], EDGE);
            let mut sum = 0.0;
            for (state, free) in states.season.iter_mut().zip(&rest[1..]) {
                *state += free;
                sum += free;
            }
            // The season keeps its sum: what the others gain, the last one gives. Otherwise a level could
            // hide in it.
            if let Some(last) = states.season.last_mut() {
                *last -= sum;
            }
        }
        (smoothing, states)
    }

    /// The prior of the smoothing weights, as normal densities of the free numbers: it keeps
    /// short series from weights of zero and one. Gives its part of the cost, and adds its part of the slope.
    fn lean(&self, free: &[f64], slope: &mut [f64], count: usize) -> f64 {
        let trend = if self.form.trend == Trend::None { 0 } else { 2 };
        let damping = usize::from(self.form.trend == Trend::Damped);
        let leaning = [
            Some((0, ALPHA_LEANS)),
            (trend > 0).then_some((2, BETA_LEANS)),
            self.form.season.map(|_| (2 + trend + damping, GAMMA_LEANS)),
        ];
        let mut cost = 0.0;
        for (at, (middle, weight)) in leaning.into_iter().flatten() {
            // The cost is per value, so that the prior weighs less the longer the series.
            let (distance, weight) = (free[at] - middle, weight / count as f64);
            cost += weight * distance * distance;
            slope[at] += 2.0 * weight * distance;
        }
        cost
    }

    fn slope(&self, free: &[f64], by: &Slopes, slope: &mut [f64]) {
        let alpha = bound(free[0], EDGE);
        let mut by_alpha = by.alpha;
        slope[1] = by.level;
        let mut at = 2;
        if self.form.trend != Trend::None {
            let share = bound(free[at], EDGE);
            // `beta = alpha share`: alpha moves it too.
            by_alpha += by.beta * share;
            slope[at] = by.beta * alpha * bound_slope(free[at], EDGE);
            slope[at + 1] = SLOPE_UNIT * by.slope;
            at += 2;
        }
        if self.form.trend == Trend::Damped {
            slope[at] = by.phi * bound_slope(free[at], DAMPING);
            at += 1;
        }
        if let (Some(_), Some(last)) = (self.form.season, by.season.last()) {
            let share = bound(free[at], EDGE);
            // `gamma = (1 - alpha) share`.
            by_alpha -= by.gamma * share;
            slope[at] = by.gamma * (1.0 - alpha) * bound_slope(free[at], EDGE);
            for (slope, by) in slope[at + 1..].iter_mut().zip(&by.season) {
                // Each moves the last state the other way.
                *slope = by - last;
            }
        }
        slope[0] = by_alpha * bound_slope(free[0], EDGE);
    }
}

/// A free number as one between two bounds, by the logistic function.
fn bound(free: f64, (low, high): (f64, f64)) -> f64 {
    low + (high - low) / (1.0 + (-free).exp())
}

fn bound_slope(free: f64, (low, high): (f64, f64)) -> f64 {
    let share = 1.0 / (1.0 + (-free).exp());
    (high - low) * share * (1.0 - share)
}

fn unbound(value: f64, (low, high): (f64, f64)) -> f64 {
    let share = ((value - low) / (high - low)).clamp(1e-3, 1.0 - 1e-3);
    (share / (1.0 - share)).ln()
}

/// Whether a scaled series has only values that products allow.
pub(crate) fn allows_products(series: &[f64]) -> bool {
    series.iter().all(|value| value.is_nan() || *value > 0.0)
}
