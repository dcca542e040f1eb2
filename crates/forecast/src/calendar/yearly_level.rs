//! The level of a series of days over the year: Christmas, summer, sales seasons, as far as they come again.
//!
//! Models of a season of seven days take a December for a rise of the level, and carry November on. So the level that
//! other years had at the same time of the year is taken out of a series before any model sees it, and put back into
//! what the model expects. How much of it is trusted is decided for each time of the year by how well it has come
//! again: `m² / (m² + v / K)`, where `m` is the mean level of `K` years, in logarithms, and `v` its variance from year
//! to year (the shrinkage of Bühlmann's credibility, with the level over the whole year as what is shrunk to).
//!
//! The level is measured on the values as they are, not on cleaned ones: to a filter of outliers the week before
//! Christmas is unlike the weeks around it, and the rise that is wanted here is what it would take away.

mod years;

use std::sync::Arc;

use years::{Expected, Years};

/// Days of a week, the only season beside which a year is known.
const WEEK: usize = 7;
/// Days of a year, 29 February counting as the 28th.
const YEAR: usize = 365;
/// A year, and four weeks that say how the series has grown since those of a year before.
const FEWEST: usize = 392;
/// Half the days over which the level of a year around a day is measured: 52 whole weeks.
const HALF_YEAR: usize = 182;
/// Days to each side over which the level at a time of the year is measured: with the day itself a week.
const REACH: usize = 3;
/// The same where weeks differ by more than comes again.
const WIDE_REACH: usize = 7;
/// Wider levels are taken where they miss the weeks of other years by less than this part of what weeks' levels miss.
const WIDER: f64 = 0.95;
/// Where a larger part of the days is zero, but for weekdays that are mostly closed, a product is sold rarely and has
/// no level.
const MOST_ZEROS: f64 = 0.3;
/// A weekday on which a smaller part of the days is sold is closed.
const FEWEST_OPEN: f64 = 0.25;
/// A weekday that sells less than this part of the mean day is closed but for exceptions, which say nothing.
const FEWEST_SOLD: f64 = 0.05;
/// No weekday is so sure that it counts more than as if this part of the mean variance were added to its own.
const SURE: f64 = 0.1;
/// No time of the year has more than this many times the level of the year, or less than this part of it.
const MOST_TIMES: f64 = 10.0;
/// Which day of the year each period of a series is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DaysOfYear {
    /// Known for each period, and counted on after the last.
    Known(Arc<[u16]>),
    /// Counted from the first period: only the distance in years counts.
    Counted,
}

impl DaysOfYear {
    /// The day of the year of a period, below [`YEAR`].
    fn at(&self, period: usize) -> usize {
        match self {
            Self::Known(days) if !days.is_empty() => match days.get(period) {
                Some(day) => usize::from(*day) % YEAR,
                None => (usize::from(days[days.len() - 1]) + period + 1 - days.len()) % YEAR,
            },
            // Four years with their leap day, which is the day before it once more.
            _ => (period % (4 * YEAR + 1)).min(4 * YEAR - 1) % YEAR,
        }
    }
}

/// How the level of a series is expected to be at each time of the year beside that of the year around it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct YearlyLevel {
    days: DaysOfYear,
    /// For each period of the past, in logarithms: what the other years say of it, where there are others.
    past: Vec<f64>,
    /// For each day of the year, in logarithms: what all years say.
    each: Vec<Expected>,
    /// How much of the variance of levels no error of the past shows.
    unseen: f64,
}

impl YearlyLevel {
    /// Learns it from a series of days; `None` where nothing can be known of the year: seasons that are no weeks, less
    /// than a year and four weeks, values below zero, and many that are zero.
    pub(crate) fn of(series: &[f64], season: usize, days: DaysOfYear) -> Option<Self> {
        // Weeks and months have too few values a year, and other seasons no year of their own.
        let is_daily = season == WEEK && series.len() >= FEWEST;
        if !is_daily || series.iter().any(|value| *value < 0.0) || share_of_zeros(series) >= MOST_ZEROS {
            return None;
        }
        let years = years(series, &days)?;
        let each: Vec<Expected> =
            (0..YEAR).map(|day| years.expected(day, None).unwrap_or_default()).collect();
        // A year does not vouch for itself: taken out of the past is what the other years say, as it will be
        // for the year ahead.
        let of_others = |period: usize| {
            let day = days.at(period);
            years.expected(day, Some(period)).unwrap_or(each[day]).level
        };
        let past = (0..series.len()).map(of_others).collect();
        let unseen = share_seen_once(series.len());
        Some(Self { days, past, each, unseen })
    }

