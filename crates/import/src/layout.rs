//! Where the data of a file starts and ends: people print titles above them and totals below.

use std::{cmp::Reverse, collections::VecDeque};

use comptoir_sales::fold;

use crate::{
    ImportError, headers,
    record::{Cell, Record, Rows},
};

/// How many rows are looked at to find the header.
const HEAD: usize = 60;

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
    /// A line of data that is not one of sales: an order that was cancelled, an account of another kind.
    NotASale,
}

impl AsideKind {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::RepeatedHeader => "repeated-header",
            Self::Total => "total",
            Self::Footer => "footer",
            Self::NotASale => "no-sale",
        }
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

/// Where the header of a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The headers, trimmed.
    pub(crate) header: Vec<String>,
    /// The header's line, from 1; `None` in formats that name their columns.
    pub(crate) header_line: Option<u64>,
    titles: Vec<Aside>,
}

impl Layout {
    /// Of a format that names its columns: every row is data.
    pub(crate) fn named(header: Vec<String>) -> Self {
        Self { header, header_line: None, titles: vec![] }
    }

    /// Of a file with a header among its first rows.
    pub(crate) fn find(name: &str, mut rows: Box<dyn Rows>) -> Result<Self, ImportError> {
        let mut head = Vec::new();
        let mut record = Record::default();
        while head.len() < HEAD && rows.read(&mut record)? {
            head.push(record.clone());
        }
        let at = header_at(&head);
        let Some(header) = head.get(at) else {
            return Err(ImportError::Empty { source_name: name.to_owned() });
        };
        let title = |row: &Record| Aside { line: row.line, kind: AsideKind::Title };
        Ok(Self {
            header: header.texts().map(str::to_owned).collect(),
            header_line: Some(header.line),
            titles: head[..at].iter().map(title).collect(),
        })
    }

    /// The rows of data among all rows of the file.
    pub(crate) fn data(&self, mut rows: Box<dyn Rows>) -> Result<DataRows<'_>, ImportError> {
        let above = if self.header_line.is_some() { self.titles.len() + 1 } else { 0 };
        let mut record = Record::default();
        for _ in 0..above {
            rows.read(&mut record)?;
        }
        Ok(DataRows {
            layout: self,
            rows,
            remarks: VecDeque::new(),
            waiting: VecDeque::new(),
            seen_data: false,
            original: None,
            aside: self.titles.clone(),
        })
    }

    /// Whether a row has half the values that the header has, or fewer. A product may be called Total: its row is as
    /// full as the others.
    fn is_sparse(&self, record: &Record) -> bool {
        !record.has_more_than(self.header.len() / 2)
    }

    fn aside_kind(&self, record: &Record, is_sparse: bool) -> Option<AsideKind> {
        if is_sparse && record.texts().any(says_total) {
            return Some(AsideKind::Total);
        }
        let starts_alike = || Some(record.cell(0).as_str()) == self.header.first().map(String::as_str);
        let is_header = starts_alike() && record.texts().eq(self.header.iter().map(String::as_str));
        is_header.then_some(AsideKind::RepeatedHeader)
    }

    /// Whether a row stands in its first column alone, as remarks of the program that wrote the file do.
    fn is_remark(&self, record: &Record) -> bool {
        self.header.len() > 2
            && !record.has_more_than(1)
            && matches!(record.cell(0), Cell::Text(text) if text.parse::<f64>().is_err() && !is_conflict_marker(text))
    }
}

/// Lines that a version-control system puts where two versions of a file differ.
pub(crate) fn is_conflict_marker(first_cell: &str) -> bool {
    first_cell.starts_with(['<', '>', '|', '='])
        && (["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|marker| first_cell.starts_with(marker))
            || first_cell == "=======")
}

fn says_total(text: &str) -> bool {
    const TOTALS: [&str; 8] = [
        "total",
        "totaux",
        "total general",
        "grand total",
        "sous total",
        "subtotal",
        "total ttc",
        "total ht",
    ];
    // Folding is dear, and most cells are numbers.
    text.starts_with(char::is_alphabetic) && TOTALS.contains(&fold(text).as_str())
}

/// The rows of data of a file. Headers that are repeated, totals and what stands below the data are set aside.
pub(crate) struct DataRows<'a> {
    layout: &'a Layout,
    rows: Box<dyn Rows>,
    /// Rows that are remarks if no data comes behind them.
    remarks: VecDeque<Waiting>,
    /// Rows that turned out to be data, and the one behind them.
    waiting: VecDeque<Waiting>,
    seen_data: bool,
    /// The line of the file that the row handed out last was read from, when it has waited.
    original: Option<String>,
    /// The lines that are no data, so far.
    pub(crate) aside: Vec<Aside>,
}

/// A row that was read and not handed out yet, with its line of the file.
struct Waiting {
    record: Record,
    original: String,
}

