//! The health of the service, checked on a thread of its own: the answer comes within a second, whatever runs.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use tokio::{sync::watch, time::timeout};

use crate::{Database, Embedded, StoreError, hrana::WireError};

/// How long an answer counts.
const FRESH: Duration = Duration::from_millis(500);

/// How long a look at the database may take before the last result is reported instead.
const TIME: Duration = Duration::from_millis(800);

/// How long the next look may take while what was found last still counts.
const LONGEST: Duration = Duration::from_secs(10);

/// How long the first look may take.
const FIRST: Duration = Duration::from_secs(3);

/// The version of the data, or why the service is not well.
type Found = Result<i64, Arc<WireError>>;

/// What was found last, and whether somebody looks now.
#[derive(Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Default)]
struct State {
    last: Option<(Instant, Found)>,
    /// Since when.
    looking: Option<(Instant, watch::Receiver<bool>)>,
}

impl Health {
    /// How the database is now.
    pub(super) async fn ask(self: &Arc<Self>, database: &Arc<Embedded>) -> Found {
        let (since, mut looking, is_first) = {
            let mut state = self.0.lock();
            if let Some((at, found)) = &state.last
                && at.elapsed() < FRESH
            {
                return found.clone();
            }
            let is_first = state.last.is_none();
            let (since, looking) = if let Some(looking) = &state.looking {
                looking.clone()
            } else {
                let looking = self.look(database).map_err(|error| Arc::new(WireError::from(&error)))?;
                state.looking.insert((Instant::now(), looking)).clone()
            };
            (since, looking, is_first)
        };
        let time = if is_first { FIRST } else { TIME };
        let is_found = timeout(time, looking.wait_for(|done| *done)).await.is_ok_and(|done| done.is_ok());
        match &self.0.lock().last {
            Some((_, found)) if is_found || since.elapsed() < LONGEST => found.clone(),
            _ => Err(Arc::new(WireError::new("NO_ANSWER", "the database does not answer"))),
        }
    }

    fn look(self: &Arc<Self>, database: &Arc<Embedded>) -> Result<watch::Receiver<bool>, StoreError> {
        let (sender, receiver) = watch::channel(false);
        let (health, database) = (Arc::clone(self), Arc::clone(database));
        // Not one of the threads that requests block.
        let looking = thread::Builder::new().name("health".into()).spawn(move || {
            let found = database.ready().map_err(|error| Arc::new(WireError::from(&error)));
            let mut state = health.0.lock();
            state.last = Some((Instant::now(), found));
            state.looking = None;
            drop(state);
            sender.send_replace(true);
        });
        looking.map(|_| receiver).map_err(StoreError::internal)
    }
}
