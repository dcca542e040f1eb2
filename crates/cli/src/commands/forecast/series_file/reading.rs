//! Series in a CSV file: one row a value.

use std::{collections::HashMap, path::Path};

use comptoir_calendar::{Date, parse_iso};
use comptoir_import::text_of;
use comptoir_sales::Facts;

use crate::failure::Failure;

/// The columns of the file. Without the first all rows are one series; without the second, or where it is empty, they
/// stand in the file in their order.
const COLUMNS: [&str; 3] = ["series_id", "ds", "y"];

/// How far apart the days of months are.
const DAYS_OF_A_MONTH: std::ops::RangeInclusive<i32> = 28..=31;

/// A series has at most this many periods for each of its values.
const MOST_GAPS: usize = 10;

/// One series of the file, in the order of its dates.
pub(super) struct Series {
    pub(super) id: String,
    /// NaN where a value is missing.
    pub(super) values: Vec<f64>,
    /// The periods of a season that its dates tell; 1 where they tell none.
    pub(super) season: usize,
    /// The day of the first value, where every value is that of a day.
    pub(super) first_day: Option<Date>,
    /// A date that is none, for which the values are taken in the order of the file.
    pub(super) undated: Option<String>,
}

/// How values and dates are written: with commas and decimal points, or as French spreadsheets do, with semicolons,
/// decimal commas and days first.
#[derive(Clone, Copy)]
struct Marks {
    delimiter: u8,
    decimal: char,
}

impl Marks {
    fn of(text: &str) -> Self {
        let header = text.lines().next().unwrap_or_default();
        if header.contains(';') && !header.contains(',') {
            Self { delimiter: b';', decimal: ',' }
        } else {
            Self { delimiter: b',', decimal: '.' }
        }
    }

    fn number(self, text: &str) -> Option<f64> {
        let text = if self.decimal == ',' { text.replace(',', ".") } else { text.to_owned() };
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// What follows the day is ignored.
    fn date(self, text: &str) -> Option<Date> {
        let day = text.get(..10)?;
        let french = || Date::strptime("%d/%m/%Y", day).ok().filter(|_| self.decimal == ',');
        parse_iso(day).or_else(french)
    }

    /// Whether somebody may have meant a date: plain numbers count periods.
    fn is_no_date(self, text: &str) -> bool {
        !text.is_empty() && text.parse::<f64>().is_err() && self.date(text).is_none()
    }
}

/// The series of a file, in the order in which they begin.
pub(super) fn read(path: &Path) -> Result<Vec<Series>, Failure> {
    let broken = |error: &dyn std::fmt::Display| file_failure("series-file", path, error);
    let text = std::fs::read(path).and_then(text_of).map_err(|error| broken(&error))?;
    let marks = Marks::of(&text);
    let mut reader = csv::ReaderBuilder::new().delimiter(marks.delimiter).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let place = |name: &str| header.iter().position(|column| column.trim() == name);
    let missing = |name: &str| {
        let columns = header.iter().collect::<Vec<_>>().join(", ");
        let facts =
            vec![("path", path.display().to_string()), ("column", name.to_owned()), ("columns", columns)];
        Failure::new("series-file-column", facts)
    };
    let [id, date, value] = COLUMNS.map(place);
    let value = value.ok_or_else(|| missing(COLUMNS[2]))?;
    let mut order: Vec<String> = vec![];
    let mut rows: HashMap<String, Vec<(String, f64)>> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let text = |at: usize| record.get(at).unwrap_or_default().trim();
        let number = match text(value) {
            "" => f64::NAN,
            text => marks
                .number(text)
                .ok_or_else(|| Failure::new("series-file-value", facts(path, line, COLUMNS[2], text)))?,
        };
        let date = date.map_or("", text);
        let id = id.map_or("", text).to_owned();
        let series = rows.entry(id.clone()).or_insert_with(|| {
            order.push(id);
            vec![]
        });
        if series.first().is_some_and(|(first, _)| first.is_empty() != date.is_empty()) {
            return Err(Failure::new("series-file-value", facts(path, line, COLUMNS[1], date)));
        }
        series.push((date.to_owned(), number));
    }
    order.into_iter().map(|id| ordered(path, marks, rows.remove(&id).unwrap_or_default(), id)).collect()
}

fn facts(path: &Path, line: u64, column: &str, value: &str) -> Facts {
    vec![
        ("path", path.display().to_string()),
        ("line", line.to_string()),
        ("column", column.to_owned()),
        ("value", value.to_owned()),
    ]
}

