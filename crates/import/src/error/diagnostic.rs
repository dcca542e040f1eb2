//! The codes of errors, and the facts of their messages.

use comptoir_sales::{Cause, Diagnostic, Facts, Table};

use super::{ImportError, names};
use crate::{Field, LineQuestion, SideBySideChoice, SideBySideKind};

/// How many files of an archive are named.
const FILES_NAMED: usize = 5;

/// How many words that are not understood are named.
const WORDS_NAMED: usize = 20;

impl Diagnostic for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "import-not-found",
            Self::Unreadable { .. } => "import-unreadable",
            Self::DiskFull { .. } => "import-disk-full",
            Self::NoTemporaryFile { .. } => "import-no-temporary-file",
            Self::Unreachable { .. } => "import-unreachable",
            Self::PrivateAddress { .. } => "import-private-address",
            Self::TimedOut { .. } => "import-timed-out",
            Self::HttpStatus { .. } => "import-http-status",
            Self::TooLarge { .. } => "import-too-large",
            Self::TakesTooMuch { .. } => "import-takes-too-much",
            Self::TooManyDifferent { .. } => "import-too-many-different",
            Self::WorkbookTooLarge { .. } => "import-workbook-too-large",
            Self::WebPage { .. } => "import-web-page",
            Self::UnknownFormat { .. } => "import-unknown-format",
            Self::Damaged { .. } => "import-damaged",
            Self::SeveralFiles { .. } => "import-several-files",
            Self::NoFiles { .. } => "import-no-files",
            Self::Empty { .. } => "import-empty",
            Self::Malformed { .. } => "import-malformed",
            Self::RecordTooLarge { .. } => "import-record-too-large",
            Self::LineTooLong { .. } => "import-line-too-long",
            Self::TooManyColumns { .. } => "import-too-many-columns",
            Self::UnknownTable { .. } => "import-unknown-table",
            Self::MissingColumn { .. } => "import-missing-column",
            Self::PeriodsInHeader { .. } => "import-periods-in-header",
            Self::SideBySide { .. } => "import-side-by-side",
            Self::SideBySideTotal { .. } => "import-side-by-side-total",
            Self::DebitsAndCredits { .. } => "import-debits-and-credits",
            Self::UnexplainedColumns { .. } => "import-unexplained-columns",
            Self::AmbiguousMoney { question, .. } => question.code(),
            Self::NoSuchColumn { .. } => "import-no-such-column",
            Self::MixedCurrencies { .. } => "import-mixed-currencies",
            Self::AmbiguousDates { .. } => "import-ambiguous-dates",
            Self::Periods { .. } => "import-periods",
            Self::DaysOfPeriods { .. } => "import-days-of-periods",
            Self::SeveralDates { .. } => "import-several-dates",
            Self::NoAmounts { .. } => "import-no-amounts",
            Self::Nested { .. } => "import-nested",
            Self::Unreadables { field: Field::Date, .. } => "import-not-dates",
            Self::Unreadables { .. } => "import-not-numbers",
            Self::CutNumbers { .. } => "import-cut-numbers",
            Self::AmbiguousNumbers { .. } => "import-ambiguous-numbers",
            Self::UnclearLines { .. } => "import-unclear-lines",
            Self::RoundedCodes { .. } => "import-rounded-codes",
            Self::UnknownReferences { table: Table::Stores, .. } => "import-unknown-stores",
            Self::UnknownReferences { .. } => "import-unknown-products",
            Self::NothingNamed { table: Table::Stores, .. } => "import-no-store-named",
            Self::NothingNamed { .. } => "import-no-product-named",
            Self::MovedStore { .. } => "import-moved-store",
            Self::MixedTax { .. } => "import-mixed-tax",
            Self::OtherBook { .. } => "import-other-book",
            Self::MissingDates { .. } => "import-missing-dates",
            Self::DaysOutOfOrder { .. } => "import-days-out-of-order",
            Self::StatesOutOfOrder { .. } => "import-states-out-of-order",
            Self::PastedTwice { .. } => "import-pasted-twice",
            Self::SecondTable { .. } => "import-second-table",
            Self::HiddenSheets { .. } => "import-hidden-sheets",
            Self::SeveralTables { .. } => "import-several-tables",
            Self::SharedDays { .. } => "import-shared-days",
            Self::Rejected { .. } => "import-rejected",
            Self::Cancelled { .. } => "import-cancelled",
            Self::Stopped => "import-stopped",
            Self::Store(error) => error.code(),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm an error: a table")]
    fn facts(&self) -> Facts {
        let file = |name: &String| ("file", name.clone());
        match self {
            Self::NotFound { source_name }
            | Self::WebPage { source_name }
            | Self::PrivateAddress { source_name }
            | Self::NoFiles { source_name }
            | Self::TakesTooMuch { source_name }
            | Self::WorkbookTooLarge { source_name }
            | Self::Cancelled { source_name }
            | Self::Empty { source_name } => vec![file(source_name)],
            Self::Unreadable { source_name, source } => {
                vec![file(source_name), ("reason", Cause::of_io(source).name().to_owned())]
            }
            Self::DiskFull { source_name, folder } => vec![file(source_name), ("folder", folder.clone())],
            Self::NoTemporaryFile { source_name, folder, reason } => {
                vec![file(source_name), ("folder", folder.clone()), ("reason", reason.name().to_owned())]
            }
            Self::TooManyDifferent { source_name, what } => {
                vec![file(source_name), ("what", what.name().to_owned())]
            }
            Self::Unreachable { source_name, reason } => vec![file(source_name), ("reason", reason.clone())],
            Self::TimedOut { source_name, seconds } => {
                vec![file(source_name), ("seconds", seconds.to_string())]
            }
            Self::HttpStatus { source_name, status } => {
                vec![file(source_name), ("status", status.to_string())]
            }
            Self::TooLarge { source_name, limit_bytes } => {
                vec![file(source_name), ("limit", (limit_bytes >> 20).to_string())]
            }
            Self::UnknownFormat { source_name, format } => {
                vec![file(source_name), ("format", (*format).to_owned())]
            }
            Self::Damaged { source_name, format, reason } => {
                vec![file(source_name), ("format", (*format).to_owned()), ("reason", reason.clone())]
            }
            Self::SeveralFiles { source_name, files } => {
                let named = files.iter().take(FILES_NAMED).cloned().collect::<Vec<_>>().join(", ");
                vec![file(source_name), ("count", files.len().to_string()), ("files", named)]
            }
            Self::Malformed { source_name, line, reason } => {
                vec![file(source_name), ("line", line.to_string()), ("reason", reason.clone())]
            }
            Self::LineTooLong { source_name, line, limit_bytes }
            | Self::RecordTooLarge { source_name, line, limit_bytes } => vec![
                file(source_name),
                ("line", line.to_string()),
                ("limit", (limit_bytes >> 10).to_string()),
            ],
            Self::TooManyColumns { source_name, line, limit } => {
                vec![file(source_name), ("line", line.to_string()), ("limit", limit.to_string())]
            }
            Self::UnknownTable { source_name, columns }
            | Self::SeveralDates { source_name, columns }
            | Self::PeriodsInHeader { source_name, columns } => {
                vec![file(source_name), ("columns", columns.join(", "))]
            }
            Self::SideBySide { source_name, columns, choices } => {
                let flags = choices.iter().map(SideBySideChoice::flags).collect::<Vec<_>>().join(" | ");
                vec![
                    file(source_name),
                    ("columns", columns.join(", ")),
                    ("about", side_by_side_about(choices).to_owned()),
                    ("choices", if flags.is_empty() { "none".to_owned() } else { flags }),
                ]
            }
            Self::SideBySideTotal { source_name, line, column, value } => vec![
                file(source_name),
                ("line", line.to_string()),
                ("column", column.clone()),
                ("value", value.clone()),
            ],
            Self::MissingColumn { source_name, table, fields, flags, instead, columns } => vec![
                file(source_name),
                ("table", table.name().to_owned()),
                ("field", names(fields)),
                ("first", fields.first().map(|field| field.name().to_owned()).unwrap_or_default()),
                ("flags", if flags.is_empty() { "none".to_owned() } else { flags.clone() }),
                ("instead", instead.map_or("none", Table::name).to_owned()),
                ("columns", columns.join(", ")),
            ],
            Self::UnexplainedColumns { source_name, table, columns, flags } => vec![
                file(source_name),
                ("table", table.name().to_owned()),
                ("columns", columns.join(", ")),
                ("flags", flags.clone()),
            ],
            Self::DebitsAndCredits { source_name, columns, flags } => vec![
                file(source_name),
                ("columns", columns.join(", ")),
                ("flags", if flags.is_empty() { "none".to_owned() } else { flags.clone() }),
            ],
            Self::AmbiguousMoney { source_name, columns, choices, .. } => {
                vec![file(source_name), ("columns", columns.join(", ")), ("choices", choices.join(" | "))]
            }
            Self::NoSuchColumn { source_name, column, columns } => {
                vec![file(source_name), ("column", column.clone()), ("columns", columns.join(", "))]
            }
            Self::MixedCurrencies { source_name, found, other } => {
                vec![file(source_name), ("found", found.clone()), ("other", other.clone())]
            }
            Self::AmbiguousDates { source_name, column, value }
            | Self::Periods { source_name, column, value }
            | Self::DaysOfPeriods { source_name, column, value }
            | Self::CutNumbers { source_name, column, value }
            | Self::RoundedCodes { source_name, column, value }
            | Self::Unreadables { source_name, column, value, .. }
            | Self::AmbiguousNumbers { source_name, column, value } => {
                vec![file(source_name), ("column", column.clone()), ("value", value.clone())]
            }
            Self::Nested { source_name, column } | Self::NoAmounts { source_name, column } => {
                vec![file(source_name), ("column", column.clone())]
            }
            Self::UnclearLines { source_name, questions, currency } => {
                let shown = |question: &LineQuestion| question.shown(currency);
                let words = questions.iter().take(WORDS_NAMED).map(shown).collect::<Vec<_>>();
                let answers: Vec<String> =
                    questions.iter().take(WORDS_NAMED).map(LineQuestion::example).collect();
                let more = if questions.len() > WORDS_NAMED { ", …" } else { "" };
                vec![
                    file(source_name),
                    ("count", questions.len().to_string()),
                    ("words", format!("{}{more}", words.join(", "))),
                    ("answers", answers.join(" ")),
                ]
            }
            Self::UnknownReferences { source_name, column, values, flags, .. } => {
                let named = values.iter().take(FILES_NAMED).cloned().collect::<Vec<_>>().join(", ");
                let more = if values.len() > FILES_NAMED { ", …" } else { "" };
                vec![
                    file(source_name),
                    ("column", column.clone()),
                    ("values", format!("{named}{more}")),
                    ("flags", if flags.is_empty() { "none".to_owned() } else { flags.clone() }),
                ]
            }
            Self::NothingNamed { source_name, column, flags, .. } => {
                vec![file(source_name), ("column", column.clone()), ("flags", flags.clone())]
            }
            Self::MovedStore { source_name, moved } => vec![
                file(source_name),
                ("store", moved.store.clone()),
                ("home", moved.home.name().to_owned()),
                ("other", moved.other.name().to_owned()),
                ("first", moved.days.first().to_string()),
                ("last", moved.days.last().to_string()),
                ("count", moved.lines.to_string()),
            ],
            Self::MixedTax { source_name, column, words } => {
                vec![file(source_name), ("column", column.clone()), ("words", words.clone())]
            }
            Self::OtherBook { source_name, book, evidence, amount } => vec![
                file(source_name),
                ("book", book.name().to_owned()),
                ("evidence", evidence.clone()),
                (
                    "flags",
                    match amount {
                        Some((field, column)) => {
                            format!("--map {}={}", field.name(), crate::columns::quoted(column))
                        }
                        None => "--table sales".to_owned(),
                    },
                ),
                ("column", amount.as_ref().map_or_else(String::new, |(_, column)| column.clone())),
            ],
            Self::MissingDates { source_name, column, count } => {
                vec![file(source_name), ("column", column.clone()), ("count", count.to_string())]
            }
            Self::StatesOutOfOrder { source_name, column, line } => {
                vec![file(source_name), ("column", column.clone()), ("line", line.to_string())]
            }
            Self::PastedTwice { source_name, line, before } => {
                vec![file(source_name), ("line", line.to_string()), ("before", before.to_string())]
            }
            Self::DaysOutOfOrder { source_name, column, line, value } => vec![
                file(source_name),
                ("column", column.clone()),
                ("line", line.to_string()),
                ("value", if value.is_empty() { "none".to_owned() } else { value.clone() }),
            ],
            Self::SecondTable { source_name, line, columns } => {
                vec![file(source_name), ("line", line.to_string()), ("columns", columns.join(", "))]
            }
            Self::HiddenSheets { source_name, sheets } => {
                vec![file(source_name), ("count", sheets.len().to_string()), ("sheets", sheets.join(", "))]
            }
            Self::SeveralTables { source_name, tables } => {
                vec![file(source_name), ("count", tables.len().to_string()), ("tables", tables.join(", "))]
            }
            Self::SharedDays { source_name, other_name, day } => {
                vec![file(source_name), ("other", other_name.clone()), ("day", day.clone())]
            }
            Self::Rejected { source_name, first, count } => {
                vec![file(source_name), ("count", count.to_string()), ("line", first.line.to_string())]
            }
            Self::Stopped => vec![],
            Self::Store(error) => error.facts(),
        }
    }
}

/// Which words a question about columns side by side needs.
fn side_by_side_about(choices: &[SideBySideChoice]) -> &'static str {
    match choices.first().map(|choice| choice.kind) {
        Some(None) => "amount",
        Some(Some(SideBySideKind::Months)) => "months",
        Some(_) => "groups",
        None => "none",
    }
}
