//! How many requests to a service run at once: more would each wait on a thread, and wait no less.

use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

/// How many requests run at once.
const SLOTS: usize = 48;

/// How long a request waits for a slot.
const WAIT: Duration = Duration::from_secs(5);

/// The slots of a service.
#[derive(Debug, Default)]
pub(super) struct Slots {
    taken: Mutex<usize>,
    freed: Condvar,
}

/// A slot, until it is dropped.
pub(super) struct Slot<'a>(&'a Slots);

impl Slots {
    /// Waits for a slot, as long as `goes_on`; nothing when none became free.
    pub(super) fn take(&self, goes_on: impl Fn() -> bool) -> Option<Slot<'_>> {
        let until = Instant::now() + WAIT;
        let mut taken = self.taken.lock();
        while *taken == SLOTS {
            let look = until.min(Instant::now() + Duration::from_millis(250));
            self.freed.wait_until(&mut taken, look);
            if *taken == SLOTS && (Instant::now() >= until || !goes_on()) {
                return None;
            }
        }
        *taken += 1;
        Some(Slot(self))
    }
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        *self.0.taken.lock() -= 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_waits_until_another_one_is_done() {
        let slots = Slots::default();
        let mut held: Vec<_> = (0..SLOTS).filter_map(|_| slots.take(|| true)).collect();
        assert_eq!(held.len(), SLOTS);
        assert!(slots.take(|| false).is_none());
        std::thread::scope(|scope| {
            let next = scope.spawn(|| slots.take(|| true).is_some());
            held.pop();
            assert!(next.join().unwrap());
        });
    }
}
