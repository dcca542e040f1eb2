//! What an import asks back.

use std::collections::HashSet;

use crate::{Diagnostic, KeptSales, Product, Store, StoreMove, UtcHour};

/// The records known before a file is read.
pub trait SalesBook {
    /// Every product kept, each with its id.
    fn products(&self) -> Result<Vec<Product>, Box<dyn Diagnostic>>;

    /// Every store kept, each with its id.
    fn stores(&self) -> Result<Vec<Store>, Box<dyn Diagnostic>>;

    /// The products and stores that version 0.1 kept: it did not distinguish products by accents, case and signs.
    fn folded_ids(&self) -> Result<FoldedIds, Box<dyn Diagnostic>> {
        Ok(FoldedIds::default())
    }

    /// The mapping remembered for files with that header's signature, in JSON.
    fn mapping(&self, signature: &str) -> Result<Option<String>, Box<dyn Diagnostic>>;

    /// Where the amounts kept come from, by the names that their imports gave it: amounts before tax are `net`.
    fn amounts_from(&self) -> Result<Vec<String>, Box<dyn Diagnostic>> {
        Ok(vec![])
    }

    /// What a line of a source comes to on average, and how many lines of it are kept.
    fn usual_amount(&self, source: &str) -> Result<Option<(f64, u64)>, Box<dyn Diagnostic>> {
        let _ = source;
        Ok(None)
    }

    /// The currency of the amounts kept, ISO 4217; `None` while none is kept.
    fn currency(&self) -> Result<Option<String>, Box<dyn Diagnostic>>;

    /// The latest import of the same bytes, read in the same way, of which every line still stands as it was then:
    /// importing it again would find nothing new, changed or refused.
    fn same_import(&self, sha256: &str, reading: &str) -> Result<Option<i64>, Box<dyn Diagnostic>>;

    /// Which till or shop a file of the same bytes was taken for by the latest import of it that stands.
    fn source_of(&self, sha256: &str) -> Result<Option<String>, Box<dyn Diagnostic>> {
        let _ = sha256;
        Ok(None)
    }

    /// Whether the user has said of a file of the same bytes, or of one of the same till, that it shares days with
    /// another file of the same till.
    fn is_same_till(&self, sha256: &str) -> Result<bool, Box<dyn Diagnostic>> {
        let _ = sha256;
        Ok(false)
    }

    /// The stores that have moved, in the order in which the moves were recorded.
    fn moves(&self) -> Result<Vec<StoreMove>, Box<dyn Diagnostic>> {
        Ok(vec![])
    }

    /// Which of these ids and keys are those of sales that are kept, as texts.
    fn kept_among(&self, ids: &[i64], keys: &[String]) -> Result<Vec<String>, Box<dyn Diagnostic>> {
        let _ = (ids, keys);
        Ok(vec![])
    }

    /// The sales that are kept of a store.
    fn kept_sales(&self, store_id: i64) -> Result<KeptSales, Box<dyn Diagnostic>> {
        let _ = store_id;
        Ok(KeptSales::default())
    }

    /// The sales of a store whose time was one of UTC, by the hour, and the files that they were in.
    fn utc_hours(&self, store_id: i64) -> Result<(Vec<UtcHour>, Vec<String>), Box<dyn Diagnostic>> {
        let _ = store_id;
        Ok((vec![], vec![]))
    }

    /// The first ids that the store would give to a new product and a new store.
    fn next_ids(&self) -> Result<NextIds, Box<dyn Diagnostic>>;
}

/// The first ids that the store would give; a file of sales that brings products and stores gives them itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextIds {
    /// To a product.
    pub product: i64,
    /// To a store.
    pub store: i64,
}

/// What was kept by version 0.1, by its ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoldedIds {
    /// The products.
    pub products: HashSet<i64>,
    /// The stores.
    pub stores: HashSet<i64>,
}
