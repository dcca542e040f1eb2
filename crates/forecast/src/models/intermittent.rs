//! Products that sell on some days only.
//!
//! - J. D. Croston, "Forecasting and stock control for intermittent demands", Operational Research Quarterly 23 (1972).
//! - A. A. Syntetos, J. E. Boylan, "The accuracy of intermittent demand estimates", International Journal of
//!   Forecasting 21 (2005): the approximation that takes out Croston's bias (SBA).
//! - R. H. Teunter, A. A. Syntetos, M. Z. Babai, "Intermittent demand: linking forecasting to inventory obsolescence",
//!   European Journal of Operational Research 214 (2011): TSB.
//! - K. Nikolopoulos et al., "An aggregate-disaggregate intermittent demand approach (ADIDA)", Journal of the
//!   Operational Research Society 62 (2011); F. Petropoulos, N. Kourentzes, "Forecast combinations for intermittent
//!   demand", the same 66 (2015): IMAPA.

use std::fmt;

use crate::ForecastError;
use crate::model::{FittedModel, Likelihood};
use crate::optimise::minimise;
use crate::series::{check, present};

/// The weight of a new demand and of a new interval, as the literature has it (Syntetos and Boylan 2005, section 4).
const CROSTON_WEIGHT: f64 = 0.1;
/// The weights of a new demand and of a new period with or without one.
const TSB_WEIGHTS: (f64, f64) = (0.1, 0.1);
/// The most points that the search of a weight tries.
const MOST_POINTS: usize = 60;

/// How a slow product is forecast: always the same expected demand a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IntermittentForm {
    /// Smoothed demand over smoothed interval.
    Croston,
    /// The same less its bias.
    Sba,
    /// Smoothed demand times the smoothed chance of one, which falls while nothing sells.
    Tsb,
    /// Smoothed sums of as many periods as lie between two demands.
    Adida,
    /// The mean of such forecasts over all lengths of sums up to that one.
    Imapa,
}

impl IntermittentForm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Croston, Self::Sba, Self::Tsb, Self::Adida, Self::Imapa];
}

impl fmt::Display for IntermittentForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Croston => "croston",
            Self::Sba => "sba",
            Self::Tsb => "tsb",
            Self::Adida => "adida",
            Self::Imapa => "imapa",
        })
    }
}

/// A forecast of one slow product.
#[derive(Debug, Clone)]
pub struct Intermittent {
    form: IntermittentForm,
    expected: f64,
    sigma: f64,
    fitted: Vec<f64>,
}

impl Intermittent {
    /// Fits one of the forms; missing periods do not count.
    ///
    /// # Errors
    ///
    /// [`ForecastError::SeriesTooShort`] without any value, [`ForecastError::ValueInfinite`] and
    /// [`ForecastError::ValueTooLarge`].
    pub fn fit(form: IntermittentForm, series: &[f64]) -> Result<Self, ForecastError> {
        let observed = check(series)?;
        if observed == 0 {
            return Err(ForecastError::SeriesTooShort { needed: 1, observed });
        }
        Ok(Self::run(form, series))
    }

    fn run(form: IntermittentForm, series: &[f64]) -> Self {
        let values: Vec<f64> = present(series).collect();
        let ahead = match form {
            IntermittentForm::Croston => croston(&values, 1.0),
            // Croston's quotient is too high by half its weight (Syntetos and Boylan 2005).
            IntermittentForm::Sba => croston(&values, 1.0 - CROSTON_WEIGHT / 2.0),
            IntermittentForm::Tsb => tsb(&values),
            IntermittentForm::Adida => constant(&values, adida(&values, mean_interval(&values))),
            IntermittentForm::Imapa => {
                let longest = mean_interval(&values);
                let sum: f64 = (1..=longest).map(|length| adida(&values, length)).sum();
                constant(&values, sum / longest as f64)
            }
        };
        let mut expected = ahead.iter();
        let fitted: Vec<f64> = series
            .iter()
            .map(|value| if value.is_nan() { f64::NAN } else { expected.next().copied().unwrap_or(f64::NAN) })
            .collect();
        let errors: Vec<f64> = series.iter().zip(&fitted).map(|(value, fitted)| value - fitted).collect();
        let square: f64 = present(&errors).map(|error| error * error).sum();
        let sigma = (square / present(&errors).count().max(1) as f64).sqrt();
        Self { form, expected: ahead.last().copied().unwrap_or(0.0), sigma, fitted }
    }

    /// The form.
    pub fn form(&self) -> IntermittentForm {
        self.form
    }
}

/// The expectation before each value and after the last.
fn croston(values: &[f64], share: f64) -> Vec<f64> {
    let mut ahead = Vec::with_capacity(values.len() + 1);
    let mut smoothed: Option<(f64, f64)> = None;
    let mut since = 1.0;
    for &value in values {
        ahead.push(smoothed.map_or(0.0, |(demand, interval)| share * demand / interval));
        if value == 0.0 {
            since += 1.0;
            continue;
        }
        // The first demand is its own mean, and the wait for it the first interval.
        let (demand, interval) = smoothed.unwrap_or((value, since));
        let weight = CROSTON_WEIGHT;
        smoothed = Some((demand + weight * (value - demand), interval + weight * (since - interval)));
        since = 1.0;
    }
    ahead.push(smoothed.map_or(0.0, |(demand, interval)| share * demand / interval));
    ahead
}

