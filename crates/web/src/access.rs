//! Access to the service: by the password or, where there is none, from this machine alone.

mod attempts;
mod browsers;
mod checks;
mod password;
mod proxies;
mod sessions;

use std::{
    net::Ipv4Addr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{AppendHeaders, IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use comptoir_store::{Peer, names_this_machine};
use tokio::sync::Semaphore;

pub use password::PasswordError;
pub use proxies::{NoProxy, Proxy};

use crate::{problem::Problem, service::Service};
use attempts::{Attempts, Lane};
use browsers::Browsers;
use checks::{Check, Checks};
use password::Password;
use sessions::Sessions;

/// How many passwords are verified at once: each takes 19 MiB and a core for a moment.
const VERIFIED_AT_ONCE: usize = 2;

/// The cookie that carries a session's token.
const COOKIE: &str = "comptoir_session";

/// The cookie of a browser that has signed in before.
const BROWSER_COOKIE: &str = "comptoir_browser";

/// The shortest token of programs: so many random characters cannot be guessed.
const SHORTEST_TOKEN: usize = 32;

/// How long a browser keeps the cookie: as long as browsers do. It is here that sessions end.
const COOKIE_DAYS: u64 = 400;

/// The access rules of the service.
#[derive(Debug, Default)]
pub struct Access {
    /// `None` lets in all who reach the service by a name of this machine.
    lock: Option<Lock>,
    /// The trusted proxies.
    proxies: Vec<Proxy>,
}

#[derive(Debug)]
struct Lock {
    password: Arc<Password>,
    /// The hash of the token that programs may send instead of the password.
    token: Option<blake3::Hash>,
    sessions: Sessions,
    browsers: Browsers,
    attempts: Attempts,
    checks: Checks,
    verifying: Arc<Semaphore>,
}

/// Why somebody is not let in.
pub(crate) enum Refusal {
    /// No password is set, and the request names another host than this machine.
    ForeignHost,
    NotSignedIn,
    WrongPassword,
    /// Too many wrong passwords; the next may be tried after this time.
    TooManyAttempts(Duration),
}

impl Access {
    /// Access by a password, given as it is or as its hash, `$argon2id$…`.
    ///
    /// # Errors
    /// When it is empty, or a hash that cannot be read.
    pub fn with_password(given: &str) -> Result<Self, PasswordError> {
        let lock = Lock {
            password: Arc::new(Password::new(given)?),
            token: None,
            sessions: Sessions::default(),
            browsers: Browsers::new(given)?,
            attempts: Attempts::default(),
            checks: Checks::default(),
            verifying: Arc::new(Semaphore::new(VERIFIED_AT_ONCE)),
        };
        Ok(Self { lock: Some(lock), ..Self::default() })
    }

    /// Whether a password opens the service; takes as long as a sign-in.
    #[must_use]
    pub fn is_password(&self, given: &str) -> bool {
        self.lock.as_ref().is_some_and(|lock| lock.password.verify(given))
    }

    /// The same for programs that send this token in place of the password. It is never guessed, so that it is never
    /// held back.
    ///
    /// # Errors
    /// When it is so short that it could be guessed.
    pub fn with_token(mut self, token: &str) -> Result<Self, PasswordError> {
        if token.chars().count() < SHORTEST_TOKEN {
            return Err(PasswordError::ShortToken { shortest: SHORTEST_TOKEN });
        }
        if let Some(lock) = &mut self.lock {
            lock.token = Some(lock.password.quick_hash(token));
        }
        Ok(self)
    }

    /// Trusts these proxies when they name the client (`X-Forwarded-For`).
    #[must_use]
    pub fn behind(self, proxies: Vec<Proxy>) -> Self {
        Self { proxies, ..self }
    }

    /// The client of a request and its connection.
    pub(crate) fn asker(&self, request: &Request) -> Asker {
        let peer = request.extensions().get::<Peer>().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.0);
        let address = proxies::asker(peer, request.headers(), &self.proxies);
        let browser = self.lock.as_ref().zip(cookie(request.headers(), BROWSER_COOKIE));
        let browser = browser.and_then(|(lock, cookie)| lock.browsers.number(cookie));
        Asker {
            lane: browser.map_or(Lane::Address(address), Lane::Browser),
            came_by_tls: came_by_tls(request.headers()),
        }
    }

    pub(crate) fn needs_password(&self) -> bool {
        self.lock.is_some()
    }

    /// Whether the request carries the cookie of a session.
    pub(crate) fn is_signed_in(&self, headers: &HeaderMap) -> bool {
        let token = cookie(headers, COOKIE);
        self.lock.as_ref().zip(token).is_some_and(|(lock, token)| lock.sessions.touch(token, Instant::now()))
    }

    /// Begins a session for a client with the password: its cookies, none where no password is needed.
    pub(crate) async fn sign_in(&self, password: &str, asker: &Asker) -> Result<Vec<HeaderValue>, Refusal> {
        let Some(lock) = &self.lock else { return Ok(vec![]) };
        lock.try_password(password, asker.lane).await?;
        let seconds = COOKIE_DAYS * 24 * 60 * 60;
        let session = lock.sessions.begin(Instant::now());
        let mut cookies = vec![cookie_header(COOKIE, &session, seconds, asker.came_by_tls)];
        if matches!(asker.lane, Lane::Address(_)) {
            let browser = lock.browsers.cookie();
            cookies.push(cookie_header(BROWSER_COOKIE, &browser, seconds, asker.came_by_tls));
        }
        Ok(cookies)
    }

    /// Ends the session of the request; the cookie that takes its cookie away.
    pub(crate) fn sign_out(&self, headers: &HeaderMap) -> HeaderValue {
        if let Some((lock, token)) = self.lock.as_ref().zip(cookie(headers, COOKIE)) {
            lock.sessions.end(token);
        }
        cookie_header(COOKIE, "", 0, came_by_tls(headers))
    }

    async fn admits(&self, headers: &HeaderMap, asker: &Asker) -> Result<(), Refusal> {
        let Some(lock) = &self.lock else {
            // A page that gives a name of its own to this address (DNS rebinding) sends that name as the host.
            return if names_this_machine(headers) { Ok(()) } else { Err(Refusal::ForeignHost) };
        };
        if self.is_signed_in(headers) {
            return Ok(());
        }
        let secret = secret(headers).ok_or(Refusal::NotSignedIn)?;
        // Hashes are compared in constant time.
        if lock.token.is_some_and(|token| token == lock.password.quick_hash(&secret)) {
            return Ok(());
        }
        lock.try_password(&secret, asker.lane).await
    }
}

impl Lock {
    /// Verifies a password. Clients that send the same at the same time wait for one verification: many programs
    /// that start together have one try between them.
    async fn try_password(&self, given: &str, lane: Lane) -> Result<(), Refusal> {
        let hash = self.password.quick_hash(given);
        let verification = loop {
            match self.checks.begin(hash) {
                Check::Wrong => return Err(Refusal::WrongPassword),
                Check::Verify(verification) => break verification,
                Check::Wait(mut result) => {
                    if let Ok(is_right) = result.wait_for(Option::is_some).await.map(|result| *result) {
                        return if is_right == Some(true) { Ok(()) } else { Err(Refusal::WrongPassword) };
                    }
                }
            }
        };
        // Every try counts as wrong until it proves right, so that many at once are no way around the limit. One that
        // is refused is not looked at: the answer would distinguish a right one from a wrong one.
        let wait = self.attempts.charge(lane, Instant::now()).map_err(Refusal::TooManyAttempts)?;
        tokio::time::sleep(wait).await;
        let is_right = self.password.is_known(given) || self.verify(given.to_owned()).await;
        verification.ends(is_right);
        if is_right {
            self.attempts.give_back(lane);
            return Ok(());
        }
        Err(Refusal::WrongPassword)
    }

    async fn verify(&self, given: String) -> bool {
        // The semaphore is never closed.
        let permit = Arc::clone(&self.verifying).acquire_owned().await;
        let password = Arc::clone(&self.password);
        let work = move || {
            let _permit = permit;
            password.verify(&given)
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(false)
    }
}

/// The client of a request and its connection.
pub(crate) struct Asker {
    /// With whose tries of a password this one's are counted.
    lane: Lane,
    came_by_tls: bool,
}

/// Lets a request in, or says why not.
pub(crate) async fn admit(State(service): State<Service>, request: Request, next: Next) -> Response {
    let asker = service.access().asker(&request);
    match service.access().admits(request.headers(), &asker).await {
        Ok(()) => next.run(request).await,
        Err(Refusal::NotSignedIn) if is_page(&request) => to_sign_in(request.uri()),
        Err(refusal) => refusal.response(request.headers()),
    }
}

impl Refusal {
    pub(crate) fn response(&self, headers: &HeaderMap) -> Response {
        match self {
            Self::ForeignHost => Problem::foreign_host().into_response(),
            Self::NotSignedIn => (challenges(headers), Problem::not_signed_in()).into_response(),
            Self::WrongPassword => (challenges(headers), Problem::wrong_password()).into_response(),
            Self::TooManyAttempts(wait) => {
                let seconds = wait.as_secs() + 1;
                ([(header::RETRY_AFTER, seconds.to_string())], Problem::too_many_attempts(seconds))
                    .into_response()
            }
        }
    }
}

/// How to say who one is. Browsers would answer the offer of a basic authorisation with a window of their own.
fn challenges(headers: &HeaderMap) -> AppendHeaders<Vec<(header::HeaderName, &'static str)>> {
    let is_browser = headers.contains_key("sec-fetch-mode")
        || headers.get(header::USER_AGENT).is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla/5.0"));
    let mut challenges = vec![(header::WWW_AUTHENTICATE, "Bearer realm=\"comptoir\"")];
    if !is_browser {
        challenges.push((header::WWW_AUTHENTICATE, "Basic realm=\"comptoir\", charset=\"UTF-8\""));
    }
    AppendHeaders(challenges)
}

/// Whether a person waits for a page, and not a program for an answer.
fn is_page(request: &Request) -> bool {
    let path = request.uri().path();
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    reads && (!path.starts_with("/api/") || path == "/api/docs")
}

/// Leads to the page to sign in, and from there back to the page that was asked for.
fn to_sign_in(asked: &Uri) -> Response {
    let asked = asked.path_and_query().map_or("/", |asked| asked.as_str());
    let location = if asked == "/" { "/login".into() } else { format!("/login?next={}", escaped(asked)) };
    (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, "no-store".into())])
        .into_response()
}

