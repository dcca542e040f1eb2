//! The meaning of a header by its words, whatever their order, number, gender and prepositions.
//!
//! A header is understood only when all of its words are: `Date de vente` is a date, `Date de naissance` is not.

mod vocabulary;

use crate::{
    headers,
    meaning::{self, WordSense},
    numbers::Scale,
};
use vocabulary::{PHRASES, SILENT, WORDS};

/// The subject of a word of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Word {
    Date,
    Time,
    Year,
    Month,
    Sale,
    Sold,
    Order,
    Document,
    Line,
    Product,
    Reference,
    Number,
    Name,
    Store,
    Quantity,
    Count,
    Amount,
    Subtotal,
    Price,
    Unit,
    Gross,
    Net,
    BeforeTax,
    WithTax,
    Tax,
    Rate,
    Discount,
    Before,
    After,
    Category,
    Kind,
    Currency,
    Paid,
    Delivery,
    Due,
    Customer,
    Cost,
    Margin,
    Stock,
    Balance,
    Refund,
    Tip,
    Fee,
    Person,
    Means,
    Note,
    Created,
    Changed,
    Limit,
    Measure,
    Barcode,
    Running,
}

use Word::{
    After, Amount, Balance, Barcode, Before, BeforeTax, Category, Changed, Cost, Count, Created, Currency,
    Customer, Date, Delivery, Discount, Document, Due, Fee, Gross, Kind, Limit, Line, Margin, Means, Measure,
    Month, Name, Net, Number, Order, Paid, Person, Price, Product, Quantity, Rate, Reference, Refund,
    Running, Sale, Sold, Stock, Store, Subtotal, Tax, Time, Tip, Unit, WithTax, Year,
};

/// The words of one header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wording {
    words: u64,
    /// Whether there is a word that is not known.
    has_other: bool,
    /// Whether the sign or code of a currency stands in it.
    pub(crate) has_currency: bool,
    /// The currency that it names, ISO 4217 or a sign of several.
    pub(crate) currency: Option<&'static str>,
    /// What its values count: `amount_cents`, `CA (k€)`.
    pub(crate) scale: Scale,
    /// Whether it says that its values are hundredths or shares.
    pub(crate) has_percent: bool,
    /// What takings below it are of.
    pub(crate) takings: Takings,
    /// What whole numbers below it count.
    pub(crate) pieces: Pieces,
}

/// What pieces are counted below a header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pieces {
    /// Nothing is said.
    #[default]
    Any,
    /// Those that came back, or were called off: `Rendus`, `Qty refunded`.
    Returned,
    /// Those that are left of an order: `current_quantity`.
    Left,
}

/// What takings are of, by their header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Takings {
    /// Nothing is said.
    #[default]
    Any,
    /// Of a part of those of one store: a way of paying, a service, a rate of tax.
    Part,
}

/// Words that name parts of the takings of one store.
const PARTS_OF_TAKINGS: [&str; 18] = [
    "midi",
    "soir",
    "matin",
    "apres",
    "emporter",
    "place",
    "livraison",
    "salle",
    "terrasse",
    "comptoir",
    "web",
    "internet",
    "ligne",
    "lunch",
    "dinner",
    "morning",
    "evening",
    "takeaway",
];

