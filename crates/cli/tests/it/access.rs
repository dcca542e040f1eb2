//! Who may use the Script Service, and what its answers forbid a browser.

use serde_json::{Value as Json, json};
use ureq::http::{HeaderMap, Request, Response};

use crate::program::{Desk, Service};

const ANY_PORT: [&str; 2] = ["--listen", "127.0.0.1:0"];
const PASSWORD: &str = "sésame, ouvre-toi";
/// `moi:sésame, ouvre-toi`.
const BASIC: &str = "Basic bW9pOnPDqXNhbWUsIG91dnJlLXRvaQ==";

/// `moi:0123456789abcdef0123456789abcdef`.
const BASIC_OF_TOKEN: &str = "bW9pOjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm";

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// What a browser sends back of the cookie.
    fn cookie(&self) -> String {
        self.header("set-cookie").unwrap().split(';').next().unwrap().to_owned()
    }
}

/// Asks as it stands: redirects are not followed.
fn ask(service: &Service, request: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let (method, path) = request.split_once(' ').unwrap();
    let mut asked = Request::builder().method(method).uri(format!("{}{path}", service.url));
    for (name, value) in headers {
        asked = asked.header(*name, *value);
    }
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .proxy(None)
        .build()
        .new_agent();
    let response: Response<ureq::Body> = if matches!(method, "GET" | "HEAD" | "DELETE") {
        agent.run(asked.body(()).unwrap()).unwrap()
    } else {
        agent.run(asked.body(body.to_owned()).unwrap()).unwrap()
    };
    let (parts, mut body) = response.into_parts();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.read_to_string().unwrap() }
}

fn get(service: &Service, path: &str, headers: &[(&str, &str)]) -> Answer {
    ask(service, &format!("GET {path}"), headers, "")
}

fn sign_in(service: &Service, password: &str) -> Answer {
    ask(service, "POST /api/v1/session", &[], &json!({ "password": password }).to_string())
}

fn locked(desk: &Desk) -> Service {
    let args = ["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]];
    desk.serve(&args, &[("COMPTOIR_PASSWORD", PASSWORD)])
}

#[test]
fn beyond_this_machine_the_script_service_wants_a_password() {
    for command in [&["serve", "--listen", "0.0.0.0:0"][..], &["demo", "--listen", "0.0.0.0:0"]] {
        let run = Desk::new().run(command);
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("mot de passe") && run.err.contains("COMPTOIR_PASSWORD"), "{}", run.err);
    }
}

#[test]
fn with_a_password_it_listens_beyond_this_machine() {
    let desk = Desk::new();
    desk.write("password", format!("{PASSWORD}\n"));
    let args = ["serve", "--db", "shop.db", "--listen", "0.0.0.0:0"];
    let service = desk.serve(&args, &[("COMPTOIR_PASSWORD_FILE", "password")]);
    assert_eq!(get(&service, "/api/v1/summary", &[]).status, 401);
    assert_eq!(get(&service, "/api/v1/summary", &[("authorization", BASIC)]).status, 200);
}

#[test]
fn a_password_that_cannot_be_one_is_wrong_usage() {
    let desk = Desk::new();
    desk.write("empty", "\n");
    for (name, value) in [("COMPTOIR_PASSWORD_FILE", "empty"), ("COMPTOIR_PASSWORD", "$argon2id$v=19$oops")] {
        let mut command = desk.command(&["serve", ANY_PORT[0], ANY_PORT[1]]);
        let run: crate::program::Run = command.env(name, value).output().unwrap().into();
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("Que faire"), "{}", run.err);
    }
}

#[test]
fn signing_in_opens_pages_and_api_until_one_signs_out() {
    let desk = Desk::new();
    let service = locked(&desk);
    assert_eq!(
        get(&service, "/api/v1/session", &[]).json(),
        json!({ "password_needed": true, "signed_in": false })
    );

    let wrong = sign_in(&service, "sésame");
    assert_eq!((wrong.status, &wrong.json()["code"]), (401, &json!("wrong-password")));
    let right = sign_in(&service, PASSWORD);
    assert_eq!((right.status, right.body.as_str()), (204, ""));
    let set = right.header("set-cookie").unwrap();
    assert!(set.starts_with("comptoir_session=") && !set.contains("Secure"), "{set}");
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(attribute), "{set}");
    }

    let cookie = right.cookie();
    let signed_in = [("cookie", cookie.as_str())];
    assert_eq!(get(&service, "/", &signed_in).status, 200);
    assert_eq!(get(&service, "/api/v1/summary", &signed_in).status, 200);
    assert_eq!(get(&service, "/api/v1/session", &signed_in).json()["signed_in"], true);

    let out = ask(&service, "DELETE /api/v1/session", &signed_in, "");
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(get(&service, "/api/v1/summary", &signed_in).status, 401);
}

