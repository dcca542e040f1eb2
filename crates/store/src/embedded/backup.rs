//! Copies of the whole database: made while it is in use, checked, and put back.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction};

use super::{
    Embedded, Secrets,
    inspection::{Inspected, behind_links, has_log, inspect, open_untouched, with_ending},
};
use crate::{Draft, StoreError, soundness::first_page_fault};

/// Where a restore has put things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The database that was there before, kept under another name.
    pub kept: Option<PathBuf>,
}

/// Writes a copy of the database as it is at this moment to `target`, which appears only when it is complete and
/// checked.
///
/// `VACUUM INTO` reads within one transaction: writers go on, and nothing is copied by halves.
pub(super) fn backup(source: &Connection, target: &Path) -> Result<(), StoreError> {
    let state = || -> Result<_, StoreError> {
        Ok((source.pragma_query_value(None, "data_version", |row| row.get::<_, i64>(0))?, counts(source)?))
    };
    let before = state()?;
    let draft = copy(source, target)?;
    let after = state()?;
    // What was written meanwhile is not in the copy, or is: its rows cannot be recognised by their number then.
    check_copy(&draft, (before == after).then_some(&before.1))?;
    publish(&draft, target)
}

/// Copies a database that is about to be changed as a whole beside itself, and checks the copy; `transaction` keeps
/// others from writing. The copy is for its owner alone: an older schema keeps tokens inside.
pub(super) fn beside(
    transaction: &Transaction<'_>,
    path: &Path,
    ending: &str,
) -> Result<PathBuf, StoreError> {
    let kept = unused(path, ending);
    let copied = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|source| super::open_error(path, source))
        .and_then(|source| copy(&source, &kept))
        .and_then(|draft| {
            check_copy(&draft, Some(&counts(transaction)?))?;
            publish(&draft, &kept)
        });
    copied.map_err(|error| explain(&kept, error))?;
    Ok(kept)
}

/// An error about a copy as it is reported: a full disk is named, with the room that is left there.
pub(super) fn explain(target: &Path, error: StoreError) -> StoreError {
    let folder = super::folder_of(target);
    match error {
        StoreError::File { source, .. } if super::is_about_room(source.kind()) => {
            StoreError::DiskFull { free_bytes: super::free_space::free_bytes(folder) }
        }
        StoreError::DiskFull { .. } => {
            StoreError::DiskFull { free_bytes: super::free_space::free_bytes(folder) }
        }
        error => error,
    }
}

/// A copy under a name of its own beside `target`; it goes when it is dropped.
fn copy(source: &Connection, target: &Path) -> Result<Copy, StoreError> {
    let draft = Copy::beside(target)?;
    let text = draft
        .path
        .to_str()
        .ok_or_else(|| file_error(&draft.path)(std::io::ErrorKind::InvalidFilename.into()))?;
    source.execute("vacuum into ?1", [text])?;
    Ok(draft)
}

/// The tables of a database and how many rows each has.
pub(super) fn counts(connection: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    // A virtual table is what its module makes of other tables, which are counted.
    let sql = "select name from sqlite_schema where type = 'table' and rootpage > 0 and name not like 'sqlite_%' order by name";
    let mut names = connection.prepare(sql)?;
    let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let count = |name: String| {
        let quoted = name.replace('"', "\"\"");
        let count =
            connection.query_row(&format!("select count(*) from \"{quoted}\""), [], |row| row.get(0))?;
        Ok((name, count))
    };
    names.into_iter().map(count).collect()
}

/// Reads a copy whole, and counts its rows where it is known how many there must be.
fn check_copy(draft: &Copy, expected: Option<&Vec<(String, i64)>>) -> Result<(), StoreError> {
    let path = &draft.path;
    let broken =
        |reason: String| StoreError::Damaged { reason: format!("{}: {reason}", path.display()).into() };
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|source| super::open_error(path, source))?;
    if let Some(fault) = first_page_fault(&connection, "integrity_check")? {
        return Err(broken(fault));
    }
    match expected {
        Some(expected) if *expected != counts(&connection)? => Err(broken("rows are missing".into())),
        _ => Ok(()),
    }
}

