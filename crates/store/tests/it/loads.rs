//! Loads and scans, the same on either side.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray, cast::AsArray, types::Int64Type,
};
use arrow_schema::DataType;
use comptoir_store::{
    Database, LedgerLine, Load, LoadedTable, Mode, Statement, StoreError, TableLoad, Value,
};

use crate::sides::on_both_sides;

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .unwrap()
}

fn products(ids: &[i64], names: &[&str]) -> RecordBatch {
    batch(vec![
        ("id", Arc::new(Int64Array::from(ids.to_vec()))),
        ("name", Arc::new(StringArray::from(names.to_vec()))),
    ])
}

fn load(
    database: &Arc<dyn Database>,
    table: &str,
    batches: Vec<RecordBatch>,
    mode: Mode,
) -> Result<LoadedTable, StoreError> {
    let schema = batches[0].schema();
    let table = TableLoad { table: table.into(), schema, batches: Box::new(batches.into_iter().map(Ok)) };
    let loaded = database.load(Load { ledger: None, mode, dry_run: false, tables: vec![table] })?;
    Ok(loaded.tables.into_iter().next().unwrap())
}

fn count(database: &Arc<dyn Database>, table: &str) -> i64 {
    let rows = database.query(&format!("select count(*) from {table}"), &[]).unwrap();
    rows.single().and_then(Value::as_integer).unwrap()
}

#[test]
fn a_load_in_several_batches_is_counted_as_one() {
    on_both_sides(|database| {
        let batches = vec![products(&[1, 2], &["Pain", "Lait"]), products(&[2, 3], &["Crème", "Œufs"])];
        let loaded = load(database, "products", batches, Mode::New).unwrap();
        assert_eq!((loaded.added, loaded.known, loaded.changed), (3, 1, 1));
        assert_eq!(loaded.changed_keys, ["2"]);
        let name = database.query("select name from products where id = 2", &[]).unwrap();
        assert_eq!(name.single(), Some(&Value::from("Lait")));
    });
}

#[test]
fn rows_that_come_twice_are_counted_once_wherever_they_stand() {
    // Rows are written in blocks: the one that is known may stand first, last or anywhere in one.
    for at in [0, 1, 25, 49, 50, 51, 99, 120, 149] {
        on_both_sides(|database| {
            load(database, "products", vec![products(&[at + 1], &["Pain"])], Mode::New).unwrap();
            let mut ids: Vec<i64> = (1..=150).collect();
            ids.push(150 - at);
            let loaded =
                load(database, "products", vec![products(&ids, &vec!["Pain"; ids.len()])], Mode::New)
                    .unwrap();
            assert_eq!((loaded.added, loaded.known, loaded.changed), (149, 2, 0), "{at}");
            assert_eq!(count(database, "products"), 150, "{at}");
        });
    }
}

#[test]
fn upsert_writes_what_has_changed_and_only_that() {
    on_both_sides(|database| {
        load(database, "products", vec![products(&[1, 2], &["Pain", "Lait"])], Mode::New).unwrap();
        let loaded =
            load(database, "products", vec![products(&[1, 2], &["Pain", "Crème"])], Mode::Upsert).unwrap();
        assert_eq!((loaded.added, loaded.known, loaded.changed, loaded.written_again), (0, 2, 1, 1));
        let name = database.query("select name from products where id = 2", &[]).unwrap();
        assert_eq!(name.single(), Some(&Value::from("Crème")));
    });
}

#[test]
fn replace_leaves_nothing_but_the_load() {
    on_both_sides(|database| {
        load(database, "products", vec![products(&[1, 2], &["Pain", "Lait"])], Mode::New).unwrap();
        let loaded = load(database, "products", vec![products(&[7], &["Œufs"])], Mode::Replace).unwrap();
        assert_eq!((loaded.removed, loaded.added), (2, 1));
        assert_eq!(count(database, "products"), 1);
    });
}

#[test]
fn a_load_moves_the_version_once_and_a_load_that_changes_nothing_does_not() {
    on_both_sides(|database| {
        let batches = || vec![products(&[1, 2, 3], &["Pain", "Lait", "Œufs"])];
        load(database, "products", batches(), Mode::New).unwrap();
        assert_eq!(database.data_version().unwrap(), 1);
        load(database, "products", batches(), Mode::New).unwrap();
        assert_eq!(database.data_version().unwrap(), 1);
        // Plain SQL afterwards still moves it by the triggers.
        database.write(&[Statement::new("delete from products where id = 3", vec![])]).unwrap();
        assert_eq!(database.data_version().unwrap(), 2);
    });
}

