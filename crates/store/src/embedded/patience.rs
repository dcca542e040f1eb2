//! How long a statement may run, and whether anybody still waits for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::OwnedSemaphorePermit;

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 50_000;

/// How many steps a statement has that is to be answered at once: less than a millisecond.
const STEPS_OF_A_MOMENT: i32 = 5_000;

/// What takes longer is no quick work any more.
const QUICK: Duration = Duration::from_millis(20);

/// A limit of time that SQLite itself keeps: what runs beyond it is interrupted, not abandoned.
#[derive(Debug)]
pub(crate) struct Patience {
    since: Instant,
    limit: Duration,
    excused_millis: AtomicU64,
    given_up: AtomicBool,
    slot: Mutex<Option<OwnedSemaphorePermit>>,
    steps: i32,
}

impl Patience {
    /// Patience for that long, from now on.
    pub(crate) fn of(limit: Duration) -> Arc<Self> {
        Arc::new(Self::new(limit, STEPS_BETWEEN_LOOKS))
    }

    /// Patience for a few steps: it is over at the first look.
    pub(crate) fn for_a_moment() -> Arc<Self> {
        let moment = Self::new(Duration::ZERO, STEPS_OF_A_MOMENT);
        moment.give_up();
        Arc::new(moment)
    }

    fn new(limit: Duration, steps: i32) -> Self {
        Self {
            since: Instant::now(),
            limit,
            excused_millis: AtomicU64::default(),
            given_up: AtomicBool::default(),
            slot: Mutex::default(),
            steps,
        }
    }

    /// Nobody waits any more: what runs is interrupted at the next look.
    pub(crate) fn give_up(&self) {
        self.given_up.store(true, Relaxed);
    }

    /// Does not count a time in which SQLite waited for the reader of its answer.
    pub(crate) fn excuse(&self, wait: Duration) {
        self.excused_millis.fetch_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Keeps a slot among the quick ones, until the work is done or turns out to be slow: few run at a time, which
    /// is fastest for all of them, and none waits behind a slow one.
    pub(crate) fn keep(&self, slot: OwnedSemaphorePermit) {
        *self.slot.lock() = Some(slot);
    }

    /// Gives the slot to the next one: the work is done, or about to wait.
    pub(crate) fn let_go(&self) {
        *self.slot.lock() = None;
    }

    /// Whether the time is over.
    pub(crate) fn is_over(&self) -> bool {
        if self.since.elapsed() > QUICK {
            self.let_go();
        }
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
        connection.progress_handler(self.steps, Some(move || patience.is_over()))
    }
}
