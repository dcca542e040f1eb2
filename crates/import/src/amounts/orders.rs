//! Totals of orders among the amounts of their lines.

use super::{Draft, Money, Relation, SetAside, equations};
use crate::{Field, amounts::Question};

/// Of a hundred orders with several lines, how many must show the pattern.
const MOST: usize = 90;

/// Whether a column holds the totals of orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderTotal {
    /// It does not.
    No,
    /// It may: there is no evidence.
    Maybe,
    /// It does.
    Yes,
}

impl Draft<'_> {
    /// Takes the next best column for the amount, where the one that is called so has the totals of orders.
    pub(super) fn set_order_totals_aside(&mut self) {
        for field in [Field::Amount, Field::Net] {
            while let Some(place) = self.columns.place(field).filter(|_| !self.columns.is_pinned(field)) {
                match self.order_total(place) {
                    OrderTotal::No => break,
                    OrderTotal::Maybe => {
                        self.ask_about_amount();
                        break;
                    }
                    OrderTotal::Yes => {
                        self.explain(place, SetAside::OrderTotal);
                        let next = if field == Field::Amount { self.next_amount() } else { None };
                        self.columns.set(field, next);
                    }
                }
            }
        }
        for place in self.money_places(|money| {
            matches!(money, Some(Money::OrderTotal | Money::Line { .. } | Money::Paid) | None)
        }) {
            if self.columns.role(place).is_none() && self.order_total(place) == OrderTotal::Yes {
                self.explain(place, SetAside::OrderTotal);
            }
        }
    }

    /// Totals of orders of one line are more than quantity × price by what is of the order, such as postage.
    pub(super) fn set_totals_with_postage_aside(&mut self) {
        let Some(place) = self.columns.place(Field::Amount) else { return };
        let is_total = self.columns.wordings[place].money() == Some(Money::OrderTotal);
        if !is_total
            || self.columns.is_pinned(Field::Amount)
            || !self.has(Field::Price)
            || !self.has(Field::Quantity)
        {
            return;
        }
        let equations = self.equations();
        let relation = equations.relation_of_amount(self.evidence, true, self.has(Field::Net));
        if !matches!(relation, Relation::Differs | Relation::TimesPrice) {
            return;
        }
        let (is_less, is_more) = equations.amount_besides_product(self.evidence);
        if is_less && relation == Relation::Differs {
            self.ask_about_amount();
        } else if is_more && !is_less {
            self.explain(place, SetAside::OrderTotal);
            self.columns.set(Field::Amount, None);
        }
    }

    fn next_amount(&self) -> Option<usize> {
        let places = self.money_places(|money| matches!(money, Some(Money::Line { .. } | Money::OrderTotal)));
        let free = places
            .into_iter()
            .filter(|place| self.columns.role(*place).is_none() && !self.is_explained(*place));
        free.min_by_key(|place| self.line_rank(*place))
    }

    /// Whether a column has the same value on all lines of an order, or one on its first line alone, so that it is no
    /// column of the lines.
    pub(super) fn order_total(&self, place: usize) -> OrderTotal {
        let Some(index) = self.evidence.index(place) else { return OrderTotal::No };
        let price = self.columns.place(Field::Price).filter(|price| *price != place);
        let price = price.and_then(|place| self.evidence.index(place));
        let orders = self.evidence.orders();
        let mut seen = Seen::default();
        for order in &orders {
            let rows: Vec<_> = order.iter().map(|at| self.evidence.row(*at)).collect();
            let values: Vec<Option<i64>> = rows.iter().map(|row| row.value(index)).collect();
            let Some(first) = values[0].filter(|first| *first != 0) else { continue };
            seen.orders += 1;
            let is_alone = values[1..].iter().all(Option::is_none);
            if is_alone {
                seen.alone += 1;
                continue;
            }
            if values.iter().any(|value| *value != Some(first)) {
                continue;
            }
            seen.constant += 1;
            seen.values.push(first);
            let quantities = || rows.iter().map(super::Row::quantity);
            let products = || rows.iter().map(super::Row::product);
            seen.quantities_differ +=
                usize::from(quantities().any(|quantity| quantity != rows[0].quantity()));
            seen.products_differ += usize::from(products().any(|product| product != rows[0].product()));
            seen.bare += usize::from(products().all(|product| product == 0));
            if let Some(price) = price {
                let times: Option<Vec<i64>> = rows.iter().map(|row| row.times(row.value(price)?)).collect();
                let Some(times) = times else { continue };
                let sum = times.iter().fold(0_i64, |sum, part| sum.saturating_add(*part));
                seen.of_lines += usize::from(
                    rows.iter().zip(&times).all(|(row, part)| equations::are_near(row, first, *part)),
                );
                // Two cents a line, for what was rounded in each.
                seen.of_sums += usize::from(first.abs_diff(sum) <= 200 * rows.len() as u64);
            }
        }
        let is_named = self.columns.wordings[place].money() == Some(Money::OrderTotal);
        seen.says(price.is_some(), is_named)
    }

    pub(super) fn ask_about_amount(&mut self) {
        if let Some(place) = self.columns.place(Field::Amount) {
            self.ask(Question::amount(&[place], true));
        }
    }
}

/// The evidence of orders with several lines.
#[derive(Default)]
struct Seen {
    orders: usize,
    alone: usize,
    constant: usize,
    of_lines: usize,
    of_sums: usize,
    quantities_differ: usize,
    products_differ: usize,
    /// Orders of whose lines none names a product.
    bare: usize,
    values: Vec<i64>,
}

impl Seen {
    fn says(mut self, has_price: bool, is_named: bool) -> OrderTotal {
        let most = |count: usize| count > 0 && count * 100 >= self.orders * MOST;
        if most(self.alone) {
            return OrderTotal::Yes;
        }
        // Lines that are all alike have one amount as well: quantity × price of each distinguishes them from a total.
        if !most(self.constant + self.alone) || self.of_lines * 2 >= self.constant {
            return OrderTotal::No;
        }
        if is_named || has_price && self.of_sums * 2 >= self.constant {
            return OrderTotal::Yes;
        }
        self.values.sort_unstable();
        self.values.dedup();
        // Lines of different products or quantities rarely cost the same; one value in all orders may be a single price.
        let is_suspect = self.constant > 1 && self.values.len() > 1 && self.products_differ > 0
            || self.quantities_differ > 0
            || self.bare > 1 && self.bare == self.constant && self.values.len() > 1;
        if is_suspect { OrderTotal::Maybe } else { OrderTotal::No }
    }
}
