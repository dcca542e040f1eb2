//! `POST /imports`: a file or a URL; `GET /imports`: the ledger.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Multipart, Request, State},
    http::{StatusCode, header},
};
use comptoir_import::{Options, Prepared, Report, Source};
use comptoir_sales::Reject;
use comptoir_store::Value;
use comptoir_words::{FluentValue, Words};
use serde::{Deserialize, Serialize};

use crate::{
    params::{Params, Reader},
    problem::Problem,
    service::Service,
};

/// How many bad lines an answer names.
const REJECTS_NAMED: usize = 100;

/// How many imports the ledger lists when the request does not say.
const LISTED: usize = 50;

#[derive(Serialize)]
pub(super) struct Imported {
    /// Its number in the ledger; null on a dry run.
    id: Option<i64>,
    source: String,
    table: &'static str,
    dry_run: bool,
    /// Lines of data in the file.
    lines: usize,
    added: u64,
    /// Lines that were there already.
    known: u64,
    /// Known lines with other content: nothing was written for them.
    changed: u64,
    changed_ids: Vec<String>,
    rejected: usize,
    /// The first hundred bad lines.
    rejects: Vec<RejectJson>,
    stores_without_region: Vec<String>,
    /// Lines that are no data.
    aside: Vec<AsideJson>,
    /// The outcome in a sentence.
    message: String,
}

#[derive(Serialize)]
struct AsideJson {
    line: u64,
    kind: &'static str,
}

#[derive(Serialize)]
struct RejectJson {
    line: u64,
    column: Option<String>,
    value: Option<String>,
    code: &'static str,
    detail: String,
    remedy: Option<String>,
}

/// A file somewhere on the web.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByUrl {
    url: String,
    table: Option<String>,
}

pub(super) async fn import(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
    request: Request,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let (source, table) = sent(&service, request).await?;
    let table = match table.as_deref().filter(|table| !table.is_empty()) {
        Some(table) => Some(table.parse().map_err(|_| Problem::input("table", table))?),
        None => None,
    };
    let dry_run = params.get("dry_run") == Some("true");
    let options = Options { table, dry_run, ..Options::default() };
    let report = service
        .keep(move |book| Prepared::read(&source, &options)?.import(&options, book, &|_, _| ()))
        .await?;
    Ok((StatusCode::CREATED, Json(imported(&Words::new(lang), report, dry_run))))
}

/// The file in a request: JSON with a URL, or a form with a file.
async fn sent(service: &Service, request: Request) -> Result<(Source, Option<String>), Problem> {
    let media_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media_type.is_some_and(|media_type| media_type.starts_with("multipart/form-data")) {
        let form = Multipart::from_request(request, service).await;
        return sent_as_form(form.map_err(|error| Problem::input("body", &error.to_string()))?).await;
    }
    let body = Bytes::from_request(request, service).await;
    let body = body.map_err(|error| Problem::input("body", &error.to_string()))?;
    let by_url: ByUrl =
        serde_json::from_slice(&body).map_err(|error| Problem::input("body", &error.to_string()))?;
    if !by_url.url.starts_with("http://") && !by_url.url.starts_with("https://") {
        return Err(Problem::input("url", &by_url.url));
    }
    let private_allowed = service.private_urls_allowed();
    Ok((Source::Url { url: by_url.url, private_allowed }, by_url.table))
}

async fn sent_as_form(mut form: Multipart) -> Result<(Source, Option<String>), Problem> {
    let broken = |error: axum::extract::multipart::MultipartError| Problem::input("body", &error.to_string());
    let (mut file, mut table) = (None, None);
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("file") => {
                let name = field.file_name().unwrap_or("file").to_owned();
                let bytes = field.bytes().await.map_err(broken)?.to_vec();
                file = Some(Source::Bytes { name, bytes });
            }
            Some("table") => table = Some(field.text().await.map_err(broken)?),
            _ => {}
        }
    }
    Ok((file.ok_or_else(|| Problem::input("file", ""))?, table))
}

fn imported(words: &Words, report: Report, dry_run: bool) -> Imported {
    let poured = report.poured.unwrap_or_default();
    let good = (report.lines - report.rejects.len()) as u64;
    let (message, count) = match (dry_run, poured.added) {
        (true, _) => ("import-dry-run", good),
        (false, 0) => ("import-nothing", 0),
        (false, added) => ("import-added", added),
    };
    let table = report.table.name();
    let values = [("count", FluentValue::from(count.to_string())), ("table", FluentValue::from(table))];
    let told = |reject: &Reject| reject_json(words, &report.source, reject);
    Imported {
        id: (!dry_run).then_some(poured.import_id),
        table,
        dry_run,
        lines: report.lines,
        added: poured.added,
        known: poured.known,
        changed: poured.changed_count,
        changed_ids: poured.changed,
        rejected: report.rejects.len(),
        rejects: report.rejects.iter().take(REJECTS_NAMED).map(told).collect(),
        message: words.say(message, &values),
        stores_without_region: report.stores_without_region,
        aside: report
            .aside
            .iter()
            .map(|aside| AsideJson { line: aside.line, kind: aside.kind.name() })
            .collect(),
        source: report.source,
    }
}

fn reject_json(words: &Words, source: &str, reject: &Reject) -> RejectJson {
    let sentence = words.tell_reject(reject.code, &reject.all_facts(source));
    RejectJson {
        line: reject.line,
        column: reject.column.clone(),
        value: reject.value.clone(),
        code: reject.code,
        detail: sentence.text,
        remedy: sentence.remedy,
    }
}

#[derive(Serialize)]
pub(super) struct Ledger {
    imports: Vec<LedgerLine>,
}

#[derive(Serialize)]
struct LedgerLine {
    id: Option<i64>,
    source: Option<String>,
    table: Option<String>,
    added: Option<i64>,
    known: Option<i64>,
    rejected: Option<i64>,
    /// ISO 8601, UTC.
    imported_at: Option<String>,
}

pub(super) async fn ledger(State(service): State<Service>, params: Params) -> Result<Json<Ledger>, Problem> {
    let limit = params.number("limit")?.unwrap_or(LISTED);
    let sql = "select id, source, table_name, added, known, rejected, imported_at
               from imports order by id desc limit ?1";
    let rows = service.ask(move |database| database.query(sql, &[Value::Integer(limit as i64)])).await?;
    let line = |row: &[Value]| {
        let integer = |at: usize| row.get(at).and_then(Value::as_integer);
        let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        LedgerLine {
            id: integer(0),
            source: text(1),
            table: text(2),
            added: integer(3),
            known: integer(4),
            rejected: integer(5),
            imported_at: text(6),
        }
    };
    Ok(Json(Ledger { imports: rows.rows.iter().map(|row| line(row)).collect() }))
}
