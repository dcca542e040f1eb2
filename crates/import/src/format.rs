//! Which format a file has, and its rows whatever the format.

use std::{cmp::Reverse, io};

use crate::{
    ImportError,
    archive::{self, Inside},
    content::Content,
    csv::{CsvRows, Dialect},
    encoding, html,
    json::{self, Json, ObjectRows, Start as JsonStart},
    kept::{KeptRows, KeptTable},
    layout,
    parquet::{self, ParquetRows},
    parts,
    record::{Record, Room, Rows},
    source::LIMIT_BYTES,
    spreadsheetml,
    whole::Turn,
    workbook::{self, Parts, SheetRows},
};

/// How many bytes of a text are looked at to find its dialect.
const HEAD: usize = 256 << 10;

/// The most bytes of a text of tags, which is held in memory, and of the rows in it.
const MARKUP_LIMIT: u64 = 64 << 20;
const MARKUP_ROWS_LIMIT: usize = 96 << 20;

/// A file whose format is known.
#[derive(Clone)]
pub(crate) struct Input {
    name: String,
    kind: Kind,
    /// What it is in words, for the proof: the format, and for texts their encoding.
    pub(crate) format: &'static str,
    /// The encoding of a text.
    pub(crate) encoding: Option<&'static str>,
    /// The repairs of its text.
    pub(crate) repair: Option<encoding::TextRepair>,
    /// The header, in formats that name their columns.
    pub(crate) header: Option<Vec<String>>,
    /// The sheets of a workbook, or the files of an archive.
    pub(crate) parts: Parts,
    /// The sign between the values of the files that were read together.
    delimiter: Option<char>,
}

#[derive(Clone)]
enum Kind {
    Csv {
        content: Content,
        from: usize,
        dialect: Dialect,
    },
    Objects {
        content: Content,
        start: JsonStart,
    },
    Held(KeptTable),
    /// In one part, or several.
    Parquet {
        parts: Vec<Content>,
        rows: u64,
    },
}

impl Input {
    /// Finds the format of unpacked bytes; `is_utf8` when all of them are.
    ///
    /// # Errors
    /// When there is nothing, when the format is not one that is read, or when the file breaks its rules.
    pub(crate) fn find(name: &str, content: Content, is_utf8: bool) -> Result<Self, ImportError> {
        let unreadable = |source: io::Error| unreadable(name, source);
        let head = content.head(HEAD).map_err(unreadable)?;
        let input = |kind, format, encoding, header| Self {
            name: name.to_owned(),
            kind,
            format,
            encoding,
            repair: None,
            header,
            parts: Parts::default(),
            delimiter: None,
        };
        if workbook::is_old(&head) {
            let (rows, parts) = workbook::read(name, &content, workbook::Kind::Xls)?;
            return Ok(Self { parts, ..input(Kind::Held(rows), workbook::Kind::Xls.format(), None, None) });
        }
        if archive::is_zip(&head) {
            return match archive::open(name, &content)? {
                Inside::Workbook(kind) => {
                    let (rows, parts) = workbook::read(name, &content, kind)?;
                    Ok(Self { parts, ..input(Kind::Held(rows), kind.format(), None, None) })
                }
                Inside::Files(files) => {
                    let (first, rows, parts) = parts::together(name, files)?;
                    let delimiter = first.delimiter();
                    Ok(Self { parts, kind: Kind::Held(rows), format: "CSV", delimiter, ..first })
                }
                Inside::File(file) => {
                    let head = file.head(4).map_err(unreadable)?;
                    if archive::is_zip(&head) {
                        return Err(ImportError::UnknownFormat {
                            source_name: name.into(),
                            format: "ZIP/ZIP",
                        });
                    }
                    let (_, is_utf8) = file.fingerprint().map_err(unreadable)?;
                    Self::find(name, file, is_utf8)
                }
            };
        }
        if parquet::is_parquet(&head) {
            let header = parquet::header(name, &content)?;
            let rows = parquet::row_count(name, &content)?;
            return Ok(input(Kind::Parquet { parts: vec![content], rows }, "Parquet", None, Some(header)));
        }
        if let Some(format) = foreign_format(&head) {
            return Err(ImportError::UnknownFormat { source_name: name.into(), format });
        }
        let text = encoding::text(content, is_utf8, LIMIT_BYTES).map_err(unreadable)?;
        let (content, from, encoding) = (text.content, text.from, Some(text.encoding));
        let head = content.head(HEAD).map_err(unreadable)?;
        let head = head.get(from..).unwrap_or_default();
        let input = |kind, format, encoding, header| Self {
            repair: text.repair,
            ..input(kind, format, encoding, header)
        };
        match start_of(head) {
            Start::Nothing => Err(ImportError::Empty { source_name: name.into() }),
            Start::WebPage => {
                let rows = alike(name, marked_up(name, &content, from, html::tables)?)?;
                let rows = rows.ok_or_else(|| ImportError::WebPage { source_name: name.into() })?;
                let rows = KeptRows::of(rows).map_err(|source| ImportError::from_io(name, source))?;
                Ok(input(Kind::Held(KeptTable::of(rows)), "HTML", encoding, None))
            }
            Start::Spreadsheet => {
                let mut sheets = Vec::new();
                for sheet in marked_up(name, &content, from, spreadsheetml::sheets)? {
                    let rows = SheetRows::of(&sheet.name, sheet.rows);
                    let rows = rows.map_err(|source| ImportError::from_io(name, source))?;
                    sheets.push(SheetRows { is_hidden: sheet.is_hidden, ..rows });
                }
                let (rows, parts) = workbook::together(name, sheets)?;
                Ok(Self { parts, ..input(Kind::Held(rows), "XML (Excel 2003)", encoding, None) })
            }
            Start::Json => match json::read(name, &content, from)? {
                Json::Objects(header, start, parts) => Ok(Self {
                    parts,
                    ..input(Kind::Objects { content, start }, "JSON", encoding, Some(header))
                }),
                Json::Array(header, rows, parts) => {
                    Ok(Self { parts, ..input(Kind::Held(rows), "JSON", encoding, Some(header)) })
                }
            },
            Start::Other => {
                let mut dialect = Dialect::find(head);
                if dialect.has_escapes(content.reader().map_err(unreadable)?).map_err(unreadable)? {
                    dialect = dialect.with_escapes(head);
                }
                Ok(input(Kind::Csv { content, from, dialect }, "CSV", encoding, None))
            }
        }
    }

