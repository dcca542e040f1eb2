//! Regressors known of every period beforehand: holidays, sales seasons, school holidays, days closed.

use crate::ForecastError;

/// The prior of an effect that the past has not shown yet: that of many shops, normal around `effect`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The effect of a one in the column, in logarithms: 0.5 multiplies by `exp(0.5)`.
    pub effect: f64,
    /// Its standard deviation from shop to shop, above zero.
    pub deviation: f64,
    /// Whether it is of a time of the year, and gives way to what other years of the series say of that time.
    pub is_yearly: bool,
}

/// Named columns of numbers, one number for each period of a series from its first, known as far ahead as forecasts
/// are wanted: a period beyond the end of a column counts as zero.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Regressors {
    columns: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq)]
struct Column {
    name: String,
    values: Vec<f64>,
    prior: Option<Prior>,
}

impl Regressors {
    /// None.
    pub const fn none() -> Self {
        Self { columns: Vec::new() }
    }

    /// Adds a column that counts as far as the past shows it to.
    ///
    /// # Errors
    ///
    /// [`ForecastError::RegressorNotFinite`] where one of its numbers is not.
    pub fn with(self, name: impl Into<String>, values: Vec<f64>) -> Result<Self, ForecastError> {
        self.and(Column { name: name.into(), values, prior: None })
    }

    /// Adds a column with a prior of its effect, which holds until the past has shown more. A prior that is not finite,
    /// or has no deviation, is left out.
    ///
    /// # Errors
    ///
    /// [`ForecastError::RegressorNotFinite`] where one of its numbers is not.
    pub fn with_prior(
        self,
        name: impl Into<String>,
        values: Vec<f64>,
        prior: Prior,
    ) -> Result<Self, ForecastError> {
        let is_one = prior.effect.is_finite() && prior.deviation.is_normal() && prior.deviation > 0.0;
        self.and(Column { name: name.into(), values, prior: Some(prior).filter(|_| is_one) })
    }

    fn and(mut self, column: Column) -> Result<Self, ForecastError> {
        if let Some(position) = column.values.iter().position(|value| !value.is_finite()) {
            return Err(ForecastError::RegressorNotFinite { name: column.name, position });
        }
        self.columns.push(column);
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

    /// Whether all columns are zero in the first `count` periods.
    pub(crate) fn are_zero(&self, count: usize) -> bool {
        self.columns.iter().all(|column| column.values.iter().take(count).all(|value| *value == 0.0))
    }

    /// The names, in the order of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The prior of each column, in their order.
    pub(crate) fn priors(&self) -> impl Iterator<Item = Option<Prior>> {
        self.columns.iter().map(|column| column.prior)
    }

    /// These columns without those that have a prior for a time of the year.
    pub(crate) fn without_yearly_priors(&self) -> Self {
        let is_yearly = |column: &&Column| column.prior.is_some_and(|prior| prior.is_yearly);
        Self { columns: self.columns.iter().filter(|column| !is_yearly(column)).cloned().collect() }
    }

    /// The same with zeros in some periods.
    pub(crate) fn without(&self, is_left_out: impl Fn(usize) -> bool) -> Self {
        let mut regressors = self.clone();
        for column in &mut regressors.columns {
            for (_, value) in column.values.iter_mut().enumerate().filter(|(period, _)| is_left_out(*period))
            {
                *value = 0.0;
            }
        }
        regressors
    }

    /// The same from a later period on.
    pub(crate) fn since(&self, first: usize) -> Self {
        let mut later = self.clone();
        for column in &mut later.columns {
            column.values.drain(..first.min(column.values.len()));
        }
        later
    }

    /// The first `count` numbers of every column, zeros where they are not known.
    pub(crate) fn first(&self, count: usize) -> impl Iterator<Item = Vec<f64>> + '_ {
        self.columns.iter().map(move |column| {
            let mut first = column.values[..count.min(column.values.len())].to_vec();
            first.resize(count, 0.0);
            first
        })
    }

    /// The number of a column in a period.
    pub(crate) fn at(&self, column: usize, period: usize) -> f64 {
        self.columns[column].values.get(period).copied().unwrap_or(0.0)
    }
}
