//! Chunks of an import on their way into a load.
//!
//! The chunks are read and made into batches on a thread of their own, so that the one that writes does nothing else.
//! What an import holds most of goes straight through; the rest waits: the products and stores that sales bring, as
//! columns, and the refused lines and the hours of UTC, on disk when they are many.

use std::{
    io::{Seek, SeekFrom},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use arrow_array::RecordBatch;
use arrow_ipc::{reader::StreamReader, writer::StreamWriter};
use arrow_schema::{ArrowError, SchemaRef};
use comptoir_sales::{Chunk, Diagnostic, NewImport, StoreMove, Table};
use tempfile::SpooledTempFile;

use super::{places, products, rejects, sales, stores, targets, told};
use crate::embedded::{free_space::free_bytes, is_about_room};
use crate::{Database, LedgerLine, Load, Loaded, Mode, StoreError, TableLoad};

/// How many batches may wait for the thread that writes.
const WAITING: usize = 4;

/// Up to how many bytes refused lines, or hours, are held in memory.
const SPOOL_IN_MEMORY: usize = 8 << 20;

/// Batches that wait, on disk when they are many.
type Spool = Option<StreamWriter<SpooledTempFile>>;

/// What waits until the lines are written.
#[derive(Default)]
struct Aside {
    products: Vec<RecordBatch>,
    stores: Vec<RecordBatch>,
    moves: Vec<StoreMove>,
    utc_hours: Spool,
    rejects: Spool,
    /// Why the chunks broke off.
    failed: Option<Box<dyn Diagnostic>>,
}

/// Pours an import into a load.
///
/// # Errors
/// Errors of the chunks or of the database. Nothing is written then.
pub(super) fn load(
    database: &dyn Database,
    import: NewImport<'_>,
    mode: Mode,
    ledger: LedgerLine,
) -> Result<Loaded, Box<dyn Diagnostic>> {
    let (table, dry_run, has_lines) = (import.table, import.dry_run, import.same_as.is_none());
    let (sender, receiver) = sync_channel(WAITING);
    let aside = Arc::new(Mutex::new(Aside::default()));
    let loaded = thread::scope(|scope| {
        let reading = Arc::clone(&aside);
        let chunks = import.chunks;
        let reader = scope.spawn(move || read(chunks, table, &sender, &reading));
        let tables = if has_lines { tables(table, receiver, &aside) } else { vec![] };
        let loaded = database.load(Load { ledger: Some(ledger), mode, dry_run, tables });
        // The receiver is gone with the tables: the reader stops if it has not.
        let is_whole = reader.join().is_ok();
        if is_whole { loaded } else { Err(StoreError::internal("the reading of the file stopped")) }
    });
    let failed = aside.lock().unwrap_or_else(PoisonError::into_inner).failed.take();
    match failed {
        Some(failed) => Err(failed),
        None => loaded.map_err(told),
    }
}

/// Reads the chunks; their lines go through the channel, the rest aside.
fn read<'a>(
    chunks: Box<dyn Iterator<Item = Result<Chunk, Box<dyn Diagnostic>>> + Send + 'a>,
    table: Table,
    sender: &SyncSender<Result<RecordBatch, StoreError>>,
    aside: &Mutex<Aside>,
) {
    for chunk in chunks {
        let chunk = match chunk {
            Ok(chunk) => chunk,
            Err(error) => {
                aside.lock().unwrap_or_else(PoisonError::into_inner).failed = Some(error);
                // The receiver has stopped for a reason of its own.
                let _ = sender.send(Err(StoreError::internal("the lines broke off")));
                return;
            }
        };
        let batch = match table {
            Table::Products => products::batch(&chunk.products),
            Table::Stores => stores::batch(&chunk.stores),
            Table::Sales => sales::batch(&chunk.sales),
            Table::Targets => targets::batch(&chunk.targets),
        };
        let kept = set_aside(chunk, table, &mut aside.lock().unwrap_or_else(PoisonError::into_inner));
        if sender.send(kept.and(batch)).is_err() {
            return;
        }
    }
}

