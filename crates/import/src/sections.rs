//! Stores that stand on a line of their own above their sales: `Magasin : Lyon`. Each row below is read with the store.

use comptoir_sales::fold;

use crate::{
    ImportError,
    layout::AsideKind,
    record::{Cell, Record, Rows},
    wording::{Word, Wording},
};

/// What the column of the stores is called.
const STORE: &str = "Magasin";

/// What such a line starts with, folded.
const WORDS: [&str; 9] =
    ["magasin", "boutique", "point de vente", "etablissement", "pdv", "store", "shop", "location", "outlet"];

/// A file whose stores stand above their sales.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sections {
    /// The header of the file.
    raw: Vec<String>,
}

impl Sections {
    /// Such a file has no column of stores, and its first line below the header names one.
    pub(crate) fn find(header: &[String], first: Option<&Record>) -> Option<Self> {
        let has_stores = header.iter().any(|name| Wording::of(name).has(Word::Store));
        let begins = first.is_some_and(|row| store_of(row).is_some());
        (begins && !has_stores).then(|| Self { raw: header.to_vec() })
    }

    /// The header of the rows that are made.
    pub(crate) fn header(&self) -> Vec<String> {
        self.raw.iter().cloned().chain([STORE.to_owned()]).collect()
    }

    /// Reads rows of the file as such.
    pub(crate) fn rows(&self, rows: Box<dyn Rows>) -> Box<dyn Rows> {
        Box::new(WithStores { raw: self.raw.clone(), rows, store: String::new() })
    }
}

/// The store that a row names, where it says nothing else.
fn store_of(row: &Record) -> Option<&str> {
    let mut texts = row.texts().filter(|text| !text.is_empty());
    let (first, second) = (texts.next()?, texts.next());
    if texts.next().is_some() {
        return None;
    }
    let is_word = |text: &str| WORDS.contains(&fold(text).as_str());
    if let Some(name) = second {
        return is_word(first.trim_end_matches([':', ' '])).then_some(name);
    }
    let (word, name) = first.split_once([':', '–', '—'])?;
    (is_word(word) && !name.trim().is_empty()).then_some(name.trim())
}

/// Rows, each with the store that stands above it.
struct WithStores {
    raw: Vec<String>,
    rows: Box<dyn Rows>,
    store: String,
}

impl Rows for WithStores {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        if !self.rows.read(record)? {
            return Ok(false);
        }
        if let Some(store) = store_of(record) {
            store.clone_into(&mut self.store);
            record.mark = Some(AsideKind::Title);
            return Ok(true);
        }
        let width = self.raw.len();
        let is_header = record.texts().eq(self.raw.iter().map(String::as_str));
        let store = if is_header { STORE } else { &self.store };
        if record.has_more_than(width / 2) && record.cell(width) == Cell::Empty {
            *record = record.with(&[(width, store.to_owned())]);
        }
        Ok(true)
    }

    fn original(&self, record: &Record) -> String {
        self.rows.original(record)
    }

    fn place(&self) -> u64 {
        self.rows.place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::record;

    #[test]
    fn a_line_of_its_own_names_the_store_of_those_below() {
        for texts in
            [&["Magasin : Lyon", "", ""][..], &["Magasin", "Lyon"], &["Point de vente :", "Lyon", ""]]
        {
            assert_eq!(store_of(&record(2, texts)), Some("Lyon"), "{texts:?}");
        }
        for texts in [&["Magasin", "", ""][..], &["Lyon", "", ""], &["Magasin : Lyon", "Savon", "4,50"]] {
            assert_eq!(store_of(&record(2, texts)), None, "{texts:?}");
        }
    }

    #[test]
    fn a_file_with_a_column_of_stores_has_them_there() {
        let header = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let first = record(2, &["Magasin : Lyon"]);
        assert!(Sections::find(&header(&["Date", "Produit", "CA"]), Some(&first)).is_some());
        assert!(Sections::find(&header(&["Date", "Boutique", "CA"]), Some(&first)).is_none());
        let sale = record(2, &["03/11/2025", "Savon", "4,50"]);
        assert!(Sections::find(&header(&["Date", "Produit", "CA"]), Some(&sale)).is_none());
    }
}
