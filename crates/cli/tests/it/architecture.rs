//! The arrows between the crates are those that the table of ARCHITECTURE.md draws, no more and no fewer.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// What each crate depends on.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// The name of a crate in the documents: its folder.
fn short(package: &str) -> &str {
    package.strip_prefix("comptoir-").unwrap_or("cli")
}

/// The arrows of the table "crate, what it is for, depends on".
fn drawn() -> Arrows {
    let document = std::fs::read_to_string("../../ARCHITECTURE.md").unwrap();
    let table = document.lines().skip_while(|line| !line.starts_with("| crate |")).skip(2);
    let rows: Vec<(String, String)> = table
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            (cells[1].trim_matches('`').to_owned(), cells[3].to_owned())
        })
        .collect();
    let all: BTreeSet<String> = rows.iter().map(|(name, _)| name.clone()).collect();
    let depends_on = |name: &str, cell: &str| match cell {
        "nothing" => BTreeSet::new(),
        "all" => all.iter().filter(|other| *other != name).cloned().collect(),
        names => names.split(", ").map(str::to_owned).collect(),
    };
    rows.iter().map(|(name, cell)| (name.clone(), depends_on(name, cell))).collect()
}

/// The arrows that Cargo sees between members of the workspace.
fn real() -> Arrows {
    let metadata = MetadataCommand::new().no_deps().other_options(vec!["--offline".into()]).exec().unwrap();
    let packages = metadata.workspace_packages();
    let members: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let arrows = packages.iter().map(|package| {
        let normal =
            package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        let inside = normal.filter(|dependency| members.contains(dependency.name.as_str()));
        let names = inside.map(|dependency| short(&dependency.name).to_owned());
        (short(&package.name).to_owned(), names.collect())
    });
    arrows.collect()
}

#[test]
fn the_arrows_between_crates_are_those_that_are_drawn() {
    let (drawn, real) = (drawn(), real());
    assert!(drawn.len() > 5, "the table of ARCHITECTURE.md was not found: {drawn:?}");
    assert_eq!(drawn, real);
}
