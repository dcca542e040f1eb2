//! Every error that a user may meet: what happened and what helps, in both languages.

use std::{fs, path::Path};

use comptoir_sales::Diagnostic;
use comptoir_store::{Cause, StoreError, ValueRule};
use comptoir_words::{Lang, Words};

/// An example of each error of the store. The match names them all, so that a new one is not forgotten here.
#[expect(clippy::too_many_lines, reason = "a list")]
fn store_errors() -> Vec<StoreError> {
    let text = || "x".to_owned();
    let url = || "http://localhost:8080".to_owned();
    let no_file = || std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    let refused = |status| StoreError::Refused { url: url(), status, message: text().into() };
    let load_value =
        |rule| StoreError::LoadValue { table: text(), row: 1, column: text(), value: text(), rule };
    let first = StoreError::Busy;
    match &first {
        StoreError::Open { .. }
        | StoreError::NotADatabase { .. }
        | StoreError::TooNew { .. }
        | StoreError::Busy
        | StoreError::Outdated
        | StoreError::NoStatement
        | StoreError::ManyStatements
        | StoreError::StatementTooLong { .. }
        | StoreError::ValueTooLarge { .. }
        | StoreError::RequestTooLarge { .. }
        | StoreError::DiskFailed { .. }
        | StoreError::OutOfMemory
        | StoreError::Sql { .. }
        | StoreError::Arguments { .. }
        | StoreError::NotAllowed { .. }
        | StoreError::FileReadOnly { .. }
        | StoreError::DiskFull { .. }
        | StoreError::NoDatabase { .. }
        | StoreError::EmptyFile { .. }
        | StoreError::LogAlone { .. }
        | StoreError::OtherProgram { .. }
        | StoreError::Truncated { .. }
        | StoreError::FileGone { .. }
        | StoreError::FileReplaced { .. }
        | StoreError::Secrets { .. }
        | StoreError::Damaged { .. }
        | StoreError::TooLarge { .. }
        | StoreError::MixedTypes { .. }
        | StoreError::Load { .. }
        | StoreError::LoadValue { .. }
        | StoreError::Moved
        | StoreError::Clash { .. }
        | StoreError::ManyClashes { .. }
        | StoreError::RejectsFull { .. }
        | StoreError::NoSuchReference { .. }
        | StoreError::OtherCurrency { .. }
        | StoreError::SameSales { .. }
        | StoreError::SameFile { .. }
        | StoreError::ReusedNumbers { .. }
        | StoreError::NoSuchImport { .. }
        | StoreError::UndoneBefore { .. }
        | StoreError::DependedOn { .. }
        | StoreError::Overloaded { .. }
        | StoreError::Internal { .. }
        | StoreError::File { .. }
        | StoreError::ReadOnly
        | StoreError::TooManyRows { .. }
        | StoreError::TooSlow { .. }
        | StoreError::Unreachable { .. }
        | StoreError::Refused { .. }
        | StoreError::Protocol { .. } => {}
    }
    vec![
        first,
        StoreError::NotADatabase { path: text().into() },
        StoreError::TooNew { found: 9, known: 8 },
        StoreError::Outdated,
        StoreError::NoStatement,
        StoreError::ManyStatements,
        StoreError::StatementTooLong { limit: 1 },
        StoreError::ValueTooLarge { limit: 1 },
        StoreError::RequestTooLarge { limit: 1 },
        StoreError::DiskFailed { reason: text().into() },
        StoreError::OutOfMemory,
        StoreError::Sql { message: text(), sqlite_code: text(), extended_code: None },
        StoreError::Arguments { reason: text() },
        StoreError::NotAllowed { reason: text().into() },
        StoreError::FileReadOnly { path: text().into() },
        StoreError::DiskFull { free_bytes: Some(3 << 20) },
        StoreError::DiskFull { free_bytes: None },
        StoreError::NoDatabase { path: text().into() },
        StoreError::EmptyFile { path: text().into() },
        StoreError::LogAlone { path: text().into() },
        StoreError::OtherProgram { path: text().into(), tables: text() },
        StoreError::Truncated { path: text().into(), size: 1, expected: 2 },
        StoreError::FileGone { path: text().into() },
        StoreError::FileReplaced { path: text().into() },
        StoreError::Secrets { path: text().into(), reason: text().into() },
        StoreError::Damaged { reason: text().into() },
        StoreError::TooLarge { limit: 1 },
        StoreError::MixedTypes { column: text(), expected: text(), found: text() },
        StoreError::Load { table: text(), reason: text() },
        load_value(ValueRule::Day),
        load_value(ValueRule::Month),
        load_value(ValueRule::Number),
        load_value(ValueRule::Text),
        StoreError::Moved,
        StoreError::Clash { line: 1, key: text() },
        StoreError::ManyClashes { limit: 100_000, line: 1, key: text() },
        StoreError::RejectsFull { kept: 100_000, megabytes: 1024, waiting: 0 },
        StoreError::RejectsFull { kept: 100_000, megabytes: 1024, waiting: 20 },
        StoreError::NoSuchReference { table: text(), column: text(), value: text() },
        StoreError::OtherCurrency { found: text(), kept: text() },
        StoreError::SameSales { import_id: 1, imports: text(), sales: 2 },
        StoreError::SameFile { import_id: 1, sales: 2 },
        StoreError::ReusedNumbers { sales: 3, number: text() },
        StoreError::NoSuchImport { import_id: 1 },
        StoreError::UndoneBefore { import_id: 1 },
        StoreError::DependedOn { import_id: 1, dependents: text() },
        StoreError::Overloaded { reason: text().into() },
        StoreError::Internal { reason: text() },
        StoreError::File { path: text().into(), source: no_file() },
        StoreError::ReadOnly,
        StoreError::TooManyRows { limit: 1 },
        StoreError::TooSlow { seconds: 1 },
        StoreError::Unreachable { url: url(), reason: text().into() },
        refused(401),
        refused(404),
        refused(500),
        StoreError::Protocol { url: url(), reason: text().into() },
    ]
}

