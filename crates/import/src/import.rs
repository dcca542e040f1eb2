//! One file, from its bytes to the sink.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use comptoir_sales::{Chunk, ImportMode, NewImport, Poured, Reject, SaleSink, SalesBook, Table, Told};

use crate::{
    ColumnProof, DecimalMark, Field, ImportError, Misfits, OnError, Options, Proof, Report, Sheet, Source,
    amounts::{self, Basis, Conclusion, Question},
    columns::{Clues, Columns},
    currency,
    evidence::Evidence,
    former::{self, Former},
    layout::DataRows,
    lines::{Again, Checked, Counting, Lines, OpenWords, Reading},
    mapping::{Mapping, short_hex},
    proof,
    record::Record,
    report::REJECTS_HELD,
    survey::{Settled, Survey},
    zones::{self, DayRule},
};

/// How many rows are poured at once: few enough to stay near the processor.
const CHUNK_ROWS: usize = 2_000;

/// How often an import starts again because another one came between.
const ATTEMPTS: u32 = 3;

/// How often the columns are given other roles because all lines say so.
const REDRAWS: u32 = 2;

/// The currency of amounts beside which none stands.
const CURRENCY: &str = "EUR";

/// Who follows an import.
pub trait Watch: Sync {
    /// How far the reading is: bytes of all, or rows in a format that counts them, and how many lines of data they held.
    fn read(&self, done: u64, of: u64, lines: u64) {
        let _ = (done, of, lines);
    }

    /// Whether the import is to stop; nothing is kept then. Asked every few thousand lines.
    fn is_cancelled(&self) -> bool {
        false
    }

    /// A line was refused. `header` are the columns of the file.
    fn rejected(&self, header: &Headed<'_>, reject: &Reject) {
        let _ = (header, reject);
    }
}

/// Nobody follows.
impl Watch for () {}

/// How the lines of a file are written.
#[derive(Clone, Copy, Debug)]
pub struct Headed<'a> {
    /// The headers.
    pub header: &'a [String],
    /// The sign between the values.
    pub delimiter: char,
}

/// A file whose columns have their roles; nothing of it is checked or written yet.
pub struct Prepared {
    sheet: Sheet,
    columns: Columns,
    /// The columns by header and content, before their figures were looked at.
    by_header: Columns,
    /// What tells the file and its lines from those of other tills, where the user does not name its own.
    former: Former,
    survey: Survey,
    settled: Settled,
    basis: Option<Basis>,
    /// What the figures leave open.
    question: Option<Question>,
    /// Whether the survey is of all rows.
    is_surveyed_whole: bool,
    remembered: Mapping,
    currency: String,
    /// That currency where the database or the user has settled it.
    settled_currency: Option<String>,
    open_words: Option<OpenWords>,
}

impl Prepared {
    /// Reads the first part of a file, or all of it where that leaves a question, and finds out what it holds.
    ///
    /// # Errors
    /// When the file cannot be read, or its columns are not those of a table.
    pub fn read(source: &Source, options: &Options, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let prepared = Self::of(Sheet::open(source)?, options, book)?;
        prepared.check_columns(options)?;
        Ok(prepared)
    }

    /// Gives the columns of a sheet their roles, as far as they are found: [`Prepared::check`] says what lacks.
    ///
    /// # Errors
    /// When a column that the user names is not there, or the file cannot be read any more.
    pub fn of(sheet: Sheet, options: &Options, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let remembered = sheet.remembered(book)?;
        let clues = Clues {
            name: &sheet.name,
            header: &sheet.layout.header,
            sample: &sheet.sample,
            table: options.table,
            named: &options.map,
            ignored: &options.ignore,
            remembered: &remembered.named(),
            ignored_before: &remembered.ignored,
        };
        let columns = Columns::guess(&clues)?;
        let former = former::find(&clues, columns.table);
        let settled = Settled {
            decimal: options.decimal,
            date_order: options.date_order,
            decimals_before: remembered.decimals(),
            date_order_before: remembered
                .date_order()
                .or(columns.preset.and_then(|preset| preset.date_order)),
            today: options.today,
            header_names_utc: zones::header_names_utc(&columns, &sheet.layout.header),
            day_rule: DayRule::new(options.time_zone.as_ref(), &remembered),
        };
        let settled_currency = match book.currency()? {
            // Another one than the database's is refused when it comes to writing.
            Some(kept) => Some(options.currency.clone().unwrap_or(kept)),
            None => options.currency.clone(),
        };
        let currency = settled_currency.clone().unwrap_or_else(|| CURRENCY.to_owned());
        let (survey, basis, open_words) = (Survey::new(&settled), None, None);
        let mut prepared = Self {
            sheet,
            by_header: columns.clone(),
            columns,
            former,
            survey,
            settled,
            basis,
            question: None,
            is_surveyed_whole: false,
            remembered,
            currency,
            settled_currency,
            open_words,
        };
        prepared.sheet.sample.iter().for_each(|record| prepared.survey.learn(&prepared.columns, record));
        if prepared.survey.has_questions(&prepared.settled) {
            prepared.survey_all()?;
        }
        prepared.decide_basis()?;
        // Asked about when the file is checked.
        let _ = prepared.decide_currency();
        Ok(prepared)
    }

