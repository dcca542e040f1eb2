//! `GET /summary`: the key figures.

use axum::{extract::State, response::Response};
use comptoir_analysis::{
    AnalysisError, AskedGap, Compared, Completeness, Figures, Measure, compare, compare_if_missing,
};
use comptoir_calendar::{Comparison, Period};
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
    service::{Service, currency_of},
    sheet::{Cell, Delivery, Kind, Sheet},
    told::{
        asked_sentence, comparison_document, comparison_label, comparison_notes, completeness_document,
        if_missing_sentence,
    },
};

#[derive(Serialize, ToSchema)]
pub(super) struct Summary {
    data_version: i64,
    /// The data version at which sales last changed: a forecast of an earlier one is of other sales.
    sales_version: i64,
    /// ISO 4217.
    currency: String,
    /// The days asked for; null when there are no sales.
    period: Option<PeriodJson>,
    /// From the first to the last day with sales; null when there are none.
    available: Option<PeriodJson>,
    /// In the currency, as all amounts.
    revenue: f64,
    /// Lines of sales.
    sales: i64,
    /// Pieces, kilograms or metres.
    quantity: f64,
    /// An amount a piece, kilogram or metre; null without a quantity.
    average_price: Option<f64>,
    /// An amount a ticket, of the sales whose ticket is known; null where none is.
    average_basket: Option<f64>,
    /// How many tickets.
    baskets: i64,
    /// The SQL that these figures come from.
    sql: Option<String>,
    /// The figures of the days compared with; null without a comparison.
    before: Option<Before>,
    /// How complete the data are: until when the data of all stores are here, which are late, which have closed,
    /// which gaps are to be asked about.
    completeness: serde_json::Value,
    /// The last day that is complete for the stores asked about.
    complete_to: Option<String>,
    /// Days of the period that these stores were closed on, or whose data are missing, in words: nobody has said, and
    /// they count as closed. Null where there are none.
    asked: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Summary::Before)]
struct Before {
    compared: serde_json::Value,
    /// The days compared, in words.
    label: String,
    /// What is to be said of the change where it is not of all days of the figure, in words.
    notes: Vec<String>,
    /// What revenue would have changed by, were gaps missing that are taken for closed, in words; null where there
    /// are none.
    if_missing: Option<String>,
    /// The same in parts of the revenue before.
    if_missing_change: Option<f64>,
    /// The figures of the days that are compared.
    now: Sums,
    revenue: f64,
    sales: i64,
    quantity: f64,
    average_price: Option<f64>,
    average_basket: Option<f64>,
    baskets: i64,
    /// Of revenue: an amount, and in parts of the revenue before.
    change: f64,
    relative_change: Option<f64>,
}

/// Figures of the days that are compared.
#[derive(Serialize, ToSchema)]
#[schema(as = Summary::Sums)]
struct Sums {
    revenue: f64,
    sales: i64,
    quantity: f64,
    average_price: Option<f64>,
    average_basket: Option<f64>,
    baskets: i64,
}

impl From<Figures> for Sums {
    fn from(figures: Figures) -> Self {
        Self {
            revenue: figures.revenue.to_f64(),
            sales: figures.sales,
            quantity: figures.quantity.unwrap_or_default().to_f64(),
            average_price: figures.average_price().map(Money::to_f64),
            average_basket: figures.average_basket().map(Money::to_f64),
            baskets: figures.baskets.unwrap_or_default().count,
        }
    }
}

