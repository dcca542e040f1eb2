//! Rows and columns of a sheet that are kept from view: hidden by hand, by a filter, or folded into a group.

mod binary;
mod markup;

use std::io::{self, Read, Seek};

use super::Kind;
use crate::{
    content::Content,
    metered::Metered,
    record::{Record, View},
};

/// The most runs of hidden rows of a workbook: a sheet has a million rows at most.
const RUNS_LIMIT: usize = 1 << 20;

/// How often the bytes of a workbook may be read for what is hidden, and how many may be read anyway.
const READ_TIMES: u64 = 3;
const READ_ANYWAY: u64 = 16 << 20;

/// What is hidden in a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HiddenPlaces {
    /// Runs of rows, from 1, in their order.
    rows: Vec<Run>,
    /// The first and the last column of each run, from 0.
    columns: Vec<(usize, usize)>,
    /// Whether a filter is at work in the sheet.
    is_filtered: bool,
    /// How many runs there is no room for.
    has_more: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    first: u32,
    last: u32,
    view: View,
}

impl HiddenPlaces {
    /// Some rows; those that do not follow the ones before are in no order, and are passed over.
    fn add_rows(&mut self, first: u64, last: u64, view: View, room: &mut usize) {
        let (Ok(first), Ok(last)) = (u32::try_from(first), u32::try_from(last)) else { return };
        match self.rows.last_mut() {
            Some(run) if run.last >= first => {}
            Some(run) if run.last + 1 == first && run.view == view => run.last = last,
            _ if *room == 0 => self.has_more = true,
            _ => {
                *room -= 1;
                self.rows.push(Run { first, last, view });
            }
        }
    }

    fn add_columns(&mut self, first: usize, last: usize) {
        if self.columns.len() < crate::csv::COLUMN_LIMIT {
            self.columns.push((first, last));
        }
    }

    /// How a row is seen.
    fn view(&self, line: u64) -> View {
        let at = self.rows.partition_point(|run| u64::from(run.last) < line);
        match self.rows.get(at).filter(|run| u64::from(run.first) <= line) {
            None => View::Shown,
            Some(_) if self.is_filtered => View::Folded,
            Some(run) => run.view,
        }
    }

    /// Marks a row that is hidden.
    pub(super) fn mark(&self, row: &mut Record) {
        if !self.rows.is_empty() {
            row.view = self.view(row.line);
        }
    }

    /// The hidden ones of so many columns, the first of which stands in this column of the sheet.
    pub(super) fn columns(&self, first: usize, width: usize) -> Vec<usize> {
        let is_hidden =
            |place: &usize| self.columns.iter().any(|(from, to)| (*from..=*to).contains(&(place + first)));
        (0..width).filter(is_hidden).collect()
    }
}

/// What is hidden in each sheet of a workbook, in the order of the workbook. Nothing where it cannot be found out: the
/// reader of the rows says what is wrong with the file.
///
/// # Errors
/// When there are more hidden rows than there is room for.
pub(super) fn find(content: &Content, kind: Kind) -> Result<Vec<HiddenPlaces>, TooMany> {
    let Ok(bytes) = content.seekable() else { return Ok(vec![]) };
    let bytes = Metered::new(bytes, content.size().saturating_mul(READ_TIMES) + READ_ANYWAY);
    let found = match kind {
        Kind::Xlsx => markup::of_xlsx(bytes),
        Kind::Ods => markup::of_ods(bytes),
        Kind::Xlsb => binary::of_xlsb(bytes),
        Kind::Xls => binary::of_xls(bytes),
    };
    let found = found.unwrap_or_default();
    if found.iter().any(|sheet| sheet.has_more) { Err(TooMany) } else { Ok(found) }
}

/// There are more runs of hidden rows than there is room for.
#[derive(Debug)]
pub(super) struct TooMany;

/// The parts of a workbook in the form of an archive.
struct Parts<R: Read + Seek> {
    archive: zip::ZipArchive<R>,
}

impl<R: Read + Seek> Parts<R> {
    fn open(bytes: R) -> io::Result<Self> {
        Ok(Self { archive: zip::ZipArchive::new(bytes)? })
    }

    /// The bytes of a part; programs differ in how they write its name.
    fn part(&mut self, path: &str) -> Option<impl Read + use<'_, R>> {
        let plain = |name: &str| name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase();
        let path = plain(path);
        let name = self.archive.file_names().flatten().find(|name| plain(name) == path)?.into_owned();
        self.archive.by_name(&name).ok()
    }
}

/// A path that stands in a part, from the root of the archive.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_runs_and_are_folded_where_a_filter_is_at_work() {
        let (mut places, mut room) = (HiddenPlaces::default(), 10);
        for (row, view) in [(3, View::Hidden), (4, View::Hidden), (7, View::Folded), (5, View::Hidden)] {
            places.add_rows(row, row, view, &mut room);
        }
        let views = |places: &HiddenPlaces| (2..9).map(|line| places.view(line)).collect::<Vec<_>>();
        let [shown, hidden, folded] = [View::Shown, View::Hidden, View::Folded];
        assert_eq!(views(&places), [shown, hidden, hidden, shown, shown, folded, shown]);
        assert_eq!((places.rows.len(), room), (2, 8));
        places.is_filtered = true;
        assert_eq!(places.view(3), folded);
    }

    #[test]
    fn columns_are_counted_from_the_first_one_of_the_table() {
        let mut places = HiddenPlaces::default();
        places.add_columns(3, 4);
        assert_eq!(places.columns(0, 10), [3, 4]);
        assert_eq!(places.columns(1, 3), [2]);
    }

    #[test]
    fn paths_are_those_of_the_archive() {
        assert_eq!(resolved("xl/worksheets", "../tables/table1.xml"), "xl/tables/table1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
    }
}
