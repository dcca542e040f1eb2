//! CSV and its dialects: comma, semicolon, tab or bar between the values.

use std::{
    collections::{HashMap, VecDeque},
    io::Read,
};

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr_iter, memchr2};

use crate::{
    ImportError,
    record::{Record, Rows},
};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records are looked at to find the delimiter.
const HEAD: usize = 60;

/// The longest record, in bytes: a quote that is never closed would swallow the rest of the file.
pub(crate) const RECORD_LIMIT: usize = 1 << 20;

/// The most values in a record.
pub(crate) const COLUMN_LIMIT: usize = 4_096;

/// How many of the lines before the last are looked at, and how many there must be, to see that it is not whole.
const LINES_BEFORE: usize = 50;
const ENOUGH_BEFORE: usize = 8;

/// How many bytes are read at once.
const PIECE: usize = 128 << 10;

/// How the values of a text are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// The sign between two values.
    pub(crate) delimiter: u8,
    /// The lines above the first record: one where a program announces the delimiter.
    pub(crate) announced: bool,
    /// The sign that ends a line: a line feed, or a carriage return in texts without one.
    line_end: u8,
    /// Whether quotes inside of quotes stand behind a backslash.
    escapes: bool,
    /// How many values most records have.
    width: usize,
    /// Whether each line as a whole stands in quotes, as a spreadsheet writes lines that it has not parted.
    wrapped: bool,
}

impl Dialect {
    /// Finds the dialect in the first part of a text.
    pub(crate) fn find(head: &[u8]) -> Self {
        let line_end =
            if memchr(b'\n', head).is_none() && memchr(b'\r', head).is_some() { b'\r' } else { b'\n' };
        let first = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let (announced, delimiter) = match announced(first) {
            Some(sign) => (true, sign),
            None => (false, delimiter(head, line_end)),
        };
        let plain = Self { delimiter, announced, line_end, escapes: false, width: 0, wrapped: false };
        let (width, _) = plain.widest(head);
        if width == 1 && first.starts_with(b"\"") {
            return plain.unwrapped(head).unwrap_or(Self { width, ..plain });
        }
        Self { width, ..plain }
    }

    /// The dialect of the lines that stand in quotes as a whole, where nearly all do and have several values then.
    fn unwrapped(self, head: &[u8]) -> Option<Self> {
        const SEVERAL: usize = 3;
        let mut rows = CsvRows::new("", Box::new(std::io::Cursor::new(head.to_vec())), self);
        let (mut record, mut inner, mut count) = (Record::default(), Vec::new(), 0);
        while count < HEAD && matches!(rows.read(&mut record), Ok(true)) {
            if record.len() != 1 || !rows.raw.trim_ascii().starts_with(b"\"") {
                return None;
            }
            inner.extend_from_slice(record.cell(0).as_str().as_bytes());
            inner.push(self.line_end);
            count += 1;
        }
        let found = Self { delimiter: delimiter(&inner, self.line_end), ..self };
        let (width, records) = found.widest(&inner);
        (width >= SEVERAL && records > 1 && records * 10 >= count * 9).then_some(Self {
            width,
            wrapped: true,
            ..found
        })
    }

    /// The same where the text has quotes behind backslashes, as far as its records are then no less alike.
    pub(crate) fn with_escapes(self, head: &[u8]) -> Self {
        let escaping = Self { escapes: true, ..self };
        let (width, records) = escaping.widest(head);
        if records >= self.widest(head).1 { Self { width, ..escaping } } else { self }
    }

    /// The number of values that most of the first records have, and how many records have it.
    fn widest(self, head: &[u8]) -> (usize, usize) {
        let mut rows =
            CsvRows::new("", Box::new(std::io::Cursor::new(head.to_vec())), Self { width: 0, ..self });
        let (mut record, mut widths) = (Record::default(), HashMap::<usize, usize>::new());
        for _ in 0..HEAD {
            if !matches!(rows.read(&mut record), Ok(true)) {
                break;
            }
            *widths.entry(record.len()).or_default() += 1;
        }
        widths.into_iter().max_by_key(|(width, records)| (*records, *width)).unwrap_or_default()
    }

