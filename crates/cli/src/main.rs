//! The program `comptoir`: flags, wiring, and what people read on a terminal.

mod commands;
mod failure;
mod flags;
mod help;
mod output;
mod packed;
mod progress;
mod refused;
mod secret;
mod tables;
mod usage;

use std::process::ExitCode;

use clap::FromArgMatches;

use crate::{flags::Flags, output::Output};

/// Answers of many megabytes are made on many threads in turn. The allocator of glibc keeps what each of them freed: 40
/// answers of 30 MiB left 881 MiB behind. This one gives it back. It does not stand in for `malloc` of SQLite: its version
/// 3 would hold 150 MiB after small requests of eight clients, and version 2 keeps the 881 MiB.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The exit code for a command line that makes no sense.
const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let words = help::words_asked_for(std::env::args_os().map(|arg| arg.to_string_lossy().into_owned()));
    let parsed = help::command(&words).try_get_matches();
    let flags = match parsed.and_then(|matches| Flags::from_arg_matches(&matches)) {
        Ok(flags) => flags,
        Err(error) => {
            let Some(failure) = usage::failure(&error) else { error.exit() };
            Output::new(words, false).tell_failure(&failure);
            return ExitCode::from(WRONG_USAGE);
        }
    };
    log_to_stderr();

    let output = Output::new(words, flags.json);
    match commands::run(&flags, &output) {
        Ok(done) => done.into(),
        Err(failure) => {
            output.tell_failure(&failure);
            if failure.is_usage { WRONG_USAGE.into() } else { ExitCode::FAILURE }
        }
    }
}

/// Logs what `RUST_LOG` asks for, by default warnings.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
