//! The dashboard's files, from inside the binary.

mod modules;
mod packed;

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use comptoir_words::Lang;

use self::packed::Asset;
use crate::{problem::Problem, service::Service};

/// The pages that need access to the service.
pub(crate) fn pages() -> Router<Service> {
    Router::new()
        .route("/", page("index.html", "overview/main.js"))
        .route("/forecasts", page("forecasts.html", "forecasts/main.js"))
        .route("/data", page("data.html", "data/main.js"))
        .route("/sql", page("sql.html", "sql/main.js"))
}

/// What it takes to sign in, and holds no figure.
pub(crate) fn open() -> Router<Service> {
    Router::new()
        .route("/login", page("login.html", "login/main.js"))
        .route("/assets/{*path}", get(asset))
        .route("/words/{lang}/{catalogue}", get(words))
}

/// A page, and the modules that it will ask for.
fn page(file: &'static str, entry: &str) -> MethodRouter<Service> {
    let preloads = modules::preloads(entry);
    get(async move |headers: HeaderMap| {
        let mut response = serve(file, &headers);
        response.headers_mut().extend(preloads.map(|links| (header::LINK, links)));
        response
    })
}

async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    serve(&path, &headers)
}

/// The header that gives pages, with their words, the currency of amounts.
const CURRENCY: &str = "comptoir-currency";

/// What all pages say, and what one says by itself: `page.ftl` the former alone, `overview.ftl` both.
async fn words(State(service): State<Service>, Path((lang, file)): Path<(String, String)>) -> Response {
    let words = lang.parse::<Lang>().ok().zip(file.strip_suffix(".ftl")).and_then(|(lang, page)| {
        let own = if page == "page" { Some("") } else { lang.catalogue(&format!("page-{page}")) };
        Some([lang.catalogue("page")?, own?].concat())
    });
    // A database that cannot be asked now is the page's to report, in words.
    let currency = service.currency().await.unwrap_or_default().code().to_owned();
    let headers = [
        (header::CONTENT_TYPE.as_str(), "text/plain; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL.as_str(), "no-cache".to_owned()),
        (CURRENCY, currency),
    ];
    words.map_or_else(|| Problem::not_found().into_response(), |words| (headers, words).into_response())
}

/// A file with its entity tag: a browser that has it already gets 304.
pub(crate) fn serve(path: &str, request: &HeaderMap) -> Response {
    let Some(asset) = Asset::find(path) else { return Problem::not_found().into_response() };
    if request.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == asset.tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    // A vendored file carries its version in its name and never changes; the others are asked for again.
    let cache = if path.starts_with("vendor/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, asset.media_type),
        (header::CACHE_CONTROL, cache),
        (header::ETAG, asset.tag),
        (header::VARY, header::ACCEPT_ENCODING.as_str()),
    ];
    if let Some(bytes) = asset.gzip(request) {
        return (headers, [(header::CONTENT_ENCODING, "gzip")], bytes).into_response();
    }
    match asset.content() {
        Ok(content) => (headers, content).into_response(),
        // Only where the program itself is damaged.
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::packed::ASSETS;

    #[test]
    fn no_page_writes_a_currency_by_itself() {
        let own = ASSETS.iter().filter(|asset| !asset.path.starts_with("vendor/"));
        for asset in own.filter(|asset| [".js", ".html", ".css"].iter().any(|end| asset.path.ends_with(end)))
        {
            let path = asset.path;
            let text = String::from_utf8(asset.content().unwrap().into_owned()).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
            let found: Vec<_> = code.filter(|line| line.contains('€')).collect();
            assert!(found.is_empty(), "{path}: {found:?}");
        }
    }
}
