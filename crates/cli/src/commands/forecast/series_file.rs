//! `comptoir forecast --input`: the forecasts of any series in a file.

use std::{collections::HashMap, path::Path};

use comptoir_calendar::{Date, parse_iso};
use comptoir_forecast::{Made, forecast_all};
use comptoir_sales::Facts;
use serde_json::json;

use crate::{
    failure::{Done, Failure},
    flags::Forecast,
    output::Output,
    progress::Progress,
};

/// The columns of the file. Without the first all rows are one series; without the second, or where it is empty, they
/// stand in the file in their order.
const COLUMNS: [&str; 3] = ["series_id", "ds", "y"];

/// How far apart the days of months are.
const DAYS_OF_A_MONTH: std::ops::RangeInclusive<i32> = 28..=31;

/// A series has at most this many periods for each of its values.
const MOST_GAPS: usize = 10;

/// One series of the file, in the order of its dates.
struct Series {
    id: String,
    /// NaN where a value is missing.
    values: Vec<f64>,
    /// The periods of a season that its dates tell; 1 where they tell none.
    season: usize,
}

/// Forecasts every series of a file, and writes one line a step.
pub(in crate::commands) fn of_file(flags: &Forecast, input: &Path, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("forecast-progress"));
    let series = read(input)?;
    let levels = &flags.level;
    let fit = |series: &Series| {
        let season = flags.season.unwrap_or(series.season);
        flags.model.fit(&series.values, season, flags.horizon)
    };
    let made = forecast_all(&series, flags.horizon, levels, fit, |done| progress.report(done, series.len()));
    drop(progress);
    let mut table = csv::Writer::from_writer(Vec::new());
    let bounds = levels.iter().flat_map(|level| [format!("lo{level}"), format!("hi{level}")]);
    let header = ["series_id", "step", "mean"].map(str::to_owned).into_iter().chain(bounds);
    let mut records: Vec<Vec<String>> = vec![header.chain(["model".to_owned()]).collect()];
    let mut left_out = 0;
    for (series, made) in series.iter().zip(made) {
        match made {
            Ok(made) => records.extend(steps(series, made, &flags.model.to_string())),
            Err(error) => {
                left_out += 1;
                let facts = vec![("series", series.id.clone()), ("reason", error.to_string())];
                output.talk("series-left-out", &borrowed(&facts));
            }
        }
    }
    for record in &records {
        // Writing to memory cannot fail, and every record has as many values as there are columns.
        let _ = table.write_record(record);
    }
    let text = table.into_inner().unwrap_or_default();
    match &flags.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|error| file_failure("series-file-write", path, &error))?;
            let document = json!({ "series": series.len() - left_out, "left_out": left_out,
                                   "rows": records.len() - 1, "output": path.display().to_string() });
            output.document(&document);
        }
        None => Output::data(&String::from_utf8_lossy(&text)),
    }
    Ok(if left_out > 0 { Done::WithLeftovers } else { Done::Whole })
}

/// One record a step; a series that was never below zero is not forecast there.
fn steps(series: &Series, mut made: Made, model: &str) -> impl Iterator<Item = Vec<String>> {
    if series.values.iter().all(|value| value.is_nan() || *value >= 0.0) {
        made.forecast.keep_above(0.0);
    }
    let (id, model) = (series.id.clone(), model.to_owned());
    (0..made.forecast.mean.len()).map(move |at| {
        let intervals = made.forecast.intervals.iter();
        let bounds = intervals.flat_map(|interval| [interval.lower[at], interval.upper[at]]);
        let numbers = std::iter::once(made.forecast.mean[at]).chain(bounds).map(|number| number.to_string());
        [id.clone(), (at + 1).to_string()].into_iter().chain(numbers).chain([model.clone()]).collect()
    })
}

fn read(path: &Path) -> Result<Vec<Series>, Failure> {
    let broken = |error: &dyn std::fmt::Display| file_failure("series-file", path, error);
    let mut reader = csv::Reader::from_path(path).map_err(|error| broken(&error))?;
    let header = reader.headers().map_err(|error| broken(&error))?.clone();
    let place =
        |name: &str| header.iter().position(|column| column.trim().trim_start_matches('\u{feff}') == name);
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
            text => text
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite())
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
    order.into_iter().map(|id| ordered(path, rows.remove(&id).unwrap_or_default(), id)).collect()
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
fn ordered(path: &Path, rows: Vec<(String, f64)>, id: String) -> Result<Series, Failure> {
    let dates: Option<Vec<Date>> = rows.iter().map(|(date, _)| parse_iso(date.get(..10)?)).collect();
    let Some(dates) = dates else {
        return Ok(Series { id, values: rows.into_iter().map(|(_, value)| value).collect(), season: 1 });
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
        return Ok(Series { id, values: days.into_iter().map(|(_, value)| value).collect(), season });
    };
    let mut values = vec![f64::NAN; length];
    for (place, (_, value)) in places.into_iter().zip(days) {
        values[place] = value;
    }
    Ok(Series { id, values, season })
}

fn file_failure(code: &'static str, path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::new(code, vec![("path", path.display().to_string()), ("reason", error.to_string())])
}

fn borrowed(facts: &Facts) -> Vec<(&str, &str)> {
    facts.iter().map(|(name, fact)| (*name, fact.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(rows: &[(&str, f64)]) -> Series {
        let rows = rows.iter().map(|(date, value)| ((*date).to_owned(), *value)).collect();
        ordered(Path::new("series.csv"), rows, "a".into()).unwrap()
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
    fn a_day_told_twice_is_refused() {
        let rows = vec![("2024-01-01".to_owned(), 1.0), ("2024-01-01".to_owned(), 2.0)];
        assert_eq!(ordered(Path::new("s.csv"), rows, "a".into()).err().unwrap().code, "series-file-twice");
    }
}
