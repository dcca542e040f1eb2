//! Whether the service is well, found out apart from everything else: it is told within a second, whatever runs.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use tokio::{sync::watch, time::timeout};

use crate::{Embedded, StoreError};

/// How long an answer counts.
const FRESH: Duration = Duration::from_millis(500);

/// How long a look at the database may take before what was found last is told.
const TIME: Duration = Duration::from_millis(800);

/// How long what was found last counts while the next look takes its time.
const STALE: Duration = Duration::from_secs(10);

/// The version of the data, or why the service is not well.
type Found = Result<i64, String>;

/// What was found last, and whether somebody looks now.
#[derive(Default)]
pub(super) struct Health(Mutex<State>);

#[derive(Default)]
struct State {
    last: Option<(Instant, Found)>,
    looking: Option<watch::Receiver<bool>>,
}

impl Health {
    /// How the database is now.
    pub(super) async fn ask(self: &Arc<Self>, database: &Arc<Embedded>) -> Found {
        let mut looking = {
            let mut state = self.0.lock();
            if let Some((at, found)) = &state.last
                && at.elapsed() < FRESH
            {
                return found.clone();
            }
            match &state.looking {
                Some(looking) => looking.clone(),
                None => {
                    let looking = self.look(database).map_err(|error| error.to_string())?;
                    state.looking.insert(looking).clone()
                }
            }
        };
        let _ = timeout(TIME, looking.wait_for(|done| *done)).await;
        match &self.0.lock().last {
            Some((at, found)) if at.elapsed() < STALE => found.clone(),
            _ => Err("the database does not answer".into()),
        }
    }

    fn look(self: &Arc<Self>, database: &Arc<Embedded>) -> Result<watch::Receiver<bool>, StoreError> {
        let (sender, receiver) = watch::channel(false);
        let (health, database) = (Arc::clone(self), Arc::clone(database));
        // Not one of the threads that requests block.
        let looking = thread::Builder::new().name("health".into()).spawn(move || {
            let found = database.ready().map_err(|error| error.to_string());
            let mut state = health.0.lock();
            state.last = Some((Instant::now(), found));
            state.looking = None;
            drop(state);
            sender.send_replace(true);
        });
        looking.map(|_| receiver).map_err(StoreError::internal)
    }
}
