//! The cube that follows its database.

use std::thread;

use comptoir_analysis::{Grouping, LiveCube, Question};
use comptoir_store::Statement;

use crate::shop::Shop;

fn write(shop: &Shop, sql: &str) {
    shop.database().write(&[Statement::new(sql, vec![])]).unwrap();
}

#[test]
fn an_answer_is_never_older_than_its_question() {
    let shop = Shop::small();
    let cube = LiveCube::default();
    let total =
        || cube.sales(shop.database()).unwrap().answer(&Question::default()).unwrap().total.to_string();
    assert_eq!(total(), "35");
    write(&shop, "update sales set amount = 11 where id = 1");
    assert_eq!(total(), "36");
    assert_eq!(total(), "36");
    let sales = cube.sales(shop.database()).unwrap();
    assert_eq!(sales.data_version(), shop.database().data_version().unwrap());
}

#[test]
fn sales_that_fit_no_cube_are_answered_by_sql() {
    let shop = Shop::small();
    let cube = LiveCube::default();
    let question = Question::by(Grouping::Day);
    let same = |days: usize| {
        let answer = cube.sales(shop.database()).unwrap().answer(&question).unwrap();
        assert_eq!(answer, question.ask(shop.database()).unwrap());
        assert_eq!(answer.rows.len(), days);
    };
    same(2);
    shop.by_hand_unchecked("update sales set sale_date = 'hier' where id = 1");
    same(2);
    same(2);
    write(&shop, "update sales set sale_date = '2023-11-02' where id = 1");
    same(2);
}

#[test]
fn many_ask_while_the_data_move_and_each_sees_at_least_what_was_there() {
    let shop = Shop::small();
    let cube = LiveCube::default();
    let count = || cube.sales(shop.database()).unwrap().answer(&Question::default()).unwrap().figures().sales;
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut last = 3;
                for _ in 0..50 {
                    let now = count();
                    assert!(now >= last, "{now} after {last}");
                    last = now;
                }
            });
        }
        for _ in 0..20 {
            write(
                &shop,
                "insert into sales (product_id, store_id, sale_date, quantity, amount) values (1, 1, '2023-11-05', 1, 1)",
            );
        }
    });
    assert_eq!(count(), 23);
}
