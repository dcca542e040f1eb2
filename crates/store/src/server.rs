//! The Database Service: SQL over HTTP to one embedded database.

mod access;
mod answer;
mod arrow_frames;
mod body;
mod body_stream;
mod cursor;
mod execute;
mod health;
mod load;
mod metrics;
mod pipeline;
mod probes;
mod query;
mod record;
mod rejects;
mod room;
mod spooled;
mod statements;
mod stream;
mod streamed;
mod streams;
mod undo;
mod unread_body;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, Method, header},
    middleware,
    routing::{get, post},
};
use tokio::sync::Semaphore;
use tower_http::{
    cors::{AllowOrigin, CorsLayer},
    timeout::RequestBodyTimeoutLayer,
};

use crate::Embedded;
use access::Authenticator;
pub use access::{Access, Peer, SECRET_LEAST, names_this_machine};
pub(crate) use load::LEDGER_PART;
use metrics::Metrics;
use spooled::Spools;
use streams::Streams;
pub use unread_body::answer_after_body;

/// The largest request but a load, in bytes.
const BODY_LIMIT: usize = 16 << 20;

/// How many statements run at once on a core, as long as they are quick.
const SLOTS_A_CORE: usize = 2;

/// How long a client may pause while it sends a request.
const BODY_PAUSE: std::time::Duration = std::time::Duration::from_secs(30);

/// What all requests share.
struct Service {
    database: Arc<Embedded>,
    authenticator: Authenticator,
    metrics: Metrics,
    streams: Arc<Streams>,
    /// Answers that are read in ranges.
    spools: Arc<Spools>,
    /// Slots for work that is mostly quick.
    slots: Arc<Semaphore>,
    /// Places for what is held in memory as a whole.
    large: Arc<room::Large>,
    health: Arc<health::Health>,
}

/// The routes of the Database Service on an open database.
pub fn router(database: Arc<Embedded>, access: Access) -> Router {
    let origins = access.origins.clone();
    let service = Arc::new(Service {
        streams: Streams::new(),
        spools: Arc::default(),
        authenticator: Authenticator::new(access),
        metrics: Metrics::default(),
        slots: Arc::new(Semaphore::new(SLOTS_A_CORE * cores())),
        large: Arc::default(),
        health: Arc::default(),
        database,
    });
    let routes = Router::new()
        .route("/", get(probes::version).post(statements::answer))
        .route("/v2", get(probes::version))
        .route("/v3", get(probes::version))
        .route("/v2/pipeline", post(pipeline::answer))
        .route("/v3/pipeline", post(pipeline::answer))
        .route("/v3/cursor", post(cursor::answer))
        .route("/query", post(query::post))
        .route("/query.csv", get(query::csv))
        .route("/query.json", get(query::json))
        .route("/query.arrow", get(query::arrow))
        .route("/load", post(load::answer).layer(DefaultBodyLimit::disable()))
        .route("/records", post(record::answer))
        .route("/imports/{id}/rejects", get(rejects::answer))
        .route("/imports/{id}/undo", post(undo::answer))
        .route("/backup", get(probes::backup))
        .route("/metrics", get(metrics::answer))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&service), access::admit))
        .route("/health", get(probes::health))
        .route("/version", get(probes::version))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&service), metrics::measure))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(answer::name_refusals))
        .layer(middleware::from_fn(answer_after_body))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(middleware::from_fn(access::harden))
        .with_state(service);
    if origins.is_empty() { routes } else { routes.layer(cors(&origins)) }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Lets pages of these origins read the answers.
fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| origin.parse().ok()).collect::<Vec<_>>();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::ACCEPT])
        .expose_headers([answer::DATA_VERSION, header::RETRY_AFTER] as [HeaderName; 2])
}
