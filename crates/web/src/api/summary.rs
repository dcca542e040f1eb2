//! `GET /summary`: the key figures.

use axum::{extract::State, response::Response};
use comptoir_analysis::{Compared, Figures, Measure, compare};
use comptoir_calendar::Period;
use comptoir_sales::Money;
use comptoir_words::Words;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    PeriodJson,
    asked::{AsFile, Asked, ComparedWith},
};
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    sheet::{Cell, Delivery, Kind, Sheet},
    told::{comparison_document, comparison_label},
};

#[derive(Serialize, ToSchema)]
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
    /// Euros a piece, kilogram or metre; null without a quantity.
    average_price: Option<f64>,
    /// Euros a ticket, of the sales whose ticket is known; null where none is.
    average_basket: Option<f64>,
    /// How many tickets.
    baskets: i64,
    /// The SQL that these figures come from.
    sql: Option<String>,
    /// The same of the days compared with; null without a comparison.
    before: Option<Before>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Summary::Before)]
struct Before {
    compared: serde_json::Value,
    /// What is compared with what, in words.
    label: String,
    revenue: f64,
    sales: i64,
    quantity: f64,
    average_price: Option<f64>,
    average_basket: Option<f64>,
    baskets: i64,
    /// Of revenue: euros, and in parts of the revenue before.
    change: f64,
    relative_change: Option<f64>,
}

impl Before {
    fn of(compared: &Compared, words: &Words) -> Self {
        let figures = compared.total.before;
        Self {
            compared: comparison_document(&compared.comparison, compared.perimeter),
            label: comparison_label(&compared.comparison, compared.perimeter, words),
            revenue: figures.revenue.to_f64(),
            sales: figures.sales,
            quantity: figures.quantity.unwrap_or_default().to_f64(),
            average_price: figures.average_price().map(Money::to_f64),
            average_basket: figures.average_basket().map(Money::to_f64),
            baskets: figures.baskets.unwrap_or_default().count,
            change: compared.total.change().to_f64(),
            relative_change: compared.total.relative_change(),
        }
    }
}

/// The key figures, beside those of the days compared with.
#[utoipa::path(
    get,
    path = "/summary",
    params(Asked, ComparedWith, AsFile),
    responses((status = 200, description = "The figures", body = Summary)),
)]
pub(super) async fn summary(
    State(service): State<Service>,
    Reader(lang): Reader,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let perimeter = params.perimeter()?;
    service
        .ask_sales(move |sales| {
            let available = sales.available()?;
            let asked = params.question(sales, None)?;
            let question = asked.as_ref().map(|(question, _)| question.clone().with(Measure::Baskets));
            let comparison = params.comparison(sales, None)?;
            let base = comparison.as_ref().map(|comparison| (comparison.period(), comparison.base_span()));
            let (figures, sql, before) = match (&question, comparison) {
                (None, _) => (Figures::default(), None, None),
                (Some(question), None) => {
                    (sales.answer(question)?.figures(), Some(question.sql_text()), None)
                }
                (Some(question), Some(comparison)) => {
                    let compared = compare(sales, question, comparison, perimeter)?;
                    let before = Before::of(&compared, &Words::new(lang));
                    (compared.total.now, Some(compared.question.sql_text()), Some(before))
                }
            };
            let whole = asked.map(|(_, period)| period);
            let summary = Summary {
                data_version: sales.data_version(),
                currency: "EUR",
                period: whole.map(Into::into),
                available: available.map(Into::into),
                revenue: figures.revenue.to_f64(),
                sales: figures.sales,
                quantity: figures.quantity.unwrap_or_default().to_f64(),
                average_price: figures.average_price().map(Money::to_f64),
                average_basket: figures.average_basket().map(Money::to_f64),
                baskets: figures.baskets.unwrap_or_default().count,
                sql,
                before,
            };
            let periods = (base.map(|(now, _)| now).or(whole), base.map(|(_, before)| before));
            delivery.answer(&summary, |told, words| sheet(told, periods, words))
        })
        .await
}

/// The figures of the period, and those of the days compared with below.
fn sheet(told: &Summary, (now, before): (Option<Period>, Option<Period>), words: &Words) -> Sheet {
    let mut sheet = Sheet::new("summary", words).during(now).with(
        [
            ("from", Kind::Plain),
            ("to", Kind::Plain),
            ("revenue", Kind::Money),
            ("sales", Kind::Integer),
            ("quantity", Kind::Number),
            ("average-price", Kind::Money),
            ("baskets", Kind::Integer),
            ("average-basket", Kind::Money),
        ],
        words,
    );
    sheet.push(vec![
        now.map(Period::first).into(),
        now.map(Period::last).into(),
        told.revenue.into(),
        told.sales.into(),
        told.quantity.into(),
        told.average_price.into(),
        told.baskets.into(),
        told.average_basket.into(),
    ]);
    if let Some(figures) = &told.before {
        let row: [Cell; 8] = [
            before.map(Period::first).into(),
            before.map(Period::last).into(),
            figures.revenue.into(),
            figures.sales.into(),
            figures.quantity.into(),
            figures.average_price.into(),
            figures.baskets.into(),
            figures.average_basket.into(),
        ];
        sheet.push(row.into());
    }
    sheet
}
