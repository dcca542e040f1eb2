//! Currencies by their ISO 4217 code: how many decimals they have, and their signs in each language.
//!
//! The tables are those of ISO 4217 and of CLDR for France and the United Kingdom, which the browser uses too. Why
//! they are not left to ICU4X stands in ARCHITECTURE.md.

use crate::Lang;

/// A currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency([u8; 3]);

/// Codes of currencies without decimals.
const WITHOUT_DECIMALS: [&str; 16] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF",
    "XPF",
];

/// Codes of currencies with three.
const WITH_THREE: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Codes with their signs in French and English, where it is not the code itself.
const SIGNS: [(&str, &str, &str); 17] = [
    ("EUR", "€", "€"),
    ("USD", "$US", "US$"),
    ("GBP", "£GB", "£"),
    ("JPY", "JPY", "JP¥"),
    ("CAD", "$CA", "CA$"),
    ("AUD", "$AU", "A$"),
    ("NZD", "$NZ", "NZ$"),
    ("HKD", "$HK", "HK$"),
    ("BRL", "R$", "R$"),
    ("MXN", "$MX", "MX$"),
    ("ILS", "₪", "₪"),
    ("INR", "₹", "₹"),
    ("KRW", "₩", "₩"),
    ("VND", "₫", "₫"),
    ("XAF", "FCFA", "FCFA"),
    ("XOF", "F\u{202f}CFA", "F\u{202f}CFA"),
    ("XPF", "FCFP", "CFPF"),
];

impl Currency {
    /// The euro, which amounts are in where nothing says another.
    pub const EURO: Self = Self(*b"EUR");

    /// The currency of a code of three letters; `None` for an unknown code.
    pub fn from_code(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// Its code.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("EUR")
    }

    /// How many decimals its amounts have.
    pub fn decimals(&self) -> usize {
        let code = self.code();
        if WITHOUT_DECIMALS.contains(&code) {
            0
        } else if WITH_THREE.contains(&code) {
            3
        } else {
            2
        }
    }

    /// Its sign as that language writes it.
    pub fn sign(&self, lang: Lang) -> &str {
        let known = SIGNS.iter().find(|(code, ..)| *code == self.code());
        known.map_or(self.code(), |(_, french, english)| match lang {
            Lang::French => french,
            Lang::English => english,
        })
    }

    pub(crate) fn to_bits(self) -> u32 {
        let [first, second, third] = self.0;
        u32::from_be_bytes([0, first, second, third])
    }

    pub(crate) fn from_bits(bits: u32) -> Self {
        let [_, letters @ ..] = bits.to_be_bytes();
        Self(letters)
    }
}

impl Default for Currency {
    fn default() -> Self {
        Self::EURO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_is_its_code_of_three_letters() {
        assert_eq!(Currency::from_code("chf").unwrap().code(), "CHF");
        for wrong in ["", "EU", "EURO", "€", "12A"] {
            assert_eq!(Currency::from_code(wrong), None, "{wrong}");
        }
        assert_eq!(Currency::from_bits(Currency::EURO.to_bits()), Currency::EURO);
    }

    #[test]
    fn decimals_are_those_of_iso_4217() {
        for (code, decimals) in [("EUR", 2), ("XPF", 0), ("JPY", 0), ("TND", 3), ("CHF", 2)] {
            assert_eq!(Currency::from_code(code).unwrap().decimals(), decimals, "{code}");
        }
    }
}
