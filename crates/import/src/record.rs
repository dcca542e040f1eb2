//! One row of a file as text, whatever its format, in buffers that are used again.

use std::ops::Range;

use crate::{ImportError, layout::AsideKind};

/// One value as the file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    /// Nothing there.
    Empty,
    /// Text, to be read; trimmed.
    Text(&'a str),
    /// A number of a format that knows numbers (JSON): digits with a decimal point, to be read as they stand.
    Number(&'a str),
}

impl<'a> Cell<'a> {
    /// A text, or nothing when there is nothing but white space.
    pub(crate) fn text(text: &'a str) -> Self {
        match bare(text) {
            "" => Self::Empty,
            bare => Self::Text(bare),
        }
    }

    /// The text in the file, empty when there is none.
    pub(crate) fn as_str(self) -> &'a str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Number(text) => text,
        }
    }

    /// The same, `None` when nothing.
    pub(crate) fn filled(self) -> Option<&'a str> {
        match self {
            Self::Empty => None,
            Self::Text(text) | Self::Number(text) => Some(text),
        }
    }
}

/// A text without the white space around it, and without what protects it from spreadsheets.
fn bare(text: &str) -> &str {
    let trimmed = if is_bare(text.as_bytes()) { text } else { text.trim() };
    protected(trimmed).unwrap_or(trimmed)
}

/// The text inside `="…"`, by which programs keep spreadsheets from reading a number or a date into it.
fn protected(text: &str) -> Option<&str> {
    if !text.starts_with('=') {
        return None;
    }
    text.strip_prefix("=\"")?.strip_suffix('"').filter(|inside| !inside.contains('"')).map(str::trim)
}

/// Whether a text surely has no white space around it: most values start and end with a sign of ASCII.
#[inline]
fn is_bare(text: &[u8]) -> bool {
    matches!((text.first(), text.last()), (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic())
}

/// How a row of a workbook is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    #[default]
    Shown,
    /// Kept from view by a filter, or in a group that is folded: it comes back with a click.
    Folded,
    /// Hidden by hand.
    Hidden,
}

/// One row with its line in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    /// Where it starts, from 1.
    pub(crate) line: u64,
    /// Whether the file ends inside it: a quote that is open.
    pub(crate) cut_off: bool,
    /// Its kind, where its format says that it is no data.
    pub(crate) mark: Option<AsideKind>,
    /// How it is seen.
    pub(crate) view: View,
    text: String,
    /// Where each cell stands in the text, without the white space around it: it is asked for many times over.
    cells: Vec<Range<usize>>,
    /// The places of cells that are numbers of their format; none in formats of text.
    numbers: Vec<usize>,
}

impl Record {
    /// Empties it for the row that starts on that line.
    pub(crate) fn start(&mut self, line: u64) {
        self.line = line;
        self.cut_off = false;
        self.mark = None;
        self.view = View::Shown;
        self.text.clear();
        self.cells.clear();
        self.numbers.clear();
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        self.push_cell(self.text.len(), text);
        self.text.push_str(text);
    }

    pub(crate) fn push_number(&mut self, digits: &str) {
        self.numbers.push(self.cells.len());
        self.push_text(digits);
    }

    /// Takes over text that ends at these places, cell by cell.
    pub(crate) fn push_all(&mut self, text: &str, ends: &[usize]) {
        let (from, mut start) = (self.text.len(), 0);
        for end in ends {
            self.push_cell(from + start, text.get(start..*end).unwrap_or_default());
            start = *end;
        }
        self.text.push_str(text);
    }

    /// Takes over text whose cells end at these places, each followed by a sign of one byte that is of none.
    pub(crate) fn push_parted(&mut self, text: &str, ends: impl Iterator<Item = usize>) {
        let (from, mut start) = (self.text.len(), 0);
        for end in ends {
            self.push_cell(from + start, text.get(start..end).unwrap_or_default());
            start = end + 1;
        }
        self.text.push_str(text);
    }

    /// Takes in a cell whose text starts at that byte.
    fn push_cell(&mut self, start: usize, text: &str) {
        if is_bare(text.as_bytes()) && !text.starts_with('=') {
            self.cells.push(start..start + text.len());
            return;
        }
        let bare = bare(text);
        // The bare text is a part of the text: the distance of their first bytes is where it starts.
        let start = start + (bare.as_ptr().addr() - text.as_ptr().addr());
        self.cells.push(start..start + bare.len());
    }

    /// Leaves so many cells, the first ones.
    pub(crate) fn cut(&mut self, width: usize) {
        if width < self.cells.len() {
            let end = width.checked_sub(1).map_or(0, |last| self.cells[last].end);
            self.text.truncate(end);
            self.cells.truncate(width);
            self.numbers.retain(|place| *place < width);
        }
    }