    /// How many times the level of the year around it a period has.
    pub(crate) fn at(&self, period: usize) -> f64 {
        self.past.get(period).copied().unwrap_or_else(|| self.each[self.days.at(period)].level).exp()
    }

    /// How far the level of a period to come may be off, beyond what errors of the past show: a standard deviation, in
    /// logarithms.
    pub(crate) fn deviation_at(&self, period: usize) -> f64 {
        (self.unseen * self.each[self.days.at(period)].variance).sqrt()
    }

    /// Takes it out of a series.
    pub(crate) fn out_of(&self, series: &[f64]) -> Vec<f64> {
        series.iter().enumerate().map(|(period, value)| value / self.at(period)).collect()
    }

    /// Puts it back into values from some period on.
    pub(crate) fn put_into(&self, values: &mut [f64], first: usize) {
        for (value, period) in values.iter_mut().zip(first..) {
            *value *= self.at(period);
        }
    }

    /// Learns anew from another past of the same series.
    pub(crate) fn relearned(&self, series: &[f64]) -> Option<Self> {
        Self::of(series, WEEK, self.days.clone())
    }
}

/// The share of the last third of a series, on which models are tried, that has been seen in one year alone. Its own
/// level is taken out of it, so that the models' errors there hold nothing of how years differ.
fn share_seen_once(length: usize) -> f64 {
    let seen_twice = length.saturating_sub(YEAR) as f64;
    (1.0 - 3.0 * seen_twice / length as f64).max(0.0)
}

/// The levels of all years: those of weeks, or wider ones where weeks' levels are mostly noise.
///
/// Each year is foreseen from the others, with both (cross-validation, M. Stone, Journal of the Royal Statistical
/// Society B 36, 1974), which can be compared once every time of the year has been seen twice.
fn years(series: &[f64], days: &DaysOfYear) -> Option<Years> {
    let around = levels_of_years(series)?;
    let weeks = levels(series, &around, REACH);
    let years = Years::of(&weeks, days);
    // With one year seen there is no other to foresee it from.
    if series.len() < 2 * YEAR {
        return Some(years);
    }
    let wider = Years::of(&levels(series, &around, WIDE_REACH), days);
    let is_better = wider.missed(&weeks, days) < WIDER * years.missed(&weeks, days);
    Some(if is_better { wider } else { years })
}

/// The share of days without sales, of the weekdays that are open.
fn share_of_zeros(series: &[f64]) -> f64 {
    let mut weekdays = [(0.0, 0.0); WEEK];
    for (period, value) in series.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        let (zeros, days) = &mut weekdays[period % WEEK];
        *zeros += f64::from(*value == 0.0);
        *days += 1.0;
    }
    let open = weekdays.iter().filter(|(zeros, days)| *zeros <= (1.0 - FEWEST_OPEN) * days);
    let (zeros, days) = open.fold((0.0, 0.0), |(zeros, days), (more, others)| (zeros + more, days + others));
    if days > 0.0 { zeros / days } else { 1.0 }
}

