//! The names that people give groups, and those that the groups have.

use std::collections::HashSet;

use comptoir_sales::fold;

use crate::{AnalysisError, Filter, Grouping, Question, Sales};

/// How many names are suggested.
const SUGGESTED: usize = 3;

/// How like a name is that is worth suggesting: 1 is the same (Jaro-Winkler).
const LIKE: f64 = 0.7;

impl Filter {
    /// Only sales of these groups, as people write their names: without regard to case or accents where only one group is
    /// meant.
    ///
    /// # Errors
    /// [`AnalysisError::UnknownName`] with the names that are like it; what the database says.
    pub fn asked(
        sales: &Sales<'_>,
        grouping: Grouping,
        names: &[impl AsRef<str>],
    ) -> Result<Self, AnalysisError> {
        let known = grouping.names(sales)?;
        let found = names.iter().map(|name| found(grouping, name.as_ref(), known.as_deref()));
        Ok(Self::named(grouping, found.collect::<Result<Vec<_>, _>>()?))
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
    // Products of one name stand together, at the place of the one that sold most.
    let mut seen = HashSet::new();
    let named =
        sales.answer(question)?.rows.into_iter().filter_map(|row| row.groups.into_iter().next()?.name);
    Ok(named.filter(is_meant).filter(|name| seen.insert(name.clone())).take(limit).collect())
}

impl Grouping {
    /// All names that its groups have, in order; none are known of groups of time.
    fn names(self, sales: &Sales<'_>) -> Result<Option<Vec<String>>, AnalysisError> {
        let table = match self {
            Self::Product | Self::Category => "products",
            Self::Store | Self::City | Self::Region => "stores",
            _ => return Ok(None),
        };
        let sql = format!("select distinct {} from {table} order by 1", self.label());
        let rows = sales.database().query(&sql, &[])?.rows;
        Ok(Some(rows.iter().filter_map(|row| row.first()?.as_text().map(str::to_owned)).collect()))
    }
}

fn found(grouping: Grouping, name: &str, known: Option<&[String]>) -> Result<String, AnalysisError> {
    let Some(known) = known.filter(|_| !name.is_empty()) else { return Ok(name.to_owned()) };
    if known.iter().any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let asked = fold(name);
    let mut alike = known.iter().filter(|known| fold(known) == asked);
    if let (Some(only), None) = (alike.next(), alike.next()) {
        return Ok(only.clone());
    }
    let likeness = |known: &String| {
        let known = fold(known);
        let within = if known.contains(&asked) { 1.0 } else { 0.0 };
        strsim::jaro_winkler(&known, &asked).max(within)
    };
    let mut nearest: Vec<(f64, &String)> = known
        .iter()
        .map(|known| (likeness(known), known))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .collect();
    nearest.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(other.1)));
    let nearest = nearest.into_iter().take(SUGGESTED).map(|(_, name)| name.clone()).collect();
    Err(AnalysisError::UnknownName { grouping, name: name.to_owned(), nearest })
}
