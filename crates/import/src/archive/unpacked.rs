//! Measures what a workbook would take unpacked, without keeping any of it: what an archive says of its own sizes may
//! be a lie, and the readers of workbooks hold in memory what they unpack.
//!
//! A bomb is small as a file and large in memory, by packing (a thousand times as large unpacked), by repetition (`ODS`
//! writes a row once and how often it comes), or by one value without an end.

use std::io::{self, Write};

use super::held::{Elements, Held, LOOKED_AT, Records};
use crate::workbook::Kind;

/// The most bytes of a workbook unpacked.
pub(super) const LIMIT_BYTES: u64 = 512 << 20;

/// The most bytes of the texts that an XLSX shares between its cells: each is held with twice its size.
const SHARED_TEXTS_LIMIT_BYTES: u64 = 128 << 20;

/// How many times its packed size a workbook may have, beyond a size that does no harm. Sheets of one value repeated
/// are packed sixty times, usual ones ten.
const LIMIT_RATIO: u64 = 100;
const ANY_RATIO_BYTES: u64 = 32 << 20;

/// The most bytes between two tags: spreadsheets hold 32 767 characters in a cell.
const LIMIT_TEXT: usize = 4 << 20;

/// The most bytes of all tables of ODS, whose reader makes rectangles of their cells and copies them: each cell takes
/// about a hundred bytes, and its text twice.
const LIMIT_ODS_BYTES: u64 = 224 << 20;
const CELL_BYTES: u64 = 88;

/// The most bytes of what an ODS says of itself, which its reader holds.
const LIMIT_ABOUT: u64 = 4 << 20;

/// How many cells there may be whatever is written, and for each one that is.
const CELLS_ANYWAY: u64 = 1 << 20;
const CELLS_PER_WRITTEN: u64 = 8;

/// A part of a workbook as it is unpacked to nowhere.
pub(super) struct Unpacked<'a> {
    room: u64,
    is_xml: bool,
    is_ods: bool,
    /// The bytes since the last tag began or ended.
    text: usize,
    tag: Option<Tag>,
    /// Memory for the next one.
    spare: Vec<u8>,
    table: Table,
    elements: Elements,
    records: Option<Records>,
    held: &'a mut Held,
}

/// A tag that has not ended yet.
#[derive(Default)]
struct Tag {
    /// The first of its bytes; all for ODS.
    bytes: Vec<u8>,
    quote: Option<u8>,
    /// How many bytes have been seen, the first eight, and the last two.
    len: u64,
    start: [u8; 8],
    last: [u8; 2],
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
    /// The bytes of the texts of the row, each as often as its cell comes, and how often the cell that is being read
    /// does.
    row_text: u64,
    cell_repeats: u64,
    /// The bytes of all texts, and of the cells of the tables before.
    text: u64,
    before: u64,
}

impl<'a> Unpacked<'a> {
    /// The part of that name of a workbook, in an archive of `packed` bytes of which other parts have taken `taken`
    /// already; `held` is what its reader holds of all parts.
    pub(super) fn new(part: &str, kind: Kind, packed: u64, taken: u64, held: &'a mut Held) -> Self {
        let most = LIMIT_BYTES.min(packed.saturating_mul(LIMIT_RATIO).max(ANY_RATIO_BYTES));
        let of_part = match part.to_ascii_lowercase() {
            part if part.contains("sharedstrings.") => SHARED_TEXTS_LIMIT_BYTES,
            part if part == "meta.xml" => LIMIT_ABOUT,
            _ => u64::MAX,
        };
        Self {
            room: most.saturating_sub(taken).min(of_part),
            is_xml: kind == Kind::Xlsx || is_named_as_xml(part),
            is_ods: part == "content.xml",
            text: 0,
            tag: None,
            spare: vec![],
            table: Table::default(),
            elements: Elements::of(part),
            records: (kind == Kind::Xlsb && Records::are_in(part)).then(Records::default),
            held,
        }
    }

    /// Whether nothing of it has been seen.
    fn is_untouched(&self) -> bool {
        self.text == 0 && self.tag.is_none() && self.spare.capacity() == 0
    }