    /// Whether a text has a quote behind a backslash that is no end of a value.
    pub(crate) fn has_escapes(self, mut text: impl Read) -> std::io::Result<bool> {
        let (mut buffer, mut kept) = (vec![0; PIECE], 0);
        loop {
            let read = text.read(&mut buffer[kept..])?;
            let piece = &buffer[..kept + read];
            let ends = |byte: Option<&u8>| {
                byte.is_none_or(|byte| matches!(byte, b'\n' | b'\r') || *byte == self.delimiter)
            };
            let is_escape = |at: usize| match piece[at + 1..] {
                [b'"', b'"', ref rest @ ..] => ends(rest.first()) && at > 0,
                [b'"', ref rest @ ..] => !ends(rest.first()),
                _ => false,
            };
            // The last bytes of a piece are looked at with the next.
            let whole = if read == 0 { piece.len() } else { piece.len().saturating_sub(3) };
            if memchr_iter(b'\\', &piece[..whole]).any(is_escape) {
                return Ok(true);
            }
            if read == 0 {
                return Ok(false);
            }
            let rest = piece.len() - whole;
            buffer.copy_within(whole..whole + rest, 0);
            kept = rest;
        }
    }

    fn reader(self) -> Reader {
        let escape = self.escapes.then_some(b'\\');
        ReaderBuilder::new().delimiter(self.delimiter).escape(escape).build()
    }

    /// The values of one line: with its quotes, or where these do not close as they stand.
    fn values_of(self, line: &[u8]) -> Vec<Vec<u8>> {
        if memchr_iter(b'"', line).count() % 2 == 1 {
            return line.split(|byte| *byte == self.delimiter).map(<[u8]>::to_vec).collect();
        }
        let (mut values, mut ends) = (vec![0; line.len() + 2], vec![0; line.len() + 2]);
        let mut reader = self.reader();
        let (found, read, mut bytes, mut count) = reader.read_record(line, &mut values, &mut ends);
        // Several records, by quotes that close elsewhere than they seem to: as they stand.
        let has_more = line[read..].iter().any(|byte| !matches!(byte, b'\n' | b'\r'));
        if matches!(found, ReadRecordResult::Record) && has_more {
            return line.split(|byte| *byte == self.delimiter).map(<[u8]>::to_vec).collect();
        }
        // What is read behind the end closes the last value.
        let (_, _, more_bytes, more) =
            reader.read_record(&line[read..], &mut values[bytes..], &mut ends[count..]);
        (bytes, count) = (bytes + more_bytes, count + more);
        values.truncate(bytes);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(&ends[..count]).map(|(start, end)| values[start..*end].to_vec()).collect()
    }

    #[cfg(test)]
    fn of(delimiter: u8) -> Self {
        Self { delimiter, announced: false, line_end: b'\n', escapes: false, width: 0, wrapped: false }
    }
}

/// `sep=;`, with which some programs announce to a spreadsheet how to read what follows.
fn announced(first_line: &[u8]) -> Option<u8> {
    let bare = first_line.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(first_line);
    match bare.strip_prefix(b"sep=") {
        Some([sign]) => Some(*sign),
        _ => None,
    }
}

/// The sign that splits most records into one and the same number of values, the more values the better.
fn delimiter(head: &[u8], line_end: u8) -> u8 {
    let score = |delimiter: u8| {
        let dialect =
            Dialect { delimiter, announced: false, line_end, escapes: false, width: 0, wrapped: false };
        let mut rows = CsvRows::new("", Box::new(std::io::Cursor::new(head.to_vec())), dialect);
        let (mut record, mut widths) = (Record::default(), HashMap::<usize, usize>::new());
        for _ in 0..HEAD {
            if !matches!(rows.read(&mut record), Ok(true)) {
                break;
            }
            *widths.entry(record.len()).or_default() += 1;
        }
        widths.into_iter().map(|(width, records)| (width - 1) * records).max().unwrap_or_default()
    };
    // On equal scores the comma, first of the list, wins: `max_by_key` keeps the last.
    DELIMITERS.into_iter().rev().max_by_key(|sign| score(*sign)).unwrap_or(b',')
}

/// The records of a text that hold something.
pub(crate) struct CsvRows {
    name: String,
    reader: Reader,
    input: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    /// The part of the buffer that is not read yet.
    from: usize,
    to: usize,
    /// How many bytes were read last: they stay in the buffer at the end.
    last_piece: usize,
    at_end: bool,
    line_end: u8,
    /// The line on which reading goes on.
    line: u64,
    place: u64,
    /// The record read last, as it stands in the file.
    raw: Vec<u8>,
    values: Vec<u8>,
    ends: Vec<usize>,
    dialect: Dialect,
    /// Whether lines without quotes are read at once, which most are. The first record is not: it may begin with a mark of
    /// its encoding.
    takes_plain_lines: bool,
    /// Lines that an open quote had taken together, until they are handed out: each with its number.
    lines: VecDeque<(u64, Vec<u8>)>,
}

