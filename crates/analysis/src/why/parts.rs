//! The parts of a change.

use std::fmt;

use comptoir_sales::Money;

use crate::cents::{cents_that_sum, units_that_sum};

/// The causes of a change of revenue, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangePart {
    /// The same products sold dearer or cheaper.
    Price,
    /// More or fewer pieces of all products alike, apart from what trading days explain; zero where tickets are known,
    /// which separate customers from what each takes.
    Volume,
    /// More or fewer tickets, apart from what trading days explain.
    Customers,
    /// More or fewer pieces on a ticket, but for those that are taken instead of others.
    Items,
    /// More of the dear products and fewer of the cheap ones, or the reverse.
    Mix,
    /// More or less of what was sold came back.
    Returns,
    /// More or fewer trading days, or better ones.
    Calendar,
    /// Holidays that fall on other days than those compared with: the week before Easter beside an ordinary one.
    Holidays,
    /// Products that were not sold in the year before.
    New,
    /// Products that are sold no more.
    Lost,
    /// Days of stores that had not opened yet a period before.
    Opened,
    /// Days of stores that have closed since.
    Closed,
    /// Sales without a price: lines without quantity, amounts below zero that are no returns.
    Other,
}

impl ChangePart {
    /// All of them, in order.
    pub const ALL: [Self; 13] = [
        Self::Price,
        Self::Volume,
        Self::Customers,
        Self::Items,
        Self::Mix,
        Self::Returns,
        Self::Calendar,
        Self::Holidays,
        Self::New,
        Self::Lost,
        Self::Opened,
        Self::Closed,
        Self::Other,
    ];

    /// The name on the command line and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Volume => "volume",
            Self::Customers => "customers",
            Self::Items => "items",
            Self::Mix => "mix",
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

impl fmt::Display for ChangePart {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// An amount for each [`ChangePart`]; together they are the change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeParts([Money; ChangePart::ALL.len()]);

impl ChangeParts {
    pub(super) fn of_each(amount: impl Fn(ChangePart) -> Option<i64>) -> Option<Self> {
        let mut amounts = [Money::default(); ChangePart::ALL.len()];
        for (place, part) in amounts.iter_mut().zip(ChangePart::ALL) {
            *place = Money::from_parts(amount(part)?);
        }
        Some(Self(amounts))
    }

    /// The amount of one part.
    pub fn get(&self, part: ChangePart) -> Money {
        self.0[part as usize]
    }

    /// Each part with its amount, in the order of [`ChangePart::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (ChangePart, Money)> + use<> {
        ChangePart::ALL.into_iter().zip(self.0)
    }

    /// The change.
    pub fn total(&self) -> Money {
        // Within 64 bits, which thirteen parts of either sign need not be on the way.
        let sum: i128 = self.0.iter().map(|amount| i128::from(amount.parts())).sum();
        Money::from_parts(i64::try_from(sum).unwrap_or(i64::MAX))
    }

    /// The parts in whole hundredths that sum to the change in hundredths, itself rounded half away from zero.
    ///
    /// Each part is rounded down; the hundredths then missing go to the largest remainders, of equal ones to the
    /// first part. No part moves by a hundredth or more, and what is zero or whole stays so.
    #[must_use]
    pub fn in_cents(&self) -> Self {
        Self(cents_that_sum(self.0))
    }

    /// The parts in whole units that sum to this many, as they are shown between two rounded revenues: by the largest
    /// remainder.
    #[must_use]
    pub fn in_units(&self, sum: i64) -> Self {
        let mut shown = self.0;
        shown.copy_from_slice(&units_that_sum(&self.0, sum));
        Self(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first parts, the others being zero.
    fn parts(amounts: [i64; 9]) -> ChangeParts {
        let mut all = [Money::default(); ChangePart::ALL.len()];
        for (place, amount) in all.iter_mut().zip(amounts) {
            *place = Money::from_parts(amount);
        }
        ChangeParts(all)
    }

    #[test]
    fn shown_in_whole_units_the_parts_sum_to_the_change_that_is_shown() {
        let shown = parts([14_000, 14_000, 14_000, 0, 0, 0, 0, 0, 0]).in_units(5);
        assert_eq!(shown.total(), Money::from_parts(50_000));
        assert_eq!(shown, parts([20_000, 20_000, 10_000, 0, 0, 0, 0, 0, 0]));
        assert_eq!(
            parts([-4_000, 0, 0, 0, 0, 0, 0, 0, 0]).in_units(-1),
            parts([-10_000, 0, 0, 0, 0, 0, 0, 0, 0])
        );
    }

    #[test]
    fn a_part_stands_where_its_name_says() {
        for (place, part) in ChangePart::ALL.into_iter().enumerate() {
            assert_eq!(part as usize, place);
        }
    }

    #[test]
    fn the_largest_remainder_gets_the_missing_cent() {
        assert_eq!(
            parts([140, 130, 130, 0, 0, 0, 0, 0, 0]).in_cents(),
            parts([200, 100, 100, 0, 0, 0, 0, 0, 0])
        );
    }

    #[test]
    fn of_equal_remainders_the_first_part_gets_the_cent() {
        assert_eq!(parts([0, 150, 0, 150, 0, 0, 0, 0, 0]).in_cents(), parts([0, 200, 0, 100, 0, 0, 0, 0, 0]));
    }

    #[test]
    fn parts_that_cancel_stay_cancelled() {
        assert_eq!(parts([-10, 10, 0, 0, 0, 0, 0, 0, 0]).in_cents(), ChangeParts::default());
    }

    #[test]
    fn the_smallest_fractions_of_a_cent_are_not_lost_together() {
        assert_eq!(parts([11; 9]).in_cents().total(), Money::from_parts(100));
        assert_eq!(parts([-11; 9]).in_cents().total(), Money::from_parts(-100));
    }
}
