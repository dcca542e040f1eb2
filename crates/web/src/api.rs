//! The routes of the API, one module each.

mod analyses;
mod anomalies;
mod asked;
mod breakdown;
mod calendar;
mod currency;
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
mod several;
mod sources;
mod sql;
mod store_days;
mod summary;
mod targets;
mod why;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
};
use comptoir_calendar::Period;
use serde::Serialize;
use tower_http::compression::CompressionLayer;
use utoipa::{ToSchema, openapi::OpenApi};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    UPLOAD_LIMIT_BYTES, access, etag,
    known_params::{self, KnownParams},
    openapi,
    problem::{self, Problem},
    service::Service,
};

/// The routes, and the description that stands beside their handlers.
pub(crate) fn router(service: &Service) -> (Router<Service>, OpenApi) {
    let (router, description) = OpenApiRouter::with_openapi(openapi::begin())
        .nest("/api/v1", routes(service))
        // Before the routes that stand above, and outside of the nest: it looks at the whole path.
        .route_layer(from_fn_with_state(service.clone(), access::admit))
        .nest("/api/v1", session())
        .split_for_parts();
    let known = KnownParams::of(&description);
    let router = router.route_layer(from_fn_with_state(known, known_params::refuse_others));
    let (probes, described) = probes().split_for_parts();
    (router.merge(probes), description.merge_from(described))
}

/// The routes that need access to the service.
fn routes(service: &Service) -> OpenApiRouter<Service> {
    // What may be asked for several at once. The first are a function of the sales; everything else is answered anew
    // each time.
    let figures = currency::named(
        service,
        OpenApiRouter::new()
            .routes(routes!(summary::summary))
            .routes(routes!(breakdown::breakdown))
            .routes(routes!(series::series))
            .routes(routes!(lines::lines))
            .routes(routes!(seasonality::told))
            .routes(routes!(anomalies::told))
            .routes(routes!(net::net))
            .routes(routes!(targets::targets))
            .routes(routes!(why::why))
            .routes(routes!(forecasts::backtests)),
    )
    .routes(routes!(calendar::calendar))
    .routes(routes!(names::names))
    .routes(routes!(store_days::told, store_days::say))
    // Packed before it is remembered, not each time.
    .route_layer(CompressionLayer::new())
    .route_layer(from_fn_with_state(service.clone(), etag::by_data_version))
    .merge(currency::named(
        service,
        OpenApiRouter::new()
            .routes(routes!(forecasts::kept, forecasts::make))
            .routes(routes!(forecasts::scores)),
    ));
    let (together, description) = figures.clone().split_for_parts();
    let known = KnownParams::of(&description);
    let together = together.route_layer(from_fn_with_state(known, known_params::refuse_others));
    let together = together.fallback(async || Problem::not_found()).layer(from_fn(problem::tell));
    let together = several::Routes(together.with_state(service.clone()));
    OpenApiRouter::new()
        .routes(routes!(several::several))
        .route_layer(Extension(together))
        .merge(currency::named(
            service,
            OpenApiRouter::new()
                .routes(routes!(imports::ledger, imports::import))
                .route_layer(DefaultBodyLimit::max(UPLOAD_LIMIT_BYTES))
                .routes(routes!(imports::undo))
                .routes(routes!(imports::one::one))
                .routes(routes!(analyses::run)),
        ))
        .routes(routes!(imports::drafts::correct, imports::drafts::drop))
        .routes(routes!(imports::rejects::rejects))
        .routes(routes!(imports::jobs::all))
        .routes(routes!(imports::jobs::one, imports::jobs::cancel))
        .routes(routes!(sources::sources))
        .routes(routes!(events::events))
        .routes(routes!(sql::sql))
        .merge(figures)
        .route_layer(from_fn(etag::keep_nowhere_else))
}

/// The routes that are open before signing in.
fn session() -> OpenApiRouter<Service> {
    OpenApiRouter::new()
        .routes(routes!(session::told, session::sign_in, session::sign_out))
        .route_layer(DefaultBodyLimit::max(session::BODY_LIMIT))
        .route_layer(from_fn(etag::keep_nowhere_else))
}

fn probes() -> OpenApiRouter<Service> {
    OpenApiRouter::new().routes(routes!(probes::health)).routes(routes!(probes::version))
}

/// A period in JSON: both ends included, `YYYY-MM-DD`.
#[derive(Serialize, ToSchema)]
#[schema(as = Period)]
struct PeriodJson {
    from: String,
    to: String,
}

impl From<Period> for PeriodJson {
    fn from(period: Period) -> Self {
        Self { from: period.first().to_string(), to: period.last().to_string() }
    }
}