#[test]
fn without_signing_in_the_api_refuses_and_pages_lead_to_the_door() {
    let desk = Desk::new();
    let service = locked(&desk);
    let refused = get(&service, "/api/v1/summary", &[]);
    assert_eq!((refused.status, &refused.json()["code"]), (401, &json!("not-signed-in")));
    assert!(refused.json()["remedy"].is_string());
    assert_eq!(ask(&service, "POST /api/v1/analyses", &[], "").status, 401);
    for (path, location) in [
        ("/", "/login"),
        ("/?lang=en&region=Grand%20Est", "/login?next=/%3Flang%3Den%26region%3DGrand%2520Est"),
    ] {
        let led = get(&service, path, &[]);
        assert_eq!((led.status, led.header("location")), (303, Some(location)));
    }
    for open in
        ["/login", "/assets/login/main.js", "/words/fr/page.ftl", "/health", "/version", "/api/v1/session"]
    {
        assert_eq!(get(&service, open, &[]).status, 200, "{open}");
    }
}

#[test]
fn programs_send_the_password_with_each_request() {
    let desk = Desk::new();
    let service = locked(&desk);
    for _ in 0..10 {
        assert_eq!(get(&service, "/api/v1/summary", &[("authorization", BASIC)]).status, 200);
    }
    let offers = |agent: &str| {
        let refused = get(&service, "/api/v1/summary", &[("user-agent", agent)]);
        refused.headers.get_all("www-authenticate").iter().count()
    };
    assert_eq!((offers("curl/8.5.0"), offers("Mozilla/5.0 (X11; Linux x86_64)")), (2, 1));
}

#[test]
fn guessing_is_slowed_down_whichever_way_the_password_is_sent() {
    let desk = Desk::new();
    let service = locked(&desk);
    for guess in ["a", "b", "c"] {
        // The same guess again is the same guess.
        assert_eq!([sign_in(&service, guess).status, sign_in(&service, guess).status], [401, 401]);
    }
    for guess in ["Bearer d", "Bearer e"] {
        assert_eq!(get(&service, "/api/v1/summary", &[("authorization", guess)]).status, 401);
    }
    // On a busy machine one may have been given back meanwhile.
    while sign_in(&service, &format!("{:?}", std::time::Instant::now())).status == 401 {}
    let held = sign_in(&service, PASSWORD);
    assert_eq!((held.status, &held.json()["code"]), (429, &json!("too-many-attempts")));
    let seconds: u64 = held.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=24).contains(&seconds), "{seconds}");
}

#[test]
fn while_somebody_guesses_programs_with_a_token_and_known_browsers_are_let_in() {
    let desk = Desk::new();
    let token = "0123456789abcdef0123456789abcdef";
    let args = ["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]];
    let service = desk.serve(&args, &[("COMPTOIR_PASSWORD", PASSWORD), ("COMPTOIR_API_TOKEN", token)]);
    let known = sign_in(&service, PASSWORD);
    let mut cookies = known.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
    let browser = cookies.rfind(|line| line.starts_with("comptoir_browser=")).unwrap();
    assert!(browser.contains("HttpOnly") && browser.contains("SameSite=Strict"), "{browser}");
    let browser = browser.split(';').next().unwrap().to_owned();
    while sign_in(&service, &format!("{:?}", std::time::Instant::now())).status == 401 {}
    assert_eq!(sign_in(&service, PASSWORD).status, 429);
    for authorization in [format!("Bearer {token}"), format!("Basic {BASIC_OF_TOKEN}")] {
        let answer = get(&service, "/api/v1/session", &[("authorization", &authorization)]);
        assert_eq!(answer.status, 200);
        assert_eq!(get(&service, "/api/v1/imports", &[("authorization", &authorization)]).status, 200);
    }
    let body = json!({ "password": PASSWORD }).to_string();
    let with = |cookie: &str| ask(&service, "POST /api/v1/session", &[("cookie", cookie)], &body).status;
    assert_eq!(with(&browser), 204);
    // A cookie that was not signed here is no way around.
    assert_eq!(with("comptoir_browser=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 429);
    // A browser that is known may not guess without end either.
    let guess = |at: u8| json!({ "password": format!("guess {at}") }).to_string();
    let statuses =
        (0..7).map(|at| ask(&service, "POST /api/v1/session", &[("cookie", &browser)], &guess(at)).status);
    assert!(statuses.collect::<Vec<_>>().contains(&429));
}

#[test]
fn programs_that_start_together_with_the_right_password_are_all_let_in() {
    let desk = Desk::new();
    let service = locked(&desk);
    std::thread::scope(|scope| {
        let asked = || get(&service, "/api/v1/imports", &[("authorization", BASIC)]).status;
        let programs: Vec<_> = (0..20).map(|_| scope.spawn(asked)).collect();
        for program in programs {
            assert_eq!(program.join().unwrap(), 200);
        }
    });
}

#[test]
fn a_token_that_could_be_guessed_is_refused_at_the_start() {
    let desk = Desk::new();
    let mut command = desk.command(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]]);
    let output =
        command.env("COMPTOIR_PASSWORD", PASSWORD).env("COMPTOIR_API_TOKEN", "short").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("COMPTOIR_API_TOKEN"));
}

