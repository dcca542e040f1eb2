//! Who may use the Script Service: the password from the environment.

use comptoir_web::{Access, Proxy};

use super::listen::Listener;
use crate::{
    failure::Failure,
    secret::{must_be_long_enough, secret},
};

/// The variable that the password comes in.
const NAME: &str = "COMPTOIR_PASSWORD";

/// What a password begins with that is given as its hash.
const HASH_START: &str = "$argon2";

/// Access by `COMPTOIR_PASSWORD`, and by `COMPTOIR_API_TOKEN` for programs. Without a password only this machine may be
/// listened to.
pub(super) fn access(listener: &Listener, address: &str, proxies: &[Proxy]) -> Result<Access, Failure> {
    let usage = |error| Failure::from(error).of_usage();
    let access = match secret(NAME)? {
        Some(password) => {
            if !password.starts_with(HASH_START) {
                must_be_long_enough(NAME, &password, listener.is_local())?;
            }
            Access::with_password(&password).map_err(usage)?
        }
        None if listener.is_local() => Access::default(),
        None => {
            return Err(Failure::new("password-needed", vec![("address", address.to_owned())]).of_usage());
        }
    };
    let access = match secret("COMPTOIR_API_TOKEN")? {
        Some(token) => access.with_token(&token).map_err(usage)?,
        None => access,
    };
    Ok(access.behind(proxies.to_vec()))
}
