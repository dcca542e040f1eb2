//! How a cube is read from a database, and how it follows it.

use std::ops::Range;

use arrow_array::{Array, Float64Array, Int64Array, RecordBatch, StringArray};
use comptoir_calendar::parse_iso;
use comptoir_store::{Database, StoreError, Value};

use super::{
    Cube, Stamp,
    columns::{Codes, Parts},
    dimension::{products, stores},
    unix_days,
};
use crate::AnalysisError;

/// How often reading starts again because the data have moved meanwhile.
const ATTEMPTS: usize = 3;

/// How many days a cube may span: a day far from the others would make a long empty stretch.
const DAYS_LIMIT: usize = 400 * 366;

const SALES: &str = "select sale_date, product_id, store_id, quantity * 1.0 as quantity, amount from sales";

/// Sales in columns, in the order in which they were read.
#[derive(Default)]
struct Read {
    day: Vec<i32>,
    product: Vec<u32>,
    store: Vec<u32>,
    quantity: Vec<i64>,
    amount: Vec<i64>,
    /// The day read last, as it was written: most sales have that of the one before.
    last_day: Option<(String, i32)>,
    /// Whether some sale does not fit a cube.
    is_unfit: bool,
}

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
        if now.rewrites == self.stamp.rewrites {
            let read = self.read_behind(database, Some(self.stamp.last_import))?;
            let cube = self.with(&read, now);
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
            products: products(database)?,
            stores: stores(database)?,
            product: Codes::new(vec![], 0),
            store: Codes::new(vec![], 0),
            amount: Parts::new(vec![]),
            quantity: Parts::new(vec![]),
        };
        let read = nothing.read_behind(database, None)?;
        Ok(nothing.with(&read, stamp))
    }

    /// Reads all sales, or those of imports behind that one.
    fn read_behind(&self, database: &dyn Database, import_id: Option<i64>) -> Result<Read, AnalysisError> {
        let mut read = Read::default();
        let (sql, args) = match import_id {
            None => (SALES.to_owned(), vec![]),
            Some(import_id) => (format!("{SALES} where import_id > ?1"), vec![Value::Integer(import_id)]),
        };
        let scanned = database.scan(&sql, &args, &mut |batch| {
            self.take(&batch, &mut read);
            Ok(())
        });
        match scanned {
            Ok(()) => Ok(read),
            Err(StoreError::MixedTypes { .. }) => Ok(Read { is_unfit: true, ..read }),
            Err(error) => Err(error.into()),
        }
    }

    fn take(&self, batch: &RecordBatch, read: &mut Read) {
        if !read.is_unfit && batch.num_rows() > 0 {
            read.is_unfit = self.take_rows(batch, read).is_none();
        }
    }

    /// Takes the rows of a batch; `None` when one does not fit.
    fn take_rows(&self, batch: &RecordBatch, read: &mut Read) -> Option<()> {
        let column = |at: usize| batch.column(at).as_any();
        let days: &StringArray = column(0).downcast_ref()?;
        let (products, stores): (&Int64Array, &Int64Array) =
            (column(1).downcast_ref()?, column(2).downcast_ref()?);
        let (quantities, amounts): (&Float64Array, &Float64Array) =
            (column(3).downcast_ref()?, column(4).downcast_ref()?);
        if batch.columns().iter().any(|column| column.null_count() > 0) {
            return None;
        }
        for row in 0..batch.num_rows() {
            let day = read.day_of(days.value(row))?;
            read.day.push(day);
            read.product.push(self.products.place(products.value(row))?);
            read.store.push(self.stores.place(stores.value(row))?);
            read.quantity.push(parts_of(quantities.value(row))?);
            read.amount.push(parts_of(amounts.value(row))?);
        }
        Some(())
    }

    /// This cube and more sales; `None` where they do not fit.
    fn with(&self, read: &Read, stamp: Stamp) -> Option<Self> {
        let days = self.span_with(read);
        let (first_day, count) = (days.start, days.len());
        if read.is_unfit || count > DAYS_LIMIT {
            return None;
        }
        let place = |day: i32| (day - first_day) as usize;
        let shift = if self.is_empty() { 0 } else { place(self.first_day) };
        let mut day_starts = vec![0; count + 1];
        let own = || {
            self.day_starts.windows(2).enumerate().map(|(day, bounds)| (day + shift, bounds[0]..bounds[1]))
        };
        own().for_each(|(day, sales)| day_starts[day + 1] += sales.len());
        read.day.iter().for_each(|day| day_starts[place(*day) + 1] += 1);
        for day in 0..count {
            day_starts[day + 1] += day_starts[day];
        }
        // Where each sale goes: behind those of its day that are placed already.
        let mut next = day_starts.clone();
        let mut follow = |day: usize, sales: usize| {
            next[day] += sales;
            next[day] - sales
        };
        let kept: Vec<(usize, Range<usize>)> =
            own().map(|(day, sales)| (follow(day, sales.len()), sales)).collect();
        let new: Vec<usize> = read.day.iter().map(|day| follow(place(*day), 1)).collect();
        let amount = ordered(&kept, |at| self.amount.at(at), &new, &read.amount);
        let quantity = ordered(&kept, |at| self.quantity.at(at), &new, &read.quantity);
        if !(sums_fit(&amount) && sums_fit(&quantity)) {
            return None;
        }
        let product = ordered(&kept, |at| self.product.at(at), &new, &read.product);
        let store = ordered(&kept, |at| self.store.at(at), &new, &read.store);
        Some(Self {
            stamp,
            first_day,
            day_starts,
            products: self.products.clone(),
            stores: self.stores.clone(),
            product: Codes::new(product, self.products.ids.len()),
            store: Codes::new(store, self.stores.ids.len()),
            amount: Parts::new(amount),
            quantity: Parts::new(quantity),
        })
    }

    /// The days of its sales and of those read.
    fn span_with(&self, read: &Read) -> Range<i32> {
        let own =
            (!self.is_empty()).then(|| (self.first_day, self.first_day + self.day_starts.len() as i32 - 1));
        let new = read.day.iter().min().zip(read.day.iter().max());
        // Days are of the calendar, far from the limits of their type.
        let new = new.map(|(first, last)| (*first, last + 1));
        match (own, new) {
            (Some(own), Some(new)) => own.0.min(new.0)..own.1.max(new.1),
            (own, new) => own.or(new).map_or(0..0, |(first, end)| first..end),
        }
    }
}

