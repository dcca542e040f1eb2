//! `GET /series`: figures day by day, week by week or month by month; with `compare`, beside those of the days compared
//! with.

use axum::{extract::State, response::Response};
use comptoir_analysis::{
    AnalysisError, Completeness, Curve, CurvePoint, Figures, Grouping, Measure, PointBefore, Question,
    compare_if_missing, curve,
};
use comptoir_calendar::Period;
use comptoir_words::Words;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    PeriodJson,
    asked::{AsFile, Asked, ComparedWith},
};
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::{Service, currency_of},
    sheet::{Cell, Delivery, Kind, Sheet},
    told::{asked_sentence, comparison_document, comparison_label, if_missing_sentence},
};

#[derive(Serialize, ToSchema)]
pub(super) struct Series {
    grain: &'static str,
    period: Option<PeriodJson>,
    /// The days compared; null without a comparison.
    compared: Option<Value>,
    /// The same in words.
    label: Option<String>,
    /// What the change of revenue would be, were gaps missing that are taken for closed, in words; null where there
    /// are none.
    if_missing: Option<String>,
    /// Such days of the period, in words; null where there are none.
    asked: Option<String>,
    /// The SQL that the figures of the period come from; null when there are no sales.
    sql: Option<String>,
    /// Days of which no store has data, missing or late, in order.
    missing: Vec<PeriodJson>,
    /// Days on which every store was closed, in order: they count in no average by day.
    closed: Vec<PeriodJson>,
    /// The days of the period on which a store was open and whose data are here.
    trading_days: u32,
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
    /// The figures of the point's days that are compared.
    now: SumsJson,
    #[serde(flatten)]
    sums: SumsJson,
}

/// Sums that are zero when nothing was sold.
#[derive(Serialize, ToSchema)]
struct SumsJson {
    /// In the currency of the database.
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
        let before = |before: PointBefore| Before {
            day: before.day.to_string(),
            now: before.now.into(),
            sums: before.figures.into(),
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
    params(("grain" = Option<String>, Query, description = "`day` (by default), `week`, `month`, `quarter` or `year`", example = "week"), Asked, ComparedWith, AsFile),
    responses((status = 200, description = "The points in order", body = Series)),
)]
pub(super) async fn series(
    State(service): State<Service>,
    Reader(lang): Reader,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let name = params.get("grain").unwrap_or("day");
    let grouping = name.parse::<Grouping>().ok();
    let Some((grouping, grain)) = grouping.and_then(|grouping| Some((grouping, grouping.grain()?))) else {
        return Err(Problem::input("grain", name));
    };
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let grain_name = grouping.name();
            let Some((question, period)) = params.question(sales, Some(grouping))? else {
                let (compared, label, sql, points) = (None, None, None, vec![]);
                let (if_missing, asked, missing, closed, trading_days) = (None, None, vec![], vec![], 0);
                let grain = grain_name;
                let nothing = Series {
                    grain,
                    period: None,
                    compared,
                    label,
                    if_missing,
                    asked,
                    sql,
                    missing,
                    closed,
                    trading_days,
                    points,
                };
                return delivery.answer(&nothing, |told, words| sheet(told, None, words));
            };
            let question = question.with(Measure::Baskets);
            let comparison = params.comparison(sales, None)?;
            let compared = comparison.as_ref();
            let words =
                Words::new(lang).in_currency(currency_of(sales.database()).map_err(AnalysisError::from)?);
            let whole = Question { filters: params.filters.clone(), ..Question::default() };
            let otherwise = match compared {
                Some(days) => compare_if_missing(sales, &whole, days)?,
                None => None,
            };
            let Curve { question, points } = curve(sales, &question, (grain, period), compared)?;
            let label = |days| comparison_label(days, &words);
            let completeness = Completeness::of(sales, &params.filters)?;
            let series = Series {
                if_missing: otherwise.map(|(compared, gaps)| if_missing_sentence(&compared, &gaps, &words)),
                asked: asked_sentence(&completeness.asked_gaps_in(period), &words),
                missing: completeness.missing(period).into_iter().map(Into::into).collect(),
                closed: completeness.closed_days(period).into_iter().map(Into::into).collect(),
                trading_days: completeness.trading_days(period),
                grain: grain_name,
                period: Some(period.into()),
                compared: compared.map(comparison_document),
                label: compared.map(label),
                sql: Some(question.sql_text()),
                points: points.into_iter().map(Point::from).collect(),
            };
            delivery.answer(&series, |told, words| {
                let remarks = told.asked.clone().into_iter().chain(told.if_missing.clone());
                sheet(told, Some(period), words).compared(told.label.clone()).noted(remarks)
            })
        })
        .await
}

fn sheet(told: &Series, period: Option<Period>, words: &Words) -> Sheet {
    let mut sheet = Sheet::new(told.grain, words).during(period);
    // A day is its own name.
    let has_names = told.grain != "day";
    if has_names {
        sheet = sheet.with([(told.grain, Kind::Plain)], words);
    }
    sheet = sheet.with(
        [
            ("day", Kind::Plain),
            ("revenue", Kind::Money),
            ("sales", Kind::Integer),
            ("quantity", Kind::Number),
            ("baskets", Kind::Integer),
        ],
        words,
    );
    if told.compared.is_some() {
        sheet = sheet.with(
            [
                ("day-before", Kind::Plain),
                ("revenue-compared", Kind::Money),
                ("revenue-before", Kind::Money),
                ("sales-before", Kind::Integer),
                ("quantity-before", Kind::Number),
                ("baskets-before", Kind::Integer),
            ],
            words,
        );
    }
    for point in &told.points {
        let mut row: Vec<Cell> =
            if has_names { vec![words.formats().label(&point.label).into()] } else { vec![] };
        row.push(Cell::text(&point.day));
        row.extend(cells(&point.sums));
        if let Some(before) = &point.before {
            row.push(Cell::text(&before.day));
            row.push(before.now.revenue.into());
            row.extend(cells(&before.sums));
        }
        sheet.push(row);
    }
    sheet
}

fn cells(sums: &SumsJson) -> [Cell; 4] {
    [sums.revenue.into(), sums.sales.into(), sums.quantity.into(), sums.baskets.into()]
}
