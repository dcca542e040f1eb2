//! The meaning of a store's day without sales: closed, open, or not here yet, so that an incomplete day never reads
//! as a fall.
//!
//! Sales alone decide; opening hours are not asked for. Which days have arrived, and which are public holidays, the
//! caller knows.

use std::collections::BTreeSet;

use comptoir_calendar::{Date, Holiday, Period, runs};

mod history;

pub(crate) use history::{BREAK_DAYS, GapKind, History};

/// A store that has not sold for this many days, while another has, no longer delays the others.
pub(crate) const INACTIVE_DAYS: u32 = 60;

/// The state of a store's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayState {
    /// It has sales.
    Sold,
    /// It has arrived without sales, though the store sells on such days: a true zero.
    OpenWithoutSale,
    /// It has arrived without sales, as was to be expected: a public holiday, a closing day or a longer closure.
    Closed,
    /// It lies after the last sale of a store that has sold nothing for long, while another has.
    ClosedForGood,
    /// No file has covered it though later days have arrived, or no store sold anything though they nearly always do:
    /// the data are missing.
    Missing,
    /// It is still to come: nothing later has arrived from the store, which nearly always sells on such days.
    NotArrived,
    /// It lies before the store's first sale.
    NotOpenYet,
}

/// What has arrived from a store.
#[derive(Clone, Copy, Debug, Default)]
pub struct StoreDays<'a> {
    /// Days with their number of sales, in order, each once; days of no sale may be left out.
    pub sales: &'a [(Date, u32)],
    /// The days that imported files covered for this store, in any order; they may overlap. A run of days between them
    /// counts as covered too when it has sales: then they came another way. Empty stands for all days from the first
    /// sale to the last.
    pub covered: &'a [Period],
}

/// The state of each day of a period, in order.
///
/// A weekday is a closing day when the store sold on fewer than one in five of its last 13 before that day; holidays
/// and closures of at least seven days are not counted among the 13, nor are days that no file covers. A weekday not
/// yet seen is a closing day as well. Closing days and holidays are closed though no file covers them: weekly files
/// of a shop that rests on Sundays leave nothing out. A longer closure that no file covers cannot be distinguished
/// from a missing file, and is missing.
pub fn day_states(
    store: StoreDays<'_>,
    is_holiday: impl Fn(Date) -> bool,
    period: Period,
) -> Vec<(Date, DayState)> {
    let Some(history) = History::of(store, is_holiday, None) else {
        let is_past = |day| store.covered.iter().any(|covered| day <= covered.last());
        let state = |day| if is_past(day) { DayState::NotOpenYet } else { DayState::NotArrived };
        return period.days().map(|day| (day, state(day))).collect();
    };
    period.days().map(|day| (day, history.state(day))).collect()
}

