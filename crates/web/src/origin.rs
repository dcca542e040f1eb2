//! Only the dashboard's own page and programs may change something: another web page's requests are refused.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// Refuses changes asked for by a page of another origin.
pub(crate) async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !reads && is_foreign(request.headers()) {
        return Problem::foreign_origin().into_response();
    }
    next.run(request).await
}

/// Whether a browser says that the request comes from a page of another host. Programs send no origin.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text(header::ORIGIN) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_none() || host != text(header::HOST)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::is_foreign;

    fn headers(origin: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("localhost:5000"))]);
        headers.extend(origin.map(|origin| (header::ORIGIN, HeaderValue::from_static(origin))));
        headers
    }

    #[test]
    fn only_a_page_of_another_host_is_foreign() {
        assert!(!is_foreign(&headers(None)));
        assert!(!is_foreign(&headers(Some("http://localhost:5000"))));
        for foreign in ["http://localhost:5001", "https://example.org", "null"] {
            assert!(is_foreign(&headers(Some(foreign))), "{foreign}");
        }
    }
}
