//! What can go wrong with a database, here or behind the service.

use std::path::PathBuf;

use comptoir_sales::{Diagnostic, Facts};

use crate::{Cause, ValueRule, cause};

/// An error of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("cannot open the database {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
    /// The file is there and is not a SQLite database.
    #[error("{path} is not a SQLite database")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file was written by a newer program.
    #[error("the database has schema {found}, newer than {known}")]
    TooNew {
        /// The schema's number in the file.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Another client of the service, or another program, kept the database for too long.
    #[error("the database is busy: another client or program is writing to it")]
    Busy,
    /// A transaction has read, somebody else has written since, and now it wants to write.
    #[error("the data changed after this transaction read them: it cannot write any more")]
    Outdated,
    /// The text of a statement is empty.
    #[error("the text has no statement")]
    NoStatement,
    /// The text holds more than one statement where one is wanted.
    #[error("the text has more than one statement")]
    ManyStatements,
    /// The text of a statement is longer than SQLite is let read.
    #[error("the statement is longer than {limit} bytes")]
    StatementTooLong {
        /// The most bytes.
        limit: usize,
    },
    /// A text, a blob or a row is larger than a value may be.
    #[error("a value or a row is larger than {limit} bytes")]
    ValueTooLarge {
        /// The most bytes.
        limit: usize,
    },
    /// What was sent is larger than the service takes.
    #[error("the request is larger than {limit} bytes")]
    RequestTooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// The disk or its file system failed.
    #[error("the disk that holds the database failed: {reason}")]
    DiskFailed {
        /// What SQLite says.
        reason: Cause,
    },
    /// SQLite reached the memory that it may use.
    #[error("the statement needs more memory than the database may use")]
    OutOfMemory,
    /// SQLite refuses the statement.
    #[error("{message}")]
    Sql {
        /// SQLite's own words.
        message: String,
        /// Its code by name, such as `SQLITE_CONSTRAINT`.
        sqlite_code: String,
        /// Its finer code by name, such as `SQLITE_CONSTRAINT_UNIQUE`.
        extended_code: Option<String>,
    },
    /// The arguments do not fit the statement's parameters.
    #[error("{reason}")]
    Arguments {
        /// What does not fit.
        reason: String,
    },
    /// The statement does what no SQL from outside may do: another file, a setting, a secret.
    #[error("not allowed here: {reason}")]
    NotAllowed {
        /// SQLite's words.
        reason: Cause,
    },
    /// The file cannot be written.
    #[error("the database {path} is read-only")]
    FileReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// There is no room left on the disk.
    #[error("the disk is full{}", free_bytes.map(|free| format!(": {} MB are free", free >> 20)).unwrap_or_default())]
    DiskFull {
        /// The room that is left, in bytes, where it is known.
        free_bytes: Option<u64>,
    },
    /// There is no database at the path, and none was to be made.
    #[error("there is no database at {path}")]
    NoDatabase {
        /// The path.
        path: PathBuf,
    },
    /// The file is there and has no content.
    #[error("{path} is empty")]
    EmptyFile {
        /// The file.
        path: PathBuf,
    },
    /// The file is not there, and its write-ahead log is.
    #[error("{path} is not there, and its write-ahead log is")]
    LogAlone {
        /// The path of the database.
        path: PathBuf,
    },
    /// The file is a SQLite database, and another program's.
    #[error("{path} is a SQLite database of another program")]
    OtherProgram {
        /// The file.
        path: PathBuf,
        /// Some of its tables.
        tables: String,
    },
    /// The file has lost its end.
    #[error("{path} has {size} bytes where {expected} must be")]
    Truncated {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The least size that fits what it says of itself, in bytes.
        expected: u64,
    },
    /// The file has been deleted or moved since it was opened.
    #[error("{path} is no longer there")]
    FileGone {
        /// The file.
        path: PathBuf,
    },
    /// Another file is in the place of the one that was opened.
    #[error("{path} is another file than the one that was opened")]
    FileReplaced {
        /// The file.
        path: PathBuf,
    },
    /// The file of secrets beside a database cannot be used.
    #[error("the file of secrets {path} cannot be used: {reason}")]
    Secrets {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: Cause,
    },
    /// The file is a database whose content makes no sense.
    #[error("the database is damaged: {reason}")]
    Damaged {
        /// What SQLite found.
        reason: Cause,
    },
    /// The answer is larger than the service gives.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes.
        limit: usize,
    },
    /// A column of the answer holds values of two types, where one is wanted.
    #[error("column {column} holds a {found} where {expected} came before")]
    MixedTypes {
        /// The column's name.
        column: String,
        /// The type of the values before.
        expected: String,
        /// The type found.
        found: String,
    },
    /// The rows of a load do not fit the table.
    #[error("table {table}: {reason}")]
    Load {
        /// The table.
        table: String,
        /// What does not fit.
        reason: String,
    },
    /// A value of a load that no figure can be made of.
    #[error("table {table}, row {row}, column {column}: {value:?} is not {rule}")]
    LoadValue {
        /// The table.
        table: String,
        /// The row of the load, from 1.
        row: u64,
        /// The column.
        column: String,
        /// The value, or its start.
        value: String,
        /// What it must be.
        rule: ValueRule,
    },
    /// The database has moved on since the import was read: read it again.
    #[error("the database has moved on since the file was read")]
    Moved,
    /// A row of an import shares its key with another one of it that has other content.
    #[error("line {line}: {key} has come before with other content")]
    Clash {
        /// The line of the file.
        line: i64,
        /// The key.
        key: String,
    },
    /// So many rows of an import share a key with another one of it that the column cannot be a key.
    #[error(
        "line {line}: {key} has come before with other content, as the keys of more than {limit} lines have"
    )]
    ManyClashes {
        /// The most such lines.
        limit: usize,
        /// The first of them.
        line: i64,
        /// Its key.
        key: String,
    },
    /// The refused lines of an import are more than the database keeps, and there is no room for the others.
    #[error(
        "more than {kept} lines are refused, and {waiting} files wait where the others are kept, up to {megabytes} MB"
    )]
    RejectsFull {
        /// How many refused lines the table keeps.
        kept: usize,
        /// How much the files of the others may hold together.
        megabytes: u64,
        /// How many of them wait to be fetched.
        waiting: usize,
    },
    /// A row refers to one that is not there.
    #[error("table {table}: there is no {column} {value}")]
    NoSuchReference {
        /// The table of the row.
        table: String,
        /// The column that refers.
        column: String,
        /// What it refers to.
        value: String,
    },
    /// The amounts are in another currency than those kept.
    #[error("the amounts are in {found}, those kept in {kept}")]
    OtherCurrency {
        /// The currency of the import.
        found: String,
        /// The currency of the database.
        kept: String,
    },
    /// The sales of an import seem to be those of earlier ones, under other numbers or of another till.
    #[error("the sales seem to be those of import {imports}")]
    SameSales {
        /// The number of the first of them.
        import_id: i64,
        /// Each with its number and its file.
        imports: String,
        /// How many sales.
        sales: u64,
    },
    /// This very file was imported before, and is read otherwise now: its sales would count twice.
    #[error("this file was imported before, as import {import_id}, and is read otherwise now")]
    SameFile {
        /// The import.
        import_id: i64,
        /// How many of its sales are kept.
        sales: u64,
    },
    /// The numbers of lines belong to other sales already: they begin anew in each export, or in each till.
    #[error("{sales} numbers of lines belong to other sales, such as {number}")]
    ReusedNumbers {
        /// How many lines.
        sales: u64,
        /// The number of the first of them.
        number: String,
    },
    /// There is no import of that number.
    #[error("there is no import {import_id}")]
    NoSuchImport {
        /// The number.
        import_id: i64,
    },
    /// The import was undone already.
    #[error("import {import_id} was undone before")]
    UndoneBefore {
        /// The number.
        import_id: i64,
    },
    /// The import cannot be undone: something later depends on it.
    #[error("import {import_id} cannot be undone: {dependents}")]
    DependedOn {
        /// The number.
        import_id: i64,
        /// What depends on it: numbers of imports, `SQL` for plain SQL, each with how many rows.
        dependents: String,
    },
    /// The service takes no more work at this moment.
    #[error("too much is going on: {reason}")]
    Overloaded {
        /// What there is too much of.
        reason: Cause,
    },
    /// Something that should not happen has happened.
    #[error("{reason}")]
    Internal {
        /// What it was.
        reason: String,
    },
    /// A file beside the database cannot be read or written.
    #[error("cannot use {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// The message of the operating system.
        source: std::io::Error,
    },
    /// A write was asked of the reading side.
    #[error("only reading is allowed here")]
    ReadOnly,
    /// The answer has more rows than the caller takes.
    #[error("the answer has more than {limit} rows")]
    TooManyRows {
        /// The most rows the caller takes.
        limit: usize,
    },
    /// The statement ran for too long and was stopped.
    #[error("the statement took more than {seconds} s and was stopped")]
    TooSlow {
        /// The time it was given.
        seconds: u64,
    },
    /// The service does not answer.
    #[error("no answer from {url}: {reason}")]
    Unreachable {
        /// The service's address.
        url: String,
        /// Why, as the network says.
        reason: Cause,
    },
    /// The service answers, and refuses or speaks another language.
    #[error("{url} answers {status}: {message}")]
    Refused {
        /// The service's address.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What it says.
        message: Cause,
    },
    /// The answer is not what the protocol promises.
    #[error("{url} does not speak the protocol: {reason}")]
    Protocol {
        /// The service's address.
        url: String,
        /// What was wrong.
        reason: Cause,
    },
}

