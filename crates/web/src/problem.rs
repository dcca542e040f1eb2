//! Errors as RFC 9457 problem details, in the reader's language.

use std::{error::Error, sync::Arc};

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use comptoir_analysis::AnalysisError;
use comptoir_import::ImportError;
use comptoir_sales::{Diagnostic, Facts};
use comptoir_store::StoreError;
use comptoir_words::Words;
use serde::Serialize;
use utoipa::ToSchema;

use crate::params;

/// Something that went wrong with a request; [`tell`] finds the words.
#[derive(Clone, Debug)]
pub(crate) struct Problem(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    status: StatusCode,
    code: &'static str,
    facts: Facts,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, facts: Facts) -> Self {
        Self(Arc::new(Inner { status, code, facts }))
    }

    fn told(status: StatusCode, error: &dyn Diagnostic) -> Self {
        Self::new(status, error.code(), error.facts())
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", vec![])
    }

    /// What the router refuses by itself, in words of its own: an address, a part of it, or a method that there is not.
    fn of_router(response: &Response) -> Option<Self> {
        let media_type = response.headers().get(header::CONTENT_TYPE);
        let is_plain = media_type.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
        match response.status() {
            StatusCode::NOT_FOUND if is_plain => Some(Self::not_found()),
            status @ StatusCode::BAD_REQUEST if is_plain => {
                Some(Self::new(status, "unreadable-request", vec![]))
            }
            StatusCode::PAYLOAD_TOO_LARGE if is_plain => Some(Self::body_too_large()),
            status @ StatusCode::METHOD_NOT_ALLOWED if is_plain => {
                Some(Self::new(status, "method-not-allowed", vec![]))
            }
            _ => None,
        }
    }

    pub(crate) fn foreign_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign-origin", vec![])
    }

    pub(crate) fn foreign_host() -> Self {
        Self::new(StatusCode::FORBIDDEN, "foreign-host", vec![])
    }

    pub(crate) fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", vec![])
    }

    pub(crate) fn wrong_password() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "wrong-password", vec![])
    }

    pub(crate) fn too_many_attempts(seconds: u64) -> Self {
        let facts = vec![("seconds", seconds.to_string())];
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", facts)
    }

    /// A value of the request that cannot be used.
    pub(crate) fn input(name: &str, value: &str) -> Self {
        let given = if value.is_empty() { "none" } else { "one" };
        let facts = vec![("name", name.to_owned()), ("value", value.to_owned()), ("given", given.to_owned())];
        Self::new(StatusCode::BAD_REQUEST, "input", facts)
    }

    /// A body in JSON that cannot be read.
    pub(crate) fn json_body(code: &'static str, facts: Facts) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, facts)
    }

    /// A body of more bytes than the route takes.
    pub(crate) fn body_too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", vec![])
    }

    /// A body that breaks off, or whose form cannot be taken apart.
    pub(crate) fn broken_body() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "broken-body", vec![])
    }

    /// A parameter that the route does not know; `nearest` is what may have been meant.
    pub(crate) fn unknown_parameter(name: &str, nearest: Option<&str>, known: &[String]) -> Self {
        let mut facts = vec![("name", name.to_owned()), ("known", known.join(", "))];
        let code = match nearest {
            Some(nearest) => {
                facts.push(("nearest", nearest.to_owned()));
                "unknown-parameter-like"
            }
            None => "unknown-parameter",
        };
        Self::new(StatusCode::BAD_REQUEST, code, facts)
    }

    /// A parameter that comes twice where the route takes one.
    pub(crate) fn repeated_parameter(name: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "repeated-parameter", vec![("name", name.to_owned())])
    }

    /// A draft that was dropped, was imported, or is too old.
    pub(crate) fn draft_gone() -> Self {
        Self::new(StatusCode::NOT_FOUND, "draft-gone", vec![])
    }

    /// A draft that is being imported.
    pub(crate) fn draft_in_use() -> Self {
        Self::new(StatusCode::CONFLICT, "draft-in-use", vec![])
    }

    /// The same as what keeps the service from being well, whatever request it was found with.
    pub(crate) fn of_health(self) -> Self {
        let Inner { status, code, facts } = self.0.as_ref();
        let is_unusable =
            matches!(*status, StatusCode::INSUFFICIENT_STORAGE | StatusCode::INTERNAL_SERVER_ERROR);
        if is_unusable { Self::new(StatusCode::SERVICE_UNAVAILABLE, code, facts.clone()) } else { self }
    }

    pub(crate) fn no_such_job() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no-such-job", vec![])
    }

    /// The problem details.
    pub(crate) fn document(&self, words: &Words) -> ProblemDocument {
        let Inner { status, code, facts, .. } = self.0.as_ref();
        let sentence = words.tell(code, facts);
        ProblemDocument {
            kind: "about:blank",
            title: status.canonical_reason(),
            status: status.as_u16(),
            code,
            detail: sentence.text,
            remedy: sentence.remedy,
        }
    }

    pub(crate) fn unexpected(error: &dyn Error) -> Self {
        tracing::error!(%error, "a request stopped half way");
        let facts = vec![("reason", error.to_string())];
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected", facts)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        let status = match &error {
            StoreError::Sql { .. }
            | StoreError::Arguments { .. }
            | StoreError::MixedTypes { .. }
            | StoreError::Load { .. }
            | StoreError::LoadValue { .. }
            | StoreError::Clash { .. }
            | StoreError::ManyClashes { .. }
            | StoreError::NoSuchReference { .. }
            | StoreError::NoStatement
            | StoreError::ManyStatements
            | StoreError::StatementTooLong { .. }
            | StoreError::ValueTooLarge { .. }
            | StoreError::OutOfMemory
            | StoreError::TooManyRows { .. }
            | StoreError::TooSlow { .. } => StatusCode::BAD_REQUEST,
            StoreError::ReadOnly | StoreError::NotAllowed { .. } => StatusCode::FORBIDDEN,
            StoreError::Busy
            | StoreError::Outdated
            | StoreError::Overloaded { .. }
            | StoreError::FileGone { .. }
            | StoreError::FileReplaced { .. } => StatusCode::SERVICE_UNAVAILABLE,
            StoreError::TooLarge { .. } | StoreError::RequestTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            StoreError::Unreachable { .. } | StoreError::Refused { .. } | StoreError::Protocol { .. } => {
                StatusCode::BAD_GATEWAY
            }
            StoreError::NoSuchImport { .. } => StatusCode::NOT_FOUND,
            StoreError::Moved
            | StoreError::OtherCurrency { .. }
            | StoreError::SameSales { .. }
            | StoreError::SameFile { .. }
            | StoreError::ReusedNumbers { .. }
            | StoreError::UndoneBefore { .. }
            | StoreError::DependedOn { .. } => StatusCode::CONFLICT,
            StoreError::DiskFull { .. } | StoreError::RejectsFull { .. } => StatusCode::INSUFFICIENT_STORAGE,
            StoreError::Open { .. }
            | StoreError::NotADatabase { .. }
            | StoreError::TooNew { .. }
            | StoreError::NoDatabase { .. }
            | StoreError::EmptyFile { .. }
            | StoreError::LogAlone { .. }
            | StoreError::OtherProgram { .. }
            | StoreError::Truncated { .. }
            | StoreError::Secrets { .. }
            | StoreError::FileReadOnly { .. }
            | StoreError::Damaged { .. }
            | StoreError::DiskFailed { .. }
            | StoreError::Internal { .. }
            | StoreError::File { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::told(status, &error)
    }
}

