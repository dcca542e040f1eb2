//! Numbers and dates as each language writes them.

use jiff::civil::Date;

use crate::{Currency, Lang};

/// The narrow no-break space between groups of digits.
const NARROW: char = '\u{202f}';
/// The no-break space before a unit.
const NO_BREAK: char = '\u{a0}';

const MONTHS_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS_FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// How one language writes numbers, dates and the amounts of one currency.
#[derive(Clone, Copy, Debug)]
pub struct Formats {
    lang: Lang,
    currency: Currency,
}

impl Formats {
    /// The formats of `lang`, with amounts in `currency`.
    pub fn new(lang: Lang, currency: Currency) -> Self {
        Self { lang, currency }
    }

    /// The currency that amounts are in.
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// `1 245 678`: a number rounded to `decimals` places, half away from zero.
    pub fn number(self, value: f64, decimals: usize) -> String {
        self.rounded(value, 0, decimals)
    }

    /// `value` · 10^`shift`, rounded to `decimals` places.
    fn rounded(self, value: f64, shift: i32, decimals: usize) -> String {
        let digits = rounded_digits(value.abs(), shift, decimals);
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let (group, mark) = match self.lang {
            Lang::French => (NARROW, ','),
            Lang::English => (',', '.'),
        };
        let mut text = String::new();
        if value < 0.0 && digits.contains(|digit: char| digit.is_ascii_digit() && digit != '0') {
            text.push('−');
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(mark);
            text.push_str(fraction);
        }
        text
    }

    /// `1 245 678 €`, `€1,245,678`: an amount in whole units of the currency.
    pub fn units(self, amount: f64) -> String {
        self.with_sign(&self.number(amount, 0))
    }

    /// `1 234,56 €`, `CHF 1,234.56`: an amount with the decimals of the currency.
    pub fn money(self, amount: f64) -> String {
        self.with_sign(&self.number(amount, self.currency.decimals()))
    }

    fn with_sign(self, number: &str) -> String {
        let sign = self.currency.sign(self.lang);
        if self.lang == Lang::French {
            return format!("{number}{NO_BREAK}{sign}");
        }
        // A sign of letters stands apart from the digits.
        let space = if sign.ends_with(char::is_alphabetic) { "\u{a0}" } else { "" };
        match number.strip_prefix('−') {
            Some(positive) => format!("−{sign}{space}{positive}"),
            None => format!("{sign}{space}{number}"),
        }
    }

    /// `2026-S18`, `2026-T2` (semaine, trimestre); `2026-W18`, `2026-Q2`: a week or quarter by its label of ISO 8601.
    pub fn label(self, label: &str) -> String {
        match self.lang {
            Lang::French => label.replace("-W", "-S").replace("-Q", "-T"),
            Lang::English => label.to_owned(),
        }
    }

    /// `36,1 %`, `36.1%`: a share from 0 to 1.
    pub fn percent(self, share: f64) -> String {
        let number = self.rounded(share, 2, 1);
        match self.lang {
            Lang::French => format!("{number}{NO_BREAK}%"),
            Lang::English => format!("{number}%"),
        }
    }

    /// `du 1er au 12 nov. 2023`, `1–12 Nov 2023`: a run of days, both ends included.
    pub fn period(self, first: Date, last: Date) -> String {
        let (same_month, same_year) =
            ((first.year(), first.month()) == (last.year(), last.month()), first.year() == last.year());
        let (from, to) = (self.short_day(first), self.short_day(last));
        let (from, to) = (from.as_slice(), to.as_slice());
        // Day, month, year: what both ends share is said once.
        let from = match (first == last, same_month, same_year) {
            (true, ..) => &[],
            (_, true, _) => &from[..1],
            (_, _, true) => &from[..2],
            _ => from,
        };
        let (from, to) = (from.join(" "), to.join(" "));
        match self.lang {
            Lang::French if from.is_empty() => format!("le {to}"),
            Lang::French => format!("du {from} au {to}"),
            Lang::English if from.is_empty() => to,
            Lang::English if same_month => format!("{from}–{to}"),
            Lang::English => format!("{from} – {to}"),
        }
    }

