//! What each product sold in each store, before and after, and which part of the change that makes it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{AddAssign, Sub},
};

use comptoir_sales::{Money, Quantity};

use super::rounding::within_limit;

/// What was sold in one period; by default nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PeriodSales {
    /// Revenue; below zero when returns exceed sales.
    pub revenue: Money,
    /// Pieces, kilograms or metres; below zero when returns exceed sales.
    pub quantity: Quantity,
    /// Lines of sales. A product without lines, revenue and quantity was not sold; one whose sales and returns
    /// cancel was.
    pub sales: i64,
}

/// The sales of one product in one store. The same pair may have several rows: they are added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairSales {
    /// The product's id.
    pub product: i64,
    /// The store's id.
    pub store: i64,
    /// In the period that is compared with.
    pub before: PeriodSales,
    /// In the period that is explained.
    pub after: PeriodSales,
}

/// A sum of [`PeriodSales`] that no row can make overflow.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) revenue: i128,
    pub(super) quantity: i128,
    sales: i128,
}

impl Tally {
    fn sold(self) -> bool {
        (self.revenue, self.quantity, self.sales) != (0, 0, 0)
    }

    /// Whether revenue divided by quantity is a price: something went out, and nobody was paid to take it.
    pub(super) fn has_price(self) -> bool {
        self.quantity > 0 && self.revenue >= 0
    }

    /// The sum; `None` past the limit.
    pub(super) fn told(self) -> Option<PeriodSales> {
        Some(PeriodSales {
            revenue: Money::from_parts(within_limit(self.revenue)?),
            quantity: Quantity::from_parts(within_limit(self.quantity)?),
            sales: within_limit(self.sales)?,
        })
    }
}

impl From<PeriodSales> for Tally {
    fn from(sales: PeriodSales) -> Self {
        Self {
            revenue: sales.revenue.parts().into(),
            quantity: sales.quantity.parts().into(),
            sales: sales.sales.into(),
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.revenue += other.revenue;
        self.quantity += other.quantity;
        self.sales += other.sales;
    }
}

impl Sub for Tally {
    type Output = Self;

    fn sub(self, part: Self) -> Self {
        Self {
            revenue: self.revenue - part.revenue,
            quantity: self.quantity - part.quantity,
            sales: self.sales - part.sales,
        }
    }
}

/// Both periods.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct BothPeriods {
    pub(super) before: Tally,
    pub(super) after: Tally,
}

impl BothPeriods {
    pub(super) fn change(self) -> i128 {
        self.after.revenue - self.before.revenue
    }

    /// Whether the sums stay within what is shown: their products then fit `i128`.
    fn within_limit(self) -> bool {
        self.before.told().and(self.after.told()).is_some()
    }
}

impl AddAssign for BothPeriods {
    fn add_assign(&mut self, other: Self) {
        self.before += other.before;
        self.after += other.after;
    }
}

impl Sub for BothPeriods {
    type Output = Self;

    fn sub(self, part: Self) -> Self {
        Self { before: self.before - part.before, after: self.after - part.after }
    }
}

/// Which products and stores are new or gone, by all their sales and not only by those of the two periods: a product
/// that did not sell on one day is not lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comings {
    /// Products without a sale in the year up to the end of the period before.
    pub new: BTreeSet<i64>,
    /// Products without a sale from the start of the period after to the end of the data, and for longer than ever
    /// before.
    pub lost: BTreeSet<i64>,
    /// Stores that had not opened yet.
    pub opened: BTreeSet<i64>,
    /// Stores that have closed.
    pub closed: BTreeSet<i64>,
}

impl Comings {
    /// What rows say that are all that was ever sold.
    pub fn of(rows: &[PairSales]) -> Self {
        let sums = sums(rows.iter().copied());
        let sides = |id: fn(&(i64, i64)) -> i64| -> [BTreeSet<i64>; 2] {
            let side = |sales: fn(&BothPeriods) -> Tally| {
                sums.iter().filter(|(_, both)| sales(both).sold()).map(|(pair, _)| id(pair)).collect()
            };
            [side(|both| both.before), side(|both| both.after)]
        };
        let ([products, products_after], [stores, stores_after]) =
            (sides(|pair| pair.0), sides(|pair| pair.1));
        Self {
            new: products_after.difference(&products).copied().collect(),
            lost: products.difference(&products_after).copied().collect(),
            opened: stores_after.difference(&stores).copied().collect(),
            closed: stores.difference(&stores_after).copied().collect(),
        }
    }
}

/// The line that a pair's change of revenue belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Its store had not opened yet.
    Opened,
    /// Its store has closed.
    Closed,
    /// Its product is new.
    New,
    /// Its product is sold no more.
    Lost,
    /// Sold at a price in both periods, or in one of them while product and store went on: volume and mix.
    Priced,
    /// Sold, in one of the periods without a price: what has one on the other side is pieces, the rest a cause of its
    /// own.
    Other,
}

/// A product in a store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) product: i64,
    pub(super) store: i64,
    /// What was sold, but for the returns.
    pub(super) sales: BothPeriods,
    /// What came back; nothing where product or store came or went, which their sales less their returns made.
    pub(super) returns: BothPeriods,
    pub(super) standing: Standing,
}

