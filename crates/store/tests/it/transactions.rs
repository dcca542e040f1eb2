//! Transactions of several clients at once, as SQLite has them.

use serde_json::{Value as Json, json};

use crate::{
    service::{execute, post},
    sides::Served,
};

/// A client with a stream of its own.
struct Client<'a> {
    served: &'a Served,
    baton: Json,
}

impl<'a> Client<'a> {
    fn new(served: &'a Served) -> Self {
        Self { served, baton: Json::Null }
    }

    /// Sends requests on the stream; their results.
    fn send(&mut self, requests: &[Json]) -> Vec<Json> {
        let (status, answer) = post(self.served, &json!({ "baton": self.baton, "requests": requests }));
        assert_eq!(status, 200, "{answer}");
        self.baton = answer["baton"].clone();
        answer["results"].as_array().unwrap().clone()
    }

    /// Runs one statement that must succeed; its first value.
    fn run(&mut self, sql: &str) -> Json {
        let result = self.try_run(sql);
        assert_eq!(result["type"], "ok", "{sql}: {result}");
        result["response"]["result"]["rows"][0][0]["value"].clone()
    }

    fn try_run(&mut self, sql: &str) -> Json {
        self.send(&[execute(sql)]).remove(0)
    }
}

fn served_with_counter() -> Served {
    let served = Served::new(None);
    Client::new(&served).run("create table counters (id integer primary key, n integer not null)");
    Client::new(&served).run("insert into counters values (1, 0)");
    served
}

#[test]
fn a_deferred_transaction_writes_although_somebody_committed_since_its_begin() {
    let served = served_with_counter();
    for begin in ["begin", "begin deferred", "savepoint s"] {
        let (mut slow, mut quick) = (Client::new(&served), Client::new(&served));
        slow.run(begin);
        quick.run("update counters set n = n + 1");
        slow.run("update counters set n = n + 1");
        slow.run(if begin.starts_with('s') { "release s" } else { "commit" });
    }
    assert_eq!(Client::new(&served).run("select n from counters"), "6");
}

#[test]
fn a_transaction_that_has_read_is_told_that_its_data_are_outdated_and_keeps_nobody_waiting() {
    let served = served_with_counter();
    let (mut reader, mut other) = (Client::new(&served), Client::new(&served));
    reader.run("begin");
    assert_eq!(reader.run("select n from counters"), "0");
    other.run("update counters set n = 5");
    let refused = reader.try_run("update counters set n = n + 1");
    assert_eq!(refused["error"]["code"], "SQLITE_BUSY");
    assert_eq!(refused["error"]["extended_code"], "SQLITE_BUSY_SNAPSHOT");
    assert!(refused["error"]["message"].as_str().unwrap().contains("data changed"), "{refused}");
    // Its statement failed: the next writer does not wait for its transaction to end.
    let since = std::time::Instant::now();
    other.run("update counters set n = n + 1");
    assert!(since.elapsed() < std::time::Duration::from_secs(4), "{:?}", since.elapsed());
    assert_eq!(reader.run("select n from counters"), "0");
    reader.run("rollback");
    reader.run("begin immediate");
    reader.run("update counters set n = n + 1");
    reader.run("commit");
    assert_eq!(other.run("select n from counters"), "7");
}

#[test]
fn writers_wait_until_a_forgotten_transaction_ends() {
    let served = served_with_counter();
    let mut forgetful = Client::new(&served);
    forgetful.run("begin immediate");
    forgetful.run("update counters set n = 100");
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| Client::new(&served).run("update counters set n = n + 1"));
        }
    });
    assert_eq!(Client::new(&served).run("select n from counters"), "6");
}

#[test]
fn transactions_of_many_clients_at_once_are_all_kept() {
    let served = served_with_counter();
    let begins = ["begin", "begin immediate", "begin deferred", "begin exclusive"];
    std::thread::scope(|scope| {
        for worker in 0..8 {
            let (served, begin) = (&served, begins[worker % begins.len()]);
            scope.spawn(move || {
                for round in 0..6 {
                    let mut client = Client::new(served);
                    client.run(begin);
                    client.run("update counters set n = n + 1");
                    // Every third one is undone.
                    client.run(if round % 3 == 2 { "rollback" } else { "commit" });
                    client.send(&[json!({ "type": "close" })]);
                }
            });
        }
        for _ in 0..2 {
            let served = &served;
            scope.spawn(move || {
                for _ in 0..20 {
                    let mut reader = Client::new(served);
                    reader.run("begin");
                    let before = reader.run("select n from counters");
                    assert_eq!(reader.run("select n from counters"), before);
                    reader.run("commit");
                }
            });
        }
    });
    assert_eq!(Client::new(&served).run("select n from counters"), "32");
}

#[test]
fn a_batch_that_fails_half_way_is_undone_by_its_conditions() {
    let served = served_with_counter();
    let step = |sql: &str, condition: Json| json!({ "stmt": { "sql": sql }, "condition": condition });
    let steps = [
        step("begin", Json::Null),
        step("update counters set n = 9", json!({ "type": "ok", "step": 0 })),
        step("insert into counters values (1, 1)", json!({ "type": "ok", "step": 1 })),
        step("commit", json!({ "type": "ok", "step": 2 })),
        step("rollback", json!({ "type": "not", "cond": { "type": "ok", "step": 3 } })),
    ];
    let mut client = Client::new(&served);
    let result = client.send(&[json!({ "type": "batch", "batch": { "steps": steps } })]).remove(0);
    let errors = &result["response"]["result"]["step_errors"];
    assert_eq!(errors[2]["code"], "SQLITE_CONSTRAINT");
    assert_eq!(client.run("select n from counters"), "0");
}
