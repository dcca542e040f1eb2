//! A Database Service with a hundred clients, half reading and half writing.
//!
//!     cargo bench -p comptoir-store --bench clients -- --seconds 60 --clients 100 --pause 50
//!
//! Each asks again `--pause` milliseconds after its last answer; 0 is as fast as they can, which measures how long the
//! queue before two busy cores is rather than the service. Prints how many requests were answered, what was refused, and how long one-row reads took: those of the clients,
//! those of one more reader that asks ten times a second, and the same question put to the file in this process.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and stops at what it did not expect"
)]

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use comptoir_store::{Access, Database, Embedded, Statement, router};
use serde_json::{Value as Json, json};
use tokio::{net::TcpListener, runtime::Runtime};

const PRODUCTS: usize = 10_000;

/// What one client has seen.
#[derive(Default)]
struct Seen {
    latencies: Vec<Duration>,
    refusals: BTreeMap<String, usize>,
}

fn main() {
    let option = |name: &str, default: u64| {
        let mut args = std::env::args().skip_while(|arg| arg != name);
        args.nth(1).and_then(|value| value.parse().ok()).unwrap_or(default)
    };
    let (seconds, clients) = (option("--seconds", 10), option("--clients", 100) as usize);
    let pause = Duration::from_millis(option("--pause", 50));
    let folder = tempfile::tempdir().unwrap();
    let database = Arc::new(Embedded::open(&folder.path().join("bench.db")).unwrap());
    fill(&database);

    let runtime = Runtime::new().unwrap();
    let socket = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = socket.local_addr().unwrap();
    let routes = router(Arc::clone(&database), Access::default());
    runtime.spawn(async move { axum::serve(socket, routes).await });

    let over = Arc::new(AtomicBool::default());
    let start = Instant::now();
    let spawn = |client: usize, kind: fn(usize, usize) -> Json, pause: Duration| {
        let over = Arc::clone(&over);
        thread::spawn(move || ask_until(&over, address, client, kind, pause))
    };
    let readers: Vec<_> = (0..clients / 2).map(|client| spawn(client, read, pause)).collect();
    let writers: Vec<_> = (0..clients / 2).map(|client| spawn(client, write, pause)).collect();
    let beside = spawn(0, read, Duration::from_millis(100));
    let embedded = (Arc::clone(&over), Arc::clone(&database));
    let in_process = thread::spawn(move || ask_embedded(&embedded.0, &embedded.1));
    thread::sleep(Duration::from_secs(seconds));
    over.store(true, Relaxed);
    let took = start.elapsed().as_secs_f64();

    let gather = |threads: Vec<thread::JoinHandle<Seen>>| {
        threads.into_iter().fold(Seen::default(), |mut all, one| {
            let one = one.join().unwrap();
            all.latencies.extend(one.latencies);
            one.refusals.into_iter().for_each(|(why, count)| *all.refusals.entry(why).or_default() += count);
            all
        })
    };
    let embedded = in_process.join().unwrap();
    for (name, seen) in [
        ("reads", gather(readers)),
        ("writes", gather(writers)),
        ("reads beside", gather(vec![beside])),
        ("reads in process", embedded),
    ] {
        tell(name, seen, took);
    }
    let written: i64 = database
        .query("select count(*) from stores", &[])
        .unwrap()
        .single()
        .and_then(comptoir_store::Value::as_integer)
        .unwrap();
    println!("rows written: {written}; faults: {:?}", database.check().unwrap());
}

fn fill(database: &Embedded) {
    let insert = "insert into products (id, name, price) values (?1, 'Pain', 1.2)";
    let rows = (0..PRODUCTS as i64).map(|id| Statement::new(insert, vec![id.into()])).collect::<Vec<_>>();
    database.write(&rows).unwrap();
}

fn read(client: usize, turn: usize) -> Json {
    let id = (client * 7919 + turn * 104_729) % PRODUCTS;
    json!({ "sql": "select name, price from products where id = ?1", "args": [{ "type": "integer", "value": id.to_string() }] })
}

fn write(client: usize, turn: usize) -> Json {
    json!({ "sql": "insert into stores (city, code) values ('Lyon', ?1)", "args": [{ "type": "text", "value": format!("{client}-{turn}") }] })
}

fn ask_until(
    over: &AtomicBool,
    address: SocketAddr,
    client: usize,
    kind: fn(usize, usize) -> Json,
    pause: Duration,
) -> Seen {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    let mut seen = Seen::default();
    let mut turn = 0;
    while !over.load(Relaxed) {
        turn += 1;
        let requests =
            json!({ "requests": [{ "type": "execute", "stmt": kind(client, turn) }, { "type": "close" }] });
        let since = Instant::now();
        let refusal = match agent.post(format!("http://{address}/v3/pipeline")).send_json(&requests) {
            Err(error) => Some(error.to_string()),
            Ok(mut response) => {
                let status = response.status().as_u16();
                let answer: Json = response.body_mut().read_json().unwrap_or_default();
                let failed = &answer["results"][0]["error"]["code"];
                if status == 200 && failed.is_null() { None } else { Some(format!("{status} {failed}")) }
            }
        };
        match refusal {
            None => seen.latencies.push(since.elapsed()),
            Some(why) => *seen.refusals.entry(why).or_default() += 1,
        }
        thread::sleep(pause);
    }
    seen
}

fn ask_embedded(over: &AtomicBool, database: &Embedded) -> Seen {
    let mut seen = Seen::default();
    for turn in 0.. {
        if over.load(Relaxed) {
            break;
        }
        let id = (turn * 104_729 % PRODUCTS as i64).into();
        let since = Instant::now();
        database.query("select name, price from products where id = ?1", &[id]).unwrap();
        seen.latencies.push(since.elapsed());
        thread::sleep(Duration::from_millis(100));
    }
    seen
}

fn tell(name: &str, mut seen: Seen, seconds: f64) {
    seen.latencies.sort();
    let at = |share: f64| {
        let place = (seen.latencies.len() as f64 * share) as usize;
        seen.latencies
            .get(place.min(seen.latencies.len().saturating_sub(1)))
            .map_or(0.0, |one| one.as_secs_f64() * 1e3)
    };
    println!(
        "{name:<17} {:>8} answered {:>7.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms   max {:>7.1} ms   refused {:?}",
        seen.latencies.len(),
        seen.latencies.len() as f64 / seconds,
        at(0.5),
        at(0.99),
        at(1.0),
        seen.refusals
    );
}
