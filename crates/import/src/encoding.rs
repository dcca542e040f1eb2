//! Which encoding a text is in, and the same text in UTF-8.

mod french;
mod tables;
mod twice;

use std::io::{self, BufRead, BufReader, Read, Write};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::content::{Content, Spool};
use french::Score;
use tables::Table;

/// How many bytes are looked at for UTF-16 without a mark.
const HEAD: usize = 4_096;

/// How many bytes are decoded at once.
const PIECE: usize = 64 << 10;

/// The longest line that is looked at as one.
const LINE_LIMIT: u64 = 1 << 20;

/// A text in UTF-8.
pub(crate) struct Text {
    /// The bytes.
    pub(crate) content: Content,
    /// Where the text starts in them: behind the mark of byte order.
    pub(crate) from: usize,
    /// The encoding of the file.
    pub(crate) encoding: &'static str,
    /// What was put right.
    pub(crate) repair: Option<TextRepair>,
}

/// The repairs of a text: lines in another encoding than the rest, or encoded twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRepair {
    /// How many lines.
    pub lines: u64,
    /// The first words that were garbled.
    pub before: String,
    /// The same, put right.
    pub after: String,
}

impl TextRepair {
    /// One more line.
    fn note(found: &mut Option<Self>, before: &str, after: &str) {
        let repair = found.get_or_insert_with(|| {
            let (before, after) = first_difference(before, after);
            Self { lines: 0, before, after }
        });
        repair.lines += 1;
    }
}

/// The first word of a line that is another one in the second line.
fn first_difference(before: &str, after: &str) -> (String, String) {
    let words = |line: &'_ str| -> Vec<String> {
        line.split([' ', ';', ',', '\t', '"', '|']).map(|word| word.trim().to_owned()).collect()
    };
    let (before, after) = (words(before), words(after));
    let pairs = before.into_iter().zip(after);
    pairs.into_iter().find(|(before, after)| before != after).unwrap_or_default()
}

/// The text of a file: UTF-8 and UTF-16 by their marks, UTF-8 where all of it fits, UTF-16 where every other byte is
/// empty, else Windows-1252, which gives every byte a letter and `€`, `œ` and `’` theirs, unless another encoding of
/// one byte a letter makes French of what Windows-1252 makes none of. Lines of UTF-8 among others are read as such;
/// what was encoded twice is put right.
pub(crate) fn text(content: Content, is_utf8: bool, limit: u64) -> io::Result<Text> {
    let head = content.head(HEAD)?;
    let (encoding, mark) = match Encoding::for_bom(&head) {
        Some((encoding, mark)) if encoding != UTF_8 || is_utf8 => (encoding, mark),
        _ if utf16_without_mark(&head).is_some() => (utf16_without_mark(&head).unwrap_or(UTF_8), 0),
        _ if is_utf8 => (UTF_8, 0),
        _ => return of_one_byte(&content, limit),
    };
    if encoding != UTF_8 {
        let content = decoded(&content, encoding, mark, limit)?;
        return Ok(Text { content, from: 0, encoding: name(encoding, mark > 0), repair: None });
    }
    if let Some((content, repair)) = once_encoded(&content, limit)? {
        return Ok(Text { content, from: mark, encoding: "UTF-8 ×2", repair: Some(repair) });
    }
    Ok(Text { content, from: mark, encoding: name(encoding, mark > 0), repair: None })
}

/// Hands each line of some bytes to `take`, with its end.
fn each_line(content: &Content, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(PIECE, content.reader()?);
    let mut line = Vec::new();
    loop {
        line.clear();
        // A line without end is taken in pieces.
        let read = reader.by_ref().take(LINE_LIMIT).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        take(&line)?;
    }
}

/// Text that is not UTF-8, in one encoding or with lines of UTF-8 among it.
fn of_one_byte(content: &Content, limit: u64) -> io::Result<Text> {
    let tables = Table::all();
    let mut scores = [Score::default(); 4];
    let mut has_utf8 = false;
    each_line(content, |line| {
        match utf8(line) {
            Some(_) => has_utf8 |= !line.is_ascii(),
            None => scores.iter_mut().zip(&tables).for_each(|(score, table)| score.learn(line, table)),
        }
        Ok(())
    })?;
    let better = (1..tables.len()).filter(|at| scores[*at].is_clearly_better_than(scores[0]));
    let at = better.max_by_key(|at| scores[*at].worth()).unwrap_or(0);
    let (table, mut spool, mut repair) = (&tables[at], Spool::new(limit), None);
    each_line(content, |line| {
        if let Some(text) = utf8(line) {
            return spool.write_all(text.as_bytes());
        }
        let text = table.decode(line);
        // A line that mixes both encodings has letters of UTF-8 in two.
        let whole = if has_utf8 { twice::repaired(&text, &tables) } else { None };
        let text = whole.unwrap_or(text);
        if has_utf8 {
            TextRepair::note(&mut repair, &String::from_utf8_lossy(line), &text);
        }
        spool.write_all(text.as_bytes())
    })?;
    let encoding = match (has_utf8, table.name) {
        (false, name) => name,
        (true, "IBM850") => "UTF-8 + IBM850",
        (true, "macintosh") => "UTF-8 + macintosh",
        (true, "ISO-8859-15") => "UTF-8 + ISO-8859-15",
        (true, _) => "UTF-8 + windows-1252",
    };
    Ok(Text { content: spool.finish(), from: 0, encoding, repair })
}

