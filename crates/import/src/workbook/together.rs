//! Which sheets of a workbook are data, and how those of the same columns are read as one.

use std::{
    cmp::Reverse,
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use super::{
    SheetRows,
    notes::{self, Beside, Notes},
};
use crate::{
    ImportError, headers,
    kept::{self, KeptTable},
    layout::{self, Layout},
    mapping::signature,
    meaning::{self, WordSense},
    record::{Record, Rows},
};

/// How many rows are compared at once with those of other sheets; each takes some thirty bytes.
const COMPARED_AT_ONCE: u64 = 1 << 20;

/// From how many rows on a sheet that has nothing of its own is taken for a copy.
const COPIED_ROWS: usize = 3;

/// The sheets of a workbook, or the arrays of an object in JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Those that are read, with their lines, as far as there are several.
    pub(crate) read: Vec<String>,
    /// Those that hold something else.
    pub(crate) aside: Vec<String>,
    /// Those that are hidden, and not read.
    pub(crate) hidden: Vec<String>,
    /// What somebody has noted beside the lines that are read.
    pub(crate) notes: Notes,
    /// The places of columns that are hidden in all parts that are read.
    pub(crate) hidden_columns: Vec<usize>,
    /// Whether what stands beside the lines says that amounts are in hundredths.
    pub(crate) says_cents: bool,
}

struct Part {
    name: String,
    sheet: SheetRows,
    layout: Layout,
    signature: String,
    /// What is noted behind its last column, and how many columns it has.
    notes: Option<(usize, Notes)>,
    /// How many columns its header has, where a few lines are longer.
    header_width: Option<usize>,
}

/// Takes the sheets together that have the columns of the one that looks most like data.
///
/// # Errors
/// When there is none, when another one is of sales too, or when one has only the lines of others.
pub(crate) fn together(name: &str, sheets: Vec<SheetRows>) -> Result<(KeptTable, Parts), ImportError> {
    let mut parts = Vec::new();
    for sheet in sheets.into_iter().filter(|sheet| sheet.rows.count() > 1) {
        let mut layout = Layout::find(name, Box::new(sheet.rows.rows(name)?))?;
        let width = notes::width(&layout);
        let (notes, header_width) = match notes::beside(name, &sheet, &layout)? {
            Beside::Nothing => (None, None),
            Beside::Notes(notes) => (Some((width, notes)), None),
            // Such lines are longer than the table, and refused.
            Beside::PartsOfLines => {
                layout.header.truncate(width);
                (None, Some(width))
            }
        };
        let signature = signature(&layout.header);
        parts.push(Part { name: sheet.name.clone(), signature, layout, sheet, notes, header_width });
    }
    let (hidden, parts): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.sheet.is_hidden);
    check_hidden(name, &hidden, &parts)?;
    let likeness = |part: &Part| part.sheet.likeness;
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
    // Returns, quotes or drafts in a part of their own have the columns of sales, and nothing in their lines that gives them away.
    if same.len() > 1 && same.iter().any(|part| says_other_than_sales(&part.name)) {
        return Err(ImportError::SeveralTables {
            source_name: name.to_owned(),
            tables: same.into_iter().map(|part| part.name).collect(),
        });
    }
    for copy in same.iter().filter(|_| same.len() > 1) {
        if has_nothing_of_its_own(name, copy, &same)? {
            return Err(ImportError::SeveralTables {
                source_name: name.to_owned(),
                tables: std::iter::once(copy)
                    .chain(same.iter().filter(|part| part.name != copy.name))
                    .map(|part| part.name.clone())
                    .collect(),
            });
        }
    }
    let aside = others.into_iter().map(|part| part.name).collect();
    let is_only = same.len() == 1;
    let hidden = hidden.into_iter().map(|part| part.name).collect();
    let hidden_columns = hidden_columns(&same);
    let (table, read, notes) = joined(same);
    let read = if is_only { vec![] } else { read };
    Ok((table, Parts { read, aside, hidden, notes, hidden_columns, says_cents: false }))
}

/// The places in the first part of columns that are hidden in all of them.
fn hidden_columns(parts: &[Part]) -> Vec<usize> {
    let Some((first, others)) = parts.split_first() else { return vec![] };
    let is_hidden_in = |part: &Part, place: usize| {
        let there = order(&first.layout.header, &part.layout.header).get(place).copied();
        there.is_some_and(|there| part.sheet.hidden_columns.contains(&there))
    };
    let in_all = |place: &usize| others.iter().all(|part| is_hidden_in(part, *place));
    first.sheet.hidden_columns.iter().copied().filter(in_all).collect()
}

