//! Currencies, by the signs and codes that stand beside amounts and in headers.

/// Signs and codes with what they say: an ISO 4217 code, or a sign that several currencies share.
#[rustfmt::skip]
const SIGNS: [(&str, &str); 56] = [
    ("€", "EUR"), ("EUR", "EUR"), ("EUROS", "EUR"), ("euros", "EUR"), ("Euros", "EUR"), ("Eur", "EUR"), ("eur", "EUR"),
    ("US$", "USD"), ("$US", "USD"), ("USD", "USD"), ("usd", "USD"),
    ("CA$", "CAD"), ("$CA", "CAD"), ("C$", "CAD"), ("$ CA", "CAD"), ("CAD", "CAD"), ("AU$", "AUD"), ("AUD", "AUD"),
    ("$", DOLLARS), ("£", "GBP"), ("GBP", "GBP"), ("gbp", "GBP"), ("¥", "JPY"), ("JPY", "JPY"),
    ("CHF", "CHF"), ("chf", "CHF"), ("SFr.", "CHF"), ("sFr.", "CHF"), ("Fr.", "CHF"), ("fr.", "CHF"), ("Frs.", "CHF"),
    ("XPF", "XPF"), ("F CFP", "XPF"), ("FCFP", "XPF"), ("CFP", "XPF"),
    ("XOF", "XOF"), ("XAF", "XAF"), ("F CFA", FRANCS_CFA), ("FCFA", FRANCS_CFA), ("CFA", FRANCS_CFA),
    ("MAD", "MAD"), ("DZD", "DZD"), ("TND", "TND"), ("DT", "TND"), ("SEK", "SEK"), ("NOK", "NOK"), ("DKK", "DKK"),
    ("PLN", "PLN"), ("CZK", "CZK"), ("HUF", "HUF"), ("RON", "RON"), ("BGN", "BGN"), ("XCD", "XCD"), ("MGA", "MGA"),
    ("MUR", "MUR"), ("KMF", "KMF"),
];

/// The dollar sign alone: of any dollar, the American one by default.
const DOLLARS: &str = "$";
/// The francs of West and Central Africa, likewise.
const FRANCS_CFA: &str = "FCFA";

/// Signs that several currencies share, with the currencies, the one meant most often first.
const SHARED: [(&str, &[&str]); 2] =
    [(DOLLARS, &["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "XCD", "TWD"]), (FRANCS_CFA, &["XOF", "XAF"])];

/// Whether what stands beside an amount says another currency than that code.
pub(crate) fn differs(found: &str, code: &str) -> bool {
    found != code && !SHARED.iter().any(|(sign, codes)| *sign == found && codes.contains(&code))
}

/// The code of what stands beside an amount: of a sign that several share, the one meant most often.
fn usual(found: &str) -> &str {
    SHARED.iter().find(|(sign, _)| *sign == found).map_or(found, |(_, codes)| codes[0])
}

/// The currency of all that was found: none where nothing was, an error where it is several.
///
/// # Errors
/// Two of them.
pub(crate) fn only<'a>(found: impl IntoIterator<Item = &'a str>) -> Result<Option<String>, [String; 2]> {
    let mut found: Vec<&str> = found.into_iter().collect();
    // Codes come before signs that several share, which one of them may settle.
    found.sort_by_key(|found| SHARED.iter().any(|(sign, _)| sign == found));
    let Some(first) = found.first().map(|first| usual(first)) else { return Ok(None) };
    match found.iter().find(|other| differs(other, first)) {
        Some(other) => Err([first.to_owned(), usual(other).to_owned()]),
        None => Ok(Some(first.to_owned())),
    }
}

/// An amount without the currency before or behind it, and that currency.
pub(crate) fn taken_off(amount: &str) -> (&str, Option<&'static str>) {
    // Most amounts have none: they start and end with a digit or a sign.
    let amount = amount.trim();
    let plain =
        |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_digit() || b"-+()%.,".contains(byte));
    let ends_plainly = plain(amount.as_bytes().last()) && !amount.ends_with("r.") && !amount.ends_with("rs.");
    if plain(amount.as_bytes().first()) && ends_plainly {
        return (amount, None);
    }
    // `$CA` ends with `CA` and begins with `$`: the longest sign is the one meant.
    let found = SIGNS.iter().filter_map(|(sign, code)| {
        let rest = amount.strip_suffix(sign).or_else(|| amount.strip_prefix(sign))?;
        Some((rest.trim(), Some(*code)))
    });
    found.min_by_key(|(rest, _)| rest.len()).unwrap_or((amount, None))
}

/// A header without the currency behind it: `Lyon (€)` is of Lyon.
pub(crate) fn taken_off_header(header: &str) -> &str {
    let header = header.trim();
    let inner = header.strip_suffix([')', ']']).map_or(header, str::trim_end);
    for (sign, _) in SIGNS {
        let Some(rest) = inner.strip_suffix(sign) else { continue };
        let begins_alone = !rest.ends_with(char::is_alphanumeric) || !sign.starts_with(char::is_alphabetic);
        let rest = rest.trim_end().trim_end_matches(['(', '[', ',', '-']).trim_end();
        let rest = rest.strip_suffix(" en").unwrap_or(rest);
        if begins_alone && !rest.is_empty() {
            return rest;
        }
    }
    header
}

/// The currency beside an amount.
pub(crate) fn beside(amount: &str) -> Option<&'static str> {
    let (rest, code) = taken_off(amount);
    let of_digits = |rest: &str| rest.bytes().any(|byte| byte.is_ascii_digit());
    let inner = || taken_off(amount.trim_matches(['(', ')', '-', '+', ' '])).1;
    code.or_else(inner).filter(|_| of_digits(rest))
}

