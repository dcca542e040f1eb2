//! The finer points of the protocol, and what drivers send.

use serde_json::{Value as Json, json};

use crate::{
    service::{execute, post},
    sides::Served,
};

fn batch(served: &Served, steps: &[Json]) -> (u16, Json) {
    let (status, answer) =
        post(served, &json!({ "requests": [{ "type": "batch", "batch": { "steps": steps } }] }));
    (status, answer["results"][0]["response"]["result"].clone())
}

fn step(sql: &str, condition: Json) -> Json {
    let mut step = json!({ "stmt": { "sql": sql } });
    step["condition"] = condition;
    step
}

/// The status and the text that answer a body of that type.
fn post_as(served: &Served, path: &str, content_type: Option<&str>, body: &str) -> (u16, String) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut post = agent.post(format!("{}{path}", served.url()));
    if let Some(kind) = content_type {
        post = post.header("content-type", kind);
    }
    let mut answer = post.send(body.as_bytes()).unwrap();
    (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
}

#[test]
fn a_body_needs_no_type_and_what_a_form_sends_is_refused() {
    let served = Served::new(None);
    let pipeline = json!({ "requests": [execute("select 1"), { "type": "close" }] }).to_string();
    let cursor = json!({ "batch": { "steps": [{ "stmt": { "sql": "select 1" } }] } }).to_string();
    for (path, body) in [("/v2/pipeline", &pipeline), ("/v3/pipeline", &pipeline), ("/v3/cursor", &cursor)] {
        for (kind, expected) in [
            (None, 200),
            (Some("application/json"), 200),
            (Some("application/json; charset=utf-8"), 200),
            (Some("text/plain"), 415),
            (Some("text/plain;charset=UTF-8"), 415),
            (Some("Application/X-WWW-Form-Urlencoded"), 415),
            (Some("multipart/form-data; boundary=x"), 415),
        ] {
            let (status, answer) = post_as(&served, path, kind, body);
            assert_eq!(status, expected, "{path} {kind:?}: {answer}");
        }
    }
    let (status, answer) = post_as(&served, "/v3/pipeline", None, "no JSON");
    assert!(status == 400 && answer.contains("remedy"), "{status} {answer}");
}

#[test]
fn a_request_that_is_too_large_is_told_so() {
    let served = Served::new(None);
    let (status, answer) = post_as(&served, "/v3/pipeline", None, &" ".repeat(17 << 20));
    assert_eq!(status, 413);
    assert!(answer.contains("the request is larger than 16777216 bytes"), "{answer}");
}

#[test]
fn a_skipped_step_did_not_go_well() {
    let served = Served::new(None);
    let (status, result) = batch(
        &served,
        &[
            step("select 1", Json::Null),
            step("select no_such", Json::Null),
            step("select 'skipped'", json!({ "type": "ok", "step": 1 })),
            step("select 'runs'", json!({ "type": "error", "step": 2 })),
            step("select 'skipped'", json!({ "type": "not", "cond": { "type": "error", "step": 2 } })),
        ],
    );
    assert_eq!(status, 200);
    let ran: Vec<bool> = result["step_results"].as_array().unwrap().iter().map(Json::is_object).collect();
    assert_eq!(ran, [true, false, false, true, false], "{result}");
}

#[test]
fn a_condition_on_a_later_step_refuses_the_whole_batch() {
    let served = Served::new(None);
    let insert = "insert into products (id, name) values (1, 'Pain')";
    for condition in [
        json!({ "type": "ok", "step": 1 }),
        json!({ "type": "not", "cond": { "type": "error", "step": 7 } }),
        json!({ "type": "or", "conds": [{ "type": "is_autocommit" }, { "type": "ok", "step": 1 }] }),
    ] {
        let (status, _) = batch(&served, &[step(insert, Json::Null), step("select 1", condition)]);
        assert_eq!(status, 400);
    }
    let (_, answer) = post(&served, &json!({ "requests": [execute("select count(*) from products")] }));
    assert_eq!(answer["results"][0]["response"]["result"]["rows"][0][0]["value"], "0");
}

