//! Inspects a file without changing a byte of it or beside it.

use std::{
    fmt::Write as _,
    fs::{File, Metadata},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::{migrations, open_error};
use crate::StoreError;

/// What `application_id` says in a database of this program: "CPTR".
pub(super) const APPLICATION_ID: i64 = 0x4350_5452;

/// The first bytes of a SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// How many bytes its header has.
const HEADER_BYTES: usize = 100;

/// The tables that every database of this program has had since its first release.
const FIRST_TABLES: [&str; 6] = ["data_version", "imports", "products", "rejects", "sales", "stores"];

/// How many foreign tables a message names.
const NAMED: usize = 3;

/// How often a size that does not fit is read again: another process may be writing its log into the file.
const SIZE_READINGS: usize = 5;

/// The pause between two such readings.
const SIZE_PAUSE: Duration = Duration::from_millis(50);

/// What there is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inspected {
    /// No file, or a SQLite database without any table, as a start that was cut off leaves it: a database can be made there.
    Nothing,
    /// A database of this program, or of an earlier version of it.
    Ours {
        /// Whether changes are left in a write-ahead log: the last stop was not clean, or another process is at work.
        has_log: bool,
    },
}

/// The header of a SQLite file.
#[derive(Clone, Copy)]
struct Header {
    page_bytes: u64,
    pages: u64,
    /// Whether the number of pages is that of the last change.
    pages_are_valid: bool,
    user_version: i64,
    application_id: i64,
}

/// Looks at the file.
///
/// # Errors
/// When it is no database of this program, is newer than it, or is shorter than it must be.
pub(super) fn inspect(path: &Path) -> Result<Inspected, StoreError> {
    let file = match std::fs::metadata(path) {
        Ok(file) => file,
        // SQLite would take the log away, with the changes in it.
        Err(error) if error.kind() == ErrorKind::NotFound && log_bytes(path) > 0 => {
            return Err(StoreError::LogAlone { path: path.to_owned() });
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Inspected::Nothing),
        Err(source) => return Err(StoreError::File { path: path.to_owned(), source }),
    };
    if !file.is_file() {
        return Err(StoreError::NotADatabase { path: path.to_owned() });
    }
    if file.len() == 0 {
        // The first transaction of a new database was cut off, and SQLite knows how to take it back. All else has been
        // emptied, by whatever it was, and must not become another shop in silence.
        let is_begun = with_ending(path, "-journal").exists();
        return if is_begun {
            Ok(Inspected::Nothing)
        } else {
            Err(StoreError::EmptyFile { path: path.to_owned() })
        };
    }
    let has_log = log_bytes(path) > 0;
    let header = header_of(path)?;
    if !has_log {
        check_size(path, &header)?;
    }
    recognise(path, &header, has_log)
}

/// The size of the write-ahead log beside the file, in bytes.
pub(super) fn log_bytes(path: &Path) -> u64 {
    std::fs::metadata(with_ending(path, "-wal")).map_or(0, |log: Metadata| log.len())
}

/// Whether there is a write-ahead log beside the file, if only an empty one.
pub(super) fn has_log(path: &Path) -> bool {
    with_ending(path, "-wal").exists()
}

/// The file that a link at `path` names, so that what lies beside a database is found whichever name opens it; the
/// path itself where there is no link.
pub(super) fn behind_links(path: &Path) -> PathBuf {
    let is_link = path.symlink_metadata().is_ok_and(|about| about.is_symlink());
    is_link.then(|| std::fs::canonicalize(path).ok()).flatten().unwrap_or_else(|| path.to_owned())
}

/// The path of a file beside the database, of its name and that ending. Where the database is a link it lies beside the
/// file that it names, as SQLite's own files do.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = behind_links(path).into_os_string();
    name.push(ending);
    name.into()
}

fn header_of(path: &Path) -> Result<Header, StoreError> {
    let failed = |source| StoreError::File { path: path.to_owned(), source };
    let mut bytes = [0; HEADER_BYTES];
    match File::open(path).map_err(failed)?.read_exact(&mut bytes) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            return Err(StoreError::NotADatabase { path: path.to_owned() });
        }
        Err(error) => return Err(failed(error)),
    }
    if bytes[..MAGIC.len()] != *MAGIC {
        return Err(StoreError::NotADatabase { path: path.to_owned() });
    }
    let number = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let page_bytes = match u16::from_be_bytes([bytes[16], bytes[17]]) {
        1 => 65_536,
        other => u64::from(other),
    };
    if !page_bytes.is_power_of_two() || page_bytes < 512 {
        return Err(StoreError::Damaged {
            reason: format!("{}: pages of {page_bytes} bytes", path.display()).into(),
        });
    }
    Ok(Header {
        page_bytes,
        pages: u64::from(number(28)),
        pages_are_valid: number(24) == number(92),
        user_version: i64::from(number(60).cast_signed()),
        application_id: i64::from(number(68).cast_signed()),
    })
}

