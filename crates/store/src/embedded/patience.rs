//! How long a statement may run, and whether anybody still waits for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use rusqlite::Connection;

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 50_000;

/// A limit of time that SQLite itself keeps: what runs beyond it is interrupted, not abandoned.
#[derive(Debug)]
pub(crate) struct Patience {
    since: Instant,
    limit: Duration,
    excused_millis: AtomicU64,
    given_up: AtomicBool,
}

impl Patience {
    /// Patience for that long, from now on.
    pub(crate) fn of(limit: Duration) -> Arc<Self> {
        Arc::new(Self {
            since: Instant::now(),
            limit,
            excused_millis: AtomicU64::default(),
            given_up: AtomicBool::default(),
        })
    }

    /// Nobody waits any more: what runs is interrupted at the next look.
    pub(crate) fn give_up(&self) {
        self.given_up.store(true, Relaxed);
    }

    /// Does not count a time in which SQLite waited for the reader of its answer.
    pub(crate) fn excuse(&self, wait: Duration) {
        self.excused_millis.fetch_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Whether the time is over.
    pub(crate) fn is_over(&self) -> bool {
        self.is_given_up()
            || self.since.elapsed() > self.limit + Duration::from_millis(self.excused_millis.load(Relaxed))
    }

    /// Whether nobody waits any more.
    pub(crate) fn is_given_up(&self) -> bool {
        self.given_up.load(Relaxed)
    }

    /// Has what runs on the connection interrupted when the time is over.
    pub(crate) fn watch(self: &Arc<Self>, connection: &mut Connection) -> rusqlite::Result<()> {
        let patience = Arc::clone(self);
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || patience.is_over()))
    }
}
