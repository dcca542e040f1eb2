//! Why revenue changed between two periods: a change taken apart into parts that sum to it exactly.
//!
//! The module computes from figures it is given; who asks the database for them and who words the sentence are
//! others.
//!
//! # Method
//!
//! Price-volume-mix analysis, as management accounting does it with a budget: C. T. Horngren, S. M. Datar,
//! M. V. Rajan, *Cost Accounting: A Managerial Emphasis*, 14th edition, Pearson 2012, chapter 7 (selling-price and
//! sales-volume variance) and chapter 14, pages 519 to 522 with exhibit 14-10 (sales-mix and sales-quantity
//! variance, of which the sales-volume variance is the sum). Here the period before stands for the budget and
//! revenue for the contribution margin.
//!
//! Let r be the revenue and q the quantity of one product in one store (a *pair*), 0 before and 1 after, and over
//! the pairs that were sold at a price in both periods R and Q their sums and p₀ = r₀ / q₀ the mean price before:
//!
//! | Part | Amount |
//! |---|---|
//! | price | Σ (r₁ − q₁ p₀), that is Σ q₁ (p₁ − p₀) |
//! | mix | Σ (q₁ − q₀ Q₁ / Q₀) p₀ |
//! | volume | (Q₁ − K) (R₀ + calendar) / K, with K what trading days alone make of Q₀ |
//! | returns | the amounts of returns after less those before, of products and stores that neither came nor went |
//! | calendar | Σ over stores of R₀ (k − 1), and all of stores in business that had no trading day on one side |
//! | holidays | the revenue of the days before that match by their feasts, less that of the days compared with |
//! | opened | Σ r₁ of days on which the store had not opened yet on the other side |
//! | closed | −Σ r₀ of days on which the store has closed on the other side |
//! | new | Σ r₁ of products without a sale in the year up to the end of the period before |
//! | lost | −Σ r₀ of products without a sale from the start of the period after to the end of the data |
//! | other | Σ (r₁ − r₀) of the other pairs that were in one of the periods sold without a price |
//!
//! Trading days make Σ q₀ k of Q₀, with k that of each store: with one k for all, volume is (Q₁ − Q₀) R₀ / Q₀ − calendar. Where
//! tickets are known, there is no volume but customers and what each takes: *customers*, the same of the tickets T; *items*, what they take more or less of, at the mean price of what rises, or falls
//! (`baskets`); and mix is the rest, what they take instead of something else.
//!
//! Where this differs from the book:
//!
//! - **Pairs.** A product is compared with itself in the same store, so that a dear store selling more is mix and
//!   not price. A pair sold in one period only, though its product and its store went on (a slow product on one day),
//!   has no price to compare with: all of it is volume and mix, at its own price.
//! - **Returns.** They are taken out of the sales before these are taken apart, where it is known which lines they are:
//!   customers who bring goods back took no fewer, and a mean price over sales and returns is none. What is new, lost,
//!   opened or closed is shown net of its returns.
//! - **Other.** A price needs a quantity above zero and a revenue of zero or more. Returns that outweigh sales and
//!   lines without quantity are no prices: dividing by them would make large amounts of price and mix that cancel.
//!   Their whole change is one line; beside returns alone, what sold at a price on the other side is pieces that were
//!   not sold. Something given away has a price, zero.
//! - **Calendar.** The volume that trading days alone explain, separated from it, store by store: a store that now
//!   shuts on Mondays has fewer trading days, though another is open. Stores that sell on few of their days are
//!   counted as one, since no sale does not mean closed there. With v the revenue before of each weekday and d its
//!   trading days, k = Σ (v / d₀) d₁ / Σ v: each weekday goes on bringing what it brought a day. A weekday without
//!   trading days before is expected to bring a mean trading day, Σ v / Σ d₀, since nothing else is known of it. A
//!   weekday of returns alone counts as bringing nothing. When no weekday brought anything, there is no calendar
//!   part.
//! - **Holidays.** Easter, Ascension and Whitsun move by weeks. Against the same weekdays, the period is taken apart
//!   from the days before that match it holiday by holiday; what these brought more than the days compared with is
//!   the holidays' part, known before anything of the period is.
//! - **Lines.** Volume and mix depend on the units in which quantities are counted, their sum does not (a cheese in
//!   grams or in kilograms). By product only the sum is shown, as pieces: Σ (q₁ − q₀) p₀ of its pairs, less what the
//!   calendar of each store makes of its revenue there.
//!
//! # Rounding
//!
//! All amounts are whole ten-thousandths. The pieces of each pair are rounded half away from zero, and its price is
//! the rest of its change; volume is rounded likewise, and mix is the rest of the pieces. So price and mix are off by
//! at most half a ten-thousandth a pair, and every sum is exact. The calendar's part of a product is rounded by the
//! largest remainder, parts in hundredths too ([`ChangeParts::in_cents`]).

