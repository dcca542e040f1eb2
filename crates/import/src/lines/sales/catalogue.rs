//! The products that sales name: those kept, and those that the file brings.

use std::{collections::HashMap as Map, sync::Arc};

use foldhash::{HashMap, HashMapExt};

use comptoir_sales::{Lined, Money, Product, SaleKind, SalesBook};

use super::{super::products::normal, Reading, Refusal, Sold, Values, kind};
use crate::{
    AmountFrom, Different, Field, FirstOf, ImportError, Relation,
    inference::Words,
    lines::{
        Restart,
        name_index::{Folded, KnownProducts, id_in, is_rounded},
        room::{self, Room},
        votes::{Vote, Votes},
    },
    numbers::NumberReader,
};

/// How many words are looked up once only; then they are forgotten, and looked up anew.
const WORDS_FOUND: usize = 1 << 16;

/// The longest word of those.
const LONGEST_FOUND: usize = 200;

/// What a product that the file brings takes besides its texts.
const CREATED_BYTES: usize = 350;

/// How many products go into a chunk once all lines are read.
const PIECE: usize = 10_000;

/// Products by the words of the file.
pub(super) struct Catalogue {
    /// The products that are kept.
    known: KnownProducts<Sold>,
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
    /// Their places, by their codes and their ids.
    of_code: HashMap<Box<str>, u32>,
    of_id: HashMap<i64, u32>,
    room: Room,
    /// How many of them have been poured.
    poured: usize,
}

/// The product that a word of the file names.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Found {
    sold: Sold,
    /// The product that version 0.1 took it for, where that was another.
    former: Option<i64>,
    /// Its place among the products that the file brings.
    created: Option<u32>,
}

impl Found {
    const fn kept(sold: Sold) -> Self {
        Self { sold, former: None, created: None }
    }
}

/// A product that the file brings, described by what most of its lines say.
#[derive(Debug)]
struct Created {
    line: u64,
    id: i64,
    kind: SaleKind,
    code: Box<str>,
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
            known.add(id, product.code.as_deref(), &sold);
            known.add_name(&product.name, &sold);
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
            of_code: HashMap::new(),
            of_id: HashMap::new(),
            room: Room::new(room::PRODUCTS, Different::Products),
            poured: 0,
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
            if self.found.len() >= WORDS_FOUND {
                self.found.clear();
            }
            if word.len() <= LONGEST_FOUND {
                self.found.insert(word, found);
            }
            found
        };
        if let Some(place) = found.created {
            self.describe(place as usize, &found.sold, values)?;
        }
        Ok((found.sold, found.former))
    }

    /// The names of the products that the file brought.
    pub(super) fn brought(&self) -> FirstOf<String> {
        self.created.iter().map(Created::name).collect()
    }

    /// The next of the products that the file brought, once all lines are read: what most lines say of each.
    pub(super) fn next_products(&mut self) -> Vec<Lined<Product>> {
        let next = self.created.iter().skip(self.poured).take(PIECE);
        let products: Vec<_> = next.map(|created| (created.line, created.product())).collect();
        self.poured += products.len();
        products
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
        let of_name = || if is_coded { None } else { self.known.of_name(word).copied().map(Found::kept) };
        let without_zeros = || self.without_zeros(word, name, former?).copied().map(Found::kept);
        let found = match self.of_code(word).or_else(of_name).or_else(without_zeros) {
            Some(found) => found,
            None => self.create(word, values)?,
        };
        let id = found.sold.id;
        Ok(Found { former: former.filter(|former| *former != id && !self.folded.has(id)), ..found })
    }

    /// The product of a code or an id: one that the file has brought, or one that is kept.
    fn of_code(&self, word: &str) -> Option<Found> {
        let code = normal(word);
        let created = |place: &u32| {
            let Created { id, kind, .. } = &self.created[*place as usize];
            Found { sold: Sold { id: *id, price: None, kind: *kind }, former: None, created: Some(*place) }
        };
        let of_code = self.of_code.get(code.as_str()).map(created);
        let kept = || self.known.with_code(&code).copied().map(Found::kept);
        let of_id = || self.of_id.get(&id_in(&code)?).map(created);
        let kept_of_id = || self.known.of_id(id_in(&code)?).copied().map(Found::kept);
        of_code.or_else(kept).or_else(of_id).or_else(kept_of_id)
    }

    /// The product that version 0.1 kept under a number without the zeros in front of it, unless it is called
    /// otherwise.
    fn without_zeros(&self, word: &str, name: Option<&str>, former: i64) -> Option<&Sold> {
        let is_number = word.parse() == Ok(former) && id_in(word).is_none();
        let same_name = |name| self.known.of_name(name).is_some_and(|sold| sold.id == former);
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
        self.room.take(CREATED_BYTES + 2 * code.len() + name.as_ref().map_or(0, String::len))?;
        let place = u32::try_from(self.created.len()).unwrap_or(u32::MAX);
        let found = Found { sold, former: None, created: Some(place) };
        self.of_id.insert(id, place);
        if own_id.is_none() {
            self.of_code.insert(code.as_str().into(), place);
        }
        self.created.push(Created {
            line: values.record.line,
            id,
            kind: sold.kind,
            code: code.into(),
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
                let vote = created.names.add(name);
                if vote == Vote::New {
                    self.room.take(name.len())?;
                }
                if vote != Vote::Again && !is_settled && kind::of_product(name) != sold.kind {
                    return Err(Refusal::Restart(Restart::Names));
                }
            }
            None if values.has(Field::Name) && !is_settled => return Err(Refusal::Restart(Restart::Names)),
            None => {}
        }
        if let Some(category) = values.text(Field::Category)
            && created.categories.add(category) == Vote::New
        {
            self.room.take(category.len())?;
        }
        if let Some(price) = price
            && created.prices.add(&price.parts()) == Vote::New
        {
            self.room.take(size_of::<i64>())?;
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
        self.name.clone().or_else(of_most).unwrap_or_else(|| self.code.to_string())
    }

    fn product(&self) -> Product {
        Product {
            id: Some(self.id),
            code: (!self.is_numbered).then(|| self.code.to_string()),
            name: self.name(),
            price: self.prices.winner().copied().map(Money::from_parts),
            category: self.categories.winner().cloned(),
        }
    }
}
