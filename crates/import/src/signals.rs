//! Which columns say what a line is besides a sale: types of documents, states of orders, flags, numbers of documents.

use std::collections::{HashMap, HashSet};

use comptoir_sales::{SaleKind, fold};

use crate::{
    Field,
    columns::Columns,
    headers,
    meaning::{self, WordSense},
    record::{Cell, Record},
    wording,
};

/// The most words of a column that people use as a type or state.
const MOST_WORDS: usize = 40;

/// The most words of a column that is known by its content alone.
const MOST_WORDS_UNNAMED: usize = 12;

/// How a column says what its lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// By words for types: `Facture`, `Avoir`.
    Kind,
    /// By words for states: `Payée`, `Annulée`.
    State,
    /// By yes or no, or a day: `Annulé`, `cancelled_at`.
    Flag(WordSense),
    /// By yes or no, where a no is what leaves a question: `Payé`.
    Paid,
    /// By words whose lines repeat the money of others.
    Repeat,
    /// By being filled, or left blank, on such lines.
    RepeatFilled,
    RepeatBlank,
    /// By remarks that say of few lines that they do not count: `annulé, voir suivant`.
    Remark,
    /// By ways of paying that bring no money: `Offert`.
    GivenAway,
}

impl Form {
    /// Whether what its texts say is not remembered: they are too many, or stand in a column of products.
    pub(crate) fn is_uncached(self) -> bool {
        matches!(self, Self::Remark | Self::GivenAway | Self::Repeat | Self::RepeatFilled | Self::RepeatBlank)
    }

    /// The flag of the command line that answers for its words.
    pub(crate) fn flag(self) -> &'static str {
        match self {
            Self::Kind | Self::Repeat | Self::RepeatFilled | Self::RepeatBlank => "kind",
            Self::State | Self::Flag(_) | Self::Paid | Self::Remark | Self::GivenAway => "state",
        }
    }
}

/// The columns of a sheet that say what its lines are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals {
    /// Each with its place.
    pub(crate) columns: Vec<(usize, Form)>,
    /// That of them in which types of documents are the numbers that Sage has for them.
    pub(crate) codes: Option<usize>,
    /// The column of the numbers of documents.
    pub(crate) number: Option<usize>,
    /// The columns of products' names and references.
    pub(crate) products: Vec<usize>,
    /// Whether what is of a whole order stands on the first of its lines only.
    pub(crate) first_line_only: bool,
}

impl Signals {
    /// Finds the columns. `is_known_format` says that the roles of the format are enough.
    pub(crate) fn find(columns: &Columns, header: &[String], sample: &[Record]) -> Self {
        let bare = headers::without_tables(header);
        let keys: Vec<String> = bare.iter().map(|header| headers::key(header)).collect();
        let is_code =
            |place: &usize| bare[*place] != header[*place] && bare[*place].eq_ignore_ascii_case("type");
        let codes = (0..header.len()).find(is_code);
        let is_free = |place: usize| {
            columns.side != Some(place) && columns.roles().iter().all(|(_, used)| *used != place)
        };
        let words = |place: usize| Words::of(sample, place);
        let (mut found, mut remarks) = (Vec::new(), Vec::new());
        for (field, form) in [(Field::Status, Form::State), (Field::Kind, Form::Kind)] {
            if let Some(place) = columns.place(field) {
                let is_sure = strength(&keys[place]) == Strength::Sure || columns.preset.is_some();
                if !is_other(&keys[place])
                    && (is_sure || words(place).look_like_types(&keys[place], sample, place, columns))
                {
                    found.push((place, form));
                }
            }
        }
        for (place, key) in keys.iter().enumerate().filter(|(place, key)| is_free(*place) && !key.is_empty())
        {
            if let Some(form) = form_of(key, &words(place), sample, place, columns) {
                found.push((place, form));
            } else if columns.preset.is_none() && has_remarks(key) && !columns.profiles[place].is_number() {
                remarks.push((place, Form::Remark));
            } else if columns.preset.is_none() && is_of_payment(key) && !columns.profiles[place].is_number() {
                remarks.push((place, Form::GivenAway));
            }
        }
        // `+/-` has no words.
        let has_signs = |place: &usize| is_free(*place) && words(*place).are_signs();
        found.extend((0..keys.len()).filter(has_signs).map(|place| (place, Form::Kind)));
        found.sort_by_key(|(place, _)| *place);
        found.dedup_by_key(|(place, _)| *place);
        found.extend(remarks);
        if let Some(place) = codes {
            found.retain(|(other, _)| *other != place);
            found.push((place, Form::Kind));
        }
        let number = columns
            .place(Field::Ticket)
            .or_else(|| columns.place(Field::Id))
            .filter(|place| starts_with_letters(sample, *place));
        let number = number.or_else(|| {
            let named = |(place, key): &(usize, &String)| {
                is_free(*place) && is_number_header(key) && starts_with_letters(sample, *place)
            };
            keys.iter().enumerate().find(named).map(|(place, _)| place)
        });
        let products =
            [Field::Product, Field::Name].iter().filter_map(|field| columns.place(*field)).collect();
        let first_line_only = columns
            .place(Field::Ticket)
            .is_some_and(|ticket| stands_on_first_lines(sample, ticket, header.len()));
        Self { columns: found, codes, number, products, first_line_only }
    }
}

