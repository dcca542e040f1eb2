//! What SQL from outside may change, asked through the Database Service and in process alike.

use comptoir_store::{Database, Embedded, Record, Statement, StoreError, Value};

use crate::sides::on_both_sides;

fn write(database: &dyn Database, sql: &str) -> Result<(), StoreError> {
    database.write(&[Statement::new(sql, vec![])]).map(|_| ())
}

#[test]
fn clients_keep_tables_of_their_own_and_change_rows_of_the_shop() {
    on_both_sides(|database| {
        for sql in [
            "create table events (id integer primary key, at text)",
            "create table tickets (id integer primary key, event integer references events (id))",
            "create index tickets_by_event on tickets (event)",
            "create trigger sold after insert on tickets begin update events set at = 'sold'; end",
            "insert into events values (1, 'now')",
            "insert into tickets values (1, 1)",
            "alter table tickets add column seat text",
            "create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)",
            "create table alembic_version (version_num varchar(32) not null)",
            "create view revenue as select sale_date, sum(amount) as amount from sales group by 1",
            "insert into products (id, name) values (1, 'Pain')",
            "insert into stores (id, city) values (1, 'Lyon')",
            "insert into sales (product_id, store_id, sale_date, quantity, amount) values (1, 1, '2026-01-02', 1, 2.5)",
            "insert into sales (id, product_id, store_id, sale_date, quantity, amount) values (7, 1, 1, '2026-01-02', 1, 2)
             on conflict (id) do update set amount = excluded.amount",
            "update products set price = 2",
            "delete from sales where id = 7",
            "drop view revenue",
            "drop table tickets",
        ] {
            write(database.as_ref(), sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        assert_eq!(database.check().unwrap(), []);
    });
}

#[test]
fn values_that_no_figure_can_be_made_of_are_refused_with_what_they_must_be() {
    on_both_sides(|database| {
        for sql in [
            "insert into products (id, name) values (1, 'Pain')",
            "insert into stores (id, city) values (1, 'Lyon')",
            "insert into sales (id, product_id, store_id, sale_date, quantity, amount) values (1, 1, 1, '2026-01-02', '1.25', '2.5')",
            "insert into targets (month, amount) values ('2026-01', 100)",
            "update sales set amount = -3, quantity = 2, discount = null, tax = 0.5, sale_date = '2024-02-29'",
        ] {
            write(database.as_ref(), sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        for (sql, column) in [
            ("update sales set amount = '12,50'", "amount"),
            ("update sales set amount = x'41'", "amount"),
            ("update sales set amount = 9e999", "amount"),
            ("update sales set amount = -1e300", "amount"),
            ("update sales set quantity = 'many'", "quantity"),
            ("update sales set quantity = 9e999", "quantity"),
            ("update sales set tax = 'x'", "tax"),
            ("update or ignore sales set discount = 9e999", "discount"),
            ("update sales set sale_date = '2026-1-2'", "sale_date"),
            ("update sales set sale_date = '2026-02-30'", "sale_date"),
            ("update sales set sale_date = '2026-01-02T10:00'", "sale_date"),
            ("update or replace sales set sale_date = '0000-01-01'", "sale_date"),
            (
                "insert or replace into sales select 1, 1, 1, '9999-12-31', 1, 1, 'sale', null, null, null, null, null",
                "sale_date",
            ),
            (
                "insert into sales (product_id, store_id, sale_date, quantity, amount) values (1, 1, '2026-01-02', 1, 'abc')",
                "amount",
            ),
            ("update products set price = 9e999", "price"),
            ("insert into products (name, price) values ('x', -9e999)", "price"),
            ("insert into targets (month, amount) values ('2026-13', 1)", "month"),
            ("update targets set amount = 9e999", "amount"),
        ] {
            let refused = write(database.as_ref(), sql).unwrap_err().to_string();
            assert!(refused.contains(column), "{sql}: {refused}");
        }
        assert_eq!(database.check().unwrap(), []);
    });
}

#[test]
fn values_that_were_let_in_before_are_named_by_the_check_and_corrected_one_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let database = Embedded::open(&path).unwrap();
    for sql in [
        "insert into products (id, name) values (1, 'Pain')",
        "insert into stores (id, city) values (1, 'Lyon')",
        "insert into sales (id, product_id, store_id, sale_date, quantity, amount) values (7, 1, 1, '2026-01-02', 1, 2)",
    ] {
        write(&database, sql).unwrap();
    }
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    raw.execute_batch("update sales set amount = '12,50', sale_date = 'hier'").unwrap();
    drop(raw);
    let faults = database.check().unwrap();
    assert!(faults.iter().any(|fault| fault.to_string().contains("sales 7: sale_date 'hier'")), "{faults:?}");
    write(&database, "update sales set sale_date = '2026-01-03'").unwrap();
    assert!(database.check().unwrap()[0].to_string().contains("sales 7: amount '12,50'"));
    write(&database, "update sales set amount = 12.5").unwrap();
    assert_eq!(database.check().unwrap(), []);
}

#[test]
fn a_search_table_of_a_client_over_ours_keeps_nobody_from_a_check_a_backup_and_a_repair() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let database = Embedded::open(&path).unwrap();
    write(&database, "insert into products (id, name) values (1, 'Pain')").unwrap();
    // SQLite cannot tell whether such a table is sound, and says so in its check of the whole file.
    write(&database, "create virtual table found using fts4 (content='imports', name)").unwrap();
    assert_eq!(database.check().unwrap(), []);
    database.backup(&folder.path().join("copy.db")).unwrap();
    database.repair(&|row| format!("lost {}", row.id)).unwrap();
    comptoir_store::restore(&folder.path().join("copy.db"), &folder.path().join("again.db")).unwrap();
}

#[test]
fn what_hurts_the_shop_is_refused_by_name() {
    on_both_sides(|database| {
        write(database.as_ref(), "create table mine (id integer primary key, x text)").unwrap();
        for sql in [
            "drop table targets",
            "drop table calendar_days",
            "drop trigger targets_inserted",
            "alter table targets add column x",
            "create trigger t after insert on targets begin delete from sales; end",
            "create trigger t after insert on sales begin delete from sales; end",
            "create temp trigger t after insert on main.sales begin select 1; end",
            "create unique index u on sales (amount)",
            "create table t (x references sales (id))",
            "alter table mine add column sale integer references sales",
            "create view sales as select 1",
            "create temp view sales as select 1",
            "create temp table products (id)",
            "create table sales_inserted (x)",
            "create temp trigger sales_inserted after insert on mine begin update data_version set version = 0; end",
            "update data_version set version = 0, protected = 0",
            "delete from data_version",
            "insert into calendar_days (day) values ('2026-01-01')",
            "delete from hand_changes",
            "delete from import_changes",
            "update imports set added = 0",
            "insert into imports (source, table_name, added, known, rejected, imported_at) values ('x', 'sales', 0, 0, 0, '')",
            "delete from rejects",
            "delete from mappings",
            "delete from forecasts",
            "insert or replace into forecasts select * from forecasts",
            "with x as (select 1) delete from imports",
            "pragma user_version = 3",
            "pragma application_id = 3",
        ] {
            let refused = write(database.as_ref(), sql);
            assert!(matches!(refused, Err(StoreError::NotAllowed { .. })), "{sql}: {refused:?}");
        }
        // Nor may a trigger of the client's own do what its statements may not, or change what is Comptoir's.
        for change in ["delete from imports", "update sales set amount = 0"] {
            let trigger = format!("create trigger mine_too after insert on mine begin {change}; end");
            let refused = write(database.as_ref(), &trigger);
            assert!(matches!(refused, Err(StoreError::NotAllowed { .. })), "{change}: {refused:?}");
        }
        assert_eq!(database.check().unwrap(), []);
    });
}

#[test]
fn this_programs_own_records_are_kept_on_either_side() {
    on_both_sides(|database| {
        let day = r#"[0,"mean","total",null,null,"2026-01-01","2026-01-02",1.0,0,2,0,3,"[]",0.5,1]"#;
        let args = vec![Value::from(format!("[{day}]").as_str()), "2026-01-01T00:00:00Z".into()];
        for number in 1..3 {
            let kept = database.record(Record::Forecasts, std::slice::from_ref(&args)).unwrap();
            assert_eq!(kept, [Some(number)]);
        }
        let rows = database.query("select count(*), sum(mean) from forecasts", &[]).unwrap().rows;
        assert_eq!(rows, [[Value::Integer(2), Value::Real(2.0)]]);
    });
}
