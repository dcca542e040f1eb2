//! What is known of every period beforehand: holidays, sales seasons, school holidays, days closed.

use crate::ForecastError;

/// Named columns of numbers, one number for each period of a series from its first, known as far ahead as forecasts
/// are wanted: a period beyond the end of a column counts as zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Regressors {
    columns: Vec<(String, Vec<f64>)>,
}

impl Regressors {
    /// None.
    pub const fn none() -> Self {
        Self { columns: Vec::new() }
    }

    /// Adds a column.
    ///
    /// # Errors
    ///
    /// [`ForecastError::RegressorNotFinite`] where one of its numbers is not.
    pub fn with(mut self, name: impl Into<String>, values: Vec<f64>) -> Result<Self, ForecastError> {
        let name = name.into();
        if let Some(position) = values.iter().position(|value| !value.is_finite()) {
            return Err(ForecastError::RegressorNotFinite { name, position });
        }
        self.columns.push((name, values));
        Ok(self)
    }

    /// How many columns there are.
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether there is no column.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty()
    }

    /// The names, in the order of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    /// The same with zeros in some periods.
    pub(crate) fn without(&self, is_left_out: impl Fn(usize) -> bool) -> Self {
        let mut regressors = self.clone();
        for (_, values) in &mut regressors.columns {
            for (_, value) in values.iter_mut().enumerate().filter(|(period, _)| is_left_out(*period)) {
                *value = 0.0;
            }
        }
        regressors
    }

    /// The first `count` numbers of every column, zeros where they are not known.
    pub(crate) fn first(&self, count: usize) -> impl Iterator<Item = Vec<f64>> + '_ {
        self.columns.iter().map(move |(_, values)| {
            let mut first = values[..count.min(values.len())].to_vec();
            first.resize(count, 0.0);
            first
        })
    }

    /// The number of a column in a period.
    pub(crate) fn at(&self, column: usize, period: usize) -> f64 {
        self.columns[column].1.get(period).copied().unwrap_or(0.0)
    }
}
