//! Laws that hold for all sales.

use comptoir_sales::{Money, Quantity};
use proptest::{collection::vec, prelude::*};

use super::{
    ChangeFacts, ChangePart, ChangeParts, Comings, Direction, EdgeSales, LineKind, PairSales, PeriodSales,
    RevenueChange, StoresWeek, WeekdayTrade,
};

type Week = [WeekdayTrade; 7];

/// Sales of a small shop, with returns, lines without quantity, gifts, and products not sold.
fn period() -> impl Strategy<Value = PeriodSales> {
    let odd = (-100_000_000..100_000_000_i64, -3..3_i64, 0..3_i64);
    prop_oneof![
        1 => Just(PeriodSales::default()),
        3 => ordinary(),
        1 => odd.prop_map(sold),
    ]
}

/// Sales at a price.
fn ordinary() -> impl Strategy<Value = PeriodSales> {
    (0..100_000_000_i64, 1..1_000_000_i64, 1..100_i64).prop_map(sold)
}

/// Anything that fits, as often small as large.
fn any_period() -> impl Strategy<Value = PeriodSales> {
    let number = || (any::<i64>(), 0..64_u32).prop_map(|(number, shift)| number >> shift);
    (number(), number(), number()).prop_map(sold)
}

fn sold((revenue, quantity, sales): (i64, i64, i64)) -> PeriodSales {
    PeriodSales { revenue: Money::from_parts(revenue), quantity: Quantity::from_parts(quantity), sales }
}

fn rows_of<S: Strategy<Value = PeriodSales>>(period: fn() -> S) -> impl Strategy<Value = Vec<PairSales>> {
    let row = (0..6_i64, 0..3_i64, period(), period());
    vec(row.prop_map(|(product, store, before, after)| PairSales { product, store, before, after }), 0..30)
}

fn weekday() -> impl Strategy<Value = WeekdayTrade> {
    (-1_000_000..100_000_000_i64, 0..6_u32, 0..6_u32).prop_map(trade)
}

fn any_weekday() -> impl Strategy<Value = WeekdayTrade> {
    (any::<i64>(), any::<u32>(), any::<u32>()).prop_map(trade)
}

fn trade((revenue, days_before, days_after): (i64, u32, u32)) -> WeekdayTrade {
    WeekdayTrade { revenue_before: Money::from_parts(revenue), days_before, days_after }
}

