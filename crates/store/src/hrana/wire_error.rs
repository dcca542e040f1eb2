//! Errors on the wire: what happened, under a name that the other side knows again, and what helps.

use std::{collections::BTreeMap, path::Path};

use comptoir_sales::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// An error as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WireError {
    /// What happened.
    pub(crate) message: String,
    /// SQLite's name of it, or the protocol's.
    #[serde(default)]
    pub(crate) code: Option<String>,
    /// SQLite's finer name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) extended_code: Option<String>,
    /// What helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) remedy: Option<String>,
    /// The error's own name, by which the other side knows exactly which one it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) facts: BTreeMap<String, String>,
}

impl WireError {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: Some(code.to_owned()),
            extended_code: None,
            remedy: None,
            kind: None,
            facts: BTreeMap::new(),
        }
    }

    pub(crate) fn with_remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    /// Whether it is an error of the database, rather than one of this request's way to it.
    pub(crate) fn is_of_the_store(&self) -> bool {
        self.kind.is_some() || self.code.as_deref().is_some_and(|code| code.starts_with("SQLITE_"))
    }
}

impl From<&StoreError> for WireError {
    fn from(error: &StoreError) -> Self {
        let (code, extended_code) = codes(error);
        let remedy = Some(remedy(error).to_owned());
        // What only the service itself may know stays in its own log.
        if code == "INTERNAL" {
            return Self { remedy, ..Self::new(code, "the service failed") };
        }
        // The path of the file is not disclosed.
        let mut facts: BTreeMap<String, String> =
            error.facts().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Some(path) = facts.get_mut("path") {
            *path = Path::new(path.as_str()).file_name().unwrap_or_default().to_string_lossy().into_owned();
        }
        let message = match error {
            StoreError::FileReadOnly { .. } => "the file of the database is read-only".to_owned(),
            StoreError::FileGone { .. } => "the database file is no longer there".to_owned(),
            StoreError::FileReplaced { .. } => {
                "the file of the database is another file than the one that was opened".to_owned()
            }
            StoreError::Secrets { reason, .. } => format!("the file of secrets cannot be used: {reason}"),
            _ => error.to_string(),
        };
        Self {
            message,
            code: Some(code.to_owned()),
            extended_code,
            remedy,
            kind: Some(error.code().to_owned()),
            facts,
        }
    }
}

/// The names by which clients know an error.
fn codes(error: &StoreError) -> (&str, Option<String>) {
    let code = match error {
        StoreError::Sql { sqlite_code, extended_code, .. } => return (sqlite_code, extended_code.clone()),
        StoreError::Outdated => return ("SQLITE_BUSY", Some("SQLITE_BUSY_SNAPSHOT".into())),
        StoreError::Busy => "SQLITE_BUSY",
        StoreError::NoStatement => "SQL_NO_STATEMENT",
        StoreError::ManyStatements => "SQL_MANY_STATEMENTS",
        StoreError::ReadOnly | StoreError::FileReadOnly { .. } => "SQLITE_READONLY",
        StoreError::TooSlow { .. } => "SQLITE_INTERRUPT",
        StoreError::NotAllowed { .. } => "SQLITE_AUTH",
        StoreError::DiskFull { .. } => "SQLITE_FULL",
        StoreError::FileGone { .. } => "FILE_GONE",
        StoreError::FileReplaced { .. } => "FILE_REPLACED",
        StoreError::Secrets { .. } => "SECRETS",
        StoreError::DiskFailed { .. } => "SQLITE_IOERR",
        StoreError::OutOfMemory => "SQLITE_NOMEM",
        StoreError::Damaged { .. } => "SQLITE_CORRUPT",
        StoreError::TooLarge { .. }
        | StoreError::ValueTooLarge { .. }
        | StoreError::StatementTooLong { .. } => "SQLITE_TOOBIG",
        StoreError::RequestTooLarge { .. } => "REQUEST_TOO_LARGE",
        StoreError::TooManyRows { .. } => "RESPONSE_TOO_LARGE",
        StoreError::Arguments { .. } => "ARGS_INVALID",
        StoreError::MixedTypes { .. } => "MIXED_TYPES",
        StoreError::Load { .. } | StoreError::LoadValue { .. } => "LOAD_INVALID",
        StoreError::Overloaded { .. } => "OVERLOADED",
        StoreError::Moved => "MOVED",
        StoreError::Clash { .. } => "CLASH",
        StoreError::ManyClashes { .. } => "MANY_CLASHES",
        StoreError::RejectsFull { .. } => "REJECTS_FULL",
        StoreError::NoSuchReference { .. } => "NO_SUCH_REFERENCE",
        StoreError::OtherCurrency { .. } => "OTHER_CURRENCY",
        StoreError::SameSales { .. } => "SAME_SALES",
        StoreError::SameFile { .. } => "SAME_FILE",
        StoreError::ReusedNumbers { .. } => "REUSED_NUMBERS",
        StoreError::NoSuchImport { .. } => "NO_SUCH_IMPORT",
        StoreError::UndoneBefore { .. } => "UNDONE_BEFORE",
        StoreError::DependedOn { .. } => "DEPENDED_ON",
        _ => "INTERNAL",
    };
    (code, None)
}

