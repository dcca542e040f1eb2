//! A series without gaps, and what a week of it is on average.

use comptoir_calendar::{Date, Period};

use super::SeriesDay;

/// Of the seven days of a week, how many must be known for their mean to stand for the week.
const MINIMUM_OF_A_WEEK: usize = 4;

/// Revenue laid out day by day without gaps, so that a week is seven places.
pub(crate) struct DailyRevenue {
    period: Period,
    by_day: Vec<Option<f64>>,
}

impl DailyRevenue {
    /// From the first known day to the last; `None` when no day is known.
    pub(crate) fn of(days: &[SeriesDay]) -> Option<Self> {
        let is_known = |day: &SeriesDay| day.revenue.is_some_and(f64::is_finite);
        let first = days.iter().position(is_known)?;
        let last = days.iter().rposition(is_known)?;
        Self::of_all(&days[first..=last])
    }

    /// From the first day to the last, known or not; `None` without days.
    pub(super) fn of_all(days: &[SeriesDay]) -> Option<Self> {
        let first = days.iter().map(|day| day.day).min()?;
        let last = days.iter().map(|day| day.day).max()?;
        let period = Period::between(first, last);
        let mut by_day = vec![None; period.len() as usize];
        for day in days {
            let at = Period::between(first, day.day).len() as usize - 1;
            by_day[at] = day.revenue.filter(|euros| euros.is_finite());
        }
        Some(Self { period, by_day })
    }

    /// How many days it has, known or not; at least one.
    pub(super) fn len(&self) -> usize {
        self.by_day.len()
    }

    /// Every day in order, with its revenue in euros.
    pub(super) fn days(&self) -> impl Iterator<Item = (Date, Option<f64>)> {
        self.period.days().zip(self.by_day.iter().copied())
    }

    /// The known days in order: their place, counted from the first day, and their revenue in euros.
    pub(crate) fn known(&self) -> impl Iterator<Item = (usize, f64)> {
        self.by_day.iter().enumerate().filter_map(|(at, euros)| Some((at, (*euros)?)))
    }

    /// The day at that place.
    pub(crate) fn day(&self, at: usize) -> Date {
        Period::starting_on(self.period.first(), at as u32 + 1).last()
    }

    /// The weekday at that place: 0 for Monday, 6 for Sunday.
    pub(crate) fn weekday(&self, at: usize) -> usize {
        (weekday_of(self.period.first()) + at) % 7
    }

    /// The mean of the known days from one place to another, both included; `None` when fewer than four are known, or
    /// when it is not above zero and nothing can be divided by it.
    pub(crate) fn week_mean(&self, from: usize, to: usize) -> Option<f64> {
        let known = self.by_day.iter().take(to + 1).skip(from).flatten();
        let count = known.clone().count();
        let mean = known.sum::<f64>() / count as f64;
        (count >= MINIMUM_OF_A_WEEK && mean > 0.0).then_some(mean)
    }
}

/// 0 for Monday, 6 for Sunday.
pub(crate) fn weekday_of(day: Date) -> usize {
    usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())
}

/// The median, the mean of the two middle ones when their number is even; `None` of nothing. Sorts its input.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(revenue: &[(i8, Option<f64>)]) -> DailyRevenue {
        let day =
            |(day, revenue): &(i8, _)| SeriesDay { day: Date::constant(2023, 1, *day), revenue: *revenue };
        DailyRevenue::of_all(&revenue.iter().map(day).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn days_left_out_are_places_without_revenue() {
        let revenue = daily(&[(2, Some(10.0)), (5, Some(20.0)), (6, Some(f64::NAN))]);
        assert_eq!((revenue.len(), revenue.known().collect()), (5, vec![(0, 10.0), (3, 20.0)]));
        assert_eq!((revenue.day(3), revenue.weekday(3)), (Date::constant(2023, 1, 5), 3));
    }

    #[test]
    fn a_mean_needs_four_known_days_and_something_sold() {
        let revenue = daily(&[(2, Some(1.0)), (3, Some(2.0)), (4, Some(3.0)), (6, Some(6.0)), (8, None)]);
        assert_eq!(revenue.week_mean(0, 6), Some(3.0));
        assert_eq!(revenue.week_mean(1, 7), None);
        assert_eq!(daily(&[1, 2, 3, 4].map(|day| (day, Some(0.0)))).week_mean(0, 3), None);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_ones() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }
}
