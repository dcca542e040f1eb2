//! `GET /targets`: what is aimed at in a month, what is sold of it, and what remains to be done each day.

use axum::{Json, extract::State};
use comptoir_analysis::{Completeness, period_target, target_progress};
use comptoir_calendar::Period;
use comptoir_words::Words;
use serde_json::Value;

use super::asked::Asked;
use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
    told::{asked_sentence, targets_document},
};

/// Targets by month: the revenue reached, and what remains per day.
#[utoipa::path(
    get,
    path = "/targets",
    params(Asked),
    responses((status = 200, description = "The targets of the month that `to` lies in, by default that of the last sales; the state is `reached`, `missed` or `running`", body = serde_json::Value, example = json!({
        "targets": [{
            "month": "2023-11", "store_id": null, "store": null, "region": "Bretagne", "target": 50000.5,
            "known_to": "2023-11-29", "sold": 46210.0, "remaining": 3790.5, "expected": 48300.0, "state": "running",
            "plan": [{ "day": "2023-11-30", "amount": 3790.5 }],
        }],
        "of_period": {
            "target": 50000.5, "known_to": "2023-11-29", "sold": 46210.0, "expected": 48300.0, "remaining": 3790.5,
            "days_left": 1, "per_day": 3790.5,
        },
        "asked": null,
    }))),
)]
pub(super) async fn targets(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let params = params.known(sales)?;
            let Some(period) = params.period(sales.available()?)? else {
                return Ok(Json(targets_document(&[], None, None)));
            };
            let month = period.last();
            let of_period = period_target(sales, period, &params.filters)?;
            let progress = target_progress(sales, month)?;
            // The month is looked at as well as the period, and all stores that have a target of their own.
            let looked_at = Period::between(period.first().min(month.first_of_month()), period.last());
            let gaps = if progress.is_empty() {
                vec![]
            } else {
                Completeness::of(sales, &params.filters)?.asked_gaps_in(looked_at)
            };
            let said = asked_sentence(&gaps, &Words::new(lang));
            Ok::<_, Problem>(Json(targets_document(&progress, of_period.as_ref(), said.as_deref())))
        })
        .await
}
