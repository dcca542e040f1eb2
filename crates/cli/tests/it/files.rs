//! Files that are not what they should be: of another program, cut off, damaged, gone, replaced.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    care, databases,
    program::{Desk, Run},
};

const ANY_PORT: [&str; 2] = ["--listen", "127.0.0.1:0"];

/// Every verb that opens a database.
const VERBS: [&[&str]; 14] = [
    &["analyse"],
    &["why"],
    &["forecast"],
    &["backtest"],
    &["sql", "select 1"],
    &["imports"],
    &["db", "check"],
    &["db", "repair"],
    &["db", "backup", "copie.db"],
    &["db", "token", "list"],
    &["import", "p.csv"],
    &["serve", ANY_PORT[0], ANY_PORT[1]],
    &["db", "serve", ANY_PORT[0], ANY_PORT[1]],
    &["db", "token", "create", "--name", "x"],
];

/// How many of these only work on what is there.
const READING: usize = 10;

/// All files of a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    files
        .map(|file| (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).unwrap()))
        .collect()
}

#[test]
fn a_path_where_nothing_is_stays_empty() {
    let desk = Desk::new();
    desk.write("p.csv", "id,name,price,category\n1,Pain,1,X\n");
    let before = files(&desk.path("."));
    for verb in &VERBS[..READING] {
        let run = desk.run(&[&["--db", "misspelt.db"], *verb].concat());
        assert!(run.code == 1 && run.err.contains("il n’y a pas de base"), "{verb:?}: {}", run.err);
        assert_eq!(files(&desk.path(".")), before, "{verb:?}");
    }
    assert_eq!(desk.run(&["--db", "new.db", "import", "p.csv"]).code, 0);
}

#[test]
fn a_file_that_was_emptied_becomes_no_other_shop() {
    let desk = Desk::new();
    desk.write("p.csv", "id,name,price,category\n1,Pain,1,X\n");
    assert_eq!(desk.run(&["--db", "shop.db", "import", "p.csv"]).code, 0);
    assert_eq!(desk.run(&["--db", "shop.db", "db", "backup", "copy.db"]).code, 0);
    for log in [None, Some("what a log holds")] {
        desk.write("shop.db", "");
        if let Some(log) = log {
            desk.write("shop.db-wal", log);
        }
        let before = files(&desk.path("."));
        for verb in &VERBS {
            let run = desk.run(&[&["--db", "shop.db"], *verb].concat());
            assert!(run.code == 1 && run.err.contains("shop.db est vide"), "{verb:?}: {}", run.err);
            assert_eq!(files(&desk.path(".")), before, "{verb:?}");
        }
        let restored = desk.run(&["--db", "shop.db", "db", "restore", "copy.db"]);
        assert_eq!(restored.code, 0, "{}", restored.err);
        let rows = desk.run(&["--db", "shop.db", "sql", "select name from products"]);
        assert!(rows.out.contains("Pain"), "{} {}", rows.out, rows.err);
    }
}

#[test]
fn a_log_whose_database_is_gone_is_kept() {
    let desk = Desk::new();
    desk.write("p.csv", "id,name,price,category\n1,Pain,1,X\n");
    desk.write("shop.db-wal", "what a log holds");
    let before = files(&desk.path("."));
    for verb in &VERBS {
        let run = desk.run(&[&["--db", "shop.db"], *verb].concat());
        assert!(run.code == 1 && run.err.contains("son journal"), "{verb:?}: {}", run.err);
        assert_eq!(files(&desk.path(".")), before, "{verb:?}");
    }
}

#[test]
fn the_database_of_another_program_is_named_and_not_touched() {
    for marks in ["", "pragma user_version = 5", "pragma journal_mode = wal", "pragma application_id = 7"] {
        let desk = Desk::new();
        desk.write("p.csv", "id,name,price,category\n1,Pain,1,X\n");
        let schema = "create table moz_places (id integer primary key, url text); insert into moz_places (url) values ('x')";
        let other = rusqlite::Connection::open(desk.path("places.sqlite")).unwrap();
        other.execute_batch(&format!("{marks}; {schema}")).unwrap();
        other.close().unwrap();
        let before = files(&desk.path("."));
        for verb in &VERBS {
            let run = desk.run(&[&["--db", "places.sqlite"], *verb].concat());
            assert!(run.code == 1 && run.err.contains("moz_places"), "{marks:?} {verb:?}: {}", run.err);
            assert_eq!(files(&desk.path(".")), before, "{marks:?} {verb:?}");
        }
    }
}

