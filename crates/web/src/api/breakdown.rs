//! `GET /breakdown/{grouping}`: revenue by product, category, store, city, region, day, week, month, quarter, year or
//! weekday; with `compare`, beside that of the days compared with.

use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use comptoir_analysis::{
    AnalysisError, Classed, Compared, ComparedRow, Completeness, Figures, Group, Grouping, Ranking, compare,
    compare_if_missing, pareto, part_of, successions,
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
    told::{
        asked_sentence, comparison_document, comparison_label, comparison_notes, if_missing_document,
        succession_sentences,
    },
};

#[derive(Serialize, ToSchema)]
pub(super) struct Breakdown {
    grouping: &'static str,
    period: Option<PeriodJson>,
    /// The days compared; null without a comparison.
    compared: Option<Value>,
    /// The same in words.
    label: Option<String>,
    /// The days that changes are of, in words, where they are not all days of the figures.
    notes: Vec<String>,
    /// What the change would be, were gaps missing that are taken for closed: `text`, `change` and `relative_change`
    /// of all groups. Null where there are no such gaps, or no comparison.
    if_missing: Option<Value>,
    /// Such days of the period, in words; null where there are none.
    asked: Option<String>,
    /// Stores or products that go on under another number, in words: no figures are merged.
    successions: Vec<String>,
    /// Of all groups, also those beyond the limit.
    total: f64,
    /// The meaning of the figures, in words.
    definition: String,
    /// The SQL that they come from.
    sql: Option<String>,
    rows: Vec<Row>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Breakdown::Row)]
struct Row {
    /// The product's or store's id; null for other groupings.
    id: Option<i64>,
    /// Null when it is unknown, as for stores without region.
    name: Option<String>,
    revenue: f64,
    quantity: f64,
    sales: i64,
    /// Its part of all revenue; null unless that is above zero.
    share: Option<f64>,
    /// The share of it and of all before it; of groups that are not of time.
    #[serde(skip_serializing_if = "Option::is_none")]
    cumulative_share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// Its place by revenue, from 1, where two periods are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<usize>,
    /// The days compared with; absent where two periods are not compared, and of groups of which no day is.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Before>,
}

/// The days compared with.
#[derive(Serialize, ToSchema)]
#[schema(as = Breakdown::Before)]
struct Before {
    /// The figures of the days that are compared.
    now: Sums,
    revenue: f64,
    quantity: f64,
    sales: i64,
    /// Of the days compared.
    change: f64,
    /// In parts of the revenue before; null unless that was above zero.
    relative_change: Option<f64>,
    /// Its part in the change of the whole, in parts of all revenue before.
    contribution: Option<f64>,
    /// By revenue, from 1; null where nothing was sold.
    place: Option<usize>,
    class: Option<String>,
    /// The change, were gaps missing that are taken for closed; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    change_if_missing: Option<f64>,
    /// The same in parts of the revenue before.
    #[serde(skip_serializing_if = "Option::is_none")]
    relative_change_if_missing: Option<f64>,
}

/// Figures of the days that are compared.
#[derive(Serialize, ToSchema)]
#[schema(as = Breakdown::Sums)]
struct Sums {
    revenue: f64,
    quantity: f64,
    sales: i64,
}

impl Row {
    fn new(group: Option<&Group>, figures: Figures, share: Option<f64>) -> Self {
        Self {
            id: group.and_then(|group| group.id),
            name: group.and_then(|group| group.name.clone()),
            revenue: figures.revenue.to_f64(),
            quantity: figures.quantity.unwrap_or_default().to_f64(),
            sales: figures.sales,
            share,
            cumulative_share: None,
            class: None,
            place: None,
            before: None,
        }
    }

    fn classed(self, classed: Option<&Classed>) -> Self {
        Self {
            cumulative_share: classed
                .filter(|_| self.share.is_some())
                .map(|classed| classed.cumulative_share),
            class: classed.map(|classed| classed.class.to_string()),
            ..self
        }
    }
}

