//! Numbers as people write them: `1 234,56 €`, `(12.50)`, `-3`, `5,5 %`.
//!
//! Which sign is the decimal mark is decided for a whole column from all its values, never from the language.

mod cut;
mod exact;
mod marks;
pub(crate) mod neighbours;
mod written;

use std::str::FromStr;

use comptoir_sales::UnknownName;

use crate::record::Cell;
pub(crate) use cut::cut;
pub(crate) use exact::Exact;
use exact::plain;
pub(crate) use marks::Marks;
use marks::{Evidence, evidence};
use written::Written;

/// The sign before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.234,56`
    Comma,
    /// `1,234.56`
    Point,
}

impl DecimalMark {
    /// The name used with `--decimal`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Point => "point",
        }
    }

    fn signs(self) -> (u8, u8) {
        match self {
            Self::Comma => (b',', b'.'),
            Self::Point => (b'.', b','),
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Comma => Self::Point,
            Self::Point => Self::Comma,
        }
    }
}

impl FromStr for DecimalMark {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        match name {
            "comma" => Ok(Self::Comma),
            "point" => Ok(Self::Point),
            _ => Err(name.into()),
        }
    }
}

/// Why a value is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is no number, whatever the mark.
    NotANumber,
    /// It needs the other mark than the column's.
    Contradiction,
    /// It can be read with either mark, and the column has not decided yet.
    Doubt,
    /// It is a week, a month or another period where a day should stand.
    Period,
    /// It is a day of a year that no shop has.
    NoSuchYear,
    /// It is a day, but of another weekday than the one beside it.
    OtherWeekday,
}

/// A value read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// In ten-thousandths, rounded.
    pub(crate) parts: i64,
    /// The same with ten decimals: what is worked out from a price of six decimals is rounded when it is worked out.
    pub(crate) exact: Exact,
    /// The currency that stands beside it, ISO 4217.
    pub(crate) currency: Option<&'static str>,
    /// Whether it was written in hundredths, as `5 %`; the parts are of the number itself, 0.05.
    pub(crate) is_percent: bool,
}

/// What one of a column's values counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scale {
    /// One.
    #[default]
    One,
    /// A hundredth: `amount_cents`.
    Cents,
    /// A thousand: `CA (k€)`.
    Thousands,
    /// A thousandth: `Poids (g)` beside a price by the kilogram.
    Thousandths,
}

/// Reads the values of one column, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct NumberReader {
    scale: Scale,
    mark: Option<DecimalMark>,
    /// Whether the user has named the mark: then a value that needs the other one is wrong by itself.
    is_told: bool,
    /// Whether a unit may stand beside a value: `1,250 kg`, `x6`.
    takes_units: bool,
}

impl NumberReader {
    /// By what is decided so far; what is not, the first value that needs a mark decides.
    pub(crate) fn new(marks: &Marks, is_told: bool) -> Self {
        Self { scale: Scale::One, mark: marks.decided, is_told, takes_units: false }
    }

    /// The same for values that may have a unit: quantities.
    pub(crate) fn with_units(self) -> Self {
        Self { takes_units: true, ..self }
    }

    /// The same for values that count hundredths or thousands.
    pub(crate) fn with_scale(self, scale: Scale) -> Self {
        Self { scale, ..self }
    }

    /// The mark, once it is decided.
    pub(crate) fn mark(&self) -> Option<DecimalMark> {
        self.mark
    }

    /// Reads a value that is there.
    pub(crate) fn read(&mut self, cell: Cell<'_>) -> Result<Number, Unread> {
        let number = self.read_as_written(cell)?;
        let exact = match self.scale {
            Scale::One => return Ok(number),
            Scale::Cents => number.exact.divided(100),
            Scale::Thousandths => number.exact.divided(1_000),
            Scale::Thousands => {
                number.exact.product(Exact::of_parts(1_000 * 10_000)).ok_or(Unread::NotANumber)?
            }
        };
        Ok(Number { parts: exact.rounded().ok_or(Unread::NotANumber)?, exact, ..number })
    }

    fn read_as_written(&mut self, cell: Cell<'_>) -> Result<Number, Unread> {
        let text = match cell {
            Cell::Number(digits) => {
                let (negative, digits) =
                    digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
                return plain(digits.as_bytes(), b'.', None, negative)
                    .and_then(bare)
                    .ok_or(Unread::NotANumber);
            }
            cell => cell.as_str(),
        };
        if let Some(number) = self.read_plain(text.as_bytes()) {
            return Ok(number);
        }
        self.read_written(text)
    }

    /// The usual form, quickly: digits with at most one mark, which is the column's.
    fn read_plain(&self, text: &[u8]) -> Option<Number> {
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        let exact = match self.mark {
            Some(mark) => plain(digits, mark.signs().0, None, negative),
            None if digits.iter().all(u8::is_ascii_digit) => plain(digits, b'.', None, negative),
            None => None,
        };
        exact.and_then(bare)
    }

    fn read_written(&mut self, text: &str) -> Result<Number, Unread> {
        let (written, mark) = self.taken_apart(text)?;
        let (decimal, group) = mark.signs();
        let digits = written.digits.as_bytes();
        let exact = plain(digits, decimal, Some(group), written.negative).ok_or(Unread::NotANumber)?;
        let exact = if written.is_percent { exact.divided(100) } else { exact.divided(written.divided_by) };
        let number = bare(exact).ok_or(Unread::NotANumber)?;
        Ok(Number { currency: written.currency, is_percent: written.is_percent, ..number })
    }

    /// The parts of a value, and its decimal mark.
    fn taken_apart(&mut self, text: &str) -> Result<(Written, DecimalMark), Unread> {
        let written = Written::of(text).ok_or(Unread::NotANumber)?;
        if written.has_unit && !self.takes_units {
            return Err(Unread::NotANumber);
        }
        let mark = match (written.mark, evidence(written.digits.as_bytes()), self.mark) {
            (Some(own), ..) => own,
            (None, Evidence::For(mark), Some(known)) if mark != known && self.is_told => {
                return Err(Unread::NotANumber);
            }
            (None, Evidence::For(mark), Some(known)) if mark != known => return Err(Unread::Contradiction),
            (None, Evidence::For(mark), None) => *self.mark.insert(mark),
            (None, Evidence::Both, None) => return Err(Unread::Doubt),
            (None, _, known) => known.unwrap_or(DecimalMark::Point),
        };
        Ok((written, mark))
    }

    /// The same for any size and with all its decimals, as near as a binary number is.
    pub(crate) fn read_float(&mut self, cell: Cell<'_>) -> Result<f64, Unread> {
        let (written, mark) = self.taken_apart(cell.as_str())?;
        let (decimal, group) = mark.signs();
        let digits = written.digits.as_bytes();
        // Only digits in threes are grouped.
        if digits.contains(&group) && plain(digits, decimal, Some(group), false).is_none() {
            return Err(Unread::NotANumber);
        }
        let usual = written.digits.replace(char::from(group), "").replace(char::from(decimal), ".");
        let size: f64 = usual.parse().map_err(|_| Unread::NotANumber)?;
        let number = if written.is_percent { size / 100.0 } else { size };
        Ok(if written.negative { -number } else { number })
    }
}

fn bare(exact: Exact) -> Option<Number> {
    Some(Number { parts: exact.rounded()?, exact, currency: None, is_percent: false })
}

#[cfg(test)]
mod tests;
