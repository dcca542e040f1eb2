//! The checked lines of a file, read as they are asked for, and the account of what became of each.

use std::sync::{Arc, Mutex, PoisonError};

use comptoir_sales::{Chunk, Diagnostic, Money, MovedStore, Reject, Table};

use crate::{
    Account, AmountFrom, Aside, AsideKind, Basis, Class, Field, FirstOf, HiddenProof, ImportError,
    ImportObserver, Misfits, PriceChanged, RowFormat,
    amounts::{self, Conclusion},
    columns::{Columns, quoted},
    evidence::Evidence,
    figures::{Figures, Stated},
    headers,
    layout::{DataRows, Next},
    lines::{Checked, Lines, OwnId, Restart, SoldElsewhere, Taken},
    pasted::{Pasted, Twice},
    proof,
    record::Record,
    report::REJECTS_HELD,
    suspicions::Suspicions,
    totals::{self, Sums},
};

/// How many rows are poured at once: few enough to stay near the processor.
const CHUNK_ROWS: usize = 2_000;

/// How many bytes of a file are poured at once, where its rows are long.
const CHUNK_BYTES: usize = 8 << 20;

/// How many bytes of refused lines a report holds: a line may be a megabyte long.
const REJECT_BYTES_HELD: usize = 8 << 20;

/// Of how many lines that are set aside the ids are looked up.
const IDS_HELD: usize = 50_000;

/// How many bytes of a reference that nothing is known of are held.
const REFERENCE_BYTES_HELD: usize = 200;

/// Why nothing was poured.
pub(crate) enum Stop {
    Restart(Restart),
    /// All lines together say something else than the first ones did.
    Concluded(Box<Conclusion>),
    /// Lines that seem to stand there twice.
    Pasted(Twice),
    Failed(ImportError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

/// What was found on the way.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) found: Found,
    pub(crate) stop: Option<Stop>,
}

#[derive(Default)]
pub(crate) struct Found {
    pub(crate) lines: u64,
    pub(crate) reject_count: u64,
    pub(crate) rejects: Vec<Reject>,
    /// The bytes of these.
    reject_bytes: usize,
    pub(crate) aside: Vec<Aside>,
    /// The ids of lines that are set aside.
    pub(crate) ids_aside: (Vec<i64>, Vec<String>),
    pub(crate) account: Account,
    pub(crate) stores_without_region: FirstOf<(String, Money)>,
    pub(crate) sold_elsewhere: Vec<SoldElsewhere>,
    pub(crate) brought: (FirstOf<String>, FirstOf<String>),
    pub(crate) decided: proof::Decided,
    pub(crate) time_zone: Option<crate::ZoneProof>,
    pub(crate) misfits: Misfits,
    pub(crate) hidden: HiddenProof,
    pub(crate) moved: Vec<MovedStore>,
    pub(crate) prices_changed: FirstOf<PriceChanged>,
}

impl Found {
    pub(crate) fn take(&mut self, reject: Reject) {
        self.reject_count += 1;
        let bytes = reject.original.len() + reject.value.as_ref().map_or(0, String::len);
        if self.rejects.len() < REJECTS_HELD && self.reject_bytes + bytes <= REJECT_BYTES_HELD {
            self.reject_bytes += bytes;
            self.rejects.push(reject);
        }
    }

    /// Remembers the id of a line that is set aside: a sale that is kept may have been called off since.
    fn note_id(&mut self, id: Option<OwnId>) {
        if self.ids_aside.0.len() + self.ids_aside.1.len() >= IDS_HELD {
            return;
        }
        match id {
            Some(OwnId::Number(id)) => self.ids_aside.0.push(id),
            Some(OwnId::Key(key)) if key.len() <= REFERENCE_BYTES_HELD => self.ids_aside.1.push(key),
            _ => {}
        }
    }

