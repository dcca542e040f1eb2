//! The files of one archive that are parts of one export: the same columns in each, as in a workbook with a sheet a month.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use comptoir_sales::fold;

use crate::{
    Field, ImportError, archive,
    columns::{Columns, Hints},
    content::Content,
    format::Input,
    kept::KeptTable,
    layout::{self, Layout},
    mapping::signature,
    record::{HeldRows, Record},
    whole::Turn,
    workbook::{self, Parts, SheetRows},
};

/// The most bytes of all rows: they are held in memory until it is known that they are of one export.
const ROWS_LIMIT_BYTES: usize = 96 << 20;

/// The rows of all files, and their names with their lines.
///
/// # Errors
/// When the files are of different columns or formats, or may be of different stores: then they are named.
pub(crate) fn together(
    name: &str,
    files: Vec<(String, Content)>,
) -> Result<(Input, KeptTable, Parts), ImportError> {
    let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    let several = || ImportError::SeveralFiles { source_name: name.to_owned(), files: names.clone() };
    let mut inputs = Vec::new();
    for (file, content) in files {
        let (_, is_utf8) = content.fingerprint().map_err(|error| ImportError::from_io(name, error))?;
        // An archive may hold itself, twice: none is opened within another one.
        let head = content.head(4).map_err(|error| ImportError::from_io(name, error))?;
        if archive::is_zip(&head) {
            return Err(several());
        }
        let input = Input::find(name, content, is_utf8).map_err(|_| several())?;
        if !input.is_csv() {
            return Err(several());
        }
        // What follows the last dot says nothing of its lines: `retours.csv`.
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem).to_owned();
        inputs.push((stem, input));
    }
    let sheets = {
        let _turn = Turn::wait();
        let mut room = ROWS_LIMIT_BYTES;
        let mut parts = Vec::new();
        for (stem, input) in &inputs {
            parts.push((stem.clone(), rows(name, input, &mut room)?));
        }
        if !are_of_one_export(name, &parts)? {
            return Err(several());
        }
        let sheets = parts.into_iter().map(|(stem, rows)| SheetRows::of(&stem, rows));
        sheets.collect::<std::io::Result<_>>().map_err(|error| ImportError::from_io(name, error))?
    };
    let Some((_, input)) = inputs.into_iter().next() else { return Err(several()) };
    let (rows, parts) = workbook::together(name, sheets)?;
    Ok((input, rows, parts))
}

fn rows(name: &str, input: &Input, room: &mut usize) -> Result<Vec<Record>, ImportError> {
    let (mut reader, mut rows, mut record) = (input.rows()?, Vec::new(), Record::default());
    while reader.read(&mut record)? {
        let row = record.clone();
        let left = room.checked_sub(row.size());
        *room = left.ok_or_else(|| ImportError::TakesTooMuch { source_name: name.to_owned() })?;
        rows.push(row);
    }
    Ok(rows)
}

/// Whether all files have the same columns, and either ids or days of their own: else each may be of another store.
fn are_of_one_export(name: &str, parts: &[(String, Vec<Record>)]) -> Result<bool, ImportError> {
    let mut signatures = BTreeSet::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut shared: Vec<(usize, String)> = Vec::new();
    let mut days_of = Vec::new();
    for (at, (_, rows)) in parts.iter().enumerate() {
        let head = rows.iter().take(layout::HEAD).cloned().collect();
        let layout = Layout::find(name, Box::new(HeldRows::new(Arc::new(head))))?;
        signatures.insert(signature(&layout.header));
        let sample = rows.get(layout.above()..).unwrap_or_default();
        let hints = Hints { name, header: &layout.header, sample, ..Hints::default() };
        let columns = Columns::guess(&hints)?;
        if columns.place(Field::Id).is_some() || columns.place(Field::Store).is_some() {
            continue;
        }
        let Some(date) = columns.place(Field::Date) else { return Ok(false) };
        let days: Vec<String> = sample.iter().filter_map(|row| day(row, date)).collect();
        for day in days.iter().collect::<BTreeSet<_>>() {
            match seen.get(day) {
                Some(before) if *before != at => shared.push((at, day.clone())),
                _ => {
                    seen.insert(day.clone(), at);
                }
            }
        }
        days_of.push(days);
    }
    // An export that was cut within a day shares that day with its next part.
    let is_cut = |(at, day): &(usize, String)| {
        let ends = |days: Option<&Vec<String>>| days.and_then(|days| days.last()) == Some(day);
        let begins = |days: Option<&Vec<String>>| days.and_then(|days| days.first()) == Some(day);
        let has_others =
            |days: Option<&Vec<String>>| days.is_some_and(|days| days.iter().any(|other| other != day));
        let (before, here) = (at.checked_sub(1).and_then(|before| days_of.get(before)), days_of.get(*at));
        has_others(before)
            && has_others(here)
            && (ends(before) && begins(here) || begins(before) && ends(here))
    };
    Ok(signatures.len() == 1 && shared.iter().all(is_cut))
}

/// The text of a day, without a time behind it.
fn day(row: &Record, date: usize) -> Option<String> {
    let text = row.cell(date).filled()?;
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    has_digit.then(|| fold(if day.bytes().filter(u8::is_ascii_digit).count() >= 4 { day } else { text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_within_an_archive_are_not_opened() {
        // The second would be read, if the first were.
        let files = vec![
            ("a.zip".to_owned(), Content::from(b"PK\x03\x04 and what may be itself".to_vec())),
            ("b.csv".to_owned(), Content::from(b"id,name,price\n1,Pain,2\n".to_vec())),
        ];
        assert!(matches!(together("f.zip", files), Err(ImportError::SeveralFiles { .. })));
    }
}
