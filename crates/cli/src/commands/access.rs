//! Who may use the Script Service: the password from the environment.

use comptoir_web::Access;

use super::listen::Listener;
use crate::{failure::Failure, secret::secret};

/// Access by `COMPTOIR_PASSWORD`. Without one only this machine may be listened to.
pub(super) fn access(listener: &Listener, address: &str) -> Result<Access, Failure> {
    match secret("COMPTOIR_PASSWORD")? {
        Some(password) => Access::with_password(&password).map_err(|error| Failure::from(error).of_usage()),
        None if listener.is_local() => Ok(Access::default()),
        None => Err(Failure::new("password-needed", vec![("address", address.to_owned())]).of_usage()),
    }
}
