//! Products and stores by the words that name them.

use std::collections::HashMap;

use comptoir_sales::fold;

use super::products::normal;
use crate::{Field, columns::Columns, record::Record};

/// Stores by every word that may name them: code, id, name, then city. A name that two stores share names neither, and
/// a name goes before the city of another store.
#[derive(Debug)]
pub(crate) struct NameIndex<T> {
    codes: HashMap<String, T>,
    ids: HashMap<i64, T>,
    names: Shared<T>,
    cities: Shared<T>,
    /// By name and city.
    pairs: Shared<T>,
}

impl<T: Clone + PartialEq> NameIndex<T> {
    pub(crate) fn new() -> Self {
        Self {
            codes: HashMap::new(),
            ids: HashMap::new(),
            names: Shared::default(),
            cities: Shared::default(),
            pairs: Shared::default(),
        }
    }

    /// Adds a record with its id, its code, its name and its city.
    pub(crate) fn add(
        &mut self,
        id: i64,
        code: Option<&str>,
        (name, city): (Option<&str>, Option<&str>),
        record: &T,
    ) {
        self.ids.insert(id, record.clone());
        if let Some(code) = code {
            self.codes.insert(code.to_owned(), record.clone());
        }
        if let Some(name) = name {
            self.names.add(fold(name), record);
        }
        if let Some(city) = city {
            self.cities.add(fold(city), record);
        }
        if let (Some(name), Some(city)) = (name, city) {
            self.pairs.add(pair(name, city), record);
        }
    }

    /// The record of a code or an id.
    pub(crate) fn of_code(&self, code: &str) -> Option<&T> {
        self.codes.get(code).or_else(|| self.ids.get(&id_in(code)?))
    }

    /// The record of a name and a city.
    pub(crate) fn of_pair(&self, name: &str, city: &str) -> Option<&T> {
        self.pairs.get(&pair(name, city))
    }

    /// The record of a code, an id, a name or a city.
    pub(crate) fn get(&self, word: &str) -> Option<&T> {
        self.of_code(word).or_else(|| {
            let word = fold(word);
            // The city of a third store does not distinguish two stores of one name.
            if self.names.has(&word) { self.names.get(&word) } else { self.cities.get(&word) }
        })
    }
}

fn pair(name: &str, city: &str) -> String {
    format!("{}\u{1f}{}", fold(name), fold(city))
}

/// Products by their code or id, and those kept by their exact name too.
#[derive(Debug)]
pub(crate) struct KnownProducts<T> {
    codes: HashMap<String, T>,
    ids: HashMap<i64, T>,
    names: Shared<T>,
}

impl<T: Clone + PartialEq> KnownProducts<T> {
    pub(crate) fn new() -> Self {
        Self { codes: HashMap::new(), ids: HashMap::new(), names: Shared::default() }
    }

    /// Adds a product that is found by its code, else by its id.
    pub(crate) fn add(&mut self, id: i64, code: Option<&str>, record: &T) {
        self.ids.insert(id, record.clone());
        if let Some(code) = code {
            self.codes.insert(normal(code), record.clone());
        }
    }

    /// Lets a product be found by its name as well.
    pub(crate) fn add_name(&mut self, name: &str, record: &T) {
        self.names.add(normal(name), record);
    }

    /// The product of a code, in its normal form.
    pub(crate) fn with_code(&self, code: &str) -> Option<&T> {
        self.codes.get(code)
    }

    /// The product of a name that no other has.
    pub(crate) fn of_name(&self, name: &str) -> Option<&T> {
        self.names.get(&normal(name))
    }

    /// The product of an id.
    pub(crate) fn of_id(&self, id: i64) -> Option<&T> {
        self.ids.get(&id)
    }
}

/// Products or stores as version 0.1 found them: by names without accents, case and signs, and numbers without leading
/// zeros. Sales kept since then are known by those ids.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    codes: HashMap<String, i64>,
    names: Shared<i64>,
    ids: std::collections::HashSet<i64>,
    /// What each word was found to name at its first line.
    found: HashMap<String, Option<i64>>,
}

