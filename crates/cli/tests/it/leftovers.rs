//! What a killed program leaves behind is gone after the next start, and nothing is written that was not asked for.

use std::{process::Stdio, thread, time::Duration};

use crate::program::Desk;

/// The names in the folder, in order.
fn names(desk: &Desk) -> Vec<String> {
    let entries = std::fs::read_dir(desk.path("")).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Those of drafts, and of anything else that is hidden.
fn hidden(desk: &Desk) -> Vec<String> {
    names(desk).into_iter().filter(|name| name.starts_with('.')).collect()
}

#[test]
fn an_import_that_is_killed_leaves_nothing_after_the_next_command() {
    let desk = Desk::new();
    let lines = (0..30_000).map(|number| {
        format!(
            "2024-01-{:02},Centre,Pain,{},2.00\n",
            number % 31 + 1,
            if number % 3 == 0 { "x" } else { "1" }
        )
    });
    let lines: Vec<String> = lines.collect();
    desk.write("ventes.csv", format!("date,magasin,produit,quantité,montant\n{}", lines.concat()));
    let temporary = desk.path("").display().to_string();
    for wait in [20, 60, 120, 200, 300, 450, 700] {
        let mut import = desk.command(&["import", "ventes.csv"]);
        let mut child =
            import.env("TMPDIR", &temporary).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        desk.command(&["import", "--dry-run", "ventes.csv"]).env("TMPDIR", &temporary).output().unwrap();
        assert_eq!(hidden(&desk), Vec::<String>::new(), "killed after {wait} ms");
    }
    assert_eq!(desk.run(&["import", "ventes.csv"]).code, 3);
    assert_eq!(hidden(&desk), Vec::<String>::new());
}

#[test]
fn a_demonstration_that_is_killed_is_forgotten_by_the_next_one() {
    let desk = Desk::new();
    let temporary = desk.path("").display().to_string();
    let mut service = desk.serve(&["demo", "--listen", "127.0.0.1:0"], &[("TMPDIR", &temporary)]);
    service.kill();
    assert_eq!(hidden(&desk).len(), 1, "the demonstration lives in a draft");
    let mut next = desk.serve(&["demo", "--listen", "127.0.0.1:0"], &[("TMPDIR", &temporary)]);
    assert_eq!(hidden(&desk).len(), 1, "the killed one is gone, the running one is there");
    let third = desk.command(&["demo", "--no-serve"]).env("TMPDIR", &temporary).output().unwrap();
    assert!(third.status.success());
    assert_eq!(hidden(&desk).len(), 1, "the running one stays");
    next.kill();
}

#[test]
fn verbs_that_answer_write_no_files() {
    let desk = Desk::with_demo();
    let before = names(&desk);
    for verb in [
        &["analyse"][..],
        &["analyse", "--by", "product", "--format", "csv"],
        &["why", "--from", "2023-11-16", "--compare", "previous"],
        &["forecast", "--model", "seasonal-naive"],
        &["backtest", "--model", "seasonal-naive"],
        &["imports"],
        &["imports", "show", "1"],
        &["days"],
        &["sql", "select 1"],
        &["db", "check"],
    ] {
        let run = desk.run(verb);
        assert_eq!(run.code, 0, "{verb:?} {}", run.err);
        assert_eq!(names(&desk), before, "{verb:?}");
    }
    let copied = desk.run(&["db", "backup", "copie.db"]);
    assert_eq!(copied.code, 0, "{}", copied.err);
    assert_eq!(names(&desk).len(), before.len() + 1);
}
