//! Files in which one figure stands side by side for several groups, each with a column of its own, as in a pivot table:
//! stores, products, hours, ways of paying, days.
//!
//! One of these columns alone is a part of the sales. Each row is read as one for each group where it is known what the
//! groups are, by the database or by their names; else it is asked.

use comptoir_sales::{Product, SalesBook, Store, Table};

use crate::{
    Field, ImportError, MoneyQuestion, Options, Prepared, Sheet, SideBySideKind,
    columns::{Columns, quoted},
    currency, dates,
    mapping::{Mapping, signature},
    numbers::{Marks, NumberReader},
    profile::Profile,
    record::{Cell, Record},
    side_by_side::{self, Part, ROUNDED, SideBySide},
    totals,
    wording::{Money, Takings, Word, Wording},
};

/// The names of the figure, where headers name the groups alone.
const MONEY: &str = "Montant";
const VALUE: &str = "Valeur";

/// Headers of sums that say nothing of money.
const SUMS: [&str; 6] = ["total", "total general", "totaux", "somme", "ensemble", "grand total"];

/// Columns of figures side by side, as far as headers and values show.
#[expect(clippy::struct_excessive_bools, reason = "each is an observation of its own")]
pub(crate) struct Groups<'a> {
    name: &'a str,
    header: &'a [String],
    sample: &'a [Record],
    parts: Vec<Option<Part>>,
    /// The column that is the sum of the groups on each row of the sample.
    total: Option<usize>,
    /// Whether a column is called a sum and is not that of the groups.
    has_other_total: bool,
    marks: Marks,
    is_money: bool,
    /// Whether all groups are days, or periods.
    are_days: bool,
    are_periods: bool,
    has_dates: bool,
    has_products: bool,
    has_stores: bool,
}

impl Prepared {
    /// Gives the columns of a sheet their roles, as far as they are found: [`Prepared::check`] says what is missing.
    ///
    /// # Errors
    /// When a column that the user names is not there, or the file cannot be read any more.
    pub fn of(sheet: Sheet, options: &Options, book: &dyn SalesBook) -> Result<Self, ImportError> {
        if let Some((sheet, amount)) = as_before(&sheet, options, book)? {
            let mut options = options.clone();
            options.map.push((Field::Amount, amount));
            return Self::of_rows(sheet, &options, book);
        }
        let remembered = sheet.remembered(book)?;
        let answer = options.side_by_side.or_else(|| remembered.side_by_side());
        if !sheet.layout.may_have_groups() {
            let mut sheet = sheet;
            let is_ignored =
                |header: &String| options.ignore.contains(header) || remembered.ignored.contains(header);
            sheet.layout.ignore_totals(&is_ignored);
            return Self::of_rows(sheet, options, book);
        }
        let is_named = |header: &String| {
            let ignored = options.ignore.iter().chain(&remembered.ignored);
            let mapped = options.map.iter().map(|(_, name)| name).chain(remembered.named.values());
            ignored.chain(mapped).any(|name| name == header)
        };
        let raw = sheet.clone();
        let find =
            |columns: &Columns| Groups::find(&raw.name, &raw.layout.header, &raw.sample, columns, &is_named);
        if let Some(kind) = answer
            && let Some(groups) = find(&Columns::by_content(&raw.layout.header, &raw.sample))
        {
            return groups.read(kind, sheet, options, book);
        }
        let mut prepared = Self::of_rows(sheet, options, book)?;
        let found = prepared.check(options);
        if prepared.columns.table != Table::Sales && found.is_ok() {
            return Ok(prepared);
        }
        let Some(groups) = find(&prepared.columns) else { return Ok(prepared) };
        match &found {
            Ok(()) => prepared.unclear_groups = groups.doubt(&prepared.columns),
            Err(error) if groups.explain(error) => {
                if let Some(kind) = groups.known_kind(book)? {
                    return groups.read(kind, raw.clone(), options, book);
                }
                prepared.unclear_groups =
                    Some(groups.question(None)).filter(|question| !question.choices.is_empty());
            }
            Err(_) => {}
        }
        Ok(prepared)
    }
}

impl Prepared {
    /// Asks what columns side by side are of.
    pub(crate) fn ask_about_groups(&self) -> Result<(), ImportError> {
        match &self.unclear_groups {
            Some(groups) => Err(groups.error(&self.sheet.name)),
            None => Ok(()),
        }
    }
}

