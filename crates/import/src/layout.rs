//! Where the data of a file starts and ends: people print titles above them and totals below.

use std::cmp::Reverse;

use comptoir_sales::fold;

use crate::{Aside, AsideKind, Cell, Row, Sheet, columns};

/// How many rows are looked at to find the header.
const HEAD: usize = 60;

/// The rows below their header. Titles above it, headers that are repeated, totals and what stands below them are set
/// aside, each with its line.
pub(crate) fn sheet(name: &str, rows: Vec<Row>) -> Sheet {
    let header_at = header_at(&rows);
    let title = |row: &Row| Aside { line: row.line, kind: AsideKind::Title };
    let mut aside: Vec<Aside> = rows.iter().take(header_at).map(title).collect();
    let mut rows = rows.into_iter().skip(header_at);
    let Some(header) = rows.next() else { return Sheet::new(name, vec![], vec![]) };
    let header: Vec<String> = texts(&header).map(str::to_owned).collect();
    let mut data = Vec::with_capacity(rows.len());
    for row in rows {
        match aside_kind(&row, &header) {
            Some(kind) => aside.push(Aside { line: row.line, kind }),
            None => data.push(row),
        }
    }
    set_footer_aside(&mut data, header.len(), &mut aside);
    Sheet { aside, ..Sheet::new(name, header, data) }
}

/// How much a sheet looks like data: the names of columns that are known in its header.
pub(crate) fn likeness(rows: &[Row]) -> usize {
    rows.get(header_at(rows)).map_or(0, |header| columns::known_headers(texts(header)))
}

fn texts(row: &Row) -> impl Iterator<Item = &str> {
    row.cells.iter().map(Cell::as_str)
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| **cell != Cell::Empty).count()
}

/// The place of the header: the record near the top with the most names of columns that are known, else the first.
fn header_at(records: &[Row]) -> usize {
    let known = |record: &Row| columns::known_headers(texts(record));
    let best = records.iter().take(HEAD).enumerate().map(|(at, record)| (known(record), Reverse(at))).max();
    match best {
        Some((known, Reverse(at))) if known >= 2 => at,
        _ => 0,
    }
}

/// Why a record below the header is no row of data, if it is none.
fn aside_kind(record: &Row, header: &[String]) -> Option<AsideKind> {
    const TOTALS: [&str; 8] = [
        "total",
        "totaux",
        "total general",
        "grand total",
        "sous total",
        "subtotal",
        "total ttc",
        "total ht",
    ];
    if texts(record).eq(header.iter().map(String::as_str)) {
        return Some(AsideKind::RepeatedHeader);
    }
    // A product may be called Total: its row is as full as the others.
    let is_sparse = filled(record) * 2 <= header.len();
    let says_total = || texts(record).any(|text| TOTALS.contains(&fold(text).as_str()));
    (is_sparse && says_total()).then_some(AsideKind::Total)
}

/// Sets aside what stands below the data in its first column alone: remarks of the program that wrote the file.
fn set_footer_aside(rows: &mut Vec<Row>, width: usize, aside: &mut Vec<Aside>) {
    let is_remark = |row: &Row| {
        width > 2
            && row
                .cells
                .first()
                .is_some_and(|first| matches!(first, Cell::Text(text) if text.parse::<f64>().is_err()))
            && row.cells.iter().skip(1).all(|cell| *cell == Cell::Empty)
    };
    // A file of nothing but such lines has no data to stand below.
    if rows.iter().all(is_remark) {
        return;
    }
    while let Some(row) = rows.pop_if(|row| is_remark(row)) {
        aside.push(Aside { line: row.line, kind: AsideKind::Footer });
    }
    aside.sort_by_key(|aside| aside.line);
}