impl Wording {
    /// Understands a header.
    pub(crate) fn of(header: &str) -> Self {
        let lower = header.to_lowercase();
        let is_code = |word: &str| matches!(word, "eur" | "euro" | "euros" | "chf" | "usd" | "gbp" | "xpf");
        let key = headers::key(&without_dots(&without_what_is_less(header)));
        let mut wording = Self {
            has_currency: header.contains(['€', '$', '£']) || key.split(' ').any(is_code),
            currency: crate::currency::in_header(header),
            has_percent: header.contains('%'),
            ..Self::default()
        };
        wording.pieces = match key.as_str() {
            key if counts_returned(key) => Pieces::Returned,
            key if key.ends_with("current quantity") => Pieces::Left,
            _ => Pieces::Any,
        };
        // Folding takes the accent away that distinguishes `remisé` from `remise`.
        if lower.contains("remisé") {
            wording.add(After);
        }
        let words: Vec<String> = key
            .split(' ')
            .map(singular)
            .filter(|word| !word.is_empty() && !SILENT.contains(&word.as_str()))
            .collect();
        let (mut rest, mut has_rate, mut has_word) = (words.as_slice(), false, false);
        while let Some((first, behind)) = rest.split_first() {
            let phrase = PHRASES.iter().find(|(phrase, _)| starts_with(rest, phrase));
            if let Some((phrase, word)) = phrase {
                wording.add(*word);
                rest = &rest[phrase.len()..];
                continue;
            }
            if let Some(scale) = scale_of(first, &lower) {
                wording.scale = scale;
                wording.has_currency = true;
            } else if !wording.take(first) && !is_code(first) {
                wording.has_other = true;
                let is_short = first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit());
                (has_rate, has_word) = (has_rate || is_short, has_word || !is_short);
            }
            rest = behind;
        }
        wording.has_percent |= wording.has(Rate);
        // `CA HT 5,5` is of a rate of tax.
        let is_part = is_rate(header)
            || has_rate && !has_word && wording.words != 0
            || key.split(' ').any(|word| PARTS_OF_TAKINGS.contains(&word))
            || matches!(meaning::says_product(header), Some(WordSense::Payment | WordSense::Aside(_)));
        wording.takings = if is_part { Takings::Part } else { Takings::Any };
        wording
    }

    fn add(&mut self, word: Word) {
        self.words |= 1 << word as u8;
    }

    /// Adds what a word says, or what the two words say that it is put together of; whether it is understood.
    fn take(&mut self, word: &str) -> bool {
        if self.take_one(word) {
            return true;
        }
        let parts = (2..word.len().saturating_sub(1)).filter(|at| word.is_char_boundary(*at));
        for (left, right) in parts.map(|at| word.split_at(at)) {
            if is_known(left) && is_known(&singular(right)) {
                return self.take_one(left) && self.take_one(&singular(right));
            }
        }
        false
    }

    fn take_one(&mut self, word: &str) -> bool {
        let mut found = false;
        for (sense, _) in WORDS.iter().filter(|(_, words)| words.contains(&word)) {
            self.add(*sense);
            found = true;
        }
        found
    }

    /// Whether a word of that sense is there.
    pub(crate) fn has(self, word: Word) -> bool {
        self.words & (1 << word as u8) != 0
    }

    /// Whether one of them is there.
    pub(crate) fn has_any(self, words: &[Word]) -> bool {
        words.iter().any(|word| self.has(*word))
    }

    /// Whether all words are understood, and are among these.
    pub(crate) fn is_of(self, words: &[Word]) -> bool {
        let allowed = words.iter().fold(0_u64, |allowed, word| allowed | 1 << *word as u8);
        self.words != 0 && !self.has_other && self.words & !allowed == 0
    }

    /// Whether the header is of numbers that are not money.
    pub(crate) fn is_no_money(self) -> bool {
        let others = [
            Number, Reference, Barcode, Measure, Quantity, Count, Stock, Year, Month, Time, Date, Rate,
            Running,
        ];
        self.has_any(&others) || self.has_percent
    }

    /// Whether an abbreviation that may stand for a number (`N.`) is beside a word of money: `N. Revenue`. Below such a
    /// header whole numbers are codes, and amounts are money.
    pub(crate) fn is_number_or_money(self) -> bool {
        let words_of_money = [Sale, Amount, Subtotal, Price, Net, Gross];
        let others = [Barcode, Measure, Quantity, Count, Stock, Year, Month, Time, Date, Rate, Running];
        self.has_any(&[Number, Reference])
            && self.has_any(&words_of_money)
            && !self.has_any(&others)
            && !self.has_percent
    }

    /// Whether not all of it is understood.
    pub(crate) fn has_unknown_words(self) -> bool {
        self.has_other || self.is_unknown()
    }

    /// Whether nothing of it is understood.
    pub(crate) fn is_unknown(self) -> bool {
        self.words == 0
    }
}

