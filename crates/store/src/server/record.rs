//! Records that our own programs write by statements that the service knows.

use std::sync::Arc;

use axum::{Extension, extract::State, response::Response};

use super::{Service, access::Client, answer, body::Document};
use crate::{
    Database, StoreError,
    record::{RecordAnswer, RecordRequest},
};

pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    Document(request): Document<RecordRequest>,
) -> Response {
    if let Err(error) = client.must_write() {
        return answer::failed(&error);
    }
    let recorded = answer::blocking(move || {
        let record = request.record;
        let args = request.values().map_err(|error| StoreError::Arguments { reason: error.to_string() })?;
        let numbers = service.database.record(record, &args)?;
        answer::document(&RecordAnswer { numbers }, service.database.data_version()?)
    });
    recorded.await.unwrap_or_else(|error| answer::failed(&error))
}
