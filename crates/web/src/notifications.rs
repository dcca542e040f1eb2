//! Notifications of open pages: the data changed, an import went on, the database went away or came back.
//!
//! The database is asked for its version once a second, and only while somebody listens; one task asks for all.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use comptoir_store::{Database, StoreError};
use tokio::{
    sync::{Notify, broadcast, watch},
    task::JoinError,
    time::{sleep, timeout},
};

use crate::jobs::Job;

/// The pause between two looks at the database.
const PAUSE: Duration = Duration::from_secs(1);

/// How long the database may take to answer before it counts as down.
const PATIENCE: Duration = Duration::from_secs(5);

/// How many reports of imports may wait for a listener; one that is slower misses some.
const WAITING: usize = 64;

/// The state of the database; `None` until it was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct State {
    data_version: Option<i64>,
    is_up: Option<bool>,
}

/// One thing that happened.
pub(crate) enum Event {
    /// The data version is now this.
    Data(i64),
    /// An import moved or ended.
    Import(Arc<Job>),
    /// The database answers, or does not.
    Health(bool),
}

/// Where news comes in and goes out to listeners.
pub(crate) struct News {
    state: watch::Sender<State>,
    jobs: broadcast::Sender<Arc<Job>>,
    look: Notify,
    closing: watch::Sender<bool>,
    /// Whether a task looks at the database.
    is_watched: Mutex<bool>,
}

impl Default for News {
    fn default() -> Self {
        Self {
            state: watch::Sender::default(),
            jobs: broadcast::Sender::new(WAITING),
            look: Notify::new(),
            closing: watch::Sender::new(false),
            is_watched: Mutex::new(false),
        }
    }
}

impl News {
    /// Listens from now on; the state of the database is sent first.
    pub(crate) fn listen(self: &Arc<Self>, database: &Arc<dyn Database>) -> Listener {
        let mut is_watched = self.is_watched.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = Listener {
            state: self.state.subscribe(),
            told: State::default(),
            jobs: self.jobs.subscribe(),
            closing: self.closing.subscribe(),
        };
        if !*is_watched {
            *is_watched = true;
            tokio::spawn(Arc::clone(self).watch(Arc::clone(database)));
        }
        listener
    }

    /// Looks at the database at once: this service may have written.
    pub(crate) fn look(&self) {
        self.look.notify_one();
    }

    /// Publishes the progress of a job.
    pub(crate) fn tell(&self, job: &Arc<Job>) {
        // An error means that there is no listener.
        let _ = self.jobs.send(Arc::clone(job));
    }

    /// Ends all listening: the service stops.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Asks the database again and again while somebody listens.
    async fn watch(self: Arc<Self>, database: Arc<dyn Database>) {
        loop {
            let asked = Arc::clone(&database);
            let mut answer = tokio::task::spawn_blocking(move || asked.data_version());
            if let Ok(answer) = timeout(PATIENCE, &mut answer).await {
                self.learn(&answer);
            } else {
                self.learn_state(|state| state.is_up = Some(false));
                // It is not asked twice at once.
                self.learn(&answer.await);
            }
            tokio::select! {
                () = self.state.closed() => {
                    if self.stops_watching() {
                        return;
                    }
                }
                () = sleep(PAUSE) => {}
                () = self.look.notified() => {}
            }
        }
    }

    fn learn(&self, answer: &Result<Result<i64, StoreError>, JoinError>) {
        match answer {
            Ok(Ok(version)) => self.learn_state(|state| {
                *state = State { data_version: Some(*version), is_up: Some(true) };
            }),
            // It answers, if only to say that it has much to do.
            Ok(Err(StoreError::Busy | StoreError::Overloaded { .. })) => {
                self.learn_state(|state| state.is_up = Some(true));
            }
            Ok(Err(_)) | Err(_) => self.learn_state(|state| state.is_up = Some(false)),
        }
    }

    fn learn_state(&self, change: impl FnOnce(&mut State)) {
        self.state.send_if_modified(|state| {
            let before = *state;
            change(state);
            *state != before
        });
    }

    /// Whether no listener has come meanwhile: then the known state grows old, and is forgotten.
    fn stops_watching(&self) -> bool {
        let mut is_watched = self.is_watched.lock().unwrap_or_else(PoisonError::into_inner);
        *is_watched = self.state.receiver_count() > 0;
        if !*is_watched {
            self.state.send_replace(State::default());
        }
        !*is_watched
    }
}

/// A listener.
pub(crate) struct Listener {
    state: watch::Receiver<State>,
    told: State,
    jobs: broadcast::Receiver<Arc<Job>>,
    closing: watch::Receiver<bool>,
}

impl Listener {
    /// What happens next; `None` when the service stops.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            let state = *self.state.borrow_and_update();
            if let Some(is_up) = state.is_up.filter(|_| state.is_up != self.told.is_up) {
                self.told.is_up = state.is_up;
                return Some(Event::Health(is_up));
            }
            if let Some(version) = state.data_version.filter(|_| state.data_version != self.told.data_version)
            {
                self.told.data_version = state.data_version;
                return Some(Event::Data(version));
            }
            tokio::select! {
                _ = self.closing.wait_for(|closing| *closing) => return None,
                changed = self.state.changed() => changed.ok()?,
                job = self.jobs.recv() => match job {
                    Ok(job) => return Some(Event::Import(job)),
                    // The next report has all that was missed.
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
            }
        }
    }
}