/// Whether a header is of pieces that came back, or that were called off.
pub(crate) fn counts_returned(key: &str) -> bool {
    const BACK: [&str; 26] = [
        "rendu",
        "rendus",
        "rendue",
        "rendues",
        "retour",
        "retours",
        "retourne",
        "retournes",
        "retournee",
        "retournees",
        "returned",
        "returns",
        "refunded",
        "rembourse",
        "rembourses",
        "remboursee",
        "remboursees",
        "repris",
        "reprises",
        "annule",
        "annules",
        "annulee",
        "annulees",
        "cancelled",
        "canceled",
        "cancels",
    ];
    const OF_PIECES: [&str; 12] = [
        "qte",
        "qtes",
        "quantite",
        "quantites",
        "qty",
        "quantity",
        "nb",
        "nombre",
        "article",
        "articles",
        "de",
        "produits",
    ];
    // A single line was `Annulé`; pieces are `Annulés`, or `Qté annulée`.
    let is_of_pieces = key.contains(' ') || key.ends_with('s') && key != "returns";
    is_of_pieces
        && key.split(' ').any(|word| BACK.contains(&word))
        && key.split(' ').all(|word| BACK.contains(&word) || OF_PIECES.contains(&word))
}

/// Whether a header is a rate of tax: `5,5 %`.
fn is_rate(header: &str) -> bool {
    header.contains(|sign: char| sign.is_ascii_digit()) && !header.contains(char::is_alphabetic)
}

/// The unit of values that a word names; `lower` is the whole header.
fn scale_of(word: &str, lower: &str) -> Option<Scale> {
    match word {
        "cent" | "centime" => Some(Scale::Cents),
        "keur" => Some(Scale::Thousands),
        "k" if lower.contains("k€") || lower.contains("k €") => Some(Scale::Thousands),
        "millier" if lower.contains("milliers d") => Some(Scale::Thousands),
        _ => None,
    }
}

/// A header without what it says in brackets to be taken off: `Quantity (- Refund)` is a quantity.
fn without_what_is_less(header: &str) -> String {
    let less = |at: &usize| header[at + 1..].trim_start().starts_with(['-', '−', '–']);
    match header.find('(').filter(less) {
        Some(at) => {
            let behind = header[at..].find(')').map_or("", |end| &header[at + end + 1..]);
            format!("{} {behind}", &header[..at])
        }
        None => header.to_owned(),
    }
}

/// A header whose abbreviations have no dots: `Total T.T.C.` is `Total TTC`.
fn without_dots(header: &str) -> String {
    let signs: Vec<char> = header.chars().collect();
    let is_letter =
        |at: Option<usize>| at.and_then(|at| signs.get(at)).is_some_and(|sign| sign.is_alphabetic());
    let is_single = |at: usize| is_letter(Some(at)) && !is_letter(at.checked_sub(1));
    // A dot behind a single letter, with another such letter before or behind it.
    let is_of_abbreviation = |at: usize| {
        let before = at.checked_sub(1).filter(|before| is_single(*before));
        let joins = |at: usize| is_single(at) && signs.get(at + 1) == Some(&'.');
        let follows = before.and_then(|before| before.checked_sub(2)).is_some_and(joins);
        signs[at] == '.' && before.is_some() && (joins(at + 1) || follows)
    };
    (0..signs.len()).filter(|at| !is_of_abbreviation(*at)).map(|at| signs[at]).collect()
}

fn starts_with(words: &[String], phrase: &[&str]) -> bool {
    words.len() >= phrase.len() && words.iter().zip(phrase).all(|(word, expected)| word == expected)
}

fn is_known(word: &str) -> bool {
    word.len() >= 2 && WORDS.iter().any(|(_, words)| words.contains(&word))
}

/// A word without the ending of a plural.
fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The kind of a column of money, by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Money {
    /// The revenue of a line; the smaller the rank, the more it is meant to be.
    Line { rank: u8 },
    /// The revenue of a line before tax.
    BeforeTax,
    /// The total of an order or a ticket.
    OrderTotal,
    /// The price of one; the smaller the rank, the more it is meant to be what is paid.
    UnitPrice { rank: u8 },
    /// The tax.
    Tax,
    /// A rate of tax or of something else.
    Rate,
    /// A discount, in money unless the values say otherwise.
    Discount,
    /// A discount as a share.
    DiscountRate,
    /// The cost of the goods for the shop.
    Cost,
    /// The margin of the shop.
    Margin,
    /// Postage and other charges.
    Fee,
    /// What was paid, by any means.
    Paid,
    /// Deposits, and what is still to be paid.
    Balance,
    /// What was given back.
    Refund,
    /// Tips.
    Tip,
}

