//! The stores that sales name: those kept, and those that the file brings.

use foldhash::{HashMap, HashMapExt};

use comptoir_sales::{Chunk, Money, Region, Store};

use super::{super::stores::store, Reading, Refusal, Values};
use crate::{Field, ImportError, lines::Known};

/// Stores by the words of the file.
pub(super) struct Shops {
    known: Known<i64>,
    /// What the words of the file, store and city, have been found to name.
    found: HashMap<String, i64>,
    /// The words of the line, as they are looked up.
    words: String,
    next_id: i64,
    /// Whether the column of stores holds names.
    holds_names: bool,
    /// The store of all lines, where the file has no column that tells one.
    only: Only,
    /// Stores whose region nothing tells: what they are called, and the revenue of their lines.
    without_region: HashMap<i64, (String, Money)>,
    brought: Vec<String>,
}

/// The store of a file that names none.
enum Only {
    /// Its columns name stores.
    Named,
    /// The one that is kept.
    Kept(i64),
    /// One that is to be brought, called so.
    New(String),
}

impl Shops {
    pub(super) fn new(reading: &Reading, stores: Vec<Store>, next_id: i64) -> Result<Self, ImportError> {
        let columns = &reading.columns;
        let (mut known, mut without_region, mut ids) = (Known::new(), HashMap::new(), vec![]);
        for store in stores {
            let Some(id) = store.id else { continue };
            if store.region.is_none() {
                without_region.insert(id, (title(&store), Money::default()));
            }
            let named_so = reading.source_is_named && store.name.as_deref() == Some(reading.source.as_str());
            ids.push((id, named_so));
            known.add(id, store.code.as_deref(), store.name.into_iter().chain(store.city), &id);
        }
        let is_named = columns.place(Field::Store).is_some() || columns.place(Field::City).is_some();
        let only = match (ids.iter().find(|(_, named_so)| *named_so), ids.as_slice()) {
            _ if is_named => Only::Named,
            (Some((id, _)), _) | (None, [(id, _)]) => Only::Kept(*id),
            (None, _) if reading.source_is_named => Only::New(reading.source.clone()),
            (None, []) => Only::New(columns.preset.map_or("Boutique", |preset| preset.name).to_owned()),
            (None, _) => match columns.preset {
                Some(preset) => match known.get(preset.name) {
                    Some(id) => Only::Kept(*id),
                    None => Only::New(preset.name.to_owned()),
                },
                None => return Err(columns.lacks(Field::Store, &reading.name, &reading.header)),
            },
        };
        let holds_names = columns.stores_are_names();
        Ok(Self {
            known,
            found: HashMap::new(),
            words: String::new(),
            next_id,
            holds_names,
            only,
            without_region,
            brought: vec![],
        })
    }

    /// The id of a line's store; one that is not kept yet comes with the chunk.
    pub(super) fn find(&mut self, values: &Values<'_>, chunk: &mut Chunk) -> Result<i64, Refusal> {
        match &self.only {
            Only::Kept(id) => return Ok(*id),
            Only::New(name) => {
                let name = name.clone();
                let id = self.bring(store(None, None, Some(name), None, values), values, chunk);
                self.only = Only::Kept(id);
                return Ok(id);
            }
            Only::Named => {}
        }
        let (word, city) = (values.text(Field::Store), values.text(Field::City));
        if word.is_none() && city.is_none() {
            let field = if values.has(Field::Store) { Field::Store } else { Field::City };
            return Err(values.refuse(field, "missing"));
        }
        self.words.clear();
        self.words.push_str(word.unwrap_or_default());
        if let Some(city) = city {
            self.words.push('\u{1f}');
            self.words.push_str(city);
        }
        if let Some(id) = self.found.get(&self.words) {
            return Ok(*id);
        }
        let both = [word, city].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let kept = self.known.get(&both).or_else(|| self.known.get(word.or(city)?));
        let id = match kept {
            Some(id) => *id,
            None => self.bring_named(word, city, values, chunk)?,
        };
        self.found.insert(self.words.clone(), id);
        Ok(id)
    }

    pub(super) fn is_without_region(&self, id: i64) -> bool {
        !self.without_region.is_empty() && self.without_region.contains_key(&id)
    }

    pub(super) fn add_revenue(&mut self, id: i64, amount: Money) {
        if let Some((_, revenue)) = self.without_region.get_mut(&id) {
            *revenue = *revenue + amount;
        }
    }

    /// The stores that the file has sales of and whose region nothing tells, with their revenue in the file.
    pub(super) fn without_region(&self) -> Vec<(String, Money)> {
        let sold = self.without_region.values().filter(|(_, revenue)| *revenue != Money::default());
        let mut stores: Vec<_> = sold.cloned().collect();
        stores.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        stores
    }

    /// The names of the stores that the file brought.
    pub(super) fn brought(&self) -> Vec<String> {
        self.brought.clone()
    }

    fn bring_named(
        &mut self,
        word: Option<&str>,
        city: Option<&str>,
        values: &Values<'_>,
        chunk: &mut Chunk,
    ) -> Result<i64, Refusal> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let is_reference =
            word.is_some_and(|word| !self.holds_names || word.bytes().all(|byte| byte.is_ascii_digit()));
        if is_reference && city.is_none() {
            return Err(values.refuse(Field::Store, "unknown-store"));
        }
        let new = if is_reference {
            let id = word.and_then(|word| word.parse::<i64>().ok()).filter(|id| *id > 0);
            let code = if id.is_none() { own(word) } else { None };
            Store { id, ..store(id, code, None, own(city), values) }
        } else {
            store(None, None, own(word), own(city), values)
        };
        Ok(self.bring(new, values, chunk))
    }

    fn bring(&mut self, mut new: Store, values: &Values<'_>, chunk: &mut Chunk) -> i64 {
        let id = new.id.unwrap_or_else(|| {
            self.next_id += 1;
            self.next_id - 1
        });
        new.id = Some(id);
        // A store called like its city is that city.
        new.region = new.region.or_else(|| {
            Region::find(None, None, new.name.as_deref())
                .filter(|_| new.city.is_none() && !values.has(Field::Country))
        });
        if new.region.is_none() {
            self.without_region.insert(id, (title(&new), Money::default()));
        }
        self.known.add(id, new.code.as_deref(), new.name.clone().into_iter().chain(new.city.clone()), &id);
        self.brought.push(title(&new));
        chunk.stores.push((values.record.line, new));
        id
    }
}

fn title(store: &Store) -> String {
    let words = store.name.clone().or_else(|| store.city.clone()).or_else(|| store.code.clone());
    words.unwrap_or_default()
}