#[test]
fn a_file_that_lost_its_end_shows_no_figure() {
    for lost in [1, 100, 7_000, 16_384, 100_000] {
        let desk = Desk::with_demo();
        desk.write("p.csv", "id,name,price,category\n1,Pain,1,X\n");
        let whole = fs::read(desk.path("comptoir.db")).unwrap();
        desk.write("comptoir.db", &whole[..whole.len() - lost]);
        let before = files(&desk.path("."));
        for verb in &VERBS {
            let run = desk.run(verb);
            assert!(run.code == 1 && run.err.contains("il manque la fin"), "{lost} {verb:?}: {}", run.err);
            assert!(run.out.is_empty(), "{lost} {verb:?}: {}", run.out);
        }
        assert_eq!(files(&desk.path(".")), before);
    }
}

#[test]
fn what_a_crash_left_damaged_is_found_before_any_figure() {
    let desk = Desk::with_demo();
    let mut service = desk.serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[]);
    let body = r#"{"requests":[{"type":"execute","stmt":{"sql":"update products set price = price + 1"}},{"type":"close"}]}"#;
    assert_eq!(service.post("/v3/pipeline", body, &[("content-type", "application/json")]).0, 200);
    service.kill();
    assert!(fs::metadata(desk.path("comptoir.db-wal")).unwrap().len() > 0);
    // A page inside is lost, which neither the header nor the size shows.
    let mut bytes = fs::read(desk.path("comptoir.db")).unwrap();
    let pages = bytes.len() / 16_384;
    for page in pages / 2..pages / 2 + 3 {
        bytes[page * 16_384..(page + 1) * 16_384].fill(0);
    }
    desk.write("comptoir.db", bytes);
    for verb in
        [&["analyse"][..], &["db", "serve", ANY_PORT[0], ANY_PORT[1]], &["serve", ANY_PORT[0], ANY_PORT[1]]]
    {
        let run = desk.run(verb);
        assert!(run.code == 1 && run.err.contains("abîmée"), "{verb:?}: {}{}", run.out, run.err);
    }
}

#[test]
fn a_sound_file_opens_after_a_crash() {
    let desk = Desk::with_demo();
    let mut service = desk.serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[]);
    let body = r#"{"requests":[{"type":"execute","stmt":{"sql":"delete from sales where id > 100"}},{"type":"close"}]}"#;
    assert_eq!(service.post("/v3/pipeline", body, &[("content-type", "application/json")]).0, 200);
    service.kill();
    assert_eq!(desk.rows("select count(*) from sales"), ["100"]);
}

#[test]
fn a_file_that_goes_under_a_running_service_is_noticed_and_not_made_anew() {
    for is_replaced in [false, true] {
        let desk = Desk::with_demo();
        let database = desk.serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[]);
        let script = desk.serve(&["serve", "--db", &database.url, ANY_PORT[0], ANY_PORT[1]], &[]);
        assert_eq!(database.get("/health").0, 200);
        fs::rename(desk.path("comptoir.db"), desk.path("moved.db")).unwrap();
        if is_replaced {
            fs::copy(desk.path("moved.db"), desk.path("comptoir.db")).unwrap();
        }
        // What was found is trusted for a second, and what opens the service too.
        std::thread::sleep(std::time::Duration::from_millis(2100));
        let expected = if is_replaced { "another file" } else { "no longer there" };
        let (status, health) = database.get("/health");
        assert!(status == 503 && health["reason"].as_str().unwrap().contains(expected), "{health}");
        let (status, answer) = database.get("/query.csv?sql=select%20count(*)%20from%20sales");
        assert!(status == 503 && answer["message"].as_str().unwrap().contains(expected), "{answer}");
        let (status, problem) = script.get("/api/v1/sql?sql=select%20count(*)%20from%20sales");
        assert!(status >= 500, "{status} {problem}");
        assert_eq!(desk.path("comptoir.db").exists(), is_replaced);
    }
}

