//! Complex exponential smoothing (I. Svetunkov, N. Kourentzes, J. K. Ord, "Complex exponential smoothing", Naval
//! Research Logistics 69 (2022)).
//!
//! A level and the information still hidden in it are smoothed together as the two parts of a complex number. Its
//! states before the first value are found by smoothing backwards over the series, and are not counted as parameters.

use std::f64::consts::TAU;
use std::fmt;

use crate::ForecastError;
use crate::forecast::errors_of_linear;
use crate::model::{FittedModel, Likelihood};
use crate::optimise::minimise;
use crate::transform::scaling::ScaledSeries;
use crate::transform::season;

/// The most points that a search tries.
const MOST_POINTS: usize = 100;
/// The bounds of the level's weights, and of a season's.
const LEAST_WEIGHT: f64 = 0.01;
const REAL: (f64, f64) = (LEAST_WEIGHT, 1.8);
const IMAGINARY: (f64, f64) = (LEAST_WEIGHT, 1.9);
const OF_SEASON: (f64, f64) = (LEAST_WEIGHT, 1.5);
/// The hidden part beside the level, before anything is known of it.
const HIDDEN: f64 = 1.0 / 1.1;
/// How many first values the first level is estimated from.
const VALUES: usize = 10;

/// How complex smoothing treats a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CesForm {
    /// No season: `ces(N)`.
    None,
    /// A level for each period of the season: `ces(S)`.
    Simple,
    /// A level, and a real number for each period of the season: `ces(P)`.
    Partial,
    /// A level, and a complex number for each period of the season: `ces(F)`.
    Full,
}

impl CesForm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Simple, Self::Partial, Self::Full];

    /// The smoothing weights where a search starts. A season in full mostly moves as little as its weights there say;
    /// from weights as large as those of the level, a search ends behind a hill.
    fn first(self) -> &'static [f64] {
        match self {
            Self::None | Self::Simple => &[1.3, 1.0],
            Self::Partial => &[1.3, 1.0, 0.1],
            Self::Full => &[1.3, 1.0, 1.02, 1.0],
        }
    }
}

impl fmt::Display for CesForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "ces(N)",
            Self::Simple => "ces(S)",
            Self::Partial => "ces(P)",
            Self::Full => "ces(F)",
        })
    }
}

/// A complex exponential smoothing model of one series.
#[derive(Debug, Clone)]
pub struct Ces {
    form: CesForm,
    weights: Vec<f64>,
    state: State,
    /// The place in the season of the period after the last.
    next: usize,
    scale: f64,
    sigma: f64,
    fitted: Vec<f64>,
    likelihood: Likelihood,
}

impl Ces {
    /// The form of the lowest AICc. Seasons of `season` periods are tried where the series holds two of them.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`] and
    /// [`ForecastError::ValueTooLarge`].
    pub fn auto(series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let scaled = ScaledSeries::new(series)?;
        let models = CesForm::ALL.into_iter().filter_map(|form| Self::search(form, &scaled, season));
        models
            .min_by(|one, other| one.likelihood.aicc().total_cmp(&other.likelihood.aicc()))
            .ok_or(ForecastError::LikelihoodUndefined)
    }

    /// Fits one form.
    ///
    /// # Errors
    ///
    /// Those of [`Self::auto`], and [`ForecastError::NotForSeries`] for a season that the series does not hold twice.
    pub fn fit(form: CesForm, series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let scaled = ScaledSeries::new(series)?;
        Self::search(form, &scaled, season).ok_or(ForecastError::NotForSeries { model: form.to_string() })
    }

    fn search(form: CesForm, scaled: &ScaledSeries, season: usize) -> Option<Self> {
        let season = if form == CesForm::None { 1 } else { season };
        if form != CesForm::None
            && (season < 2 || scaled.count() < 2 * season || scaled.values.len() <= 2 * season)
        {
            return None;
        }
        let first = State::first(form, &scaled.values, season);
        // One state for all points of the search, which would allocate a season each time.
        let room = std::cell::RefCell::new(first.clone());
        let cost = |weights: &[f64]| {
            if !are_usual(form, weights) || !are_stable(form, weights) {
                // The simplex knows no bounds: a point without a cost turns it back.
                return f64::NAN;
            }
            let mut state = room.borrow_mut();
            state.clone_from(&first);
            // The states before the first value depend on the weights: they are smoothed backwards anew for
            // each point.
            state.backcast(form, weights, &scaled.values);
            let mut square = 0.0;
            let mut count = 0_usize;
            state.forwards(form, weights, &scaled.values, |error, _| {
                if !error.is_nan() {
                    square += error * error;
                    count += 1;
                }
            });
            (square / count as f64).max(f64::MIN_POSITIVE).ln()
        };
        let found = minimise::nelder_mead_from(&cost, form.first(), MOST_POINTS)?;
        Some(Self::new(form, found.point, scaled, season))
    }

