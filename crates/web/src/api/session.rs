//! `GET /session`: whether a password is needed and one is signed in; `POST` signs in, `DELETE` signs out.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    json_body,
    problem::{Problem, ProblemDocument},
    service::Service,
};

/// The longest request to sign in, in bytes: anybody may send one.
pub(super) const BODY_LIMIT: usize = 16 << 10;

#[derive(Serialize, ToSchema)]
pub(super) struct Session {
    password_needed: bool,
    /// Whether this request carries the cookie of a session; false where no password is needed.
    signed_in: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Credentials {
    password: String,
}

/// Whether a password is needed, and whether one is signed in.
#[utoipa::path(
    get,
    path = "/session",
    responses((status = 200, description = "How one stands", body = Session)),
)]
pub(super) async fn told(State(service): State<Service>, headers: HeaderMap) -> Json<Session> {
    let access = service.access();
    Json(Session { password_needed: access.needs_password(), signed_in: access.is_signed_in(&headers) })
}

/// Signs in.
#[utoipa::path(
    post,
    path = "/session",
    request_body = Credentials,
    responses(
        (status = 204, description = "Signed in: a cookie is set, where a password is needed"),
        (status = 401, description = "This is not the password", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 429, description = "Too many were tried; `Retry-After` says when to come back", body = ProblemDocument, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn sign_in(State(service): State<Service>, request: Request) -> Result<Response, Problem> {
    let (asker, headers) = (service.access().asker(&request), request.headers().clone());
    let body = Bytes::from_request(request, &service).await.map_err(|_| Problem::broken_body())?;
    let Credentials { password } = json_body::read(&body)?;
    Ok(match service.access().sign_in(&password, &asker).await {
        Ok(cookies) => {
            let cookies = cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie));
            (StatusCode::NO_CONTENT, AppendHeaders(cookies)).into_response()
        }
        Err(refusal) => refusal.response(&headers),
    })
}

/// Signs out.
#[utoipa::path(
    delete,
    path = "/session",
    responses((status = 204, description = "The session is over")),
)]
pub(super) async fn sign_out(State(service): State<Service>, headers: HeaderMap) -> Response {
    let cookie = service.access().sign_out(&headers);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}
