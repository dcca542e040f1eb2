//! Columns that somebody has hidden in a workbook, and another one of the kind that is shown.

use comptoir_sales::Table;

use crate::{
    Field, ImportError, SetAside,
    amounts::Question,
    columns::Columns,
    record::{Cell, Record},
};

/// Whether the day or the revenue is read from a hidden column beside one that is shown and says something else.
///
/// # Errors
/// The question which of them it is.
pub(crate) fn check(
    columns: &Columns,
    hidden: &[usize],
    (header, sample): (&[String], &[Record]),
    name: &str,
) -> Result<(), ImportError> {
    if hidden.is_empty() || columns.table != Table::Sales {
        return Ok(());
    }
    let used = |field: Field| {
        columns.place(field).filter(|place| hidden.contains(place) && !columns.is_pinned(field))
    };
    let differs = |one: usize, other: usize| {
        sample.iter().any(|record| {
            let (one, other) = (record.cell(one), record.cell(other));
            one != Cell::Empty && other != Cell::Empty && one != other
        })
    };
    let shown = || columns.unused().filter(|place| !hidden.contains(place));
    if let Some(date) = used(Field::Date)
        && let Some(rival) = shown().find(|place| columns.profiles[*place].is_date() && differs(date, *place))
    {
        let columns = [rival, date].map(|place| header.get(place).cloned().unwrap_or_default());
        return Err(ImportError::SeveralDates { source_name: name.to_owned(), columns: columns.to_vec() });
    }
    let is_money = |place: &usize| {
        matches!(columns.set_aside(*place), SetAside::OtherAmount | SetAside::Money | SetAside::OrderTotal)
    };
    for money in [Field::Amount, Field::Net].into_iter().filter_map(used) {
        if let Some(rival) = shown().filter(is_money).find(|place| differs(money, *place)) {
            return Err(Question::amount(&[rival, money], false).error(name, header));
        }
    }
    Ok(())
}
