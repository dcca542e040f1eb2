//! Refused lines of an import that are more than the database keeps.

use std::{fs, path::Path, sync::Arc};

use comptoir_sales::Reject;
use comptoir_store::{Database, Embedded, REJECTS_KEPT, Value};

use crate::{
    loading::{Pour, sale, with_shop},
    sides::on_both_sides,
};

/// How many lines are refused beyond those that the table keeps.
const BEYOND: usize = 3;

fn reject(line: usize) -> Reject {
    Reject {
        line: line as u64,
        column: Some("Montant".into()),
        value: Some("abc".into()),
        code: "not-a-number",
        facts: vec![("found", "« abc »".into())],
        original: format!("{line};\"a;b\";abc"),
    }
}

fn with_rejects(count: usize) -> Pour {
    Pour { rejects: (1..=count).map(reject).collect(), ..Pour::sales(vec![]) }
}

fn count(database: &dyn Database, sql: &str) -> i64 {
    database.query(sql, &[]).unwrap().single().and_then(Value::as_integer).unwrap()
}

/// The names of the files that are kept beside the database.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("shop.db-rejects")).into_iter().flatten();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn embedded() -> (tempfile::TempDir, Arc<dyn Database>) {
    let folder = tempfile::tempdir().unwrap();
    let database = Arc::new(Embedded::open(&folder.path().join("shop.db")).unwrap());
    (folder, database)
}

#[test]
fn lines_beyond_those_of_the_table_are_kept_until_they_were_fetched() {
    on_both_sides(|database| {
        let id = with_rejects(REJECTS_KEPT + BEYOND).into(database).unwrap().import_id.unwrap();
        assert_eq!(count(database.as_ref(), "select count(*) from rejects"), REJECTS_KEPT as i64);
        assert_eq!(count(database.as_ref(), "select rejected from imports"), (REJECTS_KEPT + BEYOND) as i64);
        for _ in 0..2 {
            assert!(database.has_spooled_rejects(id).unwrap());
            let others = database.spooled_rejects(id).unwrap().unwrap();
            let others: Vec<Vec<Value>> = others.collect::<Result<_, _>>().unwrap();
            assert_eq!(others.len(), BEYOND);
            let line = REJECTS_KEPT as i64 + 1;
            let expected: [Value; 6] = [
                line.into(),
                "Montant".into(),
                "abc".into(),
                "not-a-number".into(),
                "{\"found\":\"« abc »\"}".into(),
                format!("{line};\"a;b\";abc").as_str().into(),
            ];
            assert_eq!(others[0], expected);
        }
        assert!(database.spooled_rejects(id + 1).is_err());
        database.undo(id).unwrap();
        assert!(!database.has_spooled_rejects(id).unwrap());
    });
}

#[test]
fn long_lines_are_kept_up_to_their_size_in_bytes_and_the_others_wait_beside() {
    let (folder, database) = embedded();
    let long = |line| Reject { original: "x".repeat(900_000), ..reject(line) };
    let id = Pour { rejects: (1..=100).map(long).collect(), ..Pour::sales(vec![]) }.into(&database).unwrap();
    let id = id.import_id.unwrap();
    let kept = count(database.as_ref(), "select count(*) from rejects");
    assert!((70..80).contains(&kept), "{kept}");
    assert_eq!(database.spooled_rejects(id).unwrap().unwrap().count(), 100 - kept as usize);
    let record = comptoir_store::ledger::import(database.as_ref(), id).unwrap();
    assert_eq!(comptoir_store::ledger::rejects_kept(database.as_ref(), &record).unwrap(), 100);
    drop(database);
    let database = Embedded::open(&folder.path().join("shop.db")).unwrap();
    assert_eq!(database.check().unwrap(), []);
}

