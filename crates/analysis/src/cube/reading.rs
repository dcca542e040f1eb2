//! Sales read from a database into columns, in pieces, by several threads.

use std::{
    num::NonZero,
    ops::RangeInclusive,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use arrow_array::{Array, Float64Array, Int64Array, RecordBatch, StringArray};
use comptoir_calendar::parse_iso;
use comptoir_store::{Database, StoreError, Value};

use super::{columns::Magnitude, dimension::Dimension, tickets::TicketKeys, unix_days};
use crate::{AnalysisError, question::PIECES};

/// Sales that one statement reads: it is done long before its time is over.
const PIECE: i64 = 1 << 18;

/// Pieces that may hold a few sales only.
const PIECES_LIMIT: usize = 4_096;

/// By what quantities are multiplied where they are read: as whole numbers where all of a piece are.
const QUANTITIES: [&str; 2] = ["", " * 1.0"];

/// What sales are read with.
pub(super) struct Reader<'a> {
    pub(super) database: &'a dyn Database,
    pub(super) products: &'a Dimension,
    pub(super) stores: &'a Dimension,
    pub(super) ticket_keys: &'a TicketKeys,
}

/// Sales in columns, in the order in which they were read.
#[derive(Default)]
pub(super) struct Read {
    /// How many, once the columns are being taken away.
    pub(super) sales: usize,
    pub(super) day: Vec<i32>,
    pub(super) product: Vec<u32>,
    pub(super) store: Vec<u32>,
    pub(super) quantity: Vec<i64>,
    pub(super) amount: Vec<i64>,
    /// Empty while no sale has a ticket.
    pub(super) ticket: Vec<u64>,
    pub(super) quantities: Magnitude,
    pub(super) amounts: Magnitude,
    /// The day read last, as it was written: most sales have that of the one before.
    last_day: Option<(String, i32)>,
}

