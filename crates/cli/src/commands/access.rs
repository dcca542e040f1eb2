//! Access to the Script Service: the password from the environment.

use comptoir_web::{Access, Proxy};

use super::listen::Listener;
use crate::{
    failure::Failure,
    secret::{must_not_be_guessed, must_protect, secret},
};

/// The variable that the password comes in.
const NAME: &str = "COMPTOIR_PASSWORD";

/// The variable of the token of programs.
const TOKEN_NAME: &str = "COMPTOIR_API_TOKEN";

/// The prefix of a password that is given as its hash.
const HASH_START: &str = "$argon2";

/// Access by `COMPTOIR_PASSWORD`, and by `COMPTOIR_API_TOKEN` for programs. Without a password only this machine may be
/// listened to.
pub(super) fn access(listener: &Listener, address: &str, proxies: &[Proxy]) -> Result<Access, Failure> {
    let usage = |error| Failure::from(error).of_usage();
    let access = match secret(NAME)? {
        Some(password) => {
            let is_hash = password.starts_with(HASH_START);
            if !is_hash {
                must_protect(NAME, &password, listener.is_local())?;
            }
            let access = Access::with_password(&password).map_err(usage)?;
            if is_hash {
                must_not_be_guessed(NAME, listener.is_local(), |guess| access.is_password(guess))?;
            }
            access
        }
        None if listener.is_local() => Access::default(),
        None => {
            return Err(Failure::new("password-needed", vec![("address", address.to_owned())]).of_usage());
        }
    };
    let access = match secret(TOKEN_NAME)? {
        Some(token) => {
            let access = access.with_token(&token).map_err(usage)?;
            must_protect(TOKEN_NAME, &token, listener.is_local())?;
            access
        }
        None => access,
    };
    Ok(access.behind(proxies.to_vec()))
}
