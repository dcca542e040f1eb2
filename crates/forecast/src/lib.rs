//! Time-series forecasting: ARIMA by exact Gaussian likelihood, exponential smoothing, theta models and others.
//!
//! Pure maths. The crate reads no file, asks for no clock and knows nothing of sales: it takes equally spaced
//! numbers, where [`f64::NAN`] stands for a missing one, and gives back forecasts with their intervals. What the
//! numbers are, which days they belong to, and the words shown to people are left to its callers.
//!
//! ```
//! use comptoir_forecast::{Arima, ArimaOrder, FittedModel};
//!
//! # fn main() -> Result<(), comptoir_forecast::ForecastError> {
//! let revenue: Vec<f64> = (0..30).map(|day| 900.0 + 120.0 * f64::sin(f64::from(day))).collect();
//! let model = Arima::fit("arima(1,1,0)".parse::<ArimaOrder>()?, &revenue)?;
//! let forecast = model.forecast(7, &[80.0, 95.0])?;
//! assert_eq!(forecast.mean.len(), 7);
//! assert_eq!(forecast.intervals[1].level, 95.0);
//! # Ok(())
//! # }
//! ```
//!
//! # Where the formulas come from
//!
//! - A. C. Harvey, *Forecasting, Structural Time Series Models and the Kalman Filter* (1989), chapters 3 and 4:
//!   ARMA in state space, concentrating the variance out of the likelihood.
//! - J. Durbin and S. J. Koopman, *Time Series Analysis by State Space Methods*, 2nd edition (2012), chapters 4 and 5:
//!   the filter, missing observations, exact diffuse initialisation.
//! - J. F. Monahan, "A note on enforcing stationarity in autoregressive-moving average models", Biometrika 71 (1984),
//!   after R. H. Jones, Technometrics 22 (1980): the transformation through partial autocorrelations.
//! - E. J. Hannan and J. Rissanen, Biometrika 69 (1982): the starting values.

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
pub use forecast::{Forecast, Interval, MAX_HORIZON, check_wanted};
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