fn tsb(values: &[f64]) -> Vec<f64> {
    let (by_demand, by_chance) = TSB_WEIGHTS;
    let demands = values.iter().filter(|value| **value != 0.0).count();
    let mut chance = demands as f64 / values.len() as f64;
    let mut demand = values.iter().copied().find(|value| *value != 0.0).unwrap_or(0.0);
    let mut ahead = vec![chance * demand];
    for &value in values {
        if value == 0.0 {
            // Unlike Croston's interval, the chance falls with every period without demand: what has stopped
            // selling fades.
            chance -= by_chance * chance;
        } else {
            demand += by_demand * (value - demand);
            chance += by_chance * (1.0 - chance);
        }
        ahead.push(chance * demand);
    }
    ahead
}

fn constant(values: &[f64], expected: f64) -> Vec<f64> {
    vec![expected; values.len() + 1]
}

/// The mean number of periods from one demand to the next, rounded.
fn mean_interval(values: &[f64]) -> usize {
    let demands = values.iter().filter(|value| **value != 0.0).count();
    if demands == 0 { 1 } else { (values.len() as f64 / demands as f64).round().max(1.0) as usize }
}

/// Sums of `length` periods, the last ending with the series, smoothed and spread evenly again.
fn adida(values: &[f64], length: usize) -> f64 {
    let first = values.len() % length;
    let sums: Vec<f64> = values[first..].chunks_exact(length).map(|chunk| chunk.iter().sum()).collect();
    smoothed(&sums) / length as f64
}

/// Simple exponential smoothing with the weight of the least squares one period ahead.
fn smoothed(values: &[f64]) -> f64 {
    let run = |weight: f64| {
        let mut level = values.first().copied().unwrap_or(0.0);
        let mut square = 0.0;
        for value in values {
            square += (value - level).powi(2);
            level += weight * (value - level);
        }
        (level, square)
    };
    let weight = |free: f64| 0.01 + 0.98 / (1.0 + (-free).exp());
    let scale = run(0.5).1;
    if scale <= 0.0 {
        return run(0.5).0;
    }
    let cost = |free: &[f64]| run(weight(free[0])).1 / scale;
    let found = minimise::nelder_mead_from(&cost, &[-1.0], MOST_POINTS);
    run(weight(found.map_or(-1.0, |minimum| minimum.point[0]))).0
}

impl FittedModel for Intermittent {
    fn name(&self) -> String {
        self.form.to_string()
    }

    fn fitted(&self) -> &[f64] {
        &self.fitted
    }

    fn mean(&self, horizon: usize) -> Vec<f64> {
        vec![self.expected; horizon]
    }

    fn path(&self, shocks: &[f64]) -> Vec<f64> {
        shocks.iter().map(|shock| self.expected + shock * self.sigma).collect()
    }

    fn standard_errors(&self, horizon: usize) -> Option<Vec<f64>> {
        Some(vec![self.sigma; horizon])
    }

    fn likelihood(&self) -> Option<Likelihood> {
        None
    }

    fn parameters(&self) -> Vec<(String, f64)> {
        vec![("demand".to_owned(), self.expected), ("sigma".to_owned(), self.sigma)]
    }

    fn carried_to(&self, series: &[f64]) -> Box<dyn FittedModel> {
        Box::new(Self::run(self.form, series))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(form: IntermittentForm, series: &[f64]) -> f64 {
        Intermittent::fit(form, series).unwrap().mean(1)[0]
    }

    #[test]
    fn a_steady_demand_every_third_day_is_a_third_of_it_a_day() {
        let series: Vec<f64> = (0..60).map(|day| if day % 3 == 2 { 6.0 } else { 0.0 }).collect();
        for form in IntermittentForm::ALL {
            let share = if form == IntermittentForm::Sba { 0.95 } else { 1.0 };
            // TSB stands higher right after a demand, and so do the shorter sums of IMAPA.
            let rough = matches!(form, IntermittentForm::Tsb | IntermittentForm::Imapa);
            let tolerance = if rough { 0.3 } else { 1e-9 };
            assert!(
                (expected(form, &series) - 2.0 * share).abs() < tolerance,
                "{form}: {}",
                expected(form, &series)
            );
        }
    }

    #[test]
    fn a_product_that_no_longer_sells_is_forgotten_by_tsb_alone() {
        let mut series = vec![5.0, 0.0, 4.0, 0.0, 6.0, 5.0];
        let before = [IntermittentForm::Tsb, IntermittentForm::Croston].map(|form| expected(form, &series));
        series.extend([0.0; 40]);
        assert!(expected(IntermittentForm::Tsb, &series) < 0.05 * before[0]);
        assert!((expected(IntermittentForm::Croston, &series) - before[1]).abs() < 1e-12);
    }

    #[test]
    fn nothing_ever_sold_is_expected_to_stay_so() {
        for form in IntermittentForm::ALL {
            assert!(expected(form, &[0.0; 9]).abs() < f64::EPSILON);
        }
    }
}
