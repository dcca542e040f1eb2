//! Orders that hold their lines: each line becomes a row, with what is of the order beside it.

use std::collections::{BTreeMap, BTreeSet};

use comptoir_sales::Table;
use serde_json::value::RawValue;

use super::{Value, pairs};
use crate::{
    Field, ImportError, headers,
    wording::{Word, Wording},
};

/// The members of one object, in order.
pub(super) type Pairs = Vec<(String, Value)>;

/// How many objects are looked at to find the array of their lines.
const LOOKED_AT: usize = 2_000;

/// The key of the array that holds the lines of each object, where there is one.
///
/// # Errors
/// When several may be it.
pub(super) fn lines_key<'a>(
    name: &str,
    objects: impl Iterator<Item = &'a Pairs>,
) -> Result<Option<String>, ImportError> {
    let mut arrays: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (key, value) in objects.take(LOOKED_AT).flatten() {
        for item in items(value) {
            let keys = pairs(item.get()).unwrap_or_default().into_iter().map(|(key, _)| key);
            arrays.entry(key).or_default().extend(keys);
        }
    }
    let counted = |keys: &&BTreeSet<String>| has(keys, &[Field::Quantity]);
    let of_sales: Vec<_> = arrays.iter().filter(|(_, keys)| is_of_sales(keys)).collect();
    let with_quantity: Vec<_> = of_sales.iter().filter(|(_, keys)| counted(keys)).collect();
    match (of_sales.as_slice(), with_quantity.as_slice()) {
        ([], _) => Ok(None),
        ([(key, _)], _) | (_, [(key, _)]) => Ok(Some((**key).to_owned())),
        _ => Err(ImportError::SeveralTables {
            source_name: name.to_owned(),
            tables: of_sales.iter().map(|(key, _)| (**key).to_owned()).collect(),
        }),
    }
}

fn is_of_sales(keys: &BTreeSet<String>) -> bool {
    has(keys, &[Field::Product, Field::Name])
        && has(keys, &[Field::Quantity, Field::Amount, Field::Net, Field::Price])
        || has(keys, &[Field::Quantity]) && has(keys, &[Field::Amount, Field::Net, Field::Price])
}

fn has(keys: &BTreeSet<String>, fields: &[Field]) -> bool {
    let of_fields = headers::of(Table::Sales).iter().filter(|(field, _)| fields.contains(field));
    let mut names = of_fields.flat_map(|(_, names)| names.iter());
    let keys: Vec<String> = keys.iter().map(|key| headers::key(key)).collect();
    names.any(|name| keys.iter().any(|key| key == name))
}

/// The objects of an array; none where the value is no array of objects.
fn items(value: &Value) -> Vec<&RawValue> {
    let Value::Text(text) = value else { return vec![] };
    if !text.starts_with('[') {
        return vec![];
    }
    let items: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
    if items.iter().all(|item| item.get().starts_with('{')) { items } else { vec![] }
}

/// The keys of objects whose lines become rows, so that those of a line that an order has as well stay apart.
pub(super) fn keys_of_orders<'a>(objects: impl Iterator<Item = &'a Pairs>) -> BTreeSet<String> {
    objects.flatten().map(|(key, _)| key.clone()).collect()
}

/// About how many bytes an object takes in memory, or its lines do where it holds an array of that key: all of it is repeated
/// on each.
pub(super) fn size(order: &Pairs, lines: &str) -> usize {
    let text = |value: &Value| match value {
        Value::Nothing => 0,
        Value::Text(text) | Value::Number(text) => text.len(),
    };
    let pair = |(key, value): &(String, Value)| key.len() + text(value) + 2 * size_of::<(String, Value)>();
    let (of_lines, of_order): (Vec<_>, Vec<_>) = order.iter().partition(|(key, _)| key == lines);
    let repeated: usize = of_order.into_iter().map(pair).sum();
    let count = of_lines.iter().map(|(_, value)| items(value).len()).sum::<usize>().max(1);
    repeated.saturating_mul(count) + of_lines.into_iter().map(pair).sum::<usize>()
}

/// A row for each line of an order. Money of the order stands on its first line alone, all else on each.
pub(super) fn rows(order: Pairs, lines: &str, keys_of_orders: &BTreeSet<String>) -> Vec<Pairs> {
    let line_key = |key: String| if keys_of_orders.contains(&key) { format!("line.{key}") } else { key };
    let of_lines = order.iter().find(|(key, _)| key == lines).map(|(_, value)| items(value));
    let mut rows: Vec<Pairs> = of_lines
        .unwrap_or_default()
        .into_iter()
        .map(|item| pairs(item.get()).unwrap_or_default())
        .map(|pairs| pairs.into_iter().map(|(key, value)| (line_key(key), value)).collect())
        .collect();
    if rows.is_empty() {
        rows.push(vec![]);
    }
    for (key, value) in order.into_iter().filter(|(key, _)| key != lines) {
        let wording = Wording::of(&key);
        if wording.money().is_some() || wording.quantity() {
            rows[0].push((format!("order.{key}"), value));
            continue;
        }
        let is_number = wording.is_of(&[Word::Number, Word::Reference]);
        let key = if is_number { format!("order.{key}") } else { key };
        for row in &mut rows {
            row.push((key.clone(), value.clone()));
        }
    }
    rows
}
