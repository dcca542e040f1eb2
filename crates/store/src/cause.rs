//! Why a file, a disk, a service or a capacity fails, as a name that the catalogues have words for in each language.

use std::{fmt, io};

/// Causes by their stable names, and by the words of the protocol, which speaks English.
macro_rules! causes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $words:literal;)*) => {
        /// A cause. What has no name here keeps the words of those who said it.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Cause {
            $($(#[$doc])* $variant,)*
            /// Another one, in the words of the system, of SQLite or of the service.
            Other(String),
        }

        impl Cause {
            /// All that have a name.
            pub const NAMED: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// Its stable name, or the words of others.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)*
                    Self::Other(words) => words,
                }
            }
        }

        impl fmt::Display for Cause {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$variant => $words,)*
                    Self::Other(words) => words,
                })
            }
        }
    };
}

causes! {
    /// A service is connected and has stopped answering.
    Silent = "silent", "no answer for some seconds, though it is there";
    /// Nothing listens at the address.
    ConnectionRefused = "connection-refused", "nothing listens there";
    /// The other side, or the way to it, ended the connection.
    BrokenOff = "broken-off", "the connection broke off";
    /// It took longer than it may.
    TimedOut = "timed-out", "it took too long";
    /// The name of the machine is not known.
    UnknownHost = "unknown-host", "no such host";
    /// There is no way to the machine.
    NoRoute = "no-route", "the network does not lead there";
    /// The encryption failed: certificates, versions, or no encryption at all.
    Tls = "tls", "the encryption failed";
    /// The request was given up by who made it.
    Cancelled = "cancelled", "it was cancelled";
    /// The answer ends before it is complete.
    Incomplete = "incomplete", "the answer breaks off";
    /// The system does not allow it to this user.
    PermissionDenied = "permission-denied", "permission denied";
    /// There is no such file or folder.
    NotFound = "not-found", "no such file or folder";
    /// A folder is where a file should be.
    IsAFolder = "is-a-folder", "it is a folder";
    /// A file is where a folder should be.
    NotAFolder = "not-a-folder", "its folder is a file";
    /// The path is in a circle of links, or too long, or has signs that no path has.
    InvalidPath = "invalid-path", "no path can be like that";
    /// Something is there already.
    AlreadyThere = "already-there", "it is there already";
    /// The file system is read-only.
    ReadOnlyDisk = "read-only-disk", "the disk is read-only";
    /// The disk is full, or the user's part of it.
    DiskFull = "disk-full", "the disk is full";
    /// The file would be larger than it may.
    TooLarge = "too-large", "the file would be larger than the system allows";
    /// The disk cannot read or write.
    DiskFailed = "disk-failed", "the disk cannot read or write";
    /// More files are open than may be.
    TooManyFiles = "too-many-files", "too many files are open";
    /// There is no memory for it.
    NoMemory = "no-memory", "there is not enough memory";
    /// The file cannot be opened, for a reason that SQLite does not say.
    CannotOpen = "cannot-open", "it cannot be opened";
    /// The file is no database.
    NotADatabase = "not-a-database", "it is no database";
    /// The file of secrets belongs to another user than its database, who could have put anything into it.
    AnotherOwner = "another-owner", "it belongs to another user than the database";
    /// The content of the file contradicts itself.
    Malformed = "malformed", "its content contradicts itself";
    /// The statement does what is not allowed.
    NotAuthorized = "not-authorized", "not authorized";
    /// Too many requests are running.
    ManyRequests = "many-requests", "too many requests are running";
    /// Too many requests wait.
    ManyWaiting = "many-waiting", "too many requests are waiting";
    /// Too many writers wait.
    ManyWriters = "many-writers", "too many writers are waiting";
    /// Large answers are under way.
    LargeAnswers = "large-answers", "large answers are under way";
    /// Large requests are under way.
    LargeRequests = "large-requests", "large requests are under way";
    /// Too many files are being sent.
    ManySent = "many-sent", "too many files are being sent";
    /// Too many files are being read.
    ManyRead = "many-read", "too many files are being read";
    /// Too many transactions are open.
    ManyTransactions = "many-transactions", "too many transactions are open";
    /// The service wants a token.
    TokenNeeded = "token-needed", "a token is needed: Authorization: Bearer …";
    /// The service is closed until there is a token.
    NoTokenLeft = "no-token-left", "the database is protected, and there is no token that opens it: make one with \"comptoir db token create\", or start the service with COMPTOIR_DB_TOKEN";
    /// Too much SQL is stored.
    MuchStored = "much-stored", "too much SQL is stored";
}

impl Cause {
    /// The cause of that name, or those words.
    pub fn of_words(words: &str) -> Self {
        let named = Self::NAMED.into_iter().find(|cause| cause.name() == words || cause.to_string() == words);
        named.unwrap_or_else(|| Self::Other(words.to_owned()))
    }

