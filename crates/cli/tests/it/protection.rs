//! Secrets: apart from the database, never empty, never revived.

use std::{path::Path, process::Stdio, thread, time::Duration};

use crate::{
    databases,
    program::{Desk, Run},
};

const ANY_PORT: [&str; 4] = ["db", "serve", "--listen", "127.0.0.1:0"];

/// How often a migration is killed.
const KILLS: u64 = 20;

fn run_with(desk: &Desk, args: &[&str], environment: &[(&str, &str)]) -> Run {
    let mut command = desk.command(args);
    command.envs(environment.iter().copied()).output().unwrap().into()
}

/// Whether the bytes of one file stand in another.
fn holds(file: &Path, bytes: &[u8]) -> bool {
    std::fs::read(file).unwrap().windows(bytes.len()).any(|window| window == bytes)
}

/// The hashes in a file of secrets.
fn hashes(path: &Path) -> Vec<Vec<u8>> {
    let secrets = rusqlite::Connection::open(path).unwrap();
    let mut statement = secrets.prepare("select hash from tokens order by id").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_service_does_not_start_with_a_secret_that_is_none() {
    let desk = Desk::new();
    for (name, content) in [("empty", ""), ("blank", " \n"), ("one", "1\n"), ("three", "abc")] {
        desk.write(name, content);
    }
    let db = ["db", "serve", "--listen"];
    let web = ["serve", "--db", "shop.db", "--listen"];
    for (command, name) in [(&db[..], "COMPTOIR_DB_TOKEN"), (&web[..], "COMPTOIR_PASSWORD")] {
        let file = format!("{name}_FILE");
        let sources = [
            (name, ""),
            (name, " "),
            (name, "1"),
            (name, "abc"),
            (&file, ""),
            (&file, "empty"),
            (&file, "blank"),
            (&file, "one"),
            (&file, "three"),
            (&file, "missing"),
        ];
        for address in ["127.0.0.1:0", "0.0.0.0:0"] {
            for (variable, value) in sources {
                let run = run_with(&desk, &[command, &[address]].concat(), &[(variable, value)]);
                assert_ne!(run.code, 0, "{variable}={value:?} on {address}");
                assert!(
                    run.err.contains(name) && run.err.contains("Que faire"),
                    "{variable}={value:?}: {}",
                    run.err
                );
            }
        }
        // Beyond this machine it takes more.
        let run = run_with(&desk, &[command, &["0.0.0.0:0"]].concat(), &[(name, "secret")]);
        assert!(run.code == 2 && run.err.contains("trop court"), "{}", run.err);
        desk.write("known", "Passw0rd!\n");
        for (variable, value) in
            [(name, "changeme"), (name, "aaaaaaaa"), (name, "12345678"), (&file, "known")]
        {
            let run = run_with(&desk, &[command, &["0.0.0.0:0"]].concat(), &[(variable, value)]);
            assert!(
                run.code == 2 && run.err.contains(name) && run.err.contains("Que faire"),
                "{value}: {}",
                run.err
            );
        }
    }
}

#[test]
fn no_database_holds_a_secret_and_none_without_its_secrets_opens() {
    let desk = Desk::with_demo();
    let made = desk.run(&["db", "token", "create", "--name", "x", "--scope", "write", "--json"]).json();
    let secret = made["token"].as_str().unwrap().to_owned();
    let of_secrets = desk.path("comptoir.db-secrets");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&of_secrets).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(desk.run(&["db", "backup", "copie.db"]).code, 0);
    let hash = hashes(&of_secrets).remove(0);
    for file in ["comptoir.db", "copie.db"] {
        assert!(!holds(&desk.path(file), &hash) && !holds(&desk.path(file), secret.as_bytes()), "{file}");
    }
    assert!(!desk.path("copie.db-secrets").exists());

    // A copy elsewhere, an emptied file of secrets, none, and the last token revoked: closed, on this machine too.
    let closed = |desk: &Desk, path: &str| {
        let run = desk.run(&[&["--db", path], &ANY_PORT[..]].concat());
        assert!(
            run.code == 1 && run.err.contains("aucun jeton ne l’ouvre"),
            "{path}: {}{}",
            run.out,
            run.err
        );
        assert!(run.err.contains("comptoir db token create"), "{}", run.err);
    };
    closed(&desk, "copie.db");
    std::fs::copy(desk.path("comptoir.db"), desk.path("ailleurs.db")).unwrap();
    closed(&desk, "ailleurs.db");
    let kept = std::fs::read(&of_secrets).unwrap();
    std::fs::write(&of_secrets, "").unwrap();
    closed(&desk, "comptoir.db");
    std::fs::remove_file(&of_secrets).unwrap();
    closed(&desk, "comptoir.db");
    std::fs::write(&of_secrets, kept).unwrap();
    assert_eq!(desk.run(&["db", "token", "revoke", "1"]).code, 0);
    closed(&desk, "comptoir.db");
    // The way out.
    assert_eq!(desk.run(&["db", "token", "create", "--name", "y"]).code, 0);
    let service = desk.serve(&ANY_PORT, &[]);
    assert_eq!(service.get("/query.csv?sql=select%201").0, 401);
    // What is no file of secrets is named, and opens nothing.
    std::fs::write(&of_secrets, "not a database ".repeat(100)).unwrap();
    thread::sleep(Duration::from_millis(1100));
    assert_eq!(service.get("/query.csv?sql=select%201").0, 503);
    let run = desk.run(&["db", "token", "list"]);
    assert!(run.code == 1 && run.err.contains("comptoir.db-secrets"), "{}", run.err);
    // Who owns the file reads it all the same.
    assert_eq!(desk.rows("select count(*) from sales"), ["2802"]);
}