/// The pairs that sold in either period, each once, with the returns that the rows hold; `None` when one passes the limit.
pub(super) fn pairs(
    rows: impl IntoIterator<Item = PairSales>,
    returns: impl IntoIterator<Item = PairSales>,
    comings: &Comings,
) -> Option<Vec<Pair>> {
    let (returns, sums) = (sums(returns), sums(rows));
    let without_returns =
        |pair: &(i64, i64), whole: BothPeriods| whole - returns.get(pair).copied().unwrap_or_default();
    // Who brings back what was bought long ago has brought no new product.
    let offered: BTreeSet<i64> = sums
        .iter()
        .map(|(pair, whole)| (pair.0, without_returns(pair, *whole)))
        .filter(|(_, sales)| sales.before.sold() || sales.after.sold())
        .map(|(product, _)| product)
        .collect();
    sums.into_iter()
        .filter(|(_, sales)| sales.before.sold() || sales.after.sold())
        .map(|((product, store), whole)| {
            let came_or_went = came_or_went(whole, (product, store), comings).filter(|standing| {
                offered.contains(&product) || !matches!(standing, Standing::New | Standing::Lost)
            });
            let returns = returns.get(&(product, store)).filter(|_| came_or_went.is_none());
            let returns = returns.copied().unwrap_or_default();
            let standing = came_or_went.unwrap_or_else(|| priced_or_other(whole - returns));
            let sales = whole - returns;
            let is_within = whole.within_limit() && returns.within_limit() && sales.within_limit();
            is_within.then_some(Pair { product, store, sales, returns, standing })
        })
        .collect()
}

/// What each product sold in each store.
fn sums(rows: impl IntoIterator<Item = PairSales>) -> BTreeMap<(i64, i64), BothPeriods> {
    let mut sums: BTreeMap<(i64, i64), BothPeriods> = BTreeMap::new();
    for row in rows {
        *sums.entry((row.product, row.store)).or_default() +=
            BothPeriods { before: row.before.into(), after: row.after.into() };
    }
    sums
}

fn came_or_went(sales: BothPeriods, (product, store): (i64, i64), comings: &Comings) -> Option<Standing> {
    match (sales.before.sold(), sales.after.sold()) {
        (false, _) if comings.opened.contains(&store) => Some(Standing::Opened),
        (false, _) if comings.new.contains(&product) => Some(Standing::New),
        (_, false) if comings.closed.contains(&store) => Some(Standing::Closed),
        (_, false) if comings.lost.contains(&product) => Some(Standing::Lost),
        _ => None,
    }
}

fn priced_or_other(sales: BothPeriods) -> Standing {
    match (sales.before.sold(), sales.after.sold()) {
        (false, _) if sales.after.has_price() => Standing::Priced,
        (_, false) if sales.before.has_price() => Standing::Priced,
        (false, _) | (_, false) => Standing::Other,
        _ if sales.before.has_price() && sales.after.has_price() => Standing::Priced,
        _ => Standing::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: PeriodSales = sold(0, 0, 0);

    const fn sold(revenue: i64, quantity: i64, sales: i64) -> PeriodSales {
        PeriodSales { revenue: Money::from_parts(revenue), quantity: Quantity::from_parts(quantity), sales }
    }

    /// How a product stands in a store that sells something else in both periods.
    fn standing_of(before: PeriodSales, after: PeriodSales) -> Option<Standing> {
        let something = sold(1, 1, 1);
        let rows = [
            PairSales { product: 1, store: 1, before, after },
            PairSales { product: 2, store: 1, before: something, after: something },
        ];
        pairs(rows, [], &Comings::of(&rows))
            .unwrap()
            .iter()
            .find(|pair| pair.product == 1)
            .map(|pair| pair.standing)
    }

    #[test]
    fn sold_in_one_period_is_new_or_lost() {
        assert_eq!(standing_of(NOTHING, sold(5, 1, 1)), Some(Standing::New));
        assert_eq!(standing_of(sold(5, 1, 1), NOTHING), Some(Standing::Lost));
        assert_eq!(standing_of(NOTHING, NOTHING), None);
    }

    #[test]
    fn a_sale_and_its_return_are_still_sales() {
        assert_eq!(standing_of(sold(0, 0, 2), sold(5, 1, 1)), Some(Standing::Other));
    }

    #[test]
    fn returns_alone_and_lines_without_quantity_have_no_price() {
        for odd in [sold(-5, -1, 1), sold(5, 0, 1), sold(5, -1, 1), sold(-5, 1, 1)] {
            assert_eq!(standing_of(odd, sold(5, 1, 1)), Some(Standing::Other));
            assert_eq!(standing_of(sold(5, 1, 1), odd), Some(Standing::Other));
        }
    }

    #[test]
    fn what_is_given_away_has_the_price_zero() {
        assert_eq!(standing_of(sold(0, 1, 1), sold(5, 1, 1)), Some(Standing::Priced));
    }

    #[test]
    fn a_store_opens_and_closes_with_its_first_and_last_sale() {
        let row = |store, before, after| PairSales { product: 1, store, before, after };
        let rows = [row(1, NOTHING, sold(5, 1, 1)), row(2, sold(5, 1, 1), NOTHING)];
        let found = pairs(rows, [], &Comings::of(&rows)).unwrap();
        let standings: Vec<_> = found.iter().map(|pair| pair.standing).collect();
        assert_eq!(standings, [Standing::Opened, Standing::Closed]);
    }
}