/// The currency that a header names: `Montant (CHF)`, `Prix TTC €`, `Total USD`.
pub(crate) fn in_header(header: &str) -> Option<&'static str> {
    let sign = header.chars().find_map(|sign| match sign {
        '€' => Some("EUR"),
        '£' => Some("GBP"),
        '$' => Some(DOLLARS),
        _ => None,
    });
    let code = |word: &str| {
        let known = SIGNS.iter().find(|(sign, _)| *sign == word);
        known.map(|(_, code)| *code).filter(|_| word.len() > 2)
    };
    let words = || header.split(|sign: char| !sign.is_alphanumeric()).filter_map(code);
    words().next().or(sign)
}

/// The code of a value in a column of currencies; `None` when it is no currency.
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
            ("$12", ("12", Some("$"))),
            ("12,50 $CA", ("12,50", Some("CAD"))),
            ("US$12", ("12", Some("USD"))),
            ("12 EUR", ("12", Some("EUR"))),
            ("CHF 12.50", ("12.50", Some("CHF"))),
            ("12.50 Fr.", ("12.50", Some("CHF"))),
            ("1 500 F CFP", ("1 500", Some("XPF"))),
            ("1 500 FCFA", ("1 500", Some("FCFA"))),
            ("12", ("12", None)),
            ("douze", ("douze", None)),
        ] {
            assert_eq!(taken_off(amount), expected);
        }
        assert_eq!(code("eur").as_deref(), Some("EUR"));
        assert_eq!(code("SEK").as_deref(), Some("SEK"));
        assert_eq!(code("euro?"), None);
    }

    #[test]
    fn a_header_names_a_currency() {
        for (header, expected) in [
            ("Montant (CHF)", Some("CHF")),
            ("Prix TTC €", Some("EUR")),
            ("Total USD", Some("USD")),
            ("Montant en euros", Some("EUR")),
            ("Amount ($)", Some("$")),
            ("Montant TTC", None),
            ("DT", None),
        ] {
            assert_eq!(in_header(header), expected, "{header}");
        }
    }

    #[test]
    fn signs_of_several_currencies_agree_with_each_of_them() {
        assert_eq!(only(["$", "CAD"]), Ok(Some("CAD".to_owned())));
        assert_eq!(only(["$"]), Ok(Some("USD".to_owned())));
        assert_eq!(only([]), Ok(None));
        assert_eq!(only(["EUR", "CHF"]), Err(["EUR".to_owned(), "CHF".to_owned()]));
        assert!(differs("$", "EUR") && !differs("$", "CAD") && !differs("FCFA", "XAF"));
    }
}
