//! The file of refused lines: each as it stood, behind its line and the reason, to be mended and imported again.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use comptoir_import::{Headed, REJECT_COLUMNS, Watch};
use comptoir_sales::Reject;
use comptoir_words::Words;
use tempfile::NamedTempFile;

use crate::progress::Progress;

/// Follows an import: shows how far it is, and keeps the lines that are refused.
pub(crate) struct Refused<'a> {
    progress: Progress,
    words: &'a Words,
    /// The file of the import, for the reasons.
    name: String,
    /// Where the refused lines go; `None` keeps them nowhere.
    target: Option<PathBuf>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    file: Option<BufWriter<NamedTempFile>>,
    failure: Option<io::Error>,
}

impl<'a> Refused<'a> {
    pub(crate) fn new(name: &str, target: Option<PathBuf>, progress: Progress, words: &'a Words) -> Self {
        Self { progress, words, name: name.to_owned(), target, state: Mutex::default() }
    }

    /// Puts the file in its place; where it is, when a line was refused.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn finish(self) -> io::Result<Option<PathBuf>> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = state.failure {
            return Err(failure);
        }
        let (Some(file), Some(target)) = (state.file, self.target) else { return Ok(None) };
        let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.persist(&target).map_err(|error| error.error)?;
        Ok(Some(target))
    }

    fn keep(&self, target: &Path, form: &Headed<'_>, reject: &Reject, state: &mut State) -> io::Result<()> {
        let sign = form.delimiter;
        if state.file.is_none() {
            state.file = Some(open(target, form)?);
        }
        let Some(file) = &mut state.file else { return Ok(()) };
        let reason = self.words.tell_reject(reject.code, &reject.all_facts(&self.name)).text;
        writeln!(file, "{}{sign}{}{sign}{}", reject.line, quoted(&reason, sign), reject.original)
    }
}

/// A draft beside the target, with the header.
fn open(target: &Path, form: &Headed<'_>) -> io::Result<BufWriter<NamedTempFile>> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = BufWriter::new(NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?);
    let names = REJECT_COLUMNS.into_iter().chain(form.header.iter().map(String::as_str));
    let names: Vec<String> = names.map(|name| quoted(name, form.delimiter)).collect();
    // The mark of byte order, by which spreadsheets know UTF-8.
    writeln!(file, "\u{feff}{}", names.join(&form.delimiter.to_string()))?;
    Ok(file)
}

impl Watch for Refused<'_> {
    fn read(&self, done: u64, of: u64) {
        self.progress.report(done as usize, of as usize);
    }

    fn rejected(&self, form: &Headed<'_>, reject: &Reject) {
        let Some(target) = &self.target else { return };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failure.is_none()
            && let Err(failure) = self.keep(target, form, reject, &mut state)
        {
            state.failure = Some(failure);
        }
    }
}

/// A value of a line, in quotes where it needs them.
fn quoted(value: &str, sign: char) -> String {
    if value.contains([sign, '"', '\n', '\r']) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}