/// Revenue by product, place or time, with shares and classes.
#[utoipa::path(
    get,
    path = "/breakdown/{grouping}",
    params(
        ("grouping" = String, Path, description = "`product`, `category`, `store`, `city`, `region`, `day`, `week`, `month`, `quarter`, `year` or `weekday`", example = "product"),
        ("limit" = Option<usize>, Query, description = "The most rows; all by default"),
        Asked,
        ComparedWith,
        AsFile,
    ),
    responses((status = 200, description = "The groups, by revenue or in the order of time", body = Breakdown)),
)]
pub(super) async fn breakdown(
    State(service): State<Service>,
    Path(grouping): Path<String>,
    Reader(lang): Reader,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let grouping: Grouping = grouping.parse()?;
    let limit = params.count("limit")?.unwrap_or(usize::MAX);
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let words = Words::new(lang);
            let mut breakdown = Breakdown {
                grouping: grouping.name(),
                period: None,
                compared: None,
                label: None,
                notes: vec![],
                if_missing: None,
                asked: None,
                successions: vec![],
                total: 0.0,
                definition: words.text("definition-revenue"),
                sql: None,
                rows: vec![],
            };
            let Some((question, period)) = params.question(sales, Some(grouping))? else {
                return delivery.answer(&breakdown, |told, words| sheet(told, grouping, None, words));
            };
            breakdown.period = Some(period.into());
            breakdown.sql = Some(question.sql_text());
            let gaps = Completeness::of(sales, &params.filters)?.asked_gaps_in(period);
            breakdown.asked = asked_sentence(&gaps, &words);
            if let Some(comparison) = params.comparison(sales, None)? {
                let currency = currency_of(sales.database()).map_err(AnalysisError::from)?;
                let words = Words::new(lang).in_currency(currency);
                let otherwise = compare_if_missing(sales, &question, &comparison)?;
                let compared = compare(sales, &question, comparison)?;
                breakdown.if_missing =
                    otherwise.as_ref().map(|(compared, gaps)| if_missing_document(compared, gaps, &words));
                breakdown.compared = Some(comparison_document(&compared.days));
                breakdown.label = Some(comparison_label(&compared.days, &words));
                breakdown.notes = comparison_notes(&compared.days, &words);
                breakdown.sql = Some(compared.question.sql_text());
                breakdown.total = compared.total.whole.revenue.to_f64();
                breakdown.successions = succession_sentences(&successions(sales, &compared)?, &words);
                breakdown.rows = side_by_side(&compared, otherwise.as_ref().map(|(compared, _)| compared));
            } else {
                let answer = sales.answer(&question)?;
                let classes = if grouping.is_of_time() { vec![] } else { pareto(answer.members()) };
                breakdown.total = answer.total.to_f64();
                // Both stand in the order of revenue.
                let rows = answer.rows.iter().enumerate();
                let row = rows.map(|(at, row)| {
                    Row::new(row.groups.first(), row.figures, row.share).classed(classes.get(at))
                });
                breakdown.rows = row.collect();
            }
            let all = breakdown.rows.len();
            breakdown.rows.truncate(limit);
            delivery.answer(&breakdown, |told, words| {
                let if_missing =
                    told.if_missing.as_ref().and_then(|said| said["text"].as_str().map(str::to_owned));
                let remarks = told.asked.clone().into_iter().chain(if_missing);
                let remarks = remarks.chain(told.successions.iter().cloned());
                let sheet =
                    sheet(told, grouping, Some(period), words).compared(told.label.clone()).noted(remarks);
                if told.rows.len() < all { sheet.first_of(all) } else { sheet }
            })
        })
        .await
}

