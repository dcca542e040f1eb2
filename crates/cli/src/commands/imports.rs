//! `comptoir imports`: the ledger, and taking one import back.

use comptoir_sales::Money;
use comptoir_store::{
    Database,
    ledger::{self, ImportRecord, RejectedLine},
};
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure},
    flags::Imports,
    output::Output,
    tables::{Align, table},
};

/// How many refused lines of an import are shown.
const REJECTS_SHOWN: usize = 20;

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

fn list(database: &dyn Database, output: &Output) -> Result<(), Failure> {
    let imports = ledger::imports(database, usize::MAX)?;
    output.figures(json!({ "imports": imports }));
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
        let when = if import.undone_at.is_some() {
            output.say("imports-undone", &[("when", &import.imported_at)])
        } else {
            import.imported_at.clone()
        };
        vec![
            import.id.to_string(),
            import.source.clone(),
            import.table.clone(),
            import.added.to_string(),
            import.known.to_string(),
            import.changed.to_string(),
            import.rejected.to_string(),
            if import.table == "sales" { money(import.revenue, output) } else { String::new() },
            when,
        ]
    });
    output.print(&table(&heads, rows));
    Ok(())
}

fn show(id: i64, database: &dyn Database, output: &Output) -> Result<(), Failure> {
    let import = ledger::import(database, id)?;
    let rejects = first_rejects(database, id, if output.is_json() { usize::MAX } else { REJECTS_SHOWN })?;
    output.figures(document(&import, &rejects));
    for (name, value) in facts(&import, output) {
        if !value.is_empty() {
            let name = output.words().text(&format!("ledger-{name}"));
            output.title("imports-fact", &[("name", &name), ("value", &value)]);
        }
    }
    for reject in &rejects {
        let facts =
            [("line", &*reject.line.to_string()), ("code", &reject.code), ("original", &reject.original)];
        output.title("imports-reject", &facts);
    }
    Ok(())
}

/// The first refused lines of an import.
fn first_rejects(database: &dyn Database, id: i64, most: usize) -> Result<Vec<RejectedLine>, Failure> {
    let mut lines = vec![];
    ledger::each_rejected_line(database, id, |line| {
        lines.push(line);
        if lines.len() < most { Ok(()) } else { Err(Stop::Enough) }
    })
    .or_else(|stop| match stop {
        Stop::Enough => Ok(()),
        Stop::Failed(error) => Err(error),
    })?;
    Ok(lines)
}

/// Why no further lines are read.
enum Stop {
    Enough,
    Failed(comptoir_store::StoreError),
}

impl From<comptoir_store::StoreError> for Stop {
    fn from(error: comptoir_store::StoreError) -> Self {
        Self::Failed(error)
    }
}

/// What the ledger has of an import, in the order in which it is shown.
fn facts(import: &ImportRecord, output: &Output) -> [(&'static str, String); 16] {
    let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
    let columns: Vec<String> =
        import.columns.iter().map(|(field, header)| format!("{header} → {field}")).collect();
    [
        ("id", import.id.to_string()),
        ("source", import.source.clone()),
        ("table-name", import.table.clone()),
        ("lines", import.lines.to_string()),
        ("added", import.added.to_string()),
        ("known", import.known.to_string()),
        ("changed", import.changed.to_string()),
        ("rejected", import.rejected.to_string()),
        ("revenue", money(import.revenue, output)),
        ("mode", import.mode.clone()),
        ("first-day", or_none(&import.first_day)),
        ("last-day", or_none(&import.last_day)),
        ("sha256", or_none(&import.sha256)),
        ("imported-at", import.imported_at.clone()),
        ("undone-at", or_none(&import.undone_at)),
        ("mapping", columns.join(", ")),
    ]
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

fn money(amount: f64, output: &Output) -> String {
    output.money(Money::from_parts((amount * 10_000.0).round() as i64))
}

/// An import as the API answers it, with its refused lines.
fn document(import: &ImportRecord, rejects: &[RejectedLine]) -> Json {
    let mut document = json!(import);
    document["rejects"] = json!(rejects);
    document
}
