//! Old workbooks (XLS) before they are read: what a damaged or hostile one would make its reader do.
//!
//! The reader follows the file's own chain of sectors, and makes a rectangle of all cells between the first and the
//! last: a chain that turns back on itself, or two cells far apart, would fill the memory. Texts stand in the file once, and
//! each cell gets a copy of its own.

use std::io::{Read, Seek};

/// An old sheet ends at column IV.
const COLUMNS: u16 = 256;

/// How many empty cells there may be for each one that holds something.
const EMPTY_PER_CELL: u64 = 1_000;

/// How many cells a sheet may have whatever they hold.
const CELLS_ANYWAY: u64 = 1 << 20;

/// The most bytes of a file.
const FILE_LIMIT: u64 = 64 << 20;

/// The most bytes in memory while a workbook is read: its reader holds the file twice, once as its sectors and once as the stream in
/// them, then a rectangle of cells for each sheet. The cells of the sheet that is being read are there a second time, with their
/// places first and as a copy then.
const MEMORY_LIMIT: u64 = 248 << 20;
const CELL_BYTES: u64 = 32;
const COPIED_CELL_BYTES: u64 = 40;

/// [MS-XLS] 2.4.265, 2.4.58, 2.4.149: the texts of a workbook, what a record goes on in, and a cell with one of the texts.
const SST: u16 = 0x00fc;
const CONTINUE: u16 = 0x003c;
const LABEL_SST: u16 = 0x00fd;

/// The records of the format that hold a cell; row and column come first in each.
/// [MS-XLS] 2.3.1: `Formula`, `MulRk`, `MulBlank`, `RString`, `LabelSst`, `Blank`, `Number`, `Label`, `BoolErr`, `Rk`.
const CELL_RECORDS: [u16; 10] =
    [0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e];

/// [MS-XLS] 2.4.90: the rows and columns that a sheet says to have, for which its reader reserves memory.
const DIMENSIONS: u16 = 0x0200;

/// [MS-XLS] 2.4.21: the first record of each sheet.
const BOF: u16 = 0x0809;

/// Why its reader is not given a workbook.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It takes more memory than a workbook may.
    TooLarge,
    /// It is damaged.
    Damaged(String),
}

impl From<OutOfBounds> for Refused {
    fn from(place: OutOfBounds) -> Self {
        Self::Damaged(place.to_string())
    }
}

impl From<String> for Refused {
    fn from(reason: String) -> Self {
        Self::Damaged(reason)
    }
}

/// Finds what its reader must not be given.
///
/// # Errors
/// Why it is not read.
pub(super) fn check(bytes: &mut (impl Read + Seek), size: u64) -> Result<(), Refused> {
    if size > FILE_LIMIT {
        return Err(Refused::TooLarge);
    }
    let mut file = cfb::CompoundFile::open(bytes).map_err(|error| error.to_string())?;
    for name in ["Workbook", "Book", "WORKBOOK", "BOOK"] {
        if file.is_stream(name) {
            let reader = file.open_stream(name).map_err(|error| error.to_string())?;
            let len = reader.len().min(size);
            let mut stream = Vec::with_capacity(usize::try_from(len).unwrap_or_default());
            reader.take(len).read_to_end(&mut stream).map_err(|error| error.to_string())?;
            check_stream(&stream, MEMORY_LIMIT.saturating_sub(2 * size))?;
        }
    }
    Ok(())
}

fn check_stream(stream: &[u8], limit: u64) -> Result<(), Refused> {
    let mut bounds = Bounds::default();
    let (mut rest, mut before) = (stream, 0);
    // The parts of the texts, then the length of each.
    let (mut parts, mut lengths) = (Vec::new(), None);
    // The bytes of all cells, of those of the sheet that comes, and of the largest sheet before.
    let (mut cells, mut of_sheet, mut largest) = (0_u64, 0_u64, 0_u64);
    while let [kind, kind_high, len, len_high, behind @ ..] = rest {
        let kind = u16::from_le_bytes([*kind, *kind_high]);
        let len = usize::from(u16::from_le_bytes([*len, *len_high]));
        let Some((body, next)) = behind.split_at_checked(len) else { break };
        let is_part = kind == SST || kind == CONTINUE && before == SST;
        if is_part {
            parts.push(body);
        }
        if kind == LABEL_SST
            && let [_, _, _, _, _, _, a, b, c, d] = body
        {
            let lengths = lengths.get_or_insert_with(|| text_lengths(&parts));
            let at = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            of_sheet += lengths.get(at).copied().unwrap_or_default();
        }
        before = if is_part { SST } else { kind };
        match body {
            _ if kind == DIMENSIONS && !is_sheet_within_bounds(body) => {
                return Err(Refused::Damaged(
                    "a sheet says to have more rows or columns than there can be".into(),
                ));
            }
            _ if kind == BOF => {
                cells += of_sheet + bounds.size() * CELL_BYTES;
                largest = largest.max(of_sheet + bounds.size() * COPIED_CELL_BYTES);
                (bounds, of_sheet) = (Bounds::default(), 0);
            }
            [row, row_high, column, column_high, ..] if CELL_RECORDS.contains(&kind) => {
                let column = u16::from_le_bytes([*column, *column_high]);
                bounds.take(u16::from_le_bytes([*row, *row_high]), column)?;
            }
            _ => {}
        }
        let copied = largest.max(of_sheet + bounds.size() * COPIED_CELL_BYTES);
        if cells + of_sheet + bounds.size() * CELL_BYTES + copied > limit {
            return Err(Refused::TooLarge);
        }
        rest = next;
    }
    Ok(())
}

