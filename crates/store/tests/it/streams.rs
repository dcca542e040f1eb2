//! Streams and their batons: transactions over several requests.

use std::{thread::sleep, time::Duration};

use serde_json::{Value as Json, json};

use crate::{
    service::{execute, post},
    sides::Served,
};

fn go_on(served: &Served, baton: &Json, requests: &[Json]) -> (u16, Json) {
    post(served, &json!({ "baton": baton, "requests": requests }))
}

fn value(answer: &Json, at: usize) -> &Json {
    &answer["results"][at]["response"]["result"]["rows"][0][0]["value"]
}

#[test]
fn a_transaction_goes_on_under_its_baton() {
    let served = Served::new(None);
    let (_, answer) = go_on(&served, &Json::Null, &[execute("begin immediate")]);
    let insert = execute("insert into products (id, name) values (1, 'Pain')");
    let (_, answer) = go_on(&served, &answer["baton"], &[insert, execute("select count(*) from products")]);
    assert_eq!(value(&answer, 1), "1");
    let (_, outside) = go_on(&served, &Json::Null, &[execute("select count(*) from products")]);
    assert_eq!(value(&outside, 0), "0");
    let (_, answer) = go_on(&served, &answer["baton"], &[execute("commit"), json!({ "type": "close" })]);
    assert_eq!(answer["baton"], Json::Null);
    let (_, outside) = go_on(&served, &Json::Null, &[execute("select count(*) from products")]);
    assert_eq!(value(&outside, 0), "1");
}

#[test]
fn a_baton_serves_once_and_guessing_is_vain() {
    let served = Served::new(None);
    let (_, answer) = go_on(&served, &Json::Null, &[]);
    assert_eq!(go_on(&served, &answer["baton"], &[]).0, 200);
    for baton in [&answer["baton"], &json!("guess"), &json!("")] {
        let (status, answer) = go_on(&served, baton, &[]);
        assert_eq!((status, &answer["code"]), (400, &json!("STREAM_EXPIRED")));
    }
}

#[test]
fn somebody_elses_baton_is_no_use() {
    let served = Served::new(Some("main"));
    let (_, other) = served.database.make_token("other", comptoir_store::Scope::Write).unwrap();
    sleep(Duration::from_millis(1100)); // the list of tokens is read again after a second
    let ask = |token: &str, baton: &Json| {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let post = agent
            .post(format!("{}/v3/pipeline", served.url()))
            .header("authorization", format!("Bearer {token}"));
        let mut response = post.send_json(json!({ "baton": baton, "requests": [execute("begin")] })).unwrap();
        (response.status().as_u16(), response.body_mut().read_json::<Json>().unwrap())
    };
    let (_, answer) = ask("main", &Json::Null);
    assert_eq!(ask(&other, &answer["baton"]).0, 400);
    assert_eq!(ask("main", &answer["baton"]).0, 200);
}

#[test]
fn a_writer_that_sleeps_is_undone_and_the_next_one_writes() {
    let served = Served::new(None);
    let insert = "insert into products (id, name) values (1, 'Pain')";
    let (_, asleep) = go_on(&served, &Json::Null, &[execute("begin immediate"), execute(insert)]);
    // Waits until the sleeper's time is over, which is shorter than a writer waits.
    let (_, awake) = go_on(&served, &Json::Null, &[execute(insert), json!({ "type": "close" })]);
    assert_eq!(awake["results"][0]["type"], "ok", "{awake}");
    let (status, answer) = go_on(&served, &asleep["baton"], &[execute("commit")]);
    assert_eq!((status, &answer["code"]), (400, &json!("STREAM_EXPIRED")));
    let (_, answer) = go_on(&served, &Json::Null, &[execute("select count(*) from products")]);
    assert_eq!(value(&answer, 0), "1");
}

#[test]
fn one_client_has_so_many_open_transactions_and_no_more() {
    let served = Served::new(None);
    let mut refused = None;
    for _ in 0..140 {
        let (status, answer) = go_on(&served, &Json::Null, &[execute("begin")]);
        if status != 200 {
            refused = Some((status, answer["code"].clone()));
            break;
        }
    }
    assert_eq!(refused, Some((429, json!("TOO_MANY_STREAMS"))));
}

#[test]
fn streams_that_nobody_closes_give_way_to_new_ones() {
    let served = Served::new(None);
    let (_, transaction) = go_on(&served, &Json::Null, &[execute("begin")]);
    let (_, oldest) = go_on(&served, &Json::Null, &[]);
    let mut newest = Json::Null;
    for _ in 0..140 {
        let (status, answer) = go_on(&served, &Json::Null, &[]);
        assert_eq!(status, 200, "{answer}");
        newest = answer["baton"].clone();
    }
    assert_eq!(go_on(&served, &oldest["baton"], &[]).0, 400);
    assert_eq!(go_on(&served, &newest, &[]).0, 200);
    assert_eq!(go_on(&served, &transaction["baton"], &[]).0, 200);
}

#[test]
fn temporary_tables_do_not_outlive_their_stream() {
    let served = Served::new(None);
    let close = json!({ "type": "close" });
    let (_, answer) = go_on(&served, &Json::Null, &[execute("create temp table mine (x)"), close.clone()]);
    assert_eq!(answer["results"][0]["type"], "ok");
    let (_, answer) = go_on(&served, &Json::Null, &[execute("insert into mine values (1)"), close]);
    assert_eq!(answer["results"][0]["error"]["message"], "no such table: mine");
}

#[test]
fn a_sequence_stops_at_its_first_error() {
    let served = Served::new(None);
    let text =
        "insert into products (id, name) values (1, 'a;b'); /* ; */ select no_such; delete from products;";
    let (_, answer) = go_on(&served, &Json::Null, &[json!({ "type": "sequence", "sql": text })]);
    assert_eq!(answer["results"][0]["error"]["message"], "no such column: no_such");
    let (_, answer) = go_on(&served, &Json::Null, &[execute("select name from products")]);
    assert_eq!(value(&answer, 0), "a;b");
}

#[test]
fn a_cursor_is_lines_and_its_stream_goes_on() {
    let served = Served::new(None);
    let step = |sql: &str| json!({ "stmt": { "sql": sql } });
    let steps = [
        step("begin"),
        step("insert into products (id, name) values (1, 'Pain') returning id"),
        step("select no_such"),
    ];
    let agent = ureq::agent();
    let mut response = agent
        .post(format!("{}/v3/cursor", served.url()))
        .send_json(json!({ "batch": { "steps": steps } }))
        .unwrap();
    let text = response.body_mut().read_to_string().unwrap();
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let kinds: Vec<_> = lines[1..].iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["step_begin", "step_end", "step_begin", "row", "step_end", "step_error"]);
    assert_eq!(lines[5]["affected_row_count"], 1);
    let (_, answer) =
        go_on(&served, &lines[0]["baton"], &[json!({ "type": "get_autocommit" }), execute("rollback")]);
    assert_eq!(answer["results"][0]["response"]["is_autocommit"], false);
}
