//! Thrift's compact protocol, as far as it takes to find the numbers that a file of Parquet says of itself.

use std::io::{self, Read};

/// How deep structs and lists may lie in each other.
const DEPTH: u8 = 16;

/// The kinds of fields that are distinguished.
pub(super) const I32: u8 = 5;
pub(super) const BINARY: u8 = 8;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// Reads from the start of a struct on, and counts the bytes.
pub(super) struct Thrift<R> {
    inner: R,
    pub(super) taken: u64,
}

/// A field of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) number: i16,
    pub(super) kind: u8,
}

impl<R: Read> Thrift<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, taken: 0 }
    }

    /// The next field of a struct, after the one of that number; `None` at its end.
    pub(super) fn field(&mut self, last: i16) -> io::Result<Option<Field>> {
        let byte = self.byte()?;
        let kind = byte & 0xf;
        if kind == 0 {
            return Ok(None);
        }
        let number = match byte >> 4 {
            0 => i16::try_from(self.integer()?).ok(),
            delta => last.checked_add(i16::from(delta)),
        };
        Ok(Some(Field { number: number.ok_or_else(wrong)?, kind }))
    }

    /// A number of a field of that kind, which must be one of 32 bits.
    pub(super) fn number(&mut self, field: Field) -> io::Result<i32> {
        if field.kind == I32 { i32::try_from(self.integer()?).map_err(|_| wrong()) } else { Err(wrong()) }
    }

    /// The kind of a list's items, and how many there are.
    pub(super) fn list(&mut self) -> io::Result<(u8, u64)> {
        let byte = self.byte()?;
        let count = if byte >> 4 == 15 { self.varint()? } else { u64::from(byte >> 4) };
        Ok((byte & 0xf, count))
    }

    /// Passes over a field of any kind.
    pub(super) fn skip(&mut self, field: Field) -> io::Result<()> {
        match field.kind {
            1 | 2 => Ok(()),
            kind => self.skip_item(kind, DEPTH),
        }
    }

    /// Passes over a value of that kind; a truth is a byte in lists.
    pub(super) fn skip_item(&mut self, kind: u8, depth: u8) -> io::Result<()> {
        let deeper = depth.checked_sub(1).ok_or_else(wrong)?;
        match kind {
            1..=3 => self.byte().map(|_| ()),
            4..=6 => self.varint().map(|_| ()),
            7 => self.pass(8),
            BINARY => {
                let len = self.varint()?;
                self.pass(len)
            }
            LIST | 10 => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip_item(kind, deeper))
            }
            11 => {
                let count = self.varint()?;
                let kinds = if count > 0 { self.byte()? } else { 0 };
                (0..count).try_for_each(|_| {
                    self.skip_item(kinds >> 4, deeper)?;
                    self.skip_item(kinds & 0xf, deeper)
                })
            }
            STRUCT => {
                let mut last = 0;
                while let Some(field) = self.field(last)? {
                    last = field.number;
                    if field.kind > 2 {
                        self.skip_item(field.kind, deeper)?;
                    }
                }
                Ok(())
            }
            13 => self.pass(16),
            _ => Err(wrong()),
        }
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.inner.read_exact(&mut byte)?;
        self.taken += 1;
        Ok(byte[0])
    }

    fn pass(&mut self, bytes: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.inner.by_ref().take(bytes), &mut io::sink())?;
        self.taken += passed;
        if passed == bytes { Ok(()) } else { Err(wrong()) }
    }

    fn varint(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(wrong())
    }

    fn integer(&mut self) -> io::Result<i64> {
        let number = self.varint()?;
        let half = i64::try_from(number >> 1).map_err(|_| wrong())?;
        Ok(if number & 1 == 1 { !half } else { half })
    }
}

fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "its parts contradict each other")
}
