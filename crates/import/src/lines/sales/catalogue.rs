//! The products that sales name: those kept, and those that the file brings.

use std::{collections::HashMap as Map, sync::Arc};

use foldhash::{HashMap, HashMapExt};

use comptoir_sales::{Lined, Money, Product, SalesBook};

use super::{super::products::normal, Reading, Refusal, Sold, Values, kind};
use crate::{
    AmountFrom, Field, ImportError, Relation,
    inference::Words,
    lines::{
        Restart,
        name_index::{Folded, KnownProducts, id_in, is_rounded},
        votes::Votes,
    },
    numbers::NumberReader,
};

/// Products by the words of the file.
pub(super) struct Catalogue {
    known: KnownProducts<Found>,
    /// The products kept since version 0.1, as it found them.
    folded: Folded,
    /// The products that the words of the file name.
    found: HashMap<String, Found>,
    next_id: i64,
    /// Whether the column of products holds names.
    holds_names: bool,
    /// Of what its words are made.
    words: Words,
    /// What most lines call the product of each code, where some lines leave it open.
    names: Option<Arc<Map<String, String>>>,
    /// How the price of a new product is read, where the file has unit prices.
    price: Option<NumberReader>,
    /// What the product of a line without one is called: sales that only have their tickets.
    by_default: Option<String>,
    created: Vec<Created>,
}

/// The product that a word of the file names.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    sold: Sold,
    /// The product that version 0.1 took it for, where that was another.
    former: Option<i64>,
    /// Its place among the products that the file brings.
    created: Option<usize>,
}

/// A product that the file brings, described by what most of its lines say.
#[derive(Debug)]
struct Created {
    line: u64,
    id: i64,
    code: String,
    is_numbered: bool,
    /// What most lines call it, where all were looked at.
    name: Option<String>,
    names: Votes<String>,
    categories: Votes<String>,
    prices: Votes<i64>,
}

impl Catalogue {
    pub(super) fn new(reading: &Reading, book: &dyn SalesBook, next_id: i64) -> Result<Self, ImportError> {
        let (mut known, mut folded) = (KnownProducts::new(), Folded::default());
        let folded_ids = book.folded_ids()?.products;
        for product in book.products()? {
            let Some(id) = product.id else { continue };
            let sold = Sold { id, price: product.price, kind: kind::of_product(&product.name) };
            let found = Found { sold, former: None, created: None };
            known.add(id, product.code.as_deref(), &found);
            known.add_name(&product.name, &found);
            if folded_ids.contains(&id) {
                folded.add(id, product.code.as_deref(), [&product.name]);
            }
        }
        let has_unit_price = reading.basis.is_some_and(|basis| {
            basis.from == AmountFrom::Price
                || matches!(basis.relation, Relation::TimesPrice | Relation::LessDiscount)
        });
        let has_column =
            [Field::Product, Field::Name].iter().any(|field| reading.columns.place(*field).is_some());
        Ok(Self {
            known,
            folded,
            found: HashMap::new(),
            next_id,
            holds_names: reading.columns.products_are_names(),
            words: reading.inference.product_words(),
            names: reading.open_words.as_ref().map(|open| Arc::clone(&open.names)),
            price: has_unit_price.then(|| reading.inference.number_reader(Field::Price, &reading.overrides)),
            by_default: (!has_column)
                .then(|| reading.columns.preset.map_or("Ventes", |preset| preset.name).to_owned()),
            created: vec![],
        })
    }

    /// The product of a line, and the one that version 0.1 took it for where that was another.
    pub(super) fn find(&mut self, values: &Values<'_>) -> Result<(Sold, Option<i64>), Refusal> {
        let reference = values.text(Field::Product);
        let Some(word) = reference.or_else(|| values.text(Field::Name)).or(self.by_default.as_deref()) else {
            return Err(values.refuse(Field::Product, "missing"));
        };
        let found = if let Some(found) = self.found.get(word) {
            *found
        } else {
            let word = word.to_owned();
            let found = self.look_up(&word, values)?;
            self.found.insert(word, found);
            found
        };
        if let Some(place) = found.created {
            self.describe(place, &found.sold, values)?;
        }
        Ok((found.sold, found.former))
    }

    /// The names of the products that the file brought.
    pub(super) fn brought(&self) -> Vec<String> {
        self.created.iter().map(Created::name).collect()
    }

    /// The products that the file brought, once all lines are read: what most lines say of each.
    pub(super) fn products(&self) -> Vec<Lined<Product>> {
        self.created.iter().map(|created| (created.line, created.product())).collect()
    }