    /// Whether the file can be imported as it is read.
    ///
    /// # Errors
    /// Which column lacks; which one fits two readings.
    pub fn check(&self, options: &Options) -> Result<(), ImportError> {
        self.check_columns(options)?;
        self.check_numbers()?;
        self.ask()
    }

    fn check_columns(&self, options: &Options) -> Result<(), ImportError> {
        self.columns.check(&self.sheet.name, &self.sheet.layout.header, options.table)
    }

    /// Whether commas between values have cut the numbers.
    fn check_numbers(&self) -> Result<(), ImportError> {
        let (header, sample) = (&self.sheet.layout.header, &self.sheet.sample);
        match crate::numbers::cut(&self.columns, header, sample, self.sheet.input.delimiter()) {
            None => Ok(()),
            Some((place, value)) => Err(ImportError::CutNumbers {
                source_name: self.sheet.name.clone(),
                column: header.get(place).cloned().unwrap_or_default(),
                value,
            }),
        }
    }

    fn ask(&self) -> Result<(), ImportError> {
        self.survey.ask(&self.columns, &self.settled, &self.sheet.name, &self.sheet.layout.header)?;
        if let Some(question) = &self.question {
            return Err(question.error(&self.sheet.name, &self.sheet.layout.header));
        }
        self.found_currency().map(|_| ())
    }

    /// The currency that stands beside the amounts or in their headers, where nothing else settles it.
    fn found_currency(&self) -> Result<Option<String>, ImportError> {
        if self.settled_currency.is_some() {
            return Ok(self.settled_currency.clone());
        }
        let places = self.columns.roles().into_iter().filter(|(field, _)| field.is_money());
        let headers = places.filter_map(|(_, place)| self.sheet.layout.header.get(place));
        let in_headers = headers.filter_map(|header| currency::in_header(header));
        currency::only(self.survey.currencies().chain(in_headers)).map_err(|[found, other]| {
            ImportError::MixedCurrencies { source_name: self.sheet.name.clone(), found, other }
        })
    }

    fn decide_currency(&mut self) -> Result<(), ImportError> {
        self.currency = self.found_currency()?.unwrap_or_else(|| CURRENCY.to_owned());
        Ok(())
    }

    /// How each column is read, as far as is known before all lines are.
    pub fn columns(&self, options: &Options) -> Vec<ColumnProof> {
        let marks = self.decimal_marks().collect();
        let order = self.survey.date_reader(&self.settled).order();
        proof::columns(&self.reading(options, false), &self.sheet.sample, &(marks, order))
    }

    fn decimal_marks(&self) -> impl Iterator<Item = (Field, DecimalMark)> {
        let roles = self.columns.roles().into_iter().filter(|(field, _)| field.is_decimal());
        roles.filter_map(|(field, _)| Some((field, self.survey.number_reader(field, &self.settled).mark()?)))
    }

    /// The file, as the user named it.
    pub fn name(&self) -> &str {
        &self.sheet.name
    }

    /// What the file holds. Products and stores come before the sales that name them.
    pub fn table(&self) -> Table {
        self.columns.table
    }

    /// Lets files with the same headers answer each other's questions: where one has the 27th of a month, the other that
    /// has only days up to the 12th is read alike.
    pub fn settle_by_neighbours(files: &mut [Self]) {
        let known: Vec<_> = files
            .iter()
            .filter(|file| !file.survey.has_questions(&file.settled))
            .map(|file| (file.sheet.signature.clone(), file.settled.date_order.or(file.survey.date_order())))
            .collect();
        for file in files.iter_mut().filter(|file| file.survey.has_questions(&file.settled)) {
            let of_neighbour = known
                .iter()
                .find_map(|(signature, order)| order.filter(|_| *signature == file.sheet.signature));
            file.settled.date_order_before = file.settled.date_order_before.or(of_neighbour);
        }
    }

