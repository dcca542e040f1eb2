//! The password, known by its Argon2 hash.

use std::sync::OnceLock;

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};
use comptoir_sales::{Diagnostic, Facts};
use comptoir_store::SECRET_LEAST;

/// Why a password cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// There is nothing to know, or next to nothing.
    #[error("the password is empty, or has fewer than {SECRET_LEAST} characters")]
    Empty,
    /// The token of programs can be guessed.
    #[error("the token of programs has fewer than {shortest} characters")]
    ShortToken {
        /// How many it must have at least.
        shortest: usize,
    },
    /// It begins as a hash does, but is not one.
    #[error("the password's hash cannot be read: {reason}")]
    Hash {
        /// The fault.
        reason: String,
    },
}

impl Diagnostic for PasswordError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "password-empty",
            Self::ShortToken { .. } => "api-token-short",
            Self::Hash { .. } => "password-hash",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Empty => vec![],
            Self::ShortToken { shortest } => vec![("shortest", shortest.to_string())],
            Self::Hash { reason } => vec![("reason", reason.clone())],
        }
    }
}

/// The prefix of a hash of this kind.
const HASH_START: &str = "$argon2";

#[derive(Debug)]
pub(super) struct Password {
    hash: PasswordHash,
    /// A quick hash of the password once it was verified, under a key of this process: programs send it with every
    /// request, and should wait for Argon2 once.
    known: OnceLock<blake3::Hash>,
    key: [u8; 32],
}

impl Password {
    /// The password, or its hash.
    pub(super) fn new(given: &str) -> Result<Self, PasswordError> {
        if !can_open(given) {
            return Err(PasswordError::Empty);
        }
        let hash = if given.starts_with(HASH_START) {
            let hash = PasswordHash::new(given).map_err(unreadable)?;
            if hash.salt.is_none() || hash.hash.is_none() {
                return Err(unreadable("its end is missing"));
            }
            // Only now it is known that this kind of hash can be computed at all.
            match Argon2::default().verify_password(b"", &hash) {
                Ok(()) => return Err(PasswordError::Empty),
                Err(argon2::password_hash::Error::PasswordInvalid) => hash,
                Err(error) => return Err(unreadable(error)),
            }
        } else {
            Argon2::default().hash_password(given.as_bytes()).map_err(unreadable)?
        };
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(unreadable)?;
        Ok(Self { hash, known: OnceLock::new(), key })
    }

    /// Whether it is the one that was verified before. Takes no time.
    pub(super) fn is_known(&self, given: &str) -> bool {
        self.known.get().is_some_and(|known| *known == self.quick_hash(given))
    }

    /// Whether it is the password. Takes a core and memory, as it must.
    pub(super) fn verify(&self, given: &str) -> bool {
        let is_right =
            can_open(given) && Argon2::default().verify_password(given.as_bytes(), &self.hash).is_ok();
        if is_right {
            let _ = self.known.set(self.quick_hash(given));
        }
        is_right
    }

    /// A hash under a key of this process.
    pub(super) fn quick_hash(&self, given: &str) -> blake3::Hash {
        blake3::keyed_hash(&self.key, given.as_bytes())
    }
}

/// Whether a password can open anything: one that is empty, blank or a few characters, given as a hash, opens nothing.
fn can_open(given: &str) -> bool {
    given.trim().chars().count() >= SECRET_LEAST
}

pub(super) fn unreadable(error: impl std::fmt::Display) -> PasswordError {
    PasswordError::Hash { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_verified_slowly_once_and_known_afterwards() {
        let password = Password::new("sésame ouvre-toi").unwrap();
        assert!(!password.is_known("sésame ouvre-toi"));
        assert!(!password.verify("sésame") && !password.is_known("sésame"));
        assert!(password.verify("sésame ouvre-toi") && password.is_known("sésame ouvre-toi"));
        assert!(!password.is_known("sésame"));
    }

    #[test]
    fn a_hash_stands_for_its_password() {
        let hash = Argon2::default().hash_password(b"secret").unwrap().to_string();
        let password = Password::new(&hash).unwrap();
        assert!(password.verify("secret") && !password.verify(&hash));
    }

    #[test]
    fn what_cannot_be_a_password_is_refused() {
        for short in ["", " ", "1", "123", "         1         "] {
            assert_eq!(Password::new(short).unwrap_err(), PasswordError::Empty, "{short:?}");
            let hash = Argon2::default().hash_password(short.as_bytes()).unwrap().to_string();
            assert!(!Password::new(&hash).is_ok_and(|password| password.verify(short)), "{short:?}");
        }
        for broken in ["$argon2id$v=19$m=19456", "$argon2x$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2g"] {
            assert!(matches!(Password::new(broken), Err(PasswordError::Hash { .. })), "{broken}");
        }
    }
}