#[test]
fn few_refused_lines_a_dry_run_and_a_failed_import_leave_no_file() {
    let (folder, database) = embedded();
    with_rejects(3).into(&database).unwrap();
    Pour { dry_run: true, ..with_rejects(REJECTS_KEPT + BEYOND) }.into(&database).unwrap();
    assert_eq!(files(folder.path()), Vec::<String>::new());
    // A sale of a product that is not there.
    let failing = Pour {
        rejects: (1..=REJECTS_KEPT + BEYOND).map(reject).collect(),
        ..Pour::sales(vec![sale(Some(1), None, "3")])
    };
    assert_eq!(failing.into(&database).unwrap_err().code(), "store-no-such-reference");
    assert_eq!(files(folder.path()), Vec::<String>::new());
    assert_eq!(count(database.as_ref(), "select count(*) from imports"), 1);
}

#[test]
fn an_import_whose_refused_lines_find_no_room_is_refused_before_it_commits() {
    let (folder, database) = embedded();
    with_shop(&database);
    let spools = folder.path().join("shop.db-rejects");
    fs::create_dir(&spools).unwrap();
    for _ in 0..20 {
        let id = with_rejects(1).into(&database).unwrap().import_id.unwrap();
        let moment = database.query("select imported_at from imports order by id desc limit 1", &[]).unwrap();
        let moment: String =
            moment.single().and_then(Value::as_text).unwrap().chars().filter(char::is_ascii_digit).collect();
        fs::write(spools.join(format!("{id}-{moment}.jsonl")), "[7,null,null,\"missing\",null,\"x\"]\n")
            .unwrap();
    }
    let too_many = || Pour {
        rejects: (1..=REJECTS_KEPT + BEYOND).map(reject).collect(),
        ..Pour::sales(vec![sale(Some(1), None, "3")])
    };
    let before = count(database.as_ref(), "select count(*) from imports");
    let error = too_many().into(&database).unwrap_err();
    assert_eq!(error.code(), "store-rejects-full");
    assert!(error.facts().contains(&("waiting", "20".into())), "{:?}", error.facts());
    assert_eq!(count(database.as_ref(), "select count(*) from imports"), before);
    assert_eq!(count(database.as_ref(), "select count(*) from sales"), 0);
    assert_eq!(files(folder.path()).len(), 20);
    // Once one of them was fetched there is room.
    let first = count(database.as_ref(), "select min(id) from imports where rejected > 0");
    assert_eq!(database.spooled_rejects(first).unwrap().unwrap().count(), 1);
    let id = too_many().into(&database).unwrap().import_id.unwrap();
    assert!(database.has_spooled_rejects(id).unwrap() && !database.has_spooled_rejects(first).unwrap());
}

#[test]
fn what_stopped_programs_have_left_is_removed_at_the_next_start() {
    let (folder, database) = embedded();
    let id = with_rejects(REJECTS_KEPT + BEYOND).into(&database).unwrap().import_id.unwrap();
    drop(database);
    let spools = folder.path().join("shop.db-rejects");
    let (left, held) = (spools.join("left.draft"), spools.join("held.draft"));
    for path in [&left, &held] {
        fs::write(path, "[").unwrap();
    }
    let lock = fs::File::open(&held).unwrap();
    lock.lock().unwrap();
    // Whatever the clock says: lines that nobody has fetched stay while there is room.
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(24 * 400);
    for entry in fs::read_dir(&spools).unwrap() {
        let file = fs::File::options().write(true).open(entry.unwrap().path()).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    let database = Embedded::open(&folder.path().join("shop.db")).unwrap();
    assert!(!left.exists() && held.exists());
    let second =
        with_rejects(REJECTS_KEPT + BEYOND).into(&(Arc::new(database) as Arc<dyn Database>)).unwrap();
    let database = Embedded::open(&folder.path().join("shop.db")).unwrap();
    assert!(database.has_spooled_rejects(id).unwrap());
    assert!(database.has_spooled_rejects(second.import_id.unwrap()).unwrap());
}

#[test]
fn a_key_that_very_many_lines_share_is_no_key() {
    let (_folder, database) = embedded();
    with_shop(&database);
    let sales = (0..REJECTS_KEPT + 3).map(|at| sale(Some(1), None, &at.to_string())).collect();
    assert_eq!(Pour::sales(sales).into(&database).unwrap_err().code(), "store-many-clashes");
    assert_eq!(count(database.as_ref(), "select count(*) from sales"), 0);
}