    /// Checks every line and pours the good ones: all of them in one transaction, or nothing.
    ///
    /// # Errors
    /// When a column fits two readings, when a bad line is to stop the file, or when the store refuses. Nothing is
    /// written then.
    pub fn import<S: SalesBook + SaleSink>(
        mut self,
        options: &Options,
        store: &S,
        watch: &dyn Watch,
    ) -> Result<Report, ImportError> {
        self.check(options)?;
        let mut is_unsorted = false;
        let mut same_as = self.same_import(options, store)?;
        let (mut attempts, mut redraws) = (ATTEMPTS, REDRAWS);
        loop {
            match self.pour(options, store, watch, is_unsorted, (same_as, redraws > 0)) {
                Ok(report) => return Ok(report),
                Err(Stop::Again(Again::Unsorted)) => is_unsorted = true,
                Err(Stop::Again(Again::Names)) => self.survey_words()?,
                Err(Stop::Again(Again::Doubt | Again::Contradiction)) => {
                    self.survey_all()?;
                    self.decide_basis()?;
                    self.decide_currency()?;
                    self.ask()?;
                }
                Err(Stop::Concluded(conclusion)) => {
                    redraws -= 1;
                    self.take(*conclusion)?;
                    self.ask()?;
                }
                // Another import came between: what is known is asked again.
                Err(Stop::Failed(error)) if error.code() == "moved" && attempts > 0 => {
                    same_as = None;
                    attempts -= 1;
                }
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
    }

    /// Looks at every row.
    fn survey_all(&mut self) -> Result<(), ImportError> {
        self.survey = Survey::new(&self.settled);
        self.is_surveyed_whole = true;
        let mut data = self.sheet.data()?;
        let mut record = Record::default();
        while data.read(&mut record)? {
            self.survey.learn(&self.columns, &record);
        }
        self.survey.complete();
        Ok(())
    }

    /// Looks at what all rows call products and where they say that stores are.
    fn survey_words(&mut self) -> Result<(), ImportError> {
        let mut counting = Counting::default();
        let mut data = self.sheet.data()?;
        let mut record = Record::default();
        while data.read(&mut record)? {
            counting.learn(&self.columns, &record);
        }
        self.open_words = Some(counting.done());
        Ok(())
    }

    /// Finds out where revenue comes from, by the figures of the first rows.
    fn decide_basis(&mut self) -> Result<(), ImportError> {
        let missing = self.columns.check(&self.sheet.name, &self.sheet.layout.header, Some(Table::Sales));
        if self.columns.table != Table::Sales || missing.is_err() {
            return Ok(());
        }
        let mut evidence = self.evidence();
        self.sheet.sample.iter().for_each(|record| evidence.learn(record));
        self.take(amounts::decide(&self.by_header, &evidence))
    }

    fn evidence(&self) -> Evidence {
        Evidence::new(&self.by_header, &self.sheet.sample, &self.survey, &self.settled)
    }

    fn take(&mut self, conclusion: Conclusion) -> Result<(), ImportError> {
        let before = self.columns.roles();
        (self.columns, self.basis, self.question) =
            (conclusion.columns, Some(conclusion.basis), conclusion.question);
        // What was learned of the columns goes with their roles.
        if self.columns.roles() != before {
            if self.is_surveyed_whole {
                self.survey_all()?;
            } else {
                self.survey = Survey::new(&self.settled);
                self.sheet.sample.iter().for_each(|record| self.survey.learn(&self.columns, record));
            }
        }
        Ok(())
    }

    /// An import of the same bytes, read in the same way, after which nothing has changed.
    fn same_import(&self, options: &Options, book: &dyn SalesBook) -> Result<Option<i64>, ImportError> {
        match options.mode {
            ImportMode::New => Ok(book.same_import(&self.sheet.sha256, &self.reading_hash(options))?),
            _ => Ok(None),
        }
    }

    /// A hash of everything besides the file that its reading depends on.
    fn reading_hash(&self, options: &Options) -> String {
        let (version, mapping) = (env!("CARGO_PKG_VERSION"), self.mapping(options).to_json());
        let Options { table, date_order, decimal, source, time_zone, .. } = options;
        short_hex(&format!(
            "{version} {mapping} {table:?} {date_order:?} {decimal:?} {source:?} {time_zone:?} {}",
            self.currency
        ))
    }

    /// Which till or shop the file is an export of: as the user says, else by the kinds of its columns, so that columns
    /// that are renamed, moved or added make no other source of it.
    fn source(&self, options: &Options) -> String {
        options.source.clone().unwrap_or_else(|| self.former.source.clone())
    }

    fn reading(&self, options: &Options, is_unsorted: bool) -> Reading {
        Reading {
            name: self.sheet.name.clone(),
            header: self.sheet.layout.header.clone(),
            columns: self.columns.clone(),
            survey: self.survey.clone(),
            settled: self.settled.clone(),
            basis: self.basis,
            source: self.source(options),
            former: self.former.clone(),
            source_is_named: options.source.is_some(),
            currency: self.currency.clone(),
            is_currency_open: self.settled_currency.is_none() && !self.survey.is_whole(),
            is_unsorted,
            open_words: self.open_words.clone(),
        }
    }

    fn pour<S: SalesBook + SaleSink>(
        &self,
        options: &Options,
        store: &S,
        watch: &dyn Watch,
        is_unsorted: bool,
        (same_as, may_redraw): (Option<i64>, bool),
    ) -> Result<Report, Stop> {
        let tally = Arc::new(Mutex::new(Tally::default()));
        let reading = self.reading(options, is_unsorted);
        let chunks: Box<dyn Iterator<Item = _> + Send> = if same_as.is_some() {
            Box::new(std::iter::empty())
        } else {
            let evidence = self.basis.map(|basis| {
                let mut evidence = self.evidence();
                evidence.hold_against(basis.relation, &self.columns);
                evidence
            });
            Box::new(Chunks {
                evidence,
                reading: (self.by_header.clone(), self.columns.clone(), self.basis),
                may_redraw,
                data: self.sheet.data()?,
                lines: Lines::new(&reading, store)?,
                header: &self.sheet.layout.header,
                delimiter: self.sheet.delimiter(),
                name: &self.sheet.name,
                size: self.sheet.input.size(),
                aborts: options.on_error == OnError::Abort,
                record: Record::default(),
                watch,
                tally: Arc::clone(&tally),
                is_done: false,
            })
        };
        let is_of_sales = self.columns.table == Table::Sales;
        let import = NewImport {
            name: self.sheet.name.clone(),
            table: self.columns.table,
            source: reading.source.clone(),
            sha256: self.sheet.sha256.clone(),
            reading: self.reading_hash(options),
            mode: options.mode,
            covers_days: is_of_sales && self.columns.place(Field::Id).is_none() && !self.sheet.is_mended,
            mapping: Some((self.sheet.signature.clone(), self.mapping(options).to_json())),
            currency: is_of_sales.then(|| self.currency.clone()),
            same_as,
            dry_run: options.dry_run,
            abort_on_reject: options.on_error == OnError::Abort,
            chunks,
        };
        let poured = store.pour(import);
        let tally = std::mem::take(&mut *tally.lock().unwrap_or_else(PoisonError::into_inner));
        match (tally.stop, poured) {
            (Some(stop), Err(_)) => Err(stop),
            (_, Err(error)) => Err(Stop::Failed(error.into())),
            (_, Ok(poured)) => Ok(self.report(options, reading, poured, tally.found, (store, watch))?),
        }
    }

    /// What is remembered of the reading.
    fn mapping(&self, options: &Options) -> Mapping {
        let header = |place: usize| self.sheet.layout.header.get(place).cloned().unwrap_or_default();
        let roles = self.columns.roles();
        let columns = roles.iter().map(|(field, place)| (field.name().to_owned(), header(*place)));
        let mut named: BTreeMap<_, _> = self.remembered.named.clone();
        named.extend(options.map.iter().map(|(field, header)| (field.name().to_owned(), header.clone())));
        let decimals =
            self.decimal_marks().map(|(field, mark)| (field.name().to_owned(), mark.name().to_owned()));
        let mut ignored = self.remembered.ignored.clone();
        ignored.retain(|header| !options.map.iter().any(|(_, named)| named == header));
        ignored.extend(
            options.ignore.iter().filter(|header| !self.remembered.ignored.contains(header)).cloned(),
        );
        Mapping {
            header: self.sheet.layout.header.clone(),
            delimiter: self.sheet.input.delimiter(),
            named,
            ignored,
            columns: columns.collect(),
            date_order: self.survey.date_reader(&self.settled).order().map(|order| order.name().to_owned()),
            decimals: decimals.collect(),
            amount: self.basis.map(|basis| (basis.from.name().to_owned(), basis.relation.name().to_owned())),
            time_zone: Some(self.settled.day_rule.name()),
        }
    }

    fn report(
        &self,
        options: &Options,
        reading: Reading,
        poured: Poured,
        mut found: Found,
        (sink, watch): (&dyn SaleSink, &dyn Watch),
    ) -> Result<Report, ImportError> {
        let clashes = self.clashes(&poured, &reading.source)?;
        if let Some(import_id) = poured.import_id {
            // The lines are kept already; that some are described less well does not undo that.
            let _ = sink.describe(import_id, &clashes);
        }
        for reject in clashes {
            watch.rejected(&self.headed(), &reject);
            found.take(reject);
        }
        found.rejects.sort_by_key(|reject| reject.line);
        found.aside.sort_by_key(|aside| aside.line);
        let preset = self.columns.preset.map(|preset| preset.name.to_owned());
        let uses_money = self.columns.roles().iter().any(|(field, _)| field.is_money());
        let proof = Proof {
            format: self.sheet.input.format.to_owned(),
            encoding: self.sheet.input.encoding.map(str::to_owned),
            repair: self.sheet.input.repair.clone(),
            delimiter: self.sheet.input.delimiter(),
            header_line: self.sheet.layout.header_line,
            preset,
            columns: proof::columns(&reading, &self.sheet.sample, &found.decided),
            basis: self.basis,
            misfits: found.misfits,
            currency: uses_money.then(|| self.currency.clone()),
            time_zone: found.time_zone,
            source: reading.source,
            sha256: self.sheet.sha256.clone(),
        };
        let lines = if found.lines > 0 { found.lines } else { poured.added + poured.known };
        Ok(Report {
            name: self.sheet.name.clone(),
            table: self.columns.table,
            proof,
            lines,
            poured,
            dry_run: options.dry_run,
            reject_count: found.reject_count,
            rejects: found.rejects,
            aside: found.aside,
            stores_without_region: found.stores_without_region,
            products_brought: found.brought.0,
            stores_brought: found.brought.1,
        })
    }

    /// The lines that the store refused, with what stands in the file.
    fn clashes(&self, poured: &Poured, source: &str) -> Result<Vec<Reject>, ImportError> {
        if poured.clashes.is_empty() {
            return Ok(vec![]);
        }
        let place = self.columns.place(Field::Id).or(self.columns.place(Field::Name));
        let column = place.and_then(|place| self.sheet.layout.header.get(place)).cloned();
        let own = |key: &str| {
            key.strip_prefix(source).and_then(|key| key.strip_prefix('/')).unwrap_or(key).to_owned()
        };
        let keys: HashMap<u64, String> =
            poured.clashes.iter().map(|clash| (clash.line, own(&clash.key))).collect();
        let mut first_lines: HashMap<&str, u64> = keys.values().map(|key| (key.as_str(), 0)).collect();
        let (mut data, mut clashes) = (self.sheet.data()?, Vec::new());
        let mut record = Record::default();
        while data.read(&mut record)? {
            let value = place.map(|place| record.cell(place).as_str()).unwrap_or_default();
            let first = match first_lines.get_mut(value) {
                Some(first) => {
                    *first = if *first == 0 { record.line } else { *first };
                    *first
                }
                None => 0,
            };
            if let Some(key) = keys.get(&record.line) {
                let reject = Reject {
                    line: record.line,
                    column: column.clone(),
                    value: Some(if value.is_empty() { key.clone() } else { value.to_owned() }),
                    code: "twice",
                    facts: vec![("first", first.to_string())],
                    original: data.original(&record),
                };
                clashes.push(reject);
            }
        }
        Ok(clashes)
    }

    fn headed(&self) -> Headed<'_> {
        Headed { header: &self.sheet.layout.header, delimiter: self.sheet.delimiter() }
    }
}

/// Why nothing was poured.
enum Stop {
    Again(Again),
    /// All lines together say something else than the first ones did.
    Concluded(Box<Conclusion>),
    Failed(ImportError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Self::Failed(error)
    }
}

/// What was found on the way.
#[derive(Default)]
struct Tally {
    found: Found,
    stop: Option<Stop>,
}

#[derive(Default)]
pub(crate) struct Found {
    lines: u64,
    reject_count: u64,
    rejects: Vec<Reject>,
    aside: Vec<crate::Aside>,
    stores_without_region: Vec<(String, comptoir_sales::Money)>,
    brought: (Vec<String>, Vec<String>),
    decided: proof::Decided,
    time_zone: Option<crate::ZoneProof>,
    misfits: Misfits,
}

impl Found {
    fn take(&mut self, reject: Reject) {
        self.reject_count += 1;
        if self.rejects.len() < REJECTS_HELD {
            self.rejects.push(reject);
        }
    }
}

/// The checked lines of a file, read as they are asked for.
struct Chunks<'a> {
    /// The figures of the lines, in a file of sales.
    evidence: Option<Evidence>,
    /// The columns before and after their figures were looked at, and where revenue comes from.
    reading: (Columns, Columns, Option<Basis>),
    may_redraw: bool,
    data: DataRows<'a>,
    lines: Lines,
    header: &'a [String],
    delimiter: char,
    name: &'a str,
    size: u64,
    aborts: bool,
    record: Record,
    watch: &'a dyn Watch,
    tally: Arc<Mutex<Tally>>,
    is_done: bool,
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk, Box<dyn Told>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_done {
            return None;
        }
        let mut chunk = Chunk::default();
        let tally = Arc::clone(&self.tally);
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        let stop = if self.watch.is_cancelled() {
            Some(Stop::Failed(ImportError::Cancelled { source_name: self.name.to_owned() }))
        } else {
            self.fill(&mut chunk, &mut tally.found).err()
        };
        let stop = stop.or_else(|| self.other_conclusion());
        self.watch.read(self.data.place(), self.size, tally.found.lines);
        if let Some(stop) = stop {
            self.is_done = true;
            tally.stop = Some(stop);
            return Some(Err(Box::new(ImportError::Stopped)));
        }
        if self.is_done {
            self.lines.finish(&mut chunk);
            tally.found.aside = std::mem::take(&mut self.data.aside);
            tally.found.stores_without_region = self.lines.stores_without_region();
            tally.found.brought = self.lines.brought();
            tally.found.decided = self.lines.decided();
            tally.found.time_zone = self.lines.time_zone();
            tally.found.misfits = self.evidence.as_ref().map(Evidence::misfits).unwrap_or_default();
        }
        Some(Ok(chunk))
    }
}

