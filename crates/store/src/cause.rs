//! Why SQLite, or the way to the service, fails, as a [`Cause`].

use comptoir_sales::Cause;

/// The cause that SQLite names.
pub(crate) fn of_sqlite(error: &rusqlite::Error) -> Cause {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => Cause::CannotOpen,
        Some(ErrorCode::PermissionDenied) => Cause::PermissionDenied,
        Some(ErrorCode::ReadOnly) => Cause::ReadOnlyDisk,
        Some(ErrorCode::SystemIoFailure) => Cause::DiskFailed,
        Some(ErrorCode::DiskFull) => Cause::DiskFull,
        Some(ErrorCode::OutOfMemory) => Cause::NoMemory,
        Some(ErrorCode::NotADatabase) => Cause::NotADatabase,
        Some(ErrorCode::DatabaseCorrupt) => Cause::Malformed,
        _ => Cause::Other(error.to_string()),
    }
}

/// The cause that the client of HTTP names.
pub(crate) fn of_http(error: &ureq::Error) -> Cause {
    match error {
        ureq::Error::Io(inner) => Cause::of_io(inner),
        ureq::Error::Timeout(_) => Cause::TimedOut,
        ureq::Error::HostNotFound => Cause::UnknownHost,
        ureq::Error::ConnectionFailed => Cause::ConnectionRefused,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Cause::Tls,
        ureq::Error::Other(inner) => Cause::of_words(&inner.to_string()),
        other => Cause::Other(other.to_string()),
    }
}

/// The frequent problems of a statement, by the beginning of SQLite's message, which ends with what it is about.
const SQL_PROBLEMS: [(&str, &str); 14] = [
    ("no such table: ", "no-such-table"),
    ("no such column: ", "no-such-column"),
    ("no such function: ", "no-such-function"),
    ("ambiguous column name: ", "ambiguous-column"),
    ("UNIQUE constraint failed: ", "unique"),
    ("NOT NULL constraint failed: ", "not-null"),
    ("FOREIGN KEY constraint failed", "foreign-key"),
    ("incomplete input", "incomplete"),
    ("CHECK constraint failed: ", "check"),
    ("wrong number of arguments to function ", "argument-count"),
    ("misuse of aggregate: ", "aggregate"),
    ("misuse of aggregate function ", "aggregate"),
    ("integer overflow", "overflow"),
    ("malformed JSON", "json"),
];

/// What is wrong with a statement, by a stable name, and what it is about; `other` and nothing where the catalogues have no
/// words for SQLite's message.
pub(crate) fn sql_problem(message: &str) -> (&'static str, &str) {
    if let Some((near, _)) =
        message.strip_prefix("near \"").and_then(|rest| rest.split_once("\": syntax error"))
    {
        return ("syntax", near);
    }
    if let Some(token) = message.strip_prefix("unrecognized token: \"") {
        return ("token", token.trim_end_matches('"'));
    }
    for (start, name) in SQL_PROBLEMS {
        if let Some(about) = message.strip_prefix(start) {
            // Where it is in the statement is said after the name.
            return (name, about.split(" in ").next().unwrap_or_default());
        }
    }
    ("other", "")
}

/// The reason why no certificates can be trusted.
pub(crate) const NO_CERTIFICATE: &str = "there is no certificate to trust";

/// The reason why a parameter cannot be filled, before its name.
pub(crate) const NO_VALUE: &str = "no value for parameter ";

/// What is wrong with arguments, by a stable name, and the parameter that it is about.
pub(crate) fn arguments_problem(reason: &str) -> (&'static str, &str) {
    match reason.strip_prefix(NO_VALUE) {
        Some(name) => ("no-value", name),
        None if reason == NO_CERTIFICATE => ("no-certificate", ""),
        None => ("other", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_sqlite_are_known_by_what_they_say() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        connection
            .execute_batch("create table t (a integer not null unique); insert into t values (1)")
            .unwrap();
        for (sql, expected) in [
            ("select * from nowhere", ("no-such-table", "nowhere")),
            ("select b from t", ("no-such-column", "b")),
            ("select f(a) from t", ("no-such-function", "f")),
            ("select a from t x, t y", ("ambiguous-column", "a")),
            ("selec 1", ("syntax", "selec")),
            ("select (", ("incomplete", "")),
            ("insert into t values (1)", ("unique", "t.a")),
            ("insert into t values (null)", ("not-null", "t.a")),
            ("select abs(-9223372036854775808)", ("overflow", "")),
            ("select substr()", ("argument-count", "substr()")),
            ("select sum(sum(a)) from t", ("aggregate", "sum()")),
            ("select 'a", ("token", "'a")),
            ("select json('{')", ("json", "")),
            ("select load_extension('x')", ("other", "")),
        ] {
            let error =
                connection.prepare(sql).and_then(|mut made| made.query([])?.next().map(|_| ())).unwrap_err();
            let message = match &error {
                rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
                rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
                other => other.to_string(),
            };
            assert_eq!(sql_problem(&message), expected, "{sql}: {message}");
        }
    }
}
