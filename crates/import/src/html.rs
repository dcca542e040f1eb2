//! Tables of HTML, which many tills write under the name of a workbook.

use crate::{
    csv::COLUMN_LIMIT,
    markup::{Markup, Piece, attribute, unescaped},
    record::{Record, Room},
};

/// A cell that spans rows is repeated in that many at most.
const ROWS_SPANNED: usize = 10_000;

/// A cell, with the number behind what is shown where a spreadsheet has kept it.
#[derive(Clone, Debug, Default)]
struct Shown {
    text: String,
    number: Option<String>,
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    rows: Vec<Record>,
    row: Option<Vec<Shown>>,
    cell: Option<(Shown, usize, usize)>,
    /// Cells that span further rows, by column: how many rows are left.
    spanning: Vec<Option<(Shown, usize)>>,
    line: u64,
}

impl Table {
    fn close_cell(&mut self) {
        let Some((cell, columns, rows)) = self.cell.take() else { return };
        let row = self.row.get_or_insert_default();
        take_spanning(&mut self.spanning, row);
        for at in 0..columns {
            let place = row.len();
            if rows > 1 {
                if self.spanning.len() <= place {
                    self.spanning.resize(place + 1, None);
                }
                let repeated = if at == 0 { cell.clone() } else { Shown::default() };
                self.spanning[place] = Some((repeated, rows - 1));
            }
            row.push(if at == 0 { cell.clone() } else { Shown::default() });
        }
    }

    fn close_row(&mut self, room: &mut Room) {
        self.close_cell();
        let Some(mut row) = self.row.take() else { return };
        take_spanning(&mut self.spanning, &mut row);
        self.line += 1;
        let mut record = Record::default();
        record.start(self.line);
        for cell in &row {
            match &cell.number {
                Some(number) => record.push_number(number),
                None => record.push_text(&cell.text),
            }
        }
        if !record.is_empty() {
            room.keep(&mut self.rows, record);
        }
    }
}

/// Fills the next columns with the cells above that span this row too.
fn take_spanning(spanning: &mut [Option<(Shown, usize)>], row: &mut Vec<Shown>) {
    while let Some(Some((cell, left))) = spanning.get_mut(row.len()) {
        row.push(cell.clone());
        *left -= 1;
        if *left == 0 {
            spanning[row.len() - 1] = None;
        }
    }
}

/// The tables of a text, in the order in which they end; one inside another is one of its own.
pub(crate) fn tables(text: &str, room: &mut Room) -> Vec<Vec<Record>> {
    let (mut open, mut done): (Vec<Table>, Vec<Vec<Record>>) = (Vec::new(), Vec::new());
    let mut close = |table: Option<Table>, room: &mut Room| {
        if let Some(mut table) = table {
            table.close_row(room);
            done.push(table.rows);
        }
    };
    for piece in Markup::new(text) {
        match piece {
            Piece::Open { name, attributes, .. } => match name.to_ascii_lowercase().as_str() {
                "table" => open.push(Table::default()),
                tag => {
                    if let Some(table) = open.last_mut() {
                        opened(table, tag, attributes, room);
                    }
                }
            },
            Piece::Close { name } => match (name.to_ascii_lowercase().as_str(), open.last_mut()) {
                ("table", _) => close(open.pop(), room),
                ("tr", Some(table)) => table.close_row(room),
                ("td" | "th", Some(table)) => table.close_cell(),
                _ => {}
            },
            Piece::Text(text) => {
                if let Some((cell, ..)) = open.last_mut().and_then(|table| table.cell.as_mut()) {
                    cell.text.push_str(&spaced(&unescaped(text)));
                }
            }
        }
    }
    while let Some(table) = open.pop() {
        close(Some(table), room);
    }
    done
}

fn opened(table: &mut Table, tag: &str, attributes: &str, room: &mut Room) {
    match tag {
        "tr" => {
            table.close_row(room);
            table.row = Some(vec![]);
        }
        "td" | "th" => {
            table.close_cell();
            let span = |name: &str, most: usize| {
                let span = attribute(attributes, name).and_then(|span| span.trim().parse().ok()).unwrap_or(1);
                usize::clamp(span, 1, most)
            };
            let number =
                attribute(attributes, "num").filter(|number| number.parse::<f64>().is_ok_and(f64::is_finite));
            let number = number.filter(|number| !number.contains(['e', 'E'])).map(str::to_owned);
            let cell = Shown { text: String::new(), number };
            table.cell = Some((cell, span("colspan", COLUMN_LIMIT / 4), span("rowspan", ROWS_SPANNED)));
        }
        "br" | "p" | "div" => {
            if let Some((cell, ..)) = &mut table.cell {
                cell.text.push(' ');
            }
        }
        _ => {}
    }
}

/// White space of the source is one space; hard spaces stay.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for sign in text.chars() {
        let sign = if matches!(sign, '\n' | '\r' | '\t') { ' ' } else { sign };
        if sign != ' ' || !spaced.ends_with(' ') {
            spaced.push(sign);
        }
    }
    spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Vec<String>> {
        tables(text, &mut Room::new(usize::MAX))
            .iter()
            .map(|rows| rows.iter().map(Record::as_line).collect())
            .collect()
    }

    #[test]
    fn a_table_is_read_whether_its_tags_are_closed_or_not() {
        let closed = "<table><tr><th>Date</th><th>Prix</th></tr><tr><td>03/11/2025</td><td>3,00&nbsp;&euro;</td></tr></table>";
        let open =
            "<TABLE border=1><TR><TH>Date<TH>Prix\n<TR><TD>03/11/2025<TD><b>3,00</b>&nbsp;&euro;</TABLE>";
        for text in [closed, open] {
            assert_eq!(lines(text), [["Date;Prix", "03/11/2025;3,00\u{a0}€"]]);
        }
    }

    #[test]
    fn cells_that_span_rows_stand_in_each_of_them() {
        let text = "<table><tr><td rowspan=2>3 nov.</td><td>a</td></tr><tr><td>b</td></tr><tr><td colspan=2>c</td><td>d</td></table>";
        assert_eq!(lines(text), [["3 nov.;a", "3 nov.;b", "c;;d"]]);
    }

    #[test]
    fn a_number_that_a_spreadsheet_kept_is_taken_before_what_it_shows() {
        assert_eq!(
            lines("<table><tr><td x:num='1234.5'>1 234,50</td><td x:num>7</td></tr></table>"),
            [["1234.5;7"]]
        );
    }

    #[test]
    fn tables_inside_tables_are_told_apart() {
        let text = "<table><tr><td><table><tr><td>in</td></tr></table>out</td></tr></table>";
        assert_eq!(lines(text), [["in"], ["out"]]);
    }

    #[test]
    fn a_cell_that_is_repeated_without_end_finds_no_room() {
        let mut room = Room::new(1 << 20);
        let text = format!(
            "<table><tr><td rowspan=9999>{}</td></tr>{}</table>",
            "x".repeat(10_000),
            "<tr>".repeat(9_999)
        );
        let rows = tables(&text, &mut room);
        assert!(room.is_over() && rows[0].len() < 200, "{} rows", rows[0].len());
    }
}
