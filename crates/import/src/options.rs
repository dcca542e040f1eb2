//! The options of an import.

use comptoir_calendar::Date;
use comptoir_sales::{ImportMode, Moving, Table};

use crate::{DateOrder, DecimalMark, Field, LineMeaning, SideBySideKind, TimeZoneRule};

/// What to do with bad lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Keep the good lines, report the bad ones.
    #[default]
    Reject,
    /// One bad line stops the file.
    Abort,
}

/// The options of an import; by default everything is found out from the file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The table that the file holds.
    pub table: Option<Table>,
    /// Roles of columns by their headers, before all others.
    pub map: Vec<(Field, String)>,
    /// Headers of columns that are not to be used. That is remembered, as roles are, until one of them is given a role.
    pub ignore: Vec<String>,
    /// How dates of digits are ordered.
    pub date_order: Option<DateOrder>,
    /// The day on which times of UTC are counted; by default the shop's own.
    pub time_zone: Option<TimeZoneRule>,
    /// Today: a sale of a year after the next is refused. Without it every year to 2199 is taken.
    pub today: Option<Date>,
    /// Which sign separates decimals.
    pub decimal: Option<DecimalMark>,
    /// The currency of the amounts, ISO 4217; by default what stands beside them or in their headers.
    pub currency: Option<String>,
    /// What lines with these words are: words of columns of types and states, first letters of the numbers of
    /// documents, names of products. That is remembered.
    pub words: Vec<(String, LineMeaning)>,
    /// Whether a day stands on the first of its lines only.
    pub dates_once: bool,
    /// What columns of one figure side by side are of. That is remembered.
    pub side_by_side: Option<SideBySideKind>,
    /// Whether files of one command that share days of a store are of the same till, their common lines the same sales.
    pub same_till: bool,
    /// What becomes of the sales of stores that are elsewhere in a file of stores; by default nothing of such a store
    /// is written.
    pub moving: Option<Moving>,
    /// Which till or shop the file is an export of; by default files with the same kinds of columns are of one.
    pub source: Option<String>,
    /// What becomes of lines that are known already.
    pub mode: ImportMode,
    /// What to do with bad lines.
    pub on_error: OnError,
    /// Read and check, write nothing.
    pub dry_run: bool,
}
