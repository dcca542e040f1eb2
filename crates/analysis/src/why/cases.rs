//! Changes worked out by hand.

use comptoir_sales::{Money, Quantity};

use super::{
    ChangeFacts, ChangeLine, ChangePart, Direction, EdgeSales, LineKind, PairSales, PeriodSales,
    RevenueChange, StoresWeek, WeekdayTrade,
};

const NOTHING: PeriodSales = PeriodSales { sales: 0, ..sold(0, 0) };
const NO_WEEK: [WeekdayTrade; 7] =
    [WeekdayTrade { revenue_before: Money::from_parts(0), days_before: 0, days_after: 0 }; 7];

const fn euros(euros: i64) -> Money {
    Money::from_parts(euros * 10_000)
}

const fn sold(revenue: i64, pieces: i64) -> PeriodSales {
    PeriodSales { revenue: euros(revenue), quantity: Quantity::from_parts(pieces * 10_000), sales: 1 }
}

const fn row(product: i64, store: i64, before: PeriodSales, after: PeriodSales) -> PairSales {
    PairSales { product, store, before, after }
}

/// Mondays bring 100 € a day, Saturdays 300 €; there were four of each.
fn week(mondays: u32, saturdays: u32) -> [WeekdayTrade; 7] {
    let mut week = NO_WEEK;
    week[0] = WeekdayTrade { revenue_before: euros(400), days_before: 4, days_after: mondays };
    week[5] = WeekdayTrade { revenue_before: euros(1_200), days_before: 4, days_after: saturdays };
    week
}

fn change(rows: &[PairSales]) -> RevenueChange {
    RevenueChange::new(rows.iter().copied(), &NO_WEEK).unwrap()
}

/// The parts that are not zero, in euros.
fn parts(change: &RevenueChange) -> Vec<(ChangePart, i64)> {
    let moved = change.parts().iter().filter(|(_, amount)| *amount != Money::default());
    moved
        .map(|(part, amount)| {
            assert_eq!(amount.parts() % 10_000, 0, "{part} is {amount}");
            (part, amount.parts() / 10_000)
        })
        .collect()
}

/// The kind, product, store and amount in euros of each line.
fn lines(lines: &[ChangeLine]) -> Vec<(LineKind, Option<i64>, Option<i64>, i64)> {
    lines.iter().map(|line| (line.kind, line.product, line.store, line.amount.parts() / 10_000)).collect()
}

#[test]
fn dearer_pieces_are_price() {
    let change = change(&[row(1, 1, sold(50, 10), sold(60, 10))]);
    assert_eq!(parts(&change), [(ChangePart::Price, 10)]);
    assert_eq!((change.revenue_before(), change.revenue_after()), (euros(50), euros(60)));
    assert_eq!(change.relative_change(), Some(0.2));
}

#[test]
fn more_pieces_are_volume() {
    assert_eq!(parts(&change(&[row(1, 1, sold(50, 10), sold(60, 12))])), [(ChangePart::Volume, 10)]);
}

#[test]
fn the_price_of_the_added_pieces_is_price() {
    let change = change(&[row(1, 1, sold(50, 10), sold(72, 12))]);
    assert_eq!(parts(&change), [(ChangePart::Price, 12), (ChangePart::Volume, 10)]);
}

#[test]
fn products_that_grow_alike_have_no_mix() {
    let change = change(&[row(1, 1, sold(50, 10), sold(60, 12)), row(2, 1, sold(500, 20), sold(600, 24))]);
    assert_eq!(parts(&change), [(ChangePart::Volume, 110)]);
}

#[test]
fn as_many_pieces_of_the_dearer_product_are_mix() {
    let change = change(&[row(1, 1, sold(50, 10), sold(25, 5)), row(2, 1, sold(100, 10), sold(150, 15))]);
    assert_eq!(parts(&change), [(ChangePart::Mix, 25)]);
}

