//! Roles by headers, the surest first, and by what stands below them.

use std::collections::{HashMap, HashSet};

use comptoir_sales::Table;

use super::{Cell, Columns, Field, Headers, Money, Record, Word, Wording, headers};
use crate::{date_columns, ledger, lines::start_of, sheet::SAMPLE_ROWS, statement};

/// Of a hundred lines, how many must have one name for one code.
const MOST: usize = 95;

impl Columns {
    /// The roles of the columns, when the sheet holds that table.
    pub(super) fn assign(
        &self,
        table: Table,
        keys: &[String],
        named: &[(Field, usize)],
        sample: &[Record],
    ) -> Self {
        let mut columns = Self { table, roles: named.to_vec(), ..self.clone() };
        let known = headers::of(table);
        for (field, names) in known {
            if columns.place(*field).is_some() {
                continue;
            }
            match (table, field) {
                (Table::Sales, Field::Product) => columns.assign_products(keys, known, sample),
                _ => columns.assign_one(*field, names, keys, sample),
            }
        }
        if table == Table::Sales {
            date_columns::find(&mut columns, keys, sample);
            columns.take_reference_for_ticket(sample);
            columns.prefer_business_days(keys);
            columns.find_name_of_stores();
            columns.assign_last_resorts();
            columns.needs_products = columns.has_goods_within_tickets(sample) || is_money_of_others(keys);
            ledger::find(&mut columns, keys, sample);
            statement::find(&mut columns, keys, sample);
        }
        columns
    }

