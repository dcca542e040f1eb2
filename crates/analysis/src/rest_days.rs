//! Holidays on which most shops rest, which is known of a shop before it has had one.

use comptoir_calendar::{Date, Holiday};

/// How likely a shop rests on such a day, as long as it has not shown whether it does: hotels, bakeries and pharmacies on duty
/// do not, most others do. British law has large shops closed at Christmas (Christmas Day (Trading) Act 2004), French law
/// all whose work can stand still on Labour Day (Code du travail, L3133-4).
pub(crate) const MOST_REST: f64 = 0.8;

/// Whether most shops rest on a holiday in France.
pub(crate) fn most_rest_on(holiday: Holiday) -> bool {
    matches!(holiday, Holiday::NewYear | Holiday::LabourDay | Holiday::Christmas)
}

/// Whether most shops rest on a day wherever they stand.
pub(crate) fn most_rest_anywhere(day: Date) -> bool {
    matches!((day.month(), day.day()), (12, 25) | (1, 1))
}
