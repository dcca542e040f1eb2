//! What became of every line, as JSON.

use comptoir_import::{Account, Class, Part};
use comptoir_sales::Money;
use serde_json::{Value as Json, json};

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
