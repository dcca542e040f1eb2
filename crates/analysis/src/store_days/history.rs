//! What has arrived from a store, day by day, and what its habits say of each day.

use comptoir_calendar::{Date, Holiday, Period};

use super::{DayState, StoreDays};
use crate::rest_days::{MOST_REST, most_rest_on};

/// How many of the same weekday are looked back on: a quarter of a year.
const WEEKDAYS_BACK: usize = 13;
/// A weekday on which the store sold on fewer than one day in this many is a closing day.
const SOLD_ONE_IN: usize = 5;
/// A run of at least this many days without sales is a closure: a closing day a week never makes one.
const CLOSURE_DAYS: usize = 7;
/// A last day with less than this part of the smallest count of its weekday was exported before the shop closed. Half,
/// because the smallest of 13 already is a bad day.
const CUT_SHORT_PART: f64 = 0.5;
/// Fewer days of the same weekday than these do not tell what a small count is.
const MINIMUM_TO_JUDGE: usize = 4;

/// A day between the first sale of a store and the last that arrived.
#[derive(Clone, Copy, Debug, Default)]
struct PastDay {
    sales: u32,
    is_covered: bool,
    is_holiday: bool,
    is_in_closure: bool,
}

impl PastDay {
    /// Whether it tells anything about what its weekday usually is.
    fn is_usual(self) -> bool {
        self.is_covered && !self.is_holiday && !self.is_in_closure
    }
}

/// Every day between the first sale of a store and the last that arrived.
#[derive(Clone, Debug)]
pub(crate) struct History {
    known: Period,
    last_sale: Date,
    days: Vec<PastDay>,
}

impl History {
    /// `None` when the store has no sales.
    pub(super) fn of(store: StoreDays<'_>, is_holiday: impl Fn(Date) -> bool) -> Option<Self> {
        let sold = || store.sales.iter().filter(|(_, sales)| *sales > 0);
        let first = sold().map(|(day, _)| *day).min()?;
        let last_sale = sold().map(|(day, _)| *day).max()?;
        let arrived_to = store.covered.iter().map(|covered| covered.last()).max();
        let known = Period::between(first, arrived_to.map_or(last_sale, |day| day.max(last_sale)));
        let past = |day| PastDay { is_holiday: is_holiday(day), ..PastDay::default() };
        let mut days: Vec<PastDay> = known.days().map(past).collect();
        for (day, sales) in sold() {
            days[place(known, *day)].sales = *sales;
        }
        mark_covered(&mut days, known, store.covered);
        mark_closures(&mut days);
        Some(Self { known, last_sale, days })
    }

    /// The day of the earliest sale.
    pub(super) fn first_sale(&self) -> Date {
        self.known.first()
    }

    /// The day of the latest sale.
    pub(super) fn last_sale(&self) -> Date {
        self.last_sale
    }

    /// What a day is, in or outside the history.
    pub(super) fn state(&self, day: Date) -> DayState {
        if day < self.known.first() {
            return DayState::NotOpenYet;
        }
        if day > self.known.last() {
            return DayState::NotArrived;
        }
        let at = place(self.known, day);
        let PastDay { sales, is_covered, is_holiday, is_in_closure } = self.days[at];
        match () {
            () if sales > 0 => DayState::Sold,
            () if is_holiday || is_in_closure || self.is_closing_weekday(at) => DayState::Closed,
            () if is_covered => DayState::OpenWithoutSale,
            () => DayState::NotArrived,
        }
    }

    /// Whether no file covers a day though later ones have arrived.
    pub(super) fn is_gap(&self, day: Date) -> bool {
        self.known.contains(day) && self.state(day) == DayState::NotArrived
    }

