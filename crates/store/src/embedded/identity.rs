//! Which file a database is: whether the one at its path is still the one that was opened.

use std::{io::ErrorKind, path::Path};

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

#[cfg(unix)]
fn numbers(file: &std::fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (file.dev(), file.ino())
}

#[cfg(not(unix))]
fn numbers(_: &std::fs::Metadata) -> (u64, u64) {
    (0, 0)
}
