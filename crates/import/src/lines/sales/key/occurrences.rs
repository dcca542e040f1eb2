//! How often each content was met: counted in memory while contents are few, else in a table on disk.

use std::{fs::File, io, os::unix::fs::FileExt};

use foldhash::{HashMap, HashMapExt};

/// The first 128 bits of the hash of a content.
pub(super) type Content = [u8; 16];

/// Up to how many contents are counted in memory: 44 MiB, which is what a hash table of 2²¹ places takes.
const IN_MEMORY: usize = 1_800_000;

/// A place of the table: a content and its count. A count of zero is an empty place.
const PLACE: usize = 20;

/// How many places are looked at in one read: at most two thirds of all are taken, so that most runs are shorter.
const RUN: usize = 8;

/// How many bits the number of places has at first.
const FIRST_BITS: u32 = 22;

/// Counts contents.
pub(super) struct Occurrences {
    memory: HashMap<Content, u32>,
    disk: Option<DiskTable>,
    in_memory: usize,
}

impl Occurrences {
    pub(super) fn new() -> Self {
        Self { memory: HashMap::new(), disk: None, in_memory: IN_MEMORY }
    }

    #[cfg(test)]
    pub(super) fn with_memory_for(in_memory: usize) -> Self {
        Self { in_memory, ..Self::new() }
    }

    /// How many contents are counted.
    pub(super) fn len(&self) -> u64 {
        self.disk.as_ref().map_or(self.memory.len() as u64, |disk| disk.taken)
    }

    /// Forgets all of them.
    pub(super) fn clear(&mut self) {
        self.memory.clear();
        self.disk = None;
    }

    /// Counts a content; how often it was met by now.
    ///
    /// # Errors
    /// When the table on disk cannot be read or written.
    pub(super) fn count(&mut self, content: Content) -> io::Result<u32> {
        if let Some(disk) = &mut self.disk {
            return disk.count(content, 1);
        }
        if let Some(count) = self.memory.get_mut(&content) {
            *count += 1;
            return Ok(*count);
        }
        if self.memory.len() < self.in_memory {
            self.memory.insert(content, 1);
            return Ok(1);
        }
        let mut disk = DiskTable::new(FIRST_BITS)?;
        for (content, count) in std::mem::take(&mut self.memory) {
            disk.count(content, count)?;
        }
        self.disk.insert(disk).count(content, 1)
    }
}

/// A hash table in a file without a name. The first bits of a content say where it belongs; where that place is taken,
/// it stands in the next free one. The file may be longer than its places: those after the last one are free.
struct DiskTable {
    file: File,
    bits: u32,
    taken: u64,
}

impl DiskTable {
    fn new(bits: u32) -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, bits, taken: 0 })
    }

    fn count(&mut self, content: Content, by: u32) -> io::Result<u32> {
        let mut at = self.place_of(content);
        let mut run = [0; PLACE * RUN];
        loop {
            self.read(at, &mut run)?;
            for (place, number) in run.chunks_exact(PLACE).zip(at..) {
                let (known, count) = parts(place);
                if count == 0 {
                    self.write(number, content, by)?;
                    self.taken += 1;
                    return self.grow().map(|()| by);
                }
                if known == content {
                    let count = count.saturating_add(by);
                    self.write(number, content, count)?;
                    return Ok(count);
                }
            }
            at += RUN as u64;
        }
    }

    fn place_of(&self, content: Content) -> u64 {
        let mut first = [0; 8];
        first.copy_from_slice(&content[..8]);
        u64::from_be_bytes(first) >> (64 - self.bits)
    }

    /// Reads places; those beyond the end of the file are empty.
    fn read(&self, at: u64, places: &mut [u8]) -> io::Result<()> {
        let mut filled = 0;
        while filled < places.len() {
            match self.file.read_at(&mut places[filled..], at * PLACE as u64 + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        places[filled..].fill(0);
        Ok(())
    }

    fn write(&self, at: u64, content: Content, count: u32) -> io::Result<()> {
        let mut place = [0; PLACE];
        place[..16].copy_from_slice(&content);
        place[16..].copy_from_slice(&count.to_be_bytes());
        self.file.write_all_at(&place, at * PLACE as u64)
    }

    /// Four times as many places once two thirds are taken. Contents come in the order of their places, so that the new
    /// file is written from its beginning to its end.
    fn grow(&mut self) -> io::Result<()> {
        if self.taken < (1 << self.bits) / 3 * 2 {
            return Ok(());
        }
        let mut larger = Self::new(self.bits + 2)?;
        let (mut at, mut places) = (0, vec![0; PLACE << 12]);
        let size = self.file.metadata()?.len();
        while at * (PLACE as u64) < size {
            self.read(at, &mut places)?;
            for (content, count) in places.chunks_exact(PLACE).map(parts).filter(|(_, count)| *count > 0) {
                larger.count(content, count)?;
            }
            at += 1 << 12;
        }
        *self = larger;
        Ok(())
    }
}

fn parts(place: &[u8]) -> (Content, u32) {
    let (mut content, mut count) = ([0; 16], [0; 4]);
    content.copy_from_slice(&place[..16]);
    count.copy_from_slice(&place[16..]);
    (content, u32::from_be_bytes(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(number: u32) -> Content {
        let mut content = [0; 16];
        content.copy_from_slice(&blake3::hash(&number.to_be_bytes()).as_bytes()[..16]);
        content
    }

    #[test]
    fn contents_are_counted_the_same_in_memory_and_on_disk() {
        let numbers = || (0..5_000_u32).map(|at| at.wrapping_mul(2_654_435_761) % 1_500);
        let counted = |mut table: Occurrences| {
            let counts: Vec<u32> = numbers().map(|number| table.count(content(number)).unwrap()).collect();
            (counts, table.len())
        };
        assert_eq!(counted(Occurrences::with_memory_for(10)), counted(Occurrences::new()));
    }

    #[test]
    fn a_table_on_disk_grows_and_forgets_nothing() {
        let mut table = DiskTable::new(4).unwrap();
        for round in 1..=3 {
            for number in 0..2_000 {
                assert_eq!(table.count(content(number), 1).unwrap(), round, "{number}");
            }
        }
        assert_eq!(table.taken, 2_000);
        assert!(table.bits > 10);
    }

    #[test]
    fn contents_that_belong_to_the_same_place_are_told_apart() {
        let mut table = DiskTable::new(8).unwrap();
        let of = |last: u8| {
            let mut content = [0xff; 16];
            content[15] = last;
            content
        };
        for last in 0..100 {
            assert_eq!(table.count(of(last), 1).unwrap(), 1);
        }
        assert_eq!(table.count(of(99), 1).unwrap(), 2);
    }
}
