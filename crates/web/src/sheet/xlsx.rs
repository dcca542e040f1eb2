//! A table as a workbook: numbers that count, days that are days.

use comptoir_calendar::Date;
use comptoir_words::{Currency, Lang};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Kind, Sheet};

/// The rows of a worksheet, the header not counted.
const ROWS: usize = 1_048_575;

/// The longest text of a cell, in UTF-16 units.
const CELL_UNITS: usize = 32_767;

/// Whole numbers beyond are written as text: Excel keeps fifteen digits.
const EXACT: i64 = 1_000_000_000_000_000;

/// Widths of columns, in characters.
const WIDTHS: (usize, usize) = (8, 60);

/// Those of the sheet that says what the file is.
const ABOUT_WIDTHS: (f64, f64) = (24.0, 80.0);

/// The rows that decide the width of a column.
const MEASURED: usize = 1_000;

impl Sheet {
    /// The table as a workbook: a sheet that says what it is, and the table itself: a header that stays in sight and
    /// filters, columns as wide as what they hold.
    pub(super) fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        self.write_about(&mut workbook)?;
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&self.title))?;
        let bold = Format::new().set_bold();
        let day_format = Format::new().set_num_format("dd/mm/yyyy");
        for (at, column) in (0_u16..).zip(&self.columns) {
            sheet.write_string_with_format(0, at, fitting(&column.header), &bold)?;
            sheet.set_column_width(at, self.width(usize::from(at)))?;
        }
        let formats: Vec<Format> =
            self.columns.iter().map(|column| format_of(column.kind, self.currency)).collect();
        let whole = format_of(Kind::Integer, self.currency);
        for (line, row) in (1_u32..).zip(self.rows.iter().take(ROWS)) {
            for (((at, cell), column), format) in (0_u16..).zip(row).zip(&self.columns).zip(&formats) {
                let format = if is_whole(column.kind, cell) { &whole } else { format };
                write(sheet, (line, at), cell, format, &day_format)?;
            }
        }
        // A worksheet has no more rows than a number of 32 bits counts.
        let last = self.rows.len().min(ROWS) as u32;
        sheet.set_freeze_panes(1, 0)?;
        if let Some(columns) = u16::try_from(self.columns.len()).ok().and_then(|count| count.checked_sub(1)) {
            sheet.autofilter(0, 0, last, columns)?;
        }
        if let Some(note) = self.note.as_ref().filter(|_| self.rows.len() < ROWS) {
            sheet.write_string(last + 1, 0, fitting(note))?;
        }
        workbook.save_to_buffer()
    }

    /// The description of the file, on a sheet of its own before the table.
    fn write_about(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let Some([title, _]) = self.about.first() else { return Ok(()) };
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(title))?;
        sheet.set_column_width(0, ABOUT_WIDTHS.0)?;
        sheet.set_column_width(1, ABOUT_WIDTHS.1)?;
        let bold = Format::new().set_bold();
        for (line, [name, text]) in (0_u32..).zip(&self.about) {
            sheet.write_string_with_format(line, 0, fitting(name), &bold)?;
            sheet.write_string(line, 1, fitting(text))?;
        }
        Ok(())
    }

    fn width(&self, at: usize) -> f64 {
        let cells = self.rows.iter().take(MEASURED).filter_map(|row| row.get(at));
        let header = self.columns.get(at).map_or(0, |column| column.header.chars().count());
        // Room for the arrow of the filter.
        let widest = cells.map(length).max().unwrap_or_default().max(header + 3);
        widest.clamp(WIDTHS.0, WIDTHS.1) as f64
    }
}

fn write(
    sheet: &mut Worksheet,
    (line, at): (u32, u16),
    cell: &Cell,
    format: &Format,
    day_format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => sheet.write_string(line, at, fitting(text))?,
        Cell::Integer(number) if (-EXACT..=EXACT).contains(number) => {
            sheet.write_number_with_format(line, at, *number as f64, format)?
        }
        Cell::Integer(number) => sheet.write_string(line, at, number.to_string())?,
        Cell::Number(number) => sheet.write_number_with_format(line, at, *number, format)?,
        Cell::Day(day) => match excel_day(*day) {
            Some(excel_day) => sheet.write_datetime_with_format(line, at, &excel_day, day_format)?,
            None => sheet.write_string(line, at, day.to_string())?,
        },
    };
    Ok(())
}

/// Whether a number of a column with optional decimals has none: Excel would write `250,`.
fn is_whole(kind: Kind, cell: &Cell) -> bool {
    kind == Kind::Number && matches!(cell, Cell::Number(number) if number.fract() == 0.0)
}

fn format_of(kind: Kind, currency: Currency) -> Format {
    let format = Format::new();
    match kind {
        Kind::Plain => format,
        Kind::Integer => format.set_num_format("#,##0"),
        Kind::Number => format.set_num_format("#,##0.###"),
        Kind::Money => format.set_num_format(money_format(currency)),
        Kind::Share => format.set_num_format("0.0 %"),
    }
}

