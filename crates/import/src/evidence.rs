//! The figures of a file's lines, as far as they are needed to find out what its columns of money mean.
//!
//! They are gathered from the first lines, and again from all lines while these are checked: what the first ones seemed
//! to say must hold for the file.

use std::{
    cell::Cell as Slot,
    hash::{BuildHasher, Hasher},
};

use comptoir_sales::{Money, Quantity};
use foldhash::{HashMap, HashMapExt, fast::FixedState};

use crate::{
    Field, Misfits, Relation,
    amounts::Equations,
    columns::Columns,
    inference::{ColumnInference, Overrides},
    numbers::{Marks, NumberReader},
    record::{Cell, Record},
};

/// How many lines are kept; of a longer file, blocks of lines from all of its parts.
const MOST_LINES: usize = 100_000;

/// How many values of all lines are kept: 32 MiB, which hundreds of columns of numbers would pass by far.
const MOST_VALUES: usize = 4 << 20;

/// How many lines in a row are kept or left out together: orders stay whole.
const BLOCK: u64 = 500;

/// How many ids are remembered, to find out whether they come again: few enough to stay near the processor.
const MOST_IDS: usize = 1 << 17;

/// Stands for a value that is not there or cannot be read.
const NONE: i64 = i64::MIN;

/// A piece, in ten-thousandths.
pub(crate) const ONE: i64 = 10_000;

/// A column of numbers.
struct Tracked {
    place: usize,
    reader: NumberReader,
}

/// The key of lines of the same order or of the same product.
#[derive(Clone, Copy)]
struct Line {
    ticket: u64,
    product: u64,
}

/// The figures of a file's lines.
pub(crate) struct Evidence {
    tracked: Vec<Tracked>,
    ticket: Option<usize>,
    products: [Option<usize>; 2],
    /// The column of quantities: that of the header, or the one that arithmetic has found.
    quantity: Slot<Option<usize>>,
    id: Option<usize>,
    lines: Vec<Line>,
    values: Vec<i64>,
    count: u64,
    stride: u64,
    /// For each id: a hash of its product, and one of its day.
    ids: HashMap<u64, (u32, u32)>,
    ids_again: u64,
    ids_on_other_days: u64,
    date: Option<usize>,
    hasher: FixedState,
    /// The equation that the lines are held against.
    checked: Option<(Relation, Equations)>,
    misfits: Misfits,
    scratch: Vec<i64>,
}

impl Evidence {
    /// For the columns of a sheet; `sample` shows how their numbers are written.
    pub(crate) fn new(
        columns: &Columns,
        sample: &[Record],
        inference: &ColumnInference,
        overrides: &Overrides,
    ) -> Self {
        let is_tracked = |place: &usize| match columns.role(*place) {
            Some(field) => field.is_decimal(),
            None => columns.profiles[*place].is_number() || columns.profiles[*place].is_quantity(),
        };
        let reader = |place: usize| {
            if let Some(field) = columns.role(place) {
                inference.number_reader(field, overrides)
            } else {
                let mut marks = Marks::default();
                for record in sample {
                    marks.learn(record.cell(place));
                }
                // `2.000` is two where the other columns have decimal points, and two thousand beside decimal commas.
                marks.decided = marks.decided.or_else(|| inference.common_mark());
                let reader = NumberReader::new(&marks, false).with_scale(columns.wordings[place].scale);
                // `1,250 kg` may turn out to be a quantity.
                if columns.profiles[place].is_number() { reader } else { reader.with_units() }
            }
        };
        let places = (0..columns.profiles.len()).filter(is_tracked);
        let tracked: Vec<Tracked> = places.map(|place| Tracked { place, reader: reader(place) }).collect();
        let index = |place: usize| tracked.iter().position(|column| column.place == place);
        // The number of a sale may turn out to be that of its ticket.
        let ticket = columns.place(Field::Ticket).or(columns.place(Field::Id));
        Self {
            quantity: Slot::new(columns.place(Field::Quantity).and_then(index)),
            ticket,
            products: [columns.place(Field::Product), columns.place(Field::Name)],
            id: columns.place(Field::Id),
            tracked,
            lines: vec![],
            values: vec![],
            count: 0,
            stride: 1,
            ids: HashMap::new(),
            ids_again: 0,
            ids_on_other_days: 0,
            date: columns.place(Field::Date),
            hasher: FixedState::with_seed(0),
            checked: None,
            misfits: Misfits::default(),
            scratch: vec![],
        }
    }

    /// Counts the lines that do not fulfil the equation that the revenue was checked by.
    pub(crate) fn hold_against(&mut self, relation: Relation, columns: &Columns) {
        self.count_by(columns.place(Field::Quantity));
        self.checked = relation.is_checked().then(|| (relation, Equations::of(columns, self)));
    }

    /// The lines that did not fulfil the equation.
    pub(crate) fn misfits(&self) -> Misfits {
        self.misfits
    }