    /// How likely the store is closed on a day after all that is known: on its closing weekdays it is, and on holidays as
    /// it was on the last one of the same name, else on most of them, else as most shops are.
    pub(super) fn chance_closed(&self, day: Date, holiday: impl Fn(Date) -> Option<Holiday>) -> f64 {
        let at = place(self.known, day);
        let (sold, count) = self.usual_weekdays_before(at);
        if count > 0 && sold * SOLD_ONE_IN < count {
            return 1.0;
        }
        let Some(asked) = holiday(day) else { return 0.0 };
        let is_telling = |at: &usize| {
            self.days[*at].is_holiday && self.days[*at].is_covered && !self.is_closing_weekday(*at)
        };
        let day_at = |at: usize| Period::starting_on(self.known.first(), at as u32 + 1).last();
        let past = (0..self.days.len()).rev().filter(is_telling);
        let past: Vec<(Option<Holiday>, bool)> =
            past.map(|at| (holiday(day_at(at)), self.days[at].sales == 0)).collect();
        if let Some((_, was_closed)) = past.iter().find(|(holiday, _)| *holiday == Some(asked)) {
            return f64::from(*was_closed);
        }
        match 2 * past.iter().filter(|(_, was_closed)| *was_closed).count() > past.len() {
            true => 1.0,
            false if most_rest_on(asked) => MOST_REST,
            false => 0.0,
        }
    }

    fn is_closing_weekday(&self, at: usize) -> bool {
        let (sold, count) = self.usual_weekdays_before(at);
        count == 0 || sold * SOLD_ONE_IN < count
    }

    /// On how many of the last usual days of the same weekday before a place the store sold, and how many they are.
    fn usual_weekdays_before(&self, at: usize) -> (usize, usize) {
        let known = self.same_weekday_before(at).filter(|day| day.is_usual()).take(WEEKDAYS_BACK);
        known.fold((0, 0), |(sold, count), day| (sold + usize::from(day.sales > 0), count + 1))
    }

    /// The days of the same weekday before a place, the latest first.
    fn same_weekday_before(&self, at: usize) -> impl Iterator<Item = &PastDay> {
        (7..=at).step_by(7).filter_map(move |back| self.days.get(at - back))
    }

    /// The last arrived day, or the day before when it looks cut short.
    pub(super) fn complete_to(&self) -> Date {
        let last = self.known.last();
        if self.is_last_cut_short() { last.yesterday().unwrap_or(last) } else { last }
    }

    fn is_last_cut_short(&self) -> bool {
        let at = self.days.len() - 1;
        if self.days[at].is_holiday || self.state(self.known.last()) == DayState::Closed {
            return false;
        }
        let usual = self.same_weekday_before(at).filter(|day| day.sales > 0 && day.is_usual());
        let counts: Vec<u32> = usual.take(WEEKDAYS_BACK).map(|day| day.sales).collect();
        let smallest = counts.iter().min().copied().unwrap_or_default();
        counts.len() >= MINIMUM_TO_JUDGE
            && f64::from(self.days[at].sales) < f64::from(smallest) * CUT_SHORT_PART
    }
}

/// Marks the days that files cover. Days between them on which something was sold came another way (typed in, or from
/// before the ledger), and so did the days around these: only where nothing at all is known a file is missing.
fn mark_covered(days: &mut [PastDay], known: Period, covered: &[Period]) {
    for period in covered.iter().filter_map(|period| period.intersection(known)) {
        for day in &mut days[place(known, period.first())..=place(known, period.last())] {
            day.is_covered = true;
        }
    }
    for run in days.chunk_by_mut(|day, next| !day.is_covered && !next.is_covered) {
        if run.iter().any(|day| day.sales > 0) {
            for day in run {
                day.is_covered = true;
            }
        }
    }
}

/// Marks the runs of days without sales that are a closure; a day that no file covers tells nothing of one.
fn mark_closures(days: &mut [PastDay]) {
    let is_empty = |day: &PastDay| day.is_covered && day.sales == 0;
    for run in days.chunk_by_mut(|day, next| is_empty(day) && is_empty(next)) {
        let is_closure = run.len() >= CLOSURE_DAYS;
        for day in run {
            day.is_in_closure = is_closure;
        }
    }
}

/// How many days after the first of a period a day lies that is in it.
fn place(period: Period, day: Date) -> usize {
    Period::between(period.first(), day).len() as usize - 1
}
