//! What each row is besides a sale, by the words of its file: its type, its state, its number, its name.

mod doubles;
mod evidence;
mod taken_out;

use std::collections::HashMap;

use comptoir_sales::{SaleKind, fold};
use foldhash::HashMap as FastMap;

use doubles::{Doubles, Numbered};
pub use evidence::LineQuestion;
pub(crate) use evidence::WordEvidence;
pub(crate) use taken_out::TakenOut;

use crate::{
    Field,
    columns::Columns,
    headers,
    layout::AsideKind,
    lines::LONGEST_TEXT,
    meaning::{self, Ambiguity, LineMeaning, WordSense},
    record::{Cell, Record, View},
    remarks,
    repeats::{self, Suspect},
    signals::{self, Form, Signals},
    totals,
};

/// Rows that are judged together.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Group {
    /// A word of a column of types or states, folded.
    Word(usize, String),
    /// The first letters of the numbers of documents.
    Prefix(String),
    /// A product that is a payment or a deposit, folded.
    Product(String),
    /// Full rows that are called totals, without their days.
    Total(String),
    /// Rows with an amount and without a product.
    Bare,
    /// Rows that somebody has hidden in a workbook.
    Hidden,
    /// Lines of tickets whose number has come before.
    Double,
}

/// What rows are called that somebody has hidden, in questions and answers.
pub(crate) const HIDDEN_ROWS: [&str; 2] = ["lignes masquées", "hidden rows"];

/// What lines are called whose number has come before.
pub(crate) const DOUBLE_LINES: [&str; 2] = ["lignes en double", "double lines"];

/// Stands for the place of a word that is above all columns.
const OF_FILE: usize = usize::MAX;

/// Judges rows.
#[derive(Clone, Default)]
pub(crate) struct Judge {
    signals: Signals,
    header: Vec<String>,
    /// What a title above the header says that all lines are, where that is not sales.
    title: Option<String>,
    /// Whether the lines are those of a ledger.
    is_of_accounts: bool,
    date: Option<usize>,
    ticket: Option<usize>,
    quantity: Option<usize>,
    /// Where lines of tickets are numbered, and those that have been judged.
    numbered: Option<Numbered>,
    doubles: Doubles,
    /// Kinds of a known format that are sales; nothing else is.
    sales_only: &'static [&'static str],
    kind: Option<usize>,
    /// Answers by folded word.
    answers: HashMap<String, LineMeaning>,
    /// What was concluded, by group.
    rules: HashMap<Group, WordSense>,
    /// What texts of columns have been found to say.
    said: FastMap<(usize, String), Option<(Group, WordSense)>>,
    /// What they say by the rules.
    concluded: FastMap<usize, FastMap<String, WordSense>>,
    /// How many texts both hold, and of how many bytes.
    held: (usize, usize),
    last_number: (String, Option<(Group, WordSense)>),
    /// Lines that repeat the money of others.
    suspects: Vec<Suspect>,
    /// What was said on the first line of the order read last.
    of_order: (String, Vec<(Group, WordSense)>),
}

/// How many texts of columns are understood once only, and the bytes of all of them; then they are forgotten, and
/// understood anew.
const TEXTS_SAID: usize = 1 << 16;
const BYTES_SAID: usize = 4 << 20;

/// A row belongs to groups that nothing was concluded of yet: the whole file has to be looked at.
pub(crate) struct Unforeseen;

impl Judge {
    pub(crate) fn new(
        columns: &Columns,
        header: &[String],
        sample: &[Record],
        answers: &[(String, LineMeaning)],
    ) -> Self {
        let mut by_word = HashMap::new();
        for (word, meaning) in answers {
            by_word.insert(folded(word), *meaning);
            if let Some(total) = totals::total_word(word) {
                by_word.insert(total, *meaning);
            }
        }
        Self {
            signals: Signals::find(columns, header, sample),
            header: header.to_vec(),
            is_of_accounts: columns.place(Field::Account).is_some(),
            date: columns.place(Field::Date),
            ticket: columns.place(Field::Ticket),
            quantity: columns.place(Field::Quantity),
            numbered: Numbered::find(columns, header),
            sales_only: columns.preset.map(|preset| preset.sales_only).unwrap_or_default(),
            kind: columns.place(Field::Kind),
            answers: by_word,
            ..Self::default()
        }
    }

