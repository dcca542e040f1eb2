//! Where sales are kept: SQLite, in this process or behind the Database Service.
//!
//! Everything above stands on [`Database`] and cannot tell which side it has; [`open`] chooses by the address.
//! [`Book`] keeps what an import pours in, on either side.

mod book;
mod database;
mod embedded;
mod error;
mod health;
mod hrana;
mod remote;
mod server;
mod value;

use std::sync::Arc;

pub use book::Book;
pub use database::{Database, Outcome, Statement};
pub use embedded::Embedded;
pub use error::StoreError;
pub use health::wait_until_healthy;
pub use remote::Remote;
pub use server::router;
pub use value::{Rows, Value};

/// Whether an address names a Database Service rather than a file.
pub fn is_remote(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// Opens the database at `address`: `http://…` a Database Service, anything else a file, made when it is not there.
///
/// # Errors
/// When the file cannot be opened or migrated. A service is not asked anything yet.
pub fn open(address: &str, token: Option<String>) -> Result<Arc<dyn Database>, StoreError> {
    Ok(if is_remote(address) {
        Arc::new(Remote::new(address, token))
    } else {
        Arc::new(Embedded::open(address.as_ref())?)
    })
}
