//! What can go wrong, with a stable code and named facts for a catalogue of messages.

use thiserror::Error;

/// Why a model could not be named, fitted or asked for a forecast.
#[derive(Debug, Clone, PartialEq, Error)]
#[non_exhaustive]
pub enum ForecastError {
    /// The text names no model.
    #[error("`{text}` is not a model such as auto, ets, theta or arima(5,1,0)")]
    ModelSyntax {
        /// The text as given.
        text: String,
    },
    /// The series does not allow the model: it has values that cannot be multiplied, or not two seasons.
    #[error("{model} does not suit this series")]
    NotForSeries {
        /// The model's text form.
        model: String,
    },
    /// One part of the order is above its limit.
    #[error("{part} is {value} in the model's order, above its limit of {limit}")]
    OrderTooHigh {
        /// `p`, `d` or `q`.
        part: &'static str,
        /// The value asked for.
        value: usize,
        /// The largest value accepted.
        limit: usize,
    },
    /// Too few values are present for the number of parameters.
    #[error("the series has {observed} values, the model needs at least {needed}")]
    SeriesTooShort {
        /// How many values the model needs.
        needed: usize,
        /// How many values are present, missing ones not counted.
        observed: usize,
    },
    /// A value is infinite.
    #[error("the value at position {position} is infinite")]
    ValueInfinite {
        /// Index in the series, from 0.
        position: usize,
    },
    /// A value is beyond [`MAX_MAGNITUDE`](crate::MAX_MAGNITUDE).
    #[error("the value {value:e} at position {position} is too large")]
    ValueTooLarge {
        /// Index in the series, from 0.
        position: usize,
        /// The value.
        value: f64,
    },
    /// Forecasts for no period at all were asked for.
    #[error("the horizon is zero")]
    HorizonZero,
    /// The horizon is beyond [`MAX_HORIZON`](crate::MAX_HORIZON).
    #[error("the horizon is {horizon}, above its limit of {limit}")]
    HorizonTooLong {
        /// The horizon asked for, in periods.
        horizon: usize,
        /// The longest horizon accepted, in periods.
        limit: usize,
    },
    /// An interval's level is not strictly between 0 and 100 percent.
    #[error("the level {level} is not between 0 and 100 percent")]
    LevelOutOfRange {
        /// The level asked for, in percent.
        level: f64,
    },
    /// More levels of intervals were asked for than anybody reads.
    #[error("{levels} levels are more than {limit}")]
    TooManyLevels {
        /// How many.
        levels: usize,
        /// The most.
        limit: usize,
    },
    /// The number of coefficients given is not the one of the order.
    #[error("{given} coefficients for {part}, the order says {needed}")]
    CoefficientCount {
        /// `p` for the autoregressive part, `q` for the moving average.
        part: &'static str,
        /// How many the order asks for.
        needed: usize,
        /// How many were given.
        given: usize,
    },
    /// A coefficient is not a finite number.
    #[error("a coefficient for {part} is not a finite number")]
    CoefficientNotFinite {
        /// `p` for the autoregressive part, `q` for the moving average.
        part: &'static str,
    },
    /// The autoregressive coefficients given are not those of a stationary process.
    #[error("the autoregressive coefficients are not stationary")]
    NotStationary,
    /// A number of a regressor is not finite.
    #[error("the regressor {name} is not a finite number at position {position}")]
    RegressorNotFinite {
        /// The regressor's name.
        name: String,
        /// Index in its column, from 0.
        position: usize,
    },
    /// A variance is not a positive finite number.
    #[error("the variance {value} is not a positive number")]
    VarianceNotPositive {
        /// The variance given, in squared units of the series.
        value: f64,
    },
    /// The likelihood cannot be computed: the numbers left the range of floating point.
    #[error("the likelihood cannot be computed for this series")]
    LikelihoodUndefined,
    /// The forecast cannot be computed: its numbers left the range of floating point.
    #[error("the forecast is beyond the range of numbers for this series")]
    ForecastUndefined,
}

impl ForecastError {
    /// The stable name of the error, in kebab case, the same in every version and language.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ModelSyntax { .. } => "forecast-model-syntax",
            Self::NotForSeries { .. } => "forecast-not-for-series",
            Self::OrderTooHigh { .. } => "forecast-order-too-high",
            Self::SeriesTooShort { .. } => "forecast-series-too-short",
            Self::ValueInfinite { .. } => "forecast-value-infinite",
            Self::ValueTooLarge { .. } => "forecast-value-too-large",
            Self::HorizonZero => "forecast-horizon-zero",
            Self::HorizonTooLong { .. } => "forecast-horizon-too-long",
            Self::LevelOutOfRange { .. } => "forecast-level-out-of-range",
            Self::TooManyLevels { .. } => "forecast-too-many-levels",
            Self::CoefficientCount { .. } => "forecast-coefficient-count",
            Self::CoefficientNotFinite { .. } => "forecast-coefficient-not-finite",
            Self::RegressorNotFinite { .. } => "forecast-regressor-not-finite",
            Self::NotStationary => "forecast-not-stationary",
            Self::VarianceNotPositive { .. } => "forecast-variance-not-positive",
            Self::LikelihoodUndefined => "forecast-likelihood-undefined",
            Self::ForecastUndefined => "forecast-undefined",
        }
    }

    /// The named facts of the error, in the order of its fields, for a catalogue of messages.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::ModelSyntax { text } => {
                vec![("text", text.clone())]
            }
            Self::NotForSeries { model } => vec![("model", model.clone())],
            Self::OrderTooHigh { part, value, limit } => {
                vec![("part", (*part).to_owned()), ("value", value.to_string()), ("limit", limit.to_string())]
            }
            Self::SeriesTooShort { needed, observed } => {
                vec![("needed", needed.to_string()), ("observed", observed.to_string())]
            }
            Self::ValueInfinite { position } => vec![("position", position.to_string())],
            Self::ValueTooLarge { position, value } => {
                vec![("position", position.to_string()), ("value", format!("{value:e}"))]
            }
            Self::HorizonTooLong { horizon, limit } => {
                vec![("horizon", horizon.to_string()), ("limit", limit.to_string())]
            }
            Self::LevelOutOfRange { level } => vec![("level", level.to_string())],
            Self::TooManyLevels { levels, limit } => {
                vec![("levels", levels.to_string()), ("limit", limit.to_string())]
            }
            Self::CoefficientCount { part, needed, given } => {
                vec![
                    ("part", (*part).to_owned()),
                    ("needed", needed.to_string()),
                    ("given", given.to_string()),
                ]
            }
            Self::CoefficientNotFinite { part } => vec![("part", (*part).to_owned())],
            Self::RegressorNotFinite { name, position } => {
                vec![("name", name.clone()), ("position", position.to_string())]
            }
            Self::VarianceNotPositive { value } => vec![("value", value.to_string())],
            Self::HorizonZero | Self::NotStationary | Self::LikelihoodUndefined | Self::ForecastUndefined => {
                Vec::new()
            }
        }
    }
}
