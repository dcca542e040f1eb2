//! Ledgers of accounts: amounts over two columns, debit and credit, or in one beside the side that they are on.
//!
//! Revenue is credit − debit of the accounts of sales. Where no account says which lines are of sales, debits and credits
//! are asked about: a bank statement has them too.

use std::collections::HashMap;

use comptoir_sales::fold;

use crate::{
    Field, ImportError,
    columns::{Columns, quoted},
    headers,
    record::Record,
    wording::Word,
};

/// The accounts of sales in the French chart of accounts begin with these digits.
pub(crate) const SALES_ACCOUNTS: &str = "70";

/// The least digits of an account's number.
const ACCOUNT_DIGITS: usize = 3;

/// Of a hundred rows, how many must have the number of an account.
const MOST: usize = 90;

/// What the amounts of a ledger become beside its accounts.
const OTHER_FIGURES: [Field; 12] = [
    Field::Id,
    Field::Product,
    Field::Name,
    Field::Category,
    Field::Quantity,
    Field::Amount,
    Field::Net,
    Field::Price,
    Field::Tax,
    Field::Discount,
    Field::Kind,
    Field::Status,
];

/// Where the two sides of the accounts stand.
#[derive(Clone, Copy)]
enum Sides {
    /// Each in its column: debit and credit.
    Apart(usize, usize),
    /// The amount, and the column of the side.
    Beside(usize, usize),
}

/// Gives the columns of a ledger with accounts of sales their roles. `keys` are the headers as they are compared.
pub(crate) fn find(columns: &mut Columns, keys: &[String], sample: &[Record]) {
    let is_said = [Field::Amount, Field::Net, Field::Price].iter().any(|field| columns.is_named(*field));
    if is_said {
        return;
    }
    let (Some(sides), Some(account)) = (sides(columns, keys, sample), account(keys, sample)) else { return };
    let is_of_sales = |record: &Record| record.cell(account).as_str().starts_with(SALES_ACCOUNTS);
    if !sample.iter().any(is_of_sales) {
        return;
    }
    for field in OTHER_FIGURES.into_iter().filter(|field| !columns.is_named(*field)).collect::<Vec<_>>() {
        columns.set(field, None);
    }
    columns.set(Field::Account, Some(account));
    match sides {
        Sides::Apart(debit, credit) => {
            columns.set(Field::Debit, Some(debit));
            columns.set(Field::Credit, Some(credit));
        }
        Sides::Beside(amount, side) => {
            columns.set(Field::Credit, Some(amount));
            columns.side = Some(side);
        }
    }
    if columns.place(Field::Product).is_none() {
        columns.set(Field::Product, label(columns, sample, account));
    }
    let of_entries = keys.iter().position(|key| ["ecriture date", "date ecriture"].contains(&key.as_str()));
    if let Some(place) = of_entries.filter(|_| !columns.is_named(Field::Date)) {
        columns.set(Field::Date, Some(place));
    }
    columns.needs_products = false;
}

/// The question about debits and credits of which no account says that they are of sales.
pub(crate) fn question(columns: &Columns, name: &str, header: &[String]) -> Option<ImportError> {
    let keys: Vec<String> = header.iter().map(|header| headers::key(header)).collect();
    let sides = [("debit", Field::Debit), ("credit", Field::Credit)].map(|(word, field)| {
        let place = side(columns, &keys, word)?;
        (!columns.is_named(field)).then_some(place)
    });
    let [Some(debit), Some(credit)] = sides else { return None };
    let amounts = [Field::Amount, Field::Net, Field::Price, Field::Credit];
    let is_read = amounts.iter().filter_map(|field| columns.place(*field)).any(|place| place != debit);
    if columns.preset.is_some() || is_read {
        return None;
    }
    let is_of_bank = (0..header.len()).any(|place| columns.wordings[place].has(Word::Balance));
    let flags = format!("--map credit={} --map debit={}", quoted(&header[credit]), quoted(&header[debit]));
    Some(ImportError::DebitsAndCredits {
        source_name: name.to_owned(),
        columns: vec![header[debit].clone(), header[credit].clone()],
        flags: if is_of_bank { String::new() } else { flags },
    })
}

