//! What an import pours in.

use comptoir_calendar::Date;

use crate::{Diagnostic, Facts, Money, Product, Quantity, Sale, Store, StoreMove, Table, Target, UtcHour};

/// A record with the line of the file that it was read from, from 1.
pub type Lined<T> = (u64, T);

/// Checked lines of one file, a few thousand at a time.
///
/// A file of sales may name products and stores that are not kept yet: they come with the first chunk whose sales refer
/// to them.
#[derive(Clone, Debug, Default)]
pub struct Chunk {
    /// Products.
    pub products: Vec<Lined<Product>>,
    /// Stores.
    pub stores: Vec<Lined<Store>>,
    /// Sales, whose products and stores are kept or come in this chunk or one before.
    pub sales: Vec<Lined<Sale>>,
    /// Targets, of stores that are kept.
    pub targets: Vec<Lined<Target>>,
    /// Stores that have moved: their sales from a day on are those of a store that comes in this chunk.
    pub moves: Vec<StoreMove>,
    /// The sales whose time was one of UTC, by the hour, once all lines are read.
    pub utc_hours: Vec<UtcHour>,
    /// Lines that could not be read.
    pub rejects: Vec<Reject>,
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
    /// The line as it stands in the file.
    pub original: String,
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

/// What becomes of lines that are known already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ImportMode {
    /// They are left as they are; other content under a known key is counted and named, not written.
    #[default]
    New,
    /// They take the file's content.
    Upsert,
    /// As [`ImportMode::Upsert`], and of each store and day that the file covers, the sales of the same source that the
    /// file does not have are taken out.
    Replace {
        /// Whether that also holds for the file's first and last day when they have become smaller: such a day may be
        /// cut off by the export.
        partial_days: bool,
    },
}

/// One file, read and checked: one transaction, one line of the ledger.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about the file")]
pub struct NewImport<'a> {
    /// Where it came from, as the user named it: a path, a URL, `-`.
    pub name: String,
    /// What its lines are.
    pub table: Table,
    /// Which till or shop it is an export of: keys of different sources never meet.
    pub source: String,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// A hash of everything besides the file that its reading depends on: options, remembered mapping, program version.
    pub reading: String,
    /// What becomes of lines that are known already.
    pub mode: ImportMode,
    /// Whether sales are known by their content, and the file holds all the lines of the days that it covers.
    pub covers_days: bool,
    /// Whether amounts are worked out from the catalogue's prices: then known sales keep those that they have, since
    /// the price of a later day is not theirs.
    pub keeps_amounts: bool,
    /// Whether the user says that the file is of the till whose sales of the same days are kept: what both have counts
    /// once, and what only one of them has is kept.
    pub same_till: bool,
    /// Whether sales that seem to be kept under another identity, without their tickets for example, have been said
    /// to be those before.
    pub knows_twins: bool,
    /// How it was read, to be remembered: the header's signature and the mapping in JSON.
    pub mapping: Option<(String, String)>,
    /// The currency of its amounts, ISO 4217.
    pub currency: Option<String>,
    /// The number of an import of the same bytes, read in the same way, that still stands: then there are no chunks.
    pub same_as: Option<i64>,
    /// Find out everything, keep nothing.
    pub dry_run: bool,
    /// Whether one line that is refused on the way in, two that share an id for example, stops everything.
    pub abort_on_reject: bool,
    /// Whether the observer of the import keeps all refused lines: then the sink need not.
    pub rejects_elsewhere: bool,
    /// The lines.
    pub chunks: Box<dyn Iterator<Item = Result<Chunk, Box<dyn Diagnostic>>> + Send + 'a>,
}

/// What became of the lines poured in; on a dry run, what would have become of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOutcome {
    /// The import's number in the ledger; `None` on a dry run.
    pub import_id: Option<i64>,
    /// Lines that were new and are now kept.
    pub added: u64,
    /// Lines that were there already, changed or not.
    pub known: u64,
    /// How many of the known lines have other content in the file than what is kept.
    pub changed_count: u64,
    /// The ids of the first twenty of those.
    pub changed: Vec<String>,
    /// How many of those were written over.
    pub written_again: u64,
    /// Known lines that are kept under the product which version 0.1 took theirs for; they are among the known.
    pub former_products: u64,
    /// Lines that come twice in the file with the same id and content; they are among the known.
    pub repeated: u64,
    /// Lines whose id has come before in the file with other content: refused with the code `twice`.
    pub clashes: Vec<Clash>,
    /// Kept sales that are missing from the file and were taken out.
    pub removed: u64,
    /// Store-days that were left as they are because kept sales of them are missing from the file.
    pub held_back: HeldBack,
    /// Products that came with sales and are new.
    pub products_added: u64,
    /// Stores that came with sales and are new.
    pub stores_added: u64,
    /// By how much the import moves the revenue kept.
    pub revenue: Money,
}

/// A line whose id has come before in the file with other content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The line in the file, from 1.
    pub line: u64,
    /// The id.
    pub key: String,
}

/// Stores and days whose sales, kept by an earlier import of the same source, are missing from a file: a corrected
/// export, or one that is cut off. Nothing of the file was written for them. Of a file with ids no day is held back: the sales
/// that are missing among others that it has are named, and count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// How many store-days.
    pub store_days: u64,
    /// How many lines of the file lie in them.
    pub lines: u64,
    /// How many kept sales are missing from the file.
    pub missing_count: u64,
    /// The first twenty of those.
    pub missing: Vec<MissingSale>,
    /// Whether some of the days are the file's first or last, and smaller than what is kept.
    pub may_be_cut_off: bool,
}

impl HeldBack {
    /// How many kept sales with ids are missing from the file and count.
    pub fn still_counting(&self) -> u64 {
        if self.store_days == 0 { self.missing_count } else { 0 }
    }
}

/// A kept sale that is missing from a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingSale {
    /// The import that kept it.
    pub import_id: i64,
    /// The civil day.
    pub date: Date,
    /// The store, as people call it.
    pub store: String,
    /// The product, as people call it.
    pub product: String,
    /// How many, or how much.
    pub quantity: Quantity,
    /// The line's revenue.
    pub amount: Money,
}

/// Where an import pours its lines: keeps all of one import or, on error, nothing.
pub trait SaleSink {
    /// Writes the lines in one transaction, with their rejects and their line in the ledger.
    fn load(&self, import: NewImport<'_>) -> Result<ImportOutcome, Box<dyn Diagnostic>>;

    /// Says what stands in the file of lines that the sink itself has refused: those of [`ImportOutcome::clashes`], which it
    /// knows by their number alone.
    fn describe(&self, import_id: i64, rejects: &[Reject]) -> Result<(), Box<dyn Diagnostic>> {
        let _ = (import_id, rejects);
        Ok(())
    }
}
