//! Reads the dates of one column, one after the other.

use comptoir_calendar::Date;

use super::{
    Clock, DateOrder, Orders, Zone,
    orders::{Decided, reading},
    period,
    written::{Class, Readings, Written, Years},
};
use crate::{numbers::Unread, record::Cell};

/// A day, with the time and the zone that stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The civil day that is written.
    pub(crate) day: Date,
    pub(crate) clock: Option<Clock>,
    pub(crate) zone: Zone,
}

/// Reads the dates of one column.
#[derive(Clone, Debug)]
pub(crate) struct DateReader {
    decided: Decided,
    orders: Orders,
    /// Whether the user has named the order: then a value that needs the other one is wrong by itself.
    is_told: bool,
    /// The value read last: most files have many sales a day.
    last: Option<(String, Moment)>,
}

impl DateReader {
    /// By what is decided so far; what is not, the first value that needs an order decides.
    pub(crate) fn new(orders: &Orders, named: Option<DateOrder>, before: Option<DateOrder>) -> Self {
        let decided = named.map_or_else(|| orders.decided(before), Decided::named);
        Self { decided, orders: orders.clone(), is_told: named.is_some(), last: None }
    }

    /// The order, once it is decided.
    pub(crate) fn order(&self) -> Option<DateOrder> {
        self.decided.order()
    }

    /// Reads a value that is there.
    pub(crate) fn read(&mut self, cell: Cell<'_>) -> Result<Moment, Unread> {
        let text = cell.as_str();
        if let Some((_, moment)) = self.last.as_ref().filter(|(last, _)| last == text) {
            return Ok(*moment);
        }
        let moment = self.decide(text)?;
        let (last, known) = self.last.get_or_insert_with(|| (String::new(), moment));
        last.clear();
        last.push_str(text);
        *known = moment;
        Ok(moment)
    }

    fn decide(&mut self, text: &str) -> Result<Moment, Unread> {
        let written = Written::of(text).or_else(|| period::only_day(text));
        let Some(mut written) = written else {
            return Err(if period::is_period(text) { Unread::Period } else { Unread::NotANumber });
        };
        let years = self.orders.years;
        if written.is_serial && self.orders.has_six_digits() {
            // `41125` among `141125` has lost its zero.
            written = Written::with_zero(text).ok_or(Unread::NotANumber)?;
            let order = self.decided.of(Class::Short).ok_or(Unread::NotANumber)?;
            let day = reading(&written.readings(years), order).ok_or(Unread::NotANumber)?;
            return Ok(Moment { day, clock: None, zone: Zone::None });
        }
        let readings = written.readings(years);
        if readings.iter().all(Option::is_none) {
            return Err(why_none(&written, years));
        }
        let day = self.day(&written, &readings)?;
        self.check_zone(&written)?;
        Ok(Moment { day, clock: written.clock, zone: written.zone })
    }

    fn day(&mut self, written: &Written, readings: &Readings) -> Result<Date, Unread> {
        let class = written.class;
        if !self.is_told && !self.orders.knows(class) {
            // Forms that stand side by side are looked at together.
            return Err(Unread::Contradiction);
        }
        if let Some(order) = self.decided.of(class) {
            let other = if self.is_told { Unread::NotANumber } else { Unread::Contradiction };
            return reading(readings, order).ok_or(other);
        }
        let mut days = readings.iter().flatten();
        let first = days.next().copied().ok_or(Unread::NotANumber)?;
        let is_one = readings.iter().flatten().count() == 1;
        if days.any(|day| *day != first) {
            return Err(Unread::Doubt);
        }
        if is_one && matches!(class, Class::YearLast | Class::Short) {
            let order = DateOrder::ALL.into_iter().find(|order| reading(readings, *order).is_some());
            match class {
                Class::YearLast => self.decided.year_last = order,
                _ => self.decided.short = order,
            }
        }
        Ok(first)
    }

    /// A time of UTC among dates that were all of midnight until now: the column is looked at again.
    fn check_zone(&self, written: &Written) -> Result<(), Unread> {
        let has_time = written.clock.is_some_and(|clock| clock.seconds != 0);
        if written.zone == Zone::Utc && has_time && !self.orders.has_utc_times {
            return Err(Unread::Contradiction);
        }
        Ok(())
    }
}

fn why_none(written: &Written, years: Years) -> Unread {
    if written.is_of_another_year(years) {
        Unread::NoSuchYear
    } else if written.is_of_another_weekday(years) {
        Unread::OtherWeekday
    } else {
        Unread::NotANumber
    }
}
