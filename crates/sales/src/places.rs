//! Stores that move, and sales whose day hangs on where their store is.

use comptoir_calendar::Date;

use crate::{Money, Store, UnknownName};

/// A store that has moved: from that day on its sales are those of another record, which says where it is now. The
/// record that it had keeps the sales before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreMove {
    /// The store, as files name it.
    pub store_id: i64,
    /// The first day at the new place.
    pub from: Date,
    /// The record of the new place.
    pub moved_to: i64,
}

/// The record of a store's sales on a day, given all known `moves` in the order in which they were recorded.
pub fn place_on(moves: &[StoreMove], store_id: i64, day: Date) -> i64 {
    let of_store = moves.iter().filter(|known| known.store_id == store_id && known.from <= day);
    of_store.max_by_key(|known| known.from).map_or(store_id, |known| known.moved_to)
}

/// What becomes of the sales of a store whose place is another in a new file of stores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// All of them go with it: its place was wrong before.
    Past,
    /// Those from that day on.
    From(Date),
}

impl std::str::FromStr for Moving {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        match text {
            "past" => Ok(Self::Past),
            day => comptoir_calendar::parse_iso(day).map(Self::From).ok_or_else(|| day.into()),
        }
    }
}

/// The sales that are kept of a store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptSales {
    /// How many.
    pub sales: u64,
    /// Their revenue.
    pub revenue: Money,
    /// The days of the first and the last.
    pub days: Option<(Date, Date)>,
}

/// How many sales of a store had a time of UTC within an hour: their civil day is another when the store is in another
/// territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UtcHour {
    /// The store.
    pub store_id: i64,
    /// The day of UTC.
    pub day: Date,
    /// The hour of UTC.
    pub hour: i64,
    /// How many sales.
    pub sales: u64,
}

/// A store whose place in a file is another than the one kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedStore {
    /// As it is kept.
    pub kept: Store,
    /// As the file has it.
    pub found: Store,
}
