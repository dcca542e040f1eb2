//! A shop with two products, two stores (one of unknown region) and the sales a test gives it.

use std::sync::Arc;

use comptoir_analysis::Sales;
use comptoir_store::{Database, Embedded, Statement, Value};

pub(crate) struct Shop {
    database: Arc<dyn Database>,
    folder: tempfile::TempDir,
}

impl Shop {
    /// Each sale: product, store, day, quantity, amount.
    pub(crate) fn with(sales: &[(i64, i64, &str, f64, f64)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Embedded::open(&folder.path().join("shop.db")).unwrap();
        let known = [
            "insert into products (id, name, category) values (1, 'Pain', 'Boulangerie'), (2, 'Lait', null)",
            "insert into stores (id, city, region) values (1, 'Paris', 'Île-de-France'), (2, 'Saint-Denis', null)",
        ];
        database.write(&known.map(|sql| Statement::new(sql, vec![]))).unwrap();
        let shop = Self { database: Arc::new(database), folder };
        shop.sell(sales);
        shop
    }

    /// Changes the file as `sqlite3` does, past the rules for SQL from outside.
    pub(crate) fn by_hand(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.folder.path().join("shop.db")).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    /// As it could be written before values of SQL were checked.
    pub(crate) fn by_hand_unchecked(&self, sql: &str) {
        for kind in ["day", "amount"] {
            self.by_hand(&format!("drop trigger if exists sales_{kind}_value_updated"));
        }
        self.by_hand(sql);
    }

    /// Sells more.
    pub(crate) fn sell(&self, sales: &[(i64, i64, &str, f64, f64)]) {
        let sale = |(product, store, day, quantity, amount): &(i64, i64, &str, f64, f64)| {
            let args: Vec<Value> =
                vec![(*product).into(), (*store).into(), (*day).into(), (*quantity).into(), (*amount).into()];
            let sql = "insert into sales (product_id, store_id, sale_date, quantity, amount) values (?1, ?2, ?3, ?4, ?5)";
            Statement::new(sql, args)
        };
        self.database.write(&sales.iter().map(sale).collect::<Vec<_>>()).unwrap();
    }

    /// A week of three sales: 10 € and 5 € of bread in Paris, 20 € of milk in Saint-Denis.
    pub(crate) fn small() -> Self {
        Self::with(&[
            (1, 1, "2023-11-01", 2.0, 10.0),
            (1, 1, "2023-11-03", 1.0, 5.0),
            (2, 2, "2023-11-03", 1.25, 20.0),
        ])
    }

    pub(crate) fn sales(&self) -> Sales<'_> {
        Sales::of(self.database()).unwrap()
    }

    pub(crate) fn database(&self) -> &dyn Database {
        self.database.as_ref()
    }
}
