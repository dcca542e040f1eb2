//! Dates as people write them: `2023-05-27`, `27/05/23`, `mar. 4 nov. 2025 20:13`, `Jul-21-25`.
//!
//! Whether day, month or year comes first is decided for a whole column from all its values; a weekday that stands
//! beside a date has to be that of the day. A period, and a year that no shop has, is no day.

mod clock;
mod names;
mod orders;
mod period;
mod reader;
#[cfg(test)]
mod tests;
mod tokens;
mod written;

use std::str::FromStr;

use comptoir_calendar::Date;

pub(crate) use clock::{Clock, Zone, read as clock};
pub(crate) use names::month_named;
pub(crate) use orders::Orders;
pub(crate) use reader::{DateReader, Moment};
use written::{Written, Years};

use comptoir_sales::UnknownName;

use crate::{numbers::Unread, record::Cell};

/// The order of day, month and year in dates of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `27/05/2023`
    DayMonthYear,
    /// `05/27/2023`
    MonthDayYear,
    /// `2023/05/27`
    YearMonthDay,
    /// `2023/27/05`, and days that a spreadsheet in another language took for months.
    YearDayMonth,
}

impl DateOrder {
    /// In the order in which readings are kept.
    const ALL: [Self; 4] = [Self::DayMonthYear, Self::MonthDayYear, Self::YearMonthDay, Self::YearDayMonth];

    /// The name used with `--date-order`.
    pub fn name(self) -> &'static str {
        match self {
            Self::DayMonthYear => "dmy",
            Self::MonthDayYear => "mdy",
            Self::YearMonthDay => "ymd",
            Self::YearDayMonth => "ydm",
        }
    }
}

impl FromStr for DateOrder {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|order| order.name() == name).ok_or_else(|| name.into())
    }
}

/// The day of a year, a month and a day that stand in columns of their own; the month may be named.
pub(crate) fn of_columns(year: &str, month: &str, day: &str, today: Option<Date>) -> Result<Date, Unread> {
    let whole = |text: &str| text.strip_suffix(".0").unwrap_or(text).parse::<u16>().ok();
    let month =
        whole(month).or_else(|| month_named(month).map(|month| month as u16)).ok_or(Unread::NotANumber)?;
    let (year, day) = (whole(year).ok_or(Unread::NotANumber)?, whole(day).ok_or(Unread::NotANumber)?);
    let text = if year < 100 {
        format!("{day:02}/{month:02}/{year:02}")
    } else {
        format!("{day:02}/{month:02}/{year:04}")
    };
    let mut reader = DateReader::new(&Orders::new(today), Some(DateOrder::DayMonthYear), None);
    reader.read(Cell::text(&text)).map(|moment| moment.day)
}

/// Whether a text is a day, a month with or without its year, or a year.
pub(crate) fn is_period(text: &str) -> bool {
    let is_year = |word: &&str| {
        word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.parse::<u16>().is_ok()
    };
    let words = || text.split([' ', '.', '-', '/', '\u{a0}']).filter(|word| !word.is_empty());
    let is_whole = |word: &&str| is_year(word) || names::month_named(word).is_some();
    let is_short = |word: &str| word.len() == 2 && word.parse::<u8>().is_ok();
    is_date(Cell::text(text))
        || words().any(|word| is_whole(&word)) && words().all(|word| is_whole(&word) || is_short(word))
}

/// The last day of a month that a header names with its year, as ISO writes it.
pub(crate) fn last_day_of_month(header: &str) -> Option<String> {
    let words: Vec<&str> =
        header.split([' ', '.', '-', '/', '_', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let [one, other] = words.as_slice() else { return None };
    let is_year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok();
    let (month, year) = if is_year(one) { (other, one) } else { (one, other) };
    let month = month_named(month).map(|month| month as u8).or_else(|| month.parse().ok())?;
    let year: i16 = year.parse().ok().map(|year| if year < 100 { 2000 + year } else { year })?;
    let first = jiff::civil::Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
    Some(first.last_of_month().to_string())
}

/// Whether a value is a day in some order.
pub(crate) fn is_date(cell: Cell<'_>) -> bool {
    Written::of(cell.as_str())
        .is_some_and(|written| written.readings(Years { last: 2199 }).iter().any(Option::is_some))
}
