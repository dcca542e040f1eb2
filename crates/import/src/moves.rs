//! Stores that a file has elsewhere than they are kept, and what that means for their sales.

use comptoir_calendar::Date;
use comptoir_sales::{KeptSales, MovedStore, Moving, SalesBook, Store};

use crate::{ImportError, zones};

/// A store that a file of stores has elsewhere than it is kept, or in another territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreMoved {
    /// What it is called.
    pub name: String,
    /// Where it is kept.
    pub before: String,
    /// Where the file has it.
    pub after: String,
    /// Whether the place is another; else only the territory has become known.
    pub is_elsewhere: bool,
    /// The user's choice for its sales.
    pub moving: Option<Moving>,
    /// The sales that are kept of it.
    pub kept: KeptSales,
    /// What its new territory means for sales whose times are of UTC; `None` where that is nothing, or nothing is
    /// written.
    pub other_days: Option<OtherDays>,
}

/// Sales whose civil day is another one in another territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDays {
    /// The zone of the territory.
    pub zone: &'static str,
    /// How many sales.
    pub sales: u64,
    /// The days on which they are kept.
    pub days: Vec<Date>,
    /// The files that they were in: imported again in mode upsert, they lie on their new days.
    pub files: Vec<String>,
}

impl StoreMoved {
    /// Whether nothing of the store is written until it is said what becomes of its sales.
    pub fn waits(&self) -> bool {
        self.is_elsewhere && self.moving.is_none()
    }
}

/// The facts reported of each.
pub(crate) fn reports(
    moved: Vec<MovedStore>,
    moving: Option<Moving>,
    writes_over: bool,
    book: &dyn SalesBook,
) -> Result<Vec<StoreMoved>, ImportError> {
    moved.into_iter().map(|moved| report(&moved, moving, writes_over, book)).collect()
}

fn report(
    MovedStore { kept, found }: &MovedStore,
    moving: Option<Moving>,
    writes_over: bool,
    book: &dyn SalesBook,
) -> Result<StoreMoved, ImportError> {
    let (before, after) = (place(kept), place(found));
    let is_elsewhere = crate::lines::is_elsewhere(kept, found);
    let id = kept.id.unwrap_or_default();
    let goes_along = !is_elsewhere && writes_over || moving == Some(Moving::Past);
    let other_days = if goes_along { other_days(kept, found, id, book)? } else { None };
    let name = kept.name.clone().or_else(|| kept.code.clone()).or_else(|| kept.city.clone());
    Ok(StoreMoved {
        name: name.unwrap_or_default(),
        before,
        after,
        is_elsewhere,
        moving: moving.filter(|_| is_elsewhere),
        kept: book.kept_sales(id)?,
        other_days,
    })
}

fn other_days(
    kept: &Store,
    found: &Store,
    id: i64,
    book: &dyn SalesBook,
) -> Result<Option<OtherDays>, ImportError> {
    let (before, zone) = (zones::zone_of_store(kept), zones::zone_of_store(found));
    if before == zone {
        return Ok(None);
    }
    let (hours, files) = book.utc_hours(id)?;
    let (sales, days) = zones::other_days(&hours, before, zone);
    Ok((sales > 0).then_some(OtherDays { zone, sales, days, files }))
}

fn place(store: &Store) -> String {
    let region = store.region.map(|region| region.name().to_owned());
    [store.city.clone(), region].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
