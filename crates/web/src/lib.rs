#![doc = include_str!("../README.md")]

mod access;
mod api;
mod assets;
mod clock;
mod csrf;
mod drafts;
mod etag;
mod headers;
mod health;
mod jobs;
mod json_body;
mod known_params;
mod lanes;
mod notifications;
mod openapi;
mod params;
mod pipe;
mod problem;
mod redact;
mod response_cache;
mod service;
mod sheet;
mod told;

use axum::{Router, extract::DefaultBodyLimit, middleware, routing::any};
use tower_http::compression::CompressionLayer;

pub use access::{Access, NoProxy, PasswordError, Proxy};
pub use clock::{now, today};
pub use service::{Service, currency_of, decimals_of};
pub use told::{
    asked_sentence, backtest_document, comparison_document, comparison_label, comparison_notes,
    completeness_document, completeness_sentence, explanation_document, explanation_line,
    explanation_sentence, forecast_document, forecasts_document, if_missing_document, if_missing_sentence,
    import_notes, net_document, scores_document, succession_sentences, successions_document,
    targets_document,
};

/// The largest file that may be sent for import.
const UPLOAD_LIMIT_BYTES: usize = 512 << 20;

/// How many bytes any other request may have: it is held in memory as a whole.
const BODY_LIMIT_BYTES: usize = 1 << 20;

/// The routes of the Script Service.
pub fn router(service: Service) -> Router {
    let (api, description) = api::router(&service);
    // Without a session, an unknown path gets the same answer as a known one.
    let nothing = any(|| async { problem::Problem::not_found() })
        .layer(middleware::from_fn_with_state(service.clone(), access::admit))
        .with_state(());
    let pages = assets::pages().merge(openapi::routes(openapi::complete(description)));
    api.merge(pages.route_layer(middleware::from_fn_with_state(service.clone(), access::admit)))
        .merge(assets::open())
        .fallback_service(nothing)
        .layer(middleware::from_fn(csrf::refuse_foreign_pages))
        .layer(middleware::from_fn(problem::tell))
        .layer(middleware::from_fn(headers::harden))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn(comptoir_store::answer_after_body))
        .with_state(service)
}
