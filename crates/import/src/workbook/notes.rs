//! What somebody has noted beside the table of a sheet: `À vérifier avec Paul`, behind its last column.

use super::SheetRows;
use crate::{
    ImportError,
    layout::Layout,
    meaning::{self, WordSense},
    record::{Cell, Record, Rows},
};

/// How many notes are shown.
const SHOWN: usize = 10;

/// Of so many rows, one may have a note: where more do, a column has lost its header.
const ONE_IN: u64 = 5;

/// Notes beside the lines of a workbook's table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// How many lines have one.
    pub count: u64,
    /// The first lines, and what stands there.
    pub first: Vec<(u64, String)>,
}

impl Notes {
    /// Counts those of a sheet that comes behind so many lines.
    pub(super) fn add(&mut self, other: Self, before: u64) {
        self.count += other.count;
        let room = SHOWN.saturating_sub(self.first.len());
        self.first.extend(other.first.into_iter().take(room).map(|(line, text)| (before + line, text)));
    }
}

/// What stands behind the last column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// Nothing, or more than a few texts: a column has lost its header.
    Nothing,
    /// Notes.
    Notes(Notes),
    /// A few cells that may be parts of their lines: figures, or words that say what became of the line.
    PartsOfLines,
}

/// How many columns a table has, up to the last one that is named.
pub(super) fn width(layout: &Layout) -> usize {
    // The rows of some formats are as long as the longest one.
    layout.header.iter().rposition(|header| !header.is_empty()).map_or(0, |last| last + 1)
}

/// What stands behind the last column of a table; nothing in a file of text.
pub(super) fn beside(name: &str, sheet: &SheetRows, layout: &Layout) -> Result<Beside, ImportError> {
    let width = width(layout);
    if layout.header_line.is_none() || sheet.width <= width {
        return Ok(Beside::Nothing);
    }
    let (mut rows, mut row) = (sheet.rows.rows(name)?, Record::default());
    let (mut notes, mut lines, mut are_notes) = (Notes::default(), 0, true);
    while rows.read(&mut row)? {
        if rows.place() <= layout.above() as u64 {
            continue;
        }
        lines += 1;
        let cells = (width..row.len()).map(|place| row.cell(place)).filter(|cell| *cell != Cell::Empty);
        let texts: Vec<Cell<'_>> = cells.collect();
        are_notes &= texts.iter().all(|cell| matches!(cell, Cell::Text(text) if is_note(text)));
        if !texts.is_empty() {
            let text = texts.iter().map(|cell| cell.as_str()).collect::<Vec<_>>().join(" ");
            notes.add(Notes { count: 1, first: vec![(row.line, text)] }, 0);
        }
    }
    let are_few = notes.count <= (lines / ONE_IN).max(1) && notes.count < lines;
    Ok(match notes.count {
        0 => Beside::Nothing,
        _ if !are_few => Beside::Nothing,
        _ if are_notes => Beside::Notes(notes),
        _ => Beside::PartsOfLines,
    })
}

/// Whether a text is neither a figure nor a day, and no word of it takes its line back or makes it something else.
fn is_note(text: &str) -> bool {
    let letters = text.chars().filter(|sign| sign.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let changes_line = |word: &str| {
        !matches!(
            meaning::says(word),
            WordSense::Unknown
                | WordSense::Sale(_)
                | WordSense::Payment
                | WordSense::Instrument
                | WordSense::Order
        )
    };
    letters > digits && !changes_line(text) && !text.split_whitespace().any(changes_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_texts_that_leave_their_line_a_sale() {
        for note in ["À vérifier avec Paul", "voir facture 12", "payé par Anne"] {
            assert!(is_note(note), "{note}");
        }
        for other in
            ["12,50", "12,50 €", "2025-11-03 00:00:00", "annulé", "client a annulé", "Remboursé", "Total"]
        {
            assert!(!is_note(other), "{other}");
        }
    }
}