#[test]
fn a_database_once_served_with_a_token_does_not_open_without() {
    let desk = Desk::with_demo();
    drop(desk.serve(&ANY_PORT, &[("COMPTOIR_DB_TOKEN", "a long enough secret")]));
    let run = desk.run(&ANY_PORT);
    assert!(run.code == 1 && run.err.contains("aucun jeton ne l’ouvre"), "{}", run.err);
}

#[test]
fn a_restore_revives_no_token() {
    for release in databases::RELEASES {
        // The tokens of an old backup are dropped; what it was protected by is remembered.
        let desk = databases::desk(release);
        std::fs::rename(desk.path("comptoir.db"), desk.path("ancienne.db")).unwrap();
        let restored = desk.run(&["--db", "neuve.db", "db", "restore", "ancienne.db"]);
        assert_eq!(restored.code, 0, "{}", restored.err);
        assert!(!desk.path("neuve.db-secrets").exists());
        let run = desk.run(&[&["--db", "neuve.db"], &ANY_PORT[..]].concat());
        assert!(run.code == 1 && run.err.contains("aucun jeton ne l’ouvre"), "{}", run.err);

        // Nor in the place of a database whose token was revoked since.
        let desk = databases::desk(release);
        std::fs::copy(desk.path("comptoir.db"), desk.path("ancienne.db")).unwrap();
        assert_eq!(desk.run(&["db", "token", "revoke", "2"]).code, 0);
        assert_eq!(desk.run(&["db", "restore", "ancienne.db"]).code, 0);
        let secrets = databases::secrets(release);
        let service = desk.serve(&ANY_PORT, &[]);
        let ask = |name: &str| databases::ask(&service, secrets[name].as_str().unwrap(), "select 1").0;
        assert_eq!((ask("Excel"), ask("script"), ask("revoked")), (200, 401, 401));
    }
}

