//! Numbers as people write them: `1 234,56 €`, `(12.50)`, `-3`, `5,5 %`.
//!
//! Which sign is the decimal mark is decided for a whole column from all its values, never from the language.

use std::str::FromStr;

use crate::{currency, record::Cell};

/// How many decimals are kept.
const PLACES: usize = 4;

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
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "comma" => Ok(Self::Comma),
            "point" => Ok(Self::Point),
            _ => Err(name.to_owned()),
        }
    }
}

/// What the values of a column say about its decimal mark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The mark that some value needs, or that the user names.
    pub(crate) decided: Option<DecimalMark>,
    /// A value that can be read with either mark, and otherwise with each.
    pub(crate) doubtful: Option<String>,
    /// A value that needs the other mark than one before it.
    pub(crate) contradiction: Option<String>,
}

impl Marks {
    /// What one more value says.
    pub(crate) fn learn(&mut self, cell: Cell<'_>) {
        let Cell::Text(text) = cell else { return };
        let Some(parts) = Parts::of(text) else { return };
        match evidence(parts.digits.as_bytes()) {
            Evidence::For(mark) => match self.decided {
                None => self.decided = Some(mark),
                Some(before) if before == mark => {}
                Some(_) => self.contradiction = self.contradiction.take().or_else(|| Some(text.to_owned())),
            },
            Evidence::Both if self.doubtful.is_none() => self.doubtful = Some(text.to_owned()),
            Evidence::Both | Evidence::None => {}
        }
    }

    /// A value for which the column has to be asked about, if there is one.
    pub(crate) fn question(&self) -> Option<&str> {
        let undecided = self.doubtful.as_deref().filter(|_| self.decided.is_none());
        self.contradiction.as_deref().or(undecided)
    }
}

/// Why a value is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is none, whatever the mark, or has more than four decimals.
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
    /// In ten-thousandths.
    pub(crate) parts: i64,
    /// The currency that stands beside it, ISO 4217.
    pub(crate) currency: Option<&'static str>,
    /// Whether it was written in hundredths, as `5 %`; the parts are of the number itself, 0.05.
    pub(crate) is_percent: bool,
}

/// Reads the values of one column, one after the other.
#[derive(Clone, Debug)]
pub(crate) struct NumberReader {
    mark: Option<DecimalMark>,
    /// Whether the user has named the mark: then a value that needs the other one is wrong by itself.
    is_told: bool,
}

impl NumberReader {
    /// By what is decided so far; what is not, the first value that needs a mark decides.
    pub(crate) fn new(marks: &Marks, is_told: bool) -> Self {
        Self { mark: marks.decided, is_told }
    }

    /// The mark, once it is decided.
    pub(crate) fn mark(&self) -> Option<DecimalMark> {
        self.mark
    }

    /// Reads a value that is there.
    pub(crate) fn read(&mut self, cell: Cell<'_>) -> Result<Number, Unread> {
        let text = match cell {
            Cell::Number(digits) => {
                let (negative, digits) =
                    digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
                return plain(digits.as_bytes(), b'.', None, negative).ok_or(Unread::NotANumber).map(bare);
            }
            cell => cell.as_str(),
        };
        if let Some(parts) = self.read_plain(text.as_bytes()) {
            return Ok(bare(parts));
        }
        self.read_written(text)
    }

    /// The usual form, quickly: digits with at most one mark, which is the column's.
    fn read_plain(&self, text: &[u8]) -> Option<i64> {
        let (negative, digits) = match text {
            [b'-', rest @ ..] => (true, rest),
            _ => (false, text),
        };
        match self.mark {
            Some(mark) => plain(digits, mark.signs().0, None, negative),
            None if digits.iter().all(u8::is_ascii_digit) => plain(digits, b'.', None, negative),
            None => None,
        }
    }

    fn read_written(&mut self, text: &str) -> Result<Number, Unread> {
        let written = Parts::of(text).ok_or(Unread::NotANumber)?;
        let digits = written.digits.as_bytes();
        let mark = match (evidence(digits), self.mark) {
            (Evidence::For(mark), Some(known)) if mark != known && self.is_told => {
                return Err(Unread::NotANumber);
            }
            (Evidence::For(mark), Some(known)) if mark != known => return Err(Unread::Contradiction),
            (Evidence::For(mark), None) => *self.mark.insert(mark),
            (Evidence::Both, None) => return Err(Unread::Doubt),
            (_, known) => known.unwrap_or(DecimalMark::Point),
        };
        let (decimal, group) = mark.signs();
        let parts = plain(digits, decimal, Some(group), written.negative).ok_or(Unread::NotANumber)?;
        let parts = match written.is_percent {
            false => parts,
            true if parts % 100 == 0 => parts / 100,
            true => return Err(Unread::NotANumber),
        };
        Ok(Number { parts, currency: written.currency, is_percent: written.is_percent })
    }
}

fn bare(parts: i64) -> Number {
    Number { parts, currency: None, is_percent: false }
}