fn side_by_side(compared: &Compared, otherwise: Option<&Compared>) -> Vec<Row> {
    // Without the days of gaps a group may be compared no more.
    let sides = |row: &ComparedRow| row.is_compared.then_some(row.sides);
    let otherwise: Option<HashMap<_, _>> =
        otherwise.map(|compared| compared.rows.iter().map(|row| (&row.groups, sides(row))).collect());
    let total = compared.total.whole.revenue;
    let ranking = Ranking::of(compared);
    let places: HashMap<_, _> = ranking.all().iter().map(|ranked| (&ranked.group, ranked)).collect();
    let by_group = |members: Vec<Classed>| -> HashMap<Group, Classed> {
        members.into_iter().map(|member| (member.group.clone(), member)).collect()
    };
    let (later, earlier) =
        (by_group(pareto(compared.members())), by_group(pareto(compared.members_before())));
    let row = |row: &ComparedRow| {
        let (group, sides, is_compared) = (row.groups.first(), row.sides, row.is_compared);
        let ranked = group.and_then(|group| places.get(group));
        let other = otherwise.as_ref().and_then(|rows| rows.get(&row.groups).copied().unwrap_or_default());
        let share = part_of(sides.whole.revenue, total);
        let before = Before {
            now: Sums {
                revenue: sides.now.revenue.to_f64(),
                quantity: sides.now.quantity.unwrap_or_default().to_f64(),
                sales: sides.now.sales,
            },
            revenue: sides.before.revenue.to_f64(),
            quantity: sides.before.quantity.unwrap_or_default().to_f64(),
            sales: sides.before.sales,
            change: sides.change().to_f64(),
            relative_change: sides.relative_change(),
            contribution: ranked.and_then(|ranked| ranked.contribution),
            place: ranked.and_then(|ranked| ranked.place_before),
            class: group.and_then(|group| Some(earlier.get(group)?.class.to_string())),
            change_if_missing: other.map(|sides| sides.change().to_f64()),
            relative_change_if_missing: other.and_then(|sides| sides.relative_change()),
        };
        let place = ranked.and_then(|ranked| ranked.place);
        let classed = group.and_then(|group| later.get(group));
        Row {
            place,
            before: is_compared.then_some(before),
            ..Row::new(group, sides.whole, share).classed(classed)
        }
    };
    compared.rows.iter().map(row).collect()
}

fn sheet(told: &Breakdown, grouping: Grouping, period: Option<Period>, words: &Words) -> Sheet {
    let (is_compared, is_of_time) = (told.compared.is_some(), grouping.is_of_time());
    let mut sheet = Sheet::new(grouping.name(), words).during(period).with(
        [
            (grouping.name(), Kind::Plain),
            ("revenue", Kind::Money),
            ("quantity", Kind::Number),
            ("sales", Kind::Integer),
            ("share", Kind::Share),
        ],
        words,
    );
    if !is_of_time {
        sheet = sheet.with([("cumulative-share", Kind::Share), ("class", Kind::Plain)], words);
    }
    if is_compared {
        sheet = sheet.with(
            [
                ("revenue-compared", Kind::Money),
                ("revenue-before", Kind::Money),
                ("quantity-before", Kind::Number),
                ("sales-before", Kind::Integer),
                ("change", Kind::Money),
                ("relative-change", Kind::Share),
            ],
            words,
        );
    }
    if is_compared && !is_of_time {
        sheet = sheet.with(
            [
                ("contribution", Kind::Share),
                ("place", Kind::Integer),
                ("place-before", Kind::Integer),
                ("class-before", Kind::Plain),
            ],
            words,
        );
    }
    let has_open_gaps = told.if_missing.is_some();
    if has_open_gaps {
        sheet = sheet
            .with([("change-if-missing", Kind::Money), ("relative-change-if-missing", Kind::Share)], words);
    }
    for row in &told.rows {
        let mut cells = cells(row, grouping, words);
        if let Some(before) = row.before.as_ref().filter(|_| has_open_gaps) {
            cells.extend([before.change_if_missing.into(), before.relative_change_if_missing.into()]);
        }
        sheet.push(cells);
    }
    sheet
}

fn cells(row: &Row, grouping: Grouping, words: &Words) -> Vec<Cell> {
    let name = match (grouping, row.name.as_deref()) {
        (_, None) => words.text("unknown").into(),
        (Grouping::Week | Grouping::Quarter, Some(label)) => words.formats().label(label).into(),
        (Grouping::Weekday, Some(number)) => words.text(&format!("weekday-{number}")).into(),
        (_, Some(name)) => Cell::text(name),
    };
    let mut cells = vec![name, row.revenue.into(), row.quantity.into(), row.sales.into(), row.share.into()];
    if !grouping.is_of_time() {
        cells.extend([row.cumulative_share.into(), row.class.clone().into()]);
    }
    let Some(before) = &row.before else { return cells };
    cells.extend([
        before.now.revenue.into(),
        before.revenue.into(),
        before.quantity.into(),
        before.sales.into(),
        before.change.into(),
        before.relative_change.into(),
    ]);
    if !grouping.is_of_time() {
        cells.extend([
            before.contribution.into(),
            row.place.into(),
            before.place.into(),
            before.class.clone().into(),
        ]);
    }
    cells
}