#[test]
fn rows_that_do_not_fit_are_named_and_nothing_is_kept() {
    on_both_sides(|database| {
        let cases: Vec<(&str, RecordBatch, &str)> = vec![
            ("no_such", products(&[1], &["Pain"]), "there is no such table"),
            ("tokens", products(&[1], &["Pain"]), "there is no such table"),
            ("stores", products(&[1], &["Pain"]), ""),
            (
                "products",
                batch(vec![("colour", Arc::new(StringArray::from(vec!["red"])))]),
                "no column \"colour\"",
            ),
            ("products", batch(vec![("id", Arc::new(Int64Array::from(vec![5])))]), "row 1"),
            (
                "products",
                batch(vec![
                    ("id", Arc::new(Float64Array::from(vec![1.5]))),
                    ("name", Arc::new(StringArray::from(vec!["x"]))),
                ]),
                "row 1",
            ),
        ];
        for (table, rows, expected) in cases {
            let loaded = load(database, table, vec![rows], Mode::New);
            if expected.is_empty() {
                assert!(loaded.is_ok(), "{table}: {loaded:?}");
                continue;
            }
            let error = loaded.unwrap_err();
            assert!(error.to_string().contains(expected), "{table}: {error}");
        }
        assert_eq!(count(database, "products"), 0);
    });
}

#[test]
fn a_load_whose_rows_break_off_leaves_nothing() {
    on_both_sides(|database| {
        let first = products(&[1], &["Pain"]);
        let schema = first.schema();
        let broken = Err(StoreError::Damaged { reason: "the file ends here".into() });
        let batches = Box::new([Ok(first), broken].into_iter());
        let table = TableLoad { table: "products".into(), schema, batches };
        let error = database
            .load(Load { ledger: None, mode: Mode::New, dry_run: false, tables: vec![table] })
            .unwrap_err();
        assert!(error.to_string().contains("the file ends here"), "{error}");
        assert_eq!(count(database, "products"), 0);
    });
}

#[test]
fn all_tables_of_an_import_and_its_line_in_the_ledger_come_together() {
    on_both_sides(|database| {
        let bread = products(&[1], &["Pain"]);
        let refused = batch(vec![
            ("line", Arc::new(Int64Array::from(vec![3])) as ArrayRef),
            ("code", Arc::new(StringArray::from(vec!["not-a-number"]))),
        ]);
        let tables = [("products", bread), ("rejects", refused)].map(|(table, rows)| TableLoad {
            table: table.into(),
            schema: rows.schema(),
            batches: Box::new(std::iter::once(Ok(rows))),
        });
        let ledger =
            LedgerLine { name: "été.csv".into(), table: "products".into(), ..LedgerLine::default() };
        let load = Load { ledger: Some(ledger), mode: Mode::New, dry_run: false, tables: tables.into() };
        assert_eq!(database.load(load).unwrap().import_id, Some(1));
        let joined = "select source, added, rejected, line, products.import_id from imports
                      join rejects on rejects.import_id = imports.id join products on products.import_id = imports.id";
        let expected = [Value::from("été.csv"), 1.into(), 1.into(), 3.into(), 1.into()];
        assert_eq!(database.query(joined, &[]).unwrap().rows, [expected]);
    });
}

#[test]
fn a_scan_comes_in_batches_of_one_schema() {
    on_both_sides(|database| {
        let sql = "with recursive n(i) as (select ?1 union all select i + 1 from n where i < 20000)
                   select i, i / 2.0 as half, 'x' || i as label, null as empty from n";
        let (mut rows, mut sum, mut batches) = (0, 0, 0);
        let mut types = Vec::new();
        database
            .scan(sql, &[1.into()], &mut |batch| {
                batches += 1;
                rows += batch.num_rows();
                sum += batch.column(0).as_primitive::<Int64Type>().values().iter().sum::<i64>();
                types = batch.schema().fields().iter().map(|field| field.data_type().clone()).collect();
                Ok(())
            })
            .unwrap();
        assert_eq!((rows, sum), (20_000, 200_010_000));
        assert!(batches > 1);
        assert_eq!(types, [DataType::Int64, DataType::Float64, DataType::Utf8, DataType::Null]);
    });
}

#[test]
fn a_scan_without_rows_still_has_its_columns() {
    on_both_sides(|database| {
        let mut schemas = Vec::new();
        database
            .scan("select id, amount, sale_date from sales", &[], &mut |batch| {
                schemas.push((batch.num_rows(), batch.schema()));
                Ok(())
            })
            .unwrap();
        assert_eq!(schemas.len(), 1);
        let types: Vec<_> = schemas[0].1.fields().iter().map(|field| field.data_type().clone()).collect();
        assert_eq!((schemas[0].0, types), (0, vec![DataType::Int64, DataType::Float64, DataType::Utf8]));
    });
}

#[test]
fn whoever_takes_a_scan_may_stop_it() {
    on_both_sides(|database| {
        let sql = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";
        let error = database.scan(sql, &[], &mut |_| Err(StoreError::Moved)).unwrap_err();
        assert!(matches!(error, StoreError::Moved), "{error:?}");
    });
}

#[test]
fn a_column_of_two_types_is_told() {
    on_both_sides(|database| {
        let error = database
            .scan("select 'a' as x union all select 1 order by 1 desc", &[], &mut |_| Ok(()))
            .unwrap_err();
        assert!(error.to_string().contains("column x"), "{error}");
    });
}