#[test]
fn a_dear_store_that_sells_more_is_mix_and_not_price() {
    let change = change(&[row(1, 1, sold(50, 10), sold(25, 5)), row(1, 2, sold(100, 10), sold(150, 15))]);
    assert_eq!(parts(&change), [(ChangePart::Mix, 25)]);
}

/// Exhibit 14-10 of the book cited above: wholesale and retail phones, actual against budget.
#[test]
fn mix_and_quantity_are_those_of_the_textbook() {
    let wholesale = row(1, 1, sold(348_880, 712_000), sold(370_440, 756_000));
    let retail = row(2, 1, sold(174_440, 178_000), sold(141_120, 144_000));
    assert_eq!(
        parts(&change(&[wholesale, retail])),
        [(ChangePart::Volume, 5_880), (ChangePart::Mix, -17_640)]
    );
}

#[test]
fn a_store_that_opens_or_closes_is_one_line() {
    let change = change(&[
        row(1, 1, sold(50, 10), NOTHING),
        row(2, 1, sold(30, 1), NOTHING),
        row(1, 2, NOTHING, sold(60, 12)),
        row(2, 2, NOTHING, sold(60, 2)),
    ]);
    assert_eq!(parts(&change), [(ChangePart::Opened, 120), (ChangePart::Closed, -80)]);
    assert_eq!(
        lines(change.lines()),
        [(LineKind::Opened, None, Some(2), 120), (LineKind::Closed, None, Some(1), -80)]
    );
    assert_eq!(change.lines()[0].after, PeriodSales { sales: 2, ..sold(120, 14) });
}

#[test]
fn a_product_sold_in_one_period_only_is_new_or_lost() {
    let change = change(&[row(1, 1, sold(50, 10), NOTHING), row(2, 1, NOTHING, sold(70, 7))]);
    assert_eq!(parts(&change), [(ChangePart::New, 70), (ChangePart::Lost, -50)]);
}

#[test]
fn a_product_that_moves_to_another_store_is_neither_lost_nor_new() {
    let change = change(&[
        row(1, 1, sold(50, 10), NOTHING),
        row(1, 2, NOTHING, sold(50, 10)),
        row(2, 1, sold(9, 1), sold(9, 1)),
        row(2, 2, sold(9, 1), sold(9, 1)),
    ]);
    assert_eq!(parts(&change), []);
    assert_eq!(change.story().direction, Direction::Level);
}

#[test]
fn what_did_not_sell_on_one_side_though_it_goes_on_is_volume_and_mix() {
    let rows = vec![
        row(1, 1, sold(50, 10), sold(50, 10)),
        row(2, 1, NOTHING, sold(70, 7)),
        row(3, 1, sold(30, 10), NOTHING),
    ];
    let change = RevenueChange::of(&ChangeFacts { rows, ..ChangeFacts::default() }).unwrap();
    let told: i64 = parts(&change).iter().map(|(_, euros)| euros).sum();
    assert!(parts(&change).iter().all(|(part, _)| matches!(part, ChangePart::Volume | ChangePart::Mix)));
    assert_eq!(told, 40);
}

#[test]
fn fewer_tickets_with_as_much_on_each_are_fewer_customers() {
    let rows = vec![row(1, 1, sold(1_000, 100), sold(700, 70))];
    let facts = ChangeFacts { rows, tickets: Some((50, 35)), ..ChangeFacts::default() };
    assert_eq!(parts(&RevenueChange::of(&facts).unwrap()), [(ChangePart::Customers, -300)]);
    let facts = ChangeFacts { tickets: Some((50, 50)), ..facts };
    assert_eq!(parts(&RevenueChange::of(&facts).unwrap()), [(ChangePart::Items, -300)]);
}

