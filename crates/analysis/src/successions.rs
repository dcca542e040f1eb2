//! What goes on under a number of its own: a store that has moved, a product whose reference has changed.
//!
//! Figures are of the stores and products as they are numbered, and none is ever merged: what has moved or changed its
//! number is closed and opened, or lost and new. Where the data show that both are one, that is said beside the figures. They
//! show it
//!
//! - of stores, where an import recorded the move, or where another number has the same name and city (the same city,
//!   where stores have no names) and began within [`STORE_GAP_DAYS`] of the last sale of the former one;
//! - of products, where the designations are the same but for case, spaces, punctuation and left out accents, or for the year in
//!   them, and the later one began within a year of the last sale of the former one.
//!
//! In both cases no two of the name may ever have sold at the same time: two tills, or two sizes of one product, do.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comptoir_calendar::{Date, Period, parse_iso};
use comptoir_sales::{Money, fold};
use comptoir_store::Value;

use crate::{
    AnalysisError, AnswerRow, Compared, Completeness, Filter, Grouping, Question, Sales,
    cents::units_that_sum,
};

/// A store that moves sells again before it would count as closed for good.
const STORE_GAP_DAYS: u32 = 60;
/// A product of the season comes back with the next one.
const PRODUCT_GAP_DAYS: u32 = 365;
/// More of one name are a kind (`Divers`), not one product after another.
const MOST_ALIKE: usize = 12;
/// Of so many names, those with the largest changes, it is found out when their products sold.
const MOST_GROUPS: usize = 200;
/// The years that a designation may name.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2100;

/// A store or product of a comparison, and the one that goes on in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Succession {
    /// Stores or products.
    pub grouping: Grouping,
    /// The one that stopped.
    pub former: Successive,
    /// The one that began after it.
    pub later: Successive,
    /// Whether an import recorded it; else names and days show it.
    pub is_recorded: bool,
}

impl Succession {
    /// What both together changed.
    pub fn change(&self) -> Money {
        self.former.change + self.later.change
    }

    /// The change of the former one, of the later one and of both, in whole units that add up.
    pub fn in_units(&self) -> [Money; 3] {
        let whole = (self.change().to_f64()).round();
        // A change in units is far within 64 bits, and within what a float has exactly.
        let shown = units_that_sum(&[self.former.change, self.later.change], whole as i64);
        [shown[0], shown[1], shown[0] + shown[1]]
    }

    /// The larger of both changes, whatever its sign.
    pub fn size(&self) -> i64 {
        self.former.change.parts().abs().max(self.later.change.parts().abs())
    }
}

/// One of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Successive {
    /// The id of the store or product.
    pub id: i64,
    /// Its name, with what distinguishes it from the other one.
    pub name: String,
    /// By how much its revenue changed.
    pub change: Money,
}

/// The revenue of groups on the days compared with and on the days compared, by their ids.
pub(crate) type Changes = BTreeMap<i64, [Money; 2]>;

/// A store or product with its first and its last sale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Life {
    id: i64,
    first: Date,
    last: Date,
}

/// The stores or products of a comparison that go on as another one, the largest change first; none of other groups.
///
/// # Errors
/// What the database says.
pub fn successions(sales: &Sales<'_>, compared: &Compared) -> Result<Vec<Succession>, AnalysisError> {
    let sides = compared
        .rows
        .iter()
        .filter_map(|row| Some((row.groups.first()?.id?, [row.sides.before.revenue, row.sides.now.revenue])));
    let changes: Changes = sides.collect();
    // What sold on both sides neither came nor went.
    let is_end = |(_, [before, now]): &(&i64, &[Money; 2])| {
        (*before == Money::default()) != (*now == Money::default())
    };
    let ends = changes.iter().filter(is_end).map(|(id, _)| *id).collect();
    match (compared.question.grouping, compared.question.second) {
        (Some(Grouping::Store), None) => of_stores(sales, &changes, &ends),
        (Some(Grouping::Product), None) => of_products(sales, &changes, &ends),
        _ => Ok(vec![]),
    }
}

