//! Each day and the one of the year before that is most like it, holidays with themselves.
//!
//! A day is like the one 364 days before it, the same weekday. Days about Easter, Ascension and Whitsun are like those as
//! far from the feast in the year before, holidays of fixed dates like themselves; the day that would have had their match
//! takes the one that they leave. So no day is compared with twice: matching is a permutation of the days 364 days
//! before.

use std::collections::{HashMap, HashSet};

use jiff::{ToSpan, civil::Date};

use super::{weeks_back, year_back};
use crate::{Period, easter};

/// The days after Easter Sunday that move with it: from the Monday before to Easter Monday, Ascension to its Sunday, the
/// weekend of Whitsun.
const WITH_EASTER: [(i32, i32); 3] = [(-6, 1), (39, 42), (48, 50)];

/// Holidays of fixed dates, and the two eves: month and day.
const FIXED: [(i8, i8); 10] =
    [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 31)];

/// The days that are not matched with the one 364 days before.
pub(super) struct Matching {
    moved: HashMap<Date, Date>,
}

impl Matching {
    /// The matches of a period's days: with `is_whole` all holidays, else those alone that move with Easter.
    pub(super) fn around(period: Period, is_whole: bool) -> Self {
        // A day's match may be taken by a holiday of the next year, and a chain of these ends within one more.
        let years = period.first().year().saturating_sub(2)..=period.last().year().saturating_add(2);
        let mut matching = Swaps::default();
        for year in years {
            for (day, own) in holidays_of(year, is_whole) {
                matching.swap(day, own);
            }
        }
        Self { moved: matching.forward }
    }

    /// The match of a day; none at the beginning of the calendar.
    pub(super) fn of(&self, day: Date) -> Option<Date> {
        self.moved.get(&day).copied().or_else(|| weeks_back(day))
    }
}

/// The holidays of a year, each with the day of the year before that is the same.
fn holidays_of(year: i16, is_whole: bool) -> Vec<(Date, Date)> {
    let sundays = easter(year).zip(year.checked_sub(1).and_then(easter));
    let with_easter = sundays.into_iter().flat_map(|(sunday, before)| {
        let offsets = WITH_EASTER.into_iter().flat_map(|(first, last)| first..=last);
        offsets.filter_map(move |days| {
            Some((sunday.checked_add(days.days()).ok()?, before.checked_add(days.days()).ok()?))
        })
    });
    let fixed = FIXED.into_iter().filter(|_| is_whole).filter_map(|(month, day)| {
        let day = Date::new(year, month, day).ok()?;
        Some((day, year_back(day)?))
    });
    with_easter.chain(fixed).collect()
}

/// A permutation made by swapping the matches of two days at a time.
#[derive(Default)]
struct Swaps {
    forward: HashMap<Date, Date>,
    back: HashMap<Date, Date>,
    /// Holidays that have their match, and the matches: the first claim holds where two holidays fall together.
    matched: HashSet<Date>,
    taken: HashSet<Date>,
}

impl Swaps {
    /// Gives a holiday its match; whose it was takes the holiday's.
    fn swap(&mut self, day: Date, own: Date) {
        if self.matched.contains(&day) || self.taken.contains(&own) {
            return;
        }
        let current = self.forward.get(&day).copied().or_else(|| weeks_back(day));
        let holder =
            self.back.get(&own).copied().or_else(|| own.checked_add(super::YEAR_OF_WEEKS.days()).ok());
        let Some((current, holder)) = current.zip(holder) else { return };
        self.matched.insert(day);
        self.taken.insert(own);
        for (day, own) in [(holder, current), (day, own)] {
            self.forward.insert(day, own);
            self.back.insert(own, day);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Grain;

    #[test]
    fn every_holiday_meets_itself_and_ordinary_weekdays_stay() {
        for year in 1_900_i16..2_300 {
            let whole = Grain::Year.period_of(Date::constant(year, 6, 1));
            let matching = Matching::around(whole, true);
            let holidays = holidays_of(year, true);
            let with_easter = holidays.len() - FIXED.len();
            for (day, own) in &holidays[..with_easter] {
                assert_eq!(matching.of(*day), Some(*own));
            }
            let (moving, fixed) = holidays.split_at(with_easter);
            for (day, own) in fixed {
                // Ascension may be on 1 or 8 May, in this year or in the one before.
                let is_claimed = moving.iter().any(|(other, its_own)| other == day || its_own == own);
                assert!(is_claimed || matching.of(*day) == Some(*own), "{day}");
            }
            let moved =
                whole.days().filter(|day| matching.of(*day).unwrap().weekday() != day.weekday()).count();
            // A holiday of a fixed date, and the day that takes its place.
            assert!(moved <= 2 * FIXED.len(), "{year}: {moved}");
        }
    }
}
