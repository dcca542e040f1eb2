//! Tables of JSON whose rows are arrays: the first row is the header, or an array of names stands beside them.

use std::collections::HashSet;

use serde_json::value::RawValue;

use super::{DEPTH, Value, keyed, members, value_of};

/// Keys of arrays that name the columns of the rows beside them.
const NAMES_OF_COLUMNS: [&str; 9] =
    ["columns", "column", "header", "headers", "fields", "names", "cols", "colonnes", "champs"];

/// A table whose rows are arrays.
pub(super) struct Matrix<'a> {
    header: Vec<String>,
    rows: Vec<(&'a RawValue, Vec<&'a RawValue>)>,
}

impl<'a> Matrix<'a> {
    /// The rows as objects, each with the text that it stands in. `None` where a row has more values than there are names.
    pub(super) fn objects(&self) -> Option<Vec<keyed::Row<'a>>> {
        let row = |(raw, values): &(&'a RawValue, Vec<&'a RawValue>)| {
            if values.len() > self.header.len() {
                return None;
            }
            let pair =
                |(name, value): (&String, &&RawValue)| Some((name.clone(), value_of(value.get()).ok()?));
            let pairs: Option<Vec<(String, Value)>> = self.header.iter().zip(values).map(pair).collect();
            Some((*raw, pairs?))
        };
        self.rows.iter().map(row).collect()
    }
}

/// The tables of arrays in a value, however deep.
pub(super) fn all(whole: &RawValue) -> Vec<Matrix<'_>> {
    let mut found = Vec::new();
    gather(whole, DEPTH, &mut found);
    found
}

fn gather<'a>(value: &'a RawValue, depth: usize, found: &mut Vec<Matrix<'a>>) {
    if let Some(rows) = rows_of(value) {
        found.extend(with_own_header(rows));
        return;
    }
    if depth == 0 || !value.get().starts_with('{') {
        return;
    }
    let members = members(value.get()).unwrap_or_default();
    let tables: Vec<_> = members.iter().filter_map(|(_, value)| rows_of(value)).collect();
    match (tables.as_slice(), header_among(&members)) {
        ([rows], Some(header)) => found.push(Matrix { header, rows: rows.clone() }),
        _ => members.iter().for_each(|(_, value)| gather(value, depth - 1, found)),
    }
}

type RawRows<'a> = Vec<(&'a RawValue, Vec<&'a RawValue>)>;

/// The rows of an array of arrays, none of which holds anything but values.
fn rows_of(value: &RawValue) -> Option<RawRows<'_>> {
    let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
    if items.is_empty() || !items.iter().all(|item| item.get().starts_with('[')) {
        return None;
    }
    let is_value = |value: &&RawValue| !value.get().starts_with(['[', '{']);
    let mut rows = Vec::with_capacity(items.len());
    for item in items {
        let values: Vec<&RawValue> = serde_json::from_str(item.get()).ok()?;
        if !values.iter().all(is_value) {
            return None;
        }
        rows.push((item, values));
    }
    Some(rows)
}

/// A table whose first row names its columns.
fn with_own_header(mut rows: RawRows<'_>) -> Option<Matrix<'_>> {
    let header = names(&rows.first()?.1)?;
    rows.remove(0);
    let has_rows = !rows.is_empty();
    has_rows.then_some(Matrix { header, rows })
}

/// Whether the last key of a path says that the names of columns stand there.
pub(super) fn names_columns(path: &str) -> bool {
    let key = path.rsplit('.').next().unwrap_or(path);
    NAMES_OF_COLUMNS.contains(&comptoir_sales::fold(key).as_str())
}

/// The names of columns among the members of an object: under a name that says so, or as objects with a name each.
fn header_among(members: &[(String, &RawValue)]) -> Option<Vec<String>> {
    let mut headers = members.iter().filter(|(key, _)| names_columns(key)).filter_map(|(_, value)| {
        let items: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
        let named: Option<Vec<&RawValue>> = items.iter().map(|item| name_in(item)).collect();
        names(&named.unwrap_or(items))
    });
    let first = headers.next()?;
    headers.next().is_none().then_some(first)
}

/// The name in the description of a column.
fn name_in(item: &RawValue) -> Option<&RawValue> {
    if !item.get().starts_with('{') {
        return None;
    }
    let members = members(item.get()).ok()?;
    members
        .iter()
        .find(|(key, _)| ["name", "nom", "label", "field"].contains(&key.as_str()))
        .map(|(_, value)| *value)
}

/// Texts that may be the names of columns: all differ, and each has a letter.
fn names(values: &[&RawValue]) -> Option<Vec<String>> {
    let text = |value: &&RawValue| serde_json::from_str::<String>(value.get()).ok();
    let names: Vec<String> = values.iter().map(text).collect::<Option<_>>()?;
    let mut seen = HashSet::new();
    let are_names =
        names.iter().all(|name| name.chars().any(char::is_alphabetic) && seen.insert(name.as_str()));
    (are_names && names.len() > 1).then_some(names)
}
