//! What the Database Service answers to those who are not our client.

use comptoir_store::{Credentials, Database, Remote, StoreError};
use serde_json::{Value as Json, json};

use crate::sides::Served;

pub(crate) fn post(served: &Served, body: &Json) -> (u16, Json) {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut response = agent.post(format!("{}/v3/pipeline", served.url())).send_json(body).unwrap();
    let status = response.status().as_u16();
    (status, response.body_mut().read_json().unwrap_or(Json::Null))
}

pub(crate) fn execute(sql: &str) -> Json {
    json!({ "type": "execute", "stmt": { "sql": sql } })
}

#[test]
fn a_pipeline_answers_each_request_in_order() {
    let served = Served::new(None);
    let requests =
        [execute("select 9007199254740993 as big"), execute("select no_such"), json!({ "type": "close" })];
    let (status, answer) = post(&served, &json!({ "requests": requests }));
    assert_eq!(status, 200);
    let results = &answer["results"];
    assert_eq!(
        results[0]["response"]["result"]["rows"][0][0],
        json!({ "type": "integer", "value": "9007199254740993" })
    );
    assert_eq!(results[0]["response"]["result"]["cols"][0]["name"], "big");
    assert_eq!(results[1]["type"], "error");
    assert_eq!(results[1]["error"]["message"], "no such column: no_such");
    assert_eq!(results[2]["response"]["type"], "close");
}

#[test]
fn a_batch_runs_the_steps_whose_condition_holds() {
    let served = Served::new(None);
    let step = |sql: &str, condition: Json| json!({ "stmt": { "sql": sql }, "condition": condition });
    let steps = [
        step("insert into products (id, name) values (1, 'Pain')", Json::Null),
        step("insert into products (id, name) values (1, 'Lait')", json!({ "type": "ok", "step": 0 })),
        step("select 'undone'", json!({ "type": "error", "step": 1 })),
        step("select 'skipped'", json!({ "type": "not", "cond": { "type": "error", "step": 1 } })),
    ];
    let (_, answer) =
        post(&served, &json!({ "requests": [{ "type": "batch", "batch": { "steps": steps } }] }));
    let result = &answer["results"][0]["response"]["result"];
    assert_eq!(result["step_results"][0]["affected_row_count"], 1);
    assert_eq!(result["step_errors"][1]["code"], "SQLITE_CONSTRAINT");
    assert_eq!(result["step_results"][2]["rows"][0][0]["value"], "undone");
    assert_eq!((&result["step_results"][3], &result["step_errors"][3]), (&Json::Null, &Json::Null));
}

#[test]
fn a_transaction_left_open_is_undone() {
    let served = Served::new(None);
    let requests =
        [execute("begin immediate"), execute("insert into products (id, name) values (1, 'Pain')")];
    post(&served, &json!({ "requests": requests }));
    let (_, answer) = post(&served, &json!({ "requests": [execute("select count(*) from products")] }));
    assert_eq!(answer["results"][0]["response"]["result"]["rows"][0][0]["value"], "0");
}

#[test]
fn rubbish_is_refused_and_the_service_goes_on() {
    let served = Served::new(None);
    for rubbish in
        [json!([]), json!({ "requests": [{ "type": "explode" }] }), json!({ "baton": "x", "requests": [] })]
    {
        let (status, _) = post(&served, &rubbish);
        assert!((400..500).contains(&status), "{rubbish}: {status}");
    }
    assert!(served.client(None).health().is_ok());
}

#[test]
fn with_a_token_only_those_who_have_it_may_ask() {
    let served = Served::new(Some("secret"));
    let with = |token: Option<&str>| served.client(token).query("select 1", &[]);
    assert!(with(Some("secret")).is_ok());
    for wrong in [None, Some(""), Some("secreT"), Some("secret2")] {
        assert!(matches!(with(wrong), Err(StoreError::Refused { status: 401, .. })), "{wrong:?}");
    }
    assert!(served.client(None).health().is_ok());
}

#[test]
fn nobody_there_is_said() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let remote = Remote::new(&format!("http://{closed}"), &Credentials::default()).unwrap();
    assert!(matches!(remote.query("select 1", &[]), Err(StoreError::Unreachable { .. })));
}
