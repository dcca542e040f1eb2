//! The evidence for each word over the whole file: how many rows have it, how much money, with which signs.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasher,
};

use comptoir_sales::{Money, SaleKind, amount_fact};

use foldhash::{HashMap as FastMap, fast::FixedState};

use super::{Doubles, Group, Judge, taken_out::TakenOut};
use crate::{
    Different,
    columns::Columns,
    figures::Stated,
    layout::AsideKind,
    lines::room::{self, Full, Room},
    meaning::{Ambiguity, WordSense},
    record::{Record, View},
    repeats::{Repeats, Suspect},
    signals::Form,
    totals::Sums,
};

/// How many of a hundred lines of orders must have their invoices beside them.
const INVOICED: usize = 80;

/// Prefixes of numbers that say it in full.
const RETURNS: [&str; 9] =
    ["avoir", "avoirs", "refund", "rinv", "retour", "remboursement", "remb", "creditnote", "outrefund"];
const DRAFTS: [&str; 7] = ["devis", "quote", "quotation", "proforma", "brouillon", "draft", "estimate"];
/// Prefixes of numbers that stores or tills may have as well.
const SHORT: [&str; 18] = [
    "av",
    "avo",
    "avc",
    "avr",
    "avf",
    "nc",
    "cn",
    "crn",
    "ret",
    "dev",
    "dv",
    "qt",
    "quo",
    "pf",
    "aco",
    "acpt",
    "fac avoir",
    "acompte",
];
const ORDERS: [&str; 16] = [
    "co", "cde", "cmd", "cc", "bc", "bdc", "bcc", "bl", "bdl", "blc", "liv", "so", "order", "commande",
    "com", "cd",
];
const INVOICES: [&str; 11] = ["fa", "fac", "fact", "facture", "fc", "fv", "ft", "inv", "invoice", "f", "vfa"];

/// The meaning of the first letters of a document's number.
pub(super) fn of_prefix(prefix: &str) -> Option<WordSense> {
    match prefix {
        "" => None,
        prefix if RETURNS.contains(&prefix) => Some(WordSense::Return),
        prefix if DRAFTS.contains(&prefix) => Some(WordSense::Aside(AsideKind::Draft)),
        prefix if SHORT.contains(&prefix) => Some(WordSense::Ambiguous(Ambiguity::Short)),
        prefix if ORDERS.contains(&prefix) => Some(WordSense::Order),
        prefix if INVOICES.contains(&prefix) => Some(WordSense::Sale(SaleKind::Sale)),
        _ => None,
    }
}

/// A word that the user has to say the meaning of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineQuestion {
    /// The header of its column.
    pub column: String,
    /// The word, as the file has it.
    pub word: String,
    /// Why it is asked about: `word`, `signs`, `prefix`, `deposit`, `partial`, `total`, `payment`,
    /// `order`, `tip`, `part-of-line`, `tax`, `discount`, `title`, `twice`, `negative`, `remark`, `hidden`, `double`.
    pub why: &'static str,
    /// The flag that answers: `kind` or `state`.
    pub flag: &'static str,
    /// The first of its lines.
    pub line: u64,
    /// How many lines have it.
    pub lines: u64,
    /// What these lines state.
    pub amount: Money,
}

impl LineQuestion {
    /// The word with its column, its lines and what these state, in that currency: `Statut = Brouillon (×3, 45,00 €)`.
    pub fn shown(&self, currency: &str) -> String {
        let Self { column, word, lines, .. } = self;
        let amount = amount_fact(self.amount, currency);
        if column.is_empty() {
            return format!("{word} (×{lines}, {amount})");
        }
        format!("{column} = {word} (×{lines}, {amount})")
    }

    /// An answer that works as it stands; the likeliest one.
    pub fn example(&self) -> String {
        let meaning = match self.why {
            "deposit" | "partial" => "sale",
            "signs" => "return",
            "discount" => "discount",
            _ => "aside",
        };
        format!("--{} '{}={meaning}'", self.flag, self.word)
    }
}

/// The rows of one group.
#[derive(Debug, Default)]
struct Tally {
    /// Where the word stands, and as what.
    place: usize,
    word: String,
    says: Option<WordSense>,
    first_line: u64,
    lines: u64,
    above: u64,
    below: u64,
    amount: i64,
    /// Rows that are the sum of others, and how many of these are of several.
    confirmed: u64,
    confirmed_of_several: u64,
    /// The stores of its lines, as far as they are one.
    store: Store,
    /// How many of its lines a word of a column of types or states sets aside, by that word.
    aside_by: BTreeMap<Group, u64>,
}

