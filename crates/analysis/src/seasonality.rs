//! How revenue is spread over the week and over the year: indices, and the calendar of days to colour.
//!
//! The caller knows the days and which of them are closed; the page has the names of the indices.

use comptoir_calendar::{Date, Grain};

pub(crate) use daily_revenue::{DailyRevenue, median, weekday_of};

use self::months::month_indices;

mod daily_revenue;
mod months;

/// Fewer known days than these show no season.
const MINIMUM_DAYS: usize = 28;
/// With less than two of each month, a season and a chance event look the same.
const TWO_YEARS_IN_DAYS: usize = 730;

/// One day of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesDay {
    /// The day.
    pub day: Date,
    /// Its revenue in euros; `None` for a day that is closed or has not arrived. What is not finite counts as `None`.
    pub revenue: Option<f64>,
}

/// How a weekday or a month compares with the average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// Its level in parts of an average day: 1 is an average day, 1.3 is 30 % more.
    pub level: f64,
    /// The number of days that it was measured on; at least one.
    pub observations: usize,
}

/// The indices of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Seasonality {
    /// From Monday to Sunday; their mean is 1. `None` for a weekday that was never measured.
    pub weekdays: [Option<Index>; 7],
    /// From January to December, the weekdays taken out; their mean is 1. `None` for a month without days.
    pub months: [Option<Index>; 12],
    /// Whether the known days span fewer than two years, so that the months are no more than a hint, and growth is in
    /// them.
    pub is_tentative: bool,
}

/// The indices of these days, in order, each once; days left out count as unknown. `None` when fewer than 28 are known.
///
/// Weekdays are those of the classical multiplicative decomposition (Hyndman and Athanasopoulos, *Forecasting:
/// Principles and Practice*, 3rd edition, § 3.4): each day's ratio to the mean of the seven days around it, of which at
/// least four must be known. We differ in taking the median of a weekday's ratios, which one fair day does not move.
/// Months are the means of the days divided by their weekday's index; from two years on, of their ratios to the mean of
/// the 365 days around them, so that a shop that grows does not seem to have a better December than January for that.
pub fn seasonality(days: &[SeriesDay]) -> Option<Seasonality> {
    let revenue = DailyRevenue::of(days).filter(|revenue| revenue.known().count() >= MINIMUM_DAYS)?;
    let weekdays = weekday_indices(&revenue);
    let months = month_indices(&revenue, &weekdays);
    Some(Seasonality { weekdays, months, is_tentative: revenue.len() < TWO_YEARS_IN_DAYS })
}

fn weekday_indices(revenue: &DailyRevenue) -> [Option<Index>; 7] {
    let mut ratios: [Vec<f64>; 7] = Default::default();
    for (at, euros) in revenue.known() {
        if let Some(mean) = revenue.week_mean(at.saturating_sub(3), at + 3) {
            ratios[revenue.weekday(at)].push(euros / mean);
        }
    }
    normalised(
        ratios.map(|mut ratios| Some(Index { observations: ratios.len(), level: median(&mut ratios)? })),
    )
}

/// The same, scaled to a mean of 1; none at all where their mean is not above zero.
fn normalised<const N: usize>(indices: [Option<Index>; N]) -> [Option<Index>; N] {
    let known = indices.iter().flatten();
    let mean = known.clone().map(|index| index.level).sum::<f64>() / known.count() as f64;
    if mean > 0.0 {
        indices.map(|index| index.map(|index| Index { level: index.level / mean, ..index }))
    } else {
        [None; N]
    }
}

/// A week of the heat map.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatWeek {
    /// Its ISO 8601 name, as [`Grain::Week`] writes it: `2023-W48`.
    pub label: String,
    /// Revenue in euros from Monday to Sunday; `None` for a day that is closed, has not arrived or was not asked for.
    pub cells: [Option<f64>; 7],
}

/// Weeks by weekdays, to be coloured by revenue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatMap {
    /// Every week from the first day to the last, in order, also those without known days.
    pub weeks: Vec<HeatWeek>,
    /// The smallest cell in euros; `None` when no day is known.
    pub smallest: Option<f64>,
    /// The largest cell in euros; `None` when no day is known.
    pub largest: Option<f64>,
}

/// The heat map of these days, in order, each once.
pub fn heat_map(days: &[SeriesDay]) -> HeatMap {
    let Some(revenue) = DailyRevenue::of_all(days) else { return HeatMap::default() };
    let mut weeks: Vec<HeatWeek> = Vec::new();
    for (day, euros) in revenue.days() {
        let weekday = weekday_of(day);
        if weekday == 0 || weeks.is_empty() {
            weeks.push(HeatWeek { label: Grain::Week.label(day), cells: [None; 7] });
        }
        if let Some(week) = weeks.last_mut() {
            week.cells[weekday] = euros;
        }
    }
    let cells = || revenue.known().map(|(_, euros)| euros);
    HeatMap { smallest: cells().reduce(f64::min), largest: cells().reduce(f64::max), weeks }
}

#[cfg(test)]
mod tests {
    use comptoir_calendar::Period;
    use proptest::prelude::*;

    use super::*;

    /// 2023-01-02 is a Monday.
    const MONDAY: Date = Date::constant(2023, 1, 2);

    fn series(days: u32, revenue: impl Fn(Date) -> Option<f64>) -> Vec<SeriesDay> {
        Period::starting_on(MONDAY, days).days().map(|day| SeriesDay { day, revenue: revenue(day) }).collect()
    }

    fn level(index: Option<Index>) -> f64 {
        index.map_or(f64::NAN, |index| index.level)
    }

