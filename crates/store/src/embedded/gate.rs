//! The writer's gate: one writes at a time, the others wait in fair order.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use parking_lot::{ArcMutexGuard, Mutex, RawMutex};

use crate::StoreError;

/// SQLite lets one connection write at a time and has the others poll; waiting here is fair and costs nothing.
#[derive(Default)]
pub(crate) struct Gate {
    lock: Arc<Mutex<()>>,
    waiting: AtomicUsize,
    busy_micros: AtomicU64,
}

/// The right to write, until it is dropped.
pub(crate) struct Turn {
    guard: Option<ArcMutexGuard<RawMutex, ()>>,
    since: Instant,
    gate: Arc<Gate>,
}

impl Gate {
    /// Waits for the right to write, for at most `patience`.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the time is over.
    pub(crate) fn enter(self: &Arc<Self>, patience: Duration) -> Result<Turn, StoreError> {
        self.waiting.fetch_add(1, Relaxed);
        let guard = self.lock.try_lock_arc_for(patience);
        self.waiting.fetch_sub(1, Relaxed);
        let guard = guard.ok_or(StoreError::Busy)?;
        Ok(Turn { guard: Some(guard), since: Instant::now(), gate: Arc::clone(self) })
    }

    /// How many wait at this moment.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Relaxed)
    }

    /// For how long somebody has held the right to write, all in all.
    pub(crate) fn busy_time(&self) -> Duration {
        Duration::from_micros(self.busy_micros.load(Relaxed))
    }
}

impl Turn {
    /// For how long the right has been held.
    pub(crate) fn held_for(&self) -> Duration {
        self.since.elapsed()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let held = u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.gate.busy_micros.fetch_add(held, Relaxed);
        if let Some(guard) = self.guard.take() {
            // Hands over to whoever has waited longest, instead of letting a newcomer slip in.
            ArcMutexGuard::unlock_fair(guard);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_the_others_are_told_that_it_is_busy() {
        let gate = Arc::new(Gate::default());
        let turn = gate.enter(Duration::ZERO).unwrap();
        assert!(matches!(gate.enter(Duration::from_millis(5)), Err(StoreError::Busy)));
        drop(turn);
        assert!(gate.enter(Duration::ZERO).is_ok());
        assert!(gate.busy_time() > Duration::ZERO);
    }
}
