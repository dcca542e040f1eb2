//! ZIP archives: what is inside, and whether it may be unpacked.

mod held;
mod unpacked;

use std::{
    borrow::Cow,
    io::{self, Read, Seek},
};

use zip::{ZipArchive, result::ZipError};

use crate::{
    ImportError,
    content::Content,
    metered::Metered,
    source::{self, LIMIT_BYTES},
    workbook::Kind,
};
use held::Held;
use unpacked::Unpacked;

/// The most files of data that are read as the parts of one export: a year of days, or of weeks.
const LIMIT_PARTS: usize = 400;

/// The most bytes of all of them: each may be held in memory, and so are their rows.
const LIMIT_PARTS_BYTES: u64 = 64 << 20;

/// The most files in an archive: a workbook has dozens, a bomb may have millions.
const LIMIT_FILES: usize = 10_000;

/// The most bytes of what an archive says of its files, which readers hold in memory: their names may be long.
const LIMIT_DIRECTORY: u64 = 8 << 20;

/// What an archive is.
pub(crate) enum Inside {
    /// A workbook of a spreadsheet, which is an archive itself.
    Workbook(Kind),
    /// The one file inside.
    File(Content),
    /// Several files, with their names: the parts of one export, or different things.
    Files(Vec<(String, Content)>),
}

pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Looks into an archive.
///
/// # Errors
/// When it is damaged, locked, holds more than one file of data, or would be too large unpacked.
pub(crate) fn open(name: &str, content: &Content) -> Result<Inside, ImportError> {
    let damaged =
        |reason: String| ImportError::Damaged { source_name: name.to_owned(), format: "ZIP", reason };
    let bytes = || content.seekable().map_err(|error| ImportError::from_io(name, error));
    let opened = |error: ZipError| match error {
        ZipError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => too_large(name),
        error => damaged(error.to_string()),
    };
    // Opened twice: the directory within bounds first, then for all that is inside.
    ZipArchive::new(Metered::new(bytes()?, LIMIT_DIRECTORY)).map_err(opened)?;
    let mut archive = ZipArchive::new(bytes()?).map_err(opened)?;
    if archive.len() > LIMIT_FILES {
        return Err(too_large(name));
    }
    let kinds =
        [("xl/workbook.xml", Kind::Xlsx), ("xl/workbook.bin", Kind::Xlsb), ("content.xml", Kind::Ods)];
    if let Some((_, kind)) = kinds.iter().find(|(part, _)| archive.index_for_name(part).is_some()) {
        measure(name, *kind, content.size(), &mut archive)?;
        return Ok(Inside::Workbook(*kind));
    }
    let names = archive.file_names().filter_map(Result::ok).filter(|name| is_data(name));
    let names: Vec<String> = names.map(Cow::into_owned).collect();
    if names.is_empty() || names.len() > LIMIT_PARTS {
        return Err(ImportError::SeveralFiles { source_name: name.to_owned(), files: names });
    }
    let mut room = source::unpacked_limit(content.size());
    let are_parts = names.len() > 1;
    if are_parts {
        room = room.min(LIMIT_PARTS_BYTES);
    }
    let mut files = Vec::with_capacity(names.len());
    for inside in names {
        let file = archive.by_name(&inside).map_err(|error| damaged(error.to_string()))?;
        let content =
            Content::spool(file, room).map_err(|error| match ImportError::from_io(name, error) {
                ImportError::Unreadable { source, .. } => damaged(source.to_string()),
                ImportError::TooLarge { source_name, .. } if are_parts => {
                    ImportError::TakesTooMuch { source_name }
                }
                too_large => too_large,
            })?;
        room = room.saturating_sub(content.size());
        files.push((inside, content));
    }
    match <[_; 1]>::try_from(files) {
        Ok([(_, only)]) => Ok(Inside::File(only)),
        Err(files) => Ok(Inside::Files(files)),
    }
}

/// Whether a name inside is a file of data, not a folder nor what a Mac adds.
fn is_data(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    !name.ends_with('/') && !name.starts_with("__MACOSX/") && !file.starts_with(['.', '~'])
}

/// Unpacks everything to nowhere.
fn measure(
    name: &str,
    kind: Kind,
    packed: u64,
    archive: &mut ZipArchive<impl Read + Seek>,
) -> Result<(), ImportError> {
    let damaged =
        |reason: String| ImportError::Damaged { source_name: name.to_owned(), format: "ZIP", reason };
    let (mut taken, mut held) = (0, Held::default());
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).map_err(|error| damaged(error.to_string()))?;
        let part = file.name().map(Cow::into_owned).unwrap_or_default();
        let mut unpacked = Unpacked::new(&part, kind, packed, taken, &mut held);
        taken += io::copy(&mut file, &mut unpacked).map_err(|error| match error.kind() {
            io::ErrorKind::FileTooLarge => ImportError::WorkbookTooLarge { source_name: name.to_owned() },
            _ => damaged(error.to_string()),
        })?;
    }
    Ok(())
}

fn too_large(name: &str) -> ImportError {
    ImportError::TooLarge { source_name: name.to_owned(), limit_bytes: LIMIT_BYTES }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Content {
        let mut writer = ZipWriter::new(Cursor::new(vec![]));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        Content::from(writer.finish().unwrap().into_inner())
    }

    #[test]
    fn the_one_file_inside_is_taken() {
        let bytes = archive(&[("__MACOSX/._ventes.csv", b"x"), ("export/ventes.csv", b"id,name\n")]);
        assert!(
            matches!(open("f.zip", &bytes), Ok(Inside::File(file)) if *file.all().unwrap() == *b"id,name\n")
        );
    }

    #[test]
    fn several_files_are_taken_with_their_names() {
        let bytes = archive(&[("a.csv", b"a"), ("b.csv", b"b")]);
        let Ok(Inside::Files(files)) = open("f.zip", &bytes) else { panic!("several files") };
        assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["a.csv", "b.csv"]);
    }

    #[test]
    fn several_files_that_are_more_than_is_held_are_refused() {
        let half = vec![b'a'; 40 << 20];
        let bytes = archive(&[("a.csv", half.as_slice()), ("b.csv", half.as_slice())]);
        assert!(matches!(open("f.zip", &bytes), Err(ImportError::TakesTooMuch { .. })));
    }

    #[test]
    fn half_an_archive_is_told() {
        let bytes = archive(&[("a.csv", &[b'a'; 1000])]).all().unwrap();
        let half = Content::from(bytes[..bytes.len() / 2].to_vec());
        assert!(matches!(open("f.zip", &half), Err(ImportError::Damaged { .. })));
    }
}
