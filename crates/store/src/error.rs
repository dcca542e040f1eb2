//! What can go wrong with a database, here or behind the service.

use std::path::PathBuf;

use comptoir_sales::{Facts, Told};

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
    /// Another process kept the database locked for too long.
    #[error("the database is busy: another process is writing")]
    Busy,
    /// SQLite refuses the statement.
    #[error("{message}")]
    Sql {
        /// SQLite's own words.
        message: String,
        /// Its code by name, such as `SQLITE_CONSTRAINT`.
        sqlite_code: String,
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
        reason: String,
    },
    /// The service answers, and refuses or speaks another language.
    #[error("{url} answers {status}: {message}")]
    Refused {
        /// The service's address.
        url: String,
        /// The HTTP status.
        status: u16,
        /// What it says.
        message: String,
    },
    /// The answer is not what the protocol promises.
    #[error("{url} does not speak the protocol: {reason}")]
    Protocol {
        /// The service's address.
        url: String,
        /// What was wrong.
        reason: String,
    },
}

impl Told for StoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "store-open",
            Self::NotADatabase { .. } => "store-not-a-database",
            Self::TooNew { .. } => "store-too-new",
            Self::Busy => "store-busy",
            Self::Sql { .. } => "store-sql",
            Self::ReadOnly => "store-read-only",
            Self::TooManyRows { .. } => "store-too-many-rows",
            Self::TooSlow { .. } => "store-too-slow",
            Self::Unreachable { .. } => "store-unreachable",
            Self::Refused { .. } => "store-refused",
            Self::Protocol { .. } => "store-protocol",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Open { path, source } => {
                vec![("path", path.display().to_string()), ("reason", source.to_string())]
            }
            Self::NotADatabase { path } => vec![("path", path.display().to_string())],
            Self::TooNew { found, known } => vec![("found", found.to_string()), ("known", known.to_string())],
            Self::Busy | Self::ReadOnly => vec![],
            Self::Sql { message, .. } => vec![("reason", message.clone())],
            Self::TooManyRows { limit } => vec![("limit", limit.to_string())],
            Self::TooSlow { seconds } => vec![("seconds", seconds.to_string())],
            Self::Unreachable { url, reason } | Self::Protocol { url, reason } => {
                vec![("url", url.clone()), ("reason", reason.clone())]
            }
            Self::Refused { url, status, message } => {
                vec![("url", url.clone()), ("status", status.to_string()), ("reason", message.clone())]
            }
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::OperationInterrupted) => {
                Self::TooSlow { seconds: crate::embedded::READ_TIME.as_secs() }
            }
            code => Self::Sql {
                message: message_of(&error),
                sqlite_code: code.map_or_else(|| "SQLITE_ERROR".to_owned(), name_of),
            },
        }
    }
}

/// SQLite's own words, without the offsets that rusqlite adds.
fn message_of(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

fn name_of(code: rusqlite::ErrorCode) -> String {
    use rusqlite::ErrorCode;
    match code {
        ErrorCode::ConstraintViolation => "SQLITE_CONSTRAINT",
        ErrorCode::TypeMismatch => "SQLITE_MISMATCH",
        ErrorCode::DiskFull => "SQLITE_FULL",
        ErrorCode::TooBig => "SQLITE_TOOBIG",
        ErrorCode::DatabaseCorrupt => "SQLITE_CORRUPT",
        ErrorCode::AuthorizationForStatementDenied => "SQLITE_AUTH",
        _ => "SQLITE_ERROR",
    }
    .to_owned()
}
