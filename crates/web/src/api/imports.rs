//! `POST /imports`: a file or a URL; `GET /imports`: the ledger; `POST /imports/{id}/undo`.

mod answer;
pub(super) mod drafts;
pub(super) mod jobs;
pub(super) mod one;
pub(super) mod rejects;
mod sent;

use std::collections::BTreeMap;

use answer::{Imported, imported};
use axum::{
    Json,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use comptoir_import::Prepared;
use comptoir_sales::Money;
use comptoir_store::{
    Database, StoreError,
    ledger::{self, ImportRecord, rejects_kept},
};
use comptoir_words::Words;
pub(super) use jobs::job_document;
use sent::{ByForm, ByUrl, sent};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::AsFile;
use crate::{
    params::{Params, Reader},
    problem::Problem,
    redact::without_password,
    service::Service,
    sheet::{Delivery, Kind, Sheet},
};

/// How many imports the ledger lists when the request does not say.
const LISTED: usize = 50;

/// Imports a file, or what an address answers with.
#[utoipa::path(
    post,
    path = "/imports",
    params(
        ("dry_run" = Option<bool>, Query, description = "Whether the file is to be kept as a draft and nothing written"),
        ("mode" = Option<String>, Query, description = "`new` (by default: only what is new), `upsert` (known lines are written again) or `replace` (the days that the file tells are replaced)"),
        ("time_zone" = Option<String>, Query, description = "The time zone of the shop, for times that name UTC"),
        ("replace_partial" = Option<bool>, Query, description = "With `replace`, also a first or last day that became smaller"),
        ("source" = Option<String>, Query, description = "The till or shop that the file is from"),
    ),
    request_body(content(
        (ByForm = "multipart/form-data"),
        (ByUrl = "application/json"),
    )),
    responses((status = 201, description = "What became of the lines; of a dry run the draft, with what would become of them", body = Imported)),
)]
pub(super) async fn import(
    State(service): State<Service>,
    Reader(lang): Reader,
    params: Params,
    request: Request,
) -> Result<Response, Problem> {
    let (source, options) = sent(&service, &params, request).await?;
    if options.dry_run {
        return drafts::keep(&service, lang, source, options).await;
    }
    let report = service
        .keep(move |book| Prepared::read(&source, &options, book)?.import(&options, book, &()))
        .await?;
    service.news().look();
    Ok((StatusCode::CREATED, Json(imported(&Words::new(lang).on_page(), &report))).into_response())
}

#[derive(Serialize, ToSchema)]
pub(super) struct Ledger {
    imports: Vec<LedgerLine>,
}

/// An import, with everything that the ledger has of it.
#[derive(Serialize, ToSchema)]
pub(super) struct LedgerLine {
    id: i64,
    /// The path or URL, without a password.
    source: String,
    /// `products`, `stores`, `sales` or `targets`.
    table: String,
    /// `new`, `upsert` or `replace`.
    mode: String,
    /// Lines read, good or bad.
    lines: i64,
    added: i64,
    known: i64,
    /// Lines known under the same id with another content.
    changed: i64,
    rejected: i64,
    /// How many of the rejected lines can still be fetched.
    rejects_kept: u64,
    /// Days of a store that were left as they were.
    held_back: i64,
    /// By how much the revenue moved, in the currency of the database.
    revenue: f64,
    first_day: Option<String>,
    last_day: Option<String>,
    sha256: Option<String>,
    /// ISO 8601, UTC.
    imported_at: String,
    /// The same; null when it stands.
    undone_at: Option<String>,
    /// The header of the column in which each field was found.
    columns: BTreeMap<String, String>,
}

impl LedgerLine {
    fn of(database: &dyn Database, record: ImportRecord) -> Result<Self, StoreError> {
        Ok(Self {
            rejects_kept: rejects_kept(database, &record)?,
            id: record.id,
            source: without_password(&record.source),
            table: record.table,
            mode: record.mode,
            lines: record.lines,
            added: record.added,
            known: record.known,
            changed: record.changed,
            rejected: record.rejected,
            held_back: record.held_back,
            revenue: record.revenue,
            first_day: record.first_day,
            last_day: record.last_day,
            sha256: record.sha256,
            imported_at: record.imported_at,
            undone_at: record.undone_at,
            columns: record.columns,
        })
    }
}

/// The ledger: every import, the latest first.
#[utoipa::path(
    get,
    path = "/imports",
    params(("limit" = Option<usize>, Query, description = "The most imports, 50 by default"), AsFile),
    responses((status = 200, description = "The imports", body = Ledger)),
)]
pub(super) async fn ledger(
    State(service): State<Service>,
    delivery: Delivery,
    params: Params,
) -> Result<Response, Problem> {
    let limit = params.count("limit")?.unwrap_or(LISTED);
    let imports = service
        .ask(move |database| {
            let records = ledger::imports(database, limit)?.into_iter();
            records.map(|record| LedgerLine::of(database, record)).collect::<Result<_, StoreError>>()
        })
        .await?;
    let ledger = Ledger { imports };
    delivery.answer(&ledger, ledger_sheet)
}

fn ledger_sheet(ledger: &Ledger, words: &Words) -> Sheet {
    let columns = [
        ("ledger-id", Kind::Plain),
        ("ledger-source", Kind::Plain),
        ("ledger-table-name", Kind::Plain),
        ("ledger-added", Kind::Integer),
        ("ledger-known", Kind::Integer),
        ("ledger-changed", Kind::Integer),
        ("ledger-rejected", Kind::Integer),
        ("ledger-revenue", Kind::Money),
        ("ledger-imported-at", Kind::Plain),
        ("ledger-undone-at", Kind::Plain),
    ];
    let with = |sheet: Sheet, (header, kind): (&str, Kind)| sheet.with_column(words.text(header), kind);
    let mut sheet = columns.into_iter().fold(Sheet::new("imports", words), with);
    for line in &ledger.imports {
        sheet.push(vec![
            line.id.into(),
            line.source.clone().into(),
            line.table.clone().into(),
            line.added.into(),
            line.known.into(),
            line.changed.into(),
            line.rejected.into(),
            line.revenue.into(),
            line.imported_at.clone().into(),
            line.undone_at.clone().into(),
        ]);
    }
    sheet
}

#[derive(Serialize, ToSchema)]
pub(super) struct TakenBack {
    id: i64,
    /// Lines that the import had added, now gone.
    removed: u64,
    /// Lines that it had written over or taken out, now as they were before.
    restored: u64,
    /// By how much the revenue moved, in the currency of the database.
    revenue: f64,
}

/// Takes one import back, exactly.
#[utoipa::path(
    post,
    path = "/imports/{id}/undo",
    params(("id" = i64, Path, description = "Its number in the ledger")),
    responses((status = 200, description = "What was done", body = TakenBack)),
)]
pub(super) async fn undo(
    State(service): State<Service>,
    Path(id): Path<i64>,
) -> Result<Json<TakenBack>, Problem> {
    let undone = service.ask(move |database| database.undo(id)).await?;
    service.news().look();
    let revenue = Money::from_parts(undone.revenue_parts).to_f64();
    Ok(Json(TakenBack { id, removed: undone.removed, restored: undone.restored, revenue }))
}
