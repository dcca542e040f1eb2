use comptoir_sales::{Money, Quantity};
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
        ("1.23456", DecimalMark::Point, Some("1.2346")),
        ("10 00", DecimalMark::Comma, None),
        ("10 000", DecimalMark::Comma, Some("10000")),
        ("1 0000", DecimalMark::Comma, None),
        ("12 345 67", DecimalMark::Comma, None),
        ("12, 50", DecimalMark::Comma, None),
        ("1 234,567 8", DecimalMark::Comma, None),
        ("1'234.50", DecimalMark::Point, Some("1234.5")),
        ("+12,50", DecimalMark::Comma, Some("12.5")),
        ("- 12,50 €", DecimalMark::Comma, Some("-12.5")),
        ("12,50 €-", DecimalMark::Comma, Some("-12.5")),
        ("(12,50 €)", DecimalMark::Comma, Some("-12.5")),
        ("−12,50", DecimalMark::Comma, Some("-12.5")),
        ("-,50", DecimalMark::Comma, Some("-0.5")),
        (",50", DecimalMark::Comma, Some("0.5")),
        ("12€50", DecimalMark::Point, Some("12.5")),
        ("1 212 € 50", DecimalMark::Comma, Some("1212.5")),
        ("12,-", DecimalMark::Comma, Some("12")),
        ("12.–", DecimalMark::Point, Some("12")),
        ("-12,50-", DecimalMark::Comma, None),
        ("3,66111E+12", DecimalMark::Comma, None),
        ("1,250 kg", DecimalMark::Comma, None),
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

#[test]
fn a_quantity_may_have_a_unit() {
    let read = |text: &str| {
        let marks = Marks { decided: Some(DecimalMark::Comma), ..Marks::default() };
        let number = NumberReader::new(&marks, false).with_units().read(Cell::text(text)).ok()?;
        Some(Quantity::from_parts(number.parts).to_string())
    };
    for (text, quantity) in [
        ("1,250 kg", "1.25"),
        ("2 pcs", "2"),
        ("x6", "6"),
        ("6x", "6"),
        ("× 6", "6"),
        ("3 u.", "3"),
        ("0,75 L", "0.75"),
        ("12 m²", "12"),
        ("12 m2", "12"),
        ("500 g", "0.5"),
        ("-2 pièces", "-2"),
        ("1 250 kg", "1250"),
    ] {
        assert_eq!(read(text).as_deref(), Some(quantity), "{text}");
    }
    for text in ["2x3", "6 douzaines", "kg", "x", "2 250 ml x"] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn what_is_worked_out_is_rounded_at_the_end() {
    let marks = Marks { decided: Some(DecimalMark::Point), ..Marks::default() };
    let exact = |text: &str| NumberReader::new(&marks, false).read(Cell::text(text)).unwrap().exact;
    assert_eq!(exact("8.291667").times(exact("2")), Some(165_800));
    assert_eq!(exact("3").times(exact("1.333333")), Some(40_000));
    assert_eq!(exact("-0.005").times(exact("1")), Some(-100));
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
        5 => (format!("{}.{rest:04} CHF{minus}", grouped("'")), DecimalMark::Point),
        6 => (
            format!("{}{},{rest:04} EUR", if parts < 0 { "−" } else { "+" }, grouped("\u{a0}")),
            DecimalMark::Comma,
        ),
        _ => (format!("{minus}{}.{rest:04}", grouped(" ")), DecimalMark::Point),
    }
}

proptest! {
    #[test]
    fn any_amount_in_any_form_is_read_back(parts in -1_000_000_000_000i64..1_000_000_000_000, form in 0usize..8) {
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

proptest! {
    #[test]
    fn a_column_is_read_right_or_asked_about(parts in prop::collection::vec(-100_000_000i64..100_000_000, 1..20), form in 0usize..8) {
        let texts: Vec<String> = parts.iter().map(|parts| written(*parts, form).0).collect();
        let mut marks = Marks::default();
        for text in &texts {
            marks.learn(Cell::text(text));
        }
        prop_assume!(marks.question().is_none());
        let mut reader = NumberReader::new(&marks, false);
        for (parts, text) in parts.iter().zip(&texts) {
            prop_assert_eq!(reader.read(Cell::text(text)).map(|number| number.parts), Ok(*parts), "{}", text);
        }
    }
}
