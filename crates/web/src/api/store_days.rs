//! `GET /store-days`: which days of each store sold, were closed, or have not arrived yet.

use axum::{Json, extract::State};
use comptoir_analysis::{Arrivals, Arrived, DayState};
use comptoir_calendar::Period;
use serde_json::{Value, json};

use super::asked::Asked;
use crate::{params::Params, problem::Problem, service::Service};

/// How many days are told when the request names none.
const DAYS: u32 = 30;

/// Which days of each store sold, were closed, or have not arrived yet.
#[utoipa::path(
    get,
    path = "/store-days",
    params(Asked),
    responses((status = 200, description = "Days are `sold`, `open-without-sale`, `closed`, `not-arrived` or `not-open-yet`; by default the last thirty", body = serde_json::Value, example = json!({
        "period": { "from": "2023-11-01", "to": "2023-11-30" },
        "complete_to": "2023-11-29",
        "stores": [{ "id": 1, "name": "Strasbourg", "days": [{ "day": "2023-11-01", "state": "sold" }] }],
    }))),
)]
pub(super) async fn told(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let recent = sales.available()?.map(|available| Period::ending_on(available.last(), DAYS));
            let period = params.period(recent)?;
            let arrivals = match period {
                Some(period) => Arrivals::around(sales, &params.filters, period)?,
                None => Arrivals::default(),
            };
            let stores = arrivals.stores().iter().map(|store| store_document(store, period));
            Ok::<_, Problem>(Json(json!({
                "period": period.map(|period| json!({
                    "from": period.first().to_string(),
                    "to": period.last().to_string(),
                })),
                // The last day that every store that still sells has told completely.
                "complete_to": arrivals.complete_to().map(|day| day.to_string()),
                "stores": stores.collect::<Vec<_>>(),
            })))
        })
        .await
}

fn store_document(store: &Arrived, period: Option<Period>) -> Value {
    let states = period.map(|period| store.states(period)).unwrap_or_default();
    let days = states.into_iter().map(|(day, state)| json!({ "day": day.to_string(), "state": name(state) }));
    json!({ "id": store.id, "name": store.name, "days": days.collect::<Vec<_>>() })
}

fn name(state: DayState) -> &'static str {
    match state {
        DayState::Sold => "sold",
        DayState::OpenWithoutSale => "open-without-sale",
        DayState::Closed => "closed",
        DayState::NotArrived => "not-arrived",
        DayState::NotOpenYet => "not-open-yet",
    }
}
