//! What becomes of an import's lines, the same on either side.

use std::sync::Arc;

use comptoir_sales::{ImportOutcome, Reject, SalesBook};
use comptoir_store::{Book, Database, Value};

use crate::{
    loading::{Lines, Pour, keyed, product, sale, with_shop},
    sides::on_both_sides,
};

fn load(database: &Arc<dyn Database>, lines: Lines) -> ImportOutcome {
    Pour::of(lines).into(database).unwrap()
}

#[test]
fn only_lines_with_a_new_id_are_added() {
    on_both_sides(|database| {
        with_shop(database);
        let two = || Lines::Sales(vec![sale(Some(1), None, "3"), sale(Some(2), None, "4")]);
        assert_eq!(load(database, two()).added, 2);
        let again = load(database, two());
        assert_eq!((again.added, again.known, again.changed_count), (0, 2, 0));
        let third = Lines::Sales(vec![sale(Some(2), None, "4"), sale(Some(3), None, "5")]);
        let third = load(database, third);
        assert_eq!((third.added, third.known), (1, 1));
    });
}

#[test]
fn a_known_id_with_other_content_is_named_and_not_written() {
    on_both_sides(|database| {
        with_shop(database);
        load(database, Lines::Sales(vec![sale(Some(7), None, "3")]));
        let changed = load(database, Lines::Sales(vec![sale(Some(7), None, "99")]));
        assert_eq!((changed.added, changed.changed_count, changed.changed), (0, 1, vec!["7".to_owned()]));
        let amount = database.query("select amount from sales", &[]).unwrap();
        assert_eq!(amount.single(), Some(&Value::Real(3.0)));
    });
}

#[test]
fn ids_given_by_the_store_start_past_a_thousand_million() {
    on_both_sides(|database| {
        with_shop(database);
        let given = Lines::Sales(vec![sale(None, Some("a"), "1"), sale(None, Some("b"), "1")]);
        load(database, given);
        let own = Lines::Sales(vec![
            sale(Some(1), None, "1"),
            sale(None, Some("c"), "1"),
            sale(None, Some("a"), "1"),
        ]);
        let own = load(database, own);
        assert_eq!((own.added, own.known), (2, 1));
        let ids = database.query("select id from sales order by id", &[]).unwrap().rows;
        let ids: Vec<_> = ids.iter().filter_map(|row| row[0].as_integer()).collect();
        assert_eq!((ids.len(), ids[0]), (4, 1));
        assert!(ids[1..].iter().all(|id| *id > 1_000_000_000), "{ids:?}");
    });
}

#[test]
fn what_is_known_is_told_as_it_was_kept() {
    on_both_sides(|database| {
        load(
            database,
            Lines::Products(vec![product(None, Some("REF001"), "Pain"), product(Some(4), None, "Lait")]),
        );
        let mut known = Book::new(Arc::clone(database)).products().unwrap();
        known.sort_by_key(|product| product.id);
        assert_eq!(
            known,
            [product(Some(4), None, "Lait"), product(Some(1_000_000_001), Some("REF001"), "Pain")]
        );
    });
}

#[test]
fn the_ledger_keeps_counts_and_rejects() {
    on_both_sides(|database| {
        with_shop(database);
        let reject = Reject {
            line: 9,
            column: Some("Prix".into()),
            value: Some("douze".into()),
            code: "not-a-number",
            facts: vec![],
            original: "9;douze".into(),
        };
        let lines = Lines::Sales(vec![sale(Some(1), None, "3")]);
        let poured =
            Pour { name: "ventes.csv", rejects: vec![reject], ..Pour::of(lines) }.into(database).unwrap();
        assert_eq!(poured.import_id, Some(3));
        let ledger = "select source, table_name, added, known, rejected from imports where id = 3";
        let expected = [Value::from("ventes.csv"), "sales".into(), 1.into(), 0.into(), 1.into()];
        assert_eq!(database.query(ledger, &[]).unwrap().rows, [expected]);
        let rejects = r#"select import_id, line, "column", value, code, original from rejects"#;
        let expected = [
            Value::from(3),
            9.into(),
            "Prix".into(),
            "douze".into(),
            "not-a-number".into(),
            "9;douze".into(),
        ];
        assert_eq!(database.query(rejects, &[]).unwrap().rows, [expected]);
    });
}

#[test]
fn an_import_that_cannot_be_kept_leaves_nothing() {
    on_both_sides(|database| {
        let orphan = Pour::of(Lines::Sales(vec![sale(Some(1), None, "3")]));
        let error = orphan.into(database).unwrap_err();
        assert_eq!(error.code(), "store-no-such-reference");
        let imports = database.query("select count(*) from imports", &[]).unwrap();
        assert_eq!(imports.single(), Some(&Value::Integer(0)));
    });
}

#[test]
fn a_sale_kept_under_the_product_that_an_earlier_version_took_its_for_is_known_once() {
    on_both_sides(|database| {
        with_shop(database);
        let import = |sales| Pour { covers_days: true, ..Pour::sales(sales) };
        import(vec![keyed("old 1", 1, "2"), keyed("old 2", 1, "2"), keyed("other", 1, "9")])
            .into(database)
            .unwrap();
        // Now the second line is of a product of its own, and a third like it is new.
        let split =
            |key| comptoir_sales::Sale { product_id: 7, former_product_id: Some(1), ..keyed(key, 1, "2") };
        let brought = vec![product(Some(7), None, "Paîn")];
        let lines = vec![keyed("old 1", 1, "2"), split("new 1"), split("new 2"), keyed("other", 1, "9")];
        let poured = Pour { products: brought, ..import(lines.clone()) }.into(database).unwrap();
        assert_eq!((poured.added, poured.known, poured.former_products), (1, 3, 1));
        assert_eq!((poured.changed_count, poured.held_back.store_days), (0, 0));
        let revenue = |database: &Arc<dyn Database>| {
            let rows = database
                .query(
                    "select product_id, cast(sum(amount) as integer) from sales group by 1 order by 1",
                    &[],
                )
                .unwrap()
                .rows;
            rows.iter().map(|row| (row[0].as_integer(), row[1].as_integer())).collect::<Vec<_>>()
        };
        assert_eq!(revenue(database), [(Some(1), Some(13)), (Some(7), Some(2))]);
        let again = import(lines.clone()).into(database).unwrap();
        assert_eq!((again.added, again.known, again.former_products), (0, 4, 1));
        let mode = comptoir_sales::ImportMode::Replace { partial_days: false };
        let moved = Pour { mode, ..import(lines) }.into(database).unwrap();
        assert_eq!((moved.added, moved.removed, moved.former_products), (1, 1, 0));
        assert_eq!(revenue(database), [(Some(1), Some(11)), (Some(7), Some(4))]);
    });
}

#[test]
fn a_known_id_under_its_former_product_has_not_changed() {
    on_both_sides(|database| {
        with_shop(database);
        let other = Pour::of(Lines::Products(vec![product(Some(7), None, "Paîn")]));
        other.into(database).unwrap();
        load(database, Lines::Sales(vec![sale(Some(1), None, "3")]));
        let split = |former| comptoir_sales::Sale {
            product_id: 7,
            former_product_id: former,
            ..sale(Some(1), None, "3")
        };
        let known = load(database, Lines::Sales(vec![split(Some(1))]));
        assert_eq!((known.known, known.changed_count), (1, 0));
        assert_eq!(load(database, Lines::Sales(vec![split(None)])).changed_count, 1);
    });
}
