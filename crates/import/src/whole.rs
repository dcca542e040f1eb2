//! Files that are held in memory as a whole while they are read: one at a time in the whole program, so that several of them
//! take no more than the largest.

use std::sync::{Mutex, MutexGuard, PoisonError};

static WHOLE: Mutex<()> = Mutex::new(());

/// The turn of a file that is held as a whole. Nothing else is waited for meanwhile.
pub(crate) struct Turn {
    _turn: MutexGuard<'static, ()>,
}

impl Turn {
    /// Waits until no other file is held.
    pub(crate) fn wait() -> Self {
        Self { _turn: WHOLE.lock().unwrap_or_else(PoisonError::into_inner) }
    }
}
