//! Clients that mean harm, or do not know better.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread::sleep,
    time::{Duration, Instant},
};

use comptoir_store::{Database, Remote, Scope, StoreError};
use serde_json::json;

use crate::{
    service::{execute, post},
    sides::Served,
};

/// The error that SQL ends in, as a code of the wire.
fn refusal(served: &Served, sql: &str) -> String {
    let (_, answer) = post(served, &json!({ "requests": [execute(sql), { "type": "close" }] }));
    answer["results"][0]["error"]["code"].as_str().unwrap_or("none").to_owned()
}

#[test]
fn sql_stays_within_its_tables() {
    let served = Served::new(None);
    let outside = served.folder.path().join("outside.db");
    let outside = outside.display();
    for sql in [
        &format!("attach '{outside}' as x"),
        &format!("vacuum into '{outside}'"),
        "select load_extension('x')",
        "pragma writable_schema = on",
        "pragma query_only = off",
        "pragma hard_heap_limit = 1",
        "pragma temp_store_directory = '/tmp'",
        "select * from tokens",
        "select count(*) from tokens",
        "insert into tokens (name, scope, hash, created_at) values ('x', 'write', x'00', '')",
        "delete from tokens",
        "drop table sales",
        "alter table sales add column x",
        "drop trigger sales_inserted",
        "create trigger t after insert on sales begin select 1; end",
        "drop index sales_keyed_day",
    ] {
        let code = refusal(&served, sql);
        assert!(matches!(code.as_str(), "SQLITE_AUTH" | "SQLITE_ERROR"), "{sql}: {code}");
    }
    assert!(!served.folder.path().join("outside.db").exists());
    for sql in ["update sqlite_schema set sql = ''", "delete from sqlite_schema"] {
        assert_ne!(refusal(&served, sql), "none", "{sql}");
    }
    assert_eq!(served.database.check().unwrap(), []);
}

#[test]
fn runaway_sql_is_refused() {
    let served = Served::new(None);
    let deep = format!("select {}1{}", "(".repeat(5_000), ")".repeat(5_000));
    let sum = format!("select 1{}", "+1".repeat(5_000));
    let unions = format!("select 1{}", " union all select 1".repeat(2_000));
    for sql in
        [deep.as_str(), &sum, &unions, "select zeroblob(500000000)", "select printf('%.*c', 500000000, 'x')"]
    {
        assert_ne!(refusal(&served, sql), "none", "{}", &sql[..40]);
    }
    let rows =
        "with recursive n(i) as (select 1 union all select i + 1 from n) select i, zeroblob(1000) from n";
    assert_eq!(refusal(&served, rows), "SQLITE_TOOBIG");
}

#[test]
fn a_question_whose_asker_has_gone_is_interrupted() {
    let served = Served::new(None);
    let sql = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    let body = json!({ "requests": [execute(sql)] }).to_string();
    let mut socket = TcpStream::connect(served.address).unwrap();
    let head = format!(
        "POST /v3/pipeline HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    socket.write_all((head + &body).as_bytes()).unwrap();
    sleep(Duration::from_millis(300));
    let busy = cpu_seconds();
    drop(socket);
    // What was interrupted does not compute any more.
    let since = Instant::now();
    loop {
        let before = cpu_seconds();
        sleep(Duration::from_millis(400));
        if cpu_seconds() - before < 0.2 {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(30), "still running, {busy} s so far");
    }
}

/// The processor time of this process, of all its threads.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap()) / 100.0
}

