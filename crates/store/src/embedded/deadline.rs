//! The deadline of a statement, and whether anybody still waits for its answer.

use std::{
    cell::RefCell,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::OwnedSemaphorePermit;

use crate::Cancel;

/// How many steps of SQLite's machine pass between two looks at the clock. A step may be a function that reads megabytes,
/// so that these are few; a look costs a thousandth of them.
const STEPS_BETWEEN_LOOKS: i32 = 1_000;

/// What takes longer is no quick work any more.
const QUICK: Duration = Duration::from_millis(20);

/// A limit of time that SQLite itself keeps: what runs beyond it is interrupted, not abandoned.
#[derive(Debug)]
pub(crate) struct Deadline {
    since: Instant,
    limit: Duration,
    paused_millis: AtomicU64,
    cancelled: AtomicBool,
    cancel: Cancel,
    slot: Mutex<Option<OwnedSemaphorePermit>>,
}

thread_local! {
    /// The deadline of the statement that runs on this thread, for functions of SQL that take long themselves.
    static HERE: RefCell<Weak<Deadline>> = const { RefCell::new(Weak::new()) };
}

/// Whether the time of the statement that runs on this thread is over.
pub(super) fn is_over_here() -> bool {
    HERE.with_borrow(|deadline| deadline.upgrade().is_some_and(|deadline| deadline.is_over()))
}

impl Deadline {
    /// A deadline `limit` from now.
    pub(crate) fn of(limit: Duration) -> Arc<Self> {
        Self::of_request(limit, Cancel::default())
    }

    /// A deadline of a request that may be cancelled.
    pub(crate) fn of_request(limit: Duration, cancel: Cancel) -> Arc<Self> {
        Arc::new(Self {
            cancel,
            since: Instant::now(),
            limit,
            paused_millis: AtomicU64::default(),
            cancelled: AtomicBool::default(),
            slot: Mutex::default(),
        })
    }

    /// Interrupts what runs at the next look: nobody waits for it any more.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Moves the deadline by a time in which SQLite waited for the reader of its answer.
    pub(crate) fn pause(&self, wait: Duration) {
        self.paused_millis.fetch_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX), Relaxed);
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
        self.is_cancelled()
            || self.since.elapsed() > self.limit + Duration::from_millis(self.paused_millis.load(Relaxed))
    }

    /// Whether nobody waits any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed) || self.cancel.is_cancelled()
    }

    /// Has what runs on the connection interrupted when the time is over.
    pub(crate) fn watch(self: &Arc<Self>, connection: &mut Connection) -> rusqlite::Result<()> {
        HERE.set(Arc::downgrade(self));
        let deadline = Arc::clone(self);
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(move || deadline.is_over()))
    }

    /// Has what runs on the connection from now on interrupted by nobody: the request whose limit it had is over, and
    /// cancelled, while the next one may begin with statements that have no limit of their own.
    pub(crate) fn forget(connection: &mut Connection) {
        // It fails on a connection that somebody else owns alone.
        let _ = connection.progress_handler(0, None::<fn() -> bool>);
    }
}