fn sides(columns: &Columns, keys: &[String], sample: &[Record]) -> Option<Sides> {
    if let (Some(debit), Some(credit)) = (side(columns, keys, "debit"), side(columns, keys, "credit")) {
        return Some(Sides::Apart(debit, credit));
    }
    let is_side = |place: &usize| {
        let mut texts = sample.iter().filter_map(|record| record.cell(*place).filled()).peekable();
        texts.peek().is_some() && texts.all(|text| is_debit(text).is_some())
    };
    let named = |names: &[&str]| keys.iter().position(|key| names.contains(&key.as_str()));
    let side = named(&["sens", "d c", "debit credit", "sens d c"]).filter(is_side)?;
    let amount = named(&["montant", "amount"]).filter(|place| columns.profiles[*place].is_number())?;
    Some(Sides::Beside(amount, side))
}

/// Whether a word says that an amount is on the side of the debits; `None` where it names neither side.
pub(crate) fn is_debit(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "d" | "debit" => Some(true),
        "c" | "credit" => Some(false),
        _ => None,
    }
}

/// The column of one side, where one alone is called so and holds numbers.
fn side(columns: &Columns, keys: &[String], word: &str) -> Option<usize> {
    const BESIDE: [&str; 8] = ["montant", "mt", "mouvement", "mvt", "eur", "euro", "euros", "amount"];
    let is_meant = |key: &String| {
        let mut words = key.split(' ');
        key.split(' ').any(|own| own == word) && words.all(|own| own == word || BESIDE.contains(&own))
    };
    let fits = |place: &usize| columns.profiles[*place].is_number() || columns.profiles[*place].is_empty();
    let mut places = (0..keys.len()).filter(|place| is_meant(&keys[*place])).filter(fits);
    let first = places.next()?;
    places.next().is_none().then_some(first)
}

/// The column of the numbers of accounts.
fn account(keys: &[String], sample: &[Record]) -> Option<usize> {
    const WORDS: [&str; 4] = ["compte", "account", "cpte", "cpt"];
    const BESIDE: [&str; 11] =
        ["n", "no", "num", "numero", "number", "code", "general", "gl", "de", "comptable", "id"];
    let is_meant = |key: &String| {
        let mut words = key.split(' ');
        key.split(' ').any(|word| WORDS.contains(&word))
            && words.all(|word| WORDS.contains(&word) || BESIDE.contains(&word))
    };
    let is_account = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        digits >= ACCOUNT_DIGITS && !text.starts_with('0')
    };
    let holds_accounts = |place: &usize| {
        let texts: Vec<&str> = sample.iter().filter_map(|record| record.cell(*place).filled()).collect();
        let fitting = texts.iter().filter(|text| is_account(text)).count();
        !texts.is_empty() && fitting * 100 >= texts.len() * MOST
    };
    (0..keys.len()).filter(|place| is_meant(&keys[*place])).find(holds_accounts)
}

/// The column of the names of accounts: one name for each account.
fn label(columns: &Columns, sample: &[Record], account: usize) -> Option<usize> {
    let is_one_each = |place: &usize| {
        let mut names: HashMap<&str, &str> = HashMap::new();
        sample.iter().all(|record| {
            let name = record.cell(*place).as_str();
            !name.is_empty() && *names.entry(record.cell(account).as_str()).or_insert(name) == name
        })
    };
    let is_name = |place: &usize| {
        let (wording, profile) = (columns.wordings[*place], &columns.profiles[*place]);
        profile.is_text() && wording.has(Word::Name)
    };
    columns.unused().filter(is_name).find(is_one_each)
}
