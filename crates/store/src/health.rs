//! Waiting for the Database Service.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use crate::{Credentials, Remote, StoreError};

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(200);

/// Waits until the service at `url` is healthy, for at most `wait`; `waiting` is called once, at the first look
/// in vain. One whose disk is full is waited for no longer: what it has can be read.
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
        let error = match service.health() {
            Ok(()) | Err(StoreError::DiskFull { .. }) => return Ok(()),
            Err(error) => error,
        };
        if let Some(waiting) = waiting.take() {
            waiting();
        }
        if Instant::now() + PAUSE >= deadline {
            return Err(error);
        }
        sleep(PAUSE);
    }
}
