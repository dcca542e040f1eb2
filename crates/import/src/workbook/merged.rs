//! Cells that a spreadsheet has merged over several rows: what stands in the first holds for all.

use std::collections::BTreeMap;

use calamine::Dimensions;

use crate::{
    csv::COLUMN_LIMIT,
    record::{Cell, Record},
};

/// A column of cells merged over several rows.
struct Region {
    first: u64,
    last: u64,
    column: usize,
}

/// Writes the text of each merged column of cells into the rows below, as they come. A number stays where it is: it is of
/// all rows together, and would be counted with each.
#[derive(Default)]
pub(super) struct Merged {
    /// Those that are to come, the next one last.
    regions: Vec<Region>,
    /// The last row and the text of those that are being read, by their column: regions do not overlap.
    open: BTreeMap<usize, (u64, String)>,
}

impl Merged {
    /// The merged cells of a sheet.
    pub(super) fn new(regions: &[Dimensions]) -> Self {
        let is_column = |region: &&Dimensions| {
            region.start.1 == region.end.1
                && region.start.0 < region.end.0
                && (region.start.1 as usize) < COLUMN_LIMIT
        };
        let region = |region: &Dimensions| Region {
            first: u64::from(region.start.0) + 1,
            last: u64::from(region.end.0) + 1,
            column: region.start.1 as usize,
        };
        let mut regions: Vec<Region> = regions.iter().filter(is_column).map(region).collect();
        regions.sort_by_key(|region| std::cmp::Reverse(region.first));
        Self { regions, open: BTreeMap::new() }
    }

    /// Fills in the next row.
    pub(super) fn fill(&mut self, row: &mut Record) {
        if self.regions.is_empty() && self.open.is_empty() {
            return;
        }
        self.open.retain(|_, (last, _)| *last >= row.line);
        let is_missing = |(column, _): &(&usize, &(u64, String))| row.cell(**column) == Cell::Empty;
        let texts: Vec<(usize, String)> =
            self.open.iter().filter(is_missing).map(|(column, (_, text))| (*column, text.clone())).collect();
        if !texts.is_empty() {
            *row = row.with(&texts);
        }
        while let Some(region) = self.regions.pop_if(|region| region.first <= row.line) {
            if region.first == row.line
                && let Cell::Text(text) = row.cell(region.column)
            {
                self.open.insert(region.column, (region.last, text.to_owned()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::record;

    #[test]
    fn texts_go_into_the_rows_below_as_far_as_the_region_does_and_numbers_do_not() {
        let at = |start, end| Dimensions { start, end };
        let mut merged = Merged::new(&[at((1, 0), (3, 0)), at((1, 1), (2, 1)), at((0, 2), (0, 4))]);
        let mut first = record(2, &["Paris"]);
        first.push_number("12");
        let mut rows =
            [record(1, &["city", "total"]), first, record(3, &["", "", "x"]), record(5, &["", "1"])];
        for row in &mut rows {
            merged.fill(row);
        }
        assert_eq!(rows[2].texts().collect::<Vec<_>>(), ["Paris", "", "x"]);
        assert_eq!(rows[3].texts().collect::<Vec<_>>(), ["", "1"]);
    }
}
