//! Lines that were pasted into a file twice: an export behind itself, or two exports that share days.
//!
//! What stands between two changes of the day is a run. Days of an export follow each other, so that several runs that come
//! again, one after the other, with the same day, sum and number of lines, are looked at line by line.

use std::collections::hash_map::Entry;

use comptoir_calendar::Date;
use comptoir_sales::{Lined, Sale};
use foldhash::{HashMap, HashMapExt};

use crate::{ImportError, Sheet, record::Record};

/// How many runs of different sums, and lines in them, must come again.
const RUNS: usize = 5;
const LINES: u64 = 12;

/// How many runs are held; the lines of a file with more of them are in no order of days.
const MOST_RUNS: usize = 50_000;

/// How many lines are compared.
const COMPARED: usize = 500;

/// Lines from one on that are those from another on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Twice {
    /// The first of them, and how many they are.
    first: u64,
    lines: u64,
    /// The first of those before.
    before: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Run {
    day: Date,
    amount: i64,
    quantity: i64,
    lines: u64,
}

/// The runs so far.
#[derive(Default)]
pub(crate) struct Pasted {
    /// The run under way, and its first line.
    run: Option<(Run, u64)>,
    /// The number and the first line of each that is new.
    runs: HashMap<Run, (usize, u64)>,
    count: usize,
    /// The runs that come again one after the other: their different sums, and the number of the one before that is next.
    again: Option<(Twice, Vec<i64>, usize)>,
    found: Option<Twice>,
}

impl Pasted {
    /// What the sales of some more lines say.
    pub(crate) fn learn(&mut self, sales: &[Lined<Sale>]) {
        for (line, sale) in sales {
            let (amount, quantity) = (sale.amount.parts(), sale.quantity.parts());
            match &mut self.run {
                Some((run, _)) if run.day == sale.date => {
                    run.amount = run.amount.wrapping_add(amount);
                    run.quantity = run.quantity.wrapping_add(quantity);
                    run.lines += 1;
                }
                _ => {
                    self.end_run();
                    self.run = Some((Run { day: sale.date, amount, quantity, lines: 1 }, *line));
                }
            }
        }
    }

    fn end_run(&mut self) {
        let Some((run, line)) = self.run.take() else { return };
        if self.found.is_some() || self.count >= MOST_RUNS {
            return;
        }
        if self.runs.is_empty() {
            self.runs = HashMap::new();
        }
        match self.runs.entry(run) {
            Entry::Vacant(entry) => {
                entry.insert((self.count, line));
                self.again = None;
            }
            Entry::Occupied(entry) => {
                let (number, before) = *entry.get();
                let begins = || (Twice { first: line, lines: 0, before }, Vec::new(), number);
                let again = self.again.take().filter(|(_, _, next)| *next == number);
                let (mut twice, mut sums, _) = again.unwrap_or_else(begins);
                twice.lines += run.lines;
                if sums.len() < RUNS && !sums.contains(&run.amount) {
                    sums.push(run.amount);
                }
                self.found = (sums.len() >= RUNS && twice.lines >= LINES).then_some(twice);
                self.again = Some((twice, sums, number + 1));
            }
        }
        self.count += 1;
    }

    /// At the end: lines that seem to be others again.
    pub(crate) fn found(&mut self) -> Option<Twice> {
        self.end_run();
        self.found
    }
}

impl Twice {
    /// The error that asks about them, where each of them stands there word for word.
    pub(crate) fn question(self, sheet: &Sheet) -> Result<Option<ImportError>, ImportError> {
        let (mut data, mut record) = (sheet.data()?, Record::default());
        let (mut before, mut again) = (Vec::new(), 0);
        let most = COMPARED.min(usize::try_from(self.lines).unwrap_or(COMPARED));
        while again < most && data.read(&mut record)? {
            if record.line >= self.before && before.len() < most {
                before.push(record.texts().map(str::to_owned).collect::<Vec<_>>());
            }
            if record.line >= self.first {
                let Some(texts) = before.get(again) else { break };
                if !record.texts().eq(texts.iter().map(String::as_str)) {
                    return Ok(None);
                }
                again += 1;
            }
        }
        let (source_name, line) = (sheet.name.clone(), self.first);
        Ok((again == most).then_some(ImportError::PastedTwice { source_name, line, before: self.before }))
    }
}

#[cfg(test)]
mod tests {
    use comptoir_sales::{Money, Quantity, SaleKind};

    use super::*;

    fn sale(line: u64, (day, amount): (i8, i64)) -> Lined<Sale> {
        let sale = Sale {
            id: None,
            source_key: None,
            product_id: 1,
            former_product_id: None,
            store_id: 1,
            date: Date::constant(2025, 3, day),
            quantity: Quantity::from_parts(10_000),
            amount: Money::from_parts(amount),
            kind: SaleKind::Sale,
            discount: None,
            tax: None,
            ticket: None,
        };
        (line, sale)
    }

    fn twice(days: impl Iterator<Item = i8>) -> Option<Twice> {
        of(days.map(|day| (day, i64::from(day) * 100)))
    }

    fn of(days: impl Iterator<Item = (i8, i64)>) -> Option<Twice> {
        let mut pasted = Pasted::default();
        let sales: Vec<_> = (2..).zip(days).map(|(line, day)| sale(line, day)).collect();
        sales.chunks(7).for_each(|some| pasted.learn(some));
        pasted.found()
    }

    #[test]
    fn days_that_come_again_one_after_the_other_are_seen() {
        let days = || (1..=20).flat_map(|day| [day; 5]);
        assert_eq!(twice(days()), None);
        let found = twice(days().chain(days())).unwrap();
        assert_eq!((found.first, found.before), (102, 2));
        let found = twice(days().chain((15..=28).flat_map(|day| [day; 5]))).unwrap();
        assert_eq!((found.first, found.before), (102, 72));
        assert_eq!(twice(days().chain([3; 5])), None, "one day alone says nothing");
        let same = (1..=20).map(|day| (day, 100)).cycle().take(200);
        assert_eq!(of(same), None, "the same amount every day says nothing");
    }
}
