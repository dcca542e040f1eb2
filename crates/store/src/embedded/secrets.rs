//! The file of secrets beside a database: what opens the Database Service, apart from all that SQL from outside can
//! reach.
//!
//! SQLite reports columns joined by `using` to no authorizer, so no table of the database itself keeps a secret. This
//! file is opened by this module alone. The database records that it is protected (`data_version.protected`): without
//! its secrets it stays closed.

use std::{
    fs::{File, OpenOptions},
    io::ErrorKind,
    path::{Path, PathBuf},
    time::SystemTime,
};

use rusqlite::{Connection, OpenFlags, params};

use super::{BUSY_TIME, Scope, Token, inspection::with_ending};
use crate::{Cause, StoreError, cause};

/// What `application_id` says in such a file: "CPTS".
const APPLICATION_ID: i64 = 0x4350_5453;

/// The state of a file whose tokens are being moved out of the database: until that is done, those there count.
const MOVING: i64 = 1;

/// The state of a file that is complete.
const COMPLETE: i64 = 2;

const SCHEMA: &str = "create table if not exists tokens (
    id         integer primary key autoincrement, -- never given twice
    name       text not null,
    scope      text not null check (scope in ('read', 'write')),
    hash       blob not null unique,              -- BLAKE3 of the secret
    created_at text not null                      -- ISO 8601, UTC
) strict";

/// What distinguishes a state of the file from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    modified: SystemTime,
    size: u64,
    number: u64,
}

/// A file of secrets that others on the machine could read or write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// The file.
    pub path: PathBuf,
    /// Its mode as it was, of nine bits.
    pub mode: u32,
    /// Whether it is its owner's alone now.
    pub is_closed: bool,
}

/// The file of secrets of one database, there or not.
#[derive(Clone, Debug)]
pub(super) struct Secrets {
    path: PathBuf,
    database: PathBuf,
}

impl Secrets {
    /// Of the database at that path. A link leads to the file that it names, as for SQLite's own files.
    pub(super) fn beside(database: &Path) -> Self {
        let path = std::fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
        Self { path: with_ending(&path, "-secrets"), database: path }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is such a file, whatever it holds: somebody has protected the database.
    pub(super) fn exists(&self) -> bool {
        self.path.symlink_metadata().is_ok()
    }

    /// The file's metadata, which differ after every change of it; the file is not read.
    pub(super) fn stamp(&self) -> Option<Stamp> {
        let about = std::fs::metadata(&self.path).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&about);
        #[cfg(not(unix))]
        let number = 0;
        Some(Stamp { modified: about.modified().ok()?, size: about.len(), number })
    }

