//! Keys of lines without an id.

mod occurrences;

use std::io;

use comptoir_calendar::Date;
use comptoir_sales::Sale;

use occurrences::Occurrences;

/// The version of the canonical form that keys are made of; a change of the form needs a new one.
const KEY_FORM: u32 = 2;

/// From that many contents on, those of other days are forgotten when a new day comes.
const MANY: u64 = 200_000;

/// The key of a line without an id: its content, and its occurrence number among lines of that content.
///
/// All lines of one day are always counted together. Where days come in order, forwards or backwards, no more than a few
/// are; else all are, and those beyond what memory is meant to hold are counted on disk.
pub(super) struct Keys {
    source: String,
    /// How often each content has been seen.
    occurrences: Occurrences,
    /// The first and the last day of those contents.
    counted: Option<(Date, Date)>,
    /// The first and the last day of those forgotten.
    forgotten: Option<(Date, Date)>,
    /// Whether days may come in any order: then none is forgotten.
    is_unsorted: bool,
    /// How many contents are many.
    many: u64,
    content: String,
}

impl Keys {
    pub(super) fn new(source: &str, is_unsorted: bool) -> Self {
        Self {
            source: source.to_owned(),
            occurrences: Occurrences::new(),
            counted: None,
            forgotten: None,
            is_unsorted,
            many: MANY,
            content: String::new(),
        }
    }

    /// Makes room for the contents of a day; whether that day has not been forgotten already.
    fn make_room(&mut self, day: Date) -> bool {
        let is_in =
            |days: Option<(Date, Date)>| days.is_some_and(|(first, last)| (first..=last).contains(&day));
        let with = |days: Option<(Date, Date)>, (from, to): (Date, Date)| {
            days.map_or((from, to), |(first, last)| (first.min(from), last.max(to)))
        };
        if is_in(self.forgotten) {
            return false;
        }
        if is_in(self.counted) {
            return true;
        }
        if let Some(counted) =
            self.counted.filter(|_| !self.is_unsorted && self.occurrences.len() >= self.many)
        {
            self.occurrences.clear();
            self.forgotten = Some(with(self.forgotten, counted));
            self.counted = Some((day, day));
            return !is_in(self.forgotten);
        }
        self.counted = Some(with(self.counted, (day, day)));
        true
    }

    /// The key of a sale with the day that is written in its line; `None` when that has been forgotten already. An
    /// amount worked out from the list price is left out: the price may change, the sale does not.
    ///
    /// # Errors
    /// When what is counted on disk cannot be read or written.
    pub(super) fn of(
        &mut self,
        sale: &Sale,
        day: Date,
        (ticket, time): (&str, &str),
        amount_is_stated: bool,
    ) -> io::Result<Option<String>> {
        use std::fmt::Write;

        if !self.make_room(day) {
            return Ok(None);
        }
        self.content.clear();
        // Writing to a string cannot fail.
        let _ = write!(
            self.content,
            "{KEY_FORM}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{ticket}\u{1f}{}\u{1f}{}\u{1f}",
            self.source,
            sale.store_id,
            day,
            clock_time(time),
            sale.product_id,
            sale.quantity,
        );
        if amount_is_stated {
            let _ = write!(self.content, "{}", sale.amount);
        }
        let occurrence = self.occurrences.count(short(blake3::hash(self.content.as_bytes())))?;
        let _ = write!(self.content, "\u{1f}{occurrence}");
        Ok(Some(blake3::hash(self.content.as_bytes()).to_hex()[..32].to_owned()))
    }
}

/// The first 128 bits.
fn short(hash: blake3::Hash) -> [u8; 16] {
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash.as_bytes()[..16]);
    bits
}

/// The time in a text as `HH:MM` and the seconds when they are not zero; nothing when there is none.
fn clock_time(text: &str) -> String {
    let is_clock = |sign: char| matches!(sign, ':' | 'h' | 'H');
    let Some(colon) = text.find(is_clock) else { return String::new() };
    let hours: String = text[..colon].chars().rev().take_while(char::is_ascii_digit).collect();
    let hours: String = hours.chars().rev().collect();
    let rest = &text[colon + 1..];
    let part = |text: &str| text.chars().take_while(char::is_ascii_digit).take(2).collect::<String>();
    let minutes = part(rest);
    if hours.is_empty() || hours.len() > 2 || minutes.len() != 2 {
        return String::new();
    }
    let seconds = rest.get(2..).and_then(|rest| rest.strip_prefix(':')).map(part).unwrap_or_default();
    let half = if fold_has_pm(rest) { "pm" } else { "" };
    match seconds.as_str() {
        "" | "00" => format!("{hours:0>2}:{minutes}{half}"),
        seconds => format!("{hours:0>2}:{minutes}:{seconds}{half}"),
    }
}

/// Whether a time goes on with the afternoon's letters.
fn fold_has_pm(rest: &str) -> bool {
    rest.trim_end()
        .get(rest.trim_end().len().saturating_sub(2)..)
        .is_some_and(|end| end.eq_ignore_ascii_case("pm"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use comptoir_sales::{Money, Quantity, SaleKind};

    use super::*;

    fn sale(day: i8, cents: i64) -> Sale {
        Sale {
            id: None,
            source_key: None,
            product_id: 1,
            former_product_id: None,
            store_id: 1,
            date: Date::constant(2025, 11, day),
            quantity: Quantity::from_parts(10_000),
            amount: Money::from_parts(cents * 100),
            kind: SaleKind::Sale,
            discount: None,
            tax: None,
            ticket: None,
        }
    }

    fn keys_of(many: u64, sales: impl IntoIterator<Item = (i8, i64)>) -> Vec<Option<String>> {
        let mut keys = Keys { many, ..Keys::new("till", false) };
        let key = |(day, cents)| {
            let sale = sale(day, cents);
            keys.of(&sale, sale.date, ("", ""), true).unwrap()
        };
        sales.into_iter().map(key).collect()
    }

    #[test]
    fn identical_lines_of_a_day_are_counted_however_many_others_stand_between() {
        let lines = || [(3, 1), (3, 2), (3, 3), (3, 4), (3, 1)];
        let keys = keys_of(2, lines());
        assert_eq!(keys.iter().flatten().collect::<HashSet<_>>().len(), 5);
        assert_eq!(keys, keys_of(1_000, lines()));
    }

    #[test]
    fn days_in_order_are_forgotten_forwards_and_backwards_and_a_day_that_comes_again_is_noticed() {
        let forwards = [(3, 1), (3, 2), (4, 1), (4, 2), (5, 1)];
        assert_eq!(keys_of(2, forwards), keys_of(1_000, forwards));
        let backwards = [(5, 1), (5, 2), (4, 1), (4, 2), (3, 1)];
        assert_eq!(keys_of(2, backwards), keys_of(1_000, backwards));
        assert_eq!(keys_of(2, [(3, 1), (3, 2), (5, 1), (5, 2), (4, 1)]).last(), Some(&None));
        assert_eq!(keys_of(2, [(3, 1), (3, 2), (4, 1), (3, 1)]).last(), Some(&None));
    }

    #[test]
    fn a_time_is_the_same_however_it_is_written() {
        for (text, time) in [
            ("03/11/2025 10:35", "10:35"),
            ("03/11/25 10:35:00", "10:35"),
            ("9h05", "09:05"),
            ("2025-11-03T10:35:07+01:00", "10:35:07"),
            ("10:35 PM", "10:35pm"),
            ("03/11/2025", ""),
            ("T:", ""),
            ("€:12", ""),
        ] {
            assert_eq!(clock_time(text), time, "{text}");
        }
    }
}
