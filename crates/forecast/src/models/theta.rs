//! The theta models: standard, optimised and dynamic optimised (Fiorucci et al. 2016, after V. Assimakopoulos and
//! K. Nikolopoulos, "The theta model", International Journal of Forecasting 16 (2000)).

mod recursion;

use std::f64::consts::TAU;
use std::fmt;
use std::str::FromStr;

pub use recursion::Line;

use crate::forecast::errors_of_linear;
use crate::model::{FittedModel, Likelihood};
use crate::transform::scaling::ScaledSeries;
use crate::transform::season::Season;
use crate::{ForecastError, optimise::minimise};
use recursion::{Fitted, Parameters, State};

/// Bounds of the weight of a new value, and of theta (section 4.1 there).
const ALPHA: (f64, f64) = (0.01, 0.99);
const LARGEST_THETA: f64 = 1e4;
/// The weights of a new value that a search may start from, through the logistic function: the best of these.
const STARTS: [f64; 5] = [-4.0, -2.5, -1.0, 0.5, 2.5];
/// The most steps of a search.
const MOST_STEPS: u64 = 30;

/// Which of the theta models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ThetaForm {
    /// Whether the line grows with each value.
    pub line: Line,
    /// Whether theta is estimated; it is 2 otherwise.
    pub optimised: bool,
}

impl ThetaForm {
    /// The standard theta model: `theta`.
    pub const STANDARD: Self = Self { line: Line::Static, optimised: false };
    /// The optimised theta model: `optimised-theta`.
    pub const OPTIMISED: Self = Self { line: Line::Static, optimised: true };
    /// The dynamic standard theta model: `dynamic-theta`.
    pub const DYNAMIC: Self = Self { line: Line::Dynamic, optimised: false };
    /// The dynamic optimised theta model: `dynamic-optimised-theta`.
    pub const DYNAMIC_OPTIMISED: Self = Self { line: Line::Dynamic, optimised: true };
    /// All four.
    pub const ALL: [Self; 4] = [Self::STANDARD, Self::OPTIMISED, Self::DYNAMIC, Self::DYNAMIC_OPTIMISED];

    const fn text(self) -> &'static str {
        match (self.line, self.optimised) {
            (Line::Static, false) => "theta",
            (Line::Static, true) => "optimised-theta",
            (Line::Dynamic, false) => "dynamic-theta",
            (Line::Dynamic, true) => "dynamic-optimised-theta",
        }
    }
}

impl fmt::Display for ThetaForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}

impl FromStr for ThetaForm {
    type Err = ForecastError;

    fn from_str(text: &str) -> Result<Self, ForecastError> {
        let name = text.trim().to_ascii_lowercase();
        let form = Self::ALL.into_iter().find(|form| form.text() == name);
        form.ok_or_else(|| ForecastError::ModelSyntax { text: text.to_owned() })
    }
}

/// A theta model of one series.
#[derive(Debug, Clone)]
pub struct Theta {
    form: ThetaForm,
    season: Option<Season>,
    scale: f64,
    parameters: Parameters,
    state: State,
    /// The index, in seasons, of the period after the last.
    next: usize,
    sigma: f64,
    fitted: Vec<f64>,
    likelihood: Likelihood,
}

impl Theta {
    /// Fits one of the models. A season of `season` periods is taken out first where the series shows one.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`] and
    /// [`ForecastError::ValueTooLarge`].
    pub fn fit(form: ThetaForm, series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let prepared = Prepared::new(series, season)?;
        Ok(Self::fit_prepared(form, series, &prepared))
    }

    /// The model of the four with the least error one period ahead.
    pub fn auto(series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let prepared = Prepared::new(series, season)?;
        let models = ThetaForm::ALL.map(|form| Self::fit_prepared(form, series, &prepared));
        let best = models.into_iter().min_by(|one, other| one.sigma.total_cmp(&other.sigma));
        best.ok_or(ForecastError::LikelihoodUndefined)
    }

    fn fit_prepared(form: ThetaForm, series: &[f64], prepared: &Prepared) -> Self {
        let first = prepared.first;
        let read = |free: &[f64]| Parameters {
            level: first + free[0],
            alpha: logistic(free[1], ALPHA),
            theta: if form.optimised { 1.0 + free[2].exp().min(LARGEST_THETA) } else { 2.0 },
        };
        let cost = |free: &[f64]| prepared.error(form, read(free));
        // The cost may have several valleys along alpha: the search starts in the lowest of five.
        let starts =
            STARTS.map(|alpha| if form.optimised { vec![0.0, alpha, 0.0] } else { vec![0.0, alpha] });
        let costs = starts.map(|start| (cost(&start), start));
        let [first, others @ ..] = costs;
        let (_, start) =
            others.into_iter().fold(first, |best, next| if next.0 < best.0 { next } else { best });
        let found = minimise::minimise_closely(&cost, &start, MOST_STEPS);
        let free = found.map_or(start, |minimum| minimum.point);
        Self::new(form, series, prepared, read(&free))
    }