#[test]
fn whom_a_proxy_asks_for_counts_where_the_proxy_is_named() {
    let desk = Desk::new();
    let proxy = ("COMPTOIR_TRUSTED_PROXIES", "127.0.0.0/8,::1");
    for (proxied, expected) in [(true, 401), (false, 429)] {
        let args = ["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]];
        let environment = if proxied {
            vec![("COMPTOIR_PASSWORD", PASSWORD), proxy]
        } else {
            vec![("COMPTOIR_PASSWORD", PASSWORD)]
        };
        let service = desk.serve(&args, &environment);
        let guess = |asker: &str, at: usize| {
            let body = json!({ "password": format!("guess {asker} {at}") }).to_string();
            ask(&service, "POST /api/v1/session", &[("x-forwarded-for", asker)], &body).status
        };
        assert!((0..20).any(|at| guess("203.0.113.1", at) == 429));
        assert_eq!(guess("203.0.113.2", 0), expected);
    }
}

#[test]
fn a_hash_serves_as_well_as_the_password() {
    let desk = Desk::new();
    // Made by another implementation: printf %s "$password" | argon2 salt-for-a-test -id -t 1 -k 1024 -p 1 -e
    let hash =
        "$argon2id$v=19$m=1024,t=1,p=1$c2FsdC1mb3ItYS10ZXN0$gXwS6i/KLyE4JHyyGCa6bg5Euq3BnA6XpFN5T7UAMRg";
    let args = ["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]];
    let service = desk.serve(&args, &[("COMPTOIR_PASSWORD", hash)]);
    assert_eq!(sign_in(&service, hash).status, 401);
    assert_eq!(sign_in(&service, PASSWORD).status, 204);
}

#[test]
fn behind_tls_the_cookie_is_secure() {
    let desk = Desk::new();
    let service = locked(&desk);
    let body = json!({ "password": PASSWORD }).to_string();
    let answer = ask(&service, "POST /api/v1/session", &[("x-forwarded-proto", "https")], &body);
    assert!(answer.header("set-cookie").unwrap().ends_with("; Secure"));
}

#[test]
fn without_a_password_only_names_of_this_machine_are_answered() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]], &[]);
    for path in ["/", "/api/v1/summary"] {
        let rebound = get(&service, path, &[("host", "evil.example")]);
        assert_eq!((rebound.status, &rebound.json()["code"]), (403, &json!("foreign-host")), "{path}");
        assert_eq!(get(&service, path, &[("host", "localhost:5000")]).status, 200, "{path}");
    }
    assert_eq!(
        get(&service, "/api/v1/session", &[]).json(),
        json!({ "password_needed": false, "signed_in": false })
    );
    assert_eq!(sign_in(&service, "anything").status, 204);
}

#[test]
fn another_page_may_neither_change_nor_read_but_link() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]], &[]);
    for site in ["cross-site", "same-site"] {
        let change = ask(&service, "POST /api/v1/analyses", &[("sec-fetch-site", site)], "");
        assert_eq!((change.status, &change.json()["code"]), (403, &json!("foreign-origin")), "{site}");
        let read = [("sec-fetch-site", site), ("sec-fetch-mode", "no-cors")];
        assert_eq!(get(&service, "/api/v1/summary", &read).status, 403, "{site}");
        let link = [("sec-fetch-site", site), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
        assert_eq!(get(&service, "/", &link).status, 200, "{site}");
        assert_eq!(get(&service, "/api/v1/sql?sql=select%201", &link).status, 403, "{site}");
        let frame = [link[0], link[1], ("sec-fetch-dest", "iframe")];
        assert_eq!(get(&service, "/", &frame).status, 403, "{site}");
    }
    // An address that a person types is nobody else's.
    let typed = [("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")];
    assert_eq!(get(&service, "/api/v1/sql?sql=select%201", &typed).status, 200);
    // The sales are missing, not the permission.
    let own = ask(&service, "POST /api/v1/analyses", &[("sec-fetch-site", "same-origin")], "");
    assert_eq!(own.status, 409);
}

#[test]
fn every_answer_keeps_the_page_to_itself() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]], &[]);
    for path in ["/", "/login", "/api/v1/summary", "/nothing", "/assets/login/main.js"] {
        let answer = get(&service, path, &[]);
        let policy = answer.header("content-security-policy").unwrap();
        for rule in [
            "script-src 'self';",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "connect-src 'self'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.header("permissions-policy").unwrap().contains("camera=()"), "{path}");
    }
}

#[test]
fn no_page_holds_a_script_of_its_own() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]], &[]);
    for path in ["/", "/login"] {
        let page = get(&service, path, &[]).body;
        assert!(page.contains("<script"), "{path}");
        for script in page.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains("src="), "{path}: {script}");
        }
        for handler in ["onclick=", "onload=", "javascript:"] {
            assert!(!page.contains(handler), "{path}: {handler}");
        }
    }
}
