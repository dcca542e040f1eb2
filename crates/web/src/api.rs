//! The routes of the API, one module each.

mod analyses;
mod anomalies;
mod breakdown;
mod calendar;
mod events;
mod forecasts;
mod imports;
mod lines;
mod names;
mod net;
mod probes;
mod seasonality;
mod series;
mod session;
mod sql;
mod store_days;
mod summary;
mod targets;
mod why;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use comptoir_calendar::Period;
use serde::Serialize;

use crate::service::Service;

pub(crate) fn routes() -> Router<Service> {
    Router::new()
        .route("/summary", get(summary::summary))
        .route("/breakdown/{grouping}", get(breakdown::breakdown))
        .route("/series", get(series::series))
        .route("/calendar", get(calendar::calendar))
        .route("/names", get(names::names))
        .route("/lines", get(lines::lines))
        .route("/seasonality", get(seasonality::told))
        .route("/anomalies", get(anomalies::told))
        .route("/store-days", get(store_days::told))
        .route("/net", get(net::net))
        .route("/targets", get(targets::targets))
        .route("/why", get(why::why))
        .route("/forecasts", get(forecasts::kept).post(forecasts::make))
        .route("/forecasts/scores", get(forecasts::scores))
        .route("/backtests", get(forecasts::backtests))
        .route("/imports", get(imports::ledger).post(imports::import))
        .route("/imports/{id}/undo", post(imports::undo))
        .route("/imports/drafts/{id}", post(imports::drafts::correct).delete(imports::drafts::drop))
        .route("/imports/jobs", get(imports::jobs::all))
        .route("/imports/jobs/{id}", get(imports::jobs::one).delete(imports::jobs::cancel))
        .route("/events", get(events::events))
        .route("/analyses", post(analyses::run))
        .route("/sql", get(sql::sql))
}

/// What is asked before anybody is signed in.
pub(crate) fn session() -> Router<Service> {
    let session = get(session::told).post(session::sign_in).delete(session::sign_out);
    Router::new().route("/session", session.layer(DefaultBodyLimit::max(session::BODY_LIMIT)))
}

pub(crate) fn probes() -> Router<Service> {
    Router::new().route("/health", get(probes::health)).route("/version", get(probes::version))
}

/// A period in JSON: both ends included, `YYYY-MM-DD`.
#[derive(Serialize)]
struct PeriodJson {
    from: String,
    to: String,
}

impl From<Period> for PeriodJson {
    fn from(period: Period) -> Self {
        Self { from: period.first().to_string(), to: period.last().to_string() }
    }
}
