//! What has arrived: an incomplete day never reads as a fall.

use comptoir_analysis::{
    ComparedDays, Completeness, DayState, Filter, Grouping, StoreScope, place_of_stores,
};
use comptoir_calendar::{Basis, Date, Period, Territory};

use crate::shop::Shop;

/// Two stores that sell on every weekday but Sunday from 2 October 2023 to a last day each.
fn shop(last_days: [&str; 2]) -> Shop {
    let mut sales = Vec::new();
    for (store, last) in (1..).zip(last_days) {
        let days = Period::between(Date::constant(2023, 10, 2), last.parse().unwrap()).days();
        let open = days.filter(|day| day.weekday().to_monday_one_offset() < 7);
        sales.extend(open.flat_map(|day| (0..8).map(move |_| (1, store, day.to_string(), 1.0, 10.0))));
    }
    let lines: Vec<_> = sales.iter().map(|sale| (sale.0, sale.1, sale.2.as_str(), sale.3, sale.4)).collect();
    Shop::with(&lines)
}

#[test]
fn a_day_that_one_store_has_not_told_of_is_left_out_of_the_series() {
    let shop = shop(["2023-12-16", "2023-12-14"]);
    let completeness = Completeness::of(&shop.sales(), &[]).unwrap();
    assert_eq!(completeness.complete_to(), Some(Date::constant(2023, 12, 14)));
    let series = completeness.series();
    assert_eq!(
        series.last().map(|day| (day.day, day.revenue)),
        Some((Date::constant(2023, 12, 14), Some(160.0)))
    );
    // A Sunday is closed, which is no revenue of zero.
    let sunday = series.iter().find(|day| day.day == Date::constant(2023, 12, 10)).unwrap();
    assert_eq!(sunday.revenue, None);
    let days = Period::between(Date::constant(2023, 12, 14), Date::constant(2023, 12, 15));
    let late = completeness.states(days).remove(&2).unwrap();
    assert_eq!(
        late.into_iter().map(|(_, state)| state).collect::<Vec<_>>(),
        [DayState::Sold, DayState::NotArrived]
    );
}

#[test]
fn a_day_that_an_import_covers_without_a_sale_of_a_store_that_always_sells_is_late() {
    let shop = shop(["2023-12-16", "2023-12-14"]);
    let ledger =
        "insert into imports (source, table_name, added, known, rejected, imported_at, origin, last_day)
                  values ('f', 'sales', 1, 0, 0, 'now', 'caisse', '2023-12-16')";
    shop.by_hand(ledger);
    let completeness = Completeness::of(&shop.sales(), &[]).unwrap();
    let days = Period::between(Date::constant(2023, 12, 15), Date::constant(2023, 12, 18));
    let late = completeness.states(days).remove(&2).unwrap();
    let states: Vec<_> = late.into_iter().map(|(_, state)| state).collect();
    let (late, closed) = (DayState::NotArrived, DayState::Closed);
    assert_eq!(states[..2], [late, late]);
    assert!(!states.contains(&closed));
}

#[test]
fn a_day_whose_file_is_missing_is_no_revenue_of_zero() {
    // Store 2 did not sell on the 12th, and no file tells of the 13th, when neither store seems to have sold.
    let sold = |store: i64, day: &str| match day {
        "2023-12-12" => store == 1,
        "2023-12-13" => false,
        _ => true,
    };
    let mut sales = Vec::new();
    for store in [1, 2] {
        let days = Period::between(Date::constant(2023, 10, 2), Date::constant(2023, 12, 16)).days();
        let open = days.filter(|day| day.weekday().to_monday_one_offset() < 7);
        let days = open.map(|day| day.to_string()).filter(|day| sold(store, day));
        sales.extend(days.map(|day| (1, store, day, 1.0, 10.0)));
    }
    let lines: Vec<_> = sales.iter().map(|sale| (sale.0, sale.1, sale.2.as_str(), sale.3, sale.4)).collect();
    let shop = Shop::with(&lines);
    let ledger = "insert into imports
                  (source, table_name, added, known, rejected, imported_at, origin, first_day, last_day)
                  values ('f', 'sales', 1, 0, 0, 'now', 'caisse', '2023-10-02', '2023-12-12'),
                         ('g', 'sales', 1, 0, 0, 'now', 'caisse', '2023-12-14', '2023-12-16')";
    shop.by_hand(ledger);
    let completeness = Completeness::of(&shop.sales(), &[]).unwrap();
    let series = completeness.series();
    let revenue =
        |day: i8| series.iter().find(|told| told.day == Date::constant(2023, 12, day)).unwrap().revenue;
    assert_eq!((revenue(12), revenue(13), revenue(14)), (Some(10.0), None, Some(20.0)));
}

