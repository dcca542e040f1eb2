//! Forecasts kept in the database, to be scored once their days have come.

use comptoir_calendar::parse_iso;
use comptoir_store::{Database, Record, Value};
use serde_json::{Value as Json, json};

use super::{ForecastDay, ForecastTarget, LEVELS, RevenueForecast};
use crate::{AnalysisError, Group, Grouping};

/// What forecasts made together are to the total that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The first is that total, the others are its parts.
    Total,
    /// They are parts of a total that is kept already, with this number.
    PartsOf(i64),
    /// The first is a total made for its parts, the others, and does not stand for all sales.
    Aside,
}

impl Standing {
    /// For the forecast at a place among them: the number of the total that it belongs to, or else its place.
    fn total(self, place: i64) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Total => (None, (place > 0).then_some(0)),
            Self::PartsOf(total) => (Some(total), None),
            Self::Aside => (None, Some(0)),
        }
    }
}

/// Keeps forecasts made together; `made_at` is ISO 8601 in UTC. Each has its number afterwards.
///
/// # Errors
/// What the database says.
pub(super) fn keep(
    forecasts: &mut [RevenueForecast],
    standing: Standing,
    database: &dyn Database,
    made_at: &str,
) -> Result<(), AnalysisError> {
    if forecasts.is_empty() {
        return Ok(());
    }
    let rows: Vec<Json> =
        (0..).zip(forecasts.iter()).flat_map(|(place, forecast)| rows(place, standing, forecast)).collect();
    let args = vec![Json::Array(rows).to_string().into(), made_at.into()];
    let last = database.record(Record::Forecasts, &[args])?.into_iter().flatten().last();
    let first = last.map(|last| last + 1 - forecasts.len() as i64);
    for (place, forecast) in (0..).zip(forecasts) {
        let (total, place_of_total) = standing.total(place);
        forecast.id = first.map(|first| first + place);
        forecast.total_id = total.or_else(|| Some(first? + place_of_total?));
        made_at.clone_into(&mut forecast.made_at);
    }
    Ok(())
}

/// The days of a forecast, in the order of the columns.
fn rows(place: i64, standing: Standing, forecast: &RevenueForecast) -> impl Iterator<Item = Json> {
    let (total, place_of_total) = standing.total(place);
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
            forecast.error_correlation,
            forecast.data_version,
            total,
            place_of_total,
        ])
    })
}

/// Which of the kept forecasts are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Those of this level alone: `total`, `region`, `store` … Totals are those that stand, and none that was made for its
    /// parts.
    pub series: Option<String>,
    /// The one with this number alone.
    pub id: Option<i64>,
    /// Those that look so many days ahead, cut to these days; 0 takes all as they are.
    pub horizon: usize,
    /// The most forecasts: the newest.
    pub limit: usize,
}

impl Kept {
    /// The newest of any level.
    pub fn newest(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }
}

/// The forecasts kept, the newest first.
///
/// # Errors
/// What the database says.
pub fn kept_forecasts(database: &dyn Database, wanted: &Kept) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let sql = "select run_id, model, series, last_day, data_version, made_at, day, mean,
                      lower_80, upper_80, lower_95, upper_95, target, target_id, error_correlation, bounds, total_run_id
               from forecasts
               where run_id in (select run_id from forecasts
                                where series = coalesce(?2, series) and run_id = coalesce(?3, run_id)
                                  and (?2 is not 'total' or total_run_id is null)
                                group by run_id having count(*) >= ?4
                                order by run_id desc limit ?1)
               order by run_id desc, day";
    let series = wanted.series.as_deref().map_or(Value::Null, Value::from);
    let rows = database.query(
        sql,
        &[
            Value::Integer(wanted.limit as i64),
            series,
            wanted.id.map_or(Value::Null, Value::Integer),
            Value::Integer(wanted.horizon as i64),
        ],
    )?;
    let mut forecasts: Vec<RevenueForecast> = Vec::new();
    for row in &rows.rows {
        let Some((forecast, day)) = forecast_row(row) else { continue };
        match forecasts.last_mut() {
            Some(last) if last.id == forecast.id => last.days.push(day),
            _ => forecasts.push(RevenueForecast { days: vec![day], ..forecast }),
        }
    }
    let cut = |forecast: RevenueForecast| match wanted.horizon {
        0 => forecast,
        days => forecast.first(days),
    };
    Ok(forecasts.into_iter().map(cut).collect())
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
        total_id: integer(16),
        model: text(1)?.to_owned(),
        target: ForecastTarget { level, group: Group { name: text(12).map(str::to_owned), id: integer(13) } },
        last_day: parse_iso(text(3)?)?,
        data_version: integer(4)?,
        made_at: text(5)?.to_owned(),
        // Forecasts from before levels could be asked for have those that are always kept.
        levels: if levels.is_empty() { LEVELS.to_vec() } else { levels },
        error_correlation: number(14)?,
        days: vec![],
    };
    let day = ForecastDay {
        day: parse_iso(text(6)?)?,
        days: 1,
        mean: number(7)?,
        bounds: bounds.collect(),
        before: None,
    };
    Some((forecast, day))
}
