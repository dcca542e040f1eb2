//! Where a file comes from, and its bytes.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;

use crate::{ImportError, content::Content, fetch, named_file::open_stdin, open_named};

/// The most bytes that are read, after unpacking.
pub(crate) const LIMIT_BYTES: u64 = 16 << 30;

/// How many times its size a packed file may have.
const UNPACKED_PER_PACKED: u64 = 200;

/// What any packed file may become, in bytes.
const UNPACKED_ANYWAY: u64 = 256 << 20;

/// Where a file comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file on this machine.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// `http://` or `https://`.
    Url {
        /// The address.
        url: String,
        /// Whether it may lie in a private network or on this machine.
        private_allowed: bool,
        /// The most bytes that are taken.
        limit_bytes: u64,
    },
    /// The parts of one file of Parquet in a folder, as Spark writes them.
    Parts {
        /// The folder.
        folder: PathBuf,
        /// The parts, in the order of their names.
        files: Vec<PathBuf>,
    },
    /// Bytes that are here already, with the name of their file.
    Bytes {
        /// The name, for messages and the ledger.
        name: String,
        /// The content.
        bytes: Content,
    },
}

impl Source {
    /// A source as a person types it: `-` is standard input, `http(s)://…` a URL, anything else a path.
    pub fn parse(text: &str) -> Self {
        if text == "-" {
            Self::Stdin
        } else if text.starts_with("http://") || text.starts_with("https://") {
            Self::Url { url: text.to_owned(), private_allowed: true, limit_bytes: LIMIT_BYTES }
        } else {
            Self::File(text.into())
        }
    }

    /// The files behind what a person types: those of a folder, those that a pattern with `*`, `?` or `[…]` names, in
    /// the order of their names; anything else is one source as [`Source::parse`] has it.
    ///
    /// # Errors
    /// When a folder cannot be read, or holds no file that could be data; when a pattern names none or is invalid.
    pub fn all(text: &str) -> Result<Found, ImportError> {
        let path = Path::new(text);
        let none = || ImportError::NoFiles { source_name: text.to_owned() };
        let paths: Vec<PathBuf> = if path.is_dir() {
            let unreadable = |source| ImportError::Unreadable { source_name: text.to_owned(), source };
            let entries = std::fs::read_dir(path).map_err(unreadable)?;
            let entries = entries.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
            entries.into_iter().map(|entry| entry.path()).collect()
        } else if !path.exists() && text.contains(['*', '?', '[']) && !text.contains("://") {
            let found = glob::glob(text).map_err(|_| none())?;
            found.filter_map(Result::ok).filter(|path| path.is_file()).collect()
        } else {
            return Ok(Found { sources: vec![Self::parse(text)], passed: vec![] });
        };
        let is_pattern = !path.is_dir();
        let (mut files, mut passed) = (Vec::new(), Vec::new());
        for path in paths {
            let why = if path.is_dir() {
                Some(Passed::Folder)
            } else if path.exists() && !path.is_file() {
                // A pipe, a socket, a device.
                Some(Passed::NoData)
            } else {
                Passed::of(&path, is_pattern)
            };
            match why {
                Some(why) => passed.push((file_name(&path), why)),
                None => files.push(path),
            }
        }
        files.sort();
        passed.sort();
        if files.is_empty() {
            return Err(none());
        }
        if path.is_dir() && files.len() > 1 && files.iter().all(|file| is_part(file)) {
            return Ok(Found { sources: vec![Self::Parts { folder: path.to_owned(), files }], passed });
        }
        Ok(Found { sources: files.into_iter().map(Self::File).collect(), passed })
    }

