//! Values that figures can be made of: what a load may hold, the same on either side.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, Float64Array, Int64Array, LargeStringArray, RecordBatch,
    StringArray,
};
use comptoir_sales::Diagnostic;
use comptoir_store::{Database, Load, LoadedTable, Mode, StoreError, TableLoad, Value, ValueRule};

use crate::sides::on_both_sides;

type Columns = Vec<(&'static str, ArrayRef)>;

fn load(database: &Arc<dyn Database>, table: &str, batches: Vec<Columns>) -> Result<LoadedTable, StoreError> {
    let batch = |columns: Columns| {
        let columns = columns.into_iter().map(|(name, array)| (name, array, true));
        RecordBatch::try_from_iter_with_nullable(columns).unwrap()
    };
    let batches: Vec<RecordBatch> = batches.into_iter().map(batch).collect();
    let schema = batches[0].schema();
    let table = TableLoad { table: table.into(), schema, batches: Box::new(batches.into_iter().map(Ok)) };
    let loaded =
        database.load(Load { ledger: None, mode: Mode::New, dry_run: false, tables: vec![table] })?;
    Ok(loaded.tables.into_iter().next().unwrap())
}

fn prepare(database: &Arc<dyn Database>) {
    let id = || Arc::new(Int64Array::from(vec![1])) as ArrayRef;
    let name: ArrayRef = Arc::new(StringArray::from(vec!["Pain"]));
    load(database, "products", vec![vec![("id", id()), ("name", Arc::clone(&name))]]).unwrap();
    load(database, "stores", vec![vec![("id", id()), ("name", name)]]).unwrap();
}

fn floats(values: &[f64]) -> ArrayRef {
    Arc::new(Float64Array::from(values.to_vec()))
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// Two sales with another column in the place of one.
fn sales(column: &'static str, array: ArrayRef) -> Columns {
    let ones = || Arc::new(Int64Array::from(vec![1, 1])) as ArrayRef;
    let mut columns: Columns = vec![
        ("product_id", ones()),
        ("store_id", ones()),
        ("sale_date", texts(&["2024-02-28", "2024-02-29"])),
        ("quantity", floats(&[1.0, 1.25])),
        ("amount", floats(&[1.5, -2.0])),
        ("discount", Arc::new(Float64Array::from(vec![None, Some(0.5)]))),
    ];
    columns.retain(|(name, _)| *name != column);
    columns.push((column, array));
    columns
}

#[test]
fn a_load_of_values_that_no_figure_can_be_made_of_is_refused_by_row_and_column() {
    let long = "x".repeat((16 << 10) + 1);
    let cases: Vec<(&'static str, ArrayRef, ValueRule)> = vec![
        ("sale_date", texts(&["2024-02-28", "2023-02-29"]), ValueRule::Day),
        ("sale_date", texts(&["2024-02-28", "01/02/2024"]), ValueRule::Day),
        ("sale_date", texts(&["2024-02-28", "2024-02-28T10:00"]), ValueRule::Day),
        ("sale_date", texts(&["2024-02-28", "0024-02-28"]), ValueRule::Day),
        ("sale_date", texts(&["2024-02-28", ""]), ValueRule::Day),
        ("sale_date", Arc::new(LargeStringArray::from(vec!["2024-02-28", "hier"])), ValueRule::Day),
        ("sale_date", Arc::new(Int64Array::from(vec![None, Some(20_240_228)])), ValueRule::Day),
        ("amount", floats(&[1.0, f64::NAN]), ValueRule::Number),
        ("amount", floats(&[1.0, f64::NEG_INFINITY]), ValueRule::Number),
        ("amount", floats(&[1e12, 1e13]), ValueRule::Number),
        ("amount", Arc::new(Int64Array::from(vec![1, i64::MIN])), ValueRule::Number),
        ("amount", Arc::new(StringArray::from(vec![None, Some("12,50")])), ValueRule::Number),
        ("quantity", Arc::new(StringArray::from(vec![None, Some("2")])), ValueRule::Number),
        ("quantity", floats(&[1.0, f64::INFINITY]), ValueRule::Number),
        ("discount", floats(&[1.0, f64::NAN]), ValueRule::Number),
        ("tax", floats(&[1.0, f64::NAN]), ValueRule::Number),
        ("ticket", texts(&["a", &long]), ValueRule::Text),
    ];
    on_both_sides(|database| {
        prepare(database);
        for (column, array, rule) in &cases {
            let refused = load(database, "sales", vec![sales(column, Arc::clone(array))]).unwrap_err();
            let facts = (refused.code(), refused.facts());
            let StoreError::LoadValue { table, row, column: named, rule: broken, .. } = refused else {
                panic!("{column} {array:?}: {facts:?}");
            };
            assert_eq!(
                (table.as_str(), row, named.as_str(), broken),
                ("sales", 2, *column, *rule),
                "{array:?}"
            );
        }
        let none = database.query("select count(*) from sales", &[]).unwrap();
        assert_eq!(none.single(), Some(&Value::Integer(0)));
    });
}

#[test]
fn prices_targets_and_names_have_their_rules_too() {
    let id = || Arc::new(Int64Array::from(vec![2])) as ArrayRef;
    let long = "é".repeat(9_000);
    on_both_sides(|database| {
        let cases: Vec<(&str, Columns, ValueRule)> = vec![
            ("products", vec![("id", id()), ("name", texts(&[&long]))], ValueRule::Text),
            (
                "products",
                vec![("name", texts(&["a"])), ("price", floats(&[f64::INFINITY]))],
                ValueRule::Number,
            ),
            ("stores", vec![("city", texts(&[&long]))], ValueRule::Text),
            ("targets", vec![("month", texts(&["2024-13"])), ("amount", floats(&[1.0]))], ValueRule::Month),
            (
                "targets",
                vec![("amount", floats(&[f64::NAN])), ("month", texts(&["2024-12"]))],
                ValueRule::Number,
            ),
        ];
        for (table, columns, rule) in cases {
            let refused = load(database, table, vec![columns]);
            assert!(
                matches!(&refused, Err(StoreError::LoadValue { rule: broken, row: 1, .. }) if *broken == rule),
                "{table}: {refused:?}"
            );
        }
    });
}

#[test]
fn good_values_of_any_type_pass_and_so_do_nulls_whatever_stands_behind_them() {
    on_both_sides(|database| {
        prepare(database);
        let days: ArrayRef = Arc::new(Date32Array::from(vec![19_782, 19_783]));
        assert_eq!(load(database, "sales", vec![sales("sale_date", days)]).unwrap().added, 2);
        let cents = Decimal128Array::from(vec![1_250, -99]).with_precision_and_scale(10, 2).unwrap();
        assert_eq!(load(database, "sales", vec![sales("amount", Arc::new(cents))]).unwrap().added, 2);
        let nulls = Int64Array::from(vec![None, Some(1)]).nulls().cloned();
        let hidden = Float64Array::new(vec![f64::NAN, 1.0].into(), nulls);
        assert_eq!(load(database, "sales", vec![sales("tax", Arc::new(hidden))]).unwrap().added, 2);
    });
}

#[test]
fn a_bad_value_in_a_later_batch_is_named_by_its_row_in_the_load() {
    on_both_sides(|database| {
        prepare(database);
        let batches = vec![sales("amount", floats(&[1.0, 2.0])), sales("amount", floats(&[3.0, f64::NAN]))];
        let refused = load(database, "sales", batches);
        assert!(matches!(refused, Err(StoreError::LoadValue { row: 4, .. })), "{refused:?}");
    });
}

#[test]
fn clients_own_tables_hold_what_they_like() {
    on_both_sides(|database| {
        let create = comptoir_store::Statement::new("create table sales2 (amount, sale_date)", vec![]);
        database.write(&[create]).unwrap();
        let columns = vec![("amount", texts(&["12,50"])), ("sale_date", texts(&["hier"]))];
        assert_eq!(load(database, "sales2", vec![columns]).unwrap().added, 1);
    });
}
