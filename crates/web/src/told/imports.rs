//! What an import did besides taking lines, in sentences: the same on the command line and in the API.

use comptoir_import::{
    AmountFrom, Basis, Class, Field, OtherDays, Part, Relation, Report, SoldElsewhere, StoreMoved,
    TimeZoneRule, ZoneProof,
};
use comptoir_sales::{Money, Moving, Table};
use comptoir_words::{FluentValue, Words};

use super::say;

/// How many names or days are listed.
const LISTED: usize = 10;

/// How many totals are named that are the sum of no lines.
const CONTRADICTED_TOLD: usize = 20;

/// What became of all lines, where the revenue was taken from, what of the text was put right, on which day times of
/// UTC were counted, which stores have moved and which prices have changed.
pub fn import_notes(report: &Report, words: &Words) -> Vec<String> {
    let proof = &report.proof;
    let mut notes = account(report, words);
    notes.extend(amounts(report, words));
    if let Some(repair) = &proof.repair {
        let lines = repair.lines.to_string();
        let facts = [("lines", lines.as_str()), ("before", &repair.before), ("after", &repair.after)];
        notes.push(say(words, "import-text-repaired", &facts));
    }
    notes.extend(proof.time_zone.as_ref().map(|zone| time_zone(zone, words)));
    for moved in &report.stores_moved {
        notes.extend(store_moved(moved, words));
    }
    notes.extend(report.sold_elsewhere.iter().take(LISTED).map(|sold| sold_elsewhere(sold, words)));
    notes.extend(prices(report, words));
    notes
}

/// What became of all lines, where that is more than that all are sales, and what the totals of the file say.
fn account(report: &Report, words: &Words) -> Vec<String> {
    let (account, proof) = (&report.account, &report.proof);
    let money = |amount: Money| words.formats().money(amount.to_f64());
    let mut notes = vec![];
    if !account.filled.is_empty() {
        notes.push(say(words, "account-filled", &[("columns", &account.filled.join(", "))]));
    }
    for (id, sheets) in [
        ("import-sheets-read", &proof.sheets_read),
        ("import-sheets-aside", &proof.sheets_aside),
        ("import-sheets-hidden", &proof.sheets_hidden),
    ] {
        if !sheets.is_empty() {
            notes.push(say(words, id, &[("file", &report.name), ("sheets", &sheets.join(", "))]));
        }
    }
    notes.extend(beside(report, words));
    notes.extend(hidden(report, words));
    let is_plain = account.parts().all(|(class, _)| matches!(class, Class::Kept("sale" | "record")));
    if report.table == Table::Sales && (report.dry_run || !is_plain) {
        let whole = account.whole();
        let parts: Vec<String> = account.parts().map(|(class, part)| shown(class, part, words)).collect();
        let (lines, stated) = (whole.lines.to_string(), money(whole.stated));
        let told = [("lines", lines.as_str()), ("amount", &stated), ("parts", &parts.join(" + "))];
        notes.push(say(words, "account", &told));
    }
    if account.confirmed > 0 {
        notes.push(words.say("account-confirmed", &[("count", FluentValue::from(account.confirmed))]));
    }
    for (line, stated) in account.contradicted.iter().take(CONTRADICTED_TOLD) {
        let told = [("file", report.name.as_str()), ("line", &line.to_string()), ("amount", &money(*stated))];
        notes.push(say(words, "account-contradicted", &told));
    }
    notes
}

/// What a workbook keeps from view and was read all the same.
fn hidden(report: &Report, words: &Words) -> Vec<String> {
    let hidden = &report.proof.hidden;
    let mut notes = vec![];
    for (id, (lines, amount)) in
        [("import-rows-folded", hidden.folded), ("import-rows-hidden", hidden.by_hand)]
    {
        if lines > 0 {
            let amount = words.formats().money(amount.to_f64());
            let facts = [
                ("file", FluentValue::from(report.name.as_str())),
                ("count", FluentValue::from(lines)),
                ("amount", FluentValue::from(amount.as_str())),
            ];
            notes.push(words.say(id, &facts));
        }
    }
    if !hidden.columns.is_empty() {
        let facts = [("file", report.name.as_str()), ("columns", &hidden.columns.join(", "))];
        notes.push(say(words, "import-columns-hidden", &facts));
    }
    notes
}

