//! Days of stores worked by hand, and the laws of their states.

use proptest::prelude::*;

use super::*;
use crate::rest_days::MOST_REST;

/// 2024-01-01 is a Monday.
const MONDAY: Date = Date::constant(2024, 1, 1);

fn day(number: u32) -> Date {
    Period::starting_on(MONDAY, number + 1).last()
}

/// Twenty sales on each of these days that is no Sunday, counted from the Monday.
fn weeks(numbers: impl Iterator<Item = u32>) -> Vec<(Date, u32)> {
    numbers.filter(|number| number % 7 != 6).map(|number| (day(number), 20)).collect()
}

/// One file, from the Monday on.
fn covered_to(number: Option<u32>) -> Vec<Period> {
    number.map(|number| Period::between(MONDAY, day(number))).into_iter().collect()
}

fn state(sales: &[(Date, u32)], arrived_to: Option<u32>, number: u32) -> DayState {
    let covered = covered_to(arrived_to);
    let store = StoreDays { sales, covered: &covered };
    day_states(store, |_| false, Period::between(day(number), day(number)))[0].1
}

fn complete(sales: &[(Date, u32)], arrived_to: Option<u32>) -> Option<Date> {
    let covered = covered_to(arrived_to);
    last_complete_day(&[StoreDays { sales, covered: &covered }], |_| false)
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
    // A Monday on which it always sells, and which a file of all stores covers without a sale of this one: it is late.
    let sales = weeks(10..70);
    assert_eq!(state(&sales, None, 70), DayState::NotArrived);
    assert_eq!(state(&sales, Some(70), 70), DayState::NotArrived);
    assert_eq!(state(&sales, None, 9), DayState::NotOpenYet);
    assert_eq!(state(&[], Some(3), 3), DayState::NotOpenYet);
    assert_eq!(state(&[], Some(3), 4), DayState::NotArrived);
}

/// The last day of one of these stores, and the days after it that it is late for.
fn late(sales: &[(Date, u32)], to: u32) -> Vec<u32> {
    let last = (0..=to).rev().find(|number| sales.iter().any(|(sold, _)| *sold == day(*number))).unwrap_or(0);
    (last + 1..=to).filter(|number| state(sales, Some(to), *number) == DayState::NotArrived).collect()
}

#[test]
fn a_store_that_sells_once_in_a_while_is_never_late() {
    // Chances from a linear congruential generator: one day in twelve, in five, in three.
    for (seed, one_in) in (0..40).flat_map(|seed| [12, 5, 3].map(|one_in| (seed, one_in))) {
        let mut state = seed * 7919 + 1;
        let mut chance = || {
            state = (state * 1_103_515_245_u64 + 12_345) % (1 << 31);
            state >> 16
        };
        let sold = (0..900).filter(|_| chance() % one_in == 0);
        let sales: Vec<_> = sold.map(|number| (day(number), 2)).collect();
        assert_eq!(late(&sales, 930), [0_u32; 0], "seed {seed}, one day in {one_in}");
    }
}

#[test]
fn a_store_is_late_also_after_its_summer_and_in_a_season_of_its_own() {
    let after_the_summer = weeks((0..330).filter(|number| !(280..310).contains(number)));
    assert_eq!(late(&after_the_summer, 332), [330, 331, 332]);
    let of_a_season = weeks((0..100).chain(364..400));
    assert_eq!(late(&of_a_season, 402), [400, 401, 402]);
}

#[test]
fn a_file_that_says_it_ends_before_its_last_sale_is_not_believed() {
    assert_eq!(state(&weeks(0..12), Some(3), 11), DayState::Sold);
}

#[test]
fn a_public_holiday_without_sales_is_closed_and_with_sales_sold() {
    let sales = weeks((0..70).filter(|number| *number != 43));
    let period = Period::between(day(43), day(44));
    let states = day_states(StoreDays { sales: &sales, covered: &[] }, |_| true, period);
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
    let sales = weeks(0..55);
    assert_eq!(complete(&sales, Some(55)), Some(day(55)));
    assert_eq!(complete(&sales, Some(56)), Some(day(55)));
    let covered = covered_to(Some(56));
    let store = StoreDays { sales: &sales, covered: &covered };
    assert_eq!(last_complete_day(&[store], |asked| asked == day(56)), Some(day(56)));
}

