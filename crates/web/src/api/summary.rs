//! `GET /summary`: the key figures.

use axum::{Json, extract::State};
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
        .ask_sales(move |sales| {
            let available = sales.available()?;
            let asked = params.question(sales, None)?;
            let answer = asked.as_ref().map(|(question, _)| sales.answer(question)).transpose()?;
            let figures = answer.unwrap_or_default().figures();
            Ok::<_, Problem>(Json(Summary {
                data_version: sales.data_version(),
                currency: "EUR",
                period: asked.map(|(_, period)| period.into()),
                available: available.map(Into::into),
                revenue: figures.revenue.to_f64(),
                sales: figures.sales,
                quantity: figures.quantity.unwrap_or_default().to_f64(),
            }))
        })
        .await
}