/// Store 1 sells bread on both sides alike; store 2 sells watches, and is open on half of its days.
#[test]
fn a_store_that_shuts_for_some_days_is_neither_fewer_customers_nor_another_mix() {
    let rows =
        vec![row(1, 1, sold(1_500, 300), sold(1_500, 300)), row(2, 2, sold(4_000, 20), sold(2_000, 10))];
    let week = |revenue, days_before, days_after| {
        let mut week = [WeekdayTrade::default(); 7];
        week[0] = WeekdayTrade { revenue_before: euros(revenue), days_before, days_after };
        week
    };
    let weeks = vec![
        StoresWeek { stores: [1].into(), week: week(1_500, 4, 4) },
        StoresWeek { stores: [2].into(), week: week(4_000, 4, 2) },
    ];
    let facts = ChangeFacts { rows, weeks, ..ChangeFacts::default() };
    let with_tickets =
        ChangeFacts { tickets: Some((320, 310)), store_tickets: [(1, 300), (2, 20)].into(), ..facts.clone() };
    for facts in [facts, with_tickets] {
        let change = RevenueChange::of(&facts).unwrap();
        assert_eq!(parts(&change), [(ChangePart::Calendar, -2_000)]);
        assert_eq!(lines(change.lines()), [(LineKind::Calendar, None, None, -2_000)]);
    }
}

#[test]
fn what_customers_take_besides_is_items_and_what_they_take_instead_is_mix() {
    let bread = row(1, 1, sold(200, 100), sold(200, 100));
    let of = |rows: &[PairSales]| {
        let facts = ChangeFacts { rows: rows.to_vec(), tickets: Some((50, 50)), ..ChangeFacts::default() };
        parts(&RevenueChange::of(&facts).unwrap())
    };
    // A cake is dearer than bread, but nobody takes it instead.
    assert_eq!(of(&[bread, row(2, 1, sold(60, 5), sold(120, 10))]), [(ChangePart::Items, 60)]);
    let less_bread = row(1, 1, sold(200, 100), sold(190, 95));
    assert_eq!(of(&[less_bread, row(2, 1, sold(60, 5), sold(120, 10))]), [(ChangePart::Mix, 50)]);
    let less_still = row(1, 1, sold(200, 100), sold(160, 80));
    let both = of(&[less_still, row(2, 1, sold(60, 5), sold(120, 10))]);
    assert_eq!(both, [(ChangePart::Items, -30), (ChangePart::Mix, 50)]);
}

#[test]
fn the_days_after_a_store_has_closed_are_closed_and_the_days_before_it_is_compared() {
    let rows = vec![row(1, 1, sold(100, 10), sold(100, 10)), row(1, 2, sold(60, 6), sold(60, 6))];
    let edges = vec![EdgeSales { store: 2, has_opened: false, is_rest: false, sales: sold(90, 9) }];
    let change = RevenueChange::of(&ChangeFacts { rows, edges, ..ChangeFacts::default() }).unwrap();
    assert_eq!(parts(&change), [(ChangePart::Closed, -90)]);
    assert_eq!(change.revenue_before(), euros(250));
}

#[test]
fn a_product_that_only_came_back_is_told_as_it_is() {
    let change = change(&[row(1, 1, sold(50, 10), sold(-15, -3)), row(2, 1, sold(50, 10), sold(60, 12))]);
    assert_eq!(parts(&change), [(ChangePart::Volume, -40), (ChangePart::Other, -15)]);
    assert!(lines(change.lines()).contains(&(LineKind::Other, Some(1), None, -15)));
    assert!(lines(change.lines()).contains(&(LineKind::Pieces, Some(1), None, -50)));
}

/// The parts when these returns are known among the rows.
fn parts_with_returns(rows: &[PairSales], returns: &[PairSales]) -> Vec<(ChangePart, i64)> {
    let (rows, returns) = ([rows, returns].concat(), returns.to_vec());
    let facts = ChangeFacts { rows, returns, tickets: Some((10, 10)), ..ChangeFacts::default() };
    parts(&RevenueChange::of(&facts).unwrap())
}