    fn set_aside(&mut self, line: u64, kind: AsideKind, amount: Money) {
        if self.aside.len() < REJECTS_HELD {
            self.aside.push(Aside { line, kind, amount });
        }
        self.account.add(Class::Aside(kind), amount, Money::default());
    }
}

/// The checked lines of a file.
pub(crate) struct Chunks<'a> {
    /// The figures of the lines, in a file of sales.
    pub(crate) evidence: Option<Evidence>,
    /// The columns before and after their figures were looked at, and where revenue comes from.
    pub(crate) reading: (Columns, Columns, Option<Basis>),
    pub(crate) may_redraw: bool,
    pub(crate) data: DataRows<'a>,
    pub(crate) lines: Lines,
    pub(crate) checks: Checks,
    /// What all lines together may show, where not all of them were weighed.
    pub(crate) suspicions: Option<Suspicions>,
    /// What lines stand there twice, where they may not.
    pub(crate) pasted: Option<Pasted>,
    /// Whether each row states the sum of the groups in it, which was found right as it was read; the last such row.
    pub(crate) has_sums: (bool, u64),
    /// Whether a store that has moved, as its lines say, is asked about.
    pub(crate) asks_about_moves: bool,
    pub(crate) header: &'a [String],
    pub(crate) delimiter: char,
    pub(crate) name: &'a str,
    pub(crate) size: u64,
    pub(crate) aborts: bool,
    pub(crate) record: Record,
    pub(crate) watch: &'a dyn ImportObserver,
    pub(crate) tally: Arc<Mutex<Tally>>,
    pub(crate) phase: Phase,
    /// References that nothing is known of.
    pub(crate) unknown: Unknown,
}

/// How far the pouring of a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Lines are read.
    #[default]
    Lines,
    /// All are read; what they brought is poured.
    Brought,
    /// There is nothing more.
    Over,
}

/// The products or stores that the lines of a file name, as long as nothing is known of any.
#[derive(Default)]
pub(crate) struct Unknown {
    /// The first line that was refused for it.
    first: Option<Reject>,
    values: std::collections::BTreeSet<String>,
    /// The headers of the columns that name stores and products.
    named: [Option<String>; 2],
    /// Whether a line was taken, or refused for another reason.
    has_other: bool,
}

impl Unknown {
    pub(crate) fn new(columns: &Columns, header: &[String]) -> Self {
        let named = [&[Field::Store, Field::City][..], &[Field::Product, Field::Name]].map(|fields| {
            let place = fields.iter().find_map(|field| columns.place(*field));
            place.and_then(|place| header.get(place)).cloned()
        });
        Self { named, ..Self::default() }
    }

    fn learn(&mut self, reject: &Reject) {
        let is_missing = reject.code == "missing" && self.named.contains(&reject.column);
        if !is_missing && !matches!(reject.code, "unknown-product" | "unknown-store") {
            self.has_other = true;
            return;
        }
        // Where some lines name one that is not known, that is what is asked about.
        if !is_missing {
            self.first.take_if(|first| first.code == "missing");
        }
        let first = self.first.get_or_insert_with(|| reject.clone());
        let is_same = first.code == reject.code && self.values.len() < REJECTS_HELD;
        let value = reject.value.as_deref().filter(|_| is_same);
        self.values.extend(value.map(|value| cut(value, REFERENCE_BYTES_HELD)));
    }

    /// The question about all of them, where not one line can be taken.
    fn question(&self, name: &str, columns: &Columns, has_amounts: bool) -> Option<ImportError> {
        let first = self.first.as_ref().filter(|_| !self.has_other)?;
        let column = first.column.clone().unwrap_or_default();
        let (table, field) = match first.code {
            "unknown-store" => (Table::Stores, Field::Store),
            "missing" if self.named[0].as_ref() == Some(&column) => (Table::Stores, Field::Store),
            _ => (Table::Products, Field::Name),
        };
        if first.code == "missing" {
            let flags = format!("--ignore {}", quoted(&column));
            return Some(ImportError::NothingNamed { source_name: name.to_owned(), table, column, flags });
        }
        // Without an amount, a product that is only a number has no price.
        let is_answered = columns.table == Table::Sales && (has_amounts || table == Table::Stores);
        let flags = format!("--map {}={}", field.name(), quoted(&column));
        Some(ImportError::UnknownReferences {
            source_name: name.to_owned(),
            table,
            column,
            values: self.values.iter().cloned().collect(),
            flags: if is_answered { flags } else { String::new() },
        })
    }
}

