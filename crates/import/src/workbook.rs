//! Workbooks of spreadsheets: XLSX, XLSB, ODS and the old XLS.

mod hidden;
mod merged;
mod notes;
mod old;
mod sheet_writer;
mod together;

use std::{
    io::{Read, Seek},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Cell, Data, DataRef, Ods, Range, Reader, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};

use self::{hidden::HiddenPlaces, merged::Merged, sheet_writer::SheetWriter};
use crate::{
    ImportError, content::Content, csv::COLUMN_LIMIT, kept::KeptTable, metered::Metered, record::Record,
    whole::Turn,
};
pub use notes::Notes;
pub(crate) use sheet_writer::SheetRows;
pub(crate) use together::{Parts, says_other_than_sales, together};

/// The most sheets of a workbook: a year has 366 days.
const SHEETS_LIMIT: usize = 1_000;

/// How often the bytes of a workbook may be read, and how many may be read anyway: each sheet is read twice, and one
/// that is named a thousand times would be read as often.
const READ_TIMES: u64 = 4;
const READ_ANYWAY: u64 = 64 << 20;

/// The formats of workbooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Xls,
    Xlsx,
    Xlsb,
    Ods,
}

impl Kind {
    /// The format's name, as the proof of a file says it.
    pub(crate) fn format(self) -> &'static str {
        match self {
            Self::Xls => "XLS",
            Self::Xlsx => "XLSX",
            Self::Xlsb => "XLSB",
            Self::Ods => "ODS",
        }
    }
}

/// What an old workbook starts with.
pub(crate) fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// Reads the sheets of a workbook that look most like data: all that have the same columns.
///
/// # Errors
/// When it is damaged, locked by a password, or has no sheet with anything in it; when it has several tables of sales.
pub(crate) fn read(name: &str, content: &Content, kind: Kind) -> Result<(KeptTable, Parts), ImportError> {
    let turn = Turn::wait();
    // A damaged workbook may take its reader beyond what it has checked.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(name, content, kind)));
    drop(turn);
    let sheets = sheets.map_err(|_| damaged(name, "its parts contradict each other".into()))??;
    together(name, sheets)
}

fn damaged(name: &str, reason: String) -> ImportError {
    ImportError::Damaged { source_name: name.to_owned(), format: "XLSX/XLS", reason }
}

fn too_large(name: &str) -> ImportError {
    ImportError::WorkbookTooLarge { source_name: name.to_owned() }
}

fn sheets(name: &str, content: &Content, kind: Kind) -> Result<Vec<SheetRows>, ImportError> {
    let unreadable = |error| ImportError::from_io(name, error);
    if kind == Kind::Xls {
        old::check(&mut content.seekable().map_err(unreadable)?, content.size()).map_err(|refused| {
            match refused {
                old::Refused::TooLarge => too_large(name),
                old::Refused::Damaged(reason) => damaged(name, reason),
            }
        })?;
    }
    let places = hidden::find(content, kind).map_err(|hidden::TooMany| too_large(name))?;
    let mut sheets =
        Sheets { name, kept: vec![], hidden: vec![], places, room: sheet_writer::Room::default() };
    let bytes = content.seekable().map_err(unreadable)?;
    let bytes = Metered::new(bytes, content.size().saturating_mul(READ_TIMES) + READ_ANYWAY);
    match kind {
        Kind::Xls => sheets.read_xls(bytes)?,
        Kind::Xlsx => sheets.read_xlsx(bytes)?,
        Kind::Xlsb => sheets.read_xlsb(bytes)?,
        Kind::Ods => sheets.read_ods(bytes)?,
    }
    let Sheets { mut kept, hidden, .. } = sheets;
    for sheet in &mut kept {
        sheet.is_hidden = hidden.contains(&sheet.name);
    }
    Ok(kept)
}

/// The sheets of a workbook, as far as they have been read.
struct Sheets<'a> {
    name: &'a str,
    kept: Vec<SheetRows>,
    /// The names of those that their author has hidden.
    hidden: Vec<String>,
    /// What is hidden in each sheet, in the order of the workbook.
    places: Vec<HiddenPlaces>,
    room: sheet_writer::Room,
}