#[test]
fn what_comes_back_more_or_less_is_returns_and_not_volume() {
    let sales = [row(1, 1, sold(500, 10), sold(500, 10))];
    let more = row(1, 1, sold(-50, -1), sold(-600, -12));
    assert_eq!(parts_with_returns(&sales, &[more]), [(ChangePart::Returns, -550)]);
    let fewer = row(1, 1, sold(-150, -3), sold(-100, -2));
    assert_eq!(parts_with_returns(&sales, &[fewer]), [(ChangePart::Returns, 50)]);
}

#[test]
fn as_many_returns_as_ever_leave_the_parts_of_the_sales() {
    let dearer = [row(1, 1, sold(500, 10), sold(600, 10))];
    let usual = row(1, 1, sold(-50, -1), sold(-50, -1));
    assert_eq!(parts_with_returns(&dearer, &[usual]), [(ChangePart::Price, 100)]);
}

#[test]
fn what_only_comes_back_is_no_new_product_and_what_only_came_back_no_lost_one() {
    let bread = row(1, 1, sold(500, 10), sold(500, 10));
    for vase in [row(2, 1, NOTHING, sold(-50, -1)), row(2, 1, sold(-50, -1), NOTHING)] {
        let amount = if vase.before == NOTHING { -50 } else { 50 };
        assert_eq!(parts_with_returns(&[bread], &[vase]), [(ChangePart::Returns, amount)]);
    }
}

#[test]
fn the_returns_of_a_product_that_is_lost_or_new_are_its_own() {
    let rows = vec![
        row(1, 1, sold(500, 10), NOTHING),
        row(1, 1, sold(-50, -1), NOTHING),
        row(2, 1, NOTHING, sold(300, 10)),
        row(2, 1, NOTHING, sold(-30, -1)),
    ];
    let returns = vec![rows[1], rows[3]];
    let comings = super::Comings::of(&rows);
    let facts = ChangeFacts { rows, returns, comings, ..ChangeFacts::default() };
    let change = RevenueChange::of(&facts).unwrap();
    assert_eq!(parts(&change), [(ChangePart::New, 270), (ChangePart::Lost, -450)]);
}

#[test]
fn amounts_without_quantity_are_told_as_they_are() {
    assert_eq!(parts(&change(&[row(1, 1, sold(50, 0), sold(80, 4))])), [(ChangePart::Other, 30)]);
}

#[test]
fn what_was_given_away_and_is_now_paid_is_price() {
    assert_eq!(parts(&change(&[row(1, 1, sold(0, 10), sold(80, 40))])), [(ChangePart::Price, 80)]);
}

#[test]
fn one_more_saturday_is_calendar_and_not_volume() {
    let rows = [row(1, 1, sold(1_600, 160), sold(1_900, 190))];
    let change = RevenueChange::new(rows, &week(4, 5)).unwrap();
    assert_eq!(parts(&change), [(ChangePart::Calendar, 300)]);
    assert_eq!((change.trading_days().before, change.trading_days().after), (8, 9));
}

#[test]
fn as_much_in_spite_of_one_more_saturday_is_less_volume() {
    let rows = [row(1, 1, sold(1_600, 160), sold(1_600, 160))];
    let change = RevenueChange::new(rows, &week(4, 5)).unwrap();
    assert_eq!(parts(&change), [(ChangePart::Volume, -300), (ChangePart::Calendar, 300)]);
}

#[test]
fn the_calendar_does_not_explain_new_products_nor_stores() {
    let rows = [
        row(1, 1, sold(160, 16), sold(190, 19)),
        row(2, 1, NOTHING, sold(500, 5)),
        row(1, 2, sold(900, 9), NOTHING),
    ];
    let change = RevenueChange::new(rows, &week(4, 5)).unwrap();
    let expected = [(ChangePart::Calendar, 30), (ChangePart::New, 500), (ChangePart::Closed, -900)];
    assert_eq!(parts(&change), expected);
}

