//! Care for the database from the command line: tokens, backups, and disks that fail.

use std::{io::Read, net::TcpStream, process::Command};

use serde_json::json;

use crate::program::{Desk, demo_file};

const ANY_PORT: [&str; 4] = ["db", "serve", "--listen", "127.0.0.1:0"];

#[test]
fn a_token_has_a_name_that_fits_a_line() {
    let desk = Desk::with_demo();
    for name in ["", " ", "a\nb", "\u{1b}[31mred", &"x".repeat(101)] {
        let run = desk.run(&["db", "token", "create", "--name", name]);
        assert_eq!(
            (run.code, desk.run(&["db", "token", "list", "--json"]).json().as_array().map(Vec::len)),
            (2, Some(0)),
            "{name:?}"
        );
    }
    assert_eq!(desk.run(&["db", "token", "create", "--name", &"é".repeat(100)]).code, 0);
}

#[test]
fn a_token_is_shown_once_and_opens_until_it_is_revoked() {
    let desk = Desk::with_demo();
    let made = desk.run(&["db", "token", "create", "--name", "Excel", "--json"]).json();
    let secret = made["token"].as_str().unwrap().to_owned();
    assert_eq!((&made["scope"], secret.len()), (&json!("read"), 48));
    let listed = desk.run(&["db", "token", "list"]);
    assert!(listed.out.contains("Excel") && !listed.out.contains(&secret), "{}", listed.out);
    assert!(
        !std::fs::read(desk.path("comptoir.db")).unwrap().windows(48).any(|bytes| bytes == secret.as_bytes())
    );
    let service = desk.serve(&ANY_PORT, &[]);
    let query = format!("{}/query.json?sql=select%20count(*)%20n%20from%20sales", service.url);
    let ask = |token: &str| ureq::get(&query).header("authorization", format!("Bearer {token}")).call();
    assert_eq!(
        ask(&secret).unwrap().body_mut().read_json::<serde_json::Value>().unwrap(),
        json!([{ "n": 2802 }])
    );
    assert!(ask("wrong").is_err());
    assert_eq!(desk.run(&["db", "token", "create", "--name", "autre"]).code, 0);
    assert!(ask(&secret).is_ok());
    assert_eq!(desk.run(&["db", "token", "revoke", "1"]).code, 0);
    assert!(ask(&secret).is_err(), "from the next request on");
    let gone = desk.run(&["db", "token", "revoke", "1"]);
    assert!(gone.code == 1 && gone.err.contains("il n’y a pas de jeton 1"), "{}", gone.err);
}

#[test]
fn the_token_table_is_out_of_reach_of_sql() {
    let desk = Desk::with_demo();
    desk.run(&["db", "token", "create", "--name", "x"]);
    let run = desk.run(&["sql", "select * from tokens"]);
    assert!(run.code == 1 && run.err.contains("n’existe pas"), "{}", run.err);
    // SQLite shows columns joined by their names to no authorizer.
    let joined = "select name from (select 'x' as name) join tokens using (name)";
    let run = desk.run(&["sql", joined]);
    assert!(run.code == 1 && run.err.contains("n’existe pas"), "{}", run.err);
}

#[test]
fn a_backup_is_restored_and_the_former_database_kept() {
    let desk = Desk::with_demo();
    assert_eq!(desk.run(&["db", "backup", "copie.db"]).code, 0);
    let again = desk.run(&["db", "backup", "copie.db"]);
    assert!(again.code == 1 && again.err.contains("existe déjà"), "{}", again.err);
    desk.write("p.csv", "id,name,price,category\n99,Neuf,1,X\n");
    assert_eq!(desk.run(&["import", "p.csv"]).code, 0);
    let restored = desk.run(&["db", "restore", "copie.db"]);
    assert!(
        restored.code == 0 && restored.out.contains("comptoir.db.before-restore"),
        "{}{}",
        restored.out,
        restored.err
    );
    assert_eq!(desk.rows("select count(*) from products"), ["8"]);
    let former = desk.run(&[
        "--db",
        "comptoir.db.before-restore",
        "sql",
        "--format",
        "csv",
        "select count(*) from products",
    ]);
    assert_eq!(former.out, "count(*)\n9\n");
    assert_eq!(desk.run(&["db", "check"]).code, 0);
}