/// The rows as they stand, and the column of the amount, where files with these columns were read so before columns side by
/// side were: read otherwise, the sales that are kept would be new ones.
fn as_before(
    sheet: &Sheet,
    options: &Options,
    book: &dyn SalesBook,
) -> Result<Option<(Sheet, String)>, ImportError> {
    let is_answered = options.side_by_side.is_some() || options.map.iter().any(|(field, _)| field.is_money());
    let Some(header) = sheet.layout.raw_header().filter(|header| !is_answered && header.len() > 2) else {
        return Ok(None);
    };
    let kept = book.mapping(&signature(header))?.map(|json| Mapping::of(&json)).unwrap_or_default();
    let amount = kept.columns.get(Field::Amount.name()).filter(|column| header.contains(*column));
    let Some(amount) = amount.filter(|_| kept.side_by_side.is_none()).cloned() else { return Ok(None) };
    let is_sum = side_by_side::is_total_of(&amount, &[]);
    Ok(if is_sum { Some((sheet.clone().without_groups()?, amount)) } else { None })
}

/// Columns side by side of which is not known what they are of, and what they may be.
#[derive(Clone)]
pub(crate) struct UnclearGroups {
    columns: Vec<String>,
    choices: Vec<SideBySideChoice>,
}

impl UnclearGroups {
    /// The error that asks.
    fn error(&self, name: &str) -> ImportError {
        ImportError::SideBySide {
            source_name: name.to_owned(),
            columns: self.columns.clone(),
            choices: self.choices.clone(),
        }
    }
}

impl<'a> Groups<'a> {
    /// Looks for such columns among those that the user has not named.
    pub(crate) fn find(
        name: &'a str,
        header: &'a [String],
        sample: &'a [Record],
        columns: &Columns,
        is_named: &dyn Fn(&String) -> bool,
    ) -> Option<Self> {
        let profile = |place: usize| &columns.profiles[place];
        let may_be = |place: usize| !is_named(&header[place]) && profile(place).is_number();
        let periods = (0..header.len()).filter(|place| may_be(*place) && dates::is_period(&header[*place]));
        let are_periods = periods.count() > 1;
        let mut parts: Vec<Option<Part>> = (0..header.len())
            .map(|place| {
                if !may_be(place) {
                    return None;
                }
                if are_periods {
                    return dates::is_period(&header[place]).then(|| Part::plain(&header[place]));
                }
                part_of(&header[place], profile(place))
            })
            .collect();
        let count = |parts: &[Option<Part>]| parts.iter().flatten().count();
        let mut marks = Marks::default();
        for record in sample {
            let places = (0..header.len()).filter(|place| parts[*place].is_some());
            places.for_each(|place| marks.learn(record.cell(place)));
        }
        let is_open = |place: &usize| parts[*place].is_none() && may_be(*place);
        let mut open = (0..header.len()).rev().filter(is_open);
        let total = open.clone().find(|place| comes_to(*place, &parts, sample, &marks));
        let has_other_total =
            total.is_none() && open.any(|place| side_by_side::is_total_of(&header[place], &[]));
        let is_money = |place: usize| profile(place).looks_like_money();
        let of_groups = || (0..header.len()).filter(|place| parts[*place].is_some());
        let all_money = of_groups().any(is_money);
        let mut named =
            parts.iter().flatten().map(|part| part.figure.as_str()).filter(|name| !name.is_empty());
        let figure = match named.next() {
            Some(first) if named.all(|other| other == first) => first,
            _ if all_money => MONEY,
            _ => VALUE,
        };
        let figure = figure.to_owned();
        for part in parts.iter_mut().flatten().filter(|part| part.figure.is_empty()) {
            figure.clone_into(&mut part.figure);
        }
        let is_text = |place: usize| parts[place].is_none() && profile(place).is_text();
        let has =
            |word: Word| (0..header.len()).any(|place| is_text(place) && columns.wordings[place].has(word));
        let has_role = |fields: &[Field]| {
            columns.table == Table::Sales
                && fields.iter().any(|field| columns.place(*field).is_some_and(is_text))
        };
        let is_day = |part: &Part| dates::is_date(Cell::text(&part.place));
        let found = Self {
            name,
            header,
            sample,
            total,
            has_other_total,
            marks,
            is_money: all_money,
            are_days: are_periods && parts.iter().flatten().all(is_day),
            are_periods,
            has_dates: columns.place(Field::Date).is_some()
                || (0..header.len()).any(|place| parts[place].is_none() && profile(place).is_date()),
            has_products: has(Word::Product) || has_role(&[Field::Product, Field::Name]),
            has_stores: has(Word::Store) || has_role(&[Field::Store, Field::City]),
            parts,
        };
        // A price or a quantity is of what a line sold, not of a group.
        let is_of_lines = [Field::Price, Field::Quantity]
            .iter()
            .any(|field| columns.place(*field).is_some_and(|place| found.parts[place].is_none()));
        (count(&found.parts) > 1 && !is_of_lines).then_some(found)
    }

