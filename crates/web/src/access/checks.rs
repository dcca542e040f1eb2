//! Verifications of passwords under way: clients that send the same at the same time wait for one result.

use std::collections::{HashMap, VecDeque};

use parking_lot::Mutex;
use tokio::sync::watch;

/// How many wrong passwords are remembered, so that a program that goes on sending its old one costs nobody a try.
const WRONG: usize = 256;

/// The passwords that are being verified, and those that were wrong recently, by their hash under the key of this
/// process.
#[derive(Debug, Default)]
pub(super) struct Checks(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    under_way: HashMap<blake3::Hash, watch::Receiver<Option<bool>>>,
    wrong: VecDeque<blake3::Hash>,
}

/// What to do with a password.
pub(super) enum Check<'a> {
    /// It was wrong before.
    Wrong,
    /// Somebody verifies it: the result comes here, or nothing when they are gone.
    Wait(watch::Receiver<Option<bool>>),
    /// It is to be verified.
    Verify(Verification<'a>),
}

/// A verification under way. Dropped without a result, another one may begin.
pub(super) struct Verification<'a> {
    checks: &'a Checks,
    hash: blake3::Hash,
    result: watch::Sender<Option<bool>>,
}

impl Checks {
    pub(super) fn begin(&self, hash: blake3::Hash) -> Check<'_> {
        let mut state = self.0.lock();
        if state.wrong.contains(&hash) {
            return Check::Wrong;
        }
        if let Some(result) = state.under_way.get(&hash) {
            return Check::Wait(result.clone());
        }
        let (sender, receiver) = watch::channel(None);
        state.under_way.insert(hash, receiver);
        Check::Verify(Verification { checks: self, hash, result: sender })
    }
}

impl Verification<'_> {
    /// Wakes all who wait.
    pub(super) fn ends(self, is_right: bool) {
        if !is_right {
            let mut state = self.checks.0.lock();
            state.wrong.push_back(self.hash);
            if state.wrong.len() > WRONG {
                state.wrong.pop_front();
            }
        }
        self.result.send_replace(Some(is_right));
    }
}

impl Drop for Verification<'_> {
    fn drop(&mut self) {
        self.checks.0.lock().under_way.remove(&self.hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_sends_the_same_password_waits_for_one_verification() {
        let (checks, hash) = (Checks::default(), blake3::hash(b"sesame"));
        let Check::Verify(first) = checks.begin(hash) else { panic!("nobody verifies it") };
        let Check::Wait(mut second) = checks.begin(hash) else { panic!("somebody verifies it") };
        assert!(matches!(checks.begin(blake3::hash(b"other")), Check::Verify(_)));
        first.ends(true);
        assert_eq!(second.wait_for(Option::is_some).await.map(|result| *result).unwrap(), Some(true));
        assert!(matches!(checks.begin(hash), Check::Verify(_)));
    }

    #[tokio::test]
    async fn when_the_first_goes_away_another_one_verifies() {
        let (checks, hash) = (Checks::default(), blake3::hash(b"sesame"));
        let first = checks.begin(hash);
        let Check::Wait(mut second) = checks.begin(hash) else { panic!("somebody verifies it") };
        drop(first);
        assert!(second.wait_for(Option::is_some).await.is_err());
        assert!(matches!(checks.begin(hash), Check::Verify(_)));
    }

    #[test]
    fn a_wrong_password_is_known_for_a_while() {
        let (checks, hash) = (Checks::default(), blake3::hash(b"guess"));
        if let Check::Verify(first) = checks.begin(hash) {
            first.ends(false);
        }
        assert!(matches!(checks.begin(hash), Check::Wrong));
        for other in 0..WRONG {
            let Check::Verify(other) = checks.begin(blake3::hash(&other.to_le_bytes())) else { continue };
            other.ends(false);
        }
        assert!(matches!(checks.begin(hash), Check::Verify(_)));
    }
}
