//! Parquet, a few thousand rows at a time.

mod bounds;
mod thrift;

use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
};

use ::parquet::{
    arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder},
    basic::Type,
};
use arrow_array::{
    Array, ArrayRef, Float32Array, Float64Array, RecordBatch,
    cast::AsArray,
    types::{
        ArrowTimestampType, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
        TimestampSecondType,
    },
};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, TimeUnit};
use jiff::{Timestamp, tz::TimeZone};

use self::bounds::Refused;
use crate::{
    ImportError,
    content::Content,
    csv::RECORD_LIMIT,
    record::{Record, Rows},
    workbook::as_shown,
};

/// The first bytes of a Parquet file.
pub(crate) fn is_parquet(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

/// The columns of a file.
pub(crate) fn header(name: &str, content: &Content) -> Result<Vec<String>, ImportError> {
    let rows = ParquetRows::new(name, content)?;
    match rows.nested {
        None => Ok(rows.names),
        Some(column) => Err(ImportError::Nested { source_name: name.to_owned(), column }),
    }
}

/// The rows of a file.
pub(crate) struct ParquetRows {
    name: String,
    names: Vec<String>,
    /// A column that holds tables itself.
    nested: Option<String>,
    /// Which columns hold times of UTC without saying so: the old form of ninety-six bits.
    are_of_utc: Vec<bool>,
    batches: ParquetRecordBatchReader,
    /// The parts of the file that come after the one that is being read, the last one first.
    further: Vec<Content>,
    batch: Option<RecordBatch>,
    /// The rows of the batch, made into text.
    texts: Vec<Vec<Option<String>>>,
    at: usize,
    row: u64,
}

impl ParquetRows {
    /// The rows of a file that stands in parts, of at least one.
    pub(crate) fn of_parts(name: &str, parts: &[Content]) -> Result<Self, ImportError> {
        let Some((first, further)) = parts.split_first() else {
            return Err(ImportError::Empty { source_name: name.to_owned() });
        };
        let further = further.iter().rev().cloned().collect();
        Ok(Self { further, ..Self::new(name, first)? })
    }

    /// The rows of one part.
    pub(crate) fn new(name: &str, content: &Content) -> Result<Self, ImportError> {
        let (file, builder) = open(name, content)?;
        let fields = builder.schema().fields();
        let nested = fields.iter().find(|field| holds_tables(field.data_type()));
        let nested = nested.map(|field| field.name().clone());
        // The index that pandas writes beside the columns has no header.
        let title = |name: &str| if name.starts_with("__index_level_") { "" } else { name.trim() }.to_owned();
        let names = fields.iter().map(|field| title(field.name())).collect();
        let leaves = builder.parquet_schema().columns();
        let are_of_utc = leaves.iter().map(|leaf| leaf.physical_type() == Type::INT96).collect();
        let rows = catch_unwind(AssertUnwindSafe(|| {
            bounds::rows_at_once(&file, content.size(), builder.metadata())
        }));
        let rows = rows
            .unwrap_or_else(|_| Err(Refused::contradiction()))
            .map_err(|refused| refusal(name, refused))?;
        let batches = guarded(name, || builder.with_batch_size(rows).build())?;
        Ok(Self {
            name: name.to_owned(),
            names,
            nested,
            are_of_utc,
            batches,
            further: vec![],
            batch: None,
            texts: vec![],
            at: 0,
            row: 0,
        })
    }

    /// Unpacks the next rows; `false` when there are none.
    fn fill(&mut self) -> Result<bool, ImportError> {
        let batches = &mut self.batches;
        let next = guarded(&self.name, || batches.next().transpose())?;
        let Some(batch) = next.filter(|batch| batch.num_rows() > 0) else {
            let Some(part) = self.further.pop() else { return Ok(false) };
            let part = Self::new(&self.name, &part)?;
            (self.batches, self.are_of_utc) = (part.batches, part.are_of_utc);
            return self.fill();
        };
        let are_of_utc = &self.are_of_utc;
        self.texts = guarded(&self.name, || {
            let columns = batch.columns().iter().enumerate();
            columns.map(|(at, column)| texts(column, are_of_utc.get(at) == Some(&true))).collect()
        })?;
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
        let texts = self.texts.iter().filter_map(|texts| texts.get(self.at)?.as_deref());
        if texts.map(str::len).sum::<usize>() > RECORD_LIMIT {
            return Err(ImportError::RecordTooLarge {
                source_name: self.name.clone(),
                line: self.row,
                limit_bytes: RECORD_LIMIT as u64,
            });
        }
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
    let (_, builder) = open(name, content)?;
    Ok(u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or_default())
}

/// Opens a file whose footer is not too large to be understood.
fn open(name: &str, content: &Content) -> Result<(File, ParquetRecordBatchReaderBuilder<File>), ImportError> {
    let file =
        content.file().map_err(|source| ImportError::Unreadable { source_name: name.into(), source })?;
    let again = file.try_clone();
    let again = again.map_err(|source| ImportError::Unreadable { source_name: name.into(), source })?;
    bounds::check_footer(&file).map_err(|refused| refusal(name, refused))?;
    let builder = guarded(name, || ParquetRecordBatchReaderBuilder::try_new(file))?;
    Ok((again, builder))
}

fn refusal(name: &str, refused: Refused) -> ImportError {
    match refused {
        Refused::TooLarge => ImportError::TakesTooMuch { source_name: name.to_owned() },
        Refused::Damaged(reason) => {
            ImportError::Damaged { source_name: name.to_owned(), format: "Parquet", reason }
        }
    }
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
///
/// Without the conversions of `arrow_cast`: they are kernels for every pair of types, megabytes of program.
fn texts(column: &ArrayRef, is_of_utc: bool) -> Result<Vec<Option<String>>, arrow_schema::ArrowError> {
    if let DataType::Timestamp(unit, zone) = column.data_type() {
        let zone = zone.as_deref().or(is_of_utc.then_some("UTC"));
        let moments = moments(column, *unit);
        let moments = moments.ok_or_else(|| failed("times that are no numbers".into()))?;
        return moments_of(&moments, *unit, zone);
    }
    if let Some(dictionary) = column.as_any_dictionary_opt() {
        let words = texts(dictionary.values(), is_of_utc)?;
        // A dictionary without words has no place for its keys.
        let places = if words.is_empty() { vec![0; column.len()] } else { dictionary.normalized_keys() };
        let word = |(row, place): (usize, usize)| {
            if dictionary.keys().is_null(row) { None } else { words.get(place).cloned().flatten() }
        };
        return Ok(places.into_iter().enumerate().map(word).collect());
    }
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

/// Whether a column holds tables or maps: lines inside a line.
fn holds_tables(kind: &DataType) -> bool {
    match kind {
        DataType::Struct(_) | DataType::Map(..) | DataType::Union(..) => true,
        DataType::List(inner) | DataType::LargeList(inner) | DataType::FixedSizeList(inner, _) => {
            holds_tables(inner.data_type())
        }
        _ => false,
    }
}

fn failed(reason: String) -> arrow_schema::ArrowError {
    arrow_schema::ArrowError::ParseError(reason)
}

/// The times of a column, in its unit.
fn moments(column: &ArrayRef, unit: TimeUnit) -> Option<Vec<Option<i64>>> {
    fn of<T: ArrowTimestampType>(column: &ArrayRef) -> Option<Vec<Option<i64>>> {
        Some(column.as_primitive_opt::<T>()?.iter().collect())
    }
    match unit {
        TimeUnit::Second => of::<TimestampSecondType>(column),
        TimeUnit::Millisecond => of::<TimestampMillisecondType>(column),
        TimeUnit::Microsecond => of::<TimestampMicrosecondType>(column),
        TimeUnit::Nanosecond => of::<TimestampNanosecondType>(column),
    }
}

/// Times as text: those of a zone with the civil day and clock of that zone and its offset, of UTC with `Z`.
fn moments_of(
    moments: &[Option<i64>],
    unit: TimeUnit,
    zone: Option<&str>,
) -> Result<Vec<Option<String>>, arrow_schema::ArrowError> {
    let is_utc = zone.is_some_and(|zone| matches!(zone, "UTC" | "Z" | "Etc/UTC" | "GMT" | "+00:00" | "utc"));
    let place = match zone {
        Some(zone) if !is_utc => zone_of(zone).ok_or_else(|| failed(format!("unknown time zone {zone}")))?,
        _ => TimeZone::UTC,
    };
    let text = |moment: i64| {
        let moment = match unit {
            TimeUnit::Second => Timestamp::from_second(moment),
            TimeUnit::Millisecond => Timestamp::from_millisecond(moment),
            TimeUnit::Microsecond => Timestamp::from_microsecond(moment),
            TimeUnit::Nanosecond => Timestamp::from_nanosecond(i128::from(moment)),
        };
        // A moment beyond the calendar is a line that is refused, not a file.
        let Ok(moment) = moment else { return "?".to_owned() };
        let zoned = moment.to_zoned(place.clone());
        let form = match zone {
            None => "%Y-%m-%d %H:%M:%S",
            Some(_) if is_utc => "%Y-%m-%dT%H:%M:%SZ",
            Some(_) => "%Y-%m-%dT%H:%M:%S%:z",
        };
        zoned.strftime(form).to_string()
    };
    Ok(moments.iter().map(|moment| moment.map(text)).collect())
}

/// A zone by its name, or by its offset: `+01:00`.
fn zone_of(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let (sign, rest) = match name.as_bytes().first()? {
        b'+' => (1, &name[1..]),
        b'-' => (-1, &name[1..]),
        _ => return None,
    };
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes): (i32, i32) =
        (digits.get(..2)?.parse().ok()?, digits.get(2..4).unwrap_or("0").parse().ok()?);
    jiff::tz::Offset::from_seconds(sign * (hours * 3_600 + minutes * 60)).ok().map(TimeZone::fixed)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ::parquet::{
        arrow::ArrowWriter,
        basic::{Compression, ZstdLevel},
        file::properties::WriterProperties,
    };
    use arrow_array::StringArray;

    use super::*;

    /// A file of one column of texts.
    fn file(texts: &[&str], is_dictionary: bool) -> Content {
        let column: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
        let batch = RecordBatch::try_from_iter([("produit", column)]).unwrap();
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_dictionary_enabled(is_dictionary)
            .build();
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
        writer.write(&batch).unwrap();
        Content::from(writer.into_inner().unwrap())
    }

    #[test]
    fn a_file_that_is_packed_far_more_than_data_are_is_refused() {
        let long = "x".repeat(1 << 19);
        for texts in [vec![long.repeat(4).as_str()], vec![long.as_str(); 200]] {
            let bomb = file(&texts, false);
            assert!(bomb.size() < 1 << 17, "{} bytes", bomb.size());
            let read = ParquetRows::new("bomb.parquet", &bomb);
            assert!(matches!(read, Err(ImportError::TakesTooMuch { .. })), "{} texts", texts.len());
        }
    }

    #[test]
    fn a_long_text_that_comes_again_and_again_is_unpacked_a_few_rows_at_once() {
        let long = "x".repeat(1 << 19);
        let mut rows = ParquetRows::new("long.parquet", &file(&vec![long.as_str(); 400], true)).unwrap();
        let mut record = Record::default();
        let mut read = 0;
        while rows.read(&mut record).unwrap() {
            assert!(rows.texts[0].len() <= 128, "{} rows at once", rows.texts[0].len());
            read += 1;
        }
        assert_eq!(read, 400);
    }

    /// A file of nothing but a footer, whose schema has groups in groups.
    fn nested_in_itself(depth: usize) -> Content {
        // [Thrift compact protocol]: a list of structs with a name and a number of children.
        let node = |children: u8| [&[0x48, 1, b'g'][..], &[0x15, children << 1, 0]].concat();
        let mut footer = vec![0x15, 2, 0x19, 0xfc];
        let mut count = depth;
        while count >= 0x80 {
            footer.push(u8::try_from(count & 0x7f).unwrap() | 0x80);
            count >>= 7;
        }
        footer.push(u8::try_from(count).unwrap());
        footer.extend((0..depth).flat_map(|_| node(1)));
        footer.extend([0x16, 0, 0x19, 0x0c, 0]);
        let len = u32::try_from(footer.len()).unwrap().to_le_bytes();
        Content::from([b"PAR1", footer.as_slice(), &len, b"PAR1"].concat())
    }

    #[test]
    fn columns_that_lie_in_each_other_without_end_are_refused() {
        for depth in [10, 100, 10_000, 1_000_000] {
            let read = ParquetRows::new("deep.parquet", &nested_in_itself(depth));
            assert!(read.is_err(), "{depth}");
        }
    }
}
