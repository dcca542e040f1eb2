//! The innermost loops: columns into sums.
//!
//! Each is written once for every width of a column. Sales next to each other often fall into the same cell, and an
//! addition would wait for the one before it; where there are few cells, each of four neighbours has a table of its
//! own.

use std::ops::Range;

use super::columns::{Codes, Parts};

/// Tables that neighbours take turns at.
pub(super) const LANES: usize = 4;

/// Members for which there are several tables: all of them together stay near the processor.
pub(super) const FEW_MEMBERS: usize = 1_024;

/// Finds the sales whose member counts for something: where they stand among `rows`.
pub(super) fn keep(codes: &Codes, rows: Range<usize>, of: &[u32], left_out: u32, kept: &mut Vec<u32>) {
    fn each<C: Copy + Into<u32>>(codes: &[C], of: &[u32], left_out: u32, kept: &mut Vec<u32>) {
        kept.clear();
        kept.resize(codes.len(), 0);
        let mut count = 0;
        // Written each time and counted or not: a branch would be guessed wrong too often.
        for (at, code) in (0..).zip(codes) {
            kept[count] = at;
            count += usize::from(of[(*code).into() as usize] != left_out);
        }
        kept.truncate(count);
    }
    match codes {
        Codes::Short(codes) => each(&codes[rows], of, left_out, kept),
        Codes::Long(codes) => each(&codes[rows], of, left_out, kept),
    }
}

/// The sum of some sales.
pub(super) fn sum(parts: &Parts, rows: Range<usize>) -> i64 {
    match parts {
        Parts::Narrow(parts) => parts[rows].iter().map(|part| i64::from(*part)).sum(),
        Parts::Wide(parts) => parts[rows].iter().sum(),
    }
}

/// Adds each amount, and one sale, to its member's cell. `tables` holds one or [`LANES`] tables, one behind the other.
pub(super) fn total_members(
    codes: &Codes,
    parts: &Parts,
    rows: Range<usize>,
    tables: &mut [[i64; 2]],
    lanes: usize,
) {
    match (codes, parts) {
        (Codes::Short(codes), Parts::Narrow(parts)) => {
            in_lanes(&codes[rows.clone()], &parts[rows], tables, lanes);
        }
        (Codes::Short(codes), Parts::Wide(parts)) => {
            in_lanes(&codes[rows.clone()], &parts[rows], tables, lanes);
        }
        (Codes::Long(codes), Parts::Narrow(parts)) => {
            in_lanes(&codes[rows.clone()], &parts[rows], tables, lanes);
        }
        (Codes::Long(codes), Parts::Wide(parts)) => {
            in_lanes(&codes[rows.clone()], &parts[rows], tables, lanes);
        }
    }
}

/// Adds amounts whose places are known.
pub(super) fn total(places: &[u32], parts: &Parts, rows: Range<usize>, cells: &mut [[i64; 2]]) {
    match parts {
        Parts::Narrow(parts) => in_lanes(places, &parts[rows], cells, 1),
        Parts::Wide(parts) => in_lanes(places, &parts[rows], cells, 1),
    }
}

fn in_lanes<C: Copy + Into<u32>, P: Copy + Into<i64>>(
    codes: &[C],
    parts: &[P],
    tables: &mut [[i64; 2]],
    lanes: usize,
) {
    // Many members: sales next to each other seldom share a cell, and four tables would not stay near the
    // processor.
    if lanes < LANES {
        codes.iter().zip(parts).for_each(|(code, part)| add(tables, *code, *part));
        return;
    }
    let size = tables.len() / LANES;
    let (one, rest) = tables.split_at_mut(size);
    let (two, rest) = rest.split_at_mut(size);
    let (three, four) = rest.split_at_mut(size);
    let (mut codes, mut parts) = (codes.chunks_exact(LANES), parts.chunks_exact(LANES));
    for (codes, parts) in codes.by_ref().zip(parts.by_ref()) {
        add(one, codes[0], parts[0]);
        add(two, codes[1], parts[1]);
        add(three, codes[2], parts[2]);
        add(four, codes[3], parts[3]);
    }
    let last = codes.remainder().iter().zip(parts.remainder());
    last.for_each(|(code, part)| add(one, *code, *part));
}

#[inline]
fn add<C: Into<u32>, P: Into<i64>>(cells: &mut [[i64; 2]], code: C, part: P) {
    let cell = &mut cells[code.into() as usize];
    cell[0] += part.into();
    cell[1] += 1;
}

/// Adds each quantity to its member's sum.
pub(super) fn quantity_members(codes: &Codes, parts: &Parts, rows: Range<usize>, sums: &mut [i64]) {
    match (codes, parts) {
        (Codes::Short(codes), Parts::Narrow(parts)) => scatter(&codes[rows.clone()], &parts[rows], sums),
        (Codes::Short(codes), Parts::Wide(parts)) => scatter(&codes[rows.clone()], &parts[rows], sums),
        (Codes::Long(codes), Parts::Narrow(parts)) => scatter(&codes[rows.clone()], &parts[rows], sums),
        (Codes::Long(codes), Parts::Wide(parts)) => scatter(&codes[rows.clone()], &parts[rows], sums),
    }
}

/// Adds quantities whose places are known.
pub(super) fn quantity(places: &[u32], parts: &Parts, rows: Range<usize>, sums: &mut [i64]) {
    match parts {
        Parts::Narrow(parts) => scatter(places, &parts[rows], sums),
        Parts::Wide(parts) => scatter(places, &parts[rows], sums),
    }
}

fn scatter<C: Copy + Into<u32>, P: Copy + Into<i64>>(codes: &[C], parts: &[P], sums: &mut [i64]) {
    for (code, part) in codes.iter().zip(parts) {
        sums[(*code).into() as usize] += (*part).into();
    }
}

/// Adds to each place what its sale's member counts for.
pub(super) fn add_codes(codes: &Codes, rows: Range<usize>, of: &[u32], stride: usize, cells: &mut [usize]) {
    fn each<C: Copy + Into<u32>>(codes: &[C], of: &[u32], stride: usize, cells: &mut [usize]) {
        for (code, cell) in codes.iter().zip(cells) {
            *cell += of[(*code).into() as usize] as usize * stride;
        }
    }
    match codes {
        Codes::Short(codes) => each(&codes[rows], of, stride, cells),
        Codes::Long(codes) => each(&codes[rows], of, stride, cells),
    }
}
