//! Rows of formats that are no lines of text, written down in the order of the file: in memory when they are few, else on
//! disk. However many a workbook has, none but the one that is being read is in memory.

mod table;

use std::io::{self, BufReader, Read, Write};

use crate::{
    ImportError,
    content::{Content, Spool},
    layout::AsideKind,
    record::{Cell, Record, Rows, View},
};
pub(crate) use table::{KeptTable, Part};

/// The views of rows, in the order of their numbers.
const VIEWS: [View; 3] = [View::Shown, View::Folded, View::Hidden];

/// How many bytes are written at once.
const PIECE: usize = 128 << 10;

/// Rows on their way to being kept.
pub(crate) struct RowWriter {
    spool: Spool,
    /// What is not written yet.
    buffer: Vec<u8>,
    row: Vec<u8>,
    count: u64,
    last_line: u64,
}

impl RowWriter {
    /// Takes up to `limit` bytes of rows.
    pub(crate) fn new(limit: u64) -> Self {
        Self { spool: Spool::new(limit), buffer: vec![], row: vec![], count: 0, last_line: 0 }
    }

    /// Keeps a row.
    ///
    /// # Errors
    /// What the system says; [`crate::content::TooMany`] as the inner error when there is no room left.
    pub(crate) fn push(&mut self, record: &Record) -> io::Result<()> {
        self.row.clear();
        write_row(&mut self.row, record);
        write_number(&mut self.buffer, self.row.len() as u64);
        self.buffer.extend_from_slice(&self.row);
        self.count += 1;
        self.last_line = record.line;
        if self.buffer.len() >= PIECE {
            self.spool.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// All that was kept.
    ///
    /// # Errors
    /// As for [`RowWriter::push`].
    pub(crate) fn finish(mut self) -> io::Result<KeptRows> {
        self.spool.write_all(&self.buffer)?;
        Ok(KeptRows { content: self.spool.finish(), count: self.count, last_line: self.last_line })
    }
}

/// Rows that are kept. One reader at a time, as for [`Content`].
#[derive(Clone, Debug)]
pub(crate) struct KeptRows {
    content: Content,
    count: u64,
    last_line: u64,
}

impl KeptRows {
    /// Keeps rows that are in memory already.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn of(rows: impl IntoIterator<Item = Record>) -> io::Result<Self> {
        let mut writer = RowWriter::new(u64::MAX);
        for row in rows {
            writer.push(&row)?;
        }
        writer.finish()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// The line of the last one; zero where there is none.
    pub(crate) fn last_line(&self) -> u64 {
        self.last_line
    }

    /// How many bytes they take.
    pub(crate) fn size(&self) -> u64 {
        self.content.size()
    }

    /// How many bytes they hold in memory, and on disk.
    pub(crate) fn held_bytes(&self) -> (u64, u64) {
        self.content.held_bytes()
    }

    /// The rows, from the first on.
    ///
    /// # Errors
    /// When they cannot be read back.
    pub(crate) fn rows(&self, name: &str) -> Result<KeptReader, ImportError> {
        let reader = self.content.reader().map_err(|error| ImportError::from_io(name, error))?;
        let reader = BufReader::with_capacity(PIECE, reader);
        Ok(KeptReader { name: name.to_owned(), reader, row: vec![], left: self.count, place: 0 })
    }
}

/// Reads rows that are kept.
pub(crate) struct KeptReader {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    row: Vec<u8>,
    left: u64,
    place: u64,
}

impl KeptReader {
    fn next(&mut self, record: &mut Record) -> io::Result<()> {
        let len = number_of(|| {
            let mut byte = [0];
            self.reader.read_exact(&mut byte).map(|()| byte[0])
        })?;
        self.row.resize(usize::try_from(len).map_err(io::Error::other)?, 0);
        self.reader.read_exact(&mut self.row)?;
        read_row(&self.row, record)
    }
}

impl Rows for KeptReader {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        if self.left == 0 {
            return Ok(false);
        }
        self.next(record).map_err(|error| ImportError::from_io(&self.name, error))?;
        self.left -= 1;
        self.place += 1;
        Ok(true)
    }

    fn place(&self) -> u64 {
        self.place
    }
}

/// The line, what the row is besides data and how it is seen, then each cell: twice its length, and one more for a number, before its text.
fn write_row(row: &mut Vec<u8>, record: &Record) {
    write_number(row, record.line);
    let mark = record.mark.and_then(|mark| AsideKind::ALL.iter().position(|kind| *kind == mark));
    let view = VIEWS.iter().position(|view| *view == record.view).unwrap_or_default();
    write_number(row, mark.map_or(0, |mark| mark as u64 + 1) * VIEWS.len() as u64 + view as u64);
    for cell in record.cells() {
        let is_number = matches!(cell, Cell::Number(_));
        let text = cell.as_str();
        write_number(row, (text.len() as u64) << 1 | u64::from(is_number));
        row.extend_from_slice(text.as_bytes());
    }
}

fn read_row(mut row: &[u8], record: &mut Record) -> io::Result<()> {
    let broken = || io::Error::from(io::ErrorKind::InvalidData);
    let next = |row: &mut &[u8]| {
        number_of(|| {
            let (byte, rest) = row.split_first().ok_or_else(broken)?;
            *row = rest;
            Ok(*byte)
        })
    };
    record.start(next(&mut row)?);
    let both = usize::try_from(next(&mut row)?).map_err(io::Error::other)?;
    let (mark, view) = (both / VIEWS.len(), both % VIEWS.len());
    record.view = VIEWS[view];
    record.mark = mark.checked_sub(1).and_then(|mark| AsideKind::ALL.get(mark)).copied();
    while !row.is_empty() {
        let head = next(&mut row)?;
        let len = usize::try_from(head >> 1).map_err(io::Error::other)?;
        let (text, rest) = row.split_at_checked(len).ok_or_else(broken)?;
        let text = std::str::from_utf8(text).map_err(io::Error::other)?;
        if head & 1 == 1 {
            record.push_number(text);
        } else {
            record.push_text(text);
        }
        row = rest;
    }
    Ok(())
}

/// Seven bits a byte, the lowest first; all bytes but the last have the eighth.
fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn number_of(mut next: impl FnMut() -> io::Result<u8>) -> io::Result<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let byte = next()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
        shift += 7;
        if shift > 63 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::record;

