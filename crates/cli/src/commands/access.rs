//! Who may use the Script Service: the password from the environment.

use comptoir_web::{Access, Proxy};

use super::listen::Listener;
use crate::{failure::Failure, secret::secret};

/// Access by `COMPTOIR_PASSWORD`, and by `COMPTOIR_API_TOKEN` for programs. Without a password only this machine may be
/// listened to.
pub(super) fn access(listener: &Listener, address: &str, proxies: &[Proxy]) -> Result<Access, Failure> {
    let usage = |error| Failure::from(error).of_usage();
    let access = match secret("COMPTOIR_PASSWORD")? {
        Some(password) => Access::with_password(&password).map_err(usage)?,
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
