//! Products, line by line.

use comptoir_sales::{Money, Product, Reject};
use unicode_normalization::UnicodeNormalization;

use super::{Reader, Record, Values};
use crate::{DecimalMark, Field, ImportError};

pub(super) struct Products {
    integer_ids: bool,
    decimal: DecimalMark,
}

impl Products {
    pub(super) fn new(reader: &Reader<'_>) -> Result<Self, ImportError> {
        let decimal = reader.decimal_mark(Field::Price)?;
        Ok(Self { integer_ids: reader.holds_integers(Field::Id), decimal })
    }

    pub(super) fn line(&self, values: &Values<'_>) -> Result<Product, Reject> {
        let (id, code) = values.own_id(self.integer_ids)?;
        let price = values.decimal::<Money>(Field::Price, self.decimal)?;
        if price.is_some_and(Money::is_negative) {
            return Err(values.reject(Field::Price, "negative-price"));
        }
        let name: String = values.needed(Field::Name)?.as_str().nfc().collect();
        // A product with neither id nor reference is its name.
        let code = if id.is_none() { code.or_else(|| Some(name.clone())) } else { code };
        Ok(Product { id, code, name, price, category: values.text(Field::Category) })
    }
}

impl Record for Product {
    fn own_id(&self) -> Option<String> {
        self.id.map(|id| id.to_string()).or_else(|| self.code.clone())
    }
}
