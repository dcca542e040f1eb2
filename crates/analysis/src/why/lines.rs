//! The lines of a change: which product and which store made it.

use std::{cmp::Reverse, collections::BTreeMap, fmt};

use comptoir_sales::Money;

use super::{
    ChangePart, EdgeSales, StoresWeek,
    calendar::calendar_effect,
    pairs::{BothPeriods, Pair, PeriodSales, Standing, Tally},
    rounding::{divided, within_limit},
};
use crate::cents::apportioned;

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    /// A product sold dearer or cheaper.
    Price,
    /// More or fewer pieces of a product, at the price before: its volume and its mix, apart from trading days.
    Pieces,
    /// More or less of a product came back.
    Returns,
    /// Trading days, all products together.
    Calendar,
    /// Holidays that fall on other days, all products together.
    Holidays,
    /// A product that was not sold in the year before.
    New,
    /// A product that is sold no more.
    Lost,
    /// A store that had not opened yet.
    Opened,
    /// A store that has closed.
    Closed,
    /// A product's sales without a price.
    Other,
}

impl LineKind {
    /// All of them, in the order in which lines of equal amount stand.
    pub const ALL: [Self; 10] = [
        Self::Price,
        Self::Pieces,
        Self::Returns,
        Self::Calendar,
        Self::Holidays,
        Self::New,
        Self::Lost,
        Self::Opened,
        Self::Closed,
        Self::Other,
    ];

    /// The part that lines of this kind sum to; pieces are in several.
    pub(super) fn part(self) -> Option<ChangePart> {
        match self {
            Self::Price => Some(ChangePart::Price),
            Self::Pieces => None,
            Self::Returns => Some(ChangePart::Returns),
            Self::Calendar => Some(ChangePart::Calendar),
            Self::Holidays => Some(ChangePart::Holidays),
            Self::New => Some(ChangePart::New),
            Self::Lost => Some(ChangePart::Lost),
            Self::Opened => Some(ChangePart::Opened),
            Self::Closed => Some(ChangePart::Closed),
            Self::Other => Some(ChangePart::Other),
        }
    }

    /// The name on the command line and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Pieces => "pieces",
            Self::Returns => "returns",
            Self::Calendar => "calendar",
            Self::Holidays => "holidays",
            Self::New => "new",
            Self::Lost => "lost",
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for LineKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// What one product or one store changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// The kind of the line.
    pub kind: LineKind,
    /// The product's id; `None` for a store that opened or closed, and for the calendar and holidays.
    pub product: Option<i64>,
    /// The store's id, when it opened or closed; else `None`, since the line joins all stores.
    pub store: Option<i64>,
    /// The revenue it added, never zero.
    pub amount: Money,
    /// What the calendar alone would have added to these pieces: shown in the line of the calendar and left out of
    /// `amount`. Zero in lines that are not about pieces.
    pub calendar: Money,
    /// The sales of which the line speaks, before.
    pub before: PeriodSales,
    /// The same, after. The amount of a price is the sum over stores: the product's mean price over all stores also
    /// moves when the dear store sells more.
    pub after: PeriodSales,
}

/// What makes a line one line; also the order of lines of equal amount.
type Key = (LineKind, Option<i64>, Option<i64>);

#[derive(Clone, Copy, Default)]
struct Entry {
    amount: i128,
    calendar: i128,
    sales: BothPeriods,
}

/// The lines while pairs are added to them.
#[derive(Default)]
pub(super) struct Ledger {
    entries: BTreeMap<Key, Entry>,
    /// The pairs sold at a price in both periods.
    pub(super) priced: BothPeriods,
    /// What each store sold of each product among them before.
    priced_before: BTreeMap<i64, BTreeMap<i64, Tally>>,
}

/// What trading days alone would have made of the sales before: store by store, since one that shut for two weeks is no
/// reason for fewer sales of another.
#[derive(Default)]
pub(super) struct DaysEffect {
    /// The change of all revenue.
    pub(super) total: i64,
    /// That of each product's revenue, and of its quantity.
    of_products: BTreeMap<i64, (i128, f64)>,
    /// By which part of what they were the sales of each store would change.
    growth: BTreeMap<i64, f64>,
    /// Whether it is the same in all stores.
    is_uniform: bool,
}

