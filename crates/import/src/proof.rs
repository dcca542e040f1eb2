//! How each column was read, shown by two of its values.

use std::collections::HashMap;

use comptoir_sales::Money;

use crate::{
    ColumnProof, DateOrder, DecimalMark, Field, SetAside,
    lines::Reading,
    record::{Cell, Record},
};

/// How many values of a column are shown.
const SAMPLES: usize = 2;

/// The final decisions of the columns: the mark of each column of numbers, the order of dates.
pub(crate) type Decided = (HashMap<Field, DecimalMark>, Option<DateOrder>);

/// Each column in order.
pub(crate) fn columns(reading: &Reading, sample: &[Record], decided: &Decided) -> Vec<ColumnProof> {
    let roles = reading.columns.roles();
    let column = |(place, header): (usize, &String)| {
        let field = roles.iter().find(|(_, at)| *at == place).map(|(field, _)| *field);
        // Nothing says what a discount is in money that is in the amount already: none is kept.
        let is_in_amount = field == Some(Field::Discount)
            && !reading.columns.is_pinned(Field::Discount)
            && reading.basis.is_some_and(|basis| !basis.relation.knows_discounts());
        let field = field.filter(|_| !is_in_amount);
        let cells = sample.iter().map(|record| record.cell(place)).filter(|cell| *cell != Cell::Empty);
        let (mut shown, mut form) = (Vec::new(), form(reading, field, decided));
        for cell in cells {
            if shown.len() < SAMPLES && !shown.contains(&cell) {
                shown.push(cell);
            }
            // Numbers of a format that knows them have no mark to decide.
            if form == "integer" && matches!(cell, Cell::Number(digits) if digits.contains('.')) {
                form = "number";
            }
        }
        let sample = |cell: Cell<'_>| (cell.as_str().to_owned(), read(reading, field, cell));
        let aside = match field {
            Some(_) => None,
            None if is_in_amount => Some(SetAside::Discount),
            None => Some(reading.columns.set_aside(place)),
        };
        let samples = shown.into_iter().map(sample).collect();
        ColumnProof { header: header.clone(), field, aside, form, samples }
    };
    reading.header.iter().enumerate().filter(|(_, header)| !header.is_empty()).map(column).collect()
}

fn form(reading: &Reading, field: Option<Field>, (marks, order): &Decided) -> &'static str {
    match field {
        Some(Field::Date) => order.map_or("ymd", DateOrder::name),
        Some(Field::Id) if reading.inference.has_integer_ids() => "integer",
        Some(field) if field.is_decimal() => marks.get(&field).map_or("integer", |mark| mark.name()),
        _ => "text",
    }
}

/// A value as it is read: numbers with a point, days as `YYYY-MM-DD`.
fn read(reading: &Reading, field: Option<Field>, cell: Cell<'_>) -> String {
    match field {
        Some(Field::Date) => {
            let date = reading.inference.date_reader(&reading.overrides).read(cell);
            date.map(|moment| moment.day.to_string()).unwrap_or_default()
        }
        Some(field) if field.is_decimal() => {
            let number = reading.inference.number_reader(field, &reading.overrides).read(cell);
            number.map(|number| Money::from_parts(number.parts).to_string()).unwrap_or_default()
        }
        _ => cell.as_str().to_owned(),
    }
}
