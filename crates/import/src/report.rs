//! What became of a file, with the proof of how it was read.

use comptoir_sales::{ImportOutcome, Money, Reject, Table};

use crate::{
    Account, Aside, Basis, Field, Notes, SetAside, SoldElsewhere, StoreMoved, TextRepair, ZoneProof,
    record::View,
};

/// How many bad lines a report holds.
pub(crate) const REJECTS_HELD: usize = 1_000;

/// What became of one file.
#[derive(Clone, Debug)]
pub struct Report {
    /// The file, as the user named it.
    pub name: String,
    /// What it held.
    pub table: Table,
    /// How it was read.
    pub proof: Proof,
    /// How many lines of data it has.
    pub lines: u64,
    /// The outcome in the sink, or on a dry run what it would be.
    pub poured: ImportOutcome,
    /// Whether nothing was kept, as was asked for.
    pub dry_run: bool,
    /// How many lines are bad.
    pub reject_count: u64,
    /// The first thousand of them, or fewer where they are very long.
    pub rejects: Vec<Reject>,
    /// The first thousand lines that are no sales: titles, repeated headers, totals, what was called off.
    pub aside: Vec<Aside>,
    /// Sales that are kept, by their ids, which the file sets aside now: called off, paid back. They count still.
    pub called_off: FirstOf<String>,
    /// What became of every line, in lines and in money.
    pub account: Account,
    /// Stores whose region is unknown, by name or city, with the revenue of their lines in the file.
    pub stores_without_region: FirstOf<(String, Money)>,
    /// Lines that say that their store is in another region than it counts in.
    pub sold_elsewhere: Vec<SoldElsewhere>,
    /// The names of products that a file of sales brought.
    pub products_brought: FirstOf<String>,
    /// The names of stores that a file of sales brought.
    pub stores_brought: FirstOf<String>,
    /// Stores that a file of stores has elsewhere than they are kept.
    pub stores_moved: Vec<StoreMoved>,
    /// Products whose price a file of products has written over; sales that are kept stay at theirs.
    pub prices_changed: FirstOf<PriceChanged>,
}

/// Things that a report names, the first thousand of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstOf<T> {
    /// The first.
    pub first: Vec<T>,
    /// How many there are.
    pub count: u64,
}

impl<T> Default for FirstOf<T> {
    fn default() -> Self {
        Self { first: vec![], count: 0 }
    }
}

impl<T> FirstOf<T> {
    pub(crate) fn push(&mut self, thing: T) {
        self.count += 1;
        if self.first.len() < REJECTS_HELD {
            self.first.push(thing);
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<T> FromIterator<T> for FirstOf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(things: I) -> Self {
        let mut all = Self::default();
        things.into_iter().for_each(|thing| all.push(thing));
        all
    }
}

/// A product whose price is another one now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceChanged {
    /// What it is called.
    pub product: String,
    /// The price that was kept.
    pub before: Money,
    /// The price of the file.
    pub after: Money,
}

impl Report {
    /// Whether something of the file was not taken: bad lines, known ids with other content or called off, days that are held back, sales that the file no longer has, a
    /// total of the file that is no sum of its lines.
    pub fn has_leftovers(&self) -> bool {
        self.reject_count > 0
            || self.poured.changed_count > self.poured.written_again
            || self.poured.held_back.store_days > 0
            || self.poured.held_back.still_counting() > 0
            || !self.called_off.is_empty()
            || !self.account.contradicted.is_empty()
            || self.stores_moved.iter().any(StoreMoved::waits)
    }
}

/// How a file was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Its format: `CSV`, `JSON`, `XLSX`, `XLS`, `Parquet`.
    pub format: String,
    /// The encoding of a text.
    pub encoding: Option<String>,
    /// The repairs of a text: lines of another encoding, or encoded twice.
    pub repair: Option<TextRepair>,
    /// The sign between the values of a text.
    pub delimiter: Option<char>,
    /// The sheets of a workbook that were read together, each with its lines counted through.
    pub sheets_read: Vec<String>,
    /// The sheets, or arrays in JSON, that were set aside.
    pub sheets_aside: Vec<String>,
    /// The sheets that are hidden, and were not read.
    pub sheets_hidden: Vec<String>,
    /// What somebody has noted beside the table of a workbook.
    pub notes: Notes,
    /// What a workbook keeps from view, and what is read of it.
    pub hidden: HiddenProof,
    /// The line of the header, from 1.
    pub header_line: Option<u64>,
    /// The program whose export it is, when its headers show it.
    pub preset: Option<String>,
    /// Each column in order.
    pub columns: Vec<ColumnProof>,
    /// Where the revenue of a line comes from, in a file of sales.
    pub basis: Option<Basis>,
    /// The lines that do not fulfil the equation that the revenue was checked by.
    pub misfits: Misfits,
    /// The currency of its amounts, ISO 4217.
    pub currency: Option<String>,
    /// How times of UTC became days, in a file that has some.
    pub time_zone: Option<ZoneProof>,
    /// The identity of its till.
    pub source: String,
    /// The SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// What a workbook keeps from view and is read all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenProof {
    /// Lines that a filter, or a folded group, keeps from view: how many, and what they are counted as.
    pub folded: (u64, Money),
    /// Lines that were hidden by hand.
    pub by_hand: (u64, Money),
    /// The headers of hidden columns that are used.
    pub columns: Vec<String>,
}

impl HiddenProof {
    /// A line that is kept, with what it is counted as.
    pub(crate) fn learn(&mut self, view: View, counted: Money) {
        let lines = match view {
            View::Shown => return,
            View::Folded => &mut self.folded,
            View::Hidden => &mut self.by_hand,
        };
        *lines = (lines.0 + 1, lines.1 + counted);
    }
}

/// Lines that do not fulfil the equation that most of a file's lines do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misfits {
    /// How many they are.
    pub lines: u64,
    /// Their amounts.
    pub amount: Money,
}

/// How a column was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnProof {
    /// The header.
    pub header: String,
    /// What it holds; `None` when it is not used.
    pub field: Option<Field>,
    /// Why it is not used, when it is not.
    pub aside: Option<SetAside>,
    /// The form of its values: `comma` or `point` for numbers, `dmy`, `mdy`, `ymd` or `ydm` for dates, `integer` or
    /// `text`.
    pub form: &'static str,
    /// Two values as they stand in the file, and as they are read.
    pub samples: Vec<(String, String)>,
}
