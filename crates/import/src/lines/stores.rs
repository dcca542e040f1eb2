//! Stores, line by line.

use comptoir_sales::{Chunk, Money, MovedStore, Moving, Region, SalesBook, Store, StoreMove, fold, place_on};

use super::{Reading, Refusal, Values};
use crate::{Field, FirstOf, ImportError, zones};

/// How many stores that are elsewhere are named: more than have ever moved between two files.
const MOVED_NAMED: usize = 10_000;

pub(super) struct Stores {
    integer_ids: bool,
    kept: Vec<Store>,
    moves: Vec<StoreMove>,
    /// What becomes of stores that are elsewhere.
    moving: Option<Moving>,
    /// Whether known stores are written over.
    writes_over: bool,
    next_id: i64,
    /// Stores that are elsewhere than they were kept, or in another territory.
    pub(super) moved: Vec<MovedStore>,
    /// Those whose region is unknown, by name or city.
    pub(super) without_region: FirstOf<(String, Money)>,
}

impl Stores {
    pub(super) fn new(reading: &Reading, book: &dyn SalesBook) -> Result<Self, ImportError> {
        Ok(Self {
            integer_ids: reading.inference.has_integer_ids(),
            kept: book.stores()?,
            moves: book.moves()?,
            moving: reading.moving,
            writes_over: reading.writes_over,
            next_id: book.next_ids()?.store,
            moved: vec![],
            without_region: FirstOf::default(),
        })
    }

    pub(super) fn line(&mut self, values: &Values<'_>, chunk: &mut Chunk) -> Result<(), Refusal> {
        let (id, code) = values.own_code(self.integer_ids)?;
        let (name, city) = (values.owned(Field::Name), values.owned(Field::City));
        if name.is_none() && city.is_none() {
            return Err(values.refuse(Field::City, "missing"));
        }
        let code = if id.is_none() { code.map(str::to_owned) } else { None };
        let store = store(id, code, name, city, values);
        if store.region.is_none() {
            let name = store.name.as_ref().or(store.city.as_ref()).cloned().unwrap_or_default();
            self.without_region.push((name, Money::default()));
        }
        let line = values.record.line;
        let Some(kept) = self.kept_as(&store) else {
            chunk.stores.push((line, store));
            return Ok(());
        };
        let base = self.base_of(&kept);
        if !is_elsewhere(&kept, &store) {
            if zones::zone_of_store(&kept) != zones::zone_of_store(&store) {
                self.note_moved(&kept, &store);
            }
            // The record of its place of today is written, not that of the place before.
            let own = if base == kept.id { store } else { Store { id: kept.id, code: kept.code, ..store } };
            chunk.stores.push((line, own));
            return Ok(());
        }
        self.note_moved(&kept, &store);
        match (self.moving, base) {
            (Some(Moving::From(from)), Some(store_id)) => {
                let moved_to = self.next_id;
                self.next_id += 1;
                chunk.moves.push(StoreMove { store_id, from, moved_to });
                chunk.stores.push((line, Store { id: Some(moved_to), code: None, ..store }));
            }
            (Some(Moving::Past), _) => {
                let own =
                    if base == kept.id { store } else { Store { id: kept.id, code: kept.code, ..store } };
                chunk.stores.push((line, own));
            }
            // Known, with another content: nothing of it is written in mode new, nor in others until it is said what
            // moves.
            _ if !self.writes_over => chunk.stores.push((line, store)),
            _ => {}
        }
        Ok(())
    }

    fn note_moved(&mut self, kept: &Store, found: &Store) {
        if self.moved.len() < MOVED_NAMED {
            self.moved.push(MovedStore { kept: kept.clone(), found: found.clone() });
        }
    }

