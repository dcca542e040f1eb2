//! Files that are not complete yet, in folders that are known by their names: what a killed program has left behind
//! is found and removed by the next one, and what is in use by another stays.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tempfile::TempDir;

const PREFIX: &str = ".comptoir-";
const SUFFIX: &str = ".draft";
/// Held by the process that the draft belongs to, as long as it lives.
const LOCK: &str = "lock";
/// A folder without its lock is one that is being made, unless it is older than this.
const BEING_MADE: Duration = Duration::from_hours(1);

/// A folder for files that are not complete yet; it goes, with all that is in it, when it is dropped.
#[derive(Debug)]
pub struct Draft {
    // Fields are dropped in this order: where a file that is open cannot be removed, the lock has to go first.
    _lock: File,
    folder: TempDir,
}

impl Draft {
    /// Makes one in `parent`, so that its files can take their names there without being copied. Drafts that no
    /// program holds any more are removed first.
    ///
    /// # Errors
    /// What the system says.
    pub fn within(parent: &Path) -> io::Result<Self> {
        remove_abandoned_drafts(parent);
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempdir_in(parent)?;
            let lock = File::create_new(folder.path().join(LOCK))?;
            // Who removes abandoned drafts may have come between the two. Where there are no locks nobody removes any.
            if !matches!(lock.try_lock(), Err(TryLockError::WouldBlock)) {
                return Ok(Self { _lock: lock, folder });
            }
        }
    }

    /// Makes one beside the file that it is to become.
    ///
    /// # Errors
    /// What the system says.
    pub fn beside(target: &Path) -> io::Result<Self> {
        Self::within(crate::embedded::folder_of(target))
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Removes the drafts in a folder whose programs have ended without removing them. What cannot be removed stays, and
/// nothing else is touched.
pub fn remove_abandoned_drafts(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_draft = name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX));
        if is_draft && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_if_abandoned(&entry.path());
        }
    }
}

fn remove_if_abandoned(folder: &Path) {
    let is_abandoned = match File::open(folder.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => is_old(folder),
        Err(_) => false,
    };
    if is_abandoned {
        // Another program may be removing it as well.
        let _ = fs::remove_dir_all(folder);
    }
}

fn is_old(folder: &Path) -> bool {
    let made = fs::metadata(folder).and_then(|found| found.modified());
    made.is_ok_and(|made| SystemTime::now().duration_since(made).is_ok_and(|age| age > BEING_MADE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_killed_program_has_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let own = [".comptoir-notes", ".tmpAbC123", "shop.db.draft"];
        for name in own {
            fs::write(folder.path().join(name), "mine").unwrap();
        }
        let left = folder.path().join(".comptoir-1a2b3c.draft");
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join("copy"), "half").unwrap();
        let used = Draft::within(folder.path()).unwrap();
        fs::write(used.path("copy"), "half").unwrap();
        assert!(!left.exists());
        remove_abandoned_drafts(folder.path());
        assert_eq!(fs::read_to_string(used.path("copy")).unwrap(), "half");
        drop(used);
        assert_eq!(names(folder.path()), own);
    }

    #[test]
    fn a_draft_that_is_being_made_stays() {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join(".comptoir-1a2b3c.draft");
        fs::create_dir(&made).unwrap();
        remove_abandoned_drafts(folder.path());
        assert!(made.exists());
    }

    #[test]
    fn a_file_takes_its_name_from_its_draft() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("copy.db");
        let draft = Draft::beside(&target).unwrap();
        fs::write(draft.path("copy"), "whole").unwrap();
        fs::rename(draft.path("copy"), &target).unwrap();
        drop(draft);
        assert_eq!(names(folder.path()), ["copy.db"]);
    }
}
