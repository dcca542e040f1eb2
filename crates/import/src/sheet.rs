//! A file as a header and rows of text, whatever its format.

use encoding_rs::{Encoding, WINDOWS_1252};

use crate::{
    ImportError,
    archive::{self, Content},
    csv, json, workbook,
};

/// One value as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing there.
    Empty,
    /// Text, to be read; trimmed.
    Text(String),
    /// A number of a format that knows numbers (JSON): digits with a decimal point, to be read as they stand.
    Number(String),
}

impl Cell {
    /// A text cell, or an empty one when there is nothing but white space.
    pub fn text(text: &str) -> Self {
        let trimmed = text.trim();
        if trimmed.is_empty() { Self::Empty } else { Self::Text(trimmed.to_owned()) }
    }

    /// What the file has, empty when nothing.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Empty => "",
            Self::Text(text) | Self::Number(text) => text,
        }
    }
}

/// One row with its line in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it starts, from 1.
    pub line: u64,
    /// One cell a column; fewer when the line is short, more when it is long.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Empty)
    }
}

/// A line that is no data, and is not read as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it starts, from 1.
    pub line: u64,
    /// What it is.
    pub kind: AsideKind,
}

/// What a line that is no data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideKind {
    /// Above the header.
    Title,
    /// The header again, as on each printed page.
    RepeatedHeader,
    /// A total of lines above.
    Total,
    /// A remark below the data.
    Footer,
}

impl AsideKind {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::RepeatedHeader => "repeated-header",
            Self::Total => "total",
            Self::Footer => "footer",
        }
    }
}

/// A file as a table of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Where it came from, as the user named it.
    pub name: String,
    /// The headers, trimmed.
    pub header: Vec<String>,
    /// The rows in order.
    pub rows: Vec<Row>,
    /// The lines that are no data.
    pub aside: Vec<Aside>,
}

impl Sheet {
    /// A table in which every line is data.
    pub fn new(name: &str, header: Vec<String>, rows: Vec<Row>) -> Self {
        Self { name: name.to_owned(), header, rows, aside: vec![] }
    }

    /// Finds the format and reads the bytes.
    ///
    /// # Errors
    /// When there is nothing, when the format is not one that is read, or when the text breaks its rules.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ImportError> {
        let source_name = || name.to_owned();
        if workbook::is_old(bytes) {
            return workbook::read(name, bytes);
        }
        if archive::is_zip(bytes) {
            return match archive::open(name, bytes)? {
                Content::Workbook => workbook::read(name, bytes),
                Content::File(file) if archive::is_zip(&file) => {
                    Err(ImportError::UnknownFormat { source_name: source_name(), format: "ZIP/ZIP" })
                }
                Content::File(file) => Self::read(name, &file),
            };
        }
        if let Some(format) = foreign_format(bytes) {
            return Err(ImportError::UnknownFormat { source_name: source_name(), format });
        }
        let text = decode(bytes);
        let start = text.trim_start();
        if start.is_empty() {
            return Err(ImportError::Empty { source_name: source_name() });
        }
        if is_web_page(start) {
            return Err(ImportError::WebPage { source_name: source_name() });
        }
        let sheet =
            if start.starts_with(['[', '{']) { json::read(name, &text) } else { csv::read(name, &text) }?;
        if sheet.rows.is_empty() {
            return Err(ImportError::Empty { source_name: source_name() });
        }
        Ok(sheet)
    }
}

/// UTF-8 or UTF-16 by their marks, UTF-8 where it fits, else Windows-1252, which gives every byte a letter.
fn decode(bytes: &[u8]) -> String {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| {
        let plain = if std::str::from_utf8(bytes).is_ok() { encoding_rs::UTF_8 } else { WINDOWS_1252 };
        (plain, 0)
    });
    encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
}

fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 6] = [
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"PAR1", "Parquet"),
        (b"%PDF", "PDF"),
        (b"SQLite format 3\0", "SQLite"),
    ];
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name)
}

fn is_web_page(start: &str) -> bool {
    let head: String = start.chars().take(200).collect::<String>().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<?xml") && head.contains("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_euro_sign_survives_every_encoding() {
        let utf16: Vec<u8> = "\u{feff}Prix €".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in ["Prix €".as_bytes(), "\u{feff}Prix €".as_bytes(), b"Prix \x80", &utf16] {
            assert_eq!(decode(bytes), "Prix €");
        }
    }

    #[test]
    fn a_web_page_a_broken_workbook_and_an_empty_file_are_told_apart() {
        let read = |bytes: &[u8]| Sheet::read("file", bytes).unwrap_err();
        assert!(matches!(read(b"\n <!DOCTYPE html><html>"), ImportError::WebPage { .. }));
        assert!(matches!(read(b"%PDF-1.7"), ImportError::UnknownFormat { format: "PDF", .. }));
        for broken in [&b"PK\x03\x04rest"[..], b"\xd0\xcf\x11\xe0rest"] {
            assert!(matches!(read(broken), ImportError::Damaged { .. }), "{broken:?}");
        }
        for empty in [&b""[..], b" \r\n\n", b"\xef\xbb\xbf", b"id,name\n", b"[]"] {
            assert!(matches!(read(empty), ImportError::Empty { .. }), "{empty:?}");
        }
    }
}
