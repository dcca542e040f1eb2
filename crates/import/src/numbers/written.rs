//! A number as it is written, taken apart: its digits, and the sign, currency and unit beside them.

use comptoir_sales::fold;

use super::DecimalMark;
use crate::currency;

/// The longest text that may be a number, in bytes, units and currencies beside it: each is looked at many times over.
const LONGEST: usize = 1_000;

/// Units of a count of pieces, and those that quantities are counted in.
const UNITS: [&str; 58] = [
    "x",
    "u",
    "un",
    "unit",
    "units",
    "unite",
    "unites",
    "pc",
    "pcs",
    "pce",
    "pces",
    "piece",
    "pieces",
    "pce s",
    "piece s",
    "unite s",
    "cl",
    "hl",
    "ex",
    "exemplaire",
    "exemplaires",
    "article",
    "articles",
    "boite",
    "boites",
    "bte",
    "btes",
    "lot",
    "lots",
    "paire",
    "paires",
    "sachet",
    "sachets",
    "bouteille",
    "bouteilles",
    "btl",
    "btles",
    "carton",
    "cartons",
    "paquet",
    "paquets",
    "barquette",
    "barquettes",
    "botte",
    "bottes",
    "kg",
    "kgs",
    "kilo",
    "kilos",
    "l",
    "litre",
    "litres",
    "m",
    "metre",
    "metres",
    "m2",
    "m²",
    "h",
];

/// Units that are a part of one of those, with the count of them in it.
const PARTS_OF_UNITS: [(&str, i128); 8] = [
    ("g", 1_000),
    ("gr", 1_000),
    ("grammes", 1_000),
    ("cl", 100),
    ("dl", 10),
    ("cm", 100),
    ("mm", 1_000),
    ("mg", 1_000_000),
];

/// A number taken apart.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) negative: bool,
    /// Digits, commas and points only.
    pub(super) digits: String,
    pub(super) is_percent: bool,
    pub(super) currency: Option<&'static str>,
    /// The mark of this value alone: `12€50`.
    pub(super) mark: Option<DecimalMark>,
    pub(super) has_unit: bool,
    /// How many of the unit beside it make one of what quantities are counted in: 1 000 of grams.
    pub(super) divided_by: i128,
}

/// What has been taken off.
#[derive(Default)]
struct Taken {
    negative: bool,
    is_signed: bool,
    is_percent: bool,
    currency: Option<&'static str>,
    unit: Option<i128>,
}

impl Written {
    pub(super) fn of(text: &str) -> Option<Self> {
        let (mut rest, mut taken) = (text.trim(), Taken::default());
        if rest.len() > LONGEST {
            return None;
        }
        // Signs, currency, unit and brackets stand in any order: `-€ 12,50`, `(12,50 €)`, `€-12.50`.
        while let Some(inner) = taken.off(rest) {
            rest = inner.trim();
        }
        // The format of accountants writes a dash for nothing: `-   €`.
        if rest.is_empty() && taken.is_signed && taken.currency.is_some() {
            rest = "0";
        }
        let (digits, mark) = match between_currency(rest) {
            Some((whole, cents)) => {
                taken.currency = taken.currency.or(Some("EUR"));
                (format!("{}.{cents}", ungrouped(whole)?), Some(DecimalMark::Point))
            }
            None => (ungrouped(rest)?, None),
        };
        let is_numeric = digits.bytes().any(|byte| byte.is_ascii_digit())
            && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b',' || byte == b'.');
        is_numeric.then_some(Self {
            negative: taken.negative,
            digits,
            is_percent: taken.is_percent,
            currency: taken.currency,
            mark,
            has_unit: taken.unit.is_some(),
            divided_by: taken.unit.unwrap_or(1),
        })
    }
}

