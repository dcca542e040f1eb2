//! The stores that sales name: those kept, and those that the file brings.

use std::{collections::HashMap as Map, sync::Arc};

use foldhash::{HashMap, HashMapExt, HashSet};

use comptoir_sales::{Lined, Money, Region, Sale, SalesBook, Store, fold};

use super::{
    super::stores::store,
    Reading, Refusal, Values,
    city_regions::{CityRegions, KeptCity},
    elsewhere::{Elsewhere, SoldElsewhere},
};
use crate::{
    Different, Field, FirstOf, ImportError,
    lines::{
        Restart,
        name_index::{Folded, NameIndex, id_in, is_rounded},
        room::{self, Full, Room},
        votes::{Vote, Votes},
    },
};

/// What a store that the file brings takes besides its texts, and what a way of writing one takes.
const CREATED_BYTES: usize = 1_200;
const WORDS_BYTES: usize = 100;

/// What another place of a store takes besides its texts.
const FORM_BYTES: usize = 300;

/// Stores by the words of the file.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the file")]
pub(super) struct Shops {
    known: NameIndex<Kept>,
    /// The stores kept since version 0.1, as it found them.
    folded: Folded,
    /// The stores that the words of the file, store and city, name.
    found: HashMap<String, Found>,
    /// The words of the line, as they are looked up.
    words: String,
    next_id: i64,
    /// Whether the column of stores holds names.
    holds_names: bool,
    /// Whether the user has said that the column is that of stores: then a reference that is not known yet is one.
    is_said: bool,
    /// Whether stores are called by their numbers: none is kept, or one that is kept is called so.
    are_numbered: bool,
    unknown_codes: UnknownCodes,
    /// The cities of each store's lines, where some lines leave them open.
    cities: Option<Arc<Map<String, Votes<String>>>>,
    /// The regions of cities, where lines name no store but the city.
    city_regions: Option<CityRegions>,
    /// The store of all lines, where the file has no column of stores.
    only: Only,
    /// Kept stores whose region is unknown: what they are called, and the revenue of their lines.
    without_region: HashMap<i64, (String, Money)>,
    /// The kept stores whose region is known.
    placed: Vec<Store>,
    /// Where lines say that stores are; `None` where the file has no column of places.
    elsewhere: Option<Elsewhere>,
    created: Vec<Created>,
    room: Room,
    /// The store that the last line brought.
    newest: Option<Store>,
    /// The place of the names of stores that are known by their codes.
    name_place: Option<usize>,
    /// Whether this line has brought one.
    has_new: bool,
}

/// A kept store, and its city where it has a name besides, folded.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    id: i64,
    city: Option<String>,
}

/// What words of the file name.
#[derive(Clone, Copy, Debug)]
struct Found {
    id: i64,
    /// Its place among the stores that the file brings.
    created: Option<usize>,
}

/// A store that the file brings, where most of its lines say that it is.
struct Created {
    line: u64,
    /// What its first line says.
    first: Store,
    /// What lines say of the place, and what it is then.
    forms: Map<String, Store>,
    votes: Votes<String>,
}

/// What codes of stores are that are not known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UnknownCodes {
    /// A file of stores has to come first.
    Refused,
    /// Names: where a file names its products too, and stores are kept by no more than their names, no file of stores
    /// is to come.
    Names,
}

/// The store of a file that names none.
enum Only {
    /// Its columns name stores.
    Named,
    /// The one that is kept, or was brought.
    Of(Found),
    /// One that is to be brought, called so.
    New(String),
}