/// A text, or as much of it as so many bytes hold.
fn cut(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    format!("{}…", &text[..text.floor_char_boundary(bytes)])
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk, Box<dyn Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chunk = Chunk::default();
        match self.phase {
            Phase::Lines => {}
            Phase::Brought => {
                if !self.lines.finish(&mut chunk) {
                    self.phase = Phase::Over;
                }
                return Some(Ok(chunk));
            }
            Phase::Over => return None,
        }
        let tally = Arc::clone(&self.tally);
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        let stop = if self.watch.is_cancelled() {
            Some(Stop::Failed(ImportError::Cancelled { source_name: self.name.to_owned() }))
        } else {
            self.fill(&mut chunk, &mut tally.found).err()
        };
        let stop = stop.or_else(|| self.other_conclusion()).or_else(|| self.suspicion());
        let stop = stop.or_else(|| self.moved_store()).or_else(|| self.pasted_lines(&chunk));
        self.watch.read(self.data.place(), self.size, tally.found.lines);
        if let Some(stop) = stop {
            self.phase = Phase::Over;
            tally.stop = Some(stop);
            return Some(Err(Box::new(ImportError::Stopped)));
        }
        if self.phase == Phase::Brought {
            self.checks.end(&mut tally.found.account);
            tally.found.misfits = self.evidence.as_ref().map(Evidence::misfits).unwrap_or_default();
            tally.found.stores_without_region = self.lines.stores_without_region();
            tally.found.sold_elsewhere = self.lines.sold_elsewhere();
            tally.found.prices_changed = self.lines.prices_changed();
            tally.found.moved = self.lines.moved();
            tally.found.brought = self.lines.brought();
            tally.found.decided = self.lines.decided();
            tally.found.time_zone = self.lines.time_zone();
        }
        Some(Ok(chunk))
    }
}