    /// The cause that the operating system names.
    pub fn of_io(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::ConnectionRefused => Self::ConnectionRefused,
            Kind::BrokenPipe | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::NotConnected => {
                Self::BrokenOff
            }
            Kind::UnexpectedEof => Self::Incomplete,
            Kind::TimedOut | Kind::WouldBlock => Self::TimedOut,
            Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
                Self::NoRoute
            }
            Kind::Interrupted => Self::Cancelled,
            Kind::PermissionDenied => Self::PermissionDenied,
            Kind::NotFound => Self::NotFound,
            Kind::IsADirectory => Self::IsAFolder,
            Kind::NotADirectory => Self::NotAFolder,
            Kind::InvalidFilename | Kind::InvalidInput => Self::InvalidPath,
            Kind::AlreadyExists => Self::AlreadyThere,
            Kind::ReadOnlyFilesystem => Self::ReadOnlyDisk,
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull,
            Kind::FileTooLarge => Self::TooLarge,
            Kind::OutOfMemory => Self::NoMemory,
            _ => Self::of_number(error),
        }
    }

    /// What the standard library has no name for yet.
    fn of_number(error: &io::Error) -> Self {
        match error.raw_os_error() {
            // EIO; ENFILE and EMFILE; ELOOP (<https://man7.org/linux/man-pages/man3/errno.3.html>).
            Some(5) => Self::DiskFailed,
            Some(23 | 24) => Self::TooManyFiles,
            Some(40) => Self::InvalidPath,
            _ => Self::of_lookup(&error.to_string()),
        }
    }

    /// A name that cannot be looked up has no kind and no number, but words of the standard library.
    fn of_lookup(words: &str) -> Self {
        const LOOKUP: &str = "failed to lookup address information";
        if words.starts_with(LOOKUP) { Self::UnknownHost } else { Self::Other(words.to_owned()) }
    }

    /// The cause that SQLite names.
    pub(crate) fn of_sqlite(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) => Self::CannotOpen,
            Some(ErrorCode::PermissionDenied) => Self::PermissionDenied,
            Some(ErrorCode::ReadOnly) => Self::ReadOnlyDisk,
            Some(ErrorCode::SystemIoFailure) => Self::DiskFailed,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::OutOfMemory) => Self::NoMemory,
            Some(ErrorCode::NotADatabase) => Self::NotADatabase,
            Some(ErrorCode::DatabaseCorrupt) => Self::Malformed,
            _ => Self::Other(error.to_string()),
        }
    }

    /// The cause that the client of HTTP names.
    pub(crate) fn of_http(error: &ureq::Error) -> Self {
        match error {
            ureq::Error::Io(inner) => Self::of_io(inner),
            ureq::Error::Timeout(_) => Self::TimedOut,
            ureq::Error::HostNotFound => Self::UnknownHost,
            ureq::Error::ConnectionFailed => Self::ConnectionRefused,
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Self::Tls,
            ureq::Error::Other(inner) => Self::of_words(&inner.to_string()),
            other => Self::Other(other.to_string()),
        }
    }
}

/// The frequent problems of a statement, by the beginning of SQLite's message, which ends with what it is about.
const SQL_PROBLEMS: [(&str, &str); 8] = [
    ("no such table: ", "no-such-table"),
    ("no such column: ", "no-such-column"),
    ("no such function: ", "no-such-function"),
    ("ambiguous column name: ", "ambiguous-column"),
    ("UNIQUE constraint failed: ", "unique"),
    ("NOT NULL constraint failed: ", "not-null"),
    ("FOREIGN KEY constraint failed", "foreign-key"),
    ("incomplete input", "incomplete"),
];

/// What is wrong with a statement, by a stable name, and what it is about; `other` and nothing where the catalogues have no
/// words for SQLite's message.
pub(crate) fn sql_problem(message: &str) -> (&'static str, &str) {
    if let Some((near, _)) =
        message.strip_prefix("near \"").and_then(|rest| rest.split_once("\": syntax error"))
    {
        return ("syntax", near);
    }
    for (start, name) in SQL_PROBLEMS {
        if let Some(about) = message.strip_prefix(start) {
            // Where it is in the statement is said after the name.
            return (name, about.split(" in ").next().unwrap_or_default());
        }
    }
    ("other", "")
}

impl From<String> for Cause {
    fn from(words: String) -> Self {
        Self::of_words(&words)
    }
}

impl From<&str> for Cause {
    fn from(words: &str) -> Self {
        Self::of_words(words)
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
            ("select abs(-9223372036854775808)", ("other", "")),
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

    #[test]
    fn names_and_words_lead_back_to_the_cause() {
        for cause in Cause::NAMED {
            assert_eq!(Cause::of_words(cause.name()), cause);
            assert_eq!(Cause::of_words(&cause.to_string()), cause);
        }
        assert_eq!(Cause::of_words("strange").name(), "strange");
    }

    #[test]
    fn a_name_that_cannot_be_looked_up_is_an_unknown_machine() {
        let error = std::net::ToSocketAddrs::to_socket_addrs("nobody.invalid:80").unwrap_err();
        assert_eq!(Cause::of_io(&error), Cause::UnknownHost);
    }

    #[test]
    fn what_the_system_says_has_a_name_and_not_its_english_words() {
        for number in [1, 2, 5, 13, 17, 20, 21, 23, 24, 27, 28, 30, 32, 36, 40, 103, 104, 110, 111, 113, 122]
        {
            let error = io::Error::from_raw_os_error(number);
            assert!(!matches!(Cause::of_io(&error), Cause::Other(_)), "{error}");
        }
    }
}