#[test]
fn a_line_tells_the_pieces_of_a_product_at_the_price_before() {
    let change = change(&[
        row(1, 1, sold(27_000, 1_000), sold(30_240, 1_120)),
        row(2, 1, sold(100, 10), sold(90, 10)),
    ]);
    assert_eq!(
        lines(change.lines()),
        [(LineKind::Pieces, Some(1), None, 3_240), (LineKind::Price, Some(2), None, -10)]
    );
    let pack = change.lines()[0];
    assert_eq!(
        (pack.before.quantity, pack.after.quantity),
        (sold(0, 1_000).quantity, sold(0, 1_120).quantity)
    );
}

#[test]
fn the_lines_of_pieces_leave_out_what_the_calendar_explains() {
    let rows = [row(1, 1, sold(1_200, 120), sold(1_500, 150)), row(2, 1, sold(400, 10), sold(400, 10))];
    let change = RevenueChange::new(rows, &week(4, 5)).unwrap();
    assert_eq!(
        lines(change.lines()),
        [
            (LineKind::Calendar, None, None, 300),
            (LineKind::Pieces, Some(1), None, 75),
            (LineKind::Pieces, Some(2), None, -75)
        ]
    );
    assert_eq!(change.lines().iter().map(|line| line.calendar).collect::<Vec<_>>(), [0, 225, 75].map(euros));
}

#[test]
fn the_first_lines_and_the_rest_are_the_change() {
    let growing = |product| row(product, 1, sold(100, 10), sold(100 + 10 * product, 10 + product));
    let change = change(&[growing(1), growing(2), growing(3)]);
    assert_eq!(
        lines(change.top(2)),
        [(LineKind::Pieces, Some(3), None, 30), (LineKind::Pieces, Some(2), None, 20)]
    );
    assert_eq!(change.rest(2), euros(10));
    assert_eq!((change.top(9).len(), change.rest(9)), (3, euros(0)));
}

#[test]
fn lines_of_equal_amount_stand_in_the_order_of_kind_and_product() {
    let change = change(&[
        row(7, 1, sold(50, 10), sold(60, 12)),
        row(3, 1, sold(50, 10), sold(40, 8)),
        row(9, 1, sold(50, 10), sold(60, 10)),
    ]);
    let order: Vec<_> = change.lines().iter().map(|line| (line.kind, line.product)).collect();
    assert_eq!(order, [(LineKind::Price, Some(9)), (LineKind::Pieces, Some(3)), (LineKind::Pieces, Some(7))]);
}

#[test]
fn what_rounding_leaves_of_a_pair_is_its_price() {
    let before = PeriodSales { revenue: euros(10), ..sold(0, 3) };
    let after = PeriodSales { revenue: "13.3333".parse().unwrap(), ..sold(0, 4) };
    let change = change(&[row(1, 1, before, after)]);
    assert_eq!(change.parts().get(ChangePart::Volume), "3.3333".parse().unwrap());
    assert_eq!(change.parts().get(ChangePart::Price), Money::default());
}

#[test]
fn without_revenue_before_there_is_no_relative_change() {
    assert_eq!(change(&[row(1, 1, NOTHING, sold(50, 10))]).relative_change(), None);
    assert_eq!(change(&[row(1, 1, sold(-5, -1), sold(50, 10))]).relative_change(), None);
}

#[test]
fn no_sales_are_no_change() {
    let change = change(&[]);
    assert_eq!((parts(&change), change.lines().len(), change.change()), (vec![], 0, Money::default()));
}

#[test]
fn amounts_past_the_limit_are_refused() {
    let most = PeriodSales { revenue: Money::from_parts(i64::MAX), ..sold(0, 1) };
    assert_eq!(RevenueChange::new([row(1, 1, most, sold(1, 1))], &NO_WEEK), None);
    let least_quantity = PeriodSales { quantity: Quantity::from_parts(1), ..sold(1_000_000, 0) };
    let explosion = row(1, 1, least_quantity, sold(1, 1_000_000_000));
    assert_eq!(RevenueChange::new([explosion], &NO_WEEK), None);
}