impl Before {
    fn of(compared: &Compared, otherwise: Option<&(Compared, Vec<AskedGap>)>, words: &Words) -> Self {
        let figures = compared.total.before;
        Self {
            compared: comparison_document(&compared.days),
            label: comparison_label(&compared.days, words),
            notes: comparison_notes(&compared.days, words),
            if_missing: otherwise.map(|(compared, gaps)| if_missing_sentence(compared, gaps, words)),
            if_missing_change: otherwise.and_then(|(compared, _)| compared.total.relative_change()),
            now: compared.total.now.into(),
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
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let available = sales.available()?;
            let currency = currency_of(sales.database()).map_err(AnalysisError::from)?;
            let asked = params.question(sales, None)?;
            let question = asked.as_ref().map(|(question, _)| question.clone().with(Measure::Baskets));
            let comparison = params.comparison(sales, None)?;
            let spans = comparison.as_ref().map(|days| spans(days.comparison()));
            let (figures, sql, before) = match (&question, comparison) {
                (None, _) => (Figures::default(), None, None),
                (Some(question), None) => {
                    (sales.answer(question)?.figures(), Some(question.sql_text()), None)
                }
                (Some(question), Some(comparison)) => {
                    let otherwise = compare_if_missing(sales, question, &comparison)?;
                    let compared = compare(sales, question, comparison)?;
                    let before =
                        Before::of(&compared, otherwise.as_ref(), &Words::new(lang).in_currency(currency));
                    (compared.total.whole, Some(compared.question.sql_text()), Some(before))
                }
            };
            let whole = asked.map(|(_, period)| period);
            let completeness = Completeness::of(sales, &params.filters)?;
            let gaps = whole.map(|period| completeness.asked_gaps_in(period)).unwrap_or_default();
            let summary = Summary {
                data_version: sales.data_version(),
                sales_version: sales.database().sales_version().map_err(AnalysisError::from)?,
                currency: currency.code().to_owned(),
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
                completeness: completeness_document(&*sales.completeness()?, &Words::new(lang)),
                asked: asked_sentence(&gaps, &Words::new(lang)),
                complete_to: completeness.complete_to().map(|day| day.to_string()),
            };
            let label = before_label(&summary);
            let if_missing = summary.before.as_ref().and_then(|before| before.if_missing.clone());
            let remarks = summary.asked.clone().into_iter().chain(if_missing);
            delivery.answer(&summary, |told, words| {
                sheet(told, (whole, spans), words).compared(label).noted(remarks)
            })
        })
        .await
}

/// From the first to the last of the days compared, and of those that they are compared with.
fn spans(comparison: &Comparison) -> [Option<Period>; 2] {
    let (days, whole) = (comparison.days(), comparison.period());
    let ends = days.first().zip(days.last());
    let days = ends.map_or(whole, |(first, last)| Period::between(first.first(), last.last()));
    [Some(days), Some(comparison.base_span())]
}

fn before_label(summary: &Summary) -> Option<String> {
    summary.before.as_ref().map(|before| before.label.clone())
}

/// The figures of the period; below those of its days that are compared, and those of the days compared with.
fn sheet(
    told: &Summary,
    (whole, spans): (Option<Period>, Option<[Option<Period>; 2]>),
    words: &Words,
) -> Sheet {
    let mut sheet = Sheet::new("summary", words).during(whole).with(
        [
            ("what", Kind::Plain),
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
    let row = |what: &str, period: Option<Period>, figures: [Cell; 6]| {
        let days: [Cell; 2] = [period.map(Period::first).into(), period.map(Period::last).into()];
        let what = Cell::from(words.text(&format!("summary-{what}")));
        std::iter::once(what).chain(days).chain(figures).collect()
    };
    sheet.push(row(
        "period",
        whole,
        [
            told.revenue.into(),
            told.sales.into(),
            told.quantity.into(),
            told.average_price.into(),
            told.baskets.into(),
            told.average_basket.into(),
        ],
    ));
    if let (Some(before), Some([now, base])) = (&told.before, spans) {
        sheet.push(row("compared", now, before.now.cells()));
        sheet.push(row("before", base, before.cells()));
    }
    sheet
}

impl Sums {
    fn cells(&self) -> [Cell; 6] {
        [
            self.revenue.into(),
            self.sales.into(),
            self.quantity.into(),
            self.average_price.into(),
            self.baskets.into(),
            self.average_basket.into(),
        ]
    }
}

impl Before {
    fn cells(&self) -> [Cell; 6] {
        [
            self.revenue.into(),
            self.sales.into(),
            self.quantity.into(),
            self.average_price.into(),
            self.baskets.into(),
            self.average_basket.into(),
        ]
    }
}
