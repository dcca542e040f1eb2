//! What was sold a year before the days that are forecast.

use std::collections::BTreeMap;

use comptoir_calendar::{Date, Period};

use super::past::Pasts;
use super::{ForecastDay, RevenueForecast};
use crate::{AnalysisError, Filter, Sales};

/// The same weekday of the year before lies so many days back.
const YEAR: u32 = 364;

/// What was sold on the same weekdays of the year before, on those days of a forecast that have such a day in the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct YearBefore {
    /// The first of the days of the year before.
    pub day: Date,
    /// How many days they are.
    pub days: u32,
    /// Their revenue.
    pub revenue: f64,
    /// The forecast of the days that they are compared with.
    pub now: f64,
}

impl YearBefore {
    /// The change from the year before; `None` where nothing was sold.
    pub fn change(&self) -> Option<f64> {
        (self.revenue > 0.0).then(|| self.now / self.revenue - 1.0)
    }

    /// That of several days together; `None` where none has any.
    pub(super) fn of_all(days: &[ForecastDay]) -> Option<Self> {
        let with = |sum: Self, before: &Self| Self {
            days: sum.days + before.days,
            revenue: sum.revenue + before.revenue,
            now: sum.now + before.now,
            ..sum
        };
        let mut known = days.iter().filter_map(|day| day.before.as_ref());
        known.next().map(|first| known.fold(*first, with))
    }
}

/// Sets forecasts of the sales that pass the filters, or of groups of them, beside the year before.
///
/// # Errors
/// What the database says.
pub fn set_beside_year_before(
    sales: &Sales<'_>,
    filters: &[Filter],
    forecasts: &mut [RevenueForecast],
) -> Result<(), AnalysisError> {
    let mut by_level: BTreeMap<&str, Pasts> = BTreeMap::new();
    for forecast in forecasts.iter_mut() {
        let level = forecast.target.level_name();
        if !by_level.contains_key(level) {
            by_level.insert(level, Pasts::of(sales, filters, forecast.target.level)?);
        }
        if let Some(pasts) = by_level.get(level) {
            set_beside(forecast, pasts);
        }
    }
    Ok(())
}

fn set_beside(forecast: &mut RevenueForecast, pasts: &Pasts) {
    let known = pasts.place_of(&forecast.target).and_then(|place| Some((place, pasts.known_days_of(place)?)));
    let Some((place, known)) = known else { return };
    let base = |day: Date| Period::ending_on(day, YEAR + 1).first();
    let ends = forecast.days.first().zip(forecast.days.last());
    let Some(span) =
        ends.and_then(|(first, last)| known.intersection(Period::between(base(first.day), base(last.day))))
    else {
        return;
    };
    let actual: BTreeMap<Date, f64> = span.days().zip(pasts.actual(place, span)).collect();
    for day in &mut forecast.days {
        let before = base(day.day);
        let revenue = actual.get(&before).copied().filter(|revenue| !revenue.is_nan());
        day.before = revenue.map(|revenue| YearBefore { day: before, days: 1, revenue, now: day.mean });
    }
}
