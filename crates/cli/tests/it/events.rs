//! What open pages are told as it happens.

use std::path::Path;

use serde_json::json;

use crate::program::{Desk, demo_file};

#[test]
fn a_listener_is_told_of_the_data_and_of_imports() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", "--listen", "127.0.0.1:0"], &[]);
    let mut events = service.events();
    assert_eq!(events.next("health"), json!({ "database": "up" }));
    assert_eq!(events.next("data"), json!({ "data_version": 0 }));
    service.upload(Path::new(&demo_file("products.csv")));
    assert_eq!(events.next("data"), json!({ "data_version": 1 }));

    let stores = std::fs::read_to_string(demo_file("stores.csv")).unwrap();
    let (_, draft) = service.upload_to("/api/v1/imports?dry_run=true", "stores.csv", &stores);
    service.post(&format!("/api/v1/imports/drafts/{}", draft["draft"].as_str().unwrap()), "", &[]);
    let done = loop {
        let job = events.next("import");
        if job["state"] != "running" {
            break job;
        }
    };
    assert_eq!((&done["state"], &done["report"]["added"]), (&json!("done"), &json!(10)));
    assert_eq!(events.next("data"), json!({ "data_version": 2 }));
    // Another program writes.
    assert_eq!(desk.run(&["import", "--db", "shop.db", &demo_file("sales.csv")]).code, 0);
    assert_eq!(events.next("data"), json!({ "data_version": 3 }));
}

#[test]
fn a_listener_is_told_when_the_database_goes_and_comes_back() {
    let desk = Desk::new();
    let mut store = desk.serve(&["db", "serve", "--listen", "127.0.0.1:0"], &[]);
    let address = store.url.trim_start_matches("http://").to_owned();
    let service = desk.serve(&["serve", "--db", &store.url, "--listen", "127.0.0.1:0"], &[]);
    let mut events = service.events();
    assert_eq!(events.next("health"), json!({ "database": "up" }));
    store.kill();
    assert_eq!(events.next("health"), json!({ "database": "down" }));
    let _store = desk.serve(&["db", "serve", "--listen", &address], &[]);
    assert_eq!(events.next("health"), json!({ "database": "up" }));
}

#[cfg(unix)]
#[test]
fn a_service_that_is_told_to_stop_does_not_wait_for_its_listeners() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", "--listen", "127.0.0.1:0"], &[]);
    let mut events = service.events();
    events.next("health");
    service.ask_to_stop();
    assert!(events.ends());
    assert!(service.wait().success());
}
