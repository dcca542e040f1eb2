//! What French text looks like: which of several readings of the same bytes is one.

use super::tables::Table;

/// Letters of French in words.
const SMALL: &str = "éèàêçùâîôûëïüœæÿ";
const LARGE: &str = "ÉÈÀÊÇÙÂÎÔÛËÏÜŒÆ";

/// How much speaks for a reading, and against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Score {
    good: usize,
    bad: usize,
}

impl Score {
    /// Looks at the letters beyond ASCII of one line.
    pub(super) fn learn(&mut self, bytes: &[u8], table: &Table) {
        for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
            let letter =
                |at: Option<usize>| at.and_then(|at| bytes.get(at)).map_or(' ', |byte| table.letter(*byte));
            let before = [letter(at.checked_sub(1)), letter(at.checked_sub(2))];
            match judge(table.letter(*byte), before, letter(Some(at + 1))) {
                Some(true) => self.good += 1,
                Some(false) => self.bad += 1,
                None => {}
            }
        }
    }

    /// Whether a reading that is usually wrong is to be preferred to the usual one.
    pub(super) fn is_clearly_better_than(self, usual: Self) -> bool {
        let has_more = self.good > usual.good;
        let is_clean = self.bad == 0 && usual.bad > 0;
        has_more && (is_clean || self.bad * 10 <= self.good && usual.bad > usual.good * 2)
    }

    /// What speaks for it less what speaks against it.
    pub(super) fn worth(self) -> isize {
        self.good as isize - 3 * self.bad as isize
    }
}

/// Whether a letter is what stands there in French; `None` when nothing speaks for or against it.
fn judge(letter: char, before: [char; 2], behind: char) -> Option<bool> {
    let is_space = |sign: char| sign.is_whitespace();
    let in_word = before[0].is_alphabetic() || behind.is_alphabetic();
    match letter {
        letter if SMALL.contains(letter) => {
            let among_capitals = before.iter().all(|sign| sign.is_uppercase());
            Some(!among_capitals)
        }
        letter if LARGE.contains(letter) => {
            let is_inside = before[0].is_alphabetic() && (before[0].is_lowercase() || behind.is_lowercase());
            Some(!is_inside && (in_word || matches!(letter, 'À' | 'Ô')))
        }
        letter if letter.is_alphabetic() => {
            let is_inside = before[0].is_lowercase() || before[0].is_alphabetic() && behind.is_lowercase();
            if letter.is_uppercase() && is_inside { Some(false) } else { None }
        }
        '¤' | '\u{fffd}' | '\u{80}'..='\u{9f}' | '─'..='▟' | '■' => Some(false),
        '’' => {
            if before[0].is_alphabetic() && behind.is_alphabetic() {
                Some(true)
            } else {
                None
            }
        }
        '€' => {
            let beside_number = before[0].is_ascii_digit() || behind.is_ascii_digit() || is_space(before[0]);
            Some(beside_number || !in_word)
        }
        '°' => Some(matches!(before[0], 'n' | 'N') || before[0].is_ascii_digit() || is_space(before[0])),
        '«' | '»' | '\u{a0}' => Some(!(before[0].is_alphabetic() && behind.is_alphabetic())),
        '…' | '–' | '—' | '“' | '”' | '²' | '³' | '½' | '¼' => None,
        _ if in_word => Some(false),
        _ => None,
    }
}
