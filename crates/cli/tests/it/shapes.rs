//! The fields of every answer of the API and of every `--json`, pinned: a field that is renamed or lost is seen here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde_json::Value as Json;

use crate::{
    program::{Desk, Service},
    tags::FIGURES,
};

/// Which types of values stand at each path of a document; items of an array share their path.
type Shape = BTreeMap<String, BTreeSet<&'static str>>;

fn add(shape: &mut Shape, path: &str, value: &Json) {
    let kind = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    shape.entry(path.to_owned()).or_default().insert(kind);
    match value {
        Json::Array(items) => items.iter().for_each(|item| add(shape, &format!("{path}[]"), item)),
        Json::Object(members) => {
            members.iter().for_each(|(name, member)| add(shape, &format!("{path}.{name}"), member));
        }
        _ => {}
    }
}

/// A line a field: its path and types. What has fields of its own is known by them.
fn shape_of(document: &Json) -> String {
    let mut shape = Shape::new();
    add(&mut shape, "", document);
    let mut text = String::new();
    for (path, kinds) in &shape {
        let has_fields = shape.range(format!("{path}.")..format!("{path}/")).next().is_some();
        let has_items = shape.contains_key(&format!("{path}[]"));
        let kinds: Vec<&str> = kinds
            .iter()
            .copied()
            .filter(|kind| !(has_fields && *kind == "object" || has_items && *kind == "array"))
            .collect();
        if !kinds.is_empty() {
            let _ = writeln!(text, "{}: {}", path.trim_start_matches('.'), kinds.join(" | "));
        }
    }
    text
}

/// The answers that are pinned besides the figures.
const OTHERS: [&str; 10] = [
    "/api/v1/backtests?horizon=7&origins=1",
    "/api/v1/calendar?from=2023-11-01&to=2023-11-30",
    "/api/v1/forecasts",
    "/api/v1/forecasts/scores",
    "/api/v1/imports",
    "/api/v1/imports/3",
    "/api/v1/names?grouping=product&search=a",
    "/api/v1/sources",
    "/api/v1/sql?sql=select%201",
    "/version",
];

fn answer(service: &Service, path: &str) -> Json {
    let (status, answer) = service.get(path);
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

#[test]
fn every_answer_of_the_api_keeps_its_fields() {
    let desk = Desk::with_demo();
    let forecast = desk.run(&["forecast", "--by", "store"]);
    assert_eq!(forecast.code, 0, "{}", forecast.err);
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    let shapes = FIGURES.iter().chain(&OTHERS).map(|path| {
        let shape = shape_of(&answer(&service, path));
        format!("GET {path}\n{shape}")
    });
    insta::assert_snapshot!(shapes.collect::<Vec<_>>().join("\n"));
}

/// A name for what a parameter or a field holds.
fn type_of(schema: &Json) -> String {
    if let Some(name) = schema["$ref"].as_str() {
        return name.rsplit('/').next().unwrap_or(name).to_owned();
    }
    let types = match &schema["type"] {
        Json::Array(types) => types.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" | "),
        Json::String(one) => one.clone(),
        _ => "any".to_owned(),
    };
    if schema["items"].is_object() { format!("{types} of {}", type_of(&schema["items"])) } else { types }
}

#[test]
fn the_description_keeps_its_routes_parameters_and_fields() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[]);
    let description = answer(&service, "/api/openapi.json");
    let mut text = String::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, route) in methods.as_object().unwrap() {
            let parameters = route["parameters"].as_array().into_iter().flatten();
            let names: Vec<String> = parameters
                .map(|each| format!("{}: {}", each["name"].as_str().unwrap(), type_of(&each["schema"])))
                .collect();
            let statuses: Vec<&String> = route["responses"].as_object().unwrap().keys().collect();
            let _ = writeln!(text, "{method} {path}({}) {statuses:?}", names.join(", "));
        }
    }
    for (name, schema) in description["components"]["schemas"].as_object().unwrap() {
        let fields = schema["properties"].as_object().into_iter().flatten();
        let fields: Vec<String> = fields.map(|(name, of)| format!("  {name}: {}", type_of(of))).collect();
        let _ = writeln!(text, "\n{name}\n{}", fields.join("\n"));
    }
    insta::assert_snapshot!(text);
}

/// Command lines that write a document with `--json`.
const VERBS: [&[&str]; 12] = [
    &["import", "more.csv"],
    &["imports"],
    &["imports", "show", "3"],
    &["days"],
    &["analyse"],
    &["analyse", "--by", "store", "--compare", "previous", "--from", "2023-11-16"],
    &["analyse", "--net"],
    &["analyse", "--lines"],
    &["why", "--from", "2023-11-16", "--compare", "previous"],
    &["forecast"],
    &["backtest", "--horizon", "7", "--origins", "1"],
    &["db", "check"],
];

#[test]
fn every_document_of_the_command_line_keeps_its_fields() {
    let desk = Desk::with_demo();
    desk.write("more.csv", "date,product,store,quantity,amount\n2023-11-30,Nouveau,Paris,1,2.50\n");
    let shapes = VERBS.iter().map(|verb| {
        let run = desk.run(&[verb, &["--json"][..]].concat());
        assert_eq!(run.code, 0, "{verb:?}: {}", run.err);
        format!("comptoir {}\n{}", verb.join(" "), shape_of(&run.json()))
    });
    insta::assert_snapshot!(shapes.collect::<Vec<_>>().join("\n"));
}
