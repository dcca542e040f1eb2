//! How a cube is made, and how it follows its database.

use std::{ops::Range, sync::OnceLock, thread};

use comptoir_store::Database;

use super::{
    Cube, KeptCompleteness, Stamp,
    columns::{Codes, Magnitude, Parts},
    dimension::{Dimension, days, products, stores},
    reading::{Read, Reader},
    tickets::TicketKeys,
};
use crate::AnalysisError;

/// How often reading starts again because the data have moved meanwhile.
const ATTEMPTS: usize = 3;

/// How many days a cube may span: a day far from the others would make a long empty stretch.
const DAYS_LIMIT: usize = 400 * 366;

/// What has become of the data that a cube was made of.
#[derive(Debug)]
pub enum Followed {
    /// They have not moved.
    Same,
    /// This is their cube now.
    Moved(Box<Cube>),
    /// They are such that there is no cube of them.
    Unfit,
}

/// Where each sale goes: behind those of its day that are placed already.
struct Places {
    first_day: i32,
    day_starts: Vec<usize>,
    /// The new places of the sales of each day that a cube had, and their old ones.
    kept: Vec<(usize, Range<usize>)>,
    /// The places of new sales, in the order in which they were read.
    new: Vec<u32>,
}

impl Cube {
    /// Reads all sales; `None` when the data are such that a cube could not answer as SQL does.
    ///
    /// # Errors
    /// What the database says.
    pub fn read(database: &dyn Database) -> Result<Option<Self>, AnalysisError> {
        for _ in 0..ATTEMPTS {
            let before = Stamp::of(database)?;
            let cube = Self::read_once(database, before)?;
            if Stamp::of(database)? == before {
                return Ok(cube);
            }
        }
        // The data move faster than they are read: what was read may be of two versions.
        Ok(None)
    }

    /// The cube of the data as they are now: the same where they have not moved, with the new sales where imports have
    /// added some, else read anew.
    ///
    /// # Errors
    /// What the database says.
    pub fn follow(&self, database: &dyn Database) -> Result<Followed, AnalysisError> {
        let now = Stamp::of(database)?;
        if now.version == self.stamp.version {
            return Ok(Followed::Same);
        }
        // Nothing but imports has added sales: those behind the last import are all that is new.
        if now.rewrites == self.stamp.rewrites {
            let read = self.reader(database).behind(self.stamp.last_import)?;
            let cube = read.and_then(|read| self.with(read, now));
            // What was read while the data moved may be of two versions, and is thrown away.
            if Stamp::of(database)? == now
                && let Some(cube) = cube
            {
                return Ok(Followed::Moved(Box::new(cube)));
            }
        }
        Ok(Self::read(database)?.map_or(Followed::Unfit, |cube| Followed::Moved(Box::new(cube))))
    }

    fn read_once(database: &dyn Database, stamp: Stamp) -> Result<Option<Self>, AnalysisError> {
        let nothing = Self {
            stamp,
            first_day: 0,
            day_starts: vec![],
            days: Dimension::default(),
            products: products(database)?,
            stores: stores(database)?,
            product: Codes::zeros(0, 0),
            store: Codes::zeros(0, 0),
            amount: Parts::zeros(0, Magnitude::default()),
            quantity: Parts::zeros(0, Magnitude::default()),
            amounts: Magnitude::default(),
            quantities: Magnitude::default(),
            tickets: vec![],
            ticket_keys: TicketKeys::default(),
            completeness: KeptCompleteness::default(),
            shared_names: OnceLock::new(),
        };
        let read = nothing.reader(database).all()?;
        Ok(read.and_then(|read| nothing.with(read, stamp)))
    }

    fn reader<'a>(&'a self, database: &'a dyn Database) -> Reader<'a> {
        let Self { products, stores, ticket_keys, .. } = self;
        Reader { database, products, stores, ticket_keys }
    }

    /// This cube and more sales; `None` where they do not fit.
    fn with(&self, mut reads: Vec<Read>, stamp: Stamp) -> Option<Self> {
        let places = self.places(&mut reads)?;
        let all =
            |own: Magnitude, of: &dyn Fn(&Read) -> Magnitude| reads.iter().map(of).fold(own, Magnitude::and);
        let amounts = all(self.amounts, &|read| read.amounts);
        let quantities = all(self.quantities, &|read| read.quantities);
        // Checked once here, so that no sum of a pass has to look for an overflow.
        if !(amounts.fits() && quantities.fits()) {
            return None;
        }
        let has_tickets = !self.tickets.is_empty() || reads.iter().any(|read| !read.ticket.is_empty());
        let count = places.count();
        let (products, stores) = (self.products.ids.len(), self.stores.ids.len());
        let (product, store) =
            (columns(&mut reads, |read| &mut read.product), columns(&mut reads, |read| &mut read.store));
        let (amount, quantity) =
            (columns(&mut reads, |read| &mut read.amount), columns(&mut reads, |read| &mut read.quantity));
        // Shops whose files know no tickets do not pay eight bytes a sale for them.
        let mut tickets = vec![0; if has_tickets { count } else { 0 }];
        let places = &places;
        let (product, store, amount, quantity) = thread::scope(|scope| {
            let codes = scope.spawn(|| {
                (
                    places.codes(products, |at| self.product.at(at), product),
                    places.codes(stores, |at| self.store.at(at), store),
                )
            });
            let amount = places.parts(amounts, |at| self.amount.at(at), amount);
            let quantity = places.parts(quantities, |at| self.quantity.at(at), quantity);
            // A thread that panics has met a fault of this program, which is reported as that thread did.
            let (product, store) = codes.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (product, store, amount, quantity)
        });
        if has_tickets {
            let own = |at: usize| self.tickets.get(at).copied().unwrap_or_default();
            for read in &mut reads {
                read.ticket.resize(read.sales, 0);
            }
            places
                .place(own, columns(&mut reads, |read| &mut read.ticket), |at, ticket| tickets[at] = ticket);
        }
        let mut cube = Self {
            stamp,
            first_day: places.first_day,
            days: days(places.first_day, places.day_starts.len() - 1),
            day_starts: places.day_starts.clone(),
            products: self.products.clone(),
            stores: self.stores.clone(),
            ticket_keys: self.ticket_keys.clone(),
            completeness: KeptCompleteness::default(),
            shared_names: OnceLock::new(),
            product,
            store,
            amount,
            quantity,
            amounts,
            quantities,
            tickets,
        };
        cube.put_tickets_together();
        Some(cube)
    }

