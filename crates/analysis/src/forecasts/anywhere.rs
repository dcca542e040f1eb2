//! What comes every year and every month wherever a shop stands, as columns of numbers: Christmas, and pay days.

use std::{f64::consts::TAU, sync::Arc};

use comptoir_calendar::{Date, Period};
use comptoir_forecast::{Belief, Calendar, ForecastError, Regressors};

use crate::rest_days::{MOST_REST, most_rest_anywhere};

/// The last day before Christmas. French shops together sell a fifth more in December than in November (Insee Focus 170,
/// 2019, figure 1: 135.2 for 112.1), as much as a rise to this makes; some next to nothing more, and some make a fifth of
/// their year then, which is twice the effect and more.
const BEFORE_CHRISTMAS: Belief = Belief { effect: 0.5, deviation: 0.4, is_yearly: true };
/// The days after it. The 26th is among the ten best days of American shops (`ShopperTrak`, for 2011), while others rest
/// until the New Year.
const AFTER_CHRISTMAS: Belief = Belief { effect: 0.2, deviation: 0.3, is_yearly: true };
/// Between the days after pay day and those before it. Nobody knows beforehand which shops it moves, and by much it
/// never is.
const PAY_DAYS: Belief = Belief { effect: 0.0, deviation: 0.04, is_yearly: false };
/// A rhythm of the month is not to be told from a change of level before it has come round four times.
const DAYS_TO_TELL_MONTHS: u32 = 120;

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
        .with_belief("before-christmas", column(before_christmas), BEFORE_CHRISTMAS)?
        .with_belief("after-christmas", column(after_christmas), AFTER_CHRISTMAS)?;
    if past < DAYS_TO_TELL_MONTHS {
        return Ok(regressors);
    }
    regressors.with_belief("start-of-month", column(|day| turn_of_month(day).cos()), PAY_DAYS)?.with_belief(
        "second-week-of-month",
        column(|day| turn_of_month(day).sin()),
        PAY_DAYS,
    )
}

/// What is known of the days of a series that may be of any place, from its first day on, and of so many after its last.
///
/// # Errors
/// None that these numbers could have.
pub fn calendar_anywhere(first: Date, past: &[f64], horizon: u32) -> Result<Calendar, ForecastError> {
    let told = u32::try_from(past.len()).unwrap_or(u32::MAX);
    let period = Period::starting_on(first, told.saturating_add(horizon));
    let regressors = with_anywhere(Regressors::none(), period, told)?;
    let days: Vec<Date> = period.days().collect();
    let ahead = days.iter().skip(past.len());
    let closed =
        ahead.map(|day| if most_rest_anywhere(*day) { chance_closed(*day, &days, past) } else { 0.0 });
    let closed = vec![0.0; past.len()].into_iter().chain(closed).collect();
    Ok(Calendar { closed, regressors, days_of_year: days_of_year(period) })
}

/// The day of the year of each day of a period, see [`Calendar::days_of_year`].
pub(super) fn days_of_year(period: Period) -> Arc<[u16]> {
    let day = |date: Date| {
        let is_after_leap_day = date.in_leap_year() && date.day_of_year() > LEAP_DAY;
        (date.day_of_year() - 1 - i16::from(is_after_leap_day)) as u16
    };
    period.days().map(|date| day(date).min(364)).collect()
}

/// How likely a shop rests on a day on which most do: as on the last of its name.
fn chance_closed(day: Date, days: &[Date], past: &[f64]) -> f64 {
    let is_of_name = |other: Date| (other.month(), other.day()) == (day.month(), day.day());
    let same = days.iter().zip(past).rev().find(|(other, value)| is_of_name(**other) && !value.is_nan());
    same.map_or(MOST_REST, |(_, value)| f64::from(*value == 0.0))
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
            let calendar = calendar_anywhere(first, past, 400).unwrap();
            let chance = |day: &&str| {
                let place = Period::between(first, day.parse().unwrap()).len() - 1;
                calendar.closed[place as usize]
            };
            ahead.iter().map(chance).collect()
        };
        let ahead = ["2024-12-24", "2024-12-25", "2025-01-01", "2025-05-01"];
        assert_eq!(chances("2024-11-01", &[1.0; 30], &ahead), [0.0, MOST_REST, MOST_REST, 0.0]);
        // The first Christmas was open, and nobody has told of the New Year after it.
        let mut past = [1.0; 100];
        past[92] = f64::NAN;
        assert_eq!(chances("2023-10-01", &past, &ahead[1..3]), [0.0, MOST_REST]);
        past[85] = 0.0;
        assert_eq!(chances("2023-10-01", &past, &ahead[1..3]), [1.0, MOST_REST]);
    }

    #[test]
    fn months_have_a_rhythm_after_four_of_them() {
        let names = |past: usize| {
            let calendar = calendar_anywhere("2024-01-01".parse().unwrap(), &vec![1.0; past], 7).unwrap();
            calendar.regressors.names().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names(119), ["before-christmas", "after-christmas"]);
        assert_eq!(names(120)[2..], ["start-of-month", "second-week-of-month"]);
    }
}
