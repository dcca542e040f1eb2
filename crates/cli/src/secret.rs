//! Secrets from the environment: `NAME`, or the file that `NAME_FILE` names.
//!
//! A secret that is named counts: one that turns out empty is a mistake of somebody who meant to protect something,
//! never the same as none.

mod guessable;

use std::{io::Read, path::Path};

use comptoir_import::open_named;

use crate::{
    failure::{Failure, reason_of},
    output::Output,
};

/// The fewest characters of a secret where only this machine can send it.
const LEAST_HERE: usize = comptoir_store::SECRET_LEAST;

/// The most bytes that a file of secrets is read of.
const LONGEST_FILE: u64 = 64 << 10;

/// The fewest characters of a secret that others may try to guess.
const LEAST_BEYOND: usize = 8;

/// The secret of that name; `None` when neither variable is set.
///
/// # Errors
/// When a variable is set and there is no secret in it, nor in the file.
pub(crate) fn secret(name: &str) -> Result<Option<String>, Failure> {
    read(name, |name| std::env::var_os(name))
}

fn read(
    name: &str,
    variable: impl Fn(&str) -> Option<std::ffi::OsString>,
) -> Result<Option<String>, Failure> {
    let of_file = format!("{name}_FILE");
    let (value, path) = (variable(name), variable(&of_file));
    if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
        let text = value.to_str().filter(|text| visible(text) > 0);
        return text.map(|text| Some(text.to_owned())).ok_or_else(|| empty(name));
    }
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        // Set, and empty.
        return if value.is_some() || variable(&of_file).is_some() { Err(empty(name)) } else { Ok(None) };
    };
    match read_file(path.as_ref()) {
        Ok(text) => {
            let text = text.trim_start_matches('\u{feff}').trim();
            if visible(text) > 0 { Ok(Some(text.to_owned())) } else { Err(empty(&of_file)) }
        }
        Err(error) => {
            let path = path.to_string_lossy().into_owned();
            let facts = vec![("path", path), ("name", of_file), reason_of(&error)];
            Err(Failure::new("secret-file", facts).of_usage())
        }
    }
}

/// The text of a file of secrets, which is never a large one.
fn read_file(path: &std::path::Path) -> std::io::Result<String> {
    let mut text = String::new();
    open_named(path)?.take(LONGEST_FILE).read_to_string(&mut text)?;
    Ok(text)
}

/// Names the files of secrets that every user of the machine can read, where there are modes. It is no refusal: what
/// containers mount is often so, and in `/run` of a container there is nobody else.
pub(crate) fn name_open_files(names: &[&str], output: &Output) {
    for name in names.iter().map(|name| format!("{name}_FILE")) {
        let Some(path) = std::env::var_os(&name).filter(|path| !path.is_empty()) else { continue };
        let path = std::path::Path::new(&path);
        let Some(mode) = mode_of(path).filter(|mode| mode & 0o007 != 0) else { continue };
        if !path.starts_with("/run") {
            let (path, mode) = (path.display().to_string(), format!("{:03o}", mode & 0o777));
            Output::tell_text(
                &output.say("secret-file-open", &[("path", &path), ("name", &name), ("mode", &mode)]),
            );
        }
    }
}

/// Names the folder of a database where every user of the machine may put another file in its place. In one with the
/// sticky bit, like `/tmp`, only the owner of a file may.
pub(crate) fn name_open_folder(database: &str, output: &Output) {
    let folder = Path::new(database).parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or_else(|| Path::new("."));
    let Some(mode) = mode_of(folder).filter(|mode| mode & 0o002 != 0 && mode & 0o1000 == 0) else { return };
    let (path, mode) = (folder.display().to_string(), format!("{:03o}", mode & 0o777));
    Output::tell_text(&output.say("folder-open", &[("path", &path), ("mode", &mode)]));
}

#[cfg(unix)]
fn mode_of(path: &std::path::Path) -> Option<u32> {
    let about = std::fs::metadata(path).ok()?;
    Some(std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o1777)
}

#[cfg(not(unix))]
fn mode_of(_: &std::path::Path) -> Option<u32> {
    None
}

