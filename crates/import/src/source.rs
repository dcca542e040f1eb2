//! Where a file comes from, and its bytes.

use std::{
    fmt,
    io::{self, Read},
    path::PathBuf,
};

use flate2::read::MultiGzDecoder;

use crate::{ImportError, fetch};

/// The most bytes that are read, after unpacking.
pub(crate) const LIMIT_BYTES: u64 = 2 << 30;

/// Where a file comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    },
    /// Bytes that are here already, with the name of the file they came from.
    Bytes {
        /// The name, for messages and the ledger.
        name: String,
        /// The content.
        bytes: Vec<u8>,
    },
}

impl Source {
    /// What a person types: `-` is standard input, `http(s)://…` a URL, anything else a path.
    pub fn parse(text: &str) -> Self {
        if text == "-" {
            Self::Stdin
        } else if text.starts_with("http://") || text.starts_with("https://") {
            Self::Url { url: text.to_owned(), private_allowed: true }
        } else {
            Self::File(text.into())
        }
    }

    /// Reads everything, unpacked when it is gzip.
    pub(crate) fn read(&self) -> Result<Vec<u8>, ImportError> {
        let bytes = match self {
            Self::File(path) => {
                let file = std::fs::File::open(path).map_err(|error| self.unreadable(error))?;
                self.take(file)?
            }
            Self::Stdin => self.take(io::stdin().lock())?,
            Self::Url { url, private_allowed } => fetch::fetch(url, *private_allowed)?,
            Self::Bytes { bytes, .. } => bytes.clone(),
        };
        if bytes.starts_with(&[0x1f, 0x8b]) {
            self.take(MultiGzDecoder::new(bytes.as_slice()))
        } else {
            Ok(bytes)
        }
    }

    fn take(&self, reader: impl Read) -> Result<Vec<u8>, ImportError> {
        let mut bytes = Vec::new();
        reader.take(LIMIT_BYTES + 1).read_to_end(&mut bytes).map_err(|error| self.unreadable(error))?;
        if bytes.len() as u64 > LIMIT_BYTES {
            return Err(ImportError::TooLarge { source_name: self.to_string(), limit_bytes: LIMIT_BYTES });
        }
        Ok(bytes)
    }

    fn unreadable(&self, source: io::Error) -> ImportError {
        let source_name = self.to_string();
        if source.kind() == io::ErrorKind::NotFound {
            ImportError::NotFound { source_name }
        } else {
            ImportError::Unreadable { source_name, source }
        }
    }
}

impl fmt::Display for Source {
    /// As the user named it.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(out),
            Self::Stdin => out.write_str("-"),
            Self::Url { url, .. } => out.write_str(url),
            Self::Bytes { name, .. } => out.write_str(name),
        }
    }
}