impl Chunks<'_> {
    /// At the end: what all lines together say, where it is not what the lines were read by.
    fn other_conclusion(&self) -> Option<Stop> {
        let evidence = self.evidence.as_ref().filter(|_| self.phase == Phase::Brought && self.may_redraw)?;
        let (by_header, columns, basis) = &self.reading;
        let conclusion = amounts::decide(by_header, evidence);
        let agrees = evidence.count() == 0 || conclusion.agrees_with(columns, *basis);
        (!agrees).then(|| Stop::Concluded(Box::new(conclusion)))
    }

    /// At the end: the question about a store that has moved, as its lines say.
    fn moved_store(&self) -> Option<Stop> {
        if !self.asks_about_moves || self.phase != Phase::Brought {
            return None;
        }
        let moved = self.lines.sold_elsewhere().into_iter().find(|sold| sold.is_apart)?;
        Some(Stop::Failed(ImportError::MovedStore {
            source_name: self.name.to_owned(),
            moved: Box::new(moved),
        }))
    }

    /// At the end: lines that seem to have been pasted in twice.
    fn pasted_lines(&mut self, chunk: &Chunk) -> Option<Stop> {
        let pasted = self.pasted.as_mut()?;
        pasted.learn(&chunk.sales);
        if self.phase == Phase::Brought { pasted.found().map(Stop::Pasted) } else { None }
    }

    /// At the end: whether all lines have to be weighed, for what they show together.
    fn suspicion(&self) -> Option<Stop> {
        let suspicions = self.suspicions.as_ref().filter(|_| self.phase == Phase::Brought)?;
        suspicions.is_any().then_some(Stop::Restart(Restart::Words))
    }

    fn fill(&mut self, chunk: &mut Chunk, found: &mut Found) -> Result<(), Stop> {
        let mut room = CHUNK_BYTES;
        for _ in 0..CHUNK_ROWS {
            if room == 0 {
                break;
            }
            let next = self.data.next(&mut self.record)?;
            room = room.saturating_sub(self.record.text_len());
            for (row, kind) in self.data.take_outside() {
                let amount = self.checks.outside(&row, kind, &mut found.account);
                found.set_aside(row.line, kind, amount);
            }
            match next {
                Next::Row => {}
                Next::Outside => continue,
                Next::End => {
                    self.phase = Phase::Brought;
                    self.ask_about_unknown()?;
                    return self.abort_on_first(found);
                }
            }
            found.lines += 1;
            match self.lines.check(&self.record, chunk) {
                Checked::Taken(taken) => {
                    if let Some(evidence) = &mut self.evidence {
                        evidence.learn(&self.record);
                    }
                    self.unknown.has_other = true;
                    if let Some(suspicions) = &mut self.suspicions {
                        let stated = self.checks.stated_by(&taken, &self.record);
                        suspicions.learn(&self.record, stated, taken.counted.parts());
                    }
                    found.hidden.learn(self.record.view, taken.counted);
                    if self.has_sums.0 && self.has_sums.1 != self.record.line {
                        self.has_sums.1 = self.record.line;
                        found.account.confirmed += 1;
                    }
                    found.account.add(Class::Kept(taken.kind), taken.stated, taken.counted);
                    self.checks.line(&self.record, taken.stated, taken.counted);
                }
                Checked::Aside(kind) => {
                    found.lines -= 1;
                    let amount = self.checks.aside(&self.record, kind, &mut found.account);
                    found.set_aside(self.record.line, kind, amount);
                    found.note_id(self.lines.own_id(&self.record));
                }
                Checked::Restart(again) => return Err(Stop::Restart(again)),
                Checked::Failed(error) => return Err(Stop::Failed(*error)),
                Checked::Refused(reject) => {
                    self.unknown.learn(&reject);
                    let stated = self.checks.stated(&self.record);
                    self.checks.line(&self.record, stated, Money::default());
                    found.account.add(Class::Refused, stated, Money::default());
                    let reject = Reject { original: self.data.original(&self.record), ..reject };
                    self.watch
                        .rejected(&RowFormat { header: self.header, delimiter: self.delimiter }, &reject);
                    found.take(reject.clone());
                    chunk.rejects.push(reject);
                }
            }
        }
        Ok(())
    }

    /// Where no line is of a product, or of a store, that is known, the file is asked about once.
    fn ask_about_unknown(&self) -> Result<(), Stop> {
        let (_, columns, basis) = &self.reading;
        let has_amounts = basis.is_some_and(|basis| basis.from != AmountFrom::ListPrice);
        match self.unknown.question(self.name, columns, has_amounts) {
            None => Ok(()),
            Some(question) => Err(Stop::Failed(question)),
        }
    }

    fn abort_on_first(&self, found: &Found) -> Result<(), Stop> {
        match found.rejects.first().filter(|_| self.aborts) {
            None => Ok(()),
            Some(first) => Err(Stop::Failed(ImportError::Rejected {
                source_name: self.name.to_owned(),
                first: Box::new(first.clone()),
                count: found.reject_count,
            })),
        }
    }
}

/// Holds the totals of a file against the sums of its lines.
pub(crate) struct Checks {
    is_of_sales: bool,
    figures: Figures,
    date: Option<usize>,
    ticket: Option<usize>,
    sums: Sums,
    /// The place of the amounts of the table below, and their sum.
    other_table: (Option<usize>, Money),
}

impl Checks {
    pub(crate) fn new(columns: &Columns, figures: Figures) -> Self {
        Self {
            is_of_sales: columns.table == Table::Sales,
            figures,
            date: columns.place(Field::Date),
            ticket: columns.place(Field::Ticket),
            sums: Sums::default(),
            other_table: (None, Money::default()),
        }
    }

