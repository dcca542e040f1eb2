//! Authentication of requests, and the limit on how many run at once.

use std::{
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::HttpBody,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use parking_lot::Mutex;
use tokio::sync::Semaphore;

use super::{Service, answer, room};
use crate::{
    Cause, Embedded, Keys, Scope, StoreError,
    embedded::{Stamp, hash_of},
    hrana::{READ_ONLY_HEADER, WireError},
    open_files,
};

/// How many requests run at once; more are asked to retry later.
const RUNNING_LIMIT: usize = 256;

/// The fewest characters of a secret that opens anything: what is shorter is taken for a mistake.
pub const SECRET_LEAST: usize = 4;

/// How long the list of tokens is trusted before it is read again, though nothing is seen to have changed.
const TOKENS_FRESH: Duration = Duration::from_secs(1);

/// The tokens as they were read, when, and what was known of their file before.
type Kept = (Instant, Option<Stamp>, Arc<Keys>);

/// The access rules of the service.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// A token that allows everything, besides those kept in the database.
    pub token: Option<String>,
    /// Origins whose web pages may use the service; none by default.
    pub origins: Vec<String>,
}

/// The peer address of a connection, set by the listener.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// The client of a request: one token, or one address where no token is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    MainToken,
    Token(i64),
    Address(Option<IpAddr>),
}

/// The client of a request, and its scope.
#[derive(Clone, Copy, Debug)]
pub(super) struct Client {
    pub(super) identity: Identity,
    pub(super) scope: Scope,
}

impl Client {
    /// Refuses a client that may only read.
    pub(super) fn must_write(self) -> Result<(), StoreError> {
        if self.scope == Scope::Write { Ok(()) } else { Err(StoreError::ReadOnly) }
    }
}

/// Authenticates requests.
pub(super) struct Authenticator {
    main: Option<blake3::Hash>,
    origins: Vec<String>,
    /// Whether a token is wanted, whatever the database says.
    is_protected: bool,
    kept: Mutex<Option<Kept>>,
    running: Arc<Semaphore>,
}

impl Authenticator {
    pub(super) fn new(access: Access) -> Self {
        Self {
            is_protected: access.token.is_some(),
            main: access.token.as_deref().filter(|token| can_open(token)).map(hash_of),
            origins: access.origins,
            kept: Mutex::default(),
            running: Arc::new(Semaphore::new(RUNNING_LIMIT.min(open_files() / 4).max(4))),
        }
    }

    async fn keys(&self, database: &Arc<Embedded>) -> Result<Arc<Keys>, StoreError> {
        // A token that was revoked opens nothing from the next request on.
        let stamp = database.keys_stamp();
        if let Some((read_at, stamp_then, keys)) = self.kept.lock().as_ref()
            && read_at.elapsed() < TOKENS_FRESH
            && *stamp_then == stamp
        {
            return Ok(Arc::clone(keys));
        }
        let database = Arc::clone(database);
        let keys = Arc::new(answer::blocking(move || database.keys()).await?);
        *self.kept.lock() = Some((Instant::now(), stamp, Arc::clone(&keys)));
        Ok(keys)
    }

    /// The token that a secret belongs to. All hashes are compared, each in constant time.
    fn who(&self, keys: &Keys, secret: &str) -> Option<Client> {
        let hash = Some(secret).filter(|secret| can_open(secret)).map(hash_of)?;
        let main = (self.main == Some(hash))
            .then_some(Client { identity: Identity::MainToken, scope: Scope::Write });
        let kept = keys.tokens.iter().fold(None, |found, token| {
            let client = Client { identity: Identity::Token(token.id), scope: token.scope };
            if token.hash == hash { Some(client) } else { found }
        });
        main.or(kept)
    }
}

/// Whether a secret can open anything: neither empty, nor blank, nor a few characters.
fn can_open(secret: &str) -> bool {
    secret.trim().chars().count() >= SECRET_LEAST
}

/// Lets a request in, or says why not.
pub(super) async fn admit(State(service): State<Arc<Service>>, mut request: Request, next: Next) -> Response {
    let authenticator = &service.authenticator;
    let headers = request.headers();
    if let Some(origin) = foreign_page(headers, &authenticator.origins) {
        let error = WireError::new("FOREIGN_ORIGIN", format!("pages of {origin} may not use this service"));
        return answer::refused(StatusCode::FORBIDDEN, &error);
    }
    let keys = match authenticator.keys(&service.database).await {
        Ok(keys) => keys,
        Err(error) => return answer::failed(&error),
    };
    let is_protected = authenticator.is_protected || keys.is_protected;
    let client = if !is_protected && keys.tokens.is_empty() {
        // Without a token only this machine is listened to. A page that gives a name of its own to this address
        // (DNS rebinding) sends that name as the host.
        if !names_this_machine(headers) {
            let error = WireError::new("FOREIGN_HOST", "without a token, ask localhost");
            return answer::refused(StatusCode::FORBIDDEN, &error);
        }
        let address = request.extensions().get::<Peer>().map(|peer| peer.0);
        Some(Client { identity: Identity::Address(address), scope: Scope::Write })
    } else {
        secret(headers).and_then(|secret| authenticator.who(&keys, &secret))
    };
    let Some(mut client) = client else {
        let has_none = authenticator.main.is_none() && keys.tokens.is_empty();
        let error = WireError::new(
            "AUTH",
            if has_none { Cause::NoTokenLeft } else { Cause::TokenNeeded }.to_string(),
        );
        let asks = [
            (header::WWW_AUTHENTICATE, "Basic realm=\"comptoir\", charset=\"UTF-8\""),
            (header::WWW_AUTHENTICATE, "Bearer"),
        ];
        return (axum::response::AppendHeaders(asks), answer::refused(StatusCode::UNAUTHORIZED, &error))
            .into_response();
    };
    if headers.contains_key(READ_ONLY_HEADER) {
        client.scope = Scope::Read;
    }
    let Ok(running) = Arc::clone(&authenticator.running).try_acquire_owned() else {
        return answer::failed(&StoreError::Overloaded { reason: Cause::ManyRequests });
    };
    let length = length_of(&request);
    // A load goes to disk.
    let place = if request.uri().path() == "/load" { Ok(None) } else { service.large.request(length).await };
    let place = match place {
        Ok(place) => place,
        Err(error) => return answer::failed(&error),
    };
    request.extensions_mut().insert(client);
    let response = next.run(request).await;
    drop(place);
    // An answer that is still being sent runs.
    room::hold(response, running, None)
}

