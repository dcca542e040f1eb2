//! Products, line by line.

use std::collections::HashMap;

use comptoir_sales::{Money, Product, SalesBook};
use unicode_normalization::UnicodeNormalization;

use super::{Reading, Refusal, Restart, Values};
use crate::{Field, FirstOf, ImportError, PriceChanged, currency, numbers::NumberReader};

pub(super) struct Products {
    integer_ids: bool,
    pub(super) price: NumberReader,
    currency: String,
    is_currency_open: bool,
    /// Those that version 0.1 kept under a number, by it: it took the zeros in front of it away.
    folded: HashMap<i64, String>,
    /// The prices that are kept, by id and by reference, where they are written over.
    kept_prices: HashMap<(Option<i64>, Option<String>), Money>,
    pub(super) prices_changed: FirstOf<PriceChanged>,
}

impl Products {
    pub(super) fn new(reading: &Reading, book: &dyn SalesBook) -> Result<Self, ImportError> {
        let ids = book.folded_ids()?.products;
        let kept = if ids.is_empty() && !reading.writes_over { vec![] } else { book.products()? };
        let mut kept_prices = HashMap::new();
        for product in kept.iter().filter(|_| reading.writes_over) {
            let Some(price) = product.price else { continue };
            kept_prices.insert((product.id, None), price);
            kept_prices.insert((None, product.code.clone()), price);
        }
        let is_numbered =
            |product: &Product| product.code.is_none() && product.id.is_some_and(|id| ids.contains(&id));
        let numbered = kept.into_iter().filter(is_numbered);
        Ok(Self {
            folded: numbered.filter_map(|product| Some((product.id?, product.name))).collect(),
            integer_ids: reading.inference.has_integer_ids(),
            price: reading.inference.number_reader(Field::Price, &reading.overrides),
            currency: reading.currency.clone(),
            is_currency_open: reading.is_currency_open,
            kept_prices,
            prices_changed: FirstOf::default(),
        })
    }

    pub(super) fn line(&mut self, values: &Values<'_>) -> Result<Product, Refusal> {
        let (id, code) = values.own_code(self.integer_ids)?;
        let price = self.price(values)?;
        if price.is_some_and(Money::is_negative) {
            return Err(values.refuse(Field::Price, "negative-price"));
        }
        let name = normal(values.needed(Field::Name)?.as_str());
        let kept_as = code.and_then(|code| code.parse().ok()).filter(|id| self.folded.get(id) == Some(&name));
        let id = id.or(kept_as);
        // A product with neither id nor reference is its name.
        let code = if id.is_none() { code.map(normal).or_else(|| Some(name.clone())) } else { None };
        let kept = self.kept_prices.get(&(id, code.clone()));
        if let Some((before, after)) = kept.copied().zip(price).filter(|(before, after)| before != after) {
            self.prices_changed.push(PriceChanged { product: name.clone(), before, after });
        }
        Ok(Product { id, code, name, price, category: values.owned(Field::Category) })
    }

    fn price(&mut self, values: &Values<'_>) -> Result<Option<Money>, Refusal> {
        let cell = values.cell(Field::Price);
        if cell.filled().is_none() {
            return Ok(None);
        }
        let price = self.price.read(cell).map_err(|why| values.unread(Field::Price, why, "not-a-number"))?;
        values.check_size(Field::Price, price.parts)?;
        let beside = price.currency.map(str::to_owned);
        let in_column = values.text(Field::Currency).and_then(currency::code);
        match beside.or(in_column) {
            Some(other) if currency::differs(&other, &self.currency) && self.is_currency_open => {
                Err(Refusal::Restart(Restart::Doubt))
            }
            Some(other) if currency::differs(&other, &self.currency) => {
                Err(values.refuse(Field::Price, "other-currency"))
            }
            _ => Ok(Some(Money::from_parts(price.parts))),
        }
    }
}

/// A name or code in one form, however its accents are written: trimmed, NFC.
pub(super) fn normal(name: &str) -> String {
    name.trim().nfc().collect()
}