    fn new(form: ThetaForm, series: &[f64], prepared: &Prepared, parameters: Parameters) -> Self {
        let mut state = prepared.start(form, parameters);
        let mut fitted = Vec::with_capacity(series.len());
        let (mut square, mut count) = (0.0, 0_usize);
        for (index, &value) in prepared.values.iter().enumerate() {
            let expected = state.expected(parameters);
            let seasonal = prepared.season.as_ref().map_or(expected, |season| season.into(index, expected));
            fitted.push(seasonal * prepared.scale);
            if !value.is_nan() {
                let error = series[index] / prepared.scale - seasonal;
                square += error * error;
                count += 1;
            }
            state.take(if value.is_nan() { expected } else { value }, parameters);
        }
        // Level, alpha and sigma, and theta where it is estimated.
        let parameter_count = 3 + usize::from(form.optimised);
        let counted = count as f64;
        let variance = (square / counted).max(f64::MIN_POSITIVE);
        let log = -0.5 * counted * ((TAU * variance).ln() + 1.0) - counted * prepared.scale.ln();
        Self {
            form,
            season: prepared.season.clone(),
            scale: prepared.scale,
            parameters,
            state,
            next: series.len(),
            sigma: (square / (counted - 3.0).max(1.0)).sqrt(),
            fitted,
            likelihood: Likelihood { log, parameters: parameter_count, count },
        }
    }

    /// The form.
    pub fn form(&self) -> ThetaForm {
        self.form
    }
}

impl FittedModel for Theta {
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
        let mut state = self.state;
        let values = shocks.iter().enumerate().map(|(ahead, shock)| {
            let expected = state.expected(self.parameters);
            let put_back = |value: f64| match &self.season {
                Some(season) => season.into(self.next + ahead, value),
                None => value,
            };
            // Shocks are errors of the whole value; the level learns from it without its season.
            let value = put_back(expected) + shock * self.sigma;
            let combined = match &self.season {
                Some(season) => season.out_of(self.next + ahead, value),
                None => value,
            };
            state.take(combined, self.parameters);
            value * self.scale
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
        vec![
            ("alpha".to_owned(), self.parameters.alpha),
            ("theta".to_owned(), self.parameters.theta),
            ("level".to_owned(), self.parameters.level * self.scale),
            ("sigma".to_owned(), self.sigma * self.scale),
        ]
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let prepared = Prepared::with_season(series, self.season.clone(), self.scale);
        Box::new(Self::new(self.form, series, &prepared, self.parameters))
    }

    fn refitted(&self, series: &[f64]) -> Box<dyn FittedModel> {
        let season = self.season.as_ref().map_or(1, |season| season.factors.len());
        match Self::fit(self.form, series, season) {
            Ok(model) => Box::new(model),
            Err(_) => self.carried_to(series),
        }
    }
}

/// A series without its season, over the mean of its absolute values.
struct Prepared {
    values: Vec<f64>,
    season: Option<Season>,
    scale: f64,
    line: Fitted,
    first: f64,
}

impl Prepared {
    fn new(series: &[f64], season: usize) -> Result<Self, ForecastError> {
        let scaled = ScaledSeries::new(series)?;
        let season = Season::of(&scaled.values, season);
        Ok(Self::with_season(series, season, scaled.scale))
    }

    fn with_season(series: &[f64], season: Option<Season>, scale: f64) -> Self {
        let values: Vec<f64> = series
            .iter()
            .enumerate()
            .map(|(index, value)| match &season {
                Some(season) => season.out_of(index, value / scale),
                None => value / scale,
            })
            .collect();
        let first = values.iter().copied().find(|value| !value.is_nan()).unwrap_or(0.0);
        Self { line: Fitted::of(&values), values, season, scale, first }
    }

    fn start(&self, form: ThetaForm, parameters: Parameters) -> State {
        State::new(form.line, self.line, self.first, parameters)
    }

    /// The logarithm of the mean square of the errors one period ahead.
    fn error(&self, form: ThetaForm, parameters: Parameters) -> f64 {
        let mut state = self.start(form, parameters);
        let (mut square, mut count) = (0.0, 0_usize);
        for &value in &self.values {
            let expected = state.expected(parameters);
            if value.is_nan() {
                state.take(expected, parameters);
            } else {
                square += (value - expected).powi(2);
                count += 1;
                state.take(value, parameters);
            }
        }
        (square / count.max(1) as f64).max(f64::MIN_POSITIVE).ln()
    }
}

fn logistic(free: f64, (low, high): (f64, f64)) -> f64 {
    low + (high - low) / (1.0 + (-free).exp())
}
