//! Which file a database is: whether the one at its path is still the one that was opened.

use std::{io::ErrorKind, path::Path};

use super::inspection::with_ending;
use crate::StoreError;

/// The device and the number of a file; on systems without, only whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileIdentity {
    numbers: (u64, u64),
}

impl FileIdentity {
    /// The file at the path.
    ///
    /// # Errors
    /// [`StoreError::FileGone`] when there is none.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        match std::fs::metadata(path) {
            Ok(file) => Ok(Self { numbers: numbers(&file) }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(StoreError::FileGone { path: path.to_owned() })
            }
            Err(source) => Err(StoreError::File { path: path.to_owned(), source }),
        }
    }

    /// Refuses a path where this file is not any more, or nothing of its content.
    ///
    /// # Errors
    /// [`StoreError::FileGone`], [`StoreError::FileReplaced`].
    pub(super) fn check(self, path: &Path) -> Result<(), StoreError> {
        // SQLite would take a file that has been emptied for a new database, and begin one there.
        let is_emptied = std::fs::metadata(path).is_ok_and(|file| file.len() == 0);
        if Self::of(path)? == self && !is_emptied {
            Ok(())
        } else {
            Err(StoreError::FileReplaced { path: path.to_owned() })
        }
    }
}

impl FileIdentity {
    /// Where another file has been put at the path meanwhile, gives the log of the former one another name
    /// (`-wal.former`): SQLite would write it into the new file, and damage that. For when all connections are closed.
    ///
    /// A log that was written since then is somebody else's, who works on the new file.
    pub(super) fn set_log_aside(self, path: &Path) {
        let changed = |path: &Path| std::fs::metadata(path).ok().and_then(|file| changed_at(&file));
        let log = with_ending(path, "-wal");
        let (Ok(there), Some(replaced), Some(written)) = (Self::of(path), changed(path), changed(&log))
        else {
            return;
        };
        if there == self || written > replaced {
            return;
        }
        let aside = with_ending(path, "-wal.former");
        match std::fs::rename(&log, &aside) {
            Ok(()) => tracing::warn!(log = %aside.display(), "the log of the former file was set aside"),
            Err(error) => tracing::warn!(%error, "the log of the former file is still there"),
        }
    }
}

/// When the file was last changed, or got its place, where the system says so.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not say")]
fn changed_at(file: &std::fs::Metadata) -> Option<(i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    Some((file.ctime(), file.ctime_nsec()))
}

#[cfg(not(unix))]
fn changed_at(_: &std::fs::Metadata) -> Option<(i64, i64)> {
    None
}

#[cfg(unix)]
fn numbers(file: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (file.dev(), file.ino())
}

#[cfg(not(unix))]
fn numbers(_: &std::fs::Metadata) -> (u64, u64) {
    (0, 0)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use crate::{Database, Embedded, Statement};

    fn insert(database: &Embedded, id: i64) {
        let sql = format!("insert into products (id, name) values ({id}, 'Pain')");
        database.write(&[Statement::new(&sql, vec![])]).unwrap();
    }

    fn count(database: &Embedded) -> i64 {
        let rows = database.query("select count(*) from products", &[]).unwrap();
        rows.single().unwrap().as_integer().unwrap()
    }

    #[test]
    fn a_file_put_in_the_place_of_another_one_in_use_does_not_get_its_log() {
        let folder = tempfile::tempdir().unwrap();
        let [path, copy] = ["shop.db", "copy.db"].map(|name| folder.path().join(name));
        let database = Embedded::open(&path).unwrap();
        insert(&database, 1);
        database.backup(&copy).unwrap();
        for id in 2..500 {
            insert(&database, id);
        }
        std::fs::rename(&copy, &path).unwrap();
        assert!(database.close().is_err(), "the file was replaced, and that is said");
        drop(database);
        assert!(folder.path().join("shop.db-wal.former").exists());
        let database = Embedded::open(&path).unwrap();
        assert_eq!(count(&database), 1);
        assert!(database.check().unwrap().is_empty());
    }

    #[test]
    fn a_log_stays_beside_a_file_that_is_the_same_or_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let [path, elsewhere] = ["shop.db", "elsewhere.db"].map(|name| folder.path().join(name));
        let database = Embedded::open(&path).unwrap();
        insert(&database, 1);
        std::fs::rename(&path, &elsewhere).unwrap();
        assert!(database.close().is_err());
        drop(database);
        std::fs::rename(&elsewhere, &path).unwrap();
        let database = Embedded::open(&path).unwrap();
        assert_eq!(count(&database), 1);
        database.close().unwrap();
        assert!(!folder.path().join("shop.db-wal.former").exists());
    }
}
