//! Taking an import back, and what modes of an import do, the same on either side.

use std::sync::Arc;

use comptoir_sales::{ImportMode, SalesBook};
use comptoir_store::{Book, Database, Statement, StoreError, Value};
use proptest::prelude::*;

use crate::{
    loading::{Lines, Pour, keyed, product, sale, with_shop},
    sides::on_both_sides,
};

/// Everything that figures are made of, and what is remembered of it.
fn dump(database: &Arc<dyn Database>) -> Vec<Vec<Vec<Value>>> {
    ["products", "stores", "sales", "import_changes", "settings"]
        .map(|table| database.query(&format!("select * from {table} order by 1"), &[]).unwrap().rows)
        .to_vec()
}

fn amounts(database: &Arc<dyn Database>) -> Vec<f64> {
    let rows = database.query("select amount from sales order by sale_date, amount", &[]).unwrap().rows;
    rows.iter().filter_map(|row| row[0].as_number()).collect()
}

const REPLACE: ImportMode = ImportMode::Replace { partial_days: false };

#[test]
fn a_dry_run_counts_everything_and_keeps_nothing() {
    on_both_sides(|database| {
        with_shop(database);
        Pour::sales(vec![sale(Some(1), None, "3")]).into(database).unwrap();
        let before = (dump(database), database.data_version().unwrap());
        let import = Pour::sales(vec![sale(Some(1), None, "9"), sale(Some(2), None, "4")]);
        let tried = Pour { dry_run: true, ..import.clone() }.into(database).unwrap();
        assert_eq!((dump(database), database.data_version().unwrap()), before);
        let done = import.into(database).unwrap();
        assert_eq!((tried.import_id, tried.added, tried.known, tried.changed_count), (None, 1, 1, 1));
        assert_eq!(
            (tried.added, tried.changed.clone(), tried.revenue),
            (done.added, done.changed, done.revenue)
        );
    });
}

#[test]
fn one_id_twice_in_a_file_is_refused_when_its_content_differs() {
    on_both_sides(|database| {
        with_shop(database);
        let twice = vec![sale(Some(1), None, "3"), sale(Some(1), None, "3"), sale(Some(1), None, "4")];
        let poured = Pour::sales(twice.clone()).into(database).unwrap();
        assert_eq!((poured.added, poured.known, poured.repeated, poured.changed_count), (1, 1, 1, 0));
        assert_eq!((poured.clashes[0].line, poured.clashes[0].key.as_str()), (4, "1"));
        let rejects = database.query("select line, value, code from rejects", &[]).unwrap().rows;
        assert_eq!(rejects, [[4.into(), "1".into(), "twice".into()]]);
        database.undo(3).unwrap();
        let error = Pour { abort_on_reject: true, ..Pour::sales(twice) }.into(database).unwrap_err();
        assert_eq!((error.code(), amounts(database).len()), ("store-clash", 0));
    });
}

#[test]
fn sales_may_come_before_the_products_that_they_bring() {
    on_both_sides(|database| {
        with_shop(database);
        let sold = comptoir_sales::Sale { product_id: 1_000_000_001, ..sale(Some(1), None, "3") };
        let import = Pour {
            products: vec![product(Some(1_000_000_001), Some("Lait"), "Lait")],
            ..Pour::sales(vec![sold])
        };
        let poured = import.clone().into(database).unwrap();
        assert_eq!((poured.added, poured.products_added), (1, 1));
        // Another import came between: what it brought has the id already.
        assert_eq!(import.into(database).unwrap_err().code(), "moved");
    });
}