/// Around amounts these words change nothing.
const AROUND_AMOUNTS: [Word; 17] = [
    Amount, Subtotal, Price, Sale, Sold, Line, Product, Order, Document, Net, Gross, BeforeTax, WithTax,
    Unit, After, Before, Discount,
];

impl Wording {
    /// The meaning of the header of a column of money; `None` when it says nothing that is understood.
    pub(crate) fn money(self) -> Option<Money> {
        let about_money = [Amount, Subtotal, Price, Sale, BeforeTax, WithTax];
        let is_named_money = self.has_any(&about_money) || self.has_currency;
        let of_others = [
            (Money::Cost, Cost),
            (Money::Margin, Margin),
            (Money::Tip, Tip),
            (Money::Balance, Balance),
            (Money::Refund, Refund),
            (Money::Fee, Fee),
        ];
        let other = of_others.iter().find(|(_, word)| self.has(*word)).map(|(money, _)| *money);
        if self.has_any(&[Quantity, Date, Stock, Kind, Name, Currency, Means, Time, Running]) {
            None
        } else if self.has(Discount) && !self.has_any(&[After, Before]) {
            self.discount()
        } else if self.has(Discount) && self.has(Before) {
            self.gross()
        } else if other.is_some() {
            other
        } else if self.is_price_by_measure() {
            Some(Money::UnitPrice { rank: 1 + u8::from(self.has(BeforeTax)) })
        } else if self.has(Delivery) && (is_named_money || self.has(Tax)) {
            Some(Money::Fee)
        } else if self.has_any(&[Number, Reference]) {
            None
        } else if self.has(Rate) || self.has_percent {
            Some(Money::Rate)
        } else if self.has(Tax) {
            self.is_of(&[Tax, Amount, Line, Sale, Product, Order, Document, Unit, Price])
                .then_some(Money::Tax)
        } else if self.has(Paid) {
            (is_named_money || self.is_of(&[Paid])).then_some(Money::Paid)
        } else {
            self.amount()
        }
    }

    /// `Prix au kg`, `Prix/L TTC`.
    pub(crate) fn is_price_by_measure(self) -> bool {
        self.has(Price)
            && self.has(Measure)
            && self.is_of(&[Price, Measure, Unit, BeforeTax, WithTax, Sale, Net])
    }

    fn discount(self) -> Option<Money> {
        let is_plain = self.is_of(&[
            Discount, Amount, Line, Product, WithTax, BeforeTax, Order, Document, Unit, Sale, Rate, Price,
            Net,
        ]);
        if self.has_percent && is_plain {
            Some(Money::DiscountRate)
        } else if is_plain && !self.has(Price) {
            Some(Money::Discount)
        } else {
            None
        }
    }

    fn gross(self) -> Option<Money> {
        if !self.is_of(&AROUND_AMOUNTS) {
            None
        } else if self.has(Price) && !self.has(Amount) {
            Some(Money::UnitPrice { rank: 3 })
        } else {
            Some(Money::Line { rank: 4 })
        }
    }

    fn amount(self) -> Option<Money> {
        let is_of_sales = self.is_of(&[Sale]) || self.has_any(&[Net, Gross, BeforeTax, WithTax]);
        let is_amount = self.has_any(&[Amount, Subtotal])
            || self.has(Sale) && !self.has(Price) && is_of_sales
            || self.is_of(&[WithTax, BeforeTax, Net]) && self.has_any(&[WithTax, BeforeTax]);
        let is_whole_document = self.has_any(&[Order, Document]) && !self.has_any(&[Line, Product, Sold]);
        if !self.is_of(&AROUND_AMOUNTS) {
            None
        } else if self.has(Unit) && self.has_any(&[Amount, Price, WithTax, BeforeTax, Net])
            || self.has(Price) && !is_amount
        {
            let rank = if self.has(WithTax) {
                0
            } else {
                1 + u8::from(self.has(BeforeTax)) + 2 * u8::from(self.has_any(&[Gross, Before]))
            };
            Some(Money::UnitPrice { rank })
        } else if !is_amount {
            None
        } else if is_whole_document {
            Some(Money::OrderTotal)
        } else if self.has(BeforeTax) {
            Some(Money::BeforeTax)
        } else if self.has(Before) {
            Some(Money::Line { rank: 4 })
        } else if self.has(Gross) {
            Some(Money::Line { rank: 3 })
        } else if self.has(Subtotal) {
            Some(Money::Line { rank: 2 })
        } else if self.has(WithTax) || self.has(Line) || self.has(After) {
            Some(Money::Line { rank: 0 })
        } else {
            Some(Money::Line { rank: 1 })
        }
    }

