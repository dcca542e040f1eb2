//! Files that were sent and are not imported yet: kept for a while, so that their reading can be corrected first.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use comptoir_import::{ColumnProof, ImportError, ImportObserver, OnError, Options, Prepared, Report, Sheet};
use comptoir_sales::{Diagnostic, Table};
use comptoir_store::Book;

use crate::problem::Problem;

/// How many drafts are kept at once; the oldest goes first.
const KEPT: usize = 20;

/// How many bytes they may hold together, in memory and on disk; the newest may have more.
const KEPT_BYTES: (u64, u64) = (64 << 20, 4 << 30);

/// How long a draft is kept.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// A file that was sent, with what was said of it then. Large ones lie in a file without a name, which the system
/// removes when the service stops.
pub(crate) struct Draft {
    pub(crate) id: String,
    name: String,
    /// One reads it at a time.
    sheet: Mutex<Sheet>,
    /// The bytes that it holds, in memory and on disk.
    held: (u64, u64),
    /// What corrections start from.
    pub(crate) options: Options,
    /// Its lines, as counted last; zero until then.
    lines: AtomicU64,
    is_importing: AtomicBool,
    made_at: Instant,
}

/// The outcome of a draft.
pub(crate) enum Proved {
    /// It can be read: what would become of its lines.
    Whole(Box<Report>),
    /// It cannot be read as it is: what is known of its columns, and why.
    Outline(Table, Vec<ColumnProof>, ImportError),
}

impl Draft {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How many lines of data it has, once they were counted.
    pub(crate) fn lines(&self) -> Option<u64> {
        Some(self.lines.load(Ordering::Relaxed)).filter(|lines| *lines > 0)
    }

    /// Reads and checks it whole, and keeps nothing. All bad lines are reported, whatever is to become of them.
    pub(crate) fn prove(&self, options: &Options, book: &Book) -> Result<Proved, ImportError> {
        let sheet = self.sheet.lock().unwrap_or_else(PoisonError::into_inner);
        let options = Options { dry_run: true, on_error: OnError::Reject, ..options.clone() };
        let prepared = match Prepared::of(sheet.clone(), &options, book) {
            Err(error @ ImportError::NoSuchColumn { .. }) => {
                let options = Options { map: vec![], ..options };
                let prepared = Prepared::of(sheet.clone(), &options, book)?;
                return Ok(Proved::Outline(prepared.table(), prepared.columns(&options), error));
            }
            prepared => prepared?,
        };
        let (table, columns) = (prepared.table(), prepared.columns(&options));
        match prepared.import(&options, book, &()) {
            Ok(report) => {
                self.lines.store(report.lines, Ordering::Relaxed);
                Ok(Proved::Whole(Box::new(report)))
            }
            // What the reader can answer is a question; other errors of the store are not about the file.
            Err(error @ ImportError::Store(_)) if !ANSWERED.contains(&error.code()) => Err(error),
            Err(error) => Ok(Proved::Outline(table, columns, error)),
        }
    }

    /// Imports it.
    pub(crate) fn import(
        &self,
        options: &Options,
        book: &Book,
        watch: &dyn ImportObserver,
    ) -> Result<Report, ImportError> {
        let sheet = self.sheet.lock().unwrap_or_else(PoisonError::into_inner);
        Prepared::of(sheet.clone(), options, book)?.import(options, book, watch)
    }

    /// Claims it for an import, until [`Draft::release`].
    pub(crate) fn claim(&self) -> Result<(), Problem> {
        if self.is_importing.swap(true, Ordering::AcqRel) { Err(Problem::draft_in_use()) } else { Ok(()) }
    }

    pub(crate) fn release(&self) {
        self.is_importing.store(false, Ordering::Release);
    }

    pub(crate) fn refuse_when_importing(&self) -> Result<(), Problem> {
        if self.is_importing.load(Ordering::Acquire) { Err(Problem::draft_in_use()) } else { Ok(()) }
    }
}

/// The questions about a file that arise from what is kept already.
const ANSWERED: [&str; 4] =
    ["store-same-sales", "store-same-file", "store-reused-numbers", "store-other-currency"];

/// The drafts of a service.
#[derive(Default)]
pub(crate) struct Drafts(Mutex<VecDeque<Arc<Draft>>>);

impl Drafts {
    /// Keeps a draft, in place of the oldest where there are many.
    pub(crate) fn add(self: &Arc<Self>, sheet: Sheet, options: Options) -> Result<Arc<Draft>, Problem> {
        let draft = Arc::new(Draft {
            id: opaque_id()?,
            name: sheet.name().to_owned(),
            held: sheet.held_bytes(),
            sheet: Mutex::new(sheet),
            options,
            lines: AtomicU64::new(0),
            is_importing: AtomicBool::new(false),
            made_at: Instant::now(),
        });
        {
            let mut drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            drafts.push_back(Arc::clone(&draft));
            while drafts.len() > KEPT || drafts.len() > 1 && hold_too_much(&drafts) {
                drafts.pop_front();
            }
        }
        let drafts = Arc::downgrade(self);
        tokio::spawn(async move {
            tokio::time::sleep(KEPT_FOR).await;
            if let Some(drafts) = drafts.upgrade() {
                drafts.drop_old();
            }
        });
        Ok(draft)
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<Draft>, Problem> {
        let drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.iter().find(|draft| draft.id == id).cloned().ok_or_else(Problem::draft_gone)
    }

    /// Drops a draft; an import of it that runs goes on.
    pub(crate) fn remove(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|draft| draft.id != id);
    }

    fn drop_old(&self) {
        let mut drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.retain(|draft| draft.made_at.elapsed() < KEPT_FOR);
    }
}

fn hold_too_much(drafts: &VecDeque<Arc<Draft>>) -> bool {
    let sum = drafts.iter().fold((0, 0), |sum, draft| (sum.0 + draft.held.0, sum.1 + draft.held.1));
    sum.0 > KEPT_BYTES.0 || sum.1 > KEPT_BYTES.1
}

/// A random name.
pub(crate) fn opaque_id() -> Result<String, Problem> {
    let number = getrandom::u64().map_err(|error| Problem::unexpected(&error))?;
    Ok(format!("{number:016x}"))
}