#[test]
fn a_day_of_which_lines_are_missing_is_held_back() {
    on_both_sides(|database| {
        with_shop(database);
        let import = |sales| Pour { covers_days: true, ..Pour::sales(sales) };
        import(vec![keyed("a", 1, "1"), keyed("b", 2, "2"), keyed("c", 3, "3")]).into(database).unwrap();
        let corrected =
            import(vec![keyed("a", 1, "1"), keyed("x", 2, "20"), keyed("c", 3, "3"), keyed("d", 3, "4")]);
        let poured = corrected.clone().into(database).unwrap();
        assert_eq!((poured.added, poured.held_back.store_days, poured.held_back.lines), (1, 1, 1));
        let missing = &poured.held_back.missing[0];
        assert_eq!(
            (missing.import_id, missing.store.as_str(), missing.product.as_str()),
            (3, "Lyon", "Pain")
        );
        assert_eq!((missing.date.to_string(), missing.amount.to_string()), ("2023-11-02".into(), "2".into()));
        assert_eq!(amounts(database), [1.0, 2.0, 3.0, 4.0]);

        // Another till has other keys, and nothing to do with these days.
        let other = Pour { source: "other till", ..import(vec![keyed("other/a", 2, "7")]) };
        assert_eq!(other.into(database).unwrap().added, 1);

        let before = dump(database);
        let replaced = Pour { mode: REPLACE, ..corrected }.into(database).unwrap();
        assert_eq!((replaced.added, replaced.removed, replaced.held_back.store_days), (1, 1, 0));
        assert_eq!(replaced.revenue.to_string(), "18");
        assert_eq!(amounts(database), [1.0, 7.0, 20.0, 3.0, 4.0]);
        let undone = database.undo(replaced.import_id.unwrap()).unwrap();
        assert_eq!((undone.removed, undone.restored, undone.revenue_parts), (1, 1, -180_000));
        assert_eq!(dump(database), before);
    });
}

#[test]
fn a_last_day_that_became_smaller_is_replaced_only_when_that_is_said() {
    on_both_sides(|database| {
        with_shop(database);
        let import = |sales| Pour { covers_days: true, ..Pour::sales(sales) };
        import(vec![keyed("a", 1, "1"), keyed("b", 2, "2"), keyed("c", 2, "3")]).into(database).unwrap();
        let shorter = import(vec![keyed("a", 1, "1"), keyed("b", 2, "2")]);
        let held = Pour { mode: REPLACE, ..shorter.clone() }.into(database).unwrap();
        assert_eq!((held.removed, held.held_back.store_days, held.held_back.may_be_cut_off), (0, 1, true));
        let mode = ImportMode::Replace { partial_days: true };
        assert_eq!(Pour { mode, ..shorter }.into(database).unwrap().removed, 1);
        assert_eq!(amounts(database), [1.0, 2.0]);
    });
}

#[test]
fn an_upsert_is_undone_exactly() {
    on_both_sides(|database| {
        with_shop(database);
        Pour::sales(vec![sale(Some(1), None, "3.1234"), sale(Some(2), None, "4")]).into(database).unwrap();
        let before = dump(database);
        let upsert = Pour::sales(vec![sale(Some(1), None, "9"), sale(Some(3), None, "5")]);
        let done = Pour { mode: ImportMode::Upsert, ..upsert }.into(database).unwrap();
        assert_eq!((done.added, done.written_again, done.revenue.to_string()), (1, 1, "10.8766".to_owned()));
        // What it wrote over was another import's: that one cannot go first.
        assert!(matches!(database.undo(3), Err(StoreError::DependedOn { import_id: 3, .. })));
        let undone = database.undo(4).unwrap();
        assert_eq!((undone.removed, undone.restored, undone.revenue_parts), (1, 1, -108_766));
        assert_eq!(dump(database), before);
        assert!(matches!(database.undo(4), Err(StoreError::UndoneBefore { import_id: 4 })));
        assert!(matches!(database.undo(99), Err(StoreError::NoSuchImport { import_id: 99 })));
    });
}

#[test]
fn what_something_later_depends_on_cannot_be_undone() {
    on_both_sides(|database| {
        with_shop(database);
        Pour::sales(vec![sale(Some(1), None, "3")]).into(database).unwrap();
        let refused = |id: i64, why: &str| {
            let before = dump(database);
            match database.undo(id) {
                Err(StoreError::DependedOn { dependents, .. }) => {
                    assert!(dependents.contains(why), "{dependents}");
                }
                other => panic!("{other:?}"),
            }
            assert_eq!(dump(database), before);
        };
        refused(1, "import 3: products");
        refused(2, "import 3: stores");
        database.write(&[Statement::new("update sales set amount = 5 where id = 1", vec![])]).unwrap();
        refused(3, "SQL: sales");
    });
}

