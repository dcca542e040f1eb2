//! Tables that a person would like to read.

use comfy_table::{Cell, CellAlignment, LineStyle, Table, TableStyle};

/// A line below the header, and nothing else.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─'));

/// How a column stands.
#[derive(Clone, Copy)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A table of texts below a header.
pub(crate) fn table(header: &[(String, Align)], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let aligned = |text: &str, align: Align| {
        let alignment = match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        };
        Cell::new(text).set_alignment(alignment)
    };
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_header(header.iter().map(|(text, align)| aligned(text, *align)));
    for row in rows {
        table.add_row(row.iter().zip(header).map(|(text, (_, align))| aligned(text, *align)));
    }
    table.trim_fmt()
}
