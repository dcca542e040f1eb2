//! CSV and its dialects: comma, semicolon, tab or bar between the values.

use std::collections::HashMap;

use crate::{Cell, ImportError, Row, Sheet, layout, line_counter::LineCounter};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records are looked at to find the delimiter.
const HEAD: usize = 60;

/// Reads text in whichever dialect it is.
pub(crate) fn read(name: &str, text: &str) -> Result<Sheet, ImportError> {
    let (announced, text_from) = announced_delimiter(text);
    let delimiter = announced.unwrap_or_else(|| delimiter(&text[text_from..]));
    Ok(layout::sheet(name, records(name, text, text_from, delimiter)?))
}

/// `sep=;`, by which some programs tell a spreadsheet how to read what follows; and where that starts.
fn announced_delimiter(text: &str) -> (Option<u8>, usize) {
    let first = text.lines().next().unwrap_or_default();
    match first.trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([sign]) => (Some(*sign), first.len()),
        _ => (None, 0),
    }
}

/// The records that hold something.
fn records(name: &str, text: &str, from: usize, delimiter: u8) -> Result<Vec<Row>, ImportError> {
    let mut reader = reader(&text[from..], delimiter);
    let malformed =
        |line: u64, reason: String| ImportError::Malformed { source_name: name.into(), line, reason };
    let mut lines = LineCounter::new(text);
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            malformed(error.position().map_or(0, ::csv::Position::line), error.to_string())
        })?;
        // The reader's own position lies before the blank lines that it skips.
        let start = record.position().map_or(0, ::csv::Position::byte);
        let line = lines.line_of_text_from(from + start as usize);
        let record = Row { line, cells: record.iter().map(Cell::text).collect() };
        if !record.is_empty() {
            records.push(record);
        }
    }
    Ok(records)
}

fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes())
}

/// The sign that splits most records into one and the same number of values, the more values the better.
fn delimiter(text: &str) -> u8 {
    let score = |sign: u8| {
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for record in reader(text, sign).records().take(HEAD).flatten() {
            *widths.entry(record.len()).or_default() += 1;
        }
        widths.into_iter().map(|(width, records)| (width - 1) * records).max().unwrap_or_default()
    };
    // On equal scores the comma, first of the list, wins: `max_by_key` keeps the last.
    DELIMITERS.into_iter().rev().max_by_key(|sign| score(*sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AsideKind;

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
        assert_eq!(delimiter("id;prix\n1;2,50\n2;3,50\n3;4,50\n"), b';');
    }

    #[test]
    fn lines_are_counted_through_blank_lines_and_quoted_breaks() {
        let sheet = read("f", "\r\nid,nom\r\n1,\"deux\nlignes\"\r\n\r\n2,Lait").unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 6]);
        assert_eq!(cells(&sheet.rows[0]), ["1", "deux\nlignes"]);
    }

    fn aside(sheet: &Sheet) -> Vec<(u64, AsideKind)> {
        sheet.aside.iter().map(|aside| (aside.line, aside.kind)).collect()
    }

    #[test]
    fn what_is_no_data_is_set_aside_with_its_line() {
        let text = "Export caisse - Boutique;;;\nPériode du 03/11/2025;;;\n;;;\nN° ticket;Date;Article;Qté;Montant\n\
                    T1;03/11/2025;Boîte;2;104,86\nN° ticket;Date;Article;Qté;Montant\nT2;04/11/2025;Total;1;5\n;;;Total;109,86\n";
        let sheet = read("f", text).unwrap();
        assert_eq!(sheet.header[0], "N° ticket");
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [5, 7]);
        let expected = [
            (1, AsideKind::Title),
            (2, AsideKind::Title),
            (6, AsideKind::RepeatedHeader),
            (8, AsideKind::Total),
        ];
        assert_eq!(aside(&sheet), expected);
    }

    #[test]
    fn a_program_may_announce_its_delimiter_and_sign_below() {
        let text =
            "sep=|\nid|name|price\n1|Pain, blanc|2\n\n83 record(s) downloaded||\nSeller ID: boutique||\n";
        let sheet = read("f", text).unwrap();
        assert_eq!(cells(&sheet.rows[0]), ["1", "Pain, blanc", "2"]);
        assert_eq!((sheet.rows.len(), sheet.rows[0].line), (1, 3));
        assert_eq!(aside(&sheet), [(5, AsideKind::Footer), (6, AsideKind::Footer)]);
    }

    #[test]
    fn rows_with_one_value_are_data_where_all_are() {
        let sheet = read("f", "id,name,price\na,,\nb,,\n").unwrap();
        assert_eq!(sheet.rows.len(), 2);
    }
}
