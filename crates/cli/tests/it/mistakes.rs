//! The same mistake is answered in the same way by every route and every verb: a status, an exit code, and what was meant.

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service};

/// The routes that read, with one of the names that their path asks for, and their parameters.
fn routes(service: &Service) -> Vec<(String, Vec<String>)> {
    let (_, description) = service.get("/api/openapi.json");
    let paths = description["paths"].as_object().unwrap().iter();
    // The stream of news never ends.
    let read = paths.filter(|(path, item)| {
        path.starts_with("/api/v1") && item["get"].is_object() && !path.ends_with("/events")
    });
    let route = |(path, item): (&String, &Json)| {
        let path = path.replace("{grouping}", "product").replace("{id}", "1");
        let parameters = item["get"]["parameters"].as_array().into_iter().flatten();
        let in_query = parameters.filter(|parameter| parameter["in"] == "query");
        (path, in_query.map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect())
    };
    let routes: Vec<_> = read.map(route).collect();
    assert!(routes.len() > 15, "{routes:?}");
    routes
}

/// What a mistake is answered with by all routes that know its parameters, but for those whose other parameters are missing.
const MISTAKES: [(&[&str], &str, u16, &str); 24] = [
    (&[], "bogus=1", 400, "unknown-parameter"),
    (&["from"], "form=2023-11-01", 400, "unknown-parameter-like"),
    (&["from"], "from=2023-11-01&from=2023-11-02", 400, "repeated-parameter"),
    (&[], "lang=fr&lang=fr", 400, "repeated-parameter"),
    (&["region"], "regions=Bretagne", 400, "unknown-parameter-like"),
    (&[], "lang=xx", 400, "input"),
    (&["from"], "from=hier", 400, "input"),
    (&["to"], "to=2023-02-30", 400, "input"),
    (&["from", "to"], "from=2023-11-10&to=2023-11-01", 400, "period-upside-down"),
    (&["store"], "store=Bogus", 404, "unknown-name"),
    (&["product"], "product=Pack%20Prmium", 404, "unknown-name-like"),
    (&["category"], "category=Bogus", 404, "unknown-name"),
    (&["city"], "city=Bogus", 404, "unknown-name"),
    (&["region"], "region=Bogus", 404, "unknown-name"),
    (&["format"], "format=pdf", 400, "input"),
    (&["format"], "format=CSV", 400, "input"),
    (&["limit"], "limit=0", 400, "input"),
    (&["limit"], "limit=-1", 400, "input"),
    (&["top"], "top=0", 400, "input"),
    (&["compare"], "compare=n-2", 400, "unknown-basis"),
    (&["same_stores"], "same_stores=oui", 400, "input"),
    (&["grain"], "grain=hour", 400, "input"),
    (&["horizon"], "horizon=0", 400, "input"),
    (&["horizon"], "horizon=9999999", 400, "forecast-horizon-too-long"),
];

/// What some routes cannot do without.
fn needed(path: &str) -> &'static str {
    match path {
        "/api/v1/names" => "grouping=product&",
        "/api/v1/sql" => "sql=select%201&",
        "/api/v1/why" => "from=2023-11-16&to=2023-11-30&",
        _ => "",
    }
}

