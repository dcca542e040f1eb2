//! Sales, line by line.

use std::collections::HashMap;

use comptoir_sales::{Money, Product, Quantity, Reject, Sale, SaleKind, SalesBook, Store, fold};

use super::{Reader, Record, Values, kind};
use crate::{DateOrder, DecimalMark, Field, ImportError, dates};

/// The version of the canonical form that keys are made of; a change of the form needs a new one.
const KEY_FORM: u32 = 1;

pub(super) struct Sales {
    integer_ids: bool,
    quantity_mark: DecimalMark,
    amount_mark: DecimalMark,
    price_mark: DecimalMark,
    date_order: DateOrder,
    products: Known<(i64, Option<Money>, SaleKind)>,
    stores: Known<i64>,
    /// The file's headers as one hash: which of the user's exports this is.
    signature: String,
    /// How often each content has been seen in this file.
    occurrences: HashMap<blake3::Hash, u32>,
}

impl Sales {
    pub(super) fn new(reader: &Reader<'_>, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let header: Vec<String> = reader.sheet.header.iter().map(|header| fold(header)).collect();
        Ok(Self {
            integer_ids: reader.holds_integers(Field::Id),
            quantity_mark: reader.decimal_mark(Field::Quantity)?,
            amount_mark: reader.decimal_mark(Field::Amount)?,
            price_mark: reader.decimal_mark(Field::Price)?,
            date_order: reader.date_order(Field::Date)?,
            products: known_products(book.products()?),
            stores: known_stores(book.stores()?),
            signature: short_hex(blake3::hash(header.join("\u{1f}").as_bytes())),
            occurrences: HashMap::new(),
        })
    }

    pub(super) fn line(&mut self, values: &Values<'_>) -> Result<Sale, Reject> {
        let (id, text_id) = values.own_id(self.integer_ids)?;
        let date = values.needed(Field::Date)?;
        let date =
            dates::read(date, self.date_order).ok_or_else(|| values.reject(Field::Date, "not-a-date"))?;
        let product = values.needed(Field::Product)?.as_str();
        let (product_id, list_price, product_kind) =
            *self.products.get(product).ok_or_else(|| values.reject(Field::Product, "unknown-product"))?;
        let store = values.needed(Field::Store)?.as_str();
        let store_id = *self.stores.get(store).ok_or_else(|| values.reject(Field::Store, "unknown-store"))?;
        values.needed(Field::Quantity)?;
        let quantity = values.decimal::<Quantity>(Field::Quantity, self.quantity_mark)?.unwrap_or_default();
        let stated = self.stated_amount(values, quantity)?;
        let amount = match stated {
            Some(amount) => amount,
            None => list_price
                .and_then(|price| price.times(quantity))
                .ok_or_else(|| values.reject(Field::Product, "no-price"))?,
        };
        let came_back = values.text(Field::Kind).is_some_and(|word| kind::says_return(&word));
        let (quantity, amount) = signed(quantity, amount, came_back);
        let mut sale = Sale {
            id,
            source_key: text_id.map(|text_id| format!("{}/{text_id}", self.signature)),
            product_id,
            store_id,
            date,
            quantity,
            amount,
            kind: kind::of_line(product_kind, quantity, amount),
            ticket: values.text(Field::Ticket),
        };
        if sale.id.is_none() && sale.source_key.is_none() {
            sale.source_key = Some(self.key(&sale, stated));
        }
        Ok(sale)
    }

    /// The amount that the file states: the line's own, or quantity × the price on the line.
    fn stated_amount(&self, values: &Values<'_>, quantity: Quantity) -> Result<Option<Money>, Reject> {
        if values.columns.place(Field::Amount).is_some() {
            values.needed(Field::Amount)?;
            return values.decimal(Field::Amount, self.amount_mark);
        }
        let Some(price) = values.decimal::<Money>(Field::Price, self.price_mark)? else { return Ok(None) };
        price.times(quantity).map(Some).ok_or_else(|| values.reject(Field::Price, "not-a-number"))
    }

    /// What tells a line without an id from every other: its content, and the how-manieth of that content it is.
    /// An amount worked out from the list price is left out: the price may change, the sale does not.
    fn key(&mut self, sale: &Sale, stated: Option<Money>) -> String {
        let amount = stated.map(|amount| amount.to_string()).unwrap_or_default();
        let ticket = sale.ticket.as_deref().unwrap_or_default();
        let content = format!(
            "{KEY_FORM}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{ticket}\u{1f}{}\u{1f}{}\u{1f}{amount}",
            self.signature, sale.store_id, sale.date, sale.product_id, sale.quantity,
        );
        let occurrence = self.occurrences.entry(blake3::hash(content.as_bytes())).or_default();
        *occurrence += 1;
        short_hex(blake3::hash(format!("{content}\u{1f}{occurrence}").as_bytes()))
    }
}

/// What came back is negative, whichever of quantity and amount the file says it with.
fn signed(quantity: Quantity, amount: Money, came_back: bool) -> (Quantity, Money) {
    let came_back = came_back || (quantity.is_negative() && !amount.is_negative());
    let quantity = if came_back && !quantity.is_negative() { quantity.negated() } else { quantity };
    let amount = if came_back && !amount.is_negative() { amount.negated() } else { amount };
    (quantity, amount)
}

/// The first 128 bits, in hexadecimal.
fn short_hex(hash: blake3::Hash) -> String {
    hash.to_hex()[..32].to_owned()
}

/// Records by every word that may name them; a word that names two names none.
struct Known<T> {
    codes: HashMap<String, T>,
    ids: HashMap<String, T>,
    names: HashMap<String, Option<T>>,
}

impl<T: Copy> Known<T> {
    fn new() -> Self {
        Self { codes: HashMap::new(), ids: HashMap::new(), names: HashMap::new() }
    }

    fn add(&mut self, id: i64, code: Option<String>, names: impl IntoIterator<Item = String>, record: T) {
        self.ids.insert(id.to_string(), record);
        if let Some(code) = code {
            self.codes.insert(code, record);
        }
        for name in names {
            self.names.entry(fold(&name)).and_modify(|known| *known = None).or_insert(Some(record));
        }
    }

    fn get(&self, word: &str) -> Option<&T> {
        let by_name = || self.names.get(&fold(word)).and_then(Option::as_ref);
        self.codes.get(word).or_else(|| self.ids.get(word)).or_else(by_name)
    }
}

fn known_products(products: Vec<Product>) -> Known<(i64, Option<Money>, SaleKind)> {
    let mut known = Known::new();
    for product in products {
        if let Some(id) = product.id {
            let kind = kind::of_product(&product.name);
            known.add(id, product.code, [product.name], (id, product.price, kind));
        }
    }
    known
}

fn known_stores(stores: Vec<Store>) -> Known<i64> {
    let mut known = Known::new();
    for store in stores {
        if let Some(id) = store.id {
            known.add(id, store.code, store.name.into_iter().chain(store.city), id);
        }
    }
    known
}

impl Record for Sale {
    fn own_id(&self) -> Option<String> {
        self.id.map(|id| id.to_string()).or_else(|| self.source_key.clone())
    }
}
