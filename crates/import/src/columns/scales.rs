//! What the values of columns count, where other columns or headers say so: cents, grams.

use super::{Columns, Hints};
use crate::{headers, numbers::Scale};

impl Columns {
    /// Objects of the API of Stripe have their amounts in hundredths, but for currencies that have none.
    pub(super) fn with_cents(mut self, keys: &[String], hints: &Hints<'_>) -> Self {
        const OBJECTS: [&str; 5] = ["charge", "payment intent", "refund", "balance transaction", "invoice"];
        const IDS: [&str; 6] = ["ch_", "pi_", "py_", "re_", "txn_", "in_"];
        const WHOLE: [&str; 6] = ["jpy", "krw", "xaf", "xof", "xpf", "clp"];
        let place = |name: &str| keys.iter().position(|key| key == name);
        let (Some(amount), Some(currency), Some(_)) = (place("amount"), place("currency"), place("created"))
        else {
            return self;
        };
        let all = |place: usize, is_meant: &dyn Fn(&str) -> bool| {
            hints.sample.iter().all(|record| is_meant(&headers::key(record.cell(place).as_str())))
        };
        let has_their_ids = |place: usize| {
            hints.sample.iter().all(|record| {
                let cell = record.cell(place);
                IDS.iter().any(|prefix| cell.as_str().starts_with(prefix))
            })
        };
        let is_theirs = place("object").is_some_and(|place| all(place, &|object| OBJECTS.contains(&object)))
            || place("id").is_some_and(has_their_ids);
        let is_of_api = self.profiles[amount].is_whole()
            && is_theirs
            && all(currency, &|currency| !WHOLE.contains(&currency));
        if is_of_api {
            for (key, wording) in keys.iter().zip(&mut self.wordings) {
                if key.starts_with("amount") || ["fee", "net"].contains(&key.as_str()) {
                    wording.scale = Scale::Cents;
                }
            }
        }
        self
    }

    /// Whole amounts beside which a column says on every line that they are hundredths: `unit` with `cents`, or
    /// `total.precision` with 2.
    pub(super) fn with_minor_units(mut self, keys: &[String], hints: &Hints<'_>) -> Self {
        const UNITS: [&str; 8] =
            ["unit", "units", "unite", "money unit", "amount unit", "denomination", "precision", "exponent"];
        const CENTS: [&str; 7] =
            ["cent", "cents", "centime", "centimes", "minor", "minor units", "minor unit"];
        if hints.says_cents {
            for (wording, profile) in self.wordings.iter_mut().zip(&self.profiles) {
                if profile.is_whole() && wording.money().is_some() {
                    wording.scale = Scale::Cents;
                }
            }
        }
        let ends = |key: &str, name: &str| key == name || key.ends_with(&format!(" {name}"));
        for (place, key) in keys.iter().enumerate() {
            let Some(unit) = UNITS.iter().find(|unit| ends(key, unit)) else { continue };
            let is_count = ["precision", "exponent"].contains(unit);
            let says = |text: &str| {
                if is_count { text == "2" } else { CENTS.contains(&headers::key(text).as_str()) }
            };
            let mut texts = hints.sample.iter().filter_map(|record| record.cell(place).filled()).peekable();
            if texts.peek().is_none() || !texts.all(says) {
                continue;
            }
            let about = key.strip_suffix(unit).unwrap_or_default().trim().to_owned();
            for (at, other) in keys.iter().enumerate() {
                let is_meant = at != place
                    && (about.is_empty() || other.starts_with(&about))
                    && self.profiles[at].is_whole();
                if is_meant && (!is_count || !about.is_empty()) && self.wordings[at].money().is_some() {
                    self.wordings[at].scale = Scale::Cents;
                }
            }
        }
        self
    }

    /// Grams and millilitres count as parts of what their price is for: `Poids (g)` beside `Prix au kg`.
    pub(super) fn with_grams(mut self, keys: &[String]) -> Self {
        const SMALL: [&str; 9] =
            ["g", "gr", "grs", "gramme", "grammes", "gram", "grams", "ml", "millilitres"];
        if self.wordings.iter().any(|wording| wording.is_price_by_measure()) {
            for (key, wording) in keys.iter().zip(&mut self.wordings) {
                if key.split(' ').any(|word| SMALL.contains(&word)) {
                    wording.scale = Scale::Thousandths;
                }
            }
        }
        self
    }
}
