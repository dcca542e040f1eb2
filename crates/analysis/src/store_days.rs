//! What a store's day without sales means: closed, open, or not told yet, so that an incomplete day never reads as a
//! fall.
//!
//! Sales alone decide: nobody is asked for opening hours. Which days have arrived, and which are public holidays, the
//! caller knows.

use comptoir_calendar::{Date, Period};

use self::history::History;

mod history;

/// A store that has not sold for this many days, while another has, holds nobody up any more.
const INACTIVE_DAYS: u32 = 60;

/// What is known of a store's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayState {
    /// It has sales.
    Sold,
    /// It has arrived without sales, though the store sells on such days: a true zero.
    OpenWithoutSale,
    /// It has arrived without sales, as was to be expected: a public holiday, a closing day or a longer closure.
    Closed,
    /// No file has covered it yet.
    NotArrived,
    /// It lies before the store's first sale.
    NotOpenYet,
}

/// What has arrived from a store.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoreDays<'a> {
    /// Days with their number of sales, in order, each once; days of no sale may be left out.
    pub sales: &'a [(Date, u32)],
    /// The last day that any imported file covered for this store; `None`, or a day before its last sale, stands for the
    /// day of its last sale.
    pub arrived_to: Option<Date>,
}

/// The state of each day of a period, in order.
///
/// A weekday is a closing day when the store sold on fewer than one in five of its last 13 before that day; holidays and
/// closures of at least seven days are not counted among the 13. A weekday not yet seen is a closing day as well.
pub fn day_states(
    store: StoreDays<'_>,
    is_holiday: impl Fn(Date) -> bool,
    period: Period,
) -> Vec<(Date, DayState)> {
    let Some(history) = History::of(store, is_holiday) else {
        let is_past = |day| store.arrived_to.is_some_and(|arrived| day <= arrived);
        let state = |day| if is_past(day) { DayState::NotOpenYet } else { DayState::NotArrived };
        return period.days().map(|day| (day, state(day))).collect();
    };
    period.days().map(|day| (day, history.state(day))).collect()
}

