//! How a file was read, for people and as JSON.

use comptoir_import::{ColumnProof, Field, Proof, Report, SetAside};
use comptoir_sales::{HeldBack, Table};
use serde_json::{Value as Json, json};

use crate::{
    output::Output,
    tables::{Align, table},
};

/// Prints what was found out: encoding, delimiter, header, columns, and what would be written.
pub(super) fn tell(report: &Report, output: &Output) {
    let words = output.words();
    let proof = &report.proof;
    let delimiter = proof.delimiter.map(|sign| if sign == '\t' { "⇥".to_owned() } else { sign.to_string() });
    let header_line = proof.header_line.map(|line| line.to_string());
    let facts = [
        ("proof-format", Some(proof.format.clone())),
        ("proof-preset", proof.preset.clone()),
        ("proof-encoding", proof.encoding.clone()),
        ("proof-delimiter", delimiter),
        ("proof-header-line", header_line),
        ("proof-currency", proof.currency.clone()),
    ];
    output.talk("proof-title", &[("file", &report.name)]);
    for (name, value) in facts {
        if let Some(value) = value {
            output.talk("proof-fact", &[("name", &words.text(name)), ("value", &value)]);
        }
    }
    let heads = ["proof-column", "proof-role", "proof-form", "proof-samples"];
    let heads = heads.map(|id| (words.text(id), Align::Left));
    let rows = proof.columns.iter().map(|column| {
        let role = column.field.map_or_else(|| words.text("proof-unused"), |field| field.name().to_owned());
        let form = match column.aside {
            None => words.text(&format!("form-{}", column.form)),
            Some(why) => words.text(&format!("column-aside-{}", why.name())),
        };
        vec![column.header.clone(), role, form, samples(column)]
    });
    Output::tell_text(&table(&heads, rows));
    let poured = &report.poured;
    let counts = [
        ("new", poured.added.to_string()),
        ("known", poured.known.saturating_sub(poured.changed_count).to_string()),
        ("changed", poured.changed_count.to_string()),
        ("rejected", report.reject_count.to_string()),
    ];
    let facts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    output.talk("proof-counts", &facts);
    if report.table == Table::Sales {
        output.talk("proof-revenue", &[("revenue", &output.money(poured.revenue))]);
    }
}

/// Two values as they stand, and as they are read where that differs.
fn samples(column: &ColumnProof) -> String {
    let sample = |(written, read): &(String, String)| {
        if written == read { written.clone() } else { format!("{written} → {read}") }
    };
    column.samples.iter().map(sample).collect::<Vec<_>>().join(" · ")
}

pub(super) fn document(proof: &Proof) -> Json {
    let column = |column: &ColumnProof| {
        json!({
            "header": column.header,
            "field": column.field.map(Field::name),
            "set_aside": column.aside.map(SetAside::name),
            "form": column.form,
            "samples": column.samples.iter().map(|(written, read)| json!({ "written": written, "read": read })).collect::<Vec<_>>(),
        })
    };
    json!({
        "format": proof.format,
        "preset": proof.preset,
        "encoding": proof.encoding,
        "delimiter": proof.delimiter.map(String::from),
        "sheets_read": proof.sheets_read,
        "sheets_aside": proof.sheets_aside,
        "sheets_hidden": proof.sheets_hidden,
        "notes": {
            "lines": proof.notes.count,
            "first": proof.notes.first.iter().map(|(line, text)| json!({ "line": line, "text": text })).collect::<Vec<_>>(),
        },
        "hidden": {
            "folded_lines": proof.hidden.folded.0,
            "folded_amount": proof.hidden.folded.1.to_f64(),
            "hidden_lines": proof.hidden.by_hand.0,
            "hidden_amount": proof.hidden.by_hand.1.to_f64(),
            "columns": proof.hidden.columns,
        },
        "header_line": proof.header_line,
        "currency": proof.currency,
        "columns": proof.columns.iter().map(column).collect::<Vec<_>>(),
        "amount_from": proof.basis.map(|basis| basis.from.name()),
        "amount_relation": proof.basis.map(|basis| basis.relation.name()),
        "text_repaired": proof.repair.as_ref().map(|repair| json!({
            "lines": repair.lines, "before": repair.before, "after": repair.after,
        })),
        "time_zone": proof.time_zone.as_ref().map(|zone| json!({
            "rule": zone.rule.name(), "lines": zone.lines, "moved": zone.moved, "zones": zone.zones,
        })),
        "amount_misfits": { "lines": proof.misfits.lines, "amount": proof.misfits.amount.to_f64() },
        "till": proof.source,
        "sha256": proof.sha256,
    })
}

pub(super) fn held_back(held: &HeldBack) -> Json {
    json!({
        "store_days": held.store_days,
        "lines": held.lines,
        "missing": held.missing_count,
        "may_be_cut_off": held.may_be_cut_off,
        "missing_sales": held.missing.iter().map(|sale| json!({
            "import": sale.import_id,
            "date": sale.date.to_string(),
            "store": sale.store,
            "product": sale.product,
            "quantity": sale.quantity.to_f64(),
            "amount": sale.amount.to_f64(),
        })).collect::<Vec<_>>(),
    })
}