    /// `27 nov.`, `27 Nov`.
    pub fn day_and_month(self, day: Date) -> String {
        self.short_day(day)[..2].join(" ")
    }

    /// `28 nov. 2023`, `28 Nov 2023`.
    pub fn date(self, day: Date) -> String {
        self.short_day(day).join(" ")
    }

    fn short_day(self, day: Date) -> [String; 3] {
        let month = usize::from(day.month().unsigned_abs()) - 1;
        let (number, month) = match self.lang {
            Lang::French if day.day() == 1 => ("1er".to_owned(), MONTHS_FR[month]),
            Lang::French => (day.day().to_string(), MONTHS_FR[month]),
            Lang::English => (day.day().to_string(), MONTHS_EN[month]),
        };
        [number, month.to_owned(), day.year().to_string()]
    }

    /// `+12,5 %`, `−3.0%`: a change as a part of what was before.
    pub fn relative_change(self, change: f64) -> String {
        signed(change, self.percent(change))
    }

    /// `+1 234 €`, `−€56`: a change of an amount, in whole units.
    pub fn units_more(self, change: f64) -> String {
        signed(change, self.units(change))
    }

    /// `+1 234,56 €`, `−€56.00`: the same with the decimals of the currency.
    pub fn money_more(self, change: f64) -> String {
        signed(change, self.money(change))
    }

    /// `sam. 25 nov. 2023`, `Sat 25 Nov 2023`.
    pub fn day(self, day: Date) -> String {
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let weekday = match self.lang {
            Lang::French => DAYS_FR[weekday],
            Lang::English => DAYS_EN[weekday],
        };
        format!("{weekday} {}", self.date(day))
    }
}

