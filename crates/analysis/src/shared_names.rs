//! Names that several products or several stores have, with what distinguishes them.
//!
//! Two products of one designation are two products, and two stores of one name two stores: their figures stand in rows of
//! their own. To keep the rows apart, such a name is followed
//!
//! - of a store, by its city, where each store of the name is in another one, or by its region likewise;
//! - else by its code, or by its number where it has no code.
//!
//! That is decided here alone, for tables, files, filters, forecasts and sentences. Cities of one name in several regions
//! are groups of their own in SQL already: see [`Grouping::label`].

use std::collections::{HashMap, HashSet};

use comptoir_store::{Database, Value};

use crate::{AnalysisError, Answer, Group, Grouping};

/// What the products and stores are called whose name others have too, by their ids.
#[derive(Debug, Default)]
pub(crate) struct SharedNames {
    products: HashMap<i64, SharedName>,
    stores: HashMap<i64, SharedName>,
}

/// A name that others have too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SharedName {
    /// The name that several have; empty where they have none.
    pub(crate) shared: String,
    /// The same with what distinguishes this one.
    pub(crate) distinct: String,
}

/// A product or store as it is kept.
struct Member {
    id: i64,
    name: Option<String>,
    /// City, then region: of a store.
    places: [Option<String>; 2],
    code: Option<String>,
}

impl SharedNames {
    /// Reads which names are shared.
    pub(crate) fn of(database: &dyn Database) -> Result<Self, AnalysisError> {
        let products = "select id, name, null, null, code from products where name in
                            (select name from products group by name having count(*) > 1) order by id";
        let stores = "select id, coalesce(name, city), city, region, code from stores order by id";
        Ok(Self {
            products: shared(&members(database, products)?),
            stores: shared(&members(database, stores)?),
        })
    }

    /// What a product or store is called, where others have its name too.
    pub(crate) fn of_group(&self, grouping: Grouping, id: i64) -> Option<&SharedName> {
        self.of_grouping(grouping)?.get(&id)
    }

    /// The products or stores whose name others have too, in the order of their names.
    pub(crate) fn all(&self, grouping: Grouping) -> Vec<(i64, &SharedName)> {
        let of_grouping = self.of_grouping(grouping).into_iter().flatten();
        let mut all: Vec<_> = of_grouping.map(|(id, name)| (*id, name)).collect();
        all.sort_by(|(one, its), (other, others)| its.distinct.cmp(&others.distinct).then(one.cmp(other)));
        all
    }

    /// An answer whose groups are called by names that distinguish them.
    pub(crate) fn distinguish(&self, mut answer: Answer, groupings: &[Grouping]) -> Answer {
        for (at, grouping) in groupings.iter().enumerate() {
            if self.of_grouping(*grouping).is_none_or(HashMap::is_empty) {
                continue;
            }
            for group in answer.rows.iter_mut().filter_map(|row| row.groups.get_mut(at)) {
                self.rename(*grouping, group);
            }
        }
        answer
    }

    fn rename(&self, grouping: Grouping, group: &mut Group) {
        if let Some(name) = group.id.and_then(|id| self.of_group(grouping, id)) {
            group.name = Some(name.distinct.clone());
        }
    }

    fn of_grouping(&self, grouping: Grouping) -> Option<&HashMap<i64, SharedName>> {
        match grouping {
            Grouping::Product => Some(&self.products),
            Grouping::Store => Some(&self.stores),
            _ => None,
        }
    }
}

fn members(database: &dyn Database, sql: &str) -> Result<Vec<Member>, AnalysisError> {
    let member = |row: Vec<Value>| {
        let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        Some(Member {
            id: row.first()?.as_integer()?,
            name: text(1),
            places: [text(2), text(3)],
            code: text(4),
        })
    };
    Ok(database.query(sql, &[])?.rows.into_iter().filter_map(member).collect())
}