/// How long the body of a request is, as it says itself; `None` where it does not say. What the listener puts around a
/// body hides its length.
fn length_of(request: &Request) -> Option<u64> {
    let headers = request.headers();
    match headers.get(header::CONTENT_LENGTH) {
        Some(length) => length.to_str().ok()?.parse().ok(),
        None if headers.contains_key(header::TRANSFER_ENCODING) => None,
        None => Some(request.body().size_hint().upper().unwrap_or_default()),
    }
}

/// The secret of a bearer, or the password of a basic authorisation: tools that read a URL know the latter.
fn secret(headers: &HeaderMap) -> Option<String> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (kind, rest) = given.split_once(' ')?;
    if kind.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned());
    }
    if !kind.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

/// The web page that asks, when it is neither this service's own nor of an allowed origin. A picture or a frame in a
/// page sends no origin: browsers say of these what kind of site asks. An address that a person types is nobody's
/// page.
fn foreign_page(headers: &HeaderMap, allowed: &[String]) -> Option<String> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(origin) = text("origin") {
        let host = text("host");
        let is_own = host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, name)| name == host));
        return (!is_own && !allowed.iter().any(|one| one == origin)).then(|| origin.to_owned());
    }
    let site = text("sec-fetch-site")?;
    (site != "same-origin" && site != "none").then(|| format!("another site ({site})"))
}

/// Keeps answers to those who asked: no page shows them in a frame, includes them as a script or a picture, or has them
/// taken for a page.
pub(super) async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        response.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    response
}

/// Whether the host that a request asks is a name of this machine. Where no secret is needed only these may be asked: a
/// web page can give a name of its own to this address. Who names several means one that others cannot see.
pub fn names_this_machine(headers: &HeaderMap) -> bool {
    headers.get_all(header::HOST).iter().all(is_this_machine)
}

fn is_this_machine(host: &header::HeaderValue) -> bool {
    let Ok(authority) = host.to_str().unwrap_or_default().parse::<axum::http::uri::Authority>() else {
        return false;
    };
    let name = authority.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn one_host_of_this_machine_does_not_cover_another() {
        let mut both = headers(header::HOST, "localhost:8080");
        both.append(header::HOST, "evil.example".parse().unwrap());
        assert!(!names_this_machine(&both));
    }

    #[test]
    fn a_secret_comes_as_a_bearer_or_as_a_password() {
        for (given, expected) in [
            ("Bearer abc", Some("abc")),
            ("bearer abc", Some("abc")),
            ("Basic eDphYmM=", Some("abc")),
            ("Basic !", None),
            ("Digest abc", None),
            ("abc", None),
        ] {
            assert_eq!(secret(&headers(header::AUTHORIZATION, given)).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn only_pages_of_this_service_and_allowed_ones_may_ask() {
        let allowed = ["https://shop.example".to_owned()];
        let asks = |given: &[(&'static str, &str)]| {
            let mut headers = headers(header::HOST, "localhost:8080");
            for (name, value) in given {
                headers.insert(*name, value.parse().unwrap());
            }
            foreign_page(&headers, &allowed).is_none()
        };
        assert!(asks(&[]));
        assert!(asks(&[("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(asks(&[("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate")]));
        assert!(asks(&[("origin", "https://shop.example"), ("sec-fetch-site", "cross-site")]));
        for origin in ["http://localhost:8081", "https://evil.example", "null"] {
            assert!(!asks(&[("origin", origin)]), "{origin}");
        }
        for site in ["cross-site", "same-site", "nonsense"] {
            for mode in ["no-cors", "navigate"] {
                assert!(!asks(&[("sec-fetch-site", site), ("sec-fetch-mode", mode)]), "{site} {mode}");
            }
        }
    }

    #[test]
    fn only_names_of_this_machine_are_its_own() {
        for (host, expected) in [
            ("localhost:8080", true),
            ("127.0.0.1", true),
            ("[::1]:8080", true),
            ("evil.example:8080", false),
            ("localhost.evil.example", false),
            ("192.168.1.4", false),
            ("", false),
        ] {
            assert_eq!(names_this_machine(&headers(header::HOST, host)), expected, "{host}");
        }
    }
}
