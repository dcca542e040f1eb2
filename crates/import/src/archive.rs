//! ZIP archives: what is inside, and whether it may be unpacked.

use std::{
    borrow::Cow,
    io::{self, Cursor, Read},
};

use zip::ZipArchive;

use crate::{ImportError, source::LIMIT_BYTES};

/// The most files in an archive: a workbook has dozens, a bomb may have millions.
const LIMIT_FILES: usize = 10_000;

/// What an archive is.
pub(crate) enum Content {
    /// A workbook of a spreadsheet, which is an archive itself.
    Workbook,
    /// The one file inside.
    File(Vec<u8>),
}

pub(crate) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Looks into an archive.
///
/// # Errors
/// When it is damaged, locked, holds more than one file of data, or would be too large unpacked.
pub(crate) fn open(name: &str, bytes: &[u8]) -> Result<Content, ImportError> {
    let damaged =
        |reason: String| ImportError::Damaged { source_name: name.to_owned(), format: "ZIP", reason };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > LIMIT_FILES {
        return Err(too_large(name));
    }
    let is_workbook = ["xl/workbook.xml", "xl/workbook.bin", "content.xml"]
        .iter()
        .any(|part| archive.index_for_name(part).is_some());
    if is_workbook {
        measure(name, &mut archive)?;
        return Ok(Content::Workbook);
    }
    let names = archive.file_names().filter_map(Result::ok).filter(|name| is_data(name));
    let names: Vec<String> = names.map(Cow::into_owned).collect();
    let [only] = names.as_slice() else {
        return Err(ImportError::SeveralFiles { source_name: name.to_owned(), files: names });
    };
    let file = archive.by_name(only).map_err(|error| damaged(error.to_string()))?;
    let mut content = Vec::new();
    file.take(LIMIT_BYTES + 1).read_to_end(&mut content).map_err(|error| damaged(error.to_string()))?;
    if content.len() as u64 > LIMIT_BYTES { Err(too_large(name)) } else { Ok(Content::File(content)) }
}

/// Whether a name inside is a file of data, not a folder nor what a Mac adds.
fn is_data(name: &str) -> bool {
    !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store")
}

/// Unpacks everything to nowhere: what an archive says of its sizes may be a lie, and the reader of workbooks believes it.
fn measure(name: &str, archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), ImportError> {
    let mut room = LIMIT_BYTES;
    for at in 0..archive.len() {
        let damaged =
            |reason: String| ImportError::Damaged { source_name: name.to_owned(), format: "ZIP", reason };
        let file = archive.by_index(at).map_err(|error| damaged(error.to_string()))?;
        let size = io::copy(&mut file.take(room + 1), &mut io::sink())
            .map_err(|error| damaged(error.to_string()))?;
        room = room.checked_sub(size).ok_or_else(|| too_large(name))?;
    }
    Ok(())
}

fn too_large(name: &str) -> ImportError {
    ImportError::TooLarge { source_name: name.to_owned(), limit_bytes: LIMIT_BYTES }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(vec![]));
        for (name, content) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn the_one_file_inside_is_taken() {
        let bytes = archive(&[("__MACOSX/._ventes.csv", b"x"), ("export/ventes.csv", b"id,name\n")]);
        assert!(matches!(open("f.zip", &bytes), Ok(Content::File(file)) if file == b"id,name\n"));
    }

    #[test]
    fn several_files_are_named() {
        let bytes = archive(&[("a.csv", b"a"), ("b.csv", b"b")]);
        let Err(ImportError::SeveralFiles { files, .. }) = open("f.zip", &bytes) else {
            panic!("several files")
        };
        assert_eq!(files.len(), 2);
    }

    #[test]
    fn half_an_archive_is_told() {
        let bytes = archive(&[("a.csv", &[b'a'; 1000])]);
        assert!(matches!(open("f.zip", &bytes[..bytes.len() / 2]), Err(ImportError::Damaged { .. })));
    }
}
