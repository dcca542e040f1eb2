//! What some lines leave open and others say: the name of a code, the city of a store.

use std::{collections::HashMap, sync::Arc};

use super::{products::normal, votes::Votes};
use crate::{Field, columns::Columns, record::Record};

/// What all lines say of codes and stores.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenWords {
    /// What most lines call the product of each code.
    pub(crate) names: Arc<HashMap<String, String>>,
    /// The cities of each store.
    pub(crate) cities: Arc<HashMap<String, Votes<String>>>,
}

/// The counts on the way to it.
#[derive(Default)]
pub(crate) struct Counting {
    names: HashMap<String, Votes<String>>,
    cities: HashMap<String, Votes<String>>,
}

impl Counting {
    /// Counts what one row says.
    pub(crate) fn learn(&mut self, columns: &Columns, record: &Record) {
        let text = |field| columns.place(field).and_then(|place| record.cell(place).filled());
        if let (Some(code), Some(name)) = (text(Field::Product), text(Field::Name)) {
            count(&mut self.names, code, name);
        }
        if let (Some(store), Some(city)) = (text(Field::Store), text(Field::City)) {
            count(&mut self.cities, store, city);
        }
    }

    /// What most lines say.
    pub(crate) fn done(self) -> OpenWords {
        let named = |(code, votes): (String, Votes<String>)| Some((normal(&code), normal(votes.winner()?)));
        OpenWords {
            names: Arc::new(self.names.into_iter().filter_map(named).collect()),
            cities: Arc::new(self.cities),
        }
    }
}

fn count(words: &mut HashMap<String, Votes<String>>, word: &str, says: &str) {
    if let Some(votes) = words.get_mut(word) {
        votes.add(says);
    } else {
        words.entry(word.to_owned()).or_default().add(says);
    }
}
