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
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::{problem::Problem, service::Service};

#[derive(RustEmbed)]
#[folder = "assets"]
#[exclude = "*.md"]
#[exclude = "*.d.ts"]
struct Assets;

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

/// The header that tells pages, with their words, what currency amounts are in.
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
    let Some(file) = Assets::get(path) else { return Problem::not_found().into_response() };
    let tag = tag_of(&file);
    if request.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let media_type = file.metadata.mimetype().to_owned();
    let media_type =
        if media_type.starts_with("text/") { media_type + "; charset=utf-8" } else { media_type };
    // A vendored file carries its version in its name and never changes; the others are asked for again.
    let cache = if path.starts_with("vendor/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, cache.to_owned()),
        (header::ETAG, tag),
        (header::VARY, header::ACCEPT_ENCODING.to_string()),
    ];
    match packed::packed(path, &file, request) {
        Some(packed) => (headers, [(header::CONTENT_ENCODING, "gzip")], packed).into_response(),
        None => (headers, file.data).into_response(),
    }
}

/// A weak tag, since the answer may be compressed on its way.
fn tag_of(file: &EmbeddedFile) -> String {
    let [high, low] = [0, 8].map(|at| {
        let hash = file.metadata.sha256_hash();
        hash[at..at + 8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
    });
    format!("W/\"{high:016x}{low:016x}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_writes_a_currency_by_itself() {
        let own = Assets::iter().filter(|path| !path.starts_with("vendor/"));
        for path in own.filter(|path| [".js", ".html", ".css"].iter().any(|end| path.ends_with(end))) {
            let text = String::from_utf8(Assets::get(&path).unwrap().data.into_owned()).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
            let found: Vec<_> = code.filter(|line| line.contains('€')).collect();
            assert!(found.is_empty(), "{path}: {found:?}");
        }
    }
}