fn set_aside(chunk: Chunk, table: Table, aside: &mut Aside) -> Result<(), StoreError> {
    if table == Table::Sales {
        if !chunk.products.is_empty() {
            aside.products.push(products::batch(&chunk.products)?);
        }
        if !chunk.stores.is_empty() {
            aside.stores.push(stores::batch(&chunk.stores)?);
        }
    }
    aside.moves.extend(chunk.moves);
    if !chunk.utc_hours.is_empty() {
        spool(&mut aside.utc_hours, &places::hours_batch(&chunk.utc_hours)?)?;
    }
    if chunk.rejects.is_empty() {
        return Ok(());
    }
    spool(&mut aside.rejects, &rejects::batch(&chunk.rejects)?)
}

/// Adds a batch to those that wait.
fn spool(spool: &mut Spool, batch: &RecordBatch) -> Result<(), StoreError> {
    if spool.is_none() {
        let file = SpooledTempFile::new(SPOOL_IN_MEMORY);
        *spool = Some(StreamWriter::try_new(file, &batch.schema()).map_err(unspooled)?);
    }
    spool.as_mut().map_or(Ok(()), |writer| writer.write(batch).map_err(unspooled))
}

/// The tables of the load: the lines as they come, then what was set aside meanwhile.
fn tables(
    table: Table,
    receiver: Receiver<Result<RecordBatch, StoreError>>,
    aside: &Arc<Mutex<Aside>>,
) -> Vec<TableLoad<'static>> {
    let schema = match table {
        Table::Products => products::schema(),
        Table::Stores => stores::schema(),
        Table::Sales => sales::schema(),
        Table::Targets => targets::schema(),
    };
    let mut tables =
        vec![TableLoad { table: table.name().into(), schema, batches: Box::new(receiver.into_iter()) }];
    if table == Table::Sales {
        let take = Arc::clone(aside);
        tables.push(later("products", products::schema(), move || {
            let products = std::mem::take(&mut take.lock().unwrap_or_else(PoisonError::into_inner).products);
            Ok(products.into_iter().map(Ok))
        }));
        let take = Arc::clone(aside);
        tables.push(later("stores", stores::schema(), move || {
            let stores = std::mem::take(&mut take.lock().unwrap_or_else(PoisonError::into_inner).stores);
            Ok(stores.into_iter().map(Ok))
        }));
    }
    if table == Table::Stores {
        let take = Arc::clone(aside);
        tables.push(later("store_moves", places::moves_schema(), move || {
            let moves = std::mem::take(&mut take.lock().unwrap_or_else(PoisonError::into_inner).moves);
            Ok(vec![places::moves_batch(&moves)].into_iter())
        }));
    }
    if table == Table::Sales {
        let take = Arc::clone(aside);
        tables.push(later("utc_sales", places::hours_schema(), move || {
            spooled(take.lock().unwrap_or_else(PoisonError::into_inner).utc_hours.take())
        }));
    }
    let take = Arc::clone(aside);
    tables.push(later("rejects", rejects::schema(), move || {
        spooled(take.lock().unwrap_or_else(PoisonError::into_inner).rejects.take())
    }));
    tables
}

/// A table whose batches are asked for when those before it are all written.
fn later<Batches>(
    table: &str,
    schema: SchemaRef,
    batches: impl FnOnce() -> Result<Batches, StoreError> + 'static,
) -> TableLoad<'static>
where
    Batches: Iterator<Item = Result<RecordBatch, StoreError>> + 'static,
{
    let batches = std::iter::once_with(batches).flat_map(|batches| match batches {
        Ok(batches) => Box::new(batches) as Box<dyn Iterator<Item = _>>,
        Err(error) => Box::new(std::iter::once(Err(error))),
    });
    TableLoad { table: table.to_owned(), schema, batches: Box::new(batches) }
}

/// What was set aside.
fn spooled(writer: Spool) -> Result<Box<dyn Iterator<Item = Result<RecordBatch, StoreError>>>, StoreError> {
    let Some(writer) = writer else { return Ok(Box::new(std::iter::empty())) };
    let mut file = writer.into_inner().map_err(unspooled)?;
    file.seek(SeekFrom::Start(0)).map_err(StoreError::internal)?;
    let reader = StreamReader::try_new(file, None).map_err(StoreError::internal)?;
    Ok(Box::new(reader.map(|batch| batch.map_err(StoreError::internal))))
}

/// What was set aside cannot be written down.
fn unspooled(error: ArrowError) -> StoreError {
    match &error {
        ArrowError::IoError(_, source) if is_about_room(source.kind()) => {
            StoreError::DiskFull { free_bytes: free_bytes(&std::env::temp_dir()) }
        }
        _ => StoreError::internal(error),
    }
}