    fn stated(&mut self, record: &Record) -> Money {
        if self.is_of_sales { self.figures.of(record).money() } else { Money::default() }
    }

    /// What a line of sales that was taken states.
    fn stated_by(&mut self, taken: &Taken, record: &Record) -> Stated {
        if taken.stated == Money::default() {
            // A discount of the whole leaves nothing of what is stated.
            return self.figures.of(record);
        }
        let amount = taken.is_stated.then(|| taken.stated.parts());
        Stated { amount, quantity: Some(taken.quantity.parts()) }
    }

    fn line(&mut self, record: &Record, stated: Money, counted: Money) {
        if self.is_of_sales {
            let text =
                |place: Option<usize>| place.map(|place| record.cell(place).as_str()).unwrap_or_default();
            self.sums.add(text(self.date), text(self.ticket), stated.parts(), counted.parts());
        }
    }

    /// A row of the data that is set aside; what it states.
    fn aside(&mut self, record: &Record, kind: AsideKind, account: &mut Account) -> Money {
        let stated = self.stated(record);
        match kind {
            AsideKind::Total => self.confirm(record, account),
            // Payments are not among the lines that a total is the sum of.
            AsideKind::Payment | AsideKind::Order => {}
            _ => self.line(record, stated, Money::default()),
        }
        stated
    }

    /// A row outside of the data; what it states.
    fn outside(&mut self, record: &Record, kind: AsideKind, account: &mut Account) -> Money {
        match kind {
            AsideKind::Total if self.is_of_sales => {
                self.confirm(record, account);
                self.stated(record)
            }
            AsideKind::OtherTable if self.is_of_sales => self.other_table(record),
            AsideKind::RepeatedHeader => {
                self.sums.begin_page();
                Money::default()
            }
            _ => Money::default(),
        }
    }

    /// Holds a total against the sums of the lines before it.
    fn confirm(&mut self, record: &Record, account: &mut Account) {
        let word = record.texts().find_map(totals::total_word).unwrap_or_else(|| "bare".to_owned());
        let day = self.date.map(|place| record.cell(place).as_str()).unwrap_or_default().to_owned();
        match self.figures.of(record).amount {
            Some(total) if self.sums.confirm(&word, &day, total).is_some() => account.confirmed += 1,
            Some(_) if totals::is_carried(&word) => {}
            Some(_) if account.contradicted.len() >= REJECTS_HELD => {}
            Some(total) => account.contradicted.push((record.line, Money::from_parts(total))),
            None => {
                let amounts = self.figures.all(record);
                let confirmed = amounts.iter().any(|total| self.sums.would_confirm(&day, *total));
                account.confirmed += u64::from(confirmed);
            }
        }
    }

    /// A row of the table below: its header says where its amounts stand.
    fn other_table(&mut self, record: &Record) -> Money {
        if !record.has_digits() && headers::known_headers(record.texts()) >= 2 {
            let amounts = headers::of(Table::Sales).iter().filter(|(field, _)| *field == Field::Amount);
            let names: Vec<&str> = amounts.flat_map(|(_, names)| names.iter().copied()).collect();
            self.other_table.0 = record.texts().position(|text| names.contains(&headers::key(text).as_str()));
            return Money::default();
        }
        let stated = self.other_table.0.and_then(|place| self.figures.at(record, place));
        let stated = Money::from_parts(stated.unwrap_or_default());
        self.other_table.1 = self.other_table.1 + stated;
        stated
    }

    /// At the end, tables of payments confirm the sum of all lines.
    fn end(&self, account: &mut Account) {
        let payments = account.parts().find(|(class, _)| *class == Class::Aside(AsideKind::Payment));
        let payments = payments.map(|(_, part)| part.stated);
        for sum in [payments, self.other_table.0.map(|_| self.other_table.1)].into_iter().flatten() {
            account.confirmed += u64::from(self.sums.is_whole(sum.parts()));
        }
    }
}
