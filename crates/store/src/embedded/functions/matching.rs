//! `LIKE` and `GLOB`, as SQLite has them, under the statement's deadline.

use rusqlite::Result;

use super::interrupted;
use crate::embedded::deadline;

/// How many letters are compared between two looks at the clock.
const STEPS: u32 = 1 << 20;

/// A pattern, taken apart.
pub(super) struct Pattern {
    parts: Vec<Part>,
    ignores_case: bool,
}

/// What one place of a pattern matches.
enum Part {
    /// Any letters, or none.
    Many,
    /// One letter, whichever.
    One,
    Letter(char),
    /// One letter of these ranges, or one that is in none of them.
    Of {
        ranges: Vec<(char, char)>,
        is_inverted: bool,
    },
    /// Nothing: the pattern breaks off.
    Never,
}

impl Pattern {
    /// `%`, `_` and letters; the one after `escape` stands for itself.
    pub(super) fn like(pattern: &str, escape: Option<char>) -> Self {
        let mut letters = before_end(pattern);
        let mut parts = Vec::new();
        while let Some(letter) = letters.next() {
            parts.push(match letter {
                letter if Some(letter) == escape => letters.next().map_or(Part::Never, Part::Letter),
                '%' => Part::Many,
                '_' => Part::One,
                letter => Part::Letter(letter),
            });
        }
        Self { parts, ignores_case: true }
    }

    /// `*`, `?`, `[…]` and letters.
    pub(super) fn glob(pattern: &str) -> Self {
        let mut letters = before_end(pattern);
        let mut parts = Vec::new();
        while let Some(letter) = letters.next() {
            parts.push(match letter {
                '*' => Part::Many,
                '?' => Part::One,
                '[' => set(&mut letters),
                letter => Part::Letter(letter),
            });
        }
        Self { parts, ignores_case: false }
    }
}

/// SQLite takes a text for a string of C: it ends before the first NUL.
fn before_end(text: &str) -> std::iter::Peekable<impl Iterator<Item = char> + '_> {
    text.chars().take_while(|letter| *letter != '\0').peekable()
}

/// What stands after `[`: `^` inverts, a `]` that comes first is a letter, a `-` between two letters is a range.
fn set(letters: &mut std::iter::Peekable<impl Iterator<Item = char>>) -> Part {
    let mut ranges = Vec::new();
    let is_inverted = letters.next_if_eq(&'^').is_some();
    if letters.next_if_eq(&']').is_some() {
        ranges.push((']', ']'));
    }
    let mut before = None;
    while let Some(letter) = letters.next() {
        match (letter, before) {
            (']', _) => return Part::Of { ranges, is_inverted },
            ('-', Some(first)) if letters.peek().is_some_and(|next| *next != ']') => {
                ranges.extend(letters.next().map(|last| (first, last)));
                before = None;
            }
            (letter, _) => {
                ranges.push((letter, letter));
                before = Some(letter);
            }
        }
    }
    Part::Never
}

/// Whether a whole text matches.
///
/// # Errors
/// When the time of the statement is over.
pub(super) fn matches(pattern: &Pattern, text: &str) -> Result<bool> {
    let text = text.split('\0').next().unwrap_or_default();
    let (mut at, mut part) = (0, 0);
    // Where the last `Many` stands, and where the text goes on after what it has taken so far.
    let mut many: Option<(usize, usize)> = None;
    let mut steps = 0;
    loop {
        steps += 1;
        if steps == STEPS {
            steps = 0;
            if deadline::is_over_here() {
                return Err(interrupted());
            }
        }
        let letter = text[at..].chars().next();
        match (pattern.parts.get(part), letter) {
            (None, None) => return Ok(true),
            (Some(Part::Many), _) => {
                part += 1;
                many = Some((part, at));
                continue;
            }
            (Some(wanted), Some(letter)) if is_one(wanted, letter, pattern.ignores_case) => {
                part += 1;
                at += letter.len_utf8();
                continue;
            }
            // What is left of the text is too short for what is left of the pattern, however much is taken before.
            (Some(_), None) => return Ok(false),
            _ => {}
        }
        let Some((after, from)) = many else { return Ok(false) };
        let Some(taken) = text[from..].chars().next() else { return Ok(false) };
        (part, at) = (after, from + taken.len_utf8());
        many = Some((after, at));
    }
}

fn is_one(wanted: &Part, letter: char, ignores_case: bool) -> bool {
    match wanted {
        Part::One => true,
        Part::Letter(wanted) => *wanted == letter || ignores_case && wanted.eq_ignore_ascii_case(&letter),
        Part::Of { ranges, is_inverted } => {
            ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter)) != *is_inverted
        }
        Part::Many | Part::Never => false,
    }
}