#[test]
fn the_slowest_active_store_decides_and_one_that_gave_up_does_not() {
    let (fast, slow, gone) = (weeks(0..100), weeks(0..90), weeks(0..40));
    let stores = [&fast[..], &slow, &gone, &[]].map(|sales| StoreDays { sales, covered: &[] });
    // The day after the slow one's last is a Sunday, and nine days late it holds up nobody either.
    assert_eq!(last_complete_day(&stores, |_| false), Some(day(99)));
    let slow = weeks(0..97);
    let stores = [&fast[..], &slow, &gone, &[]].map(|sales| StoreDays { sales, covered: &[] });
    assert_eq!(last_complete_day(&stores, |_| false), Some(day(97)));
    assert_eq!(last_complete_day(&stores[3..], |_| false), None);
}

#[test]
fn a_store_without_sales_for_sixty_days_has_closed_since_its_last() {
    let (long, gone) = (weeks(0..160), weeks(0..90));
    let state = |days: u32| {
        let newest = [&long[..weeks(0..days).len()], &gone].map(|sales| StoreDays { sales, covered: &[] });
        let histories = histories(&newest, |_| false);
        (histories[1].closed_since(), histories[1].state(day(91)), histories[1].is_unknown(day(91)))
    };
    assert_eq!(state(140), (None, DayState::NotArrived, true));
    assert_eq!(state(151), (Some(day(90)), DayState::ClosedForGood, false));
}

#[test]
fn a_hole_in_all_stores_on_days_they_always_sell_is_missing() {
    let hole = |number: &u32| !(64..67).contains(number);
    let sales = [weeks((0..130).filter(hole)), weeks((0..130).filter(hole))];
    let stores = [&sales[0][..], &sales[1]].map(|sales| StoreDays { sales, covered: &[] });
    let known = histories(&stores, |_| false);
    let missing = Period::between(day(64), day(66));
    assert!(known.iter().all(|history| history.gaps_of(GapKind::Missing) == [missing]), "{known:?}");
    assert_eq!(
        days_with_gaps(&stores, |_| false, Period::between(day(0), day(129))),
        missing.days().collect::<Vec<_>>()
    );
    // Only one of them is closed for a few days: a true zero.
    let one = [weeks((0..130).filter(hole)), weeks(0..130)];
    let stores = [&one[0][..], &one[1]].map(|sales| StoreDays { sales, covered: &[] });
    assert_eq!(histories(&stores, |_| false)[0].state(day(64)), DayState::OpenWithoutSale);
}

#[test]
fn weeks_without_sales_of_one_store_and_a_gap_as_the_year_before_are_asked_about() {
    let two_weeks = |number: &u32| !(64..78).contains(number);
    let sales = [weeks((0..130).filter(two_weeks)), weeks(0..130)];
    let stores = [&sales[0][..], &sales[1]].map(|sales| StoreDays { sales, covered: &[] });
    let known = histories(&stores, |_| false);
    assert_eq!(known[0].gaps_of(GapKind::Asked), [Period::between(day(64), day(77))]);
    assert_eq!(known[0].state(day(64)), DayState::Closed);
    // The only store of a shop, each August.
    let august = |number: &u32| !(200..221).contains(number) && !(565..586).contains(number);
    let only = weeks((0..700).filter(august));
    let known = histories(&[StoreDays { sales: &only, covered: &[] }], |_| false);
    assert_eq!(known[0].gaps_of(GapKind::Asked).len(), 2);
    assert!(known[0].gaps_of(GapKind::Missing).is_empty());
}

