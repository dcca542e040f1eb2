//! Forecasts of daily revenue: of all sales, and of regions, stores and products that sum to them.

use std::ops::Range;

use comptoir_calendar::{Date, Grain, Period};
use comptoir_forecast::{Forecast, Hierarchy, Interval, Made, Model, forecast_all, reconcile};

use self::past::{Past, Pasts, WEEK, is_the_briefs};
use crate::{AnalysisError, Filter, Grouping, Sales};

mod anywhere;
mod backtests;
mod kept;
mod occasions;
mod past;
mod scores;
mod target;

pub use anywhere::calendar_anywhere;
pub use backtests::{RevenueBacktest, Rival, backtest_revenue};
pub use kept::{keep, kept_forecasts};
pub use scores::{ForecastScore, score_forecasts};
pub use target::ForecastTarget;

/// The levels that every forecast is kept with, in percent.
pub const LEVELS: [f64; 2] = [80.0, 95.0];

/// What is to be forecast, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The model.
    pub model: Model,
    /// The number of days.
    pub horizon: usize,
    /// The levels of the intervals, in percent.
    pub levels: Vec<f64>,
    /// With a grouping of products or places: the groups too, whose forecasts sum to the total.
    pub by: Option<Grouping>,
    /// Only the sales that pass them.
    pub filters: Vec<Filter>,
}

impl Default for Wanted {
    /// A week of all sales by the model that suits them.
    fn default() -> Self {
        Self { model: Model::Auto, horizon: WEEK, levels: LEVELS.to_vec(), by: None, filters: vec![] }
    }
}

/// One day of a forecast, or several together, in euros.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastDay {
    /// The day; of several the first.
    pub day: Date,
    /// How many days it is.
    pub days: u32,
    /// The revenue expected.
    pub mean: f64,
    /// The lower and the upper bound for each of the forecast's levels, in their order.
    pub bounds: Vec<(f64, f64)>,
}

/// A forecast of daily revenue.
#[derive(Clone, Debug, PartialEq)]
pub struct RevenueForecast {
    /// Its number, once it is kept.
    pub id: Option<i64>,
    /// The model, such as `auto` or `arima(5,1,0)`.
    pub model: String,
    /// What is forecast.
    pub target: ForecastTarget,
    /// The last day that the model has seen.
    pub last_day: Date,
    /// The version of the data it was made from.
    pub data_version: i64,
    /// When it was made: ISO 8601, UTC; empty until it is kept.
    pub made_at: String,
    /// The levels of the bounds, in percent: those asked for.
    pub levels: Vec<f64>,
    /// How far the errors of its days go together, from 0 to 1.
    pub agreement: f64,
    /// The days after `last_day`, in order.
    pub days: Vec<ForecastDay>,
}

/// Forecasts the days after the last one that every store has told completely: the total first, then the groups.
///
/// The brief's ARIMA sees the days that have sales, one after the other, and forecasts from the last of them. All other
/// models see a closed day as zero and know which days will be closed, what the calendar says of each day, and that a
/// day not told is no zero. The groups of the brief's model are brought to sum to its total, which stays as it is; with
/// any other model all give way as far as they are uncertain. A group whose past does not allow the model is forecast by `auto`. Unless a past day was
/// below zero, no forecast and no bound is. `report` is told how many of how many series are done.
///
/// # Errors
/// When there are no sales, or too few days for the model.
pub fn forecast_revenue(
    sales: &Sales<'_>,
    wanted: &Wanted,
    report: impl Fn(usize, usize) + Sync,
) -> Result<Vec<RevenueForecast>, AnalysisError> {
    let available = sales.available()?.ok_or(AnalysisError::NoSales)?;
    if let Some(by) = wanted.by.filter(|by| by.is_of_time()) {
        return Err(AnalysisError::NotForecastBy(by));
    }
    let pasts = Pasts::of(sales, &wanted.filters, wanted.by)?;
    let complete = pasts.complete().ok_or(AnalysisError::NoSales)?;
    let last = if is_the_briefs(&wanted.model) { available.last() } else { complete.last() };
    let (mut targets, mut known): (Vec<ForecastTarget>, Vec<Past>) = (vec![], vec![]);
    for (place, target) in pasts.targets.iter().enumerate() {
        if let Some(past) = pasts.up_to(place, last, wanted.horizon)? {
            targets.push(target.clone());
            known.push(past);
        }
    }
    let mut made = made(wanted, &known, &report)?;
    if is_the_briefs(&wanted.model)
        && let Some((_, total)) = made.first_mut()
    {
        // The figure that the brief asks for stands: the groups give way.
        total.forecast.standard_error.fill(0.0);
    }
    agree(&mut made, known.iter().map(Past::floor).fold(0.0, f64::min));
    let data_version = sales.data_version();
    let forecasts = targets.into_iter().zip(made).map(|(target, (model, made))| RevenueForecast {
        id: None,
        model,
        target,
        last_day: last,
        data_version,
        made_at: String::new(),
        levels: wanted.levels.clone(),
        agreement: made.agreement,
        days: days(last, &made.forecast),
    });
    Ok(forecasts.collect())
}