#[test]
fn the_same_bytes_are_known_without_being_read_as_long_as_nothing_was_rewritten() {
    on_both_sides(|database| {
        with_shop(database);
        let import =
            Pour { name: "a.csv", ..Pour::sales(vec![sale(Some(1), None, "3"), sale(Some(2), None, "4")]) };
        import.clone().into(database).unwrap();
        let book = Book::new(Arc::clone(database));
        let same = || book.same_import("hash of a.csv", "the usual").unwrap();
        assert_eq!((same(), book.same_import("hash of b.csv", "the usual").unwrap()), (Some(3), None));
        let again = Pour { same_as: Some(3), ..import.clone() }.into(database).unwrap();
        assert_eq!((again.added, again.known, again.import_id), (0, 2, Some(4)));
        Pour { name: "c.csv", ..Pour::sales(vec![sale(Some(5), None, "3")]) }.into(database).unwrap();
        assert_eq!(same(), Some(4));
        database.write(&[Statement::new("delete from sales where id = 1", vec![])]).unwrap();
        assert_eq!(same(), None);
        assert_eq!(Pour { same_as: Some(4), ..import }.into(database).unwrap_err().code(), "moved");
    });
}

/// The sales that an import holds beside others, as ranges of ids.
fn held(database: &Arc<dyn Database>, import_id: i64) -> Vec<Vec<Value>> {
    let sql = "select first_sale, last_sale from import_held where import_id = ?1 order by 1";
    database.query(sql, &[import_id.into()]).unwrap().rows
}

#[test]
fn the_same_bytes_again_hold_all_sales_of_the_first_time() {
    let range = |first: i64, last: i64| vec![Value::from(first), Value::from(last)];
    for (ids, ranges) in [
        (vec![1, 2, 3], vec![range(1, 3)]),
        (vec![1, 2, 5, 7, 8], vec![range(1, 2), range(5, 5), range(7, 8)]),
    ] {
        on_both_sides(|database| {
            with_shop(database);
            let sales = ids.iter().map(|id| sale(Some(*id), None, "3")).collect();
            let import = Pour { name: "a.csv", ..Pour::sales(sales) };
            import.clone().into(database).unwrap();
            for again in [4, 5] {
                Pour { same_as: Some(again - 1), ..import.clone() }.into(database).unwrap();
                assert_eq!(held(database, again), ranges);
            }
        });
    }
}

#[test]
fn a_second_currency_is_refused() {
    on_both_sides(|database| {
        with_shop(database);
        let import =
            |id, currency| Pour { currency: Some(currency), ..Pour::sales(vec![sale(Some(id), None, "3")]) };
        import(1, "EUR").into(database).unwrap();
        assert_eq!(import(2, "USD").into(database).unwrap_err().code(), "store-other-currency");
        assert_eq!(amounts(database).len(), 1);
        assert_eq!(Book::new(Arc::clone(database)).currency().unwrap().as_deref(), Some("EUR"));
        database.undo(3).unwrap();
        assert_eq!(Book::new(Arc::clone(database)).currency().unwrap(), None);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_an_import_does_is_undone(
        first in prop::collection::vec((1i64..8, 1i8..5, 1u32..5), 0..12),
        second in prop::collection::vec((1i64..8, 1i8..5, 1u32..5), 1..12),
        mode in 0usize..4, by_id in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let database: Arc<dyn Database> =
            Arc::new(comptoir_store::Embedded::open(&folder.path().join("shop.db")).unwrap());
        with_shop(&database);
        let sales = |rows: &[(i64, i8, u32)]| rows.iter().map(|(id, day, amount)| {
            let amount = format!("{amount}.1234");
            if by_id {
                comptoir_sales::Sale { id: Some(*id), source_key: None, ..keyed("", *day, &amount) }
            } else {
                keyed(&format!("{id} {day} {amount}"), *day, &amount)
            }
        }).collect::<Vec<_>>();
        let mode = [ImportMode::New, ImportMode::Upsert, REPLACE, ImportMode::Replace { partial_days: true }][mode];
        let import = |rows| Pour { covers_days: !by_id, ..Pour::of(Lines::Sales(rows)) };
        import(sales(&first)).into(&database).unwrap();
        let before = dump(&database);
        let total = |database: &Arc<dyn Database>| amounts(database).iter().sum::<f64>();
        let revenue = total(&database);
        let done = match (Pour { name: "later.csv", mode, ..import(sales(&second)) }.into(&database)) {
            Ok(done) => done,
            // Random rows may look like those of another till, or like those before under other numbers.
            Err(error) => {
                prop_assert!(["store-reused-numbers", "store-same-sales"].contains(&error.code()), "{}", error);
                prop_assert_eq!(dump(&database), before);
                return Ok(());
            }
        };
        prop_assert!((total(&database) - revenue - done.revenue.to_f64()).abs() < 1e-6);
        database.undo(done.import_id.unwrap()).unwrap();
        prop_assert_eq!(dump(&database), before);
    }
}
