//! `GET /series`: figures day by day, week by week or month by month; with `compare`, beside those of the days compared
//! with.

use axum::{Json, extract::State};
use comptoir_analysis::{Curve, CurvePoint, Figures, Grouping, Measure, curve};
use comptoir_words::Words;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    PeriodJson,
    asked::{Asked, ComparedWith},
};
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    told::{comparison_document, comparison_label},
};

#[derive(Serialize, ToSchema)]
pub(super) struct Series {
    grain: &'static str,
    period: Option<PeriodJson>,
    /// What is compared with what; null without a comparison.
    compared: Option<Value>,
    /// The same in words.
    label: Option<String>,
    /// The SQL that the figures of the period come from; null when there are no sales.
    sql: Option<String>,
    /// Every civil day, week or month of the period, in order; those at its ends as far as they lie in it.
    points: Vec<Point>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Series::Point)]
struct Point {
    /// Its first day in the period.
    day: String,
    /// What it is called: `2023-11-30`, `2023-W48`, `2023-11`.
    label: String,
    #[serde(flatten)]
    sums: SumsJson,
    /// The days compared with; null without any.
    before: Option<Before>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = series::Before)]
struct Before {
    /// The first of them.
    day: String,
    #[serde(flatten)]
    sums: SumsJson,
}

/// Sums that are zero when nothing was sold.
#[derive(Serialize, ToSchema)]
struct SumsJson {
    /// Euros.
    revenue: f64,
    /// Lines of sales.
    sales: i64,
    /// Pieces, kilograms or metres.
    quantity: f64,
    /// Tickets.
    baskets: i64,
}

impl From<Figures> for SumsJson {
    fn from(figures: Figures) -> Self {
        Self {
            revenue: figures.revenue.to_f64(),
            sales: figures.sales,
            quantity: figures.quantity.unwrap_or_default().to_f64(),
            baskets: figures.baskets.unwrap_or_default().count,
        }
    }
}

impl From<CurvePoint> for Point {
    fn from(point: CurvePoint) -> Self {
        let before = |(day, figures): (comptoir_calendar::Date, Figures)| Before {
            day: day.to_string(),
            sums: figures.into(),
        };
        Self {
            day: point.day.to_string(),
            label: point.label,
            sums: point.figures.into(),
            before: point.before.map(before),
        }
    }
}

/// Figures of every day, week, month, quarter or year, also where nothing was sold.
#[utoipa::path(
    get,
    path = "/series",
    params(("grain" = Option<String>, Query, description = "`day` (by default), `week`, `month`, `quarter` or `year`", example = "week"), Asked, ComparedWith),
    responses((status = 200, description = "The points in order", body = Series)),
)]
pub(super) async fn series(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
) -> Result<Json<Series>, Problem> {
    let name = params.get("grain").unwrap_or("day");
    let grouping = name.parse::<Grouping>().ok();
    let Some((grouping, grain)) = grouping.and_then(|grouping| Some((grouping, grouping.grain()?))) else {
        return Err(Problem::input("grain", name));
    };
    let perimeter = params.perimeter()?;
    service
        .ask_sales(move |sales| {
            let grain_name = grouping.name();
            let Some((question, period)) = params.question(sales, Some(grouping))? else {
                let (compared, label, sql, points) = (None, None, None, vec![]);
                return Ok(Json(Series { grain: grain_name, period: None, compared, label, sql, points }));
            };
            let question = question.with(Measure::Baskets);
            let comparison = params.comparison(sales, None)?;
            let compared = comparison.as_ref().map(|comparison| (comparison, perimeter));
            let Curve { question, points } = curve(sales, &question, (grain, period), compared)?;
            let document = |(comparison, perimeter)| comparison_document(comparison, perimeter);
            let label = |(comparison, perimeter)| comparison_label(comparison, perimeter, &Words::new(lang));
            Ok::<_, Problem>(Json(Series {
                grain: grain_name,
                period: Some(period.into()),
                compared: compared.map(document),
                label: compared.map(label),
                sql: Some(question.sql_text()),
                points: points.into_iter().map(Point::from).collect(),
            }))
        })
        .await
}