/// What helps a client of the service, whose protocol speaks English.
fn remedy(error: &StoreError) -> &'static str {
    match error {
        StoreError::Sql { .. } => "correct the statement or its values",
        StoreError::Outdated => "roll back and begin again, with BEGIN IMMEDIATE when it will write",
        StoreError::Busy => "try again; nothing was changed by this statement",
        StoreError::NoStatement => "send one statement of SQL",
        StoreError::ManyStatements => "send one statement at a time, or all of them as a batch or a sequence",
        StoreError::StatementTooLong { .. } => "pass values as arguments, or split the statement",
        StoreError::ValueTooLarge { .. } => "split the value, or select fewer columns",
        StoreError::RequestTooLarge { .. } => "split the request",
        StoreError::ReadOnly => "use a token that may write, outside of a reading transaction",
        StoreError::FileReadOnly { .. } => {
            "give the service the right to write to the file and its folder, or see why its disk is read-only"
        }
        StoreError::TooSlow { .. } => "narrow the statement, to a period for example",
        StoreError::NotAllowed { .. } => "keep to the tables of this database and of your own making",
        StoreError::FileGone { .. } => "put the file back in its place, or restore a copy",
        StoreError::FileReplaced { .. } => "restart the service to have it work on the new file",
        StoreError::Secrets { .. } => "repair the file of secrets, or put it aside and make tokens",
        StoreError::DiskFull { .. } => "make room on the disk of the service, then try again",
        StoreError::DiskFailed { .. } => "check the disk of the service, then run comptoir db check",
        StoreError::OutOfMemory => "narrow the statement, or sort and group fewer rows",
        StoreError::Damaged { .. } => "run comptoir db check, or put a copy back with comptoir db restore",
        StoreError::TooLarge { .. } => "narrow the query, or use a cursor or /query",
        StoreError::TooManyRows { .. } => "add LIMIT, or use a cursor or /query",
        StoreError::Arguments { .. } => "give every parameter one value of a known type",
        StoreError::MixedTypes { .. } => "convert the column with CAST",
        StoreError::Load { .. } => {
            "send rows as an Arrow IPC stream whose columns have the table's names; nothing was changed"
        }
        StoreError::LoadValue { .. } => "correct those rows; nothing was changed",
        StoreError::Overloaded { .. } => "try again in a moment; nothing was done",
        StoreError::Moved => "read the file again and send it once more",
        StoreError::Clash { .. } => "give each line an id of its own",
        StoreError::ManyClashes { .. } => "use another column as the id of lines, or none",
        StoreError::RejectsFull { .. } => {
            "fetch or undo the imports whose refused lines wait, or correct the file"
        }
        StoreError::NoSuchReference { .. } => "load what the rows refer to first",
        StoreError::OtherCurrency { .. } => "use another database for another currency",
        StoreError::SameSales { .. } => "say whether they are the same sales, or name the till",
        StoreError::SameFile { .. } => "undo the earlier import of the file first",
        StoreError::ReusedNumbers { .. } => "set the column of numbers aside",
        StoreError::NoSuchImport { .. } | StoreError::UndoneBefore { .. } => "look at the table imports",
        StoreError::DependedOn { .. } => "undo what depends on it first",
        _ => "look at the log of the service",
    }
}