impl Folded {
    pub(crate) fn add<'a>(
        &mut self,
        id: i64,
        code: Option<&str>,
        names: impl IntoIterator<Item = &'a String>,
    ) {
        self.ids.insert(id);
        if let Some(code) = code {
            self.codes.insert(code.to_owned(), id);
        }
        for name in names {
            self.names.add(fold(name), &id);
        }
    }

    /// Whether it is one of those.
    pub(crate) fn has(&self, id: i64) -> bool {
        self.ids.contains(&id)
    }

    /// The id of what a line's word, else its other name, was taken for.
    pub(crate) fn find(&mut self, word: &str, name: Option<&str>) -> Option<i64> {
        if self.ids.is_empty() {
            return None;
        }
        if let Some(found) = self.found.get(word) {
            return *found;
        }
        let found = self.look_up(word).or_else(|| self.look_up(name?));
        self.found.insert(word.to_owned(), found);
        found
    }

    /// The id of what a word was taken for.
    pub(crate) fn look_up(&self, word: &str) -> Option<i64> {
        let by_id = || word.parse().ok().filter(|id| self.ids.contains(id));
        self.codes.get(word).copied().or_else(by_id).or_else(|| self.names.get(&fold(word)).copied())
    }
}

/// Records by a word that several may share: then it names none.
#[derive(Debug)]
struct Shared<T>(HashMap<String, Option<T>>);

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Clone + PartialEq> Shared<T> {
    fn add(&mut self, word: String, record: &T) {
        let known = self.0.entry(word).or_insert_with(|| Some(record.clone()));
        if known.as_ref().is_some_and(|known| known != record) {
            *known = None;
        }
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    fn get(&self, word: &str) -> Option<&T> {
        self.0.get(word).and_then(Option::as_ref)
    }
}

/// The whole number above zero that a word is, written as such: `0123` is a code, not 123.
pub(crate) fn id_in(word: &str) -> Option<i64> {
    let is_plain = !word.starts_with(['0', '+']);
    word.parse().ok().filter(|id| is_plain && *id > 0)
}

/// Whether a spreadsheet has rounded a long number to a few digits: `3,66111E+12` is no barcode any more.
pub(super) fn is_rounded(word: &str) -> bool {
    let Some((digits, power)) = word.split_once(['E', 'e']) else { return false };
    let (whole, fraction) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number(whole) && is_number(fraction) && power.strip_prefix('+').is_some_and(is_number)
}

/// The column of codes that a spreadsheet has rounded, all of them, and one of these.
pub(crate) fn rounded_codes(columns: &Columns, sample: &[Record]) -> Option<(usize, String)> {
    [Field::Product, Field::Id].into_iter().filter_map(|field| columns.place(field)).find_map(|place| {
        let mut codes = sample.iter().filter_map(|record| record.cell(place).filled()).peekable();
        let first = (*codes.peek()?).to_owned();
        codes.all(is_rounded).then_some((place, first))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_called_like_its_city_is_one_store() {
        let mut stores = NameIndex::new();
        stores.add(1, Some("M03"), (Some("Versailles"), Some("Versailles")), &1);
        stores.add(2, Some("M04"), (Some("Chantiers"), Some("Versailles")), &2);
        for word in ["Versailles", "VERSAILLES", "M03", "1"] {
            assert_eq!(stores.get(word), Some(&1), "{word}");
        }
        stores.add(3, None, (Some("versailles"), None), &3);
        assert_eq!(stores.get("Versailles"), None);
    }

    #[test]
    fn a_number_with_zeros_in_front_is_a_code() {
        assert_eq!(id_in("123"), Some(123));
        for word in ["0123", "+123", "0", "-1", "12a", ""] {
            assert_eq!(id_in(word), None, "{word}");
        }
    }

    #[test]
    fn a_long_number_rounded_by_a_spreadsheet_is_recognised() {
        for word in ["3,66111E+12", "3.66111e+12", "3E+12"] {
            assert!(is_rounded(word), "{word}");
        }
        for word in ["2E10", "E+12", "3,66", "REF1E+X", "3660000000001", "A3E+12", "1E-3"] {
            assert!(!is_rounded(word), "{word}");
        }
    }
}
