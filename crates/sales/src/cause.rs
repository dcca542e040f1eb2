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
    /// Another program listens at the address.
    AddressTaken = "address-taken", "another program listens there";
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
    /// A device is where a file should be: what it gives has no end.
    IsADevice = "is-a-device", "it is a device, not a file";
    /// A pipe is where a file should be, and no program writes into it.
    NobodyWrites = "nobody-writes", "it is a pipe into which no program writes";
    /// A pipe is where a file should be written, and it is not known that a program reads it.
    NobodyReads = "nobody-reads", "it is a pipe, not a file";
    /// The file is no text in UTF-8.
    NotText = "not-text", "it is not text in UTF-8";
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
    /// The service does not say why: its log does.
    ServiceFailed = "service-failed", "the service failed";
    /// Too much SQL is stored.
    MuchStored = "much-stored", "too much SQL is stored";
}

impl Cause {
    /// The cause of that name, or those words.
    pub fn of_words(words: &str) -> Self {
        let named = Self::NAMED.into_iter().find(|cause| cause.name() == words || cause.to_string() == words);
        named.unwrap_or_else(|| Self::Other(words.to_owned()))
    }

    /// The cause that the operating system names, or that was made an error of its.
    pub fn of_io(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        if let Some(cause) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return cause.clone();
        }
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
            Kind::AddrInUse => Self::AddressTaken,
            // The library's own, of text: what others find wrong with data carries their words.
            Kind::InvalidData if error.get_ref().is_none() => Self::NotText,
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
}

impl std::error::Error for Cause {}

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
