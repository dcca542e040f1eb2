//! Forecasts of daily revenue, made from the past and kept to be scored later.

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_forecast::{Arima, ArimaOrder, FittedModel, Interval};
use comptoir_store::{Database, Statement, Value};
use serde_json::json;

use crate::{AnalysisError, Sales, daily_revenue};

/// The two levels of the intervals, in percent.
const LEVELS: [f64; 2] = [80.0, 95.0];

/// One day of a forecast, in euros.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForecastDay {
    /// The day.
    pub day: Date,
    /// The revenue expected.
    pub mean: f64,
    /// The interval that holds 80 times in 100, if the model is right.
    pub interval_80: (f64, f64),
    /// The interval that holds 95 times in 100, if the model is right.
    pub interval_95: (f64, f64),
}

/// A forecast of total daily revenue.
#[derive(Clone, Debug, PartialEq)]
pub struct RevenueForecast {
    /// Its number, once it is kept.
    pub id: Option<i64>,
    /// The model, such as `arima(5,1,0)`.
    pub model: String,
    /// What is forecast: `total`.
    pub series: String,
    /// The last day with sales that the model has seen.
    pub last_day: Date,
    /// The version of the data it was made from.
    pub data_version: i64,
    /// When it was made: ISO 8601, UTC; empty until it is kept.
    pub made_at: String,
    /// The days after `last_day`, in order.
    pub days: Vec<ForecastDay>,
}

/// Forecasts the `horizon` days after the last day with sales, from every day that has sales.
///
/// The brief's ARIMA sees the days that have sales, one after the other: a closed day is no observation for it.
/// It is fitted as statsmodels fits it, so that the figures are those of the brief's own program.
/// Unless a past day was below zero, no forecast and no bound is.
///
/// # Errors
/// When there are no sales, or too few days for the model.
pub fn forecast_revenue(
    sales: &Sales<'_>,
    order: ArimaOrder,
    horizon: usize,
) -> Result<RevenueForecast, AnalysisError> {
    let past = sales.available()?.ok_or(AnalysisError::NoSales)?;
    let revenue: Vec<f64> = daily_revenue(sales, past, &[])?
        .days
        .iter()
        .filter(|day| day.has_sales)
        .map(|day| day.revenue.to_f64())
        .collect();
    let forecast = Arima::fit_as_statsmodels(order, &revenue)?.forecast(horizon, &LEVELS)?;
    // A shop that has never had a day below zero cannot be told to expect one.
    let floor = if revenue.iter().any(|day| *day < 0.0) { f64::NEG_INFINITY } else { 0.0 };
    let bounds =
        |interval: &Interval, at: usize| (interval.lower[at].max(floor), interval.upper[at].max(floor));
    let [interval_80, interval_95] = forecast.intervals.as_slice() else {
        return Err(AnalysisError::NoSales);
    };
    let days = days_after(past.last(), horizon).enumerate().map(|(at, day)| ForecastDay {
        day,
        mean: forecast.mean[at].max(floor),
        interval_80: bounds(interval_80, at),
        interval_95: bounds(interval_95, at),
    });
    Ok(RevenueForecast {
        id: None,
        model: order.to_string(),
        series: "total".into(),
        last_day: past.last(),
        data_version: sales.data_version(),
        made_at: String::new(),
        days: days.collect(),
    })
}

fn days_after(last: Date, horizon: usize) -> impl Iterator<Item = Date> {
    Period::new(last, Date::MAX).into_iter().flat_map(Period::days).skip(1).take(horizon)
}

impl RevenueForecast {
    /// Keeps the forecast; `made_at` is ISO 8601 in UTC.
    pub fn keep(&mut self, database: &dyn Database, made_at: &str) -> Result<(), AnalysisError> {
        let days: Vec<_> = self
            .days
            .iter()
            .map(|day| {
                let ((lower_80, upper_80), (lower_95, upper_95)) = (day.interval_80, day.interval_95);
                json!([day.day.to_string(), day.mean, lower_80, upper_80, lower_95, upper_95])
            })
            .collect();
        let sql = "insert into forecasts (run_id, model, series, last_day, day, mean, lower_80, upper_80,
                                          lower_95, upper_95, data_version, made_at)
                   select (select coalesce(max(run_id), 0) + 1 from forecasts), ?2, ?3, ?4,
                          day.value ->> 0, day.value ->> 1, day.value ->> 2, day.value ->> 3,
                          day.value ->> 4, day.value ->> 5, ?5, ?6
                   from json_each(?1) as day";
        let args = vec![
            json!(days).to_string().into(),
            self.model.as_str().into(),
            self.series.as_str().into(),
            self.last_day.to_string().into(),
            self.data_version.into(),
            made_at.into(),
        ];
        let number = Statement::new("select max(run_id) from forecasts", vec![]);
        let outcomes = database.write(&[Statement::new(sql, args), number])?;
        self.id = outcomes.last().and_then(|outcome| outcome.rows.single()?.as_integer());
        made_at.clone_into(&mut self.made_at);
        Ok(())
    }
}

/// The newest forecasts kept, the newest first.
pub fn kept_forecasts(database: &dyn Database, limit: usize) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let sql = "select run_id, model, series, last_day, data_version, made_at, day, mean,
                      lower_80, upper_80, lower_95, upper_95
               from forecasts
               where run_id in (select distinct run_id from forecasts order by run_id desc limit ?1)
               order by run_id desc, day";
    let rows = database.query(sql, &[Value::Integer(limit as i64)])?;
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
    let forecast = RevenueForecast {
        id: row.first().and_then(Value::as_integer),
        model: text(1)?.to_owned(),
        series: text(2)?.to_owned(),
        last_day: parse_iso(text(3)?)?,
        data_version: row.get(4).and_then(Value::as_integer)?,
        made_at: text(5)?.to_owned(),
        days: vec![],
    };
    let day = ForecastDay {
        day: parse_iso(text(6)?)?,
        mean: number(7)?,
        interval_80: (number(8)?, number(9)?),
        interval_95: (number(10)?, number(11)?),
    };
    Some((forecast, day))
}