/// Text as a value of a query string.
fn escaped(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(byte).collect()
}

/// The secret of a bearer, or the password of a basic authorisation, whatever name stands beside it.
fn secret(headers: &HeaderMap) -> Option<String> {
    let (kind, given) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if kind.eq_ignore_ascii_case("bearer") {
        return Some(given.trim().to_owned());
    }
    if !kind.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(BASE64.decode(given.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == wanted).map(|(_, token)| token).next_back()
}

fn cookie_header(name: &str, value: &str, seconds: u64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    cookie.parse().expect("a token is base64, which a header may hold")
}

/// Whether the proxy in front of this service was asked over TLS.
fn came_by_tls(headers: &HeaderMap) -> bool {
    headers.get("x-forwarded-proto").is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn a_password_comes_as_a_bearer_or_with_any_user_name() {
        for (given, expected) in [
            ("Bearer abc", Some("abc")),
            ("basic eDphYmM=", Some("abc")),
            ("Basic OmE6Yg==", Some("a:b")),
            ("Basic !", None),
            ("Digest abc", None),
        ] {
            assert_eq!(secret(&headers(header::AUTHORIZATION, given)).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn the_cookie_is_found_among_others() {
        let found = |line: &str| cookie(&headers(header::COOKIE, line), COOKIE).map(str::to_owned);
        assert_eq!(found("a=1; comptoir_session=token; b=2").as_deref(), Some("token"));
        assert_eq!(found("comptoir_session_old=1; x"), None);
    }

    #[test]
    fn only_behind_tls_the_cookie_is_secure() {
        assert!(!cookie_header(COOKIE, "t", 1, false).to_str().unwrap().contains("Secure"));
        assert!(cookie_header(COOKIE, "t", 1, true).to_str().unwrap().ends_with("; Secure"));
        assert!(came_by_tls(&headers("x-forwarded-proto".parse().unwrap(), "https")));
    }

    #[test]
    fn the_way_back_is_one_value_of_the_query() {
        let response = to_sign_in(&"/sql?sql=select%201&lang=fr".parse().unwrap());
        assert_eq!(response.headers()[header::LOCATION], "/login?next=/sql%3Fsql%3Dselect%25201%26lang%3Dfr");
    }

    #[test]
    fn browsers_are_not_made_to_show_their_own_window() {
        let offers = |headers: HeaderMap| challenges(&headers).0.len();
        assert_eq!(offers(headers(header::USER_AGENT, "curl/8.5")), 2);
        assert_eq!(offers(headers(header::USER_AGENT, "Mozilla/5.0 (X11)")), 1);
    }
}
