//! Forecasts of daily revenue: of all sales, and of regions, stores and products that sum to them.

use std::ops::Range;

use comptoir_calendar::{Date, Grain};
use comptoir_forecast::{Forecast, Interval, Model};

use self::past::WEEK;
use crate::{Filter, Grouping};

mod absence;
mod agreement;
mod backtests;
mod generic_calendar;
mod kept;
mod making;
mod occasions;
mod past;
mod run;
mod scores;
mod target;
mod year_before;

pub use backtests::{Candidate, RevenueBacktest, backtest_revenue};
pub use generic_calendar::calendar_anywhere;
pub use kept::{Kept, kept_forecasts};
pub use making::forecast_revenue;
pub use run::make_forecasts;
pub use scores::{ForecastScore, score_forecasts};
pub use target::ForecastTarget;
pub use year_before::{YearBefore, set_beside_year_before};

/// The levels that every forecast is kept with, in percent.
pub const LEVELS: [f64; 2] = [80.0, 95.0];

/// The decimals of most currencies.
const CENTS: i32 = 2;

/// The options of a forecast.
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
    /// The decimals of the currency: amounts have no more, and parts sum to their total in them.
    pub decimals: i32,
    /// The most numbers that may be made: a mean and two bounds a level, by the days of all series.
    pub most_numbers: usize,
}

impl Default for Wanted {
    /// A week of all sales by the model that suits them.
    fn default() -> Self {
        Self {
            model: Model::Auto,
            horizon: WEEK,
            levels: LEVELS.to_vec(),
            by: None,
            filters: vec![],
            decimals: CENTS,
            most_numbers: usize::MAX,
        }
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
    /// What was sold a year before, once it is asked for; `None` where that is not known.
    pub before: Option<YearBefore>,
}

/// A forecast of daily revenue.
#[derive(Clone, Debug, PartialEq)]
pub struct RevenueForecast {
    /// Its number, once it is kept.
    pub id: Option<i64>,
    /// Of a part, the number of the forecast of the total that it and the other parts sum to, once it is kept. A
    /// total has its own where it was made for its parts alone, and is not the forecast that stands.
    pub total_id: Option<i64>,
    /// The model, such as `auto` or `arima(5,1,0)`.
    pub model: String,
    /// The target of the forecast.
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
    pub error_correlation: f64,
    /// The days after `last_day`, in order.
    pub days: Vec<ForecastDay>,
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

    /// Its first days.
    #[must_use]
    pub fn first(mut self, days: usize) -> Self {
        self.days.truncate(days);
        self
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
        let summed = daily.summed(groups, self.error_correlation);
        let sum = |(at, group): (usize, &Range<usize>)| {
            let bounds = summed.intervals.iter().map(|interval| (interval.lower[at], interval.upper[at]));
            Some(ForecastDay {
                day: self.days.get(group.start)?.day,
                days: group.len() as u32,
                mean: summed.mean[at],
                bounds: bounds.collect(),
                before: YearBefore::of_all(self.days.get(group.clone())?),
            })
        };
        groups.iter().enumerate().filter_map(sum).collect()
    }
}
