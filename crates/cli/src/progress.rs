//! A bar or a spinner for what takes more than a second, on a terminal only.

use std::{
    io::{IsTerminal, stderr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};

/// Work that ends sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// The time between two drawings.
const BETWEEN_DRAWINGS: Duration = Duration::from_millis(100);

/// Shows that work goes on until it is dropped: how far it is where that is known, else that it lives.
pub(crate) struct Progress {
    steps: Arc<Steps>,
    /// The bar's thread, which ends when the sender goes; `None` where there is no terminal.
    bar: Option<(Sender<()>, JoinHandle<()>)>,
}

#[derive(Default)]
struct Steps {
    done: AtomicUsize,
    /// Zero while it is not known.
    total: AtomicUsize,
}

impl Progress {
    pub(crate) fn new(label: String) -> Self {
        let steps = Arc::<Steps>::default();
        let bar = stderr().is_terminal().then(|| {
            let (sender, over) = mpsc::channel();
            let steps = Arc::clone(&steps);
            (sender, thread::spawn(move || draw(&label, &steps, &over)))
        });
        Self { steps, bar }
    }

    /// `done` of `total` are done.
    pub(crate) fn report(&self, done: usize, total: usize) {
        self.steps.done.store(done, Relaxed);
        self.steps.total.store(total, Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, bar)) = self.bar.take() {
            drop(sender);
            // A bar that panicked has nothing to clear.
            let _ = bar.join();
        }
    }
}

fn draw(label: &str, steps: &Steps, over: &Receiver<()>) {
    let goes_on = |time| over.recv_timeout(time) == Err(RecvTimeoutError::Timeout);
    if !goes_on(PATIENCE) {
        return;
    }
    let style =
        |template| ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let (bar_style, spinner_style) =
        (style("{msg} [{bar:32}] {percent} %"), style("{spinner} {msg} {elapsed}"));
    let bar = ProgressBar::new(0).with_message(label.to_owned());
    loop {
        let (done, total) = (steps.done.load(Relaxed), steps.total.load(Relaxed));
        // Once all is read, the writing goes on for an unknown time.
        if done < total {
            bar.set_style(bar_style.clone());
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        } else {
            bar.set_style(spinner_style.clone());
            bar.tick();
        }
        if !goes_on(BETWEEN_DRAWINGS) {
            break;
        }
    }
    bar.finish_and_clear();
}