/// The stores of a comparison that go on as another one; `edges` are those that opened or closed in it.
pub(crate) fn of_stores(
    sales: &Sales<'_>,
    changes: &Changes,
    edges: &BTreeSet<i64>,
) -> Result<Vec<Succession>, AnalysisError> {
    if edges.is_empty() {
        return Ok(vec![]);
    }
    let completeness = sales.completeness()?;
    let recorded: Vec<(i64, i64)> =
        moves(sales)?.into_iter().map(|moved| (moved.store_id, moved.moved_to)).collect();
    let named = Named::of(sales, Grouping::Store)?;
    let shown = named.shown(&completeness);
    let pairs = recorded
        .iter()
        .copied()
        .map(|pair| (pair, true))
        .chain(shown.into_iter().filter(|pair| !recorded.contains(pair)).map(|pair| (pair, false)));
    let of_edges = pairs.filter(|((former, later), _)| edges.contains(former) || edges.contains(later));
    let found = of_edges.filter_map(|(pair, is_recorded)| {
        named.succession(Grouping::Store, pair, changes).map(|found| Succession { is_recorded, ..found })
    });
    Ok(largest_first(found.collect()))
}

/// The products of a comparison that go on as another one; `ends` are those that are new or lost in it.
pub(crate) fn of_products(
    sales: &Sales<'_>,
    changes: &Changes,
    ends: &BTreeSet<i64>,
) -> Result<Vec<Succession>, AnalysisError> {
    if ends.is_empty() {
        return Ok(vec![]);
    }
    let named = Named::of(sales, Grouping::Product)?;
    let mut groups = named.alike(|ids| ids.iter().any(|id| ends.contains(id)));
    let size = |ids: &Vec<i64>| {
        let change = |id: &i64| changes.get(id).map(|[before, now]| (*now + before.negated()).parts().abs());
        std::cmp::Reverse(ids.iter().filter_map(change).max())
    };
    groups.sort_by_key(size);
    groups.truncate(MOST_GROUPS);
    let asked: BTreeSet<i64> = groups.iter().flatten().copied().collect();
    let lives = lives(sales, &asked)?;
    let pairs = groups.iter().flat_map(|ids| {
        let known: Option<Vec<Life>> = ids.iter().map(|id| lives.get(id).copied()).collect();
        one_after_another(known.unwrap_or_default(), PRODUCT_GAP_DAYS)
    });
    let of_ends = pairs.filter(|(former, later)| ends.contains(former) || ends.contains(later));
    let in_order = of_ends.filter(|(former, later)| named.years_rise(*former, *later));
    let found = in_order.filter_map(|pair| named.succession(Grouping::Product, pair, changes));
    Ok(largest_first(found.collect()))
}

fn largest_first(mut found: Vec<Succession>) -> Vec<Succession> {
    found.sort_by_key(|one| (std::cmp::Reverse(one.size()), one.later.id));
    found
}

/// Each with the one that followed it within so many days; none where any two sold at the same time.
fn one_after_another(mut lives: Vec<Life>, gap_days: u32) -> Vec<(i64, i64)> {
    lives.sort_by_key(|life| (life.first, life.id));
    let follows = |pair: &[Life]| pair[0].last < pair[1].first;
    if !lives.windows(2).all(follows) {
        return vec![];
    }
    let is_near = |pair: &&[Life]| Period::between(pair[0].last, pair[1].first).len() - 1 <= gap_days;
    lives.windows(2).filter(is_near).map(|pair| (pair[0].id, pair[1].id)).collect()
}

/// The first and the last day with sales of products.
fn lives(sales: &Sales<'_>, products: &BTreeSet<i64>) -> Result<HashMap<i64, Life>, AnalysisError> {
    let mut lives: HashMap<i64, Life> = HashMap::new();
    if products.is_empty() {
        return Ok(lives);
    }
    let ids = Filter::of_ids(Grouping::Product, products.iter().copied().collect());
    for row in sales.answer(&Question::by_both(Grouping::Product, Grouping::Day).only(ids))?.rows {
        let day = row.groups.get(1).and_then(|group| parse_iso(group.name.as_deref()?));
        let Some((id, day)) = row.id().zip(day) else { continue };
        let life = lives.entry(id).or_insert(Life { id, first: day, last: day });
        (life.first, life.last) = (life.first.min(day), life.last.max(day));
    }
    Ok(lives)
}

/// A store that has moved, as imports recorded it: from that day on it is another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StoreMove {
    /// The record of the place that it left.
    pub(crate) store_id: i64,
    /// The first day at the new place.
    pub(crate) from: Date,
    /// The record of that place.
    pub(crate) moved_to: i64,
}