#[cfg(unix)]
#[test]
fn secrets_that_others_can_read_are_closed_and_named_and_those_of_another_user_refused() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt, chown, symlink};
    let desk = Desk::new();
    let token = ("COMPTOIR_DB_TOKEN_FILE", "secret");
    desk.write("secret", "sésame ouvre-toi\n");
    let secrets = desk.path("comptoir.db-secrets");
    assert_eq!(
        desk.run(&["import", &desk.write("s.csv", "date,produit,quantité,prix\n2026-01-05,Pain,2,1.20\n")])
            .code,
        0
    );
    assert_eq!(desk.run(&["db", "token", "create", "--name", "a program"]).code, 0);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
    let open_to_all = |path: &Path| std::fs::set_permissions(path, PermissionsExt::from_mode(0o644)).unwrap();
    let start = || desk.serve(&ANY_PORT, &[token]).said.clone();
    assert_eq!(mode(&secrets), 0o600);
    std::fs::set_permissions(desk.path("secret"), PermissionsExt::from_mode(0o600)).unwrap();
    assert!(!start().contains("mode 6"));
    open_to_all(&secrets);
    open_to_all(&desk.path("secret"));
    let said = start();
    assert!(said.contains("comptoir.db-secrets") && said.contains("COMPTOIR_DB_TOKEN_FILE"), "{said}");
    assert!(said.matches("mode 644").count() == 2 && mode(&secrets) == 0o600, "{said}");
    // Behind a link it is the file itself that counts.
    std::fs::rename(&secrets, desk.path("elsewhere")).unwrap();
    symlink(desk.path("elsewhere"), &secrets).unwrap();
    open_to_all(&desk.path("elsewhere"));
    start();
    assert_eq!(mode(&desk.path("elsewhere")), 0o600);
    assert!(desk.run(&["db", "token", "list"]).out.contains("a program"));
    // Root alone can give a file away.
    if chown(desk.path("elsewhere"), Some(65534), None).is_ok() {
        let listed = desk.run(&["db", "token", "list"]);
        assert!(
            listed.code == 1 && listed.err.contains("appartient à un autre"),
            "{}{}",
            listed.out,
            listed.err
        );
    }
}

#[test]
fn a_migration_killed_at_any_moment_loses_no_token_and_opens_nothing() {
    let release = databases::RELEASES[0];
    let secrets = databases::secrets(release);
    for kill in 0..KILLS {
        let desk = databases::desk(release);
        let mut command = desk.command(&["db", "check"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(kill * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        let listed = desk.run(&["db", "token", "list"]);
        assert!(
            listed.out.contains("Excel") && listed.out.contains("script"),
            "{kill}: {}{}",
            listed.out,
            listed.err
        );
        let hashes = hashes(&desk.path("comptoir.db-secrets"));
        assert_eq!(hashes.len(), 2);
        assert!(
            !hashes.iter().any(|hash| holds(&desk.path("comptoir.db"), hash)),
            "{kill}: a hash was left behind"
        );
        let service = desk.serve(&ANY_PORT, &[]);
        let ask = |name: &str| {
            databases::ask(&service, secrets[name].as_str().unwrap(), "select count(*) from sales")
        };
        assert_eq!((ask("script").0, ask("revoked").0), (200, 401), "{kill}");
        assert_eq!(ask("Excel"), (200, serde_json::json!("759")), "{kill}");
        assert_eq!(desk.run(&["db", "check"]).code, 0);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_where_everybody_could_replace_the_database_is_named_by_both_services() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.run(&["import", &desk.write("s.csv", "date,produit,quantité,prix\n2026-01-05,Pain,2,1.20\n")]);
    for (mode, is_named) in [(0o755, false), (0o1777, false), (0o777, true)] {
        std::fs::set_permissions(desk.path("."), PermissionsExt::from_mode(mode)).unwrap();
        for verb in [&["db", "serve", "--listen", "127.0.0.1:0"][..], &["serve", "--listen", "127.0.0.1:0"]] {
            let said = desk.serve(verb, &[]).said.clone();
            assert_eq!(said.contains("(mode 777)"), is_named, "{mode:o} {verb:?}: {said}");
        }
    }
}
