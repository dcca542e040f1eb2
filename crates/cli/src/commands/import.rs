//! `comptoir import`: files into the database.

mod account;
mod proof;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use comptoir_import::{
    Aside, FirstOf, Found, OnError, Options, Passed, Prepared, PriceChanged, Report, Source, StoreMoved,
};
use comptoir_sales::{ImportMode, MissingSale, Reject};
use comptoir_store::{Book, Database};
use comptoir_words::Currency;
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure, reason_of},
    flags::Import,
    output::Output,
    progress::Progress,
    refused::Refused,
};

/// How many bad lines of a file are listed one by one.
const REJECTS_TOLD: usize = 20;

/// How many lines that are no data are listed one by one.
const ASIDE_TOLD: usize = 20;

/// How many names are listed one by one.
const NAMES_TOLD: usize = 10;

pub(super) fn run(flags: &Import, database: &Arc<dyn Database>, output: &Output) -> Result<Done, Failure> {
    let mut sources = Vec::new();
    for named in &flags.sources {
        let found = Source::all(named)?;
        tell_passed(named, &found, output);
        sources.extend(found.sources);
    }
    let options = flags.options();
    let keeps_rejects = !options.dry_run && options.on_error == OnError::Reject;
    let rejects = match &flags.rejects {
        _ if !keeps_rejects => Rejects::Nowhere,
        Some(path) => Rejects::In(path.clone()),
        None => Rejects::Beside,
    };
    let reports = import_all(&sources, &options, &rejects, database, output)?;
    let leftovers = reports.iter().any(Report::has_leftovers);
    output.figures(json!({ "imports": reports.iter().map(document).collect::<Vec<_>>() }));
    Ok(if leftovers { Done::WithLeftovers } else { Done::Whole })
}

/// Names the files of a folder that are not imported, with the reason.
fn tell_passed(folder: &str, found: &Found, output: &Output) {
    if found.passed.is_empty() {
        return;
    }
    let shown = |(name, why): &(String, Passed)| {
        format!("{name} ({})", output.words().text(&format!("passed-{}", why.name())))
    };
    let files: Vec<String> = found.passed.iter().map(shown).collect();
    output.talk("import-skipped", &[("folder", folder), ("files", &listed(&files))]);
}

/// Where refused lines are kept, to be corrected.
pub(super) enum Rejects {
    Nowhere,
    /// In the working folder, named for the file that they are of.
    Beside,
    /// There.
    In(PathBuf),
}

impl Rejects {
    fn of(&self, name: &str, is_only: bool) -> Option<PathBuf> {
        let stem = || Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem =
            || stem().filter(|stem| !stem.is_empty() && stem != "-").unwrap_or_else(|| "import".into());
        match self {
            Self::Nowhere => None,
            Self::Beside => Some(format!("{}.rejets.csv", stem()).into()),
            Self::In(path) if is_only => Some(path.clone()),
            // Several files, each with its own refused lines beside the path named.
            Self::In(path) => Some(path.with_file_name(format!(
                "{}-{}",
                stem(),
                path.file_name().unwrap_or_default().to_string_lossy()
            ))),
        }
    }
}

/// Imports files, whatever their order: products and stores before the sales that name them. All are read before
/// anything is written; each is one transaction.
pub(super) fn import_all(
    sources: &[Source],
    options: &Options,
    rejects: &Rejects,
    database: &Arc<dyn Database>,
    output: &Output,
) -> Result<Vec<Report>, Failure> {
    let book = Book::new(Arc::clone(database));
    let prepared = sources.iter().map(|source| Prepared::read(source, options, &book));
    let mut prepared = prepared.collect::<Result<Vec<_>, _>>()?;
    prepared.sort_by_key(Prepared::table);
    Prepared::settle_by_neighbours(&mut prepared);
    Prepared::ask_about_tills(&prepared, options, &book)?;
    let is_only = prepared.len() == 1;
    let mut reports = Vec::new();
    for file in prepared {
        let name = file.name().to_owned();
        let progress = Progress::new(output.say("import-progress", &[("file", &name)]));
        let refused = Refused::new(&name, rejects.of(&name, is_only), progress, output.words());
        let report = file.import(options, &book, &refused)?;
        let kept = refused
            .finish()
            .map_err(|error| Failure::new("rejects-file", vec![("file", name), reason_of(&error)]))?;
        if let Some(currency) = report.proof.currency.as_deref().and_then(Currency::from_code) {
            output.words().use_currency(currency);
        }
        tell(&report, kept.as_deref(), options, output);
        reports.push(report);
    }
    Ok(reports)
}

