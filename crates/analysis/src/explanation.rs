//! Why revenue changed between two periods, from the sales themselves.

use std::collections::{BTreeSet, HashMap};

use comptoir_calendar::{Comparison, parse_iso};

use crate::{
    AnalysisError, Answer, AnswerRow, Filter, Grouping, Measure, PairSales, PeriodSales, Question,
    RevenueChange, Sales, WeekdayTrade, compared::Pair,
};

/// A change of revenue taken apart, with the names of what it is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What is compared with what.
    pub comparison: Comparison,
    /// The change and its parts.
    pub change: RevenueChange,
    /// The products' names, by their ids.
    pub products: HashMap<i64, String>,
    /// The stores' names, by their ids, where they have one.
    pub stores: HashMap<i64, String>,
    /// What the parts are worked out from, as SQL: each product in each store, on both sides.
    pub sql: String,
}

/// Explains the change of revenue of the sales that pass the filters.
///
/// # Errors
/// [`AnalysisError::OutOfRange`] when amounts are too large to be taken apart; what the database says.
pub fn explain(
    sales: &Sales<'_>,
    comparison: Comparison,
    filters: &[Filter],
) -> Result<Explanation, AnalysisError> {
    let asked = |first, second| {
        let question = Question { filters: filters.to_vec(), ..Question::by_both(first, second) };
        Pair::of(&question.with(Measure::Quantity), &comparison)
    };
    let each = asked(Grouping::Product, Grouping::Store);
    let sql = each.sql_text();
    let (now, before) = each.answers(sales)?;
    let (days_now, days_before) = asked(Grouping::Store, Grouping::Day).answers(sales)?;
    let stores =
        |answer: &Answer| -> BTreeSet<i64> { answer.rows.iter().filter_map(AnswerRow::id).collect() };
    let same: BTreeSet<i64> = stores(&days_now).intersection(&stores(&days_before)).copied().collect();
    let week = week(&days_now, &days_before, &same);
    let rows = pairs(&now, &before);
    let names = |at: usize| -> HashMap<i64, String> {
        let groups = now.rows.iter().chain(&before.rows).filter_map(|row| row.groups.get(at));
        groups.filter_map(|group| Some((group.id?, group.name.clone()?))).collect()
    };
    let change = RevenueChange::new(rows, &week).ok_or(AnalysisError::OutOfRange)?;
    Ok(Explanation { comparison, change, products: names(0), stores: names(1), sql })
}

/// Each product in each store, in both periods.
fn pairs(now: &Answer, before: &Answer) -> Vec<PairSales> {
    let one = |row: &AnswerRow| {
        let (product, store) = (row.groups.first()?.id?, row.groups.get(1)?.id?);
        let figures = row.figures;
        let quantity = figures.quantity.unwrap_or_default();
        Some((product, store, PeriodSales { revenue: figures.revenue, quantity, sales: figures.sales }))
    };
    let later = now.rows.iter().filter_map(one).map(|(product, store, after)| PairSales {
        product,
        store,
        before: PeriodSales::default(),
        after,
    });
    let earlier = before.rows.iter().filter_map(one).map(|(product, store, before)| PairSales {
        product,
        store,
        before,
        after: PeriodSales::default(),
    });
    later.chain(earlier).collect()
}

/// What each weekday brought, and on how many of them these stores sold anything.
fn week(now: &Answer, before: &Answer, stores: &BTreeSet<i64>) -> [WeekdayTrade; 7] {
    let mut week = [WeekdayTrade::default(); 7];
    let of_stores = |answer: &Answer| -> Vec<(usize, String, comptoir_sales::Money)> {
        let rows = answer.rows.iter().filter(|row| row.id().is_some_and(|id| stores.contains(&id)));
        let day = |row: &AnswerRow| {
            let day = row.groups.get(1)?.name.clone()?;
            // An offset from Monday is 0 to 6.
            let weekday = parse_iso(&day)?.weekday().to_monday_zero_offset().unsigned_abs();
            Some((usize::from(weekday), day, row.revenue()))
        };
        rows.filter_map(day).collect()
    };
    let mut seen = BTreeSet::new();
    for (weekday, day, _) in of_stores(now) {
        week[weekday].days_after += u32::from(seen.insert(day));
    }
    seen.clear();
    for (weekday, day, revenue) in of_stores(before) {
        week[weekday].revenue_before = week[weekday].revenue_before + revenue;
        week[weekday].days_before += u32::from(seen.insert(day));
    }
    week
}
