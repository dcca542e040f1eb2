//! Which sign is the decimal mark of a column.

use super::{DecimalMark, written::Written};
use crate::{lines::start_of, record::Cell};

/// From one value in so many on, numbers that are split are what the column is about.
const SPLIT_ONE_IN: usize = 20;

/// The decimal marks that the values of a column allow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// The mark that some value needs, or that the user names.
    pub(crate) decided: Option<DecimalMark>,
    /// A value that can be read with either mark, and otherwise with each.
    pub(crate) doubtful: Option<String>,
    /// A value that needs the other mark than one before it.
    pub(crate) contradiction: Option<String>,
    /// How many values there are, and how many of them are no numbers with either mark.
    pub(super) filled: usize,
    pub(super) unread: usize,
    /// A value that is no number.
    pub(super) example: Option<String>,
    /// How many values have a space before two digits: `10 00`.
    pub(super) split: usize,
}

impl Marks {
    /// What one more value says.
    pub(crate) fn learn(&mut self, cell: Cell<'_>) {
        let Cell::Text(text) = cell else { return };
        self.filled += 1;
        let Some(written) = Written::of(text) else {
            self.unread += 1;
            self.split += usize::from(is_split(text));
            self.example.get_or_insert_with(|| text.to_owned());
            return;
        };
        if written.mark.is_some() {
            return;
        }
        match evidence(written.digits.as_bytes()) {
            Evidence::For(mark) => match self.decided {
                None => self.decided = Some(mark),
                Some(before) if before == mark => {}
                Some(_) => self.contradiction = self.contradiction.take().or_else(|| Some(text.to_owned())),
            },
            Evidence::Both if self.doubtful.is_none() => self.doubtful = Some(text.to_owned()),
            Evidence::Both | Evidence::None => {}
        }
    }

    /// A value that is no number, of a column in which most are not, or in which spaces split numbers from their cents.
    pub(crate) fn unreadable(&self) -> Option<&str> {
        let is_unread =
            self.unread * 2 > self.filled || self.split * SPLIT_ONE_IN >= self.filled && self.split > 0;
        self.example.as_deref().filter(|_| is_unread)
    }

    /// A value for which the column has to be asked about, if there is one.
    pub(crate) fn question(&self) -> Option<&str> {
        let undecided = self.doubtful.as_deref().filter(|_| self.decided.is_none());
        self.contradiction.as_deref().or(undecided)
    }
}

pub(super) enum Evidence {
    None,
    Both,
    For(DecimalMark),
}

/// What digits with commas and points say about the decimal mark.
pub(super) fn evidence(digits: &[u8]) -> Evidence {
    let last = |sign: u8| digits.iter().rposition(|digit| *digit == sign);
    let (at, mark) = match (last(b','), last(b'.')) {
        (None, None) => return Evidence::None,
        (Some(comma), Some(point)) if comma > point => return Evidence::For(DecimalMark::Comma),
        (Some(_), Some(_)) => return Evidence::For(DecimalMark::Point),
        (Some(comma), None) => (comma, DecimalMark::Comma),
        (None, Some(point)) => (point, DecimalMark::Point),
    };
    let before = &digits[..at];
    let is_repeated = before.contains(&digits[at]);
    let is_grouped =
        digits.len() - at - 1 == 3 && (1..=3).contains(&before.len()) && !before.starts_with(b"0");
    match (is_repeated, is_grouped) {
        // `12,3,4` groups no thousands: it is no number, and says nothing of the others.
        (true, _) if !groups_thousands(digits, digits[at]) => Evidence::None,
        (true, _) => Evidence::For(mark.other()),
        (false, true) => Evidence::Both,
        (false, false) => Evidence::For(mark),
    }
}

/// Whether a sign that comes several times stands before three digits each time, or before two and at last three, as in India.
fn groups_thousands(digits: &[u8], sign: u8) -> bool {
    let first = digits.iter().position(|digit| *digit == sign).unwrap_or_default();
    let mut groups = digits[first + 1..].rsplit(|digit| *digit == sign).map(<[u8]>::len);
    groups.next() == Some(3) && groups.all(|digits| matches!(digits, 2 | 3))
}

/// Whether digits stand behind a space that groups no thousands.
fn is_split(text: &str) -> bool {
    let digits = start_of(text).trim_matches(|sign: char| !sign.is_ascii_digit());
    digits.contains(char::is_whitespace)
        && digits.chars().all(|sign| sign.is_ascii_digit() || sign.is_whitespace())
}
