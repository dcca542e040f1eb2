//! The facts of a sentence about a change.

use std::cmp::{Ordering, Reverse};

use comptoir_sales::Money;

use super::parts::{ChangePart, ChangeParts};

/// The second and the counter driver are named when they are at least this part of the main one: a tenth, since a
/// smaller one cannot be seen beside it in a drawing and would only lengthen the sentence.
const TOLD_FROM: i64 = 10;

/// Where revenue went, in whole hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// There is more of it.
    Up,
    /// There is less of it.
    Down,
    /// It is the same to the hundredth.
    Level,
}

/// A part that moved revenue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Driver {
    /// Which part.
    pub part: ChangePart,
    /// What it added, in whole hundredths; not zero.
    pub amount: Money,
}

/// The parts worth a sentence, in whole hundredths as they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeStory {
    /// Where revenue went.
    pub direction: Direction,
    /// The largest part that moved revenue where it went; when it is level, the largest of either sign. `None` when
    /// nothing moved.
    pub main: Option<Driver>,
    /// The next largest of the main driver's sign, if it is at least a tenth of it.
    pub second: Option<Driver>,
    /// The largest of the other sign, if it is at least a tenth of the main driver.
    pub counter: Option<Driver>,
}

impl ChangeStory {
    pub(super) fn of(parts: &ChangeParts) -> Self {
        let cents = parts.in_cents();
        let drivers = drivers(&cents);
        let direction = direction(cents.total());
        let down = match direction {
            Direction::Up => false,
            Direction::Down => true,
            Direction::Level => drivers.first().is_some_and(|driver| driver.amount.is_negative()),
        };
        let (along, against): (Vec<_>, Vec<_>) =
            drivers.into_iter().partition(|driver| driver.amount.is_negative() == down);
        let main = along.first().copied();
        let worth_telling = |driver: &&Driver| main.is_some_and(|main| driver.is_told_beside(main));
        Self {
            direction,
            main,
            second: along.get(1).filter(worth_telling).copied(),
            counter: against.first().filter(worth_telling).copied(),
        }
    }
}

impl Driver {
    fn is_told_beside(self, main: Self) -> bool {
        self.amount.parts().abs() >= main.amount.parts().abs() / TOLD_FROM
    }
}

/// The parts that are not zero, the largest of either sign first.
fn drivers(cents: &ChangeParts) -> Vec<Driver> {
    let moved = cents.iter().filter(|(_, amount)| *amount != Money::default());
    let mut drivers: Vec<Driver> = moved.map(|(part, amount)| Driver { part, amount }).collect();
    // The sort is stable: parts of equal amount stay in their order.
    drivers.sort_by_key(|driver| Reverse(driver.amount.parts().abs()));
    drivers
}

fn direction(change: Money) -> Direction {
    match change.cmp(&Money::default()) {
        Ordering::Greater => Direction::Up,
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Level,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The story of parts in euros; parts not named are zero.
    fn story(euros: &[(ChangePart, i64)]) -> ChangeStory {
        let amount =
            |part| euros.iter().find(|(named, _)| *named == part).map_or(0, |(_, euros)| euros * 10_000);
        ChangeStory::of(&ChangeParts::of_each(|part| Some(amount(part))).unwrap())
    }

    fn driver(part: ChangePart, euros: i64) -> Driver {
        Driver { part, amount: Money::from_parts(euros * 10_000) }
    }

    #[test]
    fn revenue_rose_by_its_volume_and_its_price_although_a_store_closed() {
        let told = story(&[
            (ChangePart::Price, 200),
            (ChangePart::Volume, 900),
            (ChangePart::New, 150),
            (ChangePart::Closed, -300),
        ]);
        assert_eq!(
            told,
            ChangeStory {
                direction: Direction::Up,
                main: Some(driver(ChangePart::Volume, 900)),
                second: Some(driver(ChangePart::Price, 200)),
                counter: Some(driver(ChangePart::Closed, -300)),
            }
        );
    }

    #[test]
    fn the_main_driver_goes_where_revenue_goes_even_if_another_part_is_larger() {
        let told = story(&[
            (ChangePart::Price, -400),
            (ChangePart::Volume, -300),
            (ChangePart::Mix, -300),
            (ChangePart::Opened, 900),
        ]);
        assert_eq!(told.direction, Direction::Down);
        assert_eq!(told.main, Some(driver(ChangePart::Price, -400)));
        assert_eq!(told.counter, Some(driver(ChangePart::Opened, 900)));
    }

    #[test]
    fn of_equal_parts_the_first_is_the_main_one() {
        let told = story(&[(ChangePart::Lost, -50), (ChangePart::Calendar, -50)]);
        assert_eq!(told.main, Some(driver(ChangePart::Calendar, -50)));
        assert_eq!(told.second, Some(driver(ChangePart::Lost, -50)));
    }

    #[test]
    fn what_is_less_than_a_tenth_of_the_main_driver_is_not_told() {
        let told = story(&[(ChangePart::Volume, 1_000), (ChangePart::Price, 99), (ChangePart::Mix, -100)]);
        assert_eq!(told.second, None);
        assert_eq!(told.counter, Some(driver(ChangePart::Mix, -100)));
    }

    #[test]
    fn level_revenue_may_hide_parts_that_cancel() {
        let told = story(&[(ChangePart::Price, 80), (ChangePart::Volume, -80)]);
        assert_eq!(told.direction, Direction::Level);
        assert_eq!(told.main, Some(driver(ChangePart::Price, 80)));
        assert_eq!(told.counter, Some(driver(ChangePart::Volume, -80)));
    }

    #[test]
    fn what_is_shown_as_zero_is_not_told() {
        let parts =
            ChangeParts::of_each(|part| Some(if part == ChangePart::Price { 49 } else { 0 })).unwrap();
        assert_eq!(ChangeStory::of(&parts), story(&[]));
    }

    #[test]
    fn where_nothing_moved_nothing_is_told() {
        let silent = ChangeStory { direction: Direction::Level, main: None, second: None, counter: None };
        assert_eq!(story(&[]), silent);
    }
}
