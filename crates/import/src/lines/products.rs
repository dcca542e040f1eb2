//! Products, line by line.

use comptoir_sales::{Money, Product};
use unicode_normalization::UnicodeNormalization;

use super::{Reading, Refusal, Values};
use crate::{Field, currency, numbers::NumberReader};

pub(super) struct Products {
    integer_ids: bool,
    pub(super) price: NumberReader,
    currency: String,
}

impl Products {
    pub(super) fn new(reading: &Reading) -> Self {
        Self {
            integer_ids: reading.survey.has_integer_ids(),
            price: reading.survey.number_reader(Field::Price, &reading.settled),
            currency: reading.currency.clone(),
        }
    }

    pub(super) fn line(&mut self, values: &Values<'_>) -> Result<Product, Refusal> {
        let (id, code) = values.own_id(self.integer_ids)?;
        let price = self.price(values)?;
        if price.is_some_and(Money::is_negative) {
            return Err(values.refuse(Field::Price, "negative-price"));
        }
        let name = normal(values.needed(Field::Name)?.as_str());
        // A product with neither id nor reference is its name.
        let code = if id.is_none() { code.map(str::to_owned).or_else(|| Some(name.clone())) } else { None };
        Ok(Product { id, code, name, price, category: values.owned(Field::Category) })
    }

    fn price(&mut self, values: &Values<'_>) -> Result<Option<Money>, Refusal> {
        let cell = values.cell(Field::Price);
        if cell.filled().is_none() {
            return Ok(None);
        }
        let price = self.price.read(cell).map_err(|why| values.unread(Field::Price, why, "not-a-number"))?;
        let beside = price.currency.map(str::to_owned);
        let in_column = values.text(Field::Currency).and_then(currency::code);
        match beside.or(in_column) {
            Some(other) if other != self.currency => Err(values.refuse(Field::Price, "other-currency")),
            _ => Ok(Some(Money::from_parts(price.parts))),
        }
    }
}

/// A name in one form, however its accents are written.
pub(super) fn normal(name: &str) -> String {
    name.nfc().collect()
}
