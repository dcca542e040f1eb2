//! `GET /series`: revenue day by day.

use axum::{Json, extract::State};
use comptoir_analysis::daily_revenue;
use serde::Serialize;

use super::PeriodJson;
use crate::{params::Params, problem::Problem, service::Service};

#[derive(Serialize)]
pub(super) struct Series {
    grain: &'static str,
    period: Option<PeriodJson>,
    /// Every civil day of the period, in order.
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    day: String,
    /// Euros; zero when nothing was sold.
    revenue: f64,
}

pub(super) async fn series(State(service): State<Service>, params: Params) -> Result<Json<Series>, Problem> {
    if let Some(other) = params.get("grain").filter(|grain| *grain != "day") {
        return Err(Problem::input("grain", other));
    }
    service
        .ask_sales(move |sales| {
            let period = params.period(sales.available()?)?;
            let daily = period.map(|period| daily_revenue(sales, period, &params.filters)).transpose()?;
            let days = daily.map(|daily| daily.days).unwrap_or_default();
            let point = |day: comptoir_analysis::DayRevenue| Point {
                day: day.day.to_string(),
                revenue: day.revenue.to_f64(),
            };
            Ok::<_, Problem>(Json(Series {
                grain: "day",
                period: period.map(Into::into),
                points: days.into_iter().map(point).collect(),
            }))
        })
        .await
}