/// Puts a backup in the place of the database at `path`; what was there is kept beside it.
///
/// # Errors
/// When the backup is no sound database of this program, when another process has the database open, or when a file
/// cannot be written. The database is as it was then.
pub fn restore(backup: &Path, path: &Path) -> Result<Restored, StoreError> {
    // What is no database of this program, or not whole, is named as what it is; nothing is made.
    if inspect(backup)? == Inspected::Nothing {
        return Err(StoreError::NoDatabase { path: backup.to_owned() });
    }
    let source =
        open_untouched(backup, has_log(backup)).map_err(|source| super::open_error(backup, source))?;
    if let Some(fault) = broken(&source)? {
        return Err(StoreError::Damaged { reason: format!("{}: {fault}", backup.display()).into() });
    }
    // A link goes on naming the database: it is the file that it names that is replaced.
    let path = &behind_links(path);
    if path.exists() && !path.is_file() {
        // A folder, a pipe or a device is named as that; to open a pipe would wait for ever.
        inspect(path)?;
    }
    let secrets = Secrets::beside(path);
    let draft = copy(&source, path).map_err(|error| explain(path, error))?;
    // An older backup is brought up to date before it takes the place. Tokens that it holds are dropped: one that was
    // revoked since must not open anything again. Those of the file of secrets stay.
    {
        let restored = Embedded::open_draft(&draft.path)?;
        if secrets.exists() || is_protected(path) {
            restored.protect()?;
        }
        restored.close()?;
    }
    draft.remove_others();
    let kept = if path.exists() {
        // The permissions of the database are those of the copy.
        let permissions = std::fs::metadata(path).map_err(file_error(path))?.permissions();
        std::fs::set_permissions(&draft.path, permissions).map_err(file_error(&draft.path))?;
        Some(set_aside(path)?)
    } else {
        None
    };
    // A log that was left without its database must not be taken for this one's.
    remove_logs(path);
    publish(&draft, path)?;
    Ok(Restored { kept })
}

/// The first fault of a backup's pages, or of what its rows refer to.
fn broken(source: &Connection) -> Result<Option<String>, StoreError> {
    if let Some(fault) = first_page_fault(source, "integrity_check")? {
        return Ok(Some(fault));
    }
    let orphan =
        source.query_row("pragma foreign_key_check", [], |row| row.get::<_, String>(0)).optional()?;
    Ok(orphan.map(|table| format!("{table}: a row refers to one that is missing")))
}

/// Whether the database that is there records that it is protected; one that cannot be read does not.
fn is_protected(path: &Path) -> bool {
    let marked = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|current| {
        let has_tokens =
            "select exists (select 1 from sqlite_schema where name = 'tokens' and type = 'table')";
        let is_old = current.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0))?
            != super::inspection::APPLICATION_ID;
        let sql = if is_old && current.query_row(has_tokens, [], |row| row.get::<_, bool>(0))? {
            "select exists (select 1 from tokens)"
        } else {
            "select protected <> 0 from data_version"
        };
        current.query_row(sql, [], |row| row.get(0))
    });
    marked.unwrap_or(false)
}

/// Renames the database that is there, once nobody else uses it and its log is inside the file.
fn set_aside(path: &Path) -> Result<PathBuf, StoreError> {
    let opened = |source| super::open_error(path, source);
    {
        let current = Connection::open(path).map_err(opened)?;
        current.busy_timeout(super::WRITE_HOLD)?;
        // Exclusive mode is granted only when no other connection is open.
        match current
            .pragma_update(None, "locking_mode", "exclusive")
            .and_then(|()| current.execute_batch("begin exclusive; commit; pragma wal_checkpoint(truncate)"))
            .map_err(StoreError::from)
        {
            // What is no database, or a broken one, is put aside as it is: that is why one restores.
            Ok(()) | Err(StoreError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    let kept = unused(path, ".before-restore");
    std::fs::rename(path, &kept).map_err(file_error(&kept))?;
    Ok(kept)
}

/// The path with that ending, and a number where files of that name are there already.
fn unused(path: &Path, ending: &str) -> PathBuf {
    let numbered = |number: usize| {
        let number = if number == 0 { String::new() } else { format!("-{number}") };
        with_ending(path, &format!("{ending}{number}"))
    };
    let mut number = 0;
    while numbered(number).exists() {
        number += 1;
    }
    numbered(number)
}

fn remove_logs(path: &Path) {
    for ending in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(with_ending(path, ending));
    }
}

/// A copy that is not complete yet, on the same disk as what it is to become; it goes when it is dropped.
struct Copy {
    path: PathBuf,
    _draft: Draft,
}

impl Copy {
    /// An empty file, for its owner alone.
    fn beside(target: &Path) -> Result<Self, StoreError> {
        let draft = Draft::beside(target).map_err(file_error(target))?;
        let path = draft.path("copy.db");
        // The folder is its owner's alone, but a file keeps its own rights when it leaves it. SQLite takes an empty
        // file for a new database.
        let file =
            tempfile::Builder::new().prefix("copy").rand_bytes(0).suffix(".db").tempfile_in(draft.path(""));
        file.and_then(|file| file.into_temp_path().keep().map_err(|error| error.error))
            .map_err(file_error(target))?;
        Ok(Self { path, _draft: draft })
    }

    /// Takes away what SQLite has left beside it.
    fn remove_others(&self) {
        remove_logs(&self.path);
        let _ = std::fs::remove_file(with_ending(&self.path, "-journal"));
    }
}

/// Gives a complete draft its name, and makes sure that both reach the disk.
fn publish(draft: &Copy, target: &Path) -> Result<(), StoreError> {
    File::open(&draft.path)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(&draft.path, target))
        .map_err(file_error(target))?;
    super::secrets::sync_folder(target)
}

fn file_error(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    move |source| StoreError::File { path: path.to_owned(), source }
}
