//! What has arrived from a store, day by day, and what its habits say of each day.

use std::ops::Range;

use comptoir_calendar::{Date, Holiday, Period, runs};

use super::{DayState, INACTIVE_DAYS, StoreDays};
use crate::{
    rest_days::{MOST_REST, most_rest_on},
    yearly_closures::YearlyClosures,
};

/// How many of the same weekday are looked back on: a quarter of a year.
const WEEKDAYS_BACK: usize = 13;
/// A weekday on which the store sold on fewer than one day in this many is a closing day.
const SOLD_ONE_IN: usize = 5;
/// A run of at least this many days without sales is a closure: a closing day a week never makes one.
const CLOSURE_DAYS: usize = 7;
/// A last day with less than this part of the smallest count of its weekday was exported before the shop closed. Half,
/// because the smallest of 13 already is a bad day.
const CUT_SHORT_PART: f64 = 0.5;
/// Fewer days of the same weekday than these do not show what a small count is.
const MINIMUM_TO_JUDGE: usize = 4;

/// Nearly all of its same weekdays: nine in ten, so that one of thirteen may have been missed.
const NEARLY_ALL: (usize, usize) = (9, 10);
/// After more days than these without any sale of any store there are no data of the time between: a shop that sells
/// once a year sells again by then, however late Easter is. It is a change of till, or a line with a mistaken year.
pub(crate) const BREAK_DAYS: usize = 400;
/// A store that is late for more days than these does not delay the others.
const LATE_DAYS: u32 = 7;
/// A run of days without sales is like one of the year before that has at least this part of its days, and three.
const LIKE_LAST_YEAR: (usize, usize) = (7, 10);
const FEWEST_LIKE: usize = 3;
/// By how many days a closure may be earlier or later than the year before.
const SHIFT_DAYS: usize = 14;
const YEAR_OF_WEEKS: usize = 364;

/// What days without sales between two sales are, beyond what the store's own week says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GapKind {
    /// The data are missing.
    Missing,
    /// Closed or missing, without an answer; taken for closed.
    Asked,
    /// The user says that the store was closed.
    Closed,
}

/// A day between the first sale of a store and the last that arrived.
#[derive(Clone, Copy, Debug, Default)]
struct PastDay {
    sales: u32,
    is_covered: bool,
    is_holiday: bool,
    is_in_closure: bool,
    gap: Option<GapKind>,
}

impl PastDay {
    /// Whether it shows what its weekday usually is.
    fn is_usual(self) -> bool {
        self.is_covered && !self.is_holiday && !self.is_in_closure && self.gap.is_none()
    }
}

/// Every day between the first sale of a store and the last of which anything has arrived from any store.
#[derive(Clone, Debug)]
pub(crate) struct History {
    known: Period,
    last_sale: Date,
    /// The last day that its own files or sales cover.
    arrived_to: Date,
    days: Vec<PastDay>,
    /// The first day after the last sale of a store that has given up.
    closed_since: Option<Date>,
    /// The first day after its last sale on which it nearly always sells.
    late_from: Option<Date>,
}

impl History {
    /// `None` when the store has no sales. `newest` is the last day on which any store sold, where others are known.
    pub(crate) fn of(
        store: StoreDays<'_>,
        is_holiday: impl Fn(Date) -> bool,
        newest: Option<Date>,
    ) -> Option<Self> {
        let sold = || store.sales.iter().filter(|(_, sales)| *sales > 0);
        let first = sold().map(|(day, _)| *day).min()?;
        let last_sale = sold().map(|(day, _)| *day).max()?;
        let covered_to = store.covered.iter().map(|covered| covered.last()).max();
        let arrived_to = covered_to.map_or(last_sale, |day| day.max(last_sale));
        let known = Period::between(first, newest.map_or(arrived_to, |day| day.max(arrived_to)));
        let past = |day| PastDay { is_holiday: is_holiday(day), ..PastDay::default() };
        let mut days: Vec<PastDay> = known.days().map(past).collect();
        for (day, sales) in sold() {
            days[place(known, *day)].sales = *sales;
        }
        let own = Period::between(first, arrived_to);
        mark_covered(&mut days[..=place(known, arrived_to)], own, store.covered);
        mark_closures(&mut days);
        let history = Self { known, last_sale, arrived_to, days, closed_since: None, late_from: None };
        let closed_since = newest.and_then(|newest| history.gave_up_by(newest));
        let after = (place(known, last_sale) + 1..history.days.len()).find(|at| history.expects_sales(*at));
        let late_from = after.map(|at| history.day_at(at)).filter(|_| closed_since.is_none());
        Some(Self { closed_since, late_from, ..history })
    }

