//! What the API says of itself.

use serde_json::{Value as Json, json};

use crate::{
    program::{Desk, Service},
    tags::FIGURES,
};

fn serve(desk: &Desk) -> Service {
    desk.serve(&["serve", "--db", "comptoir.db", "--listen", "127.0.0.1:0"], &[])
}

#[test]
fn the_description_and_its_page_are_served() {
    let desk = Desk::new();
    let service = serve(&desk);
    let (status, description) = service.get("/api/openapi.json");
    assert_eq!((status, &description["openapi"]), (200, &json!("3.1.0")));
    assert!(description["paths"]["/api/v1/summary"]["get"]["parameters"].is_array());
    let (status, page) = service.get("/api/docs");
    assert!(
        status == 200 && page.as_str().is_some_and(|page| page.contains("/assets/api-docs/main.js")),
        "{page}"
    );
}

#[test]
fn answers_have_the_fields_that_the_description_names() {
    let desk = Desk::with_demo();
    let service = serve(&desk);
    let (_, description) = service.get("/api/openapi.json");
    for path in FIGURES.iter().chain(&["/api/v1/imports", "/api/v1/sql?sql=select%201", "/api/v1/session"]) {
        let (_, answer) = service.get(path);
        let route = path.split('?').next().unwrap().replace("/product", "/{grouping}");
        let media = &description["paths"][&route]["get"]["responses"]["200"]["content"]["application/json"];
        let named = match media["schema"]["$ref"].as_str() {
            Some(name) => fields(&description, name),
            None => media["example"].as_object().unwrap().keys().cloned().collect(),
        };
        let mut given: Vec<String> = answer.as_object().unwrap().keys().cloned().collect();
        given.sort();
        assert_eq!(given, named, "{path}");
    }
}

/// The fields of a schema, with those of the schemas that it is made of.
fn fields(description: &Json, reference: &str) -> Vec<String> {
    let schema = description.pointer(reference.trim_start_matches('#')).unwrap();
    let own = |schema: &Json| -> Vec<String> {
        schema["properties"].as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
    };
    let mut all = own(schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        match part["$ref"].as_str() {
            Some(name) => all.extend(fields(description, name)),
            None => all.extend(own(part)),
        }
    }
    all.sort();
    all
}
