//! `comptoir import`: files into the database.

use std::sync::Arc;

use comptoir_import::{Aside, Options, Prepared, Report, Source};
use comptoir_sales::Reject;
use comptoir_store::{Book, Database};
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure},
    flags::Import,
    output::Output,
    progress::Progress,
};

/// How many bad lines of a file are told one by one.
const REJECTS_TOLD: usize = 20;

/// How many lines that are no data are told one by one.
const ASIDE_TOLD: usize = 20;

pub(super) fn run(flags: &Import, database: &Arc<dyn Database>, output: &Output) -> Result<Done, Failure> {
    let sources =
        flags.sources.iter().map(|source| Source::all(source)).collect::<Result<Vec<_>, _>>()?.concat();
    let reports = import_all(&sources, &flags.options(), database, output)?;
    let leftovers = reports.iter().any(Report::has_leftovers);
    output.document(&json!({ "imports": reports.iter().map(document).collect::<Vec<_>>() }));
    Ok(if leftovers { Done::WithLeftovers } else { Done::Whole })
}

/// Imports files, whatever their order: products and stores before the sales that name them. All are read before
/// anything is written; each is one transaction.
pub(super) fn import_all(
    sources: &[Source],
    options: &Options,
    database: &Arc<dyn Database>,
    output: &Output,
) -> Result<Vec<Report>, Failure> {
    let prepared = sources.iter().map(|source| Prepared::read(source, options));
    let mut prepared = prepared.collect::<Result<Vec<_>, _>>()?;
    prepared.sort_by_key(Prepared::table);
    let book = Book::new(Arc::clone(database));
    let mut reports = Vec::new();
    for file in prepared {
        let progress = Progress::new(output.say("import-progress", &[("file", file.name())]));
        let report = file.import(options, &book, &|done, total| progress.report(done, total))?;
        drop(progress);
        tell(&report, output);
        reports.push(report);
    }
    Ok(reports)
}

fn tell(report: &Report, output: &Output) {
    if !report.aside.is_empty() {
        let line = |aside: &Aside| {
            format!("{} ({})", aside.line, output.words().text(&format!("aside-{}", aside.kind.name())))
        };
        let more = if report.aside.len() > ASIDE_TOLD { "…" } else { "" };
        let lines = report.aside.iter().take(ASIDE_TOLD).map(line).collect::<Vec<_>>().join(", ");
        output.talk("import-aside", &[("file", &report.source), ("lines", &format!("{lines}{more}"))]);
    }
    let (file, table) = (("file", report.source.as_str()), ("table", report.table.name()));
    let Some(poured) = &report.poured else {
        let columns: Vec<String> =
            report.columns.iter().map(|(header, field)| format!("{header} → {}", field.name())).collect();
        output.talk("import-columns", &[file, ("columns", &columns.join(", "))]);
        let good = (report.lines - report.rejects.len()).to_string();
        output.outcome("import-dry-run", &[("count", &good), table]);
        return tell_rejects(report, output);
    };
    if poured.added > 0 {
        output.outcome("import-added", &[("count", &poured.added.to_string()), table]);
    } else {
        output.outcome("import-nothing", &[table]);
    }
    if poured.changed_count > 0 {
        let count = poured.changed_count.to_string();
        output.talk("import-changed", &[("count", &count), table, file, ("ids", &poured.changed.join(", "))]);
    }
    if !report.stores_without_region.is_empty() {
        output.talk("import-without-region", &[("stores", &report.stores_without_region.join(", "))]);
    }
    tell_rejects(report, output);
}

fn tell_rejects(report: &Report, output: &Output) {
    if report.rejects.is_empty() {
        return;
    }
    let count = report.rejects.len().to_string();
    output.talk("import-rejected", &[("count", &count), ("file", &report.source)]);
    for reject in report.rejects.iter().take(REJECTS_TOLD) {
        Output::tell_aside(&output.words().tell_reject(reject.code, &reject.all_facts(&report.source)));
    }
    if report.rejects.len() > REJECTS_TOLD {
        let more = (report.rejects.len() - REJECTS_TOLD).to_string();
        output.talk("import-more-rejects", &[("count", &more)]);
    }
}

pub(super) fn document(report: &Report) -> Json {
    let poured = report.poured.clone().unwrap_or_default();
    let reject = |reject: &Reject| json!({ "line": reject.line, "column": reject.column, "value": reject.value, "code": reject.code });
    json!({
        "id": report.poured.as_ref().map(|poured| poured.import_id),
        "source": report.source,
        "table": report.table.name(),
        "lines": report.lines,
        "added": poured.added,
        "known": poured.known,
        "changed": poured.changed_count,
        "changed_ids": poured.changed,
        "rejected": report.rejects.len(),
        "rejects": report.rejects.iter().map(reject).collect::<Vec<_>>(),
        "aside": report.aside.iter().map(|aside| json!({ "line": aside.line, "kind": aside.kind.name() })).collect::<Vec<_>>(),
        "stores_without_region": report.stores_without_region,
    })
}
