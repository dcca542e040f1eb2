//! The rows of one sheet as they are read: kept on disk, with what is asked about them all.

use super::{Merged, hidden::HiddenPlaces, too_large};
use crate::{
    ImportError,
    csv::RECORD_LIMIT,
    kept::{KeptRows, RowWriter},
    layout,
    record::{Cell, Record},
};

/// The most bytes of all rows of a workbook, which are kept on disk. A million lines of twelve short columns take 100 MiB.
const ROWS_LIMIT_BYTES: u64 = 1 << 30;

/// The most bytes of the first rows of all sheets together, where the headers are looked for.
const HEADS_LIMIT_BYTES: usize = 32 << 20;

/// What is left of those.
pub(super) struct Room {
    rows: u64,
    heads: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { rows: ROWS_LIMIT_BYTES, heads: HEADS_LIMIT_BYTES }
    }
}

/// The rows of a sheet.
pub(crate) struct SheetRows {
    pub(crate) name: String,
    pub(crate) rows: KeptRows,
    /// How much they look like data.
    pub(crate) likeness: usize,
    /// How many at the end have one value, or none.
    pub(crate) sparse_tail: u64,
    /// How many cells the longest row has, up to the last one that holds something.
    pub(crate) width: usize,
    /// Whether its author has hidden it.
    pub(crate) is_hidden: bool,
    /// The places of columns that are hidden.
    pub(crate) hidden_columns: Vec<usize>,
}

impl SheetRows {
    /// A part of an export whose rows are in memory.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub(crate) fn of(name: &str, rows: Vec<Record>) -> std::io::Result<Self> {
        let likeness = layout::likeness(rows.get(..layout::HEAD).unwrap_or(&rows));
        let sparse_tail = rows.iter().rev().take_while(|row| !row.has_more_than(1)).count() as u64;
        // What is too long in a file of text was moved, and is no note beside the table.
        let width = 0;
        let rows = KeptRows::of(rows)?;
        Ok(Self {
            name: name.to_owned(),
            rows,
            likeness,
            sparse_tail,
            width,
            is_hidden: false,
            hidden_columns: vec![],
        })
    }
}

/// Keeps the rows of a sheet.
pub(super) struct SheetWriter<'a> {
    name: &'a str,
    sheet: String,
    merged: Merged,
    hidden: HiddenPlaces,
    /// The column of the sheet that the first cell of each row stands in, from 0.
    first_column: usize,
    room: &'a mut Room,
    writer: RowWriter,
    head: Vec<Record>,
    sparse_tail: u64,
    width: usize,
}

impl<'a> SheetWriter<'a> {
    pub(super) fn new(
        name: &'a str,
        sheet: &str,
        (merged, hidden): (Merged, HiddenPlaces),
        room: &'a mut Room,
    ) -> Self {
        let (writer, sheet) = (RowWriter::new(room.rows), sheet.to_owned());
        let (head, sparse_tail, width, first_column) = (vec![], 0, 0, 0);
        Self { name, sheet, merged, hidden, first_column, room, writer, head, sparse_tail, width }
    }

    /// Has the first cell of each row stand in that column of the sheet.
    pub(super) fn with_first_column(mut self, first: usize) -> Self {
        self.first_column = first;
        self
    }

    /// Keeps a row from growing without end while its cells come.
    pub(super) fn check(&self, row: &Record) -> Result<(), ImportError> {
        if row.text_len() > RECORD_LIMIT {
            return Err(ImportError::RecordTooLarge {
                source_name: self.name.to_owned(),
                line: row.line,
                limit_bytes: RECORD_LIMIT as u64,
            });
        }
        Ok(())
    }

    /// Keeps a row, where it holds something.
    pub(super) fn push(&mut self, row: &mut Record) -> Result<(), ImportError> {
        if row.is_empty() {
            return Ok(());
        }
        self.merged.fill(row);
        self.hidden.mark(row);
        self.check(row)?;
        if self.head.len() < layout::HEAD {
            let mut row = row.clone();
            row.shrink();
            self.room.heads = self.room.heads.checked_sub(row.size()).ok_or_else(|| too_large(self.name))?;
            self.head.push(row);
        }
        self.sparse_tail = if row.has_more_than(1) { 0 } else { self.sparse_tail + 1 };
        let is_filled = |place: &usize| row.cell(*place) != Cell::Empty;
        if let Some(last) = (self.width..row.len()).rev().find(is_filled) {
            self.width = last + 1;
        }
        self.writer.push(row).map_err(|error| refused(self.name, error))
    }

    /// All rows of the sheet.
    pub(super) fn finish(self) -> Result<SheetRows, ImportError> {
        let rows = self.writer.finish().map_err(|error| refused(self.name, error))?;
        self.room.rows = self.room.rows.saturating_sub(rows.size());
        let likeness = layout::likeness(&self.head);
        let Self { sheet: name, sparse_tail, width, hidden, first_column, .. } = self;
        let hidden_columns = hidden.columns(first_column, width);
        Ok(SheetRows { name, rows, likeness, sparse_tail, width, is_hidden: false, hidden_columns })
    }
}

fn refused(name: &str, error: std::io::Error) -> ImportError {
    match ImportError::from_io(name, error) {
        ImportError::TooLarge { .. } => too_large(name),
        other => other,
    }
}
