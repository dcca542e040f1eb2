//! `GET /summary`: the key figures.

use axum::{Json, extract::State};
use comptoir_analysis::available_period;
use serde::Serialize;

use super::PeriodJson;
use crate::{params::Params, problem::Problem, service::Service};

#[derive(Serialize)]
pub(super) struct Summary {
    data_version: i64,
    currency: &'static str,
    /// The days asked for; null when there are no sales.
    period: Option<PeriodJson>,
    /// From the first to the last day with sales; null when there are none.
    available: Option<PeriodJson>,
    /// Euros.
    revenue: f64,
    /// Lines of sales.
    sales: i64,
    /// Pieces, kilograms or metres.
    quantity: f64,
}

pub(super) async fn summary(
    State(service): State<Service>,
    params: Params,
) -> Result<Json<Summary>, Problem> {
    service
        .ask(move |database| {
            let available = available_period(database)?;
            let asked = params.question(database, None)?;
            let answer = asked.as_ref().map(|(question, _)| question.ask(database)).transpose()?;
            let figures = answer.and_then(|answer| answer.rows.into_iter().next());
            Ok::<_, Problem>(Json(Summary {
                data_version: database.data_version()?,
                currency: "EUR",
                period: asked.map(|(_, period)| period.into()),
                available: available.map(Into::into),
                revenue: figures.as_ref().map_or(0.0, |row| row.revenue.to_f64()),
                sales: figures.as_ref().map_or(0, |row| row.sales),
                quantity: figures.as_ref().map_or(0.0, |row| row.quantity.to_f64()),
            }))
        })
        .await
}
