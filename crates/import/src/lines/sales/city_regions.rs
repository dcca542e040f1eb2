//! Cities of one name in several regions, in files whose lines name no store but the city: each is a store of its own.
//!
//! Saint-Denis is in Île-de-France and in La Réunion: 1 110 names of French cities are in several regions.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use comptoir_sales::{Region, Store, fold};

use super::{super::stores::region, Refusal, Values};
use crate::{
    Field,
    lines::{OpenWords, Restart, room::Room},
};

/// The columns that say in which region a city is.
const PLACES: [Field; 3] = [Field::Postcode, Field::Region, Field::Country];

/// What a way of writing a place takes besides its texts.
const PLACE_BYTES: usize = 100;

/// The regions of the cities that lines name.
pub(super) struct CityRegions {
    /// Those that the words of a place name.
    named: HashMap<String, Option<Region>>,
    /// The words of the line.
    words: String,
    /// The region that the first line of a city says, by the city's folded name.
    first: HashMap<String, Region>,
    /// The cities that lines say to be in several regions, folded; `None` until all lines were looked at.
    apart: Option<Arc<HashSet<String>>>,
    /// The kept stores of each city, folded, with their regions.
    kept: HashMap<String, Vec<(Option<Region>, i64)>>,
}

/// A kept store of a city, as the region of a line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeptCity {
    /// The one of that region.
    Of(i64),
    /// All are in other regions.
    Elsewhere,
    /// The region does not say which.
    Open,
}

impl CityRegions {
    /// Of a file, and of the kept stores by the ids that files find them by.
    pub(super) fn new<'a>(open: Option<&OpenWords>, kept: impl Iterator<Item = (i64, &'a Store)>) -> Self {
        let mut of_city: HashMap<String, Vec<(Option<Region>, i64)>> = HashMap::new();
        for (id, store) in kept {
            // A store without a city may be called like it.
            for city in store.city.iter().chain(store.name.iter().filter(|_| store.city.is_none())) {
                of_city.entry(fold(city)).or_default().push((store.region, id));
            }
        }
        let apart = open.map(|open| Arc::clone(&open.cities_apart));
        Self { named: HashMap::new(), words: String::new(), first: HashMap::new(), apart, kept: of_city }
    }

    /// The region that a line says of its city.
    ///
    /// # Errors
    /// [`Restart::Names`] where another line says another region, so that all lines have to be looked at; a refusal where
    /// there are too many places.
    pub(super) fn of(
        &mut self,
        city: &str,
        values: &Values<'_>,
        room: &mut Room,
    ) -> Result<Option<Region>, Refusal> {
        self.words.clear();
        self.words.push_str(city);
        for field in PLACES {
            self.words.push('\u{1f}');
            self.words.push_str(values.text(field).unwrap_or_default());
        }
        if let Some(known) = self.named.get(&self.words) {
            return Ok(*known);
        }
        let said = region(Some(city), |field| values.text(field));
        self.check(city, said)?;
        // Addresses are as many as customers, and are read each time.
        if values.text(Field::Address).is_none() || values.text(Field::Postcode).is_some() {
            room.take(PLACE_BYTES + self.words.len())?;
            self.named.insert(self.words.clone(), said);
        }
        Ok(said)
    }

    fn check(&mut self, city: &str, said: Option<Region>) -> Result<(), Refusal> {
        let (None, Some(region)) = (&self.apart, said) else { return Ok(()) };
        let first = self.first.entry(fold(city)).or_insert(region);
        if *first == region { Ok(()) } else { Err(Refusal::Restart(Restart::Names)) }
    }

    /// Whether the city is in several regions by the lines of the file.
    pub(super) fn is_apart(&self, city: &str) -> bool {
        self.apart.as_ref().is_some_and(|apart| apart.contains(&fold(city)))
    }

    /// The kept store of a city in a region.
    pub(super) fn kept(&self, city: &str, region: Option<Region>) -> KeptCity {
        let kept = self.kept.get(&fold(city)).map(Vec::as_slice).unwrap_or_default();
        let there: HashSet<i64> =
            kept.iter().filter(|(of, _)| region.is_some() && *of == region).map(|(_, id)| *id).collect();
        if there.len() == 1 {
            return there.into_iter().next().map_or(KeptCity::Open, KeptCity::Of);
        }
        let are_elsewhere = !kept.is_empty() && kept.iter().all(|(of, _)| of.is_some() && *of != region);
        if region.is_some() && are_elsewhere { KeptCity::Elsewhere } else { KeptCity::Open }
    }
}
