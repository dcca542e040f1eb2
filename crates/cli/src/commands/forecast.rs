//! `comptoir forecast`: the revenue of the next days, and what became of earlier forecasts.

mod scores;
mod series_file;

use comptoir_analysis::{AnalysisError, LiveCube, RevenueForecast, Sales, Wanted, forecast_revenue, keep};
use comptoir_calendar::{Grain, Period};
use comptoir_forecast::{ArimaOrder, Model};
use comptoir_store::Database;
use comptoir_web::forecasts_document;

pub(super) use series_file::of_file;

use super::asked;
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
    let sales = cube.sales(database)?;
    if flags.scores {
        return scores::tell(&sales, progress, output);
    }
    let wanted = Wanted {
        model: flags.model.clone(),
        horizon: flags.horizon,
        levels: flags.levels(),
        by: flags.by(),
        filters: asked::filters(&flags.names, &sales)?,
    };
    let mut forecasts = forecast_revenue(&sales, &wanted, |done, total| progress.report(done, total))?;
    drop(progress);
    // What is asked of some sales only would read as a forecast of all.
    if wanted.filters.is_empty() {
        keep(&mut forecasts, database, &comptoir_web::now())?;
    } else {
        output.talk("forecast-not-kept", &[]);
    }
    if flags.grain() != Grain::Day {
        forecasts = forecasts.iter().map(|forecast| forecast.by(flags.grain())).collect();
    }
    match forecasts.as_slice() {
        [forecast] => tell(forecast, output),
        [total, parts @ ..] => tell_parts(total, parts, output),
        [] => {}
    }
    output.document(&forecasts_document(&forecasts));
    Ok(Done::Whole)
}

/// Makes the brief's forecast and keeps it.
pub(super) fn make_the_briefs(sales: &Sales<'_>) -> Result<RevenueForecast, Failure> {
    let wanted = Wanted { model: Model::Arima(ArimaOrder::BRIEF), ..Wanted::default() };
    let mut forecasts = forecast_revenue(sales, &wanted, |_, _| ())?;
    keep(&mut forecasts, sales.database(), &comptoir_web::now())?;
    Ok(forecasts.pop().ok_or(AnalysisError::NoSales)?)
}

pub(super) fn tell(forecast: &RevenueForecast, output: &Output) {
    let (words, formats) = (output.words(), output.formats());
    output.title("forecast-title", &[("model", &forecast.model)]);
    let mut header =
        vec![(words.text("column-day"), Align::Left), (words.text("column-forecast"), Align::Right)];
    for level in &forecast.levels {
        let level = formats.number(*level, usize::from(level.fract() != 0.0));
        header.push((output.say("column-interval", &[("level", &level)]), Align::Right));
    }
    let rows = forecast.days.iter().map(|day| {
        let last = Period::starting_on(day.day, day.days).last();
        let when = if day.days == 1 { formats.day(day.day) } else { formats.period(day.day, last) };
        let bounds = day.bounds.iter().take(forecast.levels.len()).map(|bounds| interval(*bounds, output));
        [when, formats.units(day.mean)].into_iter().chain(bounds).collect()
    });
    output.print(&table(&header, rows));
}

/// The total and each of its parts over all days together.
fn tell_parts(total: &RevenueForecast, parts: &[RevenueForecast], output: &Output) {
    tell(total, output);
    let (words, formats) = (output.words(), output.formats());
    let level = total.target.level.or_else(|| parts.first()?.target.level);
    let Some(level) = level else { return };
    let first = total.levels.first().copied();
    let mut header = vec![
        (words.text(&format!("column-{level}")), Align::Left),
        (words.text("column-forecast"), Align::Right),
    ];
    if let Some(level) = first {
        let level = formats.number(level, usize::from(level.fract() != 0.0));
        header.push((output.say("column-interval", &[("level", &level)]), Align::Right));
    }
    // Groups whose past does not allow the model are forecast by another one.
    let differ = parts.iter().any(|part| part.model != total.model);
    if differ {
        header.push((words.text("column-model"), Align::Left));
    }
    let rows = parts.iter().filter_map(|part| {
        let whole = part.whole()?;
        let name = asked::name(level, Some(&part.target.group), false, output);
        let bounds = first.and(whole.bounds.first()).map(|bounds| interval(*bounds, output));
        let model = differ.then(|| part.model.clone());
        Some([name, formats.units(whole.mean)].into_iter().chain(bounds).chain(model).collect())
    });
    output.print("");
    output.print(&table(&header, rows));
}

fn interval((lower, upper): (f64, f64), output: &Output) -> String {
    let units = |amount: f64| output.formats().units(amount);
    output.say("interval", &[("lower", &units(lower)), ("upper", &units(upper))])
}