#[test]
fn every_route_answers_the_same_mistake_with_the_same_status_and_code() {
    let desk = Desk::with_demo();
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    let mut wrong = Vec::new();
    for (path, parameters) in routes(&service) {
        let knows = |needed: &&str| parameters.iter().any(|known| known == *needed);
        for (concerns, query, status, code) in MISTAKES {
            if !concerns.iter().all(knows) {
                continue;
            }
            // What the mistake is about is given once, unless that is the mistake.
            let given = |pair: &&str| {
                let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
                query.split('&').any(|other| other.split_once('=').is_some_and(|(other, _)| other == name))
            };
            let others: Vec<&str> = needed(&path).split('&').filter(|pair| !given(pair)).collect();
            let address = format!("{path}?{}{query}", others.join("&"));
            let (answered, problem) = service.get(&address);
            if answered != status || problem["code"] != json!(code) || problem["detail"].as_str().is_none() {
                wrong.push(format!("{address}: {answered} {problem}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Verbs that ask about sales.
const READING: [&[&str]; 5] =
    [&["analyse", "--by", "product"], &["why"], &["forecast"], &["backtest"], &["analyse", "--net"]];

#[test]
fn every_verb_ends_the_same_mistake_with_the_same_code() {
    let desk = Desk::with_demo();
    let knows = |verb: &[&str], flag: &str| desk.run(&[verb, &["--help"]].concat()).out.contains(flag);
    let mut wrong = Vec::new();
    for (flag, value, code, expected) in [
        ("--bogus", "1", 2, "--bogus"),
        ("--from", "hier", 2, "--from"),
        ("--compare", "n-2", 2, "--compare"),
        ("--format", "pdf", 2, "--format"),
        ("--lang", "xx", 2, "--lang"),
        ("--top", "0", 2, "--top"),
        ("--horizon", "9999999", 2, "--horizon"),
        ("--horizon", "0", 2, "horizon"),
        ("--origins", "0", 2, "--origins"),
        ("--store", "Bogus", 1, "« Bogus »"),
        ("--product", "Pack Prmium", 1, "Pack Premium"),
        ("--category", "Bogus", 1, "« Bogus »"),
        ("--city", "Bogus", 1, "« Bogus »"),
        ("--region", "Bogus", 1, "« Bogus »"),
    ] {
        for verb in READING.iter().filter(|verb| flag == "--bogus" || knows(verb, flag)) {
            let run = desk.run(&[verb, &[flag, value][..]].concat());
            if run.code != code || !run.err.contains(expected) {
                wrong.push(format!("{verb:?} {flag} {value}: {} {}", run.code, run.err));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn verbs_that_read_say_that_there_is_no_database_and_make_none() {
    let desk = Desk::new();
    for verb in [
        &["analyse"][..],
        &["why"],
        &["forecast"],
        &["backtest"],
        &["sql", "select 1"],
        &["imports"],
        &["days"],
        &["days", "closed", "--store", "1", "--from", "2023-11-01", "--to", "2023-11-02"],
        &["db", "check"],
        &["db", "backup", "copy.db"],
    ] {
        let run = desk.run(&[&["--db", "elsewhere.db"], verb].concat());
        assert_eq!(run.code, 1, "{verb:?} {}", run.err);
        assert!(run.err.contains("elsewhere.db"), "{verb:?} {}", run.err);
        assert_eq!(std::fs::read_dir(desk.path("")).unwrap().count(), 0, "{verb:?}");
    }
}

#[test]
fn both_services_end_alike_without_a_secret_that_protects() {
    let desk = Desk::with_demo();
    desk.write("blank.txt", " \n");
    for (verb, name) in [(&["db", "serve"][..], "COMPTOIR_DB_TOKEN"), (&["serve"], "COMPTOIR_PASSWORD")] {
        let of_file = format!("{name}_FILE");
        let missing = desk.path("missing.txt");
        for (variable, value) in [
            (None, String::new()),
            (Some(name), String::new()),
            (Some(name), "short".to_owned()),
            (Some(of_file.as_str()), desk.path("blank.txt").display().to_string()),
            (Some(of_file.as_str()), missing.display().to_string()),
        ] {
            let mut command = desk.command(&[verb, &["--listen", "0.0.0.0:0"]].concat());
            let run = variable.iter().fold(&mut command, |command, name| command.env(name, &value)).output();
            assert_eq!(run.unwrap().status.code(), Some(2), "{verb:?} {variable:?} {value:?}");
        }
    }
}

/// Routes about days that may lie outside of the sales: the calendar, a target of a month to come, what a day of a store is.
const OF_ANY_DAYS: [&str; 4] = ["/api/v1/calendar", "/api/v1/targets", "/api/v1/store-days", "/api/v1/names"];

#[test]
fn days_that_nothing_is_known_of_are_no_zero_anywhere() {
    let desk = Desk::with_demo();
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    let outside = ["from=2022-01-01&to=2022-01-31", "from=2024-01-01&to=2024-01-31"];
    for (path, parameters) in routes(&service) {
        let is_of_days = parameters.iter().any(|known| known == "from");
        let formats =
            if parameters.iter().any(|known| known == "format") { &["", "&format=csv"][..] } else { &[""] };
        for query in outside.iter().filter(|_| is_of_days && !OF_ANY_DAYS.contains(&path.as_str())) {
            for format in formats {
                let (status, problem) = service.get(&format!("{path}?{query}{format}"));
                assert_eq!(
                    (status, &problem["code"]),
                    (404, &json!("no-sales-in-period")),
                    "{path} {problem}"
                );
            }
        }
    }
    let (status, problem) = service.post("/api/v1/analyses?from=2022-01-01&to=2022-01-31", "", &[]);
    assert_eq!((status, &problem["code"]), (404, &json!("no-sales-in-period")), "{problem}");
    for verb in [&["analyse"][..], &["analyse", "--by", "store"], &["analyse", "--net"], &["why"]] {
        let run = desk.run(&[verb, &["--from", "2022-01-01", "--to", "2022-01-31"]].concat());
        assert_eq!(run.code, 1, "{verb:?} {}", run.out);
        assert!(run.err.contains("aucune donnée du 1er janv. 2022 au 31 janv. 2022"), "{verb:?} {}", run.err);
    }
    let one_day = desk.run(&["analyse", "--from", "2022-01-01", "--to", "2022-01-01"]);
    assert!(one_day.err.contains("aucune donnée le 1er janv. 2022"), "{}", one_day.err);
}

#[test]
fn of_a_period_that_reaches_beyond_the_data_the_known_days_are_shown() {
    let desk = Desk::with_demo();
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    for path in ["summary", "breakdown/store", "series"] {
        let (_, answer) = service.get(&format!("/api/v1/{path}?from=2022-01-01&to=2025-01-31"));
        assert_eq!(answer["period"], json!({ "from": "2023-11-01", "to": "2023-11-30" }), "{path}");
    }
    let run = desk.run(&["analyse", "--by", "store", "--from", "2022-01-01", "--to", "2025-01-31"]);
    assert!(run.out.contains("1er nov. 2023") && run.out.contains("30 nov. 2023"), "{}", run.out);
}
