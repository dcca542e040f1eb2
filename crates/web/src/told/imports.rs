//! What an import did besides taking lines, in sentences: the same on the command line and in the API.

use comptoir_import::{
    AmountFrom, Basis, Field, OtherDays, Relation, Report, StoreMoved, TimeZoneRule, ZoneProof,
};
use comptoir_sales::Moving;
use comptoir_words::Words;

use super::say;

/// How many names or days are listed.
const LISTED: usize = 10;

/// Where the revenue was taken from, what of the text was put right, on which day times of UTC were counted, which stores
/// have moved and which prices have changed.
pub fn import_notes(report: &Report, words: &Words) -> Vec<String> {
    let proof = &report.proof;
    let mut notes = amounts(report, words);
    if let Some(repair) = &proof.repair {
        let lines = repair.lines.to_string();
        let facts = [("lines", lines.as_str()), ("before", &repair.before), ("after", &repair.after)];
        notes.push(say(words, "import-text-repaired", &facts));
    }
    notes.extend(proof.time_zone.as_ref().map(|zone| time_zone(zone, words)));
    for moved in &report.stores_moved {
        notes.extend(store_moved(moved, words));
    }
    notes.extend(prices(report, words));
    notes
}

/// Which column the revenue was taken from.
fn amounts(report: &Report, words: &Words) -> Vec<String> {
    let Some(Basis { from, relation }) = report.proof.basis else { return vec![] };
    // One column of amounts and none beside it leaves nothing to tell apart.
    if from == AmountFrom::Amount && relation == Relation::ByName && !report.dry_run {
        return vec![];
    }
    let header = |field: Field| {
        let column = report.proof.columns.iter().find(|column| column.field == Some(field));
        column.map(|column| column.header.clone()).unwrap_or_default()
    };
    let column = match from {
        AmountFrom::Amount => header(Field::Amount),
        AmountFrom::Net => header(Field::Net),
        AmountFrom::Price => header(Field::Price),
        AmountFrom::ListPrice | AmountFrom::Ledger => String::new(),
    };
    let why = words.text(&format!("relation-{}", relation.name()));
    let facts = [("column", column.as_str()), ("why", &why)];
    let mut notes = vec![say(words, &format!("amount-from-{}", from.name()), &facts)];
    let misfits = report.proof.misfits;
    if misfits.lines > 0 {
        let amount = words.formats().money(misfits.amount.to_f64());
        notes.push(say(
            words,
            "proof-misfits",
            &[("lines", &misfits.lines.to_string()), ("amount", &amount)],
        ));
    }
    notes
}

fn time_zone(zone: &ZoneProof, words: &Words) -> String {
    let rule = match &zone.rule {
        TimeZoneRule::Shop => "import-time-zone-shop",
        TimeZoneRule::Named(_) => "import-time-zone-named",
        TimeZoneRule::Keep if zone.is_remembered => "import-time-zone-remembered",
        TimeZoneRule::Keep => "import-time-zone-keep",
    };
    let (lines, moved) = (zone.lines.to_string(), zone.moved.to_string());
    say(words, rule, &[("lines", &lines), ("moved", &moved), ("zones", &zone.zones.join(", "))])
}

fn store_moved(moved: &StoreMoved, words: &Words) -> Vec<String> {
    let formats = words.formats();
    let mut notes = vec![];
    if moved.is_elsewhere {
        let (sales, revenue) = (moved.kept.sales.to_string(), formats.money(moved.kept.revenue.to_f64()));
        let days = moved.kept.days.map(|(first, last)| formats.period(first, last)).unwrap_or_default();
        let told = [
            ("store", moved.name.as_str()),
            ("before", &moved.before),
            ("after", &moved.after),
            ("sales", &sales),
            ("revenue", &revenue),
            ("days", &days),
        ];
        let what = if moved.kept.sales > 0 { "import-store-moved" } else { "import-store-moved-unsold" };
        let becomes = match moved.moving {
            None => words.text("import-store-waits"),
            Some(Moving::Past) => words.text("import-store-past"),
            Some(Moving::From(day)) => say(words, "import-store-from", &[("day", &formats.day(day))]),
        };
        notes.push(format!("{} {becomes}", say(words, what, &told)));
    }
    notes.extend(moved.other_days.as_ref().map(|other| other_days(moved, other, words)));
    notes
}

fn other_days(moved: &StoreMoved, other: &OtherDays, words: &Words) -> String {
    let days = other.days.iter().map(|day| words.formats().day(*day));
    let told = [
        ("store", moved.name.as_str()),
        ("zone", other.zone),
        ("sales", &other.sales.to_string()),
        ("days", &listed(days, other.days.len())),
        ("files", &listed(other.files.iter().cloned(), other.files.len())),
    ];
    say(words, "import-store-other-days", &told)
}

fn prices(report: &Report, words: &Words) -> Option<String> {
    let changed = &report.prices_changed;
    if changed.is_empty() {
        return None;
    }
    let money = |amount: comptoir_sales::Money| words.formats().money(amount.to_f64());
    let shown = changed
        .iter()
        .map(|price| format!("{} ({} → {})", price.product, money(price.before), money(price.after)));
    let count = changed.len().to_string();
    Some(say(
        words,
        "import-prices-changed",
        &[("count", &count), ("products", &listed(shown, changed.len()))],
    ))
}

fn listed(names: impl Iterator<Item = String>, count: usize) -> String {
    let more = if count > LISTED { ", …" } else { "" };
    format!("{}{more}", names.take(LISTED).collect::<Vec<_>>().join(", "))
}
