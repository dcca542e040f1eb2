//! Products, stores or days: their ids, and what they are called under every grouping.

use comptoir_calendar::from_unix_days;
use comptoir_store::{Database, Value};

use super::axis::Axis;
use crate::{AnalysisError, Grouping, grouping::CITIES};

/// Ids that are no farther apart are looked up by their number.
const SPAN_LIMIT: usize = 1 << 20;

const NO_PLACE: u32 = u32::MAX;

/// Products or stores in the order of their ids, or days.
#[derive(Clone, Debug, Default)]
pub(super) struct Dimension {
    /// Empty for days.
    pub(super) ids: Vec<i64>,
    /// The place of each id from the first to the last, where these are close together.
    places: Vec<u32>,
    /// The groupings that it has.
    groupings: Vec<Named>,
}

/// The names of the members under a grouping, and its division of them.
#[derive(Clone, Debug)]
struct Named {
    grouping: Grouping,
    axis: Axis<'static>,
    names: Vec<Option<String>>,
}

impl Dimension {
    fn named(&self, grouping: Grouping) -> Option<&Named> {
        self.groupings.iter().find(|named| named.grouping == grouping)
    }

    /// A grouping's own division of the members.
    pub(super) fn axis(&self, grouping: Grouping) -> Option<&Axis<'static>> {
        self.named(grouping).map(|named| &named.axis)
    }

    /// The name of a member.
    pub(super) fn name(&self, grouping: Grouping, member: usize) -> Option<&str> {
        self.named(grouping)?.names.get(member)?.as_deref()
    }

    /// The place of a member.
    pub(super) fn place(&self, id: i64) -> Option<u32> {
        // A table by number takes one step a sale; a search takes twenty, and memory in no order.
        if self.places.is_empty() {
            return self.ids.binary_search(&id).ok().map(|place| place as u32);
        }
        let from_first = usize::try_from(id.checked_sub(*self.ids.first()?)?).ok()?;
        self.places.get(from_first).copied().filter(|place| *place != NO_PLACE)
    }
}

/// The products.
pub(super) fn products(database: &dyn Database) -> Result<Dimension, AnalysisError> {
    let sql = "select id, name, category from products order by id";
    read(database, sql, &[Grouping::Product, Grouping::Category])
}

/// The stores.
pub(super) fn stores(database: &dyn Database) -> Result<Dimension, AnalysisError> {
    let groupings = [Grouping::Store, Grouping::City, Grouping::Region];
    let names = groupings.map(Grouping::label).join(", ");
    let sql = format!("select stores.id, {names} from stores{CITIES} order by stores.id");
    read(database, &sql, &groupings)
}

/// So many days.
pub(super) fn days(first_day: i32, count: usize) -> Dimension {
    let day = |place: usize| from_unix_days(first_day.checked_add(i32::try_from(place).ok()?)?);
    let groupings = Grouping::ALL.into_iter().filter(|grouping| grouping.is_of_time());
    let named = groupings.map(|grouping| {
        let names = (0..count).map(|place| grouping.label_of(day(place)?)).collect();
        Named::new(grouping, &[], names)
    });
    Dimension { groupings: named.collect(), ..Dimension::default() }
}

fn read(database: &dyn Database, sql: &str, groupings: &[Grouping]) -> Result<Dimension, AnalysisError> {
    let rows = database.query(sql, &[])?.rows;
    let label = |row: &[Value], at: usize| row.get(at).and_then(Value::as_text).map(str::to_owned);
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.first()?.as_integer()).collect();
    let labels = |at: usize| rows.iter().map(|row| label(row, at)).collect();
    let named = groupings.iter().zip(1..).map(|(grouping, at)| Named::new(*grouping, &ids, labels(at)));
    Ok(Dimension { groupings: named.collect(), places: places(&ids), ids })
}

/// The place of each id from the first to the last; nothing where they are far apart.
fn places(ids: &[i64]) -> Vec<u32> {
    let span = ids.first().zip(ids.last()).and_then(|(first, last)| last.checked_sub(*first));
    let span = span.and_then(|span| usize::try_from(span).ok());
    let Some(span) = span.filter(|span| *span < SPAN_LIMIT) else { return vec![] };
    let mut places = vec![NO_PLACE; span + 1];
    // Each lies within the span.
    ids.iter().zip(0..).for_each(|(id, place)| places[(id - ids[0]) as usize] = place);
    places
}

impl Named {
    fn new(grouping: Grouping, ids: &[i64], names: Vec<Option<String>>) -> Self {
        let name = |_, member: usize| names.get(member)?.as_deref();
        let axis = Axis::of_members(ids, 0..names.len(), &[grouping], &[], &name);
        Self { grouping, axis, names }
    }
}
