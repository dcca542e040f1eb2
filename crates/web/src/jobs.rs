//! Imports that go on while nobody waits for an answer: one after the other, in the order in which they were asked for.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use comptoir_import::{ImportError, ImportObserver, Options, Report};
use tokio::sync::{Notify, Semaphore};

use crate::{
    drafts::{Draft, opaque_id},
    notifications::News,
    problem::Problem,
    service::Service,
};

/// How long a job is kept after its end.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// How many jobs are kept; of more, those go that ended first.
const KEPT: usize = 100;

/// The least time between two reports of how far a job is.
const BETWEEN_REPORTS: Duration = Duration::from_millis(200);

/// An import that runs, or has run.
pub(crate) struct Job {
    pub(crate) id: String,
    /// The file, as the user named it.
    pub(crate) source: String,
    /// How many lines of data the file has, where that is known.
    pub(crate) lines_total: Option<u64>,
    lines: AtomicU64,
    bytes: AtomicU64,
    bytes_total: AtomicU64,
    is_cancelled: AtomicBool,
    /// Wakes a job that waits for its turn when it is cancelled.
    cancelled: Notify,
    end: OnceLock<End>,
}

struct End {
    outcome: Outcome,
    at: Instant,
}

/// How a job ended.
pub(crate) enum Outcome {
    Done(Box<Report>),
    Failed(Problem),
    Cancelled,
}

impl Job {
    /// How it ended; `None` while it runs.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.end.get().map(|end| &end.outcome)
    }

    /// How many lines of data were read so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines.load(Relaxed)
    }

    /// How far the reading is, and of how much: bytes, or rows in a format that counts them. Zero until it begins.
    pub(crate) fn place(&self) -> (u64, u64) {
        (self.bytes.load(Relaxed), self.bytes_total.load(Relaxed))
    }

    /// Asks it to stop; nothing of it is kept then. One that has ended stays as it is.
    pub(crate) fn cancel(&self) {
        self.is_cancelled.store(true, Relaxed);
        self.cancelled.notify_one();
    }

    fn ended_before(&self, time: Duration) -> bool {
        self.end.get().is_some_and(|end| end.at.elapsed() > time)
    }
}

/// The jobs of a service.
pub(crate) struct Jobs {
    jobs: Mutex<VecDeque<Arc<Job>>>,
    /// Products and stores come before the sales that name them: first come, first served, one at a time.
    turn: Semaphore,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { jobs: Mutex::default(), turn: Semaphore::new(1) }
    }
}

impl Jobs {
    /// The jobs that run or have ended recently, the newest first.
    pub(crate) fn all(&self) -> Vec<Arc<Job>> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|job| !job.ended_before(KEPT_FOR));
        jobs.iter().rev().cloned().collect()
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<Job>, Problem> {
        self.all().into_iter().find(|job| job.id == id).ok_or_else(Problem::no_such_job)
    }

    fn add(&self, draft: &Draft) -> Result<Arc<Job>, Problem> {
        let job = Arc::new(Job {
            id: opaque_id()?,
            source: draft.name().to_owned(),
            lines_total: draft.lines(),
            lines: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            bytes_total: AtomicU64::new(0),
            is_cancelled: AtomicBool::new(false),
            cancelled: Notify::new(),
            end: OnceLock::new(),
        });
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.push_back(Arc::clone(&job));
        if jobs.len() > KEPT
            && let Some(ended) = jobs.iter().position(|job| job.outcome().is_some())
        {
            jobs.remove(ended);
        }
        Ok(job)
    }
}

/// Starts the import of a draft, which stays until that has succeeded.
pub(crate) fn start(service: &Service, draft: Arc<Draft>, options: Options) -> Result<Arc<Job>, Problem> {
    draft.claim()?;
    let job = service.jobs().add(&draft).inspect_err(|_| draft.release())?;
    let (service, started) = (service.clone(), Arc::clone(&job));
    tokio::spawn(async move {
        let outcome = run(&service, &draft, options, &job).await;
        if matches!(outcome, Outcome::Done(_)) {
            service.drafts().remove(&draft.id);
        }
        draft.release();
        // Nobody else ends a job.
        let _ = job.end.set(End { outcome, at: Instant::now() });
        service.news().look();
        service.news().tell(&job);
    });
    Ok(started)
}

async fn run(service: &Service, draft: &Arc<Draft>, options: Options, job: &Arc<Job>) -> Outcome {
    let _turn = tokio::select! {
        // The semaphore is never closed.
        turn = service.jobs().turn.acquire() => turn,
        () = job.cancelled.notified() => return Outcome::Cancelled,
    };
    let watch =
        Progress { job: Arc::clone(job), news: Arc::clone(service.news()), told_at: Mutex::default() };
    let draft = Arc::clone(draft);
    let imported = service.keep(move |book| Ok::<_, Problem>(draft.import(&options, book, &watch))).await;
    match imported {
        Ok(Ok(report)) if job.is_cancelled.load(Relaxed) => take_back(service, report).await,
        Ok(Ok(report)) => Outcome::Done(Box::new(report)),
        Ok(Err(ImportError::Cancelled { .. })) => Outcome::Cancelled,
        Ok(Err(error)) => Outcome::Failed(error.into()),
        Err(problem) => Outcome::Failed(problem),
    }
}

/// An import that was whole before it heard that it should stop is undone.
async fn take_back(service: &Service, report: Report) -> Outcome {
    let Some(import_id) = report.poured.import_id else { return Outcome::Cancelled };
    match service.ask(move |database| database.undo(import_id)).await {
        Ok(_) => Outcome::Cancelled,
        Err(_) => Outcome::Done(Box::new(report)),
    }
}

/// Follows the import of a job.
struct Progress {
    job: Arc<Job>,
    news: Arc<News>,
    told_at: Mutex<Option<Instant>>,
}

impl ImportObserver for Progress {
    fn read(&self, done: u64, of: u64, lines: u64) {
        self.job.lines.store(lines, Relaxed);
        self.job.bytes.store(done, Relaxed);
        self.job.bytes_total.store(of, Relaxed);
        let mut told_at = self.told_at.lock().unwrap_or_else(PoisonError::into_inner);
        if told_at.is_none_or(|told_at| told_at.elapsed() >= BETWEEN_REPORTS) {
            *told_at = Some(Instant::now());
            self.news.tell(&self.job);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.job.is_cancelled.load(Relaxed)
    }
}
