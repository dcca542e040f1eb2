//! What whole columns say of how they are to be read.

use std::collections::{BTreeSet, HashMap};

use comptoir_calendar::Date;

use crate::{
    DateOrder, DecimalMark, Field, ImportError,
    columns::Columns,
    currency,
    dates::{self, DateReader, Orders, Zone},
    numbers::{Marks, NumberReader, Scale, neighbours::Neighbours},
    record::{Cell, Record},
    zones::{DayRule, Days},
};

/// Settings of the user, a remembered mapping or a neighbour.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// The user's word for all columns of numbers.
    pub(crate) decimal: Option<DecimalMark>,
    /// The user's word for dates.
    pub(crate) date_order: Option<DateOrder>,
    /// What has held before, by field: it helps where the values leave a doubt.
    pub(crate) decimals_before: HashMap<Field, DecimalMark>,
    /// The same for dates.
    pub(crate) date_order_before: Option<DateOrder>,
    /// The day on which the file is read: no sale is of a year after the next.
    pub(crate) today: Option<Date>,
    /// Whether a header says that the times below it are of UTC.
    pub(crate) header_names_utc: bool,
    /// The day on which a time of UTC is counted.
    pub(crate) day_rule: DayRule,
}

/// The findings from the values seen so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct ColumnInference {
    numbers: HashMap<Field, Marks>,
    neighbours: Neighbours,
    dates: Orders,
    integer_ids: usize,
    ids: usize,
    header_names_utc: bool,
    products: usize,
    products_of_digits: usize,
    /// The currencies that stand beside amounts.
    currencies: BTreeSet<String>,
    /// The units of columns whose headers name them.
    scales: HashMap<Field, Scale>,
    /// Whether every row was looked at.
    is_whole: bool,
}

/// The characters of the words in a column of products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// Some have letters: those of digits may be names too.
    Mixed,
    /// All those seen so far are of digits.
    OfDigitsSoFar,
    /// All are of digits.
    OfDigits,
}

impl ColumnInference {
    /// Of a file of which nothing has been seen.
    pub(crate) fn new(overrides: &Overrides) -> Self {
        Self {
            dates: Orders::new(overrides.today),
            header_names_utc: overrides.header_names_utc,
            ..Self::default()
        }
    }

    /// What one more row says.
    pub(crate) fn learn(&mut self, columns: &Columns, record: &Record) {
        let roles = columns.roles();
        self.neighbours.learn(record, &roles);
        for (field, place) in roles {
            let cell = record.cell(place);
            let scale = columns.wordings[place].scale;
            if scale != Scale::One {
                self.scales.insert(field, scale);
            }
            self.learn_currency(field, cell);
            match field {
                Field::Date => {
                    self.dates.learn(cell);
                    self.learn_zone(cell, Cell::Empty);
                }
                Field::Time => self.learn_zone(Cell::Empty, cell),
                Field::Id if cell != Cell::Empty => {
                    self.ids += 1;
                    self.integer_ids += usize::from(cell.as_str().parse::<i64>().is_ok());
                }
                Field::Product if cell != Cell::Empty => {
                    self.products += 1;
                    let is_of_digits = cell.as_str().bytes().all(|byte| byte.is_ascii_digit());
                    self.products_of_digits += usize::from(is_of_digits);
                }
                field if field.is_decimal() => self.numbers.entry(field).or_default().learn(cell),
                _ => {}
            }
        }
    }

