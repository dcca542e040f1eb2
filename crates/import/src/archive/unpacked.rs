//! What a workbook would take unpacked, found without keeping any of it: what an archive says of its own sizes may be a
//! lie, and the readers of workbooks hold in memory what they unpack.
//!
//! A bomb is small as a file and large in memory, by packing (a thousand times as large unpacked), by repetition (`ODS`
//! writes a row once and how often it comes), or by one value without an end.

use std::io::{self, Write};

/// The most bytes of a workbook unpacked.
pub(super) const LIMIT_BYTES: u64 = 512 << 20;

/// The most bytes of the texts that an XLSX shares between its cells: each is held with twice its size.
const SHARED_TEXTS_LIMIT_BYTES: u64 = 128 << 20;

/// How many times its packed size a workbook may have, beyond a size that does no harm. Sheets of one value repeated are
/// packed sixty times, usual ones ten.
const LIMIT_RATIO: u64 = 100;
const ANY_RATIO_BYTES: u64 = 32 << 20;

/// The most bytes between two tags: spreadsheets hold 32 767 characters in a cell.
const LIMIT_TEXT: usize = 4 << 20;

/// The most cells of a table of ODS, whose reader makes a rectangle of them: each takes about a hundred bytes.
const LIMIT_CELLS: u64 = 4_000_000;

/// How many cells there may be whatever is written, and for each one that is.
const CELLS_ANYWAY: u64 = 1 << 20;
const CELLS_PER_WRITTEN: u64 = 8;

/// A part of a workbook as it is unpacked to nowhere.
pub(super) struct Unpacked {
    room: u64,
    is_xml: bool,
    is_ods: bool,
    /// The bytes since the last tag began or ended.
    text: usize,
    tag: Option<Tag>,
    table: Table,
}

/// A tag that has not ended yet.
#[derive(Default)]
struct Tag {
    /// Kept for ODS alone.
    bytes: Vec<u8>,
    quote: Option<u8>,
}

/// What has been seen of a table of ODS.
#[derive(Default)]
struct Table {
    written: u64,
    /// Rows up to the last that holds something, and those after it.
    rows: u64,
    empty_rows: u64,
    /// Likewise the columns of the row that is being read, and how often the row comes.
    columns: u64,
    empty_columns: u64,
    repeats: u64,
    widest: u64,
}

impl Unpacked {
    /// The part of that name, in an archive of `packed` bytes of which other parts have taken `taken` already.
    pub(super) fn new(part: &str, packed: u64, taken: u64) -> Self {
        let most = LIMIT_BYTES.min(packed.saturating_mul(LIMIT_RATIO).max(ANY_RATIO_BYTES));
        let of_part = if part.contains("sharedStrings.") { SHARED_TEXTS_LIMIT_BYTES } else { u64::MAX };
        Self {
            room: most.saturating_sub(taken).min(of_part),
            is_xml: part.to_ascii_lowercase().ends_with("xml"),
            is_ods: part == "content.xml",
            text: 0,
            tag: None,
            table: Table::default(),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        self.room = self.room.checked_sub(bytes.len() as u64)?;
        if !self.is_xml {
            return Some(());
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = match &mut self.tag {
                None => memchr::memchr(b'<', rest),
                Some(tag) => tag.end_in(rest),
            };
            let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
            self.text += piece.len();
            (self.text <= LIMIT_TEXT).then_some(())?;
            if let Some(tag) = &mut self.tag
                && self.is_ods
            {
                tag.bytes.extend_from_slice(piece);
            }
            if end.is_some() {
                self.text = 0;
                match self.tag.take() {
                    None => self.tag = Some(Tag::default()),
                    Some(tag) if self.is_ods => self.table.take(&tag.bytes)?,
                    Some(_) => {}
                }
            }
            rest = behind.get(usize::from(end.is_some())..).unwrap_or_default();
        }
        Some(())
    }
}

impl Tag {
    /// Where it ends; a `>` inside a value does not end it.
    fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|&byte| {
            let is_mark = self.quote.map_or(matches!(byte, b'"' | b'\''), |quote| quote == byte);
            let is_end = byte == b'>' && self.quote.is_none();
            if is_mark {
                self.quote = self.quote.is_none().then_some(byte);
            }
            is_end
        })
    }
}

