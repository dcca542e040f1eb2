//! Columns none of whose values can be taken as it stands: rounded codes, numbers that were cut, no amounts at all.

use comptoir_sales::Table;

use crate::{Field, ImportError, columns::Columns, lines::rounded_codes, numbers, record::Record};

/// Checks the columns of a sheet.
///
/// # Errors
/// The first column of which no value can be taken.
pub(crate) fn check(
    columns: &Columns,
    (name, header): (&str, &[String]),
    sample: &[Record],
    delimiter: Option<char>,
) -> Result<(), ImportError> {
    let column = |place: usize| header.get(place).cloned().unwrap_or_default();
    let source_name = || name.to_owned();
    if let Some((place, value)) = rounded_codes(columns, sample) {
        return Err(ImportError::RoundedCodes { source_name: source_name(), column: column(place), value });
    }
    if let Some((place, value)) = numbers::cut(columns, header, sample, delimiter) {
        return Err(ImportError::CutNumbers { source_name: source_name(), column: column(place), value });
    }
    match empty_amounts(columns) {
        Some(place) if sample.len() > 1 => {
            Err(ImportError::NoAmounts { source_name: source_name(), column: column(place) })
        }
        _ => Ok(()),
    }
}

/// The column of amounts, where it has none on any line and nothing else says what was paid.
fn empty_amounts(columns: &Columns) -> Option<usize> {
    let place = columns.place(Field::Amount).filter(|_| columns.table == Table::Sales)?;
    let others = [Field::Net, Field::Price, Field::Credit];
    let has_other = others.iter().any(|field| columns.place(*field).is_some());
    (columns.profiles[place].is_empty() && !has_other).then_some(place)
}
