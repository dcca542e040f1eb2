//! `comptoir imports`: the ledger, and taking one import back.

use std::collections::BTreeMap;

use comptoir_sales::Money;
use comptoir_store::{Database, Value};
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure},
    flags::Imports,
    output::Output,
    tables::{Align, table},
};

/// How many refused lines of an import are shown.
const REJECTS_SHOWN: usize = 20;

/// The facts of an import in the ledger, in the order of the columns.
const COLUMNS: [&str; 15] = [
    "id",
    "source",
    "table_name",
    "lines",
    "added",
    "known",
    "changed",
    "rejected",
    "revenue",
    "mode",
    "first_day",
    "last_day",
    "sha256",
    "imported_at",
    "undone_at",
];

pub(super) fn run(
    flags: Option<&Imports>,
    database: &dyn Database,
    output: &Output,
) -> Result<Done, Failure> {
    match flags {
        None | Some(Imports::List) => list(database, output)?,
        Some(Imports::Show { id }) => show(*id, database, output)?,
        Some(Imports::Undo { id }) => undo(*id, database, output)?,
    }
    Ok(Done::Whole)
}

fn ledger(database: &dyn Database, id: Option<i64>) -> Result<Vec<BTreeMap<&'static str, Value>>, Failure> {
    let filter = if id.is_some() { "where id = ?1" } else { "" };
    let sql = format!("select {} from imports {filter} order by id desc", COLUMNS.join(", "));
    let args: Vec<Value> = id.map(Value::Integer).into_iter().collect();
    let rows = database.query(&sql, &args)?.rows;
    Ok(rows.into_iter().map(|row| COLUMNS.into_iter().zip(row).collect()).collect())
}

fn list(database: &dyn Database, output: &Output) -> Result<(), Failure> {
    let imports = ledger(database, None)?;
    output.figures(json!({ "imports": imports.iter().map(document).collect::<Vec<_>>() }));
    if imports.is_empty() {
        output.title("imports-none", &[]);
        return Ok(());
    }
    let heads = [
        ("imports-id", Align::Right),
        ("imports-source", Align::Left),
        ("imports-table", Align::Left),
        ("imports-added", Align::Right),
        ("imports-known", Align::Right),
        ("imports-changed", Align::Right),
        ("imports-rejected", Align::Right),
        ("imports-revenue", Align::Right),
        ("imports-when", Align::Left),
    ];
    let heads = heads.map(|(id, align)| (output.words().text(id), align));
    let rows = imports.iter().map(|import| {
        let text = |name: &str| shown(&import[name]);
        let when = if import["undone_at"] == Value::Null {
            text("imported_at")
        } else {
            output.say("imports-undone", &[("when", &text("imported_at"))])
        };
        let revenue =
            if text("table_name") == "sales" { money(&import["revenue"], output) } else { String::new() };
        vec![
            text("id"),
            text("source"),
            text("table_name"),
            text("added"),
            text("known"),
            text("changed"),
            text("rejected"),
            revenue,
            when,
        ]
    });
    output.print(&table(&heads, rows));
    Ok(())
}

fn show(id: i64, database: &dyn Database, output: &Output) -> Result<(), Failure> {
    let imports = ledger(database, Some(id))?;
    let Some(import) = imports.first() else {
        return Err(Failure::new("no-such-import", vec![("id", id.to_string())]));
    };
    let mapping = database.query("select mapping from imports where id = ?1", &[Value::Integer(id)])?;
    let mapping = mapping.single().and_then(Value::as_text).map(str::to_owned);
    let mapping: Json = mapping.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let sql =
        "select line, code, \"column\", value, original from rejects where import_id = ?1 order by line";
    let rejects = database.query(sql, &[Value::Integer(id)])?.rows;
    let mut whole = document(import);
    whole["mapping"] = mapping.clone();
    whole["rejects"] = rejects
        .iter()
        .map(|row| {
            let value = |at: usize| row.get(at).map(shown);
            json!({ "line": row.first().and_then(Value::as_integer), "code": value(1), "column": value(2), "value": value(3), "original": value(4) })
        })
        .collect();
    output.figures(whole);
    for name in COLUMNS {
        let value = if name == "revenue" { money(&import[name], output) } else { shown(&import[name]) };
        if !value.is_empty() {
            output.title(
                "imports-fact",
                &[
                    ("name", &output.words().text(&format!("ledger-{}", name.replace('_', "-")))),
                    ("value", &value),
                ],
            );
        }
    }
    if let Some(columns) = mapping["columns"].as_object() {
        let columns: Vec<String> = columns
            .iter()
            .map(|(field, header)| format!("{} → {field}", header.as_str().unwrap_or_default()))
            .collect();
        output.title(
            "imports-fact",
            &[("name", &output.words().text("ledger-mapping")), ("value", &columns.join(", "))],
        );
    }
    for row in rejects.iter().take(REJECTS_SHOWN) {
        let value = |at: usize| row.get(at).map(shown).unwrap_or_default();
        output.title("imports-reject", &[("line", &value(0)), ("code", &value(1)), ("original", &value(4))]);
    }
    Ok(())
}

fn undo(id: i64, database: &dyn Database, output: &Output) -> Result<(), Failure> {
    let undone = database.undo(id)?;
    let (number, removed, restored) =
        (id.to_string(), undone.removed.to_string(), undone.restored.to_string());
    let revenue = output.money(Money::from_parts(undone.revenue_parts));
    let facts =
        [("id", number.as_str()), ("removed", &removed), ("restored", &restored), ("revenue", &revenue)];
    output.outcome("imports-taken-back", &facts);
    output.figures(json!({
        "id": id,
        "removed": undone.removed,
        "restored": undone.restored,
        "revenue": Money::from_parts(undone.revenue_parts).to_f64(),
    }));
    Ok(())
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Blob(_) => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
    }
}

fn money(value: &Value, output: &Output) -> String {
    let number = match value {
        Value::Real(number) => *number,
        Value::Integer(number) => *number as f64,
        _ => return String::new(),
    };
    output.money(Money::from_parts((number * 10_000.0).round() as i64))
}

fn document(import: &BTreeMap<&'static str, Value>) -> Json {
    let value = |value: &Value| match value {
        Value::Null | Value::Blob(_) => Json::Null,
        Value::Integer(number) => json!(number),
        Value::Real(number) => json!(number),
        Value::Text(text) => json!(text),
    };
    COLUMNS
        .iter()
        .map(|name| ((*name).to_owned(), value(&import[name])))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
