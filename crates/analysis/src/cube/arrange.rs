//! The rows of an answer in the order and within the limit that the question's SQL gives them.

use std::collections::{HashMap, HashSet};

use comptoir_sales::{Money, Quantity};

use crate::{AnswerRow, Figures, Group, Question};

/// Orders the rows of a question, and puts those beyond its limit together.
pub(super) fn arrange(question: &Question, rows: Vec<AnswerRow>) -> Vec<AnswerRow> {
    let wholes = wholes(&rows);
    // The limit is of first groups, so that each of those kept keeps all of its second groups.
    let rows = match question.limit_of_groups() {
        Some(limit) => limited(limit, &wholes, rows),
        None => rows,
    };
    // Found once a row, not once a comparison.
    let whole: Vec<Option<Money>> = rows.iter().map(|row| whole(&wholes, row)).collect();
    let mut rows: Vec<(Option<Money>, AnswerRow)> = whole.into_iter().zip(rows).collect();
    rows.sort_by(|(its_whole, one), (others_whole, other)| {
        let mut ordering = one.is_rest.cmp(&other.is_rest);
        for (at, grouping) in question.groupings().enumerate() {
            if !grouping.is_of_time() {
                ordering = ordering.then_with(|| match at {
                    0 => others_whole.cmp(its_whole),
                    _ => other.revenue().cmp(&one.revenue()),
                });
            }
            // Equal revenues are ordered by name, else the order would change from one run to the next.
            ordering = ordering.then_with(|| one.groups.get(at).cmp(&other.groups.get(at)));
        }
        ordering
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The revenue of the whole first group of a row; that of groups beyond the limit does not matter.
fn whole(wholes: &HashMap<Group, Money>, row: &AnswerRow) -> Option<Money> {
    if row.is_rest { None } else { wholes.get(row.groups.first()?).copied() }
}

/// The revenue of each first group.
fn wholes(rows: &[AnswerRow]) -> HashMap<Group, Money> {
    let mut wholes: HashMap<Group, Money> = HashMap::new();
    for row in rows {
        if let Some(group) = row.groups.first() {
            let whole = wholes.entry(group.clone()).or_default();
            *whole = *whole + row.revenue();
        }
    }
    wholes
}

/// The rows of so many first groups, those with the most revenue, and the others as one for each second group.
fn limited(limit: usize, wholes: &HashMap<Group, Money>, rows: Vec<AnswerRow>) -> Vec<AnswerRow> {
    let mut places: Vec<(&Group, &Money)> = wholes.iter().collect();
    places.sort_by(|(one, its), (other, others)| others.cmp(its).then_with(|| one.cmp(other)));
    let within: HashSet<&Group> = places.into_iter().take(limit).map(|(group, _)| group).collect();
    let is_within = |row: &AnswerRow| row.groups.first().is_some_and(|group| within.contains(group));
    let (mut kept, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_within);
    let mut rest: HashMap<Vec<Group>, Figures> = HashMap::new();
    for row in others {
        let mut groups = row.groups;
        groups[0] = Group::default();
        let sum = rest.entry(groups).or_insert(Figures {
            quantity: row.figures.quantity.map(|_| Quantity::default()),
            ..Figures::default()
        });
        // A ticket with products of two groups was counted in each: the sum would count it twice.
        *sum = sum.and(Figures { baskets: None, ..row.figures });
    }
    kept.extend(rest.into_iter().map(|(groups, figures)| AnswerRow {
        groups,
        is_rest: true,
        figures,
        share: None,
    }));
    kept
}