impl Shops {
    pub(super) fn new(
        reading: &Reading,
        book: &dyn SalesBook,
        stores: Vec<Store>,
        next_id: i64,
    ) -> Result<Self, ImportError> {
        let columns = &reading.columns;
        let (mut known, mut without_region, mut ids) = (NameIndex::new(), HashMap::new(), vec![]);
        let placed: Vec<Store> = stores.iter().filter(|store| store.region.is_some()).cloned().collect();
        let has_place = |field: &Field| columns.place(*field).is_some();
        let has_places = [Field::City, Field::Postcode, Field::Region].iter().any(has_place);
        let bases = bases(book, &stores)?;
        let base = |store: &'_ Store| {
            let id = store.id?;
            Some(bases.get(&id).map_or(id, |base| base.id))
        };
        let names_cities =
            has_places && columns.place(Field::Store).is_none() && columns.place(Field::City).is_some();
        let city_regions = names_cities.then(|| {
            let kept = stores.iter().filter_map(|store| Some((base(store)?, store)));
            CityRegions::new(reading.open_words.as_ref(), kept)
        });
        let (mut folded, folded_ids) = (Folded::default(), book.folded_ids()?.stores);
        let are_numbered =
            stores.is_empty() || stores.iter().any(|store| store.name.as_deref().is_some_and(is_number));
        let has_names = columns.place(Field::Name).is_some() || columns.products_are_names();
        let takes_codes = has_names && stores.iter().all(is_name_alone);
        for store in stores {
            let Some(id) = store.id else { continue };
            if store.region.is_none() {
                without_region.insert(id, (title(&store), Money::default()));
            }
            if folded_ids.contains(&id) {
                folded.add(id, store.code.as_deref(), store.name.iter().chain(&store.city));
            }
            let named_so = reading.source_is_named && store.name.as_deref() == Some(reading.source.as_str());
            let (name, city) = (store.name.as_deref(), store.city.as_deref());
            // A store that has moved goes on being the one that files name; its sales find their place by their day.
            let kept = if let Some(base) = bases.get(&id) {
                base.clone()
            } else {
                ids.push((id, named_so));
                Kept { id, city: name.and(city).map(fold) }
            };
            known.add(id, store.code.as_deref(), (name, city), &kept);
        }
        let is_named = columns.place(Field::Store).is_some() || columns.place(Field::City).is_some();
        let of = |id: i64| Only::Of(Found { id, created: None });
        let only = match (ids.iter().find(|(_, named_so)| *named_so), ids.as_slice()) {
            _ if is_named => Only::Named,
            (Some((id, _)), _) | (None, [(id, _)]) => of(*id),
            (None, _) if reading.source_is_named => Only::New(reading.source.clone()),
            (None, []) => Only::New(columns.preset.map_or("Boutique", |preset| preset.name).to_owned()),
            (None, _) => match columns.preset {
                Some(preset) => match known.get(preset.name) {
                    Some(kept) => of(kept.id),
                    None => Only::New(preset.name.to_owned()),
                },
                None => return Err(columns.lacks(Field::Store, &reading.name, &reading.header)),
            },
        };
        let holds_names = columns.stores_are_names();
        Ok(Self {
            known,
            folded,
            found: HashMap::new(),
            words: String::new(),
            next_id,
            holds_names,
            is_said: columns.is_named(Field::Store),
            are_numbered,
            unknown_codes: if takes_codes { UnknownCodes::Names } else { UnknownCodes::Refused },
            cities: reading.open_words.as_ref().map(|open| Arc::clone(&open.cities)),
            city_regions,
            only,
            without_region,
            placed,
            elsewhere: (has_places && columns.place(Field::Store).is_some()).then(Elsewhere::default),
            created: vec![],
            room: Room::new(room::STORES, Different::Stores),
            newest: None,
            name_place: columns.store_name,
            has_new: false,
        })
    }

    /// The store that the last line brought, once.
    pub(super) fn take_newest(&mut self) -> Option<Store> {
        self.newest.take()
    }

    /// The id of a line's store.
    pub(super) fn find(&mut self, values: &Values<'_>) -> Result<i64, Refusal> {
        let found = match &self.only {
            Only::Of(found) => *found,
            Only::New(name) => {
                let name = name.clone();
                let found = self.create(None, Some(name), None, values)?;
                self.only = Only::Of(found);
                found
            }
            Only::Named => self.find_named(values)?,
        };
        if let Some(place) = found.created {
            let name = self.name_place.and_then(|place| values.record.cell(place).filled());
            self.created[place].describe(values, name, &mut self.room)?;
            if std::mem::take(&mut self.has_new) {
                self.newest = self.created[place].store();
            }
        }
        Ok(found.id)
    }

    fn find_named(&mut self, values: &Values<'_>) -> Result<Found, Refusal> {
        let (word, city) = (values.text(Field::Store), values.text(Field::City));
        if word.is_none() && city.is_none() {
            let field = if values.has(Field::Store) { Field::Store } else { Field::City };
            return Err(values.refuse(field, "missing"));
        }
        if let (None, Some(city), true) = (word, city, self.city_regions.is_some()) {
            return self.find_city(city, values);
        }
        self.words.clear();
        self.words.push_str(word.unwrap_or_default());
        if let Some(city) = city {
            self.words.push('\u{1f}');
            self.words.push_str(city);
        }
        if let Some(found) = self.found.get(&self.words) {
            return Ok(*found);
        }
        let words = self.words.clone();
        let found = self.look_up(word, city, values)?;
        self.remember(words, found)?;
        Ok(found)
    }

    /// The store that is a city, in the region that the line says.
    fn find_city(&mut self, city: &str, values: &Values<'_>) -> Result<Found, Refusal> {
        let Some(regions) = &mut self.city_regions else { return self.look_up(None, Some(city), values) };
        let region = regions.of(city, values, &mut self.room)?;
        self.words.clear();
        for part in [city, region.map_or("", Region::name)] {
            self.words.push('\u{1f}');
            self.words.push_str(part);
        }
        if let Some(found) = self.found.get(&self.words) {
            return Ok(*found);
        }
        let (kept, is_apart) = (regions.kept(city, region), regions.is_apart(city));
        let is_new_place = kept == KeptCity::Elsewhere && self.folded.look_up(city).is_none();
        let says_no_region = region.is_none() && PLACES.iter().all(|field| values.text(*field).is_none());
        let found = match kept {
            KeptCity::Of(id) => Found { id, created: None },
            _ if is_apart && says_no_region => {
                let field = if values.has(Field::Postcode) { Field::Postcode } else { Field::Region };
                return Err(values.refuse(field, "missing"));
            }
            _ if is_apart || is_new_place => {
                let code = region.map(|region| format!("{city}, {}", region.name()));
                self.create(code.as_deref(), None, Some(city.to_owned()), values)?
            }
            _ => self.look_up(None, Some(city), values)?,
        };
        let words = self.words.clone();
        self.remember(words, found)?;
        Ok(found)
    }

    fn remember(&mut self, words: String, found: Found) -> Result<(), Full> {
        self.room.take(WORDS_BYTES + words.len())?;
        self.found.insert(words, found);
        Ok(())
    }

    /// The store of a name and a city, either of which may be absent.
    fn look_up(
        &mut self,
        word: Option<&str>,
        city: Option<&str>,
        values: &Values<'_>,
    ) -> Result<Found, Refusal> {
        if word.is_some_and(is_rounded) {
            return Err(values.refuse(Field::Store, "rounded-code"));
        }
        if let Some(id) = self.kept(word, city) {
            return Ok(Found { id, created: None });
        }
        let is_reference =
            word.is_some_and(|word| !self.holds_names || is_number(word) && !self.are_numbered);
        let city = match (word, city) {
            (Some(word), None) if values.has(Field::City) => self.city_of(word, is_reference)?,
            _ => city.map(str::to_owned),
        };
        let is_reference = is_reference && !(self.unknown_codes == UnknownCodes::Names && city.is_none());
        let own_name = self.name_place.and_then(|place| values.record.cell(place).filled());
        if is_reference && city.is_none() && own_name.is_none() && !self.is_said {
            return Err(values.refuse(Field::Store, "unknown-store"));
        }
        // A reference is one store, whatever its lines say of the city.
        let words = match (word, &city) {
            (Some(word), Some(city)) if !is_reference => format!("{word}\u{1f}{city}"),
            (Some(word), _) => word.to_owned(),
            (None, city) => format!("\u{1f}{}", city.as_deref().unwrap_or_default()),
        };
        if let Some(found) = self.found.get(&words) {
            return Ok(*found);
        }
        let (code, name) = match (is_reference, &city) {
            (true, None) => (word, own_name.or(word)),
            (true, Some(_)) => (word, own_name),
            (false, _) => (None, word),
        };
        let found = self.create(code, name.map(str::to_owned), city, values)?;
        self.remember(words, found)?;
        Ok(found)
    }

    /// The kept store of that name or code, in that city where both say one.
    fn kept(&self, word: Option<&str>, city: Option<&str>) -> Option<i64> {
        let both = [word, city].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let first = word.or(city)?;
        // Sales are known by the stores that version 0.1 found: those keep their sales.
        let folded = self.folded.look_up(&both).or_else(|| self.folded.look_up(first));
        let of_city = |kept: &&Kept| {
            let (Some(_), Some(city), Some(own)) = (word, city, &kept.city) else { return true };
            *own == fold(city)
        };
        let of_both = || self.known.of_code(&both).or_else(|| self.known.of_pair(word?, city?));
        let of_word = || self.known.of_code(first).or_else(|| self.known.get(first).filter(of_city));
        folded.or_else(|| of_both().or_else(of_word).map(|kept| kept.id))
    }

    /// The city of a store's other lines, where this one leaves it open: the only one, or for a reference the usual
    /// one.
    fn city_of(&self, word: &str, is_reference: bool) -> Result<Option<String>, Refusal> {
        let Some(cities) = &self.cities else { return Err(Refusal::Restart(Restart::Names)) };
        let votes = cities.get(word).filter(|votes| is_reference || votes.count() == 1);
        Ok(votes.and_then(Votes::winner).cloned())
    }

    /// Counts the revenue of stores whose region may not be known.
    pub(super) fn add_revenue(&mut self, id: i64, amount: Money) {
        if let Some((_, revenue)) = self.without_region.get_mut(&id) {
            *revenue = *revenue + amount;
        }
    }

    /// Counts where a line says that its store is.
    pub(super) fn count_place(&mut self, sale: &Sale, values: &Values<'_>) {
        if let Some(elsewhere) = &mut self.elsewhere {
            elsewhere.count(sale.store_id, values, sale.date, sale.amount);
        }
    }

    /// Lines that say that their store is in another region than it counts in.
    pub(super) fn sold_elsewhere(&self) -> Vec<SoldElsewhere> {
        let created = self.stores();
        let all = self.placed.iter().chain(created.iter().map(|(_, store)| store));
        let titled = all.map(|store| (store, title(store)));
        self.elsewhere.as_ref().map(|elsewhere| elsewhere.found(titled)).unwrap_or_default()
    }

    /// The stores that the file has sales of and whose region is unknown, with their revenue in the file.
    pub(super) fn without_region(&self) -> FirstOf<(String, Money)> {
        let open: HashSet<i64> = self
            .stores()
            .iter()
            .filter(|(_, store)| store.region.is_none())
            .filter_map(|(_, store)| store.id)
            .collect();
        let new: HashSet<i64> = self.created.iter().filter_map(|created| created.first.id).collect();
        let sold = self.without_region.iter().filter(|(id, (_, revenue))| {
            *revenue != Money::default() && (!new.contains(id) || open.contains(id))
        });
        let mut stores: Vec<_> = sold.map(|(_, sold)| sold.clone()).collect();
        stores.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        stores.into_iter().collect()
    }

    /// The names of the stores that the file brought.
    pub(super) fn brought(&self) -> FirstOf<String> {
        self.stores().iter().map(|(_, store)| title(store)).collect()
    }

    /// The stores that the file brought, once all lines are read: what most lines say of each.
    pub(super) fn stores(&self) -> Vec<Lined<Store>> {
        self.created.iter().filter_map(|created| Some((created.line, created.store()?))).collect()
    }

    fn create(
        &mut self,
        code: Option<&str>,
        name: Option<String>,
        city: Option<String>,
        values: &Values<'_>,
    ) -> Result<Found, Full> {
        let own_id = code.and_then(id_in);
        let id = own_id.unwrap_or_else(|| {
            self.next_id += 1;
            self.next_id - 1
        });
        let code = code.filter(|_| own_id.is_none()).map(str::to_owned);
        let first = store(own_id, code, name, city, values);
        let first = Store { id: Some(id), ..first };
        self.room.take(CREATED_BYTES + 2 * values.record.text_len())?;
        self.without_region.insert(id, (title(&first), Money::default()));
        let found = Found { id, created: Some(self.created.len()) };
        self.created.push(Created {
            line: values.record.line,
            first,
            forms: Map::new(),
            votes: Votes::default(),
        });
        self.has_new = true;
        Ok(found)
    }
}