/// Asks about hidden sheets that hold the data: last year's are hidden as often as those that a pivot table is made from.
fn check_hidden(name: &str, hidden: &[Part], shown: &[Part]) -> Result<(), ImportError> {
    let are_of_sales = hidden.iter().any(|part| layout::is_header_of_sales(&part.layout.header))
        && !shown.iter().any(|part| layout::is_header_of_days(&part.layout.header));
    if hidden.is_empty() || !shown.is_empty() && !are_of_sales {
        return Ok(());
    }
    Err(ImportError::HiddenSheets {
        source_name: name.to_owned(),
        sheets: hidden.iter().map(|part| part.name.clone()).collect(),
    })
}

/// Whether the name of a part says that its lines are something else than sales, or take sales back.
pub(crate) fn says_other_than_sales(name: &str) -> bool {
    let name = name.rsplit(['.', '/', '\\']).next().unwrap_or(name);
    matches!(
        meaning::says(name),
        WordSense::Return
            | WordSense::Refunded
            | WordSense::Cancellation
            | WordSense::Aside(_)
            | WordSense::Discount
            | WordSense::Ambiguous(_)
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

/// Whether every row of a sheet stands in others too, as often. So many rows as can be held are compared at once: those of
/// which the hash has one remainder.
fn has_nothing_of_its_own(name: &str, part: &Part, all: &[Part]) -> Result<bool, ImportError> {
    let count = part.data_count();
    if count < COPIED_ROWS as u64 {
        return Ok(false);
    }
    let hasher = RandomState::new();
    let slices = count.div_ceil(COMPARED_AT_ONCE);
    for slice in 0..slices {
        let mut counts: HashMap<u64, i64> = HashMap::new();
        part.each(name, |row| {
            let hash = hasher.hash_one(row.as_line());
            if hash % slices == slice {
                *counts.entry(hash).or_default() += 1;
            }
        })?;
        for other in all.iter().filter(|other| other.name != part.name) {
            other.each(name, |row| {
                if let Some(count) = counts.get_mut(&hasher.hash_one(row.as_line())) {
                    *count -= 1;
                }
            })?;
        }
        if counts.values().any(|count| *count > 0) {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Part {
    /// How many rows stand above the data.
    fn above(&self) -> u64 {
        (self.layout.above() as u64).min(self.sheet.rows.count())
    }

    /// How many columns there are, where notes stand behind them.
    fn width(&self) -> Option<usize> {
        self.notes.as_ref().map(|(width, _)| *width)
    }

    fn data_count(&self) -> u64 {
        self.sheet.rows.count() - self.above()
    }

    /// Hands on the rows of data.
    fn each(&self, name: &str, mut take: impl FnMut(&Record)) -> Result<(), ImportError> {
        let (mut rows, mut row) = (self.sheet.rows.rows(name)?, Record::default());
        while rows.read(&mut row)? {
            if rows.place() > self.above() {
                row.cut(self.width().unwrap_or(usize::MAX));
                take(&row);
            }
        }
        Ok(())
    }
}

/// The rows of sheets with the same columns, one sheet behind the other; their lines are counted on.
fn joined(parts: Vec<Part>) -> (KeptTable, Vec<String>, Notes) {
    let (mut tables, mut read, mut notes, mut before) = (vec![], vec![], Notes::default(), 0);
    let header = parts.first().map(|part| part.layout.header.clone()).unwrap_or_default();
    for part in parts {
        let last = before + part.sheet.rows.last_line();
        read.push(format!("{} ({}–{last})", part.name, before + 1));
        let (above, width) = (part.above(), part.width());
        let footers = part.sheet.sparse_tail.min(part.data_count());
        notes.add(part.notes.map(|(_, notes)| notes).unwrap_or_default(), before);
        before = last;
        tables.push(kept::Part {
            above,
            footers,
            order: (part.layout.header != header).then(|| order(&header, &part.layout.header)),
            width,
            header_width: part.header_width,
            rows: part.sheet.rows,
        });
    }
    (KeptTable::new(tables), read, notes)
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
