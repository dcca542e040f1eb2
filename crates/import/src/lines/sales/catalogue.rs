//! The products that sales name: those kept, and those that the file brings.

use foldhash::{HashMap, HashMapExt};

use comptoir_sales::{Chunk, Money, Product};

use super::{super::products::normal, Reading, Refusal, Sold, Values, kind};
use crate::{AmountFrom, Field, Relation, lines::Known, numbers::NumberReader};

/// Products by the words of the file.
pub(super) struct Catalogue {
    known: Known<Sold>,
    /// What the words of the file have been found to name.
    found: HashMap<String, Sold>,
    next_id: i64,
    /// Whether the column of products holds names.
    holds_names: bool,
    /// How the price of a new product is read, where the file has unit prices.
    price: Option<NumberReader>,
    /// What the product of a line without one is called: sales that only tell their tickets.
    by_default: Option<String>,
    brought: Vec<String>,
}

impl Catalogue {
    pub(super) fn new(reading: &Reading, products: Vec<Product>, next_id: i64) -> Self {
        let mut known = Known::new();
        for product in products {
            if let Some(id) = product.id {
                let sold = Sold { id, price: product.price, kind: kind::of_product(&product.name) };
                known.add(id, product.code.as_deref(), [product.name], &sold);
            }
        }
        let holds_names = reading.columns.products_are_names();
        let has_unit_price = reading.basis.is_some_and(|basis| {
            basis.from == AmountFrom::Price
                || matches!(basis.relation, Relation::TimesPrice | Relation::LessDiscount)
        });
        let has_column =
            [Field::Product, Field::Name].iter().any(|field| reading.columns.place(*field).is_some());
        Self {
            known,
            found: HashMap::new(),
            next_id,
            holds_names,
            price: has_unit_price.then(|| reading.survey.number_reader(Field::Price, &reading.settled)),
            by_default: (!has_column)
                .then(|| reading.columns.preset.map_or("Ventes", |preset| preset.name).to_owned()),
            brought: vec![],
        }
    }

    /// The product of a line; one that is not kept yet comes with the chunk.
    pub(super) fn find(&mut self, values: &Values<'_>, chunk: &mut Chunk) -> Result<Sold, Refusal> {
        let reference = values.text(Field::Product);
        let Some(word) = reference.or_else(|| values.text(Field::Name)).or(self.by_default.as_deref()) else {
            return Err(values.refuse(Field::Product, "missing"));
        };
        if let Some(sold) = self.found.get(word) {
            return Ok(*sold);
        }
        let word = word.to_owned();
        let by_name = values.text(Field::Name).filter(|_| reference.is_some());
        let kept = self.known.get(&word).or_else(|| by_name.and_then(|name| self.known.get(name)));
        let sold = match kept {
            Some(sold) => *sold,
            None => self.bring(&word, values, chunk)?,
        };
        self.found.insert(word, sold);
        Ok(sold)
    }

    /// The names of the products that the file brought.
    pub(super) fn brought(&self) -> Vec<String> {
        self.brought.clone()
    }

    fn bring(&mut self, word: &str, values: &Values<'_>, chunk: &mut Chunk) -> Result<Sold, Refusal> {
        let named = values.text(Field::Name);
        // A word of digits is a reference, whatever stands above it.
        let is_name = !word.bytes().all(|byte| byte.is_ascii_digit())
            && (self.holds_names || values.text(Field::Product).is_none());
        let (name, code) = match (named, is_name) {
            (Some(name), _) => (
                normal(name),
                if values.text(Field::Product).is_some() { word.to_owned() } else { normal(name) },
            ),
            (None, true) => (normal(word), normal(word)),
            (None, false) => return Err(values.refuse(Field::Product, "unknown-product")),
        };
        let own_id = code.parse::<i64>().ok().filter(|id| *id > 0 && id.to_string() == code);
        let id = own_id.unwrap_or_else(|| {
            self.next_id += 1;
            self.next_id - 1
        });
        let price = self.unit_price(values);
        let product = Product {
            id: Some(id),
            code: own_id.is_none().then_some(code),
            price,
            category: values.owned(Field::Category),
            name,
        };
        let sold = Sold { id, price, kind: kind::of_product(&product.name) };
        self.known.add(id, product.code.as_deref(), [product.name.clone()], &sold);
        self.brought.push(product.name.clone());
        chunk.products.push((values.record.line, product));
        Ok(sold)
    }

    fn unit_price(&mut self, values: &Values<'_>) -> Option<Money> {
        let cell = values.cell(Field::Price);
        let price = self.price.as_mut().filter(|_| cell.filled().is_some())?.read(cell).ok()?;
        Some(Money::from_parts(price.parts)).filter(|price| !price.is_negative())
    }
}