/// The last day that is complete for all active stores; `None` when no store has sales. Days before it may be
/// missing all the same: see [`days_with_gaps`].
///
/// A store's last arrived day is incomplete when it has less than half the sales of the smallest of its weekday's last
/// 13 days with sales, of which four at least must be known. Closed days and public holidays are never incomplete, and
/// holidays are no measure for others. A store is active unless it has sold nothing for 60 days while another has.
pub fn last_complete_day(stores: &[StoreDays<'_>], is_holiday: impl Fn(Date) -> bool) -> Option<Date> {
    complete_to(&histories(stores, is_holiday))
}

/// The same for stores whose days have been looked at.
pub(crate) fn complete_to(histories: &[History]) -> Option<Date> {
    let newest = histories.iter().map(History::last_sale).max()?;
    let active: Vec<&History> = histories.iter().filter(|history| history.is_waited_for()).collect();
    let last = active.iter().map(|history| history.complete_to()).min().unwrap_or(newest);
    let active = if active.is_empty() { histories.iter().collect() } else { active };
    let first = active.iter().map(|history| history.first_sale()).min()?;
    // A fast store's file may be missing on the very day that the slowest has reached.
    let is_told = |day: &Date| !active.iter().any(|history| history.is_gap(*day));
    std::iter::successors(Some(last), |day| day.yesterday().ok())
        .take_while(|day| *day >= first)
        .find(is_told)
}

/// The days of a period on which the file of a store is missing though later days of it have arrived, in order: the
/// revenue of all stores together is too small there.
pub fn days_with_gaps(
    stores: &[StoreDays<'_>],
    is_holiday: impl Fn(Date) -> bool,
    period: Period,
) -> Vec<Date> {
    gaps(&histories(stores, is_holiday), period)
}

/// The same for stores whose days have been looked at.
pub(crate) fn gaps(histories: &[History], period: Period) -> Vec<Date> {
    period.days().filter(|day| histories.iter().any(|history| history.is_gap(*day))).collect()
}

/// How likely a store is closed on each day of a period after all that is known of it, in order: see
/// [`History::chance_closed`], and its own closures that come again each year.
pub(crate) fn chances_closed_ahead(
    store: StoreDays<'_>,
    holiday: impl Fn(Date) -> Option<Holiday>,
    ahead: Period,
) -> Vec<f64> {
    let Some(history) = History::of(store, |day| holiday(day).is_some(), None) else {
        return vec![0.0; ahead.len() as usize];
    };
    let yearly = history.yearly_closures();
    let chance = |day| {
        let of_week = history.chance_closed(day, &holiday);
        if holiday(day).is_some() { of_week } else { of_week.max(yearly.chance(day, false)) }
    };
    ahead.days().map(chance).collect()
}

/// What there is to know of the days of stores that have sales.
pub(crate) fn histories(stores: &[StoreDays<'_>], is_holiday: impl Fn(Date) -> bool) -> Vec<History> {
    let newest = newest(stores.iter());
    let known = stores.iter().filter_map(|store| History::of(*store, &is_holiday, newest));
    let mut histories: Vec<History> = known.collect();
    settle(&mut histories);
    histories
}

/// The last day on which any store sold.
pub(crate) fn newest<'a>(stores: impl Iterator<Item = &'a StoreDays<'a>>) -> Option<Date> {
    let sold = stores.flat_map(|store| store.sales).filter(|(_, sales)| *sales > 0);
    sold.map(|(day, _)| *day).max()
}

/// Compares the gaps of stores with each other: a hole in all stores on days they nearly always sell.
pub(crate) fn settle(histories: &mut [History]) {
    let first = histories.iter().map(History::first_sale).min();
    let last = histories.iter().map(History::last_sale).max();
    let Some((first, last)) = first.zip(last) else { return };
    let empty = Period::between(first, last).days();
    let empty: Vec<Date> =
        empty.filter(|day| !histories.iter().any(|history| history.has_sold(*day))).collect();
    let expecting = |day: &Date| {
        let within = histories.iter().filter(|history| history.is_within(*day));
        let (all, expecting) = within.fold((0, 0), |(all, expecting), history| {
            (all + 1, expecting + usize::from(history.expects_sales_on(*day)))
        });
        (expecting > 0).then_some(2 * expecting >= all)
    };
    // A day on which few are open, as a Sunday, belongs to the hole that it lies in.
    let mut hole: BTreeSet<Date> = BTreeSet::new();
    for run in runs(&empty) {
        let judged: Vec<(Date, Option<bool>)> = run.days().map(|day| (day, expecting(&day))).collect();
        if judged.iter().any(|(_, most)| *most == Some(true)) {
            hole.extend(judged.iter().filter(|(_, most)| most.is_some()).map(|(day, _)| *day));
        }
    }
    let empty: BTreeSet<Date> = empty.into_iter().collect();
    let is_single = histories.len() == 1;
    for history in histories {
        history.judge_gaps(|day| hole.contains(&day), |day| empty.contains(&day), is_single);
    }
}

#[cfg(test)]
mod tests;