fn tell(report: &Report, rejects: Option<&Path>, options: &Options, output: &Output) {
    tell_aside(report, output);
    if report.dry_run {
        proof::tell(report, output);
    }
    tell_outcome(report, output);
    for note in comptoir_web::import_notes(report, output.words()) {
        Output::note(&note);
    }
    let tell_names = |id: &str, names: &FirstOf<String>| {
        if !names.is_empty() {
            let count = names.count.to_string();
            output.talk(id, &[("count", &count), ("names", &listed(&names.first))]);
        }
    };
    tell_names("import-products-brought", &report.products_brought);
    tell_names("import-stores-brought", &report.stores_brought);
    if !report.stores_without_region.is_empty() {
        let stores: Vec<String> = report
            .stores_without_region
            .first
            .iter()
            .map(|(name, revenue)| {
                if revenue.parts() == 0 {
                    name.clone()
                } else {
                    format!("{name} ({})", output.money(*revenue))
                }
            })
            .collect();
        output.talk("import-without-region", &[("stores", &listed(&stores))]);
    }
    tell_held_back(report, options, output);
    tell_rejects(report, output);
    if let Some(path) = rejects {
        output.talk("import-rejects-kept", &[("path", &path.display().to_string())]);
    }
}

fn listed(names: &[String]) -> String {
    let more = if names.len() > NAMES_TOLD { ", …" } else { "" };
    format!("{}{more}", names.iter().take(NAMES_TOLD).cloned().collect::<Vec<_>>().join(", "))
}

fn tell_aside(report: &Report, output: &Output) {
    if report.aside.is_empty() {
        return;
    }
    let line = |aside: &Aside| {
        format!("{} ({})", aside.line, output.words().text(&format!("aside-{}", aside.kind.name())))
    };
    let more = if report.aside.len() > ASIDE_TOLD { ", …" } else { "" };
    let lines = report.aside.iter().take(ASIDE_TOLD).map(line).collect::<Vec<_>>().join(", ");
    let count = report.aside.len().to_string();
    output.talk(
        "import-aside",
        &[("file", &report.name), ("count", &count), ("lines", &format!("{lines}{more}"))],
    );
}

fn tell_outcome(report: &Report, output: &Output) {
    let (file, table) = (("file", report.name.as_str()), ("table", report.table.name()));
    let poured = &report.poured;
    let added = poured.added.to_string();
    match (report.dry_run, poured.added) {
        (true, _) => {
            let good = (report.lines - report.reject_count.min(report.lines)).to_string();
            output.outcome("import-dry-run", &[("count", &good), table]);
        }
        (false, 0) => output.outcome("import-nothing", &[table]),
        (false, _) => output.outcome("import-added", &[("count", &added), table]),
    }
    if poured.written_again > 0 {
        output.talk("import-written-again", &[("count", &poured.written_again.to_string()), table]);
    }
    if poured.removed > 0 {
        output.talk("import-removed", &[("count", &poured.removed.to_string()), table]);
    }
    if poured.former_products > 0 {
        output.talk("import-former-products", &[("count", &poured.former_products.to_string()), file]);
    }
    if !report.called_off.is_empty() {
        let count = report.called_off.count.to_string();
        let first: Vec<&str> = report.called_off.first.iter().take(NAMES_TOLD).map(String::as_str).collect();
        output.talk("import-called-off", &[("count", &count), file, ("ids", &first.join(", "))]);
    }
    if poured.changed_count > poured.written_again {
        let count = poured.changed_count.to_string();
        output.talk("import-changed", &[("count", &count), table, file, ("ids", &poured.changed.join(", "))]);
    }
}

