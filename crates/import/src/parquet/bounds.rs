//! What reading a file of Parquet would take, found before anything is unpacked. What its footer says of sizes may be a
//! lie: each page has a header of its own, which its reader goes by, and a page packed with gzip may hold more than
//! that says.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
};

use ::parquet::{
    basic::{Compression, Type},
    file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData},
};
use flate2::read::MultiGzDecoder;

use super::thrift::{LIST, STRUCT, Thrift};
use crate::{csv::COLUMN_LIMIT, source};

/// The most bytes of a footer. One of a thousand groups of twenty columns takes two million.
const FOOTER_LIMIT: u64 = 16 << 20;

/// How deep columns may lie in each other: their reader goes down by calling itself.
const DEPTH_LIMIT: usize = 64;

/// The most nodes of a schema, and parts of columns in all groups of rows: each takes about a kilobyte in memory.
const NODES_LIMIT: u64 = 3 * COLUMN_LIMIT as u64;
const CHUNKS_LIMIT: u64 = 100_000;

/// The most rows and bytes of a batch.
const BATCH_ROWS: u64 = 4_096;
const BATCH_BYTES: u64 = 32 << 20;

/// The memory of a cell of a batch besides its text.
const CELL_BYTES: u64 = 64;

/// The most bytes of dictionaries and pages that are unpacked at the same time, those of one group of rows.
const HELD_LIMIT: u64 = 160 << 20;

/// How many times its own size a file may have unpacked, beyond a size that does no harm.
const LIMIT_RATIO: u64 = 100;
const ANY_RATIO_BYTES: u64 = 64 << 20;

/// The most bytes that the values of a column have in the mean.
const LIMIT_VALUE_BYTES: u64 = 1 << 20;

/// The most bytes that one of LZ4 may become.
const LZ4_RATIO: u64 = 255;