/// What somebody has noted beside the table.
fn beside(report: &Report, words: &Words) -> Option<String> {
    let notes = &report.proof.notes;
    let shown = |(line, text): &(u64, String)| {
        say(words, "import-note", &[("line", &line.to_string()), ("text", text)])
    };
    let first: Vec<String> = notes.first.iter().map(shown).collect();
    let told =
        [("file", report.name.as_str()), ("count", &notes.count.to_string()), ("notes", &first.join(" · "))];
    (notes.count > 0).then(|| say(words, "import-notes", &told))
}

/// `3 returned (−15,00 €)`.
fn shown(class: Class, part: Part, words: &Words) -> String {
    let money = |amount: Money| words.formats().money(amount.to_f64());
    let name = match class {
        Class::Kept(kind) => words.text(&format!("account-{kind}")),
        Class::Aside(kind) => words.text(&format!("aside-{}", kind.name())),
        Class::Refused => words.text("account-refused"),
    };
    let amount = match part {
        Part { stated, counted, .. } if matches!(class, Class::Kept(_)) && stated != counted => {
            format!("{} → {}", money(stated), money(counted))
        }
        Part { stated, .. } => money(stated),
    };
    say(words, "account-part", &[("lines", &part.lines.to_string()), ("name", &name), ("amount", &amount)])
}

/// Which column the revenue was taken from.
fn amounts(report: &Report, words: &Words) -> Vec<String> {
    let Some(Basis { from, relation }) = report.proof.basis else { return vec![] };
    // One column of amounts and none beside it leaves nothing to choose.
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

/// Lines of a store that say another region than it counts in.
fn sold_elsewhere(sold: &SoldElsewhere, words: &Words) -> String {
    let (days, formats) = (sold.days, words.formats());
    let facts = [
        ("store", FluentValue::from(sold.store.as_str())),
        ("lines", sold.lines.into()),
        ("days", formats.period(days.first(), days.last()).into()),
        ("amount", formats.money(sold.revenue.to_f64()).into()),
        ("other", sold.other.name().into()),
        ("home", sold.home.name().into()),
        ("day", days.first().to_string().into()),
    ];
    words.say("import-sold-elsewhere", &facts)
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
            None => words.text(&at(words, "import-store-waits")),
            Some(Moving::Past) => words.text("import-store-past"),
            Some(Moving::From(day)) => say(words, "import-store-from", &[("day", &formats.day(day))]),
        };
        notes.push(format!("{} {becomes}", say(words, what, &told)));
    }
    notes.extend(moved.other_days.as_ref().map(|other| other_days(moved, other, words)));
    notes
}

/// The message with its flags, or with the choices of a page.
fn at(words: &Words, id: &str) -> String {
    if words.is_on_page() { format!("{id}-on-page") } else { id.to_owned() }
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
    say(words, &at(words, "import-store-other-days"), &told)
}

fn prices(report: &Report, words: &Words) -> Option<String> {
    let changed = &report.prices_changed;
    if changed.is_empty() {
        return None;
    }
    let money = |amount: Money| words.formats().money(amount.to_f64());
    let shown = changed
        .first
        .iter()
        .map(|price| format!("{} ({} → {})", price.product, money(price.before), money(price.after)));
    let count = changed.count.to_string();
    Some(say(
        words,
        "import-prices-changed",
        &[("count", &count), ("products", &listed(shown, changed.first.len()))],
    ))
}

fn listed(names: impl Iterator<Item = String>, count: usize) -> String {
    let more = if count > LISTED { ", …" } else { "" };
    format!("{}{more}", names.take(LISTED).collect::<Vec<_>>().join(", "))
}
