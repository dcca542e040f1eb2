//! The bytes of a file, to be read as often as needed: in memory when they are few, else on disk.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, Write},
    sync::Arc,
};

use sha2::{Digest, Sha256};

/// Up to how many bytes are held in memory: many files may be on their way at once.
const IN_MEMORY: usize = 1 << 20;

/// How many bytes are read at once.
const PIECE: usize = 256 << 10;

/// The bytes of a file. One reader at a time: the readers of bytes on disk share their place in them.
#[derive(Clone, Debug)]
pub struct Content {
    place: Place,
    size: u64,
}

#[derive(Clone, Debug)]
enum Place {
    Memory(Arc<[u8]>),
    Disk(Arc<File>),
}

/// What can be read from any place.
pub(crate) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// There is no folder for temporary files, or none that this program may write in.
#[derive(Debug, thiserror::Error)]
#[error("no temporary file can be made")]
pub(crate) struct NoTemporaryFile(#[source] pub(crate) io::Error);

/// A file without a name; a full disk is reported as such, any other refusal as one of the folder, not of the file that is read.
fn temporary_file() -> io::Result<File> {
    tempfile::tempfile().map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => error,
        _ => io::Error::other(NoTemporaryFile(error)),
    })
}

/// The content is larger than the limit.
#[derive(Debug, thiserror::Error)]
#[error("more than {0} bytes")]
pub(crate) struct TooMany(pub(crate) u64);

impl Content {
    /// A file as it is: not copied when it is large.
    ///
    /// # Errors
    /// What the system says; [`TooMany`] as the inner error when it is larger than `limit`.
    pub(crate) fn of_file(file: File, limit: u64) -> io::Result<Self> {
        let about = file.metadata()?;
        if !about.is_file() || about.len() <= IN_MEMORY as u64 {
            return Self::spool(file, limit);
        }
        if about.len() > limit {
            return Err(io::Error::other(TooMany(limit)));
        }
        Ok(Self { size: about.len(), place: Place::Disk(Arc::new(file)) })
    }