mod baskets;
mod calendar;
#[cfg(test)]
mod cases;
#[cfg(test)]
mod laws;
mod lines;
mod pairs;
mod parts;
mod rounding;
mod story;

use std::collections::BTreeMap;

use comptoir_sales::Money;

use crate::cents::units_that_sum;

pub use calendar::{StoresWeek, TradingDays, WeekdayTrade};
pub use lines::{ChangeLine, LineKind};
pub use pairs::{Comings, PairSales, PeriodSales};
pub use parts::{ChangePart, ChangeParts};
pub use story::{ChangeStory, Direction, Driver};

use baskets::items;
use lines::{DaysEffect, Ledger};
use pairs::{BothPeriods, pairs};
use rounding::{divided, within_limit};

/// A change of revenue and what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RevenueChange {
    revenue_before: Money,
    revenue_after: Money,
    change: Money,
    parts: ChangeParts,
    trading_days: TradingDays,
    lines: Vec<ChangeLine>,
}

impl RevenueChange {
    /// Takes apart the change between two periods of which the rows are all that was ever sold: what sold in one of
    /// them only came or went.
    ///
    /// `rows` holds each product in each store that sold in either period, in any order; rows of the same pair are
    /// added. `week` holds the seven weekdays of the stores that sold in both periods, from Monday or from any other
    /// day: a store that opens counts as opened and must not add days. Its default leaves out the calendar.
    ///
    /// `None` when a quantity or an amount passes a hundred thousand billion units, or all amounts together regardless
    /// of sign.
    pub fn new(rows: impl IntoIterator<Item = PairSales>, week: &[WeekdayTrade; 7]) -> Option<Self> {
        let rows: Vec<PairSales> = rows.into_iter().collect();
        let comings = Comings::of(&rows);
        let days = |of: fn(&WeekdayTrade) -> u32| week.iter().map(|weekday| u64::from(of(weekday))).sum();
        let trading_days = TradingDays {
            before: days(|weekday| weekday.days_before),
            after: days(|weekday| weekday.days_after),
        };
        let weeks = vec![StoresWeek { stores: rows.iter().map(|row| row.store).collect(), week: *week }];
        Self::of(&ChangeFacts { rows, comings, weeks, trading_days, ..ChangeFacts::default() })
    }

    /// Takes apart the change that these facts show.
    ///
    /// `None` as for [`RevenueChange::new`].
    pub fn of(facts: &ChangeFacts) -> Option<Self> {
        let mut ledger = Ledger::default();
        let mut whole = BothPeriods::default();
        for pair in pairs(facts.rows.iter().copied(), facts.returns.iter().copied(), &facts.comings)? {
            ledger.add(&pair)?;
            whole += pair.sales;
            whole += pair.returns;
        }
        for edge in &facts.edges {
            ledger.add_edge(edge);
            let (before, after) = if edge.has_opened {
                (PeriodSales::default(), edge.sales)
            } else {
                (edge.sales, PeriodSales::default())
            };
            whole += BothPeriods { before: before.into(), after: after.into() };
        }
        let of_days = ledger.calendar(&facts.weeks)?;
        ledger.carve_out(&of_days);
        ledger.add_holidays(facts.holidays);
        let moved = i128::from(facts.holidays.parts());
        Some(Self {
            revenue_before: Money::from_parts(within_limit(whole.before.revenue - moved)?),
            revenue_after: Money::from_parts(within_limit(whole.after.revenue)?),
            change: Money::from_parts(within_limit(whole.change() + moved)?),
            parts: parts(&ledger, &of_days, facts)?,
            trading_days: facts.trading_days,
            lines: ledger.lines()?,
        })
    }

    /// The revenue before, the revenue after and the parts in whole units, as they are shown: the parts sum to the
    /// difference of the two.
    pub fn in_units(&self) -> (Money, Money, ChangeParts) {
        let (before, after) = (in_units(self.revenue_before), in_units(self.revenue_after));
        let change = (i128::from(after.parts()) - i128::from(before.parts())) / UNIT;
        let parts = self.parts.in_units(i64::try_from(change).unwrap_or(i64::MAX));
        (before, after, parts)
    }

    /// Revenue before.
    pub fn revenue_before(&self) -> Money {
        self.revenue_before
    }

    /// Revenue after.
    pub fn revenue_after(&self) -> Money {
        self.revenue_after
    }