    /// Takes the store for closed since its last sale, where it is known to have moved on a day after that: what it sells now
    /// is another record's.
    pub(crate) fn move_away(&mut self, on: Date) {
        if self.closed_since.is_none() && self.last_sale < on && on <= self.known.last() {
            self.closed_since = self.last_sale.tomorrow().ok();
            self.late_from = self.late_from.filter(|_| self.closed_since.is_none());
        }
    }

    /// The day after the last sale, when by then it has sold nothing for longer than it ever did, and for long.
    fn gave_up_by(&self, newest: Date) -> Option<Date> {
        let lengths = self.unsold_runs().map(|run| run.len());
        let longest = lengths.filter(|days| *days <= BREAK_DAYS).max().unwrap_or_default();
        let limit = (INACTIVE_DAYS as usize).max(longest + 1);
        let silent = Period::between(self.last_sale, newest.max(self.last_sale)).len() as usize;
        self.last_sale.tomorrow().ok().filter(|_| silent > limit)
    }

    /// The runs of days that belong to no life of the store: nothing is known of years between two sales.
    fn breaks(&self) -> impl Iterator<Item = Range<usize>> {
        self.unsold_runs().filter(|run| run.len() > BREAK_DAYS)
    }

    /// The runs of days without sales between two sales, by their places.
    fn unsold_runs(&self) -> impl Iterator<Item = Range<usize>> {
        let end = place(self.known, self.last_sale);
        let mut at = 0;
        self.days[..=end].chunk_by(|day, next| (day.sales > 0) == (next.sales > 0)).filter_map(move |run| {
            let start = at;
            at += run.len();
            (run[0].sales == 0).then_some(start..at)
        })
    }

    /// The day of the earliest sale.
    pub(crate) fn first_sale(&self) -> Date {
        self.known.first()
    }

    /// The day of the latest sale.
    pub(crate) fn last_sale(&self) -> Date {
        self.last_sale
    }

    /// The first day on which it was closed for good.
    pub(crate) fn closed_since(&self) -> Option<Date> {
        self.closed_since
    }

    /// The first day that should have arrived and has not.
    pub(crate) fn late_since(&self) -> Option<Date> {
        self.late_from
    }

    /// Whether what the store sold on a day is not known, or not to the end.
    pub(crate) fn is_unknown(&self, day: Date) -> bool {
        matches!(self.state(day), DayState::NotArrived | DayState::Missing)
            || day == self.last_sale && self.is_last_cut_short()
    }

    /// Whether a day without sales has no answer yet.
    pub(crate) fn is_asked_about(&self, day: Date) -> bool {
        self.at(day).is_some_and(|day| day.gap == Some(GapKind::Asked))
    }

    /// Whether the store lies between two of its sales on a day.
    pub(super) fn is_within(&self, day: Date) -> bool {
        day > self.known.first() && day < self.last_sale
    }

    /// The days between its first sale and its last.
    pub(crate) fn between_sales(&self) -> Option<Period> {
        Period::new(self.known.first().tomorrow().ok()?, self.last_sale.yesterday().ok()?).ok()
    }

    /// Whether it nearly always sells on such a day, and it is no holiday.
    pub(super) fn expects_sales_on(&self, day: Date) -> bool {
        self.known.contains(day) && self.expects_sales(place(self.known, day))
    }

    fn expects_sales(&self, at: usize) -> bool {
        let (sold, count) = self.usual_weekdays_before(at);
        let (part, whole) = NEARLY_ALL;
        !self.days[at].is_holiday
            && count >= MINIMUM_TO_JUDGE
            && sold * whole >= count * part
            && self.is_usual_of_late(at)
    }

    /// Whether the usual days of a weekday are most of those before a place, or of the last ones. To a store that sells
    /// once in a while the weeks between its sales are all closures, and what is left of them shows no habit.
    fn is_usual_of_late(&self, at: usize) -> bool {
        let recent = || self.same_weekday_before(at).take(MINIMUM_TO_JUDGE);
        let mut usual = 0;
        let looked_at = self.same_weekday_before(at).take_while(|day| {
            let is_wanted = usual < WEEKDAYS_BACK;
            usual += usize::from(is_wanted && day.is_usual());
            is_wanted
        });
        let looked_at = looked_at.count();
        2 * usual >= looked_at || recent().filter(|day| day.is_usual()).count() + 1 >= MINIMUM_TO_JUDGE
    }

