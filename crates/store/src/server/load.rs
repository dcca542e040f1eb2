//! Loads: rows as Arrow streams, one part of a form a table, written in one transaction.
//!
//! The request is spooled to disk, beside the database, before the first row is written: a slow or broken client never holds the writer.

use std::{
    fs::File,
    io::{BufReader, Seek},
    path::Path,
    sync::Arc,
};

use axum::{
    Extension,
    extract::{
        Multipart, Query, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use serde::Deserialize;
use tokio::io::AsyncWriteExt;

use super::{
    Service,
    access::Client,
    answer,
    arrow_frames::{self, StreamError},
};
use crate::{Database, LedgerLine, Load, Mode, StoreError, TableLoad, hrana::WireError};

/// The part that holds the line of the ledger, as JSON; all others are named for their tables.
pub(crate) const LEDGER_PART: &str = "import";

/// The largest load, in bytes.
const LOAD_LIMIT: u64 = 16 << 30;

/// The largest line of the ledger, in bytes.
const LEDGER_LIMIT: usize = 64 << 10;

/// The most parts of a load: each takes a file that is open.
const PARTS: usize = 32;

#[derive(Deserialize)]
pub(super) struct Options {
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    dry_run: bool,
}

/// What has come in, on disk.
#[derive(Default)]
struct Spooled {
    ledger: Option<LedgerLine>,
    tables: Vec<(String, File)>,
}

pub(super) async fn answer(
    State(service): State<Arc<Service>>,
    Extension(client): Extension<Client>,
    options: Result<Query<Options>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    if let Err(error) = client.must_write() {
        return answer::failed(&error);
    }
    let Options { mode, dry_run } = match options {
        Ok(Query(options)) => options,
        Err(rejection) => {
            return answer::unread_query(&rejection, "mode=new, upsert or replace; dry_run=true or false");
        }
    };
    let mut form = match form {
        Ok(form) => form,
        Err(rejection) => {
            let error = WireError::new("PROTOCOL", format!("the body is no form: {}", rejection.body_text()))
                .with_remedy("send multipart/form-data with its boundary, a part per table");
            return answer::refused(StatusCode::BAD_REQUEST, &error);
        }
    };
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LOAD_LIMIT) {
        return answer::failed(&StoreError::RequestTooLarge { limit: LOAD_LIMIT });
    }
    let spooled = match spool(&mut form, service.database.folder()).await {
        Ok(spooled) => spooled,
        Err(error) => {
            let error = service.database.explain(error);
            // Loads are large: what is left of one is read for longer than of any other request.
            drain(&mut form).await;
            return answer::failed(&error);
        }
    };
    let written = answer::blocking(move || {
        let tables =
            spooled.tables.into_iter().map(|(table, file)| read(table, file)).collect::<Result<_, _>>()?;
        let loaded = service.database.load(Load { ledger: spooled.ledger, mode, dry_run, tables })?;
        let rows = loaded.tables.iter().map(|table| table.added + table.written_again);
        service.metrics.rows_written.inc_by(rows.sum());
        answer::document(&loaded, service.database.data_version()?)
    });
    written.await.unwrap_or_else(|error| answer::failed(&error))
}

/// Reads the rest of a form that is of no use any more.
async fn drain(form: &mut Multipart) {
    let mut room = LOAD_LIMIT;
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(piece)) = field.chunk().await {
            let Some(left) = room.checked_sub(piece.len() as u64) else { return };
            room = left;
        }
    }
}

async fn spool(form: &mut Multipart, folder: &Path) -> Result<Spooled, StoreError> {
    let mut spooled = Spooled::default();
    let mut room = LOAD_LIMIT;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == LEDGER_PART {
            let text = in_memory(field, LEDGER_LIMIT).await?;
            let line = serde_json::from_slice(&text)
                .map_err(|error| StoreError::Load { table: LEDGER_PART.into(), reason: error.to_string() })?;
            spooled.ledger = Some(line);
        } else if spooled.tables.len() == PARTS {
            let reason = format!("a load has {PARTS} tables at most");
            return Err(StoreError::Load { table: name, reason });
        } else {
            spooled.tables.push((name, to_disk(field, folder, &mut room).await?));
        }
    }
    Ok(spooled)
}

#[expect(clippy::needless_pass_by_value, reason = "map_err hands it over")]
fn broken(error: MultipartError) -> StoreError {
    StoreError::Load { table: "form".into(), reason: error.body_text() }
}

/// The bytes of a field, as long as there are few.
async fn in_memory(mut field: Field<'_>, limit: usize) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > limit {
            return Err(StoreError::RequestTooLarge { limit: limit as u64 });
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

async fn to_disk(mut field: Field<'_>, folder: &Path, room: &mut u64) -> Result<File, StoreError> {
    let failed = |source| StoreError::File { path: folder.to_owned(), source };
    let mut file = tokio::fs::File::from_std(tempfile::tempfile_in(folder).map_err(failed)?);
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        *room =
            room.checked_sub(piece.len() as u64).ok_or(StoreError::RequestTooLarge { limit: LOAD_LIMIT })?;
        file.write_all(&piece).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)?;
    let mut file = file.into_std().await;
    file.rewind().map_err(failed)?;
    Ok(file)
}

fn read(table: String, file: File) -> Result<TableLoad<'static>, StoreError> {
    let name = table.clone();
    let wrong = move |error: StreamError| StoreError::Load { table: name.clone(), reason: error.to_string() };
    let (schema, batches) = arrow_frames::read(BufReader::new(file)).map_err(&wrong)?;
    Ok(TableLoad { table, schema, batches: Box::new(batches.map(move |batch| batch.map_err(&wrong))) })
}
