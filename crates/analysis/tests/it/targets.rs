//! What remains of a target by day: on the days on which the shop opens.

use comptoir_analysis::{Completeness, target_progress};
use comptoir_calendar::{Date, Period, Weekday};

use crate::shop::Shop;

/// One store that sold ten lines on the days that `opens` says, from the first to the last.
fn shop(first: Date, last: Date, opens: impl Fn(Date) -> bool) -> Shop {
    let days: Vec<String> =
        Period::between(first, last).days().filter(|day| opens(*day)).map(|day| day.to_string()).collect();
    let lines: Vec<_> =
        days.iter().flat_map(|day| (0..10).map(move |_| (1, 1, day.as_str(), 1.0, 10.0))).collect();
    Shop::with(&lines)
}

/// The days that the target of a month is still planned on.
fn planned(shop: &Shop, month: Date) -> Vec<i8> {
    let sql = format!("insert into targets (month, amount) values ('{}', 100000)", &month.to_string()[..7]);
    shop.by_hand(&sql);
    let progress = target_progress(&shop.sales(), month).unwrap();
    progress[0].plan.iter().map(|(day, _)| day.day()).collect()
}

#[test]
fn a_stall_of_saturdays_has_what_remains_on_saturdays() {
    let saturday = |day: Date| day.weekday() == Weekday::Saturday;
    let stall = shop(Date::constant(2023, 1, 7), Date::constant(2023, 11, 11), saturday);
    assert_eq!(planned(&stall, Date::constant(2023, 11, 1)), [18, 25]);
    let november = Period::between(Date::constant(2023, 11, 1), Date::constant(2023, 11, 11));
    let completeness = Completeness::of(&stall.sales(), &[]).unwrap();
    assert_eq!(completeness.trading_days(november), 2);
    let closed: Vec<u32> = completeness.closed_days(november).iter().map(|run| run.len()).collect();
    assert_eq!(closed, [3, 6]);
}

#[test]
fn the_first_of_may_is_closed_in_france_alone() {
    let open = |day: Date| day.weekday() != Weekday::Sunday;
    let made = || shop(Date::constant(2025, 9, 1), Date::constant(2026, 4, 30), open);
    let may = Date::constant(2026, 5, 1);
    assert_eq!(planned(&made(), may)[..2], [2, 4]);
    let abroad = made();
    abroad.by_hand("update stores set region = null, postcode = null");
    abroad.by_hand("insert or replace into settings (name, value) values ('currency', 'CHF')");
    assert_eq!(planned(&abroad, may)[..2], [1, 2]);
}
