//! `GET /several?ask=…&ask=…`: the answers to several questions in one.

use axum::{
    Extension, Json, Router,
    body::{Body, to_bytes},
    extract::{Query, Request},
    http::{Method, header},
};
use comptoir_words::Lang;
use serde::Serialize;
use serde_json::value::RawValue;
use tower::ServiceExt;
use utoipa::ToSchema;

use crate::{params::Reader, problem::Problem};

/// How many questions may be put together.
const MOST: usize = 40;

/// The routes whose questions may be put together.
#[derive(Clone)]
pub(super) struct Routes(pub(super) Router);

/// The answers, in the order of the questions.
#[derive(Serialize, ToSchema)]
pub(super) struct Several {
    answers: Vec<OneOfSeveral>,
}

#[derive(Serialize, ToSchema)]
struct OneOfSeveral {
    /// The status that the question by itself would have been answered with.
    status: u16,
    /// The answer, or the problem.
    #[schema(value_type = serde_json::Value)]
    body: Box<RawValue>,
}

/// The answers to several questions in one: a page asks a dozen.
#[utoipa::path(
    get,
    path = "/several",
    params(
        ("ask" = Vec<String>, Query, description = "A question: the address below `/api/v1/` of what answers `GET` with figures or forecasts, 40 at most", example = json!(["summary?from=2023-11-01", "names?grouping=store"])),
    ),
    responses((status = 200, description = "The answers, in the order of the questions", body = Several)),
)]
pub(super) async fn several(
    Extension(routes): Extension<Routes>,
    Reader(lang): Reader,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Json<Several>, Problem> {
    let questions: Vec<String> =
        pairs.into_iter().filter(|(name, _)| name == "ask").map(|(_, question)| question).collect();
    if questions.len() > MOST {
        return Err(Problem::input("ask", &questions.len().to_string()));
    }
    let asked = questions.iter().map(|question| request(question, lang));
    let asked: Vec<Request> = asked.collect::<Result<_, _>>()?;
    // All begin before the first is waited for.
    let running: Vec<_> =
        asked.into_iter().map(|asked| tokio::spawn(answer(routes.clone(), asked))).collect();
    let mut answers = Vec::with_capacity(running.len());
    for one in running {
        answers.push(one.await.map_err(|error| Problem::unexpected(&error))??);
    }
    Ok(Json(Several { answers }))
}

/// The question as if it had been asked alone.
fn request(question: &str, lang: Lang) -> Result<Request, Problem> {
    let unfit = || Problem::input("ask", question);
    let query = question.split_once('?').map_or("", |(_, query)| query);
    // A file to take away is no JSON.
    if query.split('&').any(|pair| pair.starts_with("format=")) {
        return Err(unfit());
    }
    let request = Request::builder().method(Method::GET).uri(format!("/{question}"));
    request.header(header::ACCEPT_LANGUAGE, lang.code()).body(Body::empty()).map_err(|_| unfit())
}

async fn answer(Routes(routes): Routes, asked: Request) -> Result<OneOfSeveral, Problem> {
    // Routes are infallible: what goes wrong is an answer.
    let response = routes.oneshot(asked).await.unwrap_or_else(|never| match never {});
    let status = response.status().as_u16();
    let body =
        to_bytes(response.into_body(), usize::MAX).await.map_err(|error| Problem::unexpected(&error))?;
    let body = serde_json::from_slice(&body).map_err(|error| Problem::unexpected(&error))?;
    Ok(OneOfSeveral { status, body })
}