    fn take(&mut self, bytes: &[u8]) -> Option<()> {
        self.room = self.room.checked_sub(bytes.len() as u64)?;
        if let Some(records) = &mut self.records {
            return records.take(bytes, self.held);
        }
        if !self.is_xml {
            return Some(());
        }
        if self.is_untouched() && !is_text_to_the_first_tag(bytes) {
            self.is_xml = false;
            return Some(());
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = match &mut self.tag {
                None => memchr::memchr(b'<', rest),
                Some(tag) => tag.end_in(rest)?,
            };
            let (piece, behind) = rest.split_at(end.unwrap_or(rest.len()));
            self.text += piece.len();
            (self.text <= LIMIT_TEXT).then_some(())?;
            match &mut self.tag {
                Some(tag) if self.is_ods => tag.bytes.extend_from_slice(piece),
                Some(tag) => {
                    let more = LOOKED_AT.saturating_sub(tag.bytes.len()).min(piece.len());
                    tag.bytes.extend_from_slice(&piece[..more]);
                }
                None if self.is_ods => self.table.text(piece.len())?,
                None => self.elements.text(piece.len(), self.held)?,
            }
            if end.is_some() {
                match self.tag.take() {
                    None => self.tag = Some(Tag { bytes: std::mem::take(&mut self.spare), ..Tag::default() }),
                    Some(mut tag) => {
                        if self.is_ods {
                            self.table.take(&tag.bytes)?;
                        } else {
                            self.elements.element(&tag.bytes, self.text, self.held)?;
                        }
                        tag.bytes.clear();
                        self.spare = tag.bytes;
                    }
                }
                self.text = 0;
            }
            rest = behind.get(usize::from(end.is_some())..).unwrap_or_default();
        }
        Some(())
    }
}

impl Tag {
    /// Where it ends; a `>` inside a value, a comment or a section of text does not end it. The outer `None` where
    /// readers would not agree about that.
    #[expect(clippy::option_option, reason = "refused, goes on, ends")]
    fn end_in(&mut self, bytes: &[u8]) -> Option<Option<usize>> {
        if self.len == 0 {
            self.start[0] = bytes.first().copied().unwrap_or_default();
        }
        match self.start[0] {
            b'!' | b'?' => self.end_of_other(bytes),
            _ => Some(self.end_of_element(bytes)),
        }
    }

    fn end_of_element(&mut self, bytes: &[u8]) -> Option<usize> {
        self.len += bytes.len() as u64;
        let mut from = 0;
        loop {
            let rest = bytes.get(from..).unwrap_or_default();
            let found = match self.quote {
                None => memchr::memchr3(b'>', b'"', b'\'', rest)?,
                Some(quote) => memchr::memchr(quote, rest)?,
            };
            if self.quote.is_none() && rest[found] == b'>' {
                return Some(from + found);
            }
            self.quote = self.quote.is_none().then_some(rest[found]);
            from += found + 1;
        }
    }

    #[expect(clippy::option_option, reason = "refused, goes on, ends")]
    fn end_of_other(&mut self, bytes: &[u8]) -> Option<Option<usize>> {
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'>' && self.ends()? {
                return Some(Some(at));
            }
            if let Some(start) = usize::try_from(self.len).ok().and_then(|len| self.start.get_mut(len)) {
                *start = byte;
            }
            self.len += 1;
            self.last = [self.last[1], byte];
        }
        Some(None)
    }

    /// Whether a `>` that comes now ends it.
    fn ends(&self) -> Option<bool> {
        if self.start.starts_with(b"!--") {
            // `<!-->` and `<!--->` are no comments, or comments that go on.
            return (self.len >= 5).then_some(self.last == *b"--");
        }
        if self.start == *b"![CDATA[" {
            return Some(self.last == *b"]]" && self.len >= 10);
        }
        match self.start[0] {
            b'?' => Some(self.last[1] == b'?' && self.len >= 2),
            // A list of definitions may have anything in it; workbooks have none.
            _ => (!self.start.eq_ignore_ascii_case(b"!DOCTYPE")).then_some(true),
        }
    }
}

fn is_named_as_xml(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    ["xml", "rels"].iter().any(|end| part.ends_with(end))
}

/// Whether bytes are text up to the first tag: readers of XML go no further into pictures and the like.
fn is_text_to_the_first_tag(bytes: &[u8]) -> bool {
    let text = bytes.split(|byte| *byte == b'<').next().unwrap_or_default();
    match std::str::from_utf8(text) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && text.len() == bytes.len(),
    }
}