/// Whether a sheet says to have as many rows and columns as it can have; in whatever length the record is read.
fn is_sheet_within_bounds(body: &[u8]) -> bool {
    let number = |at: usize, len: usize| {
        let bytes = body.get(at..at + len).unwrap_or_default();
        bytes.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let width = if body.len() < 14 { 2 } else { 4 };
    let (first, last) = (number(0, width), number(width, width));
    let last_column = number(2 * width + 2, 2);
    last <= 1 << 16 && (first < last || last == 0) && last_column <= u64::from(COLUMNS)
}

/// The most bytes of each of the texts that stand in those parts, as far as they can be followed.
fn text_lengths(parts: &[&[u8]]) -> Vec<u64> {
    let mut parts = parts.iter().copied();
    // How many texts there are, which may be a lie, comes first.
    let mut rest = parts.next().and_then(|first| first.get(8..)).unwrap_or_default();
    let mut lengths = Vec::new();
    loop {
        if rest.is_empty() {
            let Some(next) = parts.next() else { return lengths };
            rest = next;
            continue;
        }
        let [low, high, flags, behind @ ..] = rest else { return lengths };
        let mut left = usize::from(u16::from_le_bytes([*low, *high]));
        // A letter of two bytes takes three in UTF-8 at most, one of one byte two.
        lengths.push(left as u64 * if flags & 1 == 1 { 3 } else { 2 });
        let number = |at: usize, len: usize| {
            behind
                .get(at..at + len)
                .unwrap_or_default()
                .iter()
                .rev()
                .fold(0, |sum, byte| sum << 8 | usize::from(*byte))
        };
        let (is_rich, is_extended) = (flags & 8 != 0, flags & 4 != 0);
        let runs = if is_rich { number(0, 2) * 4 } else { 0 };
        let extension = if is_extended { number(if is_rich { 2 } else { 0 }, 4) } else { 0 };
        let head = if is_rich { 2 } else { 0 } + if is_extended { 4 } else { 0 };
        rest = behind.get(head..).unwrap_or_default();
        let mut width = usize::from(flags & 1) + 1;
        while left > 0 {
            let taken = left.min(rest.len() / width);
            rest = &rest[taken * width..];
            left -= taken;
            if left > 0 {
                // A part that goes on within a text says again how wide its letters are.
                let Some([flags, next @ ..]) = parts.next() else { return lengths };
                (width, rest) = (usize::from(flags & 1) + 1, next);
            }
        }
        let mut after = runs.saturating_add(extension);
        while after > 0 {
            let taken = after.min(rest.len());
            rest = &rest[taken..];
            after -= taken;
            if after > 0 {
                let Some(next) = parts.next() else { return lengths };
                rest = next;
            }
        }
    }
}

/// Where a cell stands that no sheet has there.
#[derive(Debug, thiserror::Error)]
enum OutOfBounds {
    #[error("a cell stands in column {}", u32::from(*column) + 1)]
    Column { column: u16 },
    #[error("cells stand in rows {} and {}", u32::from(*first) + 1, u32::from(*last) + 1)]
    Rows { first: u16, last: u16 },
}

/// The rectangle around the cells of a sheet.
#[derive(Default)]
struct Bounds {
    rows: Option<(u16, u16)>,
    columns: Option<(u16, u16)>,
    cells: u64,
}

impl Bounds {
    fn take(&mut self, row: u16, column: u16) -> Result<(), OutOfBounds> {
        if column >= COLUMNS {
            return Err(OutOfBounds::Column { column });
        }
        let (first, last) = self.rows.unwrap_or((row, row));
        let (first, last) = (first.min(row), last.max(row));
        self.rows = Some((first, last));
        self.cells += 1;
        let (left, right) = self.columns.unwrap_or((column, column));
        self.columns = Some((left.min(column), right.max(column)));
        let all = (u64::from(last - first) + 1) * u64::from(COLUMNS);
        let limit = CELLS_ANYWAY + self.cells * EMPTY_PER_CELL;
        if all > limit { Err(OutOfBounds::Rows { first, last }) } else { Ok(()) }
    }

    /// The cells of the rectangle.
    fn size(&self) -> u64 {
        let across = |side: Option<(u16, u16)>| side.map_or(0, |(first, last)| u64::from(last - first) + 1);
        across(self.rows) * across(self.columns)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A stream of `Number` records at those places.
    fn stream(cells: &[(u16, u16)]) -> Vec<u8> {
        let record = |(row, column): &(u16, u16)| {
            [0x03, 0x02, 4, 0]
                .into_iter()
                .chain(row.to_le_bytes())
                .chain(column.to_le_bytes())
                .collect::<Vec<_>>()
        };
        cells.iter().flat_map(record).collect()
    }

    #[test]
    fn cells_that_would_span_an_empty_desert_are_refused() {
        let table: Vec<_> = (0..2_000).flat_map(|row| (0..6).map(move |column| (row, column))).collect();
        assert_eq!(check_stream(&stream(&table), MEMORY_LIMIT), Ok(()));
        assert_eq!(check_stream(&stream(&[(0, 0), (4_000, 255)]), MEMORY_LIMIT), Ok(()));
        assert!(check_stream(&stream(&[(0, 0), (65_535, 3)]), MEMORY_LIMIT).is_err());
        assert!(check_stream(&stream(&[(0, 0), (0, 300)]), MEMORY_LIMIT).is_err());
    }

    #[test]
    fn a_sheet_says_to_have_no_more_than_it_can_have() {
        let says = |rows: (u32, u32), columns: (u16, u16)| {
            let parts = [&rows.0.to_le_bytes()[..], &rows.1.to_le_bytes(), &columns.0.to_le_bytes()];
            let body = [&parts.concat()[..], &columns.1.to_le_bytes(), &[0, 0]].concat();
            let stream = [&[0x00, 0x02, 14, 0][..], &body].concat();
            check_stream(&stream, MEMORY_LIMIT).is_ok()
        };
        assert!(says((0, 65_536), (0, 256)) && says((0, 0), (0, 0)) && says((3, 9), (1, 4)));
        assert!(!says((0, u32::MAX), (0, 1)) && !says((5, 3), (0, 1)) && !says((0, 3), (0, 60_000)));
    }

    #[test]
    fn what_is_no_compound_file_is_refused() {
        assert!(check(&mut Cursor::new(b"\xd0\xcf\x11\xe0 and nothing behind"), 24).is_err());
    }

    #[test]
    fn texts_that_many_cells_share_count_as_often_as_they_are_shared() {
        let record = |kind: u16, body: &[u8]| {
            let len = u16::try_from(body.len()).unwrap();
            [&kind.to_le_bytes()[..], &len.to_le_bytes(), body].concat()
        };
        // Two texts: a short one, and one of 8 000 letters that goes on in a second part, with another width.
        let short = [&[3, 0, 0][..], b"abc"].concat();
        let long = [&8_000_u16.to_le_bytes()[..], &[0], &[b'x'; 5_000]].concat();
        let first = [&[0; 8][..], &short, &long].concat();
        let second = [&[1][..], &[b'y', 0].repeat(3_000), &[1, 0, 0, b'z']].concat();
        assert_eq!(text_lengths(&[&first, &second]), [6, 16_000, 2]);
        let stream = |cells: u16, text: u8| {
            let cell = |row: u16| {
                record(LABEL_SST, &[&row.to_le_bytes()[..], &[0, 0, 0, 0, text, 0, 0, 0]].concat())
            };
            let cells: Vec<u8> = (0..cells).flat_map(cell).collect();
            [record(SST, &first), record(CONTINUE, &second), cells].concat()
        };
        assert_eq!(check_stream(&stream(20_000, 0), MEMORY_LIMIT), Ok(()));
        assert_eq!(check_stream(&stream(5_000, 1), MEMORY_LIMIT), Ok(()));
        assert_eq!(check_stream(&stream(20_000, 1), MEMORY_LIMIT), Err(Refused::TooLarge));
    }
}