/// Whether some column is filled on the first line of every ticket, and on no other line.
fn stands_on_first_lines(sample: &[Record], ticket: usize, width: usize) -> bool {
    let is_first: Vec<bool> = (0..sample.len())
        .map(|at| at == 0 || sample[at - 1].cell(ticket) != sample[at].cell(ticket))
        .collect();
    let has_others = is_first.iter().any(|is_first| !is_first);
    // A ticket that comes again has no first line there: the lines are in no order.
    let mut tickets = HashSet::new();
    let firsts = sample.iter().zip(&is_first).filter(|(_, is_first)| **is_first);
    let are_together =
        firsts.map(|(record, _)| record.cell(ticket).as_str()).all(|ticket| tickets.insert(ticket));
    let of_orders = |place: &usize| {
        *place != ticket
            && sample
                .iter()
                .zip(&is_first)
                .all(|(record, first)| (record.cell(*place) != Cell::Empty) == *first)
    };
    has_others && are_together && (0..width).any(|place| of_orders(&place))
}

/// Where each ticket has one line whose cell at that place is filled: the first line of a ticket that does not follow its
/// others, or that is not the first and has that cell. Whether the cell is of the whole ticket cannot be known then.
pub(crate) fn out_of_order(sample: &[Record], ticket: usize, place: usize) -> Option<&Record> {
    let mut tickets: HashMap<&str, (usize, usize)> = HashMap::new();
    let is_filled = |record: &Record| record.cell(place) != Cell::Empty;
    let (mut found, mut last) = (None, None);
    for record in sample {
        let number = record.cell(ticket).as_str();
        let (lines, filled) = tickets.entry(number).or_default();
        if *lines > 0 && (is_filled(record) || last != Some(number)) {
            found = found.or(Some(record));
        }
        *lines += 1;
        *filled += usize::from(is_filled(record));
        last = Some(number);
    }
    found.filter(|_| tickets.values().all(|(_, filled)| *filled == 1))
}

fn starts_with_letters(sample: &[Record], place: usize) -> bool {
    sample.iter().any(|record| !prefix(record.cell(place).as_str()).is_empty())
}

/// The first letters of a document's number, before its digits: `AV` of `AV-2025-001`. Nothing in a text without
/// digits.
pub(crate) fn prefix(number: &str) -> String {
    if !number.bytes().any(|byte| byte.is_ascii_digit()) {
        return String::new();
    }
    let letters =
        number.chars().skip_while(|sign| !sign.is_alphabetic()).take_while(|sign| sign.is_alphabetic());
    fold(&letters.collect::<String>())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// The header says that it is of types or states.
    Sure,
    /// It may be.
    Possible,
    None,
}

