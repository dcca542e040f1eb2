//! Reading and writing, the same on either side.

use comptoir_store::{Statement, StoreError, Value};

use crate::sides::on_both_sides;

fn product(id: i64, name: &str) -> Statement {
    Statement::new("insert into products (id, name) values (?1, ?2)", vec![id.into(), name.into()])
}

#[test]
fn what_is_written_is_read_back() {
    on_both_sides(|database| {
        let outcomes = database.write(&[product(1, "Pain"), product(2, "Œufs \u{1F95A} 'frais'")]).unwrap();
        assert_eq!(outcomes.iter().map(|outcome| outcome.affected).collect::<Vec<_>>(), [1, 1]);
        let rows =
            database.query("select id, name from products where id > ?1 order by id", &[1.into()]).unwrap();
        assert_eq!(rows.columns, ["id", "name"]);
        assert_eq!(rows.rows, [[Value::from(2), Value::from("Œufs \u{1F95A} 'frais'")]]);
    });
}

#[test]
fn every_kind_of_value_survives() {
    on_both_sides(|database| {
        let values = [
            Value::Null,
            Value::Integer(i64::MIN),
            Value::Real(-0.1),
            Value::Text(String::new()),
            Value::Blob(vec![0, 255]),
        ];
        let rows = database.query("select ?1, ?2, ?3, ?4, ?5", &values).unwrap();
        assert_eq!(rows.rows, [values]);
    });
}

#[test]
fn one_bad_statement_undoes_the_whole_write() {
    on_both_sides(|database| {
        let before = database.data_version().unwrap();
        let error = database.write(&[product(1, "Pain"), product(1, "Lait")]).unwrap_err();
        let StoreError::Sql { sqlite_code, message, .. } = error else { panic!("{error:?}") };
        assert_eq!(
            (sqlite_code.as_str(), message.contains("UNIQUE")),
            ("SQLITE_CONSTRAINT", true),
            "{message}"
        );
        assert_eq!(
            database.query("select count(*) from products", &[]).unwrap().single(),
            Some(&Value::Integer(0))
        );
        assert_eq!(database.data_version().unwrap(), before);
        database.write(&[product(1, "Pain")]).unwrap();
    });
}

#[test]
fn a_question_that_writes_is_refused() {
    on_both_sides(|database| {
        for sql in ["delete from products", "drop table sales", "pragma user_version = 3", "begin immediate"]
        {
            let error = database.query(sql, &[]).unwrap_err();
            assert!(
                matches!(error, StoreError::ReadOnly | StoreError::NotAllowed { .. }),
                "{sql}: {error:?}"
            );
        }
        assert!(database.query("select count(*) from sales", &[]).is_ok());
    });
}

#[test]
fn bad_sql_is_told_in_the_words_of_sqlite() {
    on_both_sides(|database| {
        let StoreError::Sql { message, .. } = database.query("select no_such from sales", &[]).unwrap_err()
        else {
            panic!("not an error of SQL");
        };
        assert_eq!(message, "no such column: no_such");
    });
}

#[test]
fn more_rows_than_the_caller_takes_is_an_error() {
    on_both_sides(|database| {
        let sql = "select value from json_each('[1,2,3]')";
        assert!(matches!(database.query_up_to(sql, &[], 2), Err(StoreError::TooManyRows { limit: 2 })));
    });
}

#[test]
fn two_statements_in_one_are_refused() {
    on_both_sides(|database| {
        assert!(database.query("select 1; delete from products", &[]).is_err());
    });
}