/// The forecasts of some pasts, with the names of the models that made them.
fn made(
    wanted: &Wanted,
    pasts: &[Past],
    report: &(impl Fn(usize, usize) + Sync),
) -> Result<Vec<(String, Made)>, AnalysisError> {
    // The kept levels are made as well, after those asked for.
    let levels: Vec<f64> = [wanted.levels.as_slice(), &LEVELS].concat();
    let horizon = wanted.horizon;
    let all = |model: &Model, pasts: &[&Past]| {
        let fit = |past: &&Past| past.fit(model, horizon);
        let mut made = forecast_all(pasts, horizon, &levels, fit, |done| report(done, pasts.len()));
        for (made, past) in made.iter_mut().zip(pasts) {
            if let Ok(made) = made {
                made.forecast.keep_above(past.floor());
            }
        }
        made
    };
    let mut made = all(&wanted.model, &pasts.iter().collect::<Vec<_>>()).into_iter();
    // Whoever asks for a model of all sales is told why it cannot be.
    let total = made.next().ok_or(AnalysisError::NoSales)??;
    let mut named = vec![(wanted.model.to_string(), total)];
    for (made, past) in made.zip(&pasts[1..]) {
        if let Ok(made) = made {
            named.push((wanted.model.to_string(), made));
        } else {
            let auto = all(&Model::Auto, &[past]).pop().ok_or(AnalysisError::NoSales)??;
            named.push((Model::Auto.to_string(), auto));
        }
    }
    Ok(named)
}

/// Brings the forecasts of the groups to sum to the first one, the total.
fn agree(made: &mut [(String, Made)], floor: f64) {
    let mut forecasts: Vec<Forecast> = made.iter().map(|(_, made)| made.forecast.clone()).collect();
    if forecasts.len() < 2 {
        return;
    }
    let mut parts = forecasts.split_off(1);
    let hierarchy = Hierarchy { parts: parts.len(), groups: vec![(0..parts.len()).collect()] };
    reconcile(&hierarchy, &mut forecasts, &mut parts, floor);
    for ((_, made), forecast) in made.iter_mut().zip(forecasts.into_iter().chain(parts)) {
        made.forecast = forecast;
    }
}

fn days(last: Date, forecast: &Forecast) -> Vec<ForecastDay> {
    let days = Period::new(last, Date::MAX).into_iter().flat_map(Period::days).skip(1);
    let day = |(at, day): (usize, Date)| {
        let bounds = forecast.intervals.iter().map(|interval| (interval.lower[at], interval.upper[at]));
        ForecastDay { day, days: 1, mean: forecast.mean[at], bounds: bounds.collect() }
    };
    days.take(forecast.mean.len()).enumerate().map(day).collect()
}

impl RevenueForecast {
    /// The forecast by weeks, months, …: their days' sums. The first and the last have the days forecast alone.
    #[must_use]
    pub fn by(&self, grain: Grain) -> Self {
        let mut groups: Vec<Range<usize>> = vec![];
        for (at, day) in self.days.iter().enumerate() {
            match groups.last_mut() {
                Some(group) if grain.period_of(self.days[group.start].day).contains(day.day) => {
                    group.end = at + 1;
                }
                _ => groups.push(at..at + 1),
            }
        }
        Self { days: self.summed(&groups), ..self.clone() }
    }

    /// All days together; `None` without days.
    pub fn whole(&self) -> Option<ForecastDay> {
        self.summed(std::slice::from_ref(&(0..self.days.len()))).pop().filter(|whole| whole.days > 0)
    }

    /// The sums of groups of days, none of them empty.
    fn summed(&self, groups: &[Range<usize>]) -> Vec<ForecastDay> {
        let bounds = |of: fn((f64, f64)) -> f64, level: usize| -> Vec<f64> {
            self.days.iter().map(|day| day.bounds.get(level).copied().map_or(day.mean, of)).collect()
        };
        let count = self.days.first().map_or(0, |day| day.bounds.len());
        let intervals = (0..count).map(|level| Interval {
            level: self.levels.get(level).copied().unwrap_or_default(),
            lower: bounds(|(lower, _)| lower, level),
            upper: bounds(|(_, upper)| upper, level),
        });
        let daily = Forecast {
            mean: self.days.iter().map(|day| day.mean).collect(),
            standard_error: vec![],
            intervals: intervals.collect(),
        };
        let summed = daily.summed(groups, self.agreement);
        let sum = |(at, group): (usize, &Range<usize>)| {
            let bounds = summed.intervals.iter().map(|interval| (interval.lower[at], interval.upper[at]));
            Some(ForecastDay {
                day: self.days.get(group.start)?.day,
                days: group.len() as u32,
                mean: summed.mean[at],
                bounds: bounds.collect(),
            })
        };
        groups.iter().enumerate().filter_map(sum).collect()
    }
}
