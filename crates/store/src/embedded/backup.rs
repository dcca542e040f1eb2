//! Copies of the whole database: made while it is in use, checked, and put back.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags};

use super::Embedded;
use crate::StoreError;

/// How many faults a check names.
const FAULTS_NAMED: usize = 100;

/// Where a restore has put things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The database that was there before, kept under another name.
    pub kept: Option<PathBuf>,
}

/// Writes a copy of the database as it is at this moment to `target`, which appears only when it is complete.
///
/// `VACUUM INTO` reads within one transaction: writers go on, and nothing is copied by halves.
pub(super) fn backup(source: &Connection, target: &Path) -> Result<(), StoreError> {
    let draft = draft_of(target)?;
    let text =
        draft.to_str().ok_or_else(|| file_error(&draft)(std::io::ErrorKind::InvalidFilename.into()))?;
    source.execute("vacuum into ?1", [text])?;
    publish(&draft, target)
}

/// What is wrong with the file; nothing, when it is sound.
pub(super) fn check(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut faults = Vec::new();
    let mut integrity = connection.prepare(&format!("pragma integrity_check({FAULTS_NAMED})"))?;
    let mut rows = integrity.query([])?;
    while let Some(row) = rows.next()? {
        faults.push(row.get::<_, String>(0)?);
    }
    if faults == ["ok"] {
        faults.clear();
    }
    let mut orphans = connection.prepare("pragma foreign_key_check")?;
    let mut rows = orphans.query([])?;
    while let Some(row) = rows.next()? {
        if faults.len() == FAULTS_NAMED {
            break;
        }
        let (table, rowid, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        faults.push(format!("{table} {}: no such row in {parent}", rowid.unwrap_or_default()));
    }
    Ok(faults)
}

/// Puts a backup in the place of the database at `path`; what was there is kept beside it.
///
/// # Errors
/// When the backup is no sound database of this program, when another process has the database open, or when a file
/// cannot be written. The database is as it was then.
pub fn restore(backup: &Path, path: &Path) -> Result<Restored, StoreError> {
    let opened = |source| super::open_error(backup, source);
    // A file that is not there must not be made.
    let source = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(opened)?;
    let faults = source.query_row("select count(*) from sqlite_schema", [], |_| Ok(())).map_err(opened);
    let faults = faults.and_then(|()| check(&source))?;
    if let Some(fault) = faults.first() {
        return Err(StoreError::Damaged { reason: format!("{}: {fault}", backup.display()) });
    }
    super::migrations::check(&source, backup)?;
    let draft = draft_of(path)?;
    let text =
        draft.to_str().ok_or_else(|| file_error(&draft)(std::io::ErrorKind::InvalidFilename.into()))?;
    source.execute("vacuum into ?1", [text])?;
    // An older backup is brought up to date before it takes the place.
    Embedded::open(&draft)?.close()?;
    remove_logs(&draft);
    let kept = if path.exists() {
        // Whoever could read the database can read it afterwards.
        let permissions = std::fs::metadata(path).map_err(file_error(path))?.permissions();
        std::fs::set_permissions(&draft, permissions).map_err(file_error(&draft))?;
        Some(set_aside(path)?)
    } else {
        None
    };
    // A log that was left without its database must not be taken for this one's.
    remove_logs(path);
    publish(&draft, path)?;
    Ok(Restored { kept })
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
    let aside = |number: usize| {
        let mut name = path.to_path_buf().into_os_string();
        name.push(if number == 0 {
            ".before-restore".to_owned()
        } else {
            format!(".before-restore-{number}")
        });
        PathBuf::from(name)
    };
    let mut number = 0;
    while aside(number).exists() {
        number += 1;
    }
    let kept = aside(number);
    std::fs::rename(path, &kept).map_err(file_error(&kept))?;
    Ok(kept)
}

fn remove_logs(path: &Path) {
    for ending in ["-wal", "-shm"] {
        let mut log = path.to_path_buf().into_os_string();
        log.push(ending);
        let _ = std::fs::remove_file(log);
    }
}

/// A new name beside `target`, on the same disk.
fn draft_of(target: &Path) -> Result<PathBuf, StoreError> {
    let draft =
        tempfile::Builder::new().prefix(".comptoir-").suffix(".draft").tempfile_in(super::folder_of(target));
    let draft = draft.map_err(file_error(target))?.into_temp_path();
    // SQLite takes an empty file for a new database.
    draft.keep().map_err(|error| file_error(target)(error.error))
}

/// Gives a complete draft its name, and makes sure that both reach the disk.
fn publish(draft: &Path, target: &Path) -> Result<(), StoreError> {
    let done =
        File::open(draft).and_then(|file| file.sync_all()).and_then(|()| std::fs::rename(draft, target));
    if done.is_err() {
        let _ = std::fs::remove_file(draft);
    }
    done.map_err(file_error(target))
}

fn file_error(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    move |source| StoreError::File { path: path.to_owned(), source }
}
