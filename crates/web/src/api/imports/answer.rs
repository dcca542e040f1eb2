//! What became of a file, or would become of it.

use std::borrow::Cow;

use comptoir_import::{ColumnProof, Field, Report, SetAside};
use comptoir_sales::Reject;
use comptoir_words::{FluentValue, Words};
use serde::Serialize;
use utoipa::ToSchema;

/// How many bad lines an answer names.
const REJECTS_NAMED: usize = 100;

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Imported {
    /// Its number in the ledger; null on a dry run.
    id: Option<i64>,
    source: String,
    table: &'static str,
    dry_run: bool,
    /// Lines of data in the file.
    lines: u64,
    added: u64,
    /// Lines that were there already.
    known: u64,
    /// Known lines with other content: nothing was written for them.
    changed: u64,
    changed_ids: Vec<String>,
    rejected: u64,
    /// The first hundred bad lines.
    rejects: Vec<RejectJson>,
    /// Known lines that took the file's content.
    written_again: u64,
    /// Sales that the file lacks and that were taken out.
    removed: u64,
    /// By how much the revenue moved, in euros.
    revenue: f64,
    /// Store-days left as they are because the file lacks sales of them.
    held_back_store_days: u64,
    /// Products and stores that came with sales.
    products_brought: Vec<String>,
    stores_brought: Vec<String>,
    stores_without_region: Vec<String>,
    /// How each column was read.
    columns: Vec<ColumnJson>,
    /// Lines that are no data.
    aside: Vec<AsideJson>,
    /// The outcome in a sentence.
    message: String,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ColumnJson {
    header: String,
    /// Null when the column is not used.
    field: Option<&'static str>,
    /// Why it is not used; null when it is.
    set_aside: Option<&'static str>,
    form: &'static str,
    /// Values as they stand in the file, and as they are read.
    samples: Vec<[String; 2]>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct AsideJson {
    line: u64,
    kind: &'static str,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct RejectJson {
    pub(super) line: u64,
    pub(super) column: Option<String>,
    pub(super) value: Option<String>,
    pub(super) code: Cow<'static, str>,
    pub(super) detail: String,
    pub(super) remedy: Option<String>,
}

pub(super) fn imported(words: &Words, report: &Report) -> Imported {
    let poured = &report.poured;
    let good = report.lines.saturating_sub(report.reject_count);
    let (message, count) = match (report.dry_run, poured.added) {
        (true, _) => ("import-dry-run", good),
        (false, 0) => ("import-nothing", 0),
        (false, added) => ("import-added", added),
    };
    let table = report.table.name();
    let values = [("count", FluentValue::from(count.to_string())), ("table", FluentValue::from(table))];
    let told = |reject: &Reject| reject_json(words, &report.name, reject);
    Imported {
        id: poured.import_id,
        table,
        dry_run: report.dry_run,
        lines: report.lines,
        added: poured.added,
        known: poured.known,
        changed: poured.changed_count,
        changed_ids: poured.changed.clone(),
        written_again: poured.written_again,
        removed: poured.removed,
        revenue: poured.revenue.to_f64(),
        held_back_store_days: poured.held_back.store_days,
        rejected: report.reject_count,
        rejects: report.rejects.iter().take(REJECTS_NAMED).map(told).collect(),
        message: words.say(message, &values),
        products_brought: report.products_brought.clone(),
        stores_brought: report.stores_brought.clone(),
        stores_without_region: report.stores_without_region.iter().map(|(name, _)| name.clone()).collect(),
        columns: report.proof.columns.iter().cloned().map(column).collect(),
        aside: report
            .aside
            .iter()
            .map(|aside| AsideJson { line: aside.line, kind: aside.kind.name() })
            .collect(),
        source: report.name.clone(),
    }
}

pub(super) fn column(column: ColumnProof) -> ColumnJson {
    ColumnJson {
        header: column.header,
        field: column.field.map(Field::name),
        set_aside: column.aside.map(SetAside::name),
        form: column.form,
        samples: column.samples.into_iter().map(|(written, read)| [written, read]).collect(),
    }
}

fn reject_json(words: &Words, source: &str, reject: &Reject) -> RejectJson {
    let sentence = words.tell_reject(reject.code, &reject.all_facts(source));
    RejectJson {
        line: reject.line,
        column: reject.column.clone(),
        value: reject.value.clone(),
        code: Cow::Borrowed(reject.code),
        detail: sentence.text,
        remedy: sentence.remedy,
    }
}