/// What is too large is said by the kind of the error.
impl Write for Unpacked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.take(bytes).map(|()| bytes.len()).ok_or_else(|| io::ErrorKind::FileTooLarge.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Table {
    /// `OpenDocument` 1.3, part 3, 9.1: tables of rows of cells, each with how often it comes.
    fn take(&mut self, tag: &[u8]) -> Option<()> {
        let is_closed = tag.ends_with(b"/");
        let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
        match name {
            b"table:table" => *self = Self::default(),
            b"table:table-row" => {
                self.repeats = number(tag, b"table:number-rows-repeated");
                (self.columns, self.empty_columns) = (0, 0);
                if is_closed {
                    self.end_row();
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                let repeats = number(tag, b"table:number-columns-repeated");
                self.empty_columns = self.empty_columns.saturating_add(repeats);
                if !is_closed || memchr::memmem::find(tag, b"office:").is_some() {
                    self.columns = self.columns.saturating_add(self.empty_columns);
                    self.empty_columns = 0;
                    self.written += 1;
                }
            }
            b"" if tag == b"/table:table-row" => self.end_row(),
            _ => {}
        }
        let most = LIMIT_CELLS.min(CELLS_ANYWAY + self.written.saturating_mul(CELLS_PER_WRITTEN));
        (self.rows.saturating_mul(self.widest) <= most).then_some(())
    }

    fn end_row(&mut self) {
        self.empty_rows = self.empty_rows.saturating_add(self.repeats);
        if self.columns > 0 {
            self.rows = self.rows.saturating_add(self.empty_rows);
            self.empty_rows = 0;
            self.widest = self.widest.max(self.columns);
        }
        self.columns = 0;
    }
}

/// The number that an attribute of a tag has; one where there is none, as many as can be where it is no number.
fn number(tag: &[u8], attribute: &[u8]) -> u64 {
    let Some(at) = memchr::memmem::find(tag, attribute) else { return 1 };
    let value = tag.get(at + attribute.len()..).unwrap_or_default();
    let value = value.trim_ascii_start().strip_prefix(b"=").unwrap_or_default().trim_ascii_start();
    let digits = value.get(1..).unwrap_or_default().split(|byte| !byte.is_ascii_digit()).next();
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a part is let through, given in pieces of seven bytes.
    fn passes(part: &str, text: &[u8]) -> bool {
        let mut unpacked = Unpacked::new(part, 1, 0);
        text.chunks(7).all(|piece| unpacked.write_all(piece).is_ok())
    }

    fn table(rows: &str) -> String {
        format!(
            "<office:spreadsheet><table:table table:name=\"Ventes\">{rows}</table:table></office:spreadsheet>"
        )
    }

    #[test]
    fn rows_that_are_repeated_count_as_often_as_they_come() {
        let cells = |rows: u64, columns: u64| {
            table(&format!(
                "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
                 table:number-columns-repeated='{columns}' office:value-type=\"string\"><text:p>x</text:p>\
                 </table:table-cell></table:table-row>"
            ))
        };
        for (rows, columns, passes_through) in
            [(1, 1, true), (65_536, 8, true), (1_048_576, 8, false), (1, 1 << 40, false), (1 << 62, 8, false)]
        {
            assert_eq!(
                passes("content.xml", cells(rows, columns).as_bytes()),
                passes_through,
                "{rows} × {columns}"
            );
        }
    }

    #[test]
    fn the_emptiness_around_a_table_does_not_count() {
        let row = "<table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/>\
                   <table:table-cell table:number-columns-repeated=\"16383\"/></table:table-row>";
        let below = "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell \
                     table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert!(passes("content.xml", table(&format!("{row}{below}")).as_bytes()));
        // A cell at the far corner makes the emptiness part of the table.
        let corner = "<table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/>\
                      <table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
        assert!(passes("content.xml", table(&format!("{row}{corner}")).as_bytes()));
        assert!(!passes("content.xml", table(&format!("{row}{below}{corner}")).as_bytes()));
    }

    #[test]
    fn a_sign_inside_a_value_does_not_end_a_tag() {
        let row = "<table:table-row><table:table-cell table:formula=\"of:=[.A1]>3\" office:value=\"1\" \
                   table:number-columns-repeated=\"9999999\"/></table:table-row>";
        assert!(!passes("content.xml", table(row).as_bytes()));
    }

    #[test]
    fn a_value_without_an_end_is_refused() {
        let long = vec![b'x'; LIMIT_TEXT + 1];
        assert!(passes(
            "xl/worksheets/sheet1.xml",
            &[b"<v>".as_slice(), &long[..LIMIT_TEXT], b"</v>"].concat()
        ));
        assert!(!passes("xl/worksheets/sheet1.xml", &[b"<v>".as_slice(), &long, b"</v>"].concat()));
    }

    #[test]
    fn what_was_packed_too_well_is_refused() {
        let packed = ANY_RATIO_BYTES / 50;
        let room = |packed, taken| Unpacked::new("xl/worksheets/sheet1.xml", packed, taken).room;
        assert_eq!((room(1, 0), room(packed, 0)), (ANY_RATIO_BYTES, packed * LIMIT_RATIO));
        assert_eq!(room(u64::MAX, 0), LIMIT_BYTES);
        assert_eq!(room(1, ANY_RATIO_BYTES + 1), 0);
        assert_eq!(Unpacked::new("xl/sharedStrings.xml", u64::MAX, 0).room, SHARED_TEXTS_LIMIT_BYTES);
    }
}