    /// The groups read as those of a kind.
    pub(crate) fn read_as(&self, kind: SideBySideKind, delimiter: char) -> Option<SideBySide> {
        let mut parts = self.parts.clone();
        if kind == SideBySideKind::Months {
            for part in parts.iter_mut().flatten() {
                part.place = dates::last_day_of_month(&part.place)?;
            }
        }
        let found = SideBySide::of(self.header, &parts, kind, delimiter)?;
        Some(match self.total {
            Some(total) => found.with_total(total, self.marks.clone(), self.name),
            None => found,
        })
    }

    /// The file read as having such groups; the sum of parts stands beside them, or each is a line.
    fn read(
        &self,
        kind: SideBySideKind,
        sheet: Sheet,
        options: &Options,
        book: &dyn SalesBook,
    ) -> Result<Prepared, ImportError> {
        if let Some(total) = self.total.filter(|_| kind == SideBySideKind::Parts) {
            let mut options = options.clone();
            options.map.push((Field::Amount, self.header[total].clone()));
            options.map.retain(|(_, name)| name != VALUE);
            return Prepared::of_rows(sheet, &options, book);
        }
        let is_ignored = |header: &String| options.ignore.contains(header);
        let sheet = match self.read_as(kind, sheet.delimiter()) {
            Some(groups) => sheet.with_groups(groups, &is_ignored)?,
            None => sheet,
        };
        Prepared::of_rows(sheet, options, book)
    }

    /// What the groups are, where that is known.
    pub(crate) fn known_kind(&self, book: &dyn SalesBook) -> Result<Option<SideBySideKind>, ImportError> {
        if self.has_other_total {
            return Ok(None);
        }
        let names: Vec<&str> = self.parts.iter().flatten().map(|part| part.place.as_str()).collect();
        if self.are_periods {
            let is_of_days = self.are_days && !self.has_dates && (self.has_products || self.has_stores);
            return Ok((is_of_days && self.is_money).then_some(SideBySideKind::Days));
        }
        let says_money =
            || self.parts.iter().flatten().all(|part| Wording::of(&part.figure).money().is_some());
        if !self.has_dates || !self.is_money && !says_money() {
            return Ok(None);
        }
        // What stands beside two stores, or products, is another one.
        let are_mostly = |known: usize| known > 1 && known * 2 >= names.len();
        if !self.has_stores {
            let stores = book.stores()?;
            let known = names.iter().filter(|name| stores.iter().any(|store| is_store(store, name))).count();
            if are_mostly(known) || side_by_side::are_stores(names.iter().copied()) {
                return Ok(Some(SideBySideKind::Stores));
            }
        }
        if !self.has_products {
            let products = book.products()?;
            let is_known = |name: &&&str| products.iter().any(|product| is_product(product, name));
            if are_mostly(names.iter().filter(is_known).count()) {
                return Ok(Some(SideBySideKind::Products));
            }
        }
        // Hours, and rates of tax with money in their headers, are all of one day's takings.
        let are_hours = names.iter().all(|name| side_by_side::is_hour(name)) && self.is_money;
        let are_rates = names.iter().all(|name| name.contains('%')) && says_money();
        Ok((are_hours || are_rates).then_some(SideBySideKind::Parts))
    }

