//! Amounts within the facts of an error, which know no language: they stand between two signs of private use, with the
//! code of their currency, and are written as the reader's language does.

use std::borrow::Cow;

use crate::{Currency, Formats, Lang};

/// The signs around an amount: the errors of imports write them.
const SIGNS: (char, char) = ('\u{e000}', '\u{e001}');

/// A fact with its amounts written out.
pub(crate) fn written(fact: &str, lang: Lang) -> Cow<'_, str> {
    if !fact.contains(SIGNS.0) {
        return fact.into();
    }
    let mut parts = fact.split(SIGNS.0);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (amount, rest) = part.split_once(SIGNS.1).unwrap_or((part, ""));
        text.push_str(&amount_in_words(amount, lang).unwrap_or_else(|| amount.to_owned()));
        text.push_str(rest);
    }
    text.into()
}

fn amount_in_words(amount: &str, lang: Lang) -> Option<String> {
    let (number, code) = amount.split_once(' ')?;
    let formats = Formats::new(lang, Currency::from_code(code)?);
    Some(formats.money(number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_in_a_fact_is_written_as_the_language_does() {
        let fact = "Statut = Mauve (×3, \u{e000}1234.5 EUR\u{e001}), Gris (×1, \u{e000}-7 XPF\u{e001})";
        let french = "Statut = Mauve (×3, 1\u{202f}234,50\u{a0}€), Gris (×1, −7\u{a0}FCFP)";
        assert_eq!(written(fact, Lang::French), french);
        assert_eq!(written(fact, Lang::English), "Statut = Mauve (×3, €1,234.50), Gris (×1, −CFPF\u{a0}7)");
        for same in ["12.50", "\u{e000}no amount\u{e001}", ""] {
            assert_eq!(written(same, Lang::French), same.replace(['\u{e000}', '\u{e001}'], ""));
        }
    }
}