/// The stores of which the records are later places, by the ids of these.
fn bases(book: &dyn SalesBook, stores: &[Store]) -> Result<HashMap<i64, Kept>, ImportError> {
    let mut bases = HashMap::new();
    for known in book.moves()? {
        let base = stores.iter().find(|store| store.id == Some(known.store_id));
        let city = base.and_then(|base| base.name.as_deref().and(base.city.as_deref())).map(fold);
        bases.insert(known.moved_to, Kept { id: known.store_id, city });
    }
    Ok(bases)
}

/// The columns that say where a store is.
const PLACES: [Field; 4] = [Field::Address, Field::Postcode, Field::Region, Field::Country];

impl Created {
    /// Counts what a line says of the place, and of the name where the store is known by its code.
    fn describe(&mut self, values: &Values<'_>, own: Option<&str>, room: &mut Room) -> Result<(), Full> {
        // A line that says nothing has no vote.
        let says = own.is_some() || PLACES.iter().any(|field| values.text(*field).is_some());
        let places = PLACES.iter().map(|field| values.text(*field).unwrap_or_default());
        let said: Vec<&str> = places.chain(own).collect();
        let said = if says { said.join("\u{1f}") } else { String::new() };
        // Where no more are counted, the store is at none of the others.
        let is_left = says && self.votes.add(said.as_str()) == Vote::Left;
        if is_left || self.forms.contains_key(&said) {
            return Ok(());
        }
        if !self.forms.is_empty() {
            room.take(FORM_BYTES + 3 * said.len())?;
        }
        let Store { id, code, name, city, .. } = self.first.clone();
        let name = own.map(str::to_owned).or(name);
        let mut new = store(id, code.clone(), name, city, values);
        new.code = code;
        // A store called like its city is that city.
        new.region = new.region.or_else(|| {
            Region::find(None, None, new.name.as_deref())
                .filter(|_| new.city.is_none() && !values.has(Field::Country))
        });
        self.forms.insert(said, new);
        Ok(())
    }

    fn store(&self) -> Option<Store> {
        self.forms.get(self.votes.winner().map_or("", String::as_str)).cloned()
    }
}

fn title(store: &Store) -> String {
    let words = store.name.clone().or_else(|| store.city.clone()).or_else(|| store.code.clone());
    words.unwrap_or_default()
}

/// Whether no more is known of a store than what it is called.
fn is_name_alone(store: &Store) -> bool {
    store.city.is_none() && (store.code.is_none() || store.code == store.name)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}