impl From<AnalysisError> for Problem {
    fn from(error: AnalysisError) -> Self {
        let status = match error {
            AnalysisError::Store(store) => return store.into(),
            AnalysisError::NoSales | AnalysisError::InvalidDay { .. } => StatusCode::CONFLICT,
            AnalysisError::UnknownGrouping(_)
            | AnalysisError::UnknownName { .. }
            | AnalysisError::NoSalesInPeriod { .. }
            | AnalysisError::NothingBefore { .. } => StatusCode::NOT_FOUND,
            AnalysisError::OutOfRange => StatusCode::UNPROCESSABLE_ENTITY,
            AnalysisError::TooManyStoreDays { .. } | AnalysisError::ForecastTooLarge { .. } => {
                StatusCode::PAYLOAD_TOO_LARGE
            }
            AnalysisError::SharedName { .. }
            | AnalysisError::UnknownBasis(_)
            | AnalysisError::NotForecastBy(_)
            | AnalysisError::Period(_)
            | AnalysisError::Forecast(_) => StatusCode::BAD_REQUEST,
        };
        Self::told(status, &error)
    }
}

/// The status of what the database says to an import, by the error's code: it crosses the crates as a diagnostic.
fn status_of_store(code: &str) -> StatusCode {
    match code {
        "store-disk-full" | "store-rejects-full" => StatusCode::INSUFFICIENT_STORAGE,
        "store-request-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        "moved"
        | "store-other-currency"
        | "store-same-sales"
        | "store-same-file"
        | "store-reused-numbers"
        // What an import refers to was taken away while it was read.
        | "store-no-such-reference" => StatusCode::CONFLICT,
        "store-unreachable" | "store-refused" | "store-protocol" => StatusCode::BAD_GATEWAY,
        "store-many-clashes" | "store-clash" => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl From<ImportError> for Problem {
    fn from(error: ImportError) -> Self {
        let status = match &error {
            ImportError::Store(error) => status_of_store(error.code()),
            ImportError::DiskFull { .. } => StatusCode::INSUFFICIENT_STORAGE,
            ImportError::NoTemporaryFile { .. } => StatusCode::SERVICE_UNAVAILABLE,
            ImportError::PrivateAddress { .. } => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::told(status, &error)
    }
}

/// A problem as it is sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    #[serde(rename = "type")]
    kind: &'static str,
    /// The title of the status.
    title: Option<&'static str>,
    /// The status of the answer.
    status: u16,
    /// What went wrong, as a name that never changes.
    code: &'static str,
    /// What went wrong, in the reader's language.
    pub(crate) detail: String,
    /// What helps.
    remedy: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        if self.0.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the body of every problem, in the language of the request.
pub(crate) async fn tell(request: Request, next: Next) -> Response {
    let lang = params::language(request.uri(), request.headers());
    let response = next.run(request).await;
    let problem = response.extensions().get::<Problem>().cloned();
    let Some(problem) = problem.or_else(|| Problem::of_router(&response)) else { return response };
    let (said, _) = response.into_parts();
    let mut response =
        (problem.0.status, Json(problem.document(&Words::new(lang).on_page()))).into_response();
    let media_type = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    // What was said beside the problem: when to come back, how to sign in.
    for (name, value) in said.headers.iter().filter(|(name, _)| {
        ![header::CONTENT_LENGTH, header::CONTENT_TYPE, header::CONTENT_ENCODING].contains(name)
    }) {
        response.headers_mut().append(name, value.clone());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_database_has_the_same_status_within_an_import() {
        let text = || "x".to_owned();
        for error in [
            StoreError::Moved,
            StoreError::OtherCurrency { found: text(), kept: text() },
            StoreError::SameSales { import_id: 1, imports: text(), sales: 2 },
            StoreError::SameFile { import_id: 1, sales: 2 },
            StoreError::ReusedNumbers { sales: 3, number: text() },
            StoreError::Unreachable { url: text(), reason: text().into() },
            StoreError::RejectsFull { kept: 1, megabytes: 2, waiting: 3 },
            StoreError::Busy,
        ] {
            let code = error.code();
            assert_eq!(Problem::from(error).0.status, status_of_store(code), "{code}");
        }
    }
}
