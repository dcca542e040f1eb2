//! Backups, checks and restores.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread,
};

use comptoir_store::{Database, Embedded, Statement, StoreError, Value, restore};

use crate::sides::{Served, on_both_sides};

fn insert(id: i64) -> Statement {
    Statement::new("insert into products (id, name) values (?1, 'Pain')", vec![id.into()])
}

fn count(database: &dyn Database) -> i64 {
    database
        .query("select count(*) from products", &[])
        .unwrap()
        .single()
        .and_then(Value::as_integer)
        .unwrap()
}

#[test]
fn a_backup_is_a_database_of_its_own() {
    on_both_sides(|database| {
        database.write(&[insert(1)]).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copie d'été.db");
        database.backup(&copy).unwrap();
        database.write(&[insert(2)]).unwrap();
        let copy = Embedded::open(&copy).unwrap();
        assert_eq!((count(&copy), count(database.as_ref())), (1, 2));
        assert_eq!(copy.check().unwrap(), []);
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert!(names.iter().all(|name| !name.to_string_lossy().contains("draft")), "{names:?}");
    });
}

#[test]
fn a_backup_under_load_holds_whole_transactions() {
    let served = Served::new(None);
    let database: Arc<dyn Database> = Arc::new(served.client(None));
    let over = Arc::new(AtomicBool::default());
    let (writer, writer_over) = (Arc::clone(&database), Arc::clone(&over));
    let writing = thread::spawn(move || {
        let mut id = 0;
        while !writer_over.load(Relaxed) {
            // Always two by two.
            writer.write(&[insert(id), insert(id + 1)]).unwrap();
            id += 2;
        }
        id
    });
    let folder = tempfile::tempdir().unwrap();
    for number in 0..5 {
        let copy = folder.path().join(format!("{number}.db"));
        database.backup(&copy).unwrap();
        let copy = Embedded::open(&copy).unwrap();
        assert_eq!(count(&copy) % 2, 0);
        assert_eq!(copy.check().unwrap(), []);
    }
    over.store(true, Relaxed);
    let written = writing.join().unwrap();
    assert_eq!(count(database.as_ref()), written);
}

#[test]
fn a_restore_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("shop.db"), folder.path().join("copy.db"));
    let shop = Embedded::open(&path).unwrap();
    shop.write(&[insert(1)]).unwrap();
    shop.backup(&copy).unwrap();
    shop.write(&[insert(2)]).unwrap();
    shop.close().unwrap();
    drop(shop);
    let kept = restore(&copy, &path).unwrap().kept.unwrap();
    let beside = |ending: &str| folder.path().join(format!("copy.db-{ending}")).exists();
    assert!(!beside("wal") && !beside("shm"), "something was left beside the backup");
    assert_eq!(count(&Embedded::open(&path).unwrap()), 1);
    assert_eq!(count(&Embedded::open(&kept).unwrap()), 2);
}

#[test]
fn what_is_no_sound_backup_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let shop = Embedded::open(&path).unwrap();
    shop.write(&[insert(1)]).unwrap();
    shop.close().unwrap();
    drop(shop);
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "notes ".repeat(1000)).unwrap();
    let missing = folder.path().join("missing.db");
    let foreign = folder.path().join("foreign.db");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("create table t (x)").unwrap();
    let newer = folder.path().join("newer.db");
    rusqlite::Connection::open(&newer)
        .unwrap()
        .execute_batch("create table t (x); pragma user_version = 99; pragma application_id = 1129337938")
        .unwrap();
    let broken = folder.path().join("broken.db");
    break_copy(&path, &broken);
    for (backup, expected) in [
        (&text, "not a SQLite database"),
        (&missing, "there is no database"),
        (&foreign, "of another program"),
        (&newer, "newer"),
        (&broken, "damaged"),
    ] {
        let error = restore(backup, &path).unwrap_err();
        assert!(error.to_string().contains(expected), "{}: {error}", backup.display());
    }
    assert_eq!(count(&Embedded::open(&path).unwrap()), 1);
}

/// Copies a database and overwrites the middle of the copy.
fn break_copy(path: &Path, broken: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xA5);
    std::fs::write(broken, bytes).unwrap();
}

#[test]
fn a_damaged_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let shop = Embedded::open(&path).unwrap();
    shop.write(&(0..2000).map(insert).collect::<Vec<_>>()).unwrap();
    shop.close().unwrap();
    drop(shop);
    let broken = folder.path().join("broken.db");
    break_copy(&path, &broken);
    let faults = Embedded::open(&broken).and_then(|database| database.check());
    assert!(
        matches!(&faults, Ok(faults) if !faults.is_empty())
            || matches!(faults, Err(StoreError::Damaged { .. })),
        "{faults:?}"
    );
}

#[test]
fn a_database_that_is_in_use_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("shop.db"), folder.path().join("copy.db"));
    let shop = Embedded::open(&path).unwrap();
    shop.write(&[insert(1)]).unwrap();
    shop.backup(&copy).unwrap();
    shop.query("select 1", &[]).unwrap();
    assert!(matches!(restore(&copy, &path), Err(StoreError::Busy)));
    assert_eq!(count(&shop), 1);
}