    fn all(kept: &KeptRows) -> Vec<Record> {
        let (mut reader, mut row, mut rows) = (kept.rows("f").unwrap(), Record::default(), vec![]);
        while reader.read(&mut row).unwrap() {
            rows.push(row.clone());
        }
        rows
    }

    #[test]
    fn rows_come_back_as_they_were_with_their_lines_numbers_and_marks() {
        let mut first = record(1, &["Date", "Montant", "", "é ✓"]);
        first.mark = Some(AsideKind::Footer);
        let mut second = Record::default();
        second.start(70_000);
        second.view = View::Hidden;
        second.push_text("x".repeat(300).as_str());
        second.push_number("12.5");
        second.push_text("");
        let rows = vec![first, second];
        let kept = KeptRows::of(rows.clone()).unwrap();
        assert_eq!(all(&kept), rows);
        assert_eq!((kept.count(), kept.held_bytes().1), (2, 0));
    }

    #[test]
    fn many_rows_are_on_disk_and_can_be_read_again() {
        let rows: Vec<_> =
            (1..=50_000).map(|line| record(line, &["2023-11-30", "Pack Premium", "Paris"])).collect();
        let kept = KeptRows::of(rows.clone()).unwrap();
        assert_eq!(kept.held_bytes().0, 0);
        assert!(kept.held_bytes().1 < 50_000 * 40);
        assert_eq!(all(&kept), rows);
        assert_eq!(all(&kept).len(), 50_000);
    }

    #[test]
    fn more_bytes_than_there_is_room_for_are_refused() {
        let mut writer = RowWriter::new(1 << 20);
        let row = record(1, &["x".repeat(1_000).as_str()]);
        assert!((0..10_000).any(|_| writer.push(&row).is_err()));
    }
}
