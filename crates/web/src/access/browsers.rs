//! Browsers that have signed in before, known by a signed cookie. It opens nothing: it only separates their attempts
//! at a password from those of others.

use argon2::Argon2;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};

use super::password::{PasswordError, unreadable};

/// The purpose of the key, so that nothing else shares it.
const SALT: &[u8] = b"comptoir: cookie of a browser";

/// Bytes of a browser's number, and of the signature behind it.
const PART: usize = 16;

/// Signs and reads the cookies of browsers.
#[derive(Debug)]
pub(super) struct Browsers {
    key: [u8; 32],
}

impl Browsers {
    /// Signs with a key made of the password as slowly as its hash, so that a cookie is no help in guessing it. The
    /// cookies outlive a restart, and not another password.
    pub(super) fn new(password: &str) -> Result<Self, PasswordError> {
        let mut key = [0; 32];
        Argon2::default().hash_password_into(password.as_bytes(), SALT, &mut key).map_err(unreadable)?;
        Ok(Self { key })
    }

    /// The cookie of a new browser.
    pub(super) fn cookie(&self) -> String {
        let mut number = [0; PART];
        getrandom::fill(&mut number).expect("the system gave randomness when the password was set");
        BASE64.encode([number, self.signature(number)].concat())
    }

    /// The number in a cookie that was signed here.
    pub(super) fn number(&self, cookie: &str) -> Option<[u8; PART]> {
        let bytes = BASE64.decode(cookie).ok()?;
        let (number, signature) = bytes.split_at_checked(PART)?;
        let number: [u8; PART] = number.try_into().ok()?;
        // Hashed once more, so that the comparison takes the same time wherever they differ.
        let is_right = blake3::hash(signature) == blake3::hash(&self.signature(number));
        is_right.then_some(number)
    }

    fn signature(&self, number: [u8; PART]) -> [u8; PART] {
        let whole = blake3::keyed_hash(&self.key, &number);
        std::array::from_fn(|at| whole.as_bytes()[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_again_after_a_restart_and_not_with_another_password() {
        let before = Browsers::new("sésame").unwrap();
        let cookie = before.cookie();
        assert!(before.number(&cookie).is_some());
        assert_eq!(Browsers::new("sésame").unwrap().number(&cookie), before.number(&cookie));
        assert_eq!(Browsers::new("another").unwrap().number(&cookie), None);
        assert_ne!(before.cookie(), cookie);
    }

    #[test]
    fn what_was_not_signed_here_is_nobody() {
        let browsers = Browsers::new("sésame").unwrap();
        let mut bytes = BASE64.decode(browsers.cookie()).unwrap();
        bytes[3] ^= 1;
        for forged in
            [BASE64.encode(&bytes), BASE64.encode([0; 32]), BASE64.encode([0; 16]), String::new(), "!".into()]
        {
            assert_eq!(browsers.number(&forged), None, "{forged}");
        }
    }
}