/// Refuses a file that has lost its end. Without a log the file is whole: it has as many bytes as its header says.
fn check_size(path: &Path, header: &Header) -> Result<(), StoreError> {
    let mut header = *header;
    for reading in 1.. {
        let size = std::fs::metadata(path).map_or(0, |file| file.len());
        let expected = header.pages * header.page_bytes;
        let is_short = header.pages_are_valid && size < expected;
        // A page that is there in part is no page.
        let is_cut = !size.is_multiple_of(header.page_bytes);
        if !is_short && !is_cut || log_bytes(path) > 0 {
            return Ok(());
        }
        if reading == SIZE_READINGS {
            let expected = expected.max(size.next_multiple_of(header.page_bytes));
            return Err(StoreError::Truncated { path: path.to_owned(), size, expected });
        }
        sleep(SIZE_PAUSE);
        header = header_of(path)?;
    }
    Ok(())
}

/// Whether it is a database of this program, by its marks and its tables.
fn recognise(path: &Path, header: &Header, has_log: bool) -> Result<Inspected, StoreError> {
    let looked = look(path, has_log)?;
    // With a log, the marks in the file may be older than those of the database.
    let (application_id, found) = looked.marks.unwrap_or((header.application_id, header.user_version));
    let known = migrations::known();
    let has_first_tables = FIRST_TABLES.iter().all(|table| looked.names.iter().any(|name| name == table));
    let is_unmarked = application_id == 0 && (has_first_tables || looked.names.is_empty());
    if (application_id == APPLICATION_ID || is_unmarked) && found > known {
        return Err(StoreError::TooNew { found, known });
    }
    if looked.names.is_empty() && application_id == 0 && found == 0 {
        return Ok(Inspected::Nothing);
    }
    if application_id == APPLICATION_ID || (is_unmarked && has_first_tables && found > 0) {
        return Ok(Inspected::Ours { has_log });
    }
    Err(StoreError::OtherProgram { path: path.to_owned(), tables: told_of(&looked.names) })
}

/// The first tables of a list, for a message.
fn told_of(names: &[String]) -> String {
    let mut told = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > NAMED {
        let _ = write!(told, " … ({})", names.len());
    }
    told
}

/// The result of a look at the schema.
struct Looked {
    names: Vec<String>,
    /// `application_id` and `user_version`.
    marks: Option<(i64, i64)>,
}

/// Opens a file to be read, so that none is left beside it: what is in its log counts, where it has one.
pub(super) fn open_untouched(path: &Path, has_log: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if has_log {
        Connection::open_with_flags(path, flags)
    } else {
        // Immutable: no lock, and no log.
        Connection::open_with_flags(immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)
    }
}

fn look(path: &Path, has_log: bool) -> Result<Looked, StoreError> {
    let opened = |source| open_error(path, source);
    let connection = open_untouched(path, has_log).map_err(opened)?;
    connection.busy_timeout(super::BUSY_TIME).map_err(opened)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(opened)?;
    let mark = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let marks = mark("application_id").and_then(|id| Ok((id, mark("user_version")?)));
    let names = || -> rusqlite::Result<Vec<String>> {
        let sql =
            "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name";
        connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
    };
    Ok(Looked { names: names().map_err(opened)?, marks: Some(marks.map_err(opened)?) })
}

/// The path as an address of SQLite, to be opened as a file that nobody changes.
fn immutable(path: &Path) -> String {
    let mut address = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-:\\".contains(byte) {
            address.push(char::from(*byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address.push_str("?immutable=1");
    address
}

/// Checks a file whose last stop was not clean, unless another process has it open, which then did.
///
/// # Errors
/// [`StoreError::Damaged`] with what was found; the log stays as it was.
pub(super) fn check_after_crash(path: &Path) -> Result<(), StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let Ok(connection) = Connection::open_with_flags(path, flags) else {
        // A file that cannot be opened is reported when it is opened for work.
        return Ok(());
    };
    connection.busy_timeout(Duration::ZERO)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // Exclusive mode is granted only when no other connection is open.
    let alone = connection
        .pragma_update(None, "locking_mode", "exclusive")
        .and_then(|()| connection.execute_batch("begin exclusive; commit"));
    match alone.map_err(StoreError::from) {
        Ok(()) => {}
        Err(error @ StoreError::Damaged { .. }) => return Err(error),
        Err(_) => return Ok(()),
    }
    tracing::info!(path = %path.display(), "the last stop was not clean: the database is checked");
    match crate::soundness::first_page_fault(&connection, "quick_check")? {
        None => Ok(()),
        Some(fault) => Err(StoreError::Damaged { reason: format!("{}: {fault}", path.display()).into() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_of_a_file_becomes_an_address() {
        assert_eq!(immutable("a b/é?.db".as_ref()), "file:a%20b/%C3%A9%3F.db?immutable=1");
    }
}