/// What November 2024 to December is compared with a year before: days, and what is left out of a store.
fn compared(shop: &Shop, basis: Basis, period: Period, scope: StoreScope) -> (u32, Vec<String>) {
    let days = ComparedDays::of(&shop.sales(), (basis, period), &[], scope).unwrap();
    let run = |run: &Period| format!("{}..{}", run.first(), run.last());
    let out = days
        .left_out()
        .iter()
        .map(|out| format!("{} {}", out.store, out.days.iter().map(run).collect::<Vec<_>>().join(" ")));
    (days.comparison().compared_days(), out.collect())
}

#[test]
fn days_that_one_store_has_not_told_of_leave_both_sides_for_that_store_alone() {
    let december = Period::between(Date::constant(2023, 12, 1), Date::constant(2023, 12, 31));
    let previous = |last_days| compared(&shop(last_days), Basis::Previous, december, StoreScope::AllStores);
    assert_eq!(previous(["2023-12-16", "2023-12-14"]), (16, vec!["2 2023-12-15..2023-12-16".to_owned()]));
    assert_eq!(previous(["2023-12-16", "2023-12-16"]), (16, vec![]));
    // However late it is.
    assert_eq!(previous(["2023-12-16", "2023-12-02"]).1.len(), 1);
}

#[test]
fn a_shop_without_sales_has_nothing_to_tell() {
    let shop = Shop::with(&[]);
    let completeness = Completeness::of(&shop.sales(), &[]).unwrap();
    assert!(
        completeness.stores().is_empty()
            && completeness.series().is_empty()
            && completeness.complete_to().is_none()
    );
}

#[test]
fn years_without_any_sale_are_not_compared_as_closed_days() {
    // A line with a mistaken year, five years before all others.
    let mut days = vec!["2019-03-05".to_owned()];
    let open = Period::between(Date::constant(2024, 1, 2), Date::constant(2026, 1, 31)).days();
    days.extend(open.filter(|day| day.weekday().to_monday_one_offset() > 1).map(|day| day.to_string()));
    let lines: Vec<_> = days.iter().map(|day| (1, 1, day.as_str(), 1.0, 10.0)).collect();
    let shop = Shop::with(&lines);
    let sales = shop.sales();
    let year = |year| Period::between(Date::constant(year, 1, 1), Date::constant(year, 12, 31));
    let compared =
        |period| ComparedDays::of(&sales, (Basis::SameWeekdays, period), &[], StoreScope::AllStores);
    assert!(compared(year(2024)).is_err(), "2023 is not in the data");
    assert!(compared(year(2025)).unwrap().comparison().is_complete());
    let completeness = Completeness::of(&sales, &[]).unwrap();
    let hole = Period::between(Date::constant(2019, 3, 6), Date::constant(2024, 1, 1));
    assert_eq!(completeness.missing(year(2020)), [year(2020)]);
    assert!(completeness.asked_gaps().is_empty(), "{hole:?}");
    assert_eq!(completeness.series().first().map(|day| day.day), Some(Date::constant(2024, 1, 2)));
    // The shop still rests on Mondays, and sells on most days.
    let monday = Period::between(Date::constant(2025, 6, 2), Date::constant(2025, 6, 2));
    assert_eq!(completeness.states(monday)[&1][0].1, DayState::Closed);
}