impl From<WireError> for StoreError {
    fn from(error: WireError) -> Self {
        let reason = error.message.clone();
        let text = |name: &str| error.facts.get(name).cloned().unwrap_or_default();
        let number = |name: &str| text(name).parse::<i64>().unwrap_or_default();
        let size = |name: &str| text(name).parse().unwrap_or_default();
        let (code, extended) =
            (error.code.as_deref().unwrap_or("SQLITE_ERROR"), error.extended_code.as_deref());
        match (error.kind.as_deref(), code) {
            (Some("store-value-too-large"), _) => Self::ValueTooLarge { limit: size("limit") },
            (Some("store-statement-too-long"), _) => Self::StatementTooLong { limit: size("limit") },
            (Some("store-too-large"), _) => Self::TooLarge { limit: size("limit") },
            (Some("store-file-read-only"), _) => Self::FileReadOnly { path: text("path").into() },
            (Some("store-damaged"), _) => Self::Damaged { reason: text("reason").into() },
            (Some("store-disk-failed"), _) => Self::DiskFailed { reason: text("reason").into() },
            (Some("store-not-allowed"), _) => Self::NotAllowed { reason: text("reason").into() },
            (Some("store-overloaded"), _) => Self::Overloaded { reason: text("reason").into() },
            (Some("store-request-too-large"), _) => {
                Self::RequestTooLarge { limit: number("limit").unsigned_abs() }
            }
            (Some("store-too-many-rows"), _) => Self::TooManyRows { limit: size("limit") },
            (Some("store-mixed-types"), _) => {
                Self::MixedTypes { column: text("column"), expected: text("expected"), found: text("found") }
            }
            (Some("store-load"), _) => Self::Load { table: text("table"), reason: text("reason") },
            (Some("store-load-value"), _) => Self::LoadValue {
                table: text("table"),
                row: number("row").unsigned_abs(),
                column: text("column"),
                value: text("value"),
                rule: crate::ValueRule::named(&text("rule")).unwrap_or(crate::ValueRule::Text),
            },
            (_, "MOVED") => Self::Moved,
            (_, "CLASH") => Self::Clash { line: number("line"), key: text("key") },
            (_, "MANY_CLASHES") => {
                Self::ManyClashes { limit: size("limit"), line: number("line"), key: text("key") }
            }
            (_, "REJECTS_FULL") => Self::RejectsFull {
                kept: size("kept"),
                megabytes: number("megabytes").unsigned_abs(),
                waiting: size("waiting"),
            },
            (_, "NO_SUCH_REFERENCE") => {
                Self::NoSuchReference { table: text("table"), column: text("column"), value: text("value") }
            }
            (_, "OTHER_CURRENCY") => Self::OtherCurrency { found: text("found"), kept: text("kept") },
            (_, "SAME_SALES") => Self::SameSales {
                import_id: number("id"),
                imports: text("imports"),
                sales: number("sales").unsigned_abs(),
            },
            (_, "SAME_FILE") => {
                Self::SameFile { import_id: number("import"), sales: number("sales").unsigned_abs() }
            }
            (_, "REUSED_NUMBERS") => {
                Self::ReusedNumbers { sales: number("sales").unsigned_abs(), number: text("number") }
            }
            (_, "NO_SUCH_IMPORT") => Self::NoSuchImport { import_id: number("id") },
            (_, "UNDONE_BEFORE") => Self::UndoneBefore { import_id: number("id") },
            (_, "DEPENDED_ON") => {
                Self::DependedOn { import_id: number("id"), dependents: text("dependents") }
            }
            (_, "SQLITE_BUSY") if extended == Some("SQLITE_BUSY_SNAPSHOT") => Self::Outdated,
            (_, "SQLITE_BUSY") => Self::Busy,
            (_, "SQL_NO_STATEMENT") => Self::NoStatement,
            (_, "SQL_MANY_STATEMENTS") => Self::ManyStatements,
            (_, "SQLITE_READONLY") => Self::ReadOnly,
            (_, "SQLITE_INTERRUPT") => Self::TooSlow { seconds: crate::embedded::STATEMENT_TIME.as_secs() },
            (_, "SQLITE_AUTH") => Self::NotAllowed { reason: reason.into() },
            (_, "SQLITE_FULL") => {
                Self::DiskFull { free_bytes: text("free").parse().ok().map(|free: u64| free << 20) }
            }
            (_, "FILE_GONE") => Self::FileGone { path: text("path").into() },
            (_, "FILE_REPLACED") => Self::FileReplaced { path: text("path").into() },
            (_, "SECRETS") => Self::Secrets { path: text("path").into(), reason: text("reason").into() },
            (_, "SQLITE_IOERR") => Self::DiskFailed { reason: reason.into() },
            (_, "SQLITE_NOMEM") => Self::OutOfMemory,
            (_, "SQLITE_CORRUPT") => Self::Damaged { reason: reason.into() },
            (_, "ARGS_INVALID") => Self::Arguments { reason },
            (_, "OVERLOADED") => Self::Overloaded { reason: reason.into() },
            (_, code) => Self::Sql {
                message: reason,
                sqlite_code: code.to_owned(),
                extended_code: error.extended_code,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every error that crosses the wire.
    fn errors() -> Vec<StoreError> {
        let text = |text: &str| text.to_owned();
        vec![
            StoreError::Sql {
                message: text("no such column: x"),
                sqlite_code: text("SQLITE_ERROR"),
                extended_code: None,
            },
            StoreError::Outdated,
            StoreError::Busy,
            StoreError::NoStatement,
            StoreError::ManyStatements,
            StoreError::StatementTooLong { limit: 1 },
            StoreError::ValueTooLarge { limit: 2 },
            StoreError::RequestTooLarge { limit: 3 },
            StoreError::ReadOnly,
            StoreError::FileReadOnly { path: "shop.db".into() },
            StoreError::TooSlow { seconds: crate::embedded::STATEMENT_TIME.as_secs() },
            StoreError::NotAllowed { reason: "not authorized".into() },
            StoreError::DiskFull { free_bytes: Some(7 << 20) },
            StoreError::FileGone { path: "shop.db".into() },
            StoreError::FileReplaced { path: "shop.db".into() },
            StoreError::Secrets { path: "shop.db-secrets".into(), reason: "file is not a database".into() },
            StoreError::DiskFailed { reason: "disk I/O error".into() },
            StoreError::OutOfMemory,
            StoreError::Damaged { reason: "malformed".into() },
            StoreError::TooLarge { limit: 4 },
            StoreError::TooManyRows { limit: 5 },
            StoreError::Arguments { reason: text("no value for parameter ?1") },
            StoreError::MixedTypes { column: text("c"), expected: text("integer"), found: text("text") },
            StoreError::Load { table: text("sales"), reason: text("r") },
            StoreError::LoadValue {
                table: text("sales"),
                row: 16,
                column: text("amount"),
                value: text("12,50"),
                rule: crate::ValueRule::Number,
            },
            StoreError::Overloaded { reason: "256 requests are running".into() },
            StoreError::Moved,
            StoreError::Clash { line: 6, key: text("k") },
            StoreError::ManyClashes { limit: 11, line: 12, key: text("k") },
            StoreError::RejectsFull { kept: 13, megabytes: 14, waiting: 15 },
            StoreError::NoSuchReference { table: text("t"), column: text("c"), value: text("v") },
            StoreError::OtherCurrency { found: text("EUR"), kept: text("CHF") },
            StoreError::SameSales { import_id: 1, imports: text("1 (a.csv)"), sales: 2 },
            StoreError::SameFile { import_id: 1, sales: 2 },
            StoreError::ReusedNumbers { sales: 3, number: text("17") },
            StoreError::NoSuchImport { import_id: 7 },
            StoreError::UndoneBefore { import_id: 8 },
            StoreError::DependedOn { import_id: 9, dependents: text("import 10") },
        ]
    }

    #[test]
    fn every_error_is_the_same_on_the_other_side() {
        for error in errors() {
            let json = serde_json::to_string(&WireError::from(&error)).unwrap();
            let back = StoreError::from(serde_json::from_str::<WireError>(&json).unwrap());
            assert_eq!((back.code(), back.facts()), (error.code(), error.facts()), "{json}");
        }
    }

    #[test]
    fn every_error_says_what_happened_and_what_helps() {
        for error in errors() {
            let wire = WireError::from(&error);
            assert!(!wire.message.is_empty() && wire.message != "the service failed", "{error:?}");
            assert_ne!(wire.remedy.as_deref(), Some("look at the log of the service"), "{error:?}");
        }
    }

    #[test]
    fn what_only_the_service_may_know_stays_there() {
        let error = StoreError::Internal { reason: "/srv/secret".into() };
        let json = serde_json::to_string(&WireError::from(&error)).unwrap();
        assert!(!json.contains("secret"), "{json}");
        let read_only = StoreError::FileReadOnly { path: "/srv/secret/shop.db".into() };
        let json = serde_json::to_string(&WireError::from(&read_only)).unwrap();
        assert!(!json.contains("secret"), "{json}");
    }
}
