//! A column that says of each line whether its amount is before or after tax.

use crate::{ImportError, columns::Columns, headers, record::Record};

const BEFORE_TAX: [&str; 8] =
    ["ht", "hors taxe", "hors taxes", "h t", "excl", "excluded", "before tax", "tax excluded"];
const WITH_TAX: [&str; 9] = [
    "ttc",
    "toutes taxes comprises",
    "taxe comprise",
    "taxes comprises",
    "t t c",
    "incl",
    "included",
    "with tax",
    "tax included",
];

/// The question of a file whose lines are not all before tax, or all after: their sum would be neither.
pub(crate) fn question(
    columns: &Columns,
    header: &[String],
    sample: &[Record],
    name: &str,
) -> Option<ImportError> {
    let mixed = |place: usize| {
        let mut seen = [None, None];
        for record in sample {
            let cell = record.cell(place);
            let (text, key) = (cell.as_str(), headers::key(cell.as_str()));
            let is_of = |words: &[&str]| words.contains(&key.as_str());
            match (is_of(&BEFORE_TAX), is_of(&WITH_TAX), key.is_empty()) {
                (true, ..) => _ = seen[0].get_or_insert_with(|| text.to_owned()),
                (_, true, _) => _ = seen[1].get_or_insert_with(|| text.to_owned()),
                (.., true) => {}
                _ => return None,
            }
        }
        let [Some(before), Some(after)] = seen else { return None };
        Some([before, after])
    };
    let found = columns.unused().find_map(|place| Some((place, mixed(place)?)));
    found.map(|(place, words)| ImportError::MixedTax {
        source_name: name.to_owned(),
        column: header.get(place).cloned().unwrap_or_default(),
        words: words.join(", "),
    })
}
