//! Series in a CSV file: one row a value.

use std::{collections::HashMap, path::Path};

use comptoir_calendar::{Date, parse_iso};
use comptoir_import::{
    AmbiguousValue, DateColumn, DateOrder, DateSurvey, DecimalMark, NumberColumn, NumberSurvey, read_named,
    text_of,
};
use comptoir_sales::Facts;

use super::order::{Series, When};
use crate::failure::{Failure, reason_of};

/// The columns of the file, each by any of its names. Without the first all rows are one series; without the second, or
/// where it is empty, they stand in the file in their order.
const COLUMNS: [&[&str]; 3] = [&["series_id", "unique_id"], &["ds"], &["y"]];

/// Numbers with so many digits are days: `20240131`, seconds since 1970. Shorter ones count periods.
const DIGITS_OF_A_DAY: usize = 8;
/// `202401`
const DIGITS_OF_A_MONTH: usize = 6;

/// How the user says that values and dates are written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Notation {
    pub(super) decimal: Option<DecimalMark>,
    pub(super) date_order: Option<DateOrder>,
}

/// The series of a file, in the order in which they begin, and the columns of a file that has no dates.
pub(super) struct Read {
    pub(super) series: Vec<Series>,
    pub(super) undated_columns: Option<String>,
}

/// A file and where its columns stand.
struct Table<'a> {
    path: &'a Path,
    text: &'a str,
    delimiter: u8,
    id: Option<usize>,
    date: Option<usize>,
    value: usize,
    columns: String,
}

/// One row of the file.
struct Row {
    line: u64,
    id: String,
    date: String,
    value: String,
}

impl<'a> Table<'a> {
    fn of(path: &'a Path, text: &'a str) -> Result<Self, Failure> {
        let delimiter = delimiter_of(text);
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| malformed(path, &error))?;
        let place = |names: &[&str]| {
            names.iter().find_map(|name| header.iter().position(|column| column.trim() == *name))
        };
        let columns = header.iter().collect::<Vec<_>>().join(", ");
        let [id, date, value] = COLUMNS.map(place);
        let Some(value) = value else {
            let facts = vec![
                ("path", path.display().to_string()),
                ("column", COLUMNS[2][0].to_owned()),
                ("columns", columns),
            ];
            return Err(Failure::new("series-file-column", facts));
        };
        Ok(Self { path, text, delimiter, id, date, value, columns })
    }

    fn rows(&self) -> impl Iterator<Item = Result<Row, Failure>> + '_ {
        let reader = csv::ReaderBuilder::new().delimiter(self.delimiter).from_reader(self.text.as_bytes());
        reader.into_records().map(|record| {
            let record = record.map_err(|error| malformed(self.path, &error))?;
            let text = |at: usize| record.get(at).unwrap_or_default().trim().to_owned();
            Ok(Row {
                line: record.position().map_or(0, csv::Position::line),
                id: self.id.map_or_else(String::new, text),
                date: self.date.map_or_else(String::new, text),
                value: text(self.value),
            })
        })
    }

    /// How numbers and dates are written, from all of them.
    fn notation(&self, named: Notation) -> Result<(NumberColumn, DateColumn), Failure> {
        let (mut numbers, mut dates, mut has_commas) =
            (NumberSurvey::default(), DateSurvey::default(), false);
        for row in self.rows() {
            let row = row?;
            numbers.learn(&row.value);
            has_commas |= row.value.contains(',');
            if !row.date.is_empty() && known_day(&row.date).is_none() && number(&row.date).is_none() {
                dates.learn(&row.date);
            }
        }
        let question = |code: &'static str, AmbiguousValue { value }| {
            Failure::new(code, vec![("path", self.path.display().to_string()), ("value", value)])
        };
        // Between commas a decimal comma would stand in quotes; with semicolons French spreadsheets put days first.
        let is_french = self.delimiter == b';';
        let usual_mark = (!is_french && !has_commas).then_some(DecimalMark::Point);
        let usual_order = is_french.then_some(DateOrder::DayMonthYear);
        let numbers = numbers.decided(named.decimal, usual_mark);
        let dates = dates.decided(named.date_order, usual_order);
        Ok((
            numbers.map_err(|ambiguous| question("series-file-decimal", ambiguous))?,
            dates.map_err(|ambiguous| question("series-file-date-order", ambiguous))?,
        ))
    }

    fn facts(&self, line: u64, column: usize, value: &str) -> Facts {
        vec![
            ("path", self.path.display().to_string()),
            ("line", line.to_string()),
            ("column", COLUMNS[column][0].to_owned()),
            ("value", value.to_owned()),
        ]
    }
}

/// The series of a file.
pub(super) fn read(path: &Path, named: Notation) -> Result<Read, Failure> {
    let text =
        read_named(path).and_then(text_of).map_err(|error| file_failure("series-file", path, &error))?;
    let table = Table::of(path, &text)?;
    let (mut numbers, mut dates) = table.notation(named)?;
    let mut order: Vec<String> = vec![];
    let mut rows: HashMap<String, Vec<(When, f64)>> = HashMap::new();
    for row in table.rows() {
        let Row { line, id, date, value } = row?;
        let refused =
            |column, value: &str| Failure::new("series-file-value", table.facts(line, column, value));
        let number = match value.as_str() {
            "" => f64::NAN,
            text => numbers.read(text).ok_or_else(|| refused(2, text))?,
        };
        let series = rows.entry(id.clone()).or_insert_with(|| {
            order.push(id);
            vec![]
        });
        if series.first().is_some_and(|(first, _)| matches!(first, When::Nowhere) != date.is_empty()) {
            return Err(refused(1, &date));
        }
        series.push((when(&date, &mut dates), number));
    }
    let series = order.into_iter().map(|id| {
        let rows = rows.remove(&id).unwrap_or_default();
        Series::of(id, rows).map_err(|twice| {
            let facts =
                vec![("path", path.display().to_string()), ("series", twice.series), ("value", twice.when)];
            Failure::new("series-file-twice", facts)
        })
    });
    let undated_columns = table.date.is_none().then(|| table.columns.clone());
    Ok(Read { series: series.collect::<Result<_, _>>()?, undated_columns })
}

