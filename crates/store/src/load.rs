//! Rows on their way into tables, many at a time, as Arrow batches.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};

use comptoir_sales::UnknownName;

use crate::StoreError;

/// What becomes of a row that is there already: one with the same key, primary or unique.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It is left as it is; other content under the same key is counted and named, not written.
    #[default]
    New,
    /// It takes the new content.
    Upsert,
    /// All rows of the table go first.
    Replace,
}

impl std::str::FromStr for Mode {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "new" => Ok(Self::New),
            "upsert" => Ok(Self::Upsert),
            "replace" => Ok(Self::Replace),
            _ => Err(text.into()),
        }
    }
}

impl Mode {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Upsert => "upsert",
            Self::Replace => "replace",
        }
    }
}

/// The batches of one table. All have the same columns, named as the table's; a column that is not there is null,
/// or what the table gives by default.
pub struct TableLoad<'a> {
    /// The table.
    pub table: String,
    /// The columns.
    pub schema: SchemaRef,
    /// The rows.
    pub batches: Box<dyn Iterator<Item = Result<RecordBatch, StoreError>> + 'a>,
}

/// The line of the ledger that a load writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own about the load")]
pub struct LedgerLine {
    /// Where the rows came from, as the user named it.
    pub name: String,
    /// The table that the counts are about: one of those loaded.
    pub table: String,
    /// Which till or shop it is an export of.
    pub source: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// A hash of everything besides the file that its reading depends on.
    pub reading: Option<String>,
    /// Whether sales are known by their content, and the file holds all the lines of the days that it covers.
    pub covers_days: bool,
    /// Whether known sales keep their amounts as long as their quantity is the same.
    pub keeps_amounts: bool,
    /// In mode replace: whether the file's first and last day are replaced even when they have become smaller.
    pub partial_days: bool,
    /// Whether the user says that the file is of the till whose sales of the same days are kept: what both have counts
    /// once, and what only one of them has is kept.
    pub same_till: bool,
    /// Whether sales that seem to be kept under another identity have been said to be those before.
    pub knows_twins: bool,
    /// The signature of the header and the mapping in JSON, to be remembered.
    pub mapping: Option<(String, String)>,
    /// The currency of the amounts, ISO 4217.
    pub currency: Option<String>,
    /// The number of an import of the same bytes that still stands: its counts are this one's, and no table is loaded.
    pub same_as: Option<i64>,
    /// Whether one clash stops everything.
    pub abort_on_clash: bool,
    /// Whether who imports keeps the refused lines itself: then those beyond the table's are not kept here too.
    pub rejects_elsewhere: bool,
}

/// A load: rows of tables in one transaction, all of them or, on error, none.
///
/// A load with a line of the ledger is an import: rows of tables with a column `import_id` get its number, a column
/// `line` that the table does not have holds the line of the file for reports, rows that are written over or taken
/// out leave a before-image in `import_changes`, and the mode `replace` swaps store-days of sales instead of the
/// whole table.
pub struct Load<'a> {
    /// The line of the ledger.
    pub ledger: Option<LedgerLine>,
    /// What becomes of rows that are there already.
    pub mode: Mode,
    /// Find out everything, keep nothing.
    pub dry_run: bool,
    /// The tables, in the order in which they are read. What one row refers to may come in a later table.
    pub tables: Vec<TableLoad<'a>>,
}

/// The outcome of a load; on a dry run, what it would have done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// The import's number in the ledger; none on a dry run.
    pub import_id: Option<i64>,
    /// What was done to each table.
    pub tables: Vec<LoadedTable>,
    /// By how much the revenue kept has moved, in ten-thousandths of the currency unit.
    #[serde(default)]
    pub revenue_parts: i64,
    /// Store-days that were left as they are because kept sales of them are missing from the import.
    #[serde(default)]
    pub held_back: HeldBack,
}

/// The outcome of a load for one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LoadedTable {
    /// The table.
    pub table: String,
    /// Rows that were new and are now kept.
    pub added: u64,
    /// Rows whose key was there already.
    pub known: u64,
    /// Those among the known whose content differs; left alone but in the modes upsert and replace.
    pub changed: u64,
    /// Changed rows that were written over.
    pub written_again: u64,
    /// The keys of the first twenty of the changed.
    pub changed_keys: Vec<String>,
    /// Rows that were taken out, in mode replace.
    pub removed: u64,
    /// Sales that are kept under the product which version 0.1 took theirs for; they are among the known.
    pub former_products: u64,
    /// Rows of an import that come twice in it with the same content; they are among the known.
    pub repeated: u64,
    /// Rows of an import whose key has come before in it with other content; they are not written.
    pub clashes: Vec<Clash>,
}

/// A row of an import whose key has come before in it with other content.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// The line of the file; 0 when the load does not say.
    pub line: i64,
    /// The key.
    pub key: String,
}

/// Store-days whose sales, kept by an earlier import of the same source, are missing from an import. With none, the
/// missing sales have ids, and count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HeldBack {
    /// How many store-days.
    pub store_days: u64,
    /// How many rows of the import lie in them.
    pub rows: u64,
    /// How many kept sales are missing from the import.
    pub missing_count: u64,
    /// The first twenty of those.
    pub missing: Vec<MissingSale>,
    /// Whether some of the days are the import's first or last, and smaller than what is kept.
    pub may_be_cut_off: bool,
}

/// A kept sale that is missing from an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingSale {
    /// The import that kept it.
    pub import_id: i64,
    /// The civil day, `YYYY-MM-DD`.
    pub date: String,
    /// The store, as people call it.
    pub store: String,
    /// The product, as people call it.
    pub product: String,
    /// How many, or how much, in ten-thousandths.
    pub quantity_parts: i64,
    /// The line's revenue, in ten-thousandths of the currency unit.
    pub amount_parts: i64,
}

/// What taking an import back did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Rows that the import had added, now gone.
    pub removed: u64,
    /// Rows that the import had written over or taken out, now as they were before.
    pub restored: u64,
    /// By how much the revenue kept has moved, in ten-thousandths of the currency unit.
    pub revenue_parts: i64,
}