/// Refuses a secret that is too short, a slip of the hand, and where others reach the service one that they would
/// guess.
///
/// # Errors
/// When it has fewer characters than it must have there, or is among the first guesses of anybody.
pub(crate) fn must_protect(name: &str, secret: &str, is_local: bool) -> Result<(), Failure> {
    let least = if is_local { LEAST_HERE } else { LEAST_BEYOND };
    if visible(secret) < least {
        let facts = vec![("name", name.to_owned()), ("least", least.to_string())];
        return Err(Failure::new("secret-short", facts).of_usage());
    }
    if !is_local && guessable::is_guessable(secret) { Err(guessed(name)) } else { Ok(()) }
}

/// Refuses the hash of a password that is among the first guesses, where others reach the service.
///
/// # Errors
/// When `is_right` says so of one of them.
pub(crate) fn must_not_be_guessed(
    name: &str,
    is_local: bool,
    is_right: impl Fn(&str) -> bool,
) -> Result<(), Failure> {
    if !is_local && guessable::first_guesses().any(is_right) { Err(guessed(name)) } else { Ok(()) }
}

fn guessed(name: &str) -> Failure {
    Failure::new("secret-guessable", vec![("name", name.to_owned())]).of_usage()
}

/// How many characters of a text can be seen.
fn visible(text: &str) -> usize {
    let is_blank = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    };
    text.chars().filter(|letter| !is_blank(*letter)).count()
}

fn empty(name: &str) -> Failure {
    Failure::new("secret-empty", vec![("name", name.to_owned())]).of_usage()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    /// The sources of a secret: the variable, the variable of the file, and what is in the file.
    fn read_from(value: Option<&str>, file: Option<&[u8]>) -> Result<Option<String>, Failure> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        if let Some(file) = file {
            std::fs::write(&path, file).unwrap();
        }
        read("X", |name| match name {
            "X" => value.map(OsString::from),
            _ => file.is_some().then(|| path.clone().into_os_string()),
        })
    }

    #[test]
    fn no_blank_secret_is_ever_read_from_anywhere() {
        let blanks = ["", " ", "\n", "\t \r\n", "\u{feff}", "\u{200b}\u{a0}", "\0\0\0\0\0\0\0\0"];
        for blank in blanks {
            let of_file = read_from(None, Some(blank.as_bytes()));
            assert_eq!(of_file.unwrap_err().code, "secret-empty", "{blank:?} in the file");
            let of_both = read_from(Some(blank), Some(blank.as_bytes()));
            assert_eq!(of_both.unwrap_err().code, "secret-empty", "{blank:?} in both");
            let of_variable = read_from(Some(blank), None);
            assert_eq!(of_variable.unwrap_err().code, "secret-empty", "{blank:?} in the variable");
            for is_local in [true, false] {
                assert!(must_protect("X", blank, is_local).is_err(), "{blank:?}");
                assert!(must_protect("X", &format!("1{blank}"), is_local).is_err(), "1{blank:?}");
            }
        }
        assert!(read_from(None, None).unwrap().is_none());
        assert_eq!(read_from(Some("sésame ouvre-toi"), None).unwrap().unwrap(), "sésame ouvre-toi");
        assert_eq!(read_from(Some(""), Some(b"\xef\xbb\xbfouvre-toi\r\n")).unwrap().unwrap(), "ouvre-toi");
        assert_eq!(read_from(None, Some(b"\xff\xfe")).unwrap_err().code, "secret-file");
    }

    #[test]
    fn what_others_would_guess_is_refused_beyond_this_machine_alone() {
        for (secret, is_local, code) in [
            ("changeme", false, Some("secret-guessable")),
            ("changeme", true, None),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false, Some("secret-guessable")),
            ("sésame ouvre-toi", false, None),
        ] {
            assert_eq!(
                must_protect("X", secret, is_local).err().map(|failure| failure.code),
                code,
                "{secret}"
            );
        }
        let is_right = |word: &str| word == "comptoir";
        assert!(must_not_be_guessed("X", true, is_right).is_ok());
        assert_eq!(must_not_be_guessed("X", false, is_right).unwrap_err().code, "secret-guessable");
    }
}
