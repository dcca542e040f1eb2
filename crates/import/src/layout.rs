//! Where the data of a file starts and ends: people print titles above them and totals below.

use std::{cmp::Reverse, collections::VecDeque};

use comptoir_sales::{Money, Table};

use crate::{
    Field, ImportError,
    fill::{Fill, Filler},
    headers,
    record::{Cell, Record, Rows},
    sections::Sections,
    side_by_side::SideBySide,
    totals,
};

/// How many rows are looked at to find the header.
pub(crate) const HEAD: usize = 60;

/// How many rows that are no data, and how many that may be remarks, are held at once.
const HELD: usize = 1_000;

/// The kind of a line that is no sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AsideKind {
    /// Above the header.
    Title,
    /// The header again, as on each printed page.
    RepeatedHeader,
    /// A total of other lines.
    Total,
    /// A remark below the data.
    Footer,
    /// A line of another table below, with a header of its own.
    OtherTable,
    /// Called off, refused or failed.
    Cancelled,
    /// Not sold yet: a quote, a draft, an order that waits for its payment.
    Draft,
    /// Paid back.
    Refunded,
    /// A payment, or money put into a till.
    Payment,
    /// An order or a delivery whose invoice stands beside it.
    Order,
    /// Set aside by the user's answer.
    Answered,
    /// A line of an account that is not one of sales, or of a kind that a known format has for other things.
    NotASale,
}

impl AsideKind {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Title,
        Self::RepeatedHeader,
        Self::Total,
        Self::Footer,
        Self::OtherTable,
        Self::Cancelled,
        Self::Draft,
        Self::Refunded,
        Self::Payment,
        Self::Order,
        Self::Answered,
        Self::NotASale,
    ];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::RepeatedHeader => "repeated-header",
            Self::Total => "total",
            Self::Footer => "footer",
            Self::OtherTable => "other-table",
            Self::Cancelled => "cancelled",
            Self::Draft => "draft",
            Self::Refunded => "refunded",
            Self::Payment => "payment",
            Self::Order => "order",
            Self::Answered => "answered",
            Self::NotASale => "no-sale",
        }
    }
}

/// A line that is no sale, and is not read as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aside {
    /// Where it starts, from 1.
    pub line: u64,
    /// What it is.
    pub kind: AsideKind,
    /// The amount that it states.
    pub amount: Money,
}

/// Where the header of a file stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The file, for messages.
    name: String,
    /// The headers, trimmed.
    pub(crate) header: Vec<String>,
    /// The header's line, from 1; `None` in formats that name their columns.
    pub(crate) header_line: Option<u64>,
    /// How many rows stand above the data, those of the header among them.
    above: usize,
    titles: Vec<u64>,
    /// What stands in the titles.
    pub(crate) title_texts: Vec<String>,
    /// What stands above each column alone, where a row of groups is above it; else nothing.
    pub(crate) own_names: Vec<String>,
    /// What stands on the first line of its group only, and is read into the others.
    pub(crate) fill: Option<Fill>,
    /// Figures of several stores in one row.
    side_by_side: Option<SideBySide>,
    /// Stores on lines of their own.
    sections: Option<Sections>,
}