    /// The parts of one file of Parquet.
    ///
    /// # Errors
    /// When one of them is none, or has other columns than the first.
    pub(crate) fn of_parts(name: &str, parts: Vec<Content>) -> Result<Self, ImportError> {
        let (mut rows, mut header) = (0, None);
        for part in &parts {
            rows += parquet::row_count(name, part)?;
            let columns = parquet::header(name, part)?;
            if header.get_or_insert_with(|| columns.clone()) != &columns {
                let reason = "other-columns".to_owned();
                return Err(ImportError::Damaged { source_name: name.to_owned(), format: "Parquet", reason });
            }
        }
        Ok(Self {
            parts: Parts::default(),
            delimiter: None,
            name: name.to_owned(),
            kind: Kind::Parquet { parts, rows },
            format: "Parquet",
            encoding: None,
            repair: None,
            header,
        })
    }

    /// The rows, from the first on; those above the header too.
    pub(crate) fn rows(&self) -> Result<Box<dyn Rows>, ImportError> {
        Ok(match &self.kind {
            Kind::Held(rows) => Box::new(rows.rows(&self.name)?),
            Kind::Parquet { parts, .. } => Box::new(ParquetRows::of_parts(&self.name, parts)?),
            Kind::Objects { content, start } => {
                let header = self.header.as_deref().unwrap_or_default();
                Box::new(ObjectRows::new(&self.name, content, start, header)?)
            }
            Kind::Csv { content, from, dialect } => {
                let mut reader = content.reader().map_err(|source| unreadable(&self.name, source))?;
                io::copy(&mut io::Read::take(&mut reader, *from as u64), &mut io::sink())
                    .map_err(|source| unreadable(&self.name, source))?;
                let mut rows = CsvRows::new(&self.name, reader, *dialect);
                if dialect.announced {
                    rows.read(&mut Record::default())?;
                }
                Box::new(rows)
            }
        })
    }

    /// How far [`Rows::place`] goes.
    pub(crate) fn size(&self) -> u64 {
        match &self.kind {
            Kind::Csv { content, .. } | Kind::Objects { content, .. } => content.size(),
            Kind::Held(rows) => rows.count(),
            Kind::Parquet { rows, .. } => *rows,
        }
    }

    /// How many bytes it holds in memory, and on disk.
    pub(crate) fn held_bytes(&self) -> (u64, u64) {
        match &self.kind {
            Kind::Csv { content, .. } | Kind::Objects { content, .. } => content.held_bytes(),
            Kind::Held(rows) => rows.held_bytes(),
            Kind::Parquet { parts, .. } => {
                let sizes = parts.iter().map(Content::held_bytes);
                sizes.fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1))
            }
        }
    }

    /// Whether it is a text with a sign between its values.
    pub(crate) fn is_csv(&self) -> bool {
        matches!(self.kind, Kind::Csv { .. })
    }

    /// The sign between the values of a text.
    pub(crate) fn delimiter(&self) -> Option<char> {
        match &self.kind {
            Kind::Csv { dialect, .. } => Some(char::from(dialect.delimiter)),
            _ => self.delimiter,
        }
    }
}

fn unreadable(name: &str, source: io::Error) -> ImportError {
    ImportError::from_io(name, source)
}

/// The tables in a text of tags, from its first letter on.
///
/// # Errors
/// When the text, or its rows, take too much memory; when there are several such tables.
fn marked_up<T>(
    name: &str,
    content: &Content,
    from: usize,
    tables: impl FnOnce(&str, &mut Room) -> Vec<T>,
) -> Result<Vec<T>, ImportError> {
    let too_much = || ImportError::TakesTooMuch { source_name: name.to_owned() };
    if content.size() > MARKUP_LIMIT {
        return Err(too_much());
    }
    let _turn = Turn::wait();
    let text = whole(content, from).map_err(|source| unreadable(name, source))?;
    let mut room = Room::new(MARKUP_ROWS_LIMIT);
    let tables = tables(&text, &mut room);
    drop(text);
    if room.is_over() {
        return Err(too_much());
    }
    Ok(tables)
}

