//! Sessions. They live in memory: a restart signs everybody out.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use parking_lot::Mutex;

/// How long a session lasts without being used.
const IDLE: Duration = Duration::from_hours(30 * 24);

/// The sessions by the hash of their token, with when each was last used.
#[derive(Debug, Default)]
pub(super) struct Sessions(Mutex<HashMap<blake3::Hash, Instant>>);

impl Sessions {
    /// Begins a session and returns its random token.
    pub(super) fn begin(&self, now: Instant) -> String {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).expect("the system gave randomness when the password was set");
        let token = BASE64.encode(secret);
        let mut sessions = self.0.lock();
        sessions.retain(|_, used| is_alive(*used, now));
        sessions.insert(hash_of(&token), now);
        token
    }

    /// Whether a session has this token; it is used by being asked for.
    pub(super) fn touch(&self, token: &str, now: Instant) -> bool {
        let mut sessions = self.0.lock();
        let used = sessions.get_mut(&hash_of(token)).filter(|used| is_alive(**used, now));
        used.map(|used| *used = now).is_some()
    }

    pub(super) fn end(&self, token: &str) {
        self.0.lock().remove(&hash_of(token));
    }
}

fn is_alive(used: Instant, now: Instant) -> bool {
    now.saturating_duration_since(used) < IDLE
}

fn hash_of(token: &str) -> blake3::Hash {
    blake3::hash(token.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_lasts_as_long_as_it_is_used() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let token = sessions.begin(now);
        let later = now + IDLE / 2;
        assert!(sessions.touch(&token, later) && sessions.touch(&token, later + IDLE / 2));
        assert!(!sessions.touch(&token, later + IDLE / 2 + IDLE));
    }

    #[test]
    fn a_session_ends_when_told_to_and_no_other_does() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let (one, other) = (sessions.begin(now), sessions.begin(now));
        sessions.end(&one);
        assert!(!sessions.touch(&one, now) && sessions.touch(&other, now) && !sessions.touch("", now));
    }
}
