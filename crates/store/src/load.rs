//! Rows on their way into tables, many at a time, as Arrow batches.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};

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
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "new" => Ok(Self::New),
            "upsert" => Ok(Self::Upsert),
            "replace" => Ok(Self::Replace),
            _ => Err(format!("{text}: new, upsert or replace")),
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Where the rows came from, as the user named it.
    pub source: String,
    /// The table that the counts are about: one of those loaded.
    pub table: String,
    /// Lines that were refused before they got here.
    #[serde(default)]
    pub rejected: u64,
}

/// What is loaded in one transaction: all of it or, on error, nothing.
pub struct Load<'a> {
    /// The line of the ledger; rows of tables with a column `import_id` get its number.
    pub ledger: Option<LedgerLine>,
    /// What becomes of rows that are there already.
    pub mode: Mode,
    /// The tables, in the order in which they are written: what is referred to comes first.
    pub tables: Vec<TableLoad<'a>>,
}

/// What a load did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// The import's number in the ledger.
    pub import_id: Option<i64>,
    /// What was done to each table.
    pub tables: Vec<LoadedTable>,
}

/// What a load did to one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedTable {
    /// The table.
    pub table: String,
    /// Rows that were new and are now kept.
    pub added: u64,
    /// Rows whose key was there already.
    pub known: u64,
    /// Those among the known whose content differs; left alone but in mode upsert.
    pub changed: u64,
    /// Changed rows that were written over, in mode upsert.
    pub written_again: u64,
    /// The keys of the first twenty of them.
    pub changed_keys: Vec<String>,
    /// Rows that were taken out before, in mode replace.
    pub removed: u64,
}
