//! The program `comptoir`: flags, wiring, and what people read on a terminal.

mod commands;
mod failure;
mod flags;
mod help;
mod output;
mod progress;
mod secret;
mod tables;

use std::process::ExitCode;

use clap::FromArgMatches;

use crate::{flags::Flags, output::Output};

fn main() -> ExitCode {
    let words = help::words_asked_for(std::env::args());
    let matches = help::command(&words).get_matches();
    let flags = Flags::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    log_to_stderr();

    let output = Output::new(words, flags.json);
    match commands::run(&flags, &output) {
        Ok(done) => done.into(),
        Err(failure) => {
            output.tell_failure(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Logs what `RUST_LOG` asks for, by default warnings.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