impl DataRows<'_> {
    /// Reads the next row of data; `false` behind the last one.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        if self.hand_out(record) {
            return Ok(true);
        }
        self.original = None;
        loop {
            if !self.rows.read(record)? {
                self.end();
                return Ok(self.hand_out(record));
            }
            let is_sparse = self.layout.is_sparse(record);
            if let Some(kind) = self.layout.aside_kind(record, is_sparse) {
                self.aside.push(Aside { line: record.line, kind });
            } else if is_sparse && self.layout.is_remark(record) {
                let waiting = self.waiting(record);
                self.remarks.push_back(waiting);
            } else {
                self.seen_data = true;
                if self.remarks.is_empty() {
                    return Ok(true);
                }
                let last = self.waiting(record);
                self.waiting.append(&mut self.remarks);
                self.waiting.push_back(last);
                return Ok(self.hand_out(record));
            }
        }
    }

    /// The row handed out last, as it stands in the file.
    pub(crate) fn original(&self, record: &Record) -> String {
        self.original.clone().unwrap_or_else(|| self.rows.original(record))
    }

    /// Sets a row aside that turned out not to be one of sales.
    pub(crate) fn set_aside(&mut self, record: &Record) {
        self.aside.push(Aside { line: record.line, kind: AsideKind::NotASale });
    }

    /// How far the reading is, as [`Rows::place`].
    pub(crate) fn place(&self) -> u64 {
        self.rows.place()
    }

    fn waiting(&self, record: &Record) -> Waiting {
        Waiting { record: record.clone(), original: self.rows.original(record) }
    }

    fn hand_out(&mut self, record: &mut Record) -> bool {
        let Some(waiting) = self.waiting.pop_front() else { return false };
        *record = waiting.record;
        self.original = Some(waiting.original);
        true
    }

    /// At the end, remarks below data are set aside; a file of nothing but such rows has no data to stand below.
    fn end(&mut self) {
        let remarks = std::mem::take(&mut self.remarks);
        if self.seen_data {
            let footer = |waiting: &Waiting| Aside { line: waiting.record.line, kind: AsideKind::Footer };
            self.aside.extend(remarks.iter().map(footer));
        } else {
            self.waiting = remarks;
        }
    }
}

/// How much rows look like data: the names of columns that are known in their header.
pub(crate) fn likeness(rows: &[Record]) -> usize {
    rows.get(header_at(rows)).map_or(0, |header| headers::known_headers(header.texts()))
}

/// The place of the header: the record near the top with the most names of columns that are known, else the first.
fn header_at(records: &[Record]) -> usize {
    let known = |record: &Record| headers::known_headers(record.texts());
    let best = records.iter().take(HEAD).enumerate().map(|(at, record)| (known(record), Reverse(at))).max();
    match best {
        Some((known, Reverse(at))) if known >= 2 => at,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::record::{HeldRows, record};

    fn read(rows: &[(u64, &[&str])]) -> (Vec<String>, Vec<u64>, Vec<(u64, AsideKind)>) {
        let rows = Arc::new(rows.iter().map(|(line, texts)| record(*line, texts)).collect::<Vec<_>>());
        let layout = Layout::find("f", Box::new(HeldRows::new(Arc::clone(&rows)))).unwrap();
        let mut data = layout.data(Box::new(HeldRows::new(rows))).unwrap();
        let (mut row, mut lines) = (Record::default(), vec![]);
        while data.read(&mut row).unwrap() {
            lines.push(row.line);
        }
        let mut aside: Vec<_> = data.aside.iter().map(|aside| (aside.line, aside.kind)).collect();
        aside.sort_by_key(|(line, _)| *line);
        (layout.header.clone(), lines, aside)
    }

    #[test]
    fn what_is_no_data_is_set_aside_with_its_line() {
        let (header, lines, aside) = read(&[
            (1, &["Export caisse - Boutique", "", "", "", ""]),
            (2, &["Période du 03/11/2025", "", "", "", ""]),
            (4, &["N° ticket", "Date", "Article", "Qté", "Montant"]),
            (5, &["T1", "03/11/2025", "Boîte", "2", "104,86"]),
            (6, &["N° ticket", "Date", "Article", "Qté", "Montant"]),
            (7, &["T2", "04/11/2025", "Total", "1", "5"]),
            (8, &["", "", "", "Total", "109,86"]),
            (9, &["83 lignes exportées", "", "", "", ""]),
        ]);
        assert_eq!(header[0], "N° ticket");
        assert_eq!(lines, [5, 7]);
        let expected = [
            (1, AsideKind::Title),
            (2, AsideKind::Title),
            (6, AsideKind::RepeatedHeader),
            (8, AsideKind::Total),
            (9, AsideKind::Footer),
        ];
        assert_eq!(aside, expected);
    }

    #[test]
    fn rows_with_one_value_are_data_where_data_follows_or_all_are_so() {
        let header: (u64, &[&str]) = (1, &["id", "name", "price"]);
        let (_, lines, aside) = read(&[header, (2, &["a", "", ""]), (3, &["b", "", ""])]);
        assert_eq!((lines, aside.len()), (vec![2, 3], 0));
        let (_, lines, aside) =
            read(&[header, (2, &["a", "x", "1"]), (3, &["b", "", ""]), (4, &["c", "y", "2"])]);
        assert_eq!((lines, aside.len()), (vec![2, 3, 4], 0));
    }
}
