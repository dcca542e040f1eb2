//! One file, from its bytes to the sink.

mod beside;
mod remembering;
mod weighing;

use std::sync::{Arc, Mutex, PoisonError};

use comptoir_sales::{Diagnostic, ImportMode, ImportOutcome, NewImport, SaleSink, SalesBook, Table};

use crate::{
    AmountFrom, ColumnProof, DecimalMark, Field, HiddenProof, ImportError, ImportObserver, LineQuestion,
    OnError, Options, Proof, Report, RowFormat, Sheet, Source,
    amounts::{self, Basis, Conclusion, Question},
    chunks::{Checks, Chunks, Found, Phase, Stop, Tally, Unknown},
    column_checks,
    columns::{Columns, Hints},
    currency, day_questions,
    evidence::Evidence,
    figures::Figures,
    fill::{self, Pattern},
    former::{self, Former},
    groups::UnclearGroups,
    inference::{ColumnInference, Overrides},
    judge::{DOUBLE_LINES, Judge},
    lines::{Counting, Lines, OpenWords, Reading, Restart},
    mapping::{Mapping, short_hex},
    meaning::WordSense,
    moves, order_shares, other_books,
    pasted::Pasted,
    proof,
    record::{Cell, Record},
    sheet::SAMPLE_ROWS,
    tax_words,
    zones::{self, DayRule},
};

/// How many rows are looked at to find out whether their days stand once.
const FILLED_ROWS: usize = 200_000;

/// How often an import starts again because another one came between.
const ATTEMPTS: u32 = 3;

/// How often the columns are given other roles because all lines say so.
const REDRAWS: u32 = 2;

/// The currency of amounts beside which none stands.
const CURRENCY: &str = "EUR";

/// A file whose columns have their roles; nothing of it is checked or written yet.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the file")]
pub struct Prepared {
    pub(crate) sheet: Sheet,
    pub(crate) columns: Columns,
    /// The columns by header and content, before their figures were looked at.
    by_header: Columns,
    /// The identity of the file's till, where the user does not name it.
    former: Former,
    pub(crate) inference: ColumnInference,
    pub(crate) overrides: Overrides,
    basis: Option<Basis>,
    /// The question that the figures leave open.
    question: Option<Question>,
    /// Whether the survey is of all rows.
    is_surveyed_whole: bool,
    remembered: Mapping,
    currency: String,
    /// That currency where the database or the user has settled it.
    settled_currency: Option<String>,
    /// Whether it is the user who says so, of this file.
    currency_is_said: bool,
    open_words: Option<OpenWords>,
    judge: Judge,
    /// Words whose meaning the user has to say.
    line_questions: Vec<LineQuestion>,
    /// Columns side by side of which is not known what they are of.
    pub(crate) unclear_groups: Option<UnclearGroups>,
    /// How many lines have no date, where those above may hold for them or not.
    missing_dates: usize,
    /// The line, and its day, where days that stand once do not follow each other.
    disordered: Option<(u64, String)>,
    /// The header, and the first line, of states of tickets that do not stand on their first lines.
    state_out_of_order: Option<(String, u64)>,
    /// Whether all rows are to be weighed, whatever the first ones say; whether all were.
    weigh_all: bool,
    weighed_all: bool,
    /// The till that the user named when a file of the same bytes was imported.
    source_before: Option<String>,
    /// Whether the user has said of a file of the same bytes that it is of the till whose sales of the same days are
    /// kept.
    same_till_before: bool,
    /// Where the amounts that are kept come from, unless those of the file take their place.
    amounts_before: Vec<String>,
    /// What a line of the same till comes to on average, and how many are kept.
    usual_amount: Option<(f64, u64)>,
    /// Whether lines that seem to stand there twice do not.
    is_pasted_once: bool,
}

