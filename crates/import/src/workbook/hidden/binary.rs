//! What is hidden in workbooks of binary records: XLSB and the old XLS.

use std::io::{self, BufReader, Read, Seek};

use super::{HiddenPlaces, Parts, RUNS_LIMIT, resolved};
use crate::record::View;

/// The most bytes of a record that are looked at; the rest is passed over.
const BODY: usize = 512;

/// The most sheets that are looked at.
const MOST: usize = 1_000;

/// [MS-XLSB] 2.3: `BrtRowHdr`, `BrtColInfo`, `BrtBundleSh`, `BrtBeginFilterColumn`.
const ROW_HEADER: u32 = 0;
const COLUMN_INFO: u32 = 60;
const BUNDLE_SHEET: u32 = 156;
const FILTER_COLUMN: u32 = 163;

/// [MS-XLS] 2.3: `Row`, `ColInfo`, `BoundSheet8`, `FilterMode`, `BOF`.
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007d;
const BOUND_SHEET: u16 = 0x0085;
const FILTER_MODE: u16 = 0x009b;
const BOF: u16 = 0x0809;

fn u16_at(body: &[u8], at: usize) -> Option<u16> {
    body.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(body: &[u8], at: usize) -> Option<u32> {
    body.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// Reads the records of a part of an XLSB, each up to [`BODY`] bytes.
struct Records<R> {
    reader: BufReader<R>,
    body: Vec<u8>,
}

impl<R: Read> Records<R> {
    fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), body: vec![] }
    }

    /// A number of seven bits a byte, of so many bytes at most.
    fn number(&mut self, bytes: u32) -> io::Result<Option<u32>> {
        let mut number = 0;
        for at in 0..bytes {
            let mut byte = [0];
            if self.reader.read(&mut byte)? == 0 {
                return Ok(None);
            }
            number |= u32::from(byte[0] & 0x7f) << (7 * at);
            if byte[0] < 0x80 {
                break;
            }
        }
        Ok(Some(number))
    }

    /// The kind of the next record.
    fn next(&mut self) -> io::Result<Option<u32>> {
        // The kind keeps its bits as they stand: the second byte counts from the eighth bit.
        let Some(kind) = self.number(2)? else { return Ok(None) };
        let Some(len) = self.number(4)? else { return Ok(None) };
        let len = u64::from(len);
        self.body.clear();
        (&mut self.reader).take(len.min(BODY as u64)).read_to_end(&mut self.body)?;
        let left = len - self.body.len() as u64;
        io::copy(&mut (&mut self.reader).take(left), &mut io::sink())?;
        Ok(Some(kind))
    }
}

/// What is hidden in the sheets of an XLSB.
pub(super) fn of_xlsb(bytes: impl Read + Seek) -> io::Result<Vec<HiddenPlaces>> {
    let mut parts = Parts::open(bytes)?;
    let Some(part) = parts.part("xl/_rels/workbook.bin.rels") else { return Ok(vec![]) };
    let relations = super::markup::relations(part)?;
    let Some(part) = parts.part("xl/workbook.bin") else { return Ok(vec![]) };
    let (mut records, mut paths) = (Records::new(part), vec![]);
    while let Some(kind) = records.next()? {
        if kind == BUNDLE_SHEET && paths.len() < MOST {
            // Sheets without a relation are not among those that are read.
            let Some(len) = u32_at(&records.body, 8).filter(|len| *len != u32::MAX) else { continue };
            let id = records.body.get(12..12 + 2 * len as usize).unwrap_or_default();
            let id: Vec<u16> =
                id.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            let id = String::from_utf16_lossy(&id);
            let target = relations.iter().find(|(name, _)| *name == id).map(|(_, target)| target.as_str());
            paths.push(resolved("xl", target.unwrap_or_default()));
        }
    }
    drop(records);
    let mut room = RUNS_LIMIT;
    paths.iter().map(|path| of_sheet(&mut parts, path, &mut room)).collect()
}