#[test]
fn a_holiday_ahead_is_as_its_last_one_was_else_as_most_else_as_with_most_shops() {
    use comptoir_calendar::Holiday::{Armistice, Christmas, Victory};
    let (seen, other, ahead) = (day(15), day(45), Period::between(day(71), day(72)));
    let chances = |open: &[Date], named: &[(Date, Holiday)]| {
        let is_open = |number: &u32| {
            named.iter().all(|(date, _)| *date != day(*number)) || open.contains(&day(*number))
        };
        let sales = weeks((0..70).filter(is_open));
        let store = StoreDays { sales: &sales, covered: &[Period::between(day(0), day(70))] };
        let holiday = |date: Date| match date {
            date if date == day(71) => Some(Christmas),
            date if date == day(72) => Some(Armistice),
            date => named.iter().find(|(named, _)| *named == date).map(|(_, holiday)| *holiday),
        };
        chances_closed_ahead(store, holiday, ahead)
    };
    assert_eq!(chances(&[], &[]), [MOST_REST, 0.0]);
    assert_eq!(chances(&[seen], &[(seen, Victory)]), [MOST_REST, 0.0]);
    assert_eq!(chances(&[], &[(seen, Victory)]), [1.0, 1.0]);
    assert_eq!(chances(&[seen], &[(seen, Christmas), (other, Armistice)]), [0.0, 1.0]);
}

/// A file for each of these days, counted from the Monday.
fn daily_files(numbers: impl Iterator<Item = u32>) -> Vec<Period> {
    numbers.map(|number| Period::between(day(number), day(number))).collect()
}

#[test]
fn a_tuesday_whose_file_is_missing_has_not_arrived_and_one_whose_file_is_empty_is_a_true_zero() {
    use DayState::{Closed, Missing, OpenWithoutSale, Sold};
    let sales = weeks((0..70).filter(|number| *number != 43));
    let states = |covered: &[Period]| -> Vec<DayState> {
        let store = StoreDays { sales: &sales, covered };
        let states = day_states(store, |_| false, Period::between(day(42), day(48)));
        states.into_iter().map(|(_, state)| state).collect()
    };
    let without_tuesday = daily_files((0..70).filter(|number| *number != 43 && number % 7 != 6));
    assert_eq!(states(&without_tuesday), [Sold, Missing, Sold, Sold, Sold, Sold, Closed]);
    assert_eq!(states(&daily_files(0..70)), [Sold, OpenWithoutSale, Sold, Sold, Sold, Sold, Closed]);
}

#[test]
fn a_holiday_that_no_file_covers_is_closed() {
    let sales = weeks((0..70).filter(|number| *number != 43));
    let covered = daily_files((0..70).filter(|number| *number != 43));
    let store = StoreDays { sales: &sales, covered: &covered };
    let states = day_states(store, |asked| asked == day(43), Period::between(day(43), day(43)));
    assert_eq!(states, [(day(43), DayState::Closed)]);
}

#[test]
fn a_month_whose_file_is_missing_is_no_closure_and_one_that_a_file_tells_of_is() {
    let sales = weeks((0..100).filter(|number| !(35..63).contains(number)));
    let told = [Period::between(day(0), day(99))];
    let missing = [Period::between(day(63), day(99)), Period::between(day(0), day(34))];
    for (covered, expected) in [(&told[..], DayState::Closed), (&missing, DayState::Missing)] {
        let states =
            day_states(StoreDays { sales: &sales, covered }, |_| false, Period::between(day(37), day(37)));
        assert_eq!(states, [(day(37), expected)]);
    }
}

#[test]
fn days_that_no_file_covers_do_not_turn_their_weekday_into_a_closing_day() {
    let mondays_missing = |number: &u32| *number < 14 || !number.is_multiple_of(7);
    let sales = weeks((0..200).filter(mondays_missing));
    let covered = daily_files((0..200).filter(mondays_missing));
    let store = StoreDays { sales: &sales, covered: &covered };
    let states = day_states(store, |_| false, Period::between(day(196), day(196)));
    assert_eq!(states, [(day(196), DayState::Missing)]);
}

#[test]
fn days_that_were_sold_on_without_a_file_are_believed_with_those_around_them() {
    let sales = weeks((0..70).filter(|number| *number != 43));
    let covered = [Period::between(day(0), day(34)), Period::between(day(63), day(69))];
    let store = StoreDays { sales: &sales, covered: &covered };
    let states = day_states(store, |_| false, Period::between(day(43), day(43)));
    assert_eq!(states, [(day(43), DayState::OpenWithoutSale)]);
}

