//! What stands on the first line of its day or order only, and holds for the lines below.

use std::{collections::HashMap, sync::Arc};

use comptoir_calendar::Date;

use crate::{
    Field,
    columns::Columns,
    record::{Cell, Record},
    totals,
    wording::Word,
};

/// How many days at least must stand in their order before the others are filled without being asked.
const DAYS: usize = 3;

/// Of a hundred rows, how many may have no day before the file is asked about as a whole.
const SOME: usize = 20;

/// The columns that are filled from the line above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fill {
    begins: Begins,
    /// What stands in them for each number of an order, where its lines may stand anywhere.
    of_numbers: Arc<HashMap<String, Vec<String>>>,
    /// All of them, that of the date among them.
    pub(crate) columns: Vec<usize>,
}

/// By what the first line of a day or order is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Begins {
    /// By the day, which stands in this column on first lines alone.
    Day(usize),
    /// By another number of the order, which stands in this column on every line.
    Number(usize),
    /// The lines of an order may stand anywhere; what holds for them is known by its number.
    Anywhere(usize),
}

/// Whether each day stands once, by the evidence of the rows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Every row has its day, except for some without one.
    Whole,
    /// The day stands on the first line of each day or order.
    Once(Fill),
    /// Many rows have no day, and their order does not say which.
    Unclear(usize),
    /// The user says that days stand once, but this row does not begin a later one, or an earlier one as those before.
    Disordered(u64, String),
}

impl Pattern {
    /// Looks at all rows. `days` reads a day; `is_said` says that the user knows that days stand once.
    pub(crate) fn find(
        columns: &Columns,
        rows: &[Record],
        header: &[String],
        is_said: bool,
        mut day: impl FnMut(Cell<'_>) -> Option<Date>,
    ) -> Self {
        let Some(date) = columns.place(Field::Date) else { return Self::Whole };
        let has_day = |row: &Record| row.cell(date) != Cell::Empty;
        let rows: Vec<Record> = rows.iter().filter(|row| !is_total(row)).cloned().collect();
        let rows = rows.as_slice();
        let without = rows.iter().filter(|row| !has_day(row)).count();
        if without == 0 {
            return places_of_orders(columns, rows).map_or(Self::Whole, Self::Once);
        }
        let number = number_of_orders(columns, rows, header.len(), date);
        let once = |begins: Begins| {
            let columns = group_columns(columns, rows, header.len(), (date, number));
            Self::Once(Fill { begins, columns, of_numbers: Arc::default() })
        };
        // Numbers of orders on every line settle it exactly; days alone do so only by their order.
        if let Some(number) = number.filter(|number| stands_on_first_of_each(rows, *number, date)) {
            return once(Begins::Number(number));
        }
        let is_nested = number.is_some() && is_nested(columns, header, date);
        // A few rows without a day are bad lines, to be refused one by one.
        if !is_nested && (without < 2 || without * 100 < rows.len() * SOME) {
            return Self::Whole;
        }
        let first_lines: Vec<&Record> = rows.iter().filter(|row| has_day(row)).collect();
        let unclear = |row: Option<&Record>| match row.filter(|_| is_said) {
            Some(row) => Self::Disordered(row.line, row.cell(date).as_str().to_owned()),
            None => Self::Unclear(without),
        };
        if !rows.first().is_some_and(has_day) {
            return unclear(rows.first());
        }
        let found: Vec<Option<Date>> = first_lines.iter().map(|row| day(row.cell(date))).collect();
        if let Some(at) = found.iter().position(Option::is_none) {
            return unclear(first_lines.get(at).copied());
        }
        let days: Vec<Date> = found.into_iter().flatten().collect();
        let of_orders = number.is_some_and(|number| begins_orders(&first_lines, rows, number, date));
        let rises = days.windows(2).all(|pair| pair[0] < pair[1] || of_orders && pair[0] == pair[1]);
        let falls = days.windows(2).all(|pair| pair[0] > pair[1] || of_orders && pair[0] == pair[1]);
        let is_clear = days.len() >= DAYS && (rises || falls && days.len() > DAYS)
            || is_nested && of_orders && (rises || falls);
        if is_clear && !is_sorted_otherwise(columns, rows) || is_said && (rises || falls) {
            once(Begins::Day(date))
        } else {
            unclear(turn(&days).and_then(|at| first_lines.get(at).copied()))
        }
    }
}

/// The first day that does not go on as those before it do.
fn turn(days: &[Date]) -> Option<usize> {
    let rises = days.first() < days.get(1);
    let goes_on = |pair: &[Date]| if rises { pair[0] < pair[1] } else { pair[0] > pair[1] };
    days.windows(2).position(|pair| !goes_on(pair)).map(|at| at + 1)
}

/// The fields of where a sale was made.
const PLACES: [Field; 6] =
    [Field::Store, Field::City, Field::Region, Field::Address, Field::Postcode, Field::Country];

/// The columns of where a sale was made that may stand on the first line of an order alone.
pub(crate) fn places(columns: &Columns) -> impl Iterator<Item = usize> + '_ {
    PLACES.into_iter().filter_map(|field| columns.place(field))
}

