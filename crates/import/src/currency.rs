//! Currencies, by the signs and codes that stand beside amounts.

/// Signs and codes with their ISO 4217 code; of signs that several countries use, the one meant most often.
#[rustfmt::skip]
const SIGNS: [(&str, &str); 26] = [
    ("€", "EUR"), ("EUR", "EUR"), ("EUROS", "EUR"), ("euros", "EUR"), ("Eur", "EUR"), ("eur", "EUR"),
    ("US$", "USD"), ("$", "USD"), ("USD", "USD"), ("usd", "USD"),
    ("£", "GBP"), ("GBP", "GBP"), ("gbp", "GBP"),
    ("¥", "JPY"), ("JPY", "JPY"),
    ("CHF", "CHF"), ("chf", "CHF"),
    ("XPF", "XPF"), ("FCFP", "XPF"),
    ("XOF", "XOF"), ("XAF", "XAF"), ("FCFA", "XOF"),
    ("MAD", "MAD"), ("DZD", "DZD"), ("TND", "TND"), ("CAD", "CAD"),
];

/// An amount without the currency before or behind it, and that currency.
pub(crate) fn taken_off(amount: &str) -> (&str, Option<&'static str>) {
    // Most amounts have none: they start and end with a digit or a sign.
    let amount = amount.trim();
    let plain =
        |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_digit() || b"-+()%.,".contains(byte));
    if plain(amount.as_bytes().first()) && plain(amount.as_bytes().last()) {
        return (amount, None);
    }
    let found = SIGNS.iter().find_map(|(sign, code)| {
        let rest = amount.strip_suffix(sign).or_else(|| amount.strip_prefix(sign))?;
        Some((rest.trim(), Some(*code)))
    });
    found.unwrap_or((amount, None))
}

/// The currency beside an amount.
pub(crate) fn beside(amount: &str) -> Option<&'static str> {
    taken_off(amount).1.or_else(|| taken_off(amount.trim_matches(['(', ')', '-', '+', ' '])).1)
}

/// The code of what stands in a column of currencies; `None` when it is none.
pub(crate) fn code(text: &str) -> Option<String> {
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| sign.eq_ignore_ascii_case(text)) {
        return Some((*code).to_owned());
    }
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| text.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_known_by_its_sign_or_code() {
        for (amount, expected) in [
            ("12,50 €", ("12,50", Some("EUR"))),
            ("$12", ("12", Some("USD"))),
            ("12 EUR", ("12", Some("EUR"))),
            ("CHF 12.50", ("12.50", Some("CHF"))),
            ("12", ("12", None)),
            ("douze", ("douze", None)),
        ] {
            assert_eq!(taken_off(amount), expected);
        }
        assert_eq!(code("eur").as_deref(), Some("EUR"));
        assert_eq!(code("SEK").as_deref(), Some("SEK"));
        assert_eq!(code("euro?"), None);
    }
}
