//! Workbooks of Excel 2003 in XML.

use crate::{
    csv::COLUMN_LIMIT,
    markup::{Markup, Piece, attribute, local, unescaped},
    record::{Record, Room},
};

/// The name of the format in its files.
const NAMESPACE: &[u8] = b"urn:schemas-microsoft-com:office:spreadsheet";

/// Whether a text starts as such a workbook does.
pub(crate) fn is_spreadsheet(head: &[u8]) -> bool {
    let start = &head[..head.len().min(4_096)];
    memchr::memmem::find(start, NAMESPACE).is_some() && memchr::memmem::find(start, b"Workbook").is_some()
}

/// A sheet of such a workbook.
#[derive(Default)]
pub(crate) struct XmlSheet {
    pub(crate) name: String,
    /// Whether its author has hidden it.
    pub(crate) is_hidden: bool,
    /// Numbered as the spreadsheet shows them.
    pub(crate) rows: Vec<Record>,
}

/// The sheets of a workbook.
pub(crate) fn sheets(text: &str, room: &mut Room) -> Vec<XmlSheet> {
    let (mut sheets, mut reading) = (Vec::new(), Sheet::default());
    for piece in Markup::new(text) {
        match piece {
            Piece::Open { name, attributes, closes_itself } => {
                reading.open(local(name), attributes);
                if closes_itself {
                    reading.close(local(name), &mut sheets, room);
                }
            }
            Piece::Close { name } => reading.close(local(name), &mut sheets, room),
            Piece::Text(text) => {
                if let Some(value) = &mut reading.value {
                    value.push_str(&unescaped(text));
                }
                reading.found.is_hidden |= reading.is_visibility && text.trim().starts_with("Sheet");
            }
        }
    }
    sheets
}

#[derive(Default)]
struct Sheet {
    found: XmlSheet,
    /// Whether the text that comes says whether the sheet is shown: `SheetHidden`, `SheetVeryHidden`.
    is_visibility: bool,
    line: u64,
    record: Option<Record>,
    /// The column of the next cell.
    column: usize,
    /// The type of the value that is being read.
    kind: String,
    value: Option<String>,
}

impl Sheet {
    fn open(&mut self, name: &str, attributes: &str) {
        let number =
            |name: &str| attribute(attributes, name).and_then(|number| number.trim().parse::<usize>().ok());
        match name {
            "Worksheet" => {
                attribute(attributes, "Name").unwrap_or_default().clone_into(&mut self.found.name);
            }
            "Visible" => self.is_visibility = true,
            "Row" => {
                self.line = number("Index").map_or(self.line + 1, |index| (index as u64).max(self.line + 1));
                let mut record = Record::default();
                record.start(self.line);
                (self.record, self.column) = (Some(record), 0);
            }
            "Cell" => {
                let Some(record) = &mut self.record else { return };
                if let Some(index) = number("Index").filter(|index| (1..=COLUMN_LIMIT).contains(index)) {
                    self.column = (index - 1).max(record.len());
                }
                while record.len() < self.column.min(COLUMN_LIMIT) {
                    record.push_text("");
                }
                self.column = record.len() + 1 + number("MergeAcross").unwrap_or_default().min(COLUMN_LIMIT);
            }
            "Data" if self.record.is_some() => {
                attribute(attributes, "Type").unwrap_or_default().clone_into(&mut self.kind);
                self.value = Some(String::new());
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, sheets: &mut Vec<XmlSheet>, room: &mut Room) {
        match name {
            "Data" => {
                let (Some(value), Some(record)) = (self.value.take(), &mut self.record) else { return };
                match self.kind.as_str() {
                    "Number" => record.push_number(&number(value.trim())),
                    _ => record.push_text(&value),
                }
            }
            "Row" => {
                if let Some(record) = self.record.take().filter(|record| !record.is_empty()) {
                    room.keep(&mut self.found.rows, record);
                }
            }
            "Worksheet" => {
                sheets.push(std::mem::take(&mut self.found));
                *self = Self::default();
            }
            "Visible" => self.is_visibility = false,
            _ => {}
        }
    }
}

/// A number as a spreadsheet shows it: `1.0000000000000001E-2` is 0.01.
fn number(text: &str) -> String {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => crate::workbook::as_shown(number),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_their_index_says() {
        let text = r#"<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
            <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
            <Worksheet ss:Name="Ventes"><Table>
            <Row><Cell><Data ss:Type="String">Date</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">Prix &amp; plus</Data></Cell></Row>
            <Row ss:Index="5"><Cell><Data ss:Type="DateTime">2025-11-03T00:00:00.000</Data></Cell><Cell/><Cell><Data ss:Type="Number">0.30000000000000004</Data></Cell></Row>
            </Table></Worksheet><Worksheet ss:Name="Vide"><Table/></Worksheet></Workbook>"#;
        assert!(is_spreadsheet(text.as_bytes()));
        let sheets = sheets(text, &mut Room::new(usize::MAX));
        let lines: Vec<_> = sheets[0].rows.iter().map(|row| (row.line, row.as_line())).collect();
        assert_eq!(
            lines,
            [(1, "Date;;Prix & plus".to_owned()), (5, "2025-11-03T00:00:00.000;;0.3".to_owned())]
        );
        assert_eq!(sheets.len(), 2);
    }

    #[test]
    fn sheets_are_hidden_where_their_options_say_so() {
        let sheet = |name: &str, visible: &str| {
            format!(
                "<Worksheet ss:Name=\"{name}\"><Table/><WorksheetOptions>{visible}</WorksheetOptions></Worksheet>"
            )
        };
        let text = [
            sheet("Ventes", ""),
            sheet("2024", "<Visible>SheetHidden</Visible>"),
            sheet("Listes", "<x:Visible>SheetVeryHidden</x:Visible>"),
        ];
        let sheets = sheets(&text.concat(), &mut Room::new(usize::MAX));
        let found: Vec<_> = sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.is_hidden)).collect();
        assert_eq!(found, [("Ventes", false), ("2024", true), ("Listes", true)]);
    }
}