/// Where each line has its day and the number of its order, and the place of the sale stands on one line of each order.
fn places_of_orders(columns: &Columns, rows: &[Record]) -> Option<Fill> {
    let number = columns.place(Field::Ticket)?;
    let lacks = |place: &usize| {
        rows.iter().any(|row| is_empty(row, *place)) && rows.iter().any(|row| !is_empty(row, *place))
    };
    let open: Vec<usize> = places(columns).filter(lacks).collect();
    if open.is_empty() || rows.iter().any(|row| is_empty(row, number)) {
        return None;
    }
    // Where first lines have it, the row before is enough; else all orders are kept by their numbers.
    if open.iter().all(|place| stands_on_first_of_each(rows, number, *place)) {
        return Some(Fill { begins: Begins::Number(number), columns: open, of_numbers: Arc::default() });
    }
    let mut of_numbers: HashMap<String, Vec<String>> = HashMap::new();
    for row in rows {
        let texts = of_numbers.entry(row.cell(number).as_str().to_owned()).or_default();
        texts.resize(open.len(), String::new());
        for (text, place) in texts.iter_mut().zip(&open) {
            match row.cell(*place).filled() {
                Some(found) if text.is_empty() => found.clone_into(text),
                Some(found) if *text != found => return None,
                _ => {}
            }
        }
    }
    let is_whole = of_numbers.values().all(|texts| texts.iter().all(|text| !text.is_empty()));
    is_whole.then(|| Fill {
        begins: Begins::Anywhere(number),
        columns: open,
        of_numbers: Arc::new(of_numbers),
    })
}

/// Totals have no day of their own.
fn is_total(row: &Record) -> bool {
    row.texts().any(|text| totals::total_word(text).is_some())
}

/// The column of the numbers of orders: the one that is known as such, else one of numbers that stand where days do.
fn number_of_orders(columns: &Columns, rows: &[Record], width: usize, date: usize) -> Option<usize> {
    let known = columns.place(Field::Ticket).or(columns.place(Field::Id));
    known.or_else(|| {
        let words = [Word::Number, Word::Reference, Word::Order, Word::Document];
        (0..width).find(|place| {
            columns.role(*place).is_none()
                && columns.wordings[*place].is_of(&words)
                && rows.iter().all(|row| is_empty(row, *place) == is_empty(row, date))
        })
    })
}

fn is_empty(row: &Record, place: usize) -> bool {
    row.cell(place) == Cell::Empty
}

/// Whether every row bears the number of its order, and the first of the rows that bear it one after the other, and no
/// other, has the day.
fn stands_on_first_of_each(rows: &[Record], number: usize, date: usize) -> bool {
    let is_first = |at: usize| at == 0 || rows[at].cell(number) != rows[at - 1].cell(number);
    (0..rows.len()).all(|at| !is_empty(&rows[at], number) && is_first(at) != is_empty(&rows[at], date))
}