impl Sheets<'_> {
    fn damaged(&self, error: impl Into<calamine::Error>) -> ImportError {
        damaged(self.name, error.into().to_string())
    }

    /// What is hidden in a sheet.
    fn hidden_in(&mut self, sheets: &[String], name: &str) -> HiddenPlaces {
        let at = sheets.iter().position(|sheet| sheet == name);
        at.and_then(|at| self.places.get_mut(at)).map(std::mem::take).unwrap_or_default()
    }

    /// The names of all sheets; those that are hidden are kept in mind.
    fn named(&mut self, sheets: &[calamine::Sheet]) -> Result<Vec<String>, ImportError> {
        if sheets.len() > SHEETS_LIMIT {
            return Err(too_large(self.name));
        }
        let hidden = sheets.iter().filter(|sheet| sheet.visible != SheetVisible::Visible);
        self.hidden = hidden.map(|sheet| sheet.name.clone()).collect();
        Ok(sheets.iter().map(|sheet| sheet.name.clone()).collect())
    }

    fn read_xlsx(&mut self, bytes: impl Read + Seek) -> Result<(), ImportError> {
        let mut workbook = Xlsx::new(bytes).map_err(|error| self.damaged(error))?;
        let names = self.named(workbook.sheets_metadata())?;
        for sheet in &names {
            // A workbook whose merged cells cannot be read has its rows all the same.
            let merged = Merged::new(&workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default());
            let hidden = self.hidden_in(&names, sheet);
            let mut cells = match workbook.worksheet_cells_reader(sheet) {
                Ok(cells) => cells,
                Err(XlsxError::NotAWorksheet(_)) => continue,
                Err(error) => return Err(self.damaged(error)),
            };
            self.gather(sheet, (merged, hidden), || cells.next_cell().map_err(Into::into))?;
        }
        Ok(())
    }

    fn read_xlsb(&mut self, bytes: impl Read + Seek) -> Result<(), ImportError> {
        let mut workbook = Xlsb::new(bytes).map_err(|error| self.damaged(error))?;
        let names = self.named(workbook.sheets_metadata())?;
        for sheet in &names {
            let cells = workbook.worksheet_cells_reader(sheet);
            let mut cells = cells.map_err(|error| self.damaged(error))?;
            let hidden = self.hidden_in(&names, sheet);
            self.gather(sheet, (Merged::default(), hidden), || cells.next_cell().map_err(Into::into))?;
        }
        Ok(())
    }

    fn read_xls(&mut self, bytes: impl Read + Seek) -> Result<(), ImportError> {
        let mut workbook = Xls::new(bytes).map_err(|error| self.damaged(error))?;
        let names = self.named(workbook.sheets_metadata())?;
        for sheet in &names {
            // Its reader has all sheets in memory: one copy at a time.
            let Ok(range) = workbook.worksheet_range(sheet) else { continue };
            let merged = Merged::new(&workbook.merge_cells_by_sheet_name(sheet).unwrap_or_default());
            let hidden = self.hidden_in(&names, sheet);
            self.rows(sheet, (merged, hidden), &range)?;
        }
        Ok(())
    }

    fn read_ods(&mut self, bytes: impl Read + Seek) -> Result<(), ImportError> {
        let mut workbook = Ods::new(bytes).map_err(|error| self.damaged(error))?;
        // In the order of their names, as they have always been read.
        let in_order = self.named(workbook.sheets_metadata())?;
        let mut names = in_order.clone();
        names.sort();
        names.dedup();
        for sheet in &names {
            let range = workbook.worksheet_range(sheet).map_err(|error| self.damaged(error))?;
            let hidden = self.hidden_in(&in_order, sheet);
            self.rows(sheet, (Merged::default(), hidden), &range)?;
        }
        Ok(())
    }

    /// The rows that hold something, of cells that come row by row. The reader's own rectangle of all cells would be as
    /// large as the two that are farthest apart have it.
    fn gather<'a>(
        &mut self,
        sheet: &str,
        places: (Merged, HiddenPlaces),
        mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, calamine::Error>,
    ) -> Result<(), ImportError> {
        let name = self.name;
        let mut writer = SheetWriter::new(name, sheet, places, &mut self.room);
        let mut record = Record::default();
        while let Some(cell) = next().map_err(|error| damaged(name, error.to_string()))? {
            let ((row, column), data) = (cell.get_position(), cell.get_value());
            let (line, column) = (u64::from(row) + 1, column as usize);
            if *data == DataRef::Empty {
                continue;
            }
            if column >= COLUMN_LIMIT {
                return Err(ImportError::TooManyColumns {
                    source_name: name.to_owned(),
                    line,
                    limit: COLUMN_LIMIT,
                });
            }
            if record.line < line {
                writer.push(&mut record)?;
                record.start(line);
            }
            if record.line != line || record.len() > column {
                let reason = format!("row {line} comes after a later one, or a cell of it comes twice");
                return Err(damaged(name, reason));
            }
            while record.len() < column {
                record.push_text("");
            }
            push(&mut record, &Data::from(data.clone()));
            writer.check(&record)?;
        }
        writer.push(&mut record)?;
        self.kept.push(writer.finish()?);
        Ok(())
    }

    /// The rows that hold something, numbered as the spreadsheet shows them.
    fn rows(
        &mut self,
        sheet: &str,
        places: (Merged, HiddenPlaces),
        range: &Range<Data>,
    ) -> Result<(), ImportError> {
        let (first, first_column) =
            range.start().map_or((0, 0), |(row, column)| (u64::from(row), column as usize));
        let writer = SheetWriter::new(self.name, sheet, places, &mut self.room);
        let mut writer = writer.with_first_column(first_column);
        let mut record = Record::default();
        for (at, cells) in range.rows().enumerate() {
            record.start(first + at as u64 + 1);
            for cell in cells {
                push(&mut record, cell);
                writer.check(&record)?;
            }
            writer.push(&mut record)?;
        }
        self.kept.push(writer.finish()?);
        Ok(())
    }
}

fn push(record: &mut Record, data: &Data) {
    match data {
        Data::Empty => record.push_text(""),
        Data::Int(number) => record.push_number(&number.to_string()),
        Data::Float(number) => record.push_number(&as_shown(*number)),
        Data::Bool(truth) => record.push_text(&truth.to_string()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => record.push_text(text),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            record.push_text(&format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"));
        }
        Data::DateTime(duration) => record.push_number(&as_shown(duration.as_f64())),
        Data::Error(error) => record.push_text(&error.to_string()),
    }
}

/// A number with the fifteen digits that a spreadsheet shows: 0.1 + 0.2 is kept as 0.30000000000000004, shown as 0.3.
pub(crate) fn as_shown(number: f64) -> String {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    shown.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_spreadsheet_shows_them() {
        for (number, text) in
            [(0.1 + 0.2, "0.3"), (104.86, "104.86"), (1e21, "1000000000000000000000"), (-3.0, "-3")]
        {
            assert_eq!(as_shown(number), text);
        }
    }
}
