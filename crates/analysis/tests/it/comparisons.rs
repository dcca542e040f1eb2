//! Two periods side by side, and why they differ.

use comptoir_analysis::{
    AnalysisError, ChangePart, Compared, ComparedDays, Filter, Grouping, LiveCube, Measure, Question,
    StoreScope, compare, explain,
};
use comptoir_calendar::{Basis, Comparison, Date, Grain, Period, from_unix_days};
use comptoir_sales::{Money, Quantity};
use proptest::prelude::*;

use crate::shop::Shop;

const LAST: Date = Date::constant(2023, 11, 30);

fn november(basis: Basis) -> ComparedDays {
    ComparedDays::all(whole(basis, Grain::Month.period_of(LAST)))
}

/// A period beside another, as if all days were known.
fn whole(basis: Basis, period: Period) -> Comparison {
    Comparison::new(basis, period, Period::between(Date::MIN, period.last())).unwrap()
}

/// Bread and milk in two stores, in November and the month before; the second store closed in October.
fn shop() -> Shop {
    Shop::with(&[
        (1, 1, "2023-10-02", 10.0, 20.0),
        (1, 1, "2023-10-09", 10.0, 20.0),
        (2, 2, "2023-10-03", 5.0, 10.0),
        (1, 1, "2023-11-06", 10.0, 30.0),
        (1, 1, "2023-11-13", 10.0, 30.0),
        (2, 1, "2023-11-13", 1.0, 4.0),
    ])
}

fn told(compared: &Compared) -> Vec<(Option<&str>, String, String)> {
    let row = |row: &comptoir_analysis::ComparedRow| {
        let sides = row.sides;
        (sides.whole.revenue.to_string(), sides.before.revenue.to_string())
    };
    let rows = compared.rows.iter().map(|each| (each.groups[0].name.as_deref(), row(each)));
    rows.map(|(name, (now, before))| (name, now, before)).collect()
}

#[test]
fn groups_of_either_period_stand_side_by_side() {
    let shop = shop();
    let question = Question::by(Grouping::Store).with(Measure::Quantity);
    let all = compare(&shop.sales(), &question, november(Basis::Previous)).unwrap();
    assert_eq!(
        told(&all),
        [
            (Some("Paris"), "64".to_owned(), "40".to_owned()),
            (Some("Saint-Denis"), "0".to_owned(), "10".to_owned())
        ]
    );
    assert_eq!(all.total.change().to_string(), "14");
    assert_eq!(all.total.relative_change(), Some(0.28));
    assert_eq!(all.rows[1].sides.now.quantity.map(Quantity::parts), Some(0));
}

#[test]
fn a_month_of_which_no_day_is_compared_has_no_change() {
    let days: Vec<String> = (7..=12)
        .map(|month| format!("2022-{month:02}-15"))
        .chain((1..=11).filter(|month| *month != 8).map(|month| format!("2023-{month:02}-15")))
        .collect();
    let sold: Vec<_> = days.iter().map(|day| (1, 1, day.as_str(), 1.0, 10.0)).collect();
    let shop = Shop::with(&sold);
    let period = Period::between(Date::constant(2023, 5, 1), LAST);
    let known = Period::between(Date::constant(2022, 7, 1), LAST);
    let comparison = Comparison::new(Basis::SameDates, period, known).unwrap();
    let months = Question::by(Grouping::Month);
    let compared = compare(&shop.sales(), &months, ComparedDays::all(comparison.clone())).unwrap();
    let rows: Vec<_> =
        compared.rows.iter().map(|row| (row.groups[0].name.as_deref().unwrap(), row.is_compared)).collect();
    // Nothing was sold in August, which is compared all the same.
    assert_eq!(
        rows,
        [
            ("2023-05", false),
            ("2023-06", false),
            ("2023-07", true),
            ("2023-09", true),
            ("2023-10", true),
            ("2023-11", true),
            ("2023-08", true)
        ]
    );
    // What sold on days without a match alone has no change either.
    shop.sell(&[(2, 1, "2023-05-20", 1.0, 7.0)]);
    let products = compare(&shop.sales(), &Question::by(Grouping::Product), ComparedDays::all(comparison));
    let products = products.unwrap().rows;
    let is_compared =
        |name| products.iter().find(|row| row.groups[0].name.as_deref() == Some(name)).unwrap().is_compared;
    assert_eq!((is_compared("Pain"), is_compared("Lait")), (true, false));
}

#[test]
fn with_the_same_stores_each_counts_on_days_that_it_traded_on_both_sides() {
    // The second store opened in November.
    let shop = Shop::with(&[
        (1, 1, "2023-10-02", 10.0, 20.0),
        (1, 1, "2023-10-09", 10.0, 20.0),
        (1, 1, "2023-11-06", 10.0, 30.0),
        (1, 1, "2023-11-13", 11.0, 34.0),
        (2, 2, "2023-11-08", 5.0, 10.0),
    ]);
    let question = Question::by(Grouping::Product);
    let november = (Basis::Previous, Grain::Month.period_of(LAST));
    let days = ComparedDays::of(&shop.sales(), november, &[], StoreScope::SameStores).unwrap();
    let same = compare(&shop.sales(), &question, days).unwrap();
    assert_eq!(
        (same.total.change().to_string(), same.total.whole.revenue.to_string()),
        ("24".into(), "74".into())
    );
}

