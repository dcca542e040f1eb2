//! The eighteen regions of France, found by name, postcode or city.
//!
//! Names and codes: INSEE, Code officiel géographique (Licence Ouverte), through `@etalab/decoupage-administratif`.

use std::{collections::HashMap, sync::LazyLock};

use crate::fold;

/// A region of France.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region {
    code: &'static str,
    name: &'static str,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    rows(include_str!("../data/regions.csv")).map(|(code, name)| Region { code, name }).collect()
});

static BY_NAME: LazyLock<HashMap<String, Region>> =
    LazyLock::new(|| REGIONS.iter().map(|region| (fold(region.name), *region)).collect());

static BY_CITY: LazyLock<HashMap<String, Region>> = LazyLock::new(|| {
    rows(include_str!("../data/cities.csv"))
        .filter_map(|(city, code)| Some((fold(city), Region::from_code(code)?)))
        .collect()
});

/// Postcode prefixes, the longer (the exceptions) before the shorter.
static BY_POSTCODE: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut prefixes: Vec<_> = rows(include_str!("../data/postcodes.csv")).collect();
    prefixes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    prefixes
});

/// The lines of a two-column table below its header.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().skip(1).filter_map(|line| line.split_once(','))
}

impl Region {
    /// All eighteen, by code.
    pub fn all() -> &'static [Self] {
        &REGIONS
    }

    /// The INSEE code, two digits: `11` for Île-de-France.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// The official name in French.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// The region of that INSEE code.
    pub fn from_code(code: &str) -> Option<Self> {
        REGIONS.iter().find(|region| region.code == code).copied()
    }

    /// The region of that name, whatever its case, accents and dashes.
    pub fn from_name(name: &str) -> Option<Self> {
        BY_NAME.get(&fold(name)).copied()
    }

    /// The region of a postcode of five digits; `None` outside the eighteen regions.
    pub fn from_postcode(postcode: &str) -> Option<Self> {
        let postcode = postcode.trim();
        if postcode.len() != 5 || !postcode.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (_, code) = BY_POSTCODE.iter().find(|(prefix, _)| postcode.starts_with(prefix))?;
        Self::from_code(code)
    }

    /// The region of a city whose name stands in one region only; `None` for Saint-Denis, which is in two.
    pub fn from_city(city: &str) -> Option<Self> {
        BY_CITY.get(&fold(city)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn there_are_eighteen_regions() {
        assert_eq!(Region::all().len(), 18);
    }

    #[test]
    fn a_region_is_found_by_any_spelling_of_its_name() {
        for spelling in ["Provence-Alpes-Côte d'Azur", "PROVENCE ALPES COTE D’AZUR"] {
            assert_eq!(Region::from_name(spelling).map(Region::code), Some("93"));
        }
        assert_eq!(Region::from_name("Bavière"), None);
    }

    #[test]
    fn a_postcode_decides_between_mainland_corsica_and_overseas() {
        for (postcode, code) in [("93200", "11"), ("97400", "04"), ("20000", "94"), ("59800", "32")] {
            assert_eq!(Region::from_postcode(postcode).map(Region::code), Some(code), "{postcode}");
        }
        for foreign in ["97133", "98000", "1000", "ABCDE", "00000"] {
            assert_eq!(Region::from_postcode(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_city_name_found_in_two_regions_decides_nothing() {
        assert_eq!(Region::from_city("strasbourg").map(Region::name), Some("Grand Est"));
        assert_eq!(Region::from_city("Saint-Denis"), None);
    }
}