/// The last day that all active stores have told completely; `None` when no store has sales.
///
/// A store's last arrived day is incomplete when it has less than half the sales of the smallest of its weekday's last
/// 13 days with sales, of which four at least must be known. Closed days and public holidays are never incomplete, and
/// holidays are no measure for others. A store is active unless it has sold nothing for 60 days while another has.
pub fn last_complete_day(stores: &[StoreDays<'_>], is_holiday: impl Fn(Date) -> bool) -> Option<Date> {
    let histories: Vec<History> =
        stores.iter().filter_map(|store| History::of(*store, &is_holiday)).collect();
    let newest = histories.iter().map(History::last_sale).max()?;
    let is_active = |history: &&History| Period::between(history.last_sale(), newest).len() <= INACTIVE_DAYS;
    histories.iter().filter(is_active).map(History::complete_to).min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 2024-01-01 is a Monday.
    const MONDAY: Date = Date::constant(2024, 1, 1);

    fn day(number: u32) -> Date {
        Period::starting_on(MONDAY, number + 1).last()
    }

    /// Twenty sales on each of these days that is no Sunday, counted from the Monday.
    fn weeks(numbers: impl Iterator<Item = u32>) -> Vec<(Date, u32)> {
        numbers.filter(|number| number % 7 != 6).map(|number| (day(number), 20)).collect()
    }

    fn state(sales: &[(Date, u32)], arrived_to: Option<u32>, number: u32) -> DayState {
        let store = StoreDays { sales, arrived_to: arrived_to.map(day) };
        day_states(store, |_| false, Period::between(day(number), day(number)))[0].1
    }

    fn complete(sales: &[(Date, u32)], arrived_to: Option<u32>) -> Option<Date> {
        last_complete_day(&[StoreDays { sales, arrived_to: arrived_to.map(day) }], |_| false)
    }

    #[test]
    fn a_tuesday_without_sales_is_a_true_zero_and_a_sunday_is_closed() {
        let sales = weeks((0..70).filter(|number| *number != 43));
        assert_eq!(state(&sales, None, 43), DayState::OpenWithoutSale);
        assert_eq!(state(&sales, None, 48), DayState::Closed);
        assert_eq!(state(&sales, None, 6), DayState::Closed);
        assert_eq!(state(&sales, None, 42), DayState::Sold);
    }

    #[test]
    fn what_no_file_covers_has_not_arrived_and_what_precedes_the_first_sale_is_not_open_yet() {
        let sales = weeks(10..70);
        assert_eq!(state(&sales, None, 70), DayState::NotArrived);
        assert_eq!(state(&sales, Some(70), 70), DayState::OpenWithoutSale);
        assert_eq!(state(&sales, None, 9), DayState::NotOpenYet);
        assert_eq!(state(&[], Some(3), 3), DayState::NotOpenYet);
        assert_eq!(state(&[], Some(3), 4), DayState::NotArrived);
    }

    #[test]
    fn a_file_that_says_it_ends_before_its_last_sale_is_not_believed() {
        assert_eq!(state(&weeks(0..12), Some(3), 11), DayState::Sold);
    }

    #[test]
    fn a_public_holiday_without_sales_is_closed_and_with_sales_sold() {
        let sales = weeks((0..70).filter(|number| *number != 43));
        let period = Period::between(day(43), day(44));
        let states = day_states(StoreDays { sales: &sales, arrived_to: None }, |_| true, period);
        assert_eq!(states, [(day(43), DayState::Closed), (day(44), DayState::Sold)]);
    }

    #[test]
    fn seven_days_in_a_row_are_a_closure_and_six_are_not() {
        let without = |closed: std::ops::Range<u32>| weeks((0..70).filter(move |day| !closed.contains(day)));
        assert_eq!(state(&without(36..43), None, 36), DayState::Closed);
        assert_eq!(state(&without(36..42), None, 36), DayState::OpenWithoutSale);
    }

    #[test]
    fn a_long_closure_does_not_turn_its_weekdays_into_closing_days() {
        let sales = weeks((0..300).filter(|number| !(70..210).contains(number) && *number != 211));
        assert_eq!(state(&sales, None, 100), DayState::Closed);
        assert_eq!(state(&sales, None, 211), DayState::OpenWithoutSale);
    }

    #[test]
    fn a_last_day_with_less_than_half_the_smallest_count_is_incomplete() {
        let mut sales = weeks(0..54);
        for (last, complete_to) in [(20, 53), (10, 53), (9, 52)] {
            sales.last_mut().unwrap().1 = last;
            assert_eq!(complete(&sales, None), Some(day(complete_to)), "{last} sales");
        }
    }

    #[test]
    fn three_weeks_do_not_tell_what_a_small_count_is() {
        let mut sales = weeks(0..23);
        sales.last_mut().unwrap().1 = 1;
        assert_eq!(complete(&sales, None), Some(day(22)));
    }

    #[test]
    fn an_empty_last_day_is_incomplete_unless_the_store_is_closed_then() {
        let sales = weeks(0..54);
        assert_eq!(complete(&sales, Some(55)), Some(day(55)));
        assert_eq!(complete(&sales, Some(56)), Some(day(55)));
        let store = StoreDays { sales: &sales, arrived_to: Some(day(56)) };
        assert_eq!(last_complete_day(&[store], |asked| asked == day(56)), Some(day(56)));
    }

    #[test]
    fn the_slowest_active_store_decides_and_one_that_gave_up_does_not() {
        let (fast, slow, gone) = (weeks(0..100), weeks(0..90), weeks(0..40));
        let stores = [&fast[..], &slow, &gone, &[]].map(|sales| StoreDays { sales, arrived_to: None });
        assert_eq!(last_complete_day(&stores, |_| false), Some(day(89)));
        assert_eq!(last_complete_day(&stores[3..], |_| false), None);
    }

    #[test]
    fn a_store_is_active_until_its_sixtieth_day_without_sales() {
        let other = [(day(0), 20)];
        let complete = |last| {
            let sales = [(day(0), 20), (day(last), 20)];
            let stores = [&sales[..], &other].map(|sales| StoreDays { sales, arrived_to: None });
            last_complete_day(&stores, |_| false)
        };
        assert_eq!(complete(59), Some(day(0)));
        assert_eq!(complete(60), Some(day(60)));
    }

    proptest! {
        #[test]
        fn a_day_is_sold_exactly_when_it_has_sales(
            counts in prop::collection::vec(0_u32..3, 1..120),
            arrived in prop::option::of(0_u32..150),
        ) {
            let sales: Vec<_> = (0..).map(day).zip(counts.iter().copied()).collect();
            let store = StoreDays { sales: &sales, arrived_to: arrived.map(day) };
            let states = day_states(store, |_| false, Period::between(MONDAY, day(149)));
            for (number, (_, state)) in states.iter().enumerate() {
                let has_sales = counts.get(number).is_some_and(|count| *count > 0);
                prop_assert_eq!(*state == DayState::Sold, has_sales);
            }
        }

        #[test]
        fn no_day_up_to_the_last_complete_one_is_still_to_arrive(
            counts in prop::collection::vec(0_u32..30, 1..120),
            arrived in prop::option::of(0_u32..150),
        ) {
            let sales: Vec<_> = (0..).map(day).zip(counts).collect();
            if let Some(last) = complete(&sales, arrived) {
                let store = StoreDays { sales: &sales, arrived_to: arrived.map(day) };
                let states = day_states(store, |_| false, Period::between(MONDAY, last));
                prop_assert!(states.iter().all(|(_, state)| *state != DayState::NotArrived));
            }
        }
    }
}
