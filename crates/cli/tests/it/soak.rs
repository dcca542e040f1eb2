//! Many small requests of every kind: the service's memory stays flat.

use std::{io::Write, net::TcpStream, thread};

use serde_json::json;

use crate::program::{Desk, Service};

/// How many requests, unless `COMPTOIR_SOAK` says otherwise.
const REQUESTS: usize = 6_000;

const CLIENTS: usize = 8;

/// How much more memory the service may have after all the requests than after the first tenth, in kilobytes: what
/// threads and SQLite's caches take as they warm up.
const GROWTH: u64 = 24_000;

#[test]
fn many_requests_leave_the_memory_flat() {
    let requests =
        std::env::var("COMPTOIR_SOAK").ok().and_then(|count| count.parse().ok()).unwrap_or(REQUESTS);
    let desk = Desk::with_demo();
    let service = desk.serve(&["db", "serve", "--listen", "127.0.0.1:0"], &[]);
    ask(&service, requests / 10);
    let warm = memory(&service);
    ask(&service, requests);
    let after = memory(&service);
    assert!(after < warm + GROWTH, "{warm} kB when warm, {after} kB after {requests} requests");
    let (status, metrics) = service.get("/metrics");
    let text = metrics.as_str().unwrap();
    assert!(status == 200 && text.contains("comptoir_db_streams_waiting 0\n"), "{text}");
}

/// The resident memory of the service, in kilobytes.
fn memory(service: &Service) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn ask(service: &Service, requests: usize) {
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || {
                let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
                for turn in 0..requests / CLIENTS {
                    one_request(&agent, &service.url, client + turn);
                }
            });
        }
    });
}

fn one_request(agent: &ureq::Agent, url: &str, number: usize) {
    let execute = |sql: &str| json!({ "type": "execute", "stmt": { "sql": sql } });
    let close = json!({ "type": "close" });
    let pipeline = |requests: serde_json::Value| {
        let mut answer =
            agent.post(format!("{url}/v3/pipeline")).send_json(json!({ "requests": requests })).unwrap();
        let _ = answer.body_mut().read_to_string().unwrap();
        answer.status().as_u16()
    };
    match number % 8 {
        0 | 1 => assert_eq!(pipeline(json!([execute("select * from products where id = 3"), close])), 200),
        2 => assert_eq!(pipeline(json!([execute("update stores set name = name where id = 1"), close])), 200),
        3 => {
            let sql = "select count(*), sum(amount) from sales group by store_id";
            let mut answer = agent.get(format!("{url}/query.csv")).query("sql", sql).call().unwrap();
            assert_eq!(answer.body_mut().read_to_string().unwrap().lines().count(), 11);
        }
        4 => {
            let steps = [json!({ "stmt": { "sql": "select * from stores" } })];
            let mut answer = agent
                .post(format!("{url}/v3/cursor"))
                .send_json(json!({ "batch": { "steps": steps } }))
                .unwrap();
            let text = answer.body_mut().read_to_string().unwrap();
            let first: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
            let body = json!({ "baton": first["baton"], "requests": [close] });
            agent
                .post(format!("{url}/v2/pipeline"))
                .send_json(body)
                .unwrap()
                .body_mut()
                .read_to_string()
                .unwrap();
        }
        5 => assert_eq!(pipeline(json!([execute("select nonsense"), execute("begin"), close])), 200),
        6 => assert_eq!(pipeline(json!([{ "type": "explode" }])), 400),
        _ => {
            // A client that hangs up half way.
            let mut socket = TcpStream::connect(url.trim_start_matches("http://")).unwrap();
            socket
                .write_all(
                    b"POST /v3/pipeline HTTP/1.1\r\nhost: localhost\r\ncontent-length: 500\r\n\r\n{\"requ",
                )
                .unwrap();
        }
    }
}
