//! Targets, line by line.

use comptoir_calendar::{Grain, parse_iso};
use comptoir_sales::{Aim, Money, Region, Store, Target, fold};

use super::{NameIndex, Reading, Refusal, Values};
use crate::{Field, dates::month_named, numbers::NumberReader};

pub(super) struct Targets {
    pub(super) amount: NumberReader,
    stores: NameIndex<i64>,
}

impl Targets {
    pub(super) fn new(reading: &Reading, kept: Vec<Store>) -> Self {
        let mut stores = NameIndex::new();
        for store in kept {
            if let Some(id) = store.id {
                stores.add(id, store.code.as_deref(), (store.name.as_deref(), store.city.as_deref()), &id);
            }
        }
        Self { amount: reading.inference.number_reader(Field::Amount, &reading.overrides), stores }
    }

    pub(super) fn line(&mut self, values: &Values<'_>) -> Result<Target, Refusal> {
        let cell = values.needed(Field::Month)?;
        let month = month(cell.as_str()).ok_or_else(|| values.refuse(Field::Month, "not-a-month"))?;
        let of = self.aim(values)?;
        let cell = values.needed(Field::Amount)?;
        let amount =
            self.amount.read(cell).map_err(|why| values.unread(Field::Amount, why, "not-a-number"))?;
        values.check_size(Field::Amount, amount.parts)?;
        Ok(Target { month, of, amount: Money::from_parts(amount.parts) })
    }

    fn aim(&self, values: &Values<'_>) -> Result<Aim, Refusal> {
        if let Some(store) = values.text(Field::Store) {
            let id = self.stores.get(store).ok_or_else(|| values.refuse(Field::Store, "unknown-store"))?;
            return Ok(Aim::Store(*id));
        }
        match values.text(Field::Region) {
            None => Ok(Aim::All),
            Some(region) => Region::find(Some(region), None, None)
                .map(Aim::Region)
                .ok_or_else(|| values.refuse(Field::Region, "unknown-region")),
        }
    }
}

/// The month, `2023-11`, that is written as `2023-11`, `2023-11-01`, `11/2023`, `2023/11` or `nov. 2023`. A day and a
/// month in figures alone may be read in two ways, and are no month.
fn month(text: &str) -> Option<String> {
    let day = text.get(..10).and_then(parse_iso);
    if let Some(day) = day {
        return Some(Grain::Month.label(day));
    }
    let words = fold(text);
    let words: Vec<&str> = words.split(' ').collect();
    let label = match *words.as_slice() {
        [first, second] => {
            let (year, month) = if first.len() == 4 { (first, second) } else { (second, first) };
            let month = month_named(month).or_else(|| month.parse().ok())?;
            if year.len() == 4 { format!("{year}-{month:02}") } else { return None }
        }
        _ => return None,
    };
    Grain::parse(&label).filter(|(grain, _)| *grain == Grain::Month).map(|_| label)
}

#[cfg(test)]
mod tests {
    use super::month;

    #[test]
    fn months_are_read_as_people_write_them() {
        for text in [
            "2023-11",
            "2023-11-01",
            "2023-11-01T00:00:00",
            "11/2023",
            "2023/11",
            "nov. 2023",
            "Novembre 2023",
        ] {
            assert_eq!(month(text).as_deref(), Some("2023-11"), "{text}");
        }
        for text in ["01/11/2023", "13/2023", "2023", "novembre", "11", "", "2023-00", "n'importe quoi"] {
            assert_eq!(month(text), None, "{text}");
        }
    }
}