    fn assign_one(&mut self, field: Field, names: &[&str], keys: &[String], sample: &[Record]) {
        // Where the names stand in the column of products, `ARTICLE` beside it may hold their codes: no name.
        let product =
            self.place(Field::Product).filter(|_| self.table == Table::Sales && field == Field::Name);
        let is_code = |place: usize| {
            product.is_some_and(|product| !are_codes(sample, product) && are_codes(sample, place))
        };
        let mut candidates: Vec<(u8, usize, usize)> = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            let wording = self.wordings[place];
            let exact = names.iter().position(|name| name == key);
            let rank = rank(self.table, field, wording);
            let is_other = field == Field::Discount && wording.money() == Some(Money::DiscountRate);
            match (exact, rank) {
                _ if self.role(place).is_some() || is_other || is_code(place) => {}
                (Some(at), rank) => candidates.push((rank.unwrap_or(1), at, place)),
                // `NUMLIGNE` counts the lines of each document.
                (None, Some(_)) if field == Field::Id && self.begins_anew(sample, place) => {}
                (None, Some(rank)) if self.content_fits(field, place) => {
                    candidates.push((rank, usize::MAX, place));
                }
                (None, _) => {}
            }
        }
        // Fields without ranks keep the order of their headers.
        candidates.sort_unstable();
        let fits = candidates.iter().find(|(_, _, place)| self.content_fits(field, *place));
        // Where no content fits, the lines show why; where nothing stands, they say nothing about what was sold.
        let has_rows = self.profiles.iter().any(|profile| !profile.is_empty());
        // The store of a file of which every line is seen and none names one is that of the till.
        let says_nothing = field == Field::Name || field == Field::Store && sample.len() < SAMPLE_ROWS;
        let is_open = |place: usize| {
            let is_null = field.is_decimal() && self.profiles[place].is_null() && sample.len() < SAMPLE_ROWS;
            let is_nothing = says_nothing && has_rows && self.profiles[place].is_empty();
            self.table != Table::Sales || self.is_of_rejects || !is_null && !is_nothing
        };
        let exact = candidates.iter().find(|(_, at, place)| *at != usize::MAX && is_open(*place));
        if let Some((_, _, place)) = fits.or(exact) {
            self.roles.push((field, *place));
        }
    }

    /// Whether at least half of what stands in a column can be what its header says.
    fn content_fits(&self, field: Field, place: usize) -> bool {
        let profile = &self.profiles[place];
        let has_rows = self.profiles.iter().any(|profile| !profile.is_empty());
        !has_rows
            || match field {
                Field::Date => profile.may_be_date(),
                // `orderTime` may be the day and the time.
                Field::Time => !profile.is_empty() && !profile.is_date(),
                // `Panier` may be what was in it.
                Field::Ticket => !profile.is_empty() && !profile.is_of_several_words(),
                Field::Quantity => profile.is_quantity(),
                Field::Product | Field::Name => {
                    !profile.is_empty() && !profile.is_nested() && !profile.is_fractional()
                }
                // `Titres-restaurant` may be how much was paid with them.
                Field::Store | Field::Category | Field::City | Field::Region | Field::Address => {
                    !profile.is_empty() && !profile.is_fractional()
                }
                field if field.is_decimal() => profile.is_number() && !profile.is_empty(),
                _ => !profile.is_empty(),
            }
    }

    /// Whether the numbers of a column begin anew: most of them come again, or beside the numbers of tickets one does.
    /// Those of one ticket alone say nothing of the next one's.
    fn begins_anew(&self, sample: &[Record], place: usize) -> bool {
        let values: Vec<&str> = sample.iter().filter_map(|record| record.cell(place).filled()).collect();
        let distinct: HashSet<&&str> = values.iter().collect();
        let is_of_tickets = |ticket: usize| {
            let tickets: HashSet<&str> = sample.iter().map(|record| record.cell(ticket).as_str()).collect();
            distinct.len() < values.len() || tickets.len() == 1 && distinct.contains(&"1")
        };
        let ticket = (0..self.wordings.len()).find(|at| *at != place && self.wordings[*at].ticket());
        distinct.len() * 2 <= values.len() && values.len() > 2 || ticket.is_some_and(is_of_tickets)
    }

    /// Codes and names of products: where both are there, each has its role.
    fn assign_products(&mut self, keys: &[String], known: Headers, sample: &[Record]) {
        let headers_of = |field: Field| {
            known.iter().find(|(known, _)| *known == field).map_or(&[][..], |(_, names)| *names)
        };
        let exact =
            |field: Field, place: usize| headers_of(field).iter().position(|name| *name == keys[place]);
        let is_free = |columns: &Self, place: usize| columns.role(place).is_none() && !keys[place].is_empty();
        let mut names: Vec<(usize, usize)> = Vec::new();
        for place in
            (0..keys.len()).filter(|place| is_free(self, *place) && self.content_fits(Field::Name, *place))
        {
            // `Articles vendus` may be how many.
            let is_count = self.wordings[place].has(Word::Sold) && self.profiles[place].is_quantity();
            let by_words = self.wordings[place].product_name().filter(|_| !is_count);
            let by_words = by_words.map(|rank| 100 + usize::from(rank));
            names.extend(exact(Field::Name, place).or(by_words).map(|rank| (rank, place)));
        }
        names.sort_unstable();
        let name = self.place(Field::Name).or(names.first().map(|(_, place)| *place));
        let codes_end =
            headers_of(Field::Product).iter().position(|name| *name == "gtin").unwrap_or_default();
        let mut codes: Vec<(u8, usize, usize)> = Vec::new();
        for place in
            (0..keys.len()).filter(|place| is_free(self, *place) && self.content_fits(Field::Product, *place))
        {
            // Of the headers that are known, those of codes stand before `gtin`.
            let sure = exact(Field::Product, place).filter(|at| *at <= codes_end).map(|_| 0);
            if let Some(rank) = sure.or(self.wordings[place].product_code()) {
                let is_sure = rank != 1
                    || keys[place] == "sku"
                    || name.is_none_or(|name| is_code_of(sample, place, name));
                if is_sure && Some(place) != name {
                    codes.push((
                        if keys[place] == "sku" { 0 } else { rank },
                        exact(Field::Product, place).unwrap_or(usize::MAX),
                        place,
                    ));
                }
            }
        }
        codes.sort_unstable();
        match (codes.first(), name) {
            (Some((_, _, code)), _) => self.roles.push((Field::Product, *code)),
            (None, Some(name)) if self.place(Field::Name).is_none() => {
                self.roles.push((Field::Product, name));
            }
            (None, _) => {
                // A column in which nothing stands says of no line what was sold.
                let has_rows = !self.is_of_rejects && self.profiles.iter().any(|profile| !profile.is_empty());
                let says = |place: &usize| !has_rows || !self.profiles[*place].is_empty();
                let candidates = (0..keys.len()).filter(|place| is_free(self, *place)).filter(says);
                let best = candidates
                    .filter_map(|place| exact(Field::Product, place).map(|rank| (rank, place)))
                    .min();
                self.roles.extend(best.map(|(_, place)| (Field::Product, place)));
            }
        }
    }

    /// A list of orders has a reference of each, its customer and its total, and nothing of what was sold.
    fn take_reference_for_ticket(&mut self, sample: &[Record]) {
        const FEW: usize = 3;
        let Some(place) = self.place(Field::Product).filter(|_| !self.pinned.contains(&Field::Product))
        else {
            return;
        };
        let of_lines = [Field::Name, Field::Quantity, Field::Price, Field::Category];
        let is_of_customers = |wording: &Wording| wording.has_any(&[Word::Customer, Word::Paid, Word::Means]);
        let is_list_of_orders = self.wordings[place].is_of(&[Word::Reference])
            && of_lines.iter().all(|field| self.place(*field).is_none())
            && self.wordings.iter().any(is_of_customers);
        let mut seen = HashSet::new();
        let mut references = sample.iter().filter_map(|record| record.cell(place).filled());
        if is_list_of_orders && sample.len() >= FEW && references.all(|reference| seen.insert(reference)) {
            self.set(Field::Product, None);
            if self.place(Field::Ticket).is_none() {
                self.set(Field::Ticket, Some(place));
            }
        }
    }

    /// The name of a store may stand beside its code.
    fn find_name_of_stores(&mut self) {
        let is_of_names = |place: usize| {
            let wording = self.wordings[place];
            wording.store()
                && !wording.has_any(&[Word::Number, Word::Reference])
                && self.profiles[place].is_text()
        };
        let code = self.place(Field::Store).filter(|place| !is_of_names(*place));
        self.store_name = code.and_then(|_| self.unused().find(|place| is_of_names(*place)));
    }

    /// A day of business that has a column of its own goes before the time of a sale after midnight.
    fn prefer_business_days(&mut self, keys: &[String]) {
        const NAMES: [&str; 11] = [
            "journee",
            "journee de vente",
            "business day",
            "business date",
            "jour d activite",
            "journee d activite",
            "jour d exploitation",
            "journee d exploitation",
            "journee comptable",
            "jour comptable",
            "journee de caisse",
        ];
        let is_meant =
            |place: &usize| NAMES.contains(&keys[*place].as_str()) && self.profiles[*place].is_date();
        let place = (0..keys.len()).find(is_meant).filter(|place| self.role(*place).is_none());
        if let (Some(place), false) = (place, self.pinned.contains(&Field::Date)) {
            self.set(Field::Date, Some(place));
        }
    }

    /// Whether, where no column is that of products, words of one without a role differ on the lines of one ticket:
    /// then they are of its lines, not of the ticket.
    fn has_goods_within_tickets(&self, sample: &[Record]) -> bool {
        let has_products =
            [Field::Product, Field::Name, Field::Category].iter().any(|field| self.place(*field).is_some());
        let Some(ticket) = self.place(Field::Ticket).filter(|_| !has_products) else { return false };
        let differs = |place: usize| {
            let mut first: HashMap<&str, &str> = HashMap::new();
            sample.iter().any(|record| {
                let (Some(ticket), Some(text)) = (record.cell(ticket).filled(), record.cell(place).filled())
                else {
                    return false;
                };
                *first.entry(ticket).or_insert(text) != text
            })
        };
        self.unused().filter(|place| self.may_be_of_products(*place)).any(differs)
    }

    /// The role that is still missing, where only one column can have it.
    fn assign_last_resorts(&mut self) {
        let date = self.place(Field::Date);
        if self.place(Field::Year).is_none() && date.is_none_or(|place| !self.profiles[place].may_be_date()) {
            let dates =
                |place: &usize| self.profiles[*place].is_date() && !self.wordings[*place].is_other_date();
            let candidates: Vec<usize> = self.unused().filter(dates).collect();
            if let ([only], false) = (candidates.as_slice(), self.pinned.contains(&Field::Date)) {
                self.set(Field::Date, Some(*only));
                self.date_is_by_content = true;
            }
        }
        // Sales by family, with no product in them.
        if self.place(Field::Product).is_none()
            && self.place(Field::Name).is_none()
            && !self.may_have_products()
        {
            let category = self.place(Field::Category);
            if category.is_some() {
                self.set(Field::Product, category);
            }
        }
    }
}

