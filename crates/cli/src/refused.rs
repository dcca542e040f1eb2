//! What follows an import on the command line: the bar, and the file of refused lines.

use std::{
    io::{self, BufWriter},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use comptoir_import::{ImportObserver, RejectFile, RowFormat};
use comptoir_sales::Reject;
use comptoir_store::Draft;
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
    file: Option<(RejectFile<BufWriter<NamedTempFile>>, Draft)>,
    failure: Option<io::Error>,
}

impl<'a> Refused<'a> {
    pub(crate) fn new(name: &str, target: Option<PathBuf>, progress: Progress, words: &'a Words) -> Self {
        Self { progress, words, name: name.to_owned(), target, state: Mutex::default() }
    }

    /// Puts the file in its place; where it is, when a line was refused.
    ///
    /// # Errors
    /// The message of the operating system.
    pub(crate) fn finish(self) -> io::Result<Option<PathBuf>> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(failure) = state.failure {
            return Err(failure);
        }
        let (Some((file, _draft)), Some(target)) = (state.file, self.target) else { return Ok(None) };
        let file = file.into_inner().into_inner().map_err(io::IntoInnerError::into_error)?;
        file.persist(&target).map_err(|error| error.error)?;
        Ok(Some(target))
    }

    fn keep(
        &self,
        target: &Path,
        form: &RowFormat<'_>,
        reject: &Reject,
        state: &mut State,
    ) -> io::Result<()> {
        if state.file.is_none() {
            let draft = Draft::beside(target)?;
            let file = NamedTempFile::new_in(draft.path(""))?;
            state.file = Some((RejectFile::begin(BufWriter::new(file), form)?, draft));
        }
        let Some((file, _)) = &mut state.file else { return Ok(()) };
        let reason = self.words.tell_reject(reject.code, &reject.all_facts(&self.name)).text;
        file.add(reject.line, &reason, &reject.original)
    }
}

impl ImportObserver for Refused<'_> {
    fn read(&self, done: u64, of: u64, _lines: u64) {
        self.progress.report(done as usize, of as usize);
    }

    fn begins_again(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).file = None;
    }

    fn keeps_rejects(&self) -> bool {
        self.target.is_some()
    }

    fn rejected(&self, form: &RowFormat<'_>, reject: &Reject) {
        let Some(target) = &self.target else { return };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failure.is_none()
            && let Err(failure) = self.keep(target, form, reject, &mut state)
        {
            state.failure = Some(failure);
        }
    }
}
