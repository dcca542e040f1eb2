//! `/imports/jobs`: imports that run, and those that have ended recently.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use comptoir_words::Words;
use serde_json::{Value, json};

use super::answer::imported;
use crate::{
    jobs::{Job, Outcome},
    params::Reader,
    problem::Problem,
    redact::without_password,
    service::Service,
};

/// The imports that run, and those that have ended recently.
#[utoipa::path(
    get,
    path = "/imports/jobs",
    responses((status = 200, description = "`jobs`, each as when asked for alone", body = Value)),
)]
pub(in crate::api) async fn all(State(service): State<Service>, Reader(lang): Reader) -> Json<Value> {
    let words = Words::new(lang).on_page();
    let jobs: Vec<Value> = service.jobs().all().iter().map(|job| job_document(&words, job)).collect();
    Json(json!({ "jobs": jobs }))
}

/// An import: how far it has come, and what became of it.
#[utoipa::path(
    get,
    path = "/imports/jobs/{id}",
    params(("id" = String, Path, description = "The job's id")),
    responses((status = 200, description = "`state` is `running`, `done`, `failed` or `cancelled`; then `report` or `problem` says more", body = Value)),
)]
pub(in crate::api) async fn one(
    State(service): State<Service>,
    Reader(lang): Reader,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    Ok(Json(job_document(&Words::new(lang).on_page(), &*service.jobs().get(&id)?)))
}

/// Stops an import, of which nothing is kept; one that has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/imports/jobs/{id}",
    params(("id" = String, Path, description = "The job's id")),
    responses((status = 202, description = "The job, which ends soon", body = Value)),
)]
pub(in crate::api) async fn cancel(
    State(service): State<Service>,
    Reader(lang): Reader,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let job = service.jobs().get(&id)?;
    job.cancel();
    Ok((StatusCode::ACCEPTED, Json(job_document(&Words::new(lang).on_page(), &job))))
}

/// A job in the reader's language.
pub(in crate::api) fn job_document(words: &Words, job: &Job) -> Value {
    let (bytes, bytes_total) = job.place();
    let (state, report, problem) = match job.outcome() {
        None => ("running", None, None),
        Some(Outcome::Done(report)) => ("done", Some(imported(words, report)), None),
        Some(Outcome::Failed(problem)) => ("failed", None, Some(problem.document(words))),
        Some(Outcome::Cancelled) => ("cancelled", None, None),
    };
    json!({
        "job": job.id,
        "source": without_password(&job.source),
        "state": state,
        "lines": job.lines(),
        "lines_total": job.lines_total,
        "bytes": bytes,
        "bytes_total": bytes_total,
        "report": report,
        "problem": problem,
    })
}