fn of_sheet(parts: &mut Parts<impl Read + Seek>, path: &str, room: &mut usize) -> io::Result<HiddenPlaces> {
    let mut places = HiddenPlaces::default();
    let Some(part) = parts.part(path) else { return Ok(places) };
    let mut records = Records::new(part);
    while let Some(kind) = records.next()? {
        let body = &records.body;
        match kind {
            ROW_HEADER => {
                // The row, its format and height, two bits, then level of outline, folded, hidden.
                if let (Some(row), Some(flags)) = (u32_at(body, 0), body.get(11)) {
                    let row = u64::from(row) + 1;
                    if flags & 0x10 != 0 {
                        let view = if flags & 0x07 > 0 { View::Folded } else { View::Hidden };
                        places.add_rows(row, row, view, room);
                    }
                }
            }
            COLUMN_INFO => {
                if let (Some(first), Some(last), Some(flags)) =
                    (u32_at(body, 0), u32_at(body, 4), u16_at(body, 16))
                    && flags & 1 == 1
                {
                    places.add_columns(first as usize, last as usize);
                }
            }
            FILTER_COLUMN => places.is_filtered = true,
            _ => {}
        }
    }
    Ok(places)
}

/// What is hidden in the sheets of an XLS. Its bytes have been checked.
pub(super) fn of_xls(bytes: impl Read + Seek) -> io::Result<Vec<HiddenPlaces>> {
    let mut file = cfb::CompoundFile::open(bytes)?;
    let names = ["Workbook", "Book", "WORKBOOK", "BOOK"];
    let Some(name) = names.into_iter().find(|name| file.is_stream(name)) else { return Ok(vec![]) };
    of_stream(&mut BufReader::new(file.open_stream(name)?))
}

fn of_stream(stream: &mut impl Read) -> io::Result<Vec<HiddenPlaces>> {
    let (mut starts, mut sheets, mut now) = (Vec::new(), Vec::<HiddenPlaces>::new(), None::<usize>);
    let (mut at, mut room, mut body) = (0_u64, RUNS_LIMIT, vec![]);
    let mut head = [0; 4];
    while stream.read_exact(&mut head).is_ok() {
        let (kind, len) = (u16::from_le_bytes([head[0], head[1]]), u16::from_le_bytes([head[2], head[3]]));
        body.clear();
        stream.take(u64::from(len)).read_to_end(&mut body)?;
        match kind {
            BOUND_SHEET if starts.len() < MOST => {
                starts.push(u64::from(u32_at(&body, 0).unwrap_or_default()));
                sheets.push(HiddenPlaces::default());
            }
            // That of a chart within a sheet stands where no sheet starts.
            BOF => now = starts.iter().position(|start| *start == at).or(now),
            _ => {}
        }
        if let Some(places) = now.and_then(|now| sheets.get_mut(now)) {
            learn(places, kind, &body, &mut room);
        }
        at += 4 + u64::from(len);
    }
    Ok(sheets)
}

fn learn(places: &mut HiddenPlaces, kind: u16, body: &[u8], room: &mut usize) {
    match kind {
        ROW => {
            if let (Some(row), Some(flags)) = (u16_at(body, 0), u16_at(body, 12))
                && flags & 0x20 != 0
            {
                let row = u64::from(row) + 1;
                let view = if flags & 0x07 > 0 { View::Folded } else { View::Hidden };
                places.add_rows(row, row, view, room);
            }
        }
        COLUMNS => {
            if let (Some(first), Some(last), Some(flags)) =
                (u16_at(body, 0), u16_at(body, 2), u16_at(body, 8))
                && flags & 1 == 1
            {
                places.add_columns(first.into(), last.into());
            }
        }
        FILTER_MODE => places.is_filtered = true,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
    }

    #[test]
    fn rows_and_columns_of_an_old_workbook_are_hidden_by_their_flags() {
        let row = |row: u8, flags: u8| record(ROW, &[row, 0, 0, 0, 3, 0, 0, 1, 0, 0, 0, 0, flags, 1, 0, 0]);
        let globals = [record(BOF, &[0, 6, 5, 0]), record(BOUND_SHEET, &[26, 0, 0, 0, 0, 0, 0, 0])].concat();
        let start = globals.len() + 6;
        let mut stream = [globals, record(0x000a, &[0, 0])].concat();
        assert_eq!(stream.len(), start);
        stream[12] = start as u8;
        stream.extend(record(BOF, &[0, 6, 16, 0]));
        stream.extend(record(COLUMNS, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0, 0, 0]));
        stream.extend([row(1, 0), row(2, 0x20), row(3, 0x21)].concat());
        let sheets = of_stream(&mut stream.as_slice()).unwrap();
        assert_eq!(sheets.len(), 1);
        assert_eq!([2, 3, 4].map(|line| sheets[0].view(line)), [View::Shown, View::Hidden, View::Folded]);
        assert_eq!(sheets[0].columns(0, 5), [2, 3]);
    }
}
