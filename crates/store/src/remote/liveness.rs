//! Whether the Database Service is alive: a slow answer is waited for, a service that has stopped answering is not.
//!
//! A statement may take a minute, so that no deadline of a request distinguishes the two. Where a request waits and
//! nothing is heard from the service, it is asked for its version, which it answers whatever runs. When that does not
//! come either, all waiting requests fail, and new ones fail at once until it answers again.

use std::{
    cell::RefCell,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use ureq::{
    Agent, Error, Timeout,
    unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport, time},
};

use crate::{Cancel, Cause};

/// After how long without a byte the service is asked whether it is alive.
const SILENCE: Duration = Duration::from_secs(1);

/// How long it may take to answer that. All who wait hear of it in less than five seconds.
const VERSION_TIME: Duration = Duration::from_millis(2_500);

/// The pause between two such questions while it does not answer.
const PAUSE: Duration = Duration::from_millis(500);

/// How often those who wait look whether it is still alive.
const LOOK: Duration = Duration::from_millis(250);

/// The state of a service as far as it is known.
#[derive(Debug)]
pub(super) struct Liveness {
    since: Instant,
    /// When it was heard of last, in milliseconds.
    heard: AtomicU64,
    is_silent: AtomicBool,
    is_probed: AtomicBool,
    /// Asks without the watch over connections, and keeps none.
    agent: Agent,
    version_url: String,
}

/// The service has stopped answering.
#[derive(Debug, thiserror::Error)]
#[error("{}", Cause::Silent)]
struct Silent;

impl Liveness {
    /// Of the service at a URL, asked in this way.
    pub(super) fn new(url: &str, agent: Agent) -> Arc<Self> {
        Arc::new(Self {
            since: Instant::now(),
            heard: AtomicU64::new(0),
            is_silent: AtomicBool::new(false),
            is_probed: AtomicBool::new(false),
            agent,
            version_url: format!("{url}/version"),
        })
    }

    /// Whether it has stopped answering.
    pub(super) fn is_silent(&self) -> bool {
        self.is_silent.load(Relaxed)
    }

    fn hear(&self) {
        self.heard.store(self.now(), Relaxed);
    }

    fn now(&self) -> u64 {
        u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn silent_for(&self) -> Duration {
        Duration::from_millis(self.now().saturating_sub(self.heard.load(Relaxed)))
    }

    /// Asks for its version until it answers, on a thread of its own, one at a time.
    fn probe(self: &Arc<Self>) {
        if self.is_probed.swap(true, Relaxed) {
            return;
        }
        let weak = Arc::downgrade(self);
        let probing = thread::Builder::new().name("liveness".into()).spawn(move || {
            while let Some(liveness) = weak.upgrade() {
                if liveness.answers() {
                    liveness.hear();
                    liveness.is_silent.store(false, Relaxed);
                    liveness.is_probed.store(false, Relaxed);
                    return;
                }
                // A byte of another answer is proof enough.
                let is_silent = liveness.silent_for() >= VERSION_TIME;
                liveness.is_silent.store(is_silent, Relaxed);
                drop(liveness);
                thread::sleep(PAUSE);
            }
        });
        if probing.is_err() {
            self.is_probed.store(false, Relaxed);
        }
    }

    fn answers(&self) -> bool {
        let request = self.agent.get(&self.version_url).header("connection", "close");
        let request = request.config().timeout_global(Some(VERSION_TIME)).http_status_as_error(false).build();
        request.call().is_ok_and(|mut answer| answer.body_mut().read_to_vec().is_ok())
    }
}

thread_local! {
    /// What stops the request that this thread waits for.
    static CANCEL: RefCell<Option<Cancel>> = const { RefCell::new(None) };
}

/// As long as this lives, the requests of this thread stop when they are cancelled.
pub(super) struct Cancelled;

/// Lets the requests of this thread be cancelled.
pub(super) fn cancelled_by(cancel: &Cancel) -> Cancelled {
    CANCEL.set(Some(cancel.clone()));
    Cancelled
}

impl Drop for Cancelled {
    fn drop(&mut self) {
        CANCEL.set(None);
    }
}

fn is_cancelled() -> bool {
    CANCEL.with_borrow(|cancel| cancel.as_ref().is_some_and(Cancel::is_cancelled))
}

/// Watches over connections.
#[derive(Debug)]
pub(super) struct Watch(pub(super) Arc<Liveness>);

/// A connection whose reader fails when the service has stopped answering.
#[derive(Debug)]
pub(super) struct Watched<T> {
    transport: T,
    liveness: Arc<Liveness>,
}

impl<In: Transport> Connector<In> for Watch {
    type Out = Watched<In>;

    fn connect(&self, _: &ConnectionDetails, chained: Option<In>) -> Result<Option<Self::Out>, Error> {
        Ok(chained.map(|transport| Watched { transport, liveness: Arc::clone(&self.0) }))
    }
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.transport.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.transport.transmit_output(amount, timeout)?;
        // What the system takes, the service need not have read: it is no sign of life.
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let whole = timeout.for_read();
        let since = Instant::now();
        loop {
            let left = whole.after.saturating_sub(since.elapsed());
            if left.is_zero() {
                return Err(Error::Timeout(whole.reason));
            }
            let slice = NextTimeout {
                after: time::Duration::Exact(left.min(LOOK)),
                reason: Timeout::PerRead,
                ..NextTimeout::default()
            };
            match self.transport.await_input(slice) {
                Err(Error::Timeout(_)) => {}
                answer => {
                    self.liveness.hear();
                    return answer;
                }
            }
            if is_cancelled() {
                return Err(Error::Io(std::io::ErrorKind::Interrupted.into()));
            }
            if self.liveness.is_silent() {
                return Err(Error::Other(Box::new(Silent)));
            }
            if since.elapsed() >= SILENCE && self.liveness.silent_for() >= SILENCE {
                self.liveness.probe();
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.transport.is_open()
    }

    fn is_tls(&self) -> bool {
        self.transport.is_tls()
    }
}