    /// Judges a file with these titles above its header.
    pub(crate) fn below(mut self, titles: &[String]) -> Self {
        let of_header = || {
            let keys: Vec<String> = self.header.iter().map(|header| headers::key(header)).collect();
            meaning::header_other_than_sales(&keys).map(|place| self.header_of(place).to_owned())
        };
        let of_title = titles.iter().find(|title| meaning::titles_other_than_sales(title)).cloned();
        self.title = of_title.or_else(of_header);
        self
    }

    /// Judges a file in which these lines repeat the money of others.
    pub(crate) fn with_suspects(mut self, suspects: Vec<Suspect>) -> Self {
        for suspect in &suspects {
            let (place, form) = match suspect {
                Suspect::Words(place, ..) => (*place, Form::Repeat),
                Suspect::Filled(place) => (*place, Form::RepeatFilled),
                Suspect::Blank(place) => (*place, Form::RepeatBlank),
            };
            self.signals.columns.retain(|(at, _)| *at != place);
            self.signals.columns.push((place, form));
        }
        self.suspects.extend(suspects);
        self
    }

    /// Why the lines with such words are asked about.
    fn suspicion(&self, place: usize) -> &'static str {
        let why = |suspect: &Suspect| match suspect {
            Suspect::Words(at, _, why) if *at == place => Some(*why),
            _ => None,
        };
        self.suspects.iter().find_map(why).unwrap_or(repeats::TWICE)
    }

    /// The place and the first line of states that are those of whole tickets and do not stand on their first lines, where
    /// one of them says that something was not sold.
    pub(crate) fn state_out_of_order(&self, sample: &[Record]) -> Option<(usize, u64)> {
        let ticket = self.ticket?;
        let has_no_sale = |place: usize, form: Form| {
            let says = |record: &Record| self.word_anew(record.cell(place).filled()?, place, form);
            sample.iter().filter_map(says).any(|(_, says)| !matches!(says, WordSense::Sale(_)))
        };
        self.signals.columns.iter().find_map(|(place, form)| {
            let is_of_states = matches!(form, Form::Kind | Form::State);
            let record = signals::out_of_order(sample, ticket, *place).filter(|_| is_of_states)?;
            has_no_sale(*place, *form).then_some((*place, record.line))
        })
    }

    /// The place of what products are called.
    pub(crate) fn product(&self) -> Option<usize> {
        self.signals.products.last().copied()
    }

    /// The place of the days.
    pub(crate) fn date(&self) -> Option<usize> {
        self.date
    }

    /// The kind of the row: a sale, a return, a discount or set aside.
    ///
    /// # Errors
    /// When it has words that the part of the file looked at did not have.
    pub(crate) fn verdict(&mut self, record: &Record) -> Result<WordSense, Unforeseen> {
        if self.total_by_words(record).is_some() {
            return Ok(WordSense::Aside(AsideKind::Total));
        }
        self.make_room();
        let mut verdict = WordSense::Sale(SaleKind::Sale);
        if let Some((group, says)) = self.titled() {
            verdict = heavier(verdict, self.rule(&group, says)?);
        }
        if self.signals.first_line_only {
            for (group, says) in self.words(record) {
                verdict = heavier(verdict, self.rule(&group, says)?);
            }
        } else {
            for at in 0..self.signals.columns.len() {
                let (place, form) = self.signals.columns[at];
                if form.is_uncached() {
                    if let Some((group, says)) = self.word(record.cell(place), place, form) {
                        verdict = heavier(verdict, self.rule(&group, says)?);
                    }
                    continue;
                }
                verdict = heavier(
                    verdict,
                    self.concluded(record, place, |judge| judge.word(record.cell(place), place, form))?,
                );
            }
        }
        for at in 0..self.signals.products.len() {
            let place = self.signals.products[at];
            verdict =
                heavier(verdict, self.concluded(record, place, |judge| judge.named_product(record, place))?);
        }
        if let Some((group, says)) = self.number(record) {
            verdict = heavier(verdict, self.rule(&group, says)?);
        }
        if let (Some(says @ WordSense::Aside(_)), Some(numbered)) =
            (self.rules.get(&Group::Double), &self.numbered)
            && self.doubles.learn(numbered, record)
        {
            verdict = heavier(verdict, *says);
        }
        if record.view == View::Hidden {
            verdict = heavier(verdict, self.rule(&Group::Hidden, WordSense::Unknown)?);
        }
        let has_bare = matches!(self.rules.get(&Group::Bare), Some(WordSense::Aside(_)));
        if has_bare && self.is_bare(record) {
            verdict = heavier(verdict, WordSense::Aside(AsideKind::Total));
        }
        Ok(verdict)
    }

    /// The meaning of each text of a column by the rules, looked up once.
    fn concluded(
        &mut self,
        record: &Record,
        place: usize,
        said: impl FnOnce(&mut Self) -> Option<(Group, WordSense)>,
    ) -> Result<WordSense, Unforeseen> {
        let text = record.cell(place).as_str();
        if let Some(says) = self.concluded.get(&place).and_then(|of_place| of_place.get(text)) {
            return Ok(*says);
        }
        let says = match said(self) {
            Some((group, says)) => self.rule(&group, says)?,
            None => WordSense::Sale(SaleKind::Sale),
        };
        self.hold(text);
        self.concluded.entry(place).or_default().insert(text.to_owned(), says);
        Ok(says)
    }

    fn hold(&mut self, text: &str) {
        self.held = (self.held.0 + 1, self.held.1 + text.len());
    }

    /// Forgets the texts that were understood where they have become many.
    fn make_room(&mut self) {
        if self.held.0 >= TEXTS_SAID || self.held.1 >= BYTES_SAID {
            self.said.clear();
            self.concluded.clear();
            self.held = (0, 0);
        }
    }

    fn rule(&self, group: &Group, says: WordSense) -> Result<WordSense, Unforeseen> {
        match self.rules.get(group) {
            Some(says) => Ok(*says),
            None if matches!(says, WordSense::Sale(_)) => Ok(says),
            None => Err(Unforeseen),
        }
    }

    /// The total that a row is by its words alone: it is called one where nothing else says what was sold.
    pub(crate) fn total_by_words(&self, record: &Record) -> Option<String> {
        let is_empty = |place: &Option<usize>| place.is_none_or(|place| record.cell(place) == Cell::Empty);
        let products_are_empty = !self.signals.products.is_empty()
            && self.signals.products.iter().all(|place| record.cell(*place) == Cell::Empty);
        let mut found = None;
        for (place, text) in record.texts().enumerate() {
            let Some(word) = totals::total_word(text) else { continue };
            let names_no_product = !self.signals.products.contains(&place);
            let alone = is_empty(&self.date)
                || [self.date, self.quantity].contains(&Some(place))
                || products_are_empty
                || names_no_product && self.ticket == Some(place);
            if alone {
                return Some(word);
            }
            found = found.or(names_no_product.then_some(word)).filter(|_| products_are_empty);
        }
        found
    }

    /// The groups of a row, each with what its word says by itself.
    fn groups(&mut self, record: &Record, has_amount: bool) -> Vec<(Group, WordSense)> {
        self.make_room();
        let mut groups = self.words(record);
        groups.extend(self.titled());
        for at in 0..self.signals.products.len() {
            groups.extend(self.named_product(record, self.signals.products[at]));
        }
        groups.extend(self.number(record));
        if has_amount && self.is_bare(record) {
            groups.push((Group::Bare, WordSense::Sale(SaleKind::Sale)));
        }
        if record.view == View::Hidden {
            groups.push((Group::Hidden, WordSense::Unknown));
        }
        groups
    }

    /// The group of all lines, where a title says that they are no sales.
    fn titled(&self) -> Option<(Group, WordSense)> {
        let title = self.title.as_ref()?;
        Some((Group::Word(OF_FILE, fold(title)), WordSense::Unknown))
    }

    /// What the columns of types and states say; on the other lines of an order what its first line said, where that
    /// alone bears them.
    fn words(&mut self, record: &Record) -> Vec<(Group, WordSense)> {
        let ticket =
            self.ticket.filter(|_| self.signals.first_line_only).map(|place| record.cell(place).as_str());
        let ticket = ticket.filter(|ticket| !ticket.is_empty());
        let is_later = ticket.is_some_and(|ticket| ticket == self.of_order.0);
        let mut groups = Vec::new();
        for at in 0..self.signals.columns.len() {
            let (place, form) = self.signals.columns[at];
            // What stands on the line itself goes before what stands on the first line of its order.
            if is_later && record.cell(place) == Cell::Empty {
                let is_of_column =
                    |(group, _): &&(Group, WordSense)| matches!(group, Group::Word(of, _) if *of == place);
                groups.extend(self.of_order.1.iter().find(is_of_column).cloned());
            } else {
                groups.extend(self.word(record.cell(place), place, form));
            }
        }
        if is_later {
            return groups;
        }
        if let Some(ticket) = ticket {
            self.of_order = (ticket.to_owned(), groups.clone());
        }
        groups
    }

    /// Whether a row has nothing of what only sales have: a product, or in a file without products a ticket.
    fn is_bare(&self, record: &Record) -> bool {
        let is_empty = |place: &usize| record.cell(*place) == Cell::Empty;
        if self.signals.products.is_empty() {
            self.ticket.as_ref().is_some_and(is_empty)
        } else {
            self.signals.products.iter().all(is_empty)
        }
    }

    fn word(&mut self, cell: Cell<'_>, place: usize, form: Form) -> Option<(Group, WordSense)> {
        let text = cell.filled().unwrap_or_default();
        if text.is_empty() && !matches!(form, Form::Paid | Form::RepeatBlank) {
            return None;
        }
        // Remarks are too many to be remembered.
        if matches!(form, Form::Remark | Form::GivenAway) {
            let is_said = match form {
                Form::Remark => remarks::says_not_counted(text),
                _ => remarks::says_given_away(text),
            };
            return is_said.then(|| (Group::Word(place, fold(text)), WordSense::Unknown));
        }
        // What the same column says as that of products is remembered.
        if form.is_uncached() {
            return self.word_anew(text, place, form);
        }
        let key = (place, text.to_owned());
        if let Some(said) = self.said.get(&key) {
            return said.clone();
        }
        let said = self.word_anew(text, place, form);
        self.hold(text);
        self.said.insert(key, said.clone());
        said
    }

    fn word_anew(&self, text: &str, place: usize, form: Form) -> Option<(Group, WordSense)> {
        let folded = folded(text);
        let yes = || signals::is_yes(Cell::text(text));
        let below_header = || fold(&self.below_header(place, text));
        let (word, says) = match form {
            Form::Flag(says) => match yes() {
                Some(false) => return None,
                Some(true) => (below_header(), says),
                None => (below_header(), WordSense::Unknown),
            },
            Form::Paid => match yes() {
                Some(true) => return None,
                Some(false) => (below_header(), WordSense::Ambiguous(Ambiguity::Contrary)),
                None => (below_header(), WordSense::Unknown),
            },
            Form::Repeat => {
                let is_meant = |suspect: &Suspect| matches!(suspect, Suspect::Words(at, words, _) if *at == place && words.contains(&folded));
                self.suspects.iter().any(is_meant).then_some(())?;
                (folded, WordSense::Unknown)
            }
            Form::RepeatFilled | Form::RepeatBlank | Form::Remark | Form::GivenAway => {
                (text.is_empty() == (form == Form::RepeatBlank)).then_some(())?;
                (fold(self.header_of(place)), WordSense::Unknown)
            }
            Form::Kind | Form::State => {
                let is_no_sale = self.kind == Some(place)
                    && !self.sales_only.is_empty()
                    && !self.sales_only.contains(&folded.as_str());
                // Invoices, and those that are booked.
                let is_invoice = self.signals.codes == Some(place) && ["6", "7"].contains(&text);
                let says = match meaning::says(text) {
                    WordSense::Sale(_) if form == Form::Kind && meaning::is_loan(text) => WordSense::Unknown,
                    _ if is_invoice => WordSense::Sale(SaleKind::Sale),
                    says @ WordSense::Return => says,
                    _ if is_no_sale => WordSense::Aside(AsideKind::NotASale),
                    says if self.kind == Some(place) && !self.sales_only.is_empty() => {
                        sale_kind(says, &folded)
                    }
                    says => says,
                };
                (folded, says)
            }
        };
        Some((Group::Word(place, word), says))
    }

    /// A yes or no, or a day, with the header above it, which says what it is about.
    fn below_header(&self, place: usize, text: &str) -> String {
        let header = self.header_of(place);
        let is_day = text.bytes().filter(u8::is_ascii_digit).count() >= 6;
        if is_day || text.is_empty() { header.to_owned() } else { format!("{header} {text}") }
    }

    fn header_of(&self, place: usize) -> &str {
        self.header.get(place).map(String::as_str).unwrap_or_default()
    }

    fn named_product(&mut self, record: &Record, place: usize) -> Option<(Group, WordSense)> {
        let text = record.cell(place).as_str();
        // A line with a text so long is refused.
        if text.is_empty() || text.as_bytes()[0].is_ascii_digit() || text.len() > LONGEST_TEXT {
            return None;
        }
        let key = (place, text.to_owned());
        if let Some(said) = self.said.get(&key) {
            return said.clone();
        }
        let said = match totals::total_word(text) {
            Some(word) => Some((Group::Total(word), WordSense::Unknown)),
            // The accounts of a ledger say themselves which of them are of sales.
            None if self.is_of_accounts => None,
            None => meaning::says_product(text).map(|says| (Group::Product(fold(text)), says)),
        };
        self.hold(text);
        self.said.insert(key, said.clone());
        said
    }

    fn number(&mut self, record: &Record) -> Option<(Group, WordSense)> {
        let text = record.cell(self.signals.number?).as_str();
        if text.is_empty() || text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if self.last_number.0 == text {
            return self.last_number.1.clone();
        }
        let prefix = signals::prefix(text);
        let said = evidence::of_prefix(&prefix).map(|says| (Group::Prefix(prefix), says));
        self.last_number = (text.to_owned(), said.clone());
        said
    }
}

