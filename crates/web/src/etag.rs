//! Entity tags of answers: a browser that has an answer already gets 304.
//!
//! An answer that is a function of the sales changes when the data version moves, and never otherwise. Everything
//! else of the API is answered anew each time and kept nowhere.

use std::hash::BuildHasher;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{clock, params, response_cache::Asked, service::Service};

/// May be kept by the browser alone, and is asked about each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Tags what is a function of the sales: a client that has the answer of this data version costs neither the work nor
/// the answer.
///
/// The version is asked before the answer is made: an answer that is newer than its tag is made once more, an older one
/// is never taken for new.
pub(crate) async fn by_data_version(
    State(service): State<Service>,
    request: Request,
    next: Next,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    // The answer itself reports errors of the database.
    let Ok(version) = service.ask(|database| database.data_version()).await else {
        return next.run(request).await;
    };
    let asked = asked(version, &request);
    let Ok(tag) = HeaderValue::from_str(&tag(&service, &asked)) else {
        return next.run(request).await;
    };
    let mut response = if knows(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if is_download(&request) {
        next.run(request).await
    } else {
        service.answers().get(asked, next.run(request)).await
    };
    if matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED) {
        response.headers_mut().insert(header::ETAG, tag);
        response.headers_mut().insert(header::CACHE_CONTROL, ASK_AGAIN);
    }
    response
}

/// Says of what has no tag that it is not to be kept, and of everything what it depends on.
pub(crate) async fn keep_nowhere_else(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.append(header::VARY, HeaderValue::from_static("accept-language, cookie"));
    response
}

fn asked(version: i64, request: &Request) -> Asked {
    let (uri, headers) = (request.uri(), request.headers());
    let encodings = headers.get(header::ACCEPT_ENCODING).and_then(|encodings| encodings.to_str().ok());
    Asked {
        version,
        today: clock::today(),
        lang: params::language(uri, headers),
        address: uri.path_and_query().map_or("/", |asked| asked.as_str()).to_owned(),
        encodings: encodings.unwrap_or_default().to_owned(),
    }
}

/// A file to take away may be large, and is not asked for twice.
fn is_download(request: &Request) -> bool {
    request.uri().query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("format=")))
}

/// Weak, since the answer may be compressed on its way. The hasher is of this process: the version of one database,
/// or of one program, says nothing about those of another.
fn tag(service: &Service, Asked { version, today, lang, address, .. }: &Asked) -> String {
    let hash = service.tag_hasher().hash_one((version, today, lang, address));
    format!("W/\"{version}-{hash:016x}\"")
}

fn knows(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    known.flat_map(|line| line.split(',')).any(|one| {
        let one = one.trim();
        one == "*" || one.as_bytes() == tag.as_bytes() || one.as_bytes() == &tag.as_bytes()[2..]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_among_others_weak_or_strong() {
        let tag = HeaderValue::from_static("W/\"3-ab\"");
        let asked = |line: &'static str| {
            knows(&HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(line))]), &tag)
        };
        assert!(asked("W/\"3-ab\"") && asked("\"3-ab\"") && asked("\"1\", W/\"3-ab\"") && asked("*"));
        assert!(!asked("W/\"2-ab\"") && !asked("3-ab") && !knows(&HeaderMap::new(), &tag));
    }
}
