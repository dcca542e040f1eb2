//! A file that a person names, opened so that nothing waits for ever.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

/// Opens a file to be read, or a pipe that a program writes into, as `<(…)` of a shell is.
///
/// # Errors
/// What the system says; [`Cause::IsADevice`](comptoir_sales::Cause) for what is no file, [`Cause::NobodyWrites`](comptoir_sales::Cause)
/// for a pipe into which no program has begun to write within some seconds.
pub fn open_named(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    return unix::open(path);
    #[cfg(not(unix))]
    File::open(path)
}

/// The whole content of a file that [`open_named`] opens.
///
/// # Errors
/// Those of [`open_named`]; what the system says.
pub fn read_named(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_named(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Standard input, where it is a file, a pipe or a terminal.
///
/// # Errors
/// [`Cause::IsADevice`](comptoir_sales::Cause) for another device, which may have no end.
#[cfg(unix)]
pub(crate) fn open_stdin() -> io::Result<File> {
    use std::{
        io::IsTerminal,
        os::{fd::AsFd, unix::fs::FileTypeExt},
    };
    let file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let kind = file.metadata()?.file_type();
    if (kind.is_char_device() || kind.is_block_device()) && !io::stdin().is_terminal() {
        return Err(io::Error::other(comptoir_sales::Cause::IsADevice));
    }
    Ok(file)
}

/// Standard input.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "it can be refused on other systems")]
pub(crate) fn open_stdin() -> io::Result<io::Stdin> {
    Ok(io::stdin())
}

#[cfg(unix)]
mod unix {
    use std::{
        fs::{self, File},
        io,
        os::unix::fs::FileTypeExt,
        path::{Path, PathBuf},
        sync::mpsc,
        thread,
        time::Duration,
    };

    use comptoir_sales::Cause;

    /// So long the program on the other side of a pipe may take to start.
    const WRITER_STARTS: Duration = Duration::from_secs(5);

    pub(super) fn open(path: &Path) -> io::Result<File> {
        let kind = fs::metadata(path)?.file_type();
        if kind.is_fifo() {
            open_pipe(path.to_owned())
        } else if kind.is_char_device() || kind.is_block_device() || kind.is_socket() {
            Err(io::Error::other(Cause::IsADevice))
        } else {
            File::open(path)
        }
    }

    /// Opening a pipe waits until somebody writes into it, which may be never: beside, then.
    fn open_pipe(path: PathBuf) -> io::Result<File> {
        let (opened, waiting) = mpsc::channel();
        thread::spawn(move || opened.send(File::open(path)));
        waiting.recv_timeout(WRITER_STARTS).unwrap_or_else(|_| Err(io::Error::other(Cause::NobodyWrites)))
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Read;

    use comptoir_sales::Cause;

    use super::*;

    fn cause(path: &Path) -> Cause {
        Cause::of_io(&open_named(path).unwrap_err())
    }

    #[test]
    fn what_has_no_end_or_no_beginning_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let socket = folder.path().join("socket");
        let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(cause(Path::new("/dev/zero")), Cause::IsADevice);
        assert_eq!(cause(&socket), Cause::IsADevice);
        assert_eq!(cause(&pipe), Cause::NobodyWrites);
        assert_eq!(cause(&folder.path().join("none")), Cause::NotFound);
        assert_eq!(cause(&pipe.join("below")), Cause::NotAFolder);
    }

    #[test]
    fn a_pipe_gives_what_is_written_into_it() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let written = pipe.clone();
        let writer = std::thread::spawn(move || std::fs::write(written, "Date;Montant").unwrap());
        let mut text = String::new();
        open_named(&pipe).unwrap().read_to_string(&mut text).unwrap();
        writer.join().unwrap();
        assert_eq!(text, "Date;Montant");
    }
}