impl StoreError {
    /// Something that should not happen.
    pub(crate) fn internal(reason: impl std::fmt::Display) -> Self {
        Self::Internal { reason: reason.to_string() }
    }
}

impl Diagnostic for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "store-open",
            Self::NotADatabase { .. } => "store-not-a-database",
            Self::TooNew { .. } => "store-too-new",
            Self::Busy => "store-busy",
            Self::Outdated => "store-outdated",
            Self::NoStatement => "store-no-statement",
            Self::ManyStatements => "store-many-statements",
            Self::StatementTooLong { .. } => "store-statement-too-long",
            Self::ValueTooLarge { .. } => "store-value-too-large",
            Self::RequestTooLarge { .. } => "store-request-too-large",
            Self::DiskFailed { .. } => "store-disk-failed",
            Self::OutOfMemory => "store-out-of-memory",
            Self::Sql { .. } => "store-sql",
            Self::Arguments { .. } => "store-arguments",
            Self::NotAllowed { .. } => "store-not-allowed",
            Self::FileReadOnly { .. } => "store-file-read-only",
            Self::DiskFull { .. } => "store-disk-full",
            Self::NoDatabase { .. } => "db-not-there",
            Self::EmptyFile { .. } => "store-empty-file",
            Self::LogAlone { .. } => "store-log-alone",
            Self::OtherProgram { .. } => "store-other-program",
            Self::Truncated { .. } => "store-truncated",
            Self::FileGone { .. } => "store-file-gone",
            Self::FileReplaced { .. } => "store-file-replaced",
            Self::Secrets { .. } => "store-secrets",
            Self::Damaged { .. } => "store-damaged",
            Self::TooLarge { .. } => "store-too-large",
            Self::MixedTypes { .. } => "store-mixed-types",
            Self::Load { .. } => "store-load",
            Self::LoadValue { .. } => "store-load-value",
            Self::Moved => "moved",
            Self::Clash { .. } => "store-clash",
            Self::ManyClashes { .. } => "store-many-clashes",
            Self::RejectsFull { .. } => "store-rejects-full",
            Self::NoSuchReference { .. } => "store-no-such-reference",
            Self::OtherCurrency { .. } => "store-other-currency",
            Self::SameSales { .. } => "store-same-sales",
            Self::SameFile { .. } => "store-same-file",
            Self::ReusedNumbers { .. } => "store-reused-numbers",
            Self::NoSuchImport { .. } => "no-such-import",
            Self::UndoneBefore { .. } => "store-undone-before",
            Self::DependedOn { .. } => "store-depended-on",
            Self::Overloaded { .. } => "store-overloaded",
            Self::Internal { .. } => "store-internal",
            Self::File { .. } => "store-file",
            Self::ReadOnly => "store-read-only",
            Self::TooManyRows { .. } => "store-too-many-rows",
            Self::TooSlow { .. } => "store-too-slow",
            Self::Unreachable { .. } => "store-unreachable",
            Self::Refused { status: 401 | 403, .. } => "store-refused-token",
            Self::Refused { status: 500.., .. } => "store-failed",
            Self::Refused { .. } => "store-refused",
            Self::Protocol { .. } => "store-protocol",
        }
    }

    #[expect(clippy::too_many_lines, reason = "a list")]
    fn facts(&self) -> Facts {
        match self {
            Self::Open { path, source } => {
                vec![
                    ("path", path.display().to_string()),
                    ("reason", cause::of_sqlite(source).name().to_owned()),
                ]
            }
            Self::TooNew { found, known } => vec![("found", found.to_string()), ("known", known.to_string())],
            Self::Busy
            | Self::Outdated
            | Self::NoStatement
            | Self::ManyStatements
            | Self::OutOfMemory
            | Self::ReadOnly
            | Self::Moved => vec![],
            Self::DiskFull { free_bytes } => {
                vec![(
                    "free",
                    free_bytes.map_or_else(|| "unknown".to_owned(), |free| (free >> 20).to_string()),
                )]
            }
            Self::OtherProgram { path, tables } => {
                vec![("path", path.display().to_string()), ("tables", tables.clone())]
            }
            Self::Truncated { path, size, expected } => vec![
                ("path", path.display().to_string()),
                ("size", size.to_string()),
                ("expected", expected.to_string()),
            ],
            Self::Secrets { path, reason } => {
                vec![("path", path.display().to_string()), ("reason", reason.name().to_owned())]
            }
            Self::Sql { message, .. } => {
                let (problem, name) = cause::sql_problem(message);
                vec![("reason", message.clone()), ("problem", problem.to_owned()), ("name", name.to_owned())]
            }
            Self::Arguments { reason } => {
                let (problem, name) = crate::cause::arguments_problem(reason);
                vec![("reason", reason.clone()), ("problem", problem.to_owned()), ("name", name.to_owned())]
            }
            Self::Internal { reason } => vec![("reason", reason.clone())],
            Self::NotAllowed { reason }
            | Self::Damaged { reason }
            | Self::DiskFailed { reason }
            | Self::Overloaded { reason } => vec![("reason", reason.name().to_owned())],
            Self::NotADatabase { path }
            | Self::FileReadOnly { path }
            | Self::NoDatabase { path }
            | Self::EmptyFile { path }
            | Self::LogAlone { path }
            | Self::FileGone { path }
            | Self::FileReplaced { path } => {
                vec![("path", path.display().to_string())]
            }
            Self::TooManyRows { limit }
            | Self::TooLarge { limit }
            | Self::StatementTooLong { limit }
            | Self::ValueTooLarge { limit } => vec![("limit", limit.to_string())],
            Self::RequestTooLarge { limit } => vec![("limit", limit.to_string())],
            Self::MixedTypes { column, expected, found } => {
                vec![("column", column.clone()), ("expected", expected.clone()), ("found", found.clone())]
            }
            Self::Load { table, reason } => vec![("table", table.clone()), ("reason", reason.clone())],
            Self::File { path, source } => {
                vec![("path", path.display().to_string()), ("reason", Cause::of_io(source).name().to_owned())]
            }
            Self::Clash { line, key } => vec![("line", line.to_string()), ("key", key.clone())],
            Self::ManyClashes { limit, line, key } => {
                vec![("limit", limit.to_string()), ("line", line.to_string()), ("key", key.clone())]
            }
            Self::RejectsFull { kept, megabytes, waiting } => vec![
                ("kept", kept.to_string()),
                ("megabytes", megabytes.to_string()),
                ("waiting", if *waiting == 0 { "none".to_owned() } else { waiting.to_string() }),
            ],
            Self::NoSuchReference { table, column, value } => {
                vec![("table", table.clone()), ("column", column.clone()), ("value", value.clone())]
            }
            Self::OtherCurrency { found, kept } => vec![("found", found.clone()), ("kept", kept.clone())],
            Self::SameSales { import_id, imports, sales } => {
                vec![
                    ("id", import_id.to_string()),
                    ("imports", imports.clone()),
                    ("sales", sales.to_string()),
                ]
            }
            Self::SameFile { import_id, sales } => {
                vec![("import", import_id.to_string()), ("sales", sales.to_string())]
            }
            Self::ReusedNumbers { sales, number } => {
                vec![("sales", sales.to_string()), ("number", number.clone())]
            }
            Self::NoSuchImport { import_id } | Self::UndoneBefore { import_id } => {
                vec![("id", import_id.to_string())]
            }
            Self::DependedOn { import_id, dependents } => {
                vec![("id", import_id.to_string()), ("dependents", dependents.clone())]
            }
            Self::LoadValue { table, row, column, value, rule } => vec![
                ("table", table.clone()),
                ("row", row.to_string()),
                ("column", column.clone()),
                ("value", value.clone()),
                ("rule", rule.name().to_owned()),
            ],
            Self::TooSlow { seconds } => vec![("seconds", seconds.to_string())],
            Self::Unreachable { url, reason } | Self::Protocol { url, reason } => {
                vec![("url", url.clone()), ("reason", reason.name().to_owned())]
            }
            Self::Refused { url, status, message } => {
                vec![
                    ("url", url.clone()),
                    ("status", status.to_string()),
                    ("reason", message.name().to_owned()),
                ]
            }
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{ErrorCode, ffi};
        if matches!(error, rusqlite::Error::MultipleStatement) {
            return Self::ManyStatements;
        }
        let message = message_of(&error);
        let extended_code = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy) if extended_code == Some(ffi::SQLITE_BUSY_SNAPSHOT) => {
                Self::Outdated
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::OperationInterrupted) => {
                Self::TooSlow { seconds: crate::embedded::STATEMENT_TIME.as_secs() }
            }
            Some(ErrorCode::AuthorizationForStatementDenied) => Self::NotAllowed { reason: message.into() },
            Some(ErrorCode::DiskFull) => Self::DiskFull { free_bytes: None },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged { reason: cause::of_sqlite(&error) }
            }
            // SQLite has one code for both; its message distinguishes them.
            Some(ErrorCode::TooBig) if message.contains("statement too long") => {
                Self::StatementTooLong { limit: crate::embedded::SQL_LIMIT }
            }
            Some(ErrorCode::TooBig) => Self::ValueTooLarge { limit: crate::embedded::VALUE_LIMIT },
            Some(ErrorCode::SystemIoFailure) => Self::DiskFailed { reason: cause::of_sqlite(&error) },
            Some(ErrorCode::OutOfMemory) => Self::OutOfMemory,
            code => Self::Sql {
                message,
                sqlite_code: code.map_or("SQLITE_ERROR", name_of).to_owned(),
                extended_code: extended_code.and_then(extended_name),
            },
        }
    }
}

