//! Text that was taken for another encoding and written as UTF-8 again: `CafÃ©`, `Caf√©`, `Caf├®`.

use super::tables::Table;

/// How often the same may have happened.
const TIMES: usize = 3;

/// What such a text has in it, in UTF-8: the letters that lead bytes of UTF-8 are taken for.
const SIGNS: [&str; 8] = ["Ã", "Â", "â€", "â‚", "Å“", "√", "├", "┬"];

/// Whether a piece of UTF-8 may be such a text.
pub(super) fn is_suspect(bytes: &[u8]) -> bool {
    SIGNS.iter().any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some())
}

/// A line as it was before, `None` when it is as it should be.
pub(super) fn repaired(line: &str, tables: &[Table]) -> Option<String> {
    let mut found = None;
    for _ in 0..TIMES {
        let text = found.as_deref().unwrap_or(line);
        let Some(better) = tables.iter().find_map(|table| once(text, table)) else { break };
        found = Some(better);
    }
    found
}

fn once(line: &str, table: &Table) -> Option<String> {
    let letters: Vec<char> = line.chars().collect();
    let (mut text, mut at, mut count) = (String::with_capacity(line.len()), 0, 0);
    while at < letters.len() {
        if let Some((letter, length)) = sequence(&letters[at..], table) {
            text.push(letter);
            (at, count) = (at + length, count + 1);
        } else {
            text.push(letters[at]);
            at += 1;
        }
    }
    (count > 0).then(|| with_lost_spaces(&text))
}

/// Several letters whose bytes are one letter of UTF-8.
fn sequence(letters: &[char], table: &Table) -> Option<(char, usize)> {
    let byte = |letter: char| match letter {
        // What Windows-1252 leaves open, programs keep as it is.
        '\u{80}'..='\u{9f}' => u8::try_from(u32::from(letter)).ok(),
        letter if letter.is_ascii() => None,
        letter => table.byte(letter),
    };
    let first = byte(*letters.first()?)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = letters.get(..length)?.iter().map(|letter| byte(*letter)).collect();
    let bytes = bytes?;
    let mut decoded = std::str::from_utf8(&bytes).ok()?.chars();
    decoded.next().filter(|letter| is_plausible(*letter)).map(|letter| (letter, length))
}

/// Letters and signs that stand in texts of shops.
fn is_plausible(letter: char) -> bool {
    matches!(letter, '\u{a0}'..='\u{ff}' | 'Œ' | 'œ' | 'Ÿ' | '\u{2013}'..='\u{2026}' | '\u{202f}' | '€' | '™' | '\u{1f000}'..)
        // What the second half of a letter is taken for, where it happened more than twice.
        || matches!(letter, '\u{80}'..='\u{9f}' | '‚' | 'ƒ' | '„' | '†' | '‡' | 'ˆ' | '‰' | 'Š' | '‹' | 'Ž' | '‘'..='•' | '˜' | 'š' | '›' | 'ž' | '√' | '├')
}

/// `voilÃ  la`: the second half of `à` is a hard space, which some programs turn into a plain one.
fn with_lost_spaces(text: &str) -> String {
    if !text.contains('Ã') {
        return text.to_owned();
    }
    let mut fixed = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('Ã') {
        let behind = &rest[at + 'Ã'.len_utf8()..];
        fixed.push_str(&rest[..at]);
        let is_lost = behind.is_empty() || behind.starts_with([' ', ';', ',', '"', '\t', '\r', '\n', '.']);
        fixed.push(if is_lost { 'à' } else { 'Ã' });
        rest = if behind.starts_with("  ") { &behind[1..] } else { behind };
    }
    fixed.push_str(rest);
    fixed
}

/// Whether a line of UTF-8 holds nothing but letters that texts of shops have: bytes of another encoding may happen to be
/// valid.
pub(super) fn is_likely(line: &str) -> bool {
    line.chars().all(|letter| {
        letter.is_ascii() || is_plausible(letter) || letter.is_alphabetic() && letter < '\u{180}'
    })
}