#[test]
fn a_few_sales_of_days_to_come_do_not_count_until_they_have_come() {
    let mut days: Vec<String> = Period::between(Date::constant(2023, 9, 1), Date::constant(2023, 11, 29))
        .days()
        .map(|day| day.to_string())
        .collect();
    days.extend(["2023-12-05", "2023-12-24"].map(str::to_owned));
    let lines: Vec<_> = days.iter().map(|day| (1, 1, day.as_str(), 1.0, 10.0)).collect();
    let shop = Shop::with(&lines);
    let seen_on = |day: &str| shop.sales().seen_on(Some(day.parse().unwrap()));
    let now = seen_on("2023-11-30");
    let known = Period::between(Date::constant(2023, 9, 1), Date::constant(2023, 11, 29));
    assert_eq!(now.available().unwrap(), Some(known));
    let completeness = now.completeness().unwrap();
    let ahead = completeness.ahead().unwrap();
    assert_eq!((ahead.sales, ahead.revenue.to_string()), (2, "20".to_owned()));
    assert_eq!(ahead.days, Period::between(Date::constant(2023, 12, 5), Date::constant(2023, 12, 24)));
    assert_eq!(completeness.complete_to(), Some(Date::constant(2023, 11, 29)));
    // Later they are sales as all others.
    let later = seen_on("2023-12-25");
    assert_eq!(later.available().unwrap().map(Period::last), Some(Date::constant(2023, 12, 24)));
    assert_eq!(later.completeness().unwrap().ahead(), None);
    // Where there are as many as ever, the clock is behind, not the sales ahead.
    let behind = seen_on("2023-10-15");
    assert_eq!(behind.completeness().unwrap().ahead(), None);
    assert_eq!(behind.available().unwrap().map(Period::last), Some(Date::constant(2023, 12, 24)));
    assert!(!now.completeness().unwrap().is_silent());
    assert!(seen_on("2024-06-01").completeness().unwrap().is_silent());
}

/// Where the stores of such a shop are, by a currency and the region of the store of unknown region.
fn territory(currency: Option<&str>, regions: [Option<&str>; 2]) -> Option<Territory> {
    let shop = shop(["2023-12-16", "2023-12-16"]);
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    for (id, region) in (1..).zip(regions) {
        let region = region.map_or_else(|| "null".to_owned(), quoted);
        shop.by_hand(&format!("update stores set region = {region}, postcode = '67000' where id = {id}"));
    }
    if let Some(currency) = currency {
        shop.by_hand(&format!(
            "insert into settings (name, value) values ('currency', {})",
            quoted(currency)
        ));
    }
    let sales = shop.sales();
    let (of_all, _) = place_of_stores(&sales).unwrap();
    assert_eq!(Completeness::of(&sales, &[]).unwrap().place().0, of_all);
    of_all
}

#[test]
fn stores_are_abroad_where_their_currency_is_no_french_one_and_none_has_a_french_region() {
    assert_eq!(territory(Some("CHF"), [None, None]), None);
    for currency in [None, Some("EUR"), Some("XPF")] {
        assert_eq!(territory(currency, [None, None]), Some(Territory::AlsaceMoselle), "{currency:?}");
    }
    assert_eq!(territory(Some("CHF"), [Some("Grand Est"), None]), Some(Territory::AlsaceMoselle));
    // A region that is no French one says nothing of its own.
    assert_eq!(territory(Some("EUR"), [Some("Vaud"), None]), Some(Territory::AlsaceMoselle));
    assert_eq!(territory(Some("CHF"), [Some("Vaud"), Some("Genève")]), None);
}

#[test]
fn of_several_stores_those_that_are_shown_decide_whether_the_calendar_is_french() {
    let shop = shop(["2023-12-16", "2023-12-16"]);
    shop.by_hand("insert into settings (name, value) values ('currency', 'CHF')");
    let sales = shop.sales();
    let territory = |city: &str| {
        let only = Filter::named(Grouping::Store, [city]);
        Completeness::of(&sales, &[only]).unwrap().place().0
    };
    assert_eq!(territory("Saint-Denis"), None);
    assert_eq!(territory("Paris"), Some(Territory::Metropolitan));
}
