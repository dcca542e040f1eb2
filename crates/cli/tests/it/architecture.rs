//! The arrows between the crates: none but those that ARCHITECTURE.md draws.

use std::collections::BTreeSet;

use cargo_metadata::{DependencyKind, MetadataCommand};

/// What each crate may stand on.
const ARROWS: [(&str, &[&str]); 9] = [
    ("comptoir-calendar", &[]),
    ("comptoir-forecast", &[]),
    ("comptoir-words", &[]),
    ("comptoir-sales", &["comptoir-calendar"]),
    ("comptoir-import", &["comptoir-sales", "comptoir-calendar"]),
    ("comptoir-store", &["comptoir-sales", "comptoir-calendar"]),
    ("comptoir-analysis", &["comptoir-store", "comptoir-sales", "comptoir-calendar", "comptoir-forecast"]),
    (
        "comptoir-web",
        &[
            "comptoir-analysis",
            "comptoir-import",
            "comptoir-store",
            "comptoir-sales",
            "comptoir-calendar",
            "comptoir-forecast",
            "comptoir-words",
        ],
    ),
    (
        "comptoir",
        &[
            "comptoir-web",
            "comptoir-analysis",
            "comptoir-import",
            "comptoir-store",
            "comptoir-sales",
            "comptoir-calendar",
            "comptoir-forecast",
            "comptoir-words",
        ],
    ),
];

#[test]
fn every_arrow_between_crates_is_drawn() {
    let metadata = MetadataCommand::new().no_deps().other_options(vec!["--offline".into()]).exec().unwrap();
    let packages = metadata.workspace_packages();
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let drawn: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, drawn);
    for package in packages {
        let (_, allowed) = ARROWS.iter().find(|(name, _)| *name == package.name.as_str()).unwrap();
        let normal =
            package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        for dependency in normal.filter(|dependency| names.contains(dependency.name.as_str())) {
            assert!(allowed.contains(&dependency.name.as_str()), "{} → {}", package.name, dependency.name);
        }
    }
}
