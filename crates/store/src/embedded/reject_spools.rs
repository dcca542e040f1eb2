//! Refused lines beyond those that the table `rejects` keeps: files beside the database, one an import, until they were fetched.
//!
//! A file is whole or not there: it is written under another name and takes its own before the import commits. Those that
//! were fetched go when room for another is wanted; where all room is taken by others, the import is refused.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use rusqlite::{Connection, OptionalExtension};
use tempfile::NamedTempFile;

use super::{free_space, inspection::with_ending, is_about_room};
use crate::{StoreError, Value};

/// How many refused lines of one import the table keeps: a file of millions of bad lines is no reason to grow by as much.
pub const REJECTS_KEPT: usize = 100_000;

/// How many bytes of refused lines of one import the table keeps, to the line that reaches it.
pub(crate) const REJECT_BYTES_KEPT: u64 = 64 << 20;

/// How many bytes the files may have together.
const SPOOLED_BYTES: u64 = 1 << 30;

/// How many files there may be.
const SPOOLED_FILES: usize = 20;

/// How long a file is kept in any case: after that it goes when room for another is wanted.
const SPOOLED_FOR: Duration = Duration::from_hours(24 * 30);

/// The ends of the names of files: whole; whole and fetched; not whole yet.
const WHOLE: &str = "jsonl";
const FETCHED: &str = "fetched";
const DRAFT: &str = "draft";

/// The columns of a line, in their order.
pub(crate) const COLUMNS: [&str; 6] = ["line", "column", "value", "code", "facts", "original"];

/// The folder of these files.
pub(crate) struct RejectSpools {
    folder: PathBuf,
}

/// A file that is there.
struct SpooledFile {
    path: PathBuf,
    kind: String,
    age: Duration,
    bytes: u64,
}

/// A file on its way.
pub(crate) struct RejectSpool {
    file: BufWriter<NamedTempFile>,
    target: PathBuf,
    waiting: usize,
    room: u64,
}

/// A file that has its name, and loses it again unless the import commits.
pub(crate) struct Placed {
    path: Option<PathBuf>,
}

/// The refused lines of an import beyond those of the table, in the order of the file: line, column, value, code, facts
/// as JSON, and the line as it stands there.
pub struct SpooledRejects {
    lines: Box<dyn BufRead + Send>,
    /// The file, to be marked as fetched at its end.
    path: Option<PathBuf>,
}

impl RejectSpools {
    /// Those of the database at `path`.
    pub(crate) fn beside(path: &Path) -> Self {
        Self { folder: with_ending(path, "-rejects") }
    }

    /// Removes what programs that have stopped left half written. The clock does not count: one that writes holds a lock.
    pub(crate) fn clean(&self) {
        for file in self.files().filter(|file| file.kind == DRAFT) {
            if File::open(&file.path).is_ok_and(|draft| draft.try_lock().is_ok()) {
                remove(&file.path);
            }
        }
    }

    /// Begins the file of an import, once what nobody waits for has made room.
    pub(crate) fn begin(&self, connection: &Connection, import_id: i64) -> Result<RejectSpool, StoreError> {
        make_folder(&self.folder).map_err(|source| self.failed(source))?;
        self.clean();
        let mut waiting = Vec::new();
        for file in self.files() {
            // Fetched, or of an import that was undone or is not in a copy that was put back: nobody waits for it.
            if file.kind == FETCHED || file.kind == WHOLE && !stands(connection, &file.path)? {
                remove(&file.path);
            } else if file.kind == WHOLE {
                waiting.push(file);
            }
        }
        let bytes = make_room(&mut waiting);
        if waiting.len() >= SPOOLED_FILES {
            return Err(full(waiting.len()));
        }
        let draft = tempfile::Builder::new().suffix(&format!(".{DRAFT}")).tempfile_in(&self.folder);
        let draft = draft.and_then(|draft| draft.as_file().lock().map(|()| draft));
        Ok(RejectSpool {
            file: BufWriter::new(draft.map_err(|source| self.failed(source))?),
            target: self.path_of(connection, import_id, WHOLE)?,
            waiting: waiting.len(),
            room: SPOOLED_BYTES.saturating_sub(bytes),
        })
    }

