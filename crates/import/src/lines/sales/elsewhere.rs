//! Lines that say that their store is in another region than it counts in: it may have moved.

use std::collections::HashMap;

use comptoir_calendar::{Date, Period};
use comptoir_sales::{Money, Region, Store};

use super::{super::stores::store, Values};
use crate::Field;

/// The columns that say where a store is.
const PLACES: [Field; 4] = [Field::City, Field::Postcode, Field::Region, Field::Country];

/// A store whose lines name more other regions than these is one that sells to customers everywhere: the columns are
/// where these live.
const MOST_REGIONS: usize = 2;

/// How many lines, and of a hundred parts of a store's revenue how many, are more than a slip.
const ENOUGH_LINES: u64 = 3;
const ENOUGH_REVENUE: i64 = 5;

/// Lines of a store that say that it is in another region than all its sales count in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SoldElsewhere {
    /// What it is called.
    pub store: String,
    /// The region in which its sales count.
    pub home: Region,
    /// The region that the lines say.
    pub other: Region,
    /// From the first to the last of these lines.
    pub days: Period,
    /// How many they are.
    pub lines: u64,
    /// What they add up to.
    pub revenue: Money,
    /// Whether they are apart in time from those that say its region, and more than a slip: the store has moved, it seems.
    pub is_apart: bool,
}

/// The lines of a store in a region.
struct Sum {
    days: Period,
    lines: u64,
    revenue: Money,
}

impl Sum {
    fn is_apart_from(&self, home: Option<&Self>) -> bool {
        let parts = |money: Money| money.parts().saturating_abs();
        let of_home = home.map_or(0, |home| parts(home.revenue));
        let is_apart = home
            .is_none_or(|home| self.days.first() > home.days.last() || self.days.last() < home.days.first());
        let share =
            parts(self.revenue).saturating_mul(100) / (of_home.saturating_add(parts(self.revenue))).max(1);
        is_apart && self.lines >= ENOUGH_LINES && share >= ENOUGH_REVENUE
    }
}

/// The regions that lines say of each store.
#[derive(Default)]
pub(super) struct Elsewhere {
    /// The regions that words of places name.
    regions: HashMap<String, Option<Region>>,
    /// The words of the line.
    words: String,
    sums: HashMap<(i64, Region), Sum>,
}

impl Elsewhere {
    /// Counts a line of a store.
    pub(super) fn count(&mut self, id: i64, values: &Values<'_>, day: Date, amount: Money) {
        self.words.clear();
        for field in PLACES {
            self.words.push_str(values.text(field).unwrap_or_default());
            self.words.push('\u{1f}');
        }
        let said = self.regions.get(&self.words).copied();
        let region = said.unwrap_or_else(|| {
            let region = store(None, None, None, values.owned(Field::City), values).region;
            self.regions.insert(self.words.clone(), region);
            region
        });
        let Some(region) = region else { return };
        let new = || Sum { days: Period::between(day, day), lines: 0, revenue: Money::default() };
        let sum = self.sums.entry((id, region)).or_insert_with(new);
        sum.days = Period::between(sum.days.first().min(day), sum.days.last().max(day));
        sum.lines += 1;
        sum.revenue = sum.revenue + amount;
    }

    /// What does not count where its lines say, of stores with what they are called, in the order of their days.
    pub(super) fn found<'a>(&self, stores: impl Iterator<Item = (&'a Store, String)>) -> Vec<SoldElsewhere> {
        let mut found = Vec::new();
        for (store, title) in stores {
            let (Some(id), Some(home)) = (store.id, store.region) else { continue };
            let at_home = self.sums.get(&(id, home));
            let others = self.sums.iter().filter(|((of, region), _)| *of == id && *region != home);
            let others: Vec<SoldElsewhere> = others
                .map(|((_, other), sum)| SoldElsewhere {
                    store: title.clone(),
                    home,
                    other: *other,
                    days: sum.days,
                    lines: sum.lines,
                    revenue: sum.revenue,
                    is_apart: sum.is_apart_from(at_home),
                })
                .collect();
            if others.len() <= MOST_REGIONS {
                found.extend(others);
            }
        }
        found.sort_by(|one, next| {
            (one.days.first(), &one.store, one.other).cmp(&(next.days.first(), &next.store, next.other))
        });
        found
    }
}
