//! `comptoir forecast`: the revenue of the next days, and what became of earlier forecasts.

mod scores;
mod series_file;

use comptoir_analysis::{
    AnalysisError, ForecastDay, LiveCube, RevenueForecast, Sales, Wanted, YearBefore, make_forecasts,
    set_beside_year_before,
};
use comptoir_calendar::{Grain, Period};
use comptoir_forecast::{ArimaOrder, Model};
use comptoir_store::Database;
use comptoir_web::{decimals_of, forecasts_document};

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
    let sales = cube.sales(database)?.seen_on(Some(comptoir_web::today()));
    if flags.scores {
        return scores::tell(&sales, progress, output);
    }
    let wanted = Wanted {
        model: flags.model.clone(),
        horizon: flags.horizon,
        levels: flags.levels(),
        by: flags.by(),
        filters: asked::filters(&flags.names, &sales)?,
        decimals: decimals_of(output.words().currency()),
        ..Wanted::default()
    };
    let now = comptoir_web::now();
    let mut forecasts = make_forecasts(&sales, &wanted, &now, |done, total| progress.report(done, total))?;
    set_beside_year_before(&sales, &wanted.filters, &mut forecasts)?;
    drop(progress);
    tell_standing(&forecasts, &now, !wanted.filters.is_empty(), output);
    match forecasts.as_slice() {
        [forecast] => tell(forecast, flags.grain(), Sum::Shown, output),
        [total, parts @ ..] => tell_parts(total, parts, flags.grain(), output),
        [] => {}
    }
    output.figures(forecasts_document(&forecasts, flags.grain()));
    Ok(Done::Whole)
}

/// How the forecasts shown relate to those that others see.
fn tell_standing(forecasts: &[RevenueForecast], now: &str, is_filtered: bool, output: &Output) {
    let Some(first) = forecasts.first() else { return };
    let is_earlier = first.id.is_some() && first.made_at != now;
    let minute = first.made_at.get(..16).unwrap_or(&first.made_at);
    let when = format!("{} UTC", minute.replace('T', " "));
    if is_filtered && first.id.is_none() {
        // What is asked of some sales only would read as a forecast of all.
        output.talk("forecast-not-kept", &[]);
    } else if is_filtered {
        output.talk("forecast-is-a-part", &[("when", &when)]);
    } else if first.total_id.is_some() {
        output.talk("forecast-aside", &[]);
    } else if is_earlier {
        output.talk("forecast-known", &[("when", &when)]);
    }
}

/// Makes the brief's forecast and keeps it.
pub(super) fn make_the_briefs(sales: &Sales<'_>) -> Result<RevenueForecast, Failure> {
    let currency = comptoir_web::currency_of(sales.database()).map_err(AnalysisError::from)?;
    let decimals = decimals_of(currency);
    let wanted = Wanted { model: Model::Arima(ArimaOrder::BRIEF), decimals, ..Wanted::default() };
    let mut forecasts = make_forecasts(sales, &wanted, &comptoir_web::now(), |_, _| ())?;
    Ok(forecasts.pop().ok_or(AnalysisError::NoSales)?)
}

/// Whether the sum of all days stands below them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sum {
    Shown,
    LeftOut,
}

pub(super) fn tell(forecast: &RevenueForecast, grain: Grain, sum: Sum, output: &Output) {
    let words = output.words();
    output.title("forecast-title", &[("model", &forecast.model)]);
    let columns = Columns { levels: &forecast.levels, has_before: has_before(&forecast.days), output };
    let header =
        [(words.text("column-day"), Align::Left)].into_iter().chain(columns.header()).collect::<Vec<_>>();
    let formats = output.formats();
    let shown = if grain == Grain::Day { forecast.clone() } else { forecast.by(grain) };
    let rows = shown.days.iter().map(|day| {
        let last = Period::starting_on(day.day, day.days).last();
        let when = if day.days == 1 { formats.day(day.day) } else { formats.period(day.day, last) };
        [when].into_iter().chain(columns.cells(day, formats.units(day.mean))).collect()
    });
    let whole = forecast.whole().filter(|_| sum == Sum::Shown && forecast.days.len() > 1);
    let total = whole.map(|whole| {
        [words.text("total")].into_iter().chain(columns.cells(&whole, formats.units(whole.mean))).collect()
    });
    output.print(&table(&header, rows.chain(total)));
}

