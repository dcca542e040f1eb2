//! What a check of a database finds, as facts that the catalogues have words for.

use comptoir_sales::{Diagnostic, Facts};

use crate::LostRows;

/// A fault of a database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The pages of the file contradict each other.
    #[error("{words}")]
    Page {
        /// SQLite's own words.
        words: String,
    },
    /// Rows refer to rows that are not there.
    #[error("{table}: {rows} rows refer to rows of {parent} that are not there, the first is {first}")]
    NoSuchRows {
        /// The table that refers.
        table: String,
        /// The one referred to.
        parent: String,
        /// How many rows refer to nothing.
        rows: i64,
        /// The lowest number among these.
        first: i64,
    },
    /// A part of this program's schema is not there.
    #[error("{kind} {name} is missing")]
    Missing {
        /// `table`, `index` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
    },
    /// A part of this program's schema is another one.
    #[error("{kind} {name} is not as it must be")]
    Changed {
        /// `table`, `index` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
    },
    /// A trigger or an index of others is on a table of this program.
    #[error("{kind} {name} on {table} is not of Comptoir")]
    Stranger {
        /// `index` or `trigger`.
        kind: String,
        /// Its name.
        name: String,
        /// The table.
        table: String,
    },
    /// What says which state the data is in has no row.
    #[error("data_version has no row")]
    NoVersion,
    /// Days of sales are not in the calendar.
    #[error("calendar_days: {days} days of sales are missing")]
    MissingDays {
        /// How many.
        days: i64,
    },
    /// A sale has a value that no figure can be made of.
    #[error("sales {id}: {column} {value} is not a value of a sale")]
    Value {
        /// The sale.
        id: i64,
        /// `sale_date`, `amount` or `quantity`.
        column: String,
        /// Its beginning, as SQL writes it.
        value: String,
    },
    /// Rows of an import are gone.
    #[error("import {} ({}): {} rows of {} are missing", .0.import_id, .0.source, .0.rows, .0.table)]
    Lost(LostRows),
}

impl Diagnostic for Fault {
    fn code(&self) -> &'static str {
        match self {
            Self::Page { .. } => "fault-page",
            Self::NoSuchRows { .. } => "fault-no-such-rows",
            Self::Missing { .. } => "fault-missing",
            Self::Changed { .. } => "fault-changed",
            Self::Stranger { .. } => "fault-stranger",
            Self::NoVersion => "fault-no-version",
            Self::MissingDays { .. } => "fault-missing-days",
            Self::Value { .. } => "fault-value",
            Self::Lost(_) => "fault-lost",
        }
    }

    fn facts(&self) -> Facts {
        match self {
            Self::Page { words } => vec![("reason", words.clone())],
            Self::NoSuchRows { table, parent, rows, first } => vec![
                ("table", table.clone()),
                ("parent", parent.clone()),
                ("count", rows.to_string()),
                ("first", first.to_string()),
            ],
            Self::Missing { kind, name } | Self::Changed { kind, name } => {
                vec![("kind", kind.clone()), ("name", name.clone())]
            }
            Self::Stranger { kind, name, table } => {
                vec![("kind", kind.clone()), ("name", name.clone()), ("table", table.clone())]
            }
            Self::NoVersion => vec![],
            Self::MissingDays { days } => vec![("count", days.to_string())],
            Self::Value { id, column, value } => {
                vec![("id", id.to_string()), ("column", column.clone()), ("value", value.clone())]
            }
            Self::Lost(LostRows { import_id, source, table, rows }) => vec![
                ("id", import_id.to_string()),
                ("source", source.clone()),
                ("table", table.clone()),
                ("count", rows.to_string()),
            ],
        }
    }
}
