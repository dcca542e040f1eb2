//! Which encoding a text is in, and the same text in UTF-8.

use std::io::{self, Read, Write};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::content::{Content, Spool};

/// How many bytes are looked at for UTF-16 without a mark.
const HEAD: usize = 4_096;

/// How many bytes are decoded at once.
const PIECE: usize = 64 << 10;

/// A text in UTF-8.
pub(crate) struct Text {
    /// The bytes.
    pub(crate) content: Content,
    /// Where the text starts in them: behind the mark of byte order.
    pub(crate) from: usize,
    /// What the file is in.
    pub(crate) encoding: &'static str,
}

/// The text of a file: UTF-8 and UTF-16 by their marks, UTF-8 where all of it fits, UTF-16 where every other byte is
/// empty, else Windows-1252, which gives every byte a letter and `€`, `œ` and `’` theirs.
pub(crate) fn text(content: Content, is_utf8: bool, limit: u64) -> io::Result<Text> {
    let head = content.head(HEAD)?;
    let (encoding, mark) = match Encoding::for_bom(&head) {
        Some((encoding, mark)) if encoding != UTF_8 || is_utf8 => (encoding, mark),
        _ if utf16_without_mark(&head).is_some() => (utf16_without_mark(&head).unwrap_or(UTF_8), 0),
        _ => (if is_utf8 { UTF_8 } else { WINDOWS_1252 }, 0),
    };
    let from = if encoding == UTF_8 { mark } else { 0 };
    let content = if encoding == UTF_8 { content } else { decoded(&content, encoding, mark, limit)? };
    Ok(Text { content, from, encoding: name(encoding, mark > 0) })
}

/// The text of some bytes, found as that of a file is.
///
/// # Errors
/// None that memory could have.
pub fn text_of(bytes: Vec<u8>) -> io::Result<String> {
    let content = Content::from(bytes);
    let (_, is_utf8) = content.fingerprint()?;
    let Text { content, from, .. } = text(content, is_utf8, u64::MAX)?;
    let bytes = content.all()?;
    Ok(String::from_utf8_lossy(bytes.get(from..).unwrap_or_default()).into_owned())
}

fn name(encoding: &'static Encoding, marked: bool) -> &'static str {
    match (encoding, marked) {
        (encoding, true) if encoding == UTF_8 => "UTF-8 (BOM)",
        (encoding, _) => encoding.name(),
    }
}

/// Latin text in UTF-16 has an empty byte in every letter.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.chunks_exact(2);
    let (count, mut first, mut second) = (pairs.len(), 0, 0);
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    match () {
        () if count < 4 => None,
        () if second * 10 > count * 8 && first == 0 => Some(UTF_16LE),
        () if first * 10 > count * 8 && second == 0 => Some(UTF_16BE),
        () => None,
    }
}

fn decoded(content: &Content, encoding: &'static Encoding, skip: usize, limit: u64) -> io::Result<Content> {
    let mut reader = content.reader()?;
    io::copy(&mut reader.by_ref().take(skip as u64), &mut io::sink())?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut spool = Spool::new(limit);
    let (mut piece, mut letters) = (vec![0; PIECE], vec![0; PIECE * 4]);
    loop {
        let read = reader.read(&mut piece)?;
        let mut rest = &piece[..read];
        loop {
            let (_, taken, written, _) = decoder.decode_to_utf8(rest, &mut letters, read == 0);
            spool.write_all(&letters[..written])?;
            rest = &rest[taken..];
            if rest.is_empty() {
                break;
            }
        }
        if read == 0 {
            return Ok(spool.finish());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str) {
        let content = Content::from(bytes.to_vec());
        let (_, is_utf8) = content.fingerprint().unwrap();
        let encoding = text(content, is_utf8, u64::MAX).unwrap().encoding;
        (text_of(bytes.to_vec()).unwrap(), encoding)
    }

    #[test]
    fn the_euro_sign_survives_every_encoding() {
        let words = "Prix € Cœur d’or";
        let utf16 = |order: fn(u16) -> [u8; 2], mark: &str| {
            format!("{mark}{words}").encode_utf16().flat_map(order).collect::<Vec<u8>>()
        };
        let cases = [
            (words.as_bytes().to_vec(), "UTF-8"),
            (format!("\u{feff}{words}").into_bytes(), "UTF-8 (BOM)"),
            (b"Prix \x80 C\x9cur d\x92or".to_vec(), "windows-1252"),
            (utf16(u16::to_le_bytes, "\u{feff}"), "UTF-16LE"),
            (utf16(u16::to_be_bytes, "\u{feff}"), "UTF-16BE"),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(read(&bytes), (words.to_owned(), encoding));
        }
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        let bytes: Vec<u8> = "id;nom\n1;Pain\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes), ("id;nom\n1;Pain\n".to_owned(), "UTF-16LE"));
    }
}