/// What the service answers to bytes, which are followed by the end when they are no whole request.
fn raw(served: &Served, bytes: &[u8], is_whole: bool) -> String {
    let mut socket = TcpStream::connect(served.address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    socket.write_all(bytes).unwrap();
    if !is_whole {
        let _ = socket.shutdown(std::net::Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn bytes_that_are_no_request_do_no_harm() {
    let served = Served::new(None);
    let json = "host: localhost\r\ncontent-type: application/json\r\n";
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        vec![b'A'; 100_000],
        // A body that says that it is longer than it is, and one that says it is shorter.
        format!("POST /v3/pipeline HTTP/1.1\r\n{json}content-length: 1000\r\n\r\n{{\"requests\":[]}}").into_bytes(),
        format!("POST /v3/pipeline HTTP/1.1\r\n{json}content-length: 3\r\n\r\n{{\"requests\":[]}}").into_bytes(),
        format!("POST /v3/pipeline HTTP/1.1\r\n{json}content-length: 99999999999999\r\n\r\n{{}}").into_bytes(),
        format!("POST /v3/pipeline HTTP/1.1\r\n{json}transfer-encoding: chunked\r\n\r\nzz\r\n").into_bytes(),
        b"POST /load HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 9\r\n\r\n--x\r\nrubb".to_vec(),
    ] {
        let answer = raw(&served, &bytes, false);
        assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert!(served.client(None).health().is_ok());
    assert!(served.client(None).query("select 1", &[]).is_ok());
}

#[test]
fn when_too_much_is_going_on_clients_are_told_to_come_back() {
    let served = Served::new(None);
    let half = b"POST /v3/pipeline HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{";
    let asleep: Vec<TcpStream> = (0..256)
        .map(|_| {
            let mut socket = TcpStream::connect(served.address).unwrap();
            socket.write_all(half).unwrap();
            socket
        })
        .collect();
    sleep(Duration::from_millis(500));
    let ask = || {
        ureq::get(format!("{}/query.csv?sql=select%201", served.url()))
            .config()
            .http_status_as_error(false)
            .build()
            .call()
            .unwrap()
    };
    let refused = ask();
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].as_bytes()), (503, &b"1"[..]));
    // Whoever only wants to know whether the service is well is answered.
    assert!(served.client(None).health().is_ok());
    drop(asleep);
    sleep(Duration::from_millis(500));
    assert_eq!(ask().status().as_u16(), 200);
}

/// Sends a request and reads the answer only when all is sent, as most clients do.
fn answered_after_sending(served: &Served, path: &str, headers: &str, length: usize) -> String {
    let mut socket = TcpStream::connect(served.address).unwrap();
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n");
    socket.write_all(head.as_bytes()).unwrap();
    let piece = vec![b' '; 64 << 10];
    for start in (0..length).step_by(piece.len()) {
        socket.write_all(&piece[..piece.len().min(length - start)]).unwrap();
    }
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_refusal_reaches_a_client_that_still_sends() {
    let served = Served::new(Some("a token of the service"));
    let bearer = "authorization: Bearer a token of the service\r\n";
    let form = "content-type: multipart/form-data; boundary=x\r\n";
    for (path, headers, length, status) in [
        ("/load", form.to_owned(), 40 << 20, "401"),
        ("/load?mode=none", format!("{bearer}{form}"), 40 << 20, "400"),
        ("/load", format!("{bearer}content-type: text/plain\r\n"), 40 << 20, "400"),
        ("/v3/pipeline", "content-type: application/json\r\n".into(), 15 << 20, "401"),
        ("/v3/pipeline", format!("{bearer}content-type: application/json\r\n"), 40 << 20, "413"),
        ("/records", format!("{bearer}content-type: text/plain\r\n"), 15 << 20, "415"),
        ("/nowhere", bearer.to_owned(), 40 << 20, "404"),
    ] {
        let answer = answered_after_sending(&served, path, &headers, length);
        assert_eq!(answer, format!("HTTP/1.1 {status}"), "{path} {headers}");
    }
}

#[test]
fn half_an_answer_is_never_taken_for_a_whole_one() {
    let served = Served::new(None);
    let sql = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
               select case when i < 100000 then i else json('no json') end as i from n";
    for form in ["csv", "json", "arrow"] {
        let mut answer =
            ureq::get(format!("{}/query.{form}", served.url())).query("sql", sql).call().unwrap();
        assert!(answer.body_mut().read_to_vec().is_err(), "{form}");
    }
    // The same, before the first piece: an answer of its own.
    let early =
        ureq::get(format!("{}/query.csv", served.url())).query("sql", "select json('no json')").call();
    assert!(matches!(early, Err(ureq::Error::StatusCode(400))), "{early:?}");
}

#[test]
fn a_token_to_read_does_not_write() {
    let served = Served::new(None);
    let (token, secret) = served.database.make_token("Excel", Scope::Read).unwrap();
    let reader: Remote = served.client(Some(&secret));
    assert!(reader.query("select count(*) from sales", &[]).is_ok());
    let insert = comptoir_store::Statement::new("insert into products (name) values ('x')", vec![]);
    assert!(matches!(reader.write(&[insert]), Err(StoreError::ReadOnly)));
    assert!(reader.backup(&served.folder.path().join("copy.db")).is_err());
    assert!(matches!(
        served.client(None).query("select 1", &[]),
        Err(StoreError::Refused { status: 401, .. })
    ));
    assert!(served.database.revoke_token(token.id).unwrap());
    sleep(Duration::from_millis(1100));
    // With its last token gone the service is closed, to this machine too: who revoked it did not mean to open it.
    for token in [None, Some(secret.as_str()), Some("")] {
        let refused = served.client(token).query("select 1", &[]);
        let Err(StoreError::Refused { status: 401, message, .. }) = refused else { panic!("{refused:?}") };
        assert!(message.to_string().contains("db token create"), "{message}");
    }
}

#[test]
fn a_name_that_was_pointed_here_is_not_answered() {
    let served = Served::new(None);
    let answer = raw(
        &served,
        b"GET /query.csv?sql=select+1 HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n",
        true,
    );
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(answer.contains("FOREIGN_HOST"));
}