/// Whether headers say that the money goes to a bank, to suppliers or to the staff: `Arrival Date`, `Fournisseur`.
fn is_money_of_others(keys: &[String]) -> bool {
    const WORDS: [&str; 11] = [
        "arrival",
        "destination",
        "iban",
        "bic",
        "beneficiaire",
        "fournisseur",
        "supplier",
        "salarie",
        "salaire",
        "employeur",
        "paie",
    ];
    keys.iter().any(|key| key.split(' ').any(|word| WORDS.contains(&word)))
}

/// How well the words of a header fit a field: the smaller, the better; `None` when they do not.
fn rank(table: Table, field: Field, wording: Wording) -> Option<u8> {
    let is = |fits: bool| fits.then_some(50);
    match (table, field) {
        (Table::Sales, Field::Id) => is(wording.is_of(&[Word::Line, Word::Number])
            && wording.has(Word::Line)
            && wording.has(Word::Number)),
        (Table::Sales, Field::Date) => wording.sale_date(),
        (Table::Sales, Field::Time) => is(wording.time()),
        (Table::Sales, Field::Name) => wording.product_name().map(|rank| 50 + rank),
        (Table::Sales, Field::Ticket) => is(wording.ticket()),
        (Table::Sales, Field::Quantity) => is(wording.quantity()),
        (Table::Sales, Field::Amount) => match wording.money() {
            Some(Money::Line { rank }) => Some(rank),
            Some(Money::OrderTotal) => Some(10),
            _ => None,
        },
        (Table::Sales, Field::Net) => is(wording.money() == Some(Money::BeforeTax)),
        (Table::Sales, Field::Tax) => is(wording.money() == Some(Money::Tax)),
        (Table::Sales, Field::Discount) => is(wording.money() == Some(Money::Discount)),
        (Table::Sales, Field::DiscountRate) => is(wording.money() == Some(Money::DiscountRate)),
        (Table::Sales | Table::Products, Field::Price) => match wording.money() {
            Some(Money::UnitPrice { rank }) => Some(rank),
            _ => None,
        },
        (Table::Sales | Table::Targets, Field::Store) | (Table::Stores, Field::Name) => {
            is(wording.store()
                && (table != Table::Stores || !wording.has_any(&[Word::Number, Word::Reference])))
        }
        (Table::Stores, Field::Id) => {
            is(wording.store() && wording.has_any(&[Word::Number, Word::Reference]))
        }
        (Table::Sales | Table::Products, Field::Category) => is(wording.category()),
        (Table::Products, Field::Id) => wording.product_code().map(|rank| 50 + rank),
        (Table::Products, Field::Name) => wording.product_name().map(|rank| 50 + rank),
        (_, Field::Currency) => {
            is(wording.has(Word::Currency) && wording.is_of(&[Word::Currency, Word::Reference]))
        }
        _ => None,
    }
}