/// A text in memory, from its first letter on.
fn whole(content: &Content, from: usize) -> io::Result<String> {
    let mut reader = content.reader()?;
    io::copy(&mut io::Read::take(&mut reader, from as u64), &mut io::sink())?;
    let mut bytes = Vec::with_capacity(usize::try_from(content.size()).unwrap_or_default());
    io::Read::read_to_end(&mut reader, &mut bytes)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The table that looks most like data, the first of several, with those of the same columns behind it.
///
/// # Errors
/// When another table of other columns holds data too: none is chosen in silence.
fn alike(name: &str, tables: Vec<Vec<Record>>) -> Result<Option<Vec<Record>>, ImportError> {
    /// Fewer known headers have tables that lay out a page.
    const LEAST: usize = 2;
    let likeness = |rows: &Vec<Record>| layout::likeness(rows);
    let alike = tables.iter().map(likeness).enumerate();
    let best = alike.max_by_key(|(place, likeness)| (*likeness, Reverse(*place)));
    let Some((best, _)) = best.filter(|(_, most)| *most >= LEAST) else { return Ok(None) };
    let header = |rows: &[Record]| rows.first().map(Record::as_line);
    let of_best = header(&tables[best]);
    let holds_data =
        |rows: &&Vec<Record>| rows.len() > 1 && header(rows) != of_best && likeness(rows) >= LEAST;
    let others: Vec<String> = tables.iter().filter(holds_data).filter_map(|rows| header(rows)).collect();
    if !others.is_empty() {
        let tables = of_best.into_iter().chain(others).collect();
        return Err(ImportError::SeveralTables { source_name: name.to_owned(), tables });
    }
    let mut rows = Vec::new();
    for table in tables.into_iter().skip(best).filter(|table| header(table) == of_best) {
        let before = rows.last().map_or(0, |row: &Record| row.line);
        rows.extend(table.into_iter().map(|mut row| {
            row.line += before;
            row
        }));
    }
    Ok(Some(rows))
}

fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 8] = [
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"%PDF", "PDF"),
        (b"SQLite format 3\0", "SQLite"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!", "RAR"),
        (b"{\\rtf", "RTF"),
    ];
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| *name)
}

enum Start {
    Nothing,
    WebPage,
    Spreadsheet,
    Json,
    Other,
}

fn start_of(head: &[u8]) -> Start {
    let start = head.trim_ascii_start();
    let begins =
        |word: &str| start.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word.as_bytes()));
    let first = start[..start.len().min(500)].to_ascii_lowercase();
    let holds_html =
        || [&b"<html"[..], b"<table"].iter().any(|tag| memchr::memmem::find(&first, tag).is_some());
    match start.first() {
        None => Start::Nothing,
        Some(b'<') if spreadsheetml::is_spreadsheet(start) => Start::Spreadsheet,
        Some(b'<') if begins("<!doctype html") || begins("<html") || holds_html() => Start::WebPage,
        Some(b'[' | b'{') if !is_header_in_brackets(start) => Start::Json,
        Some(_) => Start::Other,
    }
}

/// Some programs write their headers in brackets: `[Code Produit],[CA N]`.
fn is_header_in_brackets(start: &[u8]) -> bool {
    let inside = start.strip_prefix(b"[").map(<[u8]>::trim_ascii_start).unwrap_or_default();
    start.starts_with(b"[")
        && inside.first().is_some_and(u8::is_ascii_alphabetic)
        && !inside.starts_with(b"null")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(bytes: &[u8]) -> Result<Input, ImportError> {
        let content = Content::from(bytes.to_vec());
        let (_, is_utf8) = content.fingerprint().unwrap();
        Input::find("file", content, is_utf8)
    }

    #[test]
    fn a_web_page_a_broken_workbook_and_an_empty_file_are_told_apart() {
        let failed = |bytes: &[u8]| find(bytes).err().unwrap();
        assert!(matches!(failed(b"\n <!DOCTYPE html><html>"), ImportError::WebPage { .. }));
        assert!(matches!(failed(b"%PDF-1.7"), ImportError::UnknownFormat { format: "PDF", .. }));
        for broken in [&b"PK\x03\x04rest"[..], b"\xd0\xcf\x11\xe0rest", b"PAR1rest"] {
            assert!(matches!(failed(broken), ImportError::Damaged { .. }), "{broken:?}");
        }
        for empty in [&b""[..], b" \r\n\n", b"\xef\xbb\xbf"] {
            assert!(matches!(failed(empty), ImportError::Empty { .. }), "{empty:?}");
        }
    }

    #[test]
    fn a_header_in_brackets_is_no_json() {
        assert_eq!(find(b"[Code Produit],[CA N]\n1,2\n").unwrap().format, "CSV");
        assert_eq!(find(b"[ {\"id\": 1} ]").unwrap().format, "JSON");
    }
}
