//! Shell completions and manual pages, from the same definition as the help; the licences of what the program is made of.

use std::path::Path;

use clap_complete::Shell;
use clap_mangen::Man;
use comptoir_words::Words;

use crate::{
    failure::{Done, Failure, reason_of},
    help,
    output::Output,
    packed,
};

const PROGRAM: &str = "comptoir";

/// Prints the notices of the works that the program is made of.
pub(crate) fn licences() -> Result<Done, Failure> {
    Output::data(&packed::text(packed::NOTICES).map_err(|error| unexpected(&error))?);
    Ok(Done::Whole)
}

/// Prints the completions of a shell.
pub(crate) fn completions(shell: Shell, words: &Words) -> Done {
    let mut script = vec![];
    clap_complete::generate(shell, &mut help::command(words), PROGRAM, &mut script);
    Output::data(&String::from_utf8_lossy(&script));
    Done::Whole
}

/// Prints the manual page of the program, or writes one page a verb into a folder.
pub(crate) fn pages(folder: Option<&Path>, words: &Words) -> Result<Done, Failure> {
    let command = help::command(words);
    let Some(folder) = folder else {
        let mut page = vec![];
        Man::new(command).render(&mut page).map_err(|error| unexpected(&error))?;
        Output::data(&String::from_utf8_lossy(&page));
        return Ok(Done::Whole);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| not_written(folder, &error))?;
    Ok(Done::Whole)
}

fn unexpected(error: &std::io::Error) -> Failure {
    Failure::new("unexpected", vec![reason_of(error)])
}

fn not_written(folder: &Path, error: &std::io::Error) -> Failure {
    let facts = vec![("path", folder.display().to_string()), reason_of(error)];
    Failure::new("manual-write", facts)
}