impl DaysEffect {
    /// A quantity of each store, as trading days alone would have made it; `None` where all stores change alike, and what
    /// they are together says the same exactly.
    pub(super) fn expected(&self, by_store: impl IntoIterator<Item = (i64, f64)>) -> Option<f64> {
        let expected = |(store, amount): (i64, f64)| amount * (1.0 + self.growth_of(store));
        (!self.is_uniform).then(|| by_store.into_iter().map(expected).sum())
    }

    fn growth_of(&self, store: i64) -> f64 {
        self.growth.get(&store).copied().unwrap_or_default()
    }
}

impl Ledger {
    /// Adds a pair; `None` when its pieces pass the limit.
    pub(super) fn add(&mut self, pair: &Pair) -> Option<()> {
        let (product, store) = (Some(pair.product), Some(pair.store));
        self.enter((LineKind::Returns, product, None), pair.returns.change(), pair.returns);
        let key = match pair.standing {
            Standing::Opened => (LineKind::Opened, None, store),
            Standing::Closed => (LineKind::Closed, None, store),
            Standing::New => (LineKind::New, product, None),
            Standing::Lost => (LineKind::Lost, product, None),
            Standing::Other => return self.add_odd(pair),
            Standing::Priced => return self.add_priced(pair),
        };
        self.enter(key, pair.sales.change(), pair.sales);
        Some(())
    }

    /// Sales at a price beside a side of returns alone are pieces that were not sold there; the returns are a cause
    /// of their own. So is all of a pair of which a side brought an amount for no known quantity.
    fn add_odd(&mut self, pair: &Pair) -> Option<()> {
        let BothPeriods { before, after } = pair.sales;
        let nothing = Tally::default();
        let (priced, odd) = match (before.has_price(), after.has_price()) {
            (true, false) if after.revenue <= 0 => {
                (Some(BothPeriods { before, after: nothing }), BothPeriods { before: nothing, after })
            }
            (false, true) if before.revenue <= 0 => {
                (Some(BothPeriods { before: nothing, after }), BothPeriods { before, after: nothing })
            }
            _ => (None, pair.sales),
        };
        if let Some(sales) = priced {
            self.add_priced(&Pair { sales, ..*pair })?;
        }
        self.enter((LineKind::Other, Some(pair.product), None), odd.change(), odd);
        Some(())
    }

    /// The pieces are rounded to ten-thousandths, the price is the rest of the pair's change.
    fn add_priced(&mut self, pair: &Pair) -> Option<()> {
        let (before, after) = (pair.sales.before, pair.sales.after);
        // What was not sold before has no price to compare with: all of it is pieces.
        let pieces = match before.quantity {
            0 => after.revenue,
            quantity => divided((after.quantity - quantity) * before.revenue, quantity),
        };
        let pieces = i128::from(within_limit(pieces)?);
        let product = Some(pair.product);
        self.enter((LineKind::Pieces, product, None), pieces, pair.sales);
        self.enter((LineKind::Price, product, None), pair.sales.change() - pieces, pair.sales);
        self.priced += pair.sales;
        *self.priced_before.entry(pair.store).or_default().entry(pair.product).or_default() += before;
        Some(())
    }

    /// What each product sold at a price, with the quantity that trading days alone would have made of the one before.
    pub(super) fn pieces(&self, days: &DaysEffect) -> impl Iterator<Item = (BothPeriods, f64)> {
        let pieces = self.entries.iter().filter(|(key, _)| key.0 == LineKind::Pieces);
        pieces.map(|((_, product, _), entry)| {
            let more =
                product.and_then(|product| days.of_products.get(&product)).filter(|_| !days.is_uniform);
            let before = entry.sales.before.quantity as f64;
            (entry.sales, before + more.map_or(0.0, |(_, quantity)| *quantity))
        })
    }

    /// The quantity of each store before.
    pub(super) fn quantities(&self) -> impl Iterator<Item = (i64, f64)> {
        self.priced_before
            .iter()
            .map(|(store, products)| (*store, products.values().map(|sold| sold.quantity as f64).sum()))
    }