    fn new(form: CesForm, weights: Vec<f64>, scaled: &ScaledSeries, season: usize) -> Self {
        let values = &scaled.values;
        let mut state = State::first(form, values, season);
        state.backcast(form, &weights, values);
        let mut fitted = Vec::with_capacity(values.len());
        let (mut square, mut count) = (0.0, 0_usize);
        state.forwards(form, &weights, values, |error, expected| {
            fitted.push(expected * scaled.scale);
            if !error.is_nan() {
                square += error * error;
                count += 1;
            }
        });
        let parameters = weights.len() + 1;
        let counted = count as f64;
        let variance = (square / counted).max(f64::MIN_POSITIVE);
        // Normal errors with their variance concentrated out; the scale puts the density back in units of the series.
        let log = -0.5 * counted * ((TAU * variance).ln() + 1.0) - counted * scaled.scale.ln();
        // Unbiased for the intervals; the likelihood has its own variance.
        let sigma = (square / (counted - weights.len() as f64).max(1.0)).sqrt();
        let next = values.len() % season;
        let likelihood = Likelihood { log, parameters, count };
        Self { form, weights, state, next, scale: scaled.scale, sigma, fitted, likelihood }
    }

    /// The form.
    pub fn form(&self) -> CesForm {
        self.form
    }
}

impl FittedModel for Ces {
    fn name(&self) -> String {
        self.form.to_string()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        self.path(&vec![0.0; horizon])
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        let mut state = self.state.clone();
        let season = state.season();
        let values = shocks.iter().enumerate().map(|(ahead, shock)| {
            let at = (self.next + ahead) % season;
            let expected = state.expected(self.form, at);
            let error = shock * self.sigma;
            state.take(self.form, &self.weights, at, error);
            (expected + error) * self.scale
        });
        values.collect()
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        errors_of_linear(self, horizon)
    }

    fn likelihood(&self) -> Option<Likelihood> {
        Some(self.likelihood)
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        let names: &[&str] = match self.form {
            CesForm::None | CesForm::Simple => &["alpha0", "alpha1"],
            CesForm::Partial => &["alpha0", "alpha1", "beta"],
            CesForm::Full => &["alpha0", "alpha1", "beta0", "beta1"],
        };
        let weights = names.iter().zip(&self.weights).map(|(name, weight)| ((*name).to_owned(), *weight));
        weights.chain([("sigma".to_owned(), self.sigma * self.scale)]).collect()
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let scaled = ScaledSeries::by(series, self.scale);
        Box::new(Self::new(self.form, self.weights.clone(), &scaled, self.state.season()))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        match Self::fit(self.form, series, self.state.season()) {
            Ok(model) => Box::new(model),
            Err(_) => self.carried_to(series),
        }
    }
}

/// Whether the weights are inside the bounds that they are looked for in: beyond them a level runs after every value.
fn are_usual(form: CesForm, weights: &[f64]) -> bool {
    let inside = |(low, high): (f64, f64), weight: f64| (low..=high).contains(&weight);
    let level = inside(REAL, weights[0]) && inside(IMAGINARY, weights[1]);
    let season = match form {
        CesForm::None | CesForm::Simple => true,
        CesForm::Partial => weights[2] >= LEAST_WEIGHT,
        CesForm::Full => inside(OF_SEASON, weights[2]) && inside(OF_SEASON, weights[3]),
    };
    level && season
}

/// Whether what a value leaves behind dies away: both roots of the discount matrix lie inside the unit circle (section
/// 3.2 there). A real weight lies between 0 and 1.
fn are_stable(form: CesForm, weights: &[f64]) -> bool {
    let pair = |real: f64, imaginary: f64| {
        let (level, hidden) = (1.0 - real + imaginary, 1.0 - real);
        let determinant = level * hidden - (imaginary - 1.0) * (1.0 - real - imaginary);
        // Jury's conditions for the two roots of r^2 - trace r + determinant.
        determinant.abs() < 1.0 && (level + hidden).abs() < 1.0 + determinant
    };
    let level = pair(weights[0], weights[1]);
    match form {
        CesForm::None | CesForm::Simple => level,
        CesForm::Partial => level && (0.0..1.0).contains(&weights[2]),
        CesForm::Full => level && pair(weights[2], weights[3]),
    }
}

/// Level and hidden part; one of each for the whole series, or for each period of the season.
#[derive(Debug, Clone, Copy, Default)]
struct Pair {
    level: f64,
    hidden: f64,
}

impl Pair {
    fn of(level: f64) -> Self {
        Self { level, hidden: level * HIDDEN }
    }

    /// Equations 11 and 12 there.
    fn take(&mut self, real: f64, imaginary: f64, error: f64) {
        let Self { level, hidden } = *self;
        self.level = level - (1.0 - imaginary) * hidden + (real - imaginary) * error;
        self.hidden = level + (1.0 - real) * hidden + (real + imaginary) * error;
    }
}

#[derive(Debug)]
struct State {
    /// The level; unused in the simple form.
    whole: Pair,
    /// One for each period of the season, from the period of the first value; a single unused one without season.
    periods: Vec<Pair>,
}

impl Clone for State {
    fn clone(&self) -> Self {
        Self { whole: self.whole, periods: self.periods.clone() }
    }

    fn clone_from(&mut self, other: &Self) {
        self.whole = other.whole;
        self.periods.clone_from(&other.periods);
    }
}

