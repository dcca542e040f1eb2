//! What stands in a column, as far as its first lines show.

use crate::{
    currency, dates,
    lines::start_of,
    numbers::{Marks, NumberReader, Unread},
    record::{Cell, Record},
};

/// How many values are looked at.
const LOOKED_AT: usize = 300;

/// What stands in a column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    filled: usize,
    numbers: usize,
    with_units: usize,
    cents: usize,
    whole: usize,
    dates: usize,
    bare_dates: usize,
    lettered: usize,
    /// Values of several words.
    spaced: usize,
    /// Values that are tables of their own.
    nested: usize,
    percents: usize,
    /// Values that say that there is none.
    nulls: usize,
    currencies: usize,
    first: Option<String>,
    varies: bool,
}

impl Profile {
    /// Looks at a column of the first lines.
    pub(crate) fn of(sample: &[Record], place: usize) -> Self {
        let mut profile = Self::default();
        let cells = sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty);
        for cell in cells {
            match &profile.first {
                None => profile.first = Some(cell.as_str().to_owned()),
                Some(first) => profile.varies |= first != cell.as_str(),
            }
            // Beyond these only whether the column varies is still open.
            if profile.filled < LOOKED_AT {
                profile.learn(cell);
            } else if profile.varies {
                break;
            }
        }
        profile
    }

    fn learn(&mut self, cell: Cell<'_>) {
        let text = start_of(cell.as_str());
        self.filled += 1;
        self.lettered += usize::from(text.chars().any(char::is_alphabetic));
        let words = text
            .split_whitespace()
            .filter(|word| word.chars().filter(|sign| sign.is_alphabetic()).count() > 1);
        self.spaced += usize::from(words.count() > 1);
        self.nested += usize::from(text.starts_with("[{"));
        self.nulls += usize::from(is_null(text));
        self.percents += usize::from(text.ends_with('%'));
        self.with_units += usize::from(may_be_number(cell));
        let is_number = matches!(cell, Cell::Number(_)) || is_number(cell);
        self.numbers += usize::from(is_number);
        if is_number {
            let digits = currency::taken_off(text).0.trim_end();
            let decimals = digits.rfind([',', '.']).map_or(0, |at| digits.len() - at - 1);
            self.whole += usize::from(decimals == 0);
            self.cents += usize::from(decimals == 2);
            self.currencies += usize::from(currency::beside(text).is_some());
        }
        if dates::is_date(cell) {
            let is_bare = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            self.bare_dates += usize::from(is_bare);
            self.dates += usize::from(!is_bare);
        }
    }

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Whether every value says that there is none: `N/A`, `NULL`.
    pub(crate) fn is_null(&self) -> bool {
        self.filled > 0 && self.nulls == self.filled
    }

    /// Whether all lines have the same value, and there are several.
    pub(crate) fn is_constant(&self) -> bool {
        self.filled > 1 && !self.varies
    }

    /// Whether at least half of the values are dates that are written as such.
    pub(crate) fn is_date(&self) -> bool {
        self.filled > 0 && self.dates * 2 >= self.filled
    }

    /// Whether at least half of the values may be dates, numbers among them.
    pub(crate) fn may_be_date(&self) -> bool {
        self.filled > 0 && (self.dates + self.bare_dates) * 2 >= self.filled
    }

    /// Whether at least half of the values are numbers.
    pub(crate) fn is_number(&self) -> bool {
        self.filled > 0 && self.numbers * 2 >= self.filled && !self.is_date()
    }

    /// Whether at least half of the values are numbers, units beside them or not.
    pub(crate) fn is_quantity(&self) -> bool {
        self.filled > 0 && self.with_units * 2 >= self.filled && !self.is_date()
    }

    /// Whether at least half of the values are numbers with decimals: amounts or weights, which name nothing.
    pub(crate) fn is_fractional(&self) -> bool {
        self.filled > 0 && (self.numbers - self.whole) * 2 >= self.filled
    }

    /// Whether all of the values are whole numbers.
    pub(crate) fn is_whole(&self) -> bool {
        self.filled > 0 && self.whole == self.filled
    }

    /// Whether every value has the sign of hundredths.
    pub(crate) fn is_all_percent(&self) -> bool {
        self.filled > 0 && self.percents == self.filled
    }

    /// Whether the values are words that are not all the same, as the names of products are.
    pub(crate) fn varies_in_words(&self) -> bool {
        self.varies && self.is_text()
    }

    /// Whether the values are written as money is: with a currency, or with cents.
    pub(crate) fn looks_like_money(&self) -> bool {
        self.is_number() && (self.currencies > 0 || self.cents * 2 >= self.numbers)
    }

    /// Whether every value has a currency beside it.
    pub(crate) fn is_all_currency(&self) -> bool {
        self.filled > 0 && self.currencies == self.filled
    }

    /// Whether values are tables of their own.
    pub(crate) fn is_nested(&self) -> bool {
        self.nested > 0
    }

    /// Whether at least a third of the values are of several words, as no codes are.
    pub(crate) fn is_of_several_words(&self) -> bool {
        self.is_text() && self.spaced * 3 >= self.filled
    }

    /// Whether most values are words.
    pub(crate) fn is_text(&self) -> bool {
        self.filled > 0
            && self.lettered * 2 >= self.filled
            && !self.is_nested()
            && !self.is_date()
            && !self.is_number()
    }
}

/// Whether a value is what programs write where there is none.
fn is_null(text: &str) -> bool {
    const NULLS: [&str; 8] = ["null", "nan", "n/a", "#n/a", "na", "none", "-", "--"];
    NULLS.iter().any(|null| text.eq_ignore_ascii_case(null))
}

fn may_be_number(cell: Cell<'_>) -> bool {
    let mut marks = Marks::default();
    marks.learn(cell);
    NumberReader::new(&marks, false).with_units().read(cell) != Err(Unread::NotANumber)
}

fn is_number(cell: Cell<'_>) -> bool {
    let mut marks = Marks::default();
    marks.learn(cell);
    NumberReader::new(&marks, false).read(cell) != Err(Unread::NotANumber)
}
