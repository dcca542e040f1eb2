//! Checks the values of a load that figures are made of. The triggers that refuse such values of SQL are off during a
//! load, which any client may send; whole columns are checked at once, so that rows that are right cost next to nothing.

use arrow_array::{Array, RecordBatch, StringArray};
use comptoir_calendar::Date;
use rusqlite::types::ValueRef;

use super::{cells::Column, shape::Shape, wrong};
use crate::{StoreError, ValueRule};

/// The largest number that is taken, either way from zero; the same as that of the triggers.
const LARGEST: f64 = 1e12;

/// The same as a whole number.
const LARGEST_INTEGER: u64 = 1_000_000_000_000;

/// The longest text, in bytes: more than an import takes (4 KiB), whose keys hold the name of a source too.
const LONGEST_TEXT: usize = 16 << 10;

/// The years that a day may be of; the same as those of the triggers.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2199;

/// How many characters of a value are shown.
const SHOWN: usize = 40;

/// The checks of a load into one table.
pub(super) struct ValueChecks {
    table: String,
    /// The names of the columns of the load, and the rule of those that have one.
    columns: Vec<(String, Option<ValueRule>)>,
    /// How many rows have been checked.
    rows: usize,
}

impl ValueChecks {
    pub(super) fn of(shape: &Shape) -> Self {
        let rule = |name: &String| (name.clone(), rule_of(&shape.table, &name.to_ascii_lowercase()));
        Self { table: shape.table.clone(), columns: shape.columns.iter().map(rule).collect(), rows: 0 }
    }

    /// The columns of the next batch, checked.
    ///
    /// # Errors
    /// The first value that breaks a rule, by column and row; a type that is not taken.
    pub(super) fn columns<'a>(&mut self, batch: &'a RecordBatch) -> Result<Vec<Column<'a>>, StoreError> {
        let columns = Column::all(batch).map_err(|unfit| wrong(&self.table, unfit.to_string()))?;
        for (column, (name, rule)) in columns.iter().zip(&self.columns) {
            let Some(rule) = *rule else { continue };
            if let Some(row) = first_fault(column, rule, batch.num_rows()) {
                return Err(StoreError::LoadValue {
                    table: self.table.clone(),
                    column: name.clone(),
                    row: (self.rows + row + 1) as u64,
                    value: shown(column.value(row)),
                    rule,
                });
            }
        }
        self.rows += batch.num_rows();
        Ok(columns)
    }
}

/// The rule of a column of the tables that figures are made of; clients' own tables hold what they like.
fn rule_of(table: &str, column: &str) -> Option<ValueRule> {
    Some(match (table, column) {
        ("sales", "sale_date") | ("store_moves", "from_day") | ("utc_sales", "day") => ValueRule::Day,
        ("targets", "month") => ValueRule::Month,
        ("sales", "amount" | "quantity" | "discount" | "tax")
        | ("products", "price")
        | ("targets", "amount")
        | ("utc_sales", "hour" | "sales") => ValueRule::Number,
        ("sales", "kind" | "ticket" | "source_key")
        | ("products", "name" | "category" | "code")
        | ("stores", "city" | "region" | "address" | "code" | "name" | "postcode")
        | ("targets", "code" | "region") => ValueRule::Text,
        _ => return None,
    })
}

/// The first row that breaks the rule. Where there is no value, there is none to check: whether one is needed is the
/// table's to say.
fn first_fault(column: &Column<'_>, rule: ValueRule, rows: usize) -> Option<usize> {
    let all_hold = match (column, rule) {
        (Column::Empty, _) => true,
        // Numbers at the place of a null are of no matter, and may be any: the rows are then asked one by one.
        (Column::Numbers(array), ValueRule::Number) => {
            array.values().iter().fold(true, |holds, number| holds & (number.abs() <= LARGEST))
        }
        (Column::Integers(array), ValueRule::Number) => array
            .values()
            .iter()
            .fold(true, |holds, number| holds & (number.unsigned_abs() <= LARGEST_INTEGER)),
        (Column::Texts(array), ValueRule::Text) => bytes_of(array) <= LONGEST_TEXT,
        (Column::Texts(array), ValueRule::Day) => return first_invalid_day(array),
        _ => false,
    };
    if all_hold { None } else { (0..rows).find(|row| !holds(column.value(*row), rule)) }
}

/// The bytes of all texts together.
fn bytes_of(array: &StringArray) -> usize {
    let offsets = array.value_offsets();
    let ends = offsets.first().zip(offsets.last());
    ends.and_then(|(first, last)| usize::try_from(last - first).ok()).unwrap_or_default()
}

/// The first row without a day. Many in a row have the same, which is looked at once.
fn first_invalid_day(array: &StringArray) -> Option<usize> {
    let mut seen = "";
    (0..array.len()).find(|row| {
        if array.is_null(*row) {
            return false;
        }
        let day = array.value(*row);
        if day == seen && !day.is_empty() {
            return false;
        }
        seen = day;
        !is_day(day.as_bytes())
    })
}

fn holds(value: ValueRef<'_>, rule: ValueRule) -> bool {
    match (value, rule) {
        // A code that is a number is kept as text.
        (ValueRef::Null, _) | (ValueRef::Integer(_) | ValueRef::Real(_), ValueRule::Text) => true,
        (ValueRef::Text(day), ValueRule::Day) => is_day(day),
        (ValueRef::Text(month), ValueRule::Month) => month.len() == 7 && is_day(&[month, b"-01"].concat()),
        // NaN is in no order to the limit.
        (ValueRef::Real(number), ValueRule::Number) => number.abs() <= LARGEST,
        (ValueRef::Integer(number), ValueRule::Number) => number.unsigned_abs() <= LARGEST_INTEGER,
        (ValueRef::Text(text), ValueRule::Text) => text.len() <= LONGEST_TEXT,
        _ => false,
    }
}

/// Whether it is a day as `YYYY-MM-DD` of the years that are taken.
fn is_day(text: &[u8]) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else { return false };
    let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let [y1, y2, y3, y4, m1, m2, d1, d2] = digits.map(|digit| i16::from(digit - b'0'));
    let year = y1 * 1_000 + y2 * 100 + y3 * 10 + y4;
    // Two digits are in the range of the type.
    let (month, day) = ((m1 * 10 + m2) as i8, (d1 * 10 + d2) as i8);
    YEARS.contains(&year) && Date::new(year, month, day).is_ok()
}

/// A value as a message shows it.
fn shown(value: ValueRef<'_>) -> String {
    let text = match value {
        ValueRef::Null => return String::new(),
        ValueRef::Integer(number) => return number.to_string(),
        ValueRef::Real(number) => return number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(&text[..text.len().min(SHOWN * 4)]).into_owned(),
        ValueRef::Blob(bytes) => return format!("{} bytes", bytes.len()),
    };
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_of_the_calendar_written_in_full() {
        for day in ["1970-01-01", "2024-02-29", "2199-12-31"] {
            assert!(is_day(day.as_bytes()), "{day}");
        }
        for none in
            ["", "2023-02-29", "1969-12-31", "2200-01-01", "2024-1-01", "20240101", "2024-01-01 ", "２024-01"]
        {
            assert!(!is_day(none.as_bytes()), "{none}");
        }
    }

    #[test]
    fn what_is_shown_of_a_value_is_short() {
        assert_eq!(shown(ValueRef::Text("é".repeat(90).as_bytes())), format!("{}…", "é".repeat(40)));
        assert_eq!(shown(ValueRef::Real(f64::NAN)), "NaN");
    }
}