/// A format that names its kinds of sales says of each what it is.
fn sale_kind(says: WordSense, folded: &str) -> WordSense {
    match says {
        WordSense::Sale(_) | WordSense::Discount => says,
        _ => WordSense::Sale(crate::lines::product_kind(folded)),
    }
}

/// A word as it is compared; signs stay as they are.
fn folded(word: &str) -> String {
    let folded = fold(word);
    if folded.is_empty() { word.trim().to_owned() } else { folded }
}

/// Of two things that are said of a row the one that decides.
fn heavier(one: WordSense, other: WordSense) -> WordSense {
    let weight = |says: WordSense| match says {
        WordSense::Aside(AsideKind::Total) => 6,
        WordSense::Aside(_) => 5,
        WordSense::Return => 4,
        WordSense::Discount => 3,
        WordSense::Sale(SaleKind::Sale) => 0,
        _ => 1,
    };
    if weight(other) > weight(one) { other } else { one }
}

impl Judge {
    /// The user's answer for a group.
    fn answer(&self, group: &Group) -> Option<LineMeaning> {
        match group {
            Group::Word(_, word) | Group::Prefix(word) | Group::Product(word) | Group::Total(word) => {
                self.answers.get(word).copied()
            }
            Group::Bare => None,
            Group::Hidden => self.answer_about(&HIDDEN_ROWS),
            Group::Double => self.answer_about(&DOUBLE_LINES),
        }
    }

    fn answer_about(&self, words: &[&str]) -> Option<LineMeaning> {
        words.iter().find_map(|word| self.answers.get(&fold(word)).copied())
    }

    /// Whether the user has answered that lines of a group are set aside, or they are asked about already.
    fn is_settled(&self, group: &Group) -> bool {
        let is_suspect = matches!(group, Group::Word(place, _) if self.form(*place).is_some_and(|form| form.is_uncached() && !matches!(form, Form::Remark | Form::GivenAway)));
        is_suspect || self.answer(group) == Some(LineMeaning::Aside)
    }

    fn form(&self, place: usize) -> Option<Form> {
        self.signals.columns.iter().find(|(at, _)| *at == place).map(|(_, form)| *form)
    }

    fn flag(&self, group: &Group) -> &'static str {
        match group {
            Group::Word(place, _) => self.form(*place).map_or("kind", Form::flag),
            Group::Hidden | Group::Double => "state",
            _ => "kind",
        }
    }
}
