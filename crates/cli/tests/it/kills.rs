//! The Database Service killed at random moments: what was committed is there, what was not is not.

use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use arrow_array::{Int64Array, RecordBatch, StringArray};
use comptoir_store::{Credentials, Database, Embedded, LedgerLine, Load, Mode, Remote, TableLoad, Value};
use serde_json::{Value as Json, json};

use crate::program::{Desk, Service};

/// How often it is killed, unless `COMPTOIR_KILLS` says otherwise.
const KILLS: usize = 20;

/// How many kills one database lives through; it grows with each.
const KILLS_A_DATABASE: usize = 20;

/// Rows in one load.
const LOADED: i64 = 2_000;

/// What clients have been told is committed: everything below these numbers.
#[derive(Default)]
struct Told {
    transactions: AtomicI64,
    loads: AtomicI64,
}

#[test]
fn a_kill_at_any_moment_loses_nothing_and_leaves_nothing_by_halves() {
    let kills = std::env::var("COMPTOIR_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    for done in (0..kills).step_by(KILLS_A_DATABASE) {
        kill_often(KILLS_A_DATABASE.min(kills - done));
    }
}

fn kill_often(kills: usize) {
    let desk = Desk::new();
    let path = desk.path("comptoir.db");
    Embedded::open(&path)
        .unwrap()
        .write(&[statement("create table pairs (id integer primary key, pair integer)")])
        .unwrap();
    let told = Arc::new(Told::default());
    for kill in 0..kills {
        let mut service = desk.serve(&["db", "serve", "--listen", "127.0.0.1:0"], &[]);
        let over = Arc::new(AtomicBool::default());
        let writer = spawn(&service, &told, &over, write_pairs);
        let loader = spawn(&service, &told, &over, load_products);
        if kill == 0 {
            wait_for_both(&told);
        }
        thread::sleep(Duration::from_millis(random_below(250)));
        service.kill();
        over.store(true, Relaxed);
        writer.join().unwrap();
        loader.join().unwrap();
        check(&path, &told, kill);
    }
}

/// Waits until something of each kind is committed, so that the checks have something to look for on a slow machine too.
fn wait_for_both(told: &Told) {
    let begun = Instant::now();
    while told.transactions.load(Relaxed) == 0 || told.loads.load(Relaxed) == 0 {
        assert!(begun.elapsed() < Duration::from_mins(1), "nothing was committed within a minute");
        thread::sleep(Duration::from_millis(10));
    }
}

fn statement(sql: &str) -> comptoir_store::Statement {
    comptoir_store::Statement::new(sql, vec![])
}

fn random_below(limit: u64) -> u64 {
    RandomState::new().hash_one(0) % limit
}

fn spawn(
    service: &Service,
    told: &Arc<Told>,
    over: &Arc<AtomicBool>,
    work: fn(&str, &Told, &AtomicBool),
) -> thread::JoinHandle<()> {
    let (url, told, over) = (service.url.clone(), Arc::clone(told), Arc::clone(over));
    thread::spawn(move || work(&url, &told, &over))
}

/// Transactions of two requests, each with two rows.
fn write_pairs(url: &str, told: &Told, over: &AtomicBool) {
    let agent = ureq::agent();
    let ask = |body: Json| -> Option<Json> {
        agent.post(format!("{url}/v3/pipeline")).send_json(body).ok()?.body_mut().read_json().ok()
    };
    let execute = |sql: String| json!({ "type": "execute", "stmt": { "sql": sql } });
    let worked = |answer: &Json| {
        answer["results"].as_array().is_some_and(|all| all.iter().all(|one| one["type"] == "ok"))
    };
    // A transaction that was not answered may be there all the same: writing it again changes nothing.
    let mut pair = told.transactions.load(Relaxed);
    while !over.load(Relaxed) {
        let insert = |id: i64| execute(format!("insert or replace into pairs values ({id}, {pair})"));
        let Some(first) = ask(json!({ "requests": [execute("begin immediate".into()), insert(2 * pair)] }))
        else {
            return;
        };
        let rest = [insert(2 * pair + 1), execute("commit".into()), json!({ "type": "close" })];
        let Some(second) = ask(json!({ "baton": first["baton"], "requests": rest })) else { return };
        if worked(&first) && worked(&second) {
            pair += 1;
            told.transactions.store(pair, Relaxed);
        }
    }
}

/// Loads of many rows with a line in the ledger.
fn load_products(url: &str, told: &Told, over: &AtomicBool) {
    let remote = Remote::new(url, &Credentials::default()).unwrap();
    while !over.load(Relaxed) {
        let number = told.loads.load(Relaxed);
        let ids = Int64Array::from_iter_values(number * LOADED..(number + 1) * LOADED);
        let names = StringArray::from(vec!["Pain"; LOADED as usize]);
        let rows =
            RecordBatch::try_from_iter([("id", Arc::new(ids) as _), ("name", Arc::new(names) as _)]).unwrap();
        let (schema, batches) = (rows.schema(), Box::new(std::iter::once(Ok(rows))));
        let ledger =
            LedgerLine { name: number.to_string(), table: "products".into(), ..LedgerLine::default() };
        let table = TableLoad { table: "products".into(), schema, batches };
        if remote
            .load(Load { ledger: Some(ledger), mode: Mode::New, dry_run: false, tables: vec![table] })
            .is_err()
        {
            return;
        }
        told.loads.store(number + 1, Relaxed);
    }
}

fn check(path: &std::path::Path, told: &Told, kill: usize) {
    let database = Embedded::open(path).unwrap();
    assert_eq!(database.check().unwrap(), [], "kill {kill}");
    let number = |sql: &str| database.query(sql, &[]).unwrap().single().and_then(Value::as_integer).unwrap();
    let halves = number("select count(*) from (select 1 from pairs group by pair having count(*) <> 2)");
    assert_eq!(halves, 0, "kill {kill}: half a transaction");
    let transactions = told.transactions.load(Relaxed);
    let kept = number(&format!("select count(distinct pair) from pairs where pair < {transactions}"));
    assert_eq!(kept, transactions, "kill {kill}: a transaction is lost");
    let loads = told.loads.load(Relaxed);
    let kept = number(&format!("select count(*) from products where id < {}", loads * LOADED));
    assert_eq!(kept, loads * LOADED, "kill {kill}: a load is lost");
    let uneven = "select count(*) from imports
                  where added <> (select count(*) from products where import_id = imports.id)";
    assert_eq!(number(uneven), 0, "kill {kill}: half an import");
    let orphans = "select count(*) from products where import_id not in (select id from imports)";
    assert_eq!(number(orphans), 0, "kill {kill}: rows without their import");
}