    /// The bytes as they come.
    pub(crate) fn open(&self) -> Result<Content, ImportError> {
        match self {
            Self::File(path) => {
                let file = open_named(path).map_err(|error| self.unreadable(error))?;
                Content::of_file(file, LIMIT_BYTES).map_err(|error| self.unreadable(error))
            }
            Self::Stdin => {
                let spooled = open_stdin().and_then(|input| Content::spool(input, LIMIT_BYTES));
                spooled.map_err(|error| self.unreadable(error))
            }
            Self::Parts { files, .. } => match files.first() {
                Some(first) => Self::File(first.clone()).open(),
                None => Err(ImportError::NoFiles { source_name: self.to_string() }),
            },
            Self::Url { url, private_allowed, limit_bytes } => {
                fetch::fetch(url, *private_allowed, *limit_bytes)
            }
            Self::Bytes { bytes, .. } => Ok(bytes.clone()),
        }
    }

    fn unreadable(&self, source: io::Error) -> ImportError {
        ImportError::from_io(&self.to_string(), source)
    }
}

/// Bytes that may have been packed.
pub(crate) enum Unpacked {
    /// They were not.
    AsItWas(Content),
    /// They were.
    New(Content),
}

/// How much so many bytes may become when they are unpacked: tables of sales become ten times as much, a bomb a
/// thousand times.
pub(crate) fn unpacked_limit(packed: u64) -> u64 {
    packed.saturating_mul(UNPACKED_PER_PACKED).clamp(UNPACKED_ANYWAY, LIMIT_BYTES)
}

/// Unpacks gzip.
pub(crate) fn unpacked(name: &str, content: Content) -> Result<Unpacked, ImportError> {
    let failed = |error| ImportError::from_io(name, error);
    if !content.head(2).map_err(failed)?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Unpacked::AsItWas(content));
    }
    let reader = content.reader().map_err(failed)?;
    let unpacked = Content::spool(MultiGzDecoder::new(reader), unpacked_limit(content.size()));
    unpacked.map(Unpacked::New).map_err(|error| match ImportError::from_io(name, error) {
        ImportError::Unreadable { source_name, source } => {
            ImportError::Damaged { source_name, format: "gzip", reason: source.to_string() }
        }
        other => other,
    })
}

/// Whether a file is named as a part of one: `part-00000-….snappy.parquet`.
fn is_part(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let behind = name.strip_prefix("part").filter(|_| name.ends_with(".parquet"));
    behind.is_some_and(|rest| {
        rest.starts_with(['-', '_', '.']) && rest[1..].starts_with(|sign: char| sign.is_ascii_digit())
    })
}

/// The files of a folder or pattern.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Those that are imported.
    pub sources: Vec<Source>,
    /// Those that are passed over, by name, with the reason.
    pub passed: Vec<(String, Passed)>,
}

/// Why a file of a folder is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passed {
    /// A folder inside the folder.
    Folder,
    /// Hidden, or the lock of a program that has a file open: `~$ventes.xlsx`.
    Hidden,
    /// Refused lines of an earlier import, which are imported once they are corrected, by their name.
    Rejects,
    /// Of no format that is read.
    NoData,
}

impl Passed {
    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Hidden => "hidden",
            Self::Rejects => "rejects",
            Self::NoData => "no-data",
        }
    }

    /// `is_named` says that the user has named the ending.
    fn of(path: &Path, is_named: bool) -> Option<Self> {
        const ENDINGS: [&str; 15] = [
            "csv", "gz", "htm", "html", "json", "jsonl", "ndjson", "ods", "parquet", "tsv", "txt", "xls",
            "xlsb", "xlsx", "zip",
        ];
        let name = file_name(path).to_lowercase();
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if name.starts_with('.') || name.starts_with("~$") || name.starts_with(".~lock") {
            Some(Self::Hidden)
        } else if name.ends_with(".rejets.csv") {
            Some(Self::Rejects)
        } else if is_named || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())) {
            None
        } else {
            Some(Self::NoData)
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

impl fmt::Display for Source {
    /// As the user named it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) | Self::Parts { folder: path, .. } => path.display().fmt(out),
            Self::Stdin => out.write_str("-"),
            Self::Url { url, .. } => out.write_str(url),
            Self::Bytes { name, .. } => out.write_str(name),
        }
    }
}