#[test]
fn a_file_that_is_emptied_under_a_running_service_stays_empty() {
    let desk = Desk::with_demo();
    let database = desk.serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[]);
    assert_eq!(database.get("/health").0, 200);
    desk.write("comptoir.db", "");
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let (status, answer) = database.get("/query.csv?sql=select%20count(*)%20from%20sales");
    assert!(status == 503 && answer["code"] == "FILE_REPLACED", "{status} {answer}");
    // A stop writes into the file what is left to be written.
    database.ask_to_stop();
    assert_eq!(database.wait().code(), Some(1));
    let run = desk.run(&["sql", "select 1"]);
    assert!(run.code == 1 && run.err.contains("est vide"), "{}", run.err);
}

#[test]
fn a_migration_keeps_a_copy_of_what_was_there() {
    for release in databases::RELEASES {
        let desk = databases::desk(release);
        let before = fs::read(desk.path("comptoir.db")).unwrap();
        assert_eq!(desk.run(&["imports"]).code, 0);
        let kept = rusqlite::Connection::open(desk.path("comptoir.db.before-0008")).unwrap();
        let counted = |sql: &str| kept.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(counted("select count(*) from sales"), 759);
        assert_eq!(counted("pragma user_version"), 7);
        assert_eq!(
            kept.query_row("pragma integrity_check", [], |row| row.get::<_, String>(0)).unwrap(),
            "ok"
        );
        // A second opening makes no second copy, and a new database none at all.
        assert_eq!(desk.run(&["imports"]).code, 0);
        assert!(!desk.path("comptoir.db.before-0008-1").exists() && !before.is_empty());
        let demo = Desk::with_demo();
        assert!(files(&demo.path(".")).keys().all(|name| !name.contains("before")));
    }
}

#[test]
fn products_stores_and_imports_that_others_refer_to_come_back_under_their_numbers() {
    let desk = databases::desk("0.1.0");
    let figures = desk.run(&["analyse", "--json"]).json();
    let raw = rusqlite::Connection::open(desk.path("comptoir.db")).unwrap();
    raw.execute_batch(
        "pragma foreign_keys = off;
         create temp table gone as select (select product_id from sales where import_id = 6 limit 1) as product,
             (select store_id from sales limit 1) as store;
         delete from products where id = (select product from gone);
         delete from stores where id = (select store from gone);
         delete from imports where id = 6",
    )
    .unwrap();
    let checks = {
        let service = desk
            .serve(&["db", "serve", ANY_PORT[0], ANY_PORT[1]], &[("COMPTOIR_DB_TOKEN", "one of the tests")]);
        let token = [("COMPTOIR_DB_TOKEN", "one of the tests")];
        [
            desk.run(&["db", "check"]),
            Run::from(desk.command(&["--db", &service.url, "db", "check"]).envs(token).output().unwrap()),
        ]
    };
    for check in checks {
        assert_eq!(check.code, 1, "{}", check.err);
        for parent in ["products", "stores", "imports"] {
            assert!(check.out.contains(&format!("lignes de {parent} qui n’existent plus")), "{}", check.out);
        }
    }
    let found = desk.run(&["--lang", "en", "--json", "db", "check"]).json();
    assert_eq!(found["faults"][0]["code"], "fault-no-such-rows");
    assert!(found["faults"][0]["message"].as_str().unwrap().contains("no longer there"), "{found}");
    let repair = desk.run(&["db", "repair"]);
    assert_eq!(repair.code, 0, "{}{}", repair.out, repair.err);
    assert!(repair.out.contains("Produits remis sous leur numéro"), "{}", repair.out);
    assert_eq!(desk.run(&["db", "check"]).code, 0);
    assert_eq!(desk.run(&["analyse", "--json"]).json()["total_revenue"], figures["total_revenue"]);
    assert_eq!(desk.rows("select count(*) from products where name like '%(nom perdu)'"), ["1"]);
    // The same lines are known without their import: none counts twice.
    let first = databases::kept("0.1.0", "first/sumup.csv");
    let again = desk.run(&["import", "--source", "sumup", &first]);
    assert!(!again.out.contains("nouvelles données"), "{}{}", again.out, again.err);
    assert_eq!(desk.run(&["analyse", "--json"]).json()["total_revenue"], figures["total_revenue"]);
    let undone = desk.run(&["imports", "undo", "6"]);
    assert_eq!(undone.code, 0, "{}", undone.err);
}