/// Those whose name others have too, with what distinguishes them.
fn shared(members: &[Member]) -> HashMap<i64, SharedName> {
    let mut of_name: HashMap<&str, Vec<&Member>> = HashMap::new();
    for member in members {
        of_name.entry(member.name.as_deref().unwrap_or_default()).or_default().push(member);
    }
    let taken: HashSet<&str> = members.iter().filter_map(|member| member.name.as_deref()).collect();
    let mut shared = HashMap::new();
    for (name, alike) in of_name.iter().filter(|(_, alike)| alike.len() > 1) {
        let place = (0..2).find(|place| are_in_places_of_their_own(name, alike, *place));
        for member in alike {
            let place = place.and_then(|place| member.places[place].as_deref());
            let mark = place.or(member.code.as_deref());
            let by_number = || followed(name, &format!("n° {}", member.id));
            // Another one may be called just so.
            let by_mark = mark.map(|mark| followed(name, mark)).filter(|own| !taken.contains(own.as_str()));
            let distinct = by_mark.unwrap_or_else(by_number);
            shared.insert(member.id, SharedName { shared: (*name).to_owned(), distinct });
        }
    }
    shared
}

/// Whether each of some stores of one name is in another city, or region, whose name says more than theirs.
fn are_in_places_of_their_own(name: &str, stores: &[&Member], place: usize) -> bool {
    let places: HashSet<&str> = stores.iter().filter_map(|store| store.places[place].as_deref()).collect();
    places.len() == stores.len() && !places.contains(name)
}

fn followed(name: &str, mark: &str) -> String {
    if name.is_empty() { mark.to_owned() } else { format!("{name} ({mark})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Members as (id, name, city, code), and what they are called, in the order of their ids.
    fn called(members: &[(i64, &str, &str, &str)]) -> Vec<String> {
        let members: Vec<_> =
            members.iter().map(|(id, name, city, code)| (*id, *name, [*city, ""], *code)).collect();
        called_at(&members)
    }

    /// The same with (city, region).
    fn called_at(members: &[(i64, &str, [&str; 2], &str)]) -> Vec<String> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let member = |(id, name, places, code): &(i64, &str, [&str; 2], &str)| Member {
            id: *id,
            name: text(name),
            places: places.map(text),
            code: text(code),
        };
        let members: Vec<Member> = members.iter().map(member).collect();
        let shared = shared(&members);
        let name = |member: &Member| match shared.get(&member.id) {
            Some(name) => name.distinct.clone(),
            None => member.name.clone().unwrap_or_default(),
        };
        members.iter().map(name).collect()
    }

    #[test]
    fn a_name_of_one_alone_stays_as_it_is() {
        assert_eq!(
            called(&[(1, "Pain", "", "A1"), (2, "pain", "", "A2"), (3, "", "", "")]),
            ["Pain", "pain", ""]
        );
    }

    #[test]
    fn products_of_one_name_are_followed_by_their_codes_or_numbers() {
        let products = [(1, "Thé", "", "A1"), (2, "Thé", "", "A2"), (3, "Thé", "", "")];
        assert_eq!(called(&products), ["Thé (A1)", "Thé (A2)", "Thé (n° 3)"]);
    }

    #[test]
    fn stores_of_one_name_are_followed_by_their_cities_where_these_differ() {
        let apart = [(1, "Gare", "Lyon", "M1"), (2, "Gare", "Nice", "M2")];
        assert_eq!(called(&apart), ["Gare (Lyon)", "Gare (Nice)"]);
        let together = [(1, "Gare", "Lyon", "M1"), (2, "Gare", "Lyon", "M2"), (3, "Gare", "Nice", "M3")];
        assert_eq!(called(&together), ["Gare (M1)", "Gare (M2)", "Gare (M3)"]);
        let by_city = [(1, "Lyon", "Lyon", "M1"), (2, "Lyon", "Lyon", ""), (3, "", "", ""), (4, "", "", "")];
        assert_eq!(called(&by_city), ["Lyon (M1)", "Lyon (n° 2)", "n° 3", "n° 4"]);
    }

    #[test]
    fn cities_that_are_stores_are_followed_by_their_regions() {
        let cities = [
            (1, "Saint-Denis", ["Saint-Denis", "La Réunion"], "C1"),
            (2, "Saint-Denis", ["Saint-Denis", "Île-de-France"], "C2"),
        ];
        assert_eq!(called_at(&cities), ["Saint-Denis (La Réunion)", "Saint-Denis (Île-de-France)"]);
    }

    #[test]
    fn what_distinguishes_a_name_is_never_the_name_of_another() {
        let products = [(1, "Thé", "", "vert"), (2, "Thé", "", "noir"), (3, "Thé (vert)", "", "")];
        assert_eq!(called(&products), ["Thé (n° 1)", "Thé (noir)", "Thé (vert)"]);
    }
}
