//! An axis: how a question divides products, stores or days.

use std::{borrow::Cow, collections::HashMap, ops::Range};

use super::dimension::Dimension;
use crate::{Filter, Group, Grouping, Question, grouping::Side};

/// The groups that the members of one side, the products, the stores or the days, fall into.
#[derive(Clone, Debug, Default)]
pub(super) struct Axis<'a> {
    /// The code of each member's groups; [`Axis::left_out`] of those that do not pass the filters.
    pub(super) of: Cow<'a, [u32]>,
    /// The groups behind a code: one for each grouping of this side, in the question's order.
    pub(super) groups: Cow<'a, [Vec<Group>]>,
}

/// The name of a member under a grouping.
type Name<'a> = dyn Fn(Grouping, usize) -> Option<&'a str> + 'a;

impl<'a> Axis<'a> {
    /// The division of some members of a dimension; `None` where the question has none.
    pub(super) fn of_dimension(
        dimension: &'a Dimension,
        members: Range<usize>,
        side: Side,
        question: &Question,
    ) -> Option<Self> {
        let (groupings, filters) = asked_of(side, question)?;
        // The common case, one grouping and no filter, was prepared with the dimension and is borrowed.
        if let ([grouping], []) = (groupings.as_slice(), filters.as_slice())
            && let Some(axis) = dimension.axis(*grouping)
        {
            return Some(axis.of_some(members));
        }
        let name = |grouping, member: usize| dimension.name(grouping, member);
        Some(Self::of_members(&dimension.ids, members, &groupings, &filters, &name))
    }

    /// The division of some members into the groups from the first to the last that they fall into: the axis of a
    /// month does not allocate for the days of years.
    fn of_some(&'a self, members: Range<usize>) -> Self {
        let of = &self.of[members];
        // Only days are asked for in part, and their codes follow time: what lies between first and last is needed.
        let (Some(first), Some(last)) = (of.iter().min(), of.iter().max()) else { return Self::default() };
        let groups = Cow::Borrowed(&self.groups[*first as usize..=*last as usize]);
        if *first == 0 {
            return Self { of: Cow::Borrowed(of), groups };
        }
        Self { of: of.iter().map(|code| code - first).collect(), groups }
    }

    /// Divides members by these names.
    pub(super) fn of_members(
        ids: &[i64],
        members: Range<usize>,
        groupings: &[Grouping],
        filters: &[&Filter],
        name: &Name<'_>,
    ) -> Self {
        let passes = |member: usize| {
            filters.iter().all(|filter| {
                let id = ids.get(member).filter(|_| filter.grouping.has_ids());
                is_named(filter, name(filter.grouping, member))
                    || id.is_some_and(|id| filter.ids.contains(id))
            })
        };
        let own = |member: usize| -> Vec<Group> {
            let group = |grouping: &Grouping| Group {
                name: name(*grouping, member).map(str::to_owned),
                id: ids.get(member).copied().filter(|_| grouping.has_ids()),
            };
            groupings.iter().map(group).collect()
        };
        let (mut groups, mut known) = (Vec::new(), HashMap::new());
        let mut code = |own: Vec<Group>| {
            // Codes in the order of the members: those of days stay in the order of time.
            *known.entry(own).or_insert_with_key(|own| {
                groups.push(own.clone());
                groups.len() as u32 - 1
            })
        };
        let codes: Vec<Option<u32>> =
            members.map(|member| passes(member).then(|| code(own(member)))).collect();
        let left_out = groups.len() as u32;
        Axis { of: codes.into_iter().map(|code| code.unwrap_or(left_out)).collect(), groups: groups.into() }
    }

    /// The code of what does not pass the filters: one behind those of the groups.
    pub(super) fn left_out(&self) -> u32 {
        self.groups.len() as u32
    }

    /// Whether some members do not pass the filters.
    pub(super) fn leaves_out(&self) -> bool {
        self.of.contains(&self.left_out())
    }

    /// How many codes there are, with that of what is left out.
    pub(super) fn size(&self) -> usize {
        self.groups.len() + 1
    }
}

/// The grouping that a question has for a side; `None` without any.
fn asked_of(side: Side, question: &Question) -> Option<(Vec<Grouping>, Vec<&Filter>)> {
    let groupings: Vec<_> = question.groupings().filter(|grouping| grouping.side() == side).collect();
    let filters: Vec<_> = question.filters.iter().filter(|filter| filter.grouping.side() == side).collect();
    (!groupings.is_empty() || !filters.is_empty()).then_some((groupings, filters))
}

/// Whether a filter names it; an empty name is what has none.
fn is_named(filter: &Filter, name: Option<&str>) -> bool {
    filter.names.iter().any(|asked| match name {
        Some(name) => name == asked && !asked.is_empty(),
        None => asked.is_empty(),
    })
}
