//! Only the dashboard's own page and programs use the service: what another web page asks for is refused.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// Refuses what a page of another origin asks for; a link to a page or an answer may be followed from anywhere.
pub(crate) async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    if is_foreign(request.headers()) && !is_followed_link(&request) {
        return Problem::foreign_origin().into_response();
    }
    next.run(request).await
}

/// Whether a browser says that the request comes from a page of another origin. Programs say nothing of this.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    // No page can set the first; it is missing where a browser is old, or the address neither local nor https.
    if let Some(site) = text("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return false };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_none() || host != text(header::HOST.as_str())
}

fn is_followed_link(request: &Request) -> bool {
    let is_navigation = request.headers().get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
    is_navigation && matches!(*request.method(), Method::GET | Method::HEAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: Method, headers: &[(&str, &str)]) -> Request {
        let mut request = axum::http::Request::builder().method(method).header("host", "localhost:5000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(axum::body::Body::empty()).unwrap()
    }

    #[test]
    fn only_a_page_of_another_host_is_foreign() {
        let foreign = |origin| is_foreign(request(Method::POST, &[("origin", origin)]).headers());
        assert!(!is_foreign(request(Method::POST, &[]).headers()));
        assert!(!foreign("http://localhost:5000"));
        for origin in ["http://localhost:5001", "https://example.org", "null"] {
            assert!(foreign(origin), "{origin}");
        }
    }

    #[test]
    fn what_the_browser_says_of_the_site_counts_before_the_origin() {
        let foreign = |site| is_foreign(request(Method::POST, &[("sec-fetch-site", site)]).headers());
        assert!(!foreign("same-origin") && !foreign("none"));
        assert!(foreign("cross-site") && foreign("same-site") && foreign("nonsense"));
        // A proxy that changes the name of the host does not lock the dashboard out.
        let proxied = [("sec-fetch-site", "same-origin"), ("origin", "https://shop.example")];
        assert!(!is_foreign(request(Method::POST, &proxied).headers()));
    }

    #[test]
    fn a_link_from_elsewhere_is_followed_but_a_form_is_not_taken() {
        let headers = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
        assert!(is_followed_link(&request(Method::GET, &headers)));
        assert!(!is_followed_link(&request(Method::POST, &headers)));
        assert!(!is_followed_link(&request(Method::GET, &[("sec-fetch-mode", "no-cors")])));
    }
}