fn strength(key: &str) -> Strength {
    const STATES: [&str; 8] =
        ["statut", "statuts", "status", "etat", "etats", "situation", "state", "states"];
    const TYPES: [&str; 6] = ["type", "nature", "kind", "sens", "categorie", "event"];
    const OF_LINES: [&str; 24] = [
        "document",
        "documents",
        "doc",
        "piece",
        "ligne",
        "line",
        "operation",
        "mouvement",
        "transaction",
        "facture",
        "vente",
        "commande",
        "order",
        "invoice",
        "ecriture",
        "ticket",
        "event",
        "evenement",
        "sale",
        "movement",
        "record",
        "move",
        "enregistrement",
        "financial",
    ];
    let words: Vec<&str> = key.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if has(&["statut", "statuts", "status"])
        || (has(&STATES) || has(&TYPES)) && has(&OF_LINES)
        || ["mouvement", "mouvements", "movement", "naturepiece", "naturepieceg"].contains(&key)
        || is_of_codes(key)
    {
        Strength::Sure
    } else if has(&STATES[..6])
        || ["type", "nature", "kind", "sens", "state", "validite", "validation", "event"].contains(&key)
    {
        Strength::Possible
    } else {
        Strength::None
    }
}

/// Whether a header is of codes for what was done: `Op`, `Code mvt`.
fn is_of_movements(key: &str) -> bool {
    const DONE: [&str; 8] = ["op", "ope", "mvt", "mouv", "operation", "mouvement", "mvts", "movement"];
    const CODES: [&str; 5] = ["code", "type", "nature", "sens", "cd"];
    match key.split(' ').filter(|word| !["de", "du", "d"].contains(word)).collect::<Vec<_>>().as_slice() {
        [done] => DONE[..4].contains(done),
        [code, done] => CODES.contains(code) && DONE.contains(done),
        _ => false,
    }
}

/// Whether a header is of codes for what was done, or for states: `Code état`.
fn is_of_codes(key: &str) -> bool {
    const STATES: [&str; 7] = ["etat", "etats", "statut", "status", "situation", "state", "statuts"];
    let words: Vec<&str> = key.split(' ').collect();
    let is_code = words.iter().any(|word| ["code", "cd", "id"].contains(word));
    is_of_movements(key) || words.len() <= 3 && is_code && words.iter().any(|word| STATES.contains(word))
}

/// Whether remarks below a header may be of the line: not those of its delivery or its payment.
fn has_remarks(key: &str) -> bool {
    let is_reason = key.split(' ').any(|word| ["reason", "motif", "raison"].contains(&word));
    !is_other(key)
        || is_reason
        || key == "mode"
        || key.split(' ').any(|word| ["client", "customer"].contains(&word))
}

/// Whether a header is of ways of paying.
fn is_of_payment(key: &str) -> bool {
    const PAYMENT: [&str; 6] = ["paiement", "paiements", "payment", "payments", "reglement", "reglements"];
    key.split(' ').any(|word| PAYMENT.contains(&word))
}

/// Whether a header is of something that no sale depends on: how it was paid, to whom, by which way.
fn is_other(key: &str) -> bool {
    const OTHERS: [&str; 53] = [
        "livraison",
        "delivery",
        "shipping",
        "shipment",
        "expedition",
        "fulfillment",
        "fulfilment",
        "transport",
        "colis",
        "mode",
        "moyen",
        "method",
        "methode",
        "instrument",
        "client",
        "customer",
        "produit",
        "product",
        "article",
        "tva",
        "tax",
        "taxe",
        "vat",
        "canal",
        "channel",
        "vendeur",
        "seller",
        "caissier",
        "cashier",
        "employe",
        "stock",
        "magasin",
        "store",
        "boutique",
        "compte",
        "carte",
        "card",
        "remise",
        "discount",
        "promotion",
        "prix",
        "price",
        "contrat",
        "rayon",
        "famille",
        "family",
        "marque",
        "unite",
        "pays",
        "country",
        "fidelite",
        "abonnement",
        "marketing",
    ];
    let words: Vec<&str> = key.split(' ').collect();
    let of_payment = words.iter().any(|word| ["paiement", "payment", "reglement"].contains(word));
    let of_state = words.iter().any(|word| ["statut", "status", "etat"].contains(word));
    words.iter().any(|word| OTHERS.contains(word)) || of_payment && !of_state
}

