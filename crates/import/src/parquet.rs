//! Parquet, a few thousand rows at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow_array::{Array, Float32Array, Float64Array, RecordBatch};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::DataType;

use crate::{
    ImportError,
    content::Content,
    record::{Record, Rows},
    workbook::as_shown,
};

/// Rows that are unpacked at once.
const BATCH_ROWS: usize = 4_096;

/// What a file of Parquet starts with.
pub(crate) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

/// The columns of a file.
pub(crate) fn header(name: &str, content: &Content) -> Result<Vec<String>, ImportError> {
    let rows = ParquetRows::new(name, content)?;
    Ok(rows.names)
}

/// The rows of a file.
pub(crate) struct ParquetRows {
    name: String,
    names: Vec<String>,
    batches: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    /// The rows of the batch, made into text.
    texts: Vec<Vec<Option<String>>>,
    at: usize,
    row: u64,
}

impl ParquetRows {
    pub(crate) fn new(name: &str, content: &Content) -> Result<Self, ImportError> {
        let file =
            content.file().map_err(|source| ImportError::Unreadable { source_name: name.into(), source })?;
        let builder = guarded(name, || ParquetRecordBatchReaderBuilder::try_new(file))?;
        let names = builder.schema().fields().iter().map(|field| field.name().trim().to_owned()).collect();
        let batches = guarded(name, || builder.with_batch_size(BATCH_ROWS).build())?;
        Ok(Self { name: name.to_owned(), names, batches, batch: None, texts: vec![], at: 0, row: 0 })
    }

    /// Unpacks the next rows; `false` when there are none.
    fn fill(&mut self) -> Result<bool, ImportError> {
        let batches = &mut self.batches;
        let next = guarded(&self.name, || batches.next().transpose())?;
        let Some(batch) = next.filter(|batch| batch.num_rows() > 0) else { return Ok(false) };
        self.texts = guarded(&self.name, || batch.columns().iter().map(|column| texts(column)).collect())?;
        self.batch = Some(batch);
        self.at = 0;
        Ok(true)
    }
}

impl Rows for ParquetRows {
    fn read(&mut self, record: &mut Record) -> Result<bool, ImportError> {
        if self.batch.as_ref().is_none_or(|batch| self.at == batch.num_rows()) && !self.fill()? {
            return Ok(false);
        }
        let Some(batch) = &self.batch else { return Ok(false) };
        self.row += 1;
        record.start(self.row);
        for (column, texts) in batch.columns().iter().zip(&self.texts) {
            match texts.get(self.at).and_then(Option::as_deref) {
                None => record.push_text(""),
                Some(digits) if is_number(column.data_type()) => record.push_number(digits),
                Some(text) => record.push_text(text),
            }
        }
        self.at += 1;
        Ok(true)
    }

    fn place(&self) -> u64 {
        self.row
    }
}

/// How many rows a file says it has.
pub(crate) fn row_count(name: &str, content: &Content) -> Result<u64, ImportError> {
    let file =
        content.file().map_err(|source| ImportError::Unreadable { source_name: name.into(), source })?;
    let builder = guarded(name, || ParquetRecordBatchReaderBuilder::try_new(file))?;
    Ok(u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default())
}

/// A file that lies about itself may take its reader beyond what it has checked.
fn guarded<T, E: std::fmt::Display>(
    name: &str,
    read: impl FnOnce() -> Result<T, E>,
) -> Result<T, ImportError> {
    let damaged =
        |reason: String| ImportError::Damaged { source_name: name.to_owned(), format: "Parquet", reason };
    catch_unwind(AssertUnwindSafe(read))
        .map_err(|_| damaged("its parts contradict each other".into()))?
        .map_err(|error| damaged(error.to_string()))
}

fn is_number(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_number(values),
        kind => kind.is_numeric(),
    }
}

/// Every value as text, floats with the digits that a person would write.
fn texts(column: &dyn Array) -> Result<Vec<Option<String>>, arrow_schema::ArrowError> {
    if let Some(floats) = column.as_any().downcast_ref::<Float64Array>() {
        return Ok(floats
            .iter()
            .map(|value| value.filter(|value| value.is_finite()).map(as_shown))
            .collect());
    }
    if let Some(floats) = column.as_any().downcast_ref::<Float32Array>() {
        return Ok(floats
            .iter()
            .map(|value| value.filter(|value| value.is_finite()).map(|value| value.to_string()))
            .collect());
    }
    let formatter = ArrayFormatter::try_new(column, &FormatOptions::default())?;
    let text = |row: usize| (!column.is_null(row)).then(|| formatter.value(row).try_to_string()).transpose();
    (0..column.len()).map(text).collect()
}
