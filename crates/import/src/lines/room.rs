//! How much memory the different words of a file may take.

use crate::{Different, ImportError};

/// For the products that a file of sales brings: some 400 000 of them.
pub(crate) const PRODUCTS: usize = 160 << 20;

/// For the stores that a file of sales brings, and how it writes those that are kept: some 50 000 of them.
pub(crate) const STORES: usize = 96 << 20;

/// For the words of columns of types and states, and for products that may be none: some 40 000 of them.
pub(crate) const WORDS: usize = 16 << 20;

/// For what all lines say of codes whose names some leave open: some 400 000 codes.
pub(crate) const NAMES: usize = 96 << 20;

/// For the lines of orders of which a discount is spread: more than a million of them.
pub(crate) const ORDERS: usize = 128 << 20;

/// Room in memory for what is different from line to line.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    left: usize,
    of: Different,
}

/// There is no room left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Full(pub(crate) Different);

impl Room {
    pub(crate) fn new(bytes: usize, of: Different) -> Self {
        Self { left: bytes, of }
    }

    /// Takes so many bytes of it.
    ///
    /// # Errors
    /// [`Full`] when there are fewer left.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Full> {
        self.left = self.left.checked_sub(bytes).ok_or(Full(self.of))?;
        Ok(())
    }
}

impl Full {
    /// The refusal of the file.
    pub(crate) fn error(self, name: &str) -> ImportError {
        ImportError::TooManyDifferent { source_name: name.to_owned(), what: self.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_given_until_there_is_none_left() {
        let mut room = Room::new(10, Different::Stores);
        assert_eq!(room.take(10), Ok(()));
        assert_eq!(room.take(0), Ok(()));
        assert_eq!(room.take(1), Err(Full(Different::Stores)));
    }
}