fn is_comment(key: &str) -> bool {
    const COMMENTS: [&str; 20] = [
        "lib",
        "libelle",
        "label",
        "nom",
        "name",
        "designation",
        "description",
        "commentaire",
        "commentaires",
        "remarque",
        "remarques",
        "note",
        "notes",
        "observation",
        "observations",
        "comment",
        "comments",
        "message",
        "motif",
        "memo",
    ];
    key.split(' ').any(|word| COMMENTS.contains(&word))
}

fn is_number_header(key: &str) -> bool {
    const NUMBERS: [&str; 9] = ["n", "no", "num", "numero", "number", "ref", "reference", "id", "code"];
    const DOCUMENTS: [&str; 11] = [
        "piece",
        "document",
        "doc",
        "facture",
        "invoice",
        "bon",
        "commande",
        "order",
        "ticket",
        "vente",
        "mouvement",
    ];
    let words: Vec<&str> = key.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    has(&DOCUMENTS) && (has(&NUMBERS) || words.len() == 1) || ["number", "numero", "num", "n"].contains(&key)
}

/// The signal of a column without a role, by its header and its content.
fn form_of(key: &str, words: &Words, sample: &[Record], place: usize, columns: &Columns) -> Option<Form> {
    if words.distinct.is_empty() {
        return None;
    }
    // `amount-type`, `amount-description`: what each of the amounts of a statement is.
    if is_kind_of_amounts(key) && !words.are_numbers() && words.distinct.len() <= MOST_WORDS {
        return Some(Form::Kind);
    }
    // Lines of a statement are sales, refunds, fees and payouts.
    let is_of_statement = columns.statement.is_some() && words.distinct.len() <= MOST_WORDS_UNNAMED;
    if is_of_statement && !is_other(key) && !words.are_numbers() && words.says().any(WordSense::is_no_sale) {
        return Some(Form::Kind);
    }
    if is_money_header(key) {
        return None;
    }
    // `Rendus` above 0 and 1 counts pieces.
    let is_count = || wording::counts_returned(key) && words.are_numbers();
    if let Some(says) = flag(key)
        .filter(|_| !is_count())
        .filter(|says| words.are_flags() || words.are_reasons(*says, sample.len()))
    {
        return Some(Form::Flag(says));
    }
    // Known formats have their own words for what is paid.
    if columns.preset.is_none() && says_paid(key) && words.are_flags() {
        return Some(Form::Paid);
    }
    if is_other(key) {
        return None;
    }
    match strength(key) {
        Strength::Sure if !words.are_numbers() || is_of_codes(key) && words.are_codes() => {
            Some(form_by_header(key))
        }
        Strength::Possible if !words.are_numbers() && words.look_like_types(key, sample, place, columns) => {
            Some(form_by_header(key))
        }
        Strength::None
            if columns.preset.is_none() && !is_comment(key) && words.are_surely_types(sample.len()) =>
        {
            Some(Form::State)
        }
        _ => None,
    }
}

fn form_by_header(key: &str) -> Form {
    let of_state = ["statut", "status", "etat", "situation", "state", "validite", "validation"];
    if key.split(' ').any(|word| of_state.contains(&word)) { Form::State } else { Form::Kind }
}