/// The level of the days around each day, so many to each side, over that of the year around it, both in logarithms and
/// as its weekdays sell; NaN where nothing was sold on them. Days without sales are closed and say nothing. Of the
/// others a weekday counts the more the less it differs from its week (weights by inverse variances): a December that
/// begins on a Sunday does not begin later for the large Saturday before it.
fn levels(series: &[f64], around: &[f64], reach: usize) -> Vec<f64> {
    let week = Week::of(series, around);
    let alike = week.levels(series, around, reach, &week.shares);
    let mut misses = [(0.0, 0.0); WEEK];
    for (period, value) in sold(series, 0, series.len()).filter(|(period, _)| alike[*period].is_finite()) {
        let (sum, count) = &mut misses[period % WEEK];
        *sum += (value / (week.usual(period, around) * alike[period].exp()) - 1.0).powi(2);
        *count += 1.0;
    }
    let variances = misses.map(|(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { 0.0 });
    // As parts of their mean, so that `SURE` has no unit.
    let mean = variances.iter().sum::<f64>() / WEEK as f64;
    let is_known = mean.is_normal() && mean > 0.0;
    let weights = variances.map(|variance| if is_known { 1.0 / (variance / mean + SURE) } else { 1.0 });
    week.levels(series, around, reach, &weights)
}

/// What the weekdays of a series sell.
struct Week {
    /// For each weekday from that of the first value: its mean over the level of the year.
    shares: [f64; WEEK],
}

impl Week {
    fn of(series: &[f64], around: &[f64]) -> Self {
        let mut shares = [(0.0, 0.0); WEEK];
        for (period, value) in sold(series, 0, series.len()) {
            let (sum, count) = &mut shares[period % WEEK];
            *sum += value / around[period].exp();
            *count += 1.0;
        }
        Self { shares: shares.map(|(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { 0.0 }) }
    }

    fn usual(&self, period: usize, around: &[f64]) -> f64 {
        self.shares[period % WEEK] * around[period].exp()
    }

    /// The levels, with a weight for each weekday.
    fn levels(&self, series: &[f64], around: &[f64], reach: usize, weights: &[f64; WEEK]) -> Vec<f64> {
        let is_open = |day: usize| self.shares[day % WEEK] > FEWEST_SOLD;
        // What sells before a closed day says nothing of the days after it: Christmas ends on the 24th.
        let is_closed = |day: &usize| series[*day] == 0.0 && is_open(*day);
        let level = |period: usize| {
            let (start, end) = (period.saturating_sub(reach), (period + reach + 1).min(series.len()));
            let first = (start..period).rev().find(is_closed).unwrap_or(start);
            let last = (period + 1..end).find(is_closed).unwrap_or(end);
            let days = sold(series, first, last).filter(|(day, _)| is_open(*day));
            let (sum, weight) = days.fold((0.0, 0.0), |(sum, weight), (day, value)| {
                let own = weights[day % WEEK];
                (sum + own * value / self.usual(day, around), weight + own)
            });
            if weight > 0.0 { (sum / weight).ln() } else { f64::NAN }
        };
        (0..series.len()).map(level).collect()
    }
}

/// The days from one to before another on which something was sold.
fn sold(series: &[f64], first: usize, end: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
    series[first..end]
        .iter()
        .enumerate()
        .filter(|(_, value)| **value > 0.0)
        .map(move |(at, value)| (first + at, *value))
}

/// The mean of the year around each day, in logarithms. The first and the last half year go on from the middle as it
/// grew: half a year seen alone would be taken for a level.
fn levels_of_years(series: &[f64]) -> Option<Vec<f64>> {
    let first = HALF_YEAR;
    let last = series.len().checked_sub(HALF_YEAR + 1).filter(|last| *last > first)?;
    let mean = |period: usize| {
        let days = sold(series, period - HALF_YEAR, period + HALF_YEAR);
        let (sum, count) = days.fold((0.0, 0.0), |(sum, count), (_, value)| (sum + value, count + 1.0));
        sum / count
    };
    let middle: Vec<f64> = (first..=last).map(|period| mean(period).ln()).collect();
    // Half a year without any sale has no level to stand beside.
    if middle.iter().any(|level| !level.is_finite()) {
        return None;
    }
    let growth = (middle[middle.len() - 1] - middle[0]) / (last - first) as f64;
    let level = |period: usize| {
        let nearest = period.clamp(first, last);
        middle[nearest - first] + growth * (period as f64 - nearest as f64)
    };
    Some((0..series.len()).map(level).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Days around 100, by their weekday, at a level of their time of the year.
    fn shop(days: usize, level: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut random = fastrand::Rng::with_seed(6);
        let weekday = [0.8, 0.9, 0.9, 1.0, 1.2, 1.6, 0.6];
        (0..days).map(|day| 100.0 * weekday[day % WEEK] * (0.95 + 0.1 * random.f64()) * level(day)).collect()
    }

    fn december(day: usize) -> f64 {
        if (334..358).contains(&(day % YEAR)) { 1.75 } else { 1.0 }
    }

    fn level(series: &[f64]) -> YearlyLevel {
        YearlyLevel::of(series, WEEK, DaysOfYear::Counted).unwrap()
    }

    #[test]
    fn a_december_seen_once_comes_again_nearly_whole() {
        let level = level(&shop(700, december));
        let rise = level.at(3 * YEAR + 345) / level.at(3 * YEAR + 300);
        assert!((1.68..1.8).contains(&rise), "{rise}");
    }

    #[test]
    fn a_level_that_differs_from_year_to_year_is_trusted_less() {
        let once = |day: usize| if day < YEAR { december(day) } else { 1.0 };
        let (once, always) = (level(&shop(3 * YEAR, once)), level(&shop(3 * YEAR, december)));
        let rise = |level: &YearlyLevel| level.at(3 * YEAR + 345) / level.at(3 * YEAR + 300);
        let mean_of_three = 1.75_f64.ln() / 3.0;
        assert!(rise(&once).ln() < 0.85 * mean_of_three, "{}", rise(&once));
        assert!(rise(&always) > 1.65, "{}", rise(&always));
    }

    #[test]
    fn a_day_of_the_past_is_taken_out_as_other_years_know_it() {
        let first_alone = |day: usize| if day < YEAR { december(day) } else { 1.0 };
        let level = level(&shop(2 * YEAR, first_alone));
        assert!(level.at(YEAR + 345) > 1.3, "the other December rose");
        assert!(level.at(345) < 1.1, "the other December did not");
    }

    #[test]
    fn christmas_ends_where_the_shop_is_closed() {
        let mut series = shop(3 * YEAR, december);
        (0..3).for_each(|year| series[year * YEAR + 358] = 0.0);
        let level = level(&series);
        let after = level.at(3 * YEAR + 359) / level.at(3 * YEAR + 300);
        assert!(after < 1.05, "{after}");
    }

    #[test]
    fn a_weekday_that_sells_by_chance_says_little_of_its_week_however_much_it_sells() {
        let mut random = fastrand::Rng::with_seed(9);
        let sold = |day: usize, chance: f64| {
            if day % WEEK == 5 { 400.0 * (0.5 + chance) } else { 100.0 * (0.97 + 0.06 * chance) }
        };
        let series: Vec<f64> = (0..2 * YEAR).map(|day| sold(day, random.f64())).collect();
        let levels = levels(&series, &levels_of_years(&series).unwrap(), REACH);
        let square = levels.iter().map(|level| level * level).sum::<f64>() / levels.len() as f64;
        // 0.11 if days count as much as they sell, 0.04 if they count alike.
        assert!(square.sqrt() < 0.033, "{}", square.sqrt());
    }

    #[test]
    fn what_is_taken_out_is_put_back() {
        let series = shop(2 * YEAR, december);
        let level = level(&series);
        let mut back = level.out_of(&series);
        assert!(back.iter().zip(&series).any(|(left, value)| (left / value - 1.0).abs() > 0.2));
        level.put_into(&mut back, 0);
        assert!(back.iter().zip(&series).all(|(back, value)| (back / value - 1.0).abs() < 1e-12));
    }

    #[test]
    fn a_second_christmas_is_known_from_the_first_in_proportion_to_growth() {
        let grown = |day: usize| december(day) * (day as f64 / 1_000.0).exp();
        // From mid-October of one year to late November of the next: the second December begins on day 409.
        let level = level(&shop(YEAR + 35, |day| grown(day + 290)));
        let rise = level.at(420) / level.at(403);
        assert!((1.6..1.85).contains(&rise), "{rise}");
    }

    #[test]
    fn a_level_seen_once_may_be_off_by_more_than_the_past_shows() {
        let deviation = |days: usize| level(&shop(days, december)).deviation_at(days + 10);
        assert!(deviation(400) > 0.03, "{}", deviation(400));
        assert!(deviation(480) < deviation(400));
        assert!(deviation(2 * YEAR).abs() < f64::EPSILON);
    }

    #[test]
    fn weeks_that_differ_by_chance_are_measured_together_and_a_december_is_not() {
        let mut random = fastrand::Rng::with_seed(9);
        let weeks: Vec<f64> = (0..3 * YEAR).map(|_| 0.6 + 0.8 * random.f64()).collect();
        let summer = |day: usize| 1.0 + 0.3 * (day as f64 * std::f64::consts::TAU / YEAR as f64).sin();
        let chance = shop(3 * YEAR, |day| weeks[day / WEEK] * summer(day));
        let is_wide = |series: &[f64]| {
            let wide = levels(series, &levels_of_years(series).unwrap(), WIDE_REACH);
            let years = years(series, &DaysOfYear::Counted).unwrap();
            years.expected(200, None) == Years::of(&wide, &DaysOfYear::Counted).expected(200, None)
        };
        assert!(is_wide(&chance));
        assert!(!is_wide(&shop(3 * YEAR, december)));
    }

    #[test]
    fn chance_and_growth_are_no_season() {
        let chance = shop(2 * YEAR, |_| 1.0);
        let growth = shop(2 * YEAR, |day| (day as f64 / 1_000.0).exp());
        for (what, series) in [("chance", chance), ("growth", growth)] {
            let level = level(&series);
            for day in 2 * YEAR..3 * YEAR {
                assert!((0.85..1.15).contains(&level.at(day)), "{what} {day}: {}", level.at(day));
            }
        }
    }

    #[test]
    fn a_shop_closed_on_two_weekdays_has_a_year_and_a_rare_product_has_none() {
        let two_closed: Vec<f64> = shop(700, december)
            .iter()
            .enumerate()
            .map(|(day, value)| value * f64::from(day % 7 < 5))
            .collect();
        assert!(YearlyLevel::of(&two_closed, WEEK, DaysOfYear::Counted).is_some());
        let rare: Vec<f64> = (0..700).map(|day| f64::from(day % 3 == 0)).collect();
        assert!(YearlyLevel::of(&rare, WEEK, DaysOfYear::Counted).is_none());
    }

    #[test]
    fn nothing_is_known_of_short_negative_and_monthly_series() {
        let series = shop(2 * YEAR, december);
        let mut negative = series.clone();
        negative[3] = -1.0;
        for (series, season) in [(&series[..FEWEST - 1], 7), (&series, 12), (&negative, 7)] {
            assert!(YearlyLevel::of(series, season, DaysOfYear::Counted).is_none());
        }
    }

    #[test]
    fn days_of_the_year_are_known_or_counted_over_leap_years() {
        let counted: Vec<usize> =
            [0, 364, 365, 1459, 1460, 1461].map(|period| DaysOfYear::Counted.at(period)).to_vec();
        assert_eq!(counted, [0, 364, 0, 364, 364, 0]);
        let known = DaysOfYear::Known(Arc::from([363_u16, 364]));
        assert_eq!([0, 1, 2, 3].map(|period| known.at(period)), [363, 364, 0, 1]);
    }

    fn any_sale() -> impl Strategy<Value = f64> {
        prop_oneof![6 => 0.0..500.0_f64, 2 => Just(0.0), 1 => Just(1e100), 1 => Just(f64::from_bits(1)), 1 => Just(f64::NAN)]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_time_of_the_year_is_out_of_all_proportion(
            series in prop::collection::vec(any_sale(), FEWEST..2 * YEAR + 20),
        ) {
            if let Some(level) = YearlyLevel::of(&series, WEEK, DaysOfYear::Counted) {
                let room = 1.0 + f64::EPSILON * 10.0;
                for day in 0..4 * YEAR {
                    prop_assert!((1.0 / MOST_TIMES / room..=MOST_TIMES * room).contains(&level.at(day)), "{}", level.at(day));
                }
            }
        }
    }
}
