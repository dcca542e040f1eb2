//! Tables of JSON whose rows stand below keys that are part of them: days, or numbers.

use std::collections::BTreeSet;

use comptoir_sales::Table;
use serde_json::value::RawValue;

use super::{DEPTH, Value, members, nested::Pairs, pairs, value_of};
use crate::{Field, dates, headers, record::Cell};

/// A row with the text that it stands in.
pub(super) type Row<'a> = (&'a RawValue, Pairs);

/// How many known columns make objects those of a table.
const KNOWN: usize = 2;

/// What the keys above rows become.
const DAY: &str = "date";
const ID: &str = "id";

/// The rows of an object whose keys are days or numbers of its rows, or whose members are columns by the numbers of the
/// rows; those of the one object inside that is such. `None` where there is none, or several are.
pub(super) fn rows(whole: &RawValue) -> Option<Vec<Row<'_>>> {
    let mut found = Vec::new();
    gather(whole, DEPTH, &mut found);
    let first = found.pop()?;
    found.is_empty().then_some(first)
}

fn gather<'a>(value: &'a RawValue, depth: usize, found: &mut Vec<Vec<Row<'a>>>) {
    if depth == 0 || !value.get().starts_with('{') {
        return;
    }
    let members = members(value.get()).unwrap_or_default();
    let rows = by_day(&members).or_else(|| by_column(&members)).or_else(|| by_number(&members));
    match rows {
        Some(rows) => found.push(rows),
        None => members.iter().for_each(|(_, value)| gather(value, depth - 1, found)),
    }
}

/// Objects, or arrays of objects, below the days that they are of.
fn by_day<'a>(all: &[(String, &'a RawValue)]) -> Option<Vec<Row<'a>>> {
    let is_day =
        |key: &str| key.bytes().any(|byte| !byte.is_ascii_digit()) && dates::is_date(Cell::text(key));
    if all.is_empty() || !all.iter().all(|(key, _)| is_day(key)) {
        return None;
    }
    let mut rows = Vec::new();
    for (day, value) in all {
        for item in objects(value)? {
            let pairs = pairs(item.get()).ok()?;
            rows.push((item, if has_day(&pairs) { pairs } else { with(DAY, day, pairs) }));
        }
    }
    (!rows.is_empty()).then_some(rows)
}

/// Whether an object has a day of its own.
fn has_day(pairs: &Pairs) -> bool {
    let days = headers::of(Table::Sales).iter().find(|(field, _)| *field == Field::Date);
    let names = days.map(|(_, names)| *names).unwrap_or_default();
    pairs.iter().any(|(key, _)| names.contains(&headers::key(key).as_str()))
}

/// The objects that a value is, or holds.
fn objects(value: &RawValue) -> Option<Vec<&RawValue>> {
    if value.get().starts_with('{') {
        return Some(vec![value]);
    }
    let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
    items.iter().all(|item| item.get().starts_with('{')).then_some(items)
}

/// Objects below their own numbers. The numbers of rows that only count them are left out.
fn by_number<'a>(all: &[(String, &'a RawValue)]) -> Option<Vec<Row<'a>>> {
    let has_digit = |key: &str| key.bytes().any(|byte| byte.is_ascii_digit());
    let is_object = |value: &RawValue| value.get().starts_with('{');
    if all.len() < 2 || !all.iter().all(|(key, value)| has_digit(key) && is_object(value)) {
        return None;
    }
    let counts = all.iter().map(|(key, _)| key.as_str());
    let is_count = is_count(counts);
    let mut rows = Vec::with_capacity(all.len());
    for (number, value) in all {
        let pairs = pairs(value.get()).ok()?;
        let has_own = pairs.iter().any(|(key, _)| headers::key(key) == ID);
        rows.push((*value, if is_count || has_own { pairs } else { with(ID, number, pairs) }));
    }
    let keys: BTreeSet<&str> =
        rows.iter().flat_map(|(_, pairs)| pairs).map(|(key, _)| key.as_str()).collect();
    let known = headers::known_headers(keys.into_iter().filter(|key| headers::key(key) != ID));
    (known >= KNOWN).then_some(rows)
}

/// Columns, each an object of its values by the numbers of their rows.
fn by_column<'a>(all: &[(String, &'a RawValue)]) -> Option<Vec<Row<'a>>> {
    let columns: Vec<(&String, Vec<(String, &'a RawValue)>)> =
        all.iter().map(|(key, value)| Some((key, members(value.get()).ok()?))).collect::<Option<_>>()?;
    let (_, first) = columns.first()?;
    let is_value = |(_, value): &(String, &RawValue)| !value.get().starts_with(['[', '{']);
    let is_whole = |values: &[(String, &RawValue)]| {
        values.iter().map(|(key, _)| key).eq(first.iter().map(|(key, _)| key)) && values.iter().all(is_value)
    };
    let are_columns = columns.len() > 1
        && !first.is_empty()
        && is_count(first.iter().map(|(key, _)| key.as_str()))
        && !is_count(columns.iter().map(|(key, _)| key.as_str()))
        && columns.iter().all(|(_, values)| is_whole(values));
    if !are_columns {
        return None;
    }
    let row = |at: usize| {
        let pair = |(name, values): &(&String, Vec<(String, &'a RawValue)>)| {
            Some(((*name).clone(), value_of(values.get(at)?.1.get()).ok()?))
        };
        Some((first.get(at)?.1, columns.iter().map(pair).collect::<Option<Pairs>>()?))
    };
    (0..first.len()).map(row).collect()
}

/// Whether keys do nothing but count: 0, 1, 2 … or 1, 2, 3 …
fn is_count<'a>(keys: impl Iterator<Item = &'a str>) -> bool {
    let numbers: Option<Vec<usize>> = keys.map(|key| key.parse().ok()).collect();
    let Some(numbers) = numbers else { return false };
    let first = numbers.first().copied().unwrap_or_default();
    first <= 1 && numbers.iter().enumerate().all(|(at, number)| *number == at + first)
}

fn with(name: &str, key: &str, mut pairs: Pairs) -> Pairs {
    pairs.insert(0, (name.to_owned(), Value::Text(key.to_owned())));
    pairs
}