impl CsvRows {
    /// The records of UTF-8 text, from its first byte on.
    pub(crate) fn new(name: &str, input: Box<dyn Read + Send>, dialect: Dialect) -> Self {
        Self {
            name: name.to_owned(),
            reader: dialect.reader(),
            input,
            buffer: vec![0; PIECE],
            from: 0,
            to: 0,
            last_piece: 0,
            at_end: false,
            line_end: dialect.line_end,
            line: 1,
            place: 0,
            raw: vec![],
            values: vec![0; 4_096],
            ends: vec![0; 64],
            dialect,
            takes_plain_lines: false,
            lines: VecDeque::new(),
        }
    }

    fn fill(&mut self) -> Result<(), ImportError> {
        let unreadable = |source| ImportError::Unreadable { source_name: self.name.clone(), source };
        self.to = self.input.read(&mut self.buffer).map_err(unreadable)?;
        self.from = 0;
        self.at_end = self.to == 0;
        if !self.at_end {
            self.last_piece = self.to;
        }
        Ok(())
    }

    /// Reads one record, blank or not, into `raw`, `values` and `ends`; how many bytes and values it has.
    fn next(&mut self) -> Result<Option<(usize, usize)>, ImportError> {
        self.raw.clear();
        let (mut bytes, mut count) = (0, 0);
        loop {
            if self.from == self.to && !self.at_end {
                self.fill()?;
            }
            let input = &self.buffer[self.from..self.to];
            let (result, taken, written, ended) =
                self.reader.read_record(input, &mut self.values[bytes..], &mut self.ends[count..]);
            self.raw.extend_from_slice(&input[..taken]);
            self.from += taken;
            self.place += taken as u64;
            (bytes, count) = (bytes + written, count + ended);
            if self.raw.len() > RECORD_LIMIT {
                return Err(ImportError::LineTooLong {
                    source_name: self.name.clone(),
                    line: self.line + self.leading_breaks(),
                    limit_bytes: RECORD_LIMIT as u64,
                });
            }
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.values.resize(self.values.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() >= COLUMN_LIMIT => {
                    return Err(ImportError::TooManyColumns {
                        source_name: self.name.clone(),
                        line: self.line + self.leading_breaks(),
                        limit: COLUMN_LIMIT,
                    });
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return Ok(Some((bytes, count))),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Reads the next line into the record where it is in the buffer as a whole and has no quotes: then its values are what
    /// stands between the delimiters, and nothing needs to be copied. Whether it did.
    fn read_plain_line(&mut self, record: &mut Record) -> bool {
        let input = &self.buffer[self.from..self.to];
        let leading = input.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let Some(length) = memchr2(b'\n', b'\r', &input[leading..]) else { return false };
        let line = &input[leading..leading + length];
        if memchr(b'"', line).is_some() {
            return false;
        }
        // What is no text, and a line of too many values, is reported by the other way.
        let Ok(text) = std::str::from_utf8(line) else { return false };
        let ends = || memchr_iter(self.dialect.delimiter, line).chain([length]);
        if length > 2 * COLUMN_LIMIT && ends().count() > COLUMN_LIMIT {
            return false;
        }
        let taken = &input[..=leading + length];
        let breaks = memchr_iter(self.line_end, &taken[..leading]).count() as u64;
        record.start(self.line + breaks);
        record.push_parted(text, ends());
        self.line += breaks + u64::from(taken.last() == Some(&self.line_end));
        self.raw.clear();
        self.raw.extend_from_slice(taken);
        self.from += taken.len();
        self.place += taken.len() as u64;
        true
    }

    /// Whether the record read last has taken several lines together because a quote was opened and not closed.
    fn swallowed(&self, first: u64) -> Swallowed {
        let width = self.dialect.width;
        let text = self.raw.trim_ascii();
        if width < 2 || self.dialect.wrapped || memchr(self.line_end, text).is_none() {
            return Swallowed::Nothing;
        }
        let lines = text.split(|byte| *byte == self.line_end).map(<[u8]>::trim_ascii).enumerate();
        let lines: Vec<_> = lines.filter(|(_, line)| !line.is_empty()).collect();
        let is_whole = |(_, line): &(usize, &[u8])| self.dialect.values_of(line).len() == width;
        if lines.iter().all(is_whole) {
            let line = |(at, line): (usize, &[u8])| (first + at as u64, line.to_vec());
            return Swallowed::Lines(lines.into_iter().map(line).collect());
        }
        let inner = lines.get(1..lines.len() - 1).unwrap_or_default();
        if inner.iter().any(is_whole) { Swallowed::Perhaps } else { Swallowed::Nothing }
    }

    /// Whether the last line stops in its last number: it has no line end, and there not the decimals that all lines
    /// before it have.
    fn ends_within_number(&self) -> bool {
        let end = &self.raw[self.raw.len().saturating_sub(1)..];
        let Some(before) = self.last_piece.checked_sub(self.raw.len()) else { return false };
        if matches!(end, [b'\n' | b'\r']) || self.dialect.wrapped {
            return false;
        }
        let values = self.dialect.values_of(&self.raw);
        let Some((last, place)) = values.last().zip(values.len().checked_sub(1)) else { return false };
        let lines = self.buffer[..before].rsplit(|byte| *byte == self.line_end).map(<[u8]>::trim_ascii);
        // The first of a piece may be the rest of a line.
        let lines: Vec<_> = lines.filter(|line| !line.is_empty()).take(LINES_BEFORE + 1).collect();
        let Some((_, lines)) = lines.split_last().filter(|(_, lines)| lines.len() >= ENOUGH_BEFORE) else {
            return false;
        };
        let mut forms = lines.iter().map(|line| {
            let values = self.dialect.values_of(line);
            if values.len() > place { decimals(&values[place]) } else { None }
        });
        let Some(Some(form)) = forms.next() else { return false };
        form > 0
            && forms.all(|other| other == Some(form))
            && decimals(last).is_none_or(|found| found < form)
            && last.iter().all(|byte| byte.is_ascii_digit() || b"-+., '".contains(byte))
    }

    /// The line ends before the record: blank lines, and what is left of the end of the line before.
    fn leading_breaks(&self) -> u64 {
        let leading = self.raw.iter().take_while(|byte| matches!(byte, b'\n' | b'\r'));
        leading.filter(|byte| **byte == self.line_end).count() as u64
    }
}

/// How many decimals a number has, whatever stands behind it; `None` when it is not a number.
fn decimals(value: &[u8]) -> Option<usize> {
    let starts = value.first().is_some_and(|byte| byte.is_ascii_digit() || b"-+".contains(byte));
    let is_number = |byte: &u8| byte.is_ascii_digit() || b"-+., '".contains(byte) || !byte.is_ascii();
    let number = value.split(|byte| !is_number(byte)).next().filter(|_| starts)?;
    let mark = number.iter().rposition(|byte| matches!(byte, b',' | b'.'));
    Some(mark.map_or(0, |mark| number[mark + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count()))
}

/// The meaning of a record of several lines.
enum Swallowed {
    /// One record, with breaks inside its quotes.
    Nothing,
    /// Records of a line each.
    Lines(VecDeque<(u64, Vec<u8>)>),
    /// Unclear: some of its lines look like records.
    Perhaps,
}

impl Rows for CsvRows {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        loop {
            if let Some((line, raw)) = self.lines.pop_front() {
                record.start(line);
                for value in self.dialect.values_of(&raw) {
                    record.push_text(&String::from_utf8_lossy(&value));
                }
                self.raw = raw;
                return Ok(true);
            }
            if self.takes_plain_lines && self.read_plain_line(record) {
                if record.is_empty() {
                    continue;
                }
                return Ok(true);
            }
            let Some((bytes, count)) = self.next()? else { return Ok(false) };
            self.takes_plain_lines = !self.dialect.escapes && !self.dialect.wrapped;
            record.start(self.line + self.leading_breaks());
            self.line += memchr_iter(self.line_end, &self.raw).count() as u64;
            // The text was checked or decoded as a whole, but may have changed on disk since.
            let values = std::str::from_utf8(&self.values[..bytes]).map_err(|_| ImportError::Malformed {
                source_name: self.name.clone(),
                line: record.line,
                reason: "not-text".to_owned(),
            })?;
            if self.dialect.wrapped && count == 1 {
                for value in self.dialect.values_of(values.as_bytes()) {
                    record.push_text(&String::from_utf8_lossy(&value));
                }
            } else {
                record.push_all(values, &self.ends[..count]);
            }
            record.cut_off =
                self.at_end && (memchr_iter(b'"', &self.raw).count() % 2 == 1 || self.ends_within_number());
            match self.swallowed(record.line) {
                Swallowed::Nothing => {}
                Swallowed::Lines(lines) => {
                    self.lines = lines;
                    continue;
                }
                Swallowed::Perhaps => record.cut_off = true,
            }
            if !record.is_empty() {
                return Ok(true);
            }
        }
    }

    fn original(&self, _: &Record) -> String {
        String::from_utf8_lossy(&self.raw).trim_matches(['\n', '\r']).to_owned()
    }

    fn place(&self) -> u64 {
        self.place
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, dialect: Dialect) -> Vec<(u64, Vec<String>, String)> {
        let mut rows = CsvRows::new("f", Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), dialect);
        let (mut record, mut all) = (Record::default(), vec![]);
        while rows.read(&mut record).unwrap() {
            all.push((record.line, record.texts().map(str::to_owned).collect(), rows.original(&record)));
        }
        all
    }

    #[test]
    fn the_delimiter_is_found_in_the_text() {
        for sign in [",", ";", "\t", "|"] {
            let dialect = Dialect::find(format!("id{sign}nom\n1{sign}Pain\n").as_bytes());
            assert_eq!(dialect.delimiter, sign.as_bytes()[0]);
        }
        assert_eq!(Dialect::find(b"\"a,b,c\";d;e\n").delimiter, b';');
        assert_eq!(Dialect::find(b"id;prix\n1;2,50\n2;3,50\n3;4,50\n").delimiter, b';');
        assert_eq!(Dialect::find(b"sep=|\nid|a,b,c\n").delimiter, b'|');
    }

    #[test]
    fn lines_are_counted_through_blank_lines_quoted_breaks_and_any_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "\nid,nom\n1,\"deux\nlignes\"\n\n2,Lait".replace('\n', end);
            let found = rows(&text, Dialect::find(text.as_bytes()));
            let lines: Vec<u64> = found.iter().map(|row| row.0).collect();
            assert_eq!(lines, [2, 3, 6], "{end:?}");
            assert_eq!(found[1].1, ["1", &format!("deux{end}lignes")]);
            assert_eq!(found[1].2, format!("1,\"deux{end}lignes\""));
        }
    }

    #[test]
    fn a_record_without_end_is_refused_before_it_fills_the_memory() {
        let text = format!("a,b\n1,\"{}", "x\n".repeat(RECORD_LIMIT));
        let mut rows =
            CsvRows::new("f", Box::new(std::io::Cursor::new(text.into_bytes())), Dialect::of(b','));
        let mut record = Record::default();
        assert!(rows.read(&mut record).unwrap());
        assert!(matches!(rows.read(&mut record), Err(ImportError::LineTooLong { line: 2, .. })));
    }

    #[test]
    fn a_file_that_ends_inside_quotes_says_so() {
        let mut rows =
            CsvRows::new("f", Box::new(std::io::Cursor::new(b"a,b\n1,\"cut".to_vec())), Dialect::of(b','));
        let mut record = Record::default();
        assert!(rows.read(&mut record).unwrap() && !record.cut_off);
        assert!(rows.read(&mut record).unwrap() && record.cut_off);
    }

    #[test]
    fn a_last_line_that_stops_within_its_number_is_cut_off() {
        let lines = (10..30).map(|at| format!("{at}/11;Savon;1;{at},50;CB\n")).collect::<Vec<_>>().concat();
        let is_cut_off = |lines: &str, end: &str| {
            let text = format!("date;article;qté;montant;règlement\n{lines}{end}");
            let dialect = Dialect::find(text.as_bytes());
            let mut rows = CsvRows::new("f", Box::new(std::io::Cursor::new(text.into_bytes())), dialect);
            let mut record = Record::default();
            let mut is_cut_off = false;
            while rows.read(&mut record).unwrap() {
                assert!(!is_cut_off, "only the last line may be");
                is_cut_off = record.cut_off;
            }
            is_cut_off
        };
        let short = lines.replace(";CB", "");
        for end in ["30/11;Savon;1;1", "30/11;Savon;1;12,", "30/11;Savon;1;12,5", "30/11;Savon;1;"] {
            assert!(is_cut_off(&lines, end) && is_cut_off(&short, end), "{end}");
            assert!(!is_cut_off(&lines, &format!("{end}\n")), "{end} with its line end");
            assert!(!is_cut_off("10/11;Savon;1;10,50\n", end), "{end} after one line");
            let mixed = format!("{short}29/11;Savon;1;12\n");
            assert!(!is_cut_off(&mixed, end), "{end} where decimals are left out");
        }
        for end in [
            "30/11;Savon;1;12,50",
            "30/11;Savon;1;12,50;CB",
            "30/11;Savon;1;12,50;C",
            "Total",
            "Édité le 30/11",
        ] {
            assert!(!is_cut_off(&lines, end), "{end}");
        }
        assert!(
            !is_cut_off(&lines.replace(",50", ""), "30/11;Savon;1;12"),
            "without decimals nothing shows it"
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_no_other_line_with_it() {
        let text = "date;article;qté;montant\n03/11;\"24 pouces;1;199,00\n04/11;Savon;2;10,00\n05/11;\"27 pouces;1;299,00\n06/11;\"a\nb\";1;1,00\n";
        let found = rows(text, Dialect::find(text.as_bytes()));
        let read: Vec<_> = found.iter().map(|(line, values, _)| (*line, values[1].as_str())).collect();
        assert_eq!(read, [(1, "article"), (2, "\"24 pouces"), (3, "Savon"), (4, "\"27 pouces"), (5, "a\nb")]);
    }

    #[test]
    fn quotes_behind_a_backslash_are_part_of_their_value() {
        let text = r#""date","article","qté"
"3","Bougie \"Noël, rouge\"","1"
"4","Écran 24\"","2"
"#;
        let dialect = Dialect::find(text.as_bytes());
        assert!(dialect.has_escapes(text.as_bytes()).unwrap());
        let found = rows(text, dialect.with_escapes(text.as_bytes()));
        let read: Vec<_> = found.iter().skip(1).map(|(_, values, _)| values[1].as_str()).collect();
        assert_eq!(read, [r#"Bougie "Noël, rouge""#, r#"Écran 24""#]);
        let plain = r#""a","C:\","x"
"b","D:\","y"
"#;
        assert!(!Dialect::find(plain.as_bytes()).has_escapes(plain.as_bytes()).unwrap());
    }

    #[test]
    fn lines_that_stand_in_quotes_as_a_whole_are_parted() {
        let text = "\"date,article,montant\"\n\"03/11,Savon,\"\"4,50\"\"\"\n\"04/11,Bougie,\"\"9,00\"\"\"\n";
        let found = rows(text, Dialect::find(text.as_bytes()));
        let read: Vec<_> = found.iter().map(|(_, values, _)| values.join("|")).collect();
        assert_eq!(read, ["date|article|montant", "03/11|Savon|4,50", "04/11|Bougie|9,00"]);
        let one_column = "\"nom\"\n\"Durand, Paul\"\n\"Petit\"\n";
        assert_eq!(rows(one_column, Dialect::find(one_column.as_bytes()))[1].1, ["Durand, Paul"]);
    }

    #[test]
    fn a_line_whose_quotes_close_in_another_is_taken_as_it_stands() {
        let values = Dialect::of(b';').values_of(b"\"\"\"\n\"a\";b\"\n\"c");
        assert_eq!(values.concat().split(|byte| *byte == b'\n').count(), 3, "{values:?}");
        assert_eq!(Dialect::of(b';').values_of(b"\"a;b\";c\r\n"), [b"a;b".to_vec(), b"c".to_vec()]);
    }

    proptest! {
        #[test]
        fn what_is_written_with_quotes_is_read_back(
            table in prop::collection::vec(prop::collection::vec("[a-z,;|\t\"\n\r€ ]{0,8}", 3), 1..12), sign in 0usize..4,
        ) {
            let delimiter = DELIMITERS[sign];
            let mut writer = ::csv::WriterBuilder::new()
                .delimiter(delimiter).quote_style(::csv::QuoteStyle::Always).from_writer(vec![]);
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let trimmed = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
            let expected: Vec<_> = table.iter().map(trimmed).filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
            let read: Vec<_> = rows(&text, Dialect::of(delimiter)).into_iter().map(|row| row.1).collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn lines_without_quotes_are_read_as_any_other(
            lines in prop::collection::vec("[a-c,;€ =]{0,9}(\"[a-c,;\n\"]{0,6}\")?[a-c;]{0,3}(\n|\r|\r\n|\n\n)", 0..12),
            last in "[a-c;\"]{0,4}", returns in any::<bool>(),
        ) {
            let text = lines.concat() + &last;
            let plain = Dialect { line_end: if returns { b'\r' } else { b'\n' }, ..Dialect::of(b';') };
            // Without backslashes this says nothing else of the text, but each line is read by the parser.
            let parsed = Dialect { escapes: true, ..plain };
            prop_assert_eq!(rows(&text, plain), rows(&text, parsed));
        }
    }
}