#[test]
fn days_are_named_as_in_the_later_period() {
    let shop = Shop::with(&[
        (1, 1, "2023-11-08", 1.0, 8.0),
        (1, 1, "2022-11-09", 1.0, 9.0),
        (1, 1, "2022-11-10", 1.0, 7.0),
    ]);
    let question = Question::by(Grouping::Day);
    for (basis, expected) in [
        // 364 days before the 8th is the 9th of the year before.
        (Basis::SameWeekdays, vec![("2023-11-08", "8", "9"), ("2023-11-09", "0", "7")]),
        (
            Basis::SameDates,
            vec![("2023-11-08", "8", "0"), ("2023-11-09", "0", "9"), ("2023-11-10", "0", "7")],
        ),
        // The 11th of November meets itself, which leaves the other days where they are.
        (Basis::MatchedHolidays, vec![("2023-11-08", "8", "9"), ("2023-11-09", "0", "7")]),
    ] {
        let compared = compare(&shop.sales(), &question, november(basis)).unwrap();
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(day, now, before)| (Some(day), now.to_owned(), before.to_owned()))
            .collect();
        assert_eq!(told(&compared), expected, "{basis}");
    }
}

#[test]
fn months_are_compared_day_by_day() {
    let shop = Shop::with(&[
        (1, 1, "2023-10-31", 1.0, 31.0),
        (1, 1, "2023-11-01", 1.0, 1.0),
        (1, 1, "2023-12-01", 1.0, 5.0),
        (1, 1, "2023-12-15", 1.0, 6.0),
    ]);
    // Sixty days before the first of November to the thirtieth of December: October is short of a day.
    let period = Period::between(Date::constant(2023, 11, 1), Date::constant(2023, 12, 30));
    let comparison = whole(Basis::Previous, period);
    assert_eq!(
        comparison.base(),
        [Period::between(Date::constant(2023, 9, 2), Date::constant(2023, 10, 31))]
    );
    let compared =
        compare(&shop.sales(), &Question::by(Grouping::Month), ComparedDays::all(comparison)).unwrap();
    assert_eq!(
        told(&compared),
        [
            (Some("2023-11"), "1".to_owned(), "0".to_owned()),
            (Some("2023-12"), "11".to_owned(), "31".to_owned()),
        ]
    );
}

#[test]
fn what_did_not_sell_on_one_side_but_is_neither_new_nor_gone_is_volume_and_mix() {
    let shop = shop();
    let explained = explain(&shop.sales(), november(Basis::Previous), &[]).unwrap();
    let change = &explained.change;
    assert_eq!(change.change().to_string(), "14");
    let part = |part| change.parts().get(part).to_string();
    assert_eq!(part(ChangePart::Price), "20");
    assert_eq!((part(ChangePart::Volume), part(ChangePart::Mix)), ("-8".to_owned(), "2".to_owned()));
    assert_eq!((part(ChangePart::New), part(ChangePart::Closed)), ("0".to_owned(), "0".to_owned()));
    assert_eq!(explained.products[&1], "Pain");
    assert_eq!(explained.stores[&2], "Saint-Denis");
    // Both months had two Mondays on which the store sold.
    assert_eq!((change.trading_days().before, change.trading_days().after), (2, 2));
}

#[test]
fn an_unknown_name_is_answered_with_those_that_are_like_it() {
    let shop = shop();
    let sales = shop.sales();
    let filter = Filter::asked(&sales, Grouping::Region, &["ile de france"]).unwrap();
    assert_eq!(filter, Filter::named(Grouping::Region, ["Île-de-France"]));
    match Filter::asked(&sales, Grouping::Product, &["Pian"]) {
        Err(AnalysisError::UnknownName { name, nearest, .. }) => {
            assert_eq!((name.as_str(), nearest), ("Pian", vec!["Pain".to_owned()]));
        }
        other => panic!("{other:?}"),
    }
    match Filter::asked(&sales, Grouping::City, &["Zzz"]) {
        Err(AnalysisError::UnknownName { nearest, .. }) => assert_eq!(nearest, Vec::<String>::new()),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_parts_of_a_change_and_its_groups_sum_to_it(
        lines in prop::collection::vec(
            (1_i64..=2, 1_i64..=2, 19_270_i32..19_690, -30_i64..100, -100_000_i64..1_000_000), 0..60
        ),
        basis in prop::sample::select(Basis::ALL.to_vec()),
    ) {
        let days: Vec<String> = lines.iter().map(|line| from_unix_days(line.2).unwrap().to_string()).collect();
        let sales: Vec<_> = lines
            .iter()
            .zip(&days)
            .map(|(line, day)| (line.0, line.1, day.as_str(), line.3 as f64 / 4.0, line.4 as f64 / 100.0))
            .collect();
        let shop = Shop::with(&sales);
        let sales = shop.sales();
        let now = Period::between(from_unix_days(19_634).unwrap(), from_unix_days(19_690).unwrap());
        let days = ComparedDays::all(whole(basis, now));
        let explained = explain(&sales, days.clone(), &[]).unwrap();
        let total = compare(&sales, &Question::default(), days.clone()).unwrap().total;
        // The cube knows at once where nothing came back.
        let of_cube = LiveCube::default();
        let of_cube = explain(&of_cube.sales(shop.database()).unwrap(), days.clone(), &[]).unwrap();
        prop_assert_eq!(&of_cube.change, &explained.change);
        prop_assert_eq!(explained.change.change(), total.change());
        prop_assert_eq!(explained.change.parts().total(), total.change());
        let lines: Money = explained.change.lines().iter().map(|line| line.amount).sum();
        prop_assert_eq!(lines, total.change());
        for grouping in Grouping::ALL {
            let compared =
                compare(&sales, &Question::by(grouping), days.clone()).unwrap();
            let sum: Money = compared.rows.iter().map(|row| row.sides.change()).sum();
            prop_assert_eq!(sum, total.change(), "{}", grouping);
        }
    }
}
