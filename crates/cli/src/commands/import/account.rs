//! What became of every line, for people and as JSON.

use comptoir_import::{Account, Class, Part, Report};
use comptoir_sales::{Money, Table};
use serde_json::{Value as Json, json};

use crate::output::Output;

/// Prints the account, where it says more than that all lines are sales, and what the totals of the file say.
pub(super) fn tell(report: &Report, output: &Output) {
    let account = &report.account;
    if !account.filled.is_empty() {
        output.talk("account-filled", &[("columns", &account.filled.join(", "))]);
    }
    let proof = &report.proof;
    for (id, sheets) in
        [("import-sheets-read", &proof.sheets_read), ("import-sheets-aside", &proof.sheets_aside)]
    {
        if !sheets.is_empty() {
            output.talk(id, &[("file", &report.name), ("sheets", &sheets.join(", "))]);
        }
    }
    let is_plain = account.parts().all(|(class, _)| matches!(class, Class::Kept("sale" | "record")));
    if report.table == Table::Sales && (report.dry_run || !is_plain) {
        let whole = account.whole();
        let parts: Vec<String> = account.parts().map(|(class, part)| shown(class, part, output)).collect();
        let (lines, stated) = (whole.lines.to_string(), output.money(whole.stated));
        output.talk("account", &[("lines", &lines), ("amount", &stated), ("parts", &parts.join(" + "))]);
    }
    if account.confirmed > 0 {
        output.talk_count("account-confirmed", account.confirmed as usize);
    }
    for (line, stated) in account.contradicted.iter().take(super::ASIDE_TOLD) {
        let facts =
            [("file", report.name.as_str()), ("line", &line.to_string()), ("amount", &output.money(*stated))];
        output.talk("account-contradicted", &facts);
    }
}

/// `3 returned (−15,00 €)`.
fn shown(class: Class, part: Part, output: &Output) -> String {
    let name = match class {
        Class::Kept(kind) => output.words().text(&format!("account-{kind}")),
        Class::Aside(kind) => output.words().text(&format!("aside-{}", kind.name())),
        Class::Refused => output.words().text("account-refused"),
    };
    let amount = match part {
        Part { stated, counted, .. } if matches!(class, Class::Kept(_)) && stated != counted => {
            format!("{} → {}", output.money(stated), output.money(counted))
        }
        Part { stated, .. } => output.money(stated),
    };
    output.say("account-part", &[("lines", &part.lines.to_string()), ("name", &name), ("amount", &amount)])
}

pub(super) fn document(account: &Account) -> Json {
    let part = |name: &str, part: Part| json!({ "class": name, "lines": part.lines, "stated": part.stated.to_f64(), "counted": part.counted.to_f64() });
    let group = |class: Class| match class {
        Class::Kept(_) => "kept",
        Class::Aside(_) => "aside",
        Class::Refused => "refused",
    };
    let parts = account.parts().map(|(class, of_class)| {
        let mut part = part(class.name(), of_class);
        part["group"] = json!(group(class));
        part
    });
    let contradicted = |(line, stated): &(u64, Money)| json!({ "line": line, "amount": stated.to_f64() });
    json!({
        "read": part("read", account.whole()),
        "parts": parts.collect::<Vec<_>>(),
        "totals_confirmed": account.confirmed,
        "totals_contradicted": account.contradicted.iter().map(contradicted).collect::<Vec<_>>(),
        "filled_columns": account.filled,
    })
}