/// `value` · 10^`shift` with `decimals` places, half away from zero of the number as it is written: 0.0725 is 7.3 %, though the
/// nearest binary number is below it. So rounds `Intl.NumberFormat`, and one figure is the same on the page and in sentences.
fn rounded_digits(value: f64, shift: i32, decimals: usize) -> String {
    let written = format!("{value:e}");
    let parts =
        written.split_once('e').and_then(|(digits, power)| Some((digits, power.parse::<i32>().ok()?)));
    let Some((mantissa, power)) = parts else { return written };
    let digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    // The digits kept, of which `decimals` stand behind the point, with a zero in front for what is carried.
    let kept = usize::try_from(power + 1 + shift + i32::try_from(decimals).unwrap_or(0));
    let mut rounded: Vec<u8> = vec![0];
    if let Ok(kept) = kept {
        rounded.extend(digits.iter().copied().chain(std::iter::repeat(0)).take(kept));
        let mut carries = digits.get(kept).is_some_and(|next| *next >= 5);
        for digit in rounded.iter_mut().rev() {
            let sum = *digit + u8::from(carries);
            (*digit, carries) = (sum % 10, sum > 9);
        }
    }
    let whole_and_decimals = rounded.len().max(decimals + 1);
    let zeros = std::iter::repeat_n(0, whole_and_decimals - rounded.len());
    let text: String = zeros.chain(rounded).map(|digit| char::from(b'0' + digit)).collect();
    let (whole, fraction) = text.split_at(whole_and_decimals - decimals);
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// Numbers below zero have their sign already.
fn signed(number: f64, text: String) -> String {
    if number > 0.0 { format!("+{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_numbers_have_spaces_and_a_comma() {
        let french = Formats::new(Lang::French, Currency::EURO);
        assert_eq!(french.units(1_245_678.0), "1\u{202f}245\u{202f}678\u{a0}€");
        assert_eq!(french.money(-1234.565), "−1\u{202f}234,57\u{a0}€");
        assert_eq!(french.percent(0.361_43), "36,1\u{a0}%");
        assert_eq!(french.number(-0.001, 2), "0,00");
    }

    #[test]
    fn halves_are_those_of_the_number_as_it_is_written_as_on_the_page() {
        let english = Formats::new(Lang::English, Currency::EURO);
        // 7.25, 14.25, 0.65 and 28.75 %: in binary, some lie below the half.
        for (share, text) in
            [(29.0 / 400.0, "7.3%"), (57.0 / 400.0, "14.3%"), (0.0065, "0.7%"), (-115.0 / 400.0, "−28.8%")]
        {
            assert_eq!(english.percent(share), text);
        }
        for (value, decimals, text) in [
            (1.005, 2, "1.01"),
            (0.145, 2, "0.15"),
            (999.995, 2, "1,000.00"),
            (0.0, 1, "0.0"),
            (0.04, 1, "0.0"),
            (0.5, 0, "1"),
            (1e21, 0, "1,000,000,000,000,000,000,000"),
            (1e-9, 2, "0.00"),
            (-2.5, 0, "−3"),
        ] {
            assert_eq!(english.number(value, decimals), text);
        }
    }

    #[test]
    fn english_numbers_have_commas_and_a_point() {
        let english = Formats::new(Lang::English, Currency::EURO);
        assert_eq!(english.money(-1_234.5), "−€1,234.50");
        assert_eq!(english.percent(1.0), "100.0%");
    }

    #[test]
    fn amounts_have_the_sign_and_the_decimals_of_their_currency() {
        for (code, french, english) in [
            ("CHF", "1\u{202f}234,50\u{a0}CHF", "CHF\u{a0}1,234.50"),
            ("XPF", "1\u{202f}235\u{a0}FCFP", "CFPF\u{a0}1,235"),
            ("USD", "1\u{202f}234,50\u{a0}$US", "US$1,234.50"),
            ("TND", "1\u{202f}234,500\u{a0}TND", "TND\u{a0}1,234.500"),
        ] {
            let currency = Currency::from_code(code).unwrap();
            assert_eq!(Formats::new(Lang::French, currency).money(1_234.5), french);
            assert_eq!(Formats::new(Lang::English, currency).money(1_234.5), english);
        }
        let swiss = Formats::new(Lang::English, Currency::from_code("CHF").unwrap());
        assert_eq!(swiss.units_more(-56.0), "−CHF\u{a0}56");
    }

    #[test]
    fn what_both_ends_of_a_period_share_is_said_once() {
        let (french, english) =
            (Formats::new(Lang::French, Currency::EURO), Formats::new(Lang::English, Currency::EURO));
        let day = |text: &str| -> Date { text.parse().unwrap() };
        for (first, last, in_french, in_english) in [
            ("2023-11-01", "2023-11-12", "du 1er au 12 nov. 2023", "1–12 Nov 2023"),
            ("2023-10-03", "2023-11-01", "du 3 oct. au 1er nov. 2023", "3 Oct – 1 Nov 2023"),
            ("2022-11-03", "2023-11-02", "du 3 nov. 2022 au 2 nov. 2023", "3 Nov 2022 – 2 Nov 2023"),
            ("2023-11-02", "2023-11-02", "le 2 nov. 2023", "2 Nov 2023"),
        ] {
            assert_eq!(french.period(day(first), day(last)), in_french);
            assert_eq!(english.period(day(first), day(last)), in_english);
        }
    }

    #[test]
    fn a_change_has_its_sign() {
        let french = Formats::new(Lang::French, Currency::EURO);
        assert_eq!(french.relative_change(0.125), "+12,5\u{a0}%");
        assert_eq!(french.units_more(-56.0), "−56\u{a0}€");
        assert_eq!(french.units_more(0.0), "0\u{a0}€");
    }

    #[test]
    fn days_are_written_with_their_weekday() {
        let day = Date::constant(2023, 11, 25);
        assert_eq!(Formats::new(Lang::French, Currency::EURO).day(day), "sam. 25 nov. 2023");
        assert_eq!(Formats::new(Lang::English, Currency::EURO).day(day), "Sat 25 Nov 2023");
        let first = Date::constant(2023, 12, 1);
        assert_eq!(Formats::new(Lang::French, Currency::EURO).day(first), "ven. 1er déc. 2023");
    }
}
