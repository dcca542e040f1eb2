//! Figures in the order of time, beside those of the days compared with.

use comptoir_analysis::{ComparedDays, Curve, Measure, PointBefore, Question, StoreScope, curve};
use comptoir_calendar::{Basis, Comparison, Date, Grain, Period};

use crate::shop::Shop;

fn days(first: &str, last: &str) -> Period {
    Period::new(first.parse().unwrap(), last.parse().unwrap()).unwrap()
}

/// Each point: its day, its revenue, the day that it is compared with and the revenue of that.
fn told(curve: &Curve) -> Vec<String> {
    let before = |before: PointBefore| format!(" / {} {}", before.day, before.figures.revenue);
    let point = |point: &comptoir_analysis::CurvePoint| {
        format!(
            "{} {}{}",
            point.day,
            point.figures.revenue,
            point.before.clone().map(before).unwrap_or_default()
        )
    };
    curve.points.iter().map(point).collect()
}

fn asked(shop: &Shop, grain: Grain, period: Period, basis: Basis, last: &str) -> Curve {
    let known = Period::between(Date::MIN, last.parse().unwrap());
    let days = Comparison::new(basis, period, Period::between(Date::MIN, period.last())).unwrap();
    let days = ComparedDays::all(days.only(|day, _| known.contains(day)).unwrap());
    curve(&shop.sales(), &Question::default(), (grain, period), Some(&days)).unwrap()
}

#[test]
fn every_day_stands_beside_the_same_weekday_a_year_before() {
    let shop = Shop::with(&[
        (1, 1, "2023-11-08", 1.0, 8.0),
        (1, 1, "2022-11-09", 1.0, 9.0),
        (2, 1, "2022-11-10", 1.0, 7.0),
    ]);
    let period = days("2023-11-07", "2023-11-09");
    assert_eq!(
        told(&asked(&shop, Grain::Day, period, Basis::SameWeekdays, "2023-11-30")),
        ["2023-11-07 0 / 2022-11-08 0", "2023-11-08 8 / 2022-11-09 9", "2023-11-09 0 / 2022-11-10 7"]
    );
}

#[test]
fn months_stand_beside_the_days_that_match_theirs() {
    let shop = Shop::with(&[
        (1, 1, "2023-11-15", 1.0, 5.0),
        (1, 1, "2022-12-01", 1.0, 3.0),
        (1, 1, "2022-12-02", 1.0, 4.0),
    ]);
    let period = days("2023-11-01", "2023-12-31");
    assert_eq!(
        told(&asked(&shop, Grain::Month, period, Basis::SameWeekdays, "2023-12-31")),
        // 364 days before 30 November 2023 is the first of December.
        ["2023-11-01 5 / 2022-11-02 3", "2023-12-01 0 / 2022-12-02 4"]
    );
}

#[test]
fn days_that_are_not_known_to_the_end_keep_what_they_sold() {
    let shop = Shop::with(&[(1, 1, "2023-11-01", 1.0, 6.0), (1, 1, "2023-11-02", 1.0, 1.0)]);
    let period = days("2023-11-01", "2023-11-02");
    assert_eq!(
        told(&asked(&shop, Grain::Day, period, Basis::Previous, "2023-11-01")),
        ["2023-11-01 6 / 2023-10-30 0", "2023-11-02 1"]
    );
    // A week has them all, and is compared by those that are known.
    let week = asked(&shop, Grain::Week, period, Basis::Previous, "2023-11-01");
    assert_eq!(told(&week), ["2023-11-01 7 / 2023-10-30 0"]);
    assert_eq!(week.points[0].before.as_ref().unwrap().now.revenue.to_string(), "6");
}

#[test]
fn the_29th_of_february_has_no_day_of_its_own_a_year_before() {
    let shop = Shop::with(&[(1, 1, "2023-02-28", 1.0, 6.0), (1, 1, "2024-02-29", 1.0, 1.0)]);
    let period = days("2024-02-28", "2024-02-29");
    assert_eq!(
        told(&asked(&shop, Grain::Day, period, Basis::SameDates, "2024-02-29")),
        ["2024-02-28 0 / 2023-02-28 6", "2024-02-29 1"]
    );
}

#[test]
fn a_store_that_sold_on_one_side_alone_is_not_compared_under_same_stores() {
    let shop = Shop::with(&[
        (1, 1, "2023-11-02", 1.0, 5.0),
        (1, 2, "2023-11-02", 1.0, 7.0),
        (1, 1, "2023-11-01", 1.0, 3.0),
    ]);
    let period = days("2023-11-02", "2023-11-02");
    let asked = (Basis::Previous, period);
    let days = ComparedDays::of(&shop.sales(), asked, &[], StoreScope::SameStores).unwrap();
    let found = curve(&shop.sales(), &Question::default(), (Grain::Day, period), Some(&days)).unwrap();
    assert_eq!(told(&found), ["2023-11-02 12 / 2023-11-01 3"]);
    assert_eq!(found.points[0].before.as_ref().unwrap().now.revenue.to_string(), "5");
}

#[test]
fn without_a_comparison_a_curve_has_what_is_asked_and_no_more() {
    let shop = Shop::small();
    let question = Question::default().with(Measure::Baskets);
    let found =
        curve(&shop.sales(), &question, (Grain::Week, days("2023-11-01", "2023-11-07")), None).unwrap();
    assert_eq!(told(&found), ["2023-11-01 35", "2023-11-06 0"]);
    let first = found.points[0].figures;
    assert_eq!((first.sales, first.quantity, first.baskets.map(|baskets| baskets.count)), (3, None, Some(0)));
}
