//! `GET /breakdown/{grouping}`: revenue by product, category, store, city, region or day.

use axum::{
    Json,
    extract::{Path, State},
};
use comptoir_analysis::{AnswerRow, Grouping};
use serde::Serialize;

use super::PeriodJson;
use crate::{params::Params, problem::Problem, service::Service};

#[derive(Serialize)]
pub(super) struct Breakdown {
    grouping: &'static str,
    period: Option<PeriodJson>,
    /// Euros, of all groups, also those beyond the limit.
    total: f64,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    /// The product's or store's id; null for other groupings.
    id: Option<i64>,
    /// Null when nobody knows, as for stores without region.
    name: Option<String>,
    revenue: f64,
    quantity: f64,
    sales: i64,
    /// From 0 to 1.
    share: f64,
}

impl From<AnswerRow> for Row {
    fn from(row: AnswerRow) -> Self {
        Self {
            id: row.id(),
            name: row.name().map(str::to_owned),
            revenue: row.revenue().to_f64(),
            quantity: row.figures.quantity.unwrap_or_default().to_f64(),
            sales: row.figures.sales,
            share: row.share,
        }
    }
}

pub(super) async fn breakdown(
    State(service): State<Service>,
    Path(grouping): Path<String>,
    params: Params,
) -> Result<Json<Breakdown>, Problem> {
    let grouping: Grouping = grouping.parse()?;
    let limit = params.number("limit")?.unwrap_or(usize::MAX);
    service
        .ask_sales(move |sales| {
            let asked = params.question(sales, Some(grouping))?;
            let answer = asked.as_ref().map(|(question, _)| sales.answer(question)).transpose()?;
            let answer = answer.unwrap_or_default();
            Ok::<_, Problem>(Json(Breakdown {
                grouping: grouping.name(),
                period: asked.map(|(_, period)| period.into()),
                total: answer.total.to_f64(),
                rows: answer.rows.into_iter().take(limit).map(Row::from).collect(),
            }))
        })
        .await
}
