//! What some lines leave open and others say: the name of a code, the city of a store, the region of a city.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use comptoir_sales::{Region, fold};

use super::{
    products::normal,
    room::{self, Full, Room},
    stores::region,
    votes::{Vote, Votes},
};
use crate::{Different, Field, columns::Columns, record::Record};

/// What all lines say of codes and stores.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenWords {
    /// What most lines call the product of each code.
    pub(crate) names: Arc<HashMap<String, String>>,
    /// The cities of each store.
    pub(crate) cities: Arc<HashMap<String, Votes<String>>>,
    /// The cities, folded, that are in several regions, where lines name no store: each is one.
    pub(crate) cities_apart: Arc<HashSet<String>>,
}

/// What a word takes besides its texts.
const WORD_BYTES: usize = 200;

/// The counts on the way to it.
pub(crate) struct Counting {
    room: Room,
    names: HashMap<String, Votes<String>>,
    cities: HashMap<String, Votes<String>>,
    regions: HashMap<String, Votes<Region>>,
}

impl Counting {
    pub(crate) fn new() -> Self {
        let room = Room::new(room::NAMES, Different::Products);
        Self { room, names: HashMap::new(), cities: HashMap::new(), regions: HashMap::new() }
    }

    /// Counts what one row says.
    ///
    /// # Errors
    /// [`Full`] when there are too many codes or stores.
    pub(crate) fn learn(&mut self, columns: &Columns, record: &Record) -> Result<(), Full> {
        let text = |field| columns.place(field).and_then(|place| record.cell(place).filled());
        if let (Some(code), Some(name)) = (text(Field::Product), text(Field::Name)) {
            count(&mut self.names, code, name, &mut self.room)?;
        }
        if let (Some(store), Some(city)) = (text(Field::Store), text(Field::City)) {
            count(&mut self.cities, store, city, &mut self.room)?;
        }
        if let (None, Some(city)) = (text(Field::Store), text(Field::City))
            && let Some(region) = region(Some(city), text)
        {
            self.room.take(WORD_BYTES)?;
            self.regions.entry(fold(city)).or_default().add(&region);
        }
        Ok(())
    }

    /// What most lines say.
    pub(crate) fn done(self) -> OpenWords {
        let named = |(code, votes): (String, Votes<String>)| Some((normal(&code), normal(votes.winner()?)));
        let apart = self.regions.into_iter().filter(|(_, regions)| regions.count() > 1);
        OpenWords {
            names: Arc::new(self.names.into_iter().filter_map(named).collect()),
            cities: Arc::new(self.cities),
            cities_apart: Arc::new(apart.map(|(city, _)| city).collect()),
        }
    }
}

fn count(
    words: &mut HashMap<String, Votes<String>>,
    word: &str,
    says: &str,
    room: &mut Room,
) -> Result<(), Full> {
    let vote = if let Some(votes) = words.get_mut(word) {
        votes.add(says)
    } else {
        room.take(WORD_BYTES + word.len())?;
        words.entry(word.to_owned()).or_default().add(says)
    };
    if vote == Vote::New { room.take(says.len()) } else { Ok(()) }
}