    /// Decides what its longer gaps are, and those that it shares with all stores (`hole`): missing, or to be asked
    /// about. `is_single` says that there is no other store, `nobody` on which days no store sold anything.
    pub(super) fn judge_gaps(
        &mut self,
        hole: impl Fn(Date) -> bool,
        nobody: impl Fn(Date) -> bool,
        is_single: bool,
    ) {
        let runs: Vec<Range<usize>> = self.unsold_runs().collect();
        let is_daily = self.sells_most_days();
        for run in runs {
            if run.len() > BREAK_DAYS && run.clone().all(|at| nobody(self.day_at(at))) {
                for day in &mut self.days[run] {
                    day.gap = Some(GapKind::Missing);
                }
                continue;
            }
            let expected: Vec<usize> = run.clone().filter(|at| self.expects_sales(*at)).collect();
            let is_hole = expected.iter().any(|at| hole(self.day_at(*at)));
            let is_long = is_daily && run.len() >= CLOSURE_DAYS && expected.len() >= MINIMUM_TO_JUDGE;
            if is_hole && !(is_single && is_long) && !self.was_shut_the_year_before(&run) {
                let missing = expected.into_iter().filter(|at| hole(self.day_at(*at)));
                for at in missing.collect::<Vec<_>>() {
                    self.days[at].gap = Some(GapKind::Missing);
                }
            } else if (is_hole || is_long) && self.days[run.clone()].iter().all(|day| day.is_covered) {
                for day in &mut self.days[run] {
                    day.gap = Some(GapKind::Asked);
                }
            }
        }
    }

    /// Whether it sold nothing for about as long at about this time of the year before.
    fn was_shut_the_year_before(&self, run: &Range<usize>) -> bool {
        let Some(first) = (run.start + SHIFT_DAYS).checked_sub(YEAR_OF_WEEKS + 2 * SHIFT_DAYS) else {
            return false;
        };
        let end = (run.end + SHIFT_DAYS).saturating_sub(YEAR_OF_WEEKS).min(self.days.len());
        let Some(before) = self.days.get(first..end) else { return false };
        let longest = before.chunk_by(|day, next| day.sales == 0 && next.sales == 0);
        let longest = longest.filter(|run| run[0].sales == 0).map(<[_]>::len).max().unwrap_or_default();
        if run.len() < FEWEST_LIKE {
            let same_date = |at: usize| year_before(self.day_at(at));
            let was_empty =
                |day: Date| self.known.contains(day) && self.expects_sales_on(day) && !self.has_sold(day);
            return run.clone().any(|at| same_date(at).is_some_and(was_empty));
        }
        let (part, whole) = LIKE_LAST_YEAR;
        longest >= FEWEST_LIKE && longest * whole >= run.len() * part
    }

    /// Applies an answer about some days to those without sales.
    pub(crate) fn answer(&mut self, days: Period, kind: GapKind) {
        let Some(days) = days.intersection(self.known) else { return };
        for at in place(self.known, days.first())..=place(self.known, days.last()) {
            if self.days[at].sales == 0 {
                self.days[at].gap = Some(kind);
            }
        }
    }

    /// The runs of days that are gaps of a kind.
    pub(crate) fn gaps_of(&self, kind: GapKind) -> Vec<Period> {
        let of_kind = |(at, day): (usize, &PastDay)| (day.gap == Some(kind)).then(|| self.day_at(at));
        runs(&self.days.iter().enumerate().filter_map(of_kind).collect::<Vec<_>>())
    }

    fn day_at(&self, at: usize) -> Date {
        // There are fewer days in the calendar than 32 bits count.
        Period::starting_on(self.known.first(), at as u32 + 1).last()
    }

    /// Whether a day lies between its first sale and its closing for good.
    pub(crate) fn lives(&self, day: Date) -> bool {
        day >= self.known.first() && self.closed_since.is_none_or(|since| day < since)
    }

    /// Whether it sold anything on a day.
    pub(crate) fn has_sold(&self, day: Date) -> bool {
        self.at(day).is_some_and(|day| day.sales > 0)
    }

    /// Whether a day lies in a run of days without sales that is a closure.
    pub(crate) fn is_in_closure(&self, day: Date) -> bool {
        self.at(day).is_some_and(|day| day.is_in_closure)
    }

    /// On how many days it has sold.
    pub(crate) fn days_sold(&self) -> usize {
        self.days.iter().filter(|day| day.sales > 0).count()
    }