impl Tally {
    /// Whether the words of columns of types and states set all of its lines aside, by what is concluded of them.
    fn is_aside(&self, rules: &HashMap<Group, WordSense>) -> bool {
        let is_aside = |group: &&Group| matches!(rules.get(group), Some(WordSense::Aside(_)));
        let lines: u64 =
            self.aside_by.iter().filter(|(group, _)| is_aside(group)).map(|(_, lines)| lines).sum();
        lines >= self.lines
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Store {
    #[default]
    None,
    One(String),
    Several,
}

/// How many goods are counted one by one: beyond them, orders are without their invoices, which is asked about.
const MOST_GOODS: usize = 500_000;

/// What the rows of a group take besides their word, and what a word that sets them aside takes.
const TALLY_BYTES: usize = 400;
const WORD_BYTES: usize = 100;

/// Lines of documents, by hashes of their products and quantities.
#[derive(Default)]
struct Goods {
    counts: FastMap<u64, u64>,
    lines: u64,
    hasher: FixedState,
}

impl Goods {
    fn add(&mut self, product: &str, quantity: Option<i64>) {
        self.lines += 1;
        let goods = self.hasher.hash_one((product, quantity));
        if let Some(count) = self.counts.get_mut(&goods) {
            *count += 1;
        } else if self.counts.len() < MOST_GOODS {
            self.counts.insert(goods, 1);
        }
    }
}

/// The evidence of all rows.
pub(crate) struct WordEvidence {
    tallies: BTreeMap<Group, Tally>,
    sums: Sums,
    /// The sums without rows that somebody has hidden, from the first of these on.
    shown: Option<Sums>,
    /// Whether a total of the file has hidden rows in it.
    hidden_are_in_totals: bool,
    doubles: Doubles,
    /// Products and quantities of orders, and of invoices.
    ordered: Goods,
    invoiced: Goods,
    room: Room,
    /// What sales and payments come to, as the file states them.
    sold: i64,
    last_is_bare: bool,
    rows: u64,
    /// Money that stands there twice, where it is looked for.
    repeats: Option<Repeats>,
    /// Lines below zero of what is never sold.
    taken_out: Option<TakenOut>,
}

impl Default for WordEvidence {
    fn default() -> Self {
        Self {
            tallies: BTreeMap::new(),
            sums: Sums::default(),
            shown: None,
            hidden_are_in_totals: false,
            doubles: Doubles::default(),
            ordered: Goods::default(),
            invoiced: Goods::default(),
            room: Room::new(room::WORDS, Different::Words),
            sold: 0,
            last_is_bare: false,
            rows: 0,
            repeats: None,
            taken_out: None,
        }
    }
}

impl WordEvidence {
    /// Looks for money that stands there twice as well.
    pub(crate) fn with_repeats(columns: &Columns) -> Self {
        Self { repeats: Some(Repeats::of(columns)), taken_out: Some(TakenOut::default()), ..Self::default() }
    }

    /// The lines that repeat the money of others.
    pub(crate) fn suspects(&self, judge: &Judge) -> Vec<Suspect> {
        let mut found = self.repeats.as_ref().map(|repeats| repeats.found(judge.date())).unwrap_or_default();
        let place = judge.signals.products.last().copied();
        let taken_out = self.taken_out.as_ref().map(TakenOut::words).unwrap_or_default();
        if let (Some(place), true, true) = (place, found.is_empty(), !taken_out.is_empty()) {
            found.push(Suspect::Words(place, taken_out, "negative"));
        }
        found
    }

    /// What one more row says.
    ///
    /// # Errors
    /// [`Full`] when the file has too many different words.
    pub(crate) fn learn(
        &mut self,
        judge: &mut Judge,
        record: &Record,
        stated: Stated,
        store: &str,
    ) -> Result<(), Full> {
        self.rows += 1;
        let amount = stated.amount.unwrap_or_default();
        let text = |place: Option<usize>| place.map(|place| record.cell(place).as_str()).unwrap_or_default();
        let (day, ticket) = (text(judge.date), text(judge.ticket));
        let civil_day = day.get(..10).unwrap_or(day);
        if let Some(word) = judge.total_by_words(record) {
            self.weigh_total(day, &[amount]);
            self.sums.confirm(&word, day, amount);
            return Ok(());
        }
        let mut groups = judge.groups(record, stated.amount.is_some());
        if judge.numbered.as_ref().is_some_and(|numbered| self.doubles.learn(numbered, record)) {
            groups.push((Group::Double, WordSense::Unknown));
        }
        self.last_is_bare = groups.iter().any(|(group, _)| *group == Group::Bare);
        let is_answered = groups.iter().any(|(group, _)| judge.is_settled(group));
        let is_total = |(group, _): &(Group, WordSense)| matches!(group, Group::Total(_) | Group::Bare);
        let confirmed = match groups.iter().find(|group| is_total(group)) {
            Some((Group::Total(word), _)) => self.sums.confirm(word, day, amount),
            Some(_) => self.sums.confirm("bare", day, amount),
            None => None,
        };
        let is_total = groups.iter().any(is_total);
        let no_sale = groups.iter().any(|(_, says)| {
            matches!(
                says,
                WordSense::Aside(_) | WordSense::Refunded | WordSense::Payment | WordSense::Deducted
            )
        });
        let is_back = groups.iter().any(|(_, says)| *says == WordSense::Return);
        if !is_total {
            let counted = if no_sale {
                0
            } else if is_back {
                -amount.abs()
            } else {
                amount
            };
            self.add_up(record, (day, ticket), amount, counted);
            if let Some(repeats) = self
                .repeats
                .as_mut()
                .filter(|_| !no_sale && !is_answered && !judge.is_of_accounts && stated.amount.is_some())
            {
                repeats.learn(record, civil_day, counted);
            }
            self.sold += if no_sale { 0 } else { amount };
        }
        self.learn_goods(judge, record, stated, &groups);
        let is_plain =
            !judge.is_of_accounts && groups.iter().all(|(_, says)| matches!(says, WordSense::Sale(_)));
        if let (Some(taken_out), Some(place), true) =
            (&mut self.taken_out, judge.signals.products.last(), is_plain)
        {
            taken_out.learn(record.cell(*place).as_str(), stated, judge.quantity.is_some());
        }
        // A fee that is given back with a refund says nothing of the signs of refunds.
        let is_deducted = groups.iter().any(|(_, says)| *says == WordSense::Deducted);
        let by_word = groups.iter().find(|(group, says)| {
            let is_aside = matches!(says, WordSense::Aside(_) | WordSense::Payment | WordSense::Instrument);
            is_aside && matches!(group, Group::Word(place, _) if *place != super::OF_FILE)
        });
        let by_word = by_word.map(|(group, _)| group.clone());
        for (group, says) in groups {
            let word = word_of(judge, record, &group);
            let key = group.clone();
            if !self.tallies.contains_key(&key) {
                self.room.take(TALLY_BYTES + 3 * word.1.len() + store.len())?;
            }
            let tally = self.tallies.entry(group).or_insert_with(|| Tally {
                place: word.0,
                word: word.1,
                first_line: record.line,
                ..Tally::default()
            });
            tally.says = Some(says);
            // Such rows that are no sales, or of nothing, leave no question.
            if matches!(key, Group::Hidden | Group::Double) && (no_sale || amount == 0) {
                continue;
            }
            tally.lines += 1;
            if let (Some(word), Group::Product(_) | Group::Total(_)) = (&by_word, &key) {
                if !tally.aside_by.contains_key(word) {
                    self.room.take(WORD_BYTES)?;
                }
                *tally.aside_by.entry(word.clone()).or_default() += 1;
            }
            let is_of_sales = !is_deducted || says == WordSense::Deducted;
            tally.above += u64::from(stated.sign() > 0 && is_of_sales);
            tally.below += u64::from(stated.sign() < 0 && is_of_sales);
            tally.amount = tally.amount.saturating_add(amount);
            tally.confirmed += u64::from(confirmed.is_some());
            tally.confirmed_of_several += u64::from(confirmed.is_some_and(|lines| lines > 1));
            tally.store = match std::mem::take(&mut tally.store) {
                Store::None => Store::One(store.to_owned()),
                Store::One(before) if before == store => Store::One(before),
                _ => Store::Several,
            };
        }
        Ok(())
    }

    /// Adds a line to the sums, with and without hidden rows.
    fn add_up(&mut self, record: &Record, (day, ticket): (&str, &str), amount: i64, counted: i64) {
        if record.view == View::Hidden && self.shown.is_none() {
            self.shown = Some(self.sums.clone());
        }
        self.sums.add(day, ticket, amount, counted);
        if let Some(shown) = self.shown.as_mut().filter(|_| record.view != View::Hidden) {
            shown.add(day, ticket, amount, counted);
        }
    }

    /// Takes in a total that stands outside of the data, with all numbers of its row.
    pub(crate) fn weigh_total(&mut self, day: &str, numbers: &[i64]) {
        let Some(shown) = &self.shown else { return };
        let is_with_hidden = |total: &i64| {
            *total != 0 && self.sums.would_confirm(day, *total) && !shown.would_confirm(day, *total)
        };
        self.hidden_are_in_totals |= numbers.iter().any(is_with_hidden);
    }

    fn learn_goods(&mut self, judge: &Judge, record: &Record, stated: Stated, groups: &[(Group, WordSense)]) {
        let is_document =
            |(group, _): &&(Group, WordSense)| matches!(group, Group::Prefix(_) | Group::Word(..));
        for (_, says) in groups.iter().filter(is_document) {
            let side = match says {
                WordSense::Order => &mut self.ordered,
                WordSense::Sale(SaleKind::Sale) => &mut self.invoiced,
                _ => continue,
            };
            let product = judge.signals.products.first().map(|place| record.cell(*place).as_str());
            side.add(product.unwrap_or_default(), stated.quantity);
        }
    }

    /// Whether anything was found that the rest of the file may contradict.
    pub(crate) fn is_worth_the_whole(&self, judge: &Judge) -> bool {
        let is_repeated = !self.suspects(judge).is_empty();
        let is_of_words = |(_, form): &(usize, Form)| !matches!(form, Form::Remark | Form::GivenAway);
        is_repeated
            || judge.numbered.is_some()
            || judge.signals.columns.iter().any(is_of_words)
            || self.tallies.iter().any(|(_, tally)| !matches!(tally.says, Some(WordSense::Sale(_))))
            || self.tallies.contains_key(&Group::Bare)
    }

    /// Concludes what each group is, into the judge; what stays open is returned.
    pub(crate) fn conclude(&self, judge: &mut Judge, header: &[String]) -> Vec<LineQuestion> {
        let mut questions = Vec::new();
        judge.rules.clear();
        for (group, tally) in &self.tallies {
            // Words come before products: what they say of these lines is concluded.
            match self.outcome(judge, group, tally) {
                Outcome::Asked(_)
                    if matches!(group, Group::Product(_) | Group::Total(_))
                        && tally.is_aside(&judge.rules) =>
                {
                    judge.rules.insert(group.clone(), WordSense::Sale(SaleKind::Sale));
                }
                Outcome::Is(says) => {
                    judge.rules.insert(group.clone(), says);
                }
                Outcome::Asked(why) => questions.push(LineQuestion {
                    column: header.get(tally.place).cloned().unwrap_or_default(),
                    word: tally.word.clone(),
                    why,
                    flag: judge.flag(group),
                    line: tally.first_line,
                    lines: tally.lines,
                    amount: Money::from_parts(tally.amount),
                }),
            }
        }
        questions.sort_by(|one, other| one.line.cmp(&other.line).then_with(|| one.word.cmp(&other.word)));
        questions
    }

    fn outcome(&self, judge: &Judge, group: &Group, tally: &Tally) -> Outcome {
        if let Some(answer) = judge.answer(group) {
            return Outcome::Is(WordSense::answered(answer));
        }
        match group {
            Group::Word(super::OF_FILE, _) => Outcome::Asked("title"),
            Group::Word(place, _) => self.of_word(judge, *place, tally),
            Group::Prefix(_) => self.of_prefix(judge, tally),
            Group::Product(_) => self.of_product(tally),
            Group::Total(_) => of_total(tally),
            Group::Bare => self.of_bare(judge, tally),
            Group::Hidden if tally.lines == 0 || self.hidden_are_in_totals => {
                Outcome::Is(WordSense::Sale(SaleKind::Sale))
            }
            Group::Hidden => Outcome::Asked("hidden"),
            Group::Double if tally.lines > 0 && self.doubles.are_sure() => Outcome::Asked("double"),
            Group::Double => Outcome::Is(WordSense::Sale(SaleKind::Sale)),
        }
    }

    fn of_word(&self, judge: &Judge, place: usize, tally: &Tally) -> Outcome {
        let is_state = judge.form(place) != Some(Form::Kind);
        match judge.form(place) {
            Some(Form::Repeat | Form::RepeatFilled | Form::RepeatBlank) => {
                return Outcome::Asked(judge.suspicion(place));
            }
            // What is below zero, or said of most lines, counts as it stands.
            Some(Form::Remark | Form::GivenAway) if tally.above == 0 || tally.lines * 2 > self.rows => {
                return Outcome::Is(WordSense::Sale(SaleKind::Sale));
            }
            Some(Form::Remark | Form::GivenAway) => return Outcome::Asked("remark"),
            _ => {}
        }
        let (is_mixed, is_below) = (tally.above > 0 && tally.below > 0, tally.below > 0);
        match tally.says.unwrap_or(WordSense::Unknown) {
            // What was given away has no price; where it has one, that may never have been paid.
            WordSense::Sale(SaleKind::Free) if tally.above > 0 && tally.lines * 2 <= self.rows => {
                Outcome::Asked("remark")
            }
            says @ WordSense::Sale(_) => Outcome::Is(says),
            WordSense::Return
                if self.column_has(place, |says| says == WordSense::Instrument) && !self.has_sales(place) =>
            {
                Outcome::Asked("word")
            }
            WordSense::Return | WordSense::Refunded | WordSense::Cancellation if is_mixed => {
                Outcome::Asked("signs")
            }
            WordSense::Return | WordSense::Cancellation if is_below => match self.taken_back(place, tally) {
                TakenBack::Nothing => Outcome::Is(WordSense::Return),
                TakenBack::Same => Outcome::Is(WordSense::Aside(AsideKind::Cancelled)),
                TakenBack::Other => Outcome::Asked("signs"),
            },
            WordSense::Return => Outcome::Is(WordSense::Return),
            WordSense::Refunded | WordSense::Cancellation if is_below => Outcome::Is(WordSense::Return),
            WordSense::Refunded => Outcome::Is(WordSense::Aside(AsideKind::Refunded)),
            WordSense::Cancellation if is_state => Outcome::Is(WordSense::Aside(AsideKind::Cancelled)),
            // Called off where nothing was sold before: such a line may take back one of another ticket.
            WordSense::Aside(AsideKind::Cancelled) if is_below && tally.above == 0 => Outcome::Asked("signs"),
            WordSense::Aside(kind) => Outcome::Is(WordSense::Aside(kind)),
            // What is kept back is below zero; what customers are charged for is not.
            WordSense::Deducted if tally.above == 0 || tally.amount < 0 => {
                Outcome::Is(WordSense::Aside(AsideKind::NotASale))
            }
            WordSense::Discount if tally.above > 0 => Outcome::Asked("signs"),
            WordSense::Discount => Outcome::Is(WordSense::Discount),
            WordSense::Payment | WordSense::Instrument if self.has_sales(place) => {
                Outcome::Is(WordSense::Aside(AsideKind::Payment))
            }
            // Payments below zero beside those of customers are the shop's own.
            WordSense::Payment if is_below && tally.above == 0 && self.has_payments_above(place) => {
                Outcome::Asked("payment")
            }
            WordSense::Payment | WordSense::Instrument => Outcome::Is(WordSense::Sale(SaleKind::Sale)),
            WordSense::Order => self.of_order(self.has_sales(place), "order"),
            WordSense::Ambiguous(Ambiguity::Partial) => Outcome::Asked("partial"),
            WordSense::Ambiguous(Ambiguity::Deposit) => Outcome::Asked("deposit"),
            WordSense::Cancellation | WordSense::Deducted | WordSense::Ambiguous(_) | WordSense::Unknown => {
                Outcome::Asked("word")
            }
        }
    }

    fn of_prefix(&self, judge: &Judge, tally: &Tally) -> Outcome {
        let sale = Outcome::Is(WordSense::Sale(SaleKind::Sale));
        // A column of types says it better.
        let is_typed = judge.signals.columns.iter().any(|(place, form)| {
            *form == Form::Kind
                && self.column_has(*place, |says| says.is_no_sale() || says == WordSense::Order)
        });
        if is_typed || self.is_code_of_store(tally) {
            return sale;
        }
        match tally.says {
            Some(WordSense::Return | WordSense::Ambiguous(_)) if tally.below > 0 && tally.above == 0 => {
                Outcome::Is(WordSense::Return)
            }
            Some(WordSense::Return) if tally.below > 0 => Outcome::Asked("signs"),
            Some(says @ (WordSense::Return | WordSense::Aside(_))) => Outcome::Is(says),
            Some(WordSense::Ambiguous(_)) => Outcome::Asked("prefix"),
            Some(WordSense::Order) => {
                let invoices = self.tallies.iter().any(|(group, tally)| {
                    matches!(group, Group::Prefix(_)) && matches!(tally.says, Some(WordSense::Sale(_)))
                });
                self.of_order(invoices, "prefix")
            }
            _ => sale,
        }
    }

    /// Orders and deliveries: their invoices may stand beside them.
    fn of_order(&self, invoices: bool, why: &'static str) -> Outcome {
        if !invoices {
            return Outcome::Is(WordSense::Sale(SaleKind::Sale));
        }
        let all = self.ordered.lines;
        let delivered = |(goods, count): (&u64, &u64)| {
            self.invoiced.counts.get(goods).copied().unwrap_or_default().min(*count)
        };
        let found: u64 = self.ordered.counts.iter().map(delivered).sum();
        if all > 0 && found * 100 >= all * INVOICED as u64 {
            Outcome::Is(WordSense::Aside(AsideKind::Order))
        } else {
            Outcome::Asked(why)
        }
    }

    /// Whether each prefix belongs to a store: then it is its code.
    fn is_code_of_store(&self, tally: &Tally) -> bool {
        let Store::One(store) = &tally.store else { return false };
        let others = self
            .tallies
            .iter()
            .filter(|(group, other)| matches!(group, Group::Prefix(_)) && other.word != tally.word);
        let mut others = others.peekable();
        !store.is_empty()
            && others.peek().is_some()
            && others.all(|(_, other)| matches!(&other.store, Store::One(other) if other != store))
    }

    fn of_product(&self, tally: &Tally) -> Outcome {
        match tally.says {
            Some(says @ WordSense::Aside(_)) => Outcome::Is(says),
            Some(WordSense::Payment) => {
                let is_payment = |(group, tally): &(&Group, &Tally)| {
                    matches!(group, Group::Product(_)) && tally.says == Some(WordSense::Payment)
                };
                let paid: i64 = self.tallies.iter().filter(is_payment).map(|(_, tally)| tally.amount).sum();
                if self.sold != 0 && paid.abs().abs_diff(self.sold.abs()) <= 200 {
                    Outcome::Is(WordSense::Aside(AsideKind::Payment))
                } else {
                    Outcome::Asked("payment")
                }
            }
            Some(WordSense::Ambiguous(Ambiguity::Tip)) => Outcome::Asked("tip"),
            Some(WordSense::Ambiguous(Ambiguity::PartOfLine)) => Outcome::Asked("part-of-line"),
            Some(WordSense::Ambiguous(Ambiguity::Tax)) => Outcome::Asked("tax"),
            // What is called off below zero takes another line back.
            Some(WordSense::Ambiguous(Ambiguity::CalledOff)) if tally.above == 0 => {
                Outcome::Is(WordSense::Sale(SaleKind::Sale))
            }
            Some(WordSense::Ambiguous(Ambiguity::CalledOff)) => Outcome::Asked("remark"),
            // What is taken off is below zero, or stands there as what it is.
            Some(WordSense::Discount) if tally.above > 0 && tally.below == 0 => Outcome::Asked("discount"),
            Some(WordSense::Discount) => Outcome::Is(WordSense::Sale(SaleKind::Sale)),
            _ => Outcome::Asked("deposit"),
        }
    }

    /// Rows without a product are totals where each day, or the file, ends with one that is its sum.
    fn of_bare(&self, judge: &Judge, tally: &Tally) -> Outcome {
        let is_each_day = tally.lines >= 2
            && tally.confirmed == tally.lines
            && tally.confirmed_of_several >= 1
            && tally.lines as usize == self.sums.day_count();
        let is_last =
            tally.lines == 1 && self.last_is_bare && tally.confirmed_of_several == 1 && self.rows > 3;
        let has_words = !judge.signals.products.is_empty();
        if is_each_day || is_last && has_words {
            Outcome::Is(WordSense::Aside(AsideKind::Total))
        } else {
            Outcome::Is(WordSense::Sale(SaleKind::Sale))
        }
    }

    /// Whether lines below zero take back what other lines of the column say was called off or paid back: those are
    /// set aside, and would be taken off a second time.
    fn taken_back(&self, place: usize, back: &Tally) -> TakenBack {
        let is_meant = |says: WordSense| match back.says {
            Some(WordSense::Return) => says == WordSense::Refunded,
            _ => says == WordSense::Aside(AsideKind::Cancelled),
        };
        let mut found = (0, 0);
        for (group, tally) in &self.tallies {
            let is_of_column = matches!(group, Group::Word(at, _) if *at == place);
            if is_of_column && tally.says.is_some_and(is_meant) && tally.above > 0 {
                found = (found.0 + tally.lines, tally.amount.saturating_add(found.1));
            }
        }
        match found {
            (0, _) => TakenBack::Nothing,
            (lines, amount) if lines == back.lines && amount == -back.amount => TakenBack::Same,
            _ => TakenBack::Other,
        }
    }

    fn column_has(&self, place: usize, test: impl Fn(WordSense) -> bool) -> bool {
        let of_column = |(group, tally): (&Group, &Tally)| {
            matches!(group, Group::Word(at, _) if *at == place) && tally.says.is_some_and(&test)
        };
        self.tallies.iter().any(of_column)
    }

    /// Whether a column has words of payments whose lines are above zero.
    fn has_payments_above(&self, place: usize) -> bool {
        self.tallies.iter().any(|(group, tally)| {
            matches!(group, Group::Word(at, _) if *at == place)
                && tally.says == Some(WordSense::Payment)
                && tally.above > 0
        })
    }

    /// Whether a column has words of sales besides its payments and orders.
    fn has_sales(&self, place: usize) -> bool {
        self.column_has(place, |says| matches!(says, WordSense::Sale(_)))
    }
}

/// What lines below zero take back, of those that are set aside.
enum TakenBack {
    Nothing,
    /// All of them, to the cent.
    Same,
    Other,
}

enum Outcome {
    Is(WordSense),
    Asked(&'static str),
}

/// Full rows that are called totals are, where each is the sum of others.
fn of_total(tally: &Tally) -> Outcome {
    let is_sure = tally.confirmed == tally.lines && (tally.confirmed_of_several > 0 || tally.lines > 1);
    if is_sure { Outcome::Is(WordSense::Aside(AsideKind::Total)) } else { Outcome::Asked("total") }
}

/// The place and the text of a group's word in a row.
fn word_of(judge: &Judge, record: &Record, group: &Group) -> (usize, String) {
    let text = |place: usize| record.cell(place).as_str();
    let is_it = |place: &&usize| {
        let said = judge.said.get(&(**place, text(**place).to_owned()));
        said.is_some_and(|said| said.as_ref().is_some_and(|(said, _)| said == group))
    };
    match group {
        Group::Word(super::OF_FILE, _) => (super::OF_FILE, judge.title.clone().unwrap_or_default()),
        Group::Word(place, _) => match judge.form(*place) {
            Some(Form::Kind | Form::State | Form::Repeat | Form::Remark | Form::GivenAway) => {
                (*place, text(*place).to_owned())
            }
            Some(Form::RepeatFilled | Form::RepeatBlank) => (*place, judge.header_of(*place).to_owned()),
            _ => (*place, judge.below_header(*place, text(*place))),
        },
        Group::Prefix(prefix) => (judge.signals.number.unwrap_or(usize::MAX), prefix.to_uppercase()),
        Group::Product(_) | Group::Total(_) => {
            let place = judge.signals.products.iter().find(is_it).copied().unwrap_or(usize::MAX);
            (place, text(place).to_owned())
        }
        Group::Bare => (usize::MAX, String::new()),
        Group::Hidden => (usize::MAX, super::HIDDEN_ROWS[0].to_owned()),
        Group::Double => (usize::MAX, super::DOUBLE_LINES[0].to_owned()),
    }
}