    /// Whether an error says of these columns that they are not understood.
    pub(crate) fn explain(&self, error: &ImportError) -> bool {
        let is_of_groups = |columns: &[String]| {
            let is_part = |column: &String| {
                self.header.iter().zip(&self.parts).any(|(name, part)| name == column && part.is_some())
                    || self.total.is_some_and(|total| self.header[total] == *column)
            };
            columns.iter().all(is_part)
        };
        match error {
            ImportError::MissingColumn { fields, .. } => {
                fields.contains(&Field::Amount) || self.are_periods && fields.contains(&Field::Date)
            }
            ImportError::AmbiguousMoney { question: MoneyQuestion::Amount, columns, .. }
            | ImportError::UnexplainedColumns { columns, .. } => is_of_groups(columns),
            ImportError::SideBySide { .. } | ImportError::PeriodsInHeader { .. } => true,
            // Two columns of unknown numbers share no figure for sure.
            ImportError::UnknownTable { .. } => self.are_periods || self.parts.iter().flatten().count() > 2,
            _ => false,
        }
    }

    /// The question where the amount that was found is one of the groups, or the sum of groups that may be stores or
    /// products and need not be money, or where one of them is more than it.
    fn doubt(&self, columns: &Columns) -> Option<UnclearGroups> {
        let mut fields = [Field::Amount, Field::Net].into_iter();
        let (field, amount) = fields.find_map(|field| Some((field, columns.place(field)?)))?;
        if columns.is_pinned(field) || columns.preset.is_some() || self.has_products {
            return None;
        }
        let is_money = |place: usize| columns.profiles[place].looks_like_money();
        let is_part = |place: usize| columns.wordings[place].takings == Takings::Part;
        let mut others =
            (0..self.parts.len()).filter(|place| *place != amount && self.parts[*place].is_some());
        if self.parts[amount].is_some() {
            return others.any(is_money).then(|| self.question(None));
        }
        if self.has_stores {
            return None;
        }
        if self.total == Some(amount) {
            let is_bare = SUMS.contains(&comptoir_sales::fold(&self.header[amount]).as_str());
            let is_open = is_bare && !is_money(amount) && others.any(|place| !is_part(place));
            return is_open.then(|| self.question(None));
        }
        if self.total.is_some() {
            return None;
        }
        let is_sum_elsewhere = side_by_side::is_total_of(&self.header[amount], &[])
            && others.clone().any(|place| !is_part(place))
            && self.mostly_come_to(amount);
        if is_sum_elsewhere {
            return Some(self.question(None));
        }
        // What is more than the amount is no part of it.
        let is_more = |place: usize| is_money(place) && !is_part(place) && self.exceeds(place, amount);
        others.any(is_more).then(|| self.question(Some(amount)))
    }

    /// Whether the groups come to a column on most rows of the sample.
    fn mostly_come_to(&self, place: usize) -> bool {
        let is_sum = |row: &&Record| comes_to(place, &self.parts, std::slice::from_ref(*row), &self.marks);
        self.sample.iter().filter(is_sum).count() * 2 > self.sample.len()
    }

    fn exceeds(&self, place: usize, amount: usize) -> bool {
        let mut reader = NumberReader::new(&self.marks, false);
        let mut value = |cell: Cell<'_>| reader.read(cell).map_or(0, |number| number.parts);
        let rows = self.sample.iter().filter(|row| value(row.cell(place)) > value(row.cell(amount)));
        rows.count() * 5 >= self.sample.len()
    }

    /// What the groups may be, or which column beside them may be the amount.
    fn question(&self, amount: Option<usize>) -> UnclearGroups {
        let kinds = SideBySideKind::ALL.into_iter().filter(|kind| self.may_be(*kind));
        let is_bare = self.parts.iter().flatten().any(|part| part.figure == VALUE);
        let figures = if is_bare { vec![Some(Field::Amount), Some(Field::Quantity)] } else { vec![None] };
        let choice = |kind| {
            let of = |field: &Option<Field>| field.map(|field| (field, VALUE.to_owned()));
            figures.iter().map(move |field| SideBySideChoice { kind: Some(kind), figure: of(field) })
        };
        let kinds = kinds.filter(|kind| self.read_as(*kind, ';').is_some()).flat_map(choice);
        let beside = amount.map(|place| SideBySideChoice {
            kind: None,
            figure: Some((Field::Amount, self.header[place].clone())),
        });
        let named = self.header.iter().zip(&self.parts).filter(|(_, part)| part.is_some());
        UnclearGroups {
            columns: named.map(|(name, _)| name.clone()).collect(),
            // Where an amount stands beside the groups, there would be two with them.
            choices: if beside.is_some() { beside.into_iter().collect() } else { kinds.collect() },
        }
    }

