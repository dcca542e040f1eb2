//! The target of a forecast: all sales, or those of a region, a store, a product.

use crate::{Filter, Group, Grouping};

/// All sales, or those of one group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForecastTarget {
    /// The grouping that the group is of; `None` for all sales.
    pub level: Option<Grouping>,
    /// The group; its name and its id where it has one.
    pub group: Group,
}

impl ForecastTarget {
    /// The grouping that is forecast: `total`, `region`, `store` …
    pub fn level_name(&self) -> &'static str {
        self.level.map_or("total", Grouping::name)
    }

    /// The group's name; none for all sales, and for the group of sales whose group is unknown.
    pub fn name(&self) -> Option<&str> {
        self.group.name.as_deref()
    }

    /// The sales of the target alone.
    pub(super) fn filters(&self) -> Vec<Filter> {
        let filter = |level: Grouping| match self.group.id {
            Some(id) if level.has_ids() => Filter::of_ids(level, vec![id]),
            _ => Filter::named(level, [self.name().unwrap_or_default()]),
        };
        self.level.map(filter).into_iter().collect()
    }
}
