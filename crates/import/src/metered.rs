//! Bytes of which only so many may be read, however often the same ones are.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of which only so many may be read; [`io::ErrorKind::FileTooLarge`] is the error beyond.
pub(crate) struct Metered<R> {
    bytes: R,
    left: u64,
}

impl<R> Metered<R> {
    /// The bytes, of which `limit` may be read.
    pub(crate) fn new(bytes: R, limit: u64) -> Self {
        Self { bytes, left: limit }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(into)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn bytes_that_are_read_again_count_again() {
        let mut metered = Metered::new(Cursor::new([1; 100]), 250);
        for is_within in [true, true, false] {
            metered.rewind().unwrap();
            assert_eq!(metered.read_to_end(&mut vec![]).is_ok(), is_within);
        }
    }
}
