//! The mapping: how a file was read, remembered for the next one with the same headers.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::{DateOrder, DecimalMark, Field, LineMeaning, SideBySideKind, headers};

/// A mapping that worked, kept as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an answer of the user")]
pub(crate) struct Mapping {
    /// The headers, as they stand.
    pub(crate) header: Vec<String>,
    /// The sign between the values of a text.
    pub(crate) delimiter: Option<char>,
    /// The header of each field, as far as the user has named it.
    pub(crate) named: BTreeMap<String, String>,
    /// The headers of columns that the user does not want used.
    pub(crate) ignored: Vec<String>,
    /// The header of each field that was found.
    pub(crate) columns: BTreeMap<String, String>,
    /// `dmy`, `mdy` or `ymd`.
    pub(crate) date_order: Option<String>,
    /// `comma` or `point`, by field.
    pub(crate) decimals: BTreeMap<String, String>,
    /// What lines with certain words are, as the user has said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) words: BTreeMap<String, String>,
    /// Whether the user has said that a day stands on the first of its lines only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) dates_once: bool,
    /// What columns of one figure side by side are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) side_by_side: Option<String>,
    /// Whether the user has said that the file is of the till whose sales of the same days are kept.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) same_till: bool,
    /// Whether that was said of some file with these columns: then sales that are kept under another identity are
    /// known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) knows_twins: bool,
    /// Whether the user has said that stores are where they are kept, whatever these files say of their places.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) stores_stay: bool,
    /// The source of the revenue, and the evidence for it.
    pub(crate) amount: Option<(String, String)>,
    /// The day on which times of UTC are counted: `shop`, `keep` or the name of a zone; `None` in what was remembered
    /// before there was a choice, when the day that is written was kept.
    pub(crate) time_zone: Option<String>,
}

impl Mapping {
    /// Reads what was kept; what is no mapping any more says nothing.
    pub(crate) fn of(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    pub(crate) fn to_json(&self) -> String {
        // Maps of texts always have a form in JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The roles that the user has named.
    pub(crate) fn named(&self) -> Vec<(Field, String)> {
        let field = |(name, header): (&String, &String)| Some((name.parse().ok()?, header.clone()));
        self.named.iter().filter_map(field).collect()
    }

    /// The roles of the columns of the file that was read by it, as they were found or named.
    pub(crate) fn of_file(&self) -> Vec<(Field, String)> {
        let all =
            self.columns.iter().filter(|(field, _)| !self.named.contains_key(*field)).chain(&self.named);
        all.filter_map(|(name, header)| Some((name.parse().ok()?, header.clone()))).collect()
    }

    /// The user's answers about words.
    pub(crate) fn words(&self) -> Vec<(String, LineMeaning)> {
        self.words.iter().filter_map(|(word, meaning)| Some((word.clone(), meaning.parse().ok()?))).collect()
    }

    pub(crate) fn side_by_side(&self) -> Option<SideBySideKind> {
        self.side_by_side.as_deref()?.parse().ok()
    }

    pub(crate) fn date_order(&self) -> Option<DateOrder> {
        self.date_order.as_deref()?.parse().ok()
    }

    pub(crate) fn decimals(&self) -> HashMap<Field, DecimalMark> {
        let field = |(name, mark): (&String, &String)| Some((name.parse().ok()?, mark.parse().ok()?));
        self.decimals.iter().filter_map(field).collect()
    }
}

/// The signature of a header: the same for the same headers in any order.
pub(crate) fn signature(header: &[String]) -> String {
    let mut keys: Vec<String> = header.iter().map(|header| headers::key(header)).collect();
    keys.sort();
    keys.retain(|key| !key.is_empty());
    short_hex(&keys.join("\u{1f}"))
}

/// The first 128 bits of a text's hash, in hexadecimal.
pub(crate) fn short_hex(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_back() {
        let mapping = Mapping {
            named: BTreeMap::from([("amount".into(), "CA N".into())]),
            date_order: Some("dmy".into()),
            decimals: BTreeMap::from([("price".into(), "comma".into())]),
            ..Mapping::default()
        };
        let read = Mapping::of(&mapping.to_json());
        assert_eq!(read, mapping);
        assert_eq!(read.named(), [(Field::Amount, "CA N".to_owned())]);
        assert_eq!(Mapping::of("{ no"), Mapping::default());
    }

    #[test]
    fn a_signature_does_not_depend_on_order_or_case() {
        let of =
            |header: &[&str]| signature(&header.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["Date", "Qté"]), of(&["QTE", "date", ""]));
        assert_ne!(of(&["Date", "Qté"]), of(&["Date", "Quantité"]));
    }
}
