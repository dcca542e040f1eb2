//! The level of each day of the year over the years of a series, and how far the years differ.

use super::{DaysOfYear, HALF_YEAR, MOST_TIMES, REACH, WEEK, YEAR};

/// The variance of a level from year to year before it has been seen twice, and for how many weeks seen twice it
/// counts. 0.05 in logarithms: levels of the same trade differ by that much from one December to the next.
const PRIOR_VARIANCE: f64 = 0.0025;
const PRIOR_WEEKS: f64 = 4.0;
/// Days to each side over which that variance is measured, and for how many weeks that of the whole year counts there.
const VARIANCE_REACH: usize = 10;
const OVERALL_WEEKS: f64 = 12.0;

/// The expected level of a day of the coming year, in logarithms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Expected {
    /// Its level.
    pub(super) level: f64,
    /// The variance of what comes around it: that from year to year, and that of the mean of the years that are known.
    pub(super) variance: f64,
}

/// The levels of all years, by the day of the year.
pub(super) struct Years {
    /// For each day of the year: the periods that were this day, with their levels.
    each: Vec<Vec<(usize, f64)>>,
    /// For each day of the year: the variance of the level from year to year.
    variance: Vec<f64>,
}

impl Years {
    pub(super) fn of(levels: &[f64], days: &DaysOfYear) -> Self {
        let mut each: Vec<Vec<(usize, f64)>> = vec![vec![]; YEAR];
        for (period, level) in levels.iter().enumerate().filter(|(_, level)| level.is_finite()) {
            let seen = &mut each[days.at(period)];
            // 28 and 29 February are one day.
            if seen.last().is_none_or(|(before, _)| period - before > HALF_YEAR) {
                seen.push((period, *level));
            }
        }
        let variance = variances(&each);
        Self { each, variance }
    }

    /// The mean level on a day of the year and how many years it is of, without that of the year of a period.
    fn mean(&self, day: usize, without: Option<usize>) -> Option<(f64, f64)> {
        let others = self.each[day]
            .iter()
            .filter(|(period, _)| without.is_none_or(|without| period.abs_diff(without) > HALF_YEAR));
        let (sum, count) = others.fold((0.0, 0.0), |(sum, count), (_, level)| (sum + level, count + 1.0));
        (count > 0.0).then(|| (sum / count, count))
    }

    /// The level to be expected on a day of the year, as far as it is trusted, without that of the year of a period;
    /// `None` where no other year has seen it.
    pub(super) fn expected(&self, day: usize, without: Option<usize>) -> Option<Expected> {
        let (mean, count) = self.mean(day, without)?;
        // The week around says how large the level is here: where it crosses that of the year a day alone has none.
        let near = (0..=2 * REACH).filter_map(|at| self.mean((day + YEAR + at - REACH) % YEAR, without));
        let (sum, days) = near.fold((0.0, 0.0), |(sum, days), (level, _)| (sum + level * level, days + 1.0));
        let square = sum / f64::max(days, 1.0);
        let variance = self.variance[day];
        let trust = square / (square + variance / count);
        let most = MOST_TIMES.ln();
        let level = (mean * trust).clamp(-most, most);
        Some(Expected { level, variance: variance * (1.0 + trust / count) })
    }

    /// The sum of the squares by which other years miss the levels of a series.
    pub(super) fn missed(&self, levels: &[f64], days: &DaysOfYear) -> f64 {
        let seen = levels.iter().enumerate().filter(|(_, level)| level.is_finite());
        let expected = seen.filter_map(|(period, level)| {
            let expected = self.expected(days.at(period), Some(period))?;
            Some((level - expected.level).powi(2))
        });
        expected.sum()
    }
}

/// For each day of the year, the variance of its level from year to year: that of the days around it, beside that of
/// the whole year, beside what is known before anything was seen twice. Seven days around each other are one
/// observation.
fn variances(each: &[Vec<(usize, f64)>]) -> Vec<f64> {
    let week = WEEK as f64;
    let squares: Vec<(f64, f64)> = each
        .iter()
        .map(|seen| {
            let count = seen.len() as f64;
            let mean = seen.iter().map(|(_, level)| level).sum::<f64>() / count.max(1.0);
            let sum: f64 = seen.iter().map(|(_, level)| (level - mean).powi(2)).sum();
            (sum / week, (count - 1.0).max(0.0) / week)
        })
        .collect();
    let add = |(sum, weeks): (f64, f64), (more, others): &(f64, f64)| (sum + more, weeks + others);
    let (sum, weeks) = squares.iter().fold((PRIOR_WEEKS * PRIOR_VARIANCE, PRIOR_WEEKS), add);
    let overall = sum / weeks;
    (0..YEAR)
        .map(|day| {
            let near = (0..=2 * VARIANCE_REACH).map(|at| &squares[(day + YEAR + at - VARIANCE_REACH) % YEAR]);
            let (sum, weeks) = near.fold((OVERALL_WEEKS * overall, OVERALL_WEEKS), add);
            sum / weeks
        })
        .collect()
}