fn is_kind_of_amounts(key: &str) -> bool {
    const AMOUNTS: [&str; 4] = ["amount", "montant", "charge", "fee"];
    const KINDS: [&str; 6] = ["type", "description", "nature", "libelle", "reason", "motif"];
    let words: Vec<&str> = key.split(' ').collect();
    words.len() == 2
        && words.iter().any(|word| AMOUNTS.contains(word))
        && words.iter().any(|word| KINDS.contains(word))
}

fn is_money_header(key: &str) -> bool {
    const MONEY: [&str; 14] = [
        "montant", "amount", "total", "prix", "price", "qte", "quantite", "quantity", "qty", "nb", "nombre",
        "taux", "value", "valeur",
    ];
    key.split(' ').any(|word| MONEY.contains(&word))
}

/// Headers whose yes says that a line may not count.
const NOT_COUNTED: [&str; 37] = [
    "nul",
    "nulle",
    "impaye",
    "impayee",
    "impayes",
    "unpaid",
    "bloque",
    "bloquee",
    "litige",
    "conteste",
    "contestee",
    "interne",
    "inactif",
    "obsolete",
    "corrige",
    "corrigee",
    "rectifie",
    "rectifiee",
    "remplace",
    "remplacee",
    "ecole",
    "formation",
    "training",
    "test",
    "demo",
    "essai",
    "exclu",
    "exclue",
    "exclus",
    "excluded",
    "duplicata",
    "duplicate",
    "doublon",
    "perte",
    "casse",
    "fictif",
    "simulation",
];

/// The meaning of a header for the lines with a yes below it.
fn flag(key: &str) -> Option<WordSense> {
    let bare: Vec<&str> = key
        .split(' ')
        .filter(|word| {
            ![
                "is", "est", "a", "le", "la", "at", "date", "d", "de", "on", "commande", "order", "motif",
                "reason", "par", "by", "ticket", "ligne", "cause", "raison", "mode", "du", "ca", "en",
            ]
            .contains(word)
        })
        .collect();
    // `Remb.` with a yes is a sale that was paid back, or the line that pays it back.
    let is_paid_back = |word: &str| word.starts_with("remb") || word == "refund" || word == "refunds";
    let is_outside =
        bare.len() <= 3 && ["hors", "exclu", "exclude", "excluded"].contains(bare.first().unwrap_or(&""));
    if bare.len() == 1
        && (NOT_COUNTED.contains(&bare[0])
            || is_paid_back(bare[0]) && meaning::says(bare[0]) == WordSense::Return)
        || is_outside
    {
        return Some(WordSense::Unknown);
    }
    if let ["offert" | "offerte" | "offerts" | "gratuit" | "gratuite"] = bare[..] {
        return Some(WordSense::Sale(SaleKind::Free));
    }
    // A card and a cheque expire some day, whatever becomes of them.
    if bare.iter().any(|word| ["expiration", "expiry", "expire", "expires"].contains(word)) {
        return None;
    }
    let says = meaning::says(&bare.join(" "));
    let is_flag = matches!(
        says,
        WordSense::Aside(_) | WordSense::Refunded | WordSense::Return | WordSense::Cancellation
    );
    (is_flag && bare.len() <= 2)
        .then(|| if says == WordSense::Cancellation { meaning::says("annulé") } else { says })
}

fn says_paid(key: &str) -> bool {
    const PAID: [&str; 16] = [
        "facturee",
        "facture",
        "paye",
        "payee",
        "payes",
        "payees",
        "regle",
        "reglee",
        "encaisse",
        "encaissee",
        "acquitte",
        "acquittee",
        "paid",
        "is paid",
        "valide",
        "validee",
    ];
    let bare = ["ticket ", "vente ", "ligne ", "commande ", "facture "]
        .iter()
        .find_map(|about| key.strip_prefix(about));
    PAID.contains(&key)
        || key.strip_suffix(" le").is_some_and(|rest| PAID.contains(&rest))
        || bare.is_some_and(|bare| PAID.contains(&bare))
}

