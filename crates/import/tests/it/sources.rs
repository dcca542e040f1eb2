//! What tells the exports of one till from those of another stays as version 0.1.0 had it.

use std::{collections::BTreeMap, path::PathBuf};

use comptoir_import::{Options, Prepared, Source};

use crate::shop::Shop;

/// The table and the source that version 0.1.0 found for files of the corpus; `sources.json` is what it printed with
/// `import --dry-run --json`.
fn of_0_1_0() -> BTreeMap<String, (String, String)> {
    serde_json::from_str(include_str!("sources.json")).unwrap()
}

#[test]
fn files_that_are_read_keep_the_source_that_version_0_1_0_gave_them() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let (mut failures, mut count) = (vec![], 0);
    for (file, (table, source)) in of_0_1_0() {
        let options = Options { dry_run: true, ..Options::default() };
        let shop = Shop::default();
        let prepared = Prepared::read(&Source::File(corpus.join(&file)), &options, &shop);
        // What is asked about now has no source.
        let Ok(report) = prepared.and_then(|prepared| prepared.import(&options, &shop, &())) else {
            continue;
        };
        count += 1;
        if report.table.name() == table && report.proof.source != source {
            failures.push(file);
        }
    }
    assert!(failures.is_empty(), "{failures:?}");
    assert!(count > 60, "only {count} files were read");
}
