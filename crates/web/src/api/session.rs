//! `GET /session`: whether a password is needed and one is signed in; `POST` signs in, `DELETE` signs out.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

use crate::{access::Asker, problem::Problem, service::Service};

/// The longest request to sign in, in bytes: anybody may send one.
pub(super) const BODY_LIMIT: usize = 16 << 10;

#[derive(Serialize)]
pub(super) struct Session {
    password_needed: bool,
    /// Whether this request carries the cookie of a session; false where no password is needed.
    signed_in: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    password: String,
}

pub(super) async fn told(State(service): State<Service>, headers: HeaderMap) -> Json<Session> {
    let access = service.access();
    Json(Session { password_needed: access.needs_password(), signed_in: access.is_signed_in(&headers) })
}

pub(super) async fn sign_in(State(service): State<Service>, request: Request) -> Result<Response, Problem> {
    let (asker, headers) = (Asker::of(&request), request.headers().clone());
    let unreadable = |reason: String| Problem::input("body", &reason);
    let body = Bytes::from_request(request, &service).await.map_err(|error| unreadable(error.to_string()))?;
    let Credentials { password } =
        serde_json::from_slice(&body).map_err(|error| unreadable(error.to_string()))?;
    Ok(match service.access().sign_in(&password, &asker).await {
        Ok(cookie) => {
            let cookie = cookie.map(|cookie| (header::SET_COOKIE, cookie));
            (StatusCode::NO_CONTENT, AppendHeaders(cookie)).into_response()
        }
        Err(refusal) => refusal.response(&headers),
    })
}

pub(super) async fn sign_out(State(service): State<Service>, headers: HeaderMap) -> Response {
    let cookie = service.access().sign_out(&headers);
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response()
}
