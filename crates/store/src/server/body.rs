//! Bodies of requests: JSON, whether they call themselves so or not.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use serde::de::DeserializeOwned;

use super::{BODY_LIMIT, answer};
use crate::{StoreError, hrana::WireError};

/// The types that a web page may send to another origin without asking first.
const SENT_BY_FORMS: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// The most parts of a request: arguments of a hundred thousand rows, or twice as many statements as one may have.
const PARTS_LIMIT: usize = 600_000;

/// A JSON document.
///
/// Clients that are built on the official crate `libsql` name no type. What a form of a web page can send is refused
/// all the same: beside the checks of where a request comes from, no such body is ever taken for a statement.
pub(super) struct Document<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Document<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        if is_sent_by_forms(request.headers()) {
            let error = WireError::new("PROTOCOL", "the body calls itself a form or plain text")
                .with_remedy("send JSON, with content-type: application/json or none");
            return Err(answer::refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, &error));
        }
        let body = Bytes::from_request(request, state).await.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                return answer::failed(&StoreError::RequestTooLarge { limit: BODY_LIMIT as u64 });
            }
            let error = WireError::new("PROTOCOL", rejection.body_text())
                .with_remedy("send the whole body, without a long pause");
            answer::refused(rejection.status(), &error)
        })?;
        if parts_of(&body) > PARTS_LIMIT {
            let error =
                WireError::new("REQUEST_TOO_LARGE", format!("the request has more than {PARTS_LIMIT} parts"))
                    .with_remedy("split the request");
            return Err(answer::refused(StatusCode::PAYLOAD_TOO_LARGE, &error));
        }
        serde_json::from_slice(&body).map(Self).map_err(|error| {
            let error = WireError::new("PROTOCOL", format!("the body is not what is expected here: {error}"))
                .with_remedy("send a JSON document as docs/database-service.md describes it");
            answer::refused(StatusCode::BAD_REQUEST, &error)
        })
    }
}

/// How many objects and lists JSON has, and a list of plain values for each eight of these: what it takes in memory goes by
/// that rather than by its bytes.
fn parts_of(json: &[u8]) -> usize {
    let (mut parts, mut values, mut is_text, mut is_escaped) = (0, 0, false, false);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = is_text,
            b'"' => is_text = !is_text,
            b'{' | b'[' if !is_text => parts += 1,
            b',' if !is_text => values += 1,
            _ => {}
        }
    }
    parts + values / 8
}

fn is_sent_by_forms(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return false };
    let kind = kind.to_str().unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    SENT_BY_FORMS.iter().any(|simple| simple.eq_ignore_ascii_case(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_outside_of_texts() {
        for (json, parts) in [
            (r#"{"requests":[{"type":"close"}]}"#, 3),
            (r#"{"sql":"{[{[\"{[","x":"\\"}"#, 1),
            ("[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", 3),
            ("", 0),
        ] {
            assert_eq!(parts_of(json.as_bytes()), parts, "{json}");
        }
    }
}
