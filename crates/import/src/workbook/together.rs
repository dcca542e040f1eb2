//! Which sheets of a workbook are data, and how those of the same columns are read as one.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use crate::{
    AsideKind, ImportError, headers,
    layout::{self, Layout},
    mapping::signature,
    meaning::{self, Says},
    record::{HeldRows, Record},
};

/// From how many rows on a sheet that has nothing of its own is taken for a copy.
const COPIED_ROWS: usize = 3;

/// The sheets of a workbook, or the arrays of an object in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Those that are read, with their lines, as far as there are several.
    pub(crate) read: Vec<String>,
    /// Those that hold something else.
    pub(crate) aside: Vec<String>,
}

struct Part {
    name: String,
    rows: Vec<Record>,
    layout: Layout,
    signature: String,
}

/// Takes the sheets together that have the columns of the one that looks most like data.
///
/// # Errors
/// When there is none, when another one is of sales too, or when one has only the lines of others.
pub(crate) fn together(
    name: &str,
    sheets: Vec<(String, Vec<Record>)>,
) -> Result<(Arc<Vec<Record>>, Parts), ImportError> {
    let mut parts = Vec::new();
    for (sheet, rows) in sheets.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let layout = Layout::find(name, Box::new(HeldRows::new(Arc::new(rows.clone()))))?;
        parts.push(Part { name: sheet, rows, signature: signature(&layout.header), layout });
    }
    let likeness = |part: &Part| layout::likeness(&part.rows);
    let best = parts.iter().enumerate().max_by_key(|(place, part)| (likeness(part), Reverse(*place)));
    let Some(signature) = best.map(|(_, part)| part.signature.clone()) else {
        return Err(ImportError::Empty { source_name: name.to_owned() });
    };
    let (same, others): (Vec<Part>, Vec<Part>) =
        parts.into_iter().partition(|part| part.signature == signature);
    let of_sales = |part: &&Part| layout::is_header_of_sales(&part.layout.header);
    if same.iter().any(|part| layout::is_header_of_sales(&part.layout.header)) {
        ask(name, &same, others.iter().filter(of_sales))?;
    }
    // Returns, quotes or drafts in a part of their own have the columns of sales, and nothing in their lines that tells.
    if same.len() > 1 && same.iter().any(|part| says_other_than_sales(&part.name)) {
        return Err(ImportError::SeveralTables {
            source_name: name.to_owned(),
            tables: same.into_iter().map(|part| part.name).collect(),
        });
    }
    if let Some(copy) = same.iter().find(|part| same.len() > 1 && has_nothing_of_its_own(part, &same)) {
        return Err(ImportError::SeveralTables {
            source_name: name.to_owned(),
            tables: std::iter::once(copy)
                .chain(same.iter().filter(|part| part.name != copy.name))
                .map(|part| part.name.clone())
                .collect(),
        });
    }
    let aside = others.into_iter().map(|part| part.name).collect();
    let is_only = same.len() == 1;
    let (rows, read) = joined(same);
    Ok((Arc::new(rows), Parts { read: if is_only { vec![] } else { read }, aside }))
}

/// Whether the name of a part says that its lines are something else than sales, or take sales back.
pub(crate) fn says_other_than_sales(name: &str) -> bool {
    let name = name.rsplit(['.', '/', '\\']).next().unwrap_or(name);
    matches!(
        meaning::says(name),
        Says::Return | Says::Refunded | Says::Cancellation | Says::Aside(_) | Says::Discount | Says::Doubt(_)
    )
}

/// Asks about sheets of sales that have other columns.
fn ask<'a>(
    name: &str,
    same: &'a [Part],
    mut others: impl Iterator<Item = &'a Part>,
) -> Result<(), ImportError> {
    let Some(first) = others.next() else { return Ok(()) };
    let named = same.iter().chain(std::iter::once(first)).chain(others);
    Err(ImportError::SeveralTables {
        source_name: name.to_owned(),
        tables: named.map(|part| part.name.clone()).collect(),
    })
}

/// Whether every row of a sheet stands in others too, as often.
fn has_nothing_of_its_own(part: &Part, all: &[Part]) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for other in all.iter().filter(|other| other.name != part.name) {
        for row in other.data() {
            *counts.entry(row.as_line()).or_default() += 1;
        }
    }
    part.data().len() >= COPIED_ROWS
        && part.data().iter().all(|row| {
            let Some(count) = counts.get_mut(&row.as_line()).filter(|count| **count > 0) else {
                return false;
            };
            *count -= 1;
            true
        })
}

impl Part {
    fn data(&self) -> &[Record] {
        &self.rows[self.layout.above().min(self.rows.len())..]
    }
}

/// The rows of sheets with the same columns, one sheet behind the other; their lines are counted on.
fn joined(parts: Vec<Part>) -> (Vec<Record>, Vec<String>) {
    let mut rows: Vec<Record> = Vec::new();
    let mut read = Vec::new();
    let header = parts.first().map(|part| part.layout.header.clone()).unwrap_or_default();
    for (at, part) in parts.into_iter().enumerate() {
        let before = rows.last().map_or(0, |row| row.line);
        let above = part.layout.above();
        let order = (part.layout.header != header).then(|| order(&header, &part.layout.header));
        let footers = part.rows.iter().rev().take_while(|row| !row.has_more_than(1)).count();
        let first_footer = part.rows.len() - footers.min(part.rows.len() - above.min(part.rows.len()));
        for (place, row) in part.rows.iter().enumerate() {
            let mut row = match &order {
                Some(order) if place >= above => reordered(row, order),
                _ => row.clone(),
            };
            row.line += before;
            if at > 0 && place < above {
                row.mark =
                    Some(if place + 1 == above { AsideKind::RepeatedHeader } else { AsideKind::Title });
            } else if place >= above && place >= first_footer {
                row.mark = Some(AsideKind::Footer);
            }
            rows.push(row);
        }
        let last = rows.last().map_or(before, |row| row.line);
        read.push(format!("{} ({}–{last})", part.name, before + 1));
    }
    (rows, read)
}

/// Where each column of a header stands in another one of the same names.
fn order(header: &[String], other: &[String]) -> Vec<usize> {
    let mut used = vec![false; other.len()];
    let place = |name: &String| {
        let found = (0..other.len()).find(|at| !used[*at] && headers::key(&other[*at]) == headers::key(name));
        if let Some(at) = found {
            used[at] = true;
        }
        found.unwrap_or(usize::MAX)
    };
    header.iter().map(place).collect()
}

fn reordered(row: &Record, order: &[usize]) -> Record {
    let mut record = Record::default();
    record.start(row.line);
    for place in order {
        match row.cell(*place) {
            crate::record::Cell::Number(digits) => record.push_number(digits),
            cell => record.push_text(cell.as_str()),
        }
    }
    record
}