#[test]
fn what_follows_the_close_of_a_stream_refuses_the_request() {
    let served = Served::new(None);
    let (status, answer) = post(&served, &json!({ "requests": [{ "type": "close" }, execute("select 1")] }));
    assert_eq!((status, &answer["code"]), (400, &json!("PROTOCOL")));
}

#[test]
fn arguments_are_by_position_or_by_name() {
    let served = Served::new(None);
    let one = json!({ "type": "integer", "value": "1" });
    let stmt = json!({ "sql": "select :a, ?", "args": [one], "named_args": [{ "name": "a", "value": one }] });
    let (_, answer) = post(&served, &json!({ "requests": [{ "type": "execute", "stmt": stmt }] }));
    assert_eq!(answer["results"][0]["error"]["code"], "ARGS_INVALID");
}

#[test]
fn only_a_statement_that_inserts_tells_a_last_id() {
    let served = Served::new(None);
    for (sql, expected) in [
        ("select 1", Json::Null),
        ("insert into products (id, name) values (7, 'Pain')", json!("7")),
        ("update products set name = 'Brioche'", Json::Null),
        ("replace into products (id, name) values (8, 'Lait')", json!("8")),
        ("select max(id) from products", Json::Null),
    ] {
        let (_, answer) = post(&served, &json!({ "requests": [execute(sql)] }));
        assert_eq!(answer["results"][0]["response"]["result"]["last_insert_rowid"], expected, "{sql}");
    }
}

#[test]
fn a_text_without_a_statement_or_with_two_is_told_so() {
    let served = Served::new(None);
    for (sql, code) in [
        ("", "SQL_NO_STATEMENT"),
        (" -- nothing\n", "SQL_NO_STATEMENT"),
        ("select 1; select 2", "SQL_MANY_STATEMENTS"),
    ] {
        let (_, answer) = post(&served, &json!({ "requests": [execute(sql)] }));
        let error = &answer["results"][0]["error"];
        assert_eq!(error["code"], code, "{error}");
        assert!(error["remedy"].is_string());
    }
    let long = format!("select 1 -- {}", "x".repeat(2 << 20));
    let (_, answer) = post(&served, &json!({ "requests": [execute(&long)] }));
    let message = answer["results"][0]["error"]["message"].as_str().unwrap();
    assert!(message.starts_with("the statement is longer than"), "{message}");
}

#[test]
fn what_drivers_set_when_they_connect_is_answered() {
    let served = Served::new(None);
    let rows = |sql: &str| {
        let (_, answer) = post(&served, &json!({ "requests": [execute(sql)] }));
        let result = &answer["results"][0];
        assert_eq!(result["type"], "ok", "{sql}: {result}");
        result["response"]["result"]["rows"].clone()
    };
    for sql in [
        "PRAGMA foreign_keys = ON",
        "pragma foreign_keys=off",
        "PRAGMA synchronous = NORMAL",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA cache_size = -64000",
        "PRAGMA read_uncommitted = 1",
        "PRAGMA optimize",
    ] {
        assert_eq!(rows(sql), json!([]), "{sql}");
    }
    for sql in [
        "PRAGMA foreign_keys",
        "PRAGMA read_uncommitted",
        "PRAGMA encoding",
        "PRAGMA compile_options",
        "PRAGMA table_info(sales)",
        "PRAGMA main.table_xinfo('sales')",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA busy_timeout = 5000",
        "PRAGMA mmap_size = 0",
    ] {
        assert!(rows(sql).as_array().is_some_and(|rows| !rows.is_empty()), "{sql}");
    }
    // What they have set has no effect.
    assert_eq!(rows("pragma foreign_keys")[0][0]["value"], "1");
    assert_eq!(rows("pragma journal_mode = delete")[0][0]["value"], "wal");
    let orphan = "insert into sales (product_id, store_id, sale_date, quantity, amount)
                  values (1, 1, '2023-11-01', 1, 1.0)";
    let (_, answer) =
        post(&served, &json!({ "requests": [execute("pragma foreign_keys=off"), execute(orphan)] }));
    assert_eq!(answer["results"][1]["error"]["extended_code"], "SQLITE_CONSTRAINT_FOREIGNKEY");
}
