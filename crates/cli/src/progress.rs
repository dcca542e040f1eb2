//! A progress bar for what takes more than a second, on a terminal only.

use std::{
    cell::OnceCell,
    io::{IsTerminal, stderr},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that appears only once the work has lasted.
pub(crate) struct Progress {
    label: String,
    start: Instant,
    bar: OnceCell<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(label: String) -> Self {
        Self { label, start: Instant::now(), bar: OnceCell::new() }
    }

    /// `done` of `total` are done.
    pub(crate) fn report(&self, done: usize, total: usize) {
        if self.bar.get().is_none() && (self.start.elapsed() < PATIENCE || !stderr().is_terminal()) {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{msg} [{bar:32}] {percent} % {eta}");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::new(total as u64).with_style(style).with_message(self.label.clone())
        });
        bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
