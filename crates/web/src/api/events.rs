//! `GET /events`: what happens, as server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        Sse,
        sse::{Event as Sent, KeepAlive},
    },
};
use comptoir_words::Words;
use futures_util::{Stream, stream};
use serde_json::{Value, json};

use super::imports::job_document;
use crate::{notifications::Event, params::Reader, service::Service};

/// The pause after which a comment keeps the connection open.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Events as they happen: the data changed, an import goes on, the database went away or came back.
#[utoipa::path(
    get,
    path = "/events",
    responses((status = 200, description = "Server-sent events: `data`, `import` and `health`", body = String, content_type = "text/event-stream")),
)]
pub(super) async fn events(
    State(service): State<Service>,
    Reader(lang): Reader,
) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let listener = service.listen();
    let events = stream::unfold(listener, move |mut listener| async move {
        let event = listener.next().await?;
        let (name, document): (_, Value) = match event {
            Event::Data(version) => ("data", json!({ "data_version": version })),
            Event::Import(job) => ("import", job_document(&Words::new(lang).on_page(), &job)),
            Event::Health(is_up) => ("health", json!({ "database": if is_up { "up" } else { "down" } })),
        };
        Some((Ok(Sent::default().event(name).data(document.to_string())), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}