/// What is too large is said by the kind of the error.
impl Write for Unpacked<'_> {
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
            b"table:table" => {
                let before = self.before.saturating_add(self.cell_bytes());
                *self = Self { before, text: self.text, ..Self::default() };
            }
            b"table:table-row" => {
                self.repeats = number(tag, b"table:number-rows-repeated");
                (self.columns, self.empty_columns, self.row_text) = (0, 0, 0);
                if is_closed {
                    self.end_row();
                }
            }
            b"table:table-cell" | b"table:covered-table-cell" => {
                let repeats = number(tag, b"table:number-columns-repeated");
                self.empty_columns = self.empty_columns.saturating_add(repeats);
                self.cell_repeats = 0;
                if !is_closed || memchr::memmem::find(tag, b"office:").is_some() {
                    self.cell_repeats = repeats;
                    self.text(text_in(tag))?;
                    self.columns = self.columns.saturating_add(self.empty_columns);
                    self.empty_columns = 0;
                    self.written += 1;
                }
            }
            b"" if tag == b"/table:table-row" => self.end_row(),
            _ => {}
        }
        let most = CELLS_ANYWAY + self.written.saturating_mul(CELLS_PER_WRITTEN);
        (self.rows.saturating_mul(self.widest) <= most).then_some(())?;
        let bytes = self.before.saturating_add(self.cell_bytes()).saturating_add(self.text.saturating_mul(2));
        (bytes <= LIMIT_ODS_BYTES).then_some(())
    }

    fn cell_bytes(&self) -> u64 {
        self.rows.saturating_mul(self.widest).saturating_mul(CELL_BYTES)
    }

    /// So many bytes of the text of a cell.
    fn text(&mut self, len: usize) -> Option<()> {
        self.row_text = self.row_text.saturating_add((len as u64).saturating_mul(self.cell_repeats));
        (self.row_text <= LIMIT_ODS_BYTES).then_some(())
    }

    fn end_row(&mut self) {
        self.empty_rows = self.empty_rows.saturating_add(self.repeats);
        if self.columns > 0 {
            self.text = self.text.saturating_add(self.row_text.saturating_mul(self.repeats));
            self.rows = self.rows.saturating_add(self.empty_rows);
            self.empty_rows = 0;
            self.widest = self.widest.max(self.columns);
        }
        self.columns = 0;
    }
}

/// About how many bytes of texts a tag has: those of a formula, a text or a date, but not the many short words of
/// every cell.
fn text_in(tag: &[u8]) -> usize {
    const USUAL: usize = 256;
    let has = |word: &str| memchr::memmem::find(tag, word.as_bytes()).is_some();
    if tag.len() > USUAL || has("formula") || has("string-value") { tag.len() } else { 16 }
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
        let mut held = Held::default();
        let mut unpacked = Unpacked::new(part, Kind::Xlsx, 1, 0, &mut held);
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
    fn a_text_that_is_repeated_counts_as_often_and_so_do_the_tables_of_a_file() {
        let row = |columns: u32, text: &str| {
            format!(
                "<table:table-row><table:table-cell office:value-type=\"string\" \
                 table:number-columns-repeated=\"{columns}\"><text:p>{text}</text:p></table:table-cell></table:table-row>"
            )
        };
        let long = "x".repeat(200_000);
        assert!(passes("content.xml", table(&row(100, &long)).as_bytes()));
        assert!(!passes("content.xml", table(&row(2_000, &long)).as_bytes()));
        let one = table(&row(1_000_000, "x"));
        assert!(passes("content.xml", one.as_bytes()));
        assert!(!passes("content.xml", one.repeat(4).as_bytes()));
    }

    #[test]
    fn comments_and_sections_of_text_hide_no_tag() {
        let bomb = table(
            "<table:table-row><table:table-cell office:value=\"1\" table:number-columns-repeated=\"9999999\"/></table:table-row>",
        );
        let lie = "<sst uniqueCount='5000000000000'>";
        for hidden in ["<!-- \" -->", "<!-- ' > -->", "<![CDATA[ \" ]]>", "<?x \" ?>", "<a b=\"'>\">"] {
            assert!(passes("content.xml", hidden.as_bytes()), "{hidden}");
            assert!(!passes("content.xml", format!("{hidden}{bomb}").as_bytes()), "{hidden}");
            for part in ["xl/sharedStrings.xml", "xl/sheet", "xl/a.png"] {
                assert!(!passes(part, format!("x{hidden}{lie}").as_bytes()), "{hidden}");
            }
        }
        for doubtful in ["<!-->", "<!--->", "<!DOCTYPE x>"] {
            assert!(!passes("content.xml", doubtful.as_bytes()), "{doubtful}");
        }
        assert!(passes("xl/media/image1.png", b"\x89PNG<!--><sst uniqueCount='5000000000000'>"));
    }

    #[test]
    fn what_was_packed_too_well_is_refused() {
        let packed = ANY_RATIO_BYTES / 50;
        let room_of =
            |part, packed, taken| Unpacked::new(part, Kind::Xlsx, packed, taken, &mut Held::default()).room;
        let room = |packed, taken| room_of("xl/worksheets/sheet1.xml", packed, taken);
        assert_eq!((room(1, 0), room(packed, 0)), (ANY_RATIO_BYTES, packed * LIMIT_RATIO));
        assert_eq!(room(u64::MAX, 0), LIMIT_BYTES);
        assert_eq!(room(1, ANY_RATIO_BYTES + 1), 0);
        assert_eq!(room_of("xl/SHAREDSTRINGS.xml", u64::MAX, 0), SHARED_TEXTS_LIMIT_BYTES);
    }
}
