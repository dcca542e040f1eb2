//! Products or stores: their ids, and what they are called under every grouping.

use std::borrow::Cow;

use comptoir_store::{Database, Value};

use super::axis::Axis;
use crate::{AnalysisError, Grouping};

/// Products or stores in the order of their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Dimension {
    pub(super) ids: Vec<i64>,
    /// The groupings that it has.
    groupings: Vec<Named>,
}

/// What the members are called under a grouping, and how it alone tells them apart.
#[derive(Clone, Debug)]
struct Named {
    grouping: Grouping,
    names: Vec<Option<String>>,
    axis: Axis<'static>,
}

impl Dimension {
    fn named(&self, grouping: Grouping) -> Option<&Named> {
        self.groupings.iter().find(|named| named.grouping == grouping)
    }

    /// How a grouping alone tells the members apart.
    pub(super) fn axis(&self, grouping: Grouping) -> Option<&Axis<'static>> {
        self.named(grouping).map(|named| &named.axis)
    }

    /// What a member is called.
    pub(super) fn name(&self, grouping: Grouping, member: usize) -> Option<&str> {
        self.named(grouping)?.names.get(member)?.as_deref()
    }

    /// The place of a member.
    pub(super) fn place(&self, id: i64) -> Option<u32> {
        self.ids.binary_search(&id).ok().map(|place| place as u32)
    }
}

/// The products.
pub(super) fn products(database: &dyn Database) -> Result<Dimension, AnalysisError> {
    let sql = "select id, name, category from products order by id";
    read(database, sql, &[Grouping::Product, Grouping::Category])
}

/// The stores.
pub(super) fn stores(database: &dyn Database) -> Result<Dimension, AnalysisError> {
    let sql = "select id, coalesce(name, city), city, region from stores order by id";
    read(database, sql, &[Grouping::Store, Grouping::City, Grouping::Region])
}

fn read(database: &dyn Database, sql: &str, groupings: &[Grouping]) -> Result<Dimension, AnalysisError> {
    let rows = database.query(sql, &[])?.rows;
    let label = |row: &[Value], at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.first()?.as_integer()).collect();
    let named = groupings.iter().zip(1..).map(|(grouping, at)| {
        let names: Vec<_> = rows.iter().map(|row| label(row, at)).collect();
        let name = |_, member: usize| names.get(member)?.as_deref().map(Cow::Borrowed);
        let axis = Axis::of_members(&ids, 0..ids.len(), &[*grouping], &[], &name);
        Named { grouping: *grouping, axis, names }
    });
    Ok(Dimension { groupings: named.collect(), ids })
}