/// Whether each row with a day is the first of an order: it bears another number than those before.
fn begins_orders(first_lines: &[&Record], rows: &[Record], number: usize, date: usize) -> bool {
    let numbers: std::collections::HashSet<&str> =
        first_lines.iter().map(|row| row.cell(number).as_str()).collect();
    numbers.len() == first_lines.len() && rows.iter().all(|row| is_empty(row, number) == is_empty(row, date))
}

/// Whether the headers say that lines are parts of what stands once: `Order Lines/Product`, or `Item (Items)`, beside
/// dates that are not below that name.
fn is_nested(columns: &Columns, header: &[String], date: usize) -> bool {
    let part_of = |place: usize| header.get(place).and_then(|name| whole_of(name));
    let product = columns.place(Field::Product).or(columns.place(Field::Name)).and_then(part_of);
    let figures = [Field::Quantity, Field::Amount, Field::Net, Field::Price];
    product.is_some()
        && part_of(date) != product
        && figures.iter().filter_map(|field| columns.place(*field)).any(|place| part_of(place) == product)
}

/// The whole that a header says its column is a part of.
fn whole_of(header: &str) -> Option<&str> {
    match header.rsplit_once('/') {
        Some((whole, _)) => Some(whole.trim()),
        None => header.trim_end().strip_suffix(')')?.rsplit_once('(').map(|(_, whole)| whole),
    }
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

/// The columns that are empty wherever the day is: those of the day or order. Numbers of money or pieces are of a line,
/// and so is what was sold.
fn group_columns(
    columns: &Columns,
    rows: &[Record],
    width: usize,
    (date, number): (usize, Option<usize>),
) -> Vec<usize> {
    let is_number = |place: usize| {
        rows.iter().filter_map(|row| row.cell(place).filled()).all(|text| {
            text.bytes().any(|byte| byte.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
        })
    };
    let is_of_line = |place: usize| match columns.role(place) {
        Some(Field::Product | Field::Name | Field::Category) => number.is_some(),
        Some(field) => field.is_decimal(),
        None => is_number(place) && number != Some(place),
    };
    let follows = |place: usize| {
        rows.iter().all(|row| !is_empty(row, date) || is_empty(row, place))
            && rows.iter().any(|row| !is_empty(row, place))
    };
    (0..width).filter(|place| *place == date || follows(*place) && !is_of_line(*place)).collect()
}

/// Fills rows, one after the other.
pub(crate) struct Filler {
    fill: Fill,
    last: Vec<String>,
    /// The number of the order read last.
    number: String,
}

impl Filler {
    pub(crate) fn new(fill: Fill) -> Self {
        Self { fill, last: vec![], number: String::new() }
    }

    /// Fills a row, or learns from one that is the first of its day or order.
    pub(crate) fn fill(&mut self, record: &mut Record) {
        if is_total(record) {
            return;
        }
        if let Begins::Anywhere(number) = self.fill.begins {
            if let Some(texts) = self.fill.of_numbers.get(record.cell(number).as_str()) {
                self.last.clone_from(texts);
            } else {
                self.last.clear();
            }
        }
        let texts = self.fill.columns.iter().map(|place| record.cell(*place).as_str());
        if self.begins_with(record) {
            self.last = texts.map(str::to_owned).collect();
            if let Begins::Number(number) = self.fill.begins {
                record.cell(number).as_str().clone_into(&mut self.number);
            }
        } else if !self.last.is_empty() {
            let lacks = |(place, text): (&usize, &String)| {
                (is_empty(record, *place) && !text.is_empty()).then(|| (*place, text.clone()))
            };
            let texts: Vec<_> = self.fill.columns.iter().zip(&self.last).filter_map(lacks).collect();
            *record = record.with(&texts);
        }
    }

    fn begins_with(&self, record: &Record) -> bool {
        match self.fill.begins {
            Begins::Day(date) => !is_empty(record, date),
            Begins::Number(number) => record.cell(number).as_str() != self.number,
            Begins::Anywhere(_) => false,
        }
    }
}
