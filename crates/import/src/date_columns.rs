//! A date that stands in three columns: year, month and day.

use comptoir_sales::Table;

use crate::{
    Field,
    columns::Columns,
    dates::{self, month_named},
    record::{Cell, Record},
};

const YEARS: [&str; 4] = ["annee", "year", "an", "yyyy"];
const MONTHS: [&str; 4] = ["mois", "month", "num mois", "mm"];
const DAYS: [&str; 7] = ["jour", "day", "jour du mois", "day of month", "num jour", "quantieme", "dd"];

/// Gives year, month and day their roles where all three have columns whose content fits, and no column holds whole
/// dates. `keys` are the headers as they are compared.
pub(crate) fn find(columns: &mut Columns, keys: &[String], sample: &[Record]) {
    let is_date = |place: usize| fits(sample, place, dates::is_date);
    let has_parts = [Field::Year, Field::Day].iter().any(|field| columns.place(*field).is_some());
    if columns.table != Table::Sales || has_parts || columns.place(Field::Date).is_some_and(is_date) {
        return;
    }
    let whole = |cell: Cell<'_>, from: u16, to: u16| {
        let text = cell.as_str();
        let number = text.strip_suffix(".0").unwrap_or(text).parse::<u16>();
        number.is_ok_and(|number| (from..=to).contains(&number))
    };
    let place = |names: &[&str], test: &dyn Fn(Cell<'_>) -> bool| {
        let named = keys.iter().enumerate().filter(|(_, key)| names.contains(&key.as_str()));
        named.map(|(place, _)| place).find(|place| fits(sample, *place, test))
    };
    let year = place(&YEARS, &|cell| whole(cell, 0, 99) || whole(cell, 1900, 2200));
    let month = place(&MONTHS, &|cell| whole(cell, 1, 12) || month_named(cell.as_str()).is_some());
    let day = place(&DAYS, &|cell| whole(cell, 1, 31));
    if let (Some(year), Some(month), Some(day)) = (year, month, day) {
        columns.set(Field::Date, None);
        columns.set(Field::Year, Some(year));
        columns.set(Field::Month, Some(month));
        columns.set(Field::Day, Some(day));
    }
}

/// Whether nearly all of what stands in a column passes a test.
fn fits(sample: &[Record], place: usize, test: impl Fn(Cell<'_>) -> bool) -> bool {
    let cells = sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty);
    let (fitting, all) =
        cells.fold((0, 0), |(fitting, all), cell| (fitting + usize::from(test(cell)), all + 1));
    all > 0 && fitting * 10 >= all * 9
}
