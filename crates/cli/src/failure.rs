//! Why a command failed, as facts, and how it ended.

use std::process::ExitCode;

use comptoir_sales::{Cause, Diagnostic, Facts};

/// An error on its way to the person who typed the command.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) code: &'static str,
    pub(crate) facts: Facts,
    /// Whether the command makes no sense as it was given, rather than failed.
    pub(crate) is_usage: bool,
}

impl Failure {
    pub(crate) fn new(code: &'static str, facts: Facts) -> Self {
        Self { code, facts, is_usage: false }
    }

    /// The same for a command that was given wrongly.
    pub(crate) fn of_usage(self) -> Self {
        Self { is_usage: true, ..self }
    }
}

/// Why the system failed, by the name that the catalogues have words for (`store-cause`).
pub(crate) fn reason_of(error: &std::io::Error) -> (&'static str, String) {
    ("reason", Cause::of_io(error).name().to_owned())
}

/// A mistake in the command itself, wherever it is found out: the API answers 400 where these end with 2.
const OF_USAGE: [&str; 7] = [
    "period-upside-down",
    "unknown-basis",
    "unknown-grouping",
    "shared-name",
    "not-forecast-by",
    "forecast-horizon-zero",
    "forecast-level-out-of-range",
];

impl<E: Diagnostic> From<E> for Failure {
    fn from(error: E) -> Self {
        let code = error.code();
        Self { is_usage: OF_USAGE.contains(&code), ..Self::new(code, error.facts()) }
    }
}

/// How a command that did not fail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// Everything was done.
    Whole,
    /// Done, but some rows were left aside.
    WithLeftovers,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Whole => Self::SUCCESS,
            Done::WithLeftovers => Self::from(3),
        }
    }
}