/// Why a file is not read.
#[derive(Debug)]
pub(super) enum Refused {
    /// It takes more memory than a file may, or is packed far more than data are.
    TooLarge,
    /// Its parts contradict each other.
    Damaged(String),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl Refused {
    /// For a file that lies about itself.
    pub(super) fn contradiction() -> Self {
        Self::Damaged("its parts contradict each other".into())
    }
}

/// Refuses a footer that would take too much to be understood: the depth, the columns and the groups of rows that it
/// has.
///
/// # Errors
/// When it is too large, or none.
pub(super) fn check_footer(mut file: &File) -> Result<(), Refused> {
    let mut tail = [0; 8];
    let end = file.seek(SeekFrom::End(-8)).map_err(|_| Refused::contradiction())?;
    file.read_exact(&mut tail)?;
    if !tail.ends_with(b"PAR1") {
        // Cut off, or locked by a key: its reader says so.
        return Ok(());
    }
    let len = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    if len > FOOTER_LIMIT {
        return Err(Refused::TooLarge);
    }
    file.seek(SeekFrom::Start(end.checked_sub(len).ok_or_else(Refused::contradiction)?))?;
    let mut footer = Thrift::new(BufReader::new(file.take(len)));
    let (mut last, mut nodes) = (0, 0);
    while let Some(field) = footer.field(last)? {
        last = field.number;
        match field.number {
            2 if field.kind == LIST => nodes = check_schema(&mut footer)?,
            4 if field.kind == LIST => {
                let (kind, count) = footer.list()?;
                if count.saturating_mul(nodes) > CHUNKS_LIMIT.max(nodes) {
                    return Err(Refused::TooLarge);
                }
                (0..count).try_for_each(|_| footer.skip_item(kind, 16))?;
            }
            2 | 4 => return Err(Refused::contradiction()),
            _ => footer.skip(field)?,
        }
    }
    Ok(())
}

/// The nodes of a schema, in the order of a walk that goes down first.
fn check_schema(footer: &mut Thrift<impl Read>) -> Result<u64, Refused> {
    let (kind, count) = footer.list()?;
    if kind != STRUCT && count > 0 {
        return Err(Refused::contradiction());
    }
    if count > NODES_LIMIT {
        return Err(Refused::TooLarge);
    }
    // How many children are still to come, of each group that has not ended.
    let mut open: Vec<i64> = Vec::new();
    for _ in 0..count {
        let (mut last, mut children) = (0, 0);
        while let Some(field) = footer.field(last)? {
            last = field.number;
            if field.number == 5 {
                children = footer.number(field)?;
            } else {
                footer.skip(field)?;
            }
        }
        if let Some(parent) = open.last_mut() {
            *parent -= 1;
        }
        if children > 0 {
            open.push(children.into());
        }
        if open.len() > DEPTH_LIMIT {
            return Err(Refused::Damaged(format!(
                "its columns lie more than {DEPTH_LIMIT} deep in each other"
            )));
        }
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    Ok(count)
}

/// How many rows may be unpacked at once.
///
/// # Errors
/// When the file is packed far more than data are, or its parts contradict each other.
pub(super) fn rows_at_once(file: &File, packed: u64, about: &ParquetMetaData) -> Result<usize, Refused> {
    if about.file_metadata().schema_descr().num_columns() > COLUMN_LIMIT {
        return Err(Refused::TooLarge);
    }
    let mut room = Room {
        most: ANY_RATIO_BYTES.max(packed.saturating_mul(LIMIT_RATIO)),
        taken: 0,
        // A value takes two bytes in a file of text, with the sign behind it.
        most_values: source::unpacked_limit(packed) / 2,
        values: 0,
    };
    let mut rows = BATCH_ROWS;
    for group in about.row_groups() {
        rows = rows.min(rows_of(file, group, &mut room)?);
    }
    Ok(usize::try_from(rows).unwrap_or(1))
}

/// The memory that a file may still take.
struct Room {
    most: u64,
    taken: u64,
    most_values: u64,
    values: u64,
}

impl Room {
    fn take(&mut self, bytes: u64, values: u64) -> Result<(), Refused> {
        self.taken = self.taken.saturating_add(bytes);
        self.values = self.values.saturating_add(values);
        let is_over = self.taken > self.most || self.values > self.most_values;
        if is_over { Err(Refused::TooLarge) } else { Ok(()) }
    }
}

/// How many rows of a group may be unpacked at once.
fn rows_of(file: &File, group: &RowGroupMetaData, room: &mut Room) -> Result<u64, Refused> {
    let (mut held, mut columns) = (0, Vec::new());
    for chunk in group.columns() {
        let column = Column::of(file, chunk, room)?;
        // A dictionary is held as a page and as its values.
        held += 2 * column.dictionary + column.largest;
        if held > HELD_LIMIT {
            return Err(Refused::TooLarge);
        }
        columns.push(column);
    }
    let batch =
        |rows: u64| columns.iter().map(|column| column.batch_bytes(rows)).fold(0, u64::saturating_add);
    let mut rows = BATCH_ROWS;
    while rows > 1 && batch(rows) > BATCH_BYTES {
        rows /= 2;
    }
    if columns.iter().any(|column| column.is_repeated && column.batch_bytes(1) > BATCH_BYTES) {
        return Err(Refused::TooLarge);
    }
    Ok(rows)
}

/// The headers of a column's pages, in one group of rows.
#[derive(Default)]
struct Column {
    /// The bytes of the dictionary, and of the largest page of values.
    dictionary: u64,
    largest: u64,
    /// The bytes of all pages whose values stand in them as they are, and the most of those that a batch has values of.
    plain: u64,
    plain_at_once: u64,
    /// Those pages, from the first that the batch which ends in the last of them may begin in.
    window: VecDeque<(u64, u64)>,
    values: u64,
    /// The bytes of each value, where they are known beforehand.
    width: Option<u64>,
    /// Whether a row may have any number of values.
    is_repeated: bool,
    /// Whether a value may be made of parts of those before it.
    is_of_parts: bool,
}

impl Column {
    fn of(file: &File, chunk: &ColumnChunkMetaData, room: &mut Room) -> Result<Self, Refused> {
        let about = chunk.column_descr();
        let width = match chunk.column_type() {
            Type::BYTE_ARRAY => None,
            Type::FIXED_LEN_BYTE_ARRAY => Some(u64::try_from(about.type_length()).unwrap_or_default()),
            _ => Some(16),
        };
        let mut column = Self { width, is_repeated: about.max_rep_level() > 0, ..Self::default() };
        let (start, len) = chunk.byte_range();
        let end = start.saturating_add(len).min(file.metadata()?.len());
        let mut at = start;
        while at < end {
            let mut reader = file;
            reader.seek(SeekFrom::Start(at))?;
            let page = Page::read(BufReader::with_capacity(512, reader.take(end - at)))?;
            at += page.header;
            if page.packed > end - at {
                return Err(Refused::contradiction());
            }
            reader.seek(SeekFrom::Start(at))?;
            let unpacked = page.unpacked_size(chunk.compression(), reader)?;
            column.take(&page, unpacked)?;
            room.take(unpacked.max(page.header), page.values)?;
            at += page.packed;
        }
        let size = column.plain.max(column.dictionary) / column.values.max(1);
        if size > LIMIT_VALUE_BYTES { Err(Refused::TooLarge) } else { Ok(column) }
    }

    fn take(&mut self, page: &Page, unpacked: u64) -> Result<(), Refused> {
        if page.kind == Page::DICTIONARY {
            if page.values > unpacked {
                return Err(Refused::contradiction());
            }
            self.dictionary = self.dictionary.max(unpacked);
            return Ok(());
        }
        self.largest = self.largest.max(unpacked);
        self.values = self.values.saturating_add(page.values);
        if !matches!(page.encoding, Page::PLAIN_DICTIONARY | Page::RLE_DICTIONARY) {
            self.plain = self.plain.saturating_add(unpacked);
            self.extend_window(page.values, unpacked);
        }
        self.is_of_parts |= page.encoding == Page::DELTA_BYTE_ARRAY;
        Ok(())
    }

    fn extend_window(&mut self, values: u64, bytes: u64) {
        self.window.push_back((values, bytes));
        let (mut all, mut size) =
            self.window.iter().fold((0_u64, 0_u64), |sum, page| (sum.0 + page.0, sum.1 + page.1));
        while let Some((first, its_size)) = self.window.front()
            && all.saturating_sub(first + values) >= BATCH_ROWS
        {
            (all, size) = (all - first, size - its_size);
            self.window.pop_front();
        }
        self.plain_at_once = self.plain_at_once.max(size);
    }

    /// The most bytes that so many rows take, whichever of the values they have.
    fn batch_bytes(&self, rows: u64) -> u64 {
        let (values, plain) =
            if self.is_repeated { (self.values, self.plain) } else { (rows, self.plain_at_once) };
        let (text, plain) = match self.width {
            Some(width) => (width, 0),
            None if self.is_of_parts => (self.dictionary.max(self.largest), 0),
            None => (self.dictionary, plain.min(values.saturating_mul(self.largest))),
        };
        values.saturating_mul(text.saturating_add(CELL_BYTES)).saturating_add(plain)
    }
}

/// The header of a page.
#[derive(Default)]
struct Page {
    kind: i32,
    unpacked: u64,
    packed: u64,
    values: u64,
    encoding: i32,
    /// The bytes in front that are never packed, and whether the others are.
    levels: u64,
    is_packed: bool,
    /// The bytes of the header itself.
    header: u64,
}

impl Page {
    const DICTIONARY: i32 = 2;
    const PLAIN_DICTIONARY: i32 = 2;
    const RLE_DICTIONARY: i32 = 8;
    const DELTA_BYTE_ARRAY: i32 = 7;

    fn read(reader: impl Read) -> Result<Self, Refused> {
        let size = |number: i32| u64::try_from(number).map_err(|_| Refused::contradiction());
        let mut thrift = Thrift::new(reader);
        let mut page = Self { is_packed: true, ..Self::default() };
        let mut last = 0;
        while let Some(field) = thrift.field(last)? {
            last = field.number;
            match field.number {
                1 => page.kind = thrift.number(field)?,
                2 => page.unpacked = size(thrift.number(field)?)?,
                3 => page.packed = size(thrift.number(field)?)?,
                5 | 7 | 8 if field.kind == STRUCT => page.read_kind(field.number, &mut thrift)?,
                5 | 7 | 8 => return Err(Refused::contradiction()),
                _ => thrift.skip(field)?,
            }
        }
        page.header = thrift.taken;
        Ok(page)
    }

    /// The header of pages of one kind: 5 of data, 7 of a dictionary, 8 of data in the second version.
    fn read_kind(&mut self, of: i16, thrift: &mut Thrift<impl Read>) -> Result<(), Refused> {
        let mut last = 0;
        while let Some(field) = thrift.field(last)? {
            last = field.number;
            match (of, field.number) {
                (_, 1) => {
                    self.values =
                        u64::try_from(thrift.number(field)?).map_err(|_| Refused::contradiction())?;
                }
                (5 | 7, 2) | (8, 4) => self.encoding = thrift.number(field)?,
                (8, 5 | 6) => {
                    self.levels +=
                        u64::try_from(thrift.number(field)?).map_err(|_| Refused::contradiction())?;
                }
                (8, 7) => self.is_packed = field.kind == 1,
                _ => thrift.skip(field)?,
            }
        }
        Ok(())
    }

    /// The bytes that it has unpacked, whatever its header says.
    fn unpacked_size(&self, packing: Compression, reader: impl Read) -> Result<u64, Refused> {
        let said = self.unpacked.max(self.packed);
        if !self.is_packed {
            return Ok(said);
        }
        match packing {
            // Its reader unpacks all there is, before it compares.
            Compression::GZIP(_) => {
                let mut packed = reader.take(self.packed);
                io::copy(&mut packed.by_ref().take(self.levels), &mut io::sink())?;
                let unpacked =
                    MultiGzDecoder::new(BufReader::new(packed)).take(self.unpacked.saturating_add(1));
                let size = io::copy(&mut { unpacked }, &mut io::sink())?;
                if self.levels.saturating_add(size) > self.unpacked {
                    Err(Refused::contradiction())
                } else {
                    Ok(said)
                }
            }
            Compression::LZ4 => {
                let mut magic = [0; 4];
                let is_frame = reader.take(4).read_exact(&mut magic).is_ok() && magic[3] == 0x18;
                Ok(if is_frame { self.packed.saturating_mul(LZ4_RATIO) } else { said })
            }
            _ => Ok(said),
        }
    }
}