    /// The change that the trading days of these stores alone would have made; `None` past the limit.
    pub(super) fn calendar(&self, weeks: &[StoresWeek]) -> Option<DaysEffect> {
        let (mut all, mut total) = (DaysEffect::default(), 0);
        for of in weeks {
            let mut products: BTreeMap<i64, Tally> = BTreeMap::new();
            for (product, sold) in
                of.stores.iter().filter_map(|store| self.priced_before.get(store)).flatten()
            {
                *products.entry(*product).or_default() += *sold;
            }
            // What was sold in the period after only has no revenue before that days could have changed.
            let weights: Vec<i128> = products.values().map(|sold| sold.revenue).collect();
            let revenue = i128::from(within_limit(weights.iter().sum())?.max(0));
            let effect = calendar_effect(revenue, &of.week)?;
            total += i128::from(effect);
            let growth = if revenue > 0 { effect as f64 / revenue as f64 } else { 0.0 };
            all.growth.extend(of.stores.iter().map(|store| (*store, growth)));
            for ((product, sold), share) in products.iter().zip(apportioned(effect.into(), &weights)) {
                let of_product = all.of_products.entry(*product).or_default();
                of_product.0 += share;
                of_product.1 += sold.quantity as f64 * growth;
            }
        }
        all.total = within_limit(total)?;
        let mut growths = self.priced_before.keys().map(|store| all.growth_of(*store));
        let first = growths.next();
        all.is_uniform = growths.all(|growth| Some(growth) == first);
        Some(all)
    }

    /// Adds what the days compared with would have brought more, had their holidays fallen as those of the period.
    pub(super) fn add_holidays(&mut self, moved: Money) {
        self.enter((LineKind::Holidays, None, None), moved.parts().into(), BothPeriods::default());
    }

    /// Adds what a store sold on days on which it had not opened yet a period before, on which it has closed since, or
    /// while it rested on the other side.
    pub(super) fn add_edge(&mut self, edge: &EdgeSales) {
        let nothing = BothPeriods::default();
        let (kind, sales) = if edge.has_opened {
            (LineKind::Opened, BothPeriods { after: edge.sales.into(), ..nothing })
        } else {
            (LineKind::Closed, BothPeriods { before: edge.sales.into(), ..nothing })
        };
        let key =
            if edge.is_rest { (LineKind::Calendar, None, None) } else { (kind, None, Some(edge.store)) };
        self.enter(key, sales.change(), sales);
    }

    fn enter(&mut self, key: Key, amount: i128, sales: BothPeriods) {
        let entry = self.entries.entry(key).or_default();
        entry.amount += amount;
        entry.sales += sales;
    }

    /// Moves the calendar's part out of the pieces of each product into a line of its own.
    pub(super) fn carve_out(&mut self, days: &DaysEffect) {
        for (product, (share, _)) in &days.of_products {
            if let Some(entry) = self.entries.get_mut(&(LineKind::Pieces, Some(*product), None)) {
                entry.amount -= share;
                entry.calendar = *share;
            }
        }
        self.enter((LineKind::Calendar, None, None), days.total.into(), self.priced);
    }

    /// The sum of the lines of one kind.
    pub(super) fn sum(&self, kind: LineKind) -> i128 {
        self.entries.iter().filter(|(key, _)| key.0 == kind).map(|(_, entry)| entry.amount).sum()
    }

    /// The lines that are not zero, the largest amount of either sign first; `None` past the limit.
    pub(super) fn lines(&self) -> Option<Vec<ChangeLine>> {
        // Then any selection of lines can be added.
        within_limit(self.entries.values().map(|entry| entry.amount.abs()).sum())?;
        let told = self.entries.iter().filter(|(_, entry)| entry.amount != 0);
        let mut lines = told.map(|(key, entry)| line(*key, entry)).collect::<Option<Vec<_>>>()?;
        // The sort is stable: lines of equal amount stay in the order of their keys.
        lines.sort_by_key(|line| Reverse(line.amount.parts().unsigned_abs()));
        Some(lines)
    }
}

fn line((kind, product, store): Key, entry: &Entry) -> Option<ChangeLine> {
    Some(ChangeLine {
        kind,
        product,
        store,
        amount: Money::from_parts(within_limit(entry.amount)?),
        calendar: Money::from_parts(within_limit(entry.calendar)?),
        before: entry.sales.before.told()?,
        after: entry.sales.after.told()?,
    })
}
