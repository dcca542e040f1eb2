//! The two services: import, analysis, forecast and the page through them.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service, demo_file};

const ANY_PORT: [&str; 2] = ["--listen", "127.0.0.1:0"];

fn database(desk: &Desk) -> Service {
    desk.serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[])
}

fn script(desk: &Desk, address: &str) -> Service {
    desk.serve(&["serve", "--db", address, ANY_PORT[0], ANY_PORT[1]], &[])
}

/// The brief told to a Script Service: what it answers, without ids and times.
fn brief(service: &Service) -> Vec<Json> {
    for (file, added) in [("products.csv", 8), ("stores.csv", 10), ("sales.csv", 2802)] {
        let (status, imported) = service.upload(Path::new(&demo_file(file)));
        assert_eq!((status, &imported["added"]), (201, &json!(added)), "{imported}");
    }
    let (status, run) = service.post("/api/v1/analyses", "", &[]);
    assert_eq!((status, &run["results"]), (201, &json!(46)), "{run}");
    let (status, mut forecast) = service.post("/api/v1/forecasts", "", &[]);
    assert_eq!((status, forecast["points"].as_array().map(Vec::len)), (201, Some(7)), "{forecast}");
    let currency = forecast.as_object_mut().and_then(|forecast| forecast.remove("currency"));
    let (_, kept) = service.get("/api/v1/forecasts");
    assert_eq!((&kept["forecasts"][0], &kept["currency"]), (&forecast, &currency.unwrap_or_default()));
    forecast.as_object_mut().unwrap().remove("made_at");
    let questions = [
        "/api/v1/summary",
        "/api/v1/breakdown/product?limit=5",
        "/api/v1/breakdown/region",
        "/api/v1/breakdown/store?region=Occitanie&region=Grand%20Est",
        "/api/v1/series?from=2023-11-20",
        "/api/v1/sql?sql=select%20count(*)%20as%20n%20from%20analysis_results",
    ];
    let answers = questions.map(|question| {
        let (status, answer) = service.get(question);
        assert_eq!(status, 200, "{question}: {answer}");
        answer
    });
    answers.into_iter().chain([forecast]).collect()
}

#[test]
fn the_same_story_is_told_by_two_services_and_by_one() {
    let (one, two) = (Desk::new(), Desk::new());
    let store = database(&two);
    let remote = script(&two, &store.url);
    let embedded = script(&one, "shop.db");
    let answers = brief(&remote);
    assert_eq!(answers, brief(&embedded));
    assert_eq!(answers[0]["revenue"], 1_245_678.0);
    assert_eq!(answers[2]["rows"][0]["name"], "Île-de-France");
    assert_eq!(answers[5], json!({ "columns": ["n"], "rows": [[46]] }));
    let (status, page) = remote.get("/");
    assert!(status == 200 && page.as_str().is_some_and(|page| page.contains("<title>")), "{page}");
}

#[test]
fn importing_again_adds_nothing_and_the_ledger_tells() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    let products = demo_file("products.csv");
    service.upload(Path::new(&products));
    let (_, again) = service.upload(Path::new(&products));
    assert_eq!((&again["added"], &again["known"]), (&json!(0), &json!(8)));
    assert_eq!(again["message"], "Aucune nouvelle donnée à importer dans products.");
    let (_, ledger) = service.get("/api/v1/imports");
    assert_eq!(ledger["imports"][0]["known"], 8);
    assert_eq!(ledger["imports"][1]["added"], 8);
}

#[test]
fn what_was_committed_survives_a_kill() {
    let desk = Desk::new();
    let mut store = database(&desk);
    let service = script(&desk, &store.url);
    service.upload(Path::new(&demo_file("products.csv")));
    store.kill();
    let (status, problem) = service.get("/api/v1/summary");
    assert_eq!((status, &problem["code"]), (502, &json!("store-unreachable")));
    drop(store);
    let store = database(&desk);
    let (_, ledger) = script(&desk, &store.url).get("/api/v1/imports");
    assert_eq!(ledger["imports"][0]["added"], 8);
}

#[test]
fn the_script_service_waits_for_the_database_and_gives_up_in_time() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{closed}");
    let run = Desk::new().run(&["serve", "--db", &url, "--wait", "1", ANY_PORT[0], ANY_PORT[1]]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("En attente du service de base de données"), "{}", run.err);
    assert!(run.err.contains("Que faire :"), "{}", run.err);
}

#[test]
fn the_script_service_starts_once_the_database_is_there() {
    let desk = Desk::new();
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let url = format!("http://{address}");
    let waiting = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| script(&desk, &url));
        std::thread::sleep(std::time::Duration::from_millis(500));
        let store = desk.serve(&["db", "serve", "--listen", &address], &[]);
        let service = waiting.join().unwrap();
        assert_eq!(service.get("/health").0, 200);
        drop(store);
        service
    });
    assert!(waiting.said.contains("En attente") && waiting.said.contains("répond"), "{}", waiting.said);
}

#[test]
fn both_services_share_a_token() {
    let desk = Desk::new();
    let store = desk.serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[("COMPTOIR_DB_TOKEN", "secret")]);
    let with = |token: &str| {
        let args = ["serve", "--db", &store.url, ANY_PORT[0], ANY_PORT[1]];
        desk.serve(&args, &[("COMPTOIR_DB_TOKEN", token)]).get("/api/v1/summary")
    };
    assert_eq!(with("secret").0, 200);
    let (status, problem) = with("guess");
    assert_eq!((status, &problem["code"]), (502, &json!("store-refused-token")));
}

