//! `comptoir forecast`: the revenue of the next days.

use comptoir_analysis::{LiveCube, RevenueForecast, Sales, forecast_revenue};
use comptoir_forecast::ArimaOrder;
use comptoir_store::Database;
use serde_json::{Value as Json, json};

use crate::{
    failure::{Done, Failure},
    flags::Forecast,
    output::Output,
    progress::Progress,
    tables::{Align, table},
};

pub(super) fn run(flags: &Forecast, database: &dyn Database, output: &Output) -> Result<Done, Failure> {
    let progress = Progress::new(output.words().text("forecast-progress"));
    let cube = LiveCube::default();
    let forecast = make(flags.model, flags.horizon, &cube.sales(database)?)?;
    drop(progress);
    tell(&forecast, output);
    output.document(&document(&forecast));
    Ok(Done::Whole)
}

/// Makes a forecast and keeps it.
pub(super) fn make(model: ArimaOrder, horizon: usize, sales: &Sales<'_>) -> Result<RevenueForecast, Failure> {
    let mut forecast = forecast_revenue(sales, model, horizon)?;
    forecast.keep(sales.database(), &comptoir_web::now())?;
    Ok(forecast)
}

pub(super) fn tell(forecast: &RevenueForecast, output: &Output) {
    let (words, formats) = (output.words(), output.formats());
    output.title("forecast-title", &[("model", &forecast.model)]);
    let header = [
        ("column-day", Align::Left),
        ("column-forecast", Align::Right),
        ("column-interval-80", Align::Right),
        ("column-interval-95", Align::Right),
    ]
    .map(|(id, align)| (words.text(id), align));
    let euros = |amount: f64| formats.euros(amount, 0);
    let interval = |(lower, upper): (f64, f64)| {
        output.say("interval", &[("lower", &euros(lower)), ("upper", &euros(upper))])
    };
    let rows = forecast.days.iter().map(|day| {
        vec![formats.day(day.day), euros(day.mean), interval(day.interval_80), interval(day.interval_95)]
    });
    output.print(&table(&header, rows));
}

pub(super) fn document(forecast: &RevenueForecast) -> Json {
    let days = forecast.days.iter().map(|day| {
        json!({
            "day": day.day.to_string(),
            "mean": day.mean,
            "lower80": day.interval_80.0,
            "upper80": day.interval_80.1,
            "lower95": day.interval_95.0,
            "upper95": day.interval_95.1,
        })
    });
    json!({
        "id": forecast.id,
        "model": forecast.model,
        "series": forecast.series,
        "last_day": forecast.last_day.to_string(),
        "data_version": forecast.data_version,
        "made_at": forecast.made_at,
        "points": days.collect::<Vec<_>>(),
    })
}