/// Whether a cell below a flag says yes; `None` where it says neither.
pub(crate) fn is_yes(cell: Cell<'_>) -> Option<bool> {
    let Some(text) = cell.filled() else { return Some(false) };
    match fold(text).as_str() {
        "" | "non" | "n" | "no" | "false" | "faux" | "0" | "f" | "null" | "none" | "nan" | "nat" => {
            Some(false)
        }
        "oui" | "o" | "y" | "yes" | "true" | "vrai" | "1" | "x" | "ok" | "t" => Some(true),
        // A day or a time is when it happened.
        other if other.bytes().filter(u8::is_ascii_digit).count() >= 6 => Some(true),
        _ => None,
    }
}

/// The words of a column and how many rows have each.
struct Words {
    distinct: Vec<(String, usize)>,
    rows: usize,
}

impl Words {
    fn of(sample: &[Record], place: usize) -> Self {
        let mut counts: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
        let mut rows = 0;
        for text in sample.iter().filter_map(|record| record.cell(place).filled()) {
            rows += 1;
            *counts.entry(text).or_default() += 1;
        }
        let mut distinct: Vec<_> = counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        distinct.sort();
        Self { distinct, rows }
    }

    fn are_numbers(&self) -> bool {
        let is_number = |(word, _): &(String, usize)| !word.chars().any(char::is_alphabetic);
        self.distinct.iter().all(is_number)
    }

    fn are_flags(&self) -> bool {
        self.distinct.iter().all(|(word, _)| is_yes(Cell::Text(word)).is_some())
    }

    /// Whether texts stand on some lines only, below a header of what was called off: who did it, or why.
    fn are_reasons(&self, says: WordSense, rows: usize) -> bool {
        matches!(says, WordSense::Aside(_)) && self.rows * 2 < rows && !self.are_numbers()
    }

    /// Whether all are signs: `+` and `-`.
    fn are_signs(&self) -> bool {
        self.distinct.len() > 1
            && self
                .distinct
                .iter()
                .all(|(word, _)| ["+", "-", "−", "–", "+1", "-1", "−1"].contains(&word.as_str()))
    }

    /// Whether all are a few whole numbers, as codes of types are.
    fn are_codes(&self) -> bool {
        (2..=6).contains(&self.distinct.len())
            && self.are_numbers()
            && self
                .distinct
                .iter()
                .all(|(word, _)| word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()))
    }

    fn says(&self) -> impl Iterator<Item = WordSense> {
        self.distinct.iter().map(|(word, _)| meaning::says(word))
    }

    /// Whether a column whose header leaves it open is one of types or states: few words, of which one is known to be
    /// of lines that are no sales, or short ones that the product alone does not decide.
    fn look_like_types(&self, key: &str, sample: &[Record], place: usize, columns: &Columns) -> bool {
        if self.distinct.len() > MOST_WORDS || self.are_numbers() {
            return false;
        }
        let are_means = self.says().all(|says| matches!(says, WordSense::Instrument | WordSense::Payment));
        let are_instruments =
            self.says().any(|says| says == WordSense::Instrument) || self.distinct.len() == 1;
        if are_means && are_instruments {
            return false;
        }
        let is_known = self.says().any(|says| says.is_no_sale() || matches!(says, WordSense::Payment));
        let are_short =
            self.distinct.len() >= 2 && self.distinct.iter().all(|(word, _)| word.chars().count() <= 3);
        is_known
            || self.are_of_sales(key) && !is_of_products(sample, place, columns)
            || are_short
                && !self.says().all(|says| says != WordSense::Unknown)
                && !is_of_products(sample, place, columns)
    }

    /// Whether most lines have a word of sales below a header of states or types, and others have other words: those
    /// are asked about where they are not understood.
    fn are_of_sales(&self, key: &str) -> bool {
        let is_meant = match form_by_header(key) {
            Form::State => meaning::says_paid_or_delivered,
            _ => meaning::is_document_of_sales,
        };
        let of_sales: usize =
            self.distinct.iter().filter(|(word, _)| is_meant(word)).map(|(_, count)| count).sum();
        self.distinct.len() >= 2 && of_sales * 2 > self.rows
    }

    /// Whether the words alone, whatever the header, say that the column is of types or states.
    fn are_surely_types(&self, rows: usize) -> bool {
        if self.distinct.len() > MOST_WORDS_UNNAMED
            || self.are_numbers()
            || self.distinct.len() * 2 > rows.max(4)
        {
            return false;
        }
        let (mut understood, mut no_sale) = (0, false);
        for ((word, count), says) in self.distinct.iter().zip(self.says()) {
            if !meaning::is_understood_whole(word) {
                continue;
            }
            understood += *count;
            let surely = matches!(
                says,
                WordSense::Return | WordSense::Refunded | WordSense::Aside(_) | WordSense::Cancellation
            );
            no_sale |= surely;
        }
        no_sale && understood * 2 > self.rows
    }
}