/// Store-days that were left as they are, and what helps.
fn tell_held_back(report: &Report, options: &Options, output: &Output) {
    let held = &report.poured.held_back;
    if held.missing_count == 0 && held.store_days == 0 {
        return;
    }
    let (days, lines, missing) =
        (held.store_days.to_string(), held.lines.to_string(), held.missing_count.to_string());
    let facts = [("file", report.name.as_str()), ("days", &days), ("lines", &lines), ("missing", &missing)];
    let is_held = held.store_days > 0;
    output.talk(if is_held { "import-held-back" } else { "import-absent" }, &facts);
    for sale in &held.missing {
        let import = sale.import_id.to_string();
        let MissingSale { date, store, product, .. } = sale;
        output.talk(
            "import-missing-sale",
            &[
                ("date", &output.formats().day(*date)),
                ("store", store),
                ("product", product),
                ("quantity", &sale.quantity.to_string()),
                ("amount", &output.money(sale.amount)),
                ("import", &import),
            ],
        );
    }
    let is_replacing = matches!(options.mode, ImportMode::Replace { .. });
    let remedy = match (is_held, is_replacing) {
        (false, _) => "import-absent-replace",
        (true, true) => "import-held-back-partial",
        (true, false) => "import-held-back-replace",
    };
    output.talk(remedy, &[]);
}

fn tell_rejects(report: &Report, output: &Output) {
    if report.reject_count == 0 {
        return;
    }
    let count = report.reject_count.to_string();
    output.talk("import-rejected", &[("count", &count), ("file", &report.name)]);
    for reject in report.rejects.iter().take(REJECTS_TOLD) {
        Output::tell_aside(&output.words().tell_reject(reject.code, &reject.all_facts(&report.name)));
    }
    if report.reject_count > REJECTS_TOLD as u64 {
        let more = (report.reject_count - REJECTS_TOLD as u64).to_string();
        output.talk("import-more-rejects", &[("count", &more)]);
    }
}

pub(super) fn document(report: &Report) -> Json {
    let poured = &report.poured;
    let reject = |reject: &Reject| json!({ "line": reject.line, "column": reject.column, "value": reject.value, "code": reject.code, "original": reject.original });
    let moved = |moved: &StoreMoved| {
        json!({
            "store": moved.name, "before": moved.before, "after": moved.after, "waits": moved.waits(),
            "sales": moved.kept.sales, "revenue": moved.kept.revenue.to_f64(),
            "other_days": moved.other_days.as_ref().map(|other| json!({
                "zone": other.zone, "sales": other.sales, "files": other.files,
                "days": other.days.iter().map(ToString::to_string).collect::<Vec<_>>(),
            })),
        })
    };
    let price = |price: &PriceChanged| json!({ "product": price.product, "before": price.before.to_f64(), "after": price.after.to_f64() });
    let region = |(name, revenue): &(String, comptoir_sales::Money)| json!({ "store": name, "revenue": revenue.to_f64() });
    json!({
        "id": poured.import_id,
        "source": report.name,
        "table": report.table.name(),
        "dry_run": report.dry_run,
        "lines": report.lines,
        "added": poured.added,
        "known": poured.known,
        "changed": poured.changed_count + report.called_off.count,
        "changed_ids": poured.changed.iter().chain(report.called_off.first.iter().take(NAMES_TOLD)).collect::<Vec<_>>(),
        "written_again": poured.written_again,
        "removed": poured.removed,
        "revenue": poured.revenue.to_f64(),
        "rejected": report.reject_count,
        "rejects": report.rejects.iter().map(reject).collect::<Vec<_>>(),
        "aside": report.aside.iter().map(|aside| json!({ "line": aside.line, "kind": aside.kind.name(), "amount": aside.amount.to_f64() })).collect::<Vec<_>>(),
        "account": account::document(&report.account),
        "held_back": proof::held_back(&poured.held_back),
        "stores_moved": report.stores_moved.iter().map(moved).collect::<Vec<_>>(),
        "prices_changed": report.prices_changed.first.iter().map(price).collect::<Vec<_>>(),
        "products_brought": report.products_brought.first,
        "products_brought_count": report.products_brought.count,
        "stores_brought": report.stores_brought.first,
        "stores_brought_count": report.stores_brought.count,
        "stores_without_region": report.stores_without_region.first.iter().map(region).collect::<Vec<_>>(),
        "proof": proof::document(&report.proof),
    })
}