    /// The lines of an import, where they are still kept.
    pub(crate) fn open(
        &self,
        connection: &Connection,
        import_id: i64,
    ) -> Result<Option<SpooledRejects>, StoreError> {
        for kind in [WHOLE, FETCHED] {
            let path = self.path_of(connection, import_id, kind)?;
            match File::open(&path) {
                Ok(file) => {
                    let lines = Box::new(BufReader::new(file));
                    return Ok(Some(SpooledRejects { lines, path: Some(path) }));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(source) => return Err(self.failed(source)),
            }
        }
        Ok(None)
    }

    /// Removes the file of an import that was undone.
    pub(crate) fn forget(&self, connection: &Connection, import_id: i64) {
        for kind in [WHOLE, FETCHED] {
            if let Ok(path) = self.path_of(connection, import_id, kind) {
                remove(&path);
            }
        }
    }

    /// The path of an import's file. Numbers come again after a copy was put back: the moment is part of the name.
    fn path_of(&self, connection: &Connection, import_id: i64, kind: &str) -> Result<PathBuf, StoreError> {
        let sql = "select imported_at from imports where id = ?1";
        let moment: Option<String> = connection.query_row(sql, [import_id], |row| row.get(0)).optional()?;
        let moment = moment.ok_or(StoreError::NoSuchImport { import_id })?;
        Ok(self.folder.join(format!("{import_id}-{}.{kind}", digits(&moment))))
    }

    /// The files that are there.
    fn files(&self) -> impl Iterator<Item = SpooledFile> + use<> {
        fs::read_dir(&self.folder).into_iter().flatten().filter_map(|entry| {
            let path = entry.ok()?.path();
            let about = path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
            let age = SystemTime::now().duration_since(about.modified().ok()?).unwrap_or_default();
            let kind = path.extension()?.to_str()?.to_owned();
            Some(SpooledFile { path, kind, age, bytes: about.len() })
        })
    }

    fn failed(&self, source: io::Error) -> StoreError {
        failed(&self.folder, source)
    }
}

impl RejectSpool {
    /// Writes a line: its values in the order of [`COLUMNS`].
    pub(crate) fn write(&mut self, values: &[Value]) -> Result<(), StoreError> {
        let values: Vec<serde_json::Value> = values.iter().map(json).collect();
        let mut text = serde_json::to_vec(&values).map_err(StoreError::internal)?;
        text.push(b'\n');
        self.room = self.room.checked_sub(text.len() as u64).ok_or_else(|| full(self.waiting))?;
        self.file.write_all(&text).map_err(|source| failed(&self.target, source))
    }

    /// Gives the file its name.
    pub(crate) fn place(self) -> Result<Placed, StoreError> {
        let failed = |source| failed(&self.target, source);
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        // On disk before the commit: the ledger must not count lines that a power cut takes away.
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&self.target).map_err(|error| failed(error.error))?;
        Ok(Placed { path: Some(self.target) })
    }
}

impl Placed {
    /// The import has committed.
    pub(crate) fn keep(mut self) {
        self.path = None;
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        self.path.iter().for_each(|path| remove(path));
    }
}

impl SpooledRejects {
    /// Lines as they come from a service.
    pub(crate) fn from_reader(reader: impl io::Read + Send + 'static) -> Self {
        Self { lines: Box::new(BufReader::new(reader)), path: None }
    }

    /// Writes all lines as they are kept; then they are fetched.
    pub(crate) fn copy_to(mut self, out: &mut impl Write) -> io::Result<()> {
        io::copy(&mut self.lines, out)?;
        self.fetched();
        Ok(())
    }

    fn fetched(&mut self) {
        let Some(path) = self.path.take() else { return };
        // One that another reader has renamed before is fetched as well.
        let _ = fs::rename(&path, path.with_extension(FETCHED));
    }
}

impl Iterator for SpooledRejects {
    type Item = io::Result<Vec<Value>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut text = String::new();
        match self.lines.read_line(&mut text) {
            Err(error) => Some(Err(error)),
            Ok(0) => {
                self.fetched();
                None
            }
            Ok(_) => {
                let values: Result<Vec<serde_json::Value>, _> = serde_json::from_str(&text);
                Some(values.map(|values| values.into_iter().map(value).collect()).map_err(Into::into))
            }
        }
    }
}

/// Removes files that wait for too long, the oldest first, where others need their room; the bytes of those that stay. A clock
/// that has jumped takes no more of them than that.
fn make_room(waiting: &mut Vec<SpooledFile>) -> u64 {
    waiting.sort_by_key(|file| file.age);
    let mut bytes = waiting.iter().map(|file| file.bytes).sum();
    // Half of the room is for the file that begins now, as far as old files can make it.
    while (waiting.len() >= SPOOLED_FILES || bytes > SPOOLED_BYTES / 2)
        && let Some(oldest) = waiting.pop_if(|file| file.age > SPOOLED_FOR)
    {
        remove(&oldest.path);
        bytes -= oldest.bytes;
    }
    bytes
}

/// Whether the import that a file is named for is in the ledger and not undone.
fn stands(connection: &Connection, path: &Path) -> Result<bool, StoreError> {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let Some((Ok(id), moment)) = name.split_once('-').map(|(id, moment)| (id.parse::<i64>(), moment)) else {
        return Ok(false);
    };
    let sql = "select imported_at from imports where id = ?1 and undone_at is null";
    let imported_at: Option<String> = connection.query_row(sql, [id], |row| row.get(0)).optional()?;
    Ok(imported_at.is_some_and(|imported_at| digits(&imported_at) == moment))
}

fn digits(moment: &str) -> String {
    moment.chars().filter(char::is_ascii_digit).collect()
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null | Value::Blob(_) => serde_json::Value::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
    }
}

fn value(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Number(number) => number
            .as_i64()
            .map(Value::Integer)
            .or_else(|| number.as_f64().map(Value::Real))
            .unwrap_or(Value::Null),
        serde_json::Value::String(text) => Value::Text(text),
        _ => Value::Null,
    }
}

fn full(waiting: usize) -> StoreError {
    StoreError::RejectsFull { kept: REJECTS_KEPT, megabytes: SPOOLED_BYTES >> 20, waiting }
}

fn failed(path: &Path, source: io::Error) -> StoreError {
    if is_about_room(source.kind()) {
        return StoreError::DiskFull { free_bytes: path.parent().and_then(free_space::free_bytes) };
    }
    StoreError::File { path: path.to_owned(), source }
}

/// What cannot be removed is tried again at the next start.
fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %path.display(), "refused lines of an import cannot be removed");
    }
}

/// Makes the folder, for its owner alone.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        made => made,
    }
}
