//! Products and stores by the words that name them.

use std::collections::HashMap;

use comptoir_sales::fold;

/// Records by every word that may name them; a name that two records share names none.
#[derive(Debug)]
pub(crate) struct Known<T> {
    codes: HashMap<String, T>,
    ids: HashMap<i64, T>,
    names: HashMap<String, Option<T>>,
}

impl<T: Clone> Known<T> {
    pub(crate) fn new() -> Self {
        Self { codes: HashMap::new(), ids: HashMap::new(), names: HashMap::new() }
    }

    /// Adds a record with its id, its code and its names.
    pub(crate) fn add(
        &mut self,
        id: i64,
        code: Option<&str>,
        names: impl IntoIterator<Item = String>,
        record: &T,
    ) {
        self.ids.insert(id, record.clone());
        if let Some(code) = code {
            self.codes.insert(code.to_owned(), record.clone());
        }
        for name in names {
            let name = fold(&name);
            self.names.entry(name).and_modify(|known| *known = None).or_insert_with(|| Some(record.clone()));
        }
    }

    /// The record of a code, an id or a name.
    pub(crate) fn get(&self, word: &str) -> Option<&T> {
        let by_id = || self.ids.get(&word.parse().ok()?);
        let by_name = || self.names.get(&fold(word)).and_then(Option::as_ref);
        self.codes.get(word).or_else(by_id).or_else(by_name)
    }
}