/// A series in the order of its dates, with gaps as missing values; as it stands where one of them is no date.
fn ordered(path: &Path, marks: Marks, rows: Vec<(String, f64)>, id: String) -> Result<Series, Failure> {
    let dates: Option<Vec<Date>> = rows.iter().map(|(date, _)| marks.date(date)).collect();
    let Some(dates) = dates else {
        let undated = rows.iter().map(|(date, _)| date).find(|date| marks.is_no_date(date)).cloned();
        return Ok(Series {
            id,
            values: rows.into_iter().map(|(_, value)| value).collect(),
            season: 1,
            first_day: None,
            undated,
        });
    };
    let mut days: Vec<(Date, f64)> =
        dates.into_iter().zip(rows.into_iter().map(|(_, value)| value)).collect();
    days.sort_by_key(|(date, _)| *date);
    if let Some(pair) = days.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let facts =
            vec![("path", path.display().to_string()), ("series", id), ("value", pair[0].0.to_string())];
        return Err(Failure::new("series-file-twice", facts));
    }
    let apart = |one: Date, other: Date| (other - one).get_days();
    let mut steps: Vec<i32> = days.windows(2).map(|pair| apart(pair[0].0, pair[1].0)).collect();
    steps.sort_unstable();
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(1);
    let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    let first = days.first().map_or(Date::MIN, |(date, _)| *date);
    let is_monthly = DAYS_OF_A_MONTH.contains(&usual);
    // How many periods lie between the first date and another; `None` between two periods.
    let place = |date: Date| {
        if is_monthly {
            return usize::try_from(months(date) - months(first)).ok();
        }
        let days = apart(first, date);
        (days % usual == 0).then(|| usize::try_from(days / usual).ok()).flatten()
    };
    let places: Option<Vec<usize>> = days.iter().map(|(date, _)| place(*date)).collect();
    let season = match usual {
        1 => 7,
        _ if is_monthly => 12,
        _ => 1,
    };
    let length = places.as_ref().and_then(|places| places.last()).map_or(0, |last| last + 1);
    // Dates without a step of their own stand one after the other, as do those that would be gaps most of all.
    let follow = |places: &Vec<usize>| {
        length <= MOST_GAPS * places.len() && places.windows(2).all(|pair| pair[0] < pair[1])
    };
    let Some(places) = places.filter(follow) else {
        let values = days.into_iter().map(|(_, value)| value).collect();
        return Ok(Series { id, values, season, first_day: None, undated: None });
    };
    let mut values = vec![f64::NAN; length];
    for (place, (_, value)) in places.into_iter().zip(days) {
        values[place] = value;
    }
    let first_day = (usual == 1).then_some(first);
    Ok(Series { id, values, season, first_day, undated: None })
}

/// What the system says of a file.
pub(super) fn file_failure(code: &'static str, path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(code, vec![("path", path.display().to_string()), ("reason", error.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(rows: &[(&str, f64)]) -> Series {
        let rows = rows.iter().map(|(date, value)| ((*date).to_owned(), *value)).collect();
        ordered(Path::new("series.csv"), Marks::of("ds,y"), rows, "a".into()).unwrap()
    }

    #[test]
    fn days_are_put_in_order_and_gaps_are_missing() {
        let series =
            series(&[("2024-01-03", 3.0), ("2024-01-01", 1.0), ("2024-01-02", 2.0), ("2024-01-05", 5.0)]);
        assert_eq!(series.season, 7);
        assert_eq!(series.values[..3], [1.0, 2.0, 3.0]);
        assert!(series.values[3].is_nan() && (series.values[4] - 5.0).abs() < f64::EPSILON);
    }

    #[test]
    fn months_and_plain_numbers_are_known_by_their_dates() {
        let months =
            series(&[("2024-01-31", 1.0), ("2024-02-29", 2.0), ("2024-04-30", 4.0), ("2024-03-31", 3.0)]);
        assert_eq!((months.season, months.values), (12, vec![1.0, 2.0, 3.0, 4.0]));
        let numbers = series(&[("1", 5.0), ("2", 4.0)]);
        assert_eq!((numbers.season, numbers.values), (1, vec![5.0, 4.0]));
        let undated = series(&[("", 5.0), ("", 4.0)]);
        assert_eq!((undated.season, undated.values), (1, vec![5.0, 4.0]));
    }

    #[test]
    fn what_is_no_date_is_told() {
        assert_eq!(series(&[("31/01/2024", 5.0)]).undated.as_deref(), Some("31/01/2024"));
        assert!(["1", "", "2024-01-31"].into_iter().all(|date| series(&[(date, 5.0)]).undated.is_none()));
    }

    #[test]
    fn a_french_spreadsheet_has_days_first() {
        let date = |header: &str, text: &str| Marks::of(header).date(text).map(|date| date.to_string());
        assert_eq!(date("ds;y", "03/04/2024").as_deref(), Some("2024-04-03"));
        assert_eq!(date("ds;y", "2024-04-03 08:00").as_deref(), Some("2024-04-03"));
        assert_eq!(date("ds;y", "31/02/2024"), None);
        assert_eq!(date("ds,y", "03/04/2024"), None);
    }

    #[test]
    fn a_french_spreadsheet_has_decimal_commas() {
        let number = |header: &str, text: &str| Marks::of(header).number(text);
        assert_eq!(number("series_id;ds;y", "12,5"), Some(12.5));
        assert_eq!(number("series_id,ds,y", "12.5"), Some(12.5));
        assert_eq!(number("ds,y", "1e999"), None);
    }

    #[test]
    fn a_day_told_twice_is_refused() {
        let rows = vec![("2024-01-01".to_owned(), 1.0), ("2024-01-01".to_owned(), 2.0)];
        assert_eq!(
            ordered(Path::new("s.csv"), Marks::of("ds,y"), rows, "a".into()).err().unwrap().code,
            "series-file-twice"
        );
    }
}