    /// Revenue after less revenue before: the sum of the parts, and of the lines.
    pub fn change(&self) -> Money {
        self.change
    }

    /// The change as a part of the revenue before, 0.1 for ten per cent more; `None` unless that was above zero.
    pub fn relative_change(&self) -> Option<f64> {
        (self.revenue_before > Money::default()).then(|| self.change.to_f64() / self.revenue_before.to_f64())
    }

    /// The parts of the change.
    pub fn parts(&self) -> &ChangeParts {
        &self.parts
    }

    /// The trading days of both periods.
    pub fn trading_days(&self) -> TradingDays {
        self.trading_days
    }

    /// Which products and stores made the change, the largest amount of either sign first; equal amounts stand in
    /// the order of kind, product and store. Lines of zero are left out.
    pub fn lines(&self) -> &[ChangeLine] {
        &self.lines
    }

    /// The `count` lines that explain most, or all if there are fewer.
    pub fn top(&self, count: usize) -> &[ChangeLine] {
        &self.lines[..count.min(self.lines.len())]
    }

    /// The sum of the lines after the first `count`.
    pub fn rest(&self, count: usize) -> Money {
        self.lines.iter().skip(count).map(|line| line.amount).sum()
    }

    /// The amounts of the first `count` lines and of the others together, in whole units as they are shown: like the parts
    /// of [`RevenueChange::in_units`] they sum to the difference of the two revenues.
    ///
    /// A line that is all of a part is shown as the part is, and any other rounded by itself, so that it reads the same
    /// however many are listed: the others take what is left. Without others the largest remainders do.
    pub fn lines_in_units(&self, count: usize) -> (Vec<Money>, Money) {
        let (before, after, shown) = self.in_units();
        let as_part = |line: &ChangeLine| {
            let part = line.kind.part()?;
            (self.parts.get(part) == line.amount).then(|| shown.get(part))
        };
        let sum_of = |amounts: &[Money]| amounts.iter().copied().sum::<Money>();
        let (change, lines) = (after + before.negated(), self.top(count));
        if lines.len() < self.lines.len() {
            let amounts: Vec<Money> =
                lines.iter().map(|line| as_part(line).unwrap_or_else(|| in_units(line.amount))).collect();
            let others = change + sum_of(&amounts).negated();
            return (amounts, others);
        }
        let whole_parts: Vec<Money> = lines.iter().filter_map(as_part).collect();
        let rest: Vec<Money> =
            lines.iter().filter(|line| as_part(line).is_none()).map(|line| line.amount).collect();
        let units = i128::from((change + sum_of(&whole_parts).negated()).parts()) / UNIT;
        if rest.is_empty() && units != 0 {
            // Volume and mix that cancel have no line, but may be shown.
            let amounts: Vec<Money> = lines.iter().map(|line| line.amount).collect();
            let units = i128::from(change.parts()) / UNIT;
            return (units_that_sum(&amounts, i64::try_from(units).unwrap_or(i64::MAX)), Money::default());
        }
        let mut rest = units_that_sum(&rest, i64::try_from(units).unwrap_or(i64::MAX)).into_iter();
        let amounts =
            lines.iter().map(|line| as_part(line).or_else(|| rest.next()).unwrap_or_default()).collect();
        (amounts, Money::default())
    }

    /// The parts worth a sentence.
    pub fn story(&self) -> ChangeStory {
        ChangeStory::of(&self.parts)
    }
}

/// A ten-thousandth is the least of a unit.
const UNIT: i128 = 10_000;

/// An amount in whole units, rounded half away from zero.
fn in_units(money: Money) -> Money {
    let parts = i128::from(money.parts());
    // What is rounded away from a limit of 64 bits stays far within it.
    let units = (parts.abs() + UNIT / 2) / UNIT * parts.signum();
    Money::from_parts(i64::try_from(units * UNIT).unwrap_or(i64::MAX))
}

/// All that a change is taken apart from.
#[derive(Clone, Debug, Default)]
pub struct ChangeFacts {
    /// Each product in each store that sold in either period, but for what the edges hold; rows of the same pair are
    /// added.
    pub rows: Vec<PairSales>,
    /// The returns among the rows, of the same products in the same stores.
    pub returns: Vec<PairSales>,
    /// The products and stores that are new or gone.
    pub comings: Comings,
    /// What stores sold on days before their opening or after their closing on the other side.
    pub edges: Vec<EdgeSales>,
    /// The seven weekdays of the stores that sold in both periods, each store once.
    pub weeks: Vec<StoresWeek>,
    /// The trading days of these stores together.
    pub trading_days: TradingDays,
    /// What the rows and edges before brought more than the days compared with, where they are not these but the days
    /// that match by their holidays.
    pub holidays: Money,
    /// The tickets of the rows, before and after, where nearly all sales have one.
    pub tickets: Option<(i64, i64)>,
    /// Those before by their stores; none where trading days change all stores alike.
    pub store_tickets: BTreeMap<i64, i64>,
}

