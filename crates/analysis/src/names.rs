//! The names that people give groups, and those that the groups have.

use std::collections::HashSet;

use comptoir_sales::fold;
use comptoir_store::Value;

use crate::{AnalysisError, Filter, Grouping, Question, Sales, grouping::CITIES};

/// How many names are suggested.
const SUGGESTED: usize = 3;

/// How many of the groups of one name are listed.
const LISTED: usize = 6;

/// How like a name is that is worth suggesting: 1 is the same (Jaro-Winkler).
const LIKE: f64 = 0.7;

impl Filter {
    /// Only sales of these groups, as people write their names: without regard to case or accents where only one group is
    /// meant.
    ///
    /// # Errors
    /// [`AnalysisError::UnknownName`] with the names that are like it; [`AnalysisError::SharedName`] with those of the
    /// groups that have this name, where several do; what the database says.
    pub fn asked(
        sales: &Sales<'_>,
        grouping: Grouping,
        names: &[impl AsRef<str>],
    ) -> Result<Self, AnalysisError> {
        let mut filter = Self::named(grouping, [] as [&str; 0]);
        let Some(known) = KnownNames::of(sales, grouping)? else {
            return Ok(Self::named(grouping, names.iter().map(AsRef::as_ref)));
        };
        for name in names {
            match known.find(name.as_ref())? {
                Named::Name(name) => filter.names.push(name),
                Named::Id(id) => filter.ids.push(id),
            }
        }
        Ok(filter)
    }
}

/// The names of the groups that a question has, of those with the most revenue first: `limit` of them at most, with every
/// word of the search in them somewhere, without regard to case or accents. Groups without a name are left out.
///
/// # Errors
/// What the database says.
pub fn search_names(
    sales: &Sales<'_>,
    question: &Question,
    search: &str,
    limit: usize,
) -> Result<Vec<String>, AnalysisError> {
    let search = fold(search);
    let words: Vec<&str> = search.split_whitespace().collect();
    let is_meant = |name: &String| {
        let name = if words.is_empty() { String::new() } else { fold(name) };
        words.iter().all(|word| name.contains(word))
    };
    let named =
        sales.answer(question)?.rows.into_iter().filter_map(|row| row.groups.into_iter().next()?.name);
    Ok(named.filter(is_meant).take(limit).collect())
}

/// The names that the groups of a grouping have.
struct KnownNames {
    grouping: Grouping,
    names: Vec<KnownName>,
}

/// What a group is called.
struct KnownName {
    /// What distinguishes it from all others.
    distinct: String,
    /// What others of its grouping may be called too.
    plain: String,
    /// Its id, where it has to be meant by that: its name is no column of its own.
    id: Option<i64>,
}

/// A group that a name means.
enum Named {
    Name(String),
    Id(i64),
}

impl KnownNames {
    /// Those that the data have; none are known of groups of time.
    fn of(sales: &Sales<'_>, grouping: Grouping) -> Result<Option<Self>, AnalysisError> {
        let (table, plain) = match grouping {
            Grouping::Product | Grouping::Category => ("products", grouping.label()),
            Grouping::Store | Grouping::Region => ("stores", grouping.label()),
            Grouping::City => ("stores", "stores.city"),
            _ => return Ok(None),
        };
        let joins = if grouping == Grouping::City { CITIES } else { "" };
        let sql = format!("select distinct {}, {plain} from {table}{joins} order by 1", grouping.label());
        let text = |row: &[Value], at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
        let name =
            |row: Vec<Value>| Some(KnownName { distinct: text(&row, 0)?, plain: text(&row, 1)?, id: None });
        let kept = sales.database().query(&sql, &[])?.rows.into_iter().filter_map(name);
        let shared_names = sales.shared_names()?;
        let shared = shared_names.all(grouping);
        let is_shared: HashSet<&str> = shared.iter().map(|(_, name)| name.shared.as_str()).collect();
        let distinct = shared.iter().map(|(id, name)| KnownName {
            distinct: name.distinct.clone(),
            plain: name.shared.clone(),
            id: Some(*id),
        });
        let names = kept.filter(|name| !is_shared.contains(name.plain.as_str())).chain(distinct).collect();
        Ok(Some(Self { grouping, names }))
    }

    /// The one group that is called so; an empty name is the group that has none.
    fn find(&self, name: &str) -> Result<Named, AnalysisError> {
        let folded = fold(name);
        let exactly = |known: &&KnownName| known.distinct == name;
        let alike = |known: &&KnownName| fold(&known.distinct) == folded;
        let plainly = |known: &&KnownName| known.plain == name;
        let plainly_alike = |known: &&KnownName| fold(&known.plain) == folded;
        let ways: [&dyn Fn(&&KnownName) -> bool; 4] = [&exactly, &plainly, &alike, &plainly_alike];
        if name.is_empty() {
            return Ok(Named::Name(String::new()));
        }
        for is_meant in ways {
            let meant: Vec<&KnownName> = self.names.iter().filter(is_meant).collect();
            match meant.as_slice() {
                [] => {}
                [only] => return Ok(only.meant()),
                several => return Err(self.shared(name, several)),
            }
        }
        Err(AnalysisError::UnknownName {
            grouping: self.grouping,
            name: name.to_owned(),
            nearest: self.nearest(&folded),
        })
    }

    fn shared(&self, name: &str, several: &[&KnownName]) -> AnalysisError {
        let names = several.iter().take(LISTED).map(|known| known.distinct.clone()).collect();
        AnalysisError::SharedName {
            grouping: self.grouping,
            name: name.to_owned(),
            names,
            count: several.len(),
        }
    }

    /// The names that are most like one, the nearest first.
    fn nearest(&self, folded: &str) -> Vec<String> {
        let likeness = |known: &KnownName| {
            let known = fold(&known.distinct);
            let within = if known.contains(folded) { 1.0 } else { 0.0 };
            strsim::jaro_winkler(&known, folded).max(within)
        };
        let likenesses = self.names.iter().map(|known| (likeness(known), &known.distinct));
        let mut nearest: Vec<(f64, &String)> = likenesses.filter(|(likeness, _)| *likeness >= LIKE).collect();
        nearest.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
        nearest.into_iter().take(SUGGESTED).map(|(_, name)| name.clone()).collect()
    }
}

impl KnownName {
    fn meant(&self) -> Named {
        match self.id {
            Some(id) => Named::Id(id),
            None => Named::Name(self.distinct.clone()),
        }
    }
}
