//! `GET /targets`: what is aimed at in a month, what is sold of it, and what remains to be done each day.

use axum::{Json, extract::State};
use comptoir_analysis::target_progress;
use serde_json::{Value, json};

use crate::{params::Params, problem::Problem, service::Service, told::targets_document};

/// The targets of the month that `to` lies in, by default that of the last sales.
pub(super) async fn targets(State(service): State<Service>, params: Params) -> Result<Json<Value>, Problem> {
    service
        .ask_sales(move |sales| {
            let Some(period) = params.period(sales.available()?)? else {
                return Ok(Json(json!({ "targets": [] })));
            };
            Ok::<_, Problem>(Json(targets_document(&target_progress(sales, period.last())?)))
        })
        .await
}