/// Ten-thousandths of digits with that decimal mark, grouped in threes by that sign if by any; `None` when they are no
/// number, too large, or not exact in four decimals.
fn plain(digits: &[u8], decimal: u8, group: Option<u8>, negative: bool) -> Option<i64> {
    let mut whole: i64 = 0;
    let (mut count, mut since_group, mut groups) = (0_usize, 0_usize, 0_usize);
    let mut rest = digits;
    while let [sign, behind @ ..] = rest {
        match sign {
            b'0'..=b'9' => {
                whole = whole.checked_mul(10)?.checked_add(i64::from(sign - b'0'))?;
                (count, since_group) = (count + 1, since_group + 1);
            }
            sign if Some(*sign) == group => {
                let in_place = if groups == 0 { (1..=3).contains(&since_group) } else { since_group == 3 };
                if !in_place {
                    return None;
                }
                (groups, since_group) = (groups + 1, 0);
            }
            sign if *sign == decimal => break,
            _ => return None,
        }
        rest = behind;
    }
    if groups > 0 && since_group != 3 {
        return None;
    }
    let fraction = match rest {
        [] => 0,
        [_, decimals @ ..] if count + decimals.len() > 0 => fraction(decimals)?,
        _ => return None,
    };
    if count == 0 && rest.len() < 2 {
        return None;
    }
    let parts = whole.checked_mul(10_000)?.checked_add(fraction)?;
    Some(if negative { -parts } else { parts })
}

/// Ten-thousandths of what stands behind the mark. A fifth decimal and those behind it are taken for the noise of a binary
/// number when they are five zeros or nines at least, as in `16.339999999999998`.
fn fraction(decimals: &[u8]) -> Option<i64> {
    if !decimals.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (kept, beyond) = decimals.split_at(decimals.len().min(PLACES));
    let mut parts = kept.iter().fold(0, |parts, digit| parts * 10 + i64::from(digit - b'0'));
    for _ in kept.len()..PLACES {
        parts *= 10;
    }
    match beyond {
        beyond if beyond.iter().all(|digit| *digit == b'0') => Some(parts),
        beyond if beyond.starts_with(b"00000") => Some(parts),
        beyond if beyond.starts_with(b"99999") => Some(parts + 1),
        _ => None,
    }
}

enum Evidence {
    None,
    Both,
    For(DecimalMark),
}

/// What digits with commas and points say about the decimal mark.
fn evidence(digits: &[u8]) -> Evidence {
    let last = |sign: u8| digits.iter().rposition(|digit| *digit == sign);
    let (at, mark) = match (last(b','), last(b'.')) {
        (None, None) => return Evidence::None,
        (Some(comma), Some(point)) if comma > point => return Evidence::For(DecimalMark::Comma),
        (Some(_), Some(_)) => return Evidence::For(DecimalMark::Point),
        (Some(comma), None) => (comma, DecimalMark::Comma),
        (None, Some(point)) => (point, DecimalMark::Point),
    };
    let before = &digits[..at];
    let is_repeated = before.contains(&digits[at]);
    let is_grouped =
        digits.len() - at - 1 == 3 && (1..=3).contains(&before.len()) && !before.starts_with(b"0");
    match (is_repeated, is_grouped) {
        (true, _) => Evidence::For(mark.other()),
        (false, true) => Evidence::Both,
        (false, false) => Evidence::For(mark),
    }
}

/// A number taken apart: what is left of it has digits, commas and points only.
struct Parts {
    negative: bool,
    digits: String,
    is_percent: bool,
    currency: Option<&'static str>,
}

impl Parts {
    fn of(text: &str) -> Option<Self> {
        let (text, currency) = currency::taken_off(text);
        let is_blank =
            |sign: &char| sign.is_whitespace() || matches!(sign, '\u{a0}' | '\u{202f}' | '\'' | '’');
        let bare: String = text.chars().filter(|sign| !is_blank(sign)).collect();
        let (bare, is_percent) = bare.strip_suffix('%').map_or((bare.as_str(), false), |rest| (rest, true));
        let inside = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let (negative, digits) = if let Some(inside) = inside {
            (true, inside)
        } else if let Some(rest) = bare.strip_prefix(['-', '−']).or_else(|| bare.strip_suffix('-')) {
            (true, rest)
        } else {
            (false, bare.strip_prefix('+').unwrap_or(bare))
        };
        let (digits, inner) = if currency.is_none() { currency::taken_off(digits) } else { (digits, None) };
        let is_numeric = digits.bytes().any(|byte| byte.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
        is_numeric.then(|| Self {
            negative,
            digits: digits.to_owned(),
            is_percent,
            currency: currency.or(inner),
        })
    }
}

#[cfg(test)]
mod tests {
    use comptoir_sales::Money;
    use proptest::prelude::*;

    use super::*;

    fn marks(values: &[&str]) -> Marks {
        let mut marks = Marks::default();
        for value in values {
            marks.learn(Cell::text(value));
        }
        marks
    }

    fn number(text: &str, mark: DecimalMark) -> Option<String> {
        let marks = Marks { decided: Some(mark), ..Marks::default() };
        let read = NumberReader::new(&marks, true).read(Cell::text(text)).ok()?;
        Some(Money::from_parts(read.parts).to_string())
    }

