//! CSV and its dialects: comma, semicolon, tab or bar between the values.

use crate::{Cell, ImportError, Row, Sheet, line_counter::LineCounter};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads text whose first line that is not blank is the header.
pub(crate) fn read(name: &str, text: &str) -> Result<Sheet, ImportError> {
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let malformed =
        |line: u64, reason: String| ImportError::Malformed { source_name: name.into(), line, reason };

    let mut lines = LineCounter::new(text);
    let mut header = Vec::new();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            malformed(error.position().map_or(0, ::csv::Position::line), error.to_string())
        })?;
        // The reader's own position lies before the blank lines that it skips.
        let start = record.position().map_or(0, ::csv::Position::byte);
        let line = lines.line_of_text_from(start as usize);
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        if header.is_empty() {
            header = record.iter().map(|value| value.trim().to_owned()).collect();
        } else {
            rows.push(Row { line, cells: record.iter().map(Cell::text).collect() });
        }
    }
    Ok(Sheet { name: name.to_owned(), header, rows })
}

/// The sign that splits the header into the most values; quoted signs do not count.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |sign: u8| {
        let mut quoted = false;
        let outside = header.bytes().filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == sign
        });
        outside.count()
    };
    // On equal counts the comma, first of the list, wins: `max_by_key` keeps the last.
    DELIMITERS.into_iter().rev().max_by_key(|sign| count(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &Row) -> Vec<&str> {
        row.cells.iter().map(Cell::as_str).collect()
    }

    #[test]
    fn the_delimiter_is_found_in_the_header() {
        for sign in [",", ";", "\t", "|"] {
            let sheet = read("f", &format!("id{sign}nom\n1{sign}Pain\n")).unwrap();
            assert_eq!(sheet.header, ["id", "nom"]);
            assert_eq!(cells(&sheet.rows[0]), ["1", "Pain"]);
        }
        assert_eq!(delimiter("\"a,b,c\";d;e\n"), b';');
    }

    #[test]
    fn lines_are_counted_through_blank_lines_and_quoted_breaks() {
        let sheet = read("f", "\r\nid,nom\r\n1,\"deux\nlignes\"\r\n\r\n2,Lait").unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 6]);
        assert_eq!(cells(&sheet.rows[0]), ["1", "deux\nlignes"]);
    }
}