impl Layout {
    /// Of a format that names its columns: every row is data.
    pub(crate) fn named(name: &str, header: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            header,
            header_line: None,
            above: 0,
            titles: vec![],
            title_texts: vec![],
            own_names: vec![],
            fill: None,
            side_by_side: None,
            sections: None,
        }
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
        let two_rows = head.get(at + 1).and_then(|below| joined(header, below, head.get(at + 2)));
        let below_groups = at.checked_sub(1).and_then(|above| below_groups(&head[above], header));
        let titles = &head[..at - usize::from(below_groups.is_some())];
        let own_names = match (&two_rows, &below_groups) {
            (Some(_), _) => head[at + 1].texts().map(str::to_owned).collect(),
            (None, Some(_)) => header.texts().map(str::to_owned).collect(),
            (None, None) => vec![],
        };
        let mut layout = Self {
            name: name.to_owned(),
            above: at + if two_rows.is_some() { 2 } else { 1 },
            titles: titles.iter().map(|row| row.line).collect(),
            title_texts: titles.iter().flat_map(Record::texts).map(str::to_owned).collect(),
            header: two_rows.or(below_groups).unwrap_or_else(|| header.texts().map(str::to_owned).collect()),
            header_line: Some(header.line),
            own_names,
            fill: None,
            side_by_side: None,
            sections: None,
        };
        layout.sections = Sections::find(&layout.header, head.get(layout.above));
        Ok(layout)
    }

    /// Reads each row as one for each store, where the header says that figures of several stand side by side.
    pub(crate) fn part_stores(&mut self, delimiter: char) {
        if let Some(sections) = &self.sections {
            self.header = sections.header();
            self.own_names.clear();
            return;
        }
        if let Some(found) = SideBySide::find(&self.header, delimiter) {
            self.header = found.header();
            self.own_names.clear();
            self.side_by_side = Some(found);
        }
    }

    /// The header as it stands in the file; `None` where stores stand on lines of their own.
    pub(crate) fn raw_header(&self) -> Option<&[String]> {
        match (&self.side_by_side, &self.sections) {
            (Some(groups), _) => Some(groups.raw_header()),
            (None, Some(_)) => None,
            (None, None) => Some(&self.header),
        }
    }

    /// Reads the rows as they stand.
    pub(crate) fn forget_groups(&mut self) {
        if let Some(groups) = self.side_by_side.take() {
            self.header = groups.raw_header().to_vec();
        }
    }

    /// Whether groups may stand side by side that are not read yet.
    pub(crate) fn may_have_groups(&self) -> bool {
        self.side_by_side.is_none() && self.sections.is_none()
    }

    /// Whether sums of groups are known.
    pub(crate) fn has_totals(&self) -> bool {
        self.side_by_side.as_ref().is_some_and(SideBySide::has_totals)
    }

    /// Holds groups side by side against the sums beside them.
    pub(crate) fn hold_against_totals(&mut self, sample: &[Record]) {
        let name = self.name.clone();
        self.side_by_side.iter_mut().for_each(|groups| groups.hold_against_totals(&name, sample));
    }

    /// Leaves sums of groups aside that the user does not want used.
    pub(crate) fn ignore_totals(&mut self, is_ignored: &dyn Fn(&String) -> bool) {
        self.side_by_side.iter_mut().for_each(|groups| groups.ignore_totals(is_ignored));
    }

    /// Reads each row as one for each group.
    pub(crate) fn part_groups(&mut self, groups: SideBySide) {
        self.header = groups.header();
        self.own_names.clear();
        self.side_by_side = Some(groups);
    }

    /// How many rows stand above the data.
    pub(crate) fn above(&self) -> usize {
        self.above
    }

    /// The rows of data among all rows of the file.
    pub(crate) fn data(&self, mut rows: Box<dyn Rows>) -> Result<DataRows<'_>, ImportError> {
        let mut record = Record::default();
        let mut outside = Vec::new();
        for _ in 0..self.above {
            rows.read(&mut record)?;
            if self.titles.contains(&record.line) {
                outside.push((record.clone(), AsideKind::Title));
            }
        }
        let rows = match (&self.side_by_side, &self.sections) {
            (Some(stores), _) => stores.rows(rows),
            (None, Some(stores)) => stores.rows(rows),
            (None, None) => rows,
        };
        Ok(DataRows {
            layout: self,
            rows,
            remarks: VecDeque::new(),
            waiting: VecDeque::new(),
            seen_data: false,
            in_other_table: false,
            filler: self.fill.clone().map(Filler::new),
            original: None,
            outside,
        })
    }

    /// Whether a row has half the values that the header has, or fewer. A product may be called Total: its row is as
    /// full as the others.
    fn is_sparse(&self, record: &Record) -> bool {
        !record.has_more_than(self.header.len() / 2)
    }

    fn aside_kind(&self, record: &Record, is_sparse: bool) -> Option<AsideKind> {
        if let Some(mark) = record.mark {
            return Some(mark);
        }
        if is_sparse && record.texts().any(|text| totals::total_word(text).is_some()) {
            return Some(AsideKind::Total);
        }
        let starts_alike = || Some(record.cell(0).as_str()) == self.header.first().map(String::as_str);
        let is_header = starts_alike() && record.texts().eq(self.header.iter().map(String::as_str));
        is_header.then_some(AsideKind::RepeatedHeader)
    }

    /// Whether a row is the header of another table.
    fn is_other_header(&self, record: &Record) -> bool {
        self.header_line.is_some()
            && !record.has_digits()
            && record.has_more_than(1)
            && headers::known_headers(record.texts()) >= 2
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

/// A header that stands in two rows: what is above, and behind it what is below. `None` where the lower row is data.
fn joined(upper: &Record, lower: &Record, next: Option<&Record>) -> Option<Vec<String>> {
    let width = upper.len().max(lower.len());
    // A cell that is merged over both rows stands in both.
    let below = |place: usize| match lower.cell(place).as_str() {
        text if text == upper.cell(place).as_str() => "",
        text => text,
    };
    let both = |place: usize| upper.cell(place) != Cell::Empty && !below(place).is_empty();
    let only_below = |place: usize| upper.cell(place) == Cell::Empty && !below(place).is_empty();
    let is_header = !lower.has_digits()
        && lower.has_more_than(1)
        && next.is_some_and(Record::has_digits)
        && (0..width).any(only_below)
        && (0..width).any(|place| below(place).is_empty())
        && (0..width).any(both);
    if !is_header {
        return None;
    }
    let mut group = "";
    let name = |place: usize| {
        let (above, below) = (upper.cell(place).as_str(), below(place));
        if !above.is_empty() {
            group = above;
        }
        match (above, below) {
            (above, "") => above.to_owned(),
            (_, below) => format!("{group} {below}"),
        }
    };
    Some((0..width).map(name).collect())
}

/// A header whose row above names groups of columns: `Montant` above `HT` and `TTC`, `Lyon` and `Nice` above the same
/// names. `None` where no header becomes known by that, and none comes again.
fn below_groups(above: &Record, header: &Record) -> Option<Vec<String>> {
    if above.has_digits() {
        return None;
    }
    let is_known = |name: &str| headers::known_headers(std::iter::once(name)) > 0;
    let has_groups = above.texts().filter(|text| !text.is_empty()).count() > 1;
    let comes_again = |name: &str| has_groups && header.texts().filter(|text| *text == name).count() > 1;
    let (mut group, mut is_any) = ("", false);
    let name = |place: usize| {
        let (upper, own) = (above.cell(place).as_str(), header.cell(place).as_str());
        if !upper.is_empty() {
            group = upper;
        }
        let both = format!("{group} {own}");
        let joins =
            !group.is_empty() && !own.is_empty() && (comes_again(own) || !is_known(own) && is_known(&both));
        is_any |= joins;
        if joins { both } else { own.to_owned() }
    };
    let names = (0..header.len()).map(name).collect();
    is_any.then_some(names)
}

/// Whether a header is one of sales itself: it has a day, something that was sold, and how much of it.
pub(crate) fn is_header_of_sales(header: &[String]) -> bool {
    is_header_of_days(header) && has_field(header, &[Field::Product, Field::Name])
}

/// Whether a header is one of sales, or of the takings of days: it has a day and money.
pub(crate) fn is_header_of_days(header: &[String]) -> bool {
    has_field(header, &[Field::Date])
        && has_field(header, &[Field::Amount, Field::Net, Field::Price, Field::Quantity])
}

fn has_field(header: &[String], fields: &[Field]) -> bool {
    let named = headers::of(Table::Sales).iter().filter(|(field, _)| fields.contains(field));
    let keys: Vec<String> = header.iter().map(|name| headers::key(name)).collect();
    named.flat_map(|(_, names)| names.iter()).any(|name| keys.iter().any(|key| key == name))
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
    /// Whether the rows are those of another table below.
    in_other_table: bool,
    filler: Option<Filler>,
    /// The line of the file that the row handed out last was read from, when it has waited.
    original: Option<String>,
    /// The rows that are no data, until they are taken.
    outside: Vec<(Record, AsideKind)>,
}

/// What [`DataRows::next`] has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A row of data.
    Row,
    /// Many rows that are no data, to be taken before the reading goes on.
    Outside,
    /// The end.
    End,
}

