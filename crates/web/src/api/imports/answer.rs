//! What became of a file, or would become of it.

use std::borrow::Cow;

use comptoir_import::{Account, Class, ColumnProof, Field, LineQuestion, Part, Report, SetAside, StoreMoved};
use comptoir_sales::Reject;
use comptoir_words::{Currency, FluentValue, Words};
use serde::Serialize;
use utoipa::ToSchema;

use crate::told::import_notes;

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
    /// Sales that are missing from the file and were taken out.
    removed: u64,
    /// By how much the revenue moved, in the currency of the database.
    revenue: f64,
    /// Store-days left as they are because sales of them are missing from the file.
    held_back_store_days: u64,
    /// Products and stores that came with sales.
    /// The first thousand of each, and how many there are.
    products_brought: Vec<String>,
    products_brought_count: u64,
    stores_brought: Vec<String>,
    stores_brought_count: u64,
    stores_without_region: Vec<String>,
    stores_without_region_count: u64,
    /// How each column was read.
    columns: Vec<ColumnJson>,
    /// The first thousand lines that are no sales.
    aside: Vec<AsideJson>,
    /// What became of every line.
    account: AccountJson,
    /// What else there is to know, in sentences: where the revenue comes from, the rule of times of UTC, text put
    /// right, stores that have moved, prices that have changed.
    notes: Vec<String>,
    /// Stores that a file of stores has elsewhere than they are kept.
    stores_moved: Vec<StoreMovedJson>,
    /// The currency of the amounts, ISO 4217.
    currency: Option<String>,
    /// How times of UTC became days; null in a file that has none.
    time_zone: Option<TimeZoneJson>,
    /// The outcome in a sentence.
    message: String,
}

/// How times of UTC became days.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct TimeZoneJson {
    /// `shop`, `keep` or the name of a zone.
    rule: String,
    /// Lines with a time of UTC.
    lines: u64,
    /// Those that lie on another day than the one that is written, or would.
    moved: u64,
    zones: Vec<String>,
}

/// A store that a file of stores has elsewhere than it is kept.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct StoreMovedJson {
    store: String,
    before: String,
    after: String,
    /// The sales that are kept of it.
    sales: u64,
    revenue: f64,
    /// Whether nothing of it is written until it is said what becomes of them.
    waits: bool,
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
    /// The amount that the line states, in the currency of the file.
    amount: f64,
}

/// What became of every line below the header: the parts add up to `lines` and to `stated`.
#[derive(Default, Serialize, ToSchema)]
pub(in crate::api) struct AccountJson {
    lines: u64,
    stated: f64,
    /// What all lines are counted as.
    counted: f64,
    parts: Vec<PartJson>,
    /// How many totals of the file are the sums of its lines.
    totals_confirmed: u64,
    /// Lines of totals that are the sum of no lines that were read.
    totals_contradicted: Vec<u64>,
}

#[derive(Serialize, ToSchema)]
pub(in crate::api) struct PartJson {
    /// `kept`, `aside` or `refused`.
    group: &'static str,
    /// The kind of the sale, or why the lines are set aside.
    class: &'static str,
    lines: u64,
    /// What they state in the file.
    stated: f64,
    /// What they are counted as.
    counted: f64,
}

/// A word of the file whose meaning has to be said.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct QuestionJson {
    column: String,
    word: String,
    /// `word`, `signs`, `prefix`, `deposit`, `partial`, `total`, `payment` or `order`.
    why: &'static str,
    line: u64,
    lines: u64,
    amount: f64,
}

pub(super) fn question(question: &LineQuestion) -> QuestionJson {
    QuestionJson {
        column: question.column.clone(),
        word: question.word.clone(),
        why: question.why,
        line: question.line,
        lines: question.lines,
        amount: question.amount.to_f64(),
    }
}

fn account(account: &Account) -> AccountJson {
    let part = |(class, part): (Class, Part)| PartJson {
        group: match class {
            Class::Kept(_) => "kept",
            Class::Aside(_) => "aside",
            Class::Refused => "refused",
        },
        class: class.name(),
        lines: part.lines,
        stated: part.stated.to_f64(),
        counted: part.counted.to_f64(),
    };
    let whole = account.whole();
    AccountJson {
        lines: whole.lines,
        stated: whole.stated.to_f64(),
        counted: whole.counted.to_f64(),
        parts: account.parts().map(part).collect(),
        totals_confirmed: account.confirmed,
        totals_contradicted: account.contradicted.iter().map(|(line, _)| *line).collect(),
    }
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
    if let Some(currency) = report.proof.currency.as_deref().and_then(Currency::from_code) {
        words.use_currency(currency);
    }
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
        changed: poured.changed_count + report.called_off.count + poured.held_back.still_counting(),
        changed_ids: poured
            .changed
            .iter()
            .chain(report.called_off.first.iter().take(REJECTS_NAMED))
            .cloned()
            .collect(),
        written_again: poured.written_again,
        removed: poured.removed,
        revenue: poured.revenue.to_f64(),
        held_back_store_days: poured.held_back.store_days,
        rejected: report.reject_count,
        rejects: report.rejects.iter().take(REJECTS_NAMED).map(told).collect(),
        message: words.say(message, &values),
        products_brought: report.products_brought.first.clone(),
        products_brought_count: report.products_brought.count,
        stores_brought: report.stores_brought.first.clone(),
        stores_brought_count: report.stores_brought.count,
        stores_without_region: report
            .stores_without_region
            .first
            .iter()
            .map(|(name, _)| name.clone())
            .collect(),
        stores_without_region_count: report.stores_without_region.count,
        columns: report.proof.columns.iter().cloned().map(column).collect(),
        aside: report
            .aside
            .iter()
            .map(|aside| AsideJson {
                line: aside.line,
                kind: aside.kind.name(),
                amount: aside.amount.to_f64(),
            })
            .collect(),
        account: account(&report.account),
        notes: import_notes(report, words),
        stores_moved: report.stores_moved.iter().filter(|moved| moved.is_elsewhere).map(moved).collect(),
        currency: report.proof.currency.clone(),
        time_zone: report.proof.time_zone.as_ref().map(|zone| TimeZoneJson {
            rule: zone.rule.name().to_owned(),
            lines: zone.lines,
            moved: zone.moved,
            zones: zone.zones.clone(),
        }),
        source: report.name.clone(),
    }
}

fn moved(moved: &StoreMoved) -> StoreMovedJson {
    StoreMovedJson {
        store: moved.name.clone(),
        before: moved.before.clone(),
        after: moved.after.clone(),
        sales: moved.kept.sales,
        revenue: moved.kept.revenue.to_f64(),
        waits: moved.waits(),
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