impl Reader<'_> {
    /// Reads all sales; `None` when some do not fit a cube.
    pub(super) fn all(&self) -> Result<Option<Vec<Read>>, AnalysisError> {
        let pieces = self.pieces()?;
        let threads = thread::available_parallelism().map_or(1, NonZero::get).min(pieces.len());
        // Threads take the next piece when they are free: pieces are not of the same size.
        let next = AtomicUsize::new(0);
        let work = || -> Result<Option<Vec<(usize, Read)>>, AnalysisError> {
            let mut done = Vec::new();
            while let Some((at, ids)) = {
                let at = next.fetch_add(1, Ordering::Relaxed);
                pieces.get(at).map(|ids| (at, ids))
            } {
                let args = [(*ids.start()).into(), (*ids.end()).into()];
                match self.piece("where id between ?1 and ?2", &args)? {
                    Some(read) => done.push((at, read)),
                    None => return Ok(None),
                }
            }
            Ok(Some(done))
        };
        let done: Vec<_> = thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            // A thread that panics has met a fault of this program, which is reported as that thread did.
            let joined = running.into_iter().map(thread::ScopedJoinHandle::join);
            joined.map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        let done: Option<Vec<Vec<_>>> = done.into_iter().collect::<Result<_, _>>()?;
        Ok(done.map(|done| {
            let mut reads: Vec<(usize, Read)> = done.into_iter().flatten().collect();
            // In the order of the ids, whichever thread was first: the same database gives the same cube.
            reads.sort_by_key(|(at, _)| *at);
            reads.into_iter().map(|(_, read)| read).collect()
        }))
    }

    /// Reads the sales of imports behind that one; `None` when some do not fit a cube.
    pub(super) fn behind(&self, import_id: i64) -> Result<Option<Vec<Read>>, AnalysisError> {
        // Imports of older programs have left no ids in the ledger.
        let of_new = "from imports where id > ?1 and table_name = 'sales' and added > 0";
        let condition = format!(
            "where import_id > ?1
                 and id >= (select min(coalesce(first_id, -9223372036854775807)) {of_new})
                 and id <= (select max(coalesce(last_id, 9223372036854775807)) {of_new})"
        );
        Ok(self.piece(&condition, &[import_id.into()])?.map(|read| vec![read]))
    }

    fn piece(&self, condition: &str, args: &[Value]) -> Result<Option<Read>, AnalysisError> {
        for times in QUANTITIES {
            let sql = format!(
                "select sale_date, product_id, store_id, ({PIECES}){times}, amount, ticket from sales {condition}"
            );
            let mut read = Some(Read::default());
            let scanned = self.database.scan(&sql, args, &mut |batch| {
                if let Some(rows) = &mut read
                    && batch.num_rows() > 0
                    && self.take(&batch, rows).is_none()
                {
                    read = None;
                }
                Ok(())
            });
            match scanned {
                Ok(()) => return Ok(read),
                // A column of a batch has one type. Whole numbers and others in one piece: once more, all as
                // others.
                Err(StoreError::MixedTypes { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }

    /// Takes the rows of a batch; `None` when one does not fit.
    fn take(&self, batch: &RecordBatch, read: &mut Read) -> Option<()> {
        let column = |at: usize| batch.column(at).as_any();
        let days: &StringArray = column(0).downcast_ref()?;
        let (products, stores): (&Int64Array, &Int64Array) =
            (column(1).downcast_ref()?, column(2).downcast_ref()?);
        let amounts: &Float64Array = column(4).downcast_ref()?;
        let tickets: &StringArray = column(5).downcast_ref()?;
        // SQL would leave such a row out of some sums and not of others.
        if batch.columns()[..5].iter().any(|column| column.null_count() > 0) {
            return None;
        }
        let first = read.day.len();
        for day in days {
            let day = read.day_of(day?)?;
            read.day.push(day);
        }
        for product in products.values() {
            read.product.push(self.products.place(*product)?);
        }
        for store in stores.values() {
            read.store.push(self.stores.place(*store)?);
        }
        let quantities = column(3);
        if let Some(whole) = quantities.downcast_ref::<Int64Array>() {
            whole.values().iter().try_for_each(|whole| read.take_quantity(*whole as f64))?;
        } else {
            let any: &Float64Array = quantities.downcast_ref()?;
            any.values().iter().try_for_each(|any| read.take_quantity(*any))?;
        }
        for amount in amounts.values() {
            let amount = parts_of(*amount)?;
            read.amounts.take(amount);
            read.amount.push(amount);
        }
        if !read.ticket.is_empty() || tickets.null_count() < tickets.len() {
            // The first ticket of all: the sales before it have none.
            read.ticket.resize(first, 0);
            let known = read.store[first..].iter().zip(&read.day[first..]).zip(tickets);
            let key = |((store, day), ticket): ((&u32, &i32), Option<&str>)| {
                ticket.map_or(0, |ticket| self.ticket_keys.key(*store, *day, ticket))
            };
            read.ticket.extend(known.map(key));
        }
        Some(())
    }

    /// The ids of all sales in ranges that hold so many at most.
    fn pieces(&self) -> Result<Vec<RangeInclusive<i64>>, AnalysisError> {
        let mut pieces = Vec::new();
        let mut next = self.number("select min(id) from sales", &[])?;
        // As many ids are at most as many sales; what lies between two ranges is passed over.
        while let Some(start) = next.filter(|_| pieces.len() < PIECES_LIMIT) {
            let last = start.saturating_add(PIECE - 1);
            pieces.push(start..=last);
            next = self.number("select min(id) from sales where id > ?1", &[last.into()])?;
        }
        // Ids that are far from each other: the rest is counted out, sale by sale.
        while let Some(start) = next {
            let after = format!("select id from sales where id >= ?1 order by id limit 1 offset {PIECE}");
            next = self.number(&after, &[start.into()])?;
            pieces.push(start..=next.map_or(i64::MAX, |next| next - 1));
        }
        Ok(pieces)
    }

    /// The number that a statement answers with; `None` when it answers with none.
    fn number(&self, sql: &str, args: &[Value]) -> Result<Option<i64>, AnalysisError> {
        Ok(self.database.query(sql, args)?.single().and_then(Value::as_integer))
    }
}

impl Read {
    fn take_quantity(&mut self, quantity: f64) -> Option<()> {
        let quantity = parts_of(quantity)?;
        self.quantities.take(quantity);
        self.quantity.push(quantity);
        Some(())
    }

    /// The day written so, in days since 1970-01-01; `None` for anything else.
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

/// Ten-thousandths, rounded as SQLite's `cast(round(x * 10000) as integer)` does; `None` beyond what it gives exactly.
fn parts_of(number: f64) -> Option<i64> {
    const EXACT: f64 = (1_i64 << 52) as f64;
    let parts = number * 10_000.0;
    (parts.abs() < EXACT).then(|| (parts + 0.5_f64.copysign(parts)) as i64)
}
