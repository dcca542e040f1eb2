//! Forecasts kept in the database, to be scored once their days have come.

use comptoir_calendar::parse_iso;
use comptoir_store::{Database, Record, Value};
use serde_json::{Value as Json, json};

use super::{ForecastDay, ForecastTarget, LEVELS, RevenueForecast};
use crate::{AnalysisError, Group, Grouping};

/// Keeps forecasts made together; `made_at` is ISO 8601 in UTC. Each has its number afterwards.
///
/// # Errors
/// What the database says.
pub fn keep(
    forecasts: &mut [RevenueForecast],
    database: &dyn Database,
    made_at: &str,
) -> Result<(), AnalysisError> {
    let rows: Vec<Json> =
        (0..).zip(forecasts.iter()).flat_map(|(place, forecast)| rows(place, forecast)).collect();
    let args = vec![Json::Array(rows).to_string().into(), made_at.into()];
    let last = database.record(Record::Forecasts, &[args])?.into_iter().flatten().last();
    let count = forecasts.len() as i64;
    for (place, forecast) in (1..).zip(forecasts) {
        forecast.id = last.map(|last| last - count + place);
        made_at.clone_into(&mut forecast.made_at);
    }
    Ok(())
}

/// The days of a forecast, in the order of the columns.
fn rows(place: i64, forecast: &RevenueForecast) -> impl Iterator<Item = Json> {
    forecast.days.iter().map(move |day| {
        // The levels asked for come first, then those always kept.
        let asked = forecast.levels.len();
        let kept = |which: usize| day.bounds.get(asked + which).copied().unwrap_or((day.mean, day.mean));
        let bounds: Vec<Json> = forecast
            .levels
            .iter()
            .zip(&day.bounds)
            .map(|(level, (lower, upper))| json!([level, lower, upper]))
            .collect();
        json!([
            place,
            forecast.model,
            forecast.target.level_name(),
            forecast.target.name(),
            forecast.target.group.id,
            forecast.last_day.to_string(),
            day.day.to_string(),
            day.mean,
            kept(0).0,
            kept(0).1,
            kept(1).0,
            kept(1).1,
            json!(bounds).to_string(),
            forecast.agreement,
            forecast.data_version,
        ])
    })
}

/// The newest forecasts kept, the newest first; with `series`, those of this level alone: `total`, `region`, `store` …
///
/// # Errors
/// What the database says.
pub fn kept_forecasts(
    database: &dyn Database,
    series: Option<&str>,
    limit: usize,
) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let sql = "select run_id, model, series, last_day, data_version, made_at, day, mean,
                      lower_80, upper_80, lower_95, upper_95, target, target_id, agreement, bounds
               from forecasts
               where run_id in (select distinct run_id from forecasts where series = coalesce(?2, series)
                                order by run_id desc limit ?1)
               order by run_id desc, day";
    let rows =
        database.query(sql, &[Value::Integer(limit as i64), series.map_or(Value::Null, Value::from)])?;
    let mut forecasts: Vec<RevenueForecast> = Vec::new();
    for row in &rows.rows {
        let Some((forecast, day)) = forecast_row(row) else { continue };
        match forecasts.last_mut() {
            Some(last) if last.id == forecast.id => last.days.push(day),
            _ => forecasts.push(RevenueForecast { days: vec![day], ..forecast }),
        }
    }
    Ok(forecasts)
}

/// One row of the table: the forecast it belongs to, and its day. `None` when somebody has spoilt the row by hand.
fn forecast_row(row: &[Value]) -> Option<(RevenueForecast, ForecastDay)> {
    let text = |at: usize| row.get(at).and_then(Value::as_text);
    let number = |at: usize| row.get(at).and_then(Value::as_number);
    let integer = |at: usize| row.get(at).and_then(Value::as_integer);
    let asked: Vec<(f64, f64, f64)> = serde_json::from_str(text(15)?).ok()?;
    let kept = [(number(8)?, number(9)?), (number(10)?, number(11)?)];
    let bounds = asked.iter().map(|(_, lower, upper)| (*lower, *upper)).chain(kept);
    let level = match text(2)? {
        "total" => None,
        name => Some(name.parse::<Grouping>().ok()?),
    };
    let levels: Vec<f64> = asked.iter().map(|(level, ..)| *level).collect();
    let forecast = RevenueForecast {
        id: integer(0),
        model: text(1)?.to_owned(),
        target: ForecastTarget { level, group: Group { name: text(12).map(str::to_owned), id: integer(13) } },
        last_day: parse_iso(text(3)?)?,
        data_version: integer(4)?,
        made_at: text(5)?.to_owned(),
        // Forecasts from before levels could be asked for have those that are always kept.
        levels: if levels.is_empty() { LEVELS.to_vec() } else { levels },
        agreement: number(14)?,
        days: vec![],
    };
    let day = ForecastDay { day: parse_iso(text(6)?)?, days: 1, mean: number(7)?, bounds: bounds.collect() };
    Some((forecast, day))
}
