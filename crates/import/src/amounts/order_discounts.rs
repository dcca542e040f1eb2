//! Discounts of whole orders: whether they are still to be taken off the lines, by what the orders themselves come to.

use super::{Basis, Draft, Money, Question, Relation, SetAside};
use crate::{AmountFrom, Field, evidence::Row};

/// How far an order may lie from what its lines come to, in ten-thousandths.
const TOLERANCE: u64 = 200;

/// The sums of the lines of one order.
struct Order {
    lines: i64,
    discount: i64,
    at: Vec<usize>,
}

impl Draft<'_> {
    /// Concludes whether the discounts of orders are spread over their lines: they are where each order comes to its
    /// lines less its discount.
    pub(super) fn weigh_order_discount(&mut self, basis: Basis) {
        let Some(place) = self.columns.place(Field::OrderDiscount) else { return };
        let orders = self.discounted_orders(place, basis);
        if orders.as_ref().is_some_and(Vec::is_empty) {
            self.columns.set(Field::OrderDiscount, None);
            self.explain(place, SetAside::Discount);
            return;
        }
        if self.columns.is_named(Field::OrderDiscount) {
            return;
        }
        let Some(orders) = orders.filter(|_| !self.columns.profiles[place].is_all_percent()) else {
            return self.ask(Question::order_discount(place));
        };
        // Totals of the lines less the discount: it is still to be taken off. Totals of the lines alone: they have it already.
        if let Some(total) = self.comes_to(&orders, place, |order| order.lines - order.discount) {
            self.explain(total, SetAside::OrderTotal);
        } else if let Some(total) = self.comes_to(&orders, place, |order| order.lines) {
            self.explain(total, SetAside::OrderTotal);
            self.columns.set(Field::OrderDiscount, None);
            self.explain(place, SetAside::Discount);
        } else {
            self.ask(Question::order_discount(place));
        }
    }

    /// The orders that have a discount; `None` where the column differs within an order or lines have no amount.
    fn discounted_orders(&self, place: usize, basis: Basis) -> Option<Vec<Order>> {
        let index = self.evidence.index(place)?;
        let mut found = Vec::new();
        for at in self.evidence.all_orders() {
            let rows: Vec<Row<'_>> = at.iter().map(|at| self.evidence.row(*at)).collect();
            let values: Vec<i64> = rows.iter().filter_map(|row| row.value(index)).collect();
            let Some(first) = values.first().copied().filter(|first| *first != 0) else {
                if values.iter().any(|value| *value != 0) {
                    return None;
                }
                continue;
            };
            let is_alone = rows[0].value(index).is_some() && values.len() == 1;
            if !is_alone && (values.len() < rows.len() || values.iter().any(|value| *value != first)) {
                return None;
            }
            let lines =
                rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(self.amount_of(row, basis)?))?;
            found.push(Order { lines, discount: first.abs(), at });
        }
        Some(found)
    }

    /// The amount of a line before the discount of its order.
    fn amount_of(&self, row: &Row<'_>, basis: Basis) -> Option<i64> {
        let value = |field: Field| {
            self.columns
                .place(field)
                .and_then(|place| self.evidence.index(place))
                .and_then(|index| row.value(index))
        };
        match basis.from {
            AmountFrom::Amount => value(Field::Amount),
            AmountFrom::Net => value(Field::Net),
            AmountFrom::Price => {
                let times = row.times(value(Field::Price)?)?;
                let discount = value(Field::Discount).unwrap_or_default();
                match basis.relation {
                    Relation::LessDiscount => times.checked_sub(discount.abs()),
                    Relation::LessDiscountShare => {
                        Some(super::equations::share(times, 10_000 - discount.abs()))
                    }
                    Relation::LessDiscountPercent => {
                        Some(super::equations::share(times, 10_000 - discount.abs() / 100))
                    }
                    _ => Some(times),
                }
            }
            AmountFrom::ListPrice | AmountFrom::Ledger => None,
        }
    }

    /// The column that says of each of these orders that it comes to so much, with its postage or tax or without.
    fn comes_to(&self, orders: &[Order], discount: usize, sum: impl Fn(&Order) -> i64) -> Option<usize> {
        let of = |money: Money| {
            let places = self.columns.unused().chain(self.columns.place(Field::Tax));
            places.filter(|place| self.columns.wordings[*place].money() == Some(money)).collect::<Vec<_>>()
        };
        let (fees, taxes) = (of(Money::Fee), of(Money::Tax));
        let with = |places: &[usize]| -> Vec<Option<usize>> {
            std::iter::once(None).chain(places.iter().copied().map(Some)).collect()
        };
        let totals: Vec<usize> = self
            .columns
            .unused()
            .filter(|place| {
                let money = self.columns.wordings[*place].money();
                *place != discount
                    && matches!(
                        money,
                        Some(Money::OrderTotal | Money::Line { .. } | Money::BeforeTax | Money::Paid)
                    )
            })
            .collect();
        let comes = |total: usize, extras: [Option<usize>; 2]| {
            orders.iter().all(|order| {
                let value = |place: usize| self.of_order(order, place);
                let extra: i64 = extras.iter().flatten().map(|place| value(*place).unwrap_or_default()).sum();
                value(total)
                    .is_some_and(|total| total.abs_diff(sum(order).saturating_add(extra)) <= TOLERANCE)
            })
        };
        totals.into_iter().find(|total| {
            with(&fees).iter().any(|fee| with(&taxes).iter().any(|tax| comes(*total, [*fee, *tax])))
        })
    }

    /// What a column says of an order: on its first line alone, or on each.
    fn of_order(&self, order: &Order, place: usize) -> Option<i64> {
        let index = self.evidence.index(place)?;
        let values: Vec<Option<i64>> =
            order.at.iter().map(|at| self.evidence.row(*at).value(index)).collect();
        let first = values[0]?;
        let rest = &values[1..];
        let is_once = rest.iter().all(Option::is_none) || rest.iter().all(|value| *value == Some(first));
        is_once.then_some(first)
    }
}
