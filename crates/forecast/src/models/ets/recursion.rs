//! The recursion of exponential smoothing over a series, and the slope of its cost by running it backwards.
//!
//! Written with the one-step error `r = y - m` (`m` being the value expected), the states move alike whether the error
//! is additive or multiplicative (Hyndman et al. 2008, tables 2.2 and 2.3): only the likelihood distinguishes them.
//!
//! ```text
//! q = l + phi b          m = q + s       l' = q + alpha r      b' = phi b + beta r      s' = s + gamma r
//! with a season by product   m = q s      l' = q + alpha r/s    b' = phi b + beta r/s    s' = s + gamma r/q
//! ```

use super::form::{EtsForm, Trend};
use crate::mode::Mode;

/// Levels, seasons and expected values that products divide by must stay above this, in units of the scaled series.
const LEAST_DIVISOR: f64 = 1e-6;

/// Smoothing parameters and the states before the first value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct States {
    /// `l`, in units of the series.
    pub(crate) level: f64,
    /// `b`, in units of the series a period; zero without trend.
    pub(crate) slope: f64,
    /// `s`, that of the next period first; empty without season.
    pub(crate) season: Vec<f64>,
}

/// The weights with which an error moves the states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Smoothing {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) gamma: f64,
    /// 1 without damping.
    pub(crate) phi: f64,
}

/// What one period was before its value moved it.
#[derive(Debug, Clone, Copy)]
struct Step {
    slope: f64,
    base: f64,
    season: f64,
    error: f64,
}

/// The derivatives of a cost by everything that it depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slopes {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) gamma: f64,
    pub(crate) phi: f64,
    pub(crate) level: f64,
    pub(crate) slope: f64,
    pub(crate) season: Vec<f64>,
}

/// The room that runs over one series share.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    steps: Vec<Step>,
    season: Vec<f64>,
    slopes: Slopes,
}

/// The sums that a likelihood is made of.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    square: f64,
    log: f64,
    count: usize,
}

impl Sums {
    /// `-2 log L / n` without its constant, the variance being concentrated out: `log(sum e^2 / n)`, and for a
    /// multiplicative error `+ 2/n sum log |m|` (Hyndman et al. 2008, equation 5.3). NaN where a product has nothing
    /// to divide by.
    fn cost(self) -> f64 {
        let count = self.count as f64;
        (self.square / count).max(f64::MIN_POSITIVE).ln() + 2.0 * self.log / count
    }
}

/// A form beside its series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'a> {
    pub(crate) form: EtsForm,
    pub(crate) series: &'a [f64],
}