    /// The record of the store as it is kept, at its place of today.
    fn kept_as(&self, store: &Store) -> Option<Store> {
        let is_same = |kept: &&Store| match (store.id, &store.code) {
            (Some(id), _) => kept.id == Some(id),
            (None, code) => code.is_some() && kept.code == *code,
        };
        let kept = self.kept.iter().find(is_same)?;
        let today = kept.id.map(|id| place_on(&self.moves, id, comptoir_calendar::Date::MAX));
        self.kept.iter().find(|other| other.id == today).or(Some(kept)).cloned()
    }

    /// The store that files name, of which this record is the place of today.
    fn base_of(&self, kept: &Store) -> Option<i64> {
        let known = self.moves.iter().find(|known| Some(known.moved_to) == kept.id);
        known.map(|known| known.store_id).or(kept.id)
    }
}

/// Whether both say where a store is, and not the same.
pub(crate) fn is_elsewhere(kept: &Store, found: &Store) -> bool {
    let differ =
        |one: Option<String>, other: Option<String>| one.zip(other).is_some_and(|(one, other)| one != other);
    let city = |store: &Store| store.city.as_deref().map(fold);
    let region = |store: &Store| store.region.map(|region| region.name().to_owned());
    differ(city(kept), city(found)) || differ(region(kept), region(found))
}

/// The store of a row; one with neither id nor reference is its name and city, or its city and address.
pub(super) fn store(
    id: Option<i64>,
    code: Option<String>,
    name: Option<String>,
    city: Option<String>,
    values: &Values<'_>,
) -> Store {
    let address = values.owned(Field::Address);
    let postcode = values.owned(Field::Postcode).or_else(|| address.as_deref().and_then(postcode_in));
    let region = region(city.as_deref(), |field| values.text(field));
    let parts = [name.as_deref(), city.as_deref(), if name.is_none() { address.as_deref() } else { None }];
    let own_words = || Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    let code = if id.is_none() { code.or_else(own_words) } else { code };
    Store { id, code, name, city, region, address, postcode }
}

/// The region named, else that of the postcode, else that of the city; none abroad. The other texts of a row are got
/// by their fields.
pub(super) fn region<'a>(city: Option<&str>, text: impl Fn(Field) -> Option<&'a str>) -> Option<Region> {
    if text(Field::Country).is_some_and(|country| !is_france(country)) {
        return None;
    }
    let of_address = || text(Field::Address).and_then(postcode_in);
    let postcode = text(Field::Postcode).map(str::to_owned).or_else(of_address);
    let of_brackets =
        || city.and_then(department_in_brackets).and_then(|code| Region::find(Some(code), None, None));
    let named = text(Field::Region);
    let found = Region::find(named, postcode.as_deref(), city);
    if named.is_none() && postcode.is_none() { of_brackets().or(found) } else { found }
}

/// The code of a département behind the name of a city: `Saint-Denis (974)`.
fn department_in_brackets(city: &str) -> Option<&str> {
    let (_, code) = city.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let code = code.trim();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    ((2..=3).contains(&code.len()) && digits + 1 >= code.len()).then_some(code)
}

fn is_france(country: &str) -> bool {
    matches!(comptoir_sales::fold(country).as_str(), "fr" | "fra" | "france" | "france metropolitaine")
}

/// The five digits that stand by themselves in an address, the last of them.
fn postcode_in(address: &str) -> Option<String> {
    let mut words = address.split(|sign: char| !sign.is_alphanumeric());
    let postcode = words.rfind(|word| word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit()));
    postcode.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{department_in_brackets, postcode_in};

    #[test]
    fn a_department_is_found_in_brackets_behind_a_city() {
        assert_eq!(department_in_brackets("Saint-Denis (974)"), Some("974"));
        assert_eq!(department_in_brackets("Bastia (2B)"), Some("2B"));
        assert_eq!(department_in_brackets("Lyon (centre)"), None);
    }

    #[test]
    fn a_postcode_is_found_in_an_address() {
        assert_eq!(postcode_in("12 rue de Rivoli, 75004 Paris").as_deref(), Some("75004"));
        assert_eq!(postcode_in("zone 12345678, bâtiment 9"), None);
    }
}
