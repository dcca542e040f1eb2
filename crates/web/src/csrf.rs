//! Only the dashboard's own page and programs use the service: what another web page asks for is refused.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::problem::Problem;

/// Refuses what a page of another origin asks for; a link to a page may be followed from anywhere, one to an answer only
/// from here: answers cost, and a frame or a hidden window follows links too.
pub(crate) async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    if is_foreign(request.headers()) && !is_link_to_page(&request) {
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

/// Whether a person follows a link to a page, in a tab of its own.
fn is_link_to_page(request: &Request) -> bool {
    let says =
        |name: &str, expected: &str| request.headers().get(name).is_some_and(|value| value == expected);
    let is_navigation = says("sec-fetch-mode", "navigate")
        // Frames, objects and embedded plugins name themselves here; browsers that know the mode know this too.
        && (says("sec-fetch-dest", "document") || !request.headers().contains_key("sec-fetch-dest"));
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    is_navigation && reads && is_page(request.uri().path())
}

/// Whether a path is a page, and no answer.
fn is_page(path: &str) -> bool {
    let is_answer = path.starts_with("/api/") || path.starts_with("/odata/");
    !is_answer || path == "/api/docs"
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
    fn a_link_from_elsewhere_opens_pages_and_nothing_else() {
        let link = |method, path: &str, dest: Option<&str>| {
            let mut headers = vec![("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
            headers.extend(dest.map(|dest| ("sec-fetch-dest", dest)));
            let mut request = request(method, &headers);
            *request.uri_mut() = path.parse().unwrap();
            is_link_to_page(&request)
        };
        for path in ["/", "/data", "/sql?sql=select%201", "/login", "/api/docs"] {
            assert!(link(Method::GET, path, Some("document")) && link(Method::GET, path, None), "{path}");
            for dest in ["iframe", "frame", "embed", "object", "image", "empty"] {
                assert!(!link(Method::GET, path, Some(dest)), "{path} in {dest}");
            }
            assert!(!link(Method::POST, path, Some("document")), "{path}");
        }
        for path in ["/api/v1/sql?sql=select%201", "/api/v1/summary", "/api/openapi.json", "/odata/v4/Sales"]
        {
            assert!(!link(Method::GET, path, Some("document")), "{path}");
        }
        assert!(!is_link_to_page(&request(Method::GET, &[("sec-fetch-mode", "no-cors")])));
    }

    #[test]
    fn an_address_that_a_person_types_is_nobody_elses() {
        let typed = [("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")];
        assert!(!is_foreign(request(Method::GET, &typed).headers()));
    }
}