fn week() -> impl Strategy<Value = Week> {
    proptest::array::uniform7(weekday())
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> i128 {
    amounts.into_iter().map(|amount| i128::from(amount.parts())).sum()
}

fn explain(rows: &[PairSales], week: &Week) -> RevenueChange {
    RevenueChange::new(rows.iter().copied(), week).unwrap()
}

/// That the parts, the cents and the lines are the change to the last ten-thousandth.
fn assert_exact(change: &RevenueChange, rows: &[PairSales]) {
    let whole =
        sum(rows.iter().map(|row| row.after.revenue)) - sum(rows.iter().map(|row| row.before.revenue));
    assert_eq!(i128::from(change.change().parts()), whole);
    assert_eq!(sum(change.parts().iter().map(|(_, amount)| amount)), whole);
    assert_eq!(change.parts().total(), change.change());
    assert_eq!(sum(change.lines().iter().map(|line| line.amount)), whole);
    assert_cents(change.parts());
    assert_lines_are_parts(change);
}

fn assert_cents(parts: &ChangeParts) {
    let cents = parts.in_cents();
    for part in ChangePart::ALL {
        let (exact, rounded) = (parts.get(part).parts(), cents.get(part).parts());
        assert_eq!(rounded % 100, 0);
        assert!((rounded - exact).abs() < 100, "{part}: {exact} shown as {rounded}");
    }
    let missed = cents.total().parts() - parts.total().parts();
    assert!(missed.abs() <= 50, "the change is shown {missed} away");
}

fn assert_lines_are_parts(change: &RevenueChange) {
    let of_kind = |kind| sum(change.lines().iter().filter(|line| line.kind == kind).map(|line| line.amount));
    let part = |part| i128::from(change.parts().get(part).parts());
    assert_eq!(
        of_kind(LineKind::Pieces),
        [ChangePart::Volume, ChangePart::Customers, ChangePart::Items, ChangePart::Mix]
            .map(part)
            .iter()
            .sum::<i128>()
    );
    for kind in LineKind::ALL.into_iter().filter(|kind| *kind != LineKind::Pieces) {
        let same = ChangePart::ALL.into_iter().find(|part| part.name() == kind.name()).unwrap();
        assert_eq!(of_kind(kind), part(same), "{kind}");
    }
    let sizes: Vec<_> = change.lines().iter().map(|line| line.amount.parts().unsigned_abs()).collect();
    assert!(sizes.is_sorted_by(|larger, smaller| larger >= smaller));
    assert!(sizes.iter().all(|size| *size > 0));
}

proptest! {
    #[test]
    fn parts_cents_and_lines_are_the_change(rows in rows_of(period), week in week()) {
        assert_exact(&explain(&rows, &week), &rows);
    }

    #[test]
    fn whatever_numbers_are_given_are_explained_exactly_or_refused(
        rows in rows_of(any_period), week in proptest::array::uniform7(any_weekday())
    ) {
        for rows in [&rows[..], &rows[..rows.len() / 4], &rows[..rows.len().min(1)]] {
            for week in [week, Week::default()] {
                if let Some(change) = RevenueChange::new(rows.iter().copied(), &week) {
                    assert_exact(&change, rows);
                    change.story();
                }
            }
        }
    }

    /// Whatever came or went, whatever tickets there were: the parts and the lines are the change, and so are the parts in
    /// whole euros between the two revenues that are shown.
    #[test]
    fn whatever_is_known_of_products_stores_and_tickets_the_parts_are_the_change(
        rows in rows_of(period),
        returns in rows_of(period),
        week in week(),
        came in vec((0..6_i64, 0..3_i64, any::<bool>(), any::<bool>()), 0..4),
        edges in vec((0..3_i64, any::<bool>(), period()), 0..3),
        holidays in -100_000_000..100_000_000_i64,
        tickets in prop::option::of((0..500_i64, 0..500_i64)),
    ) {
        let of = |new: bool, side: bool| came.iter().filter(move |one| (one.2, one.3) == (new, side));
        let comings = Comings {
            new: of(true, false).map(|one| one.0).collect(),
            lost: of(false, false).map(|one| one.0).collect(),
            opened: of(true, true).map(|one| one.1).collect(),
            closed: of(false, true).map(|one| one.1).collect(),
        };
        let edges = edges.into_iter().map(|(store, has_opened, sales)| EdgeSales { store, has_opened, is_rest: store % 3 == 0, sales });
        let facts = ChangeFacts {
            rows,
            returns,
            comings,
            edges: edges.collect(),
            weeks: vec![
                StoresWeek { stores: [0, 2].into(), week },
                StoresWeek { stores: [1].into(), week: Week::default() },
            ],
            holidays: Money::from_parts(holidays),
            tickets,
            ..ChangeFacts::default()
        };
        let change = RevenueChange::of(&facts).unwrap();
        let mut whole = facts.rows.clone();
        whole.extend(facts.edges.iter().map(|edge| {
            let nothing = PeriodSales::default();
            let (before, after) = if edge.has_opened { (nothing, edge.sales) } else { (edge.sales, nothing) };
            PairSales { product: 9, store: edge.store, before, after }
        }));
        // The days compared with brought so much less than the rows before say.
        let before = sold((holidays, 0, 0));
        whole.push(PairSales { product: 9, store: 9, before: less(PeriodSales::default(), before), after: PeriodSales::default() });
        assert_exact(&change, &whole);
        let (before, after, shown) = change.in_units();
        prop_assert_eq!(before.parts() + shown.total().parts(), after.parts());
        for part in ChangePart::ALL {
            prop_assert_eq!(shown.get(part).parts() % 10_000, 0);
            prop_assert!((shown.get(part).parts() - change.parts().get(part).parts()).abs() <= 20_000);
        }
        for count in 0..=change.lines().len() {
            let (lines, others) = change.lines_in_units(count);
            // Where nothing is listed but what cancels, nothing can take what is shown.
            prop_assert!(change.lines().is_empty() || lines.iter().copied().sum::<Money>() + others == shown.total());
            for (line, amount) in change.lines().iter().zip(lines).filter(|_| count < change.lines().len()) {
                let part = line.kind.part().filter(|part| change.parts().get(*part) == line.amount);
                prop_assert!(part.map_or((amount.parts() - line.amount.parts()).abs() <= 5_000, |part| shown.get(part) == amount));
            }
        }
    }

    /// Returns are the change of what came back, and the other parts are those of the sales alone.
    #[test]
    fn returns_are_a_part_beside_those_of_the_sales(
        pairs in vec((0..6_i64, 0..3_i64, ordinary(), ordinary(), ordinary(), ordinary()), 1..30),
        week in week(),
        tickets in prop::option::of((0..500_i64, 0..500_i64)),
    ) {
        let row = |product, store, before, after| PairSales { product, store, before, after };
        let nothing = PeriodSales::default();
        let sales: Vec<_> = pairs.iter().map(|&(product, store, before, after, ..)| row(product, store, before, after)).collect();
        let returns: Vec<_> = pairs
            .iter()
            .map(|&(product, store, .., before, after)| row(product, store, less(nothing, before), less(nothing, after)))
            // What came back counts as lines of sales, too.
            .map(|row| PairSales {
                before: PeriodSales { sales: 1, ..row.before },
                after: PeriodSales { sales: 1, ..row.after },
                ..row
            })
            .collect();
        let facts = |rows, returns| ChangeFacts {
            rows,
            returns,
            weeks: vec![StoresWeek { stores: [0, 1, 2].into(), week }],
            tickets,
            ..ChangeFacts::default()
        };
        let whole = [&sales[..], &returns].concat();
        let change = RevenueChange::of(&facts(whole.clone(), returns.clone())).unwrap();
        let alone = RevenueChange::of(&facts(sales, vec![])).unwrap();
        assert_exact(&change, &whole);
        let returned = sum(returns.iter().map(|row| row.after.revenue)) - sum(returns.iter().map(|row| row.before.revenue));
        prop_assert_eq!(i128::from(change.parts().get(ChangePart::Returns).parts()), returned);
        for part in ChangePart::ALL.into_iter().filter(|part| *part != ChangePart::Returns) {
            prop_assert_eq!(change.parts().get(part), alone.parts().get(part));
        }
        let others: Vec<_> = change.lines().iter().filter(|line| line.kind != LineKind::Returns).collect();
        prop_assert_eq!(others, alone.lines().iter().collect::<Vec<_>>());
    }

    #[test]
    fn the_first_lines_and_the_rest_are_the_change(rows in rows_of(period), week in week(), count in 0..9_usize) {
        let change = explain(&rows, &week);
        let top = sum(change.top(count).iter().map(|line| line.amount));
        prop_assert_eq!(top + sum([change.rest(count)]), sum([change.change()]));
    }

    #[test]
    fn the_other_way_round_the_change_is_negated(rows in rows_of(period), returns in rows_of(period)) {
        let back = |rows: &[PairSales]| -> Vec<_> {
            rows.iter().map(|row| PairSales { before: row.after, after: row.before, ..*row }).collect()
        };
        let of = |rows: Vec<PairSales>, returns| {
            let comings = Comings::of(&rows);
            RevenueChange::of(&ChangeFacts { rows, returns, comings, ..ChangeFacts::default() }).unwrap()
        };
        let (there, back) = (of(rows.clone(), returns.clone()), of(back(&rows), back(&returns)));
        prop_assert_eq!(there.change(), back.change().negated());
        for (part, reverse) in [
            (ChangePart::Opened, ChangePart::Closed),
            (ChangePart::Closed, ChangePart::Opened),
            (ChangePart::New, ChangePart::Lost),
            (ChangePart::Lost, ChangePart::New),
            (ChangePart::Other, ChangePart::Other),
            (ChangePart::Returns, ChangePart::Returns),
        ] {
            prop_assert_eq!(there.parts().get(part), back.parts().get(reverse).negated());
        }
    }

    #[test]
    fn where_nothing_changed_all_parts_are_zero(rows in rows_of(period), week in week()) {
        let same: Vec<_> = rows.iter().map(|row| PairSales { after: row.before, ..*row }).collect();
        let week = week.map(|weekday| WeekdayTrade { days_after: weekday.days_before, ..weekday });
        let change = explain(&same, &week);
        prop_assert_eq!(*change.parts(), ChangeParts::default());
        prop_assert_eq!(change.lines(), []);
        prop_assert_eq!(change.story().direction, Direction::Level);
        prop_assert_eq!(change.story().main, None);
    }

    #[test]
    fn where_only_prices_changed_all_is_price(
        pairs in vec((0..6_i64, 0..3_i64, 0..1_000_000_i64, 0..1_000_000_i64, 1..1_000_000_i64), 1..30)
    ) {
        let rows: Vec<_> = pairs
            .into_iter()
            .map(|(product, store, before, after, quantity)| PairSales {
                product,
                store,
                before: sold((before, quantity, 1)),
                after: sold((after, quantity, 1)),
            })
            .collect();
        let change = explain(&rows, &Week::default());
        prop_assert_eq!(change.parts().get(ChangePart::Price), change.change());
        for part in ChangePart::ALL.into_iter().filter(|part| *part != ChangePart::Price) {
            prop_assert_eq!(change.parts().get(part), Money::default());
        }
    }

    /// What customers get back of the price, without a piece that comes back, counts as price; where nothing was sold
    /// beside it, it is a cause of its own. Neither is volume, mix, customers or items.
    #[test]
    fn refunds_without_a_piece_are_prices_or_a_cause_of_their_own(
        pairs in vec((1_000_000..2_000_000_i64, 1..1_000_000_i64, 0..1_000_000_i64, any::<bool>()), 1..20),
        tickets in 1..500_i64,
    ) {
        let rows: Vec<_> = pairs.iter().enumerate().flat_map(|(product, &(revenue, quantity, refund, stays))| {
            let sold = sold((revenue, quantity, 1));
            let row = |before, after| PairSales { product: product as i64, store: 0, before, after };
            let refunded = row(PeriodSales::default(), self::sold((-refund, 0, 1)));
            let after = if stays { sold } else { PeriodSales::default() };
            [row(sold, after), refunded]
        }).collect();
        let facts = ChangeFacts { rows: rows.clone(), tickets: Some((tickets, tickets)), ..ChangeFacts::default() };
        let change = RevenueChange::of(&facts).unwrap();
        assert_exact(&change, &rows);
        let refunds = |stayed: bool| -> i64 { pairs.iter().filter(|pair| pair.3 == stayed).map(|pair| pair.2).sum() };
        prop_assert_eq!(change.parts().get(ChangePart::Price).parts(), -refunds(true));
        prop_assert_eq!(change.parts().get(ChangePart::Other).parts(), -refunds(false));
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        (rows, shuffled) in rows_of(any_period).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        week in week()
    ) {
        prop_assert_eq!(RevenueChange::new(rows, &week), RevenueChange::new(shuffled, &week));
    }

    #[test]
    fn a_pair_told_in_two_rows_is_the_same_pair(
        rows in rows_of(period), week in week(), part_before in period(), part_after in period()
    ) {
        let mut split = rows.clone();
        if let Some(last) = split.pop() {
            split.push(PairSales { before: part_before, after: part_after, ..last });
            let (before, after) = (less(last.before, part_before), less(last.after, part_after));
            split.push(PairSales { before, after, ..last });
        }
        prop_assert_eq!(explain(&split, &week), explain(&rows, &week));
    }

    #[test]
    fn the_unit_of_a_product_moves_volume_and_mix_but_no_line(
        rows in rows_of(period), week in week(), product in 0..6_i64
    ) {
        let finer = |sales: PeriodSales| PeriodSales {
            quantity: Quantity::from_parts(sales.quantity.parts() * 1_000),
            ..sales
        };
        let recounted: Vec<_> = rows
            .iter()
            .map(|row| {
                let finer = PairSales { before: finer(row.before), after: finer(row.after), ..*row };
                if row.product == product { finer } else { *row }
            })
            .collect();
        let amounts = |change: &RevenueChange| -> Vec<_> {
            change.lines().iter().map(|line| (line.kind, line.product, line.store, line.amount)).collect()
        };
        prop_assert_eq!(amounts(&explain(&recounted, &week)), amounts(&explain(&rows, &week)));
    }
}

/// What is left of sales when a part of them is shown elsewhere.
fn less(whole: PeriodSales, part: PeriodSales) -> PeriodSales {
    sold((
        whole.revenue.parts() - part.revenue.parts(),
        whole.quantity.parts() - part.quantity.parts(),
        whole.sales - part.sales,
    ))
}