/// A line as UTF-8, when it is of that encoding and looks so.
fn utf8(line: &[u8]) -> Option<&str> {
    std::str::from_utf8(line).ok().filter(|text| twice::is_likely(text))
}

/// UTF-8 as it was before it was taken for another encoding and written as UTF-8 again; `None` when it was not.
fn once_encoded(content: &Content, limit: u64) -> io::Result<Option<(Content, TextRepair)>> {
    let mut is_suspect = false;
    each_line(content, |line| {
        is_suspect |= !line.is_ascii() && twice::is_suspect(line);
        Ok(())
    })?;
    if !is_suspect {
        return Ok(None);
    }
    let (tables, mut spool, mut repair) = (Table::all(), Spool::new(limit), None);
    each_line(content, |line| {
        let text = String::from_utf8_lossy(line);
        let better = if twice::is_suspect(line) { twice::repaired(&text, &tables) } else { None };
        if let Some(better) = &better {
            TextRepair::note(&mut repair, &text, better);
        }
        spool.write_all(better.as_deref().unwrap_or(&text).as_bytes())
    })?;
    Ok(repair.map(|repair| (spool.finish(), repair)))
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
    if count < 4 {
        None
    } else if second * 10 > count * 8 && first == 0 {
        Some(UTF_16LE)
    } else if first * 10 > count * 8 && second == 0 {
        Some(UTF_16BE)
    } else {
        None
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
    fn bytes_of_dos_and_of_a_mac_are_known_by_what_french_looks_like() {
        let words = "Café crème;Pâté d'été;CAFÉ;Forêt;Noël\n";
        let [windows, dos, mac, _] = Table::all();
        for table in [&windows, &dos, &mac] {
            let bytes: Vec<u8> = words.chars().map(|letter| table.byte(letter).unwrap()).collect();
            assert_eq!(read(&bytes), (words.to_owned(), table.name));
        }
        assert_eq!(read(b"C\xbdur d'\xe9t\xe9 12 \xa4"), ("Cœur d'été 12 €".to_owned(), "ISO-8859-15"));
        for words in ["L’œuf d’été;12,50 €;Thé", "Pâté à 3 €", "« Œuvre » d’été"] {
            let bytes: Vec<u8> = words.chars().map(|letter| mac.byte(letter).unwrap()).collect();
            assert_eq!(read(&bytes), (words.to_owned(), "macintosh"));
        }
        for word in [
            "Café",
            "CAFÉ",
            "Thé à la menthe",
            "Bière",
            "n° 5",
            "l’été",
            "Cœur 12 €",
            "Müsli Größe",
            "½ baguette",
        ] {
            let bytes: Vec<u8> = word.chars().map(|letter| windows.byte(letter).unwrap()).collect();
            assert_eq!(read(&bytes), (word.to_owned(), "windows-1252"));
        }
        for word in ["Café", "CAFÉ", "Thé à la menthe", "Bière blonde"] {
            let bytes: Vec<u8> = word.chars().map(|letter| dos.byte(letter).unwrap()).collect();
            assert_eq!(read(&bytes), (word.to_owned(), "IBM850"), "{word}");
        }
    }

    #[test]
    fn what_was_encoded_twice_or_three_times_is_put_right() {
        let [windows, dos, mac, _] = Table::all();
        let again = |text: &str, table: &Table| table.decode(text.as_bytes());
        for text in ["Café crème à 3 €", "L’œuf d’été", "Pâté « maison »", "NOËL À L’ÉCOLE"]
        {
            for table in [&windows, &dos, &mac] {
                let twice = again(text, table);
                assert_eq!(read(twice.as_bytes()).0, text, "{twice}");
            }
            let thrice = again(&again(text, &windows), &windows);
            assert_eq!(read(thrice.as_bytes()).0, text, "{thrice}");
        }
        assert_eq!(read("Café;CafÃ©;voilÃ  la crÃ¨me".as_bytes()).0, "Café;Café;voilà la crème");
        for right in ["SÃO PAULO", "Ân « Â »", "Prix √ 2", "Café « crème »", "PÂTÉ, À, ÉTÉ"] {
            assert_eq!(read(right.as_bytes()).0, right);
        }
    }

    #[test]
    fn each_line_of_a_file_of_two_encodings_is_read_in_its_own() {
        let bytes =
            ["Café;1\n".as_bytes(), &b"Th\xe9;2\n"[..], "Crème brûlée;3\n".as_bytes(), &b"Caf\xe9\n"[..]]
                .concat();
        assert_eq!(
            read(&bytes),
            ("Café;1\nThé;2\nCrème brûlée;3\nCafé\n".to_owned(), "UTF-8 + windows-1252")
        );
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        let bytes: Vec<u8> = "id;nom\n1;Pain\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes), ("id;nom\n1;Pain\n".to_owned(), "UTF-16LE"));
    }
}