impl Read {
    /// The day written so, in days since 1970-01-01; `None` when it is none.
    fn day_of(&mut self, text: &str) -> Option<i32> {
        match &mut self.last_day {
            Some((known, day)) if known == text => Some(*day),
            last => {
                let day = unix_days(parse_iso(text)?);
                *last = Some((text.to_owned(), day));
                Some(day)
            }
        }
    }
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

/// A column in the order of days: what was there at its new places, then what is new.
fn ordered<T: Copy + Default>(
    kept: &[(usize, Range<usize>)],
    value: impl Fn(usize) -> T,
    new: &[usize],
    values: &[T],
) -> Vec<T> {
    let count = kept.iter().map(|(_, sales)| sales.len()).sum::<usize>() + new.len();
    let mut column = vec![T::default(); count];
    for (to, sales) in kept {
        for (place, at) in sales.clone().enumerate() {
            column[to + place] = value(at);
        }
    }
    new.iter().zip(values).for_each(|(to, value)| column[*to] = *value);
    column
}

/// Ten-thousandths, rounded as SQLite's `cast(round(x * 10000) as integer)` does; `None` beyond what it gives exactly.
fn parts_of(number: f64) -> Option<i64> {
    const EXACT: f64 = (1_i64 << 52) as f64;
    let parts = number * 10_000.0;
    (parts.abs() < EXACT).then(|| (parts + 0.5_f64.copysign(parts)) as i64)
}

/// Whether no sum of some of them leaves 64 bits.
fn sums_fit(parts: &[i64]) -> bool {
    parts.iter().map(|part| u128::from(part.unsigned_abs())).sum::<u128>() <= i64::MAX as u128
}