/// The number format of amounts: `#,##0.00 "CHF"`.
fn money_format(currency: Currency) -> String {
    let digits = match currency.decimals() {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(decimals)),
    };
    format!("{digits} \"{}\"", currency.sign(Lang::French))
}

/// Excel's days begin with 1900.
fn excel_day(day: Date) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// How many characters a cell shows, about.
fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.lines().map(|line| line.chars().count()).max().unwrap_or_default() + 1,
        Cell::Integer(number) => number.to_string().len() + 2,
        Cell::Number(number) => format!("{number:.2}").len() + 4,
        Cell::Day(_) => 11,
    }
}

/// As much of a text as a cell holds; what was cut ends in an ellipsis.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= CELL_UNITS {
        return text.to_owned();
    }
    let mut units = 1;
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units <= CELL_UNITS
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// A name that Excel allows a worksheet: 31 characters without those that its formulas use.
fn sheet_name(title: &str) -> String {
    let name: String = title.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(31).collect();
    if name.trim().is_empty() { "Comptoir".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};

    use super::*;
    use crate::sheet::tests::hostile;

    fn read(sheet: &Sheet) -> Range<Data> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(sheet.to_xlsx().unwrap())).unwrap();
        workbook.worksheet_range_at(0).unwrap().unwrap()
    }

    #[test]
    fn whole_numbers_have_no_mark_behind_them() {
        assert!(is_whole(Kind::Number, &Cell::Number(250.0)));
        assert!(!is_whole(Kind::Number, &Cell::Number(1.25)));
        assert!(!is_whole(Kind::Money, &Cell::Number(250.0)), "amounts keep their cents");
    }

    #[test]
    fn numbers_and_days_are_read_back_as_such() {
        let mut sheet = Sheet { title: "Ventes : [mai]".into(), ..Sheet::default() };
        for kind in [Kind::Plain, Kind::Money, Kind::Integer, Kind::Plain, Kind::Plain] {
            sheet = sheet.with_column("x".into(), kind);
        }
        let (day, ancient) = (Date::constant(2023, 11, 30), Date::constant(23, 11, 30));
        let ean = 9_007_199_254_740_993_i64;
        sheet.push(vec![day.into(), 1234.56.into(), 3_i64.into(), ancient.into(), ean.into()]);
        let range = read(&sheet);
        let cell = |at| range.get_value((1, at)).unwrap().clone();
        // Excel counts days from the end of 1899.
        assert!(
            matches!(cell(0), Data::DateTime(day) if day.as_f64().to_string() == "45260"),
            "{:?}",
            cell(0)
        );
        assert_eq!((cell(1), cell(2)), (Data::Float(1234.56), Data::Float(3.0)));
        assert_eq!(cell(3), Data::String("0023-11-30".into()));
        assert_eq!(cell(4), Data::String(ean.to_string()));
    }

    #[test]
    fn amounts_have_the_sign_and_decimals_of_their_currency() {
        let formats =
            ["EUR", "CHF", "XPF", "TND"].map(|code| money_format(Currency::from_code(code).unwrap()));
        assert_eq!(
            formats,
            [r#"#,##0.00 "€""#, r#"#,##0.00 "CHF""#, r#"#,##0 "FCFP""#, r#"#,##0.000 "TND""#]
        );
    }

    #[test]
    fn text_is_never_a_formula() {
        let sheet = hostile();
        let range = read(&sheet);
        for (line, row) in (1_u32..).zip(&sheet.rows) {
            let Cell::Text(text) = &row[0] else { panic!("{row:?}") };
            assert_eq!(range.get_value((line, 0)), Some(&Data::String(text.clone())));
        }
        let bytes = Cursor::new(sheet.to_xlsx().unwrap());
        let formulas = Xlsx::new(bytes).unwrap().worksheet_formula("Comptoir").unwrap();
        assert!(formulas.is_empty(), "{formulas:?}");
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_where_the_reader_sees_it() {
        let mut sheet = Sheet::default().with_column("x".into(), Kind::Plain);
        sheet.push(vec!["🍞".repeat(20_000).into()]);
        let range = read(&sheet);
        let text = range.get_value((1, 0)).unwrap().to_string();
        assert!(text.ends_with("🍞…") && text.encode_utf16().count() == CELL_UNITS, "{}", text.len());
    }

    #[test]
    fn below_the_rows_the_sheet_says_that_there_are_more() {
        let mut sheet = Sheet::default().with_column("x".into(), Kind::Plain);
        (0..3_i64).for_each(|number| sheet.push(vec![number.into()]));
        let words = comptoir_words::Words::new(comptoir_words::Lang::English);
        let range = read(&sheet.up_to(2, &words));
        assert_eq!(range.height(), 4);
        assert!(range.get_value((3, 0)).unwrap().to_string().contains('2'));
    }
}