/// The sign between the columns: a semicolon or a tab where the header has no comma.
fn delimiter_of(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    [b';', b'\t']
        .into_iter()
        .find(|sign| header.contains(char::from(*sign)) && !header.contains(','))
        .unwrap_or(b',')
}

/// When a value is of.
fn when(text: &str, dates: &mut DateColumn) -> When {
    if text.is_empty() {
        return When::Nowhere;
    }
    if let Some(day) = known_day(text) {
        return When::Day(day);
    }
    match number(text) {
        Some(number) => When::Number(number),
        None => dates.read(text).map_or_else(|| When::Unread(text.to_owned()), When::Day),
    }
}

/// A day that is written year first, whatever follows it, or a month so written, which is its first day.
fn known_day(text: &str) -> Option<Date> {
    let month = |year: &str, month: &str| parse_iso(&format!("{year}-{month}-01"));
    match text.len() {
        DIGITS_OF_A_MONTH if number(text).is_some() => month(&text[..4], &text[4..]),
        7 => text.split_once('-').and_then(|(year, of_year)| month(year, of_year)),
        _ => text.get(..10).and_then(parse_iso),
    }
}

/// A number that counts periods.
fn number(text: &str) -> Option<i64> {
    let whole = text.strip_suffix(".0").unwrap_or(text);
    whole.parse().ok().filter(|_| whole.len() < DIGITS_OF_A_DAY)
}

/// The error of the operating system for a file.
/// A row with more or fewer cells than the header; the text as such was read before.
fn malformed(path: &Path, error: &csv::Error) -> Failure {
    let csv::ErrorKind::UnequalLengths { pos, expected_len, len } = error.kind() else {
        return file_failure("series-file", path, &std::io::Error::other(error.to_string()));
    };
    let facts = vec![
        ("path", path.display().to_string()),
        ("line", pos.as_ref().map_or(0, csv::Position::line).to_string()),
        ("cells", len.to_string()),
        ("columns", expected_len.to_string()),
    ];
    Failure::new("series-file-row", facts)
}

pub(super) fn file_failure(code: &'static str, path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(code, vec![("path", path.display().to_string()), reason_of(error)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Read, Failure> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(file.path(), Notation::default())
    }

    fn values(text: &str) -> Vec<f64> {
        read_text(text).ok().unwrap().series.remove(0).values
    }

    fn code(text: &str) -> &'static str {
        read_text(text).err().unwrap().code
    }

    #[test]
    fn thousands_of_a_french_file_are_no_decimals() {
        assert_eq!(values("ds;y\n2024-01-01;1.200\n2024-01-02;12,5\n"), [1200.0, 12.5]);
        assert_eq!(values("ds;y\n2024-01-01;1 200,50\n2024-01-02;3\n"), [1200.5, 3.0]);
        assert_eq!(values("ds;y\n2024-01-01;1.200\n2024-01-02;12.5\n"), [1.2, 12.5]);
        assert_eq!(code("ds;y\n2024-01-01;1.200\n2024-01-02;1.300\n"), "series-file-decimal");
    }

    #[test]
    fn between_commas_a_point_is_a_decimal_point() {
        assert_eq!(values("ds,y\n2024-01-01,1.200\n2024-01-02,1.300\n"), [1.2, 1.3]);
        assert_eq!(values("ds,y\n2024-01-01,\"1,200\"\n2024-01-02,12.5\n"), [1200.0, 12.5]);
        assert_eq!(code("ds,y\n2024-01-01,\"1,200\"\n2024-01-02,5\n"), "series-file-decimal");
    }

    #[test]
    fn days_stand_first_with_semicolons_and_where_the_column_says_so() {
        let first =
            |text: &str| read_text(text).ok().unwrap().series.remove(0).first_day.unwrap().to_string();
        assert_eq!(first("ds;y\n03/04/2024;1\n04/04/2024;2\n"), "2024-04-03");
        assert_eq!(first("ds,y\n12/04/2024,1\n13/04/2024,2\n"), "2024-04-12");
        assert_eq!(first("ds,y\n04/12/2024,1\n04/13/2024,2\n"), "2024-04-12");
        assert_eq!(first("ds,y\n20240412,1\n20240413,2\n"), "2024-04-12");
        assert_eq!(code("ds,y\n03/04/2024,1\n04/04/2024,2\n"), "series-file-date-order");
    }

    #[test]
    fn the_series_may_be_named_as_others_name_them() {
        let read = read_text("unique_id,ds,y\na,2024-01-01,1\nb,2024-01-01,2\n").ok().unwrap();
        assert_eq!(read.series.iter().map(|series| series.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    }

    #[test]
    fn a_file_without_dates_is_known_by_its_columns() {
        assert_eq!(
            read_text("date,y\n2024-01-01,1\n").ok().unwrap().undated_columns.as_deref(),
            Some("date, y")
        );
        assert_eq!(read_text("ds,y\n2024-01-01,1\n").ok().unwrap().undated_columns, None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(code("ds,y\n2024-01-01,1\n2024-01-02,many\n"), "series-file-value");
        assert_eq!(code("ds,y\n2024-01-01,1\n2024-01-02,1e999\n"), "series-file-value");
    }
}