impl Prepared {
    /// Reads the first part of a file, or all of it where that leaves a question, and finds out what it holds.
    ///
    /// # Errors
    /// When the file cannot be read, or its columns are not those of a table.
    pub fn read(source: &Source, options: &Options, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let prepared = Self::of(Sheet::open(source)?, options, book)?;
        prepared.ask_about_groups()?;
        prepared.check_columns(options)?;
        Ok(prepared)
    }

    /// Gives the columns of a sheet their roles, each row as it stands.
    pub(crate) fn of_rows(
        sheet: Sheet,
        options: &Options,
        book: &dyn SalesBook,
    ) -> Result<Self, ImportError> {
        let remembered = sheet.remembered(book)?;
        let hints = Hints {
            name: &sheet.name,
            header: &sheet.layout.header,
            sample: &sheet.sample,
            table: options.table,
            named: &options.map,
            ignored: &options.ignore,
            remembered: &remembered.named(),
            ignored_before: &remembered.ignored,
            own_names: &sheet.layout.own_names,
            says_cents: sheet.input.parts.says_cents,
            is_of_rejects: sheet.is_mended,
        };
        let former = former::find(&hints, Columns::guess(&hints)?.table);
        // Lines that were refused are of the columns of their file.
        let of_file = remembered.of_file();
        let remembered_roles = if sheet.is_mended { of_file.as_slice() } else { hints.remembered };
        let columns = Columns::guess(&Hints { remembered: remembered_roles, ..hints })?;
        let overrides = Overrides {
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
        let (inference, basis, open_words) = (ColumnInference::new(&overrides), None, None);
        let source_before = book.source_of(&sheet.sha256)?.filter(|source| !is_made_of_columns(source));
        let same_till_before = book.is_same_till(&sheet.sha256)?;
        let mut prepared = Self {
            sheet,
            by_header: columns.clone(),
            columns,
            former,
            inference,
            overrides,
            basis,
            question: None,
            is_surveyed_whole: false,
            remembered,
            currency,
            settled_currency,
            currency_is_said: options.currency.is_some(),
            open_words,
            judge: Judge::default(),
            line_questions: vec![],
            unclear_groups: None,
            missing_dates: 0,
            disordered: None,
            state_out_of_order: None,
            weigh_all: false,
            weighed_all: false,
            source_before,
            same_till_before,
            amounts_before: match options.mode {
                ImportMode::Replace { .. } => vec![],
                _ => book.amounts_from()?,
            },
            usual_amount: None,
            is_pasted_once: false,
        };
        prepared.usual_amount = match prepared.columns.table {
            Table::Sales => book.usual_amount(&prepared.source(options))?,
            _ => None,
        };
        prepared.sheet.sample.iter().for_each(|record| prepared.inference.learn(&prepared.columns, record));
        if prepared.inference.has_questions(&prepared.overrides) {
            prepared.survey_all()?;
        }
        prepared.forget_dates_of_another_language();
        prepared.decide_basis()?;
        // Asked about when the file is checked.
        let _ = prepared.decide_currency();
        prepared.find_days_that_stand_once(options)?;
        prepared.weigh(options)?;
        // Lines that are no sales say nothing of what a column of money means.
        let before = (prepared.columns.roles(), prepared.basis);
        prepared.decide_basis()?;
        if (prepared.columns.roles(), prepared.basis) != before {
            prepared.weigh(options)?;
        }
        Ok(prepared)
    }

    /// Whether the file can be imported as it is read.
    ///
    /// # Errors
    /// A missing column; a column that fits two readings.
    pub fn check(&self, options: &Options) -> Result<(), ImportError> {
        self.ask_about_groups()?;
        self.check_columns(options)?;
        let (name, header, sample) =
            (self.name(), self.sheet.layout.header.as_slice(), self.sheet.sample.as_slice());
        column_checks::check(&self.columns, (name, header), sample, self.sheet.input.delimiter())?;
        self.ask()?;
        self.ask_about_scale(options)?;
        self.ask_about_hidden_columns()?;
        let reader = self.inference.date_reader(&self.overrides);
        day_questions::check(&self.columns, (name, header), sample, reader)?;
        self.ask_about_lines()?;
        self.ask_about_other_books(options)
    }

    fn ask_about_lines(&self) -> Result<(), ImportError> {
        let place = self.columns.place(Field::Date);
        let column =
            || place.and_then(|place| self.sheet.layout.header.get(place)).cloned().unwrap_or_default();
        if let Some((line, value)) = self.disordered.clone() {
            let source_name = self.sheet.name.clone();
            return Err(ImportError::DaysOutOfOrder { source_name, column: column(), line, value });
        }
        if let Some((column, line)) = self.state_out_of_order.clone() {
            return Err(ImportError::StatesOutOfOrder { source_name: self.sheet.name.clone(), column, line });
        }
        if self.missing_dates > 0 {
            return Err(ImportError::MissingDates {
                source_name: self.sheet.name.clone(),
                column: column(),
                count: self.missing_dates,
            });
        }
        if !self.line_questions.is_empty() {
            let (source_name, questions) = (self.sheet.name.clone(), self.line_questions.clone());
            let currency = self.currency.clone();
            return Err(ImportError::UnclearLines { source_name, questions, currency });
        }
        Ok(())
    }

    fn check_columns(&self, options: &Options) -> Result<(), ImportError> {
        let (name, header) = (&self.sheet.name, &self.sheet.layout.header);
        self.columns.check(name, header, options.table)?;
        match tax_words::question(&self.columns, header, &self.sheet.sample, name) {
            Some(question) if self.columns.table == Table::Sales => Err(question),
            _ => Ok(()),
        }
    }

    /// Asks last whether these are sales at all: what else is asked about may show it better.
    fn ask_about_other_books(&self, options: &Options) -> Result<(), ImportError> {
        if self.columns.table != Table::Sales || options.table.is_some() {
            return Ok(());
        }
        let (header, sample) = (&self.sheet.layout.header, &self.sheet.sample);
        other_books::question(&self.columns, header, sample, self.name()).map_or(Ok(()), Err)
    }

    fn ask(&self) -> Result<(), ImportError> {
        self.inference.ask(&self.columns, &self.overrides, &self.sheet.name, &self.sheet.layout.header)?;
        if let Some(question) = &self.question {
            return Err(question.error(&self.sheet.name, &self.sheet.layout.header));
        }
        if let Some(question) = self.question_of_tax() {
            return Err(question.error(&self.sheet.name, &self.sheet.layout.header));
        }
        self.found_currency().map(|_| ())
    }

    /// The currency that stands beside the amounts or in their headers, where nothing else settles it.
    fn found_currency(&self) -> Result<Option<String>, ImportError> {
        let places = self.columns.roles().into_iter().filter(|(field, _)| field.is_money());
        let headers = places.filter_map(|(_, place)| self.sheet.layout.header.get(place));
        let mut in_headers = headers.filter_map(|header| currency::in_header(header));
        let mixed = |[found, other]: [String; 2]| ImportError::MixedCurrencies {
            source_name: self.sheet.name.clone(),
            found,
            other,
        };
        let Some(settled) = self.settled_currency.clone() else {
            return currency::only(self.inference.currencies().chain(in_headers)).map_err(mixed);
        };
        // What stands beside an amount is looked at line by line; a header is of all of them.
        let other = in_headers.find(|found| !self.currency_is_said && currency::differs(found, &settled));
        other.map_or(Ok(Some(settled.clone())), |other| Err(mixed([other.to_owned(), settled])))
    }

    fn decide_currency(&mut self) -> Result<(), ImportError> {
        self.currency = self.found_currency()?.unwrap_or_else(|| CURRENCY.to_owned());
        Ok(())
    }

    /// How each column is read, as far as is known before all lines are.
    pub fn columns(&self, options: &Options) -> Vec<ColumnProof> {
        let marks = self.decimal_marks().collect();
        let order = self.inference.date_reader(&self.overrides).order();
        proof::columns(&self.reading(options, false), &self.sheet.sample, &(marks, order))
    }

    fn decimal_marks(&self) -> impl Iterator<Item = (Field, DecimalMark)> {
        let roles = self.columns.roles().into_iter().filter(|(field, _)| field.is_decimal());
        roles.filter_map(|(field, _)| {
            Some((field, self.inference.number_reader(field, &self.overrides).mark()?))
        })
    }

    /// The file, as the user named it.
    pub fn name(&self) -> &str {
        &self.sheet.name
    }

    /// The table that the file holds. Products and stores come before the sales that name them.
    pub fn table(&self) -> Table {
        self.columns.table
    }

    /// Lets files with the same headers answer each other's questions: where one has the 27th of a month, the other
    /// that has only days up to the 12th is read alike.
    pub fn settle_by_neighbours(files: &mut [Self]) {
        let known: Vec<_> = files
            .iter()
            .filter(|file| !file.inference.has_questions(&file.overrides))
            .map(|file| {
                (file.sheet.signature.clone(), file.overrides.date_order.or(file.inference.date_order()))
            })
            .collect();
        for file in files.iter_mut().filter(|file| file.inference.has_questions(&file.overrides)) {
            let of_neighbour = known
                .iter()
                .find_map(|(signature, order)| order.filter(|_| *signature == file.sheet.signature));
            file.overrides.date_order_before = file.overrides.date_order_before.or(of_neighbour);
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
        watch: &dyn ImportObserver,
    ) -> Result<Report, ImportError> {
        self.check(options)?;
        let mut is_unsorted = false;
        let mut same_as = self.same_import(options, store)?;
        let (mut attempts, mut redraws) = (ATTEMPTS, REDRAWS);
        loop {
            watch.begins_again();
            match self.load(options, store, watch, is_unsorted, (same_as, redraws > 0)) {
                Ok(report) => return Ok(report),
                Err(Stop::Restart(Restart::Unsorted)) => is_unsorted = true,
                Err(Stop::Restart(Restart::Names)) => self.survey_words()?,
                Err(Stop::Restart(Restart::Doubt | Restart::Contradiction)) => {
                    self.survey_all()?;
                    self.decide_basis()?;
                    self.decide_currency()?;
                    self.ask()?;
                    self.weigh(options)?;
                    self.ask_about_lines()?;
                }
                Err(Stop::Restart(Restart::Words)) => {
                    self.weigh_all = true;
                    self.weigh(options)?;
                    self.ask_about_lines()?;
                }
                Err(Stop::Concluded(conclusion)) => {
                    redraws -= 1;
                    self.take(*conclusion)?;
                    self.ask()?;
                    self.weigh(options)?;
                    self.ask_about_lines()?;
                }
                // Another import came between: what is known is asked again.
                Err(Stop::Pasted(twice)) => match twice.question(&self.sheet)? {
                    Some(question) => return Err(question),
                    None => self.is_pasted_once = true,
                },
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
        self.inference = ColumnInference::new(&self.overrides);
        self.is_surveyed_whole = true;
        let mut data = self.sheet.data()?;
        let mut record = Record::default();
        while data.read(&mut record)? {
            self.inference.learn(&self.columns, &record);
        }
        self.inference.complete();
        Ok(())
    }

    /// Finds out whether days stand on the first of their lines only.
    fn find_days_that_stand_once(&mut self, options: &Options) -> Result<(), ImportError> {
        if self.columns.table != Table::Sales || self.sheet.is_mended {
            return Ok(());
        }
        let is_said = options.dates_once || self.remembered.dates_once;
        let mut reader = self.inference.date_reader(&self.overrides);
        let day = |cell: Cell<'_>| reader.read(cell).ok().map(|moment| moment.day);
        let mut rows = std::borrow::Cow::Borrowed(self.sheet.sample.as_slice());
        let place = self.columns.place(Field::Date);
        let lacks_day = |row: &Record| {
            let places = fill::places(&self.columns).chain(place);
            places.into_iter().any(|place| row.cell(place) == Cell::Empty)
        };
        if rows.iter().any(lacks_day) {
            rows = self.sheet.rows_up_to(FILLED_ROWS)?.into();
        }
        match Pattern::find(&self.columns, &rows, &self.sheet.layout.header, is_said, day) {
            Pattern::Whole => {}
            Pattern::Unclear(count) => self.missing_dates = count,
            Pattern::Disordered(line, value) => self.disordered = Some((line, value)),
            Pattern::Once(fill) => {
                self.take_id_for_ticket(&fill.columns);
                self.sheet.layout.fill = Some(fill);
                self.sheet.sample = self.sheet.rows_up_to(SAMPLE_ROWS)?;
            }
        }
        Ok(())
    }

    /// A number that stands on the first line of an order alone is no line's.
    fn take_id_for_ticket(&mut self, filled: &[usize]) {
        let id = self.columns.place(Field::Id).filter(|place| filled.contains(place));
        let Some(place) = id.filter(|_| !self.columns.is_pinned(Field::Id)) else { return };
        for columns in [&mut self.columns, &mut self.by_header] {
            columns.set(Field::Id, None);
            if columns.place(Field::Ticket).is_none() {
                columns.set(Field::Ticket, Some(place));
            }
        }
    }

    fn figures(&self) -> Figures {
        Figures::new(&self.columns, &self.inference, &self.overrides, self.basis)
    }

    /// Looks at what all rows call products and where they say that stores are.
    fn survey_words(&mut self) -> Result<(), ImportError> {
        let mut counting = Counting::new();
        let mut data = self.sheet.data()?;
        let mut record = Record::default();
        while data.read(&mut record)? {
            counting.learn(&self.columns, &record).map_err(|full| full.error(&self.sheet.name))?;
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
        let (mut evidence, mut judge) = (self.evidence(), self.judge.clone());
        for record in &self.sheet.sample {
            if !matches!(judge.verdict(record), Ok(WordSense::Aside(_))) {
                evidence.learn(record);
            }
        }
        self.take(amounts::decide(&self.by_header, &evidence))
    }

    fn evidence(&self) -> Evidence {
        Evidence::new(&self.by_header, &self.sheet.sample, &self.inference, &self.overrides)
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
                self.inference = ColumnInference::new(&self.overrides);
                self.sheet.sample.iter().for_each(|record| self.inference.learn(&self.columns, record));
            }
        }
        Ok(())
    }

    /// An import of the same bytes, read in the same way, after which nothing has changed.
    fn same_import(&self, options: &Options, book: &dyn SalesBook) -> Result<Option<i64>, ImportError> {
        match self.mode(options) {
            ImportMode::New => Ok(book.same_import(&self.sheet.sha256, &self.reading_hash(options))?),
            _ => Ok(None),
        }
    }

    /// A hash of everything besides the file that its reading depends on.
    fn reading_hash(&self, options: &Options) -> String {
        let (version, mapping) = (env!("CARGO_PKG_VERSION"), self.mapping(options).to_json());
        let Options { table, date_order, decimal, time_zone, .. } = options;
        let source = self.named_source(options);
        short_hex(&format!(
            "{version} {mapping} {table:?} {date_order:?} {decimal:?} {source:?} {time_zone:?} {}",
            self.currency
        ))
    }

    /// The till that the user names, or has named for a file of the same bytes.
    fn named_source<'a>(&'a self, options: &'a Options) -> Option<&'a String> {
        options.source.as_ref().or(self.source_before.as_ref())
    }

    /// Which till or shop the file is an export of: as the user says, else by the kinds of its columns, so that columns
    /// that are renamed, moved or added make no other source of it.
    pub(crate) fn source(&self, options: &Options) -> String {
        self.named_source(options).unwrap_or(&self.former.source).clone()
    }

    /// Whether the user says, or has said of the same bytes, that the file is of the till whose sales of the same
    /// days are kept.
    pub(crate) fn is_same_till(&self, options: &Options) -> bool {
        options.same_till || self.same_till_before
    }

    fn reading(&self, options: &Options, is_unsorted: bool) -> Reading {
        Reading {
            name: self.sheet.name.clone(),
            header: self.sheet.layout.header.clone(),
            columns: self.columns.clone(),
            inference: self.inference.clone(),
            overrides: self.overrides.clone(),
            basis: self.basis,
            source: self.source(options),
            former: self.former.clone(),
            source_is_named: self.named_source(options).is_some(),
            currency: self.currency.clone(),
            is_currency_open: self.settled_currency.is_none() && !self.inference.is_whole(),
            is_unsorted,
            open_words: self.open_words.clone(),
            judge: self.judge.clone(),
            shares: Arc::default(),
            moving: options.moving,
            writes_over: self.mode(options) != ImportMode::New,
        }
    }

    /// Where the sales of stores that move go with them, the stores are written over.
    fn mode(&self, options: &Options) -> ImportMode {
        match options.mode {
            ImportMode::New if self.columns.table == Table::Stores && options.moving.is_some() => {
                ImportMode::Upsert
            }
            mode => mode,
        }
    }

    fn load<S: SalesBook + SaleSink>(
        &self,
        options: &Options,
        store: &S,
        watch: &dyn ImportObserver,
        is_unsorted: bool,
        (same_as, may_redraw): (Option<i64>, bool),
    ) -> Result<Report, Stop> {
        let tally = Arc::new(Mutex::new(Tally::default()));
        let mut reading = self.reading(options, is_unsorted);
        if same_as.is_none() && self.columns.place(Field::OrderDiscount).is_some() {
            let spread = order_shares::of_file(&self.sheet, &reading, self.figures());
            reading.shares = Arc::new(spread?);
        }
        let chunks: Box<dyn Iterator<Item = _> + Send> = if same_as.is_some() {
            Box::new(std::iter::empty())
        } else {
            let evidence = self.basis.map(|basis| {
                let mut evidence = self.evidence();
                evidence.hold_against(basis.relation, &self.columns);
                evidence
            });
            Box::new(Chunks {
                checks: Checks::new(&self.columns, self.figures()),
                suspicions: self.suspicions(),
                pasted: self.may_be_pasted(options).then(Pasted::default),
                has_sums: (self.sheet.layout.has_totals(), 0),
                asks_about_moves: options.moving.is_none() && !self.remembered.stores_stay,
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
                phase: Phase::default(),
                unknown: Unknown::new(&self.columns, &self.sheet.layout.header),
            })
        };
        let is_of_sales = self.columns.table == Table::Sales;
        let import = NewImport {
            name: self.sheet.name.clone(),
            table: self.columns.table,
            source: reading.source.clone(),
            sha256: self.sheet.sha256.clone(),
            reading: self.reading_hash(options),
            mode: self.mode(options),
            covers_days: is_of_sales && self.columns.place(Field::Id).is_none() && !self.sheet.is_mended,
            keeps_amounts: self.basis.is_some_and(|basis| basis.from == AmountFrom::ListPrice),
            same_till: self.is_same_till(options),
            knows_twins: self.remembered.knows_twins,
            mapping: Some((self.sheet.signature.clone(), self.mapping(options).to_json())),
            currency: is_of_sales.then(|| self.currency.clone()),
            same_as,
            dry_run: options.dry_run,
            abort_on_reject: options.on_error == OnError::Abort,
            rejects_elsewhere: watch.keeps_rejects(),
            chunks,
        };
        let poured = store.load(import);
        let tally = std::mem::take(&mut *tally.lock().unwrap_or_else(PoisonError::into_inner));
        match (tally.stop, poured) {
            (Some(stop), Err(_)) => Err(stop),
            (_, Err(error)) => Err(Stop::Failed(error.into())),
            (_, Ok(poured)) => {
                Ok(self.report(options, reading, poured, tally.found, (store, store, watch))?)
            }
        }
    }

    /// Whether lines may have been pasted in twice: without ids of their own, and as long as nobody has said what they are.
    fn may_be_pasted(&self, options: &Options) -> bool {
        let answers = self.remembered.words().into_iter().chain(options.words.iter().cloned());
        let mut words = answers.map(|(word, _)| word.to_lowercase());
        let is_said = words.any(|word| DOUBLE_LINES.contains(&word.as_str()));
        let is_of_lines = self.columns.table == Table::Sales && self.columns.place(Field::Id).is_none();
        is_of_lines && !is_said && !self.is_pasted_once
    }

    fn report(
        &self,
        options: &Options,
        reading: Reading,
        mut poured: ImportOutcome,
        mut found: Found,
        (book, sink, watch): (&dyn SalesBook, &dyn SaleSink, &dyn ImportObserver),
    ) -> Result<Report, ImportError> {
        let writes_over = reading.writes_over;
        let stores_moved =
            moves::reports(std::mem::take(&mut found.moved), options.moving, writes_over, book)?;
        let clashes = self.clashes(&poured, &reading.source)?;
        if let Some(import_id) = poured.import_id {
            // The lines are kept already; that some are described less well does not undo that.
            let _ = sink.describe(import_id, &clashes);
        }
        for reject in clashes {
            watch.rejected(&self.headed(), &reject);
            found.take(reject);
        }
        let called_off = self.called_off(&found.ids_aside, &reading.source, book)?;
        // Those are named already.
        if !called_off.is_empty() && poured.held_back.still_counting() <= called_off.count {
            (poured.held_back.missing_count, poured.held_back.missing) = (0, vec![]);
        }
        found.rejects.sort_by_key(|reject| reject.line);
        found.aside.sort_by_key(|aside| aside.line);
        let filled = self.sheet.layout.fill.as_ref().map(|fill| fill.columns.as_slice()).unwrap_or_default();
        let header = |place: &usize| self.sheet.layout.header.get(*place).cloned().unwrap_or_default();
        found.account.filled = filled.iter().map(header).collect();
        let preset = self.columns.preset.map(|preset| preset.name.to_owned());
        let uses_money = self.columns.roles().iter().any(|(field, _)| field.is_money());
        let proof = Proof {
            format: self.sheet.input.format.to_owned(),
            encoding: self.sheet.input.encoding.map(str::to_owned),
            repair: self.sheet.input.repair.clone(),
            delimiter: self.sheet.input.delimiter(),
            sheets_read: self.sheet.input.parts.read.clone(),
            sheets_aside: self.sheet.input.parts.aside.clone(),
            sheets_hidden: self.sheet.input.parts.hidden.clone(),
            notes: self.sheet.input.parts.notes.clone(),
            hidden: HiddenProof { columns: self.hidden_names(&reading.columns), ..found.hidden },
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
            called_off,
            account: found.account,
            stores_without_region: found.stores_without_region,
            sold_elsewhere: found.sold_elsewhere,
            products_brought: found.brought.0,
            stores_brought: found.brought.1,
            stores_moved,
            prices_changed: found.prices_changed,
        })
    }

    fn headed(&self) -> RowFormat<'_> {
        RowFormat { header: &self.sheet.layout.header, delimiter: self.sheet.delimiter() }
    }
}

/// Whether a till is one that was not named: then it is a hash of columns.
fn is_made_of_columns(source: &str) -> bool {
    source.len() == 32 && source.bytes().all(|byte| byte.is_ascii_hexdigit())
}