/// Whether each product has one word of the column: then it is a family of products.
fn is_of_products(sample: &[Record], place: usize, columns: &Columns) -> bool {
    let Some(product) = columns.place(Field::Product).or(columns.place(Field::Name)) else { return false };
    let mut words: std::collections::HashMap<&str, &str> = std::collections::HashMap::new();
    let mut again = false;
    for record in sample {
        let (product, word) = (record.cell(product).as_str(), record.cell(place).as_str());
        match words.insert(product, word) {
            Some(before) if before != word => return false,
            Some(_) => again = true,
            None => {}
        }
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{columns::Hints, layout::AsideKind, record::record};

    fn forms(header: &[&str], rows: &[&[&str]]) -> Vec<(usize, Form)> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let sample: Vec<Record> = rows.iter().map(|texts| record(2, texts)).collect();
        let hints = Hints { name: "f", header: &header, sample: &sample, ..Hints::default() };
        let columns = Columns::guess(&hints).unwrap();
        Signals::find(&columns, &header, &sample).columns
    }

    #[test]
    fn columns_of_types_states_and_flags_are_found_under_any_header() {
        let cancelled = WordSense::Aside(AsideKind::Cancelled);
        for (header, words, expected) in [
            ("Type de document", ["Facture", "Avoir"], Some(Form::Kind)),
            ("Statut de la commande", ["Payée", "Mauve"], Some(Form::State)),
            ("Financial Status", ["paid", "refunded"], Some(Form::State)),
            ("Annulé", ["Oui", "Non"], Some(Form::Flag(cancelled))),
            ("cancelled_at", ["", "2025-11-03 10:00"], Some(Form::Flag(cancelled))),
            ("Avancement", ["Livrée", "Annulée"], Some(Form::State)),
            ("Type", ["Boisson", "Plat"], None),
            ("Mode de paiement", ["CB", "Avoir"], Some(Form::GivenAway)),
            ("Statut livraison", ["Livrée", "Annulée"], None),
            ("Catégorie", ["Savons", "Bougies"], None),
            ("Vendeur", ["Anne", "Paul"], None),
            ("Montant remboursé", ["0", "1"], None),
        ] {
            let rows = [
                ["03/11/2025", "Savon", "2", "10,00", words[0]],
                ["14/11/2025", "Savon", "1", "5,00", words[1]],
                ["15/11/2025", "Pain", "1", "5,00", words[0]],
                ["16/11/2025", "Lait", "1", "5,00", words[0]],
            ];
            let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
            let found = forms(&["Date", "Article", "Quantité", "Montant", header], &rows);
            assert_eq!(found.first().map(|(_, form)| *form), expected, "{header}");
        }
    }

    #[test]
    fn the_letters_before_the_digits_are_a_numbers_prefix() {
        for (number, expected) in [
            ("AV-2025-001", "av"),
            ("FA0001", "fa"),
            ("2025-AV-3", "av"),
            ("RINV/1", "rinv"),
            ("Avoir", ""),
            ("12", ""),
        ] {
            assert_eq!(prefix(number), expected, "{number}");
        }
    }
}
