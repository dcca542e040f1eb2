//! Numbers as people write them: `1 234,56 €`, `(12.50)`, `-3`.
//!
//! Which sign is the decimal mark is decided for a whole column from all its values, never from the language.

use std::str::FromStr;

use crate::Cell;

/// The sign before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.234,56`
    Comma,
    /// `1,234.56`
    Point,
}

impl DecimalMark {
    fn signs(self) -> (char, char) {
        match self {
            Self::Comma => (',', '.'),
            Self::Point => ('.', ','),
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
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Marks {
    /// One reading fits.
    Decided(DecimalMark),
    /// Two readings fit; one of the values that do not decide, or decide otherwise.
    Ambiguous(String),
}

/// Finds the decimal mark from all values of a column.
pub(crate) fn decimal_mark<'a>(cells: impl Iterator<Item = &'a Cell>) -> Marks {
    let mut seen: Option<DecimalMark> = None;
    let mut doubtful: Option<&str> = None;
    for cell in cells {
        let Cell::Text(text) = cell else { continue };
        let Some((_, digits)) = digits_and_signs(text) else { continue };
        match evidence(&digits) {
            Evidence::For(mark) if seen.is_some_and(|before| before != mark) => {
                return Marks::Ambiguous(text.clone());
            }
            Evidence::For(mark) => seen = Some(mark),
            Evidence::Both => doubtful = doubtful.or(Some(text)),
            Evidence::None => {}
        }
    }
    match (seen, doubtful) {
        (Some(mark), _) => Marks::Decided(mark),
        (None, Some(text)) => Marks::Ambiguous(text.to_owned()),
        (None, None) => Marks::Decided(DecimalMark::Point),
    }
}

/// The value as `[-]digits[.digits]`, or `None` when it is not a number with that decimal mark.
pub(crate) fn read(cell: &Cell, mark: DecimalMark) -> Option<String> {
    let text = match cell {
        Cell::Empty => return None,
        Cell::Number(text) => return Some(text.clone()),
        Cell::Text(text) => text,
    };
    let (negative, digits) = digits_and_signs(text)?;
    let (decimal, group) = mark.signs();
    let (whole, fraction) = match digits.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits.as_str(), None),
    };
    let whole = ungrouped(whole, group)?;
    let fraction = fraction.unwrap_or("0");
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(&whole) || !plain(fraction) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let sign = if negative { "-" } else { "" };
    Some(format!("{sign}{whole:0>1}.{fraction:0<1}"))
}

/// Digits joined when they stand in threes.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let mut parts = whole.split(group);
    let first = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let in_threes = rest.iter().all(|part| part.len() == 3);
    let first_fits = rest.is_empty() || (1..=3).contains(&first.len());
    (in_threes && first_fits).then(|| first.to_owned() + &rest.concat())
}

enum Evidence {
    None,
    Both,
    For(DecimalMark),
}

fn evidence(digits: &str) -> Evidence {
    let (last_comma, last_point) = (digits.rfind(','), digits.rfind('.'));
    let (at, mark, other) = match (last_comma, last_point) {
        (None, None) => return Evidence::None,
        (Some(comma), Some(point)) if comma > point => return Evidence::For(DecimalMark::Comma),
        (Some(_), Some(_)) => return Evidence::For(DecimalMark::Point),
        (Some(comma), None) => (comma, DecimalMark::Comma, DecimalMark::Point),
        (None, Some(point)) => (point, DecimalMark::Point, DecimalMark::Comma),
    };
    let repeated = digits[..at].contains(&digits[at..=at]);
    let before = &digits[..at];
    let grouped_shape =
        digits.len() - at - 1 == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    match (repeated, grouped_shape) {
        (true, _) => Evidence::For(other),
        (false, true) => Evidence::Both,
        (false, false) => Evidence::For(mark),
    }
}

/// Takes currency signs, blanks and the sign off: what is left has digits, commas and points only.
fn digits_and_signs(text: &str) -> Option<(bool, String)> {
    let bare: String = text
        .chars()
        .filter(|sign| {
            !sign.is_whitespace() && !matches!(sign, '€' | '$' | '£' | '\u{a0}' | '\u{202f}' | '\'')
        })
        .collect();
    let bare = bare.strip_suffix("EUR").unwrap_or(&bare);
    let inside = bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let (negative, digits) = if let Some(inside) = inside {
        (true, inside)
    } else if let Some(rest) = bare.strip_prefix(['-', '−']).or_else(|| bare.strip_suffix('-')) {
        (true, rest)
    } else {
        (false, bare.strip_prefix('+').unwrap_or(bare))
    };
    let numeric = digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
    numeric.then(|| (negative, digits.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark_of(values: &[&str]) -> Marks {
        let cells: Vec<Cell> = values.iter().map(|value| Cell::text(value)).collect();
        decimal_mark(cells.iter())
    }

    fn number(text: &str, mark: DecimalMark) -> Option<String> {
        read(&Cell::text(text), mark)
    }

    #[test]
    fn the_whole_column_decides_the_mark() {
        assert_eq!(mark_of(&["1 234,56 €", "1.234"]), Marks::Decided(DecimalMark::Comma));
        assert_eq!(mark_of(&["1,234.56", "12"]), Marks::Decided(DecimalMark::Point));
        assert_eq!(mark_of(&["1.234.567"]), Marks::Decided(DecimalMark::Comma));
        assert_eq!(mark_of(&["0.125"]), Marks::Decided(DecimalMark::Point));
        assert_eq!(mark_of(&["12", "abc", ""]), Marks::Decided(DecimalMark::Point));
    }

    #[test]
    fn a_column_that_fits_two_readings_is_not_decided() {
        assert_eq!(mark_of(&["1.234", "12"]), Marks::Ambiguous("1.234".into()));
        assert_eq!(mark_of(&["1,5", "1.5"]), Marks::Ambiguous("1.5".into()));
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let cases = [
            ("1 234,56 €", DecimalMark::Comma, Some("1234.56")),
            ("1\u{202f}234,56\u{a0}€", DecimalMark::Comma, Some("1234.56")),
            ("1.234.567,8", DecimalMark::Comma, Some("1234567.8")),
            ("$1,493,660", DecimalMark::Point, Some("1493660.0")),
            ("(12.50)", DecimalMark::Point, Some("-12.50")),
            ("12.50-", DecimalMark::Point, Some("-12.50")),
            (".5", DecimalMark::Point, Some("0.5")),
            ("12,50", DecimalMark::Point, None),
            ("1.23.45", DecimalMark::Comma, None),
            ("douze", DecimalMark::Point, None),
            ("1e3", DecimalMark::Point, None),
            (",", DecimalMark::Comma, None),
        ];
        for (text, mark, expected) in cases {
            assert_eq!(number(text, mark).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_amount_written_in_french_is_read_back(cents in -100_000_000i64..100_000_000) {
            let sign = if cents < 0 { "-" } else { "" };
            let (whole, rest) = (cents.abs() / 100, cents.abs() % 100);
            let text = format!("{sign}{whole},{rest:02} €");
            prop_assert_eq!(number(&text, DecimalMark::Comma), Some(format!("{sign}{whole}.{rest:02}")));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*") {
            let cell = Cell::text(&text);
            let _ = (decimal_mark([&cell].into_iter()), read(&cell, DecimalMark::Comma), read(&cell, DecimalMark::Point));
        }
    }
}
