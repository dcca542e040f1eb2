//! Waiting for the Database Service.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{Credentials, Remote, StoreError};

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(200);

/// Waits until the service at `url` is healthy, for at most `wait`; `waiting` is called once, at the first look
/// in vain.
///
/// # Errors
/// The last reason why it was not healthy, when the time is over.
pub fn wait_until_healthy(
    url: &str,
    credentials: &Credentials,
    wait: Duration,
    waiting: impl FnOnce(),
) -> Result<(), StoreError> {
    let service = Remote::new(url, credentials)?;
    let deadline = Instant::now() + wait;
    let mut waiting = Some(waiting);
    loop {
        let Err(error) = service.health() else { return Ok(()) };
        if let Some(waiting) = waiting.take() {
            waiting();
        }
        if Instant::now() + PAUSE >= deadline {
            return Err(error);
        }
        sleep(PAUSE);
    }
}