    /// Whether there are times of UTC by the header, or in a column of their own, that are not midnight.
    fn learn_zone(&mut self, date: Cell<'_>, time: Cell<'_>) {
        if self.dates.has_utc_times {
            return;
        }
        let read = |cell: Cell<'_>| {
            let (clock, zone) = dates::clock(cell.as_str())?;
            let is_utc = zone == Zone::Utc || zone == Zone::None && self.header_names_utc;
            Some(is_utc && clock.seconds != 0)
        };
        let in_date = || {
            let moment = DateReader::new(&self.dates, Some(DateOrder::DayMonthYear), None).read(date).ok()?;
            Some(moment.zone == Zone::None && moment.clock.is_some_and(|clock| clock.seconds != 0))
        };
        let found = read(time).unwrap_or_default()
            || self.header_names_utc && date != Cell::Empty && in_date().unwrap_or_default();
        self.dates.has_utc_times |= found;
    }

    fn learn_currency(&mut self, field: Field, cell: Cell<'_>) {
        let found = match field {
            Field::Currency => cell.filled().and_then(currency::code),
            field if field.is_money() => {
                let found = cell.filled().and_then(currency::beside);
                // Most are known already.
                if let Some(found) = found.filter(|found| !self.currencies.contains(*found)) {
                    self.currencies.insert(found.to_owned());
                }
                return;
            }
            _ => return,
        };
        self.currencies.extend(found);
    }

    /// The currencies that stand beside amounts, as far as was seen.
    pub(crate) fn currencies(&self) -> impl Iterator<Item = &str> {
        self.currencies.iter().map(String::as_str)
    }

    /// Whether every row has been looked at.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Every row has been looked at.
    pub(crate) fn complete(&mut self) {
        self.is_whole = true;
        self.dates.has_decimal_commas = self.common_mark() == Some(DecimalMark::Comma);
    }

    /// The decimal mark of all columns of numbers that show one, where it is the same.
    pub(crate) fn common_mark(&self) -> Option<DecimalMark> {
        let mut marks = self.numbers.values().filter_map(|marks| marks.decided);
        let first = marks.next()?;
        marks.all(|mark| mark == first).then_some(first)
    }

    /// The characters of the words in the column of products.
    pub(crate) fn product_words(&self) -> Words {
        match (self.products == self.products_of_digits, self.is_whole) {
            (false, _) => Words::Mixed,
            (true, false) => Words::OfDigitsSoFar,
            (true, true) => Words::OfDigits,
        }
    }

    /// Whether some column may be read in two ways, as far as was seen.
    pub(crate) fn has_questions(&self, overrides: &Overrides) -> bool {
        let marks =
            |(field, marks): (&Field, &Marks)| self.number_question(*field, marks, overrides).is_some();
        self.date_question(overrides).is_some() || self.numbers.iter().any(marks)
    }

    fn number_question<'a>(&self, field: Field, marks: &'a Marks, overrides: &Overrides) -> Option<&'a str> {
        let known = overrides.decimal.is_some()
            || marks.contradiction.is_none()
                && (overrides.decimals_before.contains_key(&field)
                    || self.neighbours.mark(field, &self.numbers).is_some());
        marks.question().filter(|_| !known)
    }

    fn date_question(&self, overrides: &Overrides) -> Option<&str> {
        self.dates.question(overrides.date_order_before).filter(|_| overrides.date_order.is_none())
    }

    /// Asks about the first column that may be read in two ways.
    ///
    /// # Errors
    /// The question.
    pub(crate) fn ask(
        &self,
        columns: &Columns,
        overrides: &Overrides,
        name: &str,
        header: &[String],
    ) -> Result<(), ImportError> {
        for (field, place) in columns.roles() {
            let column = || header.get(place).cloned().unwrap_or_default();
            let source_name = || name.to_owned();
            let of_numbers =
                self.numbers.get(&field).and_then(|marks| self.number_question(field, marks, overrides));
            if let Some(value) = self.unreadable(field) {
                let (source_name, column) = (source_name(), column());
                return Err(ImportError::Unreadables { source_name, column, field, value: value.to_owned() });
            }
            if let Some(value) = of_numbers {
                let (source_name, column) = (source_name(), column());
                return Err(ImportError::AmbiguousNumbers { source_name, column, value: value.to_owned() });
            }
            if let (Field::Date, Some(value)) = (field, self.dates.period()) {
                let (source_name, column) = (source_name(), column());
                return Err(ImportError::Periods { source_name, column, value: value.to_owned() });
            }
            if let (Field::Date, Some(value)) = (field, self.date_question(overrides)) {
                let (source_name, column) = (source_name(), column());
                return Err(ImportError::AmbiguousDates { source_name, column, value: value.to_owned() });
            }
        }
        Ok(())
    }

    /// A value that is not what its column holds, where most values are not.
    fn unreadable(&self, field: Field) -> Option<&str> {
        match field {
            Field::Date => self.dates.period().is_none().then(|| self.dates.unreadable()).flatten(),
            field => self.numbers.get(&field).and_then(Marks::unreadable),
        }
    }

    /// The order of the dates, where it is decided.
    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.dates.order()
    }

    /// The reader of a column of numbers.
    pub(crate) fn number_reader(&self, field: Field, overrides: &Overrides) -> NumberReader {
        let mut marks = self.numbers.get(&field).cloned().unwrap_or_default();
        let own = marks.decided.or_else(|| self.neighbours.mark(field, &self.numbers));
        marks.decided = overrides.decimal.or(own).or_else(|| overrides.decimals_before.get(&field).copied());
        let scale = self.scales.get(&field).copied().unwrap_or_default();
        let reader = NumberReader::new(&marks, overrides.decimal.is_some()).with_scale(scale);
        if field == Field::Quantity { reader.with_units() } else { reader }
    }

    /// The reader of the dates.
    pub(crate) fn date_reader(&self, overrides: &Overrides) -> DateReader {
        DateReader::new(&self.dates, overrides.date_order, overrides.date_order_before)
    }

    /// What turns the times of the file into days.
    pub(crate) fn days(&self, overrides: &Overrides) -> Days {
        Days::new(&overrides.day_rule, overrides.header_names_utc, self.dates.has_utc_times)
    }

    /// Whether the column of ids holds whole numbers: as most of its values do.
    pub(crate) fn has_integer_ids(&self) -> bool {
        self.ids > 0 && self.integer_ids * 2 >= self.ids
    }
}