    /// Gives back memory that further cells would have taken.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.cells.shrink_to_fit();
        self.numbers.shrink_to_fit();
    }

    /// The bytes that it takes in memory.
    pub(crate) fn size(&self) -> usize {
        let places =
            self.cells.capacity() * size_of::<Range<usize>>() + self.numbers.capacity() * size_of::<usize>();
        size_of::<Self>() + self.text.capacity() + places
    }

    /// The bytes of its text.
    pub(crate) fn text_len(&self) -> usize {
        self.text.len()
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// The cell at that place; nothing behind the last one.
    #[inline]
    pub(crate) fn cell(&self, place: usize) -> Cell<'_> {
        let Some(cell) = self.cells.get(place).filter(|cell| !cell.is_empty()) else { return Cell::Empty };
        let text = self.text.get(cell.clone()).unwrap_or_default();
        if !self.numbers.is_empty() && self.numbers.contains(&place) {
            return Cell::Number(text);
        }
        Cell::Text(text)
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        (0..self.len()).map(|place| self.cell(place))
    }

    /// What each cell has, empty when nothing.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.cells.iter().map(|cell| self.text.get(cell.clone()).unwrap_or_default())
    }

    /// Whether more cells than that hold something.
    pub(crate) fn has_more_than(&self, count: usize) -> bool {
        self.cells.iter().filter(|cell| !cell.is_empty()).nth(count).is_some()
    }

    /// Whether no cell holds anything.
    pub(crate) fn is_empty(&self) -> bool {
        !self.has_more_than(0)
    }

    /// Whether some cell has a digit.
    pub(crate) fn has_digits(&self) -> bool {
        self.text.bytes().any(|byte| byte.is_ascii_digit())
    }

    /// The same row with other text in these cells.
    pub(crate) fn with(&self, texts: &[(usize, String)]) -> Self {
        let Self { line, cut_off, mark, view, .. } = *self;
        let mut record = Self { line, cut_off, mark, view, ..Self::default() };
        let width = texts.iter().map(|(place, _)| place + 1).max().unwrap_or_default().max(self.len());
        let mut in_order: Vec<&(usize, String)> = texts.iter().collect();
        in_order.sort_by_key(|(place, _)| *place);
        in_order.dedup_by_key(|(place, _)| *place);
        let mut texts = in_order.into_iter().peekable();
        for place in 0..width {
            match texts.next_if(|(at, _)| *at == place) {
                Some((_, text)) => record.push_text(text),
                None => match self.cell(place) {
                    Cell::Number(digits) => record.push_number(digits),
                    cell => record.push_text(cell.as_str()),
                },
            }
        }
        record
    }

    /// The row as a line of semicolons, for formats that have no lines of text.
    pub(crate) fn as_line(&self) -> String {
        let quoted = |text: &str| {
            if text.contains([';', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        };
        self.texts().map(quoted).collect::<Vec<_>>().join(";")
    }
}

/// What rows that are held in memory may take together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
    left: usize,
    is_over: bool,
}

impl Room {
    /// Room for so many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        Self { left: bytes, is_over: false }
    }

    /// Keeps a row, without what further cells would have taken. Once there is no room for one, none is kept any more.
    pub(crate) fn keep(&mut self, rows: &mut Vec<Record>, mut row: Record) {
        row.shrink();
        match self.left.checked_sub(row.size()) {
            Some(left) if !self.is_over => {
                self.left = left;
                rows.push(row);
            }
            _ => self.is_over = true,
        }
    }

    /// Whether a row was not kept.
    pub(crate) fn is_over(self) -> bool {
        self.is_over
    }
}

/// The rows of a file, one after the other.
pub(crate) trait Rows: Send {
    /// Reads the next row that holds something; `false` behind the last one.
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError>;

    /// The row read last, as it stands in the file.
    fn original(&self, record: &Record) -> String {
        record.as_line()
    }

    /// How far the reading is: bytes or rows, in the unit of [`crate::format::Input::size`].
    fn place(&self) -> u64;
}

/// Rows that are held in memory.
pub(crate) struct HeldRows {
    rows: std::sync::Arc<Vec<Record>>,
    next: usize,
}

impl HeldRows {
    pub(crate) fn new(rows: std::sync::Arc<Vec<Record>>) -> Self {
        Self { rows, next: 0 }
    }
}

impl Rows for HeldRows {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        let Some(row) = self.rows.get(self.next) else { return Ok(false) };
        record.clone_from(row);
        self.next += 1;
        Ok(true)
    }

    fn place(&self) -> u64 {
        self.next as u64
    }
}

#[cfg(test)]
pub(crate) fn record(line: u64, texts: &[&str]) -> Record {
    let mut record = Record::default();
    record.start(line);
    for text in texts {
        record.push_text(text);
    }
    record
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_trimmed_and_empty_behind_the_last() {
        let record = record(1, &[" a ", "", "b;c"]);
        assert_eq!(record.cells().collect::<Vec<_>>(), [Cell::Text("a"), Cell::Empty, Cell::Text("b;c")]);
        assert_eq!(record.cell(3), Cell::Empty);
        assert_eq!(Cell::text("=\"03/11/2025\""), Cell::Text("03/11/2025"));
        assert_eq!(Cell::text("=A1"), Cell::Text("=A1"));
        assert_eq!(record.as_line(), "a;;\"b;c\"");
    }
}
