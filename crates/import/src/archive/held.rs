//! What the readers of XLSX and XLSB hold in memory of a workbook, found by the elements that make them hold something:
//! whatever a part is called, and whatever it says of its own counts.

/// The most bytes that they hold together.
const LIMIT_BYTES: u64 = 192 << 20;

/// What an element makes them hold, about, with the room that a growing list has to spare.
const SHARED_TEXT_BYTES: u64 = 72;
const MERGED_CELL_BYTES: u64 = 64;
const NAMED_BYTES: u64 = 400;
const STYLE_BYTES: u64 = 512;

/// The most texts that a workbook may say to share.
const LIMIT_SAID: u64 = 8_000_000;

/// How many bytes of an element are looked at: the names that it begins with may be declared in front of what is looked for.
pub(super) const LOOKED_AT: usize = 4_096;

/// The most bytes of the text of one cell, which may come in many pieces.
const LIMIT_TEXT: usize = 4 << 20;

/// The most bytes of a record of XLSB.
const LIMIT_RECORD: u64 = 4 << 20;

/// [MS-XLSB] 2.3.1: `BrtSSTItem`, `BrtBundleSh`, `BrtName` and `BrtExternSheet`: a text that is shared, a sheet, a name that
/// is defined, and the sheets that formulas refer to.
const SST_ITEM: u64 = 0x13;
const BUNDLE_SHEET: u64 = 0x9c;
const NAME: u64 = 0x27;
const EXTERN_SHEET: u64 = 0x16a;

/// The most bytes of a sheet's record: its name has 31 letters, and its reference 255.
const LIMIT_SHEET: u64 = 4 << 10;

/// The most bytes of a defined name: a formula has 16 KiB.
const LIMIT_NAME: u64 = 64 << 10;

/// The sum of the squares of the sizes of all names: their formulas are made into text by moving what stands behind.
const LIMIT_NAME_WORK: u64 = 1 << 34;

/// The bytes of a reference to a sheet, and the least of one to a name within a formula.
const EXTERN_SHEET_BYTES: u64 = 12;
const REFERENCE_BYTES: u64 = 5;

/// What is held of all parts that have been unpacked so far.
#[derive(Debug, Default)]
pub(super) struct Held {
    bytes: u64,
}

impl Held {
    fn take(&mut self, bytes: u64) -> Option<()> {
        self.bytes = self.bytes.saturating_add(bytes);
        (self.bytes <= LIMIT_BYTES).then_some(())
    }
}

/// What has been seen of the elements of a part in XML.
#[derive(Default)]
pub(super) struct Elements {
    is_of_shared_texts: bool,
    /// Whether it has rows of cells.
    is_sheet: bool,
    /// The bytes of text in the cell that is being read.
    cell: usize,
    /// The longest element so far: a style repeats what its font and format are called.
    longest: u64,
}

impl Elements {
    pub(super) fn of(part: &str) -> Self {
        Self { is_of_shared_texts: part.to_ascii_lowercase().contains("sharedstrings."), ..Self::default() }
    }

    /// What stands between two brackets, of so many bytes, of which the first are known.
    pub(super) fn element(&mut self, first: &[u8], len: usize, held: &mut Held) -> Option<()> {
        let is_behind = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        let end = first.iter().skip(1).position(is_behind).map_or(first.len(), |end| end + 1);
        let name = first.get(..end).unwrap_or_default();
        if first.starts_with(b"![CDATA[") {
            return self.text(len, held);
        }
        // Ends, comments and the like are no elements.
        if name.starts_with(b"/") || name.starts_with(b"!") || name.starts_with(b"?") {
            return Some(());
        }
        (name.len() < LOOKED_AT).then_some(())?;
        self.longest = self.longest.max(len as u64);
        match name.rsplit(|byte| *byte == b':').next().unwrap_or_default() {
            b"sheetData" => self.is_sheet = true,
            b"c" | b"row" => self.cell = 0,
            // Its reader reserves memory for as many texts as there are said to be.
            b"sst" => (len <= first.len() && said_count(first) <= LIMIT_SAID).then_some(())?,
            b"si" => held.take(SHARED_TEXT_BYTES)?,
            b"mergeCell" => held.take(MERGED_CELL_BYTES)?,
            b"sheet" | b"definedName" | b"Relationship" => held.take(NAMED_BYTES + 2 * len as u64)?,
            b"xf" | b"font" | b"fill" | b"border" | b"numFmt" => held.take(STYLE_BYTES + 2 * self.longest)?,
            _ => {}
        }
        Some(())
    }

