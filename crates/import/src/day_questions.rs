//! What dates leave open although each of them is a day: sums of months on their first days, two columns of days.

use std::collections::BTreeSet;

use comptoir_calendar::Date;
use comptoir_sales::Table;

use crate::{
    Field, ImportError,
    columns::Columns,
    dates::DateReader,
    headers,
    record::{Cell, Record},
};

/// How many days, in as many months, show that they stand for these.
const ENOUGH: usize = 3;

/// Whether the days of a file of sales may be those of something else.
///
/// # Errors
/// The question.
pub(crate) fn check(
    columns: &Columns,
    (name, header): (&str, &[String]),
    sample: &[Record],
    mut reader: DateReader,
) -> Result<(), ImportError> {
    let date = columns.place(Field::Date).filter(|_| columns.table == Table::Sales);
    let Some(place) = date.filter(|_| !columns.is_pinned(Field::Date)) else { return Ok(()) };
    if let Some(other) = rival(columns, header, sample, place) {
        return Err(ImportError::SeveralDates {
            source_name: name.to_owned(),
            columns: [place, other].map(|place| header[place].clone()).to_vec(),
        });
    }
    let mut days = BTreeSet::new();
    for record in sample {
        let cell = Some(record.cell(place)).filter(|cell| *cell != Cell::Empty);
        days.extend(cell.and_then(|cell| reader.read(cell).ok()).map(|moment| moment.day));
    }
    // What has the number of a ticket or a time is of one sale.
    let is_of_lines =
        [Field::Ticket, Field::Id, Field::Time].iter().any(|field| columns.place(*field).is_some());
    let key = header.get(place).map(|header| headers::key(header)).unwrap_or_default();
    let is_named_period = has_word(&key, &["quinzaine", "decade", "bimestre", "semestre", "fortnight"]);
    if is_named_period || are_of_weeks(&days, &key) || are_of_months(&days, &key, is_of_lines) {
        let value = sample.iter().find_map(|record| record.cell(place).filled()).unwrap_or_default();
        return Err(ImportError::DaysOfPeriods {
            source_name: name.to_owned(),
            column: header.get(place).cloned().unwrap_or_default(),
            value: value.to_owned(),
        });
    }
    Ok(())
}

/// Another column of days that may as well be that of the sale, and is not the same.
fn rival(columns: &Columns, header: &[String], sample: &[Record], place: usize) -> Option<usize> {
    let key = |place: usize| header.get(place).map(|header| headers::key(header)).unwrap_or_default();
    // A service that ends after midnight is of the day on which it began.
    let is_end = has_word(&key(place), &["cloture", "closed", "close", "fermeture", "fin", "end"]);
    let is_begin = |key: &str| is_end && has_word(key, &["ouverture", "opened", "open", "debut", "start"]);
    let is_same_header = |other: &usize| {
        let key_of_other = key(*other);
        columns.profiles[*other].is_date() && (key_of_other == key(place) || is_begin(&key_of_other))
    };
    let day = |cell: Cell<'_>| cell.as_str().split([' ', 'T']).next().unwrap_or_default().to_owned();
    let differs = |other: &usize| {
        sample.iter().any(|record| {
            let (one, other) = (day(record.cell(place)), day(record.cell(*other)));
            !one.is_empty() && !other.is_empty() && one != other
        })
    };
    columns.preset.is_none().then_some(())?;
    columns.unused().filter(is_same_header).find(differs)
}

/// Whether all days are the first ones, or all the last ones, of as many months; below a header of months, or on lines
/// that are not those of single sales.
fn are_of_months(days: &BTreeSet<Date>, key: &str, is_of_lines: bool) -> bool {
    let is_named = has_word(key, &["mois", "month", "periode", "period", "mensuel", "trimestre", "quarter"]);
    let enough = if is_named { 1 } else { ENOUGH };
    (is_named || !is_of_lines)
        && days.len() >= enough
        && (days.iter().all(|day| day.day() == 1) || days.iter().all(|day| *day == day.last_of_month()))
}

/// Whether all days are one weekday below a header of weeks.
fn are_of_weeks(days: &BTreeSet<Date>, key: &str) -> bool {
    let is_named = has_word(key, &["semaine", "week", "hebdo", "sem"]) && !has_word(key, &["jour", "day"]);
    let first = days.first().map(|day| day.weekday());
    is_named && days.iter().all(|day| Some(day.weekday()) == first)
}

fn has_word(key: &str, words: &[&str]) -> bool {
    key.split(' ').any(|word| words.contains(&word))
}
