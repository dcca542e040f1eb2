//! `comptoir forecast --input`: the forecasts of any series in a file.

mod order;
mod reading;

use std::path::Path;
use std::sync::Arc;

use comptoir_analysis::{AnalysisError, calendar_anywhere};
use comptoir_forecast::{BatchForecast, Calendar, ForecastError, Model, check_wanted, forecast_all};
use comptoir_sales::Cause;
use serde_json::{Value as Json, json};

use self::{
    order::Series,
    reading::{Notation, Read, file_failure, read},
};
use crate::{
    failure::{Done, Failure},
    flags::Forecast,
    output::Output,
    progress::Progress,
};

/// A series and what became of it.
type Answer<'a> = (&'a Series, Result<BatchForecast, ForecastError>);

/// Forecasts every series of a file, and writes one line a step.
pub(in crate::commands) fn of_file(flags: &Forecast, input: &Path, output: &Output) -> Result<Done, Failure> {
    let levels = flags.levels();
    check_wanted(flags.horizon, &levels).map_err(AnalysisError::from)?;
    let notation = Notation { decimal: flags.decimal, date_order: flags.date_order };
    let Read { series, undated_columns } = read(input, notation)?;
    if let Some(columns) = &undated_columns {
        output.talk("series-without-dates", &[("columns", columns)]);
    }
    if let Some(date) = series.iter().find_map(|series| series.undated.as_deref()) {
        output.talk("series-undated", &[("value", date)]);
    }
    let progress = Progress::new(output.words().text("forecast-progress"));
    let fit = |series: &Series| {
        let season = flags.season.unwrap_or(series.season);
        flags.model.fit_on(&series.values, season, flags.horizon, &calendar_of(series, flags)?)
    };
    let made = forecast_all(&series, flags.horizon, &levels, fit, |done| progress.report(done, series.len()));
    drop(progress);
    let answers: Vec<Answer<'_>> = series
        .iter()
        .zip(made)
        .map(|(series, made)| (series, made.map(|made| above(series, made))))
        .collect();
    let left_out = tell_left_out(&answers, output);
    let model = flags.model.to_string();
    match &flags.output {
        Some(path) => {
            let text = as_csv(&answers, &levels, &model);
            check_writable(path)
                .and_then(|()| std::fs::write(path, text))
                .map_err(|error| file_failure("series-file-write", path, &error))?;
            let document = json!({ "series": series.len() - left_out, "left_out": left_out,
                                   "output": path.display().to_string() });
            output.document(&document);
        }
        None if output.is_json() => output.document(&as_json(&answers, &levels, &model)),
        None => Output::data(&as_csv(&answers, &levels, &model)),
    }
    Ok(if left_out > 0 { Done::WithLeftovers } else { Done::Whole })
}

/// What `auto` knows of the days; a model asked for by name is that model alone.
fn calendar_of(series: &Series, flags: &Forecast) -> Result<Arc<Calendar>, ForecastError> {
    let Some(first) = series.first_day.filter(|_| flags.model == Model::Auto) else {
        return Ok(Arc::default());
    };
    let horizon = u32::try_from(flags.horizon).unwrap_or(u32::MAX);
    calendar_anywhere(first, &series.values, horizon, flags.territory()).map(Arc::new)
}

/// A series that was never below zero is not forecast there.
fn above(series: &Series, mut made: BatchForecast) -> BatchForecast {
    if series.values.iter().all(|value| value.is_nan() || *value >= 0.0) {
        made.forecast.keep_above(0.0);
    }
    made
}

/// Says which series have no forecast, and why; how many they are.
fn tell_left_out(answers: &[Answer<'_>], output: &Output) -> usize {
    let mut left_out = 0;
    for (series, made) in answers {
        let Err(error) = made else { continue };
        left_out += 1;
        let failure = Failure::from(AnalysisError::from(error.clone()));
        let reason = output.words().tell(failure.code, &failure.facts).text;
        output.talk("series-left-out", &[("series", &series.id), ("reason", &reason)]);
    }
    left_out
}

/// The numbers of each step, the mean first, then the bounds of each level.
fn steps(made: &BatchForecast) -> impl Iterator<Item = Vec<f64>> + '_ {
    let forecast = &made.forecast;
    (0..forecast.mean.len()).map(move |at| {
        let bounds = forecast.intervals.iter().flat_map(|interval| [interval.lower[at], interval.upper[at]]);
        std::iter::once(forecast.mean[at]).chain(bounds).collect()
    })
}

/// The names of the numbers of a step.
fn names(levels: &[f64]) -> Vec<String> {
    let bounds = levels.iter().flat_map(|level| [format!("lo{level}"), format!("hi{level}")]);
    std::iter::once("mean".to_owned()).chain(bounds).collect()
}

fn as_csv(answers: &[Answer<'_>], levels: &[f64], model: &str) -> String {
    let header = ["series_id", "step", "ds"].map(str::to_owned).into_iter().chain(names(levels));
    let mut records: Vec<Vec<String>> = vec![header.chain(["model".to_owned()]).collect()];
    for (series, made) in answers {
        for (step, numbers) in (1..).zip(made.iter().flat_map(steps)) {
            let numbers = numbers.iter().map(ToString::to_string);
            let place = [series.id.clone(), usize::to_string(&step), series.ahead.date(step)];
            records.push(place.into_iter().chain(numbers).chain([model.to_owned()]).collect());
        }
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    for record in &records {
        // Writing to memory cannot fail, and every record has as many values as there are columns.
        let _ = table.write_record(record);
    }
    String::from_utf8_lossy(&table.into_inner().unwrap_or_default()).into_owned()
}

fn as_json(answers: &[Answer<'_>], levels: &[f64], model: &str) -> Json {
    let names = names(levels);
    let point = |series: &Series, (step, numbers): (usize, Vec<f64>)| {
        let date = Some(series.ahead.date(step)).filter(|date| !date.is_empty());
        let mut point = json!({ "step": step, "ds": date });
        for (name, number) in names.iter().zip(numbers) {
            point[name] = number.into();
        }
        point
    };
    let series = answers.iter().map(|(series, made)| match made {
        Ok(made) => {
            let points: Vec<Json> = (1..).zip(steps(made)).map(|step| point(series, step)).collect();
            json!({ "series_id": series.id, "points": points })
        }
        Err(error) => json!({ "series_id": series.id, "error": error.code() }),
    });
    json!({ "model": model, "series": series.collect::<Vec<_>>() })
}

/// Refuses a pipe: writing into it would wait until somebody reads. Those that a shell has opened (`>(…)`) are read.
fn check_writable(path: &Path) -> std::io::Result<()> {
    if is_pipe(path) && !path.starts_with("/dev") && !path.starts_with("/proc") {
        return Err(std::io::Error::other(Cause::NobodyReads));
    }
    Ok(())
}

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}