    fn look_up(&mut self, word: &str, values: &Values<'_>) -> Result<Found, Refusal> {
        if is_rounded(word) {
            let has_reference = values.text(Field::Product).is_some();
            let field = if has_reference { Field::Product } else { Field::Name };
            return Err(values.refuse(field, "rounded-code"));
        }
        let name = values.text(Field::Name);
        let is_coded = values.text(Field::Product).is_some() && values.has(Field::Name);
        let former = self.folded.find(word, name.filter(|_| is_coded));
        let of_code = self.known.of_code(word);
        let of_name = || if is_coded { None } else { self.known.of_name(word) };
        let kept = of_code.or_else(of_name).or_else(|| self.without_zeros(word, name, former?)).copied();
        let found = match kept {
            Some(found) => found,
            None => self.create(word, values)?,
        };
        let id = found.sold.id;
        Ok(Found { former: former.filter(|former| *former != id && !self.folded.has(id)), ..found })
    }

    /// The product that version 0.1 kept under a number without the zeros in front of it, unless it is called
    /// otherwise.
    fn without_zeros(&self, word: &str, name: Option<&str>, former: i64) -> Option<&Found> {
        let is_number = word.parse() == Ok(former) && id_in(word).is_none();
        let same_name = |name| self.known.of_name(name).is_some_and(|found| found.sold.id == former);
        self.known.of_id(former).filter(|_| is_number && name.is_none_or(same_name))
    }

    fn create(&mut self, word: &str, values: &Values<'_>) -> Result<Found, Refusal> {
        let has_reference = values.text(Field::Product).is_some();
        let is_of_digits = word.bytes().all(|byte| byte.is_ascii_digit());
        if has_reference && !values.has(Field::Name) {
            if !self.holds_names || (is_of_digits && self.words == Words::OfDigits) {
                return Err(values.refuse(Field::Product, "unknown-product"));
            }
            if is_of_digits && self.words == Words::OfDigitsSoFar {
                return Err(Refusal::Restart(Restart::Doubt));
            }
        }
        let code = normal(word);
        let own_id = id_in(&code);
        let id = own_id.unwrap_or_else(|| {
            self.next_id += 1;
            self.next_id - 1
        });
        let of_all = self.names.as_ref().map(|names| names.get(&code).unwrap_or(&code).clone());
        let name = of_all.clone().or_else(|| values.text(Field::Name).map(normal));
        // Sold at what its lines say: a price that another line of the same file says is no list price.
        let sold = Sold { id, price: None, kind: kind::of_product(name.as_ref().unwrap_or(&code)) };
        let found = Found { sold, former: None, created: Some(self.created.len()) };
        self.known.add(id, own_id.is_none().then_some(code.as_str()), &found);
        self.created.push(Created {
            line: values.record.line,
            id,
            code,
            is_numbered: own_id.is_some(),
            name: of_all,
            names: Votes::default(),
            categories: Votes::default(),
            prices: Votes::default(),
        });
        Ok(found)
    }

    /// Counts what a line says of a product that the file brings. Where lines leave the name open, or differ on what is
    /// sold, all lines are looked at first: none is read by what happens to stand before it.
    fn describe(&mut self, place: usize, sold: &Sold, values: &Values<'_>) -> Result<(), Refusal> {
        let price = self.unit_price(values);
        let created = &mut self.created[place];
        let is_settled = created.name.is_some();
        match values.text(Field::Name) {
            Some(name) => {
                let is_new = created.names.add(name);
                if is_new && !is_settled && kind::of_product(name) != sold.kind {
                    return Err(Refusal::Restart(Restart::Names));
                }
            }
            None if values.has(Field::Name) && !is_settled => return Err(Refusal::Restart(Restart::Names)),
            None => {}
        }
        if let Some(category) = values.text(Field::Category) {
            created.categories.add(category);
        }
        if let Some(price) = price {
            created.prices.add(&price.parts());
        }
        Ok(())
    }

    fn unit_price(&mut self, values: &Values<'_>) -> Option<Money> {
        let cell = values.cell(Field::Price);
        let price = self.price.as_mut().filter(|_| cell.filled().is_some())?.read(cell).ok()?;
        Some(Money::from_parts(price.parts)).filter(|price| !price.is_negative())
    }
}

impl Created {
    fn name(&self) -> String {
        let of_most = || self.names.winner().map(|name| normal(name));
        self.name.clone().or_else(of_most).unwrap_or_else(|| self.code.clone())
    }

    fn product(&self) -> Product {
        Product {
            id: Some(self.id),
            code: (!self.is_numbered).then(|| self.code.clone()),
            name: self.name(),
            price: self.prices.winner().copied().map(Money::from_parts),
            category: self.categories.winner().cloned(),
        }
    }
}
