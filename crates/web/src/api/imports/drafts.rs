//! `POST /imports?dry_run=true` keeps a draft; `/imports/drafts/{id}` proves it again, imports it or drops it.

use std::collections::BTreeMap;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use comptoir_import::{
    DateOrder, DecimalMark, Field, FileAnswer, ImportError, LineMeaning, OnError, Options, Sheet,
    SideBySideKind, Source, TimeZoneRule,
};
use comptoir_sales::{Moving, Table};
use comptoir_words::{Currency, FluentValue, Lang, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    answer::{
        AccountJson, AsideJson, ColumnJson, Imported, QuestionJson, RejectJson, StoreMovedJson, TimeZoneJson,
        column, imported, question,
    },
    job_document,
    sent::{parse_mode, parse_table},
};
use crate::{
    drafts::{Draft, Proved},
    jobs, json_body,
    params::{Params, Reader},
    problem::{Problem, ProblemDocument},
    service::Service,
};

/// A file that was sent, as it would be imported.
#[derive(Serialize)]
struct DraftJson {
    draft: String,
    #[serde(flatten)]
    proof: ProofJson,
    /// What columns of this table may hold.
    fields: Vec<FieldJson>,
    /// Why it would not be imported; null when it would.
    problem: Option<ProblemDocument>,
    /// Words whose meaning has to be said first.
    questions: Vec<QuestionJson>,
    /// Corrections that answer what the file leaves open, each with its words.
    answers: Vec<AnswerJson>,
}

/// What is added to the corrections by one press.
#[derive(Serialize)]
struct AnswerJson {
    /// In the reader's language.
    label: String,
    /// The header of each field.
    mapping: BTreeMap<&'static str, String>,
    /// ISO 4217.
    currency: Option<String>,
    /// What columns of one figure side by side are of.
    side_by_side: Option<&'static str>,
}