    /// Takes in one more line.
    pub(crate) fn learn(&mut self, record: &Record) {
        self.learn_id(record);
        let at = self.count;
        self.count += 1;
        self.scratch.clear();
        for column in &mut self.tracked {
            let cell = Some(record.cell(column.place)).filter(|cell| *cell != Cell::Empty);
            let number = cell.and_then(|cell| column.reader.read(cell).ok());
            self.scratch.push(number.map_or(NONE, |number| number.parts));
        }
        self.count_misfit();
        if !(at / BLOCK).is_multiple_of(self.stride) {
            return;
        }
        let is_full = |kept: &Self| {
            kept.lines.len() >= MOST_LINES || kept.values.len() + kept.tracked.len() > MOST_VALUES
        };
        if is_full(self) && self.lines.len() as u64 >= 2 * BLOCK {
            self.thin_out();
        }
        if is_full(self) {
            return;
        }
        let hash = |place: Option<usize>| {
            let text = place.and_then(|place| record.cell(place).filled());
            text.map_or(0, |text| self.hasher.hash_one(text).max(1))
        };
        self.lines.push(Line {
            ticket: hash(self.ticket),
            product: hash(self.products[0]) ^ hash(self.products[1]).rotate_left(1),
        });
        self.values.extend_from_slice(&self.scratch);
    }

    fn count_misfit(&mut self) {
        let Some((relation, equations)) = &self.checked else { return };
        let line = Line { ticket: 0, product: 0 };
        let row = Row { line, values: &self.scratch, quantity: self.quantity.get() };
        if equations.fulfils(*relation, &row) == Some(false) && !equations.is_with_tax(*relation, &row) {
            self.misfits.lines += 1;
            let amount = equations.amount(&row).map(Money::from_parts).unwrap_or_default();
            self.misfits.amount = self.misfits.amount + amount;
        }
    }

    fn learn_id(&mut self, record: &Record) {
        let Some(id) = self.id.and_then(|place| record.cell(place).filled()) else { return };
        let id = self.hasher.hash_one(id);
        let mut content = self.hasher.build_hasher();
        for place in self.products.iter().flatten() {
            content.write(record.cell(*place).as_str().as_bytes());
        }
        let content = content.finish() as u32;
        // The first ten signs are the day where a time follows; one that is not repeated is that of the line before.
        let day = self.date.and_then(|place| record.cell(place).filled());
        let day = day.map_or(0, |day| (self.hasher.hash_one(day.get(..10).unwrap_or(day)) as u32).max(1));
        if let Some((before, first_day)) = self.ids.get(&id) {
            self.ids_again += u64::from(*before != content);
            self.ids_on_other_days += u64::from(day != 0 && day != *first_day);
        } else if self.ids.len() < MOST_IDS {
            self.ids.insert(id, (content, day));
        }
    }

    /// Leaves out every second block of lines.
    fn thin_out(&mut self) {
        let width = self.tracked.len();
        let kept = |block: usize| block.is_multiple_of(2);
        let mut lines = Vec::with_capacity(MOST_LINES);
        let mut values = Vec::with_capacity(MOST_LINES * width);
        for (at, line) in self.lines.iter().enumerate() {
            if kept(at / BLOCK as usize) {
                lines.push(*line);
                values.extend_from_slice(&self.values[at * width..(at + 1) * width]);
            }
        }
        (self.lines, self.values) = (lines, values);
        self.stride *= 2;
    }

    /// How many lines were taken in.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Whether ids come again on other days than they first did: they are not those of tickets then.
    pub(crate) fn ids_come_on_other_days(&self) -> bool {
        self.ids_on_other_days > 0
    }

    /// How many ids came again with another product.
    pub(crate) fn ids_again(&self) -> u64 {
        self.ids_again
    }

    /// The column at a place, where it is one of numbers.
    pub(crate) fn index(&self, place: usize) -> Option<usize> {
        self.tracked.iter().position(|column| column.place == place)
    }

    /// Takes the column at a place for that of quantities.
    pub(crate) fn count_by(&self, place: Option<usize>) {
        self.quantity.set(place.and_then(|place| self.index(place)));
    }

    /// The figures of each line that is kept.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.lines.len()).map(|at| self.row(at))
    }

    /// The figures of one line.
    pub(crate) fn row(&self, at: usize) -> Row<'_> {
        let width = self.tracked.len();
        Row {
            line: self.lines[at],
            values: &self.values[at * width..(at + 1) * width],
            quantity: self.quantity.get(),
        }
    }

    /// The lines of each order or ticket that has several, by their places.
    pub(crate) fn orders(&self) -> Vec<Vec<usize>> {
        let mut orders = self.all_orders();
        orders.retain(|lines| lines.len() > 1);
        orders
    }

    /// The lines of each order or ticket.
    pub(crate) fn all_orders(&self) -> Vec<Vec<usize>> {
        let mut orders: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, line) in self.lines.iter().enumerate().filter(|(_, line)| line.ticket != 0) {
            orders.entry(line.ticket).or_default().push(at);
        }
        let mut orders: Vec<_> = orders.into_values().collect();
        orders.sort_unstable();
        orders
    }
}

/// The figures of one line.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    line: Line,
    values: &'a [i64],
    quantity: Option<usize>,
}

impl Row<'_> {
    /// The value in a column of numbers.
    pub(crate) fn value(&self, index: usize) -> Option<i64> {
        self.values.get(index).copied().filter(|value| *value != NONE)
    }

    /// How many, in ten-thousandths; one where the file does not say.
    pub(crate) fn quantity(&self) -> i64 {
        self.quantity.and_then(|index| self.value(index)).unwrap_or(ONE)
    }

    /// The key of a line's product.
    pub(crate) fn product(&self) -> u64 {
        self.line.product
    }

    /// Quantity × a price.
    pub(crate) fn times(&self, price: i64) -> Option<i64> {
        Money::from_parts(price).times(Quantity::from_parts(self.quantity())).map(Money::parts)
    }
}
