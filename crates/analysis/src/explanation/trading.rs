//! On which days stores traded, on both sides of a comparison.

use std::collections::{BTreeMap, BTreeSet};

use comptoir_calendar::{Date, parse_iso, runs};
use comptoir_sales::Money;

use crate::{
    AnalysisError, Answer, ComparedDays, Filter, Grouping, Question, Sales, StoresWeek, TradingDays,
    WeekdayTrade, compared_days::Edge, grouping::Side, store_days::History,
};

/// The trading days of the stores that sold on both sides.
pub(super) struct Trading {
    pub(super) weeks: Vec<StoresWeek>,
    /// Those that were in business on both sides and traded on one alone.
    pub(super) rests: Vec<Edge>,
    /// The days of all of them together.
    pub(super) days: TradingDays,
}

/// A store has to have sold on as many days for a period without a sale to be one of rest: two weeks.
const DAYS_TO_REST: usize = 14;

/// The days of each store, with what it sold on them.
type ByStore = BTreeMap<i64, Vec<(Date, Money)>>;

impl Trading {
    pub(super) fn of(
        sales: &Sales<'_>,
        days: &ComparedDays,
        filters: &[Filter],
    ) -> Result<Self, AnalysisError> {
        // A product that was not sold on a day did not close the shop.
        let of_stores = filters.iter().filter(|filter| filter.grouping.side() == Side::Store).cloned();
        let by = |filters| Question { filters, ..Question::by_both(Grouping::Store, Grouping::Day) };
        let [now, before] =
            sales.answers(days.core(&by(of_stores.collect())))?.map(|answer| by_store(&answer));
        let [_, brought] = days.core(&by(filters.to_vec()));
        let brought = by_store(&sales.answer(&brought)?);
        let same: BTreeSet<i64> = now.keys().filter(|store| before.contains_key(store)).copied().collect();
        let week = |stores: &BTreeSet<i64>| week([&now, &before], &brought, stores);
        let weeks = together(sales, &same)?.into_iter();
        let weeks = weeks.map(|stores| StoresWeek { week: week(&stores), stores }).collect();
        let rests = rests(sales, [&now, &before])?;
        let all = week(&same.iter().copied().chain(rests.iter().map(|rest| rest.store)).collect());
        let sum = |of: fn(&WeekdayTrade) -> u32| all.iter().map(|weekday| u64::from(of(weekday))).sum();
        let days = TradingDays {
            before: sum(|weekday| weekday.days_before),
            after: sum(|weekday| weekday.days_after),
        };
        Ok(Self { weeks, rests, days })
    }
}

/// The stores whose trading days are counted together: each that sells on most days alone, the others as one.
fn together(sales: &Sales<'_>, stores: &BTreeSet<i64>) -> Result<Vec<BTreeSet<i64>>, AnalysisError> {
    let completeness = sales.completeness()?;
    let daily = completeness.known_stores().filter(|(.., history)| history.sells_most_days());
    let daily: BTreeSet<i64> = daily.map(|(id, ..)| id).filter(|id| stores.contains(id)).collect();
    let others: BTreeSet<i64> = stores.difference(&daily).copied().collect();
    let alone = daily.into_iter().map(|store| [store].into());
    Ok(alone.chain((!others.is_empty()).then_some(others)).collect())
}

/// The stores that sell on most days and sold on one of the sides alone, with their days. One that opened or closed between
/// them is not among these.
fn rests(sales: &Sales<'_>, [now, before]: [&ByStore; 2]) -> Result<Vec<Edge>, AnalysisError> {
    let completeness = sales.completeness()?;
    let has_a_week = |history: &History| history.sells_most_days() && history.days_sold() >= DAYS_TO_REST;
    let daily = completeness.known_stores().filter(|(.., history)| has_a_week(history));
    let daily: BTreeSet<i64> = daily.map(|(id, ..)| id).collect();
    let alone = |here: &ByStore, other: &ByStore, is_now: bool| -> Vec<Edge> {
        let stores = here.iter().filter(|(id, _)| daily.contains(id) && !other.contains_key(id));
        let rest = |(store, sold): (&i64, &Vec<(Date, Money)>)| {
            let days: BTreeSet<Date> = sold.iter().map(|(day, _)| *day).collect();
            let days = runs(&days.into_iter().collect::<Vec<_>>());
            Edge { store: *store, has_opened: is_now, is_rest: true, days }
        };
        stores.map(rest).collect()
    };
    Ok([alone(now, before, true), alone(before, now, false)].concat())
}

fn by_store(answer: &Answer) -> ByStore {
    let mut stores = ByStore::new();
    for row in &answer.rows {
        let day = row.groups.get(1).and_then(|group| parse_iso(group.name.as_deref()?));
        if let Some((store, day)) = row.id().zip(day) {
            stores.entry(store).or_default().push((day, row.revenue()));
        }
    }
    stores
}

/// What each weekday brought, and on how many of them these stores sold anything.
fn week([now, before]: [&ByStore; 2], brought: &ByStore, stores: &BTreeSet<i64>) -> [WeekdayTrade; 7] {
    let mut week = [WeekdayTrade::default(); 7];
    // An offset from Monday is 0 to 6.
    let weekday = |day: Date| usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
    let of_stores = |all: &ByStore| -> Vec<(Date, Money)> {
        stores.iter().filter_map(|store| all.get(store)).flatten().copied().collect()
    };
    let days = |all: &ByStore| -> BTreeSet<Date> { of_stores(all).into_iter().map(|(day, _)| day).collect() };
    for day in days(now) {
        week[weekday(day)].days_after += 1;
    }
    for day in days(before) {
        week[weekday(day)].days_before += 1;
    }
    for (day, revenue) in of_stores(brought) {
        let trade = &mut week[weekday(day)];
        trade.revenue_before = trade.revenue_before + revenue;
    }
    week
}
