//! Cells that a spreadsheet has merged over several rows: what stands in the first holds for all.

use calamine::Dimensions;

use crate::record::{Cell, Record};

/// Writes the text of each merged column of cells into the rows below. A number stays where it is: it is of all rows
/// together, and would be counted with each.
pub(super) fn fill(rows: &mut [Record], regions: &[Dimensions]) {
    for region in
        regions.iter().filter(|region| region.start.1 == region.end.1 && region.start.0 < region.end.0)
    {
        let (first, last) = (u64::from(region.start.0) + 1, u64::from(region.end.0) + 1);
        let column = region.start.1 as usize;
        let Ok(at) = rows.binary_search_by_key(&first, |row| row.line) else { continue };
        let Cell::Text(text) = rows[at].cell(column) else { continue };
        let text = text.to_owned();
        for row in rows[at + 1..].iter_mut().take_while(|row| row.line <= last) {
            if row.cell(column) == Cell::Empty {
                *row = row.with(&[(column, text.clone())]);
            }
        }
    }
}
