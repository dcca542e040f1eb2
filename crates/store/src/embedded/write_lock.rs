//! The write lock: there is one writer at a time; writers queue in fair order.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use parking_lot::{ArcMutexGuard, Mutex, RawMutex};

use crate::StoreError;

/// A fair lock in front of SQLite's own, which lets one connection write at a time and has the others poll.
#[derive(Default)]
pub(crate) struct WriteLock {
    lock: Arc<Mutex<()>>,
    waiting: AtomicUsize,
    busy_micros: AtomicU64,
}

/// Holds the write lock until it is dropped.
pub(crate) struct WriteGuard {
    guard: Option<ArcMutexGuard<RawMutex, ()>>,
    since: Instant,
    lock: Arc<WriteLock>,
}

impl WriteLock {
    /// Waits for the lock for at most `wait`.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the lock is not free within that time.
    pub(crate) fn acquire(self: &Arc<Self>, wait: Duration) -> Result<WriteGuard, StoreError> {
        self.waiting.fetch_add(1, Relaxed);
        let guard = self.lock.try_lock_arc_for(wait);
        self.waiting.fetch_sub(1, Relaxed);
        let guard = guard.ok_or(StoreError::Busy)?;
        Ok(WriteGuard { guard: Some(guard), since: Instant::now(), lock: Arc::clone(self) })
    }

    /// The number of writers that wait now.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Relaxed)
    }

    /// The time for which the lock has been held, in total.
    pub(crate) fn busy_time(&self) -> Duration {
        Duration::from_micros(self.busy_micros.load(Relaxed))
    }
}

impl WriteGuard {
    /// The time for which this guard has held the lock.
    pub(crate) fn held_for(&self) -> Duration {
        self.since.elapsed()
    }
}

impl Drop for WriteGuard {
    fn drop(&mut self) {
        let held = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.lock.busy_micros.fetch_add(held, Relaxed);
        if let Some(guard) = self.guard.take() {
            // Hands the lock to the writer that has waited longest; a plain unlock would let a newcomer take it.
            ArcMutexGuard::unlock_fair(guard);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_hears_that_the_database_is_busy() {
        let lock = Arc::new(WriteLock::default());
        let guard = lock.acquire(Duration::ZERO).unwrap();
        assert!(matches!(lock.acquire(Duration::from_millis(5)), Err(StoreError::Busy)));
        drop(guard);
        assert!(lock.acquire(Duration::ZERO).is_ok());
        assert!(lock.busy_time() > Duration::ZERO);
    }
}