    /// Everything that comes from a reader, on disk when it is much.
    ///
    /// # Errors
    /// As for [`Content::of_file`].
    pub(crate) fn spool(mut reader: impl Read, limit: u64) -> io::Result<Self> {
        let mut spool = Spool::new(limit);
        let mut piece = vec![0; PIECE];
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok(spool.finish()),
                Ok(read) => spool.write_all(&piece[..read])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// How many bytes there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How many bytes are held in memory, and on disk.
    pub(crate) fn held_bytes(&self) -> (u64, u64) {
        match self.place {
            Place::Memory(_) => (self.size, 0),
            Place::Disk(_) => (0, self.size),
        }
    }

    /// A reader from the first byte on. One at a time: those of a file on disk share their place in it.
    pub(crate) fn reader(&self) -> io::Result<Box<dyn Read + Send>> {
        Ok(match &self.place {
            Place::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Place::Disk(file) => Box::new(BufReader::with_capacity(PIECE, self.rewound(file)?)),
        })
    }

    fn rewound(&self, file: &File) -> io::Result<impl Read + Send + use<>> {
        let mut file = file.try_clone()?;
        file.rewind()?;
        // A file that grows while it is read is taken as it was.
        Ok(file.take(self.size))
    }

    /// The first bytes, at most `most`.
    pub(crate) fn head(&self, most: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.reader()?.take(most as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// All of it, in memory, once.
    pub(crate) fn all(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or_default());
        self.reader()?.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// A file that has the bytes, for readers that jump about.
    pub(crate) fn file(&self) -> io::Result<File> {
        match &self.place {
            Place::Disk(file) => {
                let mut file = file.try_clone()?;
                file.rewind()?;
                Ok(file)
            }
            Place::Memory(bytes) => {
                let mut file = temporary_file()?;
                file.write_all(bytes)?;
                file.rewind()?;
                Ok(file)
            }
        }
    }

    /// The bytes, for readers that jump about in them.
    pub(crate) fn seekable(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match &self.place {
            Place::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Place::Disk(_) => Box::new(BufReader::new(self.file()?)),
        })
    }

    /// Hands all bytes to `take`, piece by piece.
    pub(crate) fn each(&self, mut take: impl FnMut(&[u8])) -> io::Result<()> {
        let mut reader = self.reader()?;
        let mut piece = vec![0; PIECE];
        loop {
            match reader.read(&mut piece)? {
                0 => return Ok(()),
                read => take(&piece[..read]),
            }
        }
    }

    /// The SHA-256, in hexadecimal, and whether all of it is UTF-8.
    pub(crate) fn fingerprint(&self) -> io::Result<(String, bool)> {
        let (mut hash, mut utf8) = (Sha256::new(), Utf8Check::default());
        self.each(|piece| {
            hash.update(piece);
            utf8.take(piece);
        })?;
        let hex = hex(&hash.finalize());
        Ok((hex, utf8.holds()))
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self { size: bytes.len() as u64, place: Place::Memory(bytes.into()) }
    }
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;

    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes on their way into a [`Content`]: on disk, in a file without a name, when they become many.
pub struct Spool {
    memory: Vec<u8>,
    disk: Option<File>,
    size: u64,
    limit: u64,
}

impl Spool {
    /// Takes up to `limit` bytes.
    pub fn new(limit: u64) -> Self {
        Self { memory: vec![], disk: None, size: 0, limit }
    }

    /// All that was written.
    pub fn finish(self) -> Content {
        let place = match self.disk {
            None => Place::Memory(self.memory.into()),
            Some(file) => Place::Disk(Arc::new(file)),
        };
        Content { place, size: self.size }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.size += bytes.len() as u64;
        if self.size > self.limit {
            return Err(io::Error::other(TooMany(self.limit)));
        }
        if let Some(file) = &mut self.disk {
            file.write_all(bytes)?;
            return Ok(bytes.len());
        }
        self.memory.extend_from_slice(bytes);
        if self.memory.len() > IN_MEMORY {
            let mut file = temporary_file()?;
            file.write_all(&std::mem::take(&mut self.memory))?;
            self.disk = Some(file);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
struct Utf8Check {
    /// The first bytes of a letter that goes on in the next piece.
    begun: Vec<u8>,
    broken: bool,
}

impl Utf8Check {
    fn take(&mut self, piece: &[u8]) {
        if self.broken {
            return;
        }
        let mut rest = piece;
        while let ([_, ..], Some((first, others))) = (self.begun.as_slice(), rest.split_first()) {
            self.begun.push(*first);
            rest = others;
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) if error.error_len().is_some() => self.broken = true,
                Err(_) => continue,
            }
            break;
        }
        match std::str::from_utf8(rest) {
            Ok(_) => {}
            Err(error) if error.error_len().is_none() => {
                self.begun.extend_from_slice(&rest[error.valid_up_to()..]);
            }
            Err(_) => self.broken = true,
        }
    }

    fn holds(&self) -> bool {
        !self.broken && self.begun.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ImportError;

    #[test]
    fn many_bytes_go_to_disk_and_come_back() {
        let bytes: Vec<u8> = (0..IN_MEMORY + 100).map(|at| (at % 251) as u8).collect();
        let content = Content::spool(bytes.as_slice(), u64::MAX).unwrap();
        assert!(matches!(content.place, Place::Disk(_)));
        assert!(content.all().unwrap() == bytes);
        assert!(content.head(10).unwrap() == bytes[..10]);
    }

    #[test]
    fn too_many_bytes_are_refused() {
        let error = Content::spool([0; 100].as_slice(), 99).unwrap_err();
        let error = ImportError::from_io("f", error);
        assert!(matches!(error, ImportError::TooLarge { limit_bytes: 99, .. }), "{error}");
    }

    proptest! {
        #[test]
        fn pieces_are_utf8_when_the_whole_is(bytes in prop::collection::vec(any::<u8>(), 0..40), text in "\\PC{0,20}", size in 1usize..9) {
            for whole in [bytes.as_slice(), text.as_bytes()] {
                let mut check = Utf8Check::default();
                whole.chunks(size).for_each(|piece| check.take(piece));
                prop_assert_eq!(check.holds(), std::str::from_utf8(whole).is_ok());
            }
        }
    }
}
