//! Rows of imports that SQL changes, deletes or replaces, in every spelling: the import that brought them is not undone over it.

use std::sync::Arc;

use comptoir_store::{Database, Embedded, Statement, StoreError, Value};

use crate::{
    loading::{Lines, Pour, keyed, product, sale, with_shop},
    sides::on_both_sides,
};

fn write(database: &Arc<dyn Database>, sql: &[&str]) -> Result<(), StoreError> {
    let statements: Vec<Statement> = sql.iter().map(|sql| Statement::new(*sql, vec![])).collect();
    database.write(&statements).map(|_| ())
}

/// An import of the sales 1 and 2, and of one that has a key instead.
fn with_sales(database: &Arc<dyn Database>) -> i64 {
    with_shop(database);
    let sales = vec![sale(Some(1), None, "3"), sale(Some(2), None, "4"), keyed("a", 1, "5")];
    Pour::sales(sales).into(database).unwrap().import_id.unwrap()
}

#[test]
fn rows_with_the_largest_number_leave_imports_their_own() {
    on_both_sides(|database| {
        with_shop(database);
        let largest = [
            "insert into products (id, name) values (9223372036854775807, 'last')",
            "insert into sales (id, product_id, store_id, sale_date, quantity, amount)
             values (9223372036854775807, 1, 1, '2023-11-02', 1, 1)",
        ];
        write(database, &largest).unwrap();
        Pour::sales(vec![keyed("a", 1, "5"), keyed("b", 1, "6")]).into(database).unwrap();
        let rows = database.query("select max(id) from sales where id < 9223372036854775807", &[]).unwrap();
        assert_eq!(rows.single().and_then(Value::as_integer), Some(1_000_000_002));
    });
}

/// The columns of a sale that SQL gives.
const COLUMNS: &str = "product_id, store_id, sale_date, quantity, amount";

/// The rows of imports that SQL has touched, as `table row`.
fn marked(database: &Arc<dyn Database>) -> Vec<String> {
    let sql = "select table_name || ' ' || row_id from hand_changes order by 1";
    let rows = database.query(sql, &[]).unwrap().rows;
    rows.iter().filter_map(|row| row[0].as_text()).map(str::to_owned).collect()
}

#[test]
fn every_way_to_touch_a_sale_of_an_import_is_marked() {
    let values = "1, 1, '2023-11-02', 1, 9.5";
    let touching: Vec<Vec<String>> = [
        "update sales set amount = 9.5 where id = 1".to_owned(),
        "update or ignore sales set amount = 9.5 where id = 1 returning id".to_owned(),
        "update sales set amount = n.amount from (select 1 as id, 9.5 as amount) n where sales.id = n.id".to_owned(),
        "with n as (select 1 as id) delete from sales where id in (select id from n)".to_owned(),
        format!("insert or replace into sales (id, {COLUMNS}) values (1, {values})"),
        format!("REPLACE INTO sales (id, {COLUMNS}) values (1, {values}), (90, {values})"),
        format!("replace into main.\"sales\" (rowid, {COLUMNS}) select 1, {values} returning id"),
        format!("insert into sales (id, {COLUMNS}) values (1, {values}) on conflict (id) do update set amount = 9.5"),
        format!("insert into sales (id, {COLUMNS}) values (1, {values}) on conflict do update set id = 91"),
        "update or replace sales set id = 1 where id = 90".to_owned(),
        "update or replace sales set rowid = 1 where id = 90".to_owned(),
    ]
    .into_iter()
    .map(|sql| vec![format!("insert into sales (id, {COLUMNS}) values (90, {values})"), sql])
    .collect();
    for statements in touching {
        let folder = tempfile::tempdir().unwrap();
        let database: Arc<dyn Database> = Arc::new(Embedded::open(&folder.path().join("shop.db")).unwrap());
        let id = with_sales(&database);
        let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
        write(&database, &statements).unwrap();
        assert!(marked(&database).contains(&"sales 1".to_owned()), "{statements:?}");
        let error = database.undo(id).unwrap_err();
        assert!(matches!(error, StoreError::DependedOn { .. }), "{statements:?}: {error}");
    }
}

#[test]
fn what_is_replaced_by_another_key_is_marked_too() {
    on_both_sides(|database| {
        with_sales(database);
        Pour::of(Lines::Products(vec![product(Some(7), Some("P7"), "Lait")])).into(database).unwrap();
        let values = "1, 1, '2023-11-02', 1, 9.5";
        let keyed = format!("replace into sales (source_key, {COLUMNS}) values ('a', {values})");
        write(database, &[&keyed, "replace into products (id, code, name) values (8, 'P7', 'Lait')"])
            .unwrap();
        assert_eq!(marked(database), ["products 7", "sales 1000000001"]);
        // Nothing is left for the next statement.
        write(database, &["insert into stores (id, city) values (9, 'Paris')"]).unwrap();
        assert_eq!(marked(database).len(), 2);
    });
}

#[test]
fn what_touches_no_row_of_an_import_marks_none() {
    let values = "1, 1, '2023-11-02', 1, 9.5";
    on_both_sides(|database| {
        let id = with_sales(database);
        for sql in [
            format!("insert into sales (id, {COLUMNS}) values (90, {values})"),
            format!("insert or ignore into sales (id, {COLUMNS}) values (1, {values})"),
            format!("insert into sales (id, {COLUMNS}) values (1, {values}) on conflict do nothing"),
            format!("insert into sales ({COLUMNS}) values ({values})"),
            format!("replace into sales (id, {COLUMNS}) values (90, {values})"),
            "update or ignore sales set id = 1 where id = 90".to_owned(),
            "update sales set id = 92 where id = 90".to_owned(),
        ] {
            write(database, &[&sql]).unwrap();
            assert_eq!(marked(database), Vec::<String>::new(), "{sql}");
        }
        let refused = format!("insert into sales (id, {COLUMNS}) values (1, {values})");
        assert!(write(database, &[&refused]).is_err());
        assert_eq!(marked(database), Vec::<String>::new());
        assert_eq!(database.undo(id).unwrap().removed, 3);
        let left = database.query("select count(*) from sales", &[]).unwrap();
        assert_eq!(left.single(), Some(&Value::Integer(2)));
    });
}
