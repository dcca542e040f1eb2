//! Targets of revenue.

use crate::{Money, Region};

/// The revenue aimed at in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The month, `2023-11`.
    pub month: String,
    /// Whose revenue.
    pub of: Aim,
    /// How much, tax included.
    pub amount: Money,
}

/// Whose revenue a target is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// All stores together.
    All,
    /// One store, by its id.
    Store(i64),
    /// The stores of a region.
    Region(Region),
}

impl Target {
    /// The key of a target: the month, and whose it is.
    pub fn code(&self) -> String {
        match self.of {
            Aim::All => self.month.clone(),
            Aim::Store(id) => format!("{} store {id}", self.month),
            Aim::Region(region) => format!("{} region {}", self.month, region.code()),
        }
    }
}
