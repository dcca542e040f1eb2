//! A series beside its constant and regressors, brought to differences of about one, so that units do not matter to the
//! optimiser.

use super::regression::regress;
use crate::series::{bridged, check, differenced};
use crate::{ArimaOrder, ForecastError, LevelStart, Regressors};

/// Differences this many times the rounding of their values are taken as zero.
const ROUNDINGS: f64 = 16.0;

/// A series ready to be modelled.
pub(crate) struct Scaled {
    /// The series, less `offset`, over `scale`; then the constant, where there is one, and the regressors, each over
    /// its entry of `sizes`.
    pub(crate) columns: Vec<Vec<f64>>,
    /// The same after all differences, where no value is missing: what the fast likelihood looks at.
    pub(crate) differences: Option<Vec<Vec<f64>>>,
    /// Differences of the series, gaps bridged, less what the constant and the regressors explain by least squares.
    pub(crate) rest: Vec<f64>,
    /// The weights of the constant and of the regressors there.
    pub(crate) explained: Vec<f64>,
    pub(crate) offset: f64,
    pub(crate) scale: f64,
    pub(crate) sizes: Vec<f64>,
    /// Whether nothing is left to model.
    pub(crate) flat: bool,
}

impl Scaled {
    pub(crate) fn new(
        order: ArimaOrder,
        series: &[f64],
        regressors: &Regressors,
        start: LevelStart,
    ) -> Result<Self, ForecastError> {
        let observed = check(series)?;
        let needed = order.shortest_series() + regressors.len();
        if observed < needed {
            return Err(ForecastError::SeriesTooShort { needed, observed });
        }
        let missing_first = series.iter().take_while(|value| value.is_nan()).count();
        let first = series[missing_first];
        let is_free = order.levels() > 0 || order.has_constant();
        let offset = if is_free && start == LevelStart::Diffuse { first } else { 0.0 };
        let whole = bridged(series);
        let differences = |column: &[f64]| {
            let column = differenced(column.to_vec(), 1, order.d());
            differenced(column, order.season(), order.seasonal_d())
        };
        let moved: Vec<f64> = whole.iter().map(|value| value - offset).collect();
        let plain = differences(&moved);
        let largest = whole.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        // Without differencing nothing is lost to rounding: only zeros are flat.
        let rounding = if is_free { ROUNDINGS * f64::EPSILON * largest } else { 0.0 };
        let size = plain.iter().map(|value| value.abs()).sum::<f64>() / plain.len() as f64;
        let scale = if size < f64::MIN_POSITIVE { 1.0 } else { size };

        let (sizes, others): (Vec<f64>, Vec<Vec<f64>>) =
            known(order, regressors, series.len()).map(in_size).unzip();
        let mut columns = vec![moved.iter().map(|value| value / scale).collect::<Vec<f64>>()];
        columns.extend(others);
        // What comes before the first value would be the bridge's invention.
        let lost = missing_first.min(plain.len());
        let differences: Vec<Vec<f64>> = columns.iter().map(|column| differences(column)).collect();
        let seen: Vec<Vec<f64>> = differences.iter().map(|column| column[lost..].to_vec()).collect();
        let explained = regress(&seen).map_or_else(|| vec![0.0; columns.len() - 1], |found| found.0);
        let rest = rest(&seen, &explained);
        let most = rest.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
        for (value, present) in columns[0].iter_mut().zip(series) {
            if present.is_nan() {
                *value = f64::NAN;
            }
        }
        let complete = observed == series.len();
        Ok(Self {
            columns,
            differences: complete.then_some(differences),
            rest,
            explained,
            offset,
            scale,
            sizes,
            flat: most * scale <= rounding,
        })
    }
}

/// The constant's column, where there is one, and those of the regressors.
fn known(order: ArimaOrder, regressors: &Regressors, count: usize) -> impl Iterator<Item = Vec<f64>> {
    let constant =
        order.has_constant().then(|| (0..count).map(|period| constant_at(order, period)).collect());
    constant.into_iter().chain(regressors.first(count))
}

/// The constant's column in a period: one for a mean, the period for a slope.
pub(crate) fn constant_at(order: ArimaOrder, period: usize) -> f64 {
    if order.d() + order.seasonal_d() == 0 { 1.0 } else { period as f64 }
}

/// A column over its largest number, with that number.
fn in_size(mut column: Vec<f64>) -> (f64, Vec<f64>) {
    let largest = column.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let size = if largest > 0.0 { largest } else { 1.0 };
    for value in &mut column {
        *value /= size;
    }
    (size, column)
}

/// The first column less what the others explain of it.
pub(crate) fn rest(columns: &[Vec<f64>], explained: &[f64]) -> Vec<f64> {
    let mut rest = columns[0].clone();
    for (column, weight) in columns[1..].iter().zip(explained) {
        for (rest, value) in rest.iter_mut().zip(column) {
            *rest -= weight * value;
        }
    }
    rest
}