#[test]
fn beyond_this_machine_the_database_service_wants_a_token() {
    let run = Desk::new().run(&["db", "serve", "--listen", "0.0.0.0:0"]);
    assert!(run.code == 2 && run.err.contains("COMPTOIR_DB_TOKEN"), "{}", run.err);
}

#[test]
fn an_import_by_url_stays_out_of_private_networks_unless_allowed() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    let body = json!({ "url": format!("{}/version", service.url) }).to_string();
    let (status, problem) = service.post("/api/v1/imports", &body, &[]);
    assert_eq!((status, &problem["code"]), (403, &json!("import-private-address")));
    let args = ["serve", "--db", "other.db", "--allow-private-urls", ANY_PORT[0], ANY_PORT[1]];
    let (status, problem) = desk.serve(&args, &[]).post("/api/v1/imports", &body, &[]);
    assert_eq!((status, &problem["code"]), (422, &json!("import-unknown-table")));
}

#[test]
fn what_goes_wrong_has_a_status_and_a_stable_code() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    let asked = [
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/summary?from=2023-02-30", 400, "input"),
        ("/api/v1/summary?from=2023-12-01&to=2023-11-01", 400, "period-upside-down"),
        ("/api/v1/breakdown/moon", 404, "unknown-grouping"),
        ("/api/v1/breakdown/%ff", 400, "unreadable-request"),
        ("/api/v1/imports/first", 400, "unreadable-request"),
        ("/assets/%ff", 400, "unreadable-request"),
        ("/api/v1/imports/1/undo", 405, "method-not-allowed"),
        ("/api/v1/series?grain=second", 400, "input"),
        ("/api/v1/sql?sql=select%20nonsense", 400, "store-sql"),
        ("/api/v1/sql?sql=delete%20from%20sales", 403, "store-read-only"),
    ];
    for (path, status, code) in asked {
        let (given, problem) = service.get(path);
        assert_eq!((given, problem["code"].as_str()), (status, Some(code)), "{path}: {problem}");
        assert!(problem["detail"].is_string() && problem["remedy"].is_string(), "{path}: {problem}");
    }
    let sent = [
        ("/api/v1/analyses", "", 409, "no-sales"),
        ("/api/v1/forecasts", "", 409, "no-sales"),
        ("/api/v1/forecasts", "{\"model\": \"oracle\"}", 400, "forecast-model-syntax"),
        ("/api/v1/imports", "rubbish", 400, "json-syntax"),
        ("/api/v1/imports", "{\"url\": \"file:///etc/hosts\"}", 400, "input"),
    ];
    for (path, body, status, code) in sent {
        let (given, problem) = service.post(path, body, &[]);
        assert_eq!((given, problem["code"].as_str()), (status, Some(code)), "{path} {body}: {problem}");
    }
}

#[test]
fn another_page_may_not_change_anything() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    let (status, problem) = service.post("/api/v1/analyses", "", &[("origin", "https://example.org")]);
    assert_eq!((status, &problem["code"]), (403, &json!("foreign-origin")));
}

#[test]
fn problems_are_told_in_the_readers_language() {
    let desk = Desk::new();
    let service = script(&desk, "shop.db");
    let detail = |headers: &[(&str, &str)]| {
        service.post("/api/v1/analyses", "", headers).1["detail"].as_str().map(str::to_owned)
    };
    assert_eq!(detail(&[]).as_deref(), Some("il n’y a aucune vente"));
    assert_eq!(detail(&[("accept-language", "en-GB,en;q=0.9")]).as_deref(), Some("there are no sales"));
}

#[test]
fn sources_named_at_the_start_are_imported_analysed_and_forecast() {
    let desk = Desk::new();
    let sources = ["products.csv", "stores.csv", "sales.csv"].map(demo_file).join(" ");
    let args = ["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]];
    let service = desk.serve(&args, &[("COMPTOIR_SOURCES", &sources)]);
    assert_eq!(service.get("/api/v1/summary").1["revenue"], 1_245_678.0);
    assert_eq!(service.get("/api/v1/forecasts").1["forecasts"][0]["last_day"], "2023-11-30");
}

#[test]
fn sources_are_imported_again_as_often_as_was_asked() {
    let desk = Desk::new();
    let till = desk.write("till.csv", "date,product,amount\n2024-03-01,Pain,2.10\n");
    let args = ["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1], "--every", "1s"];
    let service = desk.serve(&args, &[("COMPTOIR_SOURCES", &till)]);
    assert_eq!(service.get("/api/v1/summary").1["revenue"], 2.1);
    assert_eq!(service.get("/api/v1/sources").1["sources"][0]["every_seconds"], 1);
    // A till that is away for a while takes nothing with it.
    std::fs::remove_file(desk.path("till.csv")).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_500));
    desk.write("till.csv", "date,product,amount\n2024-03-01,Pain,2.10\n2024-03-02,Pain,4.20\n");
    let arrived = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(200));
        service.get("/api/v1/summary").1["revenue"] == 6.3
    });
    assert!(arrived, "{}", service.get("/api/v1/summary").1);
}

#[test]
fn an_interval_that_is_none_is_wrong_usage() {
    for every in ["often", "0s", "-1h", "0.2s"] {
        let run = Desk::new().run(&["serve", ANY_PORT[0], ANY_PORT[1], &format!("--every={every}")]);
        assert_eq!(run.code, 2, "{every}: {}", run.err);
        assert!(run.err.contains("--every <1h|15m>"), "{}", run.err);
    }
}
