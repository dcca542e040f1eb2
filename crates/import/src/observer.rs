//! The observer of an import: progress, cancellation and refused lines.

use comptoir_sales::Reject;

/// An observer of an import.
pub trait ImportObserver: Sync {
    /// How far the reading is: bytes of all, or rows in a format that counts them, and how many lines of data they
    /// held.
    fn read(&self, done: u64, of: u64, lines: u64) {
        let _ = (done, of, lines);
    }

    /// Whether the import is to stop; nothing is kept then. Asked every few thousand lines.
    fn is_cancelled(&self) -> bool {
        false
    }

    /// The file is read from its first line, for the first time or once more: lines refused before count no longer.
    fn begins_again(&self) {}

    /// Whether it keeps every line that is refused, so that the store need not keep those that are very many.
    fn keeps_rejects(&self) -> bool {
        false
    }

    /// A line was refused. `header` are the columns of the file.
    fn rejected(&self, header: &RowFormat<'_>, reject: &Reject) {
        let _ = (header, reject);
    }
}

/// No observer.
impl ImportObserver for () {}

/// How the lines of a file are written.
#[derive(Clone, Copy, Debug)]
pub struct RowFormat<'a> {
    /// The headers.
    pub header: &'a [String],
    /// The sign between the values.
    pub delimiter: char,
}
