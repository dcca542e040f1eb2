//! The content of a request to import: a file in a form, or a URL, with its options.

use std::io::Write;

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequest, Multipart, Request, multipart},
    http::{StatusCode, header},
};
use comptoir_import::{Content, ImportError, Options, Source, Spool, TimeZoneRule};
use comptoir_sales::{ImportMode, Table};
use serde::Deserialize;
use tokio::{sync::mpsc, task::spawn_blocking};
use utoipa::ToSchema;

use crate::{
    BODY_LIMIT_BYTES, UPLOAD_LIMIT_BYTES, json_body, params::Params, problem::Problem, service::Service,
};

/// How many bytes of the name of a table are read: more than any has.
const NAME_LIMIT_BYTES: usize = 64;

/// How many pieces of a file may wait to be written down.
const WAITING: usize = 8;

/// A file.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a form is read field by field; this describes it")]
pub(super) struct ByForm {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// `products`, `stores`, `sales` or `targets`; by default what the columns say.
    table: Option<String>,
}

/// A file somewhere on the web.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ByUrl {
    url: String,
    table: Option<String>,
}

/// The file in a request, and how it is to be imported as far as that is said.
pub(super) async fn sent(
    service: &Service,
    params: &Params,
    request: Request,
) -> Result<(Source, Options), Problem> {
    let (source, table) = source(service, request).await?;
    let options = Options {
        table: table.as_deref().map(parse_table).transpose()?.flatten(),
        dry_run: params.get("dry_run") == Some("true"),
        mode: parse_mode(params.get("mode"), params.get("replace_partial") == Some("true"))?,
        source: params.get("source").map(str::to_owned),
        time_zone: params.get("time_zone").map(parse_time_zone).transpose()?,
        today: crate::now().get(..10).and_then(comptoir_calendar::parse_iso),
        ..Options::default()
    };
    Ok((source, options))
}

/// A table; none when nothing is said.
pub(super) fn parse_table(name: &str) -> Result<Option<Table>, Problem> {
    if name.is_empty() {
        return Ok(None);
    }
    name.parse().map(Some).map_err(|_| Problem::input("table", name))
}

/// The day on which times of UTC are counted.
fn parse_time_zone(name: &str) -> Result<TimeZoneRule, Problem> {
    name.parse().map_err(|_| Problem::input("time_zone", name))
}

/// What becomes of known lines.
pub(super) fn parse_mode(name: Option<&str>, partial_days: bool) -> Result<ImportMode, Problem> {
    match name {
        None | Some("new") => Ok(ImportMode::New),
        Some("upsert") => Ok(ImportMode::Upsert),
        Some("replace") => Ok(ImportMode::Replace { partial_days }),
        Some(other) => Err(Problem::input("mode", other)),
    }
}

async fn source(service: &Service, request: Request) -> Result<(Source, Option<String>), Problem> {
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media_type.is_some_and(|media_type| media_type.starts_with("multipart/form-data")) {
        let _room = service.sending().await?;
        let form = Multipart::from_request(request, service).await;
        return of_form(form.map_err(|_| Problem::broken_body())?).await;
    }
    // A file may be long, an address may not: it is held in memory.
    let body = to_bytes(request.into_body(), BODY_LIMIT_BYTES).await;
    let body = body.map_err(|_| Problem::broken_body())?;
    let by_url: ByUrl = json_body::read(&body)?;
    if !by_url.url.starts_with("http://") && !by_url.url.starts_with("https://") {
        return Err(Problem::input("url", &by_url.url));
    }
    let private_allowed = service.private_urls_allowed();
    let limit_bytes = UPLOAD_LIMIT_BYTES as u64;
    Ok((Source::Url { url: by_url.url, private_allowed, limit_bytes }, by_url.table))
}

async fn of_form(mut form: Multipart) -> Result<(Source, Option<String>), Problem> {
    let (mut file, mut table) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        match field.name() {
            Some("file") => {
                let name = field.file_name().unwrap_or("file").to_owned();
                let bytes = written_down(&name, field).await?;
                file = Some(Source::Bytes { name, bytes });
            }
            Some("table") => table = Some(short_text(field).await?),
            _ => {}
        }
    }
    Ok((file.ok_or_else(|| Problem::input("file", ""))?, table))
}

/// The text of a field that holds no more than a name.
async fn short_text(mut field: multipart::Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&piece[..piece.len().min(NAME_LIMIT_BYTES - bytes.len())]);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn broken(error: &multipart::MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::body_too_large(),
        _ => Problem::broken_body(),
    }
}

/// The bytes of a field, written down as they come, on a thread that may block.
async fn written_down(name: &str, mut field: multipart::Field<'_>) -> Result<Content, Problem> {
    let (sender, mut pieces) = mpsc::channel::<Bytes>(WAITING);
    let writing = spawn_blocking(move || {
        let mut spool = Spool::new(UPLOAD_LIMIT_BYTES as u64);
        while let Some(piece) = pieces.blocking_recv() {
            spool.write_all(&piece)?;
        }
        Ok::<_, std::io::Error>(spool.finish())
    });
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        // What cannot be written down is read all the same: a client that still sends would hear of a broken connection
        // instead of the reason.
        let _ = sender.send(piece).await;
    }
    drop(sender);
    let written = writing.await.map_err(|stopped| Problem::unexpected(&stopped))?;
    written.map_err(|error| ImportError::from_io(name, error).into())
}
