//! Products or stores: their ids, their names, and the groups that they belong to.

use std::collections::HashMap;

use comptoir_store::{Database, Value};

use crate::{AnalysisError, Grouping};

/// Products or stores in the order of their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Dimension {
    pub(super) ids: Vec<i64>,
    /// What each is called under every grouping that it has.
    pub(super) groups: Vec<Groups>,
}

/// A grouping of a dimension.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    pub(super) grouping: Grouping,
    /// The group of each member.
    pub(super) of: Vec<u32>,
    /// The groups' names; `None` where nobody knows.
    pub(super) names: Vec<Option<String>>,
}

impl Groups {
    /// The groups of members that are called so; each member is one of its own where they are told apart by their ids.
    pub(super) fn new(grouping: Grouping, labels: Vec<Option<String>>, by_id: bool) -> Self {
        if by_id {
            return Self { grouping, of: (0..labels.len() as u32).collect(), names: labels };
        }
        let (mut of, mut names, mut known) = (Vec::new(), Vec::new(), HashMap::new());
        for label in labels {
            of.push(*known.entry(label.clone()).or_insert_with(|| {
                names.push(label);
                names.len() as u32 - 1
            }));
        }
        Self { grouping, of, names }
    }
}

impl Dimension {
    /// How its members are grouped.
    pub(super) fn groups(&self, grouping: Grouping) -> Option<&Groups> {
        self.groups.iter().find(|groups| groups.grouping == grouping)
    }

    /// The id and name of a group.
    pub(super) fn group(&self, grouping: Grouping, group: usize) -> (Option<i64>, Option<String>) {
        let name = self.groups(grouping).and_then(|groups| groups.names.get(group).cloned()).flatten();
        let has_id = matches!(grouping, Grouping::Product | Grouping::Store);
        (self.ids.get(group).copied().filter(|_| has_id), name)
    }

    /// The place of a member.
    pub(super) fn place(&self, id: i64) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(|place| place as u32)
    }
}

/// The products.
pub(super) fn products(database: &dyn Database) -> Result<Dimension, AnalysisError> {
    read(
        database,
        "select id, name, category from products order by id",
        &[Grouping::Product, Grouping::Category],
    )
}

/// The stores.
pub(super) fn stores(database: &dyn Database) -> Result<Dimension, AnalysisError> {
    let sql = "select id, coalesce(name, city), city, region from stores order by id";
    read(database, sql, &[Grouping::Store, Grouping::City, Grouping::Region])
}

fn read(database: &dyn Database, sql: &str, groupings: &[Grouping]) -> Result<Dimension, AnalysisError> {
    let rows = database.query(sql, &[])?.rows;
    let ids = rows.iter().filter_map(|row| row.first()?.as_integer()).collect();
    let label = |row: &[Value], at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
    let groups = groupings.iter().zip(1..).map(|(grouping, at)| {
        let labels = rows.iter().map(|row| label(row, at)).collect();
        Groups::new(*grouping, labels, matches!(grouping, Grouping::Product | Grouping::Store))
    });
    Ok(Dimension { groups: groups.collect(), ids })
}