impl Taken {
    /// Takes one more thing off; `None` when there is nothing to take.
    fn off<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        if !self.is_signed {
            if let Some(inside) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
                (self.is_signed, self.negative) = (true, true);
                return Some(inside);
            }
            // `12,-` has no cents.
            let whole =
                ["-", "—", "–"].iter().find_map(|dash| text.strip_suffix(dash)?.strip_suffix(['.', ',']));
            if let Some(whole) = whole.filter(|whole| whole.ends_with(|sign: char| sign.is_ascii_digit())) {
                self.is_signed = true;
                return Some(whole);
            }
            let minus = ['-', '−', '–'];
            if let Some(rest) = text.strip_prefix(minus).or_else(|| text.strip_suffix(minus)) {
                (self.is_signed, self.negative) = (true, true);
                return Some(rest);
            }
            if let Some(rest) = text.strip_prefix('+') {
                self.is_signed = true;
                return Some(rest);
            }
        }
        if let (false, Some(rest)) = (self.is_percent, text.strip_suffix('%')) {
            self.is_percent = true;
            return Some(rest);
        }
        if self.currency.is_none()
            && let (rest, Some(currency)) = currency::taken_off(text)
        {
            self.currency = Some(currency);
            return Some(rest);
        }
        if let Some(rest) = without_per_unit(text) {
            return Some(rest);
        }
        if self.unit.is_none()
            && let Some((rest, parts)) = unit(text)
        {
            self.unit = Some(parts);
            return Some(rest);
        }
        None
    }
}

/// A price without what it is for, or the word that says that tax is in it: `12,00 €/kg`, `12,50 € TTC`.
fn without_per_unit(text: &str) -> Option<&str> {
    if let Some((rest, unit)) = text.rsplit_once('/') {
        let unit = fold(unit.trim().trim_end_matches('.'));
        return UNITS.contains(&unit.as_str()).then_some(rest);
    }
    let end = text.len().checked_sub(3)?;
    text.get(end..).filter(|word| word.eq_ignore_ascii_case("ttc")).map(|_| &text[..end])
}

/// A number without the unit behind it, or the `x` before it, and how many of the unit make one.
fn unit(text: &str) -> Option<(&str, i128)> {
    if let Some(rest) = text.strip_prefix(['x', 'X', '×']) {
        return rest.trim_start().starts_with(|sign: char| sign.is_ascii_digit()).then_some((rest, 1));
    }
    let at = text.rfind(|sign: char| sign.is_ascii_digit() && sign != '2').map_or(0, |at| at + 1);
    let at = if text[at..].starts_with('2') { at + 1 } else { at };
    // The digit of `m2` belongs to the unit, that of `12 m` does not.
    let at = text[at..].find(|sign: char| !sign.is_ascii_digit()).map_or(text.len(), |more| at + more);
    let (number, word) = text.split_at(at);
    if number.is_empty() || word.is_empty() {
        return None;
    }
    let word = word.trim().trim_end_matches('.').to_lowercase();
    let word = if word == "×" {
        "x".to_owned()
    } else if word == "m²" {
        word
    } else {
        fold(&word)
    };
    if UNITS.contains(&word.as_str()) {
        return Some((number, 1));
    }
    PARTS_OF_UNITS.iter().find(|(unit, _)| *unit == word).map(|(_, parts)| (number, *parts))
}

/// `12€50`: euros and cents.
fn between_currency(text: &str) -> Option<(&str, &str)> {
    let (whole, cents) = text.split_once('€')?;
    let (whole, cents) = (whole.trim_end(), cents.trim_start());
    let is_cents = cents.len() == 2 && cents.bytes().all(|byte| byte.is_ascii_digit());
    (is_cents && whole.ends_with(|sign: char| sign.is_ascii_digit()) && !whole.contains([',', '.']))
        .then_some((whole, cents))
}

/// Digits without the white space or the apostrophes that group them in threes; `None` where they group otherwise.
fn ungrouped(text: &str) -> Option<String> {
    let is_group = |sign: char| sign.is_whitespace() || matches!(sign, '\'' | '’' | '_');
    if !text.contains(is_group) {
        return Some(text.to_owned());
    }
    let end = text.find([',', '.']).unwrap_or(text.len());
    let (whole, fraction) = text.split_at(end);
    let mut groups = whole.split(is_group);
    let first = groups.next()?;
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let is_grouped = is_first && groups.all(|group| group.len() == 3);
    // Behind the mark nothing is grouped, and only one sign is a mark.
    let is_plain =
        !fraction.contains(is_group) && !fraction.get(1..).is_some_and(|rest| rest.contains([',', '.']));
    (is_grouped && is_plain)
        .then(|| whole.chars().filter(|sign| !is_group(*sign)).chain(fraction.chars()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_end_is_no_number_though_it_is_all_digits() {
        assert!(Written::of(&format!("  {}  ", "0".repeat(LONGEST - 1) + "7")).is_some());
        assert!(Written::of(&"7".repeat(LONGEST + 1)).is_none());
    }
}