    /// Where its sales and those read go; `None` when they are too many or span too many days.
    fn places(&self, reads: &mut [Read]) -> Option<Places> {
        let span = self.span_with(reads);
        let (first_day, count) = (span.start, span.len());
        if count > DAYS_LIMIT {
            return None;
        }
        let place = |day: i32| (day - first_day) as usize;
        let shift = if self.is_empty() { 0 } else { place(self.first_day) };
        let own = || {
            self.day_starts.windows(2).enumerate().map(|(day, bounds)| (day + shift, bounds[0]..bounds[1]))
        };
        let mut day_starts = vec![0; count + 1];
        own().for_each(|(day, sales)| day_starts[day + 1] += sales.len());
        reads.iter().flat_map(|read| &read.day).for_each(|day| day_starts[place(*day) + 1] += 1);
        // The counts of days become the places of their first sales: a counting sort by day, which keeps the
        // order within a day.
        for day in 0..count {
            day_starts[day + 1] += day_starts[day];
        }
        // Places are kept in 32 bits.
        u32::try_from(*day_starts.last()?).ok()?;
        let mut next = day_starts.clone();
        let mut follow = |day: usize, sales: usize| {
            next[day] += sales;
            next[day] - sales
        };
        let kept = own().map(|(day, sales)| (follow(day, sales.len()), sales)).collect();
        let mut new = Vec::with_capacity(reads.iter().map(|read| read.day.len()).sum());
        for read in reads {
            read.sales = read.day.len();
            // All places are below the count, which fits.
            new.extend(std::mem::take(&mut read.day).into_iter().map(|day| follow(place(day), 1) as u32));
        }
        Some(Places { first_day, day_starts, kept, new })
    }

    /// The days of its sales and of those read.
    fn span_with(&self, reads: &[Read]) -> Range<i32> {
        let own =
            (!self.is_empty()).then(|| (self.first_day, self.first_day + self.day_starts.len() as i32 - 1));
        let days = || reads.iter().flat_map(|read| read.day.iter().copied());
        // Days are of the calendar, far from the limits of their type.
        let new = days().min().zip(days().max()).map(|(first, last)| (first, last + 1));
        match (own, new) {
            (Some(own), Some(new)) => own.0.min(new.0)..own.1.max(new.1),
            (own, new) => own.or(new).map_or(0..0, |(first, end)| first..end),
        }
    }
}

impl Places {
    /// Products or stores in their places.
    fn codes(&self, members: usize, own: impl Fn(usize) -> u32, read: Vec<Vec<u32>>) -> Codes {
        let mut codes = Codes::zeros(self.count(), members);
        self.place(own, read, |at, code| codes.put(at, code));
        codes
    }

    /// Amounts or quantities in their places.
    fn parts(&self, magnitude: Magnitude, own: impl Fn(usize) -> i64, read: Vec<Vec<i64>>) -> Parts {
        let mut parts = Parts::zeros(self.count(), magnitude);
        self.place(own, read, |at, part| parts.put(at, part));
        parts
    }

    /// Puts what was there and what was read of a column in its places.
    fn place<T: Copy>(&self, own: impl Fn(usize) -> T, read: Vec<Vec<T>>, mut put: impl FnMut(usize, T)) {
        // Sales that were there keep their order before new ones of the same day.
        for (to, sales) in &self.kept {
            for (place, at) in sales.clone().enumerate() {
                put(to + place, own(at));
            }
        }
        read.into_iter().flatten().zip(&self.new).for_each(|(value, place)| put(*place as usize, value));
    }

    fn count(&self) -> usize {
        self.day_starts.last().copied().unwrap_or_default()
    }
}

/// Takes a column out of what was read.
fn columns<T>(reads: &mut [Read], column: impl Fn(&mut Read) -> &mut Vec<T>) -> Vec<Vec<T>> {
    reads.iter_mut().map(|read| std::mem::take(column(read))).collect()
}

impl Stamp {
    fn of(database: &dyn Database) -> Result<Self, AnalysisError> {
        let sql = "select version, rewrites, (select coalesce(max(id), 0) from imports) from data_version";
        let rows = database.query(sql, &[])?;
        let number =
            |at: usize| rows.rows.first().and_then(|row| row.get(at)?.as_integer()).unwrap_or_default();
        Ok(Self { version: number(0), rewrites: number(1), last_import: number(2) })
    }
}