/// The moves of stores, each from the place of the one before.
pub(crate) fn moves(sales: &Sales<'_>) -> Result<Vec<StoreMove>, AnalysisError> {
    let sql = "select store_id, from_day, moved_to from store_moves order by store_id, from_day, rowid";
    let mut moves: Vec<StoreMove> = vec![];
    let mut places: HashMap<i64, i64> = HashMap::new();
    for row in sales.database().query(sql, &[])?.rows {
        let number = |at: usize| row.get(at).and_then(Value::as_integer);
        let from = row.get(1).and_then(Value::as_text).and_then(parse_iso);
        let (Some(named), Some(from), Some(moved_to)) = (number(0), from, number(2)) else { continue };
        // Files go on naming the store as they did; its sales are those of the place where it was last.
        let store_id = places.insert(named, moved_to).unwrap_or(named);
        moves.push(StoreMove { store_id, from, moved_to });
    }
    Ok(moves)
}

/// The stores or products that have sold, as they are called.
struct Named(BTreeMap<i64, Name>);

struct Name {
    text: String,
    city: Option<String>,
    /// The name with what distinguishes it, where others have it too.
    distinct: Option<String>,
}

impl Named {
    fn of(sales: &Sales<'_>, grouping: Grouping) -> Result<Self, AnalysisError> {
        let sql = match grouping {
            Grouping::Store => "select id, coalesce(name, city), city from stores",
            _ => "select id, name, null from products",
        };
        let sold = sales.answer(&Question::by(grouping))?;
        let sold: BTreeSet<i64> = sold.rows.iter().filter_map(AnswerRow::id).collect();
        let shared = sales.shared_names()?;
        let named = |row: Vec<Value>| {
            let text = |at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
            let id = row.first()?.as_integer()?;
            let distinct = shared.of_group(grouping, id).map(|name| name.distinct.clone());
            Some((id, Name { text: text(1)?, city: text(2), distinct }))
        };
        let rows = sales.database().query(sql, &[])?.rows.into_iter().filter_map(named);
        Ok(Self(rows.filter(|(id, _)| sold.contains(id)).collect()))
    }

    /// The ids of those that are called alike, where there are several and they are wanted.
    fn alike(&self, is_wanted: impl Fn(&[i64]) -> bool) -> Vec<Vec<i64>> {
        let mut groups: BTreeMap<(String, String), Vec<i64>> = BTreeMap::new();
        for (id, name) in &self.0 {
            let city = name.city.as_deref().map(fold).unwrap_or_default();
            groups.entry((designation(&name.text), city)).or_default().push(*id);
        }
        let are_one = |ids: &[i64]| {
            let names = || ids.iter().filter_map(|id| self.0.get(id));
            names().all(|one| names().all(|other| differ_by_accents_left_out(&one.text, &other.text)))
        };
        let is_some = |ids: &Vec<i64>| (2..=MOST_ALIKE).contains(&ids.len());
        let several = groups.into_values().filter(|ids| is_some(ids) && is_wanted(ids));
        several.filter(|ids| are_one(ids)).collect()
    }

    /// The stores that follow each other under one name in one city.
    fn shown(&self, completeness: &Completeness) -> Vec<(i64, i64)> {
        let known: HashMap<i64, Life> = completeness
            .known_stores()
            .map(|(id, _, history)| (id, Life { id, first: history.first_sale(), last: history.last_sale() }))
            .collect();
        let has_closed: BTreeSet<i64> = completeness.closed().iter().map(|(store, _)| store.id).collect();
        let pairs = self.alike(|_| true).into_iter().flat_map(|ids| {
            let lives: Option<Vec<Life>> = ids.iter().map(|id| known.get(id).copied()).collect();
            one_after_another(lives.unwrap_or_default(), STORE_GAP_DAYS)
        });
        pairs.filter(|(former, _)| has_closed.contains(former)).collect()
    }

    /// Whether the year that the later one names is not before that of the former one.
    fn years_rise(&self, former: i64, later: i64) -> bool {
        let year = |id| self.0.get(&id).and_then(|name| year_of(&name.text));
        year(former).zip(year(later)).is_none_or(|(former, later)| former <= later)
    }