/// Errors of a statement: what helps is another statement, and for no other error is it.
const OF_A_STATEMENT: [&str; 14] = [
    "store-arguments",
    "store-many-statements",
    "store-mixed-types",
    "store-no-statement",
    "store-not-allowed",
    "store-out-of-memory",
    "store-outdated",
    "store-read-only",
    "store-sql",
    "store-statement-too-long",
    "store-too-large",
    "store-too-many-rows",
    "store-too-slow",
    "store-value-too-large",
];

#[test]
fn every_error_of_the_store_is_told_with_its_values_and_what_helps() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for error in store_errors() {
            let (code, told) = (error.code(), words.tell(error.code(), &error.facts()));
            assert!(!told.text.contains("error-") && !told.text.contains("{$"), "{code}: {}", told.text);
            let remedy = told.remedy.unwrap_or_else(|| panic!("{code} has no remedy"));
            assert!(!remedy.contains("{$"), "{code}: {remedy}");
            let speaks_of_sql =
                ["query", "requête", "SELECT", "BEGIN", "LIMIT"].iter().any(|word| remedy.contains(word));
            assert!(
                !speaks_of_sql || OF_A_STATEMENT.contains(&code),
                "{code} is no error of a statement: {remedy}"
            );
            assert_eq!(
                remedy.contains("COMPTOIR_DB_TOKEN"),
                code == "store-refused-token",
                "{code}: the token helps where it was refused: {remedy}"
            );
            assert_eq!(
                remedy.contains("db serve"),
                ["store-unreachable", "store-refused", "store-protocol"].contains(&code),
                "{code}: {remedy}"
            );
        }
    }
}

#[test]
fn every_cause_is_in_the_words_of_the_reader() {
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for cause in Cause::NAMED {
            let reason = |reason: Cause| {
                [
                    StoreError::Unreachable { url: "u".into(), reason: reason.clone() },
                    StoreError::Protocol { url: "u".into(), reason: reason.clone() },
                    StoreError::Refused { url: "u".into(), status: 401, message: reason.clone() },
                    StoreError::Secrets { path: "p".into(), reason: reason.clone() },
                    StoreError::DiskFailed { reason: reason.clone() },
                    StoreError::NotAllowed { reason: reason.clone() },
                    StoreError::Damaged { reason: reason.clone() },
                    StoreError::Overloaded { reason },
                ]
            };
            let told = |error: StoreError| words.tell(error.code(), &error.facts()).text;
            let other = reason(Cause::Other("in other words".into())).map(told);
            for (named, other) in reason(cause.clone()).map(told).into_iter().zip(other) {
                assert!(!named.contains(&format!("({})", cause.name())), "{lang:?}: {named}");
                assert!(lang == Lang::English || !named.contains(&cause.to_string()), "{named}");
                assert!(other.contains("in other words"), "{other}");
            }
        }
    }
}

/// The codes that a source file names as text.
fn codes_in(path: &Path) -> Vec<String> {
    let source = fs::read_to_string(path).unwrap();
    let source = source.split("#[cfg(test)]").next().unwrap();
    let texts = source.split('"').skip(1).step_by(2);
    let is_code = |text: &&str| {
        text.contains('-')
            && text
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-')
            && !text.starts_with('-')
    };
    texts.filter(is_code).map(str::to_owned).collect()
}

#[test]
fn every_code_of_the_libraries_and_the_api_has_its_sentence_and_remedy() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let sources = ["store", "import", "analysis"].map(|name| crates.join(name).join("src/error.rs"));
    let mut codes: Vec<String> = sources.iter().flat_map(|path| codes_in(path)).collect();
    codes.extend(
        ["web/src/problem.rs", "web/src/json_body.rs", "store/src/fault.rs", "cli/src/usage.rs"]
            .iter()
            .flat_map(|path| codes_in(&crates.join(path))),
    );
    assert!(codes.len() > 60, "{codes:?}");
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for code in &codes {
            let told = words.tell(code, &[]);
            assert_ne!(told.text, format!("error-{code}"), "{lang:?}");
            let remedy = told.remedy.unwrap_or_default();
            assert!(!remedy.is_empty() && remedy != told.text, "{lang:?} {code}: {remedy:?}");
        }
    }
}

/// Whether a line of a catalogue shows a reason in the words of a library.
fn quotes_a_library(line: &str) -> bool {
    line.contains("{ $reason }") && !line.contains("anglais")
}

#[test]
fn french_quotes_the_words_of_libraries_as_english_or_not_at_all() {
    let catalogues = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("words/catalogues/fr");
    let text = fs::read_to_string(catalogues.join("errors.ftl")).unwrap();
    let quoting: Vec<&str> = text.lines().filter(|line| quotes_a_library(line)).collect();
    assert!(quoting.is_empty(), "{quoting:#?}");
    let words = Words::new(Lang::French);
    let told = |reason: &str| words.tell("import-unreadable", &[("reason", reason.to_owned())]).text;
    assert!(told("No such device or address (os error 6)").contains("en anglais : « No such device"));
    assert!(told("is-a-device").contains("un périphérique"));
}
