//! How many files this process may have open. A connection of a client is one, a connection of SQLite is two; what is left to
//! strangers must leave enough for the database.

use std::sync::LazyLock;

/// As many as all limits of both services need together.
const ENOUGH: u64 = 8_192;

static LIMIT: LazyLock<usize> = LazyLock::new(|| usize::try_from(raised()).unwrap_or(usize::MAX));

/// The limit of this process, which is raised as far as it needs to be and may be.
pub fn open_files() -> usize {
    *LIMIT
}

#[cfg(unix)]
fn raised() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    // None is no limit.
    let (current, maximum) = (current.unwrap_or(ENOUGH), maximum.unwrap_or(ENOUGH));
    let wanted = maximum.min(ENOUGH);
    if current >= wanted {
        return current;
    }
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: Some(maximum) });
    if raised.is_ok() { wanted } else { current }
}

#[cfg(not(unix))]
fn raised() -> u64 {
    ENOUGH
}
