//! What comes every year and every month wherever a shop stands, as columns of numbers: Christmas, and pay days.

use std::{f64::consts::TAU, sync::Arc};

use comptoir_calendar::{Date, Period, Territory, holiday_on};
use comptoir_forecast::{Calendar, ForecastError, Prior, Regressors};

use super::occasions::regressors;
use crate::{
    rest_days::{most_rest_anywhere, most_rest_on},
    yearly_closures::YearlyClosures,
};

/// The last day before Christmas. French shops together sell a fifth more in December than in November (Insee Focus
/// 170, 2019, figure 1: 135.2 for 112.1), as much as a rise to this makes; some next to nothing more, and some make a
/// fifth of their year then, which is twice the effect and more.
const BEFORE_CHRISTMAS: Prior = Prior { effect: 0.5, deviation: 0.4, is_yearly: true };
/// The days after it. The 26th is among the ten best days of American shops (`ShopperTrak`, for 2011), while others
/// rest until the New Year.
const AFTER_CHRISTMAS: Prior = Prior { effect: 0.2, deviation: 0.3, is_yearly: true };
/// Between the days after pay day and those before it. It is unknown beforehand which shops it moves, and by much it
/// never is.
const PAY_DAYS: Prior = Prior { effect: 0.0, deviation: 0.04, is_yearly: false };
/// A rhythm of the month cannot be distinguished from a change of level before it has come round four times.
const DAYS_TO_TELL_MONTHS: u32 = 120;
/// Before a year and four weeks the only closures known may be those of Christmas and the New Year, of whose eves
/// something is believed already.
const DAYS_TO_TELL_CLOSURES: u32 = 392;

/// 28 February, counted from 1 on 1 January: in a leap year the days after it come a day later.
const LEAP_DAY: i16 = 59;

/// Adds the columns of the days of a period, of which so many are past.
pub(super) fn with_anywhere(
    regressors: Regressors,
    period: Period,
    past: u32,
) -> Result<Regressors, ForecastError> {
    let column = |of: fn(Date) -> f64| period.days().map(of).collect();
    let regressors = regressors
        .with_prior("before-christmas", column(before_christmas), BEFORE_CHRISTMAS)?
        .with_prior("after-christmas", column(after_christmas), AFTER_CHRISTMAS)?;
    if past < DAYS_TO_TELL_MONTHS {
        return Ok(regressors);
    }
    regressors.with_prior("start-of-month", column(|day| turn_of_month(day).cos()), PAY_DAYS)?.with_prior(
        "second-week-of-month",
        column(|day| turn_of_month(day).sin()),
        PAY_DAYS,
    )
}

/// What is known of the days of a series that is of no shop of the database, from its first day on, and of so many
/// after its last: closures that come again each year, the days before and after them, and the occasions of a part of
/// France.
///
/// # Errors
/// None that these numbers could have.
pub fn calendar_anywhere(
    first: Date,
    past: &[f64],
    horizon: u32,
    territory: Option<Territory>,
) -> Result<Calendar, ForecastError> {
    let known = u32::try_from(past.len()).unwrap_or(u32::MAX);
    let period = Period::starting_on(first, known.saturating_add(horizon));
    let days: Vec<Date> = period.days().collect();
    let closures = YearlyClosures::of(&days, past);
    let of_place = |day: Date| territory.and_then(|territory| holiday_on(day, territory));
    let is_rest = |day: Date| most_rest_anywhere(day) || of_place(day).is_some_and(most_rest_on);
    let ahead = days.iter().skip(past.len()).map(|day| closures.chance(*day, is_rest(*day)));
    let closed: Vec<f64> = vec![0.0; past.len()].into_iter().chain(ahead).collect();
    let regressors = match territory {
        Some(_) => regressors(period, known, (territory, None))?,
        None if known < DAYS_TO_TELL_CLOSURES => with_anywhere(Regressors::none(), period, known)?,
        None => with_anywhere(beside_closures(&closures, &closed)?, period, known)?,
    };
    Ok(Calendar { closed, regressors, days_of_year: days_of_year(period) })
}

/// The open days before and after those that are closed out of turn.
fn beside_closures(closures: &YearlyClosures, closed: &[f64]) -> Result<Regressors, ForecastError> {
    let past = closures.past.iter().map(|is_closed| f64::from(*is_closed));
    let rest: Vec<f64> = past.chain(closed.iter().skip(closures.past.len()).copied()).collect();
    let at = |day: Option<usize>| day.and_then(|day| rest.get(day)).copied().unwrap_or_default();
    let column = |other: fn(usize) -> Option<usize>| {
        (0..rest.len()).map(|day| (1.0 - rest[day]) * at(other(day))).collect()
    };
    Regressors::none()
        .with("day-before-closure", column(|day| day.checked_add(1)))?
        .with("day-after-closure", column(|day| day.checked_sub(1)))
}