    #[test]
    fn the_whole_column_decides_the_mark() {
        for (values, mark) in [
            (&["1 234,56 €", "1.234"][..], Some(DecimalMark::Comma)),
            (&["1,234.56", "12"], Some(DecimalMark::Point)),
            (&["1.234.567"], Some(DecimalMark::Comma)),
            (&["0.125"], Some(DecimalMark::Point)),
            (&["12", "abc", ""], None),
        ] {
            let marks = marks(values);
            assert_eq!((marks.decided, marks.question()), (mark, None), "{values:?}");
        }
    }

    #[test]
    fn a_column_that_fits_two_readings_is_asked_about() {
        assert_eq!(marks(&["1.234", "12"]).question(), Some("1.234"));
        assert_eq!(marks(&["1,5", "1.5"]).question(), Some("1.5"));
    }

    #[test]
    fn a_reader_decides_with_the_first_value_that_needs_a_mark() {
        let mut reader = NumberReader::new(&Marks::default(), false);
        assert_eq!(reader.read(Cell::text("12")).unwrap().parts, 120_000);
        assert_eq!(reader.read(Cell::text("1.234")), Err(Unread::Doubt));
        assert_eq!(reader.read(Cell::text("1,5")).unwrap().parts, 15_000);
        assert_eq!(reader.read(Cell::text("1.234")).unwrap().parts, 12_340_000);
        assert_eq!(reader.read(Cell::text("1.5")), Err(Unread::Contradiction));
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let cases = [
            ("1 234,56 €", DecimalMark::Comma, Some("1234.56")),
            ("1\u{202f}234,56\u{a0}€", DecimalMark::Comma, Some("1234.56")),
            ("1.234.567,8", DecimalMark::Comma, Some("1234567.8")),
            ("$1,493,660", DecimalMark::Point, Some("1493660")),
            ("$12.99 ", DecimalMark::Point, Some("12.99")),
            ("-$12.99", DecimalMark::Point, Some("-12.99")),
            ("12,50 EUR", DecimalMark::Comma, Some("12.5")),
            ("CHF 12.50", DecimalMark::Point, Some("12.5")),
            ("(12.50)", DecimalMark::Point, Some("-12.5")),
            ("12.50-", DecimalMark::Point, Some("-12.5")),
            (".5", DecimalMark::Point, Some("0.5")),
            ("5,5 %", DecimalMark::Comma, Some("0.055")),
            ("000000000001437,12", DecimalMark::Comma, Some("1437.12")),
            ("16.339999999999998", DecimalMark::Point, Some("16.34")),
            ("0.30000000000000004", DecimalMark::Point, Some("0.3")),
            ("1.23456", DecimalMark::Point, None),
            ("12,50", DecimalMark::Point, None),
            ("1.23.45", DecimalMark::Comma, None),
            ("douze", DecimalMark::Point, None),
            ("1e3", DecimalMark::Point, None),
            (",", DecimalMark::Comma, None),
            ("99999999999999999999", DecimalMark::Point, None),
        ];
        for (text, mark, expected) in cases {
            assert_eq!(number(text, mark).as_deref(), expected, "{text}");
        }
    }

    /// An amount as one of the forms that the reader knows.
    fn written(parts: i64, form: usize) -> (String, DecimalMark) {
        let (whole, rest) = (parts.unsigned_abs() / 10_000, parts.unsigned_abs() % 10_000);
        let grouped = |sign: &str| {
            let digits = whole.to_string();
            let first = digits.len() % 3;
            let mut groups: Vec<&str> = if first > 0 { vec![&digits[..first]] } else { vec![] };
            groups.extend((first..digits.len()).step_by(3).map(|at| &digits[at..at + 3]));
            groups.join(sign)
        };
        let minus = if parts < 0 { "-" } else { "" };
        match form {
            0 => (format!("{minus}{whole},{rest:04}"), DecimalMark::Comma),
            1 => (format!("{minus}{},{rest:04} €", grouped("\u{202f}")), DecimalMark::Comma),
            2 => (format!("{minus}{},{rest:04}", grouped(".")), DecimalMark::Comma),
            3 => (format!("{minus}${}.{rest:04}", grouped(",")), DecimalMark::Point),
            4 if parts < 0 => (format!("({whole}.{rest:04})"), DecimalMark::Point),
            _ => (format!("{minus}{}.{rest:04}", grouped(" ")), DecimalMark::Point),
        }
    }

    proptest! {
        #[test]
        fn any_amount_in_any_form_is_read_back(parts in -1_000_000_000_000i64..1_000_000_000_000, form in 0usize..6) {
            let (text, mark) = written(parts, form);
            let mut reader = NumberReader::new(&Marks { decided: Some(mark), ..Marks::default() }, false);
            prop_assert_eq!(reader.read(Cell::text(&text)).map(|number| number.parts), Ok(parts), "{}", text);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let mut marks = Marks::default();
            marks.learn(Cell::text(&text));
            let _ = NumberReader::new(&marks, false).read(Cell::text(&text));
        }
    }
}
