//! What of last year comes again: the level of a series of days over the year.

use super::{WEEK, YEAR};

/// From a year and a half on, the trial lies wholly in days that have been seen a year before.
const FEWEST: usize = YEAR + YEAR / 2;
/// Where a smaller part of the days is zero, the level of two weeks is known well enough.
const MOST_ZEROS: f64 = 0.3;

/// What of it is believed to come again, but for chance, and for how many years that have come again it counts.
const BELIEVED: f64 = 0.5;
const BELIEVED_AS: f64 = 0.5;
/// No time of the year is expected to have more than this many times as much as the year, or as much less.
const MOST: f64 = 10.0;

/// The level of each day beside that of the year around, in logarithms, as far as it is expected again.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Year {
    /// For each day of the past: what other years say of it.
    past: Vec<f64>,
    /// For each day of the year, from that of the first value: what all years say.
    ahead: Vec<f64>,
}

impl Year {
    /// From values without gaps, closed and odd days, by their season. Nothing comes again where no year is known (it is
    /// known of weeks), in less than a year and a half, and where values are below zero or often zero.
    pub(crate) fn of(values: &[f64], season: usize, zeros: f64) -> Self {
        let is_known = season == WEEK && values.len() >= FEWEST && zeros < MOST_ZEROS;
        if !is_known || values.iter().any(|value| *value < 0.0) {
            return Self::default();
        }
        let Some(beside) = beside_trend(values) else { return Self::default() };
        let again = again(values, &beside);
        let turns = |day: usize| (day % YEAR..values.len()).step_by(YEAR);
        let most = MOST.ln();
        let expected =
            |seen: Vec<f64>| (again * seen.iter().sum::<f64>() / seen.len() as f64).clamp(-most, most);
        let past = (0..values.len())
            .map(|day| {
                let others: Vec<f64> =
                    turns(day).filter(|turn| *turn != day).map(|turn| beside[turn]).collect();
                expected(if others.is_empty() { vec![beside[day]] } else { others })
            })
            .collect();
        let ahead = (0..YEAR).map(|day| expected(turns(day).map(|turn| beside[turn]).collect())).collect();
        Self { past, ahead }
    }

    /// How many times as much a day has as the year around it, counted from the first of the series.
    pub(crate) fn at(&self, day: usize) -> f64 {
        let log = self.past.get(day).or_else(|| self.ahead.get(day % YEAR));
        log.map_or(1.0, |log| log.exp())
    }

    /// Takes it out of values from the first day on.
    pub(crate) fn out_of(&self, values: &mut [f64]) {
        for (day, value) in values.iter_mut().enumerate() {
            *value /= self.at(day);
        }
    }

    /// Puts it back into values from some day on.
    pub(crate) fn put_into(&self, values: &mut [f64], first: usize) {
        for (value, day) in values.iter_mut().zip(first..) {
            *value *= self.at(day);
        }
    }
}

/// The level of two weeks around each day over that of a year around it, in logarithms; the first and the last half year
/// go on from the middle as it grew. `None` where a level is zero.
fn beside_trend(values: &[f64]) -> Option<Vec<f64>> {
    let logs = |length: usize| -> Option<Vec<f64>> {
        let levels = averages(values, length);
        levels.iter().all(|level| *level > 0.0).then(|| levels.into_iter().map(f64::ln).collect())
    };
    let (near, trend) = (logs(2 * WEEK)?, logs(YEAR)?);
    let last = trend.len() - 1;
    let growth = (trend[last] - trend[0]) / last as f64;
    let half = YEAR / 2;
    let of = |day: usize| match () {
        () if day < half => trend[0] - growth * (half - day) as f64,
        () if day - half > last => trend[last] + growth * (day - half - last) as f64,
        () => trend[day - half],
    };
    let reach = near.len() - 1;
    Some((0..values.len()).map(|day| near[day.saturating_sub(WEEK).min(reach)] - of(day)).collect())
}

/// The means of so many values and one more, the first and the last counting half, at each place where they are.
fn averages(values: &[f64], length: usize) -> Vec<f64> {
    values
        .windows(length + 1)
        .map(|window| (window.iter().sum::<f64>() - f64::midpoint(window[0], window[length])) / length as f64)
        .collect()
}