    /// So many bytes of text.
    pub(super) fn text(&mut self, len: usize, held: &mut Held) -> Option<()> {
        if self.is_of_shared_texts {
            held.take(len as u64)?;
        }
        if self.is_sheet {
            self.cell += len;
        }
        (self.cell <= LIMIT_TEXT).then_some(())
    }
}

/// How many texts there are said to be, at most: what is called so may stand inside a value too.
fn said_count(element: &[u8]) -> u64 {
    const ATTRIBUTE: &[u8] = b"uniqueCount";
    let counts = memchr::memmem::find_iter(element, ATTRIBUTE).map(|at| {
        let behind = element.get(at + ATTRIBUTE.len()..).unwrap_or_default();
        let digits =
            behind.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
        digits.fold(0_u64, |sum, byte| sum.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
    });
    counts.max().unwrap_or_default()
}

/// What has been seen of the records of a part of XLSB.
#[derive(Default)]
pub(super) struct Records {
    head: Vec<u8>,
    /// How many bytes of the record are still to come.
    left: u64,
    /// The longest record of a sheet or name so far: formulas repeat what they refer to.
    longest: u64,
    name_work: u64,
}

impl Records {
    /// Whether a part is read as records.
    pub(super) fn are_in(part: &str) -> bool {
        let part = part.to_ascii_lowercase().replace('\\', "/");
        ["xl/workbook.bin", "xl/sharedstrings.bin", "xl/styles.bin"].contains(&part.as_str())
            || part.starts_with("xl/worksheets/") && !part.contains("/_rels/")
    }

    /// The next bytes. [MS-XLSB] 2.1.4: a record is its kind in one byte or two, its size in up to four, and its content.
    pub(super) fn take(&mut self, mut bytes: &[u8], held: &mut Held) -> Option<()> {
        while let Some((byte, rest)) = bytes.split_first() {
            if self.left > 0 {
                let passed = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                bytes = &bytes[passed..];
                self.left -= passed as u64;
                continue;
            }
            bytes = rest;
            self.head.push(*byte);
            if let Some((kind, size)) = header(&self.head) {
                (size <= LIMIT_RECORD).then_some(())?;
                self.record(kind, size, held)?;
                self.left = size;
                self.head.clear();
            }
        }
        Some(())
    }
}

impl Records {
    /// A record begins. A letter of two bytes takes three at most.
    fn record(&mut self, kind: u64, size: u64, held: &mut Held) -> Option<()> {
        match kind {
            SST_ITEM => held.take(SHARED_TEXT_BYTES + size * 3 / 2),
            BUNDLE_SHEET => {
                (size <= LIMIT_SHEET).then_some(())?;
                self.longest = self.longest.max(size);
                held.take(NAMED_BYTES + 2 * size)
            }
            EXTERN_SHEET => held.take(size / EXTERN_SHEET_BYTES * (32 + self.longest * 3 / 2)),
            NAME => {
                (size <= LIMIT_NAME).then_some(())?;
                self.name_work = self.name_work.saturating_add(size * size);
                (self.name_work <= LIMIT_NAME_WORK).then_some(())?;
                held.take(NAMED_BYTES + 2 * size + size / REFERENCE_BYTES * self.longest)?;
                // What names are called is short in any workbook: 255 letters.
                self.longest = self.longest.max(size.min(LIMIT_SHEET));
                Some(())
            }
            _ => Some(()),
        }
    }
}

/// The kind and the size of a record, once all bytes of them are there.
fn header(head: &[u8]) -> Option<(u64, u64)> {
    let kind_len = if head.first()? & 0x80 == 0 { 1 } else { 2 };
    let (kind, size) = head.split_at_checked(kind_len)?;
    let is_whole = size.len() == 4 || size.last().is_some_and(|byte| byte & 0x80 == 0);
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f));
    is_whole.then(|| (number(kind), number(size)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What such an element counts for.
    fn weight(element: &[u8]) -> u64 {
        let mut held = Held::default();
        Elements::of("xl/a.xml").element(element, element.len(), &mut held).unwrap();
        held.bytes
    }

    #[test]
    fn elements_that_readers_hold_are_counted_whatever_their_prefix() {
        for element in [&b"si"[..], b"si/", b"x:si"] {
            assert_eq!(weight(element), SHARED_TEXT_BYTES);
        }
        for element in [&b"mergeCell ref=\"A1:A2\"/"[..], b"x:mergeCell ref=\"A1:A2\"/"] {
            assert_eq!(weight(element), MERGED_CELL_BYTES);
        }
        for element in [&b"/si"[..], b"!-- si --", b"?si ?", b"row", b"v", b"xsi"] {
            assert_eq!(weight(element), 0, "{}", String::from_utf8_lossy(element));
        }
        // A workbook has 65 490 formats of cells at most.
        assert!(weight(b"xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\"") * 131_000 < LIMIT_BYTES);
        let mut held = Held { bytes: LIMIT_BYTES };
        assert!(Elements::of("xl/a.xml").element(b"si", 2, &mut held).is_none());
    }

    #[test]
    fn a_style_counts_with_the_longest_name_that_it_may_repeat() {
        let (mut elements, mut held) = (Elements::of("xl/styles.xml"), Held::default());
        elements.element(b"name val=\"Arial\"", 1 << 20, &mut held).unwrap();
        let most = (0..100).find(|_| elements.element(b"xf", 2, &mut held).is_none());
        assert!(most.is_some());
    }

    #[test]
    fn a_count_of_texts_that_no_workbook_has_is_not_believed() {
        let says = |count: &str| {
            let element = format!("sst xmlns=\"x\" count='1' uniqueCount = \"{count}\"");
            Elements::of("xl/a.xml")
                .element(element.as_bytes(), element.len(), &mut Held::default())
                .is_some()
        };
        assert!(says("3") && says("") && says("8000000"));
        assert!(
            !says("3\" x:uniqueCount=\"8000001")
                && !says("8000001")
                && !says("5000000000000")
                && !says("99999999999999999999999")
        );
    }

    #[test]
    fn the_text_of_a_cell_is_bounded_however_many_pieces_it_has() {
        let (mut elements, mut held) = (Elements::of("xl/worksheets/sheet1.xml"), Held::default());
        elements.element(b"sheetData", 9, &mut held).unwrap();
        let mut text = |name: &[u8]| {
            elements.element(name, name.len(), &mut held)?;
            elements.text(1 << 20, &mut held)
        };
        assert!((0..10).all(|_| text(b"c r=\"A1\"").is_some()));
        assert!((0..10).any(|_| text(b"t").is_none()));
    }

    #[test]
    fn records_are_counted_by_what_they_are_and_none_is_longer_than_a_reader_should_hold() {
        let (mut records, mut held) = (Records::default(), Held::default());
        let item = [&[0x13, 9][..], &[0; 9]].concat();
        let all = item.repeat(1_000);
        assert!(all.chunks(7).all(|piece| records.take(piece, &mut held).is_some()));
        assert_eq!(held.bytes, 1_000 * (SHARED_TEXT_BYTES + 13));
        assert!(Records::default().take(&[0x91, 0x01, 0xff, 0xff, 0xff, 0x7f], &mut held).is_none());
        let record = |kind: &[u8], size: u64| {
            [
                kind,
                &[(size & 0x7f) as u8 | 0x80, (size >> 7 & 0x7f) as u8 | 0x80, (size >> 14 & 0x7f) as u8],
                &vec![0; size as usize],
            ]
            .concat()
        };
        let takes = |kinds: &[(&[u8], u64, usize)]| {
            let (mut records, mut held) = (Records::default(), Held::default());
            kinds.iter().all(|(kind, size, times)| {
                (0..*times).all(|_| records.take(&record(kind, *size), &mut held).is_some())
            })
        };
        let (sheet, name, extern_sheet): (&[u8], &[u8], &[u8]) = (&[0x9c, 0x01], &[0x27], &[0xea, 0x02]);
        assert!(takes(&[(sheet, 100, 12), (extern_sheet, 150, 1), (name, 90, 2_000)]));
        assert!(!takes(&[(sheet, 5_000, 1)]) && !takes(&[(name, 70_000, 1)]) && !takes(&[(name, 60_000, 6)]));
        assert!(!takes(&[(sheet, 4_000, 1), (extern_sheet, 1_200_000, 1)]));
        assert!(Records::are_in("XL/SharedStrings.bin") && !Records::are_in("xl/vbaProject.bin"));
    }
}