fn answer(words: &Words, answer: FileAnswer) -> AnswerJson {
    let is_of_sides = answer.map.iter().any(|(field, _)| *field == Field::Credit);
    let of_groups = answer.side_by_side.map(|kind| {
        let figure = match answer.map.first() {
            Some((Field::Quantity, _)) => "pieces",
            Some(_) => "money",
            None => "any",
        };
        words.say("import-answer-side-by-side", &[("kind", kind.name().into()), ("figure", figure.into())])
    });
    let label = match &answer.currency {
        _ if of_groups.is_some() => of_groups.unwrap_or_default(),
        None if answer.map.iter().any(|(field, _)| *field == Field::Amount) => {
            let column = answer.map.first().map(|(_, header)| header.as_str()).unwrap_or_default();
            words.say("import-answer-amount", &[("column", column.into())])
        }
        Some(currency) => words.say("import-answer-currency", &[("currency", currency.as_str().into())]),
        None if is_of_sides => words.text("import-answer-debits-and-credits"),
        None => words.text("import-answer-references"),
    };
    let mapping = answer.map.into_iter().map(|(field, header)| (field.name(), header)).collect();
    AnswerJson {
        label,
        mapping,
        currency: answer.currency,
        side_by_side: answer.side_by_side.map(SideBySideKind::name),
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum ProofJson {
    Whole(Box<Imported>),
    Outline(Box<Outline>),
}

/// The columns of a file that cannot be read as it is. Counts are null.
#[derive(Serialize)]
struct Outline {
    id: Option<i64>,
    source: String,
    table: &'static str,
    dry_run: bool,
    lines: Option<u64>,
    added: Option<u64>,
    known: Option<u64>,
    changed: Option<u64>,
    changed_ids: Vec<String>,
    rejected: Option<u64>,
    rejects: Vec<RejectJson>,
    written_again: Option<u64>,
    removed: Option<u64>,
    revenue: Option<f64>,
    held_back_store_days: Option<u64>,
    products_brought: Vec<String>,
    stores_brought: Vec<String>,
    stores_without_region: Vec<String>,
    columns: Vec<ColumnJson>,
    aside: Vec<AsideJson>,
    account: Option<AccountJson>,
    notes: Vec<String>,
    stores_moved: Vec<StoreMovedJson>,
    currency: Option<String>,
    time_zone: Option<TimeZoneJson>,
    message: String,
}

#[derive(Serialize)]
struct FieldJson {
    name: &'static str,
    /// In the reader's language.
    label: String,
}

/// The reader's corrections. Each time all of them are sent: what is not named is found out from the file.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::api) struct Corrections {
    table: Option<String>,
    /// The header of each field.
    mapping: BTreeMap<String, String>,
    /// Headers of columns that are not used.
    ignore: Vec<String>,
    date_order: Option<String>,
    /// `shop`, `keep` or the name of a zone.
    time_zone: Option<String>,
    decimal: Option<String>,
    /// ISO 4217.
    currency: Option<String>,
    mode: Option<String>,
    replace_partial: Option<bool>,
    on_error: Option<String>,
    source: Option<String>,
    /// The meanings of words: `sale`, `return`, `discount` or `aside`.
    words: BTreeMap<String, String>,
    /// Whether a day stands on the first of its lines only.
    dates_once: bool,
    /// What columns of one figure side by side are of: `stores`, `products`, `parts`, `days` or `months`.
    side_by_side: Option<String>,
    /// Whether the file is of the till whose sales of the same days are kept: what both have counts once, and what
    /// only one has is kept.
    same_till: bool,
    /// What becomes of the sales of stores that have moved: `past` (all go with it) or the day of the move.
    moved_stores: Option<String>,
}

impl Corrections {
    fn read(body: &[u8]) -> Result<Self, Problem> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        json_body::read(body)
    }

    /// How the file is to be read, where `before` is what was said when it was sent.
    fn options(self, before: &Options) -> Result<Options, Problem> {
        let mut map = Vec::new();
        for (field, header) in self.mapping.into_iter().filter(|(_, header)| !header.is_empty()) {
            map.push((field.parse::<Field>().map_err(|_| Problem::input("mapping", &field))?, header));
        }
        let mut words = Vec::new();
        for (word, meaning) in self.words.into_iter().filter(|(_, meaning)| !meaning.is_empty()) {
            let meaning = meaning.parse::<LineMeaning>().map_err(|_| Problem::input("words", &meaning))?;
            words.push((word, meaning));
        }
        let table = self.table.as_deref().map(parse_table).transpose()?.flatten();
        let partial_days = self.replace_partial.unwrap_or_default();
        Ok(Options {
            table: table.or(before.table),
            map,
            ignore: self.ignore,
            date_order: parsed::<DateOrder>("date_order", self.date_order)?,
            time_zone: parsed::<TimeZoneRule>("time_zone", self.time_zone)?
                .or_else(|| before.time_zone.clone()),
            today: before.today,
            decimal: parsed::<DecimalMark>("decimal", self.decimal)?,
            currency: match self.currency.filter(|code| !code.is_empty()) {
                None => before.currency.clone(),
                Some(code) => {
                    let known =
                        Currency::from_code(&code).ok_or_else(|| Problem::input("currency", &code))?;
                    Some(known.code().to_owned())
                }
            },
            source: self.source.filter(|source| !source.is_empty()).or_else(|| before.source.clone()),
            mode: match self.mode {
                None => before.mode,
                Some(mode) => parse_mode(Some(&mode), partial_days)?,
            },
            on_error: match self.on_error.as_deref() {
                None => before.on_error,
                Some("reject") => OnError::Reject,
                Some("abort") => OnError::Abort,
                Some(other) => return Err(Problem::input("on_error", other)),
            },
            dry_run: false,
            words,
            dates_once: self.dates_once || before.dates_once,
            side_by_side: parsed::<SideBySideKind>("side_by_side", self.side_by_side)?
                .or(before.side_by_side),
            same_till: self.same_till || before.same_till,
            moving: parsed::<Moving>("moved_stores", self.moved_stores)?.or(before.moving),
        })
    }
}

fn parsed<T: std::str::FromStr>(name: &str, text: Option<String>) -> Result<Option<T>, Problem> {
    let text = text.filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| Problem::input(name, &text))).transpose()
}

/// Keeps a file as a draft, and shows how it would be imported.
pub(super) async fn keep(
    service: &Service,
    lang: Lang,
    source: Source,
    options: Options,
) -> Result<Response, Problem> {
    let sheet = service.keep(move |_| Sheet::open(&source)).await?;
    let draft = service.drafts().add(sheet, options.clone())?;
    let id = draft.id.clone();
    // A client that never received the number of the draft cannot ask for it.
    let shown = prove(service, lang, draft, options).await.inspect_err(|_| service.drafts().remove(&id))?;
    Ok((StatusCode::CREATED, shown).into_response())
}

