//! `POST /imports`: a file or a URL; `GET /imports`: the ledger; `POST /imports/{id}/undo`.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Multipart, Path, Request, State},
    http::{StatusCode, header},
};
use comptoir_import::{ColumnProof, Field, Options, Prepared, Report, Source};
use comptoir_sales::{ImportMode, Money, Reject};
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
    lines: u64,
    added: u64,
    /// Lines that were there already.
    known: u64,
    /// Known lines with other content: nothing was written for them.
    changed: u64,
    changed_ids: Vec<String>,
    rejected: u64,
    /// The first hundred bad lines.
    rejects: Vec<RejectJson>,
    /// Known lines that took the file's content.
    written_again: u64,
    /// Sales that the file lacks and that were taken out.
    removed: u64,
    /// By how much the revenue moved, in euros.
    revenue: f64,
    /// Store-days left as they are because the file lacks sales of them.
    held_back_store_days: u64,
    /// Products and stores that came with sales.
    products_brought: Vec<String>,
    stores_brought: Vec<String>,
    stores_without_region: Vec<String>,
    /// How each column was read.
    columns: Vec<ColumnJson>,
    /// Lines that are no data.
    aside: Vec<AsideJson>,
    /// The outcome in a sentence.
    message: String,
}

#[derive(Serialize)]
struct ColumnJson {
    header: String,
    /// Null when the column is not used.
    field: Option<&'static str>,
    form: &'static str,
    /// Values as they stand in the file, and as they are read.
    samples: Vec<[String; 2]>,
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
    let mode = match params.get("mode") {
        None | Some("new") => ImportMode::New,
        Some("upsert") => ImportMode::Upsert,
        Some("replace") => {
            ImportMode::Replace { partial_days: params.get("replace_partial") == Some("true") }
        }
        Some(other) => return Err(Problem::input("mode", other)),
    };
    let till = params.get("source").map(str::to_owned);
    let options = Options { table, dry_run, mode, source: till, ..Options::default() };
    let report = service
        .keep(move |book| Prepared::read(&source, &options, book)?.import(&options, book, &()))
        .await?;
    Ok((StatusCode::CREATED, Json(imported(&Words::new(lang), report))))
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

fn imported(words: &Words, report: Report) -> Imported {
    let poured = report.poured;
    let good = report.lines.saturating_sub(report.reject_count);
    let (message, count) = match (report.dry_run, poured.added) {
        (true, _) => ("import-dry-run", good),
        (false, 0) => ("import-nothing", 0),
        (false, added) => ("import-added", added),
    };
    let table = report.table.name();
    let values = [("count", FluentValue::from(count.to_string())), ("table", FluentValue::from(table))];
    let told = |reject: &Reject| reject_json(words, &report.name, reject);
    Imported {
        id: poured.import_id,
        table,
        dry_run: report.dry_run,
        lines: report.lines,
        added: poured.added,
        known: poured.known,
        changed: poured.changed_count,
        changed_ids: poured.changed,
        written_again: poured.written_again,
        removed: poured.removed,
        revenue: poured.revenue.to_f64(),
        held_back_store_days: poured.held_back.store_days,
        rejected: report.reject_count,
        rejects: report.rejects.iter().take(REJECTS_NAMED).map(told).collect(),
        message: words.say(message, &values),
        products_brought: report.products_brought,
        stores_brought: report.stores_brought,
        stores_without_region: report.stores_without_region.into_iter().map(|(name, _)| name).collect(),
        columns: report.proof.columns.into_iter().map(column).collect(),
        aside: report
            .aside
            .iter()
            .map(|aside| AsideJson { line: aside.line, kind: aside.kind.name() })
            .collect(),
        source: report.name,
    }
}

fn column(column: ColumnProof) -> ColumnJson {
    ColumnJson {
        header: column.header,
        field: column.field.map(Field::name),
        form: column.form,
        samples: column.samples.into_iter().map(|(written, read)| [written, read]).collect(),
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
    changed: Option<i64>,
    rejected: Option<i64>,
    /// By how much the revenue moved, in euros.
    revenue: Option<f64>,
    /// ISO 8601, UTC.
    imported_at: Option<String>,
    /// The same; null when it stands.
    undone_at: Option<String>,
}

pub(super) async fn ledger(State(service): State<Service>, params: Params) -> Result<Json<Ledger>, Problem> {
    let limit = params.number("limit")?.unwrap_or(LISTED);
    let sql =
        "select id, source, table_name, added, known, changed, rejected, revenue, imported_at, undone_at
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
            changed: integer(5),
            rejected: integer(6),
            revenue: row.get(7).and_then(Value::as_number),
            imported_at: text(8),
            undone_at: text(9),
        }
    };
    Ok(Json(Ledger { imports: rows.rows.iter().map(|row| line(row)).collect() }))
}

#[derive(Serialize)]
pub(super) struct TakenBack {
    id: i64,
    /// Lines that the import had added, now gone.
    removed: u64,
    /// Lines that it had written over or taken out, now as they were before.
    restored: u64,
    /// By how much the revenue moved, in euros.
    revenue: f64,
}

/// Takes one import back.
pub(super) async fn undo(
    State(service): State<Service>,
    Path(id): Path<i64>,
) -> Result<Json<TakenBack>, Problem> {
    let undone = service.ask(move |database| database.undo(id)).await?;
    let revenue = Money::from_parts(undone.revenue_parts).to_f64();
    Ok(Json(TakenBack { id, removed: undone.removed, restored: undone.restored, revenue }))
}