    /// The tokens, oldest first; none where the file is missing or empty.
    pub(super) fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        if std::fs::metadata(&self.path).map_or(0, |file| file.len()) == 0 {
            return Ok(vec![]);
        }
        self.must_be_the_owners()?;
        self.read().map_err(|source| self.failed(source))
    }

    /// Makes a file that others may read or write its owner's alone; what was found, where it was not private.
    pub(super) fn make_private(&self) -> Option<Exposed> {
        let mode = mode_of(&self.path).ok().filter(|mode| mode & 0o077 != 0)?;
        Some(Exposed { path: self.path.clone(), mode, is_closed: for_the_owner(&self.path).is_ok() })
    }

    /// Refuses a file that another user than the owner of the database, or root, has put there, as SSH and PostgreSQL do
    /// with keys.
    #[cfg(unix)]
    fn must_be_the_owners(&self) -> Result<(), StoreError> {
        use std::os::unix::fs::MetadataExt as _;
        let owner = |path: &Path| std::fs::metadata(path).map(|file| file.uid());
        match (owner(&self.path), owner(&self.database)) {
            (Ok(secrets), Ok(database)) if secrets != database && secrets != 0 => {
                Err(StoreError::Secrets { path: self.path.clone(), reason: Cause::AnotherOwner })
            }
            _ => Ok(()),
        }
    }

    #[cfg(not(unix))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "there are no owners of that kind there"
    )]
    fn must_be_the_owners(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn read(&self) -> rusqlite::Result<Vec<Token>> {
        // For reading and writing: a change that a crash has cut short is rolled back.
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        if state_of(&connection)? == 0 {
            return Ok(vec![]);
        }
        let mut statement =
            connection.prepare("select id, name, scope, created_at, hash from tokens order by id")?;
        statement.query_map([], Token::from_row)?.collect()
    }

    /// Keeps a new token; its number and the time.
    pub(super) fn add(
        &self,
        name: &str,
        scope: Scope,
        hash: &blake3::Hash,
    ) -> Result<(i64, String), StoreError> {
        let work = |connection: &mut Connection| {
            connection.query_row(
                "insert into tokens (name, scope, hash, created_at)
                 values (?1, ?2, ?3, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) returning id, created_at",
                params![name, scope.name(), hash.as_bytes()],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
        };
        self.change(work)
    }

    /// Takes a token out; whether it was there.
    pub(super) fn remove(&self, id: i64) -> Result<bool, StoreError> {
        if !self.exists() {
            return Ok(false);
        }
        self.change(|connection| Ok(connection.execute("delete from tokens where id = ?1", [id])? > 0))
    }

    /// Copies tokens out of a database whose own table is about to go. What an unfinished move has left is written
    /// anew; a complete file keeps what it has: tokens of an older database do not come back to life.
    pub(super) fn take_over(&self, tokens: &[Token]) -> Result<(), StoreError> {
        self.make()?;
        let work = |connection: &mut Connection| {
            let transaction = connection.transaction()?;
            if state_of(&transaction)? == COMPLETE {
                return Ok(());
            }
            transaction.execute_batch(SCHEMA)?;
            transaction.execute("delete from tokens", [])?;
            for token in tokens {
                transaction.execute(
                    "insert into tokens (id, name, scope, hash, created_at) values (?1, ?2, ?3, ?4, ?5)",
                    params![
                        token.id,
                        token.name,
                        token.scope.name(),
                        token.hash.as_bytes(),
                        token.created_at
                    ],
                )?;
            }
            mark(&transaction, MOVING)?;
            transaction.commit()
        };
        let done =
            self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|mut connection| work(&mut connection));
        done.map_err(|source| self.failed(source))?;
        sync_folder(&self.path)
    }

    /// Notes that the move is over: the database has no tokens any more.
    pub(super) fn settle(&self) -> Result<(), StoreError> {
        if std::fs::metadata(&self.path).map_or(0, |file| file.len()) == 0 {
            return Ok(());
        }
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE);
        let settled = connection.and_then(|connection| {
            if state_of(&connection)? == MOVING { mark(&connection, COMPLETE) } else { Ok(()) }
        });
        settled.map_err(|source| self.failed(source))
    }

    /// Changes the file, which is made where it is not there.
    fn change<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        self.make()?;
        self.must_be_the_owners()?;
        let changed = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|mut connection| {
            if state_of(&connection)? == 0 {
                let transaction = connection.transaction()?;
                transaction.execute_batch(SCHEMA)?;
                mark(&transaction, COMPLETE)?;
                transaction.commit()?;
            }
            work(&mut connection)
        });
        let changed = changed.map_err(|source| self.failed(source))?;
        sync_folder(&self.path)?;
        Ok(changed)
    }

    /// Makes the file, for its owner alone; one that is there is made theirs alone.
    fn make(&self) -> Result<(), StoreError> {
        let failed = |source| StoreError::File { path: self.path.clone(), source };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(&self.path) {
            Ok(file) => file.sync_all().map_err(failed)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                for_the_owner(&self.path).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
        sync_folder(&self.path)
    }

    fn connect(&self, flags: OpenFlags) -> rusqlite::Result<Connection> {
        let connection = Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(BUSY_TIME)?;
        connection.pragma_update(None, "synchronous", "extra")?;
        connection.pragma_update(None, "secure_delete", true)?;
        Ok(connection)
    }

    fn failed(&self, source: rusqlite::Error) -> StoreError {
        // SQLite does not say why it cannot open a file; the system does.
        let reason = match (cause::of_sqlite(&source), std::fs::File::open(&self.path)) {
            (Cause::CannotOpen, Err(error)) => Cause::of_io(&error),
            (reason, _) => reason,
        };
        match StoreError::from(source) {
            error @ (StoreError::Busy | StoreError::DiskFull { .. }) => error,
            _ => StoreError::Secrets { path: self.path.clone(), reason },
        }
    }
}

/// How far the file is; 0 when it has just been made.
fn state_of(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn mark(connection: &Connection, state: i64) -> rusqlite::Result<()> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", state)
}

/// The nine bits of a file's mode; 0 where there are no modes.
fn mode_of(path: &Path) -> std::io::Result<u32> {
    let about = std::fs::metadata(path)?;
    #[cfg(unix)]
    return Ok(std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o777);
    #[cfg(not(unix))]
    return about.is_file().then_some(0).ok_or_else(|| ErrorKind::NotFound.into());
}

fn for_the_owner(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if mode_of(path)? & 0o077 != 0 {
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
        std::fs::set_permissions(path, private)?;
    }
    #[cfg(not(unix))]
    std::fs::metadata(path)?;
    Ok(())
}

/// Makes sure that a new name reaches the disk.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        let folder = super::folder_of(path);
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|source| StoreError::File { path: folder.to_owned(), source })?;
    }
    Ok(())
}
