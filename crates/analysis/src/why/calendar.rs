//! The change that trading days alone would have made.

use std::collections::BTreeSet;

use comptoir_sales::Money;

use super::rounding::{divided, within_limit};
use crate::cents::apportioned;

/// One day of the week, from the stores that sold in both periods; by default never open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekdayTrade {
    /// What it brought before; only the weekdays' proportions count.
    pub revenue_before: Money,
    /// On how many such days something was sold before.
    pub days_before: u32,
    /// On how many such days something was sold after.
    pub days_after: u32,
}

/// The days on which any of the stores that sold in both periods sold something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TradingDays {
    /// How many before.
    pub before: u64,
    /// How many after.
    pub after: u64,
}

/// What each weekday brought the stores whose days are counted together: those that sell on most days each by itself,
/// since a day without a sale is a closed one there, the others as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoresWeek {
    /// The stores, by their ids.
    pub stores: BTreeSet<i64>,
    /// The seven weekdays.
    pub week: [WeekdayTrade; 7],
}

impl WeekdayTrade {
    /// The weight of its days before: a weekday of returns alone is expected to bring nothing.
    fn weight(self) -> i128 {
        if self.days_before == 0 { 0 } else { self.revenue_before.parts().max(0).into() }
    }

    fn first_opened(self) -> bool {
        self.days_before == 0 && self.days_after > 0
    }
}

/// By how much `revenue` before, zero or more, would change by the trading days alone; `None` past the limit.
///
/// The revenue is first shared among the weekdays, then each share multiplied with the change of its days, both
/// rounded to ten-thousandths: what they miss stays in the volume.
pub(super) fn calendar_effect(revenue: i128, week: &[WeekdayTrade; 7]) -> Option<i64> {
    let shares = apportioned(revenue, &week.map(WeekdayTrade::weight));
    if shares.iter().all(|share| *share == 0) {
        return Some(0);
    }
    let days_before = week.iter().map(|weekday| i128::from(weekday.days_before)).sum::<i128>();
    let effect = |(weekday, share): (&WeekdayTrade, i128)| {
        let before = i128::from(weekday.days_before);
        let after = i128::from(weekday.days_after);
        if weekday.first_opened() {
            divided(revenue * after, days_before)
        } else {
            divided(share * (after - before), before.max(1))
        }
    };
    within_limit(week.iter().zip(shares).map(effect).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trade(revenue_before: i64, days_before: u32, days_after: u32) -> WeekdayTrade {
        WeekdayTrade { revenue_before: Money::from_parts(revenue_before), days_before, days_after }
    }

    /// Mondays bring 100 a day, Saturdays 300, the other days are closed.
    fn week(mondays: u32, saturdays: u32, sundays: u32) -> [WeekdayTrade; 7] {
        let closed = WeekdayTrade::default();
        let (monday, saturday) = (trade(400, 4, mondays), trade(1_200, 4, saturdays));
        [monday, closed, closed, closed, closed, saturday, trade(0, 0, sundays)]
    }

    #[test]
    fn the_same_days_change_nothing() {
        assert_eq!(calendar_effect(3_200, &week(4, 4, 0)), Some(0));
    }

    #[test]
    fn one_saturday_for_one_monday_brings_the_difference() {
        assert_eq!(calendar_effect(1_600, &week(3, 5, 0)), Some(200));
    }

    #[test]
    fn the_revenue_explained_may_be_part_of_the_revenue_weighed() {
        assert_eq!(calendar_effect(160, &week(3, 5, 0)), Some(20));
    }

    #[test]
    fn a_weekday_first_opened_is_expected_to_bring_a_mean_day() {
        assert_eq!(calendar_effect(1_600, &week(4, 4, 2)), Some(400));
    }

    #[test]
    fn a_weekday_of_returns_is_expected_to_bring_nothing() {
        let mut week = week(4, 4, 0);
        week[1] = trade(-800, 4, 8);
        assert_eq!(calendar_effect(1_600, &week), Some(0));
    }

    #[test]
    fn without_revenue_by_weekday_there_is_no_calendar() {
        let silent = [trade(0, 4, 5); 7];
        assert_eq!(calendar_effect(1_600, &silent), Some(0));
        assert_eq!(calendar_effect(1_600, &Default::default()), Some(0));
    }
}