/// Corrects a draft: shows how it would be imported then, or imports it.
#[utoipa::path(
    post,
    path = "/imports/drafts/{id}",
    params(
        ("id" = String, Path, description = "The draft's id"),
        ("dry_run" = Option<bool>, Query, description = "Whether it is only to be shown"),
    ),
    request_body = Corrections,
    responses(
        (status = 200, description = "The draft, as it would be imported", body = Imported),
        (status = 202, description = "The job that imports it", body = serde_json::Value),
    ),
)]
pub(in crate::api) async fn correct(
    State(service): State<Service>,
    Reader(lang): Reader,
    Path(id): Path<String>,
    params: Params,
    body: Bytes,
) -> Result<Response, Problem> {
    let draft = service.drafts().get(&id)?;
    let options = Corrections::read(&body)?.options(&draft.options)?;
    if params.get("dry_run") == Some("true") {
        draft.refuse_when_importing()?;
        return Ok(prove(&service, lang, draft, options).await?.into_response());
    }
    let job = jobs::start(&service, draft, options)?;
    Ok((StatusCode::ACCEPTED, Json(job_document(&Words::new(lang).on_page(), &job))).into_response())
}

/// Drops a draft; one that is not there any more is dropped already.
#[utoipa::path(
    delete,
    path = "/imports/drafts/{id}",
    params(("id" = String, Path, description = "The draft's id")),
    responses((status = 204, description = "It is gone")),
)]
pub(in crate::api) async fn drop(State(service): State<Service>, Path(id): Path<String>) -> StatusCode {
    service.drafts().remove(&id);
    StatusCode::NO_CONTENT
}

async fn prove(
    service: &Service,
    lang: Lang,
    draft: std::sync::Arc<Draft>,
    options: Options,
) -> Result<Json<DraftJson>, Problem> {
    let aborts = options.on_error == OnError::Abort;
    let (id, name) = (draft.id.clone(), draft.name().to_owned());
    let proved = service.keep(move |book| draft.prove(&options, book)).await?;
    let words = Words::new(lang).on_page();
    let (table, proof, error) = match proved {
        Proved::Whole(report) => {
            let first = report.rejects.first().filter(|_| aborts).cloned();
            let error = first.map(|first| ImportError::Rejected {
                source_name: report.name.clone(),
                first: Box::new(first),
                count: report.reject_count,
            });
            (report.table, ProofJson::Whole(Box::new(imported(&words, &report))), error)
        }
        Proved::Outline(table, columns, error) => {
            let columns = columns.into_iter().map(column).collect();
            (table, ProofJson::Outline(Box::new(Outline::new(name, table, columns))), Some(error))
        }
    };
    let questions = match &error {
        Some(ImportError::UnclearLines { questions, .. }) => questions.iter().map(question).collect(),
        _ => vec![],
    };
    let answers = error.as_ref().map(ImportError::answers).unwrap_or_default();
    let answers = answers.into_iter().map(|one| answer(&words, one)).collect();
    let problem = error.map(|error| Problem::from(error).document(&words));
    Ok(Json(DraftJson {
        draft: id,
        proof: proof.telling(problem.as_ref()),
        fields: fields(&words, table),
        problem,
        questions,
        answers,
    }))
}

impl ProofJson {
    /// A file that cannot be read has no other message than why.
    fn telling(self, problem: Option<&ProblemDocument>) -> Self {
        match (self, problem) {
            (Self::Outline(mut outline), Some(problem)) => {
                outline.message.clone_from(&problem.detail);
                Self::Outline(outline)
            }
            (proof, _) => proof,
        }
    }
}

impl Outline {
    fn new(source: String, table: Table, columns: Vec<ColumnJson>) -> Self {
        Self {
            id: None,
            source,
            table: table.name(),
            dry_run: true,
            lines: None,
            added: None,
            known: None,
            changed: None,
            changed_ids: vec![],
            rejected: None,
            rejects: vec![],
            written_again: None,
            removed: None,
            revenue: None,
            held_back_store_days: None,
            products_brought: vec![],
            stores_brought: vec![],
            stores_without_region: vec![],
            columns,
            aside: vec![],
            account: None,
            notes: vec![],
            stores_moved: vec![],
            currency: None,
            time_zone: None,
            message: String::new(),
        }
    }
}

fn fields(words: &Words, table: Table) -> Vec<FieldJson> {
    let values = [("table", FluentValue::from(table.name()))];
    let field = |field: Field| FieldJson {
        name: field.name(),
        label: words.say(&format!("field-{}", field.name()), &values),
    };
    Field::of(table).into_iter().map(field).collect()
}
