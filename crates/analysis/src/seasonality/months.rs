//! How the months of a year compare, the weekdays and the growth of the shop taken out.

use super::{DailyRevenue, Index, TWO_YEARS_IN_DAYS, normalised};

/// Days before and after a day that make a year with it: each month is in the level once, so that no month moves it.
const HALF_A_YEAR: usize = 182;

/// The indices from January to December.
///
/// With two years at least, a day counts by its ratio to the mean of the 365 days around it, and the first and the last
/// half year are left out for want of one: the classical decomposition again, at the length of a year. With less, a day
/// counts by its revenue alone, and a shop that grows shows it in its later months.
pub(super) fn month_indices(revenue: &DailyRevenue, weekdays: &[Option<Index>; 7]) -> [Option<Index>; 12] {
    let even = Evened::of(revenue, weekdays);
    let has_levels = revenue.len() >= TWO_YEARS_IN_DAYS;
    let mut sums = [(0.0, 0); 12];
    for (at, euros) in even.by_day.iter().enumerate() {
        let level = if has_levels { even.level(at) } else { Some(1.0) };
        if let Some((euros, level)) = euros.zip(level) {
            let (sum, observations) = &mut sums[usize::from(revenue.day(at).month().unsigned_abs()) - 1];
            *sum += euros / level;
            *observations += 1;
        }
    }
    normalised(sums.map(|(sum, observations)| {
        (observations > 0).then(|| Index { level: sum / observations as f64, observations })
    }))
}

/// Revenue with the weekdays taken out.
struct Evened {
    /// In euros of an average weekday; `None` for unknown days, and for those of a weekday without index.
    by_day: Vec<Option<f64>>,
    /// Sum and number of the known days before each place, and of all.
    before: Vec<(f64, usize)>,
}

impl Evened {
    fn of(revenue: &DailyRevenue, weekdays: &[Option<Index>; 7]) -> Self {
        let mut by_day = vec![None; revenue.len()];
        for (at, euros) in revenue.known() {
            let weekday = weekdays[revenue.weekday(at)].filter(|weekday| weekday.level > 0.0);
            by_day[at] = weekday.map(|weekday| euros / weekday.level);
        }
        let mut before = vec![(0.0, 0)];
        before.extend(by_day.iter().scan((0.0, 0), |(sum, count), euros| {
            *sum += euros.unwrap_or_default();
            *count += usize::from(euros.is_some());
            Some((*sum, *count))
        }));
        Self { by_day, before }
    }

    /// The mean of the known days of the year around a place; `None` where the year is not whole, or the mean not above
    /// zero.
    fn level(&self, at: usize) -> Option<f64> {
        let (sum_before, count_before) = self.before[at.checked_sub(HALF_A_YEAR)?];
        let (sum, count) = *self.before.get(at + HALF_A_YEAR + 1)?;
        let level = (sum - sum_before) / (count - count_before) as f64;
        (level > 0.0).then_some(level)
    }
}