impl State {
    fn first(form: CesForm, values: &[f64], season: usize) -> Self {
        let mean = |values: &[f64]| {
            let present = values.iter().filter(|value| !value.is_nan());
            let count = present.clone().count();
            (count > 0).then(|| present.sum::<f64>() / count as f64)
        };
        let known = values.len().min(VALUES.max(season));
        let level = mean(&values[..known]).or_else(|| mean(values)).unwrap_or(0.0);
        let periods: Vec<Pair> = match form {
            CesForm::None => vec![Pair::default()],
            CesForm::Simple => (0..season)
                .map(|at| values.get(at).copied().filter(|value| !value.is_nan()).unwrap_or(level))
                .map(Pair::of)
                .collect(),
            CesForm::Partial | CesForm::Full => {
                let found = season::additive_factors(values, season);
                found.unwrap_or_else(|| vec![0.0; season]).into_iter().map(Pair::of).collect()
            }
        };
        Self { whole: Pair::of(level), periods }
    }

    fn season(&self) -> usize {
        self.periods.len()
    }

    #[inline]
    fn expected(&self, form: CesForm, at: usize) -> f64 {
        match form {
            CesForm::None => self.whole.level,
            CesForm::Simple => self.periods[at].level,
            CesForm::Partial | CesForm::Full => self.whole.level + self.periods[at].level,
        }
    }

    /// A value less its expectation. The level is taken off last: each step waits for that of the step before.
    #[inline]
    fn error(&self, form: CesForm, at: usize, value: f64) -> f64 {
        match form {
            CesForm::None => value - self.whole.level,
            CesForm::Simple => value - self.periods[at].level,
            CesForm::Partial | CesForm::Full => (value - self.periods[at].level) - self.whole.level,
        }
    }

    #[inline]
    fn take(&mut self, form: CesForm, weights: &[f64], at: usize, error: f64) {
        match form {
            CesForm::None => self.whole.take(weights[0], weights[1], error),
            CesForm::Simple => self.periods[at].take(weights[0], weights[1], error),
            CesForm::Partial => {
                self.whole.take(weights[0], weights[1], error);
                self.periods[at].level += weights[2] * error;
            }
            CesForm::Full => {
                self.whole.take(weights[0], weights[1], error);
                self.periods[at].take(weights[2], weights[3], error);
            }
        }
    }

    /// Smooths over the series from its first value to its last and back, which leaves the states before the first.
    fn backcast(&mut self, form: CesForm, weights: &[f64], values: &[f64]) {
        self.forwards(form, weights, values, |_, _| {});
        let season = self.season();
        let mut at = values.len() % season;
        for &value in values.iter().rev() {
            at = if at == 0 { season - 1 } else { at - 1 };
            self.step(form, weights, at, value);
        }
    }

    /// Smooths over the series, and calls `see` with the error (NaN for a missing value) and the value expected.
    fn forwards(&mut self, form: CesForm, weights: &[f64], values: &[f64], mut see: impl FnMut(f64, f64)) {
        let season = self.season();
        let mut at = 0;
        for &value in values {
            let expected = self.expected(form, at);
            see(self.step(form, weights, at, value), expected);
            at = if at + 1 == season { 0 } else { at + 1 };
        }
    }

    /// Takes a value, and gives its error: nothing is learned from a missing one.
    #[inline]
    fn step(&mut self, form: CesForm, weights: &[f64], at: usize, value: f64) -> f64 {
        // Of the value, which is known beforehand: of the error, the next step would wait for the answer.
        if value.is_nan() {
            self.take(form, weights, at, 0.0);
            return f64::NAN;
        }
        let error = self.error(form, at, value);
        self.take(form, weights, at, error);
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(count: usize) -> Vec<f64> {
        (0..count).map(|day| 100.0 + [30.0, -10.0, -20.0][day % 3] + (day * day % 11) as f64).collect()
    }

    #[test]
    fn a_season_is_found_and_goes_on() {
        let model = Ces::auto(&wave(60), 3).unwrap();
        assert_ne!(model.form(), CesForm::None);
        let ahead = model.mean(3);
        assert!(ahead[0] > ahead[1] && ahead[1] > ahead[2], "{ahead:?}");
    }

    #[test]
    fn values_are_what_was_expected_and_the_residuals() {
        let series = wave(40);
        let model = Ces::fit(CesForm::Partial, &series, 3).unwrap();
        assert_eq!(model.fitted().len(), series.len());
        assert!((model.carried_to(&series).mean(1)[0] - model.mean(1)[0]).abs() < 1e-9);
    }

    #[test]
    fn a_past_shorter_than_a_season_carries_the_model_on() {
        let model = Ces::fit(CesForm::Simple, &wave(60), 3).unwrap();
        assert!(model.carried_to(&[100.0]).mean(3).iter().all(|mean| mean.is_finite()));
    }

    #[test]
    fn a_season_that_the_series_does_not_hold_twice_is_refused() {
        let refused = Ces::fit(CesForm::Full, &wave(5), 3);
        assert!(matches!(refused, Err(ForecastError::NotForSeries { .. })));
    }
}
