//! What stands on the first line of its day or order only, and holds for the lines below.

use comptoir_calendar::Date;

use crate::{
    Field,
    columns::Columns,
    record::{Cell, Record},
    totals,
};

/// How many days at least must stand in their order before the others are filled without being asked.
const DAYS: usize = 3;

/// Of a hundred rows, how many may lack their day before the file is asked about as a whole.
const SOME: usize = 20;

/// The columns that are filled from the line above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fill {
    date: usize,
    /// All of them, the date among them.
    pub(crate) columns: Vec<usize>,
}

/// What the rows say of whether their days stand once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Every row has its day, but for some that lack it.
    Whole,
    /// The day stands on the first line of each day or order.
    Once(Fill),
    /// Many rows have no day, and their order does not say which.
    Unclear(usize),
}

impl Pattern {
    /// Looks at all rows. `days` reads a day; `is_said` says that the user knows that days stand once.
    pub(crate) fn find(
        columns: &Columns,
        rows: &[Record],
        width: usize,
        is_said: bool,
        mut day: impl FnMut(Cell<'_>) -> Option<Date>,
    ) -> Self {
        let Some(date) = columns.place(Field::Date) else { return Self::Whole };
        let has_day = |row: &Record| row.cell(date) != Cell::Empty;
        let rows: Vec<Record> = rows.iter().filter(|row| !is_total(row)).cloned().collect();
        let rows = rows.as_slice();
        let without = rows.iter().filter(|row| !has_day(row)).count();
        if without < 2 || without * 100 < rows.len() * SOME {
            return Self::Whole;
        }
        let first_lines: Vec<&Record> = rows.iter().filter(|row| has_day(row)).collect();
        if !rows.first().is_some_and(has_day) {
            return Self::Unclear(without);
        }
        let days: Option<Vec<Date>> = first_lines.iter().map(|row| day(row.cell(date))).collect();
        let Some(days) = days else { return Self::Unclear(without) };
        let of_orders = orders(columns, &first_lines, rows, date);
        let rises = days.windows(2).all(|pair| pair[0] < pair[1] || of_orders && pair[0] == pair[1]);
        let falls = days.windows(2).all(|pair| pair[0] > pair[1] || of_orders && pair[0] == pair[1]);
        let is_clear = days.len() >= DAYS
            && (rises || falls && days.len() > DAYS)
            && !is_sorted_otherwise(columns, rows);
        if is_clear || is_said && (rises || falls) {
            Self::Once(Fill { date, columns: group_columns(columns, rows, width, date) })
        } else {
            Self::Unclear(without)
        }
    }
}

/// Totals have no day of their own.
fn is_total(row: &Record) -> bool {
    row.texts().any(|text| totals::total_word(text).is_some())
}

/// Whether each row with a day is the first of an order: it bears another number than those before.
fn orders(columns: &Columns, first_lines: &[&Record], rows: &[Record], date: usize) -> bool {
    let Some(ticket) = columns.place(Field::Ticket) else { return false };
    let numbers: std::collections::HashSet<&str> =
        first_lines.iter().map(|row| row.cell(ticket).as_str()).collect();
    numbers.len() == first_lines.len()
        && rows.iter().all(|row| (row.cell(ticket) == Cell::Empty) == (row.cell(date) == Cell::Empty))
}

/// Whether the rows stand in the order of their products: then the lines of a day are no longer together.
fn is_sorted_otherwise(columns: &Columns, rows: &[Record]) -> bool {
    let Some(product) = columns.place(Field::Product).or(columns.place(Field::Name)) else { return false };
    let mut pairs =
        rows.windows(2).map(|pair| pair[0].cell(product).as_str().cmp(pair[1].cell(product).as_str()));
    let mut differs = false;
    pairs.all(|order| {
        differs |= order.is_lt();
        order.is_le()
    }) && differs
}

/// The columns that are empty wherever the day is: those of the day or order. Numbers of money or pieces are of a line.
fn group_columns(columns: &Columns, rows: &[Record], width: usize, date: usize) -> Vec<usize> {
    let is_figure = |place: &usize| {
        columns.roles().iter().any(|(field, at)| at == place && field.is_decimal())
            || rows.iter().filter_map(|row| row.cell(*place).filled()).all(|text| {
                text.bytes().any(|byte| byte.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
            }) && columns.place(Field::Ticket) != Some(*place)
    };
    let follows = |place: &usize| {
        rows.iter().all(|row| row.cell(date) != Cell::Empty || row.cell(*place) == Cell::Empty)
            && rows.iter().any(|row| row.cell(*place) != Cell::Empty)
    };
    (0..width).filter(|place| *place == date || follows(place) && !is_figure(place)).collect()
}

/// Fills rows, one after the other.
pub(crate) struct Filler {
    fill: Fill,
    last: Vec<String>,
}

impl Filler {
    pub(crate) fn new(fill: Fill) -> Self {
        Self { fill, last: vec![] }
    }

    /// Fills a row, or learns from one that has its day.
    pub(crate) fn fill(&mut self, record: &mut Record) {
        let texts = self.fill.columns.iter().map(|place| record.cell(*place).as_str());
        if record.cell(self.fill.date) != Cell::Empty {
            self.last = texts.map(str::to_owned).collect();
        } else if !self.last.is_empty() && !is_total(record) {
            let lacks = |(place, text): (&usize, &String)| {
                (record.cell(*place) == Cell::Empty && !text.is_empty()).then(|| (*place, text.clone()))
            };
            let texts: Vec<_> = self.fill.columns.iter().zip(&self.last).filter_map(lacks).collect();
            *record = record.with(&texts);
        }
    }
}
