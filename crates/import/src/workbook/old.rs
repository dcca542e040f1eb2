//! Old workbooks (XLS) before they are read: what a damaged or hostile one would make its reader do.
//!
//! The reader follows the file's own chain of sectors, and makes a rectangle of all cells between the first and the
//! last: a chain that turns back on itself, or two cells far apart, would fill the memory.

use std::io::{Cursor, Read};

/// An old sheet ends at column IV.
const COLUMNS: u16 = 256;

/// How many empty cells there may be for each one that holds something.
const EMPTY_PER_CELL: u64 = 1_000;

/// How many cells a sheet may have whatever they hold.
const CELLS_ANYWAY: u64 = 1 << 20;

/// The records of the format that hold a cell; row and column come first in each.
/// [MS-XLS] 2.3.1: `Formula`, `MulRk`, `MulBlank`, `RString`, `LabelSst`, `Blank`, `Number`, `Label`, `BoolErr`, `Rk`.
const CELL_RECORDS: [u16; 10] =
    [0x0006, 0x00bd, 0x00be, 0x00d6, 0x00fd, 0x0201, 0x0203, 0x0204, 0x0205, 0x027e];

/// [MS-XLS] 2.4.21: the first record of each sheet.
const BOF: u16 = 0x0809;

/// Finds what its reader must not be given.
///
/// # Errors
/// Why it is damaged.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    for name in ["Workbook", "Book", "WORKBOOK", "BOOK"] {
        if file.is_stream(name) {
            let mut stream = Vec::new();
            let mut reader = file.open_stream(name).map_err(|error| error.to_string())?;
            reader.read_to_end(&mut stream).map_err(|error| error.to_string())?;
            check_stream(&stream)?;
        }
    }
    Ok(())
}

fn check_stream(stream: &[u8]) -> Result<(), String> {
    let mut bounds = Bounds::default();
    let mut rest = stream;
    while let [kind, kind_high, len, len_high, behind @ ..] = rest {
        let kind = u16::from_le_bytes([*kind, *kind_high]);
        let len = usize::from(u16::from_le_bytes([*len, *len_high]));
        let Some((body, next)) = behind.split_at_checked(len) else { break };
        match body {
            _ if kind == BOF => bounds = Bounds::default(),
            [row, row_high, column, column_high, ..] if CELL_RECORDS.contains(&kind) => {
                let column = u16::from_le_bytes([*column, *column_high]);
                bounds.take(u16::from_le_bytes([*row, *row_high]), column)?;
            }
            _ => {}
        }
        rest = next;
    }
    Ok(())
}

/// The rectangle around the cells of a sheet.
#[derive(Default)]
struct Bounds {
    rows: Option<(u16, u16)>,
    cells: u64,
}

impl Bounds {
    fn take(&mut self, row: u16, column: u16) -> Result<(), String> {
        if column >= COLUMNS {
            return Err(format!("a cell stands in column {}", u32::from(column) + 1));
        }
        let (first, last) = self.rows.unwrap_or((row, row));
        let (first, last) = (first.min(row), last.max(row));
        self.rows = Some((first, last));
        self.cells += 1;
        let all = (u64::from(last - first) + 1) * u64::from(COLUMNS);
        let limit = CELLS_ANYWAY + self.cells * EMPTY_PER_CELL;
        if all > limit {
            Err(format!("cells stand in rows {} and {}", u32::from(first) + 1, u32::from(last) + 1))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
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
        assert_eq!(check_stream(&stream(&table)), Ok(()));
        assert_eq!(check_stream(&stream(&[(0, 0), (4_000, 255)])), Ok(()));
        assert!(check_stream(&stream(&[(0, 0), (65_535, 3)])).is_err());
        assert!(check_stream(&stream(&[(0, 0), (0, 300)])).is_err());
    }

    #[test]
    fn what_is_no_compound_file_is_refused() {
        assert!(check(b"\xd0\xcf\x11\xe0 and nothing behind").is_err());
    }
}