    /// Whether it sells on at least half of the days from its first sale to its last.
    pub(crate) fn sells_most_days(&self) -> bool {
        let between = self.breaks().map(|run| run.len()).sum::<usize>();
        let life = Period::between(self.known.first(), self.last_sale).len() as usize - between;
        2 * self.days_sold() >= life
    }

    fn at(&self, day: Date) -> Option<&PastDay> {
        self.known.contains(day).then(|| self.days.get(place(self.known, day)))?
    }

    /// The state of a day, in or outside the history.
    pub(crate) fn state(&self, day: Date) -> DayState {
        if day < self.known.first() {
            return DayState::NotOpenYet;
        }
        if self.closed_since.is_some_and(|since| day >= since) {
            return DayState::ClosedForGood;
        }
        if day > self.known.last() {
            return DayState::NotArrived;
        }
        let at = place(self.known, day);
        let PastDay { sales, is_covered, is_holiday, is_in_closure, gap } = self.days[at];
        let is_late = self.late_from.is_some_and(|from| day >= from);
        match gap {
            _ if sales > 0 => DayState::Sold,
            Some(GapKind::Missing) => DayState::Missing,
            Some(GapKind::Closed | GapKind::Asked) => DayState::Closed,
            None => {
                if is_holiday || self.is_closing_weekday(at) {
                    DayState::Closed
                } else if is_late {
                    DayState::NotArrived
                } else if is_in_closure {
                    DayState::Closed
                } else if is_covered || day > self.last_sale {
                    DayState::OpenWithoutSale
                } else {
                    DayState::Missing
                }
            }
        }
    }

    /// Whether the data of a day are missing, for all that is known of other days; a store that is late for long holds
    /// nobody up.
    pub(super) fn is_gap(&self, day: Date) -> bool {
        self.known.contains(day)
            && match self.state(day) {
                DayState::Missing => true,
                DayState::NotArrived => self.is_waited_for(),
                _ => false,
            }
    }

    /// Whether the others wait for its last days.
    pub(super) fn is_waited_for(&self) -> bool {
        self.closed_since.is_none()
            && self
                .late_from
                .is_none_or(|from| Period::between(from, self.known.last().max(from)).len() <= LATE_DAYS)
    }

    /// On which days it rests each year besides its weekdays and the holidays of its place: the same weeks off, a date.
    pub(super) fn yearly_closures(&self) -> YearlyClosures {
        let days: Vec<Date> = Period::between(self.known.first(), self.last_sale).days().collect();
        // A holiday by itself is looked at by its name.
        let is_told = |day: &PastDay| {
            day.is_covered && day.gap != Some(GapKind::Missing) && (!day.is_holiday || day.is_in_closure)
        };
        let value = |day: &PastDay| match day.sales {
            1.. => 1.0,
            0 if is_told(day) => 0.0,
            0 => f64::NAN,
        };
        let past: Vec<f64> = self.days.iter().take(days.len()).map(value).collect();
        YearlyClosures::of(&days, &past)
    }

    /// How likely the store is closed on a day after all that is known: on its closing weekdays it is, and on
    /// holidays as it was on the last one of the same name, else on most of them, else as most shops are.
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
        let past = (0..self.days.len()).rev().filter(is_telling);
        let past: Vec<(Option<Holiday>, bool)> =
            past.map(|at| (holiday(self.day_at(at)), self.days[at].sales == 0)).collect();
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

    /// The last day that is known to the end.
    pub(super) fn complete_to(&self) -> Date {
        let before = |day: Date| day.yesterday().unwrap_or(day);
        if self.is_last_cut_short() {
            return before(self.last_sale);
        }
        self.late_from.map_or(self.known.last(), before)
    }

    /// The day of its last sale, where that is not known to the end.
    pub(crate) fn cut_short_on(&self) -> Option<Date> {
        self.is_last_cut_short().then_some(self.last_sale)
    }

    /// Whether its last day was exported before the shop closed; days after it that came without sales say that it
    /// was not.
    fn is_last_cut_short(&self) -> bool {
        let at = place(self.known, self.last_sale);
        if self.arrived_to > self.last_sale || self.days[at].is_holiday {
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

/// Marks the runs of days without sales that are a closure; a day that no file covers shows nothing of one.
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

/// The same date of the year before; a 29 February has none.
fn year_before(day: Date) -> Option<Date> {
    Date::new(day.year().checked_sub(1)?, day.month(), day.day()).ok()
}
