//! Keys of lines without an id.

use std::collections::HashMap;

use comptoir_calendar::Date;
use comptoir_sales::Sale;

/// The version of the canonical form that keys are made of; a change of the form needs a new one.
const KEY_FORM: u32 = 2;

/// Contents are forgotten when a later day comes and there are that many.
const MANY: usize = 200_000;

/// What tells a line without an id from every other: its content, and the how-manieth of that content it is.
pub(super) struct Keys {
    source: String,
    /// How often each content has been seen.
    occurrences: HashMap<[u8; 16], u32>,
    /// Days before this one are forgotten.
    forgotten_before: Option<Date>,
    /// Whether days may come in any order: then none is forgotten.
    is_unsorted: bool,
    content: String,
}

impl Keys {
    pub(super) fn new(source: &str, is_unsorted: bool) -> Self {
        Self {
            source: source.to_owned(),
            occurrences: HashMap::new(),
            forgotten_before: None,
            is_unsorted,
            content: String::new(),
        }
    }

    /// The key of a sale with the day that is written in its line; `None` when that has been forgotten already. An amount worked out from the list price is left
    /// out: the price may change, the sale does not.
    pub(super) fn of(
        &mut self,
        sale: &Sale,
        day: Date,
        time: &str,
        amount_is_stated: bool,
    ) -> Option<String> {
        use std::fmt::Write;

        if self.forgotten_before.is_some_and(|forgotten| day < forgotten) {
            return None;
        }
        if !self.is_unsorted && self.occurrences.len() >= MANY && self.forgotten_before != Some(day) {
            self.occurrences.clear();
            self.forgotten_before = Some(day);
        }
        self.content.clear();
        let ticket = sale.ticket.as_deref().unwrap_or_default();
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
        let occurrence = self.occurrences.entry(short(blake3::hash(self.content.as_bytes()))).or_default();
        *occurrence += 1;
        let _ = write!(self.content, "\u{1f}{occurrence}");
        Some(blake3::hash(self.content.as_bytes()).to_hex()[..32].to_owned())
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
    use super::*;

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
