//! Workbooks of spreadsheets: XLSX, XLSB, ODS and the old XLS.

mod merged;
mod old;
mod together;

use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use calamine::{Cell, Data, DataRef, Range, Reader, Sheets, XlsxError, open_workbook_auto_from_rs};

use crate::{ImportError, csv::COLUMN_LIMIT, record::Record};
pub(crate) use together::{Parts, says_other_than_sales, together};

/// The most bytes of all rows of a workbook: they are held in memory. A million lines of ten short columns take as many.
const ROWS_LIMIT_BYTES: usize = 320 << 20;

/// What an old workbook starts with.
pub(crate) fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xd0\xcf\x11\xe0")
}

/// Reads the sheets of a workbook that look most like data: all that have the same columns.
///
/// # Errors
/// When it is damaged, locked by a password, or has no sheet with anything in it; when it has several tables of sales.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<(Arc<Vec<Record>>, Parts), ImportError> {
    // A damaged workbook may take its reader beyond what it has checked.
    let sheets = catch_unwind(AssertUnwindSafe(|| sheets(name, bytes)));
    let sheets = sheets.map_err(|_| damaged(name, "its parts contradict each other".into()))??;
    together(name, sheets)
}

fn damaged(name: &str, reason: String) -> ImportError {
    ImportError::Damaged { source_name: name.to_owned(), format: "XLSX/XLS", reason }
}

fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<(String, Vec<Record>)>, ImportError> {
    let damaged = |reason: String| damaged(name, reason);
    if is_old(bytes) {
        old::check(bytes).map_err(|refused| match refused {
            old::Refused::TooLarge => ImportError::WorkbookTooLarge { source_name: name.to_owned() },
            old::Refused::Damaged(reason) => damaged(reason),
        })?;
    }
    let told = |error: calamine::Error| damaged(error.to_string());
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(told)?;
    let mut sheets = Vec::new();
    let mut room = ROWS_LIMIT_BYTES;
    match &mut workbook {
        Sheets::Xlsx(workbook) => {
            for sheet in workbook.sheet_names() {
                let mut cells = match workbook.worksheet_cells_reader(&sheet) {
                    Ok(cells) => cells,
                    Err(XlsxError::NotAWorksheet(_)) => continue,
                    Err(error) => return Err(told(error.into())),
                };
                let mut rows =
                    gather(name, &mut room, || cells.next_cell().map_err(|error| told(error.into())))?;
                drop(cells);
                // A workbook whose merged cells cannot be told has its rows all the same.
                merged::fill(&mut rows, &workbook.merge_cells_by_sheet_name(&sheet).unwrap_or_default());
                sheets.push((sheet, rows));
            }
        }
        Sheets::Xlsb(workbook) => {
            for sheet in workbook.sheet_names() {
                let cells = workbook.worksheet_cells_reader(&sheet);
                let mut cells = cells.map_err(|error| told(error.into()))?;
                let rows = gather(name, &mut room, || cells.next_cell().map_err(|error| told(error.into())))?;
                sheets.push((sheet, rows));
            }
        }
        Sheets::Xls(workbook) => {
            for sheet in workbook.sheet_names() {
                // Its reader has all sheets in memory: one copy at a time.
                let Ok(range) = workbook.worksheet_range(&sheet) else { continue };
                let mut rows = rows(name, &mut room, &range)?;
                drop(range);
                merged::fill(&mut rows, &workbook.merge_cells_by_sheet_name(&sheet).unwrap_or_default());
                sheets.push((sheet, rows));
            }
        }
        others @ Sheets::Ods(_) => {
            for (sheet, range) in others.worksheets() {
                sheets.push((sheet, rows(name, &mut room, &range)?));
            }
        }
    }
    Ok(sheets)
}

/// The rows that hold something, of cells that come row by row. The reader's own rectangle of all cells would be as
/// large as the two that are farthest apart have it.
fn gather<'a>(
    name: &str,
    room: &mut usize,
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'a>>>, ImportError>,
) -> Result<Vec<Record>, ImportError> {
    let mut rows: Vec<Record> = Vec::new();
    while let Some(cell) = next()? {
        let ((row, column), data) = (cell.get_position(), Data::from(cell.get_value().clone()));
        let (line, column) = (u64::from(row) + 1, column as usize);
        if data == Data::Empty {
            continue;
        }
        if column >= COLUMN_LIMIT {
            return Err(ImportError::TooManyColumns {
                source_name: name.to_owned(),
                line,
                limit: COLUMN_LIMIT,
            });
        }
        if rows.last().is_none_or(|last| last.line < line) {
            if let Some(whole) = rows.last_mut() {
                take_room(name, room, whole)?;
            }
            let mut record = Record::default();
            record.start(line);
            rows.push(record);
        }
        let Some(record) = rows.last_mut().filter(|last| last.line == line && last.len() <= column) else {
            return Err(damaged(
                name,
                format!("row {line} comes after a later one, or a cell of it comes twice"),
            ));
        };
        while record.len() < column {
            record.push_text("");
        }
        push(record, &data);
    }
    rows.retain(|row| !row.is_empty());
    Ok(rows)
}

/// Keeps what a row takes in memory within bounds.
fn take_room(name: &str, room: &mut usize, row: &mut Record) -> Result<(), ImportError> {
    row.shrink();
    *room = room
        .checked_sub(row.size())
        .ok_or_else(|| ImportError::WorkbookTooLarge { source_name: name.to_owned() })?;
    Ok(())
}

/// The rows that hold something, numbered as the spreadsheet shows them.
fn rows(name: &str, room: &mut usize, range: &Range<Data>) -> Result<Vec<Record>, ImportError> {
    let first = range.start().map_or(0, |(row, _)| u64::from(row));
    let mut rows = Vec::new();
    for (at, cells) in range.rows().enumerate() {
        let mut record = Record::default();
        record.start(first + at as u64 + 1);
        for cell in cells {
            push(&mut record, cell);
        }
        if !record.is_empty() {
            take_room(name, room, &mut record)?;
            rows.push(record);
        }
    }
    Ok(rows)
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