/// A row that was read and not handed out yet, with its line of the file.
struct Waiting {
    record: Record,
    original: String,
}

impl DataRows<'_> {
    /// Reads the next row of data; `false` behind the last one. Rows that are no data are dropped when they are many.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        loop {
            match self.next(record)? {
                Next::Row => return Ok(true),
                Next::Outside => self.outside.clear(),
                Next::End => return Ok(false),
            }
        }
    }

    /// Reads on to the next row of data, for callers that take the rows that are no data as well: a file may have
    /// nothing else.
    pub(crate) fn next(&mut self, record: &mut Record) -> Result<Next, ImportError> {
        let next = self.read_data(record)?;
        if next == Next::Row
            && let Some(filler) = &mut self.filler
        {
            filler.fill(record);
        }
        Ok(next)
    }

    fn read_data(&mut self, record: &mut Record) -> Result<Next, ImportError> {
        if self.hand_out(record) {
            return Ok(Next::Row);
        }
        self.original = None;
        loop {
            if self.outside.len() >= HELD {
                return Ok(Next::Outside);
            }
            if !self.rows.read(record)? {
                self.end();
                return Ok(if self.hand_out(record) { Next::Row } else { Next::End });
            }
            let is_sparse = self.layout.is_sparse(record);
            if let Some(kind) = self.layout.aside_kind(record, is_sparse) {
                self.in_other_table &= kind != AsideKind::RepeatedHeader;
                self.outside.push((record.clone(), kind));
            } else if self.in_other_table || self.layout.is_other_header(record) {
                self.other_table(record)?;
            } else if is_sparse && self.remarks.len() < HELD && self.layout.is_remark(record) {
                let waiting = self.waiting(record);
                self.remarks.push_back(waiting);
            } else {
                self.seen_data = true;
                if self.remarks.is_empty() {
                    return Ok(Next::Row);
                }
                let last = self.waiting(record);
                self.waiting.append(&mut self.remarks);
                self.waiting.push_back(last);
                self.hand_out(record);
                return Ok(Next::Row);
            }
        }
    }

    /// A row of another table: set aside with the title above it. A second table of sales has to be read by itself.
    fn other_table(&mut self, record: &Record) -> Result<(), ImportError> {
        let header: Vec<String> = record.texts().filter(|text| !text.is_empty()).map(str::to_owned).collect();
        if !self.in_other_table && is_header_of_sales(&header) {
            let (source_name, line) = (self.layout.name.clone(), record.line);
            return Err(ImportError::SecondTable { source_name, line, columns: header });
        }
        self.in_other_table = true;
        self.outside.extend(self.remarks.drain(..).map(|row| (row.record, AsideKind::Title)));
        self.outside.push((record.clone(), AsideKind::OtherTable));
        Ok(())
    }

    /// The rows that are no data, as far as they have been read and not been taken.
    pub(crate) fn take_outside(&mut self) -> Vec<(Record, AsideKind)> {
        std::mem::take(&mut self.outside)
    }

    /// The row handed out last, as it stands in the file.
    pub(crate) fn original(&self, record: &Record) -> String {
        self.original.clone().unwrap_or_else(|| self.rows.original(record))
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
            self.outside.extend(remarks.into_iter().map(|waiting| (waiting.record, AsideKind::Footer)));
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
/// What spreadsheets call the first column of a pivot table, folded.
const PIVOT: [&str; 3] = ["etiquettes de lignes", "row labels", "zeilenbeschriftungen"];

fn header_at(records: &[Record]) -> usize {
    let is_pivot = |record: &Record| PIVOT.contains(&comptoir_sales::fold(record.cell(0).as_str()).as_str());
    if let Some(at) = records.iter().take(HEAD).position(|record| is_pivot(record) && record.has_more_than(2))
    {
        return at;
    }
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
        let mut aside: Vec<_> = data.take_outside().iter().map(|(row, kind)| (row.line, *kind)).collect();
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

    #[test]
    fn rows_that_are_no_data_are_held_a_thousand_at_a_time() {
        let header: &[&str] = &["Date", "Produit", "Montant"];
        let remark: &[&str] = &["Fin de page", "", ""];
        for (row, many) in [(header, Next::Outside), (remark, Next::Row)] {
            let rows = std::iter::once(record(1, header)).chain((2..=2_500).map(|line| record(line, row)));
            let rows = Arc::new(rows.collect::<Vec<_>>());
            let layout = Layout::find("f", Box::new(HeldRows::new(Arc::clone(&rows)))).unwrap();
            let mut data = layout.data(Box::new(HeldRows::new(rows))).unwrap();
            let (mut row, mut taken, mut most) = (Record::default(), 0, 0);
            loop {
                let next = data.next(&mut row).unwrap();
                most = most.max(data.outside.len() + data.remarks.len());
                taken += data.take_outside().len() + usize::from(next == Next::Row);
                if next == Next::End {
                    break;
                }
                assert_eq!(next, many);
            }
            assert_eq!(taken, 2_499);
            assert!(most <= HELD, "{most}");
        }
    }
}