impl Form<'_> {
    fn multiplies_season(&self) -> bool {
        self.form.season == Some(Mode::Multiplicative)
    }

    /// Runs over the series from `states`, which end as those after its last value, and calls `see` with the value
    /// expected and the error of each period (NaN where the value is missing). `None` where a product has nothing to
    /// divide by.
    pub(crate) fn run(
        &self,
        smoothing: Smoothing,
        states: &mut States,
        mut see: impl FnMut(f64, f64),
    ) -> Option<()> {
        let Smoothing { alpha, beta, gamma, phi } = smoothing;
        let period = states.season.len();
        let mut at = 0;
        for &value in self.series {
            let base = states.level + phi * states.slope;
            let season = if period > 0 { states.season[at] } else { 0.0 };
            let multiplied = self.multiplies_season();
            let expected = if multiplied { base * season } else { base + season };
            if self.form.has_product() && expected < LEAST_DIVISOR {
                return None;
            }
            let error = value - expected;
            see(expected, error);
            // A missing value moves no state: its error is expected to be zero.
            let error = if error.is_nan() { 0.0 } else { error };
            let (by_season, by_base) =
                if multiplied { (error / season, error / base) } else { (error, error) };
            states.level = base + alpha * by_season;
            states.slope = phi * states.slope + beta * by_season;
            if period > 0 {
                states.season[at] = season + gamma * by_base;
                at = if at + 1 == period { 0 } else { at + 1 };
            }
        }
        states.season.rotate_left(at);
        Some(())
    }

    /// The cost of smoothing parameters and states, see [`Sums::cost`], and its derivatives on the tape.
    pub(crate) fn cost(&self, smoothing: Smoothing, states: &States, tape: &mut Tape) -> f64 {
        match self.forward(smoothing, states, tape) {
            Some(sums) if sums.count > 0 => {
                self.backward(smoothing, sums, tape);
                sums.cost()
            }
            _ => f64::NAN,
        }
    }

    fn forward(&self, smoothing: Smoothing, states: &States, tape: &mut Tape) -> Option<Sums> {
        let Smoothing { alpha, beta, gamma, phi } = smoothing;
        let relative = self.form.error == Mode::Multiplicative;
        let multiplied = self.multiplies_season();
        let (mut level, mut slope) = (states.level, states.slope);
        tape.season.clone_from(&states.season);
        tape.steps.clear();
        let period = tape.season.len();
        let mut at = 0;
        let mut sums = Sums::default();
        // A running product of expected values takes one logarithm for many.
        let mut product = 1.0_f64;
        for &value in self.series {
            let base = level + phi * slope;
            let season = if period > 0 { tape.season[at] } else { 0.0 };
            let expected = if multiplied { base * season } else { base + season };
            if self.form.has_product() && !(expected >= LEAST_DIVISOR && base >= LEAST_DIVISOR) {
                return None;
            }
            let mut error = value - expected;
            if error.is_nan() {
                error = 0.0;
                tape.steps.push(Step { slope, base, season, error: f64::NAN });
            } else {
                tape.steps.push(Step { slope, base, season, error });
                sums.count += 1;
                if relative {
                    let share = error / expected;
                    sums.square += share * share;
                    product *= expected;
                    if !(1e-200..1e200).contains(&product) {
                        sums.log += product.ln();
                        product = 1.0;
                    }
                } else {
                    sums.square += error * error;
                }
            }
            let (by_season, by_base) =
                if multiplied { (error / season, error / base) } else { (error, error) };
            level = base + alpha * by_season;
            slope = phi * slope + beta * by_season;
            if period > 0 {
                tape.season[at] = season + gamma * by_base;
                at = if at + 1 == period { 0 } else { at + 1 };
            }
        }
        sums.log += product.ln();
        (sums.square.is_finite() && sums.log.is_finite()).then_some(sums)
    }

    /// The chain rule, from the last period to the first: `d_x` is the derivative of the cost by `x`.
    fn backward(&self, smoothing: Smoothing, sums: Sums, tape: &mut Tape) {
        let Smoothing { alpha, beta, gamma, phi } = smoothing;
        let relative = self.form.error == Mode::Multiplicative;
        let multiplied = self.multiplies_season();
        let period = tape.season.len();
        let slopes = &mut tape.slopes;
        let (mut d_alpha, mut d_beta, mut d_gamma, mut d_phi) = (0.0, 0.0, 0.0, 0.0);
        let (mut d_level, mut d_slope) = (0.0, 0.0);
        slopes.season.clear();
        slopes.season.resize(period, 0.0);
        // The derivatives of `log(sum e²)` and of `2/n sum log |m|`, by the sum and by one logarithm.
        let by_square = 1.0 / sums.square.max(f64::MIN_POSITIVE);
        let by_log = 2.0 / sums.count as f64;
        let mut at = if period > 0 { tape.steps.len() % period } else { 0 };
        for step in tape.steps.iter().rev() {
            let Step { slope, base, season, error } = *step;
            if period > 0 {
                at = if at == 0 { period - 1 } else { at - 1 };
            }
            let d_season = if period > 0 { slopes.season[at] } else { 0.0 };
            // `l' = q + …` and `s' = s + …`: the states after a period follow those before it one to one.
            let (mut d_base, mut d_season_before) = (d_level, d_season);
            if !error.is_nan() {
                let (by_season, by_base, d_error);
                if multiplied {
                    by_season = error / season;
                    by_base = error / base;
                    // `r/s` moves level and slope, `r/q` the season; both fall as their divisors grow.
                    let d_by_season = alpha * d_level + beta * d_slope;
                    let d_by_base = gamma * d_season;
                    d_error = d_by_season / season + d_by_base / base;
                    d_season_before -= d_by_season * by_season / season;
                    d_base -= d_by_base * by_base / base;
                } else {
                    by_season = error;
                    by_base = error;
                    d_error = alpha * d_level + beta * d_slope + gamma * d_season;
                }
                // Each weight multiplies the part of the error that moved its state.
                d_alpha += by_season * d_level;
                d_beta += by_season * d_slope;
                d_gamma += by_base * d_season;
                let expected = if multiplied { base * season } else { base + season };
                // The cost also sees the expected value itself: `e = (y - m) / m` and `log m`, or `e = y -
                // m`.
                let direct = if relative {
                    let value = expected + error;
                    let share = error / expected;
                    -2.0 * share * value / (expected * expected) * by_square + by_log / expected
                } else {
                    -2.0 * error * by_square
                };
                // `r = y - m`.
                let d_expected = direct - d_error;
                if multiplied {
                    // `m = q s`, or `q + s`.
                    d_base += d_expected * season;
                    d_season_before += d_expected * base;
                } else {
                    d_base += d_expected;
                    d_season_before += d_expected;
                }
            }
            // `q = l + phi b` and `b' = phi b + …` see the slope through phi alone.
            d_phi += slope * (d_slope + d_base);
            d_slope = phi * (d_slope + d_base);
            d_level = d_base;
            if period > 0 {
                slopes.season[at] = d_season_before;
            }
        }
        slopes.alpha = d_alpha;
        slopes.beta = d_beta;
        slopes.gamma = d_gamma;
        slopes.phi = d_phi;
        slopes.level = d_level;
        slopes.slope = if self.form.trend == Trend::None { 0.0 } else { d_slope };
    }
}

