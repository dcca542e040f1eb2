//! `/imports/jobs`: imports that run, and those that have ended of late.

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
    service::Service,
};

pub(in crate::api) async fn all(State(service): State<Service>, Reader(lang): Reader) -> Json<Value> {
    let words = Words::new(lang);
    let jobs: Vec<Value> = service.jobs().all().iter().map(|job| job_document(&words, job)).collect();
    Json(json!({ "jobs": jobs }))
}

pub(in crate::api) async fn one(
    State(service): State<Service>,
    Reader(lang): Reader,
    Path(id): Path<String>,
) -> Result<Json<Value>, Problem> {
    Ok(Json(job_document(&Words::new(lang), &*service.jobs().get(&id)?)))
}

/// Stops a job; one that has ended stays as it is.
pub(in crate::api) async fn cancel(
    State(service): State<Service>,
    Reader(lang): Reader,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let job = service.jobs().get(&id)?;
    job.cancel();
    Ok((StatusCode::ACCEPTED, Json(job_document(&Words::new(lang), &job))))
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
        "source": job.source,
        "state": state,
        "lines": job.lines(),
        "lines_total": job.lines_total,
        "bytes": bytes,
        "bytes_total": bytes_total,
        "report": report,
        "problem": problem,
    })
}