    /// A succession of these two, with what distinguishes them; `None` unless
    /// the comparison has both, each on its side.
    fn succession(
        &self,
        grouping: Grouping,
        (former, later): (i64, i64),
        changes: &Changes,
    ) -> Option<Succession> {
        let (one, other) = (self.0.get(&former)?, self.0.get(&later)?);
        let of = |id: i64, name: &Name| {
            let [before, after] = changes.get(&id).copied().unwrap_or_default();
            let name = name.distinct.as_ref().unwrap_or(&name.text).clone();
            Successive { id, name, change: after + before.negated() }
        };
        // The former one sold on the days compared with, the later one on those compared.
        let side = |id, at: usize| changes.get(&id).is_some_and(|sides| sides[at] != Money::default());
        (side(former, 0) && side(later, 1)).then(|| Succession {
            grouping,
            former: of(former, one),
            later: of(later, other),
            is_recorded: false,
        })
    }
}

/// A name without what makes no other product of it; its year left out, where something else is left.
fn designation(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').filter(|word| !is_year(word)).collect();
    if words.is_empty() { folded } else { words.join(" ") }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year| YEARS.contains(&year))
}

fn year_of(name: &str) -> Option<u32> {
    fold(name).split(' ').find(|word| is_year(word))?.parse().ok()
}

/// Whether names that fold to the same are not of two products that differ by accents or signs: `Pâte` and `Pâté`, `Gel`
/// and `Gel +`.
fn differ_by_accents_left_out(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        let lower = name.chars().flat_map(char::to_lowercase);
        lower.filter(|letter| letter.is_alphabetic()).collect()
    };
    let signs = |name: &str| -> Vec<char> {
        let is_mark = |sign: &char| !sign.is_alphanumeric() && !sign.is_whitespace();
        name.chars().filter(|sign| is_mark(sign) && !PUNCTUATION.contains(sign)).collect()
    };
    let is_plain =
        |name: &str| name.chars().filter(|letter| letter.is_alphabetic()).all(|letter| letter.is_ascii());
    let same_letters = letters(one) == letters(other) || is_plain(one) || is_plain(other);
    same_letters && signs(one) == signs(other)
}

/// What stands between words and means nothing.
const PUNCTUATION: [char; 14] = ['.', ',', ';', ':', '-', '–', '_', '/', '\'', '’', '"', '(', ')', '*'];

#[cfg(test)]
mod tests {
    use super::*;

    fn life(id: i64, first: (i16, i8, i8), last: (i16, i8, i8)) -> Life {
        let day = |(year, month, day)| Date::constant(year, month, day);
        Life { id, first: day(first), last: day(last) }
    }

    #[test]
    fn a_designation_is_the_same_but_for_its_case_spaces_and_year() {
        assert_eq!(designation("SAVON  Noir, 1 L"), designation("Savon noir 1 L"));
        assert_eq!(designation("Agenda 2024"), designation("agenda 2025"));
        assert_ne!(designation("Savon 1,5 L"), designation("Savon 15 L"));
        assert_ne!(designation("Lampe 1500"), designation("Lampe 1600"));
        assert_ne!(designation("2024"), designation("2025"));
    }

    #[test]
    fn accents_and_signs_that_tell_products_apart_do_so() {
        assert!(differ_by_accents_left_out("CAFE MOULU", "Café moulu"));
        assert!(!differ_by_accents_left_out("Pâte", "Pâté"));
        assert!(!differ_by_accents_left_out("Gel", "Gel +"));
    }

    #[test]
    fn a_name_that_many_have_is_a_kind_of_product() {
        let named = |count: i64| {
            let name = |id| (id, Name { text: "Divers".to_owned(), city: None, distinct: None });
            Named((0..count).map(name).collect())
        };
        assert_eq!(named(2).alike(|_| true), [[0, 1]]);
        assert_eq!(named(1).alike(|_| true), Vec::<Vec<i64>>::new());
        assert_eq!(named(40).alike(|_| true), Vec::<Vec<i64>>::new());
    }

    #[test]
    fn what_began_after_the_other_had_stopped_follows_it() {
        let old = life(1, (2023, 1, 1), (2024, 3, 1));
        assert_eq!(one_after_another(vec![life(2, (2024, 3, 4), (2024, 9, 1)), old], 60), [(1, 2)]);
        // Both sold for a week.
        assert_eq!(one_after_another(vec![old, life(2, (2024, 2, 24), (2024, 9, 1))], 60), []);
        assert_eq!(one_after_another(vec![old, life(2, (2024, 6, 1), (2024, 9, 1))], 60), []);
        // A third one of the name goes on besides.
        let beside = life(3, (2023, 5, 1), (2024, 9, 1));
        assert_eq!(one_after_another(vec![old, life(2, (2024, 3, 4), (2024, 9, 1)), beside], 60), []);
    }
}
