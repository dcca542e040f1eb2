//! The size of errors by time of the year: a shop is harder to forecast in December than in February.

use super::pool::LONGEST_SEASON;
use super::{WEEK, YEAR};
use crate::series::present;
use crate::statistics::median;

/// An error counts for those of the same days a year before and after, and for this part of a year around them: ten
/// days on each side.
const AROUND: usize = 36;
/// The root of an error counts for no more than this many times the median: one day out of all proportion is not the
/// time of the year.
const LARGEST: f64 = 4.0;
/// How much what was seen counts beside no difference at all: a year says it once.
const SEEN: f64 = 0.5;

/// For each period of the year, from the first of a series: how large errors are beside those of the whole year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeasonalScale {
    each: Vec<f64>,
}

impl SeasonalScale {
    /// From the errors of one period ahead of a series with a season, NaN where there is none. They are the same all
    /// over the year where the series does not go once round after its first season, or where no year is known: it is
    /// known of weeks, and a season too long for its models to be tried is one.
    pub(crate) fn of(errors: &[f64], season: usize) -> Self {
        let year = match season {
            WEEK => YEAR,
            _ if season > LONGEST_SEASON => season,
            _ => return Self::alike(),
        };
        // In its first season a model has nothing to compare with.
        let first = season.min(errors.len());
        let mut roots: Vec<f64> = errors[first..].iter().map(|error| error.abs().sqrt()).collect();
        if roots.len() < year {
            return Self::alike();
        }
        let largest = LARGEST * median(&mut present(&roots).collect::<Vec<f64>>());
        for root in &mut roots {
            *root = if *root > largest { largest } else { *root };
        }
        let mut turns = vec![Sum::default(); year];
        for (place, root) in roots.iter().enumerate() {
            // A level that grows takes the errors with it: each is measured by the year around.
            let from = place.saturating_sub(year / 2).min(roots.len() - year);
            let around = roots[from..from + year].iter().copied().collect::<Sum>().mean();
            if around > 0.0 {
                turns[(first + place) % year].add(root / around);
            }
        }
        let reach = year / AROUND;
        let near = |period: usize| {
            let days = (0..=2 * reach).map(|day| turns[(period + year + day - reach) % year]);
            days.fold(Sum::default(), Sum::with).mean()
        };
        let size = |period: usize| {
            let seen = near(period).powi(2);
            if seen.is_nan() { 1.0 } else { 1.0 - SEEN + SEEN * seen }
        };
        Self { each: (0..year).map(size).collect() }
    }

    /// The same all over the year.
    pub(crate) fn alike() -> Self {
        Self { each: vec![1.0] }
    }

    /// The size on a period, counted from the first of the series.
    pub(crate) fn at(&self, period: usize) -> f64 {
        self.each[period % self.each.len()]
    }
}

/// Numbers added up, NaN left out.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    sum: f64,
    count: f64,
}

impl Sum {
    fn add(&mut self, value: f64) {
        if !value.is_nan() {
            self.sum += value;
            self.count += 1.0;
        }
    }

    fn with(self, other: Self) -> Self {
        Self { sum: self.sum + other.sum, count: self.count + other.count }
    }

    /// NaN of none.
    fn mean(self) -> f64 {
        self.sum / self.count
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = Self::default();
        values.into_iter().for_each(|value| sum.add(value));
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Errors that are three times as large in days 330 to 350 of each year.
    fn errors(days: usize) -> Vec<f64> {
        let mut random = fastrand::Rng::with_seed(8);
        (0..days)
            .map(|day| {
                let size = if (330..=350).contains(&(day % YEAR)) { 3.0 } else { 1.0 };
                size * (random.f64() - 0.5)
            })
            .collect()
    }

    #[test]
    fn a_hard_time_of_the_year_is_expected_again_but_not_wholly() {
        let sizes = SeasonalScale::of(&errors(2 * YEAR), WEEK);
        assert!((1.5..2.5).contains(&sizes.at(340)), "{}", sizes.at(340));
        assert!((0.8..1.0).contains(&sizes.at(150)), "{}", sizes.at(150));
        assert!((sizes.at(340 + 3 * YEAR) - sizes.at(340)).abs() < f64::EPSILON);
    }

    #[test]
    fn a_level_that_grows_is_no_time_of_the_year() {
        let growing: Vec<f64> =
            (0..3 * YEAR).map(|day| (1.0 + day as f64 / 100.0) * (-1.0_f64).powi(day as i32)).collect();
        let sizes = SeasonalScale::of(&growing, WEEK);
        assert!((0..YEAR).all(|day| (0.8..1.25).contains(&sizes.at(day))), "{sizes:?}");
    }

    #[test]
    fn one_monstrous_day_is_no_time_of_the_year() {
        let mut monstrous = errors(2 * YEAR);
        monstrous[500] = 1e9;
        let (with, without) =
            (SeasonalScale::of(&monstrous, WEEK), SeasonalScale::of(&errors(2 * YEAR), WEEK));
        assert!((0..YEAR).all(|day| (0.8..1.5).contains(&(with.at(day) / without.at(day)))));
    }

    #[test]
    fn less_than_a_year_and_errors_of_nothing_say_nothing() {
        assert_eq!(SeasonalScale::of(&errors(YEAR), WEEK), SeasonalScale::alike());
        assert_eq!(SeasonalScale::of(&errors(2 * YEAR), 12), SeasonalScale::alike());
        for errors in [vec![0.0; 2 * YEAR], vec![f64::NAN; 2 * YEAR]] {
            assert!(
                (0..YEAR).all(|day| (SeasonalScale::of(&errors, WEEK).at(day) - 1.0).abs() < f64::EPSILON)
            );
        }
    }

    fn any_error() -> impl Strategy<Value = f64> {
        prop_oneof![
            6 => -100.0..100.0_f64,
            2 => Just(0.0),
            1 => Just(f64::NAN),
            1 => Just(1e101),
            1 => Just(f64::from_bits(1)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_errors_no_time_of_the_year_is_sure_or_hopeless(
            errors in prop::collection::vec(any_error(), 0..150),
            season in 25..60_usize,
        ) {
            let sizes = SeasonalScale::of(&errors, season);
            let most = 1.0 + (season as f64).powi(2);
            for period in 0..2 * season {
                let size = sizes.at(period);
                prop_assert!((1.0 - SEEN..most).contains(&size), "{} on {}", size, period);
            }
        }
    }
}
