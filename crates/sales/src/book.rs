//! What an import asks back.

use crate::{Product, Store, Told};

/// What is known before a file is read.
pub trait SalesBook {
    /// Every product kept, each with its id.
    fn products(&self) -> Result<Vec<Product>, Box<dyn Told>>;

    /// Every store kept, each with its id.
    fn stores(&self) -> Result<Vec<Store>, Box<dyn Told>>;
}