/// Whether nearly all texts of a column are of one word with digits in it, as codes are.
fn are_codes(sample: &[Record], place: usize) -> bool {
    let is_code =
        |text: &&str| !text.contains(char::is_whitespace) && text.bytes().any(|byte| byte.is_ascii_digit());
    let texts: Vec<&str> =
        sample.iter().filter_map(|record| record.cell(place).filled()).map(start_of).collect();
    !texts.is_empty() && texts.iter().filter(|text| is_code(text)).count() * 100 >= texts.len() * MOST
}

/// Whether a column of references is that of the products whose names stand in another: one name for one reference, and
/// not a new reference for each line of the same name.
fn is_code_of(sample: &[Record], code: usize, name: usize) -> bool {
    let mut name_of: HashMap<&str, &str> = HashMap::new();
    let mut code_of: HashMap<&str, &str> = HashMap::new();
    let (mut again, mut same, mut names_again, mut with_same_code) = (0, 0, 0, 0);
    for record in sample {
        let (Cell::Text(code) | Cell::Number(code)) = record.cell(code) else { continue };
        // A line without its name says nothing of the two.
        let Some(name) = record.cell(name).filled() else { continue };
        if let Some(before) = name_of.get(code) {
            again += 1;
            same += usize::from(*before == name);
        } else {
            name_of.insert(code, name);
        }
        if let Some(before) = code_of.get(name) {
            names_again += 1;
            with_same_code += usize::from(*before == code);
        } else {
            code_of.insert(name, code);
        }
    }
    // Names that come again, each time with another reference, are those of tickets; a few sizes of one name are not.
    let is_of_lines =
        names_again > 0 && with_same_code == 0 && again == 0 && name_of.len() > 3 * code_of.len();
    same * 100 >= again * MOST && !is_of_lines
}
