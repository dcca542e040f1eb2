//! `GET /store-days`: which days of each store sold, were closed, or have not arrived yet.

use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use comptoir_analysis::{AnalysisError, Arrived, Completeness, DayState, GapAnswer, answer_gap};
use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_words::Words;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::asked::Asked;
use crate::{
    clock::today,
    json_body,
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    told::completeness_document,
};

/// How many days are answered when the request names none.
const DAYS: u32 = 30;

/// Which days of each store sold, were closed, or have not arrived yet.
#[utoipa::path(
    get,
    path = "/store-days",
    params(Asked),
    responses((status = 200, description = "Days are `sold`, `open-without-sale`, `closed`, `closed-for-good`, `missing`, `not-arrived` or `not-open-yet`; by default the last thirty; of days before the first sale and of those to come there are none", body = serde_json::Value, example = json!({
        "period": { "from": "2023-11-01", "to": "2023-11-30" },
        "complete_to": "2023-11-29",
        "last_sale": "2023-11-30",
        "sentence": "Sales are complete up to 29 Nov 2023, the last are of 30 Nov 2023. Late: Rennes (since 30 Nov).",
        "late": [{ "store_id": 2, "store": "Rennes", "since": "2023-11-30" }],
        "cut_short": [], "closed": [], "asked": [], "answered": [], "silent": false, "ahead": null,
        "stores": [{ "id": 1, "name": "Strasbourg", "days": [{ "day": "2023-11-01", "state": "sold" }] }],
    }))),
)]
pub(super) async fn told(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let recent = sales.available()?.map(|available| Period::ending_on(available.last(), DAYS));
            let period = params.period(recent)?;
            let completeness = Completeness::of(sales, &params.filters)?;
            let answered = period.zip(sales.available()?).and_then(|(asked, available)| {
                // Of days before the first sale and of those to come there is nothing to say.
                asked.intersection(Period::between(available.first(), available.last().max(today())))
            });
            check_size(completeness.stores().len(), answered)?;
            let states = answered.map(|days| completeness.states(days)).unwrap_or_default();
            let stores = completeness.stores().iter().map(|store| {
                store_document(store, states.get(&store.id).map(Vec::as_slice).unwrap_or_default())
            });
            let mut document = completeness_document(&completeness, &Words::new(lang));
            document["period"] = json!(period.map(|period| json!({
                "from": period.first().to_string(),
                "to": period.last().to_string(),
            })));
            document["stores"] = stores.collect();
            Ok::<_, Problem>(Json(document))
        })
        .await
}

/// The most days of stores in one answer: each takes some 300 bytes until it is sent.
const STORE_DAYS: usize = 250_000;

/// Refuses an answer that would take too much memory.
///
/// # Errors
/// [`AnalysisError::TooManyStoreDays`].
fn check_size(stores: usize, days: Option<Period>) -> Result<(), AnalysisError> {
    let days = days.map_or(0, Period::len) as usize;
    if stores.saturating_mul(days) > STORE_DAYS {
        return Err(AnalysisError::TooManyStoreDays { stores, days, limit: STORE_DAYS });
    }
    Ok(())
}

/// An answer about days of a store without sales.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GapSaid {
    /// The store's id.
    store_id: i64,
    /// The first day.
    from: String,
    /// The last day.
    to: String,
    /// `closed` or `missing`; `unknown` takes back what was said, and the question is open again.
    answer: String,
}

/// Says whether a store was closed on days without sales or their data are missing.
#[utoipa::path(
    post,
    path = "/store-days",
    request_body = GapSaid,
    responses((status = 204, description = "It is kept; days without sales only are taken for what was said")),
)]
pub(super) async fn say(State(service): State<Service>, body: Bytes) -> Result<StatusCode, Problem> {
    let said: GapSaid = json_body::read(&body)?;
    let day = |name: &str, text: &str| parse_iso(text).ok_or_else(|| Problem::input(name, text));
    let days = Period::new(day("from", &said.from)?, day("to", &said.to)?).map_err(AnalysisError::from)?;
    let answer = match said.answer.as_str() {
        "closed" => Some(GapAnswer::Closed),
        "missing" => Some(GapAnswer::Missing),
        "unknown" => None,
        other => return Err(Problem::input("answer", other)),
    };
    service
        .ask_sales(move |sales| {
            let completeness = sales.completeness()?;
            if !completeness.stores().iter().any(|store| store.id == said.store_id) {
                return Err(Problem::input("store_id", &said.store_id.to_string()));
            }
            answer_gap(sales.database(), said.store_id, days, answer)?;
            Ok(StatusCode::NO_CONTENT)
        })
        .await
}

fn store_document(store: &Arrived, states: &[(Date, DayState)]) -> Value {
    let days = states.iter().map(|(day, state)| json!({ "day": day.to_string(), "state": name(*state) }));
    json!({ "id": store.id, "name": store.name, "days": days.collect::<Vec<_>>() })
}

fn name(state: DayState) -> &'static str {
    match state {
        DayState::Sold => "sold",
        DayState::OpenWithoutSale => "open-without-sale",
        DayState::Closed => "closed",
        DayState::ClosedForGood => "closed-for-good",
        DayState::Missing => "missing",
        DayState::NotArrived => "not-arrived",
        DayState::NotOpenYet => "not-open-yet",
    }
}
