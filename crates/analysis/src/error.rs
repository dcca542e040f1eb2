//! What can go wrong with a question or a forecast.

use comptoir_calendar::{NotComparable, Period, PeriodError, UnknownBasis};
use comptoir_forecast::ForecastError;
use comptoir_sales::{Diagnostic, Facts};
use comptoir_store::StoreError;

use crate::Grouping;

/// An error of the analysis.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// The database refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The period ends before it starts.
    #[error(transparent)]
    Period(#[from] PeriodError),
    /// The model refuses the series.
    #[error(transparent)]
    Forecast(#[from] ForecastError),
    /// There is no sale to analyse.
    #[error("there are no sales")]
    NoSales,
    /// A sale with an invalid day: no figure by day can count it.
    #[error("{day:?} is no day of a sale")]
    InvalidDay {
        /// What is kept as their day.
        day: String,
    },
    /// Amounts or quantities too large to be taken apart.
    #[error("amounts or quantities are out of range")]
    OutOfRange,
    /// A period on whose days nothing was sold.
    #[error("there are no sales from {} to {}", period.first(), period.last())]
    NoSalesInPeriod {
        /// The period.
        period: Period,
        /// From the first to the last day that has sales.
        available: Period,
    },
    /// A period that cannot be compared: of too few of its days the match is known.
    #[error("there is too little to compare the days from {} to {} with", period.first(), period.last())]
    NothingBefore {
        /// The period.
        period: Period,
        /// From the first to the last day that has sales.
        available: Period,
        /// How many of its days could be compared.
        why: NotComparable,
    },
    /// More days of stores than one answer holds.
    #[error("{stores} stores on {days} days are more than {limit} days of stores")]
    TooManyStoreDays {
        /// The stores.
        stores: usize,
        /// The days.
        days: usize,
        /// The most that the first times the second may be.
        limit: usize,
    },
    /// A forecast of more numbers than one answer holds.
    #[error("{series} series on {days} days are too many numbers, {limit} days would do")]
    ForecastTooLarge {
        /// The total and its parts.
        series: usize,
        /// The days of each.
        days: usize,
        /// The days that may be asked for so many series and levels.
        limit: usize,
    },
    /// A name that no product, store, … has.
    #[error("no {grouping} is called {name}")]
    UnknownName {
        /// Of what.
        grouping: Grouping,
        /// The name.
        name: String,
        /// Names that are like it, the nearest first.
        nearest: Vec<String>,
    },
    /// A name that several products, stores, … have, but for case and accents.
    #[error("{name} can mean any of {count} of {grouping}")]
    SharedName {
        /// Of what.
        grouping: Grouping,
        /// The name.
        name: String,
        /// What distinguishes them, of the first ones.
        names: Vec<String>,
        /// How many it can mean.
        count: usize,
    },
    /// A comparison that does not exist.
    #[error(transparent)]
    UnknownBasis(#[from] UnknownBasis),
    /// A grouping that does not exist.
    #[error("sales cannot be grouped by {0}")]
    UnknownGrouping(String),
    /// A grouping by time: forecasts are of days.
    #[error("nothing is forecast by {0}")]
    NotForecastBy(Grouping),
}

impl Diagnostic for AnalysisError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Period(_) => "period-upside-down",
            Self::Forecast(error) if is_the_users(error) => error.code(),
            Self::Forecast(_) => "forecast-internal",
            Self::NoSales => "no-sales",
            Self::InvalidDay { .. } => "sales-invalid-day",
            Self::OutOfRange => "analysis-out-of-range",
            Self::NoSalesInPeriod { .. } => "no-sales-in-period",
            Self::TooManyStoreDays { .. } => "too-many-store-days",
            Self::ForecastTooLarge { .. } => "forecast-too-large",
            Self::NothingBefore { why, .. } if why.comparable == 0 => "nothing-before",
            Self::NothingBefore { .. } => "little-before",
            Self::UnknownName { nearest, .. } if nearest.is_empty() => "unknown-name",
            Self::UnknownName { .. } => "unknown-name-like",
            Self::SharedName { .. } => "shared-name",
            Self::UnknownBasis(_) => "unknown-basis",
            Self::UnknownGrouping(_) => "unknown-grouping",
            Self::NotForecastBy(_) => "not-forecast-by",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Store(error) => error.facts(),
            Self::Period(error) => {
                vec![("first", error.first.to_string()), ("last", error.last.to_string())]
            }
            Self::Forecast(error) if is_the_users(error) => error.facts(),
            Self::Forecast(error) => vec![("reason", error.to_string())],
            Self::NoSales | Self::OutOfRange => vec![],
            Self::InvalidDay { day } => vec![("written", day.clone())],
            Self::NothingBefore { period, available, why } => vec![
                ("first", period.first().to_string()),
                ("last", period.last().to_string()),
                ("days_asked", period.len().to_string()),
                ("first_known", available.first().to_string()),
                ("last_known", available.last().to_string()),
                ("comparable", why.comparable.to_string()),
                ("days", why.days.to_string()),
            ],
            Self::NoSalesInPeriod { period, available } => vec![
                ("first", period.first().to_string()),
                ("last", period.last().to_string()),
                ("days_asked", period.len().to_string()),
                ("first_known", available.first().to_string()),
                ("last_known", available.last().to_string()),
            ],
            Self::TooManyStoreDays { stores, days, limit } => {
                vec![("stores", stores.to_string()), ("days", days.to_string()), ("limit", limit.to_string())]
            }
            Self::ForecastTooLarge { series, days, limit } => {
                vec![("series", series.to_string()), ("days", days.to_string()), ("limit", limit.to_string())]
            }
            Self::UnknownName { grouping, name, nearest } => vec![
                ("grouping", grouping.name().to_owned()),
                ("name", name.clone()),
                ("nearest", nearest.join(" · ")),
            ],
            Self::SharedName { grouping, name, names, count } => vec![
                ("grouping", grouping.name().to_owned()),
                ("name", name.clone()),
                ("names", names.join(" · ")),
                ("count", count.to_string()),
            ],
            Self::UnknownBasis(UnknownBasis(name)) => vec![("name", name.clone())],
            Self::UnknownGrouping(name) => vec![("grouping", name.clone())],
            Self::NotForecastBy(grouping) => vec![("grouping", grouping.name().to_owned())],
        }
    }
}

/// Whether an error of the model comes from what the user asked for or keeps, not from this program's own call.
fn is_the_users(error: &ForecastError) -> bool {
    !matches!(
        error,
        ForecastError::CoefficientCount { .. }
            | ForecastError::CoefficientNotFinite { .. }
            | ForecastError::NotStationary
            | ForecastError::VarianceNotPositive { .. }
    )
}
