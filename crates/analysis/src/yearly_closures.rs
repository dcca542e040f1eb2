//! The days on which a shop of any place rests each year: those of a date, those that move with Easter, and weeks off.

use std::collections::BTreeMap;

use comptoir_calendar::{Date, easter};

use crate::rest_days::MOST_REST;

/// Days of a week.
const WEEK: usize = 7;
/// A weekday of which a larger part is without sales is closed by itself.
const OPEN_WEEKDAY: f64 = 0.5;
/// Where a larger part of the days of open weekdays is without sales, a zero is a day on which nothing was sold, and no
/// closure.
const MOST_CLOSURES: f64 = 0.1;
/// From Carnival Monday to Corpus Christi: the days that move with Easter.
const AROUND_EASTER: std::ops::RangeInclusive<i32> = -48..=60;
/// Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday and Monday, Corpus Christi: days after Easter Sunday.
const EASTER_HOLIDAYS: [i32; 7] = [-2, 0, 1, 39, 49, 50, 60];
/// Holidays of many countries that have a date: the New Year, Epiphany, Labour Day, Assumption, All Saints, Christmas and
/// the day after it.
const DATED_HOLIDAYS: [(i8, i8); 7] = [(1, 1), (1, 6), (5, 1), (8, 15), (11, 1), (12, 25), (12, 26)];
/// A closure on a day of no such name may be an accident: it comes again once it has.
const FEWEST_TO_TELL: usize = 2;

/// What makes a day the same as one of another year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    /// Its month and day.
    Dated(i8, i8),
    /// The days since Easter Sunday.
    Easter(i32),
    /// Its week of ISO 8601 and its weekday: shops take the same weeks off.
    Week(i8, i8),
}

impl Name {
    fn all(day: Date) -> impl Iterator<Item = Self> {
        let since = easter(day.year()).map(|easter| (day - easter).get_days());
        let moving = since.filter(|since| AROUND_EASTER.contains(since)).map(Self::Easter);
        let week = day.iso_week_date();
        let of_week = Self::Week(week.week(), week.weekday().to_monday_one_offset());
        [Self::Dated(day.month(), day.day()), of_week].into_iter().chain(moving)
    }

    fn is_holiday(self) -> bool {
        match self {
            Self::Dated(month, day) => DATED_HOLIDAYS.contains(&(month, day)),
            Self::Easter(since) => EASTER_HOLIDAYS.contains(&since),
            Self::Week(..) => false,
        }
    }
}

/// What a past says of the days on which a shop rests although their weekday is open.
pub(crate) struct YearlyClosures {
    /// The days closed out of turn, as their names were from year to year.
    seen: BTreeMap<Name, Vec<bool>>,
    /// For each day of the past: whether it was closed although its weekday is open.
    pub(crate) past: Vec<bool>,
}

impl YearlyClosures {
    pub(crate) fn of(days: &[Date], past: &[f64]) -> Self {
        let mut weekdays = [(0.0, 0.0); WEEK];
        for (place, value) in past.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let (zeros, count) = &mut weekdays[place % WEEK];
            *zeros += f64::from(*value == 0.0);
            *count += 1.0;
        }
        let is_open = |place: usize| weekdays[place % WEEK].0 <= OPEN_WEEKDAY * weekdays[place % WEEK].1;
        let open = weekdays.iter().enumerate().filter(|(place, _)| is_open(*place)).map(|(_, sums)| sums);
        let (zeros, count) =
            open.fold((0.0, 0.0), |(zeros, count), (more, others)| (zeros + more, count + others));
        let are_closures = zeros <= MOST_CLOSURES * count;
        let is_closed = |place: usize, value: f64| are_closures && value == 0.0 && is_open(place);
        let closed: Vec<bool> =
            past.iter().enumerate().map(|(place, value)| is_closed(place, *value)).collect();
        let days_off = days_off(past);
        let mut seen: BTreeMap<Name, Vec<bool>> = BTreeMap::new();
        for (place, (day, value)) in days.iter().zip(past).enumerate() {
            // What sold little for months, or nothing at all, says nothing of a single day.
            if value.is_nan() || !are_closures || !is_open(place) {
                continue;
            }
            // Weeks off say nothing of a holiday among them.
            let is_off = days_off[place] >= WEEK;
            let said = Name::all(*day).filter(|name| !is_off || matches!(name, Name::Week(..)));
            said.for_each(|name| seen.entry(name).or_default().push(closed[place]));
        }
        Self { seen, past: closed }
    }

    /// How likely a day to come is closed, as far as it is known by its names; on one on which most shops rest, as they do
    /// until one of its name was seen.
    pub(crate) fn chance(&self, day: Date, is_rest: bool) -> f64 {
        let seen = |name: Name| self.seen.get(&name).map_or(&[][..], Vec::as_slice);
        let is_closed = |name: Name| {
            let fewest = if name.is_holiday() { 1 } else { FEWEST_TO_TELL };
            let seen = seen(name);
            seen.len() >= fewest && seen[seen.len() - fewest..].iter().all(|closed| *closed)
        };
        let is_unseen = seen(Name::Dated(day.month(), day.day())).is_empty();
        if Name::all(day).any(is_closed) {
            1.0
        } else if is_rest && is_unseen {
            MOST_REST
        } else {
            0.0
        }
    }
}