impl Tape {
    pub(crate) fn slopes(&self) -> &Slopes {
        &self.slopes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(form: EtsForm) -> (Smoothing, States) {
        let smoothing = Smoothing {
            alpha: 0.3,
            beta: if form.trend == Trend::None { 0.0 } else { 0.05 },
            gamma: if form.season.is_some() { 0.2 } else { 0.0 },
            phi: if form.trend == Trend::Damped { 0.9 } else { 1.0 },
        };
        let season = match form.season {
            None => vec![],
            Some(Mode::Additive) => vec![0.2, -0.1, -0.1],
            Some(Mode::Multiplicative) => vec![1.2, 0.9, 0.9],
        };
        let slope = if form.trend == Trend::None { 0.0 } else { 0.02 };
        (smoothing, States { level: 1.1, slope, season })
    }

    #[test]
    fn the_slope_run_backwards_is_the_one_by_differences() {
        let mut series = vec![1.0, 1.4, 0.8, 1.1, 1.5, 0.9, 1.2, 1.3, 1.0, 1.1, 1.7, 0.8];
        series[4] = f64::NAN;
        for form in EtsForm::allowed(true, true) {
            let problem = Form { form, series: &series };
            let (smoothing, states) = setting(form);
            let mut tape = Tape::default();
            problem.cost(smoothing, &states, &mut tape);
            let exact = tape.slopes().clone();
            let step = 1e-6;
            let by_difference = |change: &dyn Fn(&mut Smoothing, &mut States, f64)| {
                let cost = |step: f64| {
                    let (mut smoothing, mut states) = (smoothing, states.clone());
                    change(&mut smoothing, &mut states, step);
                    problem.cost(smoothing, &states, &mut Tape::default())
                };
                (cost(step) - cost(-step)) / (2.0 * step)
            };
            let mut checked = vec![
                (exact.alpha, by_difference(&|smoothing, _, step| smoothing.alpha += step)),
                (exact.level, by_difference(&|_, states, step| states.level += step)),
            ];
            if form.trend != Trend::None {
                checked.push((exact.beta, by_difference(&|smoothing, _, step| smoothing.beta += step)));
                checked.push((exact.phi, by_difference(&|smoothing, _, step| smoothing.phi += step)));
                checked.push((exact.slope, by_difference(&|_, states, step| states.slope += step)));
            }
            if form.season.is_some() {
                checked.push((exact.gamma, by_difference(&|smoothing, _, step| smoothing.gamma += step)));
                for index in 0..3 {
                    let moved = by_difference(&|_, states, step| states.season[index] += step);
                    checked.push((exact.season[index], moved));
                }
            }
            for (exact, by_difference) in checked {
                // What central differences of this step leave of their digits.
                assert!(
                    (exact - by_difference).abs() < 1e-6 * (1.0 + exact.abs()),
                    "{form}: {checked:?}",
                    checked = (exact, by_difference)
                );
            }
        }
    }
}
