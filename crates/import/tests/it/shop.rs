//! A shop that knows a few products and stores, and remembers what was poured in.

use std::sync::Mutex;

use comptoir_sales::{
    Chunk, Diagnostic, ImportOutcome, NewImport, NextIds, Product, Sale, SaleSink, SalesBook, Store,
};

/// What the shop is told and asked.
#[derive(Default)]
pub(crate) struct Shop {
    poured: Mutex<Chunk>,
    /// Whether it knows no product and no store.
    pub(crate) is_empty: bool,
    /// The mapping that it remembers, and since a pour the one that it was told.
    pub(crate) mapping: Mutex<Option<String>>,
}

impl Shop {
    /// One that knows no product and no store.
    pub(crate) fn empty() -> Self {
        Self { is_empty: true, ..Self::default() }
    }

    pub(crate) fn sales(&self) -> Vec<Sale> {
        self.poured.lock().unwrap().sales.iter().map(|(_, sale)| sale.clone()).collect()
    }

    pub(crate) fn products_poured(&self) -> Vec<Product> {
        self.poured.lock().unwrap().products.iter().map(|(_, product)| product.clone()).collect()
    }

    pub(crate) fn stores_poured(&self) -> Vec<Store> {
        self.poured.lock().unwrap().stores.iter().map(|(_, store)| store.clone()).collect()
    }
}

impl SalesBook for Shop {
    fn products(&self) -> Result<Vec<Product>, Box<dyn Diagnostic>> {
        let names = ["Pain", "Lait", "Crème brûlée", "Œufs", "Frais de port", "Carte cadeau"];
        let product = |(at, name): (usize, &&str)| Product {
            id: Some(at as i64 + 1),
            code: None,
            name: (*name).to_owned(),
            price: "2.50".parse().ok(),
            category: None,
        };
        Ok(names.iter().enumerate().filter(|_| !self.is_empty).map(product).collect())
    }

    fn stores(&self) -> Result<Vec<Store>, Box<dyn Diagnostic>> {
        let lyon = Store {
            id: Some(1),
            code: None,
            name: None,
            city: Some("Lyon".to_owned()),
            region: None,
            address: None,
            postcode: None,
        };
        Ok(if self.is_empty { vec![] } else { vec![lyon] })
    }

    fn mapping(&self, _: &str) -> Result<Option<String>, Box<dyn Diagnostic>> {
        Ok(self.mapping.lock().unwrap().clone())
    }

    fn currency(&self) -> Result<Option<String>, Box<dyn Diagnostic>> {
        Ok(None)
    }

    fn same_import(&self, _: &str, _: &str) -> Result<Option<i64>, Box<dyn Diagnostic>> {
        Ok(None)
    }

    fn next_ids(&self) -> Result<NextIds, Box<dyn Diagnostic>> {
        Ok(NextIds { product: 1_000_000_001, store: 1_000_000_001 })
    }
}

impl SaleSink for Shop {
    fn load(&self, import: NewImport<'_>) -> Result<ImportOutcome, Box<dyn Diagnostic>> {
        let mut whole = Chunk::default();
        for chunk in import.chunks {
            let chunk = chunk?;
            whole.products.extend(chunk.products);
            whole.stores.extend(chunk.stores);
            whole.sales.extend(chunk.sales);
            whole.rejects.extend(chunk.rejects);
        }
        *self.mapping.lock().unwrap() = import.mapping.map(|(_, mapping)| mapping);
        let added = (whole.sales.len() + whole.products.len() + whole.stores.len()) as u64;
        *self.poured.lock().unwrap() = whole;
        Ok(ImportOutcome { added, ..ImportOutcome::default() })
    }
}