/// The sales of a store on days on which, on the other side, it had not opened yet, has closed or rested throughout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeSales {
    /// The store's id.
    pub store: i64,
    /// Whether it has opened: these are sales of the period after. Else it has closed: of the period before.
    pub has_opened: bool,
    /// Whether it was in business on the other side too and had no trading day there: a matter of the calendar.
    pub is_rest: bool,
    /// What it sold.
    pub sales: PeriodSales,
}

/// The parts from the lines, which hold volume and mix together as pieces, less the calendar's part of them; `None` past
/// the limit.
fn parts(ledger: &Ledger, days: &DaysEffect, facts: &ChangeFacts) -> Option<ChangeParts> {
    let tickets = facts.tickets.filter(|(before, _)| *before > 0);
    let volume = volume(ledger, days)?;
    let customers = match tickets {
        Some(tickets) => Some(customers(ledger, days, (tickets, &facts.store_tickets))?),
        None => None,
    };
    let items = customers.map_or(0, |(_, items)| items);
    let customers = customers.map(|(customers, _)| customers);
    // Whatever pieces are left is what they are: dear ones or cheap ones.
    let alike = customers.map_or(volume, |customers| customers + items);
    ChangeParts::of_each(|part| {
        within_limit(match part {
            ChangePart::Volume if customers.is_some() => 0,
            ChangePart::Volume => volume,
            ChangePart::Customers => customers.unwrap_or_default(),
            ChangePart::Items => items,
            ChangePart::Mix => ledger.sum(LineKind::Pieces) - alike,
            ChangePart::Returns => ledger.sum(LineKind::Returns),
            ChangePart::Price => ledger.sum(LineKind::Price),
            ChangePart::Calendar => ledger.sum(LineKind::Calendar),
            ChangePart::Holidays => ledger.sum(LineKind::Holidays),
            ChangePart::New => ledger.sum(LineKind::New),
            ChangePart::Lost => ledger.sum(LineKind::Lost),
            ChangePart::Opened => ledger.sum(LineKind::Opened),
            ChangePart::Closed => ledger.sum(LineKind::Closed),
            ChangePart::Other => ledger.sum(LineKind::Other),
        })
    })
}

/// What more customers alone would have brought, each with the basket of the period before, and what each took more, trading
/// days left out; `None` past the limit.
fn customers(
    ledger: &Ledger,
    days: &DaysEffect,
    ((before, after), by_store): ((i64, i64), &BTreeMap<i64, i64>),
) -> Option<(i128, i128)> {
    let (revenue, calendar) = (ledger.priced.before.revenue, i128::from(days.total));
    let of_stores = || by_store.iter().map(|(store, tickets)| (*store, *tickets as f64));
    let expected = days.expected(of_stores()).filter(|expected| *expected > 0.0);
    let (customers, growth) = if let Some(expected) = expected {
        let growth = after as f64 / expected;
        (((revenue + calendar) as f64 * (growth - 1.0)).round() as i128, growth)
    } else {
        let more = divided(revenue * i128::from(after - before), before.into());
        (more - calendar, after as f64 / before as f64)
    };
    // Quantities and tickets have to be of the same days.
    let uniform = DaysEffect::default();
    let days = if expected.is_some() { days } else { &uniform };
    Some((customers, i128::from(items(ledger.pieces(days), growth)?)))
}

/// What all products would have added had they grown alike, trading days left out; `None` past the limit.
fn volume(ledger: &Ledger, days: &DaysEffect) -> Option<i128> {
    let (before, after) = (ledger.priced.before.told()?, ledger.priced.after.told()?);
    let calendar = i128::from(days.total);
    if let Some(expected) = days.expected(ledger.quantities()).filter(|expected| *expected > 0.0) {
        let revenue = (i128::from(before.revenue.parts()) + calendar) as f64;
        return Some((revenue * (after.quantity.parts() as f64 / expected - 1.0)).round() as i128);
    }
    let growth = i128::from(after.quantity.parts()) - i128::from(before.quantity.parts());
    // Every price has a quantity above zero: none before means that there are no prices, and no growth.
    let quantity = i128::from(before.quantity.parts().max(1));
    Some(divided(growth * i128::from(before.revenue.parts()), quantity) - calendar)
}
