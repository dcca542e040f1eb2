//! What an import pours in.

use crate::{Facts, Product, Sale, Store, Table, Told};

/// The checked lines of one file.
#[derive(Clone, Debug)]
pub enum Lines {
    /// Products.
    Products(Vec<Product>),
    /// Stores.
    Stores(Vec<Store>),
    /// Sales, whose products and stores are known.
    Sales(Vec<Sale>),
}

impl Lines {
    /// Which table the lines belong to.
    pub fn table(&self) -> Table {
        match self {
            Self::Products(_) => Table::Products,
            Self::Stores(_) => Table::Stores,
            Self::Sales(_) => Table::Sales,
        }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Products(lines) => lines.len(),
            Self::Stores(lines) => lines.len(),
            Self::Sales(lines) => lines.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A line that could not be read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The line in the file, from 1.
    pub line: u64,
    /// The column's header, where one column is to blame.
    pub column: Option<String>,
    /// The value found there.
    pub value: Option<String>,
    /// The stable name of the reason, kebab-case.
    pub code: &'static str,
    /// What fills the sentence of that reason, besides line, column and value.
    pub facts: Facts,
}

impl Reject {
    /// Everything that fills the sentence of the reason, for a line of `file`.
    pub fn all_facts(&self, file: &str) -> Facts {
        let mut facts = vec![
            ("file", file.to_owned()),
            ("line", self.line.to_string()),
            ("column", self.column.clone().unwrap_or_default()),
            ("value", self.value.clone().unwrap_or_default()),
        ];
        facts.extend(self.facts.iter().cloned());
        facts
    }
}

/// One file, read and checked: one transaction, one line of the ledger.
#[derive(Clone, Debug)]
pub struct NewImport {
    /// Where it came from, as the user named it: a path, a URL, `-`.
    pub source: String,
    /// The good lines.
    pub lines: Lines,
    /// The bad ones.
    pub rejects: Vec<Reject>,
}

/// What became of the lines poured in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poured {
    /// The import's number in the ledger.
    pub import_id: i64,
    /// Lines that were new and are now kept.
    pub added: u64,
    /// Lines that were there already, unchanged or not.
    pub known: u64,
    /// Ids of known lines whose content in the file differs from what is kept; nothing was written for them.
    /// At most the first twenty.
    pub changed: Vec<String>,
    /// How many such lines there are.
    pub changed_count: u64,
}

/// Where an import pours its lines: keeps all of one import or, on error, nothing.
pub trait SaleSink {
    /// Writes the lines whose id is new, in one transaction, with their rejects and their line in the ledger.
    fn pour(&self, import: &NewImport) -> Result<Poured, Box<dyn Told>>;
}
