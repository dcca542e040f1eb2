//! Kept rows of several parts that are one table: the sheets of a workbook.

use std::collections::VecDeque;

use super::{KeptReader, KeptRows};
use crate::{
    ImportError,
    layout::AsideKind,
    record::{Cell, Record, Rows},
};

/// The rows of one part, and what is made of them as they are read.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) rows: KeptRows,
    /// How many of them stand above the data: the header, and titles.
    pub(crate) above: u64,
    /// How many at the end are remarks below the data.
    pub(crate) footers: u64,
    /// Where each column of the first part stands in this one, where that is another place.
    pub(crate) order: Option<Vec<usize>>,
    /// How many columns the table has, where somebody has noted something behind the last one.
    pub(crate) width: Option<usize>,
    /// How many columns the header has, where some lines are longer.
    pub(crate) header_width: Option<usize>,
}

/// Parts with the same columns, one behind the other; their lines are counted on.
#[derive(Clone, Debug)]
pub(crate) struct KeptTable(Vec<Part>);

impl KeptTable {
    /// The table of those parts.
    pub(crate) fn new(parts: Vec<Part>) -> Self {
        Self(parts)
    }

    /// The table of one part that has nothing but its rows.
    pub(crate) fn of(rows: KeptRows) -> Self {
        Self(vec![Part { rows, above: 0, footers: 0, order: None, width: None, header_width: None }])
    }

    /// How many rows there are.
    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|part| part.rows.count()).sum()
    }

    /// How many bytes they hold in memory, and on disk.
    pub(crate) fn held_bytes(&self) -> (u64, u64) {
        let sizes = self.0.iter().map(|part| part.rows.held_bytes());
        sizes.fold((0, 0), |sum, size| (sum.0 + size.0, sum.1 + size.1))
    }

    /// The rows, from the first on.
    ///
    /// # Errors
    /// When they cannot be read back.
    pub(crate) fn rows(&self, name: &str) -> Result<TableReader, ImportError> {
        let mut parts = VecDeque::new();
        let mut before = 0;
        for (at, part) in self.0.iter().enumerate() {
            let first_footer = part.rows.count() - part.footers;
            let (above, order) = (part.above, part.order.clone());
            let (rows, width) = (part.rows.rows(name)?, part.width);
            parts.push_back(PartReader {
                rows,
                before,
                is_first: at == 0,
                above,
                first_footer,
                order,
                width,
                header_width: part.header_width,
            });
            before += part.rows.last_line();
        }
        Ok(TableReader { parts, row: Record::default(), place: 0 })
    }
}

struct PartReader {
    rows: KeptReader,
    /// How many lines lie in the parts before.
    before: u64,
    is_first: bool,
    above: u64,
    first_footer: u64,
    order: Option<Vec<usize>>,
    width: Option<usize>,
    header_width: Option<usize>,
}

/// Reads the rows of all parts.
pub(crate) struct TableReader {
    parts: VecDeque<PartReader>,
    row: Record,
    place: u64,
}

impl Rows for TableReader {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        while let Some(part) = self.parts.front_mut() {
            if part.read(record, &mut self.row)? {
                self.place += 1;
                return Ok(true);
            }
            self.parts.pop_front();
        }
        Ok(false)
    }

    fn place(&self) -> u64 {
        self.place
    }
}

impl PartReader {
    fn read(&mut self, record: &mut Record, spare: &mut Record) -> Result<bool, ImportError> {
        let place = self.rows.place();
        match self.order.as_deref().filter(|_| place >= self.above) {
            None if !self.rows.read(record)? => return Ok(false),
            None => {}
            Some(_) if !self.rows.read(spare)? => return Ok(false),
            Some(order) => reorder(record, spare, order),
        }
        let width = if place < self.above { self.header_width } else { self.width };
        if let Some(width) = width {
            record.cut(width);
        }
        record.line += self.before;
        if !self.is_first && place < self.above {
            let is_header = place + 1 == self.above;
            record.mark = Some(if is_header { AsideKind::RepeatedHeader } else { AsideKind::Title });
        } else if place >= self.above && place >= self.first_footer {
            record.mark = Some(AsideKind::Footer);
        }
        Ok(true)
    }
}

fn reorder(record: &mut Record, row: &Record, order: &[usize]) {
    record.start(row.line);
    record.view = row.view;
    for place in order {
        match row.cell(*place) {
            Cell::Number(digits) => record.push_number(digits),
            cell => record.push_text(cell.as_str()),
        }
    }
}