    #[test]
    fn a_saturday_that_sells_twice_as_much_has_twice_the_index_of_another_day() {
        let days = series(70, |day| Some(if weekday_of(day) == 5 { 200.0 } else { 100.0 }));
        let found = seasonality(&days).unwrap();
        assert!((level(found.weekdays[5]) - 14.0 / 8.0).abs() < 0.01, "{found:?}");
        assert!((level(found.weekdays[0]) - 7.0 / 8.0).abs() < 0.01, "{found:?}");
        assert_eq!(found.weekdays[5].map(|index| index.observations), Some(10));
    }

    #[test]
    fn a_weekday_that_is_always_closed_has_no_index() {
        let found = seasonality(&series(70, |day| (weekday_of(day) != 6).then_some(100.0))).unwrap();
        assert_eq!(found.weekdays[6], None);
        assert_eq!(found.weekdays[0].map(|index| index.level), Some(1.0));
    }

    #[test]
    fn a_fair_day_does_not_move_its_weekday() {
        let fair = Date::constant(2023, 2, 15);
        let days = series(70, |day| Some(if day == fair { 5_000.0 } else { 100.0 }));
        assert_eq!(seasonality(&days).unwrap().weekdays[2].map(|index| index.level), Some(1.0));
    }

    #[test]
    fn a_december_that_sells_half_more_has_the_index_that_says_so() {
        /// A leap year's December is a day shorter in some of the levels.
        const TOLERANCE: f64 = 0.005;
        let days = series(1_095, |day| Some(if day.month() == 12 { 150.0 } else { 100.0 }));
        let found = seasonality(&days).unwrap();
        assert!((level(found.months[11]) / level(found.months[0]) - 1.5).abs() < TOLERANCE, "{found:?}");
        assert_eq!(found.months[11].map(|index| index.observations), Some(62));
        assert!(!found.is_tentative);
    }

    #[test]
    fn a_shop_that_grows_by_a_third_a_year_has_even_months_once_two_years_are_known() {
        /// The mean of a year of growth lies above its middle by a three-hundredth.
        const TOLERANCE: f64 = 0.005;
        let growing =
            |day: Date| Some(100.0 * (f64::from(Period::between(MONDAY, day).len()) / 1_270.0).exp());
        let spread = |found: &Seasonality| {
            let levels = found.months.iter().flatten().map(|index| index.level);
            levels.clone().fold(0.0, f64::max) - levels.fold(f64::MAX, f64::min)
        };
        let (hint, found) =
            (seasonality(&series(729, growing)).unwrap(), seasonality(&series(730, growing)).unwrap());
        assert!(hint.is_tentative && spread(&hint) > 0.2, "{hint:?}");
        assert!(!found.is_tentative && spread(&found) < TOLERANCE, "{found:?}");
        assert!(found.months.iter().all(Option::is_some));
    }

    #[test]
    fn a_month_closed_every_year_has_no_index_and_does_not_move_the_others() {
        let found = seasonality(&series(1_095, |day| (day.month() != 8).then_some(100.0))).unwrap();
        assert_eq!(found.months[7], None);
        assert!(found.months.iter().flatten().all(|index| (index.level - 1.0).abs() < 1e-9), "{found:?}");
    }

    #[test]
    fn months_are_a_hint_before_two_years_are_known_and_missing_when_unseen() {
        let found = seasonality(&series(70, |_| Some(100.0))).unwrap();
        assert!(found.is_tentative);
        assert!(found.months[2].is_some() && found.months[3].is_none());
    }

    #[test]
    fn twenty_seven_days_tell_nothing() {
        assert_eq!(seasonality(&series(27, |_| Some(100.0))), None);
        assert!(seasonality(&series(28, |_| Some(100.0))).is_some());
    }

    #[test]
    fn days_that_sold_nothing_at_all_have_no_indices() {
        let found = seasonality(&series(60, |_| Some(0.0))).unwrap();
        assert_eq!((found.weekdays, found.months), ([None; 7], [None; 12]));
    }

    #[test]
    fn a_heat_map_starts_in_the_week_of_the_first_day_and_keeps_empty_weeks() {
        let day = |day, revenue| SeriesDay { day: Date::constant(2024, 12, day), revenue };
        let map = heat_map(&[day(15, Some(10.0)), day(16, None), day(31, Some(30.0))]);
        let labels: Vec<&str> = map.weeks.iter().map(|week| week.label.as_str()).collect();
        assert_eq!(labels, ["2024-W50", "2024-W51", "2024-W52", "2025-W01"]);
        assert_eq!((map.weeks[0].cells[6], map.weeks[3].cells[1]), (Some(10.0), Some(30.0)));
        assert_eq!((map.smallest, map.largest), (Some(10.0), Some(30.0)));
        assert_eq!(heat_map(&[]), HeatMap::default());
    }

    proptest! {
        #[test]
        fn indices_have_mean_one_and_do_not_depend_on_the_currency(
            revenue in prop::collection::vec(prop::option::weighted(0.9, 1.0..1_000.0_f64), 40..900),
            factor in 0.01..100.0_f64,
        ) {
            let of = |factor: f64| {
                let at = |day| revenue[Period::between(MONDAY, day).len() as usize - 1];
                seasonality(&series(revenue.len() as u32, |day| at(day).map(|euros| euros * factor)))
            };
            if let (Some(one), Some(other)) = (of(1.0), of(factor)) {
                let levels: Vec<f64> = one.weekdays.iter().flatten().map(|index| index.level).collect();
                prop_assert!((levels.iter().sum::<f64>() - levels.len() as f64).abs() < 1e-9);
                for (one, other) in one.weekdays.iter().chain(&one.months).zip(other.weekdays.iter().chain(&other.months)) {
                    prop_assert_eq!(one.is_some(), other.is_some());
                    prop_assert!(one.is_none() || (level(*one) - level(*other)).abs() < 1e-9);
                }
            }
        }
    }
}