#[test]
fn what_is_missing_of_the_schema_is_found_and_made_anew() {
    let desk = databases::desk("0.1.0");
    assert_eq!(desk.run(&["db", "check"]).code, 0);
    let figures = desk.run(&["analyse", "--json"]).json();
    let raw = rusqlite::Connection::open(desk.path("comptoir.db")).unwrap();
    raw.execute_batch(
        "drop table targets; drop table calendar_days; drop trigger sales_deleted; drop index sales_source_key;
         create trigger hostile after insert on sales begin delete from sales; end;
         create unique index narrow on sales (amount, id);
         delete from data_version;
         create trigger silent before delete on sales begin select 1; end;
         drop trigger sales_deleted_by_hand;
         delete from sales where import_id = 6 and id in (select id from sales where import_id = 6 limit 5)",
    )
    .unwrap();
    drop(raw);
    let check = desk.run(&["db", "check"]);
    assert_eq!(check.code, 1);
    for part in ["targets", "calendar_days", "sales_deleted", "sales_source_key", "hostile", "narrow"] {
        assert!(check.out.contains(part), "{part}: {}", check.out);
    }
    let repair = desk.run(&["db", "repair"]);
    assert_eq!(repair.code, 0, "{}{}", repair.out, repair.err);
    assert!(repair.out.contains("5 lignes de sales de l’import 6"), "{}", repair.out);
    assert!(repair.out.contains("3 lignes de targets de l’import 8"), "{}", repair.out);
    assert!(
        repair.out.contains("hostile") && desk.path("comptoir.db.before-repair").exists(),
        "{}",
        repair.out
    );
    // What is lost comes back with the file.
    let first = |file: &str| databases::kept("0.1.0", &format!("first/{file}"));
    let again = desk.run(&["import", "--source", "sumup", &first("sumup.csv")]);
    assert_eq!(again.out, "5 nouvelles données importées dans sales.\n", "{}", again.err);
    let again = desk.run(&["import", "--table", "targets", &first("objectifs.csv")]);
    assert_eq!(again.out, "3 nouvelles données importées dans targets.\n", "{}", again.err);
    assert_eq!(desk.run(&["analyse", "--json"]).json()["total_revenue"], figures["total_revenue"]);
    // What was protected stays so.
    assert!(desk.run(&["db", "token", "list"]).out.contains("Excel"));
}

#[test]
fn a_migration_without_room_for_its_copy_changes_nothing() {
    let desk = databases::desk("0.1.0");
    let script = "cp comptoir.db $DISK/shop.db; cp $DISK/shop.db before.db; \
         head -c 2000000 /dev/zero >$DISK/filler || true; \
         $COMPTOIR --db $DISK/shop.db imports && echo WRONG || echo refused $?; \
         $COMPTOIR --db $DISK/shop.db db serve --listen 127.0.0.1:0 && echo WRONG || echo refused $?; \
         cmp before.db $DISK/shop.db && echo unchanged; ls -A $DISK; \
         cp $DISK/shop.db later.db; $COMPTOIR --db later.db db check && ls";
    let Some(told) = care::on_a_small_disk(&desk, script) else { return };
    assert!(told.contains("le disque est plein : il y reste 0 Mo"), "{told}");
    assert!(told.contains("refused 1") && !told.contains("WRONG") && told.contains("unchanged"), "{told}");
    assert!(!told.contains("draft") && told.contains("later.db.before-0008\n"), "{told}");
}