/// The total and each of its parts over all days together.
fn tell_parts(total: &RevenueForecast, parts: &[RevenueForecast], grain: Grain, output: &Output) {
    tell(total, grain, Sum::Shown, output);
    let words = output.words();
    let level = total.target.level.or_else(|| parts.first()?.target.level);
    let (Some(level), Some(whole)) = (level, total.whole()) else { return };
    let wholes: Vec<(&RevenueForecast, ForecastDay)> =
        parts.iter().filter_map(|part| Some((part, part.whole()?))).collect();
    let has_before = wholes.iter().any(|(_, whole)| whole.before.is_some());
    let columns = Columns { levels: total.levels.get(..1).unwrap_or_default(), has_before, output };
    let mut header = vec![(words.text(&format!("column-{level}")), Align::Left)];
    header.extend(columns.header());
    // Groups whose past does not allow the model are forecast by another one.
    let differ = parts.iter().any(|part| part.model != total.model);
    if differ {
        header.push((words.text("column-model"), Align::Left));
    }
    let formats = output.formats();
    let rows = wholes.iter().map(|(part, whole)| {
        let name = asked::name(level, Some(&part.target.group), false, output);
        let model = differ.then(|| part.model.clone());
        [name].into_iter().chain(columns.cells(whole, formats.money(whole.mean))).chain(model).collect()
    });
    let last = [words.text("total")].into_iter().chain(columns.cells(&whole, formats.money(whole.mean)));
    let last = last.chain(differ.then(|| total.model.clone())).collect();
    output.print("");
    output.print(&table(&header, rows.chain([last])));
}

fn has_before(days: &[ForecastDay]) -> bool {
    days.iter().any(|day| day.before.is_some())
}

/// What stands beside a day or a group.
struct Columns<'a> {
    levels: &'a [f64],
    /// Whether anything is known of the year before.
    has_before: bool,
    output: &'a Output,
}

impl Columns<'_> {
    fn header(&self) -> Vec<(String, Align)> {
        let (words, formats) = (self.output.words(), self.output.formats());
        let mut header = vec![(words.text("column-forecast"), Align::Right)];
        if self.has_before {
            header.push((words.text("column-year-before"), Align::Right));
            header.push((words.text("column-relative-change"), Align::Right));
        }
        header.extend(self.levels.iter().map(|level| {
            let level = formats.number(*level, usize::from(level.fract() != 0.0));
            (self.output.say("column-interval", &[("level", &level)]), Align::Right)
        }));
        header
    }

    /// A day or several together, whose mean is shown as `mean`.
    fn cells(&self, day: &ForecastDay, mean: String) -> Vec<String> {
        let mut cells = vec![mean];
        if self.has_before {
            cells.extend(self.before(day));
        }
        cells.extend(day.bounds.iter().take(self.levels.len()).map(|bounds| interval(*bounds, self.output)));
        cells
    }

    /// The year before and the change, with the number of days where not all have a match.
    fn before(&self, day: &ForecastDay) -> [String; 2] {
        let formats = self.output.formats();
        let Some(before) = day.before else { return Default::default() };
        let days = formats.number(before.days.into(), 0);
        let revenue = formats.units(before.revenue);
        let revenue = if before.days < day.days {
            self.output.say("year-before-of-days", &[("revenue", &revenue), ("days", &days)])
        } else {
            revenue
        };
        let change = YearBefore::change(&before).map(|change| formats.relative_change(change));
        [revenue, change.unwrap_or_default()]
    }
}

fn interval((lower, upper): (f64, f64), output: &Output) -> String {
    let units = |amount: f64| output.formats().units(amount);
    output.say("interval", &[("lower", &units(lower)), ("upper", &units(upper))])
}