#[test]
fn a_file_missing_on_the_day_that_the_slowest_store_has_reached_makes_that_day_incomplete() {
    let (slow, fast) = (weeks(0..95), weeks((0..100).filter(|number| *number != 94)));
    let covered = daily_files((0..100).filter(|number| *number != 94));
    let stores = [StoreDays { sales: &slow, covered: &[] }, StoreDays { sales: &fast, covered: &covered }];
    assert_eq!(last_complete_day(&stores, |_| false), Some(day(93)));
    assert_eq!(days_with_gaps(&stores, |_| false, Period::between(day(0), day(94))), [day(94)]);
}

proptest! {
    #[test]
    fn a_day_is_sold_exactly_when_it_has_sales(
        counts in prop::collection::vec(0_u32..3, 1..120),
        arrived in prop::option::of(0_u32..150),
    ) {
        let sales: Vec<_> = (0..).map(day).zip(counts.iter().copied()).collect();
        let covered = covered_to(arrived);
        let store = StoreDays { sales: &sales, covered: &covered };
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
            let covered = covered_to(arrived);
        let store = StoreDays { sales: &sales, covered: &covered };
            let states = day_states(store, |_| false, Period::between(MONDAY, last));
            prop_assert!(states.iter().all(|(_, state)| *state != DayState::NotArrived));
        }
    }

    #[test]
    fn the_last_complete_day_is_never_in_a_gap_and_the_order_of_stores_and_files_does_not_matter(
        counts in prop::collection::vec(prop::collection::vec(0_u32..30, 1..60), 1..4),
        files in prop::collection::vec((0_u32..60, 0_u32..10), 1..12),
    ) {
        let covered: Vec<Period> =
            files.iter().map(|(first, more)| Period::between(day(*first), day(first + more))).collect();
        let days = |counts: &Vec<u32>| (0..).map(day).zip(counts.iter().copied()).collect();
        let sales: Vec<Vec<_>> = counts.iter().map(days).collect();
        let stores: Vec<StoreDays<'_>> =
            sales.iter().map(|sales| StoreDays { sales, covered: &covered }).collect();
        let turned: Vec<Period> = covered.iter().rev().copied().collect();
        let others: Vec<StoreDays<'_>> =
            sales.iter().rev().map(|sales| StoreDays { sales, covered: &turned }).collect();
        let last = last_complete_day(&stores, |_| false);
        prop_assert_eq!(last, last_complete_day(&others, |_| false));
        if let Some(last) = last {
            prop_assert!(days_with_gaps(&stores, |_| false, Period::between(last, last)).is_empty());
        }
    }
}

#[test]
fn weeks_off_that_came_twice_come_again() {
    use comptoir_calendar::Holiday::Assumption;
    let first = Date::constant(2022, 1, 3);
    let off = |year: i16| {
        let monday = Date::constant(year, 1, 4);
        let weeks = Period::starting_on(monday, 366).days();
        weeks.filter(|day| (32..=33).contains(&day.iso_week_date().week())).collect::<Vec<_>>()
    };
    let is_holiday = |day: Date| ((day.month(), day.day()) == (8, 15)).then_some(Assumption);
    let chances = |years: &[i16], ahead: &[Date]| -> Vec<f64> {
        let closed: Vec<Date> = years.iter().flat_map(|year| off(*year)).collect();
        let days = Period::between(first, Date::constant(2024, 6, 30)).days();
        let open =
            days.filter(|day| day.weekday() != comptoir_calendar::Weekday::Sunday && !closed.contains(day));
        let sales: Vec<(Date, u32)> = open.map(|day| (day, 5)).collect();
        let store = StoreDays { sales: &sales, covered: &[] };
        let chance = |day: &Date| chances_closed_ahead(store, is_holiday, Period::between(*day, *day))[0];
        ahead.iter().map(chance).collect()
    };
    // Mondays of the weeks 31 to 34, and the holiday among them.
    let ahead =
        [(7, 29), (8, 5), (8, 12), (8, 15), (8, 19)].map(|(month, day)| Date::constant(2024, month, day));
    assert_eq!(chances(&[2022, 2023], &ahead), [0.0, 1.0, 1.0, 1.0, 0.0]);
    assert_eq!(chances(&[2023], &ahead)[..3], [0.0; 3]);
}
