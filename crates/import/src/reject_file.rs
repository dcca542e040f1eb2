//! The file of refused lines: each as it stood, behind its line and the reason, to be corrected and imported again.

use std::io::{self, Write};

use crate::RowFormat;

/// Columns that a file of refused lines has before those of the original.
pub const REJECT_COLUMNS: [&str; 2] = ["comptoir:ligne", "comptoir:motif"];

/// A file of refused lines, on its way out.
pub struct RejectFile<W> {
    out: W,
    delimiter: char,
}

impl<W: Write> RejectFile<W> {
    /// Begins the file with the headers of the original.
    ///
    /// # Errors
    /// The message of the operating system.
    pub fn begin(mut out: W, form: &RowFormat<'_>) -> io::Result<Self> {
        let delimiter = form.delimiter;
        let names = REJECT_COLUMNS.into_iter().chain(form.header.iter().map(String::as_str));
        let names: Vec<String> = names.map(|name| quoted(name, delimiter)).collect();
        // The mark of byte order, by which spreadsheets know UTF-8.
        writeln!(out, "\u{feff}{}", names.join(&delimiter.to_string()))?;
        Ok(Self { out, delimiter })
    }

    /// Adds a line: its number in the file, why it was refused, and itself as it stood there.
    ///
    /// # Errors
    /// The message of the operating system.
    pub fn add(&mut self, line: u64, reason: &str, original: &str) -> io::Result<()> {
        let delimiter = self.delimiter;
        writeln!(self.out, "{line}{delimiter}{}{delimiter}{original}", quoted(reason, delimiter))
    }

    /// What was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// A value of a line, in quotes where it needs them.
fn quoted(value: &str, delimiter: char) -> String {
    if value.contains([delimiter, '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_as_they_were_behind_their_number_and_the_reason() {
        let header = ["Date".to_owned(), "Montant; net".to_owned()];
        let mut file = RejectFile::begin(Vec::new(), &RowFormat { header: &header, delimiter: ';' }).unwrap();
        file.add(7, "\"x\" is no date", "x;\"1;2\"").unwrap();
        assert_eq!(
            String::from_utf8(file.into_inner()).unwrap(),
            "\u{feff}comptoir:ligne;comptoir:motif;Date;\"Montant; net\"\n7;\"\"\"x\"\" is no date\";x;\"1;2\"\n"
        );
    }
}
