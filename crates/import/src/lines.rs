//! From rows of text to checked lines: each value is read right, or its row is refused with the reason.

mod kind;
mod products;
mod sales;
mod stores;

use std::{collections::HashMap, str::FromStr};

use comptoir_sales::{Lines, Reject, SalesBook, Table};

use crate::{
    Cell, DateOrder, DecimalMark, Field, ImportError, Options, Row, Sheet,
    columns::Columns,
    dates::{self, Orders},
    numbers::{self, Marks},
};

/// How many rows pass between two reports of progress.
const ROWS_A_REPORT: usize = 5_000;

/// Checks every row of a sheet. `progress` is told how many rows are done.
pub(crate) fn check(
    sheet: &Sheet,
    columns: &Columns,
    options: &Options,
    book: &dyn SalesBook,
    progress: &dyn Fn(usize),
) -> Result<(Lines, Vec<Reject>), ImportError> {
    let reader = Reader { sheet, columns, options };
    match columns.table {
        Table::Products => {
            let products = products::Products::new(&reader)?;
            let (lines, rejects) = reader.each_row(progress, |values| products.line(values));
            Ok((Lines::Products(lines), rejects))
        }
        Table::Stores => {
            let stores = stores::Stores::new(&reader);
            let (lines, rejects) = reader.each_row(progress, |values| stores.line(values));
            Ok((Lines::Stores(lines), rejects))
        }
        Table::Sales => {
            let mut sales = sales::Sales::new(&reader, book)?;
            let (lines, rejects) = reader.each_row(progress, |values| sales.line(values));
            Ok((Lines::Sales(lines), rejects))
        }
    }
}

/// A sheet with the roles of its columns.
struct Reader<'a> {
    sheet: &'a Sheet,
    columns: &'a Columns,
    options: &'a Options,
}

/// A checked record that may carry an id of its own.
trait Record: PartialEq {
    /// What two lines of one file must not share, unless they are the same line twice.
    fn own_id(&self) -> Option<String>;
}

impl<'a> Reader<'a> {
    fn each_row<T: Record>(
        &self,
        progress: &dyn Fn(usize),
        mut line: impl FnMut(&Values<'a>) -> Result<T, Reject>,
    ) -> (Vec<T>, Vec<Reject>) {
        let mut lines: Vec<T> = Vec::with_capacity(self.sheet.rows.len());
        let mut rejects = Vec::new();
        let mut seen: HashMap<String, (usize, u64)> = HashMap::new();
        for (done, row) in self.sheet.rows.iter().enumerate() {
            if done % ROWS_A_REPORT == 0 {
                progress(done);
            }
            let values = Values { header: &self.sheet.header, columns: self.columns, row };
            match values.check_width().and_then(|()| line(&values)) {
                Err(reject) => rejects.push(reject),
                Ok(record) => {
                    let before = record.own_id().map(|id| *seen.entry(id).or_insert((lines.len(), row.line)));
                    match before {
                        Some((place, first_line))
                            if lines.get(place).is_some_and(|other| *other != record) =>
                        {
                            rejects.push(values.twice(first_line));
                        }
                        _ => lines.push(record),
                    }
                }
            }
        }
        progress(self.sheet.rows.len());
        (lines, rejects)
    }

    fn cells(&self, place: usize) -> impl Iterator<Item = &'a Cell> {
        self.sheet.rows.iter().filter_map(move |row| row.cells.get(place))
    }

    /// The decimal mark of a column: as the user says, else as all its values say.
    fn decimal_mark(&self, field: Field) -> Result<DecimalMark, ImportError> {
        let Some(place) = self.columns.place(field) else { return Ok(DecimalMark::Point) };
        match self.options.decimal.map_or_else(|| numbers::decimal_mark(self.cells(place)), Marks::Decided) {
            Marks::Decided(mark) => Ok(mark),
            Marks::Ambiguous(value) => Err(ImportError::AmbiguousNumbers {
                source_name: self.sheet.name.clone(),
                column: self.sheet.header[place].clone(),
                value,
            }),
        }
    }