/// For each day of a past: how many days without sales it is one of, one after the other.
fn days_off(past: &[f64]) -> Vec<usize> {
    let mut lengths = vec![0; past.len()];
    for run in past
        .iter()
        .enumerate()
        .collect::<Vec<_>>()
        .chunk_by(|(_, one), (_, next)| **one == 0.0 && **next == 0.0)
    {
        if let [(first, value), ..] = run
            && **value == 0.0
        {
            lengths[*first..first + run.len()].fill(run.len());
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::Period;

    use super::*;

    fn chances(first: &str, past: &[f64], ahead: &[&str]) -> Vec<f64> {
        let days: Vec<Date> = Period::starting_on(first.parse().unwrap(), past.len() as u32).days().collect();
        let closures = YearlyClosures::of(&days, past);
        ahead.iter().map(|day| closures.chance(day.parse().unwrap(), false)).collect()
    }

    /// A shop that sells on all days but some.
    fn shop(first: &str, days: usize, closed: &[&str]) -> Vec<f64> {
        let closed: Vec<Date> = closed.iter().map(|day| day.parse().unwrap()).collect();
        let period = Period::starting_on(first.parse().unwrap(), days as u32);
        period.days().map(|day| if closed.contains(&day) { 0.0 } else { 100.0 }).collect()
    }

    #[test]
    fn good_friday_moves_and_stays_closed() {
        let past = shop("2013-01-01", 790, &["2013-03-29", "2014-04-18"]);
        let ahead = ["2015-03-29", "2015-04-03", "2015-04-18"];
        assert_eq!(chances("2013-01-01", &past, &ahead), [0.0, 1.0, 0.0]);
        let once = shop("2014-01-01", 400, &["2014-04-18"]);
        assert_eq!(chances("2014-01-01", &once, &ahead), [0.0, 1.0, 0.0]);
    }

    #[test]
    fn a_closed_day_without_a_name_comes_again_once_it_has() {
        let ahead = ["2015-10-03"];
        let once = shop("2013-01-01", 400, &["2013-10-03"]);
        assert_eq!(chances("2013-01-01", &once, &ahead), [0.0]);
        let twice = shop("2013-01-01", 790, &["2013-10-03", "2014-10-03"]);
        assert_eq!(chances("2013-01-01", &twice, &ahead), [1.0]);
        let no_more = shop("2013-01-01", 790, &["2013-10-03"]);
        assert_eq!(chances("2013-01-01", &no_more, &ahead), [0.0]);
    }

    #[test]
    fn weeks_off_come_again_once_they_have() {
        // The weeks 32 and 33 of both years.
        let off = |first: &str| Period::starting_on(first.parse().unwrap(), 14);
        let days: Vec<String> = ["2022-08-08", "2023-08-07"]
            .into_iter()
            .flat_map(|first| off(first).days())
            .map(|day| day.to_string())
            .collect();
        let closed: Vec<&str> = days.iter().map(String::as_str).collect();
        let ahead = ["2024-08-04", "2024-08-10", "2024-08-15", "2024-08-26"];
        assert_eq!(chances("2022-01-01", &shop("2022-01-01", 730, &closed), &ahead), [0.0, 1.0, 1.0, 0.0]);
        let once = chances("2022-01-01", &shop("2022-01-01", 500, &closed[..14]), &ahead[1..2]);
        assert_eq!(once, [0.0]);
    }

    #[test]
    fn easter_within_weeks_off_is_no_holiday() {
        // Closed from 17 March to 10 May 2020.
        let closed: Vec<String> = Period::starting_on("2020-03-17".parse().unwrap(), 55)
            .days()
            .map(|day| day.to_string())
            .collect();
        let closed: Vec<&str> = closed.iter().map(String::as_str).collect();
        let past = shop("2019-01-01", 790, &closed);
        assert_eq!(chances("2019-01-01", &past, &["2021-04-02", "2021-04-05", "2021-05-01"]), [0.0; 3]);
    }

    #[test]
    fn a_product_that_sells_rarely_has_no_closures() {
        let rarely: Vec<f64> = (0..790).map(|day| if day % 5 == 0 { 1.0 } else { 0.0 }).collect();
        let ahead = ["2015-03-29", "2015-04-03", "2015-05-01"];
        assert_eq!(chances("2013-01-01", &rarely, &ahead), [0.0; 3]);
    }

    #[test]
    fn a_holiday_on_a_closed_weekday_says_nothing() {
        // 1 May 2016 is a Sunday, on which the shop is closed anyway.
        let mut past = shop("2015-01-01", 600, &["2015-05-01"]);
        past.iter_mut().skip(3).step_by(7).for_each(|value| *value = 0.0);
        assert_eq!(chances("2015-01-01", &past, &["2017-05-01"]), [1.0]);
    }
}