impl Chunks<'_> {
    /// At the end: what all lines together say, where it is not what the lines were read by.
    fn other_conclusion(&self) -> Option<Stop> {
        let evidence = self.evidence.as_ref().filter(|_| self.is_done && self.may_redraw)?;
        let (by_header, columns, basis) = &self.reading;
        let conclusion = amounts::decide(by_header, evidence);
        let agrees = evidence.count() == 0 || conclusion.agrees_with(columns, *basis);
        (!agrees).then(|| Stop::Concluded(Box::new(conclusion)))
    }

    fn fill(&mut self, chunk: &mut Chunk, found: &mut Found) -> Result<(), Stop> {
        for _ in 0..CHUNK_ROWS {
            if !self.data.read(&mut self.record)? {
                self.is_done = true;
                let first = found.rejects.first().filter(|_| self.aborts);
                return match first {
                    None => Ok(()),
                    Some(first) => Err(Stop::Failed(ImportError::Rejected {
                        source_name: self.name.to_owned(),
                        first: Box::new(first.clone()),
                        count: found.reject_count,
                    })),
                };
            }
            found.lines += 1;
            match self.lines.check(&self.record, chunk) {
                Checked::Taken => {
                    if let Some(evidence) = &mut self.evidence {
                        evidence.learn(&self.record);
                    }
                }
                Checked::NotALine => {
                    found.lines -= 1;
                    self.data.set_aside(&self.record);
                }
                Checked::Again(again) => return Err(Stop::Again(again)),
                Checked::Refused(reject) => {
                    let reject = Reject { original: self.data.original(&self.record), ..reject };
                    self.watch.rejected(&Headed { header: self.header, delimiter: self.delimiter }, &reject);
                    found.take(reject.clone());
                    chunk.rejects.push(reject);
                }
            }
        }
        Ok(())
    }
}
