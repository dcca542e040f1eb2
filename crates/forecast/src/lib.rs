#![doc = include_str!("../README.md")]

mod backtest;
mod batch;
mod calendar;
mod combine;
mod error;
mod error_distribution;
mod forecast;
pub mod metrics;
mod mode;
mod model;
mod models;
mod named;
mod optimise;
mod regressors;
mod series;
mod statistics;
mod summary;
mod transform;

pub use backtest::{Backtest, Plan, Scores, backtest, scores};
pub use batch::{BatchForecast, forecast_all};
pub use calendar::Calendar;
pub use combine::auto::Auto;
pub use combine::combination::{Combination, Combiner};
pub use combine::ets_average::EtsAverage;
pub use combine::reconcile::reconcile;
pub use error::ForecastError;
pub use error_distribution::{ErrorDistribution, PooledErrors};
pub use forecast::{Forecast, Interval, MAX_HORIZON, MAX_LEVELS, check_wanted};
pub use mode::Mode;
pub use model::{FittedModel, Likelihood};
pub use models::arima::{
    Arima, ArimaOrder, ArimaParameters, LevelStart, Selection, coefficients_to_partials,
    partials_to_coefficients,
};
pub use models::ces::{Ces, CesForm};
pub use models::decomposed::DecomposedModel;
pub use models::ets::{Ets, EtsForm, Trend};
pub use models::intermittent::{Intermittent, IntermittentForm};
pub use models::seasonal_mean::SeasonalMean;
pub use models::simple::{Simple, SimpleForm};
pub use models::theta::{Line, Theta, ThetaForm};
pub use named::Model;
pub use regressors::{Prior, Regressors};
pub use series::MAX_MAGNITUDE;
pub use summary::Summary;
pub use transform::decomposition::{Decomposition, Parts, Season, Stl};
pub use transform::log_transform::LogTransform;
