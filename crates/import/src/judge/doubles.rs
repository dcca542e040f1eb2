//! Lines of tickets that stand in a file twice: one number of a line, twice in one ticket.

use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::{HashMap, fast::FixedState};

use crate::{Field, columns::Columns, headers, record::Record};

/// How many lines are remembered; then they are forgotten, and only those that stand near each other are found.
const MOST: usize = 1 << 20;

/// The columns that distinguish the lines of a file.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    /// The number of a line in its ticket.
    line: usize,
    /// What distinguishes tickets: their number, day, store and till.
    tickets: Vec<usize>,
}

impl Numbered {
    /// The columns, where lines of tickets are numbered.
    pub(super) fn find(columns: &Columns, header: &[String]) -> Option<Self> {
        const LINES: [&str; 6] = ["ligne", "lignes", "line", "numligne", "lineno", "linenumber"];
        const NUMBERS: [&str; 9] = ["n", "no", "num", "numero", "number", "de", "du", "ticket", "doc"];
        const TILLS: [&str; 7] = ["caisse", "till", "terminal", "poste", "register", "pos", "tpv"];
        let ticket = columns.place(Field::Ticket)?;
        let keys: Vec<String> =
            headers::without_tables(header).iter().map(|header| headers::key(header)).collect();
        let has = |key: &str, words: &[&str]| key.split(' ').any(|word| words.contains(&word));
        let is_number = |place: &usize| {
            let key = &keys[*place];
            has(key, &LINES)
                && key.split(' ').all(|word| LINES.contains(&word) || NUMBERS.contains(&word))
                && columns.profiles[*place].is_number()
        };
        let line = columns.unused().find(is_number)?;
        let tills = (0..keys.len()).filter(|place| has(&keys[*place], &TILLS));
        let others = [Field::Date, Field::Time, Field::Store, Field::City];
        let others = others.into_iter().filter_map(|field| columns.place(field));
        Some(Self { line, tickets: std::iter::once(ticket).chain(others).chain(tills).collect() })
    }
}

/// The lines that have been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Doubles {
    /// What each line states, by its number and ticket.
    seen: HashMap<u64, u32>,
    hasher: FixedState,
    distinct: u64,
    again: u64,
    same_again: u64,
    /// Whether some ticket has a second line.
    has_numbers: bool,
}

impl Doubles {
    /// Whether a line has the number and the ticket of one before.
    pub(super) fn learn(&mut self, numbered: &Numbered, record: &Record) -> bool {
        let text = |place: usize| record.cell(place).as_str();
        let number = text(numbered.line);
        if number.is_empty() || numbered.tickets.first().is_none_or(|ticket| text(*ticket).is_empty()) {
            return false;
        }
        self.has_numbers |= !matches!(number.trim_start_matches('0'), "" | "1" | "1.0" | "1,0");
        let mut key = self.hasher.build_hasher();
        number.hash(&mut key);
        numbered.tickets.iter().for_each(|place| text(*place).hash(&mut key));
        let mut content = self.hasher.build_hasher();
        record.texts().for_each(|text| text.hash(&mut content));
        let content = content.finish() as u32;
        if self.seen.len() >= MOST {
            self.seen.clear();
        }
        let before = self.seen.insert(key.finish(), content);
        self.distinct += u64::from(before.is_none());
        self.again += u64::from(before.is_some());
        self.same_again += u64::from(before == Some(content));
        before.is_some()
    }

    /// Whether the numbers distinguish lines, so that one that comes again is the line again: a file that was put together
    /// of overlapping exports, or twice of one.
    pub(super) fn are_sure(&self) -> bool {
        let are_numbers = self.has_numbers && self.distinct >= self.again;
        self.again > 0 && (are_numbers || self.same_again == self.distinct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::record;

    fn of(rows: &[[&str; 3]]) -> bool {
        let numbered = Numbered { line: 1, tickets: vec![0] };
        let mut doubles = Doubles::default();
        for (at, row) in rows.iter().enumerate() {
            doubles.learn(&numbered, &record(at as u64 + 1, row));
        }
        doubles.are_sure()
    }

    #[test]
    fn numbers_that_come_again_in_a_ticket_are_lines_again() {
        assert!(of(&[["1", "1", "Pain"], ["1", "2", "Lait"], ["2", "1", "Thé"], ["1", "2", "Lait"]]));
        assert!(of(&[["1", "1", "Pain"], ["2", "1", "Thé"], ["1", "1", "Pain"], ["2", "1", "Thé"]]));
    }

    #[test]
    fn numbers_that_are_all_one_tell_nothing_apart() {
        assert!(!of(&[["1", "1", "Pain"], ["1", "1", "Pain"], ["2", "1", "Thé"]]));
        assert!(!of(&[["1", "2", "Pain"], ["1", "2", "Lait"], ["1", "2", "Thé"], ["1", "2", "Sel"]]));
        assert!(!of(&[["1", "1", "Pain"], ["1", "2", "Lait"], ["2", "1", "Pain"]]));
    }
}
