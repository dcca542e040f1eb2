//! The manual and the completions know every verb.

use crate::program::Desk;

#[test]
fn the_manual_has_a_page_for_each_verb() {
    let desk = Desk::new();
    let run = desk.run(&["man", "pages"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let page = |name: &str| std::fs::read_to_string(desk.path("pages").join(name)).unwrap();
    assert!(page("comptoir.1").contains("comptoir\\-import(1)"));
    assert!(page("comptoir-db-token-create.1").contains("\\-\\-scope"));
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    desk.write("pages", "a file stands here");
    let run = desk.run(&["man", "pages"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("pages"), "{}", run.err);
}

#[test]
fn each_shell_has_its_completions() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = desk.run(&["completions", shell]);
        assert!(run.code == 0 && run.out.contains("backtest"), "{shell}: {}", run.err);
    }
    assert_eq!(desk.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn every_linked_crate_is_named_with_its_licence() {
    let run = Desk::new().run(&["licences"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let lock = std::fs::read_to_string("../../Cargo.lock").unwrap();
    for name in ["rusqlite", "axum", "arrow-array", "argmin", "rustls"] {
        let version = lock.split(&format!("name = \"{name}\"\nversion = \"")).nth(1).unwrap();
        let version = version.split('"').next().unwrap();
        assert!(run.out.contains(&format!("{name} {version}")), "{name} {version}");
    }
    assert!(run.out.contains("echarts-") && run.out.contains("Permission is hereby granted"));
}
