//! A file that can be read: its format, its headers and its first rows. What its columns mean is found out from there.

use comptoir_sales::SalesBook;

use crate::{
    ImportError, REJECT_COLUMNS, Source,
    content::Content,
    format::Input,
    layout::{DataRows, Layout},
    mapping::{Mapping, signature},
    record::Record,
    side_by_side::SideBySide,
    source,
};

/// How many rows are looked at before reading begins; where they leave a question, all are.
pub(crate) const SAMPLE_ROWS: usize = 2_000;

/// The most bytes of such rows, for each row that is asked for: a million are few rows of many megabytes else.
const SAMPLE_BYTES_PER_ROW: usize = 8 << 10;

/// The most bytes of rows that are looked at together.
const SAMPLE_BYTES: usize = 96 << 20;

/// A file that can be read, as often as needed, by one reader at a time.
#[derive(Clone)]
pub struct Sheet {
    pub(crate) name: String,
    pub(crate) input: Input,
    pub(crate) layout: Layout,
    pub(crate) sample: Vec<Record>,
    pub(crate) sha256: String,
    /// The signature of the headers.
    pub(crate) signature: String,
    /// Whether it is a file of refused lines, corrected.
    pub(crate) is_mended: bool,
    size: u64,
}

impl Sheet {
    /// Opens a file and finds its headers.
    ///
    /// # Errors
    /// When it cannot be read, is of a format that is not read, or has no line of data.
    pub fn open(source: &Source) -> Result<Self, ImportError> {
        let name = source.to_string();
        if let Source::Parts { files, .. } = source {
            return Self::of_parts(&name, files);
        }
        let content = source.open()?;
        let size = content.size();
        let unreadable = |error| ImportError::from_io(&name, error);
        let (sha256, is_utf8) = content.fingerprint().map_err(unreadable)?;
        let (content, is_utf8): (Content, bool) = match source::unpacked(&name, content)? {
            source::Unpacked::AsItWas(content) => (content, is_utf8),
            source::Unpacked::New(content) => {
                let (_, is_utf8) = content.fingerprint().map_err(unreadable)?;
                (content, is_utf8)
            }
        };
        let input = Input::find(&name, content, is_utf8)?;
        Self::of_input(name, input, sha256, size)
    }

    /// Opens the parts of one file.
    fn of_parts(name: &str, files: &[std::path::PathBuf]) -> Result<Self, ImportError> {
        let (mut parts, mut size, mut hashes) = (vec![], 0, vec![]);
        for file in files {
            let part = Source::File(file.clone()).open()?;
            let (sha256, _) = part.fingerprint().map_err(|error| ImportError::from_io(name, error))?;
            size += part.size();
            hashes.extend_from_slice(sha256.as_bytes());
            parts.push(part);
        }
        let (sha256, _) =
            Content::from(hashes).fingerprint().map_err(|error| ImportError::from_io(name, error))?;
        Self::of_input(name.to_owned(), Input::of_parts(name, parts)?, sha256, size)
    }

    fn of_input(name: String, input: Input, sha256: String, size: u64) -> Result<Self, ImportError> {
        let mut layout = match &input.header {
            Some(header) => Layout::named(&name, header.clone()),
            None => Layout::find(&name, input.rows()?)?,
        };
        layout.part_stores(input.delimiter().unwrap_or(';'));
        let is_mended = take_reject_columns_out(&mut layout.header);
        let sample = sample(&layout, &input, SAMPLE_ROWS)?;
        if sample.is_empty() {
            return Err(ImportError::Empty { source_name: name });
        }
        layout.hold_against_totals(&sample);
        let signature = signature(&layout.header);
        Ok(Self { name, input, layout, sample, sha256, signature, is_mended, size })
    }

    /// The same file, its rows as they stand.
    pub(crate) fn without_groups(mut self) -> Result<Self, ImportError> {
        self.layout.forget_groups();
        self.sample = sample(&self.layout, &self.input, SAMPLE_ROWS)?;
        self.signature = signature(&self.layout.header);
        Ok(self)
    }

    /// The same file, each row read as one for each group side by side in it.
    pub(crate) fn with_groups(
        mut self,
        groups: SideBySide,
        is_ignored: &dyn Fn(&String) -> bool,
    ) -> Result<Self, ImportError> {
        self.layout.part_groups(groups);
        self.sample = sample(&self.layout, &self.input, SAMPLE_ROWS)?;
        if !self.layout.has_totals() {
            self.layout.hold_against_totals(&self.sample);
        }
        self.layout.ignore_totals(is_ignored);
        Ok(self)
    }

    /// The file, as the user named it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes the file has, as it was sent.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How many bytes it holds in memory, and on disk.
    pub fn held_bytes(&self) -> (u64, u64) {
        let (memory, disk) = self.input.held_bytes();
        let sample: usize = self.sample.iter().map(Record::size).sum();
        (memory + sample as u64, disk)
    }

    /// The rows of data, from the first on.
    pub(crate) fn data(&self) -> Result<DataRows<'_>, ImportError> {
        self.layout.data(self.input.rows()?)
    }

    /// The first rows of data.
    pub(crate) fn rows_up_to(&self, limit: usize) -> Result<Vec<Record>, ImportError> {
        sample(&self.layout, &self.input, limit)
    }

    /// The sign between the values of a line.
    pub(crate) fn delimiter(&self) -> char {
        self.input.delimiter().unwrap_or(';')
    }

    /// The remembered mapping of files with these headers.
    pub(crate) fn remembered(&self, book: &dyn SalesBook) -> Result<Mapping, ImportError> {
        Ok(Mapping::of(&book.mapping(&self.signature)?.unwrap_or_default()))
    }
}

fn sample(layout: &Layout, input: &Input, limit: usize) -> Result<Vec<Record>, ImportError> {
    let mut data = layout.data(input.rows()?)?;
    let (mut sample, mut record) = (Vec::new(), Record::default());
    let mut room = SAMPLE_BYTES.min(limit.saturating_mul(SAMPLE_BYTES_PER_ROW));
    while sample.len() < limit && room > 0 && data.read(&mut record)? {
        let row = record.clone();
        room = room.saturating_sub(row.size());
        sample.push(row);
    }
    Ok(sample)
}

/// Takes the columns of a file of refused lines out of its header; whether they were there.
fn take_reject_columns_out(header: &mut [String]) -> bool {
    let mut found = false;
    for name in header.iter_mut().filter(|name| REJECT_COLUMNS.contains(&name.as_str())) {
        name.clear();
        found = true;
    }
    found
}
