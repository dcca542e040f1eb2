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

/// The notes behind the last column of a table. None where one of these cells may be a part of its line: in a file of text,
/// or where it is a figure, says what became of the line, or is one of many.
pub(super) fn beside(name: &str, sheet: &SheetRows, layout: &Layout) -> Result<Option<Notes>, ImportError> {
    let width = layout.header.len();
    if layout.header_line.is_none() || sheet.width <= width {
        return Ok(None);
    }
    let (mut rows, mut row) = (sheet.rows.rows(name)?, Record::default());
    let (mut notes, mut lines) = (Notes::default(), 0);
    while rows.read(&mut row)? {
        if rows.place() <= layout.above() as u64 {
            continue;
        }
        lines += 1;
        let mut texts = vec![];
        for cell in (width..row.len()).map(|place| row.cell(place)) {
            match cell {
                Cell::Empty => {}
                Cell::Text(text) if is_note(text) => texts.push(text),
                _ => return Ok(None),
            }
        }
        if !texts.is_empty() {
            let note = Notes { count: 1, first: vec![(row.line, texts.join(" "))] };
            notes.add(note, 0);
        }
    }
    let are_few = notes.count <= (lines / ONE_IN).max(1) && notes.count < lines;
    Ok(Some(notes).filter(|notes| notes.count > 0 && are_few))
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