#[cfg(unix)]
#[test]
fn a_restore_through_a_link_replaces_the_file_that_it_names() {
    let desk = Desk::with_demo();
    assert_eq!(desk.run(&["db", "backup", "copie.db"]).code, 0);
    rusqlite::Connection::open(desk.path("comptoir.db"))
        .unwrap()
        .execute("delete from sales where id > 10", [])
        .unwrap();
    std::os::unix::fs::symlink("comptoir.db", desk.path("lien.db")).unwrap();
    let run = desk.run(&["--db", "lien.db", "db", "restore", "copie.db"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(desk.path("lien.db").symlink_metadata().unwrap().is_symlink());
    assert_eq!(desk.rows("select count(*) from sales"), ["2802"]);
}

#[cfg(unix)]
#[test]
fn a_restore_onto_a_pipe_names_it_and_leaves_nothing_behind() {
    let desk = Desk::with_demo();
    assert_eq!(desk.run(&["db", "backup", "copie.db"]).code, 0);
    let made = std::process::Command::new("mkfifo").arg(desk.path("tube.db")).status().unwrap();
    assert!(made.success());
    let run = desk.run(&["--db", "tube.db", "db", "restore", "copie.db"]);
    assert!(run.code == 1 && run.err.contains("tube.db"), "{} {}", run.code, run.err);
    let drafts = std::fs::read_dir(desk.path(".")).unwrap().map(|file| file.unwrap().file_name());
    assert!(drafts.into_iter().all(|name| !name.to_string_lossy().contains("draft")));
}

#[test]
fn a_backup_is_taken_from_a_service_too() {
    let desk = Desk::with_demo();
    let service = desk.serve(&ANY_PORT, &[]);
    let run = desk.run(&["--db", &service.url, "db", "backup", "copie.db"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let count = desk.run(&["--db", "copie.db", "sql", "--format", "csv", "select count(*) from sales"]);
    assert_eq!(count.out, "count(*)\n2802\n");
    assert_eq!(desk.run(&["--db", &service.url, "db", "check"]).code, 0);
}

#[test]
fn a_damaged_database_is_told_and_not_touched() {
    let desk = Desk::with_demo();
    let mut bytes = std::fs::read(desk.path("comptoir.db")).unwrap();
    // Every page of the second half: some of them hold rows, whatever the layout.
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xA5);
    desk.write("cassee.db", &bytes);
    let run = desk.run(&["--db", "cassee.db", "db", "check"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("comptoir db restore"), "{}", run.err);
    assert!(std::fs::read(desk.path("cassee.db")).unwrap() == bytes, "the file was changed");
}

#[test]
fn what_cannot_be_opened_is_told_and_left_alone() {
    let desk = Desk::new();
    desk.write("notes.txt", "these are notes, not a database\n".repeat(100));
    rusqlite::Connection::open(desk.path("newer.db"))
        .unwrap()
        .execute_batch("pragma user_version = 99")
        .unwrap();
    std::fs::create_dir(desk.path("folder.db")).unwrap();
    for (path, expected) in [
        ("notes.txt", "n’est pas une base SQLite"),
        ("newer.db", "plus récente"),
        ("folder.db", "n’est pas une base SQLite"),
        ("no/such/folder/x.db", "n’existe pas"),
    ] {
        let before = std::fs::read(desk.path(path)).ok();
        for verb in [["db", "check"].as_slice(), &["sql", "select 1"], &ANY_PORT] {
            let run = desk.run(&[&["--db", path], verb].concat());
            let missing = verb != ANY_PORT && before.is_none() && path != "folder.db";
            let told = if missing { "il n’y a pas de base" } else { expected };
            assert!(run.code == 1 && run.err.contains(told), "{path} {verb:?}: {} {}", run.code, run.err);
        }
        assert!(std::fs::read(desk.path(path)).ok() == before, "{path} was changed");
    }
}

#[test]
fn a_database_that_another_process_writes_is_busy() {
    let desk = Desk::with_demo();
    let other = rusqlite::Connection::open(desk.path("comptoir.db")).unwrap();
    other.execute_batch("begin immediate").unwrap();
    let run = desk.run(&["import", &demo_file("products.csv")]);
    assert!(run.code == 1 && run.err.contains("occupée"), "{}", run.err);
    // Reading goes on.
    assert_eq!(desk.run(&["sql", "select 1"]).code, 0);
    other.execute_batch("rollback").unwrap();
    assert_eq!(desk.run(&["import", &demo_file("products.csv")]).code, 0);
}

/// Runs a script with a small disk of its own at `$DISK`; nothing where there is no right to mount.
pub(crate) fn on_a_small_disk(desk: &Desk, script: &str) -> Option<String> {
    let mounts = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|status| status.success());
    if !mounts {
        return None;
    }
    std::fs::create_dir_all(desk.path("disk")).unwrap();
    let script = format!("set -e; DISK=$PWD/disk; mount -t tmpfs -o size=1500k tmpfs $DISK; {script}");
    let mut command = desk.command(&[]);
    let comptoir = command.get_program().to_owned();
    command = Command::new("unshare");
    let output = command
        .args(["-rm", "sh", "-c", &script])
        .env("COMPTOIR", comptoir)
        .current_dir(desk.path("."))
        .output()
        .unwrap();
    Some(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_full_disk_is_told_and_the_data_are_as_they_were() {
    let desk = Desk::new();
    let (products, stores) = (demo_file("products.csv"), demo_file("stores.csv"));
    let sales = demo_file("sales.csv");
    let script = format!(
        "$COMPTOIR --db $DISK/shop.db import {products} {stores}; \
         head -c 2000000 /dev/zero >$DISK/filler || truncate -s -160k $DISK/filler; \
         $COMPTOIR --db $DISK/shop.db import {sales} && echo WRONG || echo code $?; \
         $COMPTOIR --db $DISK/shop.db db check; \
         $COMPTOIR --db $DISK/shop.db sql --format csv 'select (select count(*) from products), (select count(*) from sales), (select count(*) from imports)'"
    );
    let Some(told) = on_a_small_disk(&desk, &script) else { return };
    assert!(told.contains("le disque est plein") && told.contains("code 1"), "{told}");
    assert!(told.contains("est saine") && told.ends_with("8,0,2\n") || told.contains("\n8,0,2\n"), "{told}");
}

#[test]
fn a_service_on_a_full_disk_says_so_and_goes_on_when_there_is_room() {
    let desk = Desk::new();
    let script = format!(
        "$COMPTOIR --db $DISK/shop.db import {0}; \
         $COMPTOIR --db $DISK/shop.db db serve --listen 127.0.0.1:0 2>log & service=$!; \
         until URL=$(grep -o 'http://localhost:[0-9]*' log); do sleep 0.1; done; \
         head -c 2000000 /dev/zero >$DISK/filler || true; \
         $COMPTOIR --db $URL import {1} && echo WRONG || echo code $?; \
         $COMPTOIR --db $URL import {2} && echo WRONG || echo sales $?; \
         $COMPTOIR --db $URL sql --format csv 'select 40 + 2'; \
         $COMPTOIR --db $URL serve --wait 1 --listen 127.0.0.1:0 2>pages & pages=$!; \
         until grep -o 'Tableau de bord : http' pages; do sleep 0.1; kill -0 $pages || break; done; \
         kill $pages; wait $pages || true; \
         $COMPTOIR --db $DISK/shop.db db backup $DISK/copy.db && echo WRONG || echo backup $?; \
         ls -A $DISK; rm $DISK/filler; $COMPTOIR --db $URL import {1}; $COMPTOIR --db $URL db check; \
         kill $service; wait $service; echo ended $?",
        demo_file("products.csv"),
        demo_file("stores.csv"),
        demo_file("sales.csv")
    );
    let Some(told) = on_a_small_disk(&desk, &script) else { return };
    for part in ["code 1", "sales 1", "Tableau de bord : http", "backup 1", "\n42\n"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(told.matches("le disque est plein : il y reste 0 Mo").count() >= 2, "{told}");
    assert!(!told.contains("WRONG") && !told.contains("draft"), "{told}");
    assert!(told.contains("10 nouvelles données") && told.contains("est saine"), "{told}");
    assert!(told.contains("ended 0"), "{told}");
}

#[test]
fn a_read_only_disk_is_told() {
    let desk = Desk::new();
    let script = format!(
        "$COMPTOIR --db $DISK/shop.db import {}; mount -o remount,ro $DISK; \
         $COMPTOIR --db $DISK/shop.db import {} && echo WRONG || echo code $?",
        demo_file("products.csv"),
        demo_file("stores.csv")
    );
    let Some(told) = on_a_small_disk(&desk, &script) else { return };
    assert!(told.contains("code 1") && told.contains("ne peut pas être modifié"), "{told}");
}

#[test]
fn the_service_finishes_what_runs_before_it_stops() {
    let desk = Desk::with_demo();
    let service = desk.serve(&ANY_PORT, &[]);
    let mut slow = TcpStream::connect(service.url.trim_start_matches("http://")).unwrap();
    let sql =
        "with+recursive+n(i)+as+(select+1+union+all+select+i+%2B+1+from+n+where+i+<+400000)+select+i+from+n";
    std::io::Write::write_all(
        &mut slow,
        format!("GET /query.csv?sql={sql} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
            .replace('<', "%3C")
            .as_bytes(),
    )
    .unwrap();
    let mut first = [0; 1];
    slow.read_exact(&mut first).unwrap();
    service.ask_to_stop();
    let mut rest = String::new();
    slow.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("\n400000\n"), "{}", rest.len());
    assert!(service.wait().success());
    assert!(!desk.path("comptoir.db-wal").exists());
}

#[test]
fn a_transaction_that_is_open_does_not_keep_the_service_from_stopping() {
    let desk = Desk::with_demo();
    let service = desk.serve(&ANY_PORT, &[]);
    let begin = |sql: &str| json!({ "type": "execute", "stmt": { "sql": sql } });
    let body = json!({ "requests": [begin("begin immediate"), begin("delete from sales")] });
    ureq::post(format!("{}/v3/pipeline", service.url)).send_json(body).unwrap();
    service.ask_to_stop();
    assert!(service.wait().success());
    assert_eq!(desk.rows("select count(*) from sales"), ["2802"]);
}

#[test]
fn with_a_certificate_the_service_speaks_tls() {
    let desk = Desk::with_demo();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args([
            "-addext",
            "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
        ])
        .current_dir(desk.path("."))
        .output();
    if !made.is_ok_and(|output| output.status.success()) {
        // Without the tool that makes a certificate there is nothing to test with.
        return;
    }
    let args = [&ANY_PORT[..], &["--tls-cert", "cert.pem", "--tls-key", "key.pem"]].concat();
    let service = desk.serve(&args, &[("COMPTOIR_DB_TOKEN", "secret")]);
    assert!(service.url.starts_with("https://"), "{}", service.url);
    let sql = ["sql", "--format", "csv", "select count(*) from sales"];
    let mut trusting = desk.command(&[&["--db", &service.url], &sql[..]].concat());
    let ca = desk.path("cert.pem");
    let run = trusting.env("COMPTOIR_DB_TOKEN", "secret").env("COMPTOIR_DB_CA", &ca).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&run.stdout),
        "count(*)\n2802\n",
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let mut doubting = desk.command(&[&["--db", &service.url], &sql[..]].concat());
    assert_eq!(doubting.env("COMPTOIR_DB_TOKEN", "secret").output().unwrap().status.code(), Some(1));
    let wrong = desk.run(&[&ANY_PORT[..], &["--tls-cert", "key.pem", "--tls-key", "key.pem"]].concat());
    assert!(wrong.code == 1 && wrong.err.contains("certificat"), "{}", wrong.err);
}
