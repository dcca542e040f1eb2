//! What a browser may keep of an answer, and what it is spared when it asks again.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::program::{Desk, Service, demo_file};

const ANY_PORT: [&str; 2] = ["--listen", "127.0.0.1:0"];

struct Answer {
    status: u16,
    tag: Option<String>,
    cache: String,
    vary: String,
    body: String,
}

fn get(service: &Service, path: &str, headers: &[(&str, &str)]) -> Answer {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).proxy(None).build().new_agent();
    let mut request = agent.get(format!("{}{path}", service.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let (parts, mut body) = request.call().unwrap().into_parts();
    let text = |name: &str| {
        let values = parts.headers.get_all(name).iter().map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join(", ")
    };
    Answer {
        status: parts.status.as_u16(),
        tag: Some(text("etag")).filter(|tag| !tag.is_empty()),
        cache: text("cache-control"),
        vary: text("vary"),
        body: body.read_to_string().unwrap(),
    }
}

fn serve(desk: &Desk) -> Service {
    desk.serve(&["serve", "--db", "comptoir.db", ANY_PORT[0], ANY_PORT[1]], &[])
}

/// What is a function of the sales.
pub(crate) const FIGURES: [&str; 10] = [
    "/api/v1/summary",
    "/api/v1/breakdown/product?limit=2",
    "/api/v1/series?grain=week",
    "/api/v1/lines?limit=1",
    "/api/v1/seasonality",
    "/api/v1/anomalies",
    "/api/v1/store-days",
    "/api/v1/net",
    "/api/v1/targets",
    "/api/v1/why?from=2023-11-16&compare=previous",
];

#[test]
fn figures_are_told_once_until_the_sales_move() {
    let desk = Desk::with_demo();
    let service = serve(&desk);
    let before = FIGURES.map(|path| {
        let first = get(&service, path, &[]);
        assert_eq!((first.status, first.cache.as_str()), (200, "private, no-cache"), "{path}");
        assert!(
            first.vary.contains("accept-language") && first.vary.contains("cookie"),
            "{path}: {}",
            first.vary
        );
        let tag = first.tag.unwrap();
        let again = get(&service, path, &[("if-none-match", &tag)]);
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.tag.as_deref(), Some(tag.as_str()), "{path}");
        tag
    });
    let sale =
        desk.write("more.csv", "id,date,product_id,store_id,quantity,amount\n99001,2023-11-30,1,1,1,10.00\n");
    let (status, imported) = service.upload(&desk.path(&sale));
    assert_eq!((status, &imported["added"]), (201, &json!(1)), "{imported}");
    for (path, tag) in FIGURES.iter().zip(before) {
        let moved = get(&service, path, &[("if-none-match", &tag)]);
        assert_eq!(moved.status, 200, "{path}");
        assert_ne!(moved.tag, Some(tag), "{path}");
    }
}

#[test]
fn a_tag_is_of_one_question_in_one_language() {
    let desk = Desk::with_demo();
    let service = serve(&desk);
    let tag = get(&service, "/api/v1/summary", &[]).tag.unwrap();
    for (path, headers) in [
        ("/api/v1/summary?region=Occitanie", &[][..]),
        ("/api/v1/net", &[]),
        ("/api/v1/summary", &[("accept-language", "en")]),
    ] {
        let headers = [headers, &[("if-none-match", tag.as_str())]].concat();
        assert_eq!(get(&service, path, &headers).status, 200, "{path}");
    }
}

#[test]
fn a_tag_is_of_one_database() {
    let (one, other) = (Desk::with_demo(), Desk::with_demo());
    let tag = get(&serve(&one), "/api/v1/summary", &[]).tag.unwrap();
    assert_eq!(get(&serve(&other), "/api/v1/summary", &[("if-none-match", &tag)]).status, 200);
}

#[test]
fn what_moves_without_the_sales_is_kept_nowhere() {
    let desk = Desk::new();
    let service = serve(&desk);
    for file in ["products.csv", "stores.csv", "sales.csv"] {
        service.upload(Path::new(&demo_file(file)));
    }
    let paths = [
        "/api/v1/forecasts",
        "/api/v1/forecasts/scores",
        "/api/v1/imports",
        "/api/v1/sql?sql=select%201",
        "/api/v1/session",
    ];
    for path in paths {
        let answer = get(&service, path, &[]);
        assert_eq!((answer.status, answer.cache.as_str(), answer.tag), (200, "no-store", None), "{path}");
    }
    // Keeping a forecast does not move the data version, and is seen all the same.
    let listed = |service: &Service| -> usize {
        let list: Json = serde_json::from_str(&get(service, "/api/v1/forecasts", &[]).body).unwrap();
        list["forecasts"].as_array().unwrap().len()
    };
    assert_eq!(listed(&service), 0);
    service.post("/api/v1/forecasts", "{\"model\": \"arima(5,1,0)\"}", &[]);
    assert_eq!(listed(&service), 1);
}

#[test]
fn problems_are_not_kept() {
    let desk = Desk::new();
    let service = serve(&desk);
    let problem = get(&service, "/api/v1/summary?from=nonsense", &[]);
    assert_eq!((problem.status, problem.cache.as_str(), problem.tag), (400, "no-store", None));
}
