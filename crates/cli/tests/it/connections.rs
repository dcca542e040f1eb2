//! Connections that mean harm: idle, slow, and too many.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::program::{Desk, Service};

const ANY_PORT: [&str; 2] = ["--listen", "127.0.0.1:0"];

/// A body that breaks off after its first byte.
const STALLED: &[u8] =
    b"POST /api/v1/session HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";

fn connect(service: &Service) -> TcpStream {
    TcpStream::connect(service.url.trim_start_matches("http://")).unwrap()
}

/// Whether it says that it is well, within a second on a machine that has nothing else to do.
fn is_well(service: &Service) -> bool {
    let since = Instant::now();
    service.get("/health").0 == 200 && since.elapsed() < Duration::from_secs(5)
}

/// The memory that it takes, in bytes.
fn memory(service: &Service) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1_024
}

fn both(desk: &Desk) -> [Service; 2] {
    [
        desk.serve(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]], &[]),
        desk.serve(&["db", "serve", "--db", "other.db", ANY_PORT[0], ANY_PORT[1]], &[]),
    ]
}

#[test]
fn idle_connections_cost_little_and_make_room_for_who_asks() {
    let desk = Desk::new();
    for service in both(&desk) {
        assert!(is_well(&service));
        let before = memory(&service);
        let _idle: Vec<TcpStream> = (0..1_000).map(|_| connect(&service)).collect();
        assert!((0..5).all(|_| is_well(&service)));
        // 512 of them are open.
        let each = memory(&service).saturating_sub(before) / 512;
        assert!(each < 64 << 10, "{each} bytes a connection");
    }
}

#[test]
fn a_body_that_does_not_come_is_given_up_and_keeps_nobody_out() {
    let desk = Desk::new();
    let service = desk.serve(&["serve", "--db", "shop.db", ANY_PORT[0], ANY_PORT[1]], &[]);
    let mut stalled: Vec<TcpStream> = (0..700).map(|_| connect(&service)).collect();
    for socket in &mut stalled {
        // Those that made room for others are closed.
        let _ = socket.write_all(STALLED);
    }
    assert!((0..5).all(|_| is_well(&service)));
    let last = stalled.last_mut().unwrap();
    last.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let mut answer = String::new();
    let _ = last.read_to_string(&mut answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[test]
fn a_service_that_is_asked_to_stop_ends_in_time_whatever_runs() {
    let desk = Desk::new();
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) \
                   select count(length(hex(zeroblob(7000000)))) from n";
    for (service, path) in both(&desk).into_iter().zip(["/api/v1/sql", "/query.csv"]) {
        let query = endless.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
        let mut running: Vec<TcpStream> = (0..4).map(|_| connect(&service)).collect();
        for socket in &mut running {
            let request = format!("GET {path}?sql={query} HTTP/1.1\r\nhost: localhost\r\n\r\n");
            socket.write_all(request.as_bytes()).unwrap();
        }
        let _stalled = (0..20).map(|_| connect(&service).write_all(STALLED)).collect::<Vec<_>>();
        std::thread::sleep(Duration::from_secs(1));
        assert!(is_well(&service));
        let since = Instant::now();
        service.ask_to_stop();
        assert!(service.wait().success());
        assert!(since.elapsed() < Duration::from_secs(10), "{:?}", since.elapsed());
    }
}