    /// The order of a column of dates: as the user says, else as all its values say.
    fn date_order(&self, field: Field) -> Result<DateOrder, ImportError> {
        let Some(place) = self.columns.place(field) else { return Ok(DateOrder::YearMonthDay) };
        match self.options.date_order.map_or_else(|| dates::order(self.cells(place)), Orders::Decided) {
            Orders::Decided(order) => Ok(order),
            Orders::Ambiguous(value) => Err(ImportError::AmbiguousDates {
                source_name: self.sheet.name.clone(),
                column: self.sheet.header[place].clone(),
                value,
            }),
        }
    }

    /// Whether a column of references holds whole numbers: as most of its values do.
    fn holds_integers(&self, field: Field) -> bool {
        let Some(place) = self.columns.place(field) else { return false };
        let filled = self.cells(place).filter(|cell| **cell != Cell::Empty);
        let (integers, all) = filled.fold((0, 0), |(integers, all), cell| {
            (integers + usize::from(cell.as_str().parse::<i64>().is_ok()), all + 1)
        });
        all > 0 && integers * 2 >= all
    }
}

/// One row, asked by what its columns hold.
struct Values<'a> {
    header: &'a [String],
    columns: &'a Columns,
    row: &'a Row,
}

impl<'a> Values<'a> {
    fn cell(&self, field: Field) -> &'a Cell {
        self.columns.place(field).and_then(|place| self.row.cells.get(place)).unwrap_or(&Cell::Empty)
    }

    fn text(&self, field: Field) -> Option<String> {
        match self.cell(field) {
            Cell::Empty => None,
            cell => Some(cell.as_str().to_owned()),
        }
    }

    fn needed(&self, field: Field) -> Result<&'a Cell, Reject> {
        match self.cell(field) {
            Cell::Empty => Err(self.reject(field, "missing")),
            cell => Ok(cell),
        }
    }

    /// The exact decimal in a cell; `None` when the cell is empty.
    fn decimal<T: FromStr>(&self, field: Field, mark: DecimalMark) -> Result<Option<T>, Reject> {
        let cell = self.cell(field);
        if *cell == Cell::Empty {
            return Ok(None);
        }
        let number = numbers::read(cell, mark).and_then(|number| number.parse().ok());
        number.map(Some).ok_or_else(|| self.reject(field, "not-a-number"))
    }

    /// The record's own id: an integer where the column holds integers, else a text reference.
    fn own_id(&self, integers: bool) -> Result<(Option<i64>, Option<String>), Reject> {
        let Some(text) = self.text(Field::Id) else {
            let has_column = self.columns.place(Field::Id).is_some();
            return if has_column { Err(self.reject(Field::Id, "missing")) } else { Ok((None, None)) };
        };
        if !integers {
            return Ok((None, Some(text)));
        }
        match text.parse() {
            Ok(id) if id > 0 => Ok((Some(id), None)),
            _ => Err(self.reject(Field::Id, "not-an-id")),
        }
    }

    fn check_width(&self) -> Result<(), Reject> {
        match self.row.cells.iter().skip(self.header.len()).find(|cell| **cell != Cell::Empty) {
            None => Ok(()),
            Some(extra) => Err(Reject {
                line: self.row.line,
                column: None,
                value: Some(extra.as_str().to_owned()),
                code: "too-many-values",
                facts: vec![("columns", self.header.len().to_string())],
            }),
        }
    }

    fn reject(&self, field: Field, code: &'static str) -> Reject {
        let header = self.columns.place(field).and_then(|place| self.header.get(place)).cloned();
        Reject { line: self.row.line, column: header, value: self.text(field), code, facts: vec![] }
    }

    fn twice(&self, first_line: u64) -> Reject {
        Reject { facts: vec![("first", first_line.to_string())], ..self.reject(Field::Id, "twice") }
    }
}