/// The most bytes of SQLite's own words.
const MESSAGE_BYTES: usize = 1_000;

/// SQLite's own words, without the offsets that rusqlite adds.
fn message_of(error: &rusqlite::Error) -> String {
    let mut message = words_of(error);
    // A name in it may be as long as the statement.
    if message.len() > MESSAGE_BYTES {
        message.truncate(message.floor_char_boundary(MESSAGE_BYTES));
        message.push('…');
    }
    message
}

fn words_of(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

fn name_of(code: rusqlite::ErrorCode) -> &'static str {
    use rusqlite::ErrorCode;
    match code {
        ErrorCode::ConstraintViolation => "SQLITE_CONSTRAINT",
        ErrorCode::TypeMismatch => "SQLITE_MISMATCH",
        ErrorCode::ParameterOutOfRange => "SQLITE_RANGE",
        ErrorCode::SchemaChanged => "SQLITE_SCHEMA",
        _ => "SQLITE_ERROR",
    }
}

/// The name of an extended code of a broken constraint.
fn extended_name(code: i32) -> Option<String> {
    use rusqlite::ffi;
    let name = match code {
        ffi::SQLITE_CONSTRAINT_CHECK => "CHECK",
        ffi::SQLITE_CONSTRAINT_DATATYPE => "DATATYPE",
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => "FOREIGNKEY",
        ffi::SQLITE_CONSTRAINT_NOTNULL => "NOTNULL",
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY => "PRIMARYKEY",
        ffi::SQLITE_CONSTRAINT_ROWID => "ROWID",
        ffi::SQLITE_CONSTRAINT_TRIGGER => "TRIGGER",
        ffi::SQLITE_CONSTRAINT_UNIQUE => "UNIQUE",
        _ => return None,
    };
    Some(format!("SQLITE_CONSTRAINT_{name}"))
}
