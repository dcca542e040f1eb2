//! The metrics of the service, for Prometheus.

use std::{
    sync::{Arc, atomic::AtomicU64},
    time::Instant,
};

use axum::{
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use super::{Service, answer};
use crate::{Database, StoreError};

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    route: String,
    status: u16,
}

/// Counters that move as things happen; the rest is looked up when the metrics are read.
pub(super) struct Metrics {
    requests: Family<Outcome, Counter>,
    latencies: Family<Route, Histogram>,
    /// Rows that statements have answered with.
    pub(super) rows_read: Counter,
    /// Rows that statements and loads have inserted, changed or deleted.
    pub(super) rows_written: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        // From a tenth of a millisecond to half a minute.
        let latency = || Histogram::new(exponential_buckets(0.0001, 2.5, 15));
        Self {
            requests: Family::default(),
            latencies: Family::new_with_constructor(latency),
            rows_read: Counter::default(),
            rows_written: Counter::default(),
        }
    }
}

/// Measures a request up to the first byte of its answer.
pub(super) async fn measure(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let since = Instant::now();
    let response = next.run(request).await;
    let metrics = &service.metrics;
    metrics.latencies.get_or_create(&Route { route: route.clone() }).observe(since.elapsed().as_secs_f64());
    metrics.requests.get_or_create(&Outcome { route, status: response.status().as_u16() }).inc();
    response
}

/// All metrics in the text format of Prometheus.
pub(super) async fn answer(State(service): State<Arc<Service>>) -> Response {
    match answer::blocking(move || text(&service)).await {
        Ok(text) => {
            ([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
                .into_response()
        }
        Err(error) => answer::failed(&error),
    }
}

fn text(service: &Service) -> Result<String, StoreError> {
    let metrics = &service.metrics;
    let (database, write_lock) = (&service.database, service.database.write_lock());
    let mut registry = Registry::with_prefix("comptoir_db");
    registry.register("requests", "Requests answered", metrics.requests.clone());
    registry.register_with_unit(
        "request_duration",
        "Time to the first byte of the answer",
        Unit::Seconds,
        metrics.latencies.clone(),
    );
    registry.register("rows_read", "Rows that statements have answered with", metrics.rows_read.clone());
    registry.register("rows_written", "Rows inserted, changed or deleted", metrics.rows_written.clone());
    let busy = Counter::<f64, AtomicU64>::default();
    busy.inc_by(write_lock.busy_time().as_secs_f64());
    registry.register_with_unit("writer_busy", "Time in which somebody was writing", Unit::Seconds, busy);
    let mut gauge = |name: &str, help: &str, value: u64| {
        let gauge: Gauge = Gauge::default();
        gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        registry.register(name, help, gauge);
    };
    gauge("writers_waiting", "Requests that wait for the write lock", write_lock.waiting() as u64);
    gauge("streams_waiting", "Streams that wait for their next request", service.streams.count() as u64);
    gauge("wal_bytes", "Size of the write-ahead log", database.log_size());
    gauge(
        "file_bytes",
        "Size of the database's file",
        std::fs::metadata(database.path()).map_or(0, |file| file.len()),
    );
    gauge("data_version", "Version of the data", database.data_version()?.unsigned_abs());
    let mut text = String::new();
    encode(&mut text, &registry).map_err(StoreError::internal)?;
    Ok(text)
}
