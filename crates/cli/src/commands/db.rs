//! `comptoir db serve`: the Database Service.

use std::path::Path;

use comptoir_store::{Embedded, is_remote, router};

use super::listen::Listener;
use crate::{
    failure::{Done, Failure},
    flags::DbServe,
    output::Output,
    secret::secret,
};

pub(super) fn serve(flags: &DbServe, path: &str, output: &Output) -> Result<Done, Failure> {
    if is_remote(path) {
        return Err(Failure::new("db-is-remote", vec![("url", path.to_owned())]));
    }
    let token = secret("COMPTOIR_DB_TOKEN")?;
    let listener = Listener::open(&flags.listen)?;
    if token.is_none() && !listener.is_local() {
        return Err(Failure::new("token-needed", vec![("address", flags.listen.clone())]));
    }
    let database = Embedded::open(Path::new(path))?;
    output.talk("db-serve-ready", &[("url", &listener.url()), ("path", path)]);
    output.talk("serve-stop", &[]);
    listener.serve(router(database, token))?;
    Ok(Done::Whole)
}