    fn may_be(&self, kind: SideBySideKind) -> bool {
        match kind {
            SideBySideKind::Days => self.are_days && !self.has_dates,
            SideBySideKind::Months => self.are_periods && !self.are_days && !self.has_dates,
            SideBySideKind::Stores => !self.are_periods && self.has_dates && !self.has_stores,
            SideBySideKind::Products => !self.are_periods && self.has_dates && !self.has_products,
            SideBySideKind::Parts => !self.are_periods && self.has_dates,
        }
    }
}

/// What columns side by side may be; where their figures may be pieces or money, with what they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideBySideChoice {
    /// What the columns are of; `None` where another column is the amount.
    pub kind: Option<SideBySideKind>,
    /// The role of their figures, by the name that these get, or of that other column.
    pub figure: Option<(Field, String)>,
}

impl SideBySideChoice {
    /// The flags that say so.
    pub(crate) fn flags(&self) -> String {
        let kind = self.kind.iter().map(|kind| format!("--side-by-side {}", kind.name()));
        let map = self.figure.iter().map(|(field, name)| format!("--map {}={}", field.name(), quoted(name)));
        kind.chain(map).collect::<Vec<_>>().join(" ")
    }
}

/// The figure and the group of a header that names a group.
fn part_of(header: &str, profile: &Profile) -> Option<Part> {
    let bare = header.trim();
    if bare.is_empty() || totals::total_word(bare).is_some() || is_of_change(bare) {
        return None;
    }
    if side_by_side::is_hour(bare) {
        return Some(Part::plain(bare));
    }
    if let Some(part) = Part::of(bare) {
        return Some(part);
    }
    let name = currency::taken_off_header(bare);
    let wording = Wording::of(name);
    let is_unknown = wording.is_unknown() && wording.money().is_none() && !is_code(name);
    let is_part =
        wording.takings == Takings::Part && !matches!(wording.money(), Some(Money::Tax | Money::Fee));
    let may_be_figure = profile.looks_like_money() || profile.is_whole();
    ((is_unknown || is_part) && may_be_figure).then(|| Part::plain(name))
}

/// Whether a header is of what a customer handed over, or got back: `Espèces reçues`, `Rendu`.
fn is_of_change(header: &str) -> bool {
    const WORDS: [&str; 11] = [
        "rendu", "rendue", "rendus", "monnaie", "recu", "recue", "recus", "recues", "received", "tendered",
        "change",
    ];
    comptoir_sales::fold(header).split(' ').any(|word| WORDS.contains(&word))
}

/// Whether a header has no word at all.
fn is_code(header: &str) -> bool {
    header.chars().filter(|sign| sign.is_alphabetic()).count() < 2 && !header.contains('%')
}

/// Whether a column is the sum of the groups on every row of the sample that states both.
fn comes_to(place: usize, parts: &[Option<Part>], sample: &[Record], marks: &Marks) -> bool {
    let mut reader = NumberReader::new(marks, false);
    let mut value = |cell: Cell<'_>| match cell {
        Cell::Empty => Some(0),
        cell => reader.read(cell).ok().map(|number| number.parts),
    };
    let (mut rows, mut parts_of_rows) = (0, 0);
    for record in sample.iter().filter(|record| record.cell(place) != Cell::Empty) {
        let groups: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].is_some()).collect();
        let sum = groups.iter().map(|at| value(record.cell(*at))).sum::<Option<i64>>();
        let (Some(sum), Some(stated)) = (sum, value(record.cell(place))) else { return false };
        if stated.abs_diff(sum) > ROUNDED {
            return false;
        }
        rows += usize::from(stated != 0);
        parts_of_rows +=
            groups.iter().filter(|at| value(record.cell(**at)).is_some_and(|value| value != 0)).count();
    }
    // A column beside empty ones is no sum.
    rows > 0 && parts_of_rows > rows
}

fn is_store(store: &Store, name: &str) -> bool {
    let names = [&store.code, &store.name, &store.city];
    names.into_iter().flatten().any(|known| comptoir_sales::fold(known) == comptoir_sales::fold(name))
}

fn is_product(product: &Product, name: &str) -> bool {
    product.name == name || product.code.as_deref() == Some(name)
}