    /// How well the header fits a date of sales: the smaller, the better.
    pub(crate) fn sale_date(self) -> Option<u8> {
        if !self.has_any(&[Date, Created, Paid]) {
            None
        } else if self.has(Date) && self.is_of(&[Date, Time, Sale]) {
            Some(0)
        } else if self.has(Date) && self.is_of(&[Date, Time, Sale, Sold, Order, Document, Line]) {
            Some(1)
        } else if self.has(Date) && self.has(Paid) && self.is_of(&[Date, Time, Paid, Document, Order]) {
            Some(3)
        } else if self.has(Created) && self.is_of(&[Date, Time, Created, Sale, Sold, Order, Document, Line]) {
            Some(2)
        } else if self.is_of(&[Paid]) {
            Some(4)
        } else {
            None
        }
    }

    /// Whether the header says that its dates are not those of sales.
    pub(crate) fn is_other_date(self) -> bool {
        self.has_any(&[Delivery, Due, Customer, Changed, Limit, Stock, Cost, Person, Refund])
    }

    /// How well the header fits a product's code.
    pub(crate) fn product_code(self) -> Option<u8> {
        if self.is_of(&[Reference, Number, Product, Line, Sale])
            && self.has(Product)
            && self.has_any(&[Reference, Number])
        {
            Some(0)
        } else if self.is_of(&[Reference]) {
            Some(1)
        } else if self.is_of(&[Barcode, Product, Reference, Number]) && self.has(Barcode) {
            Some(2)
        } else {
            None
        }
    }

    /// How well the header fits a product's name.
    pub(crate) fn product_name(self) -> Option<u8> {
        if self.is_of(&[Product, Name, Line, Sold]) && self.has(Product) && self.has(Name) {
            Some(0)
        } else if self.is_of(&[Name, Line]) && self.has(Name) {
            Some(1)
        } else if self.is_of(&[Product, Order, Document, Line, Sold]) && self.has(Product) {
            Some(2)
        } else {
            None
        }
    }

    /// Whether the header is that of quantities.
    pub(crate) fn quantity(self) -> bool {
        self.has(Quantity) && self.is_of(&[Quantity, Product, Sale, Sold, Order, Document, Line, Unit])
            || self.has(Count) && self.is_of(&[Count, Product, Sold, Unit])
            || self.is_of(&[Unit, Product, Sold]) && self.has(Sold)
    }

    /// Whether the header is that of tickets, orders or invoices.
    pub(crate) fn ticket(self) -> bool {
        let of_documents = self.has_any(&[Order, Document])
            && (!self.has(Sold) || self.has_any(&[Number, Reference]))
            && self.is_of(&[Order, Document, Sold, Sale, Number, Reference]);
        of_documents
            || self.is_of(&[Sale, Number, Reference]) && self.has(Sale) && self.has_any(&[Number, Reference])
    }

    /// Whether the header is that of stores.
    pub(crate) fn store(self) -> bool {
        self.has(Store) && self.is_of(&[Store, Name, Number, Reference, Sale])
    }

    /// Whether the header is that of families of products.
    pub(crate) fn category(self) -> bool {
        self.has(Category) && self.is_of(&[Category, Product, Name])
            || self.has(Kind) && self.has(Product) && self.is_of(&[Kind, Product])
    }

    /// Whether the header is that of times of day.
    pub(crate) fn time(self) -> bool {
        self.has(Time) && self.is_of(&[Time, Sale, Order, Document])
    }
}
