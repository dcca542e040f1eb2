//! Whether the database answers and can be written, asked on a thread of its own: monitoring gets an answer whatever
//! runs.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use comptoir_store::{Cause, Database, StoreError};
use parking_lot::Mutex;
use tokio::{sync::watch, time::timeout};

use crate::problem::Problem;

/// How long an answer counts.
const FRESH: Duration = Duration::from_secs(1);

/// How long the database may take to answer.
const TIME: Duration = Duration::from_secs(3);

type Answer = Option<Result<i64, Problem>>;

/// The last answer, and whether a request is under way.
#[derive(Default)]
pub(crate) struct Health(Mutex<State>);

#[derive(Default)]
struct State {
    last: Option<(Instant, Result<i64, Problem>)>,
    asking: Option<watch::Receiver<Answer>>,
}

impl Health {
    /// The version of the data, as the database has it now. One thread asks for all who want to know.
    pub(crate) async fn ask(self: &Arc<Self>, database: &Arc<dyn Database>) -> Result<i64, Problem> {
        let mut answer = {
            let mut state = self.0.lock();
            if let Some((at, answer)) = &state.last
                && at.elapsed() < FRESH
            {
                return answer.clone();
            }
            if let Some(asking) = &state.asking {
                asking.clone()
            } else {
                let asking = self.begin(database)?;
                state.asking.insert(asking).clone()
            }
        };
        let heard = timeout(TIME, answer.wait_for(Option::is_some)).await;
        let answer = heard.ok().and_then(Result::ok).and_then(|answer| answer.clone());
        answer.unwrap_or_else(|| {
            Err(StoreError::Unreachable { url: database.address(), reason: Cause::Silent }.into())
        })
    }

    fn begin(self: &Arc<Self>, database: &Arc<dyn Database>) -> Result<watch::Receiver<Answer>, Problem> {
        let (sender, receiver) = watch::channel(None);
        let (health, database) = (Arc::clone(self), Arc::clone(database));
        // Not one of the threads that requests block.
        let asking = thread::Builder::new().name("health".into()).spawn(move || {
            let answer = database.ready().map_err(Problem::from);
            let mut state = health.0.lock();
            state.last = Some((Instant::now(), answer.clone()));
            state.asking = None;
            drop(state);
            sender.send_replace(Some(answer));
        });
        asking.map(|_| receiver).map_err(|error| Problem::unexpected(&error))
    }
}