/// How much of a day's level beside the trend comes again a year later: the share that did (by least squares), and what was
/// believed of it before. A shop that opened slowly a year ago did so once.
fn again(values: &[f64], beside: &[f64]) -> f64 {
    let pairs = || beside.iter().zip(&beside[YEAR..]);
    let (products, squares) = pairs().fold((0.0, 0.0), |(products, squares), (before, after)| {
        (products + before * after, squares + before * before)
    });
    if squares <= 0.0 {
        return 0.0;
    }
    let seen = pairs().count() as f64;
    let believed = BELIEVED_AS * YEAR as f64;
    let came = seen * products / squares;
    ((believed * BELIEVED * sure(values, beside) + came) / (believed + seen)).clamp(0.0, 1.0)
}

/// The share of what moves over the year that is no chance: chance alone moves levels of two weeks too.
fn sure(values: &[f64], beside: &[f64]) -> f64 {
    let count = beside.len() as f64;
    let mean = beside.iter().sum::<f64>() / count;
    let moved = beside.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / count;
    let level = values.iter().sum::<f64>() / values.len() as f64;
    let changes = values.iter().zip(&values[WEEK..]).map(|(before, after)| (after - before).powi(2) / 2.0);
    let chance = changes.sum::<f64>() / (values.len() - WEEK) as f64 / level.powi(2) / (2 * WEEK) as f64;
    if moved > 0.0 { (1.0 - chance / moved).max(0.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Days around 100 that sell half as much again in the 60 days from the 100th of each year on.
    fn shop(days: usize, level: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut random = fastrand::Rng::with_seed(6);
        (0..days).map(|day| 100.0 * (0.9 + 0.2 * random.f64()) * level(day)).collect()
    }

    fn summer(day: usize) -> f64 {
        if (100..160).contains(&(day % YEAR)) { 1.5 } else { 1.0 }
    }

    #[test]
    fn a_summer_comes_again_more_surely_the_more_often_it_did() {
        let peak = |days: usize| {
            let year = Year::of(&shop(days, summer), WEEK, 0.0);
            year.at(3 * YEAR + 130) / year.at(3 * YEAR + 300)
        };
        let (once, twice) = (peak(FEWEST), peak(2 * YEAR + FEWEST));
        assert!((1.2..1.4).contains(&once), "{once}");
        assert!((once..1.5).contains(&twice), "{twice}");
    }

    #[test]
    fn what_is_taken_out_is_put_back() {
        let values = shop(2 * YEAR, summer);
        let year = Year::of(&values, WEEK, 0.0);
        let mut back = values.clone();
        year.out_of(&mut back);
        assert!(back.iter().zip(&values).any(|(left, value)| (left / value - 1.0).abs() > 0.2));
        year.put_into(&mut back, 0);
        assert!(back.iter().zip(&values).all(|(back, value)| (back / value - 1.0).abs() < 1e-12));
    }

    #[test]
    fn chance_growth_and_an_opening_are_no_season() {
        let chance = shop(2 * YEAR, |_| 1.0);
        let growth = shop(2 * YEAR, |day| (day as f64 / 1_000.0).exp());
        let opening = shop(2 * YEAR, |day| 1.0 - (-(day as f64) / 40.0).exp());
        for (what, values) in [("chance", chance), ("growth", growth), ("opening", opening)] {
            let year = Year::of(&values, WEEK, 0.0);
            for day in 2 * YEAR..3 * YEAR {
                assert!((0.75..1.25).contains(&year.at(day)), "{what} {day}: {}", year.at(day));
            }
        }
    }

    #[test]
    fn nothing_is_known_of_short_slow_negative_and_monthly_series() {
        let values = shop(2 * YEAR, summer);
        let mut negative = values.clone();
        negative[3] = -1.0;
        for (values, season, zeros) in
            [(&values[..FEWEST - 1], 7, 0.0), (&values, 7, 0.4), (&values, 12, 0.0), (&negative, 7, 0.0)]
        {
            assert_eq!(Year::of(values, season, zeros), Year::default());
        }
        assert!((Year::default().at(12) - 1.0).abs() < f64::EPSILON);
    }

    fn any_sale() -> impl Strategy<Value = f64> {
        prop_oneof![6 => 0.0..500.0_f64, 2 => Just(0.0), 1 => Just(1e100), 1 => Just(f64::from_bits(1))]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_was_sold_no_time_of_the_year_is_out_of_all_proportion(
            values in prop::collection::vec(any_sale(), FEWEST..2 * YEAR + 20),
        ) {
            let year = Year::of(&values, WEEK, 0.0);
            let room = 1.0 + f64::EPSILON * 10.0;
            for day in 0..4 * YEAR {
                prop_assert!((1.0 / MOST / room..=MOST * room).contains(&year.at(day)), "{}", year.at(day));
            }
        }
    }
}
