//! Questions to the sales and their answers.
//!
//! A [`Question`] has one SQL text; the answers are exact to the cent. The analyses of the brief ([`Analyses`]) and
//! the forecasts ([`RevenueForecast`]) are questions asked together, and kept in the database with the version of
//! the data they were made from.

mod analyses;
mod cube;
mod error;
mod forecasts;
mod question;
mod series;

pub use analyses::Analyses;
pub use cube::{Cube, Followed};
pub use error::AnalysisError;
pub use forecasts::{ForecastDay, RevenueForecast, forecast_revenue, kept_forecasts};
pub use question::{Answer, AnswerRow, Filter, Grouping, Question, available_period};
pub use series::{DailyRevenue, DayRevenue, daily_revenue};
