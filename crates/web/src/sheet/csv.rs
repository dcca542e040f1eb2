//! A table as CSV: for programs, and as Excel in French opens it.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};

use comptoir_words::Currency;

use super::{Cell, Column, Kind, Sheet};

/// How a CSV file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Commas between, decimal points, UTF-8.
    International,
    /// Semicolons between, decimal commas, UTF-8 with a byte order mark.
    French,
}

impl Sheet {
    /// The table as CSV, its lines ended by CR LF; days are written `YYYY-MM-DD`, which every Excel takes for a day
    /// and no program for another day.
    pub(super) fn to_csv(&self, dialect: Dialect) -> Result<Vec<u8>, ::csv::Error> {
        let (mark, delimiter): (&[u8], u8) = match dialect {
            Dialect::International => (b"", b','),
            Dialect::French => ("\u{feff}".as_bytes(), b';'),
        };
        let mut writer =
            WriterBuilder::new().delimiter(delimiter).terminator(Terminator::CRLF).from_writer(mark.to_vec());
        writer.write_record(self.columns.iter().map(|column| self.header_of(column)))?;
        for row in &self.rows {
            let cells = row.iter().zip(&self.columns);
            writer
                .write_record(cells.map(|(cell, column)| written(cell, column.kind, dialect).into_owned()))?;
        }
        if let Some(note) = &self.note {
            let rest = self.columns.iter().skip(1).map(|_| Cow::default());
            writer.write_record([as_text(note)].into_iter().chain(rest).map(Cow::into_owned))?;
        }
        Ok(writer.into_inner().map_err(::csv::IntoInnerError::into_error)?)
    }

    /// A header; one of amounts names their currency, unless that is the euro.
    fn header_of(&self, column: &Column) -> String {
        let header = as_text(&column.header);
        match column.kind {
            Kind::Money if self.currency != Currency::EURO => format!("{header} ({})", self.currency.code()),
            _ => header.into_owned(),
        }
    }
}

fn written(cell: &Cell, kind: Kind, dialect: Dialect) -> Cow<'_, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => as_text(text),
        Cell::Integer(number) => number.to_string().into(),
        Cell::Number(number) if dialect == Dialect::French => rounded(*number, kind).replace('.', ",").into(),
        Cell::Number(number) => rounded(*number, kind).into(),
        Cell::Day(day) => day.to_string().into(),
    }
}

/// Amounts and quantities are kept in ten-thousandths; digits of shares beyond the sixth mean nothing.
fn rounded(number: f64, kind: Kind) -> String {
    let factor = match kind {
        Kind::Money | Kind::Number => 1e4,
        Kind::Share => 1e6,
        Kind::Plain | Kind::Integer => return number.to_string(),
    };
    let scaled = (number * factor).round();
    if scaled.is_finite() { (scaled / factor + 0.0).to_string() } else { number.to_string() }
}

/// A text that no program takes for a formula: one that begins like one has an apostrophe before it.
fn as_text(text: &str) -> Cow<'_, str> {
    if begins_like_formula(text) { format!("'{text}").into() } else { text.into() }
}

/// Whether a text begins as formulas do, behind what nobody sees: spreadsheets, and the programs that clean up what
/// they are given, drop spaces and signs without width, and take full-width signs for the usual ones.
fn begins_like_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    let first = text.chars().find(|letter| !is_unseen(*letter));
    matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '﹢' | '﹣' | '﹦' | '﹫' | '−'))
}

/// Whether a letter is a space, a control, or takes no width.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::tests::hostile;

    fn text(sheet: &Sheet, dialect: Dialect) -> String {
        String::from_utf8(sheet.to_csv(dialect).unwrap()).unwrap()
    }

    #[test]
    fn excel_in_french_gets_semicolons_commas_and_a_byte_order_mark() {
        let mut sheet = Sheet::default().with_column("Produit".into(), Kind::Plain);
        sheet = sheet.with_column("CA".into(), Kind::Money);
        sheet.push(vec!["Pain; complet".into(), (-1234.5).into()]);
        assert_eq!(text(&sheet, Dialect::French), "\u{feff}Produit;CA\r\n\"Pain; complet\";-1234,5\r\n");
        assert_eq!(text(&sheet, Dialect::International), "Produit,CA\r\nPain; complet,-1234.5\r\n");
    }

    #[test]
    fn digits_that_tell_nothing_are_left_out_and_those_of_plain_columns_stay() {
        let mut sheet = Sheet::default();
        for kind in [Kind::Money, Kind::Share, Kind::Plain] {
            sheet = sheet.with_column("x".into(), kind);
        }
        sheet.push(vec![160.27.into(), (1.0 / 3.0).into(), (1.0 / 3.0).into()]);
        sheet.push(vec![1e305.into(), (-0.000_000_1).into(), Cell::Empty]);
        let lines = text(&sheet, Dialect::International);
        assert!(lines.contains("\n160.27,0.333333,0.3333333333333333\r\n1000"), "{lines}");
        assert!(lines.ends_with(",0,\r\n"), "{lines}");
    }

    #[test]
    fn text_that_looks_like_a_formula_stays_text() {
        let lines = text(&hostile(), Dialect::French);
        for written in [
            "\"'=HYPERLINK(\"\"http://x\"\")\"",
            "<script>",
            "'+1",
            "'@x",
            "'-2",
            "'\tx",
            "\"un;deux\ntrois\"",
        ] {
            assert!(lines.contains(&format!("\n{written};")), "{written} in {lines}");
        }
    }

    #[test]
    fn a_formula_hidden_behind_signs_that_nobody_sees_stays_text_too() {
        let unseen = [
            "",
            "\u{200b}",
            "\u{feff}",
            "\u{a0}",
            "\u{202f}",
            " ",
            "\u{2060}\u{ad}",
            "\u{0}",
            "\u{e0020}",
            "\u{3000}",
        ];
        for before in unseen {
            for sign in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
                let text = format!("{before}{sign}1+1");
                assert_eq!(as_text(&text), format!("'{text}"), "{text:?}");
            }
        }
        for text in ["\t1", "\r1", "\n=1"] {
            assert!(as_text(text).starts_with('\''), "{text:?}");
        }
        for text in ["Pain", " Pain", "\u{200b}Pain = bon", "1-2", "été", "", "\u{200b}"] {
            assert_eq!(as_text(text), text, "{text:?}");
        }
    }
}
