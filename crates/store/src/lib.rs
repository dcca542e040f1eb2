#![doc = include_str!("../README.md")]

mod batches;
mod book;
mod cause;
mod database;
mod draft;
mod embedded;
mod error;
mod fault;
mod health;
mod hrana;
pub mod ledger;
mod load;
mod open_files;
mod record;
mod remote;
mod rows;
mod server;
mod soundness;
mod value;
mod value_rule;

use std::sync::Arc;

pub use batches::Take;
pub use book::Book;
pub use comptoir_sales::Cause;
pub use database::{Cancel, Database, Limits, Outcome, Statement};
pub use draft::{Draft, remove_abandoned_drafts};
pub use embedded::{
    Embedded, Exposed, Keys, PutBack, REJECTS_KEPT, Repaired, Restored, Scope, SpooledRejects, Token,
    limit_memory, restore,
};
pub use error::StoreError;
pub use fault::Fault;
pub use health::wait_until_healthy;
pub use load::{
    Clash, HeldBack, LedgerLine, Load, Loaded, LoadedTable, MissingSale, Mode, TableLoad, Undone,
};
pub use open_files::open_files;
pub use record::Record;
pub use remote::Remote;
pub use server::{Access, Peer, SECRET_LEAST, answer_after_body, names_this_machine, router};
pub use soundness::LostRows;
pub use value::{Rows, Value};
pub use value_rule::ValueRule;

/// Whether an address names a Database Service rather than a file.
pub fn is_remote(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// What opens a Database Service.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    /// The bearer token.
    pub token: Option<String>,
    /// The certificates to trust, as PEM, instead of the public authorities.
    pub authorities: Option<Vec<u8>>,
}

/// Opens the database at `address`: `http://…` a Database Service, anything else a file, made when it is not there.
///
/// # Errors
/// When the file cannot be opened or migrated, or the certificates are invalid. A service is not asked anything yet.
pub fn open(address: &str, credentials: &Credentials) -> Result<Arc<dyn Database>, StoreError> {
    Ok(if is_remote(address) {
        Arc::new(Remote::new(address, credentials)?)
    } else {
        Arc::new(Embedded::open(address.as_ref())?)
    })
}

/// Opens the database at `address` as [`open`] does, and makes none.
///
/// # Errors
/// [`StoreError::NoDatabase`] where there is no file, and those of [`open`].
pub fn open_existing(address: &str, credentials: &Credentials) -> Result<Arc<dyn Database>, StoreError> {
    Ok(if is_remote(address) {
        Arc::new(Remote::new(address, credentials)?)
    } else {
        Arc::new(Embedded::open_existing(address.as_ref())?)
    })
}