/// The day of the year of each day of a period, see [`Calendar::days_of_year`].
pub(super) fn days_of_year(period: Period) -> Arc<[u16]> {
    let day = |date: Date| {
        let is_after_leap_day = date.in_leap_year() && date.day_of_year() > LEAP_DAY;
        (date.day_of_year() - 1 - i16::from(is_after_leap_day)) as u16
    };
    period.days().map(|date| day(date).min(364)).collect()
}

/// Growing from the first of December, most of it in the last week.
fn before_christmas(date: Date) -> f64 {
    match (date.month(), date.day()) {
        (12, day @ 1..=24) => (f64::from(day) / 24.0).powi(2),
        _ => 0.0,
    }
}

/// Until the New Year, then less each day of its first week.
fn after_christmas(date: Date) -> f64 {
    match (date.month(), date.day()) {
        (12, 26..) => 1.0,
        (1, day @ 1..=7) => 1.0 - f64::from(day) / 8.0,
        _ => 0.0,
    }
}

/// The angle of a day in its month, zero on the first.
fn turn_of_month(date: Date) -> f64 {
    TAU * f64::from(date.day() - 1) / f64::from(date.days_in_month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest_days::MOST_REST;

    #[test]
    fn christmas_grows_until_its_eve_and_fades_in_january() {
        let on = |date: &str| {
            let date: Date = date.parse().unwrap();
            (before_christmas(date), after_christmas(date))
        };
        assert_eq!(on("2024-12-12"), (0.25, 0.0));
        assert_eq!(on("2024-12-24"), (1.0, 0.0));
        assert_eq!(on("2024-12-25"), (0.0, 0.0));
        assert_eq!(on("2024-12-31"), (0.0, 1.0));
        assert_eq!(on("2025-01-04"), (0.0, 0.5));
        assert_eq!(on("2025-01-08"), (0.0, 0.0));
    }

    #[test]
    fn christmas_and_the_new_year_are_probably_closed_until_one_has_been_seen() {
        let chances = |first: &str, past: &[f64], ahead: &[&str]| -> Vec<f64> {
            let first: Date = first.parse().unwrap();
            let calendar = calendar_anywhere(first, past, 400, None).unwrap();
            let chance = |day: &&str| {
                let place = Period::between(first, day.parse().unwrap()).len() - 1;
                calendar.closed[place as usize]
            };
            ahead.iter().map(chance).collect()
        };
        let ahead = ["2024-12-24", "2024-12-25", "2025-01-01", "2025-05-01"];
        assert_eq!(chances("2024-11-01", &[1.0; 30], &ahead), [0.0, MOST_REST, MOST_REST, 0.0]);
        // The first Christmas was open, and the New Year after it is missing.
        let mut past = [1.0; 100];
        past[92] = f64::NAN;
        assert_eq!(chances("2023-10-01", &past, &ahead[1..3]), [0.0, MOST_REST]);
        past[85] = 0.0;
        assert_eq!(chances("2023-10-01", &past, &ahead[1..3]), [1.0, MOST_REST]);
    }

    #[test]
    fn months_have_a_rhythm_after_four_of_them() {
        let names = |past: usize| {
            let calendar =
                calendar_anywhere("2024-01-01".parse().unwrap(), &vec![1.0; past], 7, None).unwrap();
            calendar.regressors.names().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names(119), ["before-christmas", "after-christmas"]);
        assert_eq!(names(120)[2..], ["start-of-month", "second-week-of-month"]);
    }

    #[test]
    fn the_days_beside_closures_are_known_once_a_year_has_been_seen() {
        let mut past = vec![1.0; 800];
        // 8 February 2024.
        past[38] = 0.0;
        let calendar =
            |past: &[f64]| calendar_anywhere("2024-01-01".parse().unwrap(), past, 7, None).unwrap();
        let names = |past: &[f64]| calendar(past).regressors.names().map(str::to_owned).collect::<Vec<_>>();
        assert!(!names(&past[..391]).contains(&"day-before-closure".to_owned()));
        assert_eq!(names(&past)[..2], ["day-before-closure", "day-after-closure"]);
    }

    #[test]
    fn a_place_in_france_has_its_occasions_and_rests_on_labour_day() {
        let chance = |territory| {
            let calendar =
                calendar_anywhere("2024-04-01".parse().unwrap(), &[1.0; 29], 7, territory).unwrap();
            let is_known = calendar.regressors.names().any(|name| name == "soldes-summer");
            (calendar.closed[30], is_known)
        };
        assert_eq!(chance(Some(Territory::Metropolitan)), (MOST_REST, true));
        assert_eq!(chance(None), (0.0, false));
    }
}
